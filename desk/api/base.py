"""What all addresses for staff have in common: who asks, for what the token was issued, repetition, preconditions."""

import json
import re
from collections.abc import Callable, Iterable
from typing import Any, ClassVar

from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _
from rest_framework.exceptions import NotAuthenticated, NotFound
from rest_framework.permissions import AllowAny
from rest_framework.renderers import JSONRenderer
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from accounts.visitors import Visitor
from desk.api.bodies import BoundedJSON, Mistakes
from desk.api.refusals import refusal, told_reasons
from desk.api.state import etag_of, state_of
from publishing import changes, kinds, offices
from publishing.actions import Actor, Refused
from publishing.api import limits
from publishing.api.languages import spoken
from publishing.api.problems import Refusal
from publishing.models import Entry
from tokens.answers import Answer, InProgress, OtherRequest, fingerprint, once
from tokens.models import Scope, Token

__all__ = ["READERS", "StaffView", "told_reasons"]

# Of requests that are counted together.
GROUP = "staff"
KEY = re.compile(r"[\x21-\x7e]{1,255}")
TAG = re.compile(r'(?:W/)?("[^"]*")')
# Whoever writes reads what is written; a token that only reads what is public does not.
READERS = tuple(scope for scope in Scope if scope is not Scope.READ)


class StaffView(APIView):
    """Base: for tokens of staff and for their sessions.

    ``scopes`` says per method for what a token must have been issued, one of them. What somebody may not read answers
    like what is not there.
    """

    permission_classes = (AllowAny,)
    parser_classes: Any = (BoundedJSON,)
    renderer_classes = (JSONRenderer,)
    scopes: ClassVar[dict[str, tuple[Scope, ...]]] = {"GET": READERS}
    spent: limits.Spent | None = None

    def dispatch(self, request: Any, *args: Any, **kwargs: Any) -> Any:
        self.asked = request
        with translation.override(spoken(request)):
            response = super().dispatch(request, *args, **kwargs)
            if isinstance(response, Response):
                response.render()
        limits.tell(self.spent, response)
        response.headers["Cache-Control"] = "private, no-store"
        return response

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        try:
            self.spent = limits.spend(request, GROUP)
        except limits.TooMany as refused:
            self.spent = refused.spent
            raise
        super().initial(request, *args, **kwargs)
        user: Any = request.user
        if not (user.is_active and user.is_staff):
            raise NotAuthenticated
        method = "GET" if request.method == "HEAD" else str(request.method)
        wanted = self.scopes.get(method, ())
        if isinstance(request.auth, Token) and wanted and not request.auth.grants(*wanted):
            detail = _("This token was not issued for this. It lacks the scope: %(scope)s.")
            raise Refusal("forbidden", detail % {"scope": wanted[0].value}, scope=wanted[0].value)

    def handle_exception(self, exc: Exception) -> Response:
        if isinstance(exc, Refused):
            exc = refusal(exc.reasons)
        return super().handle_exception(exc)

    # --- Who, and what ---

    def actor(self, request: Request) -> Actor:
        """Whoever acts through this request."""
        user: Any = request.user
        token = request.auth.prefix if isinstance(request.auth, Token) else ""
        return Actor(user, channel="api", address=Visitor.of(self.asked).address, token=token)

    def entry(self, request: Request, ref: str) -> Entry:
        """The entry ``ref``; ``NotFound`` for what this person may not read."""
        user: Any = request.user
        found = Entry.objects.filter(offices.readable(user), ref=ref).first()
        if found is None:
            raise NotFound
        opts = kinds.model_of(found.kind)._meta
        may_view = user.has_perm(f"{opts.app_label}.view_{opts.model_name}")
        if not may_view or not offices.is_in_charge(user, found):
            raise NotFound
        return found.specific

    # --- Writing ---

    def change(
        self, request: Request, ref: str, do: Callable[[Entry], list[str]], *, status: int = 200
    ) -> Response:
        """Let ``do`` change the entry ``ref`` if it is still as it was read, and answer with what it has become.

        ``do`` returns what the person should know beside that.
        """
        pk = self.entry(request, ref).pk

        def work() -> Answer:
            changes.take_turn()
            entry = Entry.objects.select_for_update().get(pk=pk).specific
            self._check_state(request, entry)
            warnings = do(entry)
            return self.answer(request, Entry.objects.get(pk=pk), status, warnings)

        return self.answered(request, work)

    def answer(
        self, request: Request, entry: Entry, status: int = 200, warnings: Iterable[str] = (), **headers: str
    ) -> Answer:
        """The state of ``entry`` with its ETag."""
        body = {**state_of(entry, request.user), "warnings": list(warnings)}
        return Answer(status, body, {"ETag": etag_of(entry), **headers})

    def answered(self, request: Request, work: Callable[[], Answer]) -> Response:
        """What ``work`` answers; the same request with the same ``Idempotency-Key`` is done once."""
        key = request.headers.get("Idempotency-Key")
        body: Any = request.data
        if key is None:
            with transaction.atomic():
                answer = work()
        else:
            answer = self._once(request, key, body, work)
        headers = {**answer.headers, **({"Idempotency-Replayed": "true"} if answer.is_repeated else {})}
        return Response(answer.body, status=answer.status, headers=headers)

    def _once(self, request: Request, key: str, body: Any, work: Callable[[], Answer]) -> Answer:
        if not KEY.fullmatch(key):
            mistakes = Mistakes()
            mistakes.add("Idempotency-Key", key, _("Use 1 to 255 visible ASCII characters."))
            mistakes.refuse()
        auth = request.auth
        holder = f"token:{auth.pk}" if isinstance(auth, Token) else f"user:{request.user.pk}"
        # The condition belongs to what is asked: the same change of another state is another request.
        said = {"body": _plain(body), "if": request.headers.get("If-Match", "")}
        of_body = fingerprint(said, _files(request))

        def plainly() -> Answer:
            answer = work()
            return Answer(answer.status, json.loads(JSONRenderer().render(answer.body)), answer.headers)

        try:
            return once(holder, key, f"{request.method} {request.path}", of_body, plainly)
        except InProgress as error:
            raise Refusal("in-progress") from error
        except OtherRequest as error:
            raise Refusal("key-used-before") from error

    def _check_state(self, request: Request, entry: Entry) -> None:
        """Go on only with what was read: nobody changes what he has not seen."""
        condition = request.headers.get("If-Match", "").strip()
        if not condition:
            raise Refusal("precondition-required")
        now = etag_of(entry)
        # Compressing an answer makes its tag a weak one.
        if condition != "*" and now not in TAG.findall(condition):
            raise Refusal("changed-meanwhile", etag=now, present=state_of(entry, request.user))


def _plain(body: Any) -> Any:
    """What a body says beside its files."""
    if not hasattr(body, "lists"):
        return body
    return {
        name: values for name, values in body.lists() if not any(hasattr(each, "read") for each in values)
    }


def _files(request: Request) -> dict[str, bytes]:
    found: dict[str, bytes] = {}
    for name, files in request.FILES.lists():
        for position, file in enumerate(files):
            found[f"{name} {position} {file.name}"] = file.read()
            file.seek(0)
    return found
