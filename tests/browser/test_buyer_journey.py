"""A Chinese buyer with a telephone: a dossier for the fair, interest in an offer, and out again without a trace."""

import io

import pytest
from django.core import mail
from playwright.sync_api import expect
from pypdf import PdfReader

from intake.models import Erasure
from interest.models import Expression
from tests.browser.conftest import Room
from tests.browser.phones import PHONE, Phone, delivered

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

MAIL = "caigou@buyer.example"
OFFER = "/zh-hans/opportunities/sample-container-hydrogen-offer/"


def test_a_dossier_is_chosen_read_and_printed(demo: None, room: Room) -> None:
    phone = Phone(room.computer(viewport=PHONE, locale="zh-CN"), room.site, "zh-hans")
    page = phone.go("/zh-hans/exhibitions/ciepec-2026/")
    phone.press(page.locator("main a[href^='/zh-hans/dossier/choose/']").first)
    phone.shoot("dossier-choose")
    boxes = page.locator("main input[name=company]")
    chosen = [boxes.nth(number).get_attribute("value") for number in range(3)]
    for number in range(3):
        boxes.nth(number).check()
    phone.press(page.locator(".brief-make button").last)
    phone.shoot("dossier")
    for slug in chosen:
        assert f"company={slug}" in page.url
        expect(page.locator(f"main a[href*='/companies/{slug}/']").first).to_be_attached()
    # Time in China leads for who reads Chinese, Korean time stands beside it.
    programme = page.locator("main").inner_text()
    assert programme.index("北京时间") < programme.index("首尔时间")

    answer = page.request.get(page.locator("main a[type='application/pdf']").evaluate("link => link.href"))
    assert answer.ok
    assert answer.headers["content-type"] == "application/pdf"
    paper = PdfReader(io.BytesIO(answer.body()))
    assert paper.root_object["/Lang"] == "zh-Hans"
    assert len(paper.pages) >= 2 + len(chosen)


def test_interest_in_an_offer_is_sent_withdrawn_and_erased(demo: None, room: Room) -> None:
    phone = Phone(room.computer(viewport=PHONE, locale="zh-CN"), room.site, "zh-hans")
    page = phone.go(OFFER)
    phone.press(page.locator(f"main a[href='{OFFER}interest/']").first)
    questions = page.locator("main form fieldset")
    for number in range(questions.count()):
        questions.nth(number).locator("input[value=yes]").check()
    phone.press(page.locator("main form button[type=submit]").first)
    page.locator("[name=person]").fill("李示例")
    page.locator("[name=organization_name]").fill("示例环保设备公司")
    page.locator("[name=email]").fill(MAIL)
    page.locator("[name=message]").fill("我们希望在天津试用一台设备。")
    page.evaluate("document.querySelector('main form').noValidate = true")
    phone.send(page.locator("main button[name=send]"))
    # Nothing is taken without the consent, and nothing that was written is lost.
    expect(page.locator(".field__errors").first).to_be_visible()
    expect(page.locator("[name=message]")).to_have_value("我们希望在天津试用一台设备。")
    page.locator("[name=consent]").check()
    phone.send(page.locator("main button[name=send]"))
    expression = Expression.objects.get(email=MAIL)
    expect(page.locator("main")).to_contain_text(expression.ref)

    status = delivered(MAIL, r"/zh-hans/i/\S+")
    assert "李示例" not in mail.outbox[-1].body
    phone.go(status)
    phone.shoot("interest-status")
    phone.press(page.locator("button[name=withdraw]"))
    phone.press(page.locator("button[name=withdraw][value=yes]"))
    phone.press(page.locator("button[name=erase]").last)
    phone.press(page.locator("button[name=erase][value=yes]"))
    expression.refresh_from_db()
    assert (expression.person, expression.email, expression.message) == ("", "", "")
    assert Erasure.objects.get(ref=expression.ref).way == "sender"
    assert page.goto(f"{room.site}{status}").status == 404


def test_results_are_read_by_stage(demo: None, room: Room) -> None:
    phone = Phone(room.computer(viewport=PHONE, locale="zh-CN"), room.site, "zh-hans")
    page = phone.go("/zh-hans/outcomes/")
    phone.shoot("outcomes")
    # Every bar that is drawn is a row of the table.
    drawn = page.locator("main figure.bars svg").count()
    assert drawn > 0
    assert page.locator("main table tbody tr").count() == drawn
    file = page.request.get(page.locator("main a[href$='.csv']").first.evaluate("link => link.href"))
    assert file.ok
    assert file.headers["content-type"].startswith("text/csv")
