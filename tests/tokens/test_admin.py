"""Issuing tokens, looking after them, revoking them."""

import re
from datetime import timedelta

import pytest
from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import Group, User
from django.test import Client

from publishing import clock
from tests.accounts.doors import PASSWORD, code, give_app, give_code, sign_in, words
from tests.tokens.issuing import issue
from tokens.models import Scope, Token

pytestmark = pytest.mark.django_db

TOKENS = "/admin/tokens/token/"
ADD = f"{TOKENS}add/"
SECRET = re.compile(r'value="(green_[0-9a-f]{8}_[0-9a-f]{64})"')


def staff(username: str, role: str) -> User:
    user = User.objects.create_user(username, password=PASSWORD, is_staff=True)
    user.groups.add(Group.objects.get(name=role))
    return user


def page_of(token: Token) -> str:
    return f"{TOKENS}{token.pk}/change/"


def ask_for(client: Client, *further: str, name: str = "Mirror", days: str = "90"):
    return client.post(ADD, {"name": name, "further": further, "days": days})


def test_a_token_is_issued_shown_once_and_opens_the_api(client):
    owner = staff("mina", "Author")
    sign_in(client, "mina")
    answer = ask_for(client, Scope.DRAFT, Scope.SUBMIT)
    (secret,) = SECRET.findall(answer.text)
    assert "no-store" in answer["Cache-Control"]
    token = Token.objects.get()
    assert (token.owner, token.name, token.scopes) == (owner, "Mirror", ["read", "draft", "submit"])
    assert token.created_from == "127.0.0.1"
    assert timedelta(days=89) < token.expires_at - clock.now() < timedelta(days=90)
    assert secret.startswith(token.prefix)
    assert LogEntry.objects.get().user == owner
    hidden = secret.rpartition("_")[2]
    for address in (TOKENS, page_of(token), "/admin/"):
        assert hidden not in client.get(address).text
    assert "never" in words(client.get(page_of(token)))

    tool = Client(headers={"Authorization": f"Bearer {secret}"})
    answer = tool.post("/api/v1/entries/", {"kind": "poem"}, content_type="application/json")
    assert answer.status_code == 400
    assert "127.0.0.1" in words(client.get(page_of(token)))


def test_a_token_does_at_most_what_its_owner_may(client):
    staff("author", "Author")
    sign_in(client, "author")
    page = client.get(ADD).text
    offered = re.findall(r'name="further" value="(\w+)"', page)
    assert offered == ["read_drafts", "draft", "upload", "submit"]
    assert "approve is not one of the available choices" in words(ask_for(client, Scope.APPROVE))
    assert not Token.objects.exists()


@pytest.mark.parametrize(
    "sent", [{"days": "366"}, {"days": "0"}, {"days": ""}, {"name": ""}, {"name": "x" * 101}]
)
def test_every_token_has_a_name_and_an_end(client, sent):
    staff("mina", "Editor")
    sign_in(client, "mina")
    assert ask_for(client, **sent).status_code == 200
    assert not Token.objects.exists()


def test_the_longest_time_is_a_setting(client, settings):
    settings.TOKEN_MAX_DAYS = 45
    staff("mina", "Editor")
    sign_in(client, "mina")
    page = client.get(ADD).text
    assert re.findall(r'<option value="(\d+)"', page) == ["7", "30"]
    assert '<option value="30" selected' in page


def test_issuing_asks_again_who_it_is(client):
    staff("mina", "Editor")
    sign_in(client, "mina")
    with clock.as_of(clock.now() + timedelta(minutes=6)):
        asked = client.get(ADD)
        assert asked["Location"] == "/accounts/confirm/?next=%2Fadmin%2Ftokens%2Ftoken%2Fadd%2F"
        assert ask_for(client)["Location"] == ADD
        assert not Token.objects.exists()
        client.post("/accounts/confirm/", {"password": PASSWORD, "next": ADD})
        assert client.get(ADD).status_code == 200


def test_where_a_second_factor_is_required_nobody_issues_without_one(client, settings):
    settings.REQUIRE_SECOND_FACTOR = True
    user = staff("mina", "Editor")
    sign_in(client, "mina")
    assert client.get(ADD)["Location"].startswith("/accounts/app/")
    assert ask_for(client).status_code == 302
    assert not Token.objects.exists()
    secret = give_app(user)
    client.logout()
    sign_in(client, "mina")
    give_code(client, code(secret))
    assert SECRET.search(ask_for(client, Scope.DRAFT).text)


def test_everyone_sees_his_own_and_administrators_all(client):
    mina, boss = staff("mina", "Editor"), staff("boss", "Administrator")
    own, theirs = issue(mina)[1], issue(boss, name="of the boss")[1]
    client.force_login(mina)
    page = words(client.get(TOKENS))
    assert "newsroom tool" in page
    assert "of the boss" not in page
    assert client.get(page_of(own)).status_code == 200
    assert client.get(page_of(theirs)).status_code == 302
    assert client.post(f"{TOKENS}{theirs.pk}/revoke/").status_code == 404
    client.force_login(boss)
    assert words(client.get(TOKENS)).count("newsroom tool") == 1
    assert client.get(f"{TOKENS}?state=valid").status_code == 200
    assert client.post(f"{TOKENS}{own.pk}/revoke/", follow=True).status_code == 200
    own.refresh_from_db()
    assert own.revoked_by == boss
    assert "by boss" in words(client.get(page_of(own)))


def test_a_revoked_token_opens_nothing_at_once(client):
    mina = staff("mina", "Editor")
    secret, token = issue(mina, Scope.READ_DRAFTS)
    tool = Client(headers={"Authorization": f"Bearer {secret}"})
    assert tool.get("/api/v1/entries/KC-1900-0001/").status_code == 404
    client.force_login(mina)
    assert "Revoke the token" in words(client.get(page_of(token)))
    assert client.get(f"{TOKENS}{token.pk}/revoke/").status_code == 405
    assert "The token opens nothing any more." in words(
        client.post(f"{TOKENS}{token.pk}/revoke/", follow=True)
    )
    assert tool.get("/api/v1/entries/KC-1900-0001/").status_code == 401
    assert "Revoke the token" not in words(client.get(page_of(token)))
    assert "was revoked already" in words(client.post(f"{TOKENS}{token.pk}/revoke/", follow=True))
    for address in (page_of(token), f"{TOKENS}{token.pk}/delete/"):
        assert client.post(address, {"name": "x"}).status_code == 403
    assert Token.objects.get().name == "newsroom tool"


def test_without_a_role_there_are_no_tokens(client):
    client.force_login(User.objects.create_user("nobody", is_staff=True))
    assert client.get(TOKENS).status_code == 403
    assert client.get(ADD).status_code == 403


def test_the_list_takes_the_same_queries_for_one_and_for_three(client, django_assert_num_queries):
    boss = staff("boss", "Administrator")
    client.force_login(boss)
    client.get(TOKENS)
    for _round in range(2):
        issue(boss)
        with django_assert_num_queries(7):
            client.get(TOKENS)
        issue(staff(f"mina{_round}", "Editor"))
