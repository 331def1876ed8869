"""Pages on which facts of an entry change: what is public already is corrected, not silently edited."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any, ClassVar

from django.contrib import messages
from django.contrib.admin.utils import unquote
from django.db import transaction
from django.http import HttpRequest, QueryDict
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from desk.admin import permissions, unsaved
from desk.admin.base import PortalAdmin, actor_of
from desk.admin.merging import Merge
from desk.admin.seen import Seen
from desk.admin.together import Together
from desk.forms import SeverityForm
from publishing.actions import Refused
from publishing.enums import Stage
from publishing.models import Entry
from publishing.readiness import Reason

__all__ = ["Desk", "FactsAdmin", "desk"]


@dataclass
class Desk:
    """What belongs to one request for a page: its sets of parts and, for an entry, its texts."""

    parts: list[Any] = field(default_factory=list)
    panels: Any = None
    refusal: list[Reason] = field(default_factory=list)
    merge: Merge | None = None
    is_taken_back: bool = False
    # The entry as it stood before this change, see :mod:`publishing.looking`.
    looked: str = ""


def desk(request: HttpRequest) -> Desk:
    """The desk of this request."""
    found: Desk = vars(request).setdefault("desk", Desk())
    return found


# The code of a refusal because of what somebody else has done meanwhile.
CHANGED = "changed"


def _hold(request: HttpRequest, entry: Entry | None) -> None:
    """Keep others from ``entry`` until this change is stored; refuse it if they were quicker."""
    if entry is None:
        return
    stored = Entry.objects.select_for_update().get(pk=entry.pk)
    merge = desk(request).merge
    if merge is not None and merge.seen != Seen.of(stored):
        raise Refused([Reason(CHANGED, _("Somebody else has just changed this entry."))])


def _reasons(merge: Merge) -> list[Reason]:
    """Why what was typed cannot be stored as it is."""
    if merge.is_unclear:
        message = gettext(
            "This page does not say what it was made from. Compare it with the entry, then save again."
        )
    elif merge.clashes:
        message = gettext(
            "Somebody else has changed the same facts meanwhile. Decide below which ones hold, then save."
        )
    elif merge.is_elsewhere:
        message = gettext(
            "This entry has meanwhile become: %(stage)s. If your changes still hold, save again."
        )
        message %= {"stage": merge.seen.stage.label}
    else:
        return []
    return [Reason(CHANGED, message)]


class FactsAdmin(PortalAdmin):
    """Base of the pages of entries and of parts that have a page of their own."""

    form = SeverityForm
    zones: ClassVar[dict[str, str]] = {}
    actions = None

    def entry_of(self, obj: Any) -> Entry | None:
        """The entry whose facts change on the page of ``obj``."""
        return permissions.entry_behind(obj)

    def may_edit_facts(self, request: HttpRequest, obj: Any = None) -> bool:
        return permissions.may_edit_facts(request.user, self.model, obj)

    def with_severity(self, request: HttpRequest, obj: Any, fieldsets: list[Any]) -> list[Any]:
        """``fieldsets`` with the questions that a change of something public raises."""
        entry = self.entry_of(obj)
        if entry is None or entry.stage() is not Stage.RELEASED or not self.may_edit_facts(request, obj):
            return fieldsets
        questions = {"fields": ["severity", "change_note"], "classes": ["public"]}
        return [(_("This is public"), questions), *fieldsets]

    def get_form(self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any) -> Any:
        form = super().get_form(request, obj, change, **kwargs)
        bound = {
            "actor": actor_of(request),
            "entry": self.entry_of(obj) if self.may_edit_facts(request, obj) else None,
            "parts": desk(request).parts,
            "refusal": desk(request).refusal,
            "zones": self.zones,
        }
        return type(form.__name__, (form,), bound)

    def _create_formsets(self, request: HttpRequest, obj: Any, change: bool) -> Any:
        formsets, inlines = super()._create_formsets(request, obj, change)  # type: ignore[misc]  # the stubs leave it out
        if self.may_edit_facts(request, obj if change else None):
            desk(request).parts[:] = formsets
        return formsets, inlines

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        if self.may_edit_facts(request, obj if change else None):
            if change:
                _hold(request, self.entry_of(obj))
            super().save_model(request, obj, form, change)

    def save_related(self, request: HttpRequest, form: Any, formsets: list[Any], change: bool) -> None:
        super().save_related(request, form, formsets, change)
        if change and form.entry is not None and form.facts_changed:
            form.record(form.entry).execute()
        merge = desk(request).merge
        self.tell_taken(request, merge.taken if merge is not None else [])

    def tell_taken(self, request: HttpRequest, fields: list[str]) -> None:
        """Say what others had changed meanwhile and was left as they made it."""
        if fields:
            told = _("Changed by somebody else meanwhile and kept as it is now: %(fields)s.")
            messages.info(request, told % {"fields": "; ".join(fields)})

    def changeform_view(
        self,
        request: HttpRequest,
        object_id: str | None = None,
        form_url: str = "",
        extra_context: Any = None,
    ) -> Any:
        if back := unsaved.taken_back(request):
            request.POST = back  # type: ignore[assignment]  # the stubs know the immutable kind only
            desk(request).is_taken_back = True
        sent = request.POST.copy()
        self._merge(request, object_id, sent)
        try:
            with transaction.atomic():
                response = super().changeform_view(request, object_id, form_url, extra_context)
                if request.method == "POST" and response.status_code == 302:
                    unsaved.forget(request)
                return response
        except Refused as refused:
            # Everything was taken back; the same form is read again, now with these reasons as its errors.
            if any(reason.code == CHANGED for reason in refused.reasons):
                self._merge(request, object_id, sent)
            desk(request).refusal = desk(request).refusal or refused.reasons
            files: Iterable[Any] = request.FILES.values()
            for file in files:
                file.seek(0)
            return super().changeform_view(request, object_id, form_url, extra_context)

    def _merge(self, request: HttpRequest, object_id: str | None, sent: QueryDict) -> None:
        """Bring what was sent together with what others have stored since the page was opened."""
        if request.method != "POST":
            return
        if desk(request).is_taken_back:
            message = _("This is what you typed and had not saved. Look through it, then save.")
            desk(request).refusal = [Reason("unsaved", message)]
        if object_id is None:
            return
        obj = self.get_object(request, unquote(object_id))
        entry = self.entry_of(obj) if obj is not None else None
        if obj is None or entry is None or not self.may_edit_facts(request, obj):
            return
        merge = Merge.of(self, request, obj, entry, sent)
        desk(request).merge = merge
        desk(request).refusal = [*desk(request).refusal, *_reasons(merge)]
        request.POST = merge.data  # type: ignore[assignment]  # the stubs know the immutable kind only

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], *args: Any, obj: Any = None, **kwargs: Any
    ) -> Any:
        entry = self.entry_of(obj) if obj is not None else None
        merge = desk(request).merge
        seen = (merge.seen if merge else Seen.of(entry)) if entry is not None else ""
        context |= {"merge": merge, "seen": seen}
        if obj is None or self.has_change_permission(request, obj):
            context["together"] = Together.of(request, entry, seen=str(seen))
        return super().render_change_form(request, context, *args, obj=obj, **kwargs)
