"""API resources: delegations, forums, exhibitions, meetings, all of them by date, and their series."""

from datetime import date
from typing import Any, ClassVar

from django.db.models import Q
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
from events.models.events import EventStatus, MeetingType
from events.models.participation import Capacity
from events.models.series import OrdinalUnit
from events.queries import editions, participants, until
from organizations.api import BodyThen, RoleSerializer, body_filter
from organizations.models import CooperationCenter, Person
from programs.models import Instrument, Mechanism
from publishing import calendars
from publishing.api import fields
from publishing.api.facts import EntryLink, FactsSerializer, NodeLink
from publishing.api.filters import (
    CodeFilter,
    DayFilter,
    EntryFilter,
    EntryFilters,
    ListedFilter,
    NodeFilter,
    NumberFilter,
    SlugFilter,
    YesNoFilter,
)
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
        return until(value)


class CapacityFilter(CodeFilter):
    """A capacity in which somebody takes part whom the public may see."""

    def fits(self, value: str) -> Q:
        return Q(pk__in=participants().filter(capacity=value).values("event"))


class EventFilters(EntryFilters):
    place = NodeFilter(
        Place,
        "places",
        "items__place",
        says="Slug of a place of the event or of one of its parts; includes the places in it.",
    )
    series = EntryFilter(EventSeries, "series", says="The series it is an edition of.")
    edition = NumberFilter("edition", says="The number of the edition.")
    status = CodeFilter("status", EventStatus, says="Whether it will take place as announced.")
    takes_place_from = LastDayFilter("ends_on", first=True, says="Takes place on this day or later.")
    takes_place_to = DayFilter("starts_on", first=False, says="Takes place on this day or earlier.")
    center = EntryFilter(CooperationCenter, "center", says="The center that holds it.")
    instrument = SlugFilter("instrument", Instrument, says="Slug of the instrument it carries out.")
    organization = body_filter("participations__organization", says="An organization that takes part.")
    person = EntryFilter(
        Person,
        "participations__role__person",
        "items__talks__speakers__person",
        says="A person who takes part or speaks.",
    )
    capacity = CapacityFilter(None, Capacity, says="A capacity in which someone takes part.")
    item = CodeFilter("items__type", ItemType, many=True, says="A part that the event has.")


class AllEventsFilters(EventFilters):
    kind = CodeFilter("kind", ("delegation", "forum", "exhibition", "meeting"), says="Kind of event.")


class DelegationFilters(EventFilters):
    place = NodeFilter(
        Place,
        "places",
        "items__place",
        "stops__place",
        says="Slug of a place of the event, of a stop or of one of its parts; includes the places in it.",
    )


class ForumFilters(EventFilters):
    working_language = ListedFilter("working_languages", Language, says="A language that is spoken.")
    interpreting = YesNoFilter("interpreting", says="Whether there is interpreting.")


class MeetingFilters(EventFilters):
    type = CodeFilter("type", MeetingType, says="What sort of meeting it is.")
    mechanism = SlugFilter("mechanism", Mechanism, says="Slug of the mechanism that meets.")
    prepares = EntryFilter(Meeting, "prepares", says="A meeting that it prepares.")


class SeriesFilters(EntryFilters):
    organizer = body_filter("organizer", says="Who organizes it.")
    ordinal_unit = CodeFilter("ordinal_unit", OrdinalUnit, says="What its editions count.")


class EventViewSet(EntryViewSet):
    orderings = {"starts_on": ("starts_on", True)}
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
