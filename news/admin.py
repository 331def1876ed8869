"""Admin of press releases, media coverage and hot keywords."""

from typing import Any

from django.contrib import admin
from django.db.models import Prefetch, QuerySet, Subquery
from django.http import HttpRequest
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from desk.admin import EntryAdmin, Part, PortalAdmin, RelatedEntryFilter, Table, columns
from desk.admin.base import entry_label, with_current_texts, working_text
from desk.forms import EntryForm, ZonedForm
from news.leads import leads
from news.models import Byline, HomeLead, HotKeyword, MediaCoverage, PressContact, PressRelease, Quote
from organizations.models import Organization
from publishing import clock, formats, offices
from publishing.languages import active
from publishing.models import Entry
from publishing.visibility import is_visible


class QuotePart(Part):
    model = Quote
    lines = columns(("role", "original_language", "position"), "text")
    autocomplete_fields = ("role",)


class PressContactPart(Part):
    model = PressContact
    lines = columns("name", "unit", ("phone", "email", "is_sample", "position"))


class BylinePart(Table):
    model = Byline
    fields = ("name", "person", "position")
    autocomplete_fields = ("person",)


class PressReleaseForm(EntryForm):
    class Meta:
        help_texts = {
            "distributed_at": _("When the press gets it in advance. The embargo ends at the release time."),
        }


@admin.register(PressRelease)
class PressReleaseAdmin(EntryAdmin):
    form = PressReleaseForm
    zones = {**EntryAdmin.zones, "distributed_at": "distributed_zone"}
    text_labels = {"title": _("headline")}
    facts = (
        (
            _("Press release"),
            columns(("type", "number"), ("issuer", "unit"), "co_issuers", ("dated", "dateline"), "event"),
        ),
        (_("Embargo"), columns(("distributed_at", "distributed_zone"), "embargo_note", "source_url")),
    )
    parts = (QuotePart, PressContactPart)
    list_select_related = ("created_by",)
    kind_columns = ("type", "list_issuer", "list_dated")
    kind_filters = ("type", ("issuer", RelatedEntryFilter))
    kind_search = ("number",)
    owner_search = ("issuer",)
    kind_autocomplete = ("issuer", "co_issuers", "unit", "dateline", "event")

    def get_queryset(self, request: Any) -> Any:
        return super().get_queryset(request).prefetch_related(organizations("issuer", request.user))

    @admin.display(description=_("issuer"))
    def list_issuer(self, release: Any) -> str:
        return name_of(release.issuer)

    @admin.display(description=_("dated"), ordering="dated")
    def list_dated(self, release: Any) -> str:
        return formats.date(release.dated, active()) if release.dated else "–"


@admin.register(MediaCoverage)
class MediaCoverageAdmin(EntryAdmin):
    zones = {**EntryAdmin.zones, "published_at": "published_zone"}
    facts = (
        (
            _("Article"),
            columns("outlet", ("published", "published_at", "published_zone"), "url", "event"),
        ),
    )
    parts = (BylinePart,)
    kind_columns = ("list_outlet", "list_published")
    kind_filters = (("outlet", RelatedEntryFilter),)
    kind_search = ("bylines__name",)
    owner_search = ("outlet",)
    kind_autocomplete = ("outlet", "event")

    def get_queryset(self, request: Any) -> Any:
        return super().get_queryset(request).prefetch_related(organizations("outlet", request.user))

    @admin.display(description=_("outlet"))
    def list_outlet(self, coverage: Any) -> str:
        return name_of(coverage.outlet)

    @admin.display(description=_("published"), ordering="published")
    def list_published(self, coverage: Any) -> str:
        return formats.date(coverage.published, active()) if coverage.published else "–"


@admin.register(HotKeyword)
class HotKeywordAdmin(PortalAdmin):
    list_display = ("keyword", "language", "position", "active_from", "active_to")
    list_filter = ("language",)
    search_fields = ("keyword",)
    lines = ((None, columns(("keyword", "language", "position"), ("active_from", "active_to"))),)


class HomeLeadForm(ZonedForm):
    zones = {"starts_at": "zone", "ends_at": "zone"}


@admin.register(HomeLead)
class HomeLeadAdmin(PortalAdmin):
    form = HomeLeadForm
    change_list_template = "admin/news/homelead/change_list.html"
    list_display = ("list_entry", "list_standing", "list_from", "list_until")
    list_display_links = ("list_entry",)
    search_fields = ("kicker_en", "kicker_ko", "kicker_zh_hans", "entry__ref")
    owner_search = ("entry",)
    autocomplete_fields = ("entry",)
    lines = ((None, columns("entry", ("starts_at", "ends_at", "zone"), "kicker")),)

    def get_queryset(self, request: HttpRequest) -> QuerySet[HomeLead]:
        """The leads with the one that leads now; an entry is named to those who may read it."""
        read = with_current_texts(Entry.objects.filter(offices.readable(request.user)))
        rows = super().get_queryset(request).prefetch_related(Prefetch("entry", read))
        return rows.annotate(leading=Subquery(leads().values("pk")[:1]))

    def changelist_view(self, request: HttpRequest, extra_context: Any = None) -> Any:
        rows = self.get_queryset(request)
        now = rows.filter(pk__in=leads().values("pk")[:1]).first()
        coming = rows.filter(starts_at__gt=clock.now()).order_by("starts_at", "pk").first()
        shown = {
            "leads_now": entry_label(now.entry) if now else "",
            "leads_next": entry_label(coming.entry) if coming else "",
            "next_from": self.list_from(coming) if coming else "",
        }
        return super().changelist_view(request, {**shown, **(extra_context or {})})

    @admin.display(description=_("entry"))
    def list_entry(self, lead: HomeLead) -> str:
        return entry_label(lead.entry)

    @admin.display(description=_("standing"))
    def list_standing(self, lead: Any) -> str:
        now = clock.now()
        if lead.ends_at and lead.ends_at <= now:
            return gettext("over")
        if lead.starts_at > now:
            return gettext("not begun")
        if not is_visible(lead.entry, now):
            return gettext("its entry is not public")
        return gettext("leads now") if lead.pk == lead.leading else gettext("behind a later lead")

    @admin.display(description=_("from"), ordering="starts_at")
    def list_from(self, lead: HomeLead) -> str:
        return formats.moment(lead.starts_at, lead.zone, active())

    @admin.display(description=_("until"), ordering="ends_at")
    def list_until(self, lead: HomeLead) -> str:
        return formats.moment(lead.ends_at, lead.zone, active()) if lead.ends_at else "–"


def organizations(name: str, user: Any) -> Any:
    """Load the organization that each row points to, with its names; one that ``user`` may not read is absent."""
    return Prefetch(name, with_current_texts(Organization.objects.filter(offices.readable(user))))


def name_of(entry: Any) -> str:
    """The working title of an entry that a row points to."""
    if entry is None:
        return "–"
    text = working_text(entry)
    return text.title if text else entry.slug
