"""A small Korean company with a telephone: from an opportunity to the owner's answer, and onto a delegation."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from playwright.sync_api import expect

from calls.models import Application, Call
from interest.models import Expression
from profiles.models import Proposal
from publishing import clock, formats
from tests.browser.conftest import Room
from tests.browser.newsroom import Desk
from tests.browser.phones import PHONE, Phone, delivered

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

MAIL, OWNER = "han@clearwater.example", "procurement@utility.example"
ADDRESS = "/ko/opportunities/sample-phosphorus-control-request/"
WORDS = "하수처리장 세 곳에서 2019년부터 운전하고 있습니다."


def test_interest_is_sent_forwarded_and_answered(
    demo: None, room: Room, sit_down: Callable[..., Desk]
) -> None:
    phone = Phone(room.computer(viewport=PHONE), room.site, "ko")
    page = phone.go("/ko/opportunities/?direction=cn-kr&open=yes")
    phone.press(page.locator(f"main a[href='{ADDRESS}']"))
    phone.press(page.locator(f"main a[href='{ADDRESS}interest/']").first)

    # Whether it fits is said before anything is asked.
    questions = page.locator("main form fieldset")
    for number in range(questions.count()):
        questions.nth(number).locator(f"input[value={'no' if number == 2 else 'yes'}]").check()
    phone.press(page.locator("main form button[type=submit]").first)
    expect(page.locator("main .notice")).to_contain_text("기술자")
    questions.nth(2).locator("input[value=yes]").check()
    phone.press(page.locator("main form button[type=submit]").first)
    phone.shoot("interest-form")

    # What is written survives a closed window; what was agreed to is asked for again.
    page.locator("[name=person]").fill("한예시")
    page.locator("[name=message]").fill(WORDS)
    page.locator("[name=consent]").check()
    phone.go(ADDRESS + "interest/")
    for number in range(questions.count()):
        questions.nth(number).locator("input[value=yes]").check()
    phone.press(page.locator("main form button[type=submit]").first)
    expect(page.locator("[name=message]")).to_have_value(WORDS)
    expect(page.locator("[name=consent]")).not_to_be_checked()

    page.locator("[name=organization_name]").fill("예시맑은물")
    page.locator("[name=email]").fill(MAIL)
    page.locator("[name=consent]").check()
    page.locator("[name=consent_across]").check()
    page.locator("[name=shares_contact]").check()
    phone.send(page.locator("main button[name=send]"))
    expression = Expression.objects.get(email=MAIL)
    expect(page.locator("main")).to_contain_text(expression.ref)
    phone.shoot("interest-receipt")
    status = delivered(MAIL, r"/ko/i/\S+")

    # The help desk enters the owner's contact and passes it on.
    desk = sit_down("helpdesk")
    at_desk = desk.page
    at_desk.goto(f"{room.site}/admin/interest/expression/")
    at_desk.get_by_role("link", name=expression.ref).click()
    at_desk.locator(".standing-steps a[href*=screened]").click()
    at_desk.locator("#step-form .submit-row button").click()
    at_desk.locator(".standing-steps a[href*=forward]").click()
    at_desk.locator("#content-main a[href*=ownercontact]").click()
    at_desk.locator("#contact-form [name=name]").fill("王示例")
    at_desk.locator("#contact-form [name=email]").fill(OWNER)
    at_desk.locator("#contact-form [name=language]").select_option("zh-hans")
    at_desk.locator("#contact-form .submit-row button").click()
    at_desk.goto(f"{room.site}/admin/interest/expression/{expression.pk}/change/")
    at_desk.locator(".standing-steps a[href*=forward]").click()
    expect(at_desk.locator(".inbox-mail")).to_contain_text(MAIL)
    at_desk.locator("#forward-form .submit-row button").click()

    # The owner answers without an account, in Chinese.
    owner = Phone(room.computer(viewport=PHONE), room.site, "zh-hans")
    answers = owner.go(delivered(OWNER, r"/zh-hans/o/\S+"))
    expect(answers.locator("main")).to_contain_text(WORDS)
    owner.shoot("owner")
    answers.locator("form:has(button[value=accept]) textarea").fill("12月8日下午可以视频会议。")
    owner.press(answers.locator("button[value=accept]"))

    phone.go(status)
    expect(page.locator("main")).to_contain_text("12月8日下午可以视频会议。")
    phone.shoot("interest-status")
    assert Expression.objects.get(pk=expression.pk).state == "accepted"


def test_an_application_leads_onto_the_delegation_and_to_a_profile(
    demo: None, room: Room, sit_down: Callable[..., Desk]
) -> None:
    call = Call.objects.get(slug="sample-shandong-mission-call")
    phone = Phone(room.computer(viewport=PHONE), room.site, "ko")
    page = phone.go("/ko/delegations/sample-shandong-mission/")
    phone.press(page.locator(f"main a[href='/ko/calls/{call.slug}/']").first)
    phone.press(page.locator(f"main a[href='/ko/calls/{call.slug}/apply/']").first)
    for requirement in call.requirements.all():
        page.locator(f"[name=answer_{requirement.pk}][value={requirement.wanted}]").check()
    page.locator("[name=country][value=KR]").check()
    filled = {
        "name_hangul": "예시맑은물",
        "name_latin": "Sample Clear Water",
        "sentence": "하수처리장의 방류수를 실시간으로 측정합니다.",
        "technology_1_name": "인산염 연속 측정기",
        "technology_1_summary": "5분마다 인산염을 측정합니다.",
        "traveller_1_name": "한예시",
        "traveller_1_romanized": "HAN Yesi",
        "traveller_1_role": "이사",
        "person": "한예시",
        "email": MAIL,
    }
    for name, words in filled.items():
        page.locator(f"[name={name}]").fill(words)
    for name, value in {
        "size_class": "small",
        "technology_1_stage": "on_the_market",
        "technology_1_ipr": "granted",
    }.items():
        page.locator(f"[name={name}]").select_option(value)
    page.locator("[name=consent]").check()
    page.locator("[name=consent_across]").check()
    phone.shoot("application-form")
    phone.send(page.locator("main form button[type=submit]").last)
    application = Application.objects.get(email=MAIL)
    expect(page.locator("main")).to_contain_text(application.ref)
    status = delivered(MAIL, r"/ko/a/\S+")

    # After the deadline an officer chooses, and sends the letters.
    Call.objects.filter(pk=call.pk).update(deadline_at=clock.now() - timedelta(minutes=1))
    desk = sit_down("officer")
    at_desk = desk.page
    of_application = f"{room.site}/admin/calls/application/{application.pk}/change/"
    at_desk.goto(of_application)
    at_desk.locator("#decision-form [name=state][value=accepted]").check()
    at_desk.locator("#decision-form [name=internal]").fill("기술이 맞는다")
    at_desk.locator("#decision-form button[name=decide]").click()
    at_desk.goto(f"{room.site}/admin/calls/application/")
    at_desk.locator(f"#content-main a[href*='call/{call.pk}']").first.click()
    by = formats.local_day(clock.now(), formats.SEOUL) + timedelta(days=3)
    at_desk.locator("#letters-form [name=confirm_by]").fill(by.isoformat())
    at_desk.locator("#letters-form button[name=send]").click()
    delivered(MAIL, r"/ko/a/\S+")

    phone.go(status)
    phone.shoot("application-accepted")
    phone.press(page.locator("main button[name=confirm]"))
    at_desk.goto(of_application)
    at_desk.locator("#join-form [name=company][value=new]").check()
    at_desk.locator("#join-form button[name=join]").click()
    application.refresh_from_db()
    assert call.event.participations.filter(organization=application.company).exists()

    # The company looks at its profile and proposes how to word it in Chinese.
    phone.go(delivered(MAIL, r"/ko/company-profile/\S+"))
    page.locator("[name=deck-zh-hans]").fill("实时监测污水处理厂出水水质。")
    phone.shoot("profile")
    phone.send(page.locator("main form button[type=submit]").last)
    expect(page.locator("main [role=status]")).to_be_visible()
    assert Proposal.objects.get(link__company=application.company).state == "received"
