"""Calls as schema.org nodes: an action that companies can take until the deadline, to join an event."""

from calls.models import Call, CallStatus
from publishing.structured import Node, Statement, link, moment

__all__ = ["call"]

_STATUS = {
    CallStatus.UPCOMING: "https://schema.org/PotentialActionStatus",
    CallStatus.OPEN: "https://schema.org/ActiveActionStatus",
    CallStatus.CLOSING_SOON: "https://schema.org/ActiveActionStatus",
    CallStatus.CLOSED: "https://schema.org/CompletedActionStatus",
    CallStatus.DECIDED: "https://schema.org/CompletedActionStatus",
}


def call(said: Statement) -> list[Node]:
    """What can be joined, from when and until when."""
    entry: Call = said.entry
    return [
        said.thing(
            "JoinAction",
            actionStatus=_STATUS[entry.status()],
            startTime=moment(entry.opens_at, entry.deadline_zone),
            endTime=moment(entry.deadline_at, entry.deadline_zone),
            event=link(entry.event, "Event", said.absolute),
        )
    ]
