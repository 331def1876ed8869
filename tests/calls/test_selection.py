"""Staff choose among applications: places, waiting list, letters, confirmation, participants."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import Group, User
from django.test import Client

from calls.models import Application, ApplicationState, Call, CannedReason
from events.models import Exhibition, Participation, Pavilion
from intake.models import Reading
from organizations.models import Company
from profiles.models import ProfileLink
from publishing import clock
from publishing.models import AuditRecord, Office
from tests.admin_forms import posted
from tests.calls.conftest import AFTER, NOON, page_of
from tests.factories import released

pytestmark = pytest.mark.django_db


def state_of(application: Application) -> tuple[str, str, int | None]:
    application.refresh_from_db()
    return application.state, application.told, application.position


def test_places_waiting_list_letters_and_moving_up(applied, desk, client):
    (one, page_one), (two, _), (three, _), (four, page_four) = (applied(number) for number in (1, 2, 3, 4))
    reason = CannedReason.objects.create(
        name_en="Fits less", body_en="Others fit better.", body_ko="더 맞는 기업이 있습니다."
    )
    assert "The decision is noted" in desk.decide(one, "accepted")
    desk.decide(two, "accepted")
    assert "All 2 places are taken" in desk.decide(three, "accepted")
    desk.decide(three, "waiting")
    assert "the applicant is told so" in desk.decide(four, "declined")
    desk.decide(four, "declined", canned=str(reason.pk), internal="Nobody outside sees this.")
    assert state_of(four) == ("declined", "received", None)
    # What is only prepared is told nobody.
    quiet = client.get(page_four).text
    assert "더 맞는 기업이" not in quiet
    assert client.get(page_one.replace("/ko/", "/en/")).text.count("Confirm that we take part") == 0

    early = desk.letters(at=NOON + timedelta(days=2))
    assert early == []
    sent = desk.letters()
    assert {each.to[0] for each in sent} == {f"company-{number}@example.org" for number in (1, 2, 3, 4)}
    assert all("Nobody outside" not in each.body for each in sent)
    (declined,) = (each for each in sent if each.to == ["company-4@example.org"])
    assert "더 맞는 기업이 있습니다." in declined.body
    assert "더 맞는 기업이 있습니다." in client.get(page_four).text
    assert state_of(three) == ("waiting", "waiting", 1)

    with clock.as_of(AFTER):
        client.post(page_one, {"withdraw": "yes"})
        listed = desk.get(desk.list_page).text
        assert "A place is free" in listed
        assert "Places taken: 1 of 2" in listed
    assert len(desk.work(AFTER)) == 1
    desk.decide(three, "accepted")
    assert state_of(three) == ("accepted", "waiting", None)
    (moved,) = desk.letters(at=AFTER + timedelta(hours=1))
    assert moved.to == ["company-3@example.org"]


def test_the_order_of_the_waiting_list(applied, desk):
    one, two, three = (applied(number)[0] for number in (1, 2, 3))
    desk.decide(one, "waiting")
    desk.decide(two, "waiting")
    desk.decide(three, "waiting", position="1")
    assert [state_of(each)[2] for each in (one, two, three)] == [2, 3, 1]
    desk.decide(one, "declined", reason="No.")
    assert [state_of(each)[2] for each in (one, two, three)] == [None, 2, 1]


def test_the_day_to_confirm_by(applied, desk, client):
    application, address = applied()
    desk.decide(application, "accepted")
    for wrong in ("", "2026-06-30", "2026-09-02", "soon"):
        assert desk.letters(confirm_by=wrong) == []
    assert len(desk.letters()) == 1
    late = AFTER.replace(month=7, day=10, hour=16)
    with clock.as_of(late):
        assert client.post(address, {"confirm": "yes"}).status_code == 409
    with clock.as_of(late - timedelta(hours=2)):
        assert client.post(address, {"confirm": "yes"}).status_code == 302
    assert state_of(application)[0] == ApplicationState.CONFIRMED
    assert len(desk.work(late)) == 1


@pytest.fixture
def confirmed(applied, desk, client) -> Application:
    application, address = applied()
    desk.decide(application, "accepted")
    desk.letters()
    with clock.as_of(AFTER + timedelta(hours=1)):
        client.post(address, {"confirm": "yes"})
    return application


def test_a_new_company_joins_and_gets_its_profile(confirmed, desk, see):
    fair = released(Exhibition, title="Fair")
    Call.objects.filter(pk=desk.call.pk).update(
        pavilion=Pavilion.objects.create(exhibition=fair, name_en="Pavilion")
    )
    desk.work(AFTER + timedelta(hours=1))
    with clock.as_of(AFTER + timedelta(hours=2)):
        form = posted(desk.get(page_of(confirmed)), "join-form", join="yes")
        answer = desk.client.post(page_of(confirmed), form, follow=True)
        assert "On the list of participants" in answer.text
    company = Company.objects.get()
    assert (company.state, company.country, company.slug) == ("draft", "KR", "company-1")
    assert {each.language: each.text for each in company.names.all()} == {
        "ko": "맑은샘",
        "en": "Company 1",
    }
    assert company.technologies.get().name_ko == "인 제거 제어기"
    assert company.texts.get(language="ko").deck == "약품을 아끼는 제어기를 만듭니다."
    assert list(Participation.objects.order_by("pk").values_list("event__kind", "capacity")) == [
        ("delegation", "member"),
        ("exhibition", "exhibitor"),
    ]
    assert AuditRecord.objects.filter(entry=desk.call.event_id, action="edit").exists()
    assert ProfileLink.objects.get().company == company
    assert len(desk.work(AFTER + timedelta(hours=2))) == 2
    # The draft is on no public page.
    assert "Company 1" not in see("/en/delegations/mission/", AFTER + timedelta(days=1)).text

    with clock.as_of(AFTER + timedelta(hours=3)):
        desk.post(page_of(confirmed), leave="yes")
    assert Participation.objects.count() == 0
    assert state_of(confirmed)[0] == ApplicationState.CONFIRMED


def test_a_company_on_record_is_found_by_its_name(confirmed, desk):
    known = released(Company, title="Company 1", slug="known")
    known.names.create(text="맑은샘", language="ko")
    with clock.as_of(AFTER + timedelta(hours=2)):
        page = desk.get(page_of(confirmed))
        assert known.ref in page.text
        missing = desk.post(page_of(confirmed), join="yes", company="other", ref="KC-2020-1")
        assert (missing.status_code, Company.objects.count()) == (400, 1)
        desk.client.post(page_of(confirmed), posted(page, "join-form", join="yes"))
    assert Participation.objects.get().organization_id == known.pk


def test_the_public_result_is_a_number_and_nothing_else(confirmed, desk, see):
    address = desk.list_page
    with clock.as_of(AFTER + timedelta(hours=2)):
        desk.post(address, publish="yes")
    desk.call.refresh_from_db()
    assert (desk.call.accepted, str(desk.call.decided_on)) == (1, "2026-07-02")
    later = AFTER + timedelta(hours=3)
    assert see("/api/v1/calls/join/", later).json()["accepted"] == 1
    walk = (
        "/en/calls/",
        "/en/calls/join/",
        "/en/calls/feed.json",
        "/en/delegations/mission/",
        "/api/v1/calls/",
        "/api/v1/changes/",
        "/api/v1/search/?q=Company",
        "/en/search/?q=Company",
    )
    for page in walk:
        text = see(page, later).text
        assert not any(each in text for each in (confirmed.ref, "Company 1", "맑은샘", "company-1@"))


def test_who_may_read_and_that_reading_is_recorded(applied, desk):
    application, _address = applied()
    paths = (
        "/admin/calls/application/",
        desk.list_page,
        page_of(application),
        f"/admin/calls/application/{application.pk}/document/",
    )
    author = Client()
    user = User.objects.create_user("author", is_staff=True)
    user.groups.add(Group.objects.get(name="Author"))
    author.force_login(user)
    for path in paths:
        assert author.get(path).status_code in (403, 404)
        assert author.post(path, {"erase": "yes", "sure": "yes"}).status_code in (403, 404, 405)
        assert Client().get(path).status_code == 302
    assert Reading.objects.count() == 0
    page = desk.get(page_of(application))
    assert "company-1@example.org" in page.text
    assert "no-store" in page["Cache-Control"]
    reading = Reading.objects.get()
    assert (reading.ref, reading.by.username) == (application.ref, "officer")
    assert "company-1@example.org" not in desk.get(paths[1]).text
    # Another office's call is as if it were not there.
    Call.objects.filter(pk=desk.call.pk).update(office=Office.objects.create(code="other", name_en="Other"))
    for path in paths[1:]:
        assert desk.get(path).status_code == 404


def test_staff_erase_at_the_senders_request(applied, desk):
    application, _address = applied()
    desk.post(page_of(application), erase="yes")
    application.refresh_from_db()
    assert application.erased_at is None
    desk.post(page_of(application), erase="yes", sure="yes")
    application.refresh_from_db()
    assert application.erased_at
    assert application.email == ""
    assert desk.get(page_of(application)).status_code == 200
    assert desk.post(page_of(application), decide="yes", state="accepted").status_code == 400


def test_lists_of_staff_take_the_same_queries_for_one_and_for_three(applied, desk, django_assert_num_queries):
    applied(1)
    overview, listed = "/admin/calls/application/", desk.list_page
    desk.get(overview)
    with django_assert_num_queries(8):
        desk.get(overview)
    with django_assert_num_queries(12):
        desk.get(listed)
    applied(2)
    applied(3)
    with django_assert_num_queries(8):
        desk.get(overview)
    with django_assert_num_queries(12):
        desk.get(listed)


@pytest.mark.parametrize(
    ("role", "hears"), [("Event officer", True), ("Author", False), ("Help desk", False)]
)
def test_who_may_not_read_applications_hears_of_none_on_the_desk(client, role, hears):
    user = User.objects.create_user("somebody", is_staff=True)
    user.groups.add(Group.objects.get(name=role))
    client.force_login(user)
    assert ("Applications to decide" in client.get("/admin/").text) is hears
