"""What a release is shown together with: quotes to cite, both sides, the way to opportunities, its neighbors."""

import re
from datetime import timedelta
from html import unescape

import pytest

from events.models import Delegation, EventSeries, Forum, ProgrammeItem
from news.models import PressRelease, Quote
from opportunities.models import Opportunity
from organizations.models import Organization, Person, Role
from publishing.models import Sector
from tests.factories import NOON, live, released, scheduled

pytestmark = pytest.mark.django_db

LONG_AGO = NOON - timedelta(days=90)
BEFORE = NOON - timedelta(days=5)


def words(response) -> str:
    body = response.content.decode().split('<main id="main"')[1].split("</main>")[0]
    return " ".join(re.sub(r"<[^>]+>", " ", body).split())


def side(country: str, event, title: str, **facts) -> PressRelease:
    body = released(Organization, at=LONG_AGO, country=country, title=f"Body {country}")
    return released(PressRelease, issuer=body, event=event, title=title, **facts)


@pytest.fixture
def delegation() -> Delegation:
    """A delegation with a forum as one of its parts."""
    whole = released(Delegation, at=LONG_AGO, title="Delegation")
    part = released(Forum, at=LONG_AGO, title="Forum")
    ProgrammeItem.objects.create(event=whole, type="forum", title_en="Forum", about=part)
    return whole


def test_a_quote_can_be_copied_with_speaker_role_date_and_translator(see):
    entry = released(PressRelease)
    text = live(entry, "en")
    text.translator = "Desk"
    text.save()
    person = released(Person, at=LONG_AGO, title="Kim")
    body = released(Organization, at=LONG_AGO, title="Ministry")
    role = Role.objects.create(
        person=person, organization=body, type="director", title_en="Director", valid_from="2026"
    )
    quote = Quote.objects.create(release=entry, role=role, text_en='“Words & "more"”', original_language="ko")

    content = see(entry.path("en")).content.decode()
    copied = unescape(re.findall(r'data-copy="(“[^"]*)"', content)[0])

    assert copied.split("\n") == [
        '“Words & "more"”',
        "— Kim en, Director, Ministry en, 1 June 2026",
        "Language: English. Translated from Korean. Translated by Desk.",
        f"http://testserver{entry.path('en')}#quote-{quote.pk}",
    ]
    assert f'id="quote-{quote.pk}"' in content
    assert "Translated by Desk." in words(see(entry.path("en")))


def test_both_sides_stand_side_by_side_in_the_order_of_the_page(see, delegation):
    korean = side("KR", delegation, "From Seoul")
    assert "Both sides on this event" not in words(see(delegation.path("en")))
    chinese = side("CN", delegation, "From Beijing", authoritative_language="zh-hans")

    for page in (see(delegation.path("en")), see(korean.path("en"))):
        shown = words(page)[words(page).index("Both sides on this event") :]
        assert shown.index("From Seoul en") < shown.index("From Beijing en")
        assert "The text in Korean prevails." in shown
        assert "The text in Chinese prevails." in shown
        assert chinese.path("zh-hans") in page.content.decode()
    sides = see(delegation.path("zh-hans")).context["statements"]
    assert [row["label"] for each in sides for row in each["rows"]] == [
        "From Beijing zh-hans",
        "From Seoul zh-hans",
    ]


def test_what_one_side_has_not_yet_released_is_not_hinted_at(see, delegation):
    side("KR", delegation, "From Seoul")
    before = see(delegation.path("en")).content
    body = released(Organization, at=LONG_AGO, country="CN", slug="to-come")
    scheduled(PressRelease, at=NOON + timedelta(days=1), issuer=body, event=delegation, title="Secret")

    assert see(delegation.path("en")).content == before
    assert "Secret en" in words(see(delegation.path("en"), NOON + timedelta(days=1)))


def test_the_way_from_announcement_to_opportunity_is_the_same_from_everywhere(see, delegation):
    forum = Forum.objects.get()
    release = released(PressRelease, at=BEFORE, event=delegation, title="Announced")
    opportunity = released(Opportunity, at=BEFORE, title="To answer")
    opportunity.related.add(forum)
    scheduled(PressRelease, at=NOON + timedelta(days=9), event=delegation, title="Hidden release")
    hidden = scheduled(Opportunity, at=NOON + timedelta(days=9), title="Hidden opportunity")
    hidden.related.add(delegation)

    for entry in (release, delegation, opportunity, forum):
        page = see(entry.path("en"))
        chain = page.context["chain"]
        assert [each["label"] for each in chain["announced"]] == ["Announced en"]
        assert [(each["label"], each["is_part"]) for each in chain["held"]] == [
            ("Delegation en", False),
            ("Forum en", True),
        ]
        assert [each["label"] for each in chain["answerable"]] == ["To answer en"]
        assert "30 days left" in words(page)
        assert "Hidden" not in page.content.decode()


def test_a_part_that_is_not_released_ties_nothing_to_the_whole(see, delegation):
    hidden = scheduled(Forum, at=NOON + timedelta(days=9), title="Hidden forum")
    ProgrammeItem.objects.create(event=delegation, type="forum", title_en="Forum", about=hidden)
    released(PressRelease, at=BEFORE, event=hidden, title="About the part")
    released(Opportunity, title="Of the part").related.add(hidden)
    released(PressRelease, at=BEFORE, event=delegation, title="About the whole")
    released(Opportunity, title="Of the whole").related.add(delegation)

    chain = see(delegation.path("en")).context["chain"]
    assert [each["label"] for each in chain["announced"]] == ["About the whole en"]
    assert [each["label"] for each in chain["answerable"]] == ["Of the whole en"]


def test_nothing_leads_to_nothing(see, delegation):
    release = released(PressRelease, event=delegation)
    alone = released(Opportunity)

    for entry in (release, delegation, alone):
        assert "From announcement to opportunity" not in words(see(entry.path("en")))


def test_a_release_names_what_came_before_and_after_it_in_its_series(see):
    line = released(EventSeries, at=LONG_AGO)
    events = [
        released(Delegation, at=LONG_AGO, series=line, edition=number, slug=f"edition-{number}")
        for number in (7, 8)
    ]
    first, second, third = (
        released(PressRelease, at=NOON - timedelta(days=days), event=event, title=f"Number {days}")
        for days, event in ((9, events[0]), (6, events[1]), (3, events[1]))
    )

    context = see(second.path("en")).context
    assert [each["url"] for each in context["before"]] == [first.path("en")]
    assert [each["url"] for each in context["afterwards"]] == [third.path("en")]
    assert "afterwards" in see(first.path("en")).context
    assert see(third.path("en")).context["afterwards"] == []


def test_similar_opportunities_share_fields_and_can_be_answered(see):
    water, air = (Sector.objects.create(slug=name, name_en=name) for name in ("water", "air"))
    entry, near, far, closed, other = (
        released(Opportunity, title=name, **facts)
        for name, facts in (
            ("This", {}),
            ("Near", {}),
            ("Far", {}),
            ("Closed", {"open_for_interest": False}),
            ("Other", {}),
        )
    )
    for each, fields in (
        (entry, (water, air)),
        (near, (water, air)),
        (far, (air,)),
        (closed, (water, air)),
        (other, ()),
    ):
        each.sectors.set(fields)

    assert [each["label"] for each in see(entry.path("en")).context["similar"]] == ["Near en", "Far en"]
