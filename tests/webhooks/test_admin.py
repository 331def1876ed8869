"""What staff do with webhooks: register, try, look at calls, send again, pause, change the secret."""

import html
import re

import pytest
from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import Group, User
from django.test import Client

from organizations.models import Organization
from publishing import clock, jobs
from tests.admin_forms import posted
from tests.factories import NOON, scheduled
from webhooks.models import Delivery, Endpoint
from webhooks.signing import signature

pytestmark = pytest.mark.django_db

LIST, CALLS = "/admin/webhooks/endpoint/", "/admin/webhooks/delivery/"


def signed_in(role: str) -> Client:
    user = User.objects.create_user(role.replace(" ", ""), is_staff=True)
    user.groups.add(Group.objects.get(name=role))
    client = Client()
    client.force_login(user)
    return client


def secret_on(page: str) -> str:
    return html.unescape(re.search(r'value="(whsec_[^"]+)"', page)[1])


def test_a_walk_through_all_pages(consumer, on_this_machine, work):
    staff = signed_in("Administrator")
    entry = scheduled(Organization)
    with clock.as_of(NOON.replace(hour=1)):
        form = posted(
            staff.get(f"{LIST}add/"),
            name="Mirror",
            url=consumer.url,
            contact="ops@example.org",
            resources=["organization"],
        )
        made = staff.post(f"{LIST}add/", form)
    assert made.status_code == 200
    assert "no-store" in made["Cache-Control"]
    secret = secret_on(made.text)
    endpoint = Endpoint.objects.get()
    assert (endpoint.resources, endpoint.created_by.username) == (["organization"], "Administrator")
    own = f"{LIST}{endpoint.pk}/"
    assert "whsec_" not in staff.get(f"{own}change/").text
    assert "Organizations" in staff.get(LIST).text

    tried = staff.post(f"{own}step/", {"step": "test"}, follow=True)
    assert "No attempt has been made." in tried.text
    jobs.run_due()
    work(NOON)
    test, call = consumer.received
    assert '"webhook.test"' in test.body
    assert (
        signature(secret, test.headers["webhook-id"], int(test.headers["webhook-timestamp"]), test.body)
        == test.headers["webhook-signature"]
    )
    delivery = Delivery.objects.get(ref=entry.ref)
    page = staff.get(f"{CALLS}{delivery.pk}/change/").text
    for shown in (html.escape(call.body), call.headers["webhook-signature"], "HTTP 204", delivery.event_id):
        assert shown in html.unescape(page) or shown in page
    assert entry.ref in staff.get(CALLS).text
    assert (
        entry.ref
        in staff.get(f"{CALLS}?state__exact=delivered&endpoint__id__exact={endpoint.pk}&q={entry.ref}").text
    )
    assert entry.ref in staff.get(f"{own}change/").text

    again = staff.post(f"{CALLS}{delivery.pk}/again/", follow=True)
    assert "1 call is sent again" in again.text
    assert "was left" in staff.post(f"{CALLS}{delivery.pk}/again/", follow=True).text
    jobs.run_due()
    assert consumer.received[2].body == call.body
    assert consumer.received[2].headers["webhook-id"] == call.headers["webhook-id"]
    chosen = {"action": "send_again", "_selected_action": list(Delivery.objects.values_list("pk", flat=True))}
    assert "2 calls are sent again" in staff.post(CALLS, chosen, follow=True).text

    paused = staff.post(f"{own}step/", {"step": "pause", "note": "They move <house>."}, follow=True)
    assert "They move &lt;house&gt;." in paused.text
    assert "were paused already" in staff.post(f"{own}step/", {"step": "pause"}, follow=True).text
    assert "paused by staff" in staff.get(LIST).text
    jobs.run_due()
    assert len(consumer.received) == 4  # the test call alone
    resumed = staff.post(f"{own}step/", {"step": "resume"}, follow=True)
    assert "The calls go on" in resumed.text
    assert "were not paused" in staff.post(f"{own}step/", {"step": "resume"}, follow=True).text
    too_long = staff.post(f"{own}step/", {"step": "pause", "note": "x" * 501}, follow=True)
    assert "at most 500" in too_long.text

    newer = secret_on(staff.post(f"{own}step/", {"step": "secret"}).text)
    assert "A former secret signs until" in staff.get(f"{own}change/").text
    newest = secret_on(staff.post(f"{own}step/", {"step": "secret", "at_once": "on"}).text)
    assert len({secret, newer, newest}) == 3
    assert "A former secret signs until" not in staff.get(f"{own}change/").text
    told = " ".join(LogEntry.objects.values_list("change_message", flat=True))
    assert "whsec_" not in told
    assert "the former one no longer signs" in told

    sure = staff.get(f"{own}delete/")
    assert "Are you sure" in sure.text
    staff.post(f"{own}delete/", {"post": "yes"})
    assert not Endpoint.objects.exists()
    assert not Delivery.objects.exists()


@pytest.mark.parametrize(
    ("field", "value", "words"),
    [
        ("url", "http://example.org/", "https:// only"),
        ("url", "https://127.0.0.1/", "never go to this machine"),
        ("url", "https://169.254.169.254/latest/meta-data/", "never go to this machine"),
        ("url", "https://user:secret@example.org/", "user name or password"),
        ("url", "https://example.org:22/", "port 443 or 8443"),
        ("url", "https://예시.한국/", "Punycode"),
        ("url", "https://example.org/" + "x" * 500, "at most 500"),
        ("url", "nonsense", "valid URL"),
        ("contact", "nobody", "valid email"),
        ("name", "", "required"),
        ("resources", ["organization", "nonsense"], "nonsense is not one of"),
    ],
)
def test_bad_input_is_answered_in_words(field, value, words):
    staff = signed_in("Administrator")
    good = {"name": "Mirror", "url": "https://example.org/", "contact": "ops@example.org"}
    answer = staff.post(f"{LIST}add/", posted(staff.get(f"{LIST}add/"), **{**good, field: value}))
    assert answer.status_code == 200
    assert words in answer.text
    assert not Endpoint.objects.exists()


def test_steps_that_are_none(endpoint):
    staff = signed_in("Administrator")
    made = endpoint()
    assert staff.post(f"{LIST}{made.pk}/step/", {"step": "nonsense"}).status_code == 404
    assert staff.get(f"{LIST}{made.pk}/step/").status_code == 405
    assert staff.post(f"{LIST}99/step/", {"step": "test"}).status_code == 404
    assert staff.post(f"{CALLS}99/again/").status_code == 404
    assert staff.get(f"{CALLS}99/again/").status_code == 405


@pytest.mark.parametrize("role", ["Author", "Translator", "Editor", "Duty editor", "Event officer"])
def test_others_see_and_do_nothing(endpoint, consumer, work, role):
    scheduled(Organization)
    made = endpoint()
    work(NOON)
    call = Delivery.objects.get()
    staff = signed_in(role)
    for address in (LIST, CALLS, f"{LIST}{made.pk}/change/", f"{CALLS}{call.pk}/change/", f"{LIST}add/"):
        assert staff.get(address).status_code == 403
    for step in ("pause", "test", "secret"):
        assert staff.post(f"{LIST}{made.pk}/step/", {"step": step}).status_code == 403
    assert staff.post(f"{CALLS}{call.pk}/again/").status_code == 403
    assert "webhooks/" not in staff.get("/admin/").text
    assert made.secrets.count() == 1


@pytest.mark.parametrize("count", [1, 3])
def test_lists_and_pages_take_the_same_number_of_queries(endpoint, work, django_assert_num_queries, count):
    for _number in range(count):
        scheduled(Organization)
    made = [endpoint(name=f"Consumer {number}") for number in range(count)]
    work(NOON)
    staff = signed_in("Administrator")
    for address, queries in (
        (LIST, LISTED),
        (CALLS, CALLED),
        (f"{LIST}{made[0].pk}/change/", ONE),
    ):
        staff.get(address)  # what is remembered for the whole process is not counted
        with django_assert_num_queries(queries):
            assert staff.get(address).status_code == 200


LISTED, CALLED, ONE = 6, 8, 7
