"""Public pages of events and their series."""

from datetime import date
from functools import partial
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from events import cards, structured
from events.calendars import components, has_day, whole, withdrawn
from events.filters import CalendarFilters, EventFilters, FeedFilters, years
from events.memory import editions_whole, memory, with_gaps
from events.models import Delegation, Event, EventSeries, Exhibition, Forum, Meeting
from events.models.agenda import ItemType
from events.models.participation import Capacity
from events.pavilions import by_technology, pavilions
from events.presentation import (
    agenda,
    day_of,
    edition,
    equals,
    frame_of,
    hours,
    month_of,
    participants,
    reports,
    row,
    seal,
    speaking,
    stops,
    strip,
    when,
)
from events.queries import (
    calendar,
    delegations_whole,
    events,
    exhibitions_whole,
    forums_whole,
    meetings_whole,
    reports_on,
    series,
    series_whole,
    technologies_of,
    with_parts,
)
from events.timeline import timeline
from publishing import calendars, formats
from publishing.feeds.views import refusal
from publishing.languages import active
from publishing.pages import Crumb, EntryList, EntryPage
from publishing.pages.feeds import misread
from publishing.presentation import fact, facts, link, related, worded
from publishing.structured import Node, Statement
from publishing.visibility import gone

# What readers can do about an event is listed apart from what else is related to it.
OPPORTUNITY = "opportunity"
AFTER_THE_TALKS = (ItemType.MATCHING, ItemType.SITE_VISIT)


class EventPage(EntryPage):
    """What the pages of all kinds of events show."""

    def trail(self, entry: Any) -> list[Crumb]:
        return [
            {"label": _("Calendar"), "url": reverse("events:calendar")},
            *super().trail(entry),
        ]

    def facts(self, entry: Any) -> dict[str, Any]:
        day = day_of(entry)
        taking_part = list(entry.participations.all())
        on_the_agenda = speaking(entry.items.all())
        about = list(reports_on(entry))
        others = [other for other in entry.related.all() if other not in about]
        return {
            "day": day,
            "edition": edition(entry),
            "seal": seal(entry),
            "when": when(entry, weekday=True),
            "hours": hours(entry),
            "rail": facts(*frame_of(entry), *self.more_rail(entry)),
            "leading": equals(taking_part, day),
            "participants": participants(
                [each for each in taking_part if each.role_id not in on_the_agenda], day
            ),
            "agenda": agenda(entry.items.all(), day),
            "part_of": [link(item.event) for item in entry.appears_as.all() if item.event],
            "reports": reports(about),
            "opportunities": [link(other) for other in others if other.kind == OPPORTUNITY],
            "related": related(other for other in others if other.kind != OPPORTUNITY),
            **self.editions(entry),
            "calendar_url": reverse(f"{self.model.KIND.routes}:ics", args=[entry.slug])
            if has_day(entry)
            else "",
        }

    @staticmethod
    def editions(entry: Any) -> dict[str, Any]:
        """The editions of the series at a glance, and what those before ``entry`` brought."""
        if entry.series is None:
            return {}
        editions = list(editions_whole(entry.series))
        return {
            "editions": with_gaps(strip(editions, entry.series, entry)),
            "earlier": memory(editions, entry.series, before=entry),
        }

    def more_rail(self, entry: Any) -> list[dict[str, Any]]:
        """The facts of one kind, at the left."""
        return []

    def card(self, entry: Any) -> dict[str, Any]:
        return cards.event(entry)

    def structured(self, said: Statement) -> list[Node]:
        return [said.page(of_text=False), structured.event(said)]


class EventFile(EventPage):
    """One event as an iCalendar file; absent and withdrawn like its page."""

    def get(self, request: HttpRequest, slug: str) -> HttpResponse:
        entry = type(self).entries().filter(slug=slug).first()
        if entry is None:
            return self.absent(request, slug)
        if not has_day(entry):
            raise Http404
        return calendars.response(whole(entry, request, active()), entry.title, f"{entry.slug}.ics")


class EventList(EntryList):
    """Events of one kind, the latest first."""

    filters = EventFilters

    def facts(self, request: HttpRequest, page: Any) -> dict[str, Any]:
        return {"entries": [row(event) for event in page]}


class DelegationPage(EventPage):
    model = Delegation
    entries = staticmethod(delegations_whole)
    template_name = "delegations/detail.html"

    def facts(self, entry: Delegation) -> dict[str, Any]:
        day = day_of(entry)
        return {
            **super().facts(entry),
            "timeline": timeline(entry, entry.items.all()),
            "stops": stops(entry, day),
        }


class DelegationList(EventList):
    model = Delegation
    entries = staticmethod(partial(events, Delegation))
    template_name = "delegations/list.html"


class DelegationFile(EventFile):
    model = Delegation
    entries = staticmethod(partial(with_parts, Delegation))


class ForumPage(EventPage):
    model = Forum
    entries = staticmethod(forums_whole)
    template_name = "forums/detail.html"

    def facts(self, entry: Forum) -> dict[str, Any]:
        items = list(entry.items.all())
        day = day_of(entry)
        return {
            **super().facts(entry),
            "theme": worded(entry, "theme"),
            "agenda": agenda([item for item in items if item.type not in AFTER_THE_TALKS], day),
            "matching": agenda([item for item in items if item.type == ItemType.MATCHING], day),
            "visits": agenda([item for item in items if item.type == ItemType.SITE_VISIT], day),
        }

    def more_rail(self, entry: Forum) -> list[dict[str, Any]]:
        names = [
            {"value": formats.language_name(code, active(), spoken=True)} for code in entry.working_languages
        ]
        return [
            fact(_("Languages"), *names),
            fact(_("Interpreting"), _("yes") if entry.interpreting else None),
        ]


class ForumList(EventList):
    model = Forum
    entries = staticmethod(partial(events, Forum))
    template_name = "forums/list.html"


class ForumFile(EventFile):
    model = Forum
    entries = staticmethod(partial(with_parts, Forum))


class ExhibitionPage(EventPage):
    model = Exhibition
    entries = staticmethod(exhibitions_whole)
    template_name = "exhibitions/detail.html"

    def facts(self, entry: Exhibition) -> dict[str, Any]:
        day = day_of(entry)
        items = list(entry.items.all())
        taking_part = list(entry.participations.all())
        elsewhere = [each for each in taking_part if each.pavilion is None]
        exhibitors = [each for each in taking_part if each.pavilion or each.capacity == Capacity.EXHIBITOR]
        return {
            **super().facts(entry),
            "pavilions": pavilions(entry, day),
            "fair": self.fair(entry, taking_part, day),
            "participants": participants(elsewhere, day),
            "by_technology": by_technology(technologies_of(exhibitors), exhibitors, day),
            "agenda": agenda([item for item in items if item.type != ItemType.CONSULTATION], day),
            "consultations": agenda([item for item in items if item.type == ItemType.CONSULTATION], day),
        }

    @staticmethod
    def fair(entry: Exhibition, taking_part: list[Any], day: date) -> list[dict[str, Any]]:
        """When the fair was founded, which edition this is, and each role at it apart from the others."""
        line = entry.series
        founded = formats.date(line.founded, active()) if line and line.founded else _("not recorded")
        roles = {
            group["capacity"]: fact(group["label"], *group["bodies"]) for group in equals(taking_part, day)
        }
        organizer = link(line.organizer) if line else {}
        roles.setdefault(Capacity.ORGANIZER, fact(_("Organizer"), organizer or _("not recorded")))
        return facts(
            fact(pgettext("series", "Founded"), founded),
            fact(_("Edition"), edition(entry).get("words", "")),
            *roles.values(),
        )


class ExhibitionList(EventList):
    model = Exhibition
    entries = staticmethod(partial(events, Exhibition))
    template_name = "exhibitions/list.html"


class ExhibitionFile(EventFile):
    model = Exhibition
    entries = staticmethod(partial(with_parts, Exhibition))


class MeetingPage(EventPage):
    model = Meeting
    entries = staticmethod(meetings_whole)
    template_name = "meetings/detail.html"

    def facts(self, entry: Meeting) -> dict[str, Any]:
        return {
            **super().facts(entry),
            "prepares": related(entry.prepares.all()),
            "prepared_by": related(entry.prepared_by.all()),
        }

    def more_rail(self, entry: Meeting) -> list[dict[str, Any]]:
        mechanism = entry.mechanism
        return [
            fact(_("Type"), capfirst(entry.get_type_display())),
            fact(_("Mechanism"), worded(mechanism, "name") if mechanism else None),
            fact(_("Also called"), worded(mechanism, "also_called") if mechanism else None),
        ]


class MeetingList(EventList):
    model = Meeting
    entries = staticmethod(partial(events, Meeting))
    template_name = "meetings/list.html"


class MeetingFile(EventFile):
    model = Meeting
    entries = staticmethod(partial(with_parts, Meeting))


class SeriesPage(EntryPage):
    model = EventSeries
    entries = staticmethod(series_whole)
    template_name = "series/detail.html"

    def facts(self, entry: EventSeries) -> dict[str, Any]:
        editions = list(editions_whole(entry))
        return {
            "rail": facts(
                fact(
                    pgettext("series", "Founded"),
                    formats.date(entry.founded, active()) if entry.founded else None,
                ),
                fact(_("Organizer"), link(entry.organizer)),
                fact(_("Editions on record"), str(len(editions)) if editions else None),
            ),
            "memory": memory(editions, entry),
            "editions": with_gaps(strip(editions, entry)),
        }

    def card(self, entry: Any) -> dict[str, Any]:
        return cards.series(entry)

    def structured(self, said: Statement) -> list[Node]:
        return [said.page(of_text=False), structured.series(said)]


class SeriesList(EntryList):
    model = EventSeries
    entries = staticmethod(series)
    template_name = "series/list.html"


class Calendar(EntryList):
    """Events of all kinds by month: what is not over yet, or a year."""

    model = Event
    entries = staticmethod(calendar)
    filters = CalendarFilters
    template_name = "events/calendar.html"
    route = "events:calendar"
    page_size = 50

    def heading(self) -> str:
        return _("Calendar")

    def facts(self, request: HttpRequest, page: Any) -> dict[str, Any]:
        months: list[dict[str, Any]] = []
        for event in page:
            month = month_of(event)
            if not months or months[-1]["month"] != month:
                months.append({"month": month, "entries": []})
            months[-1]["entries"].append(row(event, with_kind=True))
        listed = [year for year, _label in years(Event)]
        asked = request.GET.get("year", "")
        return {"months": months, "years": listed, "year": asked if asked in listed else ""}


class CalendarFile(Calendar):
    """The same events for calendar programs, with those of the past; takes the filters of the page."""

    def get(self, request: HttpRequest) -> HttpResponse:
        chosen = FeedFilters(request.GET, queryset=calendar())
        if problems := misread(request, chosen.form):
            return refusal(problems)
        made = [*components(chosen.qs, request, active()), *withdrawn(gone(Event))]
        name = _("Korea–China green cooperation: events")
        return calendars.response(made, name, "events.ics", request.build_absolute_uri())
