"""API resources: delegations, forums, exhibitions, meetings, all of them by date, and their series."""

from datetime import date
from typing import Any, ClassVar

from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from rest_framework.renderers import BaseRenderer
from rest_framework.routers import BaseRouter

from events.calendars import has_day, whole
from events.models import (
    Booth,
    Delegation,
    Event,
    EventSeries,
    Exhibition,
    Forum,
    Meeting,
    Participation,
    Pavilion,
    ProgrammeItem,
    Stop,
    Talk,
)
from events.models.agenda import ItemType
from events.models.events import DatePrecision, EventStatus, MeetingType, StopRole
from events.models.participation import Capacity
from events.models.series import OrdinalUnit
from events.queries import editions, participants, until
from organizations.api import BodyThen, RoleSerializer, body_filter, person_filter
from organizations.models import CooperationCenter
from programs.models import Instrument, Mechanism
from publishing import calendars
from publishing.api import fields
from publishing.api.entry_filters import EntryFilters
from publishing.api.facts import EntryLink, FactsSerializer, NodeLink
from publishing.api.filters import CodeFilter, EntryFilter, ListedFilter, NodeFilter, SlugFilter, YesNoFilter
from publishing.api.ranges import DayFilter, NumberBound, NumberFilter, PartialFilter
from publishing.api.renderers import Calendar, NotOffered
from publishing.api.serializers import AttachmentSerializer, EntrySerializer
from publishing.api.views import EntryViewSet, ListOnly
from publishing.languages import Language
from publishing.models import Place

__all__ = ["register"]


class TalkSerializer(FactsSerializer):
    """A talk with its speakers and materials."""

    speakers = RoleSerializer(many=True)
    materials = AttachmentSerializer(many=True)

    class Meta:
        model = Talk
        fields = ("title", "abstract", "language", "starts_at", "speakers", "materials", "is_sample")


class ItemSerializer(FactsSerializer):
    """A part of the event; ``about`` is the event of its own that it is, if it has a page."""

    talks = TalkSerializer(many=True)

    class Meta:
        model = ProgrammeItem
        fields = (
            *("type", "title", "summary", "day", "last_day", "starts_at", "ends_at", "zone"),
            *("place", "venue", "about", "outside_event", "talks", "is_sample"),
        )


class ParticipationSerializer(FactsSerializer):
    """An organization, or a person in a role, taking part."""

    shown = staticmethod(participants)

    organization = BodyThen()
    role = RoleSerializer()
    pavilion = fields.Label(of="pavilion", column="name", optional=True)

    class Meta:
        model = Participation
        fields = ("capacity", "organization", "role", "pavilion", "booth", "note")


class Appearance(EntryLink):
    """The event in whose programme this one is."""

    through = "event"


class EventSerializer(EntrySerializer):
    """What events of all kinds have in common; days are those at the place."""

    series = EntryLink()
    instrument = NodeLink()
    items = ItemSerializer(many=True)
    participations = ParticipationSerializer(many=True)
    part_of = Appearance(many=True, source="appears_as")

    class Meta:
        model = Event
        fields: ClassVar[tuple[str, ...]] = (
            *("series", "edition", "status", "starts_on", "ends_on", "date_precision"),
            *("starts_at", "ends_at", "zone", "venue", "website", "center", "instrument"),
            *("part_of", "items", "participations"),
        )

    def day(self, instance: Event) -> date | None:
        return instance.starts_on


class StopSerializer(FactsSerializer):
    """A city on the route."""

    class Meta:
        model = Stop
        fields = ("place", "role", "host", "note", "from_day", "to_day")


class DelegationSerializer(EventSerializer):
    """A group that travels together."""

    stops = StopSerializer(many=True)

    class Meta:
        model = Delegation
        fields = (*EventSerializer.Meta.fields, "stops")


class ForumSerializer(EventSerializer):
    """Talks under one theme, with what follows them."""

    working_languages = fields.Codes(codes=Language.values)

    class Meta:
        model = Forum
        fields = (*EventSerializer.Meta.fields, "theme", "working_languages", "interpreting")


class BoothSerializer(FactsSerializer):
    """A place on the plan in squares of its grid, counted from 1 at the upper left."""

    class Meta:
        model = Booth
        fields = ("use", "number", "name", "column", "row", "width", "height")


class PavilionSerializer(FactsSerializer):
    """A country's joint stand; the exhibitors are participations that name it and the number of their booth."""

    booths = BoothSerializer(many=True)

    class Meta:
        model = Pavilion
        fields = ("name", "organizer", "hall", "edition", "plan_columns", "plan_rows", "booths", "is_sample")


class ExhibitionSerializer(EventSerializer):
    """A fair, with the pavilions in it."""

    pavilions = PavilionSerializer(many=True)

    class Meta:
        model = Exhibition
        fields = (*EventSerializer.Meta.fields, "pavilions")


class MeetingSerializer(EventSerializer):
    """A seminar, a ceremony or a meeting of a mechanism."""

    mechanism = NodeLink()
    prepared_by = EntryLink(many=True)

    class Meta:
        model = Meeting
        fields = (*EventSerializer.Meta.fields, "type", "mechanism", "prepares", "prepared_by")


class EditionSerializer(EntryLink):
    """One edition of a series."""

    shown = staticmethod(editions)

    class Meta:
        model = Event
        fields = (*EntryLink.Meta.fields, "edition", "starts_on", "ends_on", "status")


class SeriesSerializer(EntrySerializer):
    """A line of events; editions are stated facts, never computed from years."""

    editions = EditionSerializer(many=True)

    class Meta:
        model = EventSeries
        fields = ("ordinal_unit", "founded", "organizer", "editions")


class LastDayFilter(DayFilter):
    """The last day of an event, which is its first where no other is stated."""

    def fits(self, value: date) -> Q:
        if self.first:
            return until(value)
        return Q(ends_on__lte=value) | Q(ends_on__isnull=True, starts_on__lte=value)


def _participants() -> Q:
    """Only those who take part whom the public may see."""
    return Q(participations__in=participants())


class EventFilters(EntryFilters):
    place = NodeFilter(
        Place,
        "places",
        "items__place",
        says=_("Slug of a place of the event or of one of its parts; includes the places in it."),
    )
    series = EntryFilter(EventSeries, "series", says=_("The series it is an edition of."))
    edition = NumberFilter("edition", says=_("The number of the edition."))
    edition_from = NumberBound("edition", first=True, says=_("This edition or a later one."))
    edition_to = NumberBound("edition", first=False, says=_("This edition or an earlier one."))
    status = CodeFilter("status", EventStatus, says=_("Whether it will take place as announced."))
    takes_place_from = LastDayFilter("ends_on", first=True, says=_("Takes place on this day or later."))
    takes_place_to = DayFilter("starts_on", first=False, says=_("Takes place on this day or earlier."))
    starts_from = DayFilter("starts_on", first=True, says=_("Begins on this day or later."))
    starts_to = DayFilter("starts_on", first=False, says=_("Begins on this day or earlier."))
    ends_from = LastDayFilter("ends_on", first=True, says=_("Ends on this day or later."))
    ends_to = LastDayFilter("ends_on", first=False, says=_("Ends on this day or earlier."))
    date_precision = CodeFilter("date_precision", DatePrecision, says=_("How exactly its days are known."))
    part_of = EntryFilter(Event, "appears_as__event", says=_("The event in whose programme it is."))
    center = EntryFilter(
        CooperationCenter, "center", says=_("The center that holds it. Slug, ref, uid or any of its names.")
    )
    instrument = SlugFilter("instrument", Instrument, says=_("Slug of the instrument it carries out."))
    organization = body_filter(
        "participations__organization", together="participations", says=_("An organization that takes part.")
    )
    person = person_filter(
        "participations__role__person",
        "items__talks__speakers__person",
        together="participations",
        says=_("A person who takes part or speaks."),
    )
    capacity = CodeFilter(
        "participations__capacity",
        Capacity,
        together="participations",
        among=_participants,
        says=_("A capacity in which someone takes part; with `organization` or `person`, that one."),
    )
    item = CodeFilter("items__type", ItemType, many=True, says=_("A part that the event has."))


class AllEventsFilters(EventFilters):
    kind = CodeFilter("kind", ("delegation", "forum", "exhibition", "meeting"), says=_("Kind of event."))


class DelegationFilters(EventFilters):
    place = NodeFilter(
        Place,
        "places",
        "items__place",
        "stops__place",
        says=_("Slug of a place of the event, of a stop or of one of its parts; includes the places in it."),
    )

    stop = CodeFilter("stops__role", StopRole, together="stops", says=_("What a city on the route is."))
    host = body_filter("stops__host", together="stops", says=_("Who receives it in a city."))


class ForumFilters(EventFilters):
    working_language = ListedFilter("working_languages", Language, says=_("A language that is spoken."))
    interpreting = YesNoFilter("interpreting", says=_("Whether there is interpreting."))


class MeetingFilters(EventFilters):
    type = CodeFilter("type", MeetingType, says=_("What sort of meeting it is."))
    mechanism = SlugFilter("mechanism", Mechanism, says=_("Slug of the mechanism that meets."))
    prepares = EntryFilter(Meeting, "prepares", says=_("A meeting that it prepares."))
    prepared_by = EntryFilter(Meeting, "prepared_by", says=_("A meeting that prepares it."))


class ExhibitionFilters(EventFilters):
    pavilion_organizer = body_filter("pavilions__organizer", says=_("Who organizes a pavilion in it."))


class SeriesFilters(EntryFilters):
    organizer = body_filter("organizer", says=_("Who organizes it."))
    ordinal_unit = CodeFilter("ordinal_unit", OrdinalUnit, says=_("What its editions count."))
    founded_from = PartialFilter("founded", first=True, says=_("Founded on this date or later."))
    founded_to = PartialFilter("founded", first=False, says=_("Founded on this date or earlier."))


class EventViewSet(EntryViewSet):
    orderings = {name: (name, True) for name in ("starts_on", "ends_on", "edition")}
    filterset_class = EventFilters
    record_renderers = (*EntryViewSet.record_renderers, Calendar)
    without_day = False

    def offered(self) -> list[BaseRenderer]:
        formats = super().offered()
        return [each for each in formats if each.format != Calendar.format] if self.without_day else formats

    def told(self, entry: Event) -> Any:
        self.without_day = not has_day(entry)
        return super().told(entry)

    def written(self, entry: Event, chosen: BaseRenderer) -> Any:
        if chosen.format != Calendar.format:
            return super().written(entry, chosen)
        if self.without_day:
            raise NotOffered(self.offered())
        return calendars.written(whole(entry, self.asked, self.wanted.language), entry.title)


class Delegations(EventViewSet):
    """Delegations with their route, programme and participants."""

    serializer_class = DelegationSerializer
    filterset_class = DelegationFilters


class Forums(EventViewSet):
    """Forums with their talks, matching sessions and site visits."""

    serializer_class = ForumSerializer
    filterset_class = ForumFilters


class Exhibitions(EventViewSet):
    """Fairs, with the pavilions in them."""

    serializer_class = ExhibitionSerializer
    filterset_class = ExhibitionFilters


class Meetings(EventViewSet):
    """Seminars, ceremonies and meetings of mechanisms."""

    serializer_class = MeetingSerializer
    filterset_class = MeetingFilters


class Events(ListOnly):
    """Events of all kinds in one list; ``api_url`` leads to the whole record of each."""

    serializer_class = EventSerializer
    filterset_class = AllEventsFilters
    orderings = EventViewSet.orderings


class Series(EntryViewSet):
    """Series of events with their editions."""

    serializer_class = SeriesSerializer
    filterset_class = SeriesFilters


def register(router: BaseRouter) -> None:
    """Put the resources of this app into the API."""
    for viewset in (Delegations, Forums, Exhibitions, Meetings, Series):
        prefix = viewset.serializer_class.Meta.model.KIND.resource
        router.register(prefix, viewset, basename=prefix)
    router.register("events", Events, basename="events")
