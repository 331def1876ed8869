"""The page behind a company's secret link: what it shows, what it takes, and to whom it opens."""

from datetime import timedelta

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse
from django.utils import translation

from organizations.models import Company, Technology
from profiles import links
from profiles.chores import erase_addresses
from profiles.models import KEPT, VALID, ProfileLink, Proposal, ProposalState
from publishing import clock, jobs
from publishing.models import Job
from tests.admin_forms import posted
from tests.factories import NOON, draft, live, released, scheduled, withdrawn

pytestmark = pytest.mark.django_db

LATER = NOON + timedelta(seconds=60)


@pytest.fixture
def company():
    firm = released(Company, title="Firm", website="https://old.example/", employees=12, size_class="small")
    for language, deck in (("en", "We filter."), ("ko", "여과합니다."), ("zh-hans", "我们过滤。")):
        text = live(firm, language)
        text.deck = deck
        text.save()
    Technology.objects.create(company=firm, name_en="Filter", name_ko="필터", stage="concept")
    return firm


def given(company, email="firm@example.org", language="ko"):
    with clock.as_of(NOON):
        return links.give(company, email, language)


def opened(client, link, language="en", at=NOON):
    with clock.as_of(at):
        return client.get(path_of(link, language))


def path_of(link, language="en"):
    whole = links.url(link, language)
    return "/" + whole.split("/", 3)[3]


def sent(client, link, at=LATER, **changes):
    """What a browser sends, with ``changes`` by the paths of the profile with "__" for "-"."""
    page = opened(client, link)
    with clock.as_of(at):
        return client.post(path_of(link), posted(page, "propose-form", **changes))


def paths(proposal):
    return {each["path"]: (each["before"], each["after"]) for each in proposal.changes}


def test_a_link_is_sent_in_the_language_of_the_company_and_named_nowhere_else(company):
    link = given(company)
    with clock.as_of(NOON):
        jobs.run_due()

    (letter,) = mail.outbox
    assert letter.to == ["firm@example.org"]
    assert links.url(link, "ko") in letter.body
    assert "Firm ko" in letter.subject
    assert "firm@example.org" not in str(link)
    assert not Job.objects.filter(run__args_kwargs__icontains="firm@example.org").exists()


def test_the_page_opens_with_the_link_alone_and_is_kept_nowhere(client, company):
    link = given(company)

    page = opened(client, link)

    assert page.status_code == 200
    assert page["Cache-Control"] == "private, no-store"
    assert page["Referrer-Policy"] == "same-origin"
    assert page["X-Robots-Tag"] == "noindex"
    body = page.content.decode()
    assert "firm@example.org" not in body
    for words in ("We filter.", "여과합니다.", "我们过滤。", "https://old.example/", "Firm en"):
        assert words in body
    assert 'lang="zh-Hans"' in body
    assert opened(client, link, "ko").status_code == 200
    assert client.get(path_of(link)[:-3] + "xx/").status_code == 404
    assert client.get(reverse("profiles:profile", args=[link.key])).status_code == 404


@pytest.mark.parametrize("way", ["revoked", "expired", "renewed"])
def test_a_link_that_is_over_opens_nothing(client, company, way):
    link = given(company)
    at = NOON + timedelta(days=1)
    if way == "revoked":
        links.revoke(link)
    elif way == "renewed":
        given(company)
    else:
        at = NOON + VALID + timedelta(seconds=1)

    page = opened(client, link, at=at)

    assert page.status_code == 410
    assert "Firm" not in page.content.decode().split("<main")[1]
    with clock.as_of(at):
        assert client.post(path_of(link), {"wish": "x"}).status_code == 410
    assert not Proposal.objects.exists()


def test_only_what_differs_is_kept_with_what_stood_there(client, company):
    link = given(company)
    technology = company.technologies.get()

    answer = sent(
        client,
        link,
        deck__ko="물을 여과합니다.",
        employees="15",
        **{f"technologies__{technology.pk}__stage": "demonstrable"},
        wish="센터를 통해 연락 주세요.",
    )

    assert answer.status_code == 302
    proposal = Proposal.objects.get()
    assert paths(proposal) == {
        "deck.ko": ("여과합니다.", "물을 여과합니다."),
        "employees": ("12", "15"),
        f"technologies.{technology.pk}.stage": ("concept", "demonstrable"),
    }
    assert proposal.wish == "센터를 통해 연락 주세요."
    company.refresh_from_db()
    assert company.employees == 12
    page = opened(client, link, at=LATER).content.decode()
    assert "received" in page.lower()
    assert "물을 여과합니다." in page


def test_a_further_proposal_builds_on_the_open_one_and_replaces_it(client, company):
    link = given(company)
    sent(client, link, deck__ko="물을 여과합니다.")
    page = opened(client, link)
    assert "it replaces that" in page.content.decode()

    sent(client, link, at=LATER + timedelta(minutes=1), employees="20")

    first, second = Proposal.objects.order_by("pk")
    assert (first.state, second.state) == (ProposalState.REPLACED, ProposalState.RECEIVED)
    assert set(paths(second)) == {"deck.ko", "employees"}
    assert Proposal.objects.open().count() == 1


def test_what_others_changed_while_the_form_was_open_is_not_proposed_back(client, company):
    link = given(company)
    page = opened(client, link)
    Company.objects.filter(pk=company.pk).update(website="https://new.example/")

    with clock.as_of(LATER):
        client.post(path_of(link), posted(page, "propose-form", employees="15"))

    assert set(paths(Proposal.objects.get())) == {"employees"}


def test_a_new_technology_comes_as_a_whole(client, company):
    link = given(company)
    half = sent(client, link, technologies__new1__name__ko="새 기술")
    assert half.status_code == 400
    assert "Write the name in English too" in half.content.decode()

    whole = sent(
        client,
        link,
        technologies__new1__name__ko="새 기술",
        technologies__new1__name__en="New technology",
        technologies__new1__stage="concept",
        technologies__new1__ipr="none",
    )

    assert whole.status_code == 302
    assert paths(Proposal.objects.get())["technologies.new1.name.en"] == ("", "New technology")


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({}, "Nothing here differs"),
        ({"website": "javascript:alert(1)"}, "Some fields below"),
        ({"website": "not an address"}, "Some fields below"),
        ({"employees": "-1"}, "Some fields below"),
        ({"employees": "99999999999999999999"}, "Some fields below"),
        ({"size_class": "gigantic"}, "Some fields below"),
        ({"deck__en": "x" * 501}, "Some fields below"),
        ({"deck__en": "null \x00 byte"}, "null"),
        ({"products__ko": "가" * 2001}, "Some fields below"),
        ({"wish": "x" * 1001}, "Some fields below"),
        ({"opened": "forged"}, "open for too long"),
        ({"opened": None}, "open for too long"),
    ],
)
def test_bad_input_is_answered_in_words_and_keeps_what_was_typed(client, company, changes, said):
    link = given(company)

    answer = sent(client, link, **changes)

    assert answer.status_code in {302, 400}
    if answer.status_code == 400:
        assert said in answer.content.decode()
        assert not Proposal.objects.exists()
    else:
        assert "\x00" not in str(Proposal.objects.get().changes)


def test_markup_stays_text_everywhere(client, company):
    link = given(company)
    evil = '<script>alert(1)</script>"><img src=x onerror=alert(1)>'

    sent(client, link, deck__en=evil, wish=evil, products__ko=evil)

    page = opened(client, link, at=LATER).content.decode()
    assert "<script>alert" not in page
    assert "<img src=x" not in page
    assert "&lt;script&gt;" in page


def test_too_quick_trapped_and_too_much_is_not_taken(client, company):
    link = given(company)
    page = opened(client, link)
    with clock.as_of(NOON):
        quick = client.post(path_of(link), posted(page, "propose-form", employees="15"))
    assert quick.status_code == 400
    trapped = sent(client, link, employees="15", note="I fill everything")
    assert trapped.status_code == 302
    assert not Proposal.objects.exists()

    for number in range(20):
        Proposal.objects.create(
            company=company,
            link=link,
            state=ProposalState.REPLACED,
            received_at=NOON - timedelta(hours=number),
        )
    assert sent(client, link, employees="15").status_code == 429
    for _number in range(40):
        answer = sent(client, link, employees="x")
    assert answer.status_code == 429
    assert int(answer["Retry-After"]) > 0


def test_another_site_cannot_send_the_form(company):
    link = given(company)
    stranger = Client(enforce_csrf_checks=True)

    with clock.as_of(LATER):
        assert stranger.post(path_of(link), {"deck-en": "x"}).status_code == 403


def test_before_its_release_nothing_of_a_company_is_told(client):
    hidden = scheduled(Company, title="Verborgen", website="https://verborgen.example/", slug="verborgen")
    Technology.objects.create(company=hidden, name_en="Verborgen technology", stage="concept")
    link = given(hidden)
    before = NOON - timedelta(minutes=1)

    with clock.as_of(before):
        page = client.get(path_of(link))
        assert page.status_code == 200
        assert "verborgen" not in page.content.decode().lower()
        jobs.run_due()
    after = opened(client, link).content.decode()
    assert "Verborgen en" in after
    assert "Verborgen technology" in after


def test_a_company_that_was_never_published_can_propose_its_profile(client):
    firm = draft(Company, slug="secret-slug")
    link = given(firm)

    answer = sent(client, link, deck__zh__hans="我们过滤。")

    assert answer.status_code == 302
    assert paths(Proposal.objects.get()) == {"deck.zh-hans": ("", "我们过滤。")}
    assert "secret-slug" not in opened(client, link).content.decode()


def test_a_withdrawn_profile_takes_nothing(client):
    firm = withdrawn(Company, title="Gone")
    link = given(firm)
    at = NOON + timedelta(days=2)

    page = opened(client, link, at=at)

    assert "Gone" not in page.content.decode().split("<main")[1]
    assert "<form" not in page.content.decode().split("<main")[1].split("</main>")[0]
    with clock.as_of(at):
        assert client.post(path_of(link), {"deck-en": "x"}).status_code == 400


def test_the_page_takes_the_same_queries_however_much_there_is(client, company, django_assert_num_queries):
    link = given(company)
    with translation.override("en"):
        path = path_of(link)
    with clock.as_of(NOON), django_assert_num_queries(12):
        client.get(path)
    for number in range(3):
        Technology.objects.create(company=company, name_en=f"Further {number}", stage="concept")
        Proposal.objects.create(company=company, link=link, state=ProposalState.DECLINED, reason="Why")
    with clock.as_of(NOON), django_assert_num_queries(12):
        client.get(path)


def test_the_address_is_erased_a_while_after_the_link_has_ended(client, company):
    link, other = given(company), given(company, "other@example.org")
    sent(client, link, wish="Call me", employees="15")
    links.revoke(ProfileLink.objects.get(pk=link.pk))
    link.refresh_from_db()

    with clock.as_of(link.revoked_at + KEPT - timedelta(minutes=1)):
        erase_addresses.func()
        assert ProfileLink.objects.get(pk=link.pk).email
    with clock.as_of(link.revoked_at + KEPT):
        erase_addresses.func()

    link.refresh_from_db()
    assert (link.email, link.erased_at is not None) == ("", True)
    assert Proposal.objects.get().wish == ""
    assert ProfileLink.objects.get(pk=other.pk).email == "other@example.org"
