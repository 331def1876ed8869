"""Access before the release: given to one person, watched, moved with the release, closed, and gone at the release."""

import re
from datetime import timedelta

import pytest
from django.contrib.auth.models import Group, User
from django.core import mail
from django.test import Client
from django.urls import reverse

from desk.preview import access_url
from news.models import PressRelease
from portal.logs import WithoutTokens
from publishing import access, clock, jobs
from publishing.actions import (
    Approve,
    GrantAccess,
    PublishText,
    Refused,
    ReleaseEarly,
    Reschedule,
    Return,
    RevokeAccess,
    RevokeEveryAccess,
    Submit,
    SubmitText,
)
from publishing.models import AccessLink, AccessOpening, AuditRecord, Entry, Job, Membership, Office
from tests.admin_forms import posted
from tests.factories import FACTS, NOON, actor, draft, in_review, scheduled, withdrawn, writer, written
from tests.world import files_of

pytestmark = pytest.mark.django_db

SECOND = timedelta(seconds=1)
DAY = timedelta(days=1)
YESTERDAY = NOON - DAY
HOLDER = {"holder": "Kim Soo-jin", "outlet": "Seoul Daily", "email": "kim@example.org", "language": "zh-hans"}


@pytest.fixture(autouse=True)
def _before():
    with clock.as_of(YESTERDAY):
        yield


def given(entry: Entry, purpose: str = "press", **values: object) -> str:
    """The address of a new link."""
    action = GrantAccess(
        entry, actor(), **{"purpose": purpose, "expires_at": entry.release_at or NOON, **HOLDER, **values}
    )
    action.execute()
    return reverse("access", args=[action.token])


def page(client: Client, address: str, status: int = 200, **headers: str) -> str:
    response = client.get(address, headers=headers)
    assert response.status_code == status, address
    return b"".join(response).decode(errors="replace")


def codes(action: GrantAccess) -> list[str]:
    return [reason.code for reason in action.check()]


def editor(office: Office | None = None) -> Client:
    user = User.objects.create_user(f"editor-{office}", is_staff=True)
    user.groups.add(Group.objects.get(name="Editor"))
    if office:
        Membership.objects.create(office=office, user=user)
    client = Client()
    client.force_login(user)
    return client


def mails() -> list[str]:
    jobs.run_due()
    return [f"{each.subject}\n{each.body}" for each in mail.outbox]


class TestReading:
    def test_leads_to_the_page_in_the_language_of_the_holder_and_only_of_this_entry(self, client):
        entry, other = scheduled(PressRelease, title="Salz"), scheduled(PressRelease, title="Pfeffer")
        entry.related.add(other)
        address = given(entry)
        response = client.get(address)
        assert (response.status_code, response.headers["Location"]) == (
            302,
            address + entry.path("zh-hans")[1:],
        )
        for language in ("en", "ko", "zh-hans"):
            words = page(client, address + entry.path(language)[1:])
            assert f"Salz {language}" in words
            assert "Pfeffer" not in words
        for path in (other.path("ko"), "/ko/news/", "/ko/search/?q=Salz", "/ko/", "/admin/", "/api/v1/"):
            assert client.get(address + path[1:]).headers["Location"] == path

    @pytest.mark.parametrize("model", FACTS, ids=lambda model: model.KIND.code)
    def test_every_kind_of_entry(self, client, model):
        entry = scheduled(model, title="Salz")
        assert "Salz zh-hans" in page(client, given(entry) + entry.path("zh-hans")[1:])

    def test_says_for_whom_and_until_when_in_the_language_of_the_page(self, client):
        entry = scheduled(PressRelease)
        address = given(entry, holder="<Kim>")
        words = page(client, address + entry.path("zh-hans")[1:])
        assert words.count("2026年6月1日（星期一）首尔时间12:00 · 北京时间11:00 · UTC时间03:00") >= 2
        assert words.count("&lt;Kim&gt;, Seoul Daily") >= 4
        assert "<Kim>" not in words
        assert "<pattern" in words
        assert 'style="' not in words.split("before-time-pattern")[1]
        assert "Monday 1 June 2026, 12:00 Seoul" in page(client, address + entry.path("en")[1:])

    def test_is_kept_and_found_by_nobody(self, client):
        entry = scheduled(PressRelease)
        address = given(entry) + entry.path("ko")[1:]
        response = client.get(address, headers={"referer": f"http://testserver{entry.path('en')}"})
        assert response["Cache-Control"] == "private, no-store"
        assert response["X-Robots-Tag"] == "noindex, nofollow, noarchive"
        assert response["Referrer-Policy"] == "no-referrer"
        assert not response.cookies
        assert not response.has_header("ETag")
        assert '<meta name="robots" content="noindex, nofollow, noarchive">' in response.text
        # Printed, the page leads to its public address and not to the link.
        assert f'href="http://testserver{entry.path("ko")}"' in response.text

    def test_has_its_pictures_and_files_and_no_others(self, client):
        entry, other = scheduled(PressRelease), scheduled(PressRelease)
        for each in (entry, other):
            files_of(each, "Salz")
        address = given(entry)
        words = page(client, address + entry.path("ko")[1:])
        picture = entry.images.get().image.renditions.filter(crop="").last()
        attachment = entry.attachments.get()
        for each in (picture, attachment):
            assert address + each.get_absolute_url()[1:] in words
            assert client.get(each.get_absolute_url()).status_code == 404
            response = client.get(address + each.get_absolute_url()[1:])
            assert (response.status_code, response["Cache-Control"]) == (200, "private, no-store")
            assert "noindex" in response["X-Robots-Tag"]
            b"".join(response)
        name = 'filename="embargoed-until-2026-06-01-1200-Seoul-Kim_Soo-jin-salz-file.pdf"'
        assert name in response["Content-Disposition"]
        foreign = other.images.get().image.renditions.filter(crop="").last().get_absolute_url()
        response = client.get(address + foreign[1:])
        assert (response.status_code, response.headers["Location"]) == (302, foreign)
        assert client.get(foreign).status_code == 404

    def test_every_opening_is_kept(self, client):
        entry = scheduled(PressRelease)
        files_of(entry, "Salz")
        address = given(entry)
        attachment = entry.attachments.get().get_absolute_url()
        page(client, address + entry.path("ko")[1:])
        page(client, address + attachment[1:])
        client.head(address + entry.path("ko")[1:])
        client.get(address + "ko/news/")
        openings = AccessOpening.objects.order_by("pk").values_list("path", "address", "at")
        assert list(openings) == [
            (entry.path("ko"), "127.0.0.1", YESTERDAY),
            (attachment, "127.0.0.1", YESTERDAY),
        ]

    def test_only_reading(self, client):
        entry = scheduled(PressRelease)
        address = given(entry) + entry.path("ko")[1:]
        assert client.head(address).status_code == 200
        assert client.post(address).status_code == 405
        assert client.get(address[:-1]).headers["Location"] == address

    def test_journalists_read_what_is_approved_and_colleagues_what_is_written(self, client):
        entry = scheduled(PressRelease, title="Salz")
        press, preview = given(entry), given(entry, "preview")
        written(entry, "ko", title="Pfeffer")
        assert "Salz ko" in page(client, press + entry.path("ko")[1:])
        assert "Pfeffer" in page(client, preview + entry.path("ko")[1:])

    def test_journalists_read_the_version_that_will_be_live_at_the_release(self, client):
        entry = scheduled(PressRelease, title="Salz")
        address = given(entry)
        text = written(entry, "ko", title="Pfeffer")
        SubmitText(text, writer()).execute()
        PublishText(text, actor(), reason="Neu.", severity="minor", publish_at=NOON - SECOND).execute()
        assert "Pfeffer" in page(client, address + entry.path("ko")[1:])

    def test_a_draft_for_a_colleague(self, client):
        entry = draft(PressRelease)
        written(entry, "ko", title="Salz ko")
        files_of(entry, "Salz")
        address = given(entry, "preview")
        assert "Salz ko" in page(client, address + entry.path("ko")[1:])
        assert page(client, address + entry.attachments.get().get_absolute_url()[1:]).startswith("%PDF")
        entry.refresh_from_db()
        assert entry.state == "draft"
        assert client.get(entry.path("ko")).status_code == 404


class TestClosed:
    def closed(self, client: Client, address: str, path: str = "zh-hans/news/entry/") -> tuple[int, str, str]:
        response = client.get(address + path)
        headers = {k: v for k, v in response.headers.items() if k != "Content-Security-Policy"}
        token = address.split("/")[2]
        return response.status_code, response.text.replace(token, ""), str(headers)

    def test_unknown_expired_and_revoked_answer_alike(self, client):
        entry = scheduled(PressRelease, title="Salz")
        files_of(entry, "Salz")
        expired, revoked = given(entry, expires_at=YESTERDAY + SECOND), given(entry)
        RevokeAccess(AccessLink.objects.latest("pk"), actor()).execute()
        withdrawn_one = withdrawn(PressRelease, at=YESTERDAY - 2 * DAY)
        AccessLink.objects.create(
            entry=withdrawn_one,
            purpose="press",
            token_hash=access.hashed("x" * 43),
            expires_at=NOON,
            created_by=actor().user,
            **HOLDER,
        )
        returned = given(back := scheduled(PressRelease))
        Return(back, actor(), reason="Neu.").execute()
        picture = entry.images.get().image.renditions.filter(crop="").last().get_absolute_url()
        with clock.as_of(YESTERDAY + 2 * SECOND):
            for path in ("", entry.path("zh-hans")[1:], entry.path("ko")[1:], picture[1:], "nowhere/", "ko/"):
                unknown = self.closed(client, reverse("access", args=["unknown"]), path)
                assert unknown[0] == 404
                for address in (expired, revoked, returned, reverse("access", args=["x" * 43])):
                    assert self.closed(client, address, path) == unknown
        assert "Salz" not in unknown[1]
        assert not AccessOpening.objects.exists()

    def test_says_so_in_the_language_of_the_reader(self, client):
        address = reverse("access", args=["unknown"])
        assert '<html lang="ko">' in page(client, f"{address}ko/news/x/", 404)
        assert '<html lang="zh-Hans">' in page(client, address, 404, **{"accept-language": "zh-CN"})
        assert "ask the person at the secretariat" in page(client, address, 404)
        assert client.get(address)["Cache-Control"] == "private, no-store"

    def test_dies_at_the_release_to_the_second(self, client):
        entry = scheduled(PressRelease)
        files_of(entry, "Salz")
        address = given(entry)
        own = (entry.path("ko"), entry.attachments.get().get_absolute_url())
        with clock.as_of(NOON - SECOND):
            for path in own:
                page(client, address + path[1:])
        with clock.as_of(NOON):
            for path in (*own, "/ko/news/"):
                response = client.get(f"{address}{path[1:]}?a=b")
                assert (response.status_code, response.headers["Location"]) == (302, f"{path}?a=b")
            assert client.get(address).headers["Location"] == entry.path("zh-hans")
        assert AccessOpening.objects.count() == 2

    def test_leads_nowhere_else(self, client):
        entry = scheduled(PressRelease)
        address = given(entry)
        for at in (YESTERDAY, NOON):
            with clock.as_of(at):
                for path in ("/evil.example/", "/evil.example", "%2F%2Fevil.example/", "\\evil.example/"):
                    location = client.get(address + path).headers.get("Location", "/")
                    assert re.match(r"/[^/\\]|/\Z", location), location

    def test_what_is_returned_stays_closed_for_journalists_and_open_for_colleagues(self, client):
        entry = scheduled(PressRelease)
        press, preview = given(entry), given(entry, "preview")
        Return(entry, actor(), reason="Neu.").execute()
        page(client, press + entry.path("ko")[1:], 404)
        page(client, preview + entry.path("ko")[1:])
        Submit(entry, writer()).execute()
        Approve(entry, actor(), release_at=NOON).execute()
        page(client, press + entry.path("ko")[1:], 404)

    def test_the_token_is_neither_stored_nor_written_into_logs(self, client, caplog):
        entry = scheduled(PressRelease)
        address = given(entry)
        token = address.split("/")[2]
        with caplog.at_level("INFO"):
            page(client, address + "nowhere/", 404)
            assert client.post(address).status_code == 405
        stored = [*AccessLink.objects.values(), *AuditRecord.objects.values(), *Job.objects.values()]
        assert token not in str(stored)
        assert caplog.records
        formatter = WithoutTokens()
        for record in caplog.records:
            formatter.filter(record)
            assert token not in record.getMessage()


class TestGranting:
    def test_reasons_against_it(self):
        plain = {"purpose": "press", "expires_at": NOON, **HOLDER}
        ready = scheduled(PressRelease)
        assert codes(GrantAccess(ready, actor(), **plain)) == []
        assert codes(GrantAccess(in_review(PressRelease), actor(), **plain)) == ["not_approved"]
        assert codes(GrantAccess(draft(PressRelease), actor(), **{**plain, "purpose": "preview"})) == [
            "text_missing"
        ]
        assert codes(GrantAccess(ready, actor(), **{**plain, "email": ""})) == ["email_missing"]
        assert codes(GrantAccess(ready, actor(), **{**plain, "holder": " "})) == ["holder_missing"]
        assert codes(GrantAccess(ready, actor(), **{**plain, "expires_at": YESTERDAY})) == ["expiry_past"]
        preview = {**plain, "purpose": "preview", "email": ""}
        assert codes(GrantAccess(ready, actor(), **preview)) == []
        assert codes(GrantAccess(ready, actor(), **preview, by_mail=True)) == ["email_missing"]
        with clock.as_of(NOON):
            assert codes(GrantAccess(ready, actor(), **{**plain, "expires_at": NOON + DAY})) == ["state"]
        nobody = User.objects.create_user("nobody", is_staff=True)
        assert codes(GrantAccess(ready, actor(nobody), **plain)) == ["permission"]
        with pytest.raises(ValueError, match="nonsense"):
            GrantAccess(ready, actor(), **{**plain, "purpose": "nonsense"})

    def test_revoking_one_and_all(self, client):
        entry = scheduled(PressRelease)
        addresses = [given(entry) for _each in range(3)]
        first = AccessLink.objects.order_by("pk").first()
        RevokeAccess(first, actor()).execute()
        with pytest.raises(Refused):
            RevokeAccess(first, actor()).execute()
        assert [client.get(each).status_code for each in addresses] == [404, 302, 302]
        RevokeEveryAccess(entry, actor()).execute()
        assert [client.get(each).status_code for each in addresses] == [404, 404, 404]
        with pytest.raises(Refused):
            RevokeEveryAccess(entry, actor()).execute()
        assert AuditRecord.objects.filter(action="revoke_every_access", entry=entry).count() == 1


class TestMails:
    def test_the_link_in_the_language_of_the_holder(self, client):
        entry = scheduled(PressRelease, title="Salz")
        token = given(entry, by_mail=True).split("/")[2]
        (words,) = mails()
        assert mail.outbox[0].to == ["kim@example.org"]
        assert f"http://localhost:8000/preview/{token}/" in words
        assert "Salz zh-hans" in words
        assert "2026年6月1日（星期一）首尔时间12:00 · 北京时间11:00 · UTC时间03:00" in words
        # Once it is sent the queue has forgotten it.
        assert not [job for job in Job.objects.all() if token in str(job.run.args_kwargs)]
        given(entry)
        assert len(mails()) == 1

    def test_a_changed_release_time_old_and_new_and_the_link_follows(self, client):
        entry = scheduled(PressRelease)
        address = given(entry, language="en")
        short = given(entry, language="en", email="lee@example.org", expires_at=NOON - 2 * SECOND)
        given(entry, "preview", email="")
        Reschedule(entry, actor(), release_at=NOON + DAY, reason="Später.").execute()
        words = mails()
        assert sorted(each.to[0] for each in mail.outbox) == ["kim@example.org", "lee@example.org"]
        assert "New release time: Tuesday 2 June 2026, 12:00 Seoul · 11:00 Beijing · 03:00 UTC" in words[0]
        assert "Before it was: Monday 1 June 2026, 12:00 Seoul · 11:00 Beijing · 03:00 UTC" in words[0]
        with clock.as_of(NOON + SECOND):
            assert "2 June 2026" in page(client, address + entry.path("en")[1:])
            page(client, short + entry.path("en")[1:], 404)

    def test_an_early_release(self, client):
        entry = scheduled(PressRelease, title="Salz")
        address = given(entry, language="en")
        RevokeAccess(AccessLink.objects.get(), actor()).execute()
        given(entry, "preview", language="ko", email="lee@example.org")
        given(entry, language="en")
        ReleaseEarly(entry, actor(), reason="Durchgesickert.").execute()
        told = {each.to[0]: each.body for each in mail.outbox if "http" in each.body} if mails() else {}
        assert set(told) == {"kim@example.org", "lee@example.org"}
        assert f"http://localhost:8000{entry.path('en')}" in told["kim@example.org"]
        assert "Sunday 31 May 2026" in told["kim@example.org"]
        assert "Durchgesickert" not in str(told)
        page(client, address, 404)

    def test_revoked_politely_without_the_title(self):
        entry = scheduled(PressRelease, title="Salz")
        given(entry, language="en")
        RevokeEveryAccess(entry, actor()).execute()
        (words,) = mails()
        assert entry.ref in words
        assert "no longer opens" in words
        assert "Salz" not in words

    def test_returned_closes_and_says_so(self):
        entry = scheduled(PressRelease)
        given(entry)
        Return(entry, actor(), reason="Neu.").execute()
        assert len(mails()) == 1
        assert AccessLink.objects.get().revoked_at == YESTERDAY

    def test_nobody_is_told_of_what_was_refused(self):
        entry = scheduled(PressRelease)
        given(entry)
        with pytest.raises(Refused):
            Reschedule(entry, actor(), release_at=NOON + DAY).execute()
        assert mails() == []


class TestPage:
    def test_a_journalist_is_given_a_link_that_is_shown_once(self, client):
        entry = scheduled(PressRelease)
        desk = editor()
        values = posted(desk.get(access_url(entry)), "access_form")
        assert values["expires_at_0"] == ["2026-06-01"]
        assert values["expires_at_1"] == ["12:00"]
        answer = desk.post(access_url(entry), {**values, **HOLDER, "by_mail": "on", "step": "grant"})
        (address,) = re.findall(r'value="http://testserver(/preview/[^"]+)"', answer.text)
        assert "no-store" in answer["Cache-Control"]
        assert address not in desk.get(access_url(entry)).text
        link = AccessLink.objects.get()
        assert (link.purpose, link.expires_at, link.language) == ("press", NOON, "zh-hans")
        assert "Salz" not in page(client, address + entry.path("ko")[1:])
        assert len(mails()) == 1
        words = desk.get(access_url(entry)).text
        assert "1 time" in words
        assert entry.path("ko") in words

    def test_what_is_wrong_is_said_and_nothing_is_lost(self):
        entry = scheduled(PressRelease)
        desk = editor()
        values = posted(desk.get(access_url(entry)), "access_form") | HOLDER | {"step": "grant"}
        for name, odd in (
            ("holder", ""),
            ("email", ""),
            ("email", "kim"),
            ("expires_at_0", "2026-05-01"),
            ("expires_at_1", ""),
            ("purpose", "x"),
            ("language", "de"),
        ):
            answer = desk.post(access_url(entry), {**values, name: odd})
            assert "errorlist" in answer.text, name
            assert "Seoul Daily" in answer.text
        assert not AccessLink.objects.exists()
        for step in ("revoke:1", "revoke:x", f"revoke:{'9' * 40}", "nonsense"):
            assert desk.post(access_url(entry), {"step": step}).status_code == 404

    def test_one_and_all_are_revoked(self, client):
        entry = scheduled(PressRelease)
        addresses = [given(entry), given(entry)]
        desk = editor()
        first = AccessLink.objects.order_by("pk").first()
        answer = desk.post(access_url(entry), {"step": f"revoke:{first.pk}"}, follow=True)
        assert "The link of Kim Soo-jin no longer opens." in answer.text
        assert [client.get(each).status_code for each in addresses] == [404, 302]
        desk.post(access_url(entry), {"step": "revoke_all"})
        assert [client.get(each).status_code for each in addresses] == [404, 404]
        answer = desk.post(access_url(entry), {"step": "revoke_all"}, follow=True)
        assert "No link is open." in answer.text

    def test_the_link_of_another_entry_is_not_revoked_here(self):
        entry, other = scheduled(PressRelease), scheduled(PressRelease)
        given(other)
        link = AccessLink.objects.get()
        assert editor().post(access_url(entry), {"step": f"revoke:{link.pk}"}).status_code == 404

    def test_for_those_who_may_give_access(self, client):
        office = Office.objects.create(code="o", name_en="o")
        entry = scheduled(PressRelease, office=office)
        assert client.get(access_url(entry)).status_code == 302
        assert editor(office).get(access_url(entry)).status_code == 200
        stranger = editor(Office.objects.create(code="p", name_en="p"))
        assert stranger.get(access_url(entry)).status_code in (403, 404)
        author = User.objects.create_user("author", is_staff=True)
        author.groups.add(Group.objects.get(name="Author"))
        client.force_login(author)
        assert client.get(access_url(entry)).status_code in (403, 404)

    def test_costs_the_same_for_one_link_and_for_three(self, django_assert_num_queries):
        entry = scheduled(PressRelease)
        desk = editor()
        desk.get(access_url(entry))
        for more in (1, 2):
            for _each in range(more):
                address = given(entry)
                Client().get(address + entry.path("ko")[1:])
            with django_assert_num_queries(QUERIES):
                desk.get(access_url(entry))

    def test_what_is_public_needs_no_link(self):
        entry = scheduled(PressRelease)
        given(entry)
        with clock.as_of(NOON):
            words = editor().get(access_url(entry)).text
            assert "Make the link" not in words
            assert "over: released" in words


QUERIES = 11
