"""The loader with small contents of its own."""

from datetime import UTC, datetime

import pytest
from django.contrib.auth.models import User

from demo.files import ContentError
from organizations.models import Organization, Role
from publishing.models import Correction, Entry

pytestmark = pytest.mark.django_db

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
PLANNED = """
model: organizations.Organization
records:
  - slug: planned
    type: ministry
    authoritative_language: en
    released: 2026-03-02T09:00+09:00
    plans:
      - {language: ko, at: "-3d 10:00", translator: translator, due: "+2d 18:00", zone: Asia/Shanghai}
      - {language: zh-hans, at: "-3d 10:00", waived: Nobody reads it.}
    texts: {en: {title: Planned}}
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


DIFFERING = """
model: organizations.Organization
records:
  - slug: body
    type: ministry
    authoritative_language: en
    released: 2026-03-02T09:00+09:00
    explanations:
      - {kind: number, value: 14 / 13, note: The Korean list leaves one out.}
    texts: {en: {title: Body of 14}, ko: {title: 13개 기관}}
"""


def test_a_difference_between_the_languages_is_explained_before_approval(content):
    content(organizations=DIFFERING)
    [explanation] = Entry.objects.get(slug="body").explanations.all()
    assert (explanation.difference, explanation.note) == ("number 14 / 13", "The Korean list leaves one out.")


@pytest.mark.parametrize(
    ("old", "new", "place"),
    [
        ("value: 14 / 13", "value: 14 / 12", "organizations.yaml, body, explanations:"),
        (
            "explanations:\n      - {kind: number, value: 14 / 13, note: The Korean list leaves one out.}",
            "",
            "14",
        ),
    ],
)
def test_a_difference_that_nobody_explains_is_refused(content, old, new, place):
    with pytest.raises(ContentError, match=place):
        content(organizations=DIFFERING.replace(old, new))


def test_nobody_can_sign_in_as_the_author_of_the_content(content):
    content(organizations=ORGANIZATIONS)
    author = Entry.objects.get(slug="body").created_by
    assert not author.has_usable_password()
    assert not author.is_active
    assert not author.is_superuser


def test_languages_are_planned_and_waived_with_a_record(content):
    translator = User.objects.create_user("translator")
    content(organizations=PLANNED)
    korean, chinese = Entry.objects.get(slug="planned").plans.order_by("language")
    assert (korean.translator, korean.due_zone) == (translator, "Asia/Shanghai")
    assert korean.due_at == datetime(2026, 11, 24, 10, 0, tzinfo=UTC)
    assert chinese.waived_reason == "Nobody reads it."
    assert set(Entry.objects.get(slug="planned").audit.values_list("action", flat=True)) >= {
        "assign",
        "waive",
    }


def test_without_the_account_nobody_translates_yet(content):
    content(organizations=PLANNED)
    assert Entry.objects.get(slug="planned").plans.get(language="ko").translator is None


def test_a_plan_without_its_moment_is_named(content):
    with pytest.raises(ContentError, match=r"planned, plans"):
        content(organizations=PLANNED.replace(', due: "+2d 18:00"', ""))
