"""Columns and filters of lists of entries."""

from collections.abc import Iterable
from typing import Any, ClassVar

from django.contrib import admin
from django.contrib.admin.views.main import ChangeList
from django.db.models import Exists, F, FilteredRelation, OuterRef, Q, QuerySet
from django.http import HttpRequest
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from desk.admin.base import admin_url, current_texts, entry_label, with_current_texts, working_text
from publishing import clock, formats, offices
from publishing.enums import EntryState, Stage, TextState, Zone
from publishing.languages import LANGUAGES, Language, active
from publishing.models import Entry, Text

__all__ = [
    "EntryChangeList",
    "EntryColumns",
    "RelatedEntryFilter",
    "StageFilter",
    "TextsFilter",
    "in_stage",
    "language_mark",
    "stale",
]


def in_stage(stage: str) -> Q:
    """The rows of entries that stand in ``stage`` now; the counterpart of :meth:`Entry.stage`."""
    now = clock.now()
    approved = Q(state=EntryState.APPROVED)
    gone = Q(withdrawn_at__isnull=False, withdrawn_at__lte=now)
    conditions = {
        Stage.SCHEDULED: approved & Q(release_at__gt=now),
        Stage.RELEASED: approved & Q(release_at__lte=now) & ~gone,
        Stage.WITHDRAWN: approved & Q(release_at__lte=now) & gone,
    }
    return conditions.get(Stage(stage), Q(state=stage))


def stale() -> Exists:
    """Whether a live translation was made from an original that has moved on in substance since."""
    originals = Text.objects.live().filter(
        entry=OuterRef("entry"), language=OuterRef("entry__authoritative_language")
    )
    return Exists(
        Text.objects.live()
        .filter(entry=OuterRef("pk"))
        .exclude(language=F("entry__authoritative_language"))
        .filter(
            Q(based_on__isnull=True) & Exists(originals)
            | Exists(originals.filter(substance__gt=OuterRef("based_on__version")))
        )
    )


def language_mark(entry: Entry, language: Language) -> str:
    """How far ``entry`` is in ``language``: live, stale, open or missing."""
    live = {text.language: text for text in current_texts(entry) if not text.is_open}
    if text := live.get(language):
        return "stale" if text.is_stale(live.get(entry.authoritative_language)) else "live"
    return "open" if any(text.language == language for text in current_texts(entry)) else "missing"


SHAPES = {"live": "●", "stale": "◐", "open": "○", "missing": "–"}
MEANINGS = {
    "live": _("approved"),
    "stale": _("approved, but the original has changed since"),
    "open": _("being written or reviewed"),
    "missing": _("missing"),
}
LETTERS = {Language.ENGLISH: "EN", Language.KOREAN: "한", Language.CHINESE: "中"}


# Versions whose titles everybody has seen who may read the entry.
SEEN = (TextState.LIVE, TextState.SUPERSEDED, TextState.REMOVED)


def _searchable(entries: QuerySet[Any], states: Iterable[str]) -> QuerySet[Any]:
    """``entries`` with their texts in ``states`` as ``readable_texts``, by which lists are searched."""
    titled = FilteredRelation("texts", condition=Q(texts__state__in=list(states)))
    return entries.annotate(readable_texts=titled)


class EntryColumns(admin.ModelAdmin):
    """The columns that lists of entries of every kind have."""

    ordering = ("-pk",)
    list_select_related: ClassVar[Any] = ("created_by",)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        return with_current_texts(super().get_queryset(request))

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Any], search_term: str
    ) -> tuple[QuerySet[Any], bool]:
        """As everywhere, but by the title of what an office is only writing only for its members."""
        if not search_term:
            return queryset, False
        own = queryset.filter(offices.in_charge(request.user))
        ways = ((own, TextState.values), (queryset, SEEN))
        found = [
            super(EntryColumns, self).get_search_results(request, _searchable(rows, states), search_term)[0]
            for rows, states in ways
        ]
        among = [Q(pk__in=rows.order_by().values("pk")) for rows in found]
        return queryset.filter(among[0] | among[1]), False

    @admin.display(description=_("title"))
    def list_title(self, entry: Entry) -> str:
        text = working_text(entry)
        title = text.title if text else entry.slug
        sample = format_html(' <span class="sample">{}</span>', _("sample")) if entry.is_sample else ""
        lang = Language(text.language).html_lang if text else "en"
        return format_html('<span lang="{}">{}</span>{}', lang, title, sample)

    @admin.display(description=_("stage"))
    def list_stage(self, entry: Entry) -> SafeString:
        stage = entry.stage()
        return format_html('<span class="stage stage-{}">{}</span>', stage.value, stage.label)

    @admin.display(description=_("languages"))
    def list_languages(self, entry: Entry) -> SafeString:
        marks = []
        for language in LANGUAGES:
            mark = language_mark(entry, language)
            words = f"{language.label}: {MEANINGS[mark]}"
            marks.append((mark, words, LETTERS[language], SHAPES[mark], words))
        return format_html_join(
            " ",
            '<span class="language-mark {}" title="{}"><span aria-hidden="true">{}{}</span>'
            '<span class="visually-hidden">{}</span></span>',
            marks,
        )

    @admin.display(description=_("release"), ordering="release_at")
    def list_release(self, entry: Entry) -> str:
        if entry.release_at is None:
            return "–"
        day = formats.date(formats.local_day(entry.release_at, Zone.SEOUL), active())
        return format_html("{}<br>{}", day, formats.zone_pair(entry.release_at, Zone.SEOUL, active()))

    @admin.display(description=_("author"), ordering="created_by")
    def list_author(self, entry: Entry) -> str:
        return entry.created_by.get_username() if entry.created_by else "–"


class StageFilter(admin.SimpleListFilter):
    title = _("stage")
    parameter_name = "stage"

    def lookups(self, request: HttpRequest, model_admin: Any) -> Any:
        return Stage.choices

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        stage = self.value()
        return queryset.filter(in_stage(stage)) if stage in Stage.values else queryset


class TextsFilter(admin.SimpleListFilter):
    """Where translators find their work."""

    title = _("texts")
    parameter_name = "texts"

    def lookups(self, request: HttpRequest, model_admin: Any) -> Any:
        missing = [
            (f"missing-{language}", _("no text in %(language)s") % {"language": language.label})
            for language in LANGUAGES
        ]
        return [*missing, ("stale", _("stale translation")), ("review", _("text in review"))]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        value = self.value() or ""
        if value == "stale":
            return queryset.filter(stale())
        texts = Text.objects.filter(entry=OuterRef("pk"))
        if value == "review":
            return queryset.filter(Exists(texts.filter(state=TextState.IN_REVIEW)))
        language = value.removeprefix("missing-")
        return (
            queryset.filter(~Exists(texts.filter(language=language)))
            if language in Language.values
            else queryset
        )


class RelatedEntryFilter(admin.RelatedFieldListFilter):
    """A choice among the entries that rows of the list point to, by their titles."""

    limit = 60

    def field_choices(self, field: Any, request: HttpRequest, model_admin: Any) -> list[Any]:
        used = model_admin.model._default_manager.order_by().values(field.name)
        chosen = field.remote_field.model._default_manager.filter(offices.readable(request.user), pk__in=used)
        entries = with_current_texts(chosen)[: self.limit]
        return sorted(((entry.pk, entry_label(entry)) for entry in entries), key=lambda choice: choice[1])

    def has_output(self) -> bool:
        return len(self.lookup_choices) > 1


class EntryChangeList(ChangeList):
    """A list whose rows lead to the pages of their own kinds."""

    def url_for_result(self, result: Any) -> str:
        return admin_url(result, "change")
