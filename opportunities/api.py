"""API resource: opportunities."""

from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from rest_framework.routers import BaseRouter

from events.models import Event
from opportunities.models import (
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
from publishing.api import fields
from publishing.api.entry_filters import EntryFilters, moment
from publishing.api.facts import FactsSerializer
from publishing.api.filters import CodeFilter, EntryFilter, ListedFilter, YesNoFilter
from publishing.api.ranges import DayFilter
from publishing.api.serializers import EntrySerializer
from publishing.api.views import EntryViewSet
from publishing.languages import Language

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


class InterestAddress(fields.PageAddress):
    """The form for an expression of interest, in the language asked for or in all three; null while none is taken."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**{**kwargs, "optional": True})

    def to_representation(self, instance: Any) -> Any:
        if not instance.takes_interest():
            return None
        page = super().to_representation(instance)
        if isinstance(page, dict):
            return {language: f"{address}interest/" for language, address in page.items()}
        return f"{page}interest/"


class OpportunitySerializer(EntrySerializer):
    """An offer or request with a deadline; ``deck`` is its summary, ``body`` its description."""

    status = PresentStatus()
    takes_interest = TakesInterest()
    interest_url = InterestAddress()
    partnership_types = fields.Codes(codes=PartnershipType.values)
    languages_accepted = fields.Codes(codes=Language.values)
    criteria = CriterionSerializer(many=True)
    clarifications = ClarificationSerializer(many=True)

    class Meta:
        model = Opportunity
        fields = (
            *(
                "type",
                "direction",
                "status",
                "takes_interest",
                "interest_url",
                "opens_at",
                "deadline_at",
                "deadline_zone",
            ),
            *(
                "expires_at",
                "open_for_interest",
                "extended",
                "extended_at",
                "former_deadline_at",
                "owner",
                "center",
                "stage_of_development",
                "ipr",
            ),
            *("partner_type", "partner_size", "partnership_types", "languages_accepted"),
            *("result", "decided_on", "result_note", "criteria", "clarifications"),
        )


class StatusFilter(CodeFilter):
    """The status at present, which no column holds."""

    def filter(self, qs: QuerySet[Any], value: list[str]) -> QuerySet[Any]:
        return qs.alias(present_status=present_status()).filter(present_status__in=value) if value else qs


class OpportunityFilters(EntryFilters):
    type = CodeFilter("type", OpportunityType, says=_("What is offered or sought."))
    direction = CodeFilter("direction", Direction, says=_("Across which border."))
    status = StatusFilter(
        None, OpportunityStatus, says=_("Whether it can still be answered, and what came of it.")
    )
    open = YesNoFilter(when=answerable, says=_("Whether it can be answered now."))
    open_for_interest = YesNoFilter(
        "open_for_interest", says=_("Whether answers are taken here at all, whatever the time.")
    )
    extended = YesNoFilter("extended", says=_("Whether its deadline was extended."))
    extended_from = moment(
        "extended_at",
        "deadline_zone",
        says=_("Extended on this day or at this moment, or later."),
        first=True,
    )
    extended_to = moment(
        "extended_at",
        "deadline_zone",
        says=_("Extended on this day or at this moment, or earlier."),
        first=False,
    )
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
    expires_from = moment(
        "expires_at", "deadline_zone", says=_("Expires on this day or at this moment, or later."), first=True
    )
    expires_to = moment(
        "expires_at",
        "deadline_zone",
        says=_("Expires on this day or at this moment, or earlier."),
        first=False,
    )
    clarified_from = DayFilter(
        "clarifications__answered_on",
        first=True,
        together="clarifications",
        says=_("A question was answered on this day or later."),
    )
    clarified_to = DayFilter(
        "clarifications__answered_on",
        first=False,
        together="clarifications",
        says=_("A question was answered on this day or earlier."),
    )
    decided_from = DayFilter("decided_on", first=True, says=_("Its result was known on this day or later."))
    decided_to = DayFilter("decided_on", first=False, says=_("Its result was known on this day or earlier."))
    event = EntryFilter(Event, "related", says=_("A delegation, forum, exhibition or meeting it comes from."))
    owner = body_filter("owner", says=_("Whose opportunity it is."))
    center = EntryFilter(CooperationCenter, "center", says=_("The center through which contact is made."))
    stage_of_development = CodeFilter(
        "stage_of_development", DevelopmentStage, says=_("Stage of the technology.")
    )
    ipr = CodeFilter("ipr", IntellectualProperty, says=_("Protection of the technology."))
    partner_type = CodeFilter("partner_type", PartnerType, says=_("Who is sought."))
    partner_size = CodeFilter("partner_size", SizeClass, says=_("Size of the partner sought."))
    partnership_type = ListedFilter(
        "partnership_types", PartnershipType, says=_("A type of partnership offered.")
    )
    language_accepted = ListedFilter(
        "languages_accepted", Language, says=_("A language in which answers are read.")
    )
    result = CodeFilter("result", Result, says=_("What came of it."))


class Opportunities(EntryViewSet):
    """Opportunities: what is offered or sought across the border, and until when."""

    serializer_class = OpportunitySerializer
    filterset_class = OpportunityFilters
    orderings = {name: (name, True) for name in ("opens_at", "deadline_at", "expires_at")}


def register(router: BaseRouter) -> None:
    """Put the resource of this app into the API."""
    router.register("opportunities", Opportunities, basename="opportunities")
