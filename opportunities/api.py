"""API resource: opportunities."""

from datetime import UTC, datetime
from typing import Any

from django.db.models import Max, Q, QuerySet
from rest_framework.routers import BaseRouter

from opportunities.models import (
    CLOSING_SOON,
    Clarification,
    Criterion,
    Direction,
    Opportunity,
    OpportunityStatus,
    OpportunityType,
    PartnershipType,
    PartnerType,
    Result,
)
from opportunities.queries import answerable, present_status
from organizations.api import body_filter
from organizations.models import CooperationCenter
from organizations.models.companies import DevelopmentStage, IntellectualProperty, SizeClass
from publishing import clock
from publishing.api import fields
from publishing.api.facts import FactsSerializer
from publishing.api.filters import (
    CodeFilter,
    EntryFilter,
    EntryFilters,
    ListedFilter,
    MomentFilter,
    YesNoFilter,
)
from publishing.api.serializers import EntrySerializer
from publishing.api.views import EntryViewSet
from publishing.languages import Language
from publishing.visibility import public

__all__ = ["register"]


class CriterionSerializer(FactsSerializer):
    """A yes/no question of eligibility."""

    class Meta:
        model = Criterion
        fields = ("question",)


class ClarificationSerializer(FactsSerializer):
    """A question that was asked, with its answer for all."""

    class Meta:
        model = Clarification
        fields = ("question", "answer", "answered_on")


class PresentStatus(fields.OfInstance):
    """What the opportunity's moments and result mean now."""

    plain = {"type": "string", "enum": OpportunityStatus.values}

    def to_representation(self, instance: Opportunity) -> str:
        return instance.status().value


class TakesInterest(fields.OfInstance):
    """Whether an expression of interest can be sent now."""

    plain = {"type": "boolean"}

    def to_representation(self, instance: Opportunity) -> bool:
        return instance.takes_interest()


class OpportunitySerializer(EntrySerializer):
    """An offer or request with a deadline; ``deck`` is its summary, ``body`` its description."""

    status = PresentStatus()
    takes_interest = TakesInterest()
    partnership_types = fields.Codes(codes=PartnershipType.values)
    languages_accepted = fields.Codes(codes=Language.values)
    criteria = CriterionSerializer(many=True)
    clarifications = ClarificationSerializer(many=True)

    class Meta:
        model = Opportunity
        fields = (
            *("type", "direction", "status", "takes_interest", "opens_at", "deadline_at", "deadline_zone"),
            *(
                "expires_at",
                "open_for_interest",
                "extended",
                "owner",
                "center",
                "stage_of_development",
                "ipr",
            ),
            *("partner_type", "partner_size", "partnership_types", "languages_accepted"),
            *("result", "result_note", "criteria", "clarifications"),
        )


class StatusFilter(CodeFilter):
    """The status at present, which no column holds."""

    def filter(self, qs: QuerySet[Any], value: list[str]) -> QuerySet[Any]:
        return qs.alias(present_status=present_status()).filter(present_status__in=value) if value else qs


def deadline(*, first: bool, says: str) -> MomentFilter:
    return MomentFilter("deadline_at", "deadline_zone", first=first, says=says)


class OpportunityFilters(EntryFilters):
    type = CodeFilter("type", OpportunityType, says="What is offered or sought.")
    direction = CodeFilter("direction", Direction, says="Across which border.")
    status = StatusFilter(
        None, OpportunityStatus, says="Whether it can still be answered, and what came of it."
    )
    open = YesNoFilter(when=answerable, says="Whether it can be answered now.")
    deadline_from = deadline(first=True, says="Closes on this day or at this moment, or later.")
    deadline_to = deadline(first=False, says="Closes on this day or at this moment, or earlier.")
    owner = body_filter("owner", says="Whose opportunity it is.")
    center = EntryFilter(CooperationCenter, "center", says="The center through which contact is made.")
    stage_of_development = CodeFilter(
        "stage_of_development", DevelopmentStage, says="Stage of the technology."
    )
    ipr = CodeFilter("ipr", IntellectualProperty, says="Protection of the technology.")
    partner_type = CodeFilter("partner_type", PartnerType, says="Who is sought.")
    partner_size = CodeFilter("partner_size", SizeClass, says="Size of the partner sought.")
    partnership_type = ListedFilter(
        "partnership_types", PartnershipType, says="A type of partnership offered."
    )
    language_accepted = ListedFilter(
        "languages_accepted", Language, says="A language in which answers are read."
    )
    result = CodeFilter("result", Result, says="What came of it.")


class Opportunities(EntryViewSet):
    """Opportunities: what is offered or sought across the border, and until when."""

    serializer_class = OpportunitySerializer
    filterset_class = OpportunityFilters
    orderings = {"deadline_at": ("deadline_at", True)}

    def last_modified(self) -> int | None:
        """As everywhere, but an opportunity also changes when one of its moments has come."""
        now = clock.now()
        soon = now + CLOSING_SOON
        latest = public(Opportunity).aggregate(
            opened=Max("opens_at", filter=Q(opens_at__lte=now)),
            closes_soon=Max("deadline_at", filter=Q(deadline_at__lte=soon)),
            closed=Max("deadline_at", filter=Q(deadline_at__lte=now)),
            expired=Max("expires_at", filter=Q(expires_at__lte=now)),
        )
        closes_soon = latest.pop("closes_soon")
        moments: list[datetime] = [moment for moment in latest.values() if moment]
        moments += [closes_soon - CLOSING_SOON] if closes_soon else []
        own = max((int(moment.astimezone(UTC).timestamp()) for moment in moments), default=0)
        return max(super().last_modified() or 0, own) or None


def register(router: BaseRouter) -> None:
    """Put the resource of this app into the API."""
    router.register("opportunities", Opportunities, basename="opportunities")
