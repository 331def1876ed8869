"""Entries and their texts: begun, read and revised until they are approved."""

from typing import Any, ClassVar

from django.utils.translation import gettext as _
from drf_spectacular.utils import extend_schema
from rest_framework.exceptions import NotFound
from rest_framework.request import Request
from rest_framework.response import Response

from desk.admin import permissions
from desk.api.base import READERS, StaffView, told_reasons
from desk.api.bodies import Mistakes
from desk.api.refusals import lacking
from desk.api.sheets import Sheet
from publishing import clock, kinds, offices
from publishing.api.problems import NotReady
from publishing.enums import EntryState
from publishing.languages import Language
from publishing.models import Entry
from publishing.readiness import Reason, readiness
from tokens.answers import Answer
from tokens.models import Scope

__all__ = ["EntryText", "NewEntry", "OneEntry", "Readiness", "check_facts"]


class NewEntry(StaffView):
    """Begin an entry with its facts and texts."""

    scopes: ClassVar[dict[str, tuple[Scope, ...]]] = {"POST": (Scope.DRAFT,)}

    @extend_schema(exclude=True)
    def post(self, request: Request) -> Response:
        body: Any = request.data
        facts, texts = _facts_and_texts(body, "kind")
        mistakes = Mistakes()
        known = [kind.code for kind in kinds.every()]
        kind = body.get("kind", "")
        if kind not in known:
            mistakes.add("kind", kind, _("This value is unknown."), known)
        mistakes.refuse()
        model = kinds.model_of(kind)
        if not permissions.may_edit_facts(request.user, model, None):
            raise lacking(f"{model._meta.app_label}.add_{model._meta.model_name}")

        def work() -> Answer:
            sheet = Sheet(model, None, self.actor(request), facts=facts, texts=texts)
            entry = sheet.save()
            location = request.build_absolute_uri(f"{request.path}{entry.ref}/")
            return self.answer(request, entry, 201, sheet.told.words, Location=location)

        return self.answered(request, work)


class OneEntry(StaffView):
    """An entry with all that is in the making; its facts and texts are revised until it is approved."""

    scopes: ClassVar[dict[str, tuple[Scope, ...]]] = {"GET": READERS, "PATCH": (Scope.DRAFT,)}

    @extend_schema(exclude=True)
    def get(self, request: Request, ref: str) -> Response:
        answer = self.answer(request, self.entry(request, ref))
        return Response(answer.body, headers=answer.headers)

    @extend_schema(exclude=True)
    def patch(self, request: Request, ref: str) -> Response:
        facts, texts = _facts_and_texts(request.data)

        def revise(entry: Entry) -> list[str]:
            if facts:
                check_facts(request.user, entry)
            sheet = Sheet(type(entry), entry, self.actor(request), facts=facts, texts=texts)
            sheet.save()
            return sheet.told.words

        return self.change(request, ref, revise)


class EntryText(StaffView):
    """The version in the making in one language; a live text gets a successor and stays up until that is put online."""

    scopes: ClassVar[dict[str, tuple[Scope, ...]]] = {"PUT": (Scope.DRAFT,)}

    @extend_schema(exclude=True)
    def put(self, request: Request, ref: str, language: str) -> Response:
        if language not in Language.values:
            raise NotFound
        texts = {language: request.data}

        def write(entry: Entry) -> list[str]:
            actor = self.actor(request)
            sheet = Sheet(type(entry), entry, actor, facts={}, texts=texts, replace_texts=True)
            sheet.save()
            return sheet.told.words

        return self.change(request, ref, write)


class Readiness(StaffView):
    """Whether an entry can be released at its planned time, and if not, why."""

    @extend_schema(exclude=True)
    def get(self, request: Request, ref: str) -> Response:
        entry = self.entry(request, ref)
        at = max(entry.release_at or clock.now(), clock.now())
        reasons = told_reasons(readiness(entry, at))
        return Response({"ref": entry.ref, "stage": entry.stage(), "reasons": reasons})


def check_facts(user: Any, entry: Entry) -> None:
    """Refuse to change facts that are approved, or by somebody who may not."""
    if entry.state == EntryState.APPROVED:
        message = _("What has been approved is corrected in the newsroom, not through the API.")
        raise NotReady(told_reasons([Reason("state", message)]))
    if permissions.may_edit_facts(user, type(entry), entry):
        return
    opts = entry._meta
    own = f"{opts.app_label}.change_{opts.model_name}"
    raise lacking("publishing.approve_entry" if offices.has_perm(user, own, entry) else own)


def _facts_and_texts(body: Any, *others: str) -> tuple[dict[str, Any], dict[str, Any]]:
    """The two halves of a body; a problem if it holds anything else."""
    mistakes = Mistakes()
    mistakes.unknown("", body, (*others, "facts", "texts"))
    for name in ("facts", "texts"):
        if not isinstance(body.get(name, {}), dict):
            mistakes.add(name, body[name], _("Give an object."))
    mistakes.refuse()
    return body.get("facts", {}), body.get("texts", {})
