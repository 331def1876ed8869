"""What administrators see of sign-ins, and do about them."""

import pytest
from allauth.mfa.models import Authenticator
from django.test import Client

from accounts.models import Event, SignIn
from tests.accounts.doors import give_app, sign_in, words

pytestmark = pytest.mark.django_db

ACCOUNTS = "/admin/auth/user/"
RECORDS = "/admin/accounts/signin/"


@pytest.fixture
def boss(client, staff):
    """An administrator without the rights of a superuser, signed in."""
    user = staff("boss", "Administrator")
    client.force_login(user)
    return user


def act(client, address, action, *rows, **more):
    return client.post(
        address, {"action": action, "_selected_action": [row.pk for row in rows], **more}, follow=True
    )


def lock(username):
    for _time in range(5):
        sign_in(Client(), username, "nonsense")


def test_records_say_who_when_from_where_and_what(client, boss, staff):
    staff()
    sign_in(Client(REMOTE_ADDR="203.0.113.5"), "mina", "nonsense")
    sign_in(Client(), "nobody-has-this-name", "nonsense")
    page = words(client.get(RECORDS))
    assert "Wrong user name or password" in page
    assert "203.0.113.5" in page
    assert "mina" in page
    assert "unknown user name" in page
    assert "nobody-has-this-name" not in page
    assert "nonsense" not in page


def test_records_cannot_be_changed(client, boss, staff):
    staff()
    sign_in(Client(), "mina", "nonsense")
    record = SignIn.objects.get()
    assert client.get(f"{RECORDS}{record.pk}/change/").status_code == 200
    for address in (f"{RECORDS}add/", f"{RECORDS}{record.pk}/delete/"):
        assert client.get(address).status_code == 403
    assert client.post(f"{RECORDS}{record.pk}/change/", {"event": "signed_in"}).status_code == 403


@pytest.mark.parametrize("role", ["Author", "Translator", "Editor", "Event officer"])
def test_records_are_for_administrators(client, staff, role):
    client.force_login(staff(role=role))
    assert client.get(RECORDS).status_code == 403
    assert client.get(ACCOUNTS).status_code == 403


def test_the_list_of_records_takes_the_same_queries_for_one_and_for_three(
    client, boss, staff, django_assert_num_queries
):
    staff()
    client.get(RECORDS)
    for _round in range(2):
        sign_in(Client(), "mina", "nonsense")
        with django_assert_num_queries(7):
            client.get(RECORDS)
        for _time in range(2):
            sign_in(Client(), "mina", "nonsense")


def test_secrets_have_no_page(client, staff):
    client.force_login(staff("root", is_superuser=True))
    for path in ("mfa/authenticator", "account/emailaddress", "usersessions/usersession"):
        assert client.get(f"/admin/{path}/").status_code == 404


def test_a_lock_is_shown_and_lifted(client, boss, staff):
    user = staff()
    lock("mina")
    assert "locked until" in words(client.get(f"{ACCOUNTS}{user.pk}/change/"))
    assert "The lock on mina is lifted." in words(act(client, ACCOUNTS, "lift_lock", user))
    assert "not locked" in words(client.get(f"{ACCOUNTS}{user.pk}/change/"))
    assert sign_in(Client(), "mina").redirect_chain[-1][0] == "/admin/"
    lifted = SignIn.objects.get(event=Event.LOCK_LIFTED)
    assert (lifted.account, lifted.by) == (user, boss)


def test_the_lock_on_an_address_is_lifted_from_its_records(client, boss, staff, settings):
    settings.LOCK_FAILURES_OF_ADDRESS = 3
    staff()
    for number in range(3):
        sign_in(Client(REMOTE_ADDR="203.0.113.5"), f"name-{number}", "nonsense")
    assert "from your network" in words(sign_in(Client(REMOTE_ADDR="203.0.113.5"), "mina"))
    act(client, RECORDS, "lift_locks", SignIn.objects.first())
    signed_in = sign_in(Client(REMOTE_ADDR="203.0.113.5"), "mina")
    assert signed_in.redirect_chain[-1][0] == "/admin/"


def test_a_second_factor_is_reset_after_a_question(client, boss, staff):
    user = staff()
    give_app(user)
    theirs = Client()
    theirs.force_login(user)
    page = act(client, ACCOUNTS, "reset_second_factor", user)
    assert "Make sure that it is really they who ask." in words(page)
    assert Authenticator.objects.exists()
    page = act(client, ACCOUNTS, "reset_second_factor", user, confirmed="yes")
    assert "The second factor of 1 account is reset" in words(page)
    assert not Authenticator.objects.exists()
    kept = SignIn.objects.get(event=Event.FACTOR_RESET)
    assert (kept.account, kept.by) == (user, boss)


def test_a_reset_ends_the_sessions_of_the_account(client, boss, staff):
    user = staff()
    theirs = Client()
    sign_in(theirs, "mina")
    give_app(user)
    act(client, ACCOUNTS, "reset_second_factor", user, confirmed="yes")
    assert theirs.get("/admin/news/").status_code == 302


def test_one_s_own_second_factor_is_not_reset_here(client, boss):
    give_app(boss)
    page = act(client, ACCOUNTS, "reset_second_factor", boss, confirmed="yes")
    assert "Your own second factor is changed under" in words(page)
    assert Authenticator.objects.exists()


@pytest.mark.parametrize("action", ["lift_lock", "reset_second_factor"])
def test_superusers_are_beyond_the_reach_of_administrators(client, boss, staff, action):
    root = staff("root", is_superuser=True)
    give_app(root)
    page = act(client, ACCOUNTS, action, root, confirmed="yes")
    assert "You may not change root." in words(page)
    assert Authenticator.objects.exists()
    assert not SignIn.objects.filter(by=boss).exists()


def test_the_list_of_accounts_shows_who_has_a_second_factor(client, boss, staff):
    give_app(staff())
    page = client.get(ACCOUNTS).content.decode()
    assert page.count("icon-yes.svg") > page.count("icon-no.svg") >= 1
