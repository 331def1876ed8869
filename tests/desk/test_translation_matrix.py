"""The matrix of entries and languages: its states, filters, counts, and what is planned in it."""

from datetime import UTC, datetime, timedelta

import pytest
from django.contrib.auth.models import Group, User
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext

from desk.translation.cells import State, cells_of, combined, in_state, outstanding, with_cells
from news.models import PressRelease
from organizations.models import Organization
from publishing import clock
from publishing.actions import (
    AssignTranslation,
    ConfirmCurrent,
    DraftText,
    PublishText,
    RemoveText,
    SubmitText,
    WaiveLanguage,
)
from publishing.languages import LANGUAGES
from publishing.models import Entry, LanguagePlan, Membership, Office
from tests import factories
from tests.factories import NOON

pytestmark = pytest.mark.django_db

URL = "/admin/translation/"
LATER = NOON + timedelta(days=1)


def staff(name: str, role: str) -> User:
    user = User.objects.create_user(name, password="secret", is_staff=True, first_name=name.title())
    user.groups.add(Group.objects.get(name=role))
    return user


@pytest.fixture
def editor(client: Client) -> Client:
    client.force_login(factories.administrator())
    return client


def successor(entry: Entry, language: str, *, severity: str = "correction") -> None:
    """A new version in ``language``, written by one and put online by another."""
    text = drafted(entry, language, submitted=True)
    PublishText(text, factories.actor(), severity=severity, reason="Said better.").execute()


def drafted(entry: Entry, language: str, *, submitted: bool = False):
    DraftText(entry, factories.writer(), language=language).execute()
    text = entry.texts.open().get(language=language)
    if submitted:
        text.title, text.body = text.title or "Title", text.body or "<p>Text</p>"
        text.save()
        SubmitText(text, factories.writer()).execute()
    return text


def plan(entry: Entry, language: str, user: User | None, due: datetime | None = None) -> None:
    AssignTranslation(
        entry, factories.actor(), language=language, translator=user, due_at=due, due_zone="Asia/Shanghai"
    ).execute()


@pytest.fixture
def world() -> dict[str, Entry]:
    """An entry for every state that its Chinese text can be in, as of a day after their release."""
    issuer = factories.released(Organization)
    every = {"issuer": issuer}
    only = {"issuer": issuer, "languages": ("ko", "en")}
    entries = {
        "missing": factories.released(PressRelease, **only),
        "draft": factories.released(PressRelease, **only),
        "in_review": factories.released(PressRelease, **only),
        "live": factories.released(PressRelease, **every),
        "stale": factories.released(PressRelease, **every),
        "stale,draft": factories.released(PressRelease, **every),
        "live,scheduled": factories.released(PressRelease, **every),
        "waived": factories.released(PressRelease, **only),
        "draft,waived": factories.released(PressRelease, **only),
    }
    with clock.as_of(LATER):
        drafted(entries["draft"], "zh-hans")
        drafted(entries["in_review"], "zh-hans", submitted=True)
        successor(entries["live"], "ko", severity="minor")
        for name in ("stale", "stale,draft"):
            successor(entries[name], "ko")
        drafted(entries["stale,draft"], "zh-hans")
        text = drafted(entries["live,scheduled"], "zh-hans", submitted=True)
        at = LATER + timedelta(days=1)
        PublishText(text, factories.actor(), severity="minor", reason="x", publish_at=at).execute()
        drafted(entries["draft,waived"], "zh-hans")
        for name in ("waived", "draft,waived"):
            WaiveLanguage(
                entries[name], factories.actor(), language="zh-hans", reason="Nobody reads it."
            ).execute()
    return entries


def chinese(entry: Entry):
    loaded = with_cells(Entry.objects.filter(pk=entry.pk)).get()
    return cells_of(loaded)[LANGUAGES.index("zh-hans")]


class TestStates:
    def test_python_and_sql_agree_on_every_state(self, world: dict[str, Entry]) -> None:
        with clock.as_of(LATER + timedelta(hours=1)):
            for name, entry in world.items():
                states = name.split(",")
                assert [state.value for state in chinese(entry).states] == states
                held = [
                    state.value
                    for state in State
                    if Entry.objects.filter(in_state(state, "zh-hans"), pk=entry.pk).exists()
                ]
                assert set(held) == set(states)
                row = combined(Entry.objects.filter(pk=entry.pk), "zh-hans").get()
                parts = {row.live_part, row.open_part, row.waived_part} - {""}
                assert (parts or {"missing"}) == set(states)

    def test_what_is_still_to_be_handed_in(self, world: dict[str, Entry]) -> None:
        with clock.as_of(LATER + timedelta(hours=1)):
            due = {name for name, entry in world.items() if chinese(entry).is_outstanding}
            assert due == {"missing", "draft", "stale", "stale,draft"}
            rows = Entry.objects.filter(outstanding("zh-hans"), pk__in=[each.pk for each in world.values()])
            assert set(rows) == {Entry.objects.get(pk=world[name].pk) for name in due}

    def test_a_scheduled_version_becomes_the_live_one_at_its_time(self, world: dict[str, Entry]) -> None:
        entry = world["live,scheduled"]
        with clock.as_of(LATER + timedelta(days=2)):
            cell = chinese(entry)
            assert [state.value for state in cell.states] == ["live"]
            assert cell.version == 2
            assert Entry.objects.filter(in_state("live", "zh-hans"), pk=entry.pk).exists()
            assert not Entry.objects.filter(in_state("scheduled", "zh-hans"), pk=entry.pk).exists()

    def test_a_removed_translation_is_missing(self) -> None:
        entry = factories.released(PressRelease)
        with clock.as_of(LATER):
            RemoveText(factories.live(entry, "zh-hans"), factories.actor(), reason="Wrong.").execute()
            assert chinese(entry).states == [State.MISSING]

    def test_the_original_is_neither_stale_nor_waived(self, world: dict[str, Entry]) -> None:
        entry = world["stale"]
        LanguagePlan.objects.create(entry=entry, language="ko", waived_reason="left over")
        with clock.as_of(LATER):
            korean = cells_of(with_cells(Entry.objects.filter(pk=entry.pk)).get())[1]
            assert korean.is_original
            assert korean.states == [State.LIVE]
            assert not Entry.objects.filter(in_state("waived", "ko"), pk=entry.pk).exists()

    def test_confirmed_as_current_it_is_live_again(self, world: dict[str, Entry]) -> None:
        with clock.as_of(LATER):
            ConfirmCurrent(factories.live(world["stale"], "zh-hans"), factories.actor()).execute()
            assert chinese(world["stale"]).states == [State.LIVE]


def listed(response: HttpResponse) -> set[str]:
    return {row.entry.ref for row in response.context["rows"]}


def refs(world: dict[str, Entry], *names: str) -> set[str]:
    return {world[name].ref for name in names}


class TestFilters:
    def test_counts_lead_to_what_they_count(self, editor: Client, see, world) -> None:
        at = LATER + timedelta(hours=1)
        page = see(f"{URL}?kind=press-release", at)
        for tally in dict(page.context["tallies"])["zh-hans"]:
            found = see(URL + tally.url, at)
            assert "kind=press-release" in tally.url
            assert tally.count == len(listed(found)) >= 1
            assert listed(found) == refs(world, *(name for name in world if tally.state in name.split(",")))

    def test_by_translator_and_deadline(self, editor: Client, see, world) -> None:
        someone = staff("someone", "Translator")
        with clock.as_of(LATER):
            plan(world["missing"], "zh-hans", someone, LATER + timedelta(days=2))
            plan(world["draft"], "zh-hans", factories.administrator(), LATER + timedelta(days=2))
            plan(world["live"], "zh-hans", someone, LATER + timedelta(hours=1))
            plan(world["stale"], "zh-hans", None, LATER + timedelta(days=10))

        def by(query: str, at: datetime = LATER) -> set[str]:
            return listed(see(f"{URL}?{query}", at))

        assert by(f"translator={someone.pk}") == refs(world, "missing", "live")
        assert by("translator=me") == refs(world, "draft")
        assert by(f"due=3&translator={someone.pk}") == refs(world, "missing")
        assert by("due=14") == refs(world, "missing", "draft", "stale")
        assert by("due=overdue") == set()
        assert by("due=overdue", LATER + timedelta(days=3)) == refs(world, "missing", "draft")
        assert by(f"translator={someone.pk}&zh-hans=missing") == refs(world, "missing")
        assert by(f"translator={someone.pk}&en=live") == set()
        assert refs(world, "stale") <= by("translator=nobody")
        assert not refs(world, "missing") & by("translator=nobody")

    def test_by_words_kind_stage_and_office(self, editor: Client, see, world) -> None:
        office = Office.objects.create(code="sea", name_en="Sea")
        Entry.objects.filter(pk=world["live"].pk).update(office=office)
        draft = factories.draft(PressRelease)
        text = factories.live(world["stale"], "ko")
        text.title = "바다 열차"
        text.save()

        assert listed(see(f"{URL}?q=바다", LATER)) == refs(world, "stale")
        assert listed(see(f"{URL}?q={world['draft'].ref}", LATER)) == refs(world, "draft")
        assert listed(see(f"{URL}?office={office.pk}", LATER)) == refs(world, "live")
        assert listed(see(f"{URL}?stage=draft", LATER)) == {draft.ref}
        assert not listed(see(f"{URL}?kind=forum", LATER))

    def test_what_there_is_not_leaves_everything_in(self, editor: Client, see) -> None:
        entry = factories.released(PressRelease)
        for query in ("page=9999", "page=x", "kind=nothing", "office=x", "zh-hans=what", "due=-1"):
            assert entry.ref in listed(see(f"{URL}?{query}", LATER))

    def test_released_scheduled_and_drafts_are_there_and_withdrawn_ones_not(
        self, editor: Client, see
    ) -> None:
        draft, review = factories.draft(PressRelease), factories.in_review(PressRelease)
        later = factories.scheduled(PressRelease, at=NOON + timedelta(days=9))
        gone = factories.withdrawn(PressRelease)
        found = listed(see(URL, LATER + timedelta(days=2)))
        assert {draft.ref, review.ref, later.ref} <= found
        assert gone.ref not in found

    def test_what_was_worked_on_last_comes_first(self, editor: Client, see) -> None:
        first, second = factories.released(PressRelease), factories.released(PressRelease)
        with clock.as_of(LATER):
            drafted(first, "zh-hans")
        rows = [row.entry.ref for row in see(URL, LATER).context["rows"]]
        assert rows.index(first.ref) < rows.index(second.ref)

    def test_one_row_costs_as_much_as_three(self, editor: Client, see) -> None:
        office = Office.objects.create(code="sea", name_en="Sea")
        counts = []
        see(URL, LATER)
        for number in (1, 2):
            for _each in range(number):
                entry = factories.released(PressRelease)
                Entry.objects.filter(pk=entry.pk).update(office=office)
                with clock.as_of(LATER):
                    successor(entry, "ko")
                    plan(entry, "zh-hans", factories.administrator(), LATER)
            with CaptureQueriesContext(connection) as captured:
                page = see(f"{URL}?kind=press-release", LATER)
            assert len(page.context["rows"]) == (1 if number == 1 else 3)
            counts.append(len(captured.captured_queries))
        assert counts == [12, 12]


class TestPlanning:
    def planned(self, client: Client, at: datetime = LATER, **values: object) -> HttpResponse:
        with clock.as_of(at):
            return client.post(f"{URL}?zh-hans=missing", values)

    def test_several_are_assigned_at_once(self, editor: Client, world) -> None:
        someone = staff("someone", "Translator")
        cells = [f"{world[name].pk}:zh-hans" for name in ("missing", "stale")]
        response = self.planned(
            editor,
            cell=cells,
            plan="assign",
            **{
                "assign-translator": someone.pk,
                "assign-due_at_0": "2026-06-05",
                "assign-due_at_1": "",
                "assign-due_zone": "Asia/Shanghai",
            },
        )
        assert response.status_code == 302
        assert response["Location"] == f"{URL}?zh-hans=missing"
        for name in ("missing", "stale"):
            made = world[name].plans.get()
            assert made.translator == someone
            assert made.due_at == datetime(2026, 6, 5, 15, 59, tzinfo=UTC)
            assert made.due_zone == "Asia/Shanghai"
            assert world[name].audit.first().action == "assign"

    def test_what_is_left_empty_stays_as_it_is(self, editor: Client, world) -> None:
        someone, other = staff("someone", "Translator"), staff("other", "Translator")
        entry = world["missing"]
        due = LATER + timedelta(days=2)
        with clock.as_of(LATER):
            plan(entry, "zh-hans", someone, due)
        cell, zone = f"{entry.pk}:zh-hans", {"assign-due_zone": "Asia/Seoul"}

        self.planned(editor, cell=cell, plan="assign", **zone, **{"assign-translator": other.pk})
        made = entry.plans.get()
        assert (made.translator, made.due_at, made.due_zone) == (other, due, "Asia/Shanghai")

        self.planned(editor, cell=cell, plan="assign", **zone, **{"assign-no_deadline": "on"})
        made = entry.plans.get()
        assert (made.translator, made.due_at) == (other, None)

        self.planned(editor, cell=cell, plan="assign", **zone, **{"assign-translator": "nobody"})
        assert entry.plans.get().translator is None

    def test_a_language_is_waived_with_a_reason_and_required_again(self, editor: Client, world) -> None:
        entry = world["missing"]
        cell = f"{entry.pk}:zh-hans"
        refused = self.planned(editor, cell=cell, plan="waive", **{"waive-reason": " "})
        assert "Say why the language is waived" in refused.text
        assert f'value="{cell}" checked' in refused.text

        self.planned(editor, cell=cell, plan="waive", **{"waive-reason": "Photo only."})
        assert entry.plans.get().waived_reason == "Photo only."
        assert entry.audit.first().reason == "Photo only."

        self.planned(editor, cell=cell, plan="require")
        assert not entry.plans.get().is_waived

    def test_one_refusal_stops_all_and_keeps_what_was_chosen(self, editor: Client, world) -> None:
        cells = [f"{world['missing'].pk}:zh-hans", f"{world['stale'].pk}:ko"]
        response = self.planned(editor, cell=cells, plan="waive", **{"waive-reason": "Photo only."})
        assert response.status_code == 200
        assert "This is the original" in response.text
        assert "Photo only." in response.text
        assert all(f'value="{cell}" checked' in response.text for cell in cells[:1])
        assert not LanguagePlan.objects.filter(entry=world["missing"]).exists()

    @pytest.mark.parametrize(
        ("values", "said"),
        [
            ({"plan": "assign"}, "Choose the languages"),
            ({"plan": "assign", "cell": ["x", "1:xx", "²:en", "9" * 30 + ":en"]}, "Choose the languages"),
            ({"plan": "assign", "cell": "OURS"}, "Choose a translator or set a deadline."),
            ({"plan": "assign", "cell": "OURS", "assign-translator": "99999"}, "Select a valid choice"),
            ({"plan": "assign", "cell": "OURS", "assign-due_at_0": "31.12."}, "Enter a valid date"),
            (
                {
                    "plan": "assign",
                    "cell": "OURS",
                    "assign-due_at_0": "2026-06-05",
                    "assign-no_deadline": "on",
                },
                "not both",
            ),
        ],
    )
    def test_bad_input_is_answered_in_words(self, editor: Client, values, said: str) -> None:
        entry = factories.released(PressRelease, languages=("ko",))
        ours = f"{entry.pk}:zh-hans"
        given = {key: ours if value == "OURS" else value for key, value in values.items()}
        response = self.planned(editor, **{"assign-due_zone": "Asia/Seoul"}, **given)
        assert response.status_code == 200
        assert said in response.text
        assert not LanguagePlan.objects.exists()

    def test_a_stale_translation_is_confirmed_in_one_click(self, editor: Client, see, world) -> None:
        entry = world["stale"]
        assert f'name="confirm" value="{entry.pk}:zh-hans"' in see(URL, LATER).text
        with clock.as_of(LATER):
            editor.post(URL, {"confirm": f"{entry.pk}:zh-hans"})
            assert chinese(entry).states == [State.LIVE]
            again = editor.post(URL, {"confirm": f"{world['missing'].pk}:zh-hans"}, follow=True)
        assert "no live translation" in again.text


class TestRights:
    def test_a_translator_sees_and_confirms_but_does_not_plan(self, client: Client, see, world) -> None:
        client.force_login(staff("someone", "Translator"))
        page = see(URL, LATER)
        assert 'name="cell"' not in page.text
        assert 'name="confirm"' in page.text
        with clock.as_of(LATER):
            refused = client.post(
                URL, {"plan": "waive", "cell": f"{world['missing'].pk}:zh-hans", "waive-reason": "x"}
            )
        assert refused.status_code == 403
        assert not world["missing"].plans.exists()

    def test_another_office_neither_sees_drafts_nor_plans(self, client: Client, see, world) -> None:
        ours, theirs = (Office.objects.create(code=code, name_en=code) for code in ("ours", "theirs"))
        user = staff("someone", "Editor")
        Membership.objects.create(office=ours, user=user)
        draft = factories.draft(PressRelease)
        Entry.objects.filter(pk__in=[world["missing"].pk, draft.pk]).update(office=theirs)
        client.force_login(user)

        found = listed(see(URL, LATER))
        assert world["missing"].ref in found
        assert draft.ref not in found
        with clock.as_of(LATER):
            values = {"plan": "waive", "waive-reason": "x"}
            refused = client.post(URL, {**values, "cell": f"{world['missing'].pk}:zh-hans"})
            unseen = client.post(URL, {**values, "cell": f"{draft.pk}:en"})
        assert "Another office is in charge" in refused.text
        assert "Choose the languages" in unseen.text
        assert not LanguagePlan.objects.filter(entry__in=[world["missing"], draft]).exists()

    def test_nobody_else_and_no_cache(self, client: Client, see) -> None:
        assert see(URL).status_code == 302
        client.force_login(User.objects.create_user("bare", is_staff=True))
        assert see(URL).status_code == 403
        client.force_login(staff("someone", "Translator"))
        assert {"private", "no-store"} <= set(see(URL)["Cache-Control"].split(", "))
