"""API resources: programs and projects, and the instruments and mechanisms they stand on."""

from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from rest_framework.routers import BaseRouter

from organizations.api import BodyThen, body_filter
from programs.models import (
    Instrument,
    InstrumentType,
    Mechanism,
    MechanismType,
    Milestone,
    Party,
    PartyCapacity,
    Program,
    ProgramType,
    ProgressReport,
    Project,
    Status,
)
from programs.queries import parties
from publishing.api import fields
from publishing.api.entry_filters import EntryFilters
from publishing.api.facts import EntryLink, FactsSerializer, NodeLink, RecordSerializer
from publishing.api.filters import CodeFilter, EntryFilter, Filters, SlugFilter, YesNoFilter
from publishing.api.ranges import PartialFilter
from publishing.api.serializers import EntrySerializer
from publishing.api.views import EntryViewSet, VocabularyViewSet

__all__ = ["register"]

PERIOD = ("valid_from", "valid_to")


class InstrumentSerializer(RecordSerializer):
    """What the two sides, or one of them, signed or adopted."""

    name = fields.Name()
    language = fields.LanguageOf()
    api_url = fields.ApiAddress(route="instruments")

    class Meta:
        model = Instrument
        fields = ("slug", "name", "language", "api_url", "type", "summary", "parties", "signed_on", *PERIOD)


class MechanismSerializer(RecordSerializer):
    """A standing body or dialogue that meets again and again."""

    name = fields.Name()
    language = fields.LanguageOf()
    api_url = fields.ApiAddress(route="mechanisms")
    instrument = NodeLink()

    class Meta:
        model = Mechanism
        fields = ("slug", "name", "language", "api_url", "type", "also_called", "instrument")


class PartySerializer(FactsSerializer):
    """An organization's part in a program or project."""

    shown = staticmethod(parties)

    organization = BodyThen()

    class Meta:
        model = Party
        fields = ("capacity", "organization")


class MilestoneSerializer(FactsSerializer):
    """A dated step."""

    class Meta:
        model = Milestone
        fields = ("title", "due", "done")


class ReportSerializer(FactsSerializer):
    """What an executing unit reported."""

    class Meta:
        model = ProgressReport
        fields = ("as_of", "progress", "problems", "plan", "needs")


UNDERTAKING = ("status", *PERIOD, "instrument", "parties", "milestones")


class ProgramSerializer(EntrySerializer):
    """A line of activity over years."""

    instrument = NodeLink()
    parties = PartySerializer(many=True)
    milestones = MilestoneSerializer(many=True)
    projects = EntryLink(many=True)

    class Meta:
        model = Program
        fields = ("type", *UNDERTAKING, "projects")


class ProjectSerializer(EntrySerializer):
    """A single piece of work with executing units on both sides."""

    instrument = NodeLink()
    parties = PartySerializer(many=True)
    milestones = MilestoneSerializer(many=True)
    reports = ReportSerializer(many=True)

    class Meta:
        model = Project
        fields = ("program", "is_flagship", *UNDERTAKING, "reports")


def _parties() -> Q:
    return Q(parties__in=parties())


class UndertakingFilters(EntryFilters):
    status = CodeFilter("status", Status, says=_("Where it stands."))
    instrument = SlugFilter("instrument", Instrument, says=_("Slug of the instrument it is founded on."))
    organization = body_filter("parties__organization", together="parties", says=_("A party of either side."))
    capacity = CodeFilter(
        "parties__capacity",
        PartyCapacity,
        together="parties",
        among=_parties,
        says=_("In what capacity a party takes part; with `organization`, that one."),
    )
    starts_from = PartialFilter("valid_from", first=True, says=_("Begins on this date or later."))
    starts_to = PartialFilter("valid_from", first=False, says=_("Begins on this date or earlier."))
    ends_from = PartialFilter("valid_to", first=True, says=_("Ends on this date or later."))
    ends_to = PartialFilter("valid_to", first=False, says=_("Ends on this date or earlier."))

    due_from = PartialFilter(
        "milestones__due",
        first=True,
        together="milestones",
        says=_("A milestone is due on this date or later."),
    )
    due_to = PartialFilter(
        "milestones__due",
        first=False,
        together="milestones",
        says=_("A milestone is due on this date or earlier."),
    )
    done_from = PartialFilter(
        "milestones__done",
        first=True,
        together="milestones",
        says=_("A milestone was reached on this date or later."),
    )
    done_to = PartialFilter(
        "milestones__done",
        first=False,
        together="milestones",
        says=_("A milestone was reached on this date or earlier."),
    )


class ProgramFilters(UndertakingFilters):
    type = CodeFilter("type", ProgramType, says=_("What sort of program it is."))


class ProjectFilters(UndertakingFilters):
    program = EntryFilter(Program, "program", says=_("The program it belongs to."))
    reported_from = PartialFilter(
        "reports__as_of", first=True, together="reports", says=_("Has a report as of this date or later.")
    )
    reported_to = PartialFilter(
        "reports__as_of", first=False, together="reports", says=_("Has a report as of this date or earlier.")
    )
    is_flagship = YesNoFilter("is_flagship", says=_("Whether it is a flagship project."))


class InstrumentFilters(Filters):
    type = CodeFilter("type", InstrumentType, says=_("What sort of instrument it is."))
    party = body_filter("parties", says=_("An organization that is party to it."))
    signed_from = PartialFilter("signed_on", first=True, says=_("Signed on this date or later."))
    signed_to = PartialFilter("signed_on", first=False, says=_("Signed on this date or earlier."))
    in_force_from = PartialFilter(
        "valid_to", first=True, open_ended=True, says=_("In force on this date or later, as far as is known.")
    )
    in_force_to = PartialFilter(
        "valid_from",
        first=False,
        open_ended=True,
        says=_("In force on this date or earlier, as far as is known."),
    )


class MechanismFilters(Filters):
    type = CodeFilter("type", MechanismType, says=_("What sort of body or dialogue it is."))
    instrument = SlugFilter("instrument", Instrument, says=_("Slug of the instrument it is founded on."))


class Programs(EntryViewSet):
    """Programs: training, joint research, demonstration, exchange …"""

    serializer_class = ProgramSerializer
    filterset_class = ProgramFilters


class Projects(EntryViewSet):
    """Projects with their milestones and progress reports."""

    serializer_class = ProjectSerializer
    filterset_class = ProjectFilters


class Instruments(VocabularyViewSet):
    """Agreements, plans, memoranda and strategies."""

    serializer_class = InstrumentSerializer
    filterset_class = InstrumentFilters


class Mechanisms(VocabularyViewSet):
    """Joint committees, policy dialogues and advisory committees."""

    serializer_class = MechanismSerializer
    filterset_class = MechanismFilters


def register(router: BaseRouter) -> None:
    """Put the resources of this app into the API."""
    for prefix, viewset in (
        ("programs", Programs),
        ("projects", Projects),
        ("instruments", Instruments),
        ("mechanisms", Mechanisms),
    ):
        router.register(prefix, viewset, basename=prefix)
