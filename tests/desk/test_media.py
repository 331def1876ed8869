"""The library of images: taken in, described, replaced, brought back, and never changed silently in public."""

from collections.abc import Callable
from datetime import timedelta
from io import BytesIO

import pytest
from django.contrib.auth.models import Group, User
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from PIL import Image as Pillow

from news.models import PressRelease
from publishing import clock, jobs
from publishing.actions import Approve
from publishing.models import Attachment, AuditRecord, Correction, Image, Membership, Office
from publishing.renditions import make_renditions
from tests import factories
from tests.admin_forms import posted
from tests.hostile import pdf
from tests.pictures import picture
from tests.publishing.test_safety import telling

pytestmark = pytest.mark.django_db

LIST = "/admin/publishing/image/"
UPLOAD = f"{LIST}upload/"
WORDS = dict.fromkeys(("alt_en", "alt_ko", "alt_zh_hans"), "A bridge")


@pytest.fixture
def role(client: Client) -> Callable[[str], Client]:
    """Sign in as somebody with a role."""

    def sign_in(name: str) -> Client:
        user, _created = User.objects.get_or_create(username=name.lower(), is_staff=True)
        user.groups.set([Group.objects.get(name=name)])
        signed_in = Client()
        signed_in.force_login(user)
        return signed_in

    return sign_in


@pytest.fixture
def editor(role) -> Client:
    return role("Editor")


def stored(**words: str) -> Image:
    image = Image.objects.create(file=picture(), **{**WORDS, **words})
    make_renditions(image)
    return image


def shown(image: Image, stage=factories.released) -> PressRelease:
    """An entry that shows ``image``."""
    if stage is not factories.released:
        entry = stage(PressRelease)
        entry.images.create(image=image)
        return entry
    entry = factories.in_review(PressRelease)
    entry.images.create(image=image)
    Approve(entry, factories.actor(), at_once=True).execute()
    return entry


def page_of(image: Image) -> str:
    return f"{LIST}{image.pk}/change/"


def blue(name: str = "new.png") -> SimpleUploadedFile:
    buffer = BytesIO()
    Pillow.new("RGB", (400, 300), "#0000ff").save(buffer, "PNG")
    return SimpleUploadedFile(name, buffer.getvalue(), "image/png")


def content(answer) -> bytes:
    assert answer.status_code == 200
    return b"".join(answer.streaming_content)


def color(name: str) -> tuple[int, ...]:
    with default_storage.open(name) as file, Pillow.open(file) as opened:
        return opened.convert("RGB").getpixel((5, 5))


# --- Taking in ---


def test_one_bad_file_does_not_lose_the_others(editor: Client) -> None:
    files = [
        SimpleUploadedFile("photo.jpg", telling("JPEG", turned=True)),
        SimpleUploadedFile("photo.png", b"MZ no picture"),
        SimpleUploadedFile("disguised.jpg", picture().read()),
        picture("two.png"),
    ]
    response = editor.post(UPLOAD, {"images": files}, follow=True)

    first, second = Image.objects.order_by("pk")
    assert response.redirect_chain[0][0] == f"{LIST}describe/?ids={first.pk},{second.pk}"
    assert "“photo.png” was not added: This is not an image that can be read." in response.text
    assert (
        "“disguised.jpg” was not added: The content of this file is not what its name says." in response.text
    )
    assert (first.width, first.height) == (32, 64)
    assert first.uploaded_by.username == "editor"
    with first.file.open() as file:
        assert b"Secret" not in file.read()
    jobs.run_due()
    for rendition in first.renditions.all():
        with rendition.file.open() as file, Pillow.open(file) as opened:
            assert not dict(opened.getexif())
    # Alternative texts, captions, credits and rights of both in one form; the picture is there at once.
    page = editor.get(response.redirect_chain[0][0])
    assert page.text.count('class="thumbnail"') == 2
    values = posted(page, "describe_form") | {
        "form-0-alt_ko": "다리",
        "form-0-credit_zh_hans": "首尔",
        "form-1-caption_en": "A river",
    }
    editor.post(response.redirect_chain[0][0], values)
    first.refresh_from_db()
    second.refresh_from_db()
    assert (first.alt_ko, first.credit_zh_hans, second.caption_en) == ("다리", "首尔", "A river")


def test_a_script_sends_files_one_by_one_and_reads_each_answer(editor: Client, settings) -> None:
    settings.IMAGE_MAX_MEGAPIXELS = 0.05
    json = {"HTTP_ACCEPT": "application/json"}

    refused = editor.post(UPLOAD, {"images": [picture()]}, **json).json()["files"][0]
    taken = editor.post(UPLOAD, {"images": [picture(size=(100, 80))]}, **json).json()["files"][0]

    assert refused["id"] is None
    assert "megapixels" in refused["errors"][0]
    assert taken == {"name": "picture.png", "id": Image.objects.get().pk, "errors": []}
    nothing = editor.post(UPLOAD, {})
    assert "This field is required." in nothing.text
    only_bad = editor.post(UPLOAD, {"images": [SimpleUploadedFile("x.gif", b"GIF89a")]})
    assert "x.gif: This is not an image" in only_bad.text


def test_who_may_not_add_images_takes_none_in(role) -> None:
    assert role("Translator").get(UPLOAD).status_code == 403
    assert role("Translator").post(UPLOAD, {"images": [picture()]}).status_code == 403
    assert not Image.objects.exists()


def test_describing_leaves_what_is_public_to_its_own_page(editor: Client) -> None:
    public, free = stored(), stored()
    shown(public)
    address = f"{LIST}describe/?ids={public.pk},{free.pk},x,99999"

    page = editor.get(address)

    assert page.context["formset"].total_form_count() == 1
    assert page_of(public) in page.text
    # What somebody else has stored meanwhile is shown, and not written over unseen.
    Image.objects.filter(pk=free.pk).update(alt_en="Theirs")
    refused = editor.post(address, posted(page, "describe_form") | {"form-0-alt_en": "Mine"})
    assert "Stored now: Theirs" in refused.text
    assert Image.objects.get(pk=free.pk).alt_en == "Theirs"
    editor.post(address, posted(refused, "describe_form"))
    assert Image.objects.get(pk=free.pk).alt_en == "Mine"


# --- Changes of what is public ---


def test_nothing_of_a_public_image_changes_silently(editor: Client) -> None:
    image = stored()
    one, two, draft = shown(image), shown(image), shown(image, factories.draft)
    before = {entry.pk: entry.revision for entry in (one, two)}
    page = editor.get(page_of(image))

    for change in ({"alt_en": "Two bridges"}, {"credit_ko": "환경부"}, {"focal_x": "0.2"}, {"file": blue()}):
        refused = editor.post(page_of(image), posted(page) | change)
        assert "say whether it is a minor edit or a correction" in refused.text
        assert "say in words what you changed" in refused.text
    image.refresh_from_db()
    assert (image.alt_en, image.focal_x, image.versions.count()) == ("A bridge", 0.5, 0)

    note = {"severity": "correction", "change_note": "It shows two bridges."}
    editor.post(page_of(image), posted(page) | {"alt_en": "Two bridges"} | note)

    image.refresh_from_db()
    assert image.alt_en == "Two bridges"
    for entry in (one, two):
        entry.refresh_from_db()
        assert entry.revision == before[entry.pk] + 1
        assert entry.corrections.get().note == "It shows two bridges."
        record = AuditRecord.objects.get(entry=entry.pk, action="edit_image")
        assert record.detail["fields"] == ["alt_en"]
        assert record.alone
        assert entry.revisions.first().facts["pictures"][0]["alt_en"] == "Two bridges"
    assert not draft.corrections.exists()
    assert AuditRecord.objects.filter(entry=draft.pk, action="edit_image").exists()
    history = editor.get(reverse("admin:news_pressrelease_history", args=[one.pk])).text
    assert "Two bridges" in history
    assert "Change an image" in history


def test_a_minor_edit_is_in_the_history_only(editor: Client) -> None:
    image = stored()
    entry = shown(image)
    typed = {"caption_en": "Typo gone", "severity": "minor", "change_note": "Typo"}

    editor.post(page_of(image), posted(editor.get(page_of(image))) | typed)

    assert not Correction.objects.exists()
    assert entry.revisions.first().note == "Typo"


def test_an_alternative_text_that_readers_need_is_not_taken_away(editor: Client) -> None:
    image = stored()
    shown(image)
    typed = {"alt_en": "", "alt_ko": "", "alt_zh_hans": "", "severity": "minor", "change_note": "x"}

    refused = editor.post(page_of(image), posted(editor.get(page_of(image))) | typed | {"file": blue()})

    assert "has no alternative text" in refused.text
    image.refresh_from_db()
    assert image.alt_en == "A bridge"
    assert image.versions.count() == 0
    names = default_storage.listdir(f"images/{image.token}")[1]
    assert [name for name in names if name.startswith("original")] == ["original.png"]
    assert color(image.file.name) == (156, 198, 188)


def test_a_replaced_file_is_kept_and_comes_back(editor: Client, client: Client) -> None:
    image = stored()
    entry = shown(image)
    first = image.file.name
    note = {"severity": "minor", "change_note": "A sharper picture"}

    editor.post(page_of(image), posted(editor.get(page_of(image))) | {"file": blue()} | note)

    image.refresh_from_db()
    assert color(image.file.name)[2] > 250
    assert (image.width, image.height) == (400, 300)
    version = image.versions.get()
    assert (version.file.name, version.reason, version.replaced_by.username) == (
        first,
        "A sharper picture",
        "editor",
    )
    # Readers get the new one in every size, and no way to the former.
    assert content(client.get(reverse("picture", args=[image.token, 400, "jpg"])))
    assert client.get(reverse("picture", args=[image.token, 320, "jpg"])).status_code == 404
    former = f"{LIST}{image.pk}/former/{version.pk}/"
    assert client.get(former).status_code == 302
    answer = editor.get(former)
    assert "no-store" in answer["Cache-Control"]
    assert content(answer).startswith(b"\x89PNG")
    page = editor.get(page_of(image)).text
    assert "A sharper picture" in page
    assert former in page

    restore = f"{former}restore/"
    assert "say in words" in editor.post(restore, {}).text
    editor.post(restore, {"severity": "correction", "change_note": "The old one was right."})

    image.refresh_from_db()
    assert image.file.name == first
    assert (image.width, image.height) == (320, 200)
    assert image.versions.count() == 2
    assert entry.corrections.get().note == "The old one was right."
    assert image.renditions.filter(crop="", width=320).count() == 3
    again = editor.post(restore, {"severity": "minor", "change_note": "Again"})
    assert "This is the present file already." in again.text


def test_the_focal_point_moves_the_parts_that_are_shown(editor: Client, see) -> None:
    buffer = BytesIO()
    two = Pillow.new("RGB", (900, 300), "#ff0000")
    two.paste("#0000ff", (450, 0, 900, 300))
    two.save(buffer, "PNG")
    image = Image.objects.create(file=SimpleUploadedFile("two.png", buffer.getvalue()), **WORDS)
    make_renditions(image)
    assert image.renditions.get(crop="card").width == 571
    assert not image.renditions.filter(crop="lead").exists()
    entry = shown(image)
    typed = {"focal_x": "0.9", "may_crop": "on", "severity": "minor", "change_note": "To the right"}

    page = editor.get(page_of(image))
    assert 'data-focal-ratio="1.904762"' in page.text
    editor.post(page_of(image), posted(page) | typed)

    for part in ("card", "lead"):
        for rendition in image.renditions.filter(crop=part, format="jpg"):
            with rendition.file.open() as file, Pillow.open(file) as opened:
                assert opened.getpixel((opened.width // 2, 5))[2] > 200
    public = see(entry.path("en"), clock.now()).text
    lead = image.renditions.get(crop="lead", format="avif")
    assert f'<source type="image/avif" media="(max-width: 40rem)" width="{lead.width}"' in public
    card = image.renditions.get(crop="card")
    assert f'<meta property="og:image" content="http://testserver{entry.path("en")}card.png">' in public
    assert content(see(card.get_absolute_url(), clock.now()))


def test_parts_of_pictures_of_drafts_are_private(client: Client, editor: Client) -> None:
    image = stored()
    entry = shown(image, factories.scheduled)
    card = image.renditions.get(crop="card").get_absolute_url()

    with clock.as_of(entry.release_at - timedelta(minutes=1)):
        assert client.get(card).status_code == 404
        assert content(editor.get(card))
    with clock.as_of(entry.release_at):
        assert content(client.get(card))


# --- Where used, and leaving ---


def test_the_library_says_where_an_image_is_used_to_those_who_may_read_it(role) -> None:
    image = stored(caption_en="Bridge at noon")
    office = Office.objects.create(code="elsewhere", name_en="Elsewhere")
    own, theirs = shown(image, factories.draft), shown(image, factories.draft)
    PressRelease.objects.filter(pk=theirs.pk).update(office=office)
    unused = stored(caption_en="Nobody shows me", credit_zh_hans="摄影")
    client = role("Editor")

    for address in (LIST, page_of(image)):
        page = client.get(address).text
        assert own.ref in page
        assert theirs.ref not in page
        assert "1 entry of another office" in page
    listed = {
        query: client.get(f"{LIST}?{query}").text for query in ("use=none", "use=some", "mine=1", "q=摄影")
    }
    assert "Nobody shows me" in listed["use=none"]
    assert "Bridge at noon" not in listed["use=none"]
    assert "Bridge at noon" in listed["use=some"]
    assert "Bridge at noon" not in listed["mine=1"]
    assert "Nobody shows me" in listed["q=摄影"]
    # Of two offices, neither changes what the other has in the making.
    assert 'name="alt_en"' not in client.get(page_of(image)).text
    assert 'name="alt_en"' in client.get(page_of(unused)).text
    Membership.objects.create(user=User.objects.get(username="editor"), office=office)
    assert 'name="alt_en"' in client.get(page_of(image)).text


def test_the_list_costs_the_same_however_many_images_are_used(editor: Client) -> None:
    counts = []
    for more in (1, 2):
        for _i in range(more):
            shown(stored(), factories.draft)
        with CaptureQueriesContext(connection) as captured:
            editor.get(LIST)
        counts.append(len(captured))
    assert counts == [11, 11]


def test_only_what_nothing_uses_is_deleted_and_its_files_with_it(
    editor: Client, django_capture_on_commit_callbacks
) -> None:
    used, free = stored(), stored()
    entry = shown(used, factories.draft)
    editor.post(page_of(free), posted(editor.get(page_of(free))) | {"file": blue(), "change_note": "x"})
    free.refresh_from_db()
    folder = f"images/{free.token}"
    assert len([name for name in default_storage.listdir(folder)[1] if name.startswith("original")]) == 2

    assert editor.post(f"{LIST}{used.pk}/delete/", {"post": "yes"}).status_code == 403
    with django_capture_on_commit_callbacks(execute=True):
        editor.post(f"{LIST}{free.pk}/delete/", {"post": "yes"})

    assert list(Image.objects.all()) == [used]
    assert not default_storage.exists(folder)
    assert default_storage.exists(used.file.name)
    assert entry.images.exists()


# --- Attachments ---


def test_a_replaced_attachment_stays_readable_to_staff(editor: Client, client: Client) -> None:
    entry = factories.draft(PressRelease)
    address = reverse("admin:news_pressrelease_change", args=[entry.pk])
    titles = {f"attachments-0-title_{name}": "Plan" for name in ("en", "ko", "zh_hans")}
    row = {
        "attachments-TOTAL_FORMS": "1",
        "attachments-0-name": "plan",
        "attachments-0-position": "0",
        **titles,
    }
    bad = SimpleUploadedFile("plan.pdf", pdf(b"<< /S /JavaScript >>"))
    refused = editor.post(address, posted(editor.get(address)) | row | {"attachments-0-file": bad})
    assert "This PDF runs JavaScript. Print it to a new PDF" in refused.text
    assert not Attachment.objects.exists()
    good = SimpleUploadedFile("plan.pdf", pdf(b"(first)"))
    editor.post(address, posted(editor.get(address)) | row | {"attachments-0-file": good})
    attachment = Attachment.objects.get()
    own = reverse("admin:publishing_attachment_change", args=[attachment.pk])

    editor.post(own, posted(editor.get(own)) | {"file": SimpleUploadedFile("plan.pdf", pdf(b"(second)"))})

    attachment.refresh_from_db()
    with attachment.file.open() as file:
        assert b"(second)" in file.read()
    page = editor.get(own)
    number = entry.revisions.first().number
    former = reverse("admin:publishing_attachment_former", args=[attachment.pk, number])
    assert former in page.text
    assert b"(first)" in content(editor.get(former))
    assert client.get(former).status_code == 302
    assert editor.get(former.replace(f"/{number}/", f"/{number + 7}/")).status_code == 404
