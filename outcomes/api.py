"""API resources: outcomes, and what they come to."""

from typing import Any, ClassVar

from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override
from rest_framework.renderers import JSONRenderer
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.routers import BaseRouter

from events.models import Event
from opportunities.models import Opportunity
from organizations.api import body_filter
from organizations.models.organizations import Country
from outcomes.follow_ups import schedule
from outcomes.models import Answer, Evidence, EvidenceType, Outcome, Party, PartyRole
from outcomes.queries import editions, told_evidence, told_parties
from outcomes.stages import DEFINITIONS, OutcomeStage
from outcomes.totals import Total, totals
from publishing.api import fields, wording
from publishing.api.entry_filters import EntryFilters
from publishing.api.facts import EntryLink, FactsSerializer
from publishing.api.filters import CodeFilter, EntryFilter, Filters, YesNoFilter
from publishing.api.problems import InvalidParameters, Mistake
from publishing.api.ranges import DayFilter
from publishing.api.renderers import Csv
from publishing.api.serializers import EntrySerializer
from publishing.api.views import EntryViewSet, ReadView
from publishing.enums import Currency, Qualifier
from publishing.languages import Language
from publishing.visibility import public

__all__ = ["Totals", "register"]


class OutcomePartySerializer(FactsSerializer):
    """A party; one whose name is withheld has a role and a side, and nothing else."""

    shown = staticmethod(told_parties)

    class Meta:
        model = Party
        fields = ("role", "country", "organization", "name", "is_withheld")


class EvidenceSerializer(FactsSerializer):
    """What shows that the outcome is true; ``record`` is one of this portal."""

    shown = staticmethod(told_evidence)

    class Meta:
        model = Evidence
        fields = ("type", "label", "url", "record", "seen_on")


_FOLLOW_UP = {
    "months": {"type": "integer"},
    "due_on": {"type": "string", "format": "date"},
    "done_on": {"type": ["string", "null"], "format": "date"},
    "answer": {"type": ["string", "null"], "enum": [*Answer.values, None]},
    "finding": {"anyOf": [fields.LABEL, {"type": "null"}]},
}


class FollowUps(fields.OfInstance):
    """When is asked again, in months after ``as_of``, and what was found; not done yet while ``done_on`` is null."""

    plain = {
        "type": "array",
        "items": fields.shared(
            "FollowUp",
            {
                "type": "object",
                "properties": _FOLLOW_UP,
                "required": list(_FOLLOW_UP),
                "additionalProperties": False,
            },
        ),
    }

    def needs(self) -> tuple[str, ...]:
        return ("follow_ups",)

    def to_representation(self, instance: Outcome) -> list[dict[str, Any]]:
        return [
            {
                "months": due.months,
                "due_on": due.due_on.isoformat(),
                "done_on": due.done.done_on.isoformat() if due.done else None,
                "answer": due.done.answer if due.done else None,
                "finding": wording.label(due.done, "finding", self.wanted) if due.done else None,
            }
            for due in schedule(instance)
        ]


class OutcomeSerializer(EntrySerializer):
    """A result at one stage; what became of it later is a record of its own that ``follows`` this one.

    Amounts of different stages or currencies are not to be added up.
    """

    stage = fields.Code(codes=OutcomeStage.values, source="outcome_stage")
    opportunity = EntryLink(source="from_opportunity")
    followed_by = EntryLink(many=True)
    parties = OutcomePartySerializer(many=True, source="outcome_parties")
    evidence = EvidenceSerializer(many=True)
    follow_ups = FollowUps()

    class Meta:
        model = Outcome
        fields = (
            *("stage", "amount", "currency", "qualifier", "stated_as", "as_of", "counting"),
            *("event", "opportunity", "follows", "followed_by", "parties", "evidence"),
            *("confirmed_by", "confirmed_on", "is_followed", "follow_ups"),
        )


class StageFilter(CodeFilter):
    """The stages of outcomes."""

    def __init__(self) -> None:
        super().__init__("outcome_stage", OutcomeStage, says=_("How far the matter had come."))


def _event() -> EntryFilter:
    return EntryFilter(Event, "event", says=_("The event that it came of."))


def _told_parties() -> Q:
    return Q(outcome_parties__in=told_parties())


def _told_evidence() -> Q:
    return Q(evidence__in=told_evidence())


class OutcomeFilters(EntryFilters):
    stage = StageFilter()
    event = _event()
    opportunity = EntryFilter(
        Opportunity, "from_opportunity", says=_("The opportunity that it is an answer to.")
    )
    follows = EntryFilter(Outcome, "follows", says=_("The outcome at an earlier stage that it follows."))
    stated_currency = CodeFilter(
        "currency", Currency, says=_("Currency of the amount of the outcome itself.")
    )
    as_of_from = DayFilter("as_of", first=True, says=_("Holds for this day or a later one."))
    as_of_to = DayFilter("as_of", first=False, says=_("Holds for this day or an earlier one."))
    confirmed_by = body_filter("confirmed_by", says=_("Who confirmed it."))
    confirmed_from = DayFilter("confirmed_on", first=True, says=_("Confirmed on this day or later."))
    confirmed_to = DayFilter("confirmed_on", first=False, says=_("Confirmed on this day or earlier."))
    party = body_filter(
        "outcome_parties__organization", together="outcome_parties", says=_("A party that is named.")
    )
    party_role = CodeFilter(
        "outcome_parties__role",
        PartyRole,
        together="outcome_parties",
        among=_told_parties,
        says=_("A role that a party has."),
    )
    party_country = CodeFilter(
        "outcome_parties__country",
        Country,
        together="outcome_parties",
        among=_told_parties,
        says=_("The side of a party (ISO 3166-1)."),
    )
    evidence_type = CodeFilter(
        "evidence__type",
        EvidenceType,
        together="evidence",
        among=_told_evidence,
        says=_("A type of evidence."),
    )
    seen_from = DayFilter(
        "evidence__seen_on",
        first=True,
        together="evidence",
        among=_told_evidence,
        says=_("Evidence was seen on this day or later."),
    )
    seen_to = DayFilter(
        "evidence__seen_on",
        first=False,
        together="evidence",
        among=_told_evidence,
        says=_("Evidence was seen on this day or earlier."),
    )
    is_followed = YesNoFilter("is_followed", says=_("Whether is asked again what became of it."))
    answer = CodeFilter("follow_ups__answer", Answer, many=True, says=_("An answer when was asked again."))
    asked_from = DayFilter(
        "follow_ups__done_on",
        first=True,
        together="follow_ups",
        says=_("Was asked again on this day or later."),
    )
    asked_to = DayFilter(
        "follow_ups__done_on",
        first=False,
        together="follow_ups",
        says=_("Was asked again on this day or earlier."),
    )


class Outcomes(EntryViewSet):
    """Outcomes: what came of events, at which stage, with evidence, and what was found later."""

    serializer_class = OutcomeSerializer
    filterset_class = OutcomeFilters
    orderings = {"as_of": ("as_of", False), "confirmed_on": ("confirmed_on", True)}


class _Words(fields.Said):
    """Words of the portal, in the language asked for or in all."""

    plain = fields.WORDS

    def to_representation(self, value: Any) -> Any:
        if not self.wanted.every:
            return str(value)
        found = {}
        for language in Language.values:
            with override(language):
                found[language] = str(value)
        return found


class _Record:
    """A total as the serializer reads it."""

    def __init__(self, total: Total, event: Event | None) -> None:
        self.stage = total.stage.value
        self.stage_label = total.stage.label
        self.definition = DEFINITIONS[total.stage]
        self.event = event
        self.currency, self.amount, self.records = total.currency, total.amount, total.records
        self.qualifier = total.qualifier
        self.as_of, self.is_sample = total.as_of, total.is_sample


class TotalSerializer(FactsSerializer):
    """The outcomes of one event at one stage in one currency; without an amount they are only counted."""

    stage = fields.Code(codes=OutcomeStage.values)
    stage_label = _Words()
    definition = _Words()
    event = EntryLink()
    currency = fields.Code(codes=Currency.values, optional=True)
    amount = fields.Amount(optional=True)
    qualifier = fields.Code(codes=Qualifier.values)
    records = fields.Whole()
    as_of = fields.Day()
    is_sample = fields.YesNo()

    class Meta:
        model = Outcome
        fields = (
            *("stage", "stage_label", "definition", "event", "currency", "amount", "qualifier"),
            *("records", "as_of", "is_sample"),
        )


class TotalFilters(Filters):
    stage = StageFilter()
    event = _event()


_DESCRIBED = {name: each.schema() for name, each in TotalFilters.base_filters.items()}


class Totals(ReadView):
    """What outcomes come to, by event, stage and currency: never added up across any of these, nor samples with facts.

    ``as_of`` is the latest day for which one of the ``records`` holds.
    """

    group = "outcomes"
    basename = "outcome-totals"
    renderer_classes = (JSONRenderer, Csv)
    serializer_class = TotalSerializer
    known = tuple(_DESCRIBED)
    described: ClassVar[dict[str, Any]] = {
        name: (said["schema"], said["description"]) for name, said in _DESCRIBED.items()
    }

    def repeatable(self) -> tuple[str, ...]:
        return self.known

    def stands(self, **kwargs: Any) -> bool:
        return True

    def get(self, request: Request) -> Response:
        """All totals, or those of the stages and events asked for."""
        filterset = TotalFilters(request.query_params, queryset=public(Outcome))
        if not filterset.is_valid():
            raise InvalidParameters(
                [
                    Mistake(
                        name,
                        (error.params or {}).get("value", ""),
                        " ".join(error.messages),
                        (error.params or {}).get("choices"),
                    )
                    for name, errors in filterset.form.errors.as_data().items()
                    for error in errors
                ]
            )
        found = totals(filterset.qs)
        events = editions(each.event for each in found if each.event)
        rows = [_Record(each, events.get(each.event) if each.event else None) for each in found]
        context = self.get_serializer_context()
        return Response({"results": TotalSerializer(rows, many=True, context=context).data})

    @staticmethod
    def envelope(_links: dict[str, Any], schema: dict[str, Any]) -> dict[str, Any]:
        """The schema of an answer around that of one total."""
        rows = schema if schema.get("type") == "array" else {"type": "array", "items": schema}
        return {"type": "object", "properties": {"results": rows}, "required": ["results"]}


def register(router: BaseRouter) -> None:
    """Put the resource of this app into the API."""
    router.register("outcomes", Outcomes, basename="outcomes")
