"""Two people in one entry: what each changed is kept, what both changed is laid before the second."""

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse

from events.models import Forum, ProgrammeItem, Talk
from news.models import PressRelease, Quote
from organizations.models import Person, Role
from publishing import clock
from publishing.actions import Approve, EditText, RecordFacts, Submit
from publishing.models import Money, Place
from tests import factories
from tests.admin_forms import posted
from tests.factories import NOON, actor

pytestmark = pytest.mark.django_db


@pytest.fixture
def editor(admin_client: Client) -> Client:
    return admin_client


def address(instance) -> str:
    opts = instance._meta
    return reverse(f"admin:{opts.app_label}_{opts.model_name}_change", args=[instance.pk])


def colleague() -> User:
    user = User.objects.filter(username="kim").first()
    return user or User.objects.create_superuser("kim", first_name="Minji", last_name="Kim")


def change_facts(entry, **facts) -> None:
    """What a colleague stores while a page is open elsewhere."""
    entry = type(entry).objects.get(pk=entry.pk)
    for name, value in facts.items():
        setattr(entry, name, value)
    entry.save()
    RecordFacts(entry, actor(colleague())).execute()


def change_text(entry, language="ko", **wording) -> None:
    text = entry.texts.open().get(language=language)
    for name, value in wording.items():
        setattr(text, name, value)
    EditText(text, actor(colleague())).execute()


class TestFacts:
    def test_what_both_changed_is_refused_and_both_are_shown(self, editor):
        release = factories.draft(PressRelease, number="1")
        page = posted(editor.get(address(release)))
        change_facts(release, number="2")

        response = editor.post(address(release), page | {"number": "3", "dateline": ""})

        release.refresh_from_db()
        assert release.number == "2"
        assert response.status_code == 200
        assert "Somebody else has changed the same facts meanwhile." in response.text
        clash = response.context["merge"].clashes[0]
        assert (clash.name, clash.yours, clash.theirs) == ("number", "3", "2")
        assert clash.changed.startswith("Minji Kim, ")
        assert posted(response)["number"] == ["3"]

    def test_mine_is_stored_by_saving_again(self, editor):
        release = factories.draft(PressRelease, number="1")
        page = posted(editor.get(address(release)))
        change_facts(release, number="2")
        second = posted(editor.post(address(release), page | {"number": "3"}))

        assert editor.post(address(release), second).status_code == 302

        release.refresh_from_db()
        assert release.number == "3"

    def test_theirs_is_taken_by_ticking_it(self, editor):
        release = factories.draft(PressRelease, number="1", source_url="https://a.example/")
        page = posted(editor.get(address(release)))
        change_facts(release, number="2")
        second = posted(
            editor.post(address(release), page | {"number": "3", "source_url": "https://b.example/"})
        )

        editor.post(address(release), second | {"_take-number": "on"})

        release.refresh_from_db()
        assert (release.number, release.source_url) == ("2", "https://b.example/")

    def test_what_only_the_other_changed_stays_as_he_made_it(self, editor):
        release = factories.draft(PressRelease, number="1", source_url="https://a.example/")
        page = posted(editor.get(address(release)))
        change_facts(release, number="2", release_at=NOON, release_zone="Asia/Shanghai")

        response = editor.post(address(release), page | {"source_url": "https://b.example/"}, follow=True)

        release.refresh_from_db()
        assert (release.number, release.source_url) == ("2", "https://b.example/")
        assert (release.release_at, release.release_zone) == (NOON, "Asia/Shanghai")
        assert "Changed by somebody else meanwhile and kept as it is now" in response.text

    def test_a_third_change_is_seen_after_a_decision(self, editor):
        release = factories.draft(PressRelease, number="1")
        page = posted(editor.get(address(release)))
        change_facts(release, number="2")
        second = posted(editor.post(address(release), page | {"number": "3"}))
        change_facts(release, number="4")

        response = editor.post(address(release), second)

        assert response.context["merge"].clashes[0].theirs == "4"
        release.refresh_from_db()
        assert release.number == "4"

    def test_both_typed_the_same(self, editor):
        release = factories.draft(PressRelease, number="1")
        page = posted(editor.get(address(release)))
        change_facts(release, number="2")

        assert editor.post(address(release), page | {"number": "2"}).status_code == 302

    def test_relations_are_compared_too(self, editor):
        release = factories.draft(PressRelease)
        beijing = Place.objects.create(slug="bj", name_en="Beijing", zone="Asia/Shanghai")
        seoul = Place.objects.create(slug="se", name_en="Seoul", zone="Asia/Seoul")
        page = posted(editor.get(address(release)))
        release.places.add(beijing)
        RecordFacts(release, actor(colleague())).execute()

        response = editor.post(address(release), page | {"places": [seoul.pk]})

        clash = response.context["merge"].clashes[0]
        assert (clash.yours, clash.theirs) == ("Seoul", "Beijing")
        assert list(release.places.all()) == [beijing]

    def test_a_release_time_and_its_zone_are_one_fact(self, editor):
        release = factories.draft(PressRelease, release_at=NOON)
        page = posted(editor.get(address(release)))
        change_facts(release, release_zone="Asia/Shanghai")

        response = editor.post(address(release), page | {"release_at_1": "13:00"})

        assert response.context["merge"].clashes[0].name == "release_at"
        release.refresh_from_db()
        assert release.release_at == NOON

    def test_another_stage_is_told_before_facts_are_stored(self, editor):
        release = factories.draft(PressRelease)
        factories.written(release)
        page = posted(editor.get(address(release)))
        Submit(release, actor(colleague())).execute()

        response = editor.post(address(release), page | {"number": "3"})
        assert "This entry has meanwhile become: in review." in response.text
        release.refresh_from_db()
        assert release.number == ""

        editor.post(address(release), posted(response))
        release.refresh_from_db()
        assert release.number == "3"

    def test_another_stage_is_nothing_to_who_changed_no_facts(self, editor):
        release = factories.draft(PressRelease)
        factories.written(release)
        page = posted(editor.get(address(release)))
        Submit(release, actor(colleague())).execute()

        assert editor.post(address(release), page | {"texts-en-title": "A title"}).status_code == 302

    def test_a_form_that_does_not_say_what_it_was_made_from(self, editor):
        release = factories.draft(PressRelease, number="1")
        page = posted(editor.get(address(release)))

        for nonsense in (None, "", "x", "99 draft 0", "1 nowhere 0"):
            values = page | {"number": "3"} | ({} if nonsense is None else {"_seen": nonsense})
            if nonsense is None:
                del values["_seen"]
            response = editor.post(address(release), values)
            assert "This page does not say what it was made from." in response.text
        release.refresh_from_db()
        assert release.number == "1"
        assert editor.post(address(release), posted(response)).status_code == 302


class TestParts:
    def quoted(self):
        release = factories.draft(PressRelease)
        role = Role.objects.create(
            person=factories.released(Person),
            organization=release.issuer,
            type="director",
            title_en="Director",
        )
        first = Quote.objects.create(release=release, role=role, text_en="One")
        second = Quote.objects.create(release=release, role=role, text_en="Two")
        RecordFacts(release, actor()).execute()
        return release, first, second

    def test_rows_are_compared_field_by_field(self, editor):
        release, first, second = self.quoted()
        page = posted(editor.get(address(release)))
        Quote.objects.filter(pk=first.pk).update(text_en="One, theirs", position=5)
        Quote.objects.filter(pk=second.pk).update(text_ko="둘")
        RecordFacts(release, actor(colleague())).execute()

        response = editor.post(
            address(release), page | {"quotes-0-text_en": "One, mine", "quotes-1-text_en": "Two, mine"}
        )
        clash = response.context["merge"].clashes
        assert [(each.name, each.yours, each.theirs) for each in clash] == [
            ("quotes-0-text_en", "One, mine", "One, theirs")
        ]

        editor.post(address(release), posted(response))
        first.refresh_from_db()
        second.refresh_from_db()
        assert (first.text_en, first.position) == ("One, mine", 5)
        assert (second.text_en, second.text_ko) == ("Two, mine", "둘")

    def test_a_row_removed_by_the_other_goes_where_it_was_not_touched(self, editor):
        release, first, second = self.quoted()
        page = posted(editor.get(address(release)))
        first.delete()
        RecordFacts(release, actor(colleague())).execute()

        assert editor.post(address(release), page | {"quotes-1-text_en": "Two, mine"}).status_code == 302

        assert list(release.quotes.values_list("pk", "text_en")) == [(second.pk, "Two, mine")]

    @pytest.mark.parametrize("take", [True, False])
    def test_a_row_removed_by_the_other_and_changed_by_me(self, editor, take):
        release, first, _second = self.quoted()
        page = posted(editor.get(address(release)))
        first.delete()
        RecordFacts(release, actor(colleague())).execute()

        response = editor.post(address(release), page | {"quotes-0-text_en": "One, mine"})
        clash = response.context["merge"].clashes[0]
        assert "One, mine" in clash.yours
        assert (clash.name, clash.theirs) == ("quotes-1", "removed")

        box = {f"_take-{clash.name}": "on"} if take else {}
        assert editor.post(address(release), posted(response) | box).status_code == 302
        kept = [] if take else ["One, mine"]
        assert list(release.quotes.order_by("pk").values_list("text_en", flat=True)) == ["Two", *kept]

    @pytest.mark.parametrize("take", [True, False])
    def test_a_row_changed_by_the_other_and_removed_by_me(self, editor, take):
        release, first, _second = self.quoted()
        page = posted(editor.get(address(release)))
        Quote.objects.filter(pk=first.pk).update(text_en="One, theirs")
        RecordFacts(release, actor(colleague())).execute()

        response = editor.post(address(release), page | {"quotes-0-DELETE": "on"})
        clash = response.context["merge"].clashes[0]
        assert (clash.name, clash.yours) == ("quotes-0-DELETE", "removed")
        assert "One, theirs" in clash.theirs

        box = {f"_take-{clash.name}": "on"} if take else {}
        editor.post(address(release), posted(response) | box)
        assert release.quotes.filter(pk=first.pk).exists() is take

    def test_rows_that_both_added_are_both_there(self, editor):
        release, *_quotes = self.quoted()
        page = posted(editor.get(address(release)))
        Money.objects.create(entry=release, label_en="theirs", amount=1, currency="KRW")
        RecordFacts(release, actor(colleague())).execute()
        row = {
            "money-TOTAL_FORMS": "1",
            "money-0-label_en": "mine",
            "money-0-amount": "2",
            "money-0-currency": "KRW",
            "money-0-qualifier": "exact",
            "money-0-position": "0",
        }

        response = editor.post(address(release), page | row)

        assert response.status_code == 302, response.context["faults"]
        assert set(release.money.values_list("label_en", flat=True)) == {"mine", "theirs"}

    def test_a_part_on_a_page_of_its_own(self, editor):
        forum = factories.draft(Forum)
        item = ProgrammeItem.objects.create(event=forum, type="forum", title_en="Item")
        talk = Talk.objects.create(item=item, title_en="Talk")
        RecordFacts(forum, actor()).execute()
        page = posted(editor.get(address(item)))
        Talk.objects.filter(pk=talk.pk).update(title_en="Talk, theirs")
        ProgrammeItem.objects.filter(pk=item.pk).update(title_ko="항목")
        RecordFacts(forum, actor(colleague())).execute()

        response = editor.post(
            address(item), page | {"title_en": "Item, mine", "talks-0-title_en": "Talk, mine"}
        )
        assert [each.name for each in response.context["merge"].clashes] == ["talks-0-title_en"]

        editor.post(address(item), posted(response) | {"_take-talks-0-title_en": "on"})
        item.refresh_from_db()
        talk.refresh_from_db()
        assert (item.title_en, item.title_ko, talk.title_en) == ("Item, mine", "항목", "Talk, theirs")


class TestTexts:
    def test_both_versions_are_shown_with_what_differs(self, editor):
        release = factories.draft(PressRelease)
        factories.written(release, title="제목", body="<p>처음 문장</p>")
        page = posted(editor.get(address(release)))
        change_text(release, title="남의 제목", body="<p>남의 문장</p>")

        response = editor.post(
            address(release),
            page | {"texts-ko-title": "나의 제목", "texts-ko-body": "<p>나의 문장</p>"},
        )

        assert response.status_code == 200
        assert "<ins>나</ins>의 제목" in response.text
        assert "<del>남</del>의 제목" in response.text
        assert "<ins>나</ins>의 문장" in response.text
        assert "Minji Kim, " in response.text
        assert release.texts.get().title == "남의 제목"

        editor.post(address(release), posted(response) | {"_take-texts-ko-body": "on"})
        text = release.texts.get()
        assert (text.title, text.body) == ("나의 제목", "<p>남의 문장</p>")

    def test_another_language_and_another_field_are_no_collision(self, editor):
        release = factories.draft(PressRelease)
        factories.written(release, title="제목", deck="")
        factories.written(release, "en", title="Title")
        page = posted(editor.get(address(release)))
        change_text(release, title="남의 제목")
        change_text(release, "en", title="Their title")

        response = editor.post(
            address(release), page | {"texts-ko-deck": "나의 부제", "number": "7"}, follow=True
        )

        text = release.texts.get(language="ko")
        assert (text.title, text.deck) == ("남의 제목", "나의 부제")
        assert release.texts.get(language="en").title == "Their title"
        release.refresh_from_db()
        assert release.number == "7"
        assert "kept as it is now" in response.text

    def test_both_began_the_first_version(self, editor):
        release = factories.draft(PressRelease)
        page = posted(editor.get(address(release)))
        factories.written(release, title="남의 제목", body="<p>남의 문장</p>")

        response = editor.post(address(release), page | {"texts-ko-title": "나의 제목"})
        assert "<ins>나</ins>의 제목" in response.text

        editor.post(address(release), posted(response))
        text = release.texts.get()
        assert (text.title, text.body) == ("나의 제목", "<p>남의 문장</p>")

    def test_a_version_that_went_online_meanwhile(self, editor):
        release = factories.in_review(PressRelease, languages=("ko",))
        with clock.as_of(NOON):
            page = posted(editor.get(address(release)))
            Approve(release, actor(colleague()), at_once=True).execute()

            response = editor.post(address(release), page | {"texts-ko-title": "나의 제목"})

            assert "no longer open" in response.text
            assert posted(response)["texts-ko-title"] == ["나의 제목"]
            assert release.texts.count() == 1


class TestSteps:
    def step(self, entry, verb: str) -> str:
        return reverse("admin:news_pressrelease_step", args=[entry.pk, verb])

    def test_what_is_approved_is_what_was_looked_at(self, editor):
        release = factories.in_review(PressRelease, languages=("ko",))
        with clock.as_of(NOON):
            page = posted(editor.get(self.step(release, "approve")), form_id="") | {"at_once": "on"}
            change_text(release, title="남의 제목")

            response = editor.post(self.step(release, "approve"), page)
            assert "This has changed since you looked at it." in response.text
            release.refresh_from_db()
            assert release.state == "in_review"

            again = posted(response, form_id="") | {"at_once": "on"}
            assert editor.post(self.step(release, "approve"), again).status_code == 302
            release.refresh_from_db()
            assert release.state == "approved"

    def test_a_step_on_the_entry_page_waits_for_a_second_look(self, editor):
        release = factories.draft(PressRelease)
        factories.written(release)
        page = posted(editor.get(address(release)))
        change_text(release, title="남의 제목")

        response = editor.post(address(release), page | {"number": "7", "_then": "submit"}, follow=True)

        assert "look at it before the next step" in response.text
        release.refresh_from_db()
        assert (release.number, release.state) == ("7", "draft")
        editor.post(address(release), posted(response) | {"_then": "submit"})
        release.refresh_from_db()
        assert release.state == "in_review"

    def test_one_s_own_change_does_not_stop_one_s_own_step(self, editor):
        release = factories.draft(PressRelease)
        factories.written(release)
        page = posted(editor.get(address(release)))

        editor.post(address(release), page | {"texts-ko-title": "새 제목", "number": "7", "_then": "submit"})

        release.refresh_from_db()
        assert (release.number, release.state) == ("7", "in_review")
