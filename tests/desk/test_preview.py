"""Pages as of a moment and pages of drafts: the public's own, for staff only, and nothing of it stays."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import Group, User
from django.test import Client

from desk.preview import as_of_url, draft_url
from news.models import PressRelease
from publishing import clock
from publishing.models import Entry, Membership, Office
from tests.factories import FACTS, NOON, draft, scheduled, written

pytestmark = pytest.mark.django_db

SECOND = timedelta(seconds=1)
MINUTE = timedelta(minutes=1)
YESTERDAY = NOON - timedelta(days=1)


@pytest.fixture(autouse=True)
def _before():
    with clock.as_of(YESTERDAY):
        yield


@pytest.fixture
def staff() -> Client:
    return signed_in("Editor")


def signed_in(role: str, office: Office | None = None) -> Client:
    user = User.objects.create_user(f"{role}-{office}".lower(), is_staff=True)
    user.groups.add(Group.objects.get(name=role))
    if office:
        Membership.objects.create(office=office, user=user)
    client = Client()
    client.force_login(user)
    return client


def page(client: Client, address: str, status: int = 200) -> str:
    response = client.get(address)
    assert response.status_code == status, address
    return b"".join(response).decode()


def test_the_same_page_before_at_and_after_the_release(staff):
    entry = scheduled(PressRelease, title="Salz")
    for moment, status in ((NOON - SECOND, 404), (NOON, 200), (NOON + MINUTE, 200)):
        words = page(staff, as_of_url(entry, moment, "ko"), status)
        assert ("Salz ko" in words.split("</aside>")[1]) == (status == 200)


@pytest.mark.parametrize("model", FACTS, ids=lambda model: model.KIND.code)
def test_every_kind_as_of_its_release(staff, model):
    entry = scheduled(model, title="Salz")
    for language in ("en", "ko", "zh-hans"):
        assert f"Salz {language}" in page(staff, as_of_url(entry, NOON, language))


@pytest.mark.parametrize("model", FACTS, ids=lambda model: model.KIND.code)
def test_every_kind_as_a_draft(staff, model):
    entry = draft(model)
    written(entry, "ko", title="Salz ko")
    before = list(Entry.objects.values()), list(entry.texts.values())
    for language in ("en", "ko", "zh-hans"):
        assert "Salz ko" in page(staff, draft_url(entry, language))
    assert (list(Entry.objects.values()), list(entry.texts.values())) == before
