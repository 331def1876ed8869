"""With a password and a second factor into the newsroom, and with less not."""

from datetime import timedelta

import pytest
from allauth.mfa.models import Authenticator
from django.contrib.auth.models import User
from django.core.exceptions import ImproperlyConfigured
from django.test import override_settings

from accounts import urls
from accounts.models import Event, SignIn
from publishing import clock
from tests.accounts.doors import PASSWORD, code, give_app, give_code, sign_in, words

pytestmark = pytest.mark.django_db


@pytest.fixture
def required(settings):
    settings.REQUIRE_SECOND_FACTOR = True


def test_the_admin_sends_to_sign_in_and_sign_in_comes_back(client, staff):
    staff()
    sent = client.get("/admin/news/pressrelease/", follow=True)
    assert sent.redirect_chain[-1][0] == "/accounts/login/?next=%2Fadmin%2Fnews%2Fpressrelease%2F"
    back = client.post(
        "/accounts/login/",
        {"login": "mina", "password": PASSWORD, "next": "/admin/news/pressrelease/"},
    )
    assert back["Location"] == "/admin/news/pressrelease/"


def test_sign_in_leads_to_no_other_site(client, staff):
    staff()
    answer = client.post(
        "/accounts/login/", {"login": "mina", "password": PASSWORD, "next": "https://elsewhere.example/"}
    )
    assert answer["Location"] == "/admin/"


def test_somebody_without_rights_gets_no_further(client, staff):
    staff(is_staff=False)
    assert sign_in(client, "mina").status_code == 403


def test_nobody_makes_an_account_for_themselves(client):
    assert client.get("/accounts/signup/").status_code == 404
    assert client.get("/accounts/password/reset/").status_code == 404


def test_a_closed_account_is_told(client, staff):
    staff(is_active=False)
    assert "This account is closed" in words(sign_in(client, "mina"))


@pytest.mark.usefixtures("required")
@pytest.mark.django_db(transaction=True)
def test_staff_without_a_second_factor_are_led_to_set_one_up(client, staff):
    user = staff()
    answer = sign_in(client, "mina")
    assert answer.redirect_chain[-1][0] == "/accounts/app/activate/"
    assert client.get("/admin/news/pressrelease/")["Location"] == "/accounts/app/activate/"
    secret = client.session["mfa.totp.secret"]
    answer = client.post("/accounts/app/activate/", {"code": code(secret)}, follow=True)
    assert answer.redirect_chain[-1][0] == "/accounts/recovery-codes/"
    assert 'href="/admin/news/pressrelease/"' in answer.content.decode()
    assert client.get("/admin/news/pressrelease/").status_code == 200
    assert list(SignIn.objects.values_list("event", flat=True)) == [Event.FACTOR_ADDED, Event.SIGNED_IN]
    assert secret not in str(Authenticator.objects.get(user=user, type="totp").data)


@pytest.mark.usefixtures("required")
def test_a_wrong_first_code_sets_nothing_up(client, staff):
    user = staff()
    sign_in(client, "mina")
    secret = client.session["mfa.totp.secret"]
    answer = client.post("/accounts/app/activate/", {"code": "x"})
    assert "The code is wrong" in words(answer)
    assert client.session["mfa.totp.secret"] == secret
    assert not Authenticator.objects.filter(user=user).exists()


@pytest.mark.usefixtures("required")
def test_password_and_code_open_the_newsroom(client, staff):
    secret = give_app(staff())
    assert sign_in(client, "mina").redirect_chain[-1][0] == "/accounts/login/code/"
    assert client.get("/admin/").status_code == 302
    assert give_code(client, code(secret)).redirect_chain[-1][0] == "/admin/"
    assert client.get("/admin/news/pressrelease/").status_code == 200
    events = list(SignIn.objects.values_list("event", flat=True))
    assert events == [Event.SIGNED_IN, Event.PASSWORD_ACCEPTED]


def test_who_has_a_second_factor_is_asked_for_it_also_where_it_is_not_required(client, staff):
    give_app(staff())
    assert sign_in(client, "mina").redirect_chain[-1][0] == "/accounts/login/code/"
    assert client.get("/admin/").status_code == 302


@pytest.mark.parametrize("steps", [-1, 0, 1])
def test_a_clock_may_be_off_by_half_a_minute(client, staff, steps):
    secret = give_app(staff())
    sign_in(client, "mina")
    assert give_code(client, code(secret, steps)).redirect_chain[-1][0] == "/admin/"


def test_a_code_is_good_once_for_as_long_as_it_could_be_valid(client, staff):
    secret = give_app(staff())
    shown = code(secret)
    for expected in ("/admin/", None):
        sign_in(client, "mina")
        answer = give_code(client, f"{shown[:3]} {shown[3:]}")
        assert [each for each, _status in answer.redirect_chain][-1:] == ([expected] if expected else [])
        client.post("/accounts/logout/")


def test_a_recovery_code_is_good_once(client, staff, django_capture_on_commit_callbacks):
    staff()
    sign_in(client, "mina")
    client.get("/accounts/app/activate/")
    with django_capture_on_commit_callbacks(execute=True):
        answer = client.post(
            "/accounts/app/activate/", {"code": code(client.session["mfa.totp.secret"])}, follow=True
        )
    codes = answer.context["unused_codes"]
    assert len(codes) == 10
    assert all(each in client.get("/accounts/recovery-codes/download/").content.decode() for each in codes)
    client.post("/accounts/logout/")
    sign_in(client, "mina")
    assert give_code(client, codes[3]).redirect_chain[-1][0] == "/admin/"
    assert "You have 9 recovery codes left." in words(client.get("/accounts/"))
    client.post("/accounts/logout/")
    sign_in(client, "mina")
    assert "The code is wrong" in words(give_code(client, codes[3]))


@pytest.mark.usefixtures("required")
def test_a_session_from_before_needs_the_code_as_well(client, staff):
    user = staff()
    client.force_login(user)
    secret = give_app(user)
    assert client.get("/admin/")["Location"] == "/accounts/confirm/code/?next=%2Fadmin%2F"
    answer = client.post("/accounts/confirm/code/", {"code": code(secret), "next": "/admin/"})
    assert answer["Location"] == "/admin/"
    assert client.get("/admin/").status_code == 200


@pytest.mark.usefixtures("required")
def test_without_the_second_factor_staff_are_nobody_outside_the_admin(client, staff, rf):
    from accounts.middleware import StaffSessions

    client.force_login(staff())
    seen = []
    request = rf.get("/api/v1/anything")
    request.COOKIES["sessionid"] = client.cookies["sessionid"].value
    request.session = client.session
    request.user = User.objects.get()
    StaffSessions(lambda each: seen.append(each.user.is_authenticated))(request)
    assert seen == [False]


def test_setting_up_ends_sessions_that_the_password_alone_had_opened(
    client, staff, django_capture_on_commit_callbacks
):
    from django.test import Client

    staff()
    other = Client()
    sign_in(other, "mina")
    sign_in(client, "mina")
    client.get("/accounts/app/activate/")
    with django_capture_on_commit_callbacks(execute=True):
        client.post("/accounts/app/activate/", {"code": code(client.session["mfa.totp.secret"])})
    assert client.get("/admin/").status_code == 200
    assert other.get("/admin/").status_code == 302


def test_removing_needs_the_code_unless_it_was_given_a_moment_ago(client, staff):
    user = staff()
    secret = give_app(user)
    client.force_login(user)
    assert client.get("/accounts/app/deactivate/")["Location"].startswith("/accounts/confirm/")
    client.post("/accounts/confirm/code/", {"code": code(secret)})
    client.post("/accounts/app/deactivate/")
    assert not Authenticator.objects.exists()
    assert SignIn.objects.first().event == Event.FACTOR_REMOVED


def test_secrets_follow_a_change_of_the_secret_key(client, staff, settings):
    secret = give_app(staff())
    before = settings.SECRET_KEY
    with override_settings(SECRET_KEY="another", SECRET_KEY_FALLBACKS=[before]):
        sign_in(client, "mina")
        assert give_code(client, code(secret)).redirect_chain[-1][0] == "/admin/"
    with override_settings(SECRET_KEY="a third"), pytest.raises(ImproperlyConfigured, match="FALLBACKS"):
        Authenticator.objects.get().wrap().validate_code("123456")


def test_records_are_forgotten_after_their_time(client, staff, settings):
    user = staff()
    old = SignIn.objects.create(
        account=user,
        event=Event.SIGNED_IN,
        at=clock.now() - timedelta(days=settings.SIGN_IN_RECORD_DAYS + 1),
    )
    sign_in(client, "mina")
    assert not SignIn.objects.filter(pk=old.pk).exists()


def test_pages_of_one_s_own_account_are_kept_by_no_cache(client, staff):
    staff()
    sign_in(client, "mina")
    assert "no-store" in client.get("/accounts/")["Cache-Control"]
    for address in ("/accounts/app/activate/", "/accounts/password/"):
        assert "no-store" in client.get(address)["Cache-Control"]


def routes(patterns: list, prefix: str = "/accounts/") -> list[str]:
    found = []
    for each in patterns:
        route = prefix + str(each.pattern).replace("<int:pk>", "1")
        found += routes(each.url_patterns, route) if hasattr(each, "url_patterns") else [route]
    return sorted(set(found))


def test_who_is_not_signed_in_gets_no_page_but_that_of_sign_in(client):
    open_to_all = {"/accounts/login/": 200, "/accounts/inactive/": 200, "/accounts/logout/": 302}
    for route in routes(urls.urlpatterns):
        answer = client.get(route)
        assert answer.status_code == open_to_all.get(route, 302), route
        if route not in open_to_all:
            assert answer["Location"].startswith("/accounts/login/"), route
            assert client.post(route).status_code == 302, route
