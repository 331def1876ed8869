"""A copy made by the script that the documentation offers is the portal itself, whatever happens."""

import importlib.util
import json
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from events.models import Delegation
from news.models import PressRelease
from organizations.models import Organization
from publishing import clock, kinds
from publishing.actions import PublishText, SubmitText, Withdraw
from publishing.languages import LANGUAGES
from tests import factories
from tests.factories import NOON, actor, writer

pytestmark = pytest.mark.django_db

SITE = "http://testserver"
HOUR = timedelta(hours=1)


@pytest.fixture
def script(root: Path) -> Any:
    spec = importlib.util.spec_from_file_location("mirror", root / "docs" / "mirror.py")
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def reader(at: datetime) -> Callable[[str], Any]:
    """Asks the portal over HTTP as of a moment."""
    client = Client()

    def read(address: str) -> Any:
        with clock.as_of(at):
            response = client.get(address.removeprefix(SITE))
        assert response.status_code in (200, 404, 410), (address, response.content)
        return response.json() if response.status_code == 200 else None

    return read


def portal(at: datetime) -> dict[str, Any]:
    """Every record of every kind, by its identifier."""
    read, found = reader(at), {}
    for kind in kinds.every():
        address: str | None = f"{SITE}/api/v1/{kind.resource}/?page_size=100"
        while address:
            page = read(address)
            found |= {each["uid"]: read(f"{each['api_url']}?lang=*") for each in page["results"]}
            address = page["next"]
    return found


def copied(directory: Path) -> dict[str, Any]:
    return {file.stem: json.loads(file.read_text()) for file in directory.glob("*.json")}


def test_a_copy_stays_the_portal_through_a_release_a_correction_and_a_withdrawal(script, tmp_path):
    issuer = factories.released(Organization, at=NOON - 9 * HOUR)
    event = factories.released(Delegation, at=NOON - 8 * HOUR)
    before = factories.released(PressRelease, at=NOON - 7 * HOUR, issuer=issuer, event=event)
    release = factories.scheduled(PressRelease, languages=LANGUAGES, issuer=issuer, event=event)
    release.related.add(before)

    def in_step(at: datetime) -> dict[str, Any]:
        script.mirror(SITE, tmp_path, reader(at))
        found = portal(at)
        assert copied(tmp_path) == found
        return found

    assert str(release.uid) not in in_step(NOON - timedelta(seconds=1))
    assert str(release.uid) in in_step(NOON)

    with clock.as_of(NOON + HOUR):
        text = factories.written(release, "ko", title="고친 제목")
        SubmitText(text, writer()).execute()
        PublishText(text, actor(), severity="correction", reason="날짜를 바로잡았다.").execute()
    corrected = in_step(NOON + HOUR)[str(release.uid)]
    assert corrected["title"]["ko"] == "고친 제목"
    assert "고친 제목" in json.dumps(in_step(NOON + HOUR), ensure_ascii=False)

    with clock.as_of(NOON + 2 * HOUR):
        Withdraw(event, actor(), reason="Called off.").execute()
    assert str(event.uid) not in in_step(NOON + 2 * HOUR)
