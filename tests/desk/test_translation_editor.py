"""A translation beside its original: what changed is marked, what is typed is stored by the kernel's own steps."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import Group, User
from django.http import HttpResponse
from django.test import Client

from desk.translation.wordlist import wordlist
from news.models import PressRelease
from publishing import clock
from publishing.actions import AssignTranslation, DraftText, PublishText, SubmitText, WaiveLanguage
from publishing.models import Entry, Explanation, GlossaryTerm, Membership, Office, Page
from tests import factories
from tests.admin_forms import posted
from tests.factories import NOON

pytestmark = pytest.mark.django_db

LATER = NOON + timedelta(days=1)
BEFORE = "<h2>제목</h2><p>기업 14곳이 참가한다.</p><p>둘째 날에는 항만을 본다.</p>"
AFTER = "<h2>제목</h2><p>기업 13곳이 참가한다.</p><p>새 문단이 하나 생겼다.</p>"
CHINESE = "<h2>标题</h2><p>14家企业参加。</p><p>第二天参观港口。</p>"


def url(entry: Entry, language: str = "zh-hans") -> str:
    return f"/admin/translation/{entry.pk}/{language}/"


@pytest.fixture
def translator(client: Client) -> User:
    user = User.objects.create_user("someone", password="secret", is_staff=True, first_name="Some One")
    user.groups.add(Group.objects.get(name="Translator"))
    client.force_login(user)
    return user


@pytest.fixture
def entry() -> Entry:
    """A release whose Korean original moved on after the translations were made."""
    made = factories.released(PressRelease)
    live = factories.live(made, "ko")
    live.body = BEFORE
    live.save()
    chinese = factories.live(made, "zh-hans")
    chinese.body = CHINESE
    chinese.save()
    with clock.as_of(LATER - timedelta(hours=1)):
        DraftText(made, factories.writer(), language="ko").execute()
        text = made.texts.open().get(language="ko")
        text.title, text.body = f"{text.title} 13", AFTER
        text.save()
        SubmitText(text, factories.writer()).execute()
        PublishText(text, factories.actor(), severity="correction", reason="하나 빠졌다.").execute()
    return made


def open_page(client: Client, entry: Entry, language: str = "zh-hans", query: str = "") -> HttpResponse:
    with clock.as_of(LATER):
        return client.get(url(entry, language) + query)


def send(client: Client, page: HttpResponse, entry: Entry, query: str = "", **values: object) -> HttpResponse:
    fields = posted(page, "translation_form") | values
    with clock.as_of(LATER):
        return client.post(url(entry) + query, fields)


class TestReading:
    def test_paragraphs_that_changed_since_are_marked(self, client, translator, entry) -> None:
        page = open_page(client, entry)
        original = page.context["original"]
        assert [str(each.change) for each in original.body] == ["same", "changed", "removed", "added"]
        assert original.changes == 4
        assert "기업 <del>14</del>곳이" in page.text
        assert "기업 <ins>13</ins>곳이" in page.text
        assert "since version 1" in page.text
        assert {"private", "no-store"} <= set(page["Cache-Control"].split(", "))

    def test_what_is_current_has_no_marks(self, client, translator) -> None:
        page = open_page(client, factories.released(PressRelease))
        assert page.context["original"].changes == 0
        assert "data-changed" not in page.text

    def test_the_marks_stay_while_the_new_version_is_written(self, client, translator, entry) -> None:
        page = open_page(client, entry)
        send(client, page, entry, **{"text-title": "新标题", "_save": ""})
        assert open_page(client, entry).context["original"].changes == 4

    def test_the_original_in_the_making_can_be_chosen(self, client, translator, entry) -> None:
        with clock.as_of(LATER):
            DraftText(entry, factories.writer(), language="ko").execute()
            text = entry.texts.open().get(language="ko")
            text.title = "다음 판"
            text.save()
        assert "다음 판" not in open_page(client, entry).text
        assert "다음 판" in open_page(client, entry, query="?original=open").text
        assert "다음 판" not in open_page(client, entry, query="?original=nothing").text

    def test_plan_deadline_and_who_assigned_it(self, client, translator, entry) -> None:
        with clock.as_of(LATER - timedelta(minutes=30)):
            AssignTranslation(
                entry,
                factories.actor(),
                language="zh-hans",
                translator=translator,
                due_at=LATER - timedelta(minutes=5),
                due_zone="Asia/Shanghai",
            ).execute()
            WaiveLanguage(entry, factories.actor(), language="en", reason="Only for here.").execute()
        page = open_page(client, entry)
        assert "Some One" in page.text
        assert "assigned by administrator" in page.text
        assert "overdue" in page.text
        assert "10:55 Beijing" in page.text
        assert "Only for here." in open_page(client, entry, "en").text
        desk = client.get(f"/admin/news/pressrelease/{entry.pk}/change/")
        assert url(entry) in desk.text
        assert "Only for here." in desk.text

    def test_official_words_of_the_original(self, client, translator, entry) -> None:
        GlossaryTerm.objects.create(
            slug="port",
            term_en="port",
            term_ko="항만",
            term_zh_hans="港口",
            definition_en="Where ships land.",
        )
        GlossaryTerm.objects.create(
            slug="company", term_en="company", term_ko="기업", definition_en="A firm."
        )
        original = factories.live(entry, "ko")
        original.body = BEFORE
        words = wordlist(entry, original, "zh-hans")
        assert [(word.said, word.official) for word in words] == [("항만", "港口")]

    def test_the_original_itself_and_unknown_languages_are_not_translated(
        self, client, translator, entry
    ) -> None:
        assert open_page(client, entry, "ko").status_code == 404
        assert open_page(client, entry, "fr").status_code == 404
        assert client.get("/admin/translation/999999/en/").status_code == 404

    def test_an_entry_without_any_text_says_so(self, client, translator) -> None:
        assert "The original has not been written yet." in open_page(client, factories.draft(Page)).text


class TestWriting:
    def test_a_stale_translation_gets_a_new_version_and_is_handed_over(
        self, client, translator, entry
    ) -> None:
        page = open_page(client, entry)
        response = send(client, page, entry, **{"text-body": CHINESE.replace("14", "13"), "_submit": ""})
        assert response.status_code == 302
        text = entry.texts.get(language="zh-hans", version=2)
        assert (text.state, text.origin) == ("in_review", "translation")
        assert "13家企业" in text.body
        assert text.title == factories.live(entry, "zh-hans").title
        assert text.based_on == factories.live(entry, "ko")
        assert text.author == translator
        after = open_page(client, entry)
        assert 'name="text-title"' not in after.text
        assert "13家企业" in after.text

    def test_a_missing_translation_begins_empty_and_is_stored(self, client, translator) -> None:
        made = factories.released(PressRelease, languages=("ko",))
        page = open_page(client, made)
        assert posted(page, "translation_form")["text-title"] == [""]
        send(client, page, made, **{"text-title": "标题", "text-body": "<p>正文</p>", "_save": ""})
        text = made.texts.get(language="zh-hans")
        assert (text.version, text.state, text.title) == (1, "draft", "标题")
        assert text.based_on == factories.live(made, "ko")

    def test_what_cannot_be_handed_over_yet_is_saved_all_the_same(self, client, translator, entry) -> None:
        page = open_page(client, entry)
        send(client, page, entry, **{"text-body": '<p>好<sup data-note="1"></sup></p>', "_submit": ""})
        assert entry.texts.open().get(language="zh-hans").state == "draft"
        after = open_page(client, entry)
        assert "mark 1 in the text has no footnote" in after.text
        assert "saved, but not handed over" in after.text

    def test_nothing_typed_stores_nothing(self, client, translator, entry) -> None:
        page = open_page(client, entry)
        response = send(client, page, entry, _submit="")
        assert response.status_code == 302
        assert "nothing was changed" in open_page(client, entry).text
        assert not entry.texts.open().exists()

    def test_a_draft_says_that_it_follows_a_later_original(self, client, translator, entry) -> None:
        with clock.as_of(LATER):
            DraftText(entry, factories.actor(translator), language="zh-hans").execute()
            text = entry.texts.open().get(language="zh-hans")
            text.based_on = entry.texts.get(language="ko", version=1)
            text.save()
        page = open_page(client, entry)
        assert 'name="follows"' in page.text
        send(client, page, entry, **{"text-title": "新", "_save": ""})
        text.refresh_from_db()
        assert text.based_on.version == 1
        send(client, open_page(client, entry), entry, follows="on", _save="")
        text.refresh_from_db()
        assert (text.based_on.version, text.title) == (2, "新")
        assert 'name="follows"' not in open_page(client, entry).text

    def test_confirmed_as_current_in_one_click(self, client, translator, entry) -> None:
        page = open_page(client, entry)
        assert 'name="_confirm"' in page.text
        typed = send(client, page, entry, **{"text-title": "改", "_confirm": ""})
        assert "You have changed the text" in typed.text
        assert 'value="改"' in typed.text
        assert factories.live(entry, "zh-hans").based_on.version == 1

        send(client, page, entry, _confirm="")
        assert factories.live(entry, "zh-hans").based_on.version == 2
        assert 'name="_confirm"' not in open_page(client, entry).text

    def test_two_people_in_one_translation_lose_nothing(self, client, translator, entry) -> None:
        page = open_page(client, entry)
        send(client, page, entry, **{"text-title": "先到", "_save": ""})
        second = send(client, page, entry, **{"text-title": "后到", "_save": ""})
        assert second.status_code == 200
        assert "<del>先</del>到" in second.text
        assert 'value="后到"' in second.text
        assert entry.texts.open().get(language="zh-hans").title == "先到"
        send(client, second, entry, _save="")
        assert entry.texts.open().get(language="zh-hans").title == "后到"

    def test_bad_input_is_answered_in_words_and_nothing_is_lost(self, client, translator, entry) -> None:
        page = open_page(client, entry)
        response = send(client, page, entry, **{"text-title": "", "text-deck": "导语", "_save": ""})
        assert response.status_code == 200
        assert "Nothing has been saved yet" in response.text
        assert "导语" in response.text
        assert not entry.texts.open().exists()

    def test_program_code_is_taken_out_and_said(self, client, translator, entry) -> None:
        page = open_page(client, entry)
        send(client, page, entry, **{"text-body": "<p>好</p><script>alert(1)</script>", "_save": ""})
        assert entry.texts.open().get(language="zh-hans").body == "<p>好</p>"
        assert "Program code was taken out" in open_page(client, entry).text

    def test_from_one_of_mine_to_the_next(self, client, translator, entry) -> None:
        other = factories.released(PressRelease, languages=("ko",))
        with clock.as_of(LATER):
            for each, days in ((other, 1), (entry, 2)):
                AssignTranslation(
                    each,
                    factories.actor(),
                    language="zh-hans",
                    translator=translator,
                    due_at=LATER + timedelta(days=days),
                ).execute()
        page = open_page(client, entry)
        response = send(client, page, entry, **{"text-title": "新", "_next": ""})
        assert response["Location"] == url(other)
        assert entry.texts.open().get(language="zh-hans").title == "新"


class TestRights:
    def test_what_is_in_review_is_read_beside_the_original(self, client, translator) -> None:
        made = factories.in_review(PressRelease)
        page = open_page(client, made)
        assert 'name="text-title"' not in page.text
        assert made.texts.get(language="zh-hans").title in page.text
        with clock.as_of(LATER):
            assert client.post(url(made), {"text-title": "x"}).status_code == 403

    def test_another_office_reads_what_is_public_and_nothing_else(self, client, translator, entry) -> None:
        ours, theirs = (Office.objects.create(code=code, name_en=code) for code in ("ours", "theirs"))
        Membership.objects.create(office=ours, user=translator)
        draft = factories.in_review(PressRelease, languages=("ko",))
        Entry.objects.filter(pk__in=[entry.pk, draft.pk]).update(office=theirs)
        assert open_page(client, draft).status_code == 404
        page = open_page(client, entry)
        assert 'name="text-title"' not in page.text
        assert 'name="_confirm"' not in page.text
        with clock.as_of(LATER):
            assert client.post(url(entry), {"text-title": "x"}).status_code == 403
            assert client.post(url(entry), {"_confirm": ""}).status_code == 403

    def test_without_an_account_there_is_only_the_sign_in(self, client, entry) -> None:
        assert open_page(client, entry).status_code == 302


class TestFacts:
    def page_of_first(self, client: Client, entry: Entry) -> tuple[str, HttpResponse]:
        fact = open_page(client, entry).context["editing"].facts[0]
        address = f"{url(entry)}differences/{fact.difference.signature}/"
        with clock.as_of(LATER):
            return address, client.get(address)

    def test_every_difference_is_shown_and_can_be_explained(self, client, translator, entry) -> None:
        english = factories.live(entry, "en")
        english.body = "<h2>Title</h2><p>14 companies take part.</p>"
        english.save()
        page = open_page(client, entry)
        values = [fact.difference.values for fact in page.context["editing"].facts]
        assert "14 / 13 / 14" in values
        assert "14 / 13 / 14" in page.text
        address, form = self.page_of_first(client, entry)
        assert form.status_code == 200
        with clock.as_of(LATER):
            empty = client.post(address, {"reason": " "})
            assert "This field is required." in empty.text
            done = client.post(address, {"reason": "One company came later."})
        assert done["Location"] == f"{url(entry)}#facts"
        explanation = Explanation.objects.get()
        assert (explanation.entry_id, explanation.note, explanation.actor) == (
            entry.pk,
            "One company came later.",
            translator,
        )
        assert "One company came later." in open_page(client, entry).text

    def test_a_difference_that_is_gone_leads_back(self, client, translator, entry) -> None:
        with clock.as_of(LATER):
            gone = client.get(f"{url(entry)}differences/{'0' * 64}/")
        assert gone["Location"] == url(entry)
