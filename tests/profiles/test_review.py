"""What staff does with proposals: links given, differences read, taken over in whole or in part, or declined."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import Group, User
from django.core import mail
from django.test import Client
from django.urls import reverse

from organizations.models import Company, Technology
from profiles import links
from profiles.models import ProfileLink, ProposalState
from profiles.proposing import propose
from publishing import clock, jobs
from publishing.actions import DraftText, SubmitText
from publishing.enums import TextState
from publishing.models import AuditRecord, Correction, Membership, Office
from tests.admin_forms import posted
from tests.factories import NOON, draft, live, released, writer

pytestmark = pytest.mark.django_db

LATER = NOON + timedelta(hours=1)


def signed_in(role, name="officer"):
    user = User.objects.create_user(name, f"{name}@example.org", "secret-for-tests", is_staff=True)
    user.groups.add(Group.objects.get(name=role))
    client = Client()
    client.force_login(user)
    client.user = user
    return client


@pytest.fixture
def officer():
    return signed_in("Event officer")


@pytest.fixture
def company():
    firm = released(Company, title="Firm", website="https://old.example/", employees=12)
    for language, deck in (("en", "We filter."), ("ko", "여과합니다."), ("zh-hans", "我们过滤。")):
        text = live(firm, language)
        text.deck = deck
        text.save()
    Technology.objects.create(company=firm, name_en="Filter", stage="concept")
    return firm


@pytest.fixture
def link(company):
    return ProfileLink.objects.create(
        company=company, email="firm@example.org", language="ko", expires_at=NOON + timedelta(days=30)
    )


def proposed(link, wish="", **touched):
    with clock.as_of(NOON):
        return propose(link, {path.replace("__", "."): value for path, value in touched.items()}, wish)


def page_of(proposal):
    return reverse("admin:profiles_proposal_change", args=[proposal.pk])


def decide(client, proposal, step="decide", at=LATER, **changes):
    with clock.as_of(at):
        return client.post(page_of(proposal), _fields(client, proposal, step, changes))


def _fields(client, proposal, step, changes):
    return {**posted(client.get(page_of(proposal)), "decision-form", **changes), "step": step}


def test_a_link_is_given_from_the_page_of_the_company_shown_and_mailed(officer, company):
    with clock.as_of(NOON):
        way = reverse("admin:profiles_links", args=[company.pk])
        entry = officer.get(reverse("admin:organizations_company_change", args=[company.pk]))
        assert way in entry.content.decode()

        bad = officer.post(way, {"step": "give", "email": "no-address", "language": "ko"})
        assert "This is not an e-mail address" in bad.content.decode()
        page = officer.post(way, {"step": "give", "email": "Firm@Example.org", "language": "zh-hans"})
        link = ProfileLink.objects.get()
        assert (link.email, link.language, link.made_by) == ("firm@example.org", "zh-hans", officer.user)
        assert links.url(link, "zh-hans") in page.content.decode()
        jobs.run_due()
        assert links.url(link, "zh-hans") in mail.outbox[0].body

        assert officer.post(way, {"step": f"revoke:{link.pk}"}).status_code == 302
        assert officer.post(way, {"step": "revoke:99999999999999999999999"}).status_code == 404
        assert officer.get(reverse("admin:profiles_links", args=[10**30])).status_code == 404
    link.refresh_from_db()
    assert not link.is_open


def test_only_who_looks_after_companies_sees_links_and_proposals(company, link):
    proposal = proposed(link, website="https://new.example/")
    translator = signed_in("Translator", "translator")
    addresses = [
        page_of(proposal),
        reverse("admin:profiles_proposal_changelist"),
        reverse("admin:profiles_links", args=[company.pk]),
    ]

    with clock.as_of(LATER):
        assert [translator.get(each).status_code for each in addresses] == [403, 403, 403]
        entry = translator.get(reverse("admin:organizations_company_change", args=[company.pk]))
        assert addresses[2] not in entry.content.decode()


def test_another_office_neither_reads_nor_decides(company, link, officer):
    proposal = proposed(link, website="https://new.example/")
    office = Office.objects.create(name_en="Other office")
    Company.objects.filter(pk=company.pk).update(office=office)

    with clock.as_of(LATER):
        assert officer.get(page_of(proposal)).status_code == 404
        assert officer.post(page_of(proposal), {"step": "decide"}).status_code == 404
        assert officer.get(reverse("admin:profiles_links", args=[company.pk])).status_code == 404
        listed = officer.get(reverse("admin:profiles_proposal_changelist")).content.decode()
        assert "Firm" not in listed.split('id="changelist"')[1]
        Membership.objects.create(user=officer.user, office=office)
        member = Client()
        member.force_login(officer.user)
        assert member.get(page_of(proposal)).status_code == 200


def test_differences_stand_side_by_side_and_wait_on_the_desk(officer, company, link):
    proposal = proposed(
        link,
        "Through the center, please.",
        deck__ko="물을 여과합니다.",
        deck__en="We filter <b>water</b>.",
        employees="15",
    )

    with clock.as_of(LATER):
        page = officer.get(page_of(proposal)).content.decode()
        (pane,) = [
            each for each in officer.get(reverse("admin:index")).context["panes"] if each.code == "proposals"
        ]
        listed = officer.get(f"{reverse('admin:profiles_proposal_changelist')}?open=yes").content.decode()

    assert 'lang="ko"' in page
    assert "<ins>물을 </ins>여과합니다." in page.replace("<p>", "").replace("</p>", "")
    assert "&lt;b&gt;" in page
    assert "<b>water" not in page
    assert "Through the center, please." in page
    assert pane.rows[0].url == page_of(proposal)
    assert "Firm en" in listed


def test_what_is_taken_over_goes_into_the_entry_as_everything_does(officer, company, link):
    proposal = proposed(link, deck__ko="물을 여과합니다.", products__ko="필터", employees="15")

    refused = decide(officer, proposal)
    assert refused.status_code == 400
    assert "say whether it is a minor edit or a correction" in refused.content.decode()
    answer = decide(officer, proposal, severity="correction", note="Employees as of today.")

    assert answer.status_code == 302, answer.content.decode()
    proposal.refresh_from_db()
    assert (proposal.state, proposal.reviewer) == (ProposalState.ACCEPTED, officer.user)
    company.refresh_from_db()
    assert company.employees == 15
    assert company.revisions.order_by("-number").first().facts["employees"] == "15"
    assert Correction.objects.get(entry=company.pk).note == "Employees as of today."
    text = company.texts.get(language="ko", state=TextState.DRAFT)
    assert (text.deck, text.extra["products"], text.author) == ("물을 여과합니다.", "필터", officer.user)
    assert live(company, "ko").deck == "여과합니다."
    verbs = set(
        AuditRecord.objects.filter(entry=company.pk, actor=officer.user).values_list("action", flat=True)
    )
    assert verbs == {"edit", "draft_text", "edit_text", "decide_proposal"}
    with clock.as_of(LATER):
        jobs.run_due()
        shown = officer.get("/" + links.url(link, "en").split("/", 3)[3]).content.decode()
    assert mail.outbox[-1].to == ["firm@example.org"]
    assert links.url(link, "ko") in mail.outbox[-1].body
    assert "accepted in whole" in shown.lower()


def test_a_part_is_taken_over_with_an_answer(officer, company, link):
    proposal = proposed(link, website="https://new.example/", deck__en="The best in the world!")

    silent = decide(officer, proposal, take=["website"], severity="minor", note="Website.")
    assert "Tell the company why" in silent.content.decode()
    decide(
        officer,
        proposal,
        take=["website"],
        severity="minor",
        note="Website.",
        answer="홍보 문구는 싣지 않습니다.",
    )

    proposal.refresh_from_db()
    assert (proposal.state, proposal.taken) == (ProposalState.PARTLY, ["website"])
    company.refresh_from_db()
    assert company.website == "https://new.example/"
    assert not company.texts.open().exists()
    with clock.as_of(LATER):
        shown = officer.get("/" + links.url(link, "en").split("/", 3)[3]).content.decode()
        jobs.run_due()
    assert "홍보 문구는 싣지 않습니다." in shown
    assert "홍보 문구는 싣지 않습니다." in mail.outbox[-1].body


def test_declining_says_why_and_changes_nothing(officer, company, link):
    proposal = proposed(link, website="https://new.example/")

    assert decide(officer, proposal, "decline").status_code == 400
    assert decide(officer, proposal, "decline", answer="Not yours.").status_code == 302

    proposal.refresh_from_db()
    company.refresh_from_db()
    assert (proposal.state, company.website) == (ProposalState.DECLINED, "https://old.example/")
    again = decide(officer, proposal, "decline", answer="Twice.")
    assert "somebody has decided" in again.content.decode() or again.status_code == 400


def test_under_review_is_told_and_a_further_proposal_takes_its_place(officer, company, link):
    proposal = proposed(link, website="https://new.example/")
    with clock.as_of(LATER):
        officer.post(page_of(proposal), {"step": "review"})
        proposal.refresh_from_db()
        assert (proposal.state, proposal.reviewer) == (ProposalState.UNDER_REVIEW, officer.user)
        fields = _fields(officer, proposal, "decide", {"severity": "minor", "note": "x"})
    proposed(link, website="https://newest.example/")

    with clock.as_of(LATER):
        answer = officer.post(page_of(proposal), fields)

    assert "has sent another proposal" in answer.content.decode()
    company.refresh_from_db()
    assert company.website == "https://old.example/"


def test_what_changed_in_between_is_shown_and_refused(officer, company, link):
    proposal = proposed(link, website="https://new.example/", employees="15")
    with clock.as_of(LATER):
        fields = _fields(officer, proposal, "decide", {"severity": "minor", "note": "x"})
        DraftText(company, writer(), language="en").execute()
        answer = officer.post(page_of(proposal), fields)
    assert "This has changed since you looked at it" in answer.content.decode()

    Company.objects.filter(pk=company.pk).update(employees=13)
    with clock.as_of(LATER):
        page = officer.get(page_of(proposal))
    assert "Changed since the company wrote" in page.content.decode()
    assert posted(page, "decision-form")["take"] == ["website"]


def test_a_version_that_is_reviewed_is_left_alone_and_nothing_is_taken(officer, company, link):
    proposal = proposed(link, deck__ko="물을 여과합니다.", employees="15")
    draft_text = DraftText(company, writer(), language="ko")
    draft_text.execute()
    SubmitText(draft_text.text, writer()).execute()

    answer = decide(officer, proposal, severity="minor", note="x")

    assert answer.status_code == 400
    assert "being reviewed" in answer.content.decode()
    company.refresh_from_db()
    assert company.employees == 12
    proposal.refresh_from_db()
    assert proposal.is_open


def test_technologies_are_changed_added_as_a_whole_and_dropped(officer, company, link):
    first = company.technologies.get()
    second = Technology.objects.create(company=company, name_en="Pump", stage="concept")
    proposal = proposed(
        link,
        **{
            f"technologies__{first.pk}__references__ko": "서울 1곳",
            f"technologies__{second.pk}__gone": "yes",
            "technologies__new1__name__en": "Sensor",
            "technologies__new1__name__zh-hans": "传感器",
            "technologies__new1__stage": "on_the_market",
            "technologies__new1__ipr": "none",
        },
    )

    parted = decide(
        officer, proposal, take=["technologies.new1.name.en"], severity="minor", note="x", answer="y"
    )
    assert parted.status_code == 400
    answer = decide(officer, proposal, severity="minor", note="Technologies.")

    assert answer.status_code == 302, answer.content.decode()
    names = [(each.name_en, each.references_ko, each.name_zh_hans) for each in company.technologies.all()]
    assert names == [("Filter", "서울 1곳", ""), ("Sensor", "", "传感器")]


def test_the_profile_of_a_draft_is_filled(officer):
    firm = draft(Company)
    link = ProfileLink.objects.create(company=firm, email="firm@example.org", language="ko")
    proposal = proposed(link, deck__ko="여과합니다.", employees="15")

    answer = decide(officer, proposal)

    assert answer.status_code == 302, answer.content.decode()
    firm.refresh_from_db()
    assert firm.employees == 15
    assert firm.texts.get(language="ko").deck == "여과합니다."


def test_addresses_that_lead_nowhere(officer):
    with clock.as_of(LATER):
        for number in ("0", "x", "9" * 40, "1"):
            assert officer.get(f"/admin/profiles/proposal/{number}/change/").status_code == 404
        assert officer.get("/admin/profiles/proposal/add/").status_code == 403
