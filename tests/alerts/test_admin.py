"""What administrators see of alerts."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import Group, User
from django.test import Client

from alerts.models import Erasure, Subscriber
from publishing import clock
from tests.factories import NOON

pytestmark = pytest.mark.django_db

PAGE = "/admin/alerts/subscriber/"


def signed_in(role: str) -> Client:
    user = User.objects.create_user(role.replace(" ", ""), is_staff=True)
    user.groups.add(Group.objects.get(name=role))
    client = Client()
    client.force_login(user)
    return client


def test_numbers_are_shown_and_addresses_are_not(subscribe):
    admin = signed_in("Administrator")
    assert "Nobody has subscribed yet." in admin.get(PAGE).text
    for number, language in enumerate(("ko", "ko", "zh-hans")):
        subscribe(f"reader{number}@example.org", language=language, rhythm="daily")
    with clock.as_of(NOON):
        page = admin.get(PAGE)
    assert "@example.org" not in page.text.split('id="content-main"')[1]
    numbers = [(row["topic"], row["total"], row["daily"]) for row in page.context["overview"]]
    assert numbers == [("news", 2, 2), ("news", 1, 1)]
    assert admin.get(f"{PAGE}?q=reader").status_code == 200


def test_an_address_is_erased_at_the_readers_request(subscribe):
    admin = signed_in("Administrator")
    subscribe("reader@example.org")
    for unknown in ("reader@example", "reader\0"):
        assert "Nothing is stored about this address." in admin.post(PAGE, {"email": unknown}).text
    found = admin.post(PAGE, {"email": " Reader@example.org "})
    key = found.context["found"]["key"]
    done = admin.post(PAGE, {"erase": key}, follow=True)
    assert "The address is erased" in done.text
    assert not Subscriber.objects.exists()
    erasure = Erasure.objects.get()
    assert (erasure.way, erasure.alerts, erasure.by.username) == ("staff", 1, "Administrator")
    assert "at the reader" in admin.get("/admin/alerts/erasure/").text
    assert admin.post(PAGE, {"erase": key}).status_code == 302


@pytest.mark.parametrize("role", ["Author", "Translator", "Editor", "Duty editor", "Event officer"])
def test_others_see_and_erase_nothing(subscribe, role):
    staff = signed_in(role)
    subscribe("reader@example.org")
    key = Subscriber.objects.get().key
    assert staff.get(PAGE).status_code == 403
    assert staff.post(PAGE, {"email": "reader@example.org"}).status_code == 403
    assert staff.post(PAGE, {"erase": key}).status_code == 403
    assert staff.get("/admin/alerts/erasure/").status_code == 403
    assert Subscriber.objects.exists()
    with clock.as_of(NOON + timedelta(hours=1)):
        assert "alerts/subscriber" not in staff.get("/admin/").text
