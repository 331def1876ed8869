"""API resource: calls for participation."""

from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from rest_framework.routers import BaseRouter

from calls.models import Call, CallStatus, JoinsAs, Requirement
from calls.queries import answerable, present_status
from events.models import Event
from publishing.api import fields
from publishing.api.entry_filters import EntryFilters, moment
from publishing.api.facts import FactsSerializer
from publishing.api.filters import CodeFilter, EntryFilter, YesNoFilter
from publishing.api.ranges import DayFilter
from publishing.api.serializers import EntrySerializer
from publishing.api.views import EntryViewSet

__all__ = ["register"]


class RequirementSerializer(FactsSerializer):
    """A yes/no question, and the answer that lets a company take part."""

    class Meta:
        model = Requirement
        fields = ("question", "wanted")


class PresentStatus(fields.OfInstance):
    """What the call's moments and its decision mean now."""

    plain = {"type": "string", "enum": CallStatus.values}

    def to_representation(self, instance: Call) -> str:
        return instance.status().value


class TakesApplications(fields.OfInstance):
    """Whether a company can apply now."""

    plain = {"type": "boolean"}

    def to_representation(self, instance: Call) -> bool:
        return instance.takes_applications()


class CallSerializer(EntrySerializer):
    """An invitation to join an event; ``accepted`` is told once the selection is decided, applications never are."""

    pavilion = fields.Label(of="pavilion", column="name", optional=True)
    status = PresentStatus()
    takes_applications = TakesApplications()
    requirements = RequirementSerializer(many=True)

    class Meta:
        model = Call
        fields = (
            *("event", "capacity", "pavilion", "status", "takes_applications"),
            *("opens_at", "deadline_at", "deadline_zone"),
            *("place_count", "has_waiting_list", "decision_on", "decided_on", "accepted", "requirements"),
        )


class StatusFilter(CodeFilter):
    """The status at present, which no column holds."""

    def filter(self, qs: QuerySet[Any], value: list[str]) -> QuerySet[Any]:
        return qs.alias(present_status=present_status()).filter(present_status__in=value) if value else qs


class CallFilters(EntryFilters):
    event = EntryFilter(Event, "event", says=_("The event that companies join."))
    capacity = CodeFilter("capacity", JoinsAs, says=_("The capacity in which companies take part."))
    status = StatusFilter(None, CallStatus, says=_("Whether companies can apply, and whether it is decided."))
    open = YesNoFilter(when=answerable, says=_("Whether companies can apply now."))
    opens_from = moment(
        "opens_at", "deadline_zone", says=_("Opens on this day or at this moment, or later."), first=True
    )
    opens_to = moment(
        "opens_at", "deadline_zone", says=_("Opens on this day or at this moment, or earlier."), first=False
    )
    deadline_from = moment(
        "deadline_at", "deadline_zone", says=_("Closes on this day or at this moment, or later."), first=True
    )
    deadline_to = moment(
        "deadline_at",
        "deadline_zone",
        says=_("Closes on this day or at this moment, or earlier."),
        first=False,
    )
    decision_from = DayFilter(
        "decision_on", first=True, says=_("Applicants are to hear on this day or later.")
    )
    decision_to = DayFilter(
        "decision_on", first=False, says=_("Applicants are to hear on this day or earlier.")
    )
    decided_from = DayFilter("decided_on", first=True, says=_("Decided on this day or later."))
    decided_to = DayFilter("decided_on", first=False, says=_("Decided on this day or earlier."))


class Calls(EntryViewSet):
    """Calls for participation: which events companies can join, on what terms, and until when."""

    serializer_class = CallSerializer
    filterset_class = CallFilters
    orderings = {name: (name, True) for name in ("opens_at", "deadline_at")}


def register(router: BaseRouter) -> None:
    """Put the resource of this app into the API."""
    router.register("calls", Calls, basename="calls")
