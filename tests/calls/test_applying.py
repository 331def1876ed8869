"""A company applies without an account, looks after its application, and cannot when it is too late."""

from datetime import timedelta

import pytest
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from calls.models import Application, ApplicationState
from intake.erasing import erase_due
from intake.models import Consent, Erasure
from publishing import clock
from tests.calls.conftest import AFTER, DEADLINE, SENT, stamp
from tests.factories import NOON

pytestmark = pytest.mark.django_db

PDF = b"%PDF-1.7\n1 0 obj\n<</Type/Catalog>>\nendobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"


def test_from_the_form_to_the_private_page(applied, client, call):
    file = SimpleUploadedFile("소개.pdf", PDF, "application/pdf")
    application, address = applied(
        document=file,
        technology_2_name="둘째",
        technology_2_summary="또 다른 것",
        technology_2_stage="concept",
        technology_2_ipr="none",
    )
    assert application.ref == "PA-2026-0001"
    assert [each["name"] for each in application.technologies] == ["인 제거 제어기", "둘째"]
    assert application.fits
    assert application.website == "https://malgeunsaem.example"
    assert {each.purpose: each.is_given for each in Consent.objects.filter(ref=application.ref)} == {
        "processing": True,
        "cross_border": True,
    }
    page = client.get(address)
    assert page["Cache-Control"] == "private, no-store"
    for words in (application.ref, "맑은샘", "Join us ko"):
        assert words in page.text
    client.post(address, {"within": "yes"})
    assert not Consent.objects.filter(purpose="cross_border", withdrawn_at=None).exists()
    with clock.as_of(SENT):
        assert client.get(address.replace("/ko/", "/zh-hans/")).status_code == 200
        client.post(address, {"withdraw": "yes"})
    application.refresh_from_db()
    assert application.state == ApplicationState.WITHDRAWN
    assert client.post(address, {"withdraw": "yes"}).status_code == 409
    assert client.post(address, {"confirm": "yes"}).status_code == 409


def test_the_receipt_says_whether_it_fits_and_mails_repeat_nothing(apply, work, client, call):
    sold = call.requirements.all()[0]
    sent = apply(**{f"answer_{sold.pk}": "no"})
    receipt = client.get(sent["Location"])
    assert "PA-2026-0001" in receipt.text
    assert "판매했습니까?" in receipt.text
    (mail,) = work()
    assert mail.to == ["haneul@example.org"]
    for own in ("맑은샘", "Malgeunsaem", "김하늘", "지난에서"):
        assert own not in mail.body + mail.subject
    # The same button once more is the same application.
    assert apply(at=SENT + timedelta(minutes=1), **{f"answer_{sold.pk}": "no"}).status_code == 302
    assert Application.objects.count() == 1


def test_too_late_although_the_form_was_open(apply, client):
    with clock.as_of(DEADLINE - timedelta(minutes=1)):
        opened = stamp(client.get("/ko/calls/join/apply/"))
    refused = apply(at=DEADLINE, opened=opened, message="둘째 줄\n셋째 줄")
    assert refused.status_code == 409
    for words in ("맑은샘", "셋째 줄", "인 제거 제어기"):
        assert words in refused.text
    assert Application.objects.count() == 0
    assert apply(at=DEADLINE - timedelta(seconds=1), opened=opened).status_code == 302


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({"name_hangul": ""}, "gives its name in Hangul"),
        ({"country": "CN", "name_hangul": ""}, "gives its name in Chinese characters"),
        ({"name_latin": "맑은샘"}, "Latin letters without accents"),
        ({"country": "JP"}, 'name="country"'),
        ({"email": "nobody"}, "name@example.org"),
        ({"consent": None}, "Without this consent"),
        ({"technology_2_name": "Half"}, "leave all of it empty"),
        ({"traveller_3_role": "Director"}, "leave all of it empty"),
        ({"technology_1_stage": "finished"}, "finished"),
        ({"website": "javascript:alert(1)"}, "URL"),
        ({"message": "x" * 2001}, "2000"),
        ({"document": SimpleUploadedFile("a.pdf", b"<html>")}, "not what its name says"),
        ({"document": SimpleUploadedFile("a.docx", b"PK\x03\x04")}, "Send one PDF."),
        ({"person": "\x00"}, 'name="person"'),
    ],
)
def test_bad_input_is_told_and_nothing_stored(apply, values, words):
    refused = apply(page="en", **values)
    assert refused.status_code == 400
    assert words in refused.text
    assert "malgeunsaem" in refused.text.lower()
    assert Application.objects.count() == 0


def test_traps_store_nothing(apply, client):
    assert apply(note="buy").headers["Location"] == "/ko/calls/sent/"
    assert apply(opened="forged").status_code == 400
    assert Application.objects.count() == 0
    assert client.get("/ko/calls/sent/").status_code == 200


def test_links_that_lead_nowhere(applied, client):
    _application, address = applied()
    token = address.strip("/").split("/")[-1]
    for wrong in (f"/ko/a/{token[:-1]}/", "/ko/a/unknown/", f"/ko/calls/received/{token}/"):
        assert client.get(wrong).status_code == 404
    stranger = Client(enforce_csrf_checks=True)
    assert stranger.post(address, {"withdraw": "yes"}).status_code == 403


def test_erased_by_the_sender_with_the_file(applied, client, django_capture_on_commit_callbacks):
    application, address = applied(document=SimpleUploadedFile("a.pdf", PDF))
    stored = application.document.name
    assert default_storage.exists(stored)
    assert client.post(address, {"erase": "yes"}).status_code == 400
    with django_capture_on_commit_callbacks(execute=True):
        assert client.post(address, {"erase": "yes", "sure": "yes"})["Location"] == "/ko/calls/erased/"
    assert client.get(address).status_code == 404
    application.refresh_from_db()
    kept = {name: getattr(application, name) for name in Application.PERSONAL}
    assert not any(kept.values()), kept
    assert application.state == ApplicationState.WITHDRAWN
    assert not default_storage.exists(stored)
    assert Erasure.objects.get().way == "sender"


def test_erased_by_itself_after_24_months(applied, call):
    application, _address = applied()
    withdrawn, other = applied(2)
    with clock.as_of(AFTER):
        Client().post(other, {"withdraw": "yes"})
    # The one that was withdrawn goes 24 months later; the other 24 months after the last day of the event.
    for moment, erased in (
        (AFTER.replace(year=2028) - timedelta(seconds=1), set()),
        (AFTER.replace(year=2028) + timedelta(seconds=1), {withdrawn.ref}),
        (NOON.replace(year=2028, month=9, day=6), {withdrawn.ref, application.ref}),
    ):
        with clock.as_of(moment):
            erase_due.func()
        assert set(Erasure.objects.values_list("ref", flat=True)) == erased
