"""The pages of delegations, forums, exhibitions and meetings."""

import re
from datetime import UTC, date, datetime, timedelta

import pytest

from events.models import (
    Delegation,
    EventSeries,
    Exhibition,
    Forum,
    Meeting,
    Participation,
    Pavilion,
    ProgrammeItem,
    Stop,
    Talk,
)
from news.models import PressRelease
from organizations.models import Organization, OrganizationName
from publishing import clock
from publishing.models import Count, Text
from tests.events.builders import LONG_AGO, company, furnish, place, role, sector
from tests.factories import NOON, released, scheduled, withdrawn

pytestmark = pytest.mark.django_db

KINDS = [Delegation, Forum, Exhibition, Meeting]
LATER = NOON + timedelta(days=90)


def words(response) -> str:
    """The text of a page without markup, on one line."""
    body = response.content.decode().split('<main id="main"')[1].split("</main>")[0]
    return " ".join(re.sub(r"<[^>]+>", " ", body).split())


def eighth(**facts) -> Delegation:
    line = released(EventSeries, at=LONG_AGO, title="Line", ordinal_unit="meeting")
    return released(Delegation, title="Eighth", series=line, edition=8, **facts)


@pytest.mark.parametrize("model", KINDS)
def test_list_and_page_take_the_same_queries_for_one_and_for_three(model, see, django_assert_num_queries):
    queries = {Delegation: 55, Forum: 54, Exhibition: 55, Meeting: 55}[model]
    line = released(EventSeries, at=LONG_AGO, title="Line")
    first = released(model, series=line, edition=1)
    furnish(first, 1)
    with django_assert_num_queries(queries):
        see(first.path("ko"))
    with django_assert_num_queries(12):
        see(f"/ko/{model.KIND.routes}/")
    for edition in (2, 3):
        furnish(released(model, series=line, edition=edition), 1)
    furnish(first, 2)
    with django_assert_num_queries(queries):
        see(first.path("ko"))
    with django_assert_num_queries(12):
        see(f"/ko/{model.KIND.routes}/")


@pytest.mark.parametrize("model", KINDS)
def test_before_release_a_page_is_as_absent_as_one_that_never_was(model, see):
    entry = scheduled(model, slug="to-come", title="Secret")
    before = NOON - timedelta(seconds=1)

    hidden, never = see(entry.path("en"), before), see(f"/en/{model.KIND.routes}/no-such/", before)

    assert (hidden.status_code, never.status_code) == (404, 404)
    assert hidden.content.replace(b"to-come", b"no-such") == never.content
    assert "Secret" not in see(f"/en/{model.KIND.routes}/", before).content.decode()
    assert see(f"/en/{model.KIND.routes}/to-come.ics", before).status_code == 404
    assert see(entry.path("en")).status_code == 200


@pytest.mark.parametrize("model", KINDS)
def test_a_withdrawn_page_and_its_calendar_file_are_gone(model, see):
    entry = withdrawn(model, reason="Cancelled by mistake.")

    page, file = see(entry.path("en"), LATER), see(f"{entry.path('en')[:-1]}.ics", LATER)

    assert (page.status_code, file.status_code) == (410, 410)
    assert "Cancelled by mistake." in page.content.decode()


@pytest.mark.parametrize(
    ("language", "numeral"),
    [("en", "8 th"), ("ko", "제 8 차"), ("zh-hans", "第 8 次")],
)
def test_the_edition_is_an_ordinal_of_the_unit_of_its_series(language, numeral, see):
    assert numeral in words(see(eighth().path(language)))


def test_a_delegation_shows_its_days_and_parts_on_the_clocks_of_both_countries(see):
    delegation = eighth()
    fair = released(Exhibition, title="Fair")
    ProgrammeItem.objects.create(
        event=delegation,
        type="pavilion",
        title_en="Stand",
        title_ko="전시관",
        day=date(2026, 6, 3),
        last_day=date(2026, 6, 5),
        starts_at=datetime(2026, 6, 3, 1, tzinfo=UTC),
        ends_at=datetime(2026, 6, 3, 9, tzinfo=UTC),
        about=fair,
        is_sample=True,
    )

    html = see(delegation.path("ko")).content.decode()

    assert '<time datetime="2026-06-02"><span class="timeline__day">2</span>' in html
    assert f'<a href="{fair.path("ko")}">전시관</a>' in html
    assert '<td colspan="3" class="timeline__cell">' in html
    assert html.index("<b>10:00~18:00</b> 서울") < html.index("<b>09:00~17:00</b> 베이징")
    assert 'class="sample-mark"' in html


def test_parts_that_share_a_day_share_a_cell(see):
    delegation = eighth()
    for hour, title in ((1, "Morning"), (5, "Afternoon")):
        ProgrammeItem.objects.create(
            event=delegation,
            type="consultation",
            title_en=title,
            day=date(2026, 6, 3),
            starts_at=datetime(2026, 6, 3, hour, tzinfo=UTC),
        )

    html = see(delegation.path("en")).content.decode()

    assert html.count('class="timeline__cell"') == 1
    assert html.index("Morning") < html.index("Afternoon")


def test_the_route_names_its_cities_and_hosts(see):
    delegation = eighth()
    host = released(Organization, at=LONG_AGO, title="City host")
    Stop.objects.create(delegation=delegation, place=place("beijing"), role="host_city", position=1)
    Stop.objects.create(
        delegation=delegation,
        place=place("tianjin"),
        role="partner_city",
        host=host,
        note_en="Green port",
        position=2,
    )

    page = words(see(delegation.path("en")))

    assert page.index("Beijing Host city") < page.index("Tianjin Partner city")
    assert "City host en" in page
    assert "Green port" in page


def test_participants_stand_by_field_and_then_bodies(see):
    delegation = eighth()
    water, air = sector("water"), sector("air")
    for name, field in (("Wave", water), ("Breeze", air), ("Brook", water)):
        Participation.objects.create(event=delegation, capacity="member", organization=company(name, field))
    body = released(Organization, at=LONG_AGO, title="Bureau")
    Participation.objects.create(event=delegation, capacity="member", organization=body)

    page = words(see(delegation.path("en")))

    order = [
        page.index(each)
        for each in (
            "Air Breeze en",
            "Water Wave en",
            "Brook en",
            "Bodies Member of the delegation Bureau en",
        )
    ]
    assert order == sorted(order)
    assert "3 companies" in page


def test_organizations_bear_the_name_they_had_on_the_day(see):
    meeting = released(Meeting, starts_on="2005-06-08", ends_on="2005-06-08")
    ministry = released(Organization, at=LONG_AGO, title="New Ministry")
    OrganizationName.objects.create(
        organization=ministry, text="Old Ministry", language="en", type="former", valid_to="2025-09"
    )
    Participation.objects.create(event=meeting, capacity="organizer", organization=ministry)

    page = words(see(meeting.path("en")))

    assert "Organizer Old Ministry" in page
    assert "New Ministry" not in page


def test_a_role_that_was_not_held_on_the_day_is_not_shown(see):
    forum = released(Forum)
    item = ProgrammeItem.objects.create(
        event=forum, type="presentations", title_en="Talks", day=date(2026, 6, 3)
    )
    talk = Talk.objects.create(item=item, title_en="On water")
    talk.speakers.add(
        role("Early", title_en="Dean of old", valid_to="2020"), role("Present", title_en="Dean of today")
    )

    page = words(see(forum.path("en")))

    assert "Early en" in page
    assert "Dean of old" not in page
    assert "Dean of today" in page
    assert "Present academy" in page


@pytest.mark.parametrize(
    ("language", "first", "second"),
    [("en", "Seoul side", "Beijing side"), ("zh-hans", "Beijing side", "Seoul side")],
)
def test_hosts_are_equals_in_the_order_of_the_page_s_language(language, first, second, see):
    forum = released(Forum)
    for name, country in (("Beijing side", "CN"), ("Seoul side", "KR")):
        host = released(Organization, at=LONG_AGO, title=name, country=country)
        Participation.objects.create(event=forum, capacity="host", organization=host)

    page = words(see(forum.path(language)))

    assert page.index(first) < page.index(second)


def test_matching_and_visits_follow_the_agenda_of_a_forum(see):
    forum = released(Forum, theme_en="Second life")
    for kind, title, outside in (
        ("site_visit", "Port", True),
        ("matching", "Tables", False),
        ("forum", "Talks", False),
    ):
        ProgrammeItem.objects.create(
            event=forum, type=kind, title_en=title, outside_event=outside, day=date(2026, 6, 4)
        )

    page = words(see(forum.path("en")))

    order = [
        page.index(each)
        for each in ("Second life", "Agenda", "Talks", "Business matching Tables", "Site visits")
    ]
    assert order == sorted(order)
    assert "Port Outside the days of the forum itself" in page


def test_an_exhibition_keeps_its_roles_apart_and_lists_its_booths(see):
    fair = released(Exhibition)
    for capacity in ("sponsor", "organizer"):
        body = released(Organization, at=LONG_AGO, title=f"The {capacity}")
        Participation.objects.create(event=fair, capacity=capacity, organization=body)
    stand = Pavilion.objects.create(exhibition=fair, name_en="Korea Pavilion", hall="W1", is_sample=True)
    for number, name in ((2, "Second"), (1, "First")):
        Participation.objects.create(
            event=fair, capacity="exhibitor", organization=company(name), pavilion=stand, booth=f"K-0{number}"
        )

    page = words(see(fair.path("en")))

    assert "Organizer The organizer en" in page
    assert "Sponsor The sponsor en" in page
    assert "Korea Pavilion sample" in page
    assert "W1" in page
    assert page.index("K-01 First en") < page.index("K-02 Second en")
    assert page.count("First en") == 1


def test_exhibitors_of_an_event_that_is_not_visible_stay_out_of_the_pavilion(see):
    fair = released(Exhibition)
    stand = Pavilion.objects.create(exhibition=fair, name_en="Korea Pavilion")
    to_come = scheduled(Delegation, at=LATER)
    Participation.objects.create(
        event=to_come, capacity="exhibitor", organization=company("Surprise"), pavilion=stand, booth="K-01"
    )

    assert "Surprise" not in see(fair.path("en")).content.decode()


def test_a_meeting_links_to_what_it_prepares(see):
    seminar, committee = released(Meeting, title="Seminar"), released(Meeting, title="Committee")
    seminar.prepares.add(committee, scheduled(Meeting, at=LATER, title="Secret"))

    page = words(see(seminar.path("en")))

    assert "Prepares Committee en" in page
    assert "Secret" not in page
    assert "Prepared by Seminar en" in words(see(committee.path("en")))


def test_press_releases_about_an_event_stand_beside_it_from_their_release_on(see):
    delegation = eighth()
    release = scheduled(PressRelease, at=LATER, title="Announced", event=delegation)
    delegation.related.add(release)

    assert "Announced" not in words(see(delegation.path("en")))
    assert words(see(delegation.path("en"), LATER)).count("Announced en") == 1


def test_outcomes_that_are_not_known_say_when_they_are_due(see):
    page = words(see(eighth(ends_on="2026-08-31", starts_on="2026-08-30").path("en")))

    assert "No outcome has been confirmed yet" in page
    assert "+3 months 30 November 2026" in page
    assert "+6 months 28 February 2027" in page
    assert "+12 months 31 August 2027" in page


@pytest.mark.parametrize(
    ("facts", "at", "seal"),
    [
        ({}, NOON, "Planned"),
        ({}, NOON + timedelta(days=2), "Under way"),
        ({}, LATER, "Held"),
        ({"status": "cancelled"}, NOON, "Cancelled"),
        ({"status": "provisional"}, LATER, "Provisional"),
        ({"status": "postponed"}, NOON, "Postponed"),
        ({"date_precision": "month", "starts_on": "2026-06-01", "ends_on": None}, NOON, "Under way"),
    ],
)
def test_the_seal_says_how_an_event_stands(facts, at, seal, see):
    assert seal in words(see(released(Delegation, **facts).path("en"), at))


@pytest.mark.parametrize(
    ("precision", "iso", "shown"),
    [("day", "2026-06-02", "2 June 2026"), ("month", "2026-06", "June 2026"), ("year", "2026", "2026")],
)
def test_dates_are_no_more_precise_than_they_are_known(precision, iso, shown, see):
    meeting = released(Meeting, starts_on="2026-06-02", ends_on=None, date_precision=precision)

    page = see("/en/meetings/").content.decode()

    assert f'datetime="{iso}"><span class="visually-hidden">{shown}</span>' in page
    assert (see(f"{meeting.path('en')[:-1]}.ics").status_code == 200) is (precision == "day")


def test_a_missing_translation_is_announced_and_its_original_keeps_its_language(see):
    forum = released(Forum, languages=("ko",), title="포럼")

    page = see(forum.path("en"))
    html = page.content.decode()

    assert page.status_code == 200
    assert "Not yet available in this language" in html
    assert '<h1><span lang="ko">포럼 ko</span></h1>' in html
    assert '<div class="prose" lang="ko">' in html
    assert '<meta name="robots" content="noindex">' in html
    assert f'<link rel="canonical" href="http://testserver{forum.path("ko")}">' in html
    assert 'hreflang="en"' not in html.split("</head>")[0]
    assert (
        f'<h3 class="entry__title" lang="ko"><a href="{forum.path("en")}">'
        in see("/en/forums/").content.decode()
    )


def test_alternates_are_the_languages_there_are(see):
    forum = released(Forum, languages=("ko", "en"))

    head = see(forum.path("en")).content.decode().split("</head>")[0]

    assert re.findall(r'hreflang="([^"]+)"', head) == ["en", "ko", "x-default"]


def test_readers_of_no_language_of_an_entry_are_sent_to_one_page_by_all_of_them(see):
    forum = released(Forum, languages=("ko", "zh-hans"))

    heads = [see(forum.path(code)).content.decode().split("</head>")[0] for code in ("ko", "zh-hans")]

    found = [re.findall(r'hreflang="x-default" href="([^"]+)"', head) for head in heads]
    assert found == [[f"http://testserver{forum.path('ko')}"]] * 2


def test_labels_in_another_language_say_so(see):
    forum = released(Forum)
    ProgrammeItem.objects.create(event=forum, type="forum", title_en="Only in English")

    html = see(forum.path("zh-hans")).content.decode()

    assert '<span lang="en">Only in English</span>' in html


def test_figures_are_shown_as_stated(see):
    delegation = eighth()
    Count.objects.create(
        entry=delegation,
        label_en="Companies",
        value=14,
        unit="companies",
        stated_as="14개사",
        as_of="2026-06",
    )

    html = see(delegation.path("en")).content.decode()

    assert "14 companies" in html
    assert '<q lang="ko">14개사</q>' in html
    assert "As of June 2026" in html


def test_the_series_strip_marks_this_edition_and_knows_only_visible_ones(see):
    delegation = eighth()
    seventh = released(
        Delegation, series=delegation.series, edition=7, starts_on="2025-06-02", ends_on="2025-06-05"
    )
    scheduled(Delegation, at=LATER, series=delegation.series, edition=9)

    html = see(delegation.path("en")).content.decode()

    assert f'<a href="{seventh.path("en")}"><span class="series__number" aria-hidden="true">7</span>' in html
    assert f'<a href="{delegation.path("en")}" aria-current="page">' in html
    assert "9th" not in html


def test_a_series_lists_its_editions(see, django_assert_num_queries):
    delegation = eighth()
    with django_assert_num_queries(22):
        see(delegation.series.path("en"))
    for edition in (6, 7):
        released(Delegation, title=f"No {edition}", series=delegation.series, edition=edition)
    with django_assert_num_queries(22):
        page = words(see(delegation.series.path("en")))
    assert "No 6 en" in page
    assert "Editions on record 3" in page
    with django_assert_num_queries(3):
        listed = words(see("/en/series/"))
    assert "Line en" in listed


def test_a_corrected_page_says_what_was_changed(see):
    delegation = eighth()
    text = Text.objects.get(entry=delegation, language="ko", state="live")
    with clock.as_of(NOON + timedelta(hours=2)):
        delegation.corrections.create(text=text, language="en", note="The booth was wrong.")

    page = words(see(delegation.path("en"), LATER))

    assert "This page was corrected after its release." in page
    assert "The booth was wrong." in page


def test_who_speaks_on_the_agenda_is_not_listed_again_and_who_leads_in_a_role_is(see):
    forum = released(Forum)
    item = ProgrammeItem.objects.create(event=forum, type="presentations", title_en="Talks")
    on_stage, chair = role("Voice"), role("Chair")
    Talk.objects.create(item=item, title_en="On water").speakers.add(on_stage)
    Participation.objects.create(event=forum, capacity="speaker", role=on_stage)
    Participation.objects.create(event=forum, capacity="host", role=chair, organization=chair.organization)

    page = words(see(forum.path("en")))

    assert page.count("Voice en") == 1
    assert "Held by" not in page
    assert page.index("Participants People Chair en") > page.index("Voice en")


def test_a_page_carries_its_reference_and_prevailing_language_onto_paper(see):
    meeting = released(Meeting)

    html = see(meeting.path("en")).content.decode()

    assert '<img src="data:image/svg+xml' in html
    assert f"<strong>{meeting.ref}</strong> http://testserver/r/{meeting.ref}" in html
    assert "The text in this language prevails: Korean." in html
