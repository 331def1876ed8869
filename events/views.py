"""Public pages of events and their series."""

from functools import partial

from events.models import Delegation, EventSeries, Exhibition, Forum, Meeting
from events.queries import (
    delegations_whole,
    events,
    exhibitions_whole,
    forums_whole,
    meetings_whole,
    series,
    series_whole,
)
from publishing.pages import EntryList, EntryPage


class DelegationPage(EntryPage):
    model = Delegation
    entries = staticmethod(delegations_whole)
    template_name = "delegations/detail.html"


class DelegationList(EntryList):
    model = Delegation
    entries = staticmethod(partial(events, Delegation))
    template_name = "delegations/list.html"


class ForumPage(EntryPage):
    model = Forum
    entries = staticmethod(forums_whole)
    template_name = "forums/detail.html"


class ForumList(EntryList):
    model = Forum
    entries = staticmethod(partial(events, Forum))
    template_name = "forums/list.html"


class ExhibitionPage(EntryPage):
    model = Exhibition
    entries = staticmethod(exhibitions_whole)
    template_name = "exhibitions/detail.html"


class ExhibitionList(EntryList):
    model = Exhibition
    entries = staticmethod(partial(events, Exhibition))
    template_name = "exhibitions/list.html"


class MeetingPage(EntryPage):
    model = Meeting
    entries = staticmethod(meetings_whole)
    template_name = "meetings/detail.html"


class MeetingList(EntryList):
    model = Meeting
    entries = staticmethod(partial(events, Meeting))
    template_name = "meetings/list.html"


class SeriesPage(EntryPage):
    model = EventSeries
    entries = staticmethod(series_whole)
    template_name = "series/detail.html"


class SeriesList(EntryList):
    model = EventSeries
    entries = staticmethod(series)
    template_name = "series/list.html"
