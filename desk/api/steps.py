"""The steps of an entry: submitted, returned, approved, withdrawn, by the actions of the newsroom."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, ClassVar

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from desk.admin import permissions
from desk.api.base import StaffView
from desk.api.bodies import Mistakes
from desk.api.refusals import lacking
from desk.forms.dates import FIRST_YEAR, LAST_YEAR
from publishing.actions import Action, Approve, Return, Submit, Withdraw
from publishing.enums import Zone
from publishing.models import Entry
from tokens.models import Scope

__all__ = ["STEPS", "Step", "TakeStep"]


class OffsetDateTimeField(serializers.DateTimeField):
    """A moment that says its offset: noon is not the same everywhere."""

    def enforce_timezone(self, value: datetime) -> datetime:
        if value.tzinfo is None or not FIRST_YEAR <= value.year <= LAST_YEAR:
            self.fail("invalid", format="YYYY-MM-DDThh:mm+09:00")
        return value.astimezone(UTC)


class Nothing(serializers.Serializer):
    """A step that asks nothing."""


class WithReason(serializers.Serializer):
    """A step whose reason is kept; whether it is enough the action says."""

    reason = serializers.CharField(default="", allow_blank=True)


class Approval(serializers.Serializer):
    """When it goes out: at a moment with its offset, or at once."""

    release_at = OffsetDateTimeField(required=False)
    release_zone = serializers.ChoiceField(choices=Zone.choices, default=Zone.SEOUL)
    at_once = serializers.BooleanField(default=False)


@dataclass(frozen=True)
class Step:
    """An action, what it asks, and for what a token must have been issued."""

    action: type[Action]
    asks: type[serializers.Serializer[Any]]
    scope: Scope


STEPS = {
    "submit": Step(Submit, Nothing, Scope.SUBMIT),
    "return": Step(Return, WithReason, Scope.APPROVE),
    "approve": Step(Approve, Approval, Scope.APPROVE),
    "withdraw": Step(Withdraw, WithReason, Scope.WITHDRAW),
}


class TakeStep(StaffView):
    """One step, by the same rules as everywhere; refused with the same reasons."""

    step: ClassVar[Step]

    @classmethod
    def of(cls, name: str) -> type["TakeStep"]:
        """The view of the step ``name``."""
        step = STEPS[name]
        bound = {"step": step, "scopes": {"POST": (step.scope,)}, "__doc__": step.action.__doc__}
        return type(f"{step.action.__name__}Step", (cls,), bound)

    @extend_schema(exclude=True)
    def post(self, request: Request, ref: str) -> Response:
        values = _checked(self.step.asks, request.data)
        action = self.step.action

        def take(entry: Entry) -> list[str]:
            user: Any = request.user
            if not permissions.allowed(user, action.verb, action.permission, type(entry), entry):
                raise lacking(f"publishing.{action.permission}")
            make: Callable[..., Action] = action
            make(entry, self.actor(request), **values).execute()
            return []

        return self.change(request, ref, take)


def _checked(form: type[serializers.Serializer[Any]], body: Any) -> dict[str, Any]:
    """What a step was told; a problem that names every mistake."""
    mistakes = Mistakes()
    asked = form(data=body)
    mistakes.unknown("", body, asked.fields)
    if not asked.is_valid():
        for name, errors in asked.errors.items():
            choices = getattr(asked.fields[name], "choices", None)
            mistakes.add(name, body.get(name, ""), " ".join(map(str, errors)), choices)
    mistakes.refuse()
    return dict(asked.validated_data)
