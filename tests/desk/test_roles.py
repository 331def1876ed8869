"""What the roles may do holds at the front door, not only in what is shown."""

import pytest
from django.contrib.auth.models import Group, User
from django.test import Client
from django.urls import reverse

from events.models import Delegation
from news.models import PressRelease
from opportunities.models import Opportunity
from organizations.models import Organization
from portal.roles import ROLES
from publishing.actions import Approve
from publishing.enums import Stage
from publishing.models import Entry, Image
from tests import factories
from tests.admin_forms import posted
from tests.pictures import picture

pytestmark = pytest.mark.django_db


@pytest.fixture
def role(client: Client):
    def sign_in(name: str) -> Client:
        user = User.objects.create_user(name, password="secret", is_staff=True)
        user.groups.add(Group.objects.get(name=name))
        client.force_login(user)
        return client

    return sign_in


def change(entry: Entry) -> str:
    return reverse(f"admin:{entry._meta.app_label}_{entry._meta.model_name}_change", args=[entry.pk])


def step(entry: Entry, verb: str, *language: str) -> str:
    name = "text_step" if language else "step"
    return reverse(
        f"admin:{entry._meta.app_label}_{entry._meta.model_name}_{name}", args=[entry.pk, verb, *language]
    )


def test_the_roles_are_there() -> None:
    assert set(ROLES) <= set(Group.objects.values_list("name", flat=True))


class TestAuthor:
    def test_writes_and_hands_over_but_does_not_approve(self, role) -> None:
        client = role("Author")
        draft = factories.draft(PressRelease)
        factories.written(draft)

        page = client.get(change(draft))
        client.post(change(draft), posted(page) | {"number": "7", "_then": "submit"})

        draft.refresh_from_db()
        assert (draft.number, draft.state) == ("7", "in_review")
        assert client.post(step(draft, "approve"), {"at_once": "on"}).status_code == 403
        assert "Approve" not in client.get(change(draft)).text

    def test_leaves_facts_and_texts_in_review_alone(self, role) -> None:
        client = role("Author")
        entry = factories.in_review(PressRelease)
        page = client.get(change(entry))

        client.post(change(entry), posted(page) | {"number": "9", "texts-ko-title": "바뀐 제목"})

        entry.refresh_from_db()
        assert entry.number == ""
        assert entry.texts.get(language="ko").title != "바뀐 제목"

    def test_does_not_touch_the_facts_of_what_is_public(self, role) -> None:
        client = role("Author")
        entry = factories.released(PressRelease)
        values = {
            "number": "9",
            "severity": "minor",
            "change_note": "x",
            "issuer": entry.issuer_id,
            "dated": "2026",
        }

        client.post(change(entry), posted(client.get(change(entry))) | values)

        entry.refresh_from_db()
        assert entry.number == ""

    def test_does_not_see_accounts(self, role) -> None:
        assert role("Author").get(reverse("admin:auth_user_changelist")).status_code == 403


class TestTranslator:
    def test_writes_texts_and_no_facts(self, role) -> None:
        client = role("Translator")
        entry = factories.in_review(PressRelease, languages=("ko",))
        page = client.get(change(entry))
        assert 'name="texts-en-title"' in page.text
        assert 'name="issuer"' not in page.text

        typed = {
            "texts-en-title": "A title",
            "texts-en-body": "<p>Text</p>",
            "number": "9",
            "_then": "submit_text:en",
        }
        client.post(change(entry), posted(page) | typed)

        entry.refresh_from_db()
        english = entry.texts.get(language="en")
        assert (english.title, english.state, english.origin) == ("A title", "in_review", "translation")
        assert english.based_on == entry.texts.get(language="ko")
        assert entry.number == ""

    def test_neither_begins_nor_hands_over_an_entry(self, role) -> None:
        client = role("Translator")
        draft = factories.draft(PressRelease)
        factories.written(draft)

        assert client.get(reverse("admin:news_pressrelease_add")).status_code == 403
        assert client.post(step(draft, "submit")).status_code == 403

    def test_does_not_put_a_version_online(self, role) -> None:
        client = role("Translator")
        entry = factories.released(PressRelease)
        client.post(change(entry), posted(client.get(change(entry))) | {"_then": "draft_text:en"})
        client.post(change(entry), posted(client.get(change(entry))) | {"_then": "submit_text:en"})

        assert (
            client.post(step(entry, "publish_text", "en"), {"severity": "minor", "reason": "x"}).status_code
            == 403
        )
        assert entry.texts.live().get(language="en").version == 1


class TestEditor:
    def test_approves_what_others_look_after_without_changing_its_facts(self, role) -> None:
        client = role("Editor")
        entry = factories.in_review(Delegation)

        assert 'name="venue_en"' not in client.get(change(entry)).text
        response = client.post(step(entry, "approve"), {"at_once": "on", "release_zone": "Asia/Seoul"})

        assert response.status_code == 302
        entry.refresh_from_db()
        assert entry.stage() is Stage.RELEASED

    def test_releases_early_in_his_own_name(self, role) -> None:
        client = role("Editor")
        entry = factories.in_review(PressRelease)
        values = {"release_at_0": "2030-06-01", "release_at_1": "12:00", "release_zone": "Asia/Seoul"}
        client.post(step(entry, "approve"), values)

        client.post(step(entry, "release_early"), {"reason": "Agreed with both sides"})

        record = entry.audit.first()
        assert (record.action, record.reason, record.actor.username) == (
            "release_early",
            "Agreed with both sides",
            "Editor",
        )


class TestEventOfficer:
    def test_looks_after_events_and_reads_news(self, role) -> None:
        client = role("Event officer")
        delegation, release = factories.draft(Delegation), factories.draft(PressRelease)

        assert 'name="venue_en"' in client.get(change(delegation)).text
        assert 'name="number"' not in client.get(change(release)).text
        assert client.get(reverse("admin:news_pressrelease_add")).status_code == 403

    def test_corrects_a_public_event_but_no_news(self, role) -> None:
        client = role("Event officer")
        delegation, release = factories.released(Delegation), factories.released(PressRelease)
        told = {"severity": "correction", "change_note": "연기"}

        client.post(
            change(delegation), posted(client.get(change(delegation))) | {"status": "postponed", **told}
        )

        delegation.refresh_from_db()
        assert delegation.status == "postponed"
        assert 'name="severity"' not in client.get(change(release)).text
        assert client.post(step(delegation, "withdraw"), {"reason": "x"}).status_code == 403


class TestHelpDesk:
    def test_reads_opportunities_and_nothing_else_of_the_newsroom(self, role) -> None:
        client = role("Help desk")
        opportunity, release = factories.released(Opportunity), factories.released(PressRelease)

        page = client.get(change(opportunity))

        assert page.status_code == 200
        assert 'name="deadline_at_0"' not in page.text
        assert client.get(change(release)).status_code == 403
        for section in ("news_pressrelease", "organizations_organization", "publishing_entry", "auth_user"):
            assert client.get(reverse(f"admin:{section}_changelist")).status_code == 403
        assert client.get(reverse("admin:interest_expression_changelist")).status_code == 200


class TestAdministrator:
    def test_gives_roles_but_no_superpowers(self, role) -> None:
        client = role("Administrator")
        boss = factories.administrator()
        someone = User.objects.create_user("someone", is_staff=True)

        page = client.get(reverse("admin:auth_user_change", args=[someone.pk]))

        assert 'name="groups"' in page.text
        assert 'name="is_superuser"' not in page.text
        assert client.post(reverse("admin:auth_user_change", args=[boss.pk]), {}).status_code == 403

    def test_looks_after_everything(self, role) -> None:
        client = role("Administrator")
        organization = factories.released(Organization)

        assert 'name="severity"' in client.get(change(organization)).text


def test_pictures_of_drafts_are_shown_to_staff_only(role, client: Client) -> None:
    image = Image.objects.create(file=picture())
    from publishing.renditions import make_renditions

    make_renditions(image)
    address = reverse("picture", args=[image.token, 320, "jpg"])
    assert client.get(address).status_code == 404

    response = role("Author").get(address)
    assert response.status_code == 200
    assert b"".join(response.streaming_content)


class TestPictures:
    @pytest.fixture
    def used(self) -> Image:
        words = dict.fromkeys(("alt_en", "alt_ko", "alt_zh_hans"), "A bridge")
        image = Image.objects.create(file=picture(), **words)
        entry = factories.in_review(PressRelease)
        entry.images.create(image=image)
        Approve(entry, factories.actor(), at_once=True).execute()
        return image

    @pytest.mark.parametrize(("name", "words"), [("Author", "A bridge"), ("Editor", "Two bridges")])
    def test_who_does_not_correct_leaves_public_pictures_alone(
        self, role, used: Image, name: str, words: str
    ) -> None:
        client = role(name)
        address = reverse("admin:publishing_image_change", args=[used.pk])

        typed = {
            "alt_en": "Two bridges",
            "rights": used.rights,
            "severity": "minor",
            "change_note": "Counted",
        }
        client.post(address, posted(client.get(address)) | typed)

        used.refresh_from_db()
        assert used.alt_en == words
