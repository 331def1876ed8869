"""What somebody looked at before he decided: an entry with its texts, as one word that changes with any of them."""

from hashlib import sha256

from publishing.enums import TextState
from publishing.models import Entry

__all__ = ["looked_at"]


def looked_at(entry: Entry) -> str:
    """The word for ``entry`` as it stands: its stage and times, its facts, and every version that is or may become public."""
    number = entry.revisions.order_by("-number").values_list("number", flat=True).first()
    texts = entry.texts.exclude(state=TextState.SUPERSEDED).order_by("pk")
    versions = [
        (pk, state, at.isoformat()) for pk, state, at in texts.values_list("pk", "state", "updated_at")
    ]
    at = [moment and moment.timestamp() for moment in (entry.release_at, entry.withdrawn_at)]
    standing = (entry.state, entry.revision, at, entry.release_zone, entry.office_id, number, versions)
    return sha256(repr(standing).encode()).hexdigest()[:24]
