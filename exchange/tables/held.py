"""Files that wait for confirmation: kept privately on the server with what was shown of them, for a short time."""

import hashlib
import json
import secrets
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from typing import Any, Self

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage

from exchange.tables.results import Outcome
from publishing import clock

__all__ = ["LIFETIME", "Held"]

FOLDER = "imports"
LIFETIME = timedelta(hours=2)


@dataclass
class Held:
    """One uploaded file with what was asked about it; only who uploaded it can see or confirm it."""

    token: str
    user_id: int
    table: str
    name: str
    digest: str
    at: str
    encoding: str = ""
    severity: str = ""
    note: str = ""
    hand_over: bool = False
    language: str = ""
    read_as: str = ""
    outcome: dict[str, Any] | None = None

    @classmethod
    def keep(cls, content: bytes, **said: Any) -> Self:
        """Store ``content`` and what was ``said`` about it; what has expired is removed on the way."""
        _remove_expired()
        token = secrets.token_urlsafe(24)
        digest = hashlib.sha256(content).hexdigest()
        held = cls(token=token, digest=digest, at=clock.now().isoformat(), **said)
        default_storage.save(held._path("table"), ContentFile(content))
        held.save()
        return held

    @classmethod
    def find(cls, token: str, user_id: int) -> Self | None:
        """What ``user_id`` keeps under ``token``, unless it has expired."""
        path = f"{FOLDER}/{token}.json"
        if not default_storage.exists(path):
            return None
        with default_storage.open(path) as file:
            held = cls(**json.load(file))
        return held if held.user_id == user_id and not _is_expired(held.at) else None

    @property
    def content(self) -> bytes | None:
        """The file as it was uploaded; None if it is not that file any more."""
        if not default_storage.exists(self._path("table")):
            return None
        with default_storage.open(self._path("table")) as file:
            content = file.read()
        return content if hashlib.sha256(content).hexdigest() == self.digest else None

    @property
    def shown(self) -> Outcome | None:
        """What the last dry run said."""
        return Outcome.from_json(self.outcome) if self.outcome else None

    def save(self) -> None:
        path = self._path("json")
        default_storage.delete(path)
        default_storage.save(path, ContentFile(json.dumps(asdict(self), ensure_ascii=False).encode()))

    def remove(self) -> None:
        for ending in ("table", "json"):
            default_storage.delete(self._path(ending))

    def _path(self, ending: str) -> str:
        return f"{FOLDER}/{self.token}.{ending}"


def _is_expired(at: str) -> bool:
    return datetime.fromisoformat(at) < clock.now() - LIFETIME


def _remove_expired() -> None:
    if not default_storage.exists(FOLDER):
        return
    for name in default_storage.listdir(FOLDER)[1]:
        path = f"{FOLDER}/{name}"
        if default_storage.get_modified_time(path) < clock.now() - LIFETIME:
            default_storage.delete(path)
