"""Any two versions of a text or of the facts side by side, and the way back to an earlier one."""

from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.utils.safestring import SafeString
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from desk.admin import permissions
from desk.admin.base import actor_of, admin_url, entry_label
from desk.admin.changes import changes
from desk.admin.stepforms import SeverityForm
from publishing import formats
from publishing.actions import Refused, RestoreFacts, RestoreText
from publishing.compare import BlockChange, differences, words
from publishing.enums import Stage, Zone
from publishing.languages import Language, active
from publishing.models import Entry, Revision, Text

__all__ = ["facts_page", "texts_page"]


@dataclass(frozen=True)
class Line:
    """One worded field in both versions, with the differences marked."""

    label: str
    before: SafeString
    after: SafeString

    @property
    def is_changed(self) -> bool:
        return "<del>" in self.before or "<ins>" in self.after


def texts_page(admin: Any, request: HttpRequest, pk: int, language: str) -> HttpResponse:
    """Two versions of the text in ``language``; a POST opens a new draft from an earlier one."""
    entry = _entry(admin, request, pk)
    if language not in Language.values:
        raise Http404
    versions = [
        text
        for text in entry.texts.filter(language=language).select_related("author", "reviewer")
        if not text.is_open or permissions.may_read_drafts(request.user, entry)
    ]
    if not versions:
        raise Http404
    numbers = [text.version for text in versions]
    if request.method == "POST":
        return _restore_text(admin, request, entry, language, numbers)
    older, newer = _chosen(request, numbers)
    by_number = {text.version: text for text in versions}
    old, new = by_number[older], by_number[newer]
    may = permissions.may_write_texts(request.user, type(entry), entry)
    context = {
        **_frame(
            admin, entry, _("Versions of the text: %(language)s") % {"language": Language(language).label}
        ),
        "versions": versions,
        "older": old,
        "newer": new,
        "html_lang": Language(language).html_lang,
        "lines": _lines(entry, old, new),
        "blocks": _blocks(old, new),
        "may_restore": may and not entry.texts.open().filter(language=language).exists(),
    }
    return TemplateResponse(request, "admin/entry/versions.html", _with_site(admin, request, context))


def facts_page(admin: Any, request: HttpRequest, pk: int) -> HttpResponse:
    """Two revisions of the facts; a POST puts an earlier one back."""
    entry = _entry(admin, request, pk)
    revisions = list(entry.revisions.select_related("actor").order_by("-number"))
    if not revisions:
        raise Http404
    numbers = [revision.number for revision in revisions]
    is_public = entry.stage() is Stage.RELEASED
    form = SeverityForm(request.POST if request.method == "POST" and is_public else None)
    if request.method == "POST" and (not is_public or form.is_valid()):
        number = _number(request.POST.get("restore", ""), numbers)
        if _restore_facts(request, entry, number, form.cleaned_data if is_public else {}):
            return HttpResponseRedirect(admin_url(entry, "change"))
    older, newer = _chosen(request, numbers)
    by_number = {revision.number: revision for revision in revisions}
    context = {
        **_frame(admin, entry, _("Versions of the facts")),
        "revisions": [(revision, _moment(revision)) for revision in revisions],
        "older": by_number[older],
        "newer": by_number[newer],
        "changes": changes(type(entry), by_number[older].facts, by_number[newer].facts, request.user),
        "form": form if is_public else None,
        "may_restore": permissions.may_edit_facts(request.user, type(entry), entry),
    }
    return TemplateResponse(request, "admin/entry/fact_versions.html", _with_site(admin, request, context))


def _entry(admin: Any, request: HttpRequest, pk: int) -> Entry:
    entry: Entry | None = admin.get_object(request, str(pk))
    if entry is None:
        raise Http404
    if not admin.has_view_permission(request, entry):
        raise PermissionDenied
    return entry


def _frame(admin: Any, entry: Entry, title: str) -> dict[str, Any]:
    return {
        "title": title,
        "subtitle": entry_label(entry),
        "opts": admin.opts,
        "entry": entry,
        "back": admin_url(entry, "change"),
        "history_url": admin_url(entry, "history"),
    }


def _with_site(admin: Any, request: HttpRequest, context: dict[str, Any]) -> dict[str, Any]:
    return {**admin.admin_site.each_context(request), **context}


def _chosen(request: HttpRequest, numbers: list[int]) -> tuple[int, int]:
    """The older and the newer of the two that are compared; by default the last two."""
    newest = max(numbers)
    before = max((number for number in numbers if number < newest), default=newest)
    asked = [
        _number(request.GET.get(name, str(default)), numbers)
        for name, default in (("from", before), ("to", newest))
    ]
    return min(asked), max(asked)


def _number(value: str, numbers: list[int]) -> int:
    found = next((number for number in numbers if str(number) == value), None)
    if found is None:
        raise Http404
    return found


def _moment(revision: Revision) -> str:
    return formats.moment(revision.at, Zone.SEOUL, active())


def _lines(entry: Entry, old: Text, new: Text) -> list[Line]:
    pairs = [(_("Title"), old.title, new.title), (_("Deck"), old.deck, new.deck)]
    pairs += [
        (str(field.label), old.extra.get(field.name, ""), new.extra.get(field.name, ""))
        for field in entry.KIND.worded
    ]
    pairs.append((_("Footnotes"), _notes(old), _notes(new)))
    return [
        Line(capfirst(label), *words(before, after, new.language))
        for label, before, after in pairs
        if before or after
    ]


def _notes(text: Text) -> str:
    return "\n".join(f"{note['marker']} {note['term']}: {note['text']}" for note in text.notes)


def _blocks(old: Text, new: Text) -> list[BlockChange]:
    return differences(old.body, new.body, new.language)


def _restore_text(
    admin: Any, request: HttpRequest, entry: Entry, language: str, numbers: list[int]
) -> HttpResponse:
    if not permissions.may_write_texts(request.user, type(entry), entry):
        raise PermissionDenied
    version = _number(request.POST.get("restore", ""), numbers)
    try:
        RestoreText(entry, actor_of(request), language=language, version=version).execute()
    except Refused as refusal:
        for reason in refusal.reasons:
            messages.error(request, str(reason))
        return HttpResponseRedirect(admin_url(entry, "versions", language))
    messages.success(request, _("Version %(number)d is open as a new draft.") % {"number": version})
    return HttpResponseRedirect(admin_url(entry, "change") + f"#text-{language}")


def _restore_facts(request: HttpRequest, entry: Entry, number: int, asked: dict[str, Any]) -> bool:
    if not permissions.may_edit_facts(request.user, type(entry), entry):
        raise PermissionDenied
    try:
        RestoreFacts(entry, actor_of(request), number=number, **asked).execute()
    except Refused as refusal:
        for reason in refusal.reasons:
            messages.error(request, str(reason))
        return False
    messages.success(request, _("The facts are again those of revision %(number)d.") % {"number": number})
    return True
