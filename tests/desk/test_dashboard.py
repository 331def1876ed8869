"""The desk: what waits for whom, that its lists are whole, and its plots."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.contrib.auth.models import Group, User
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext

from desk.models import UnsavedWork
from exchange.models import ImportFinding
from news.models import PressRelease
from opportunities.models import Opportunity
from organizations.models import Organization
from publishing import clock, jobs
from publishing.actions import (
    AssignTranslation,
    Countersign,
    DraftText,
    PublishText,
    ReleaseInEmergency,
    Return,
    ReturnText,
    SubmitText,
    WaiveLanguage,
)
from publishing.models import BrokenLink, Entry, EntryImage, Image, Membership, Office
from tests import factories
from tests.factories import NOON, actor, writer
from tests.pictures import picture
from tests.sample_jobs import stumble, troubles

pytestmark = pytest.mark.django_db

LATER = NOON + timedelta(days=1)


def staff(role: str, *, office: str = "") -> User:
    user = User.objects.create_user(f"{role} {office}".strip().replace(" ", "-").lower(), is_staff=True)
    user.groups.add(Group.objects.get(name=role))
    if office:
        place = Office.objects.get_or_create(code=office, defaults={"name_en": f"Office {office}"})[0]
        Membership.objects.create(office=place, user=user)
    return user


def window(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def desk(user: User, at: datetime = LATER) -> HttpResponse:
    with clock.as_of(at):
        response = window(user).get("/admin/")
    assert response.status_code == 200
    return response


def pane(user: User, code: str, at: datetime = LATER) -> Any:
    """The pane ``code`` of ``user``, or ``None`` if nothing waits there."""
    return next((each for each in desk(user, at).context["panes"] if each.code == code), None)


def waiting(user: User, code: str, at: datetime = LATER) -> list[str]:
    """The references in a pane, which are those of the whole list too."""
    found = pane(user, code, at)
    refs = [row.entry.ref for row in found.rows] if found else []
    with clock.as_of(at):
        listed = window(user).get("/admin/publishing/entry/", {"waits": code})
    assert {entry.ref for entry in listed.context["cl"].result_list} == set(refs)
    assert (found.count if found else 0) == len(refs)
    return refs


def refs(*entries: Entry) -> list[str]:
    return [entry.ref for entry in entries]


def drafted(entry: Entry, language: str, *, submitted: bool = False):
    DraftText(entry, writer(), language=language).execute()
    text = entry.texts.open().get(language=language)
    text.title, text.body = text.title or "Title", text.body or "<p>Text</p>"
    text.save()
    if submitted:
        SubmitText(text, writer()).execute()
    return text


class TestWriting:
    def test_what_came_back_leads_with_its_reason(self) -> None:
        returned = factories.in_review(PressRelease, at=NOON - timedelta(days=5))
        begun = factories.draft(PressRelease)
        Return(returned, actor(), reason="Say who signed it.").execute()

        assert waiting(writer().user, "write") == refs(returned, begun)
        rows = pane(writer().user, "write").rows
        assert (rows[0].note, rows[0].is_late) == ("Returned: Say who signed it.", True)
        assert (rows[1].note, rows[1].is_late) == ("", False)
        assert waiting(factories.administrator(), "write") == []

    def test_a_new_version_of_what_is_out_waits_for_its_writer(self) -> None:
        entry = factories.released(PressRelease)
        with clock.as_of(LATER):
            text = drafted(entry, "ko", submitted=True)
            assert waiting(writer().user, "write") == []
            ReturnText(text, actor(), reason="The date is wrong.").execute()

        assert waiting(writer().user, "write") == refs(entry)
        assert pane(writer().user, "write").rows[0].note == "Returned: The date is wrong."

    def test_submitted_again_nothing_of_the_return_is_left(self) -> None:
        entry = factories.released(PressRelease)
        with clock.as_of(LATER):
            text = drafted(entry, "ko", submitted=True)
            ReturnText(text, actor(), reason="The date is wrong.").execute()
            text.refresh_from_db()
            SubmitText(text, writer()).execute()
        assert waiting(writer().user, "write") == []

    def test_unsaved_work_of_nobody_else(self) -> None:
        author, other = staff("Author"), staff("Editor")
        entry = factories.draft(PressRelease)
        factories.written(entry, title="제목")
        paths = [
            f"/admin/news/pressrelease/{entry.pk}/change/",
            "/admin/news/pressrelease/add/",
            "/admin/gone/",
        ]
        paths.append(f"/admin/translation/{entry.pk}/en/")
        for number, path in enumerate(paths):
            at = LATER - timedelta(minutes=number)
            UnsavedWork.objects.create(user=author, path=path, page="w", fields=[["x", "y"]], saved_at=at)
        old = LATER - timedelta(days=15)
        UnsavedWork.objects.create(user=author, path=paths[0], page="old", fields=[], saved_at=old)

        found = pane(author, "unsaved")
        assert [row.url for row in found.rows] == paths
        assert [row.label for row in found.rows] == [
            "제목",
            "New: press release",
            "A page of the newsroom",
            "제목",
        ]
        assert found.count == 4
        assert "Tuesday 2 June 2026, 12:00 Seoul" in found.rows[0].note
        assert pane(other, "unsaved") is None

    def test_translations_with_the_overdue_in_front(self) -> None:
        translator = staff("Translator")
        entries = [factories.released(PressRelease, languages=("ko",)) for _each in range(3)]
        for entry, days in zip(entries, (2, None, -1), strict=True):
            due = None if days is None else LATER + timedelta(days=days)
            AssignTranslation(
                entry, actor(), language="en", translator=translator, due_at=due, due_zone="Asia/Seoul"
            ).execute()

        found = pane(translator, "translate")
        assert [row.entry.ref for row in found.rows] == refs(entries[2], entries[0], entries[1])
        assert [row.is_late for row in found.rows] == [True, False, False]
        assert found.rows[0].note.startswith("English, overdue since Monday 1 June 2026, 12:00 Seoul")
        assert found.rows[2].note == "English"
        assert found.rows[0].url == f"/admin/translation/{entries[2].pk}/en/"
        with clock.as_of(LATER):
            assert found.count == window(translator).get(found.more).context["page"].paginator.count
        assert pane(staff("Editor"), "translate") is None


class TestReviewing:
    def test_one_reviews_what_others_wrote(self) -> None:
        entry = factories.in_review(PressRelease)

        assert waiting(staff("Editor"), "review") == refs(entry)
        assert waiting(writer().user, "review") == []
        assert waiting(writer().user, "others") == refs(entry)
        assert waiting(factories.administrator(), "others") == []

    def test_who_touched_one_text_does_not_approve_the_whole(self) -> None:
        entry = factories.in_review(PressRelease)
        editor = staff("Editor")
        entry.texts.filter(language="en").update(author=editor)

        assert waiting(editor, "review") == []
        assert waiting(editor, "others") == refs(entry)

    def test_new_versions_are_reviewed_one_by_one(self) -> None:
        entry = factories.released(PressRelease)
        editor = staff("Editor")
        with clock.as_of(LATER):
            drafted(entry, "ko", submitted=True)
            drafted(entry, "en", submitted=True)
        entry.texts.filter(language="en", state="in_review").update(author=editor)

        assert waiting(editor, "review") == refs(entry)
        assert pane(editor, "review").rows[0].note == "New version: English, Korean"

    def test_authors_have_nothing_to_review(self) -> None:
        factories.in_review(PressRelease)
        response = desk(staff("Author"))
        assert "Yours to review" not in response.text

    def test_officers_review_new_versions_of_what_they_keep(self) -> None:
        kept, other = factories.released(Opportunity), factories.released(PressRelease)
        with clock.as_of(LATER):
            drafted(kept, "ko", submitted=True)
            drafted(other, "ko", submitted=True)
        assert waiting(staff("Event officer"), "review") == refs(kept)

    def test_what_was_done_alone_waits_for_somebody_else(self) -> None:
        entry = factories.in_review(PressRelease)
        with clock.as_of(NOON):
            ReleaseInEmergency(entry, writer(), reason="Nobody else can be reached.").execute()

        editor = staff("Editor")
        assert waiting(editor, "alone") == refs(entry)
        first = desk(editor).context["panes"][0]
        assert (first.code, first.is_urgent) == ("alone", True)
        assert first.rows[0].note == "writer: Nobody else can be reached."
        assert first.rows[0].url == f"/admin/news/pressrelease/{entry.pk}/board/"
        assert waiting(writer().user, "alone") == []
        Countersign(entry, actor()).execute()
        assert waiting(editor, "alone") == []


class TestReleases:
    def test_the_next_ones_with_their_time_and_readiness(self) -> None:
        approved = factories.scheduled(PressRelease, at=LATER + timedelta(days=2))
        lacking = factories.in_review(PressRelease, languages=("ko",), release_policy="together")
        Entry.objects.filter(pk=lacking.pk).update(release_at=LATER + timedelta(hours=3))
        editor = staff("Editor")

        assert waiting(editor, "next") == refs(lacking, approved)
        response = desk(editor)
        assert "Thursday 4 June 2026, 12:00 Seoul · 11:00 Beijing · 03:00 UTC" in response.text
        assert 'data-until="2026-06-04T' in response.text
        assert response.text.count("not approved yet") == 1
        with clock.as_of(LATER):
            answer = window(editor).get("/admin/readiness/")
            board = window(editor).get(f"/admin/news/pressrelease/{lacking.pk}/board/").context["board"]
        missing = f"{len(board.reasons)} things are missing"
        assert len(board.reasons) == 2
        assert answer.json() == {
            str(lacking.pk): {"words": missing, "is_ready": False},
            str(approved.pk): {"words": "Everything is ready.", "is_ready": True},
        }
        assert "no-store" in answer["Cache-Control"]

    def test_no_more_than_five_and_the_way_to_the_rest(self) -> None:
        issuer = factories.released(Organization)
        for days in range(6):
            factories.scheduled(PressRelease, at=LATER + timedelta(days=days + 1), issuer=issuer)
        found = pane(staff("Editor"), "next")
        assert (len(found.rows), found.count) == (5, 6)
        assert found.more == "/admin/publishing/entry/?waits=next"

    def test_a_time_that_passed_without_approval_is_urgent(self) -> None:
        entry = factories.in_review(PressRelease)
        Entry.objects.filter(pk=entry.pk).update(release_at=NOON)
        editor = staff("Editor")
        assert waiting(editor, "missed") == refs(entry)
        assert pane(editor, "missed").is_urgent
        assert waiting(staff("Translator"), "missed") == []


class TestUpkeep:
    def test_stale_translations_name_their_languages(self) -> None:
        entry = factories.released(PressRelease)
        factories.released(PressRelease)
        with clock.as_of(LATER):
            text = drafted(entry, "ko", submitted=True)
            PublishText(text, actor(), severity="correction", reason="Other figures.").execute()
        at = LATER + timedelta(hours=1)
        assert waiting(staff("Translator"), "stale", at) == refs(entry)
        assert pane(staff("Editor"), "stale", at).rows[0].note == "English, Simplified Chinese"

    def test_opportunities_that_close_within_two_weeks(self) -> None:
        late = factories.released(Opportunity, deadline_at=LATER + timedelta(days=9))
        soon = factories.released(Opportunity, deadline_at=LATER + timedelta(days=2))
        factories.released(Opportunity, deadline_at=LATER + timedelta(days=15))
        factories.released(Opportunity, deadline_at=LATER - timedelta(hours=1))
        officer = staff("Event officer")
        assert waiting(officer, "closing") == refs(soon, late)
        assert pane(officer, "closing").rows[0].note.startswith("2 days left · Thursday 4 June 2026")
        assert "Opportunities about to close" not in desk(staff("Translator")).text

    def test_pictures_in_use_lead(self) -> None:
        used = Image.objects.create(file=picture())
        unused = Image.objects.create(file=picture())
        EntryImage.objects.create(entry=factories.draft(PressRelease), image=used)
        found = pane(staff("Editor"), "images")
        assert [row.url for row in found.rows] == [
            f"/admin/publishing/image/{image.pk}/change/" for image in (used, unused)
        ]
        assert [row.note for row in found.rows] == ["used", "not used yet"]
        assert "Images without alternative text" not in desk(staff("Translator")).text

    def test_broken_links_by_entry(self) -> None:
        entry = factories.released(PressRelease)
        for number in range(3):
            BrokenLink.objects.create(entry=entry, language="ko", url=f"/{number}", problem="missing")
        translator = staff("Translator")
        assert waiting(translator, "links") == refs(entry)
        note = "Korean: /0 (there is nothing at this address) and 2 more"
        assert pane(translator, "links").rows[0].note == note

    def test_failed_jobs_for_those_who_look_after_them(self) -> None:
        troubles[:] = ["it does not answer"] * 5
        with clock.as_of(NOON - timedelta(days=1)):
            job = jobs.enqueue(stumble, word="x")
        for hours in range(24, 18, -1):
            with clock.as_of(NOON - timedelta(hours=hours)):
                jobs.run_due()
        found = pane(staff("Administrator"), "jobs")
        assert [row.url for row in found.rows] == [f"/admin/publishing/job/{job.pk}/change/"]
        assert found.rows[0].note == "The other side or a file could not be reached."
        assert "Failed jobs" not in desk(staff("Editor")).text

    def test_open_points_of_imports(self) -> None:
        entry = factories.draft(PressRelease)
        for number in range(2):
            ImportFinding.objects.create(entry=entry, code="year", position=number)
        ImportFinding.objects.create(entry=entry, code="zone", resolved_at=NOON)
        author = staff("Author")
        assert waiting(author, "points") == refs(entry)
        assert pane(author, "points").rows[0].note == "2 points are open"
        ImportFinding.objects.update(resolved_at=NOON)
        assert waiting(author, "points") == []


class TestWho:
    def test_nothing_unreleased_of_another_office(self) -> None:
        ours = Office.objects.create(code="ours", name_en="Ours")
        review = factories.in_review(PressRelease, title="verborgen", office=ours)
        later = factories.scheduled(
            PressRelease, title="verborgen", office=ours, at=LATER + timedelta(days=2)
        )
        Entry.objects.filter(pk=review.pk).update(release_at=NOON)
        points = factories.draft(PressRelease, office=ours)
        ImportFinding.objects.create(entry=points, code="year")
        BrokenLink.objects.create(entry=later, language="ko", url="/verborgen", problem="missing")
        for role in ("Author", "Translator", "Editor", "Event officer"):
            other, own = staff(role, office="theirs"), staff(role, office="ours")
            UnsavedWork.objects.create(
                user=other, path=f"/admin/news/pressrelease/{review.pk}/change/", page="w", fields=[]
            )
            with clock.as_of(LATER):
                answer = window(other).get("/admin/readiness/").json()
            assert answer == {}
            page = desk(other).text
            for trace in ("verborgen", review.ref, later.ref, points.ref):
                assert trace not in page
            assert later.ref in desk(own).text

    def test_public_things_of_another_office_are_not_ours_to_do(self) -> None:
        ours = Office.objects.create(code="ours", name_en="Ours")
        entry = factories.released(PressRelease, office=ours)
        with clock.as_of(LATER):
            text = drafted(entry, "ko", submitted=True)
            PublishText(text, actor(), severity="correction", reason="Other figures.").execute()
        at = LATER + timedelta(hours=1)
        assert waiting(staff("Translator", office="theirs"), "stale", at) == []
        assert waiting(staff("Translator", office="ours"), "stale", at) == refs(entry)

    def test_what_another_office_writes_on_something_public_names_nothing(self) -> None:
        ours = Office.objects.create(code="ours", name_en="Ours")
        entry = factories.released(PressRelease, languages=("ko",), office=ours, title="공개")
        with clock.as_of(LATER):
            text = drafted(entry, "en")
        text.title = "verborgen"
        text.save()
        user = staff("Translator", office="theirs")
        path = f"/admin/news/pressrelease/{entry.pk}/change/"
        UnsavedWork.objects.create(user=user, path=path, page="w", fields=[], saved_at=LATER)
        assert [row.label for row in pane(user, "unsaved").rows] == ["공개 ko"]
        assert "verborgen" not in desk(user).text

    @pytest.mark.parametrize(
        ("role", "tools"),
        [
            ("Author", ["All entries", "Translation desk", "Media library", "Import a document"]),
            ("Translator", ["All entries", "Translation desk"]),
            ("Editor", ["All entries", "Translation desk", "Media library", "Import a document"]),
            ("Event officer", ["All entries", "Translation desk", "Media library"]),
            (
                "Administrator",
                [
                    *("All entries", "Translation desk", "Media library"),
                    *("Inbox of expressions of interest", "Import a document", "Jobs"),
                ],
            ),
            ("Help desk", ["Translation desk", "Inbox of expressions of interest"]),
        ],
    )
    def test_tools_that_open(self, role: str, tools: list[str]) -> None:
        user = staff(role)
        response = desk(user)
        assert [str(tool.label) for tool in response.context["tools"]] == tools
        for tool in response.context["tools"]:
            assert window(user).get(tool.url).status_code == 200

    def test_what_is_empty_is_one_quiet_line(self) -> None:
        response = desk(staff("Translator"))
        assert response.context["panes"] == []
        assert response.text.count("Nothing waits in:") == 1
        assert '<section class="pane' not in response.text

    def test_without_a_role_there_is_nothing(self) -> None:
        user = User.objects.create_user("new", is_staff=True)
        factories.scheduled(PressRelease, at=LATER + timedelta(days=2))
        assert "Releases per month" not in desk(user).text
        assert window(user).get("/admin/readiness/").json() == {}

    def test_readers_are_sent_to_sign_in(self) -> None:
        for path in ("/admin/", "/admin/readiness/"):
            assert Client().get(path).status_code == 302

    @pytest.mark.parametrize("language", ["ko", "zh-hans"])
    def test_it_opens_in_the_languages_of_the_staff(self, language: str) -> None:
        client = window(factories.administrator())
        client.post("/i18n/setlang/", {"language": language, "next": "/admin/"})
        assert client.get("/admin/").status_code == 200


class TestPlots:
    def test_months_are_those_of_seoul(self) -> None:
        at = datetime(2026, 6, 15, tzinfo=UTC)
        moments = {
            # The first second of June in Seoul, and the last of May.
            datetime(2026, 5, 31, 15, 0, tzinfo=UTC): 2,
            datetime(2026, 5, 31, 14, 59, 59, tzinfo=UTC): 1,
            # The first second of the twelve months, and the last before them.
            datetime(2025, 6, 30, 15, 0, tzinfo=UTC): 3,
            datetime(2025, 6, 30, 14, 59, 59, tzinfo=UTC): 1,
        }
        for moment, number in moments.items():
            for _each in range(number):
                factories.released(Organization, at=moment)
        factories.scheduled(Organization, at=at + timedelta(days=1))
        factories.withdrawn(Organization, at=datetime(2026, 5, 5, tzinfo=UTC))

        releases = desk(factories.administrator(), at).context["releases"]
        counts = [bar.count for bar in releases.bars]
        assert counts == [3, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 2]
        assert (releases.bars[0].name, releases.bars[-1].name) == ("July 2025", "June 2026")
        assert [bar.year for bar in releases.bars if bar.year] == ["2025", "2026"]
        tallest = releases.bars[0].height
        assert [round(3 * bar.height / tallest) for bar in releases.bars] == counts

    def test_languages_covered(self) -> None:
        model = Organization
        whole = [factories.released(model) for _each in range(4)]
        partly = [factories.released(model, languages=("ko",)) for _each in range(4)]
        factories.in_review(model)
        with clock.as_of(LATER):
            text = drafted(whole[0], "ko", submitted=True)
            PublishText(text, actor(), severity="correction", reason="Other figures.").execute()
            WaiveLanguage(partly[0], actor(), language="zh-hans", reason="Nobody reads it.").execute()

        coverage = desk(factories.administrator(), LATER + timedelta(hours=1)).context["coverage"]
        assert coverage.total == 8
        counts = {row.language.value: [part.count for part in row.parts] for row in coverage.rows}
        assert counts == {"ko": [8, 0, 0, 0], "en": [3, 1, 0, 4], "zh-hans": [3, 1, 1, 3]}
        for row in coverage.rows:
            assert sum(part.width for part in row.parts) == coverage.WIDTH
        assert [part.share for part in coverage.rows[-1].parts] == [38, 12, 12, 38]

    def test_each_has_its_numbers_as_a_table_and_no_inline_style(self) -> None:
        factories.released(Opportunity)
        page = desk(factories.administrator()).text
        assert page.count('<svg class="drawing"') == page.count("<summary>As a table</summary>") == 2
        assert "style=" not in page

    def test_an_empty_portal_has_plots_too(self) -> None:
        coverage = desk(factories.administrator()).context["coverage"]
        assert coverage.total == 0


EVERY = {
    "alone",
    "missed",
    "write",
    "unsaved",
    "translate",
    "review",
    "others",
    "next",
    "stale",
    "closing",
} | {
    "images",
    "links",
    "jobs",
    "points",
}


def test_one_row_costs_as_much_as_three(admin_user: User) -> None:
    def grow() -> None:
        review = factories.in_review(PressRelease)
        factories.scheduled(PressRelease, at=LATER + timedelta(days=2))
        mine = factories.draft(PressRelease)
        Entry.objects.filter(pk=mine.pk).update(created_by=admin_user)
        missed = factories.in_review(PressRelease)
        Entry.objects.filter(pk=missed.pk).update(release_at=NOON)
        alone = factories.in_review(PressRelease)
        with clock.as_of(NOON):
            ReleaseInEmergency(alone, writer(), reason="x").execute()
        released = factories.released(PressRelease)
        closing = factories.released(Opportunity, deadline_at=LATER + timedelta(days=2))
        with clock.as_of(LATER):
            text = drafted(released, "ko", submitted=True)
            PublishText(text, actor(), severity="correction", reason="x").execute()
        AssignTranslation(
            factories.released(PressRelease, languages=("ko",)),
            actor(),
            language="en",
            translator=admin_user,
            due_at=LATER,
            due_zone="Asia/Seoul",
        ).execute()
        own = factories.in_review(PressRelease)
        Entry.objects.filter(pk=own.pk).update(created_by=admin_user)
        ImportFinding.objects.create(entry=mine, code="year")
        BrokenLink.objects.create(entry=closing, language="ko", url="/x", problem="missing")
        image = Image.objects.create(file=picture())
        EntryImage.objects.create(entry=review, image=image)
        path = f"/admin/news/pressrelease/{mine.pk}/change/"
        UnsavedWork.objects.create(user=admin_user, path=path, page="w", fields=[], saved_at=LATER)
        troubles[:] = ["it does not answer"] * 5
        with clock.as_of(NOON - timedelta(days=1)):
            jobs.enqueue(stumble, word="x")
        for hours in range(24, 18, -1):
            with clock.as_of(NOON - timedelta(hours=hours)):
                jobs.run_due()

    client = window(admin_user)
    client.get("/admin/")
    for number in (1, 3):
        while Opportunity.objects.count() < number:
            grow()
        with CaptureQueriesContext(connection) as asked, clock.as_of(LATER + timedelta(hours=1)):
            response = client.get("/admin/")
        assert {each.code for each in response.context["panes"]} == EVERY
        assert len(asked) == 36
