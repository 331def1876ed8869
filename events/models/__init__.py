from events.models.agenda import ProgrammeItem, Talk
from events.models.events import Delegation, Event, Exhibition, Forum, Meeting, Stop
from events.models.participation import Booth, Participation, Pavilion
from events.models.series import EventSeries

__all__ = [
    "Booth",
    "Delegation",
    "Event",
    "EventSeries",
    "Exhibition",
    "Forum",
    "Meeting",
    "Participation",
    "Pavilion",
    "ProgrammeItem",
    "Stop",
    "Talk",
]
