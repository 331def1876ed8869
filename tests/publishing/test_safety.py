"""Files that act by themselves are refused and say what to do; pictures lose what they tell of their maker."""

import zlib
from io import BytesIO

import pytest
from PIL import Image
from PIL.PngImagePlugin import PngInfo

from publishing.safety import active_content, bare
from tests.hostile import compound, hwp, package, pdf, with_objects

WORD = {"[Content_Types].xml": "<Types/>", "word/document.xml": "<w:document/>"}
LINK = '<Relationships><Relationship Id="r1" Type="http://x/{}" Target="http://a.example/t" TargetMode="External"/></Relationships>'
SCRIPT = b"<< /S /JavaScript /JS (app.alert\\(1\\)) >>"


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (pdf(SCRIPT, catalog=b"/OpenAction 2 0 R"), "runs JavaScript"),
        (pdf(b"<< /S /J#61vaScr#69pt >>"), "runs JavaScript"),
        (pdf(b"<< /S /Rendition /JS 9 0 R >>"), "runs JavaScript"),
        (with_objects(SCRIPT), "runs JavaScript"),
        (with_objects(SCRIPT, kind=b"/Obj#53tm"), "runs JavaScript"),
        (with_objects(SCRIPT, filters=b"[/FlateDecode]"), "runs JavaScript"),
        (with_objects(SCRIPT, filters=b"[/ASCIIHexDecode /FlateDecode]"), "cannot be looked into"),
        (with_objects(b"<<>>").replace(b"x\x9c", b"\0\0"), "cannot be looked into"),
        (pdf(b"<< /S /Launch /F (cmd.exe) >>"), "starts other programs"),
        (pdf(b"<< /S /SubmitForm >>"), "starts other programs"),
        (pdf(catalog=b"/Names << /EmbeddedFiles 3 0 R >>"), "carries other files"),
        (pdf(b"<< /XFA 4 0 R >>"), "form that acts"),
        (pdf(catalog=b"/OpenAction << /S /URI /URI (http://a.example) >>"), "when it is opened"),
        (pdf(b"<< /S /URI /URI (http://a.example) >>", catalog=b"/OpenAction 2 0 R"), "when it is opened"),
        (pdf(catalog=b"/OpenAction 77 0 R"), "when it is opened"),
        (pdf() + b"trailer << /Encrypt 5 0 R >>", "is protected"),
        (b"<html>", "not what its name says"),
    ],
)
def test_a_pdf_that_acts_is_refused(data: bytes, words: str):
    assert words in " ".join(map(str, active_content("annex.pdf", data)))


@pytest.mark.parametrize(
    "data",
    [
        pdf(catalog=b"/OpenAction [2 0 R /Fit]"),
        pdf(b"<< /S /GoTo /D [2 0 R /Fit] >>", catalog=b"/OpenAction 2 0 R"),
        with_objects(b"<< /S /GoTo /D [2 0 R /Fit] >>") + b"1 1 obj << /OpenAction 7 0 R >> endobj",
        pdf(b"<< /S /URI /URI (https://a.example/JavaScript-guide) /EncryptMetadata false >>"),
        pdf(b"<< /Filter /FlateDecode >>\nstream\n" + zlib.compress(b"(/JavaScript)") + b"\nendstream"),
    ],
)
def test_an_ordinary_pdf_passes(data: bytes):
    assert active_content("annex.PDF", data) == []


@pytest.mark.parametrize(
    ("name", "parts", "words"),
    [
        ("a.docx", WORD | {"word/VBAProject.bin": b"x"}, "carries macros"),
        ("a.docx", WORD | {"[Content_Types].xml": "application/vnd.ms-word.document.macroEnabled"}, "macros"),
        ("a.docx", WORD | {"word/activeX/activeX1.bin": b"x"}, "ActiveX"),
        ("a.docx", WORD | {"word/embeddings/oleObject1.bin": b"x"}, "another file inside"),
        ("a.pptx", {"ppt/embeddings/Book.xlsx": package({"xl/vbaProject.bin": b"x"})}, "carries macros"),
        ("a.docx", WORD | {"word/_rels/settings.xml.rels": LINK.format("attachedTemplate")}, "template"),
        ("a.docx", WORD | {"word/_rels/document.xml.rels": LINK.format("oleObject")}, "from outside"),
        ("a.xlsx", {"xl/externalLinks/_rels/x.rels": LINK.format("externalLinkPath")}, "from outside"),
        ("a.docx", WORD | {"word/_rels/x.rels": "<!DOCTYPE x [<!ENTITY a 'b'>]><x>&a;</x>"}, "damaged"),
        ("a.docx", WORD | {"word/document.xml": "<w:instrText>DDEAUTO c:\\\\cmd</w:instrText>"}, "DDE"),
        (
            "a.docx",
            WORD | {"word/document.xml": "<w:instrText>DD</w:instrText><w:instrText>E x</w:instrText>"},
            "DDE",
        ),
        ("a.odt", {"content.xml": "<x/>", "Basic/Standard/Module1.xml": "Sub Main"}, "runs scripts"),
        ("a.hwpx", {"Scripts/headerScripts": "function OnDocument_Open() { run(); }"}, "runs scripts"),
        ("a.docx", {"word/media/zeros": b"\0" * 40_000_000}, "unpacks to far more"),
        ("a.zip", {"setup.exe": b"MZ"}, "“setup.exe”, which is not accepted"),
        ("a.zip", {"inner.zip": package({"x.txt": b"x"})}, "“inner.zip”, which is not accepted"),
        ("a.zip", {"../x.txt": b"x"}, "“../x.txt”, which is not accepted"),
        ("a.zip", {"plan.txt": b"MZ\x90\0"}, "“plan.txt”, which is not accepted"),
        ("a.zip", {"plan.pdf": pdf(SCRIPT)}, "“plan.pdf”: This PDF runs JavaScript"),
    ],
)
def test_a_package_that_acts_is_refused(name: str, parts: dict, words: str):
    assert words in " ".join(map(str, active_content(name, package(parts))))


@pytest.mark.parametrize(
    ("name", "parts"),
    [
        ("a.docx", WORD | {"word/_rels/document.xml.rels": LINK.format("hyperlink")}),
        ("a.pptx", {"ppt/embeddings/Sheet.xlsx": package({"xl/workbook.xml": "<x/>"})}),
        ("a.hwpx", {"Scripts/sourceScripts": "function OnDocument_New()\n{\n\t//todo :\n}\n"}),
        ("a.zip", {"docs/": b"", "docs/plan.pdf": pdf(), "photo.jpg": b"\xff\xd8"}),
    ],
)
def test_an_ordinary_package_passes(name: str, parts: dict):
    assert active_content(name, package(parts)) == []


def test_a_damaged_package_is_refused():
    assert "damaged" in str(active_content("a.docx", b"PK\x03\x04 nothing")[0])


def test_hangul_documents_are_looked_into():
    assert (
        active_content("a.hwp", hwp("function OnDocument_New()\r\n{\r\n\t//todo :\r\n}\r\n", jpg=b"x")) == []
    )
    for data, words in (
        (hwp("function OnDocument_Open()\r\n{\r\n\trun('cmd');\r\n}\r\n"), "runs scripts"),
        (hwp(eps=b"%!PS"), "PostScript"),
        (hwp(OLE=b"....\x01\0" + "Ole10Native".encode("utf-16-le")), "another file inside"),
        (hwp(flags=3), "is protected"),
        (compound({"WordDocument": b"x"}), "not what its name says"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\xff" * 900, "not what its name says"),
    ):
        assert words in " ".join(map(str, active_content("a.hwp", data)))


@pytest.mark.parametrize("text", [b"<svg onload=x>", b"\xef\xbb\xbf <!DOCTYPE html>", b"<!-- x --><script>"])
def test_pages_in_the_clothes_of_text_are_refused(text: bytes):
    assert "web page" in str(active_content("list.csv", text)[0])
    assert active_content("list.csv", b"a,<b\n") == []


# Exif: a place in Seoul, a camera, and that the picture lies on its side.
def told(*, turned: bool) -> bytes:
    exif = Image.Exif()
    exif[0x010F] = "SecretCamera"
    exif[0x0112] = 6 if turned else 1
    exif.get_ifd(0x8825).update({1: "N", 2: (37.0, 33.0, 59.0), 3: "E", 4: (126.0, 58.0, 40.0)})
    return exif.tobytes()


def telling(form: str, *, turned: bool = False, **options: object) -> bytes:
    """A picture, red above and blue below, that tells where and by whom it was taken."""
    picture = Image.new("RGB", (64, 32), "#cc2211")
    picture.paste("#1122cc", (0, 16, 64, 32))
    if form == "PNG":
        text = PngInfo()
        text.add_text("Author", "SecretName")
        text.add_itxt("XML:com.adobe.xmp", "<x:xmpmeta>SecretName</x:xmpmeta>")
        options["pnginfo"] = text
    else:
        options["xmp"] = b"<x:xmpmeta>SecretName</x:xmpmeta>"
    if form == "JPEG":
        options["comment"] = b"SecretComment"
    buffer = BytesIO()
    picture.save(buffer, form, exif=told(turned=turned), **options)
    return buffer.getvalue()


@pytest.mark.parametrize("turned", [False, True])
@pytest.mark.parametrize("form", ["JPEG", "PNG", "WEBP", "AVIF"])
def test_pictures_tell_nothing_of_their_maker(form: str, turned: bool):
    data = telling(form, turned=turned)
    with Image.open(BytesIO(data)) as original:
        assert original.getexif().get_ifd(0x8825)

    stored = bare(data + (b"appended" if form == "JPEG" else b""))

    assert not [trace for trace in (b"Secret", b"xmpmeta", b"appended", b"GPS") if trace in stored]
    with Image.open(BytesIO(stored)) as picture:
        assert picture.format == form
        assert not dict(picture.getexif())
        assert not picture.getexif().get_ifd(0x8825)
        assert not {"exif", "xmp", "XML:com.adobe.xmp", "Author", "comment"} & set(picture.info)
        assert picture.size == ((32, 64) if turned else (64, 32))
        # On its side, red is at the right once it stands upright.
        red = (28, 32) if turned else (32, 4)
        assert picture.convert("RGB").getpixel(red)[0] > 150


@pytest.mark.parametrize("form", ["JPEG", "WEBP"])
def test_not_a_pixel_changes_where_nothing_is_turned(form: str):
    profile = b"\0" * 36 + b"acsp" + b"\0" * 88
    data = telling(form, icc_profile=profile)

    with Image.open(BytesIO(data)) as before, Image.open(BytesIO(bare(data))) as after:
        assert before.tobytes() == after.tobytes()
        assert after.info["icc_profile"] == profile


def test_a_picture_of_a_telephone_keeps_its_first_picture_only():
    buffer = BytesIO()
    Image.new("RGB", (32, 32), "red").save(
        buffer, "MPO", save_all=True, append_images=[Image.new("RGB", (32, 32), "blue")]
    )
    stored = bare(buffer.getvalue())

    with Image.open(BytesIO(stored)) as picture:
        assert picture.format == "JPEG"
        assert picture.getpixel((1, 1))[0] > 200
    assert stored.count(b"\xff\xd8\xff") == 1
