"""Lists of the admin cost the same number of queries whether they show one row or three."""

from collections.abc import Callable

import pytest
from django.contrib.auth.models import User
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from events.models import (
    Delegation,
    Event,
    EventSeries,
    Exhibition,
    Forum,
    Meeting,
    Pavilion,
    ProgrammeItem,
    Talk,
)
from news.models import HomeLead, HotKeyword, MediaCoverage, PressRelease
from opportunities.models import Opportunity
from organizations.models import Company, CooperationCenter, Organization, Person, Role
from programs.models import Instrument, Mechanism, Program, Project
from publishing.models import (
    Attachment,
    AuditRecord,
    Entry,
    GlossaryTerm,
    Image,
    Page,
    Place,
    Revision,
    Sector,
)
from tests import factories
from tests.pictures import picture

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk(client: Client) -> Client:
    client.force_login(factories.administrator())
    return client


def released(model: type[Entry]) -> Callable[[int], object]:
    return lambda _i: factories.released(model)


def item(i: int) -> ProgrammeItem:
    row = ProgrammeItem.objects.create(
        event=factories.released(Delegation), type="forum", title_en=f"Item {i}"
    )
    Talk.objects.create(item=row, title_en="Talk")
    return row


def picture_row(_i: int) -> Image:
    return Image.objects.create(file=picture())


ROWS: dict[type, tuple[Callable[[int], object], int]] = {
    Page: (released(Page), 9),
    Organization: (released(Organization), 9),
    CooperationCenter: (released(CooperationCenter), 10),
    Company: (released(Company), 9),
    Person: (released(Person), 9),
    Role: (
        lambda _i: Role.objects.create(
            person=factories.released(Person),
            organization=factories.released(Organization),
            type="head",
            title_en="Head",
        ),
        8,
    ),
    Program: (released(Program), 10),
    Project: (released(Project), 11),
    Instrument: (lambda i: Instrument.objects.create(slug=f"plan-{i}", type="plan", name_en="Plan"), 4),
    Mechanism: (
        lambda i: Mechanism.objects.create(slug=f"talks-{i}", type="policy_dialogue", name_en="Talks"),
        4,
    ),
    EventSeries: (released(EventSeries), 10),
    Event: (released(Forum), 7),
    Delegation: (released(Delegation), 10),
    Forum: (released(Forum), 10),
    Exhibition: (released(Exhibition), 10),
    Meeting: (released(Meeting), 11),
    ProgrammeItem: (item, 7),
    Pavilion: (
        lambda _i: Pavilion.objects.create(exhibition=factories.released(Exhibition), name_en="Pavilion"),
        6,
    ),
    PressRelease: (released(PressRelease), 13),
    MediaCoverage: (
        lambda _i: factories.released(MediaCoverage, outlet=factories.released(Organization)),
        13,
    ),
    HomeLead: (
        lambda _i: HomeLead.objects.create(entry=factories.released(Page), starts_at=factories.NOON),
        10,
    ),
    HotKeyword: (lambda i: HotKeyword.objects.create(language="ko", keyword=f"수소 {i}"), 4),
    Opportunity: (released(Opportunity), 11),
    Entry: (released(Organization), 7),
    Place: (lambda i: Place.objects.create(slug=f"place-{i}", name_en="Place"), 4),
    Sector: (lambda i: Sector.objects.create(slug=f"sector-{i}", name_en="Sector"), 4),
    GlossaryTerm: (
        lambda i: GlossaryTerm.objects.create(slug=f"term-{i}", term_en="Term", definition_en="It"),
        4,
    ),
    Image: (picture_row, 6),
    Attachment: (
        lambda i: Attachment.objects.create(
            entry=factories.released(Page), name=f"file-{i}", title_en="File", file="files/x/file.pdf"
        ),
        6,
    ),
    AuditRecord: (released(Page), 8),
    Revision: (released(Page), 8),
    User: (lambda i: User.objects.create_user(f"user-{i}"), 7),
}


def queries(desk: Client, model: type) -> list[str]:
    with CaptureQueriesContext(connection) as captured:
        assert (
            desk.get(
                reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_changelist")
            ).status_code
            == 200
        )
    return [query["sql"] for query in captured.captured_queries]


@pytest.mark.parametrize("model", list(ROWS), ids=[model._meta.model_name for model in ROWS])
def test_a_list_costs_the_same_for_one_row_and_for_three(desk: Client, model: type) -> None:
    make, literal = ROWS[model]
    counts = []
    for rows in (1, 2):
        for i in range(rows):
            make(rows * 10 + i)
        counts.append(len(queries(desk, model)))

    assert counts == [literal, literal]
