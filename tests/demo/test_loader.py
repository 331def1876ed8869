"""The loader with small contents of its own."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from demo.accounts import content_actor
from demo.files import ContentError
from demo.loader import load, roll_forward
from opportunities.models import Opportunity
from organizations.models import Organization, Role
from publishing import clock
from publishing.actions import RecordFacts
from publishing.enums import Severity, Stage
from publishing.models import Correction, Entry
from tests import factories

pytestmark = pytest.mark.django_db

LOADED_AT = datetime(2026, 11, 22, 3, 0, tzinfo=UTC)

ORGANIZATIONS = """
model: organizations.Organization
records:
  - slug: unit
    type: division
    parent: body
    authoritative_language: en
    released: 2026-03-02T09:00+09:00
    texts: {en: {title: Unit}}
  - slug: body
    type: ministry
    country: KR
    founded: 2001-05
    authoritative_language: en
    released: 2026-03-02T09:00+09:00
    parts:
      names:
        - {text: Body, language: en, valid_from: 2001-05}
    texts:
      en: {title: Body, deck: What it is.}
      ko: {title: 기관}
    corrections:
      - {language: en, at: "2026-04-01T09:00+09:00", severity: correction, note: Said more., changes: {deck: More.}}
"""
PEOPLE = """
model: organizations.Person
records:
  - slug: someone
    authoritative_language: en
    released: 2026-03-02T09:00+09:00
    parts:
      roles:
        - {key: head, organization: body, type: head, title: {en: Head, ko: 원장}, valid_from: 2005}
    texts: {en: {title: Someone}}
"""
OPPORTUNITY = """
model: opportunities.Opportunity
records:
  - slug: offer
    type: technology_offer
    direction: kr-cn
    owner: body
    partnership_types: [licence]
    opens_at: "-20d 09:00"
    deadline_at: "+9d 18:00"
    deadline_zone: Asia/Shanghai
    authoritative_language: en
    is_sample: true
    released: "-20d 09:00"
    parts:
      clarifications:
        - {question: {en: Why?}, answer: {en: Because.}, answered_on: "-2d"}
    texts: {en: {title: Offer, body: <p>Text</p>}}
"""
SCHEDULED = """
model: publishing.Page
records:
  - slug: tomorrow
    authoritative_language: en
    released: "+1d 12:00"
    stage: scheduled
    texts: {en: {title: Tomorrow, body: <p>Text</p>}}
"""


@pytest.fixture
def content(tmp_path: Path):
    """Write files of content and load them as of LOADED_AT."""

    def loaded(**files: str) -> Path:
        for name, text in files.items():
            (tmp_path / f"{name}.yaml").write_text(text, encoding="utf-8")
        with clock.as_of(LOADED_AT):
            load(content_actor(), lambda _line: None, tmp_path)
        return tmp_path

    return loaded


def test_a_record_becomes_an_entry_with_a_history_of_its_own(content):
    content(organizations=ORGANIZATIONS)
    body = Organization.objects.get(slug="body")
    assert body.ref.startswith("KC-2026-")
    assert body.created_at == datetime(2026, 2, 20, 0, 0, tzinfo=UTC)
    assert body.release_at == datetime(2026, 3, 2, 0, 0, tzinfo=UTC)
    assert body.release_policy == "authoritative_first"
    assert str(body.founded) == "2001-05"
    assert body.names.get().text == "Body"
    assert list(body.audit.values_list("action", flat=True))[::-1] == [
        *("create", "draft_text", "draft_text", "submit", "approve"),
        *("draft_text", "submit_text", "publish_text"),
    ]
    korean = body.texts.live().get(language="ko")
    assert korean.based_on.language == "en"
    assert korean.origin == "translation"


def test_references_may_point_to_later_records_and_later_files(content):
    content(organizations=ORGANIZATIONS, a_people=PEOPLE)
    assert Organization.objects.get(slug="unit").parent.slug == "body"
    assert Role.objects.get().organization.slug == "body"
    assert Role.objects.get().title_ko == "원장"


def test_a_correction_is_dated_when_it_was_made(content):
    content(organizations=ORGANIZATIONS)
    body = Organization.objects.get(slug="body")
    assert body.texts.live().get(language="en").deck == "More."
    assert Correction.objects.get().at == datetime(2026, 4, 1, 0, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("old", "new", "place"),
    [
        ("type: ministry", "type: empire", "organizations.yaml, body, type:"),
        ("parent: body", "parent: nobody", 'organizations.yaml, unit, parent: "nobody"'),
        ("country: KR", "colour: red", "organizations.yaml, body, colour:"),
        ("founded: 2001-05", "founded: 2001-13", "organizations.yaml, body, founded:"),
        ("names:", "nicknames:", "organizations.yaml, body, nicknames:"),
        ("valid_from: 2001-05}", "valid_from: May}", "organizations.yaml, body, names[0].valid_from:"),
        ("released: 2026-03-02T09:00+09:00", "released: 2026-03-02", "organizations.yaml, unit, released:"),
        ("ko: {title: 기관}", "ko: {name: 기관}", "organizations.yaml, body, texts.ko.name:"),
        ("title: Unit", "title: ''", "organizations.yaml, unit, texts.en.title:"),
        ("severity: correction", "severity: huge", "organizations.yaml, body, corrections:"),
        ("records:", "rows:", "organizations.yaml: 'records'"),
    ],
)
def test_what_is_wrong_is_named_by_file_record_and_field(content, old, new, place):
    assert old in ORGANIZATIONS
    with pytest.raises(ContentError) as error:
        content(organizations=ORGANIZATIONS.replace(old, new))
    assert str(error.value).startswith(place)
    assert not Entry.objects.exists()


def test_relative_dates_move_on_by_whole_days(content):
    directory = content(organizations=ORGANIZATIONS, opportunities=OPPORTUNITY)
    before = Opportunity.objects.get()
    answered_on = before.clarifications.get().answered_on
    assert before.deadline_at == datetime(2026, 12, 1, 10, 0, tzinfo=UTC)  # 18:00 in Beijing
    with clock.as_of(LOADED_AT + timedelta(days=200, hours=5)):
        assert roll_forward(content_actor(), directory) == 1
        assert roll_forward(content_actor(), directory) == 0
    after = Opportunity.objects.get()
    assert after.deadline_at - before.deadline_at == timedelta(days=200)
    assert after.opens_at - before.opens_at == timedelta(days=200)
    assert after.release_at == before.release_at
    assert after.clarifications.get().answered_on - answered_on == timedelta(days=200)
    assert after.audit.first().action == "edit"
    assert not after.corrections.exists()


def test_what_someone_edited_stays_where_it_is(content):
    directory = content(organizations=ORGANIZATIONS, opportunities=OPPORTUNITY)
    offer = Opportunity.objects.get()
    offer.extended = True
    offer.save()
    RecordFacts(offer, factories.actor(), severity=Severity.MINOR, reason="Extended").execute()
    with clock.as_of(LOADED_AT + timedelta(days=200)):
        assert roll_forward(content_actor(), directory) == 0
    assert Opportunity.objects.get().deadline_at == offer.deadline_at


@pytest.mark.parametrize("days", [0.25, 30], ids=["before its release", "after its release"])
def test_the_scheduled_release_lies_ahead_again_on_a_later_day(content, days):
    directory = content(pages=SCHEDULED)
    later = LOADED_AT + timedelta(days=days)
    with clock.as_of(later):
        moved = roll_forward(content_actor(), directory)
        page = Entry.objects.get()
        assert page.stage() is Stage.SCHEDULED
    assert moved == (days > 1)
    assert page.release_at == datetime(2026, 11, 23, 3, 0, tzinfo=UTC) + timedelta(days=int(days))


def test_nobody_can_sign_in_as_the_author_of_the_content(content):
    content(organizations=ORGANIZATIONS)
    author = Entry.objects.get(slug="body").created_by
    assert not author.has_usable_password()
    assert not author.is_active
    assert not author.is_superuser
