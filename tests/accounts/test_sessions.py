"""Sessions can be seen and ended, and end by themselves."""

from datetime import timedelta

import pytest
from allauth.usersessions.models import UserSession
from django.contrib.auth.models import User
from django.test import Client
from django.utils.translation import override

from accounts.models import Event, SignIn
from accounts.visitors import browser_in_words
from publishing import clock
from tests.accounts.doors import PASSWORD, sign_in, words
from tests.factories import NOON

pytestmark = pytest.mark.django_db

CHROME = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/156.0 Safari/537.36"
WHALE = (
    "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/537.36 Chrome/150.0 Whale/4.3 Safari/537.36"
)
NEW = "a-new-and-taller-vase"


@pytest.fixture
def other(staff):
    """A second device of the same person, signed in."""
    staff()
    device = Client(REMOTE_ADDR="203.0.113.5")
    sign_in(device, "mina", **{"User-Agent": WHALE})
    return device


def test_sessions_are_listed_in_words(client, other):
    sign_in(client, "mina", **{"User-Agent": CHROME})
    page = words(client.get("/accounts/", headers={"User-Agent": CHROME}))
    assert "Chrome on Windows this session" in page
    assert "Whale on macOS" in page
    assert "Network address 203.0.113.5" in page
    assert "Seoul" in page
    assert 'href="/accounts/"' in client.get("/admin/news/").content.decode()


def test_one_session_is_ended(client, other):
    sign_in(client, "mina")
    number = UserSession.objects.exclude(session_key=client.session.session_key).get().pk
    assert "1 session ended." in words(
        client.post("/accounts/sessions/end/", {"session": number}, follow=True)
    )
    assert other.get("/admin/news/").status_code == 302
    assert client.get("/admin/news/").status_code == 200
    assert SignIn.objects.first().event == Event.SESSIONS_ENDED


def test_all_other_sessions_are_ended(client, other):
    sign_in(client, "mina")
    client.post("/accounts/sessions/end/")
    assert other.get("/admin/news/").status_code == 302
    assert client.get("/admin/news/").status_code == 200
    assert "End all other sessions" not in words(client.get("/accounts/"))


@pytest.mark.parametrize("number", ["", "0", "x", "²", "999999999999999999999"])
def test_what_is_no_session_of_one_s_own_ends_nothing(client, other, staff, number):
    staff("juno")
    sign_in(client, "juno")
    theirs = UserSession.objects.get(user__username="mina")
    for value in (number, str(theirs.pk)):
        answer = client.post("/accounts/sessions/end/", {"session": value}, follow=True)
        assert "There was no such session any more." in words(answer)
    assert other.get("/admin/news/").status_code == 200


def test_a_new_password_ends_the_other_sessions(client, other):
    sign_in(client, "mina")
    answer = client.post(
        "/accounts/password/", {"oldpassword": PASSWORD, "password1": NEW, "password2": NEW}, follow=True
    )
    assert answer.redirect_chain[-1][0] == "/accounts/"
    assert "your other sessions have ended" in words(answer)
    assert client.get("/admin/news/").status_code == 200
    assert other.get("/admin/news/").status_code == 302
    assert User.objects.get().check_password(NEW)
    assert SignIn.objects.first().event == Event.PASSWORD_CHANGED


@pytest.mark.parametrize(
    ("first", "second", "complaint"),
    [
        ("short", "short", "This password is too short."),
        (NEW, "something-else-altogether", "same password each time"),
    ],
)
def test_a_new_password_must_be_good_and_typed_twice(client, staff, first, second, complaint):
    staff()
    sign_in(client, "mina")
    answer = client.post(
        "/accounts/password/", {"oldpassword": PASSWORD, "password1": first, "password2": second}
    )
    assert complaint in words(answer)
    assert User.objects.get().check_password(PASSWORD)


def test_the_admin_s_own_address_of_the_password_leads_there(client, staff):
    client.force_login(staff())
    assert client.get("/admin/password_change/")["Location"] == "/accounts/password/"


def test_a_session_ends_after_its_hours_even_in_use(client, staff, settings):
    staff()
    with clock.as_of(NOON):
        sign_in(client, "mina")
    for hour in range(1, settings.SESSION_HOURS):
        with clock.as_of(NOON + timedelta(hours=hour)):
            assert client.get("/admin/news/").status_code == 200
    with clock.as_of(NOON + timedelta(hours=settings.SESSION_HOURS)):
        answer = client.get("/admin/news/", follow=True)
    assert answer.redirect_chain[-1][0] == "/accounts/login/?next=%2Fadmin%2Fnews%2F"
    assert "Your session has ended. Sign in again." in words(answer)


def test_a_session_left_alone_ends_sooner(client, staff, settings):
    staff()
    with clock.as_of(NOON):
        sign_in(client, "mina")
    with clock.as_of(NOON + timedelta(hours=settings.SESSION_IDLE_HOURS)):
        assert client.get("/accounts/").status_code == 302
        assert client.get("/admin/news/").status_code == 302


def test_use_is_noted_every_few_minutes_only(client, staff, django_assert_num_queries):
    staff()
    with clock.as_of(NOON):
        sign_in(client, "mina")
    with clock.as_of(NOON + timedelta(minutes=6)):
        client.get("/admin/news/")
        assert UserSession.objects.get().last_seen_at == clock.now()
    with clock.as_of(NOON + timedelta(minutes=10)):
        client.get("/admin/news/")
        assert UserSession.objects.get().last_seen_at == NOON + timedelta(minutes=6)


def test_the_cookie_ends_with_the_browser(client, staff):
    staff()
    sign_in(client, "mina")
    cookie = client.cookies["sessionid"]
    assert (cookie["max-age"], cookie["expires"], cookie["httponly"]) == ("", "", True)


def test_readers_without_a_session_cost_no_query_and_get_no_cookie(client, django_assert_num_queries):
    with django_assert_num_queries(0):
        answer = client.get("/robots.txt")
    assert not answer.cookies


@pytest.mark.parametrize(
    ("agent", "said"),
    [
        (CHROME, "Chrome on Windows"),
        (WHALE, "Whale on macOS"),
        (
            "Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537.36 Chrome/156.0 Safari/537.36 Edg/156.0",
            "Edge on Windows",
        ),
        ("Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0", "Firefox on Linux"),
        (
            "Mozilla/5.0 (iPhone; CPU iPhone OS 19_0 like Mac OS X) AppleWebKit/605.1.15 Version/19.0 Mobile Safari/604.1",
            "Safari on iOS",
        ),
        (
            "Mozilla/5.0 (Linux; Android 16) AppleWebKit/537.36 Chrome/150 Mobile Safari/537.36",
            "Chrome on Android",
        ),
        ("curl/8.5", "Unknown browser"),
        ("", "Unknown browser"),
    ],
)
def test_browsers_have_names(agent, said):
    with override("en"):
        assert browser_in_words(agent) == said


def test_one_s_own_page_takes_the_same_queries_for_one_and_for_three_sessions(
    client, staff, django_assert_num_queries
):
    staff()
    sign_in(client, "mina")
    with django_assert_num_queries(8):
        client.get("/accounts/")
    for _device in range(2):
        sign_in(Client(), "mina")
    with django_assert_num_queries(8):
        assert words(client.get("/accounts/")).count("Network address") == 3


def test_sessions_that_open_nothing_any_more_are_not_listed(client, other):
    user = User.objects.get()
    user.set_password(NEW)
    user.save()
    sign_in(client, "mina", NEW)
    assert words(client.get("/accounts/")).count("Network address") == 1
