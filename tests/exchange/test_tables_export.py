"""Exports: what a list shows goes out, comes back unchanged, and nothing beyond it."""

import io
from datetime import timedelta

import pytest
from django.contrib.auth.models import Group, User
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from openpyxl import load_workbook

from events.models import Exhibition, Forum, Participation, Pavilion
from exchange.tables.catalog import TABLES
from news.models import PressRelease
from organizations.models import Company, Organization, Person, Role
from publishing.models import AuditRecord, Correction, Entry, Revision
from tests import factories
from tests.exchange.tabling import confirm, exported, fates, kept, told, upload
from tests.factories import NOON

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk(client: Client) -> Client:
    client.force_login(factories.administrator())
    return client


@pytest.mark.parametrize("code", TABLES)
@pytest.mark.parametrize("ending", ["xlsx", "csv"])
def test_the_whole_content_goes_out_and_comes_back_unchanged(
    demo: None, client: Client, code: str, ending: str
) -> None:
    client.force_login(User.objects.filter(is_superuser=True)[0])
    records = AuditRecord.objects.count(), Revision.objects.count()
    content = client.get(reverse("tables:export", args=[code]), {"as": ending}).content

    page = upload(client, code, content, f"x.{ending}")

    assert [row for row in page.context["outcome"].rows if row.fate != "unchanged"] == []
    assert len(fates(page)) > 10
    assert (AuditRecord.objects.count(), Revision.objects.count()) == records


def test_a_workbook_explains_its_columns_in_the_language_of_the_reader(desk: Client) -> None:
    desk.cookies["django_language"] = "ko"
    answer = desk.get(reverse("tables:empty", args=["opportunities"]))
    table, legend = load_workbook(io.BytesIO(answer.content)).worksheets
    names = [cell.value for cell in table[1]]
    assert names[:3] == ["uid", "ref", "slug"]
    assert [row[0].value for row in legend.iter_rows(min_row=2)] == names
    explained = {row[0].value: (row[1].value, row[2].value or "") for row in legend.iter_rows(min_row=2)}
    assert (
        "technology_offer = 기술 제공" in explained["type"][1] or "technology_offer" in explained["type"][1]
    )
    assert explained["deadline_at"][0] == "마감"
    assert table.max_row == 1


def test_lists_lead_to_their_tables_with_their_filters(desk: Client) -> None:
    factories.draft(Organization, slug="korean", country="KR")
    factories.draft(Organization, slug="chinese", country="CN")
    factories.draft(Company, slug="firm")
    page = desk.get(reverse("admin:organizations_organization_changelist"), {"country": "CN"})
    tools = {str(tool.label): tool.url for tool in page.context["tools"]}

    assert list(tools) == ["Export (XLSX)", "Export (CSV)", "Import"]
    content = desk.get(tools["Export (CSV)"]).content.decode()
    assert "chinese" in content
    assert "korean" not in content
    assert "firm" not in content
    searched = desk.get(tools["Export (CSV)"].replace("country=CN", "q=korean")).content.decode()
    assert "korean" in searched
    assert "chinese" not in searched


def test_filters_that_cannot_be_are_refused(desk: Client) -> None:
    address = reverse("tables:export", args=["organizations"])
    for query in (
        {"list": "organization", "id": "x"},
        {"list": "organization", "created_by__password": "x"},
    ):
        assert desk.get(address, query).status_code == 400
    assert desk.get(address, {"list": "nothing"}).status_code == 404
    assert desk.get(address, {"list": "press-release"}).status_code == 403


def test_buttons_are_for_those_who_may(client: Client) -> None:
    user = User.objects.create_user("Editor", password="secret", is_staff=True)
    user.groups.add(Group.objects.get(name="Editor"))
    client.force_login(user)
    page = client.get(reverse("admin:organizations_company_changelist"))
    assert [str(tool.label) for tool in page.context["tools"]] == ["Export (XLSX)", "Export (CSV)"]


@pytest.mark.parametrize("code", TABLES)
def test_costs_the_same_for_one_row_and_for_three(desk: Client, code: str) -> None:
    model = {"participants": Forum}.get(code) or TABLES[code].model
    address = reverse("tables:export", args=[code])

    def cost() -> int:
        with CaptureQueriesContext(connection) as queries:
            desk.get(address, {"as": "csv"})
        return len(queries)

    def add() -> None:
        entry = factories.released(model)
        if code == "participants":
            Participation.objects.create(
                event=entry, capacity="guest", organization=factories.released(Company)
            )

    add()
    one = cost()
    add()
    add()
    assert cost() == one


class TestParticipants:
    @pytest.fixture
    def forum(self) -> Forum:
        forum = factories.released(Forum, slug="forum", at=NOON - timedelta(days=5))
        organization = factories.released(Organization, slug="institute")
        person = factories.released(Person, slug="kim")
        Role.objects.create(
            person=person, organization=organization, type="head", title_en="Head", valid_from="2020"
        )
        Role.objects.create(person=person, organization=organization, type="staff", title_en="Staff")
        return forum

    ROWS = [
        {
            "event": "forum",
            "capacity": "host",
            "organization": "institute",
            "person": "",
            "role": "",
            "note_en": "",
        },
        {
            "event": "forum",
            "capacity": "speaker",
            "organization": "",
            "person": "kim",
            "role": "Head",
            "note_en": "Opens",
        },
    ]

    def test_of_a_public_event_are_one_recorded_change(self, desk: Client, forum: Forum) -> None:
        page = upload(desk, "participants", self.ROWS)
        assert fates(page) == ["refused", "refused"]
        assert "already public" in told(page)

        page = upload(desk, "participants", self.ROWS, change=("correction", "참가자 추가"))
        assert fates(page) == ["new", "new"]
        confirm(desk, page)

        assert forum.participations.count() == 2
        assert Correction.objects.filter(entry=forum).count() == 1
        assert AuditRecord.objects.filter(entry=forum, channel="import").count() == 1
        assert fates(upload(desk, "participants", self.ROWS)) == ["unchanged", "unchanged"]
        assert [row["role"] for row in exported(desk, "participants", "?as=csv")] == ["", "Head"]

    def test_what_cannot_be_is_refused_in_words(self, desk: Client, forum: Forum) -> None:
        base = {"event": "forum", "capacity": "guest", "organization": "", "person": "kim", "role": ""}
        page = upload(
            desk,
            "participants",
            [
                base,
                {**base, "role": "Minister"},
                {**base, "person": ""},
                {**base, "event": "nothing"},
                {**base, "capacity": ""},
                {**base, "role": "Head"},
                {**base, "role": "Head"},
            ],
            change=("minor", "참가자"),
        )
        assert fates(page) == ["refused"] * 5 + ["new", "refused"]
        assert "several such roles" in told(page, 0)
        assert "no such role" in told(page, 1)
        assert "organization or a person" in told(page, 2)
        assert "There is no event “nothing”" in told(page, 3)
        assert "capacity: Every row needs this value." in told(page, 4)
        assert "Row 7 is about the same participation" in told(page, 6)

    def test_booths_are_given_once(self, desk: Client) -> None:
        fair = factories.draft(Exhibition, slug="fair")
        Pavilion.objects.create(exhibition=fair, name_en="Korea Pavilion")
        for number in range(2):
            factories.draft(Company, slug=f"firm-{number}")
        rows = [
            {
                "event": "fair",
                "capacity": "exhibitor",
                "organization": f"firm-{number}",
                "pavilion": "Korea Pavilion",
                "booth": "A-1",
            }
            for number in range(2)
        ]
        page = upload(desk, "participants", rows)
        assert fates(page) == ["new", "refused"]
        assert "already taken" in told(page, 1)
        confirm(desk, upload(desk, "participants", rows[:1]))
        page = upload(desk, "participants", [{**rows[0], "booth": "A-2"}])
        assert kept(page) == {"booth": ("A-1", "A-2")}

    def test_of_the_events_on_a_list_go_out(self, desk: Client, forum: Forum) -> None:
        other = factories.released(Forum, slug="other-forum")
        for event in (forum, other):
            Participation.objects.create(
                event=event, capacity="guest", organization=factories.released(Company)
            )
        page = desk.get(reverse("admin:events_forum_changelist"), {"q": "other-forum"})
        tools = {str(tool.label): tool.url for tool in page.context["tools"]}
        content = desk.get(tools["Participants: export (CSV)"]).content.decode()
        assert [line.split(",")[0] for line in content.splitlines()[1:]] == ["other-forum"]


def test_an_export_of_what_is_being_rewritten_shows_the_new_words(desk: Client) -> None:
    entry: Entry = factories.released(PressRelease, slug="release", title="Live")
    factories.written(entry, "ko", title="새 제목")
    row = exported(desk, "press", "?as=xlsx")[0]
    assert (row["title_ko"], row["title_en"]) == ("새 제목", "Live en")
