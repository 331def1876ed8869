"""Admin of press releases, media coverage and hot keywords."""

from typing import Any

from django.contrib import admin
from django.db.models import Prefetch
from django.utils.translation import gettext_lazy as _

from desk.admin import EntryAdmin, Part, PortalAdmin, RelatedEntryFilter, Table, columns
from desk.admin.base import with_current_texts, working_text
from desk.forms import EntryForm
from news.models import Byline, HotKeyword, MediaCoverage, PressContact, PressRelease, Quote
from organizations.models import Organization
from publishing import formats, offices
from publishing.languages import active


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


def organizations(name: str, user: Any) -> Any:
    """Load the organization that each row points to, with its names; one that ``user`` may not read is absent."""
    return Prefetch(name, with_current_texts(Organization.objects.filter(offices.readable(user))))


def name_of(entry: Any) -> str:
    """The working title of an entry that a row points to."""
    if entry is None:
        return "–"
    text = working_text(entry)
    return text.title if text else entry.slug
