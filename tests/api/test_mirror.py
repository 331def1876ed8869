"""A copy made by the script that the documentation offers is the portal itself, whatever happens."""

import json
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from urllib.request import urlopen
from wsgiref.simple_server import WSGIRequestHandler, make_server

import pytest
from django.core.handlers.wsgi import WSGIHandler
from django.db import connections

from publishing import clock, kinds
from publishing.actions import ChangeAddress
from tests.api.scene import Scene
from tests.factories import NOON, actor

pytestmark = pytest.mark.django_db(transaction=True)

MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)
VOCABULARIES = ("sectors", "places", "glossary", "instruments", "mechanisms")


class Quiet(WSGIRequestHandler):
    def log_message(self, *_said: Any) -> None:
        pass


@dataclass
class Portal:
    """The portal on a port of its own, whose clock stands at ``at``."""

    at: datetime = NOON - DAY
    url: str = ""

    def __call__(self, environ: dict[str, Any], start: Any) -> Any:
        with clock.as_of(self.at):
            return self.application(environ, start)

    def serve(self) -> Iterator["Portal"]:
        self.application = WSGIHandler()
        server = make_server("127.0.0.1", 0, self, handler_class=Quiet)
        self.url = f"http://127.0.0.1:{server.server_port}"

        def run() -> None:
            server.serve_forever(poll_interval=0.02)
            connections.close_all()

        thread = threading.Thread(target=run)
        thread.start()
        yield self
        server.shutdown()
        thread.join()
        server.server_close()

    def read(self, address: str) -> Any:
        with urlopen(address, timeout=60) as answer:
            return json.load(answer)

    def everything(self) -> dict[str, Any]:
        """Every record by its identifier, and every vocabulary by its name."""
        found = {name: self.read(f"{self.url}/api/v1/{name}/?lang=*") for name in VOCABULARIES}
        for kind in kinds.every():
            address = f"{self.url}/api/v1/{kind.resource}/?lang=*&page_size=100"
            while address:
                page = self.read(address)
                found |= {each["uid"]: each for each in page["results"]}
                address = page["next"]
        return found


@pytest.fixture
def portal() -> Iterator[Portal]:
    yield from Portal().serve()


def test_a_copy_stays_the_portal_whatever_happens(portal: Portal, root: Path, tmp_path: Path):
    """Takes its time: it asks for everything after every kind of change, over HTTP."""
    scene = Scene.set()

    def correct_and_rename() -> None:
        scene.correct(scene.issuer, "고친 이름")
        scene.rename_sector("waters")
        scene.name_organization()
        scene.move_deadline()
        scene.plan.parties.add(scene.organization)

    def withdraw_and_move() -> None:
        scene.withdraw(scene.release)
        scene.withdraw(scene.issuer)
        ChangeAddress(scene.person, actor(), slug="moved", reason="Typo.").execute()

    steps: list[tuple[timedelta, Callable[[], Any]]] = [
        (-MINUTE, lambda: None),
        (timedelta(0), lambda: None),
        (HOUR, correct_and_rename),
        (2 * HOUR, withdraw_and_move),
        *((days * DAY, lambda: None) for days in (1, 2, 16, 18)),
    ]
    statuses, kept = [], []
    for passed, step in steps:
        portal.at = NOON + passed
        with clock.as_of(portal.at):
            step()
        script = [sys.executable, str(root / "docs" / "mirror.py"), portal.url, str(tmp_path)]
        subprocess.run(script, check=True, timeout=60)
        copied = {file.stem: json.loads(file.read_text()) for file in tmp_path.glob("*.json")}
        everything = portal.everything()
        assert copied.keys() == everything.keys()
        different = [name for name in copied if copied[name] != everything[name]]
        assert different == []
        statuses.append(copied[str(scene.opportunity.uid)]["status"])
        kept.append(str(scene.release.uid) in copied)
    assert kept == [False, True, True, *[False] * 5]
    assert statuses == ["open", "open", "upcoming", "upcoming", "open", "closing_soon", "closed", "expired"]
