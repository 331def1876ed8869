"""What staff do through the API: see whether an entry is ready, and approve it. Strangers find nothing here."""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from django.utils import translation
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.authentication import SessionAuthentication
from rest_framework.exceptions import NotFound
from rest_framework.permissions import AllowAny
from rest_framework.renderers import JSONRenderer
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from publishing import clock, kinds, offices
from publishing.actions import Actor, Approve, Refused
from publishing.api.languages import spoken
from publishing.api.problems import InvalidParameters, Mistake, NotReady
from publishing.enums import Zone
from publishing.models import Entry
from publishing.readiness import Reason, readiness

__all__ = ["Approval", "Readiness"]

# Beyond these a calendar ends as soon as another zone is asked for.
FIRST_YEAR, LAST_YEAR = 1000, 9000


class StaffView(APIView):
    """Base: who is not on the staff, or not in the office in charge, is told what everybody is told of what is not there."""

    authentication_classes = (SessionAuthentication,)
    permission_classes = (AllowAny,)
    renderer_classes = (JSONRenderer,)

    def dispatch(self, request: Any, *args: Any, **kwargs: Any) -> Any:
        self.asked = request
        with translation.override(spoken(request)):
            response = super().dispatch(request, *args, **kwargs)
            if isinstance(response, Response):
                response.render()
        response.headers["Cache-Control"] = "private, no-store"
        return response

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        super().initial(request, *args, **kwargs)
        user: Any = request.user
        if not (user.is_active and user.is_staff):
            raise NotFound

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


def _said(reasons: list[Reason]) -> list[dict[str, str]]:
    return [{"code": reason.code, "language": reason.language, "message": str(reason)} for reason in reasons]


class Readiness(StaffView):
    """Whether an entry can be released at its planned time, and if not, why."""

    @extend_schema(exclude=True)
    def get(self, request: Request, ref: str) -> Response:
        entry = self.entry(request, ref)
        at = max(entry.release_at or clock.now(), clock.now())
        return Response({"ref": entry.ref, "stage": entry.stage(), "reasons": _said(readiness(entry, at))})


class OffsetDateTimeField(serializers.DateTimeField):
    """A moment that says its offset: noon is not the same everywhere."""

    def enforce_timezone(self, value: datetime) -> datetime:
        if value.tzinfo is None or not FIRST_YEAR <= value.year <= LAST_YEAR:
            self.fail("invalid", format="YYYY-MM-DDThh:mm+09:00")
        return value.astimezone(UTC)


class ApprovalSerializer(serializers.Serializer):
    """When it goes out: at a moment with its offset, or at once."""

    release_at = OffsetDateTimeField(required=False)
    release_zone = serializers.ChoiceField(choices=Zone.choices, default=Zone.SEOUL)
    at_once = serializers.BooleanField(default=False)


class Approval(StaffView):
    """Approve an entry by the same rules as everywhere; refused with the same reasons."""

    @extend_schema(exclude=True)
    def post(self, request: Request, ref: str) -> Response:
        entry = self.entry(request, ref)
        body: Any = request.data
        asked = ApprovalSerializer(data=body)
        if not asked.is_valid():
            given = body if isinstance(body, Mapping) else {}
            raise InvalidParameters(
                [
                    Mistake(name, str(given.get(name, "")), str(errors[0]))
                    for name, errors in asked.errors.items()
                ]
            )
        user: Any = request.user
        actor = Actor(user, channel="api", address=request.META.get("REMOTE_ADDR"))
        try:
            Approve(entry, actor, **asked.validated_data).execute()
        except Refused as refusal:
            raise NotReady(_said(refusal.reasons)) from refusal
        return Response({"ref": entry.ref, "stage": entry.stage(), "release_at": _iso(entry.release_at)})


def _iso(moment: datetime | None) -> str | None:
    return moment.isoformat() if moment else None
