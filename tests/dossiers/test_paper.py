"""The dossier on A4: its pages, type, outline and limits."""

import sys

import pytest
from django.core import checks
from django.core.cache import caches
from django.test import override_settings

from dossiers import paper
from organizations.models import Company
from tests.dossiers.scene import Scene, exhibit, fair, read, technology, text_of
from tests.factories import NOON

pytestmark = pytest.mark.django_db

A4 = (595, 842)  # points


@pytest.fixture
def scene() -> Scene:
    event = fair()
    return Scene(event, [exhibit(event, 1), exhibit(event, 2)])


def faces(pages) -> set[str]:
    """The names of the fonts on ``pages`` without the mark of a subset."""
    return {
        str(font["/BaseFont"]).partition("+")[2]
        for page in pages
        for font in page["/Resources"]["/Font"].values()
    }


def faces_with(page, character: str) -> set[str]:
    """The faces in which ``character`` stands on ``page``."""
    code = f"<{ord(character):04x}>".encode()
    return {
        str(font["/BaseFont"]).partition("+")[2]
        for font in page["/Resources"]["/Font"].values()
        if code in font["/ToUnicode"].get_data().lower()
    }


def test_cover_programme_one_page_for_each_company_and_the_comparison(see, scene):
    document = read(see(scene.address("zh-hans", "dossier.pdf")))
    pages = [text_of(page) for page in document.pages]
    assert len(pages) == 1 + 1 + 2 + 1
    assert {(round(page.mediabox.width), round(page.mediabox.height)) for page in document.pages} == {A4}
    for number, page in enumerate(pages, 1):
        assert page.endswith(f"{number}/5") or f"{number}/5" in page
    cover, programme, first, _second, compared = pages
    for expected in ("Fairzh-hans", "Firm1zh-hansK-01", "Firm2zh-hansK-02"):
        assert expected in cover
    assert programme.index("13:30—17:30") < programme.index("14:30—18:30")
    for expected in ("尹佳蓝", "尹所长", "YunGa-ram", "Firm1ko", "K-01", "Electrolyzer1", "Offer1zh-hans"):
        assert expected in first, expected
    assert "Electrolyzer1" in compared
    assert "Electrolyzer2" in compared


def test_it_has_title_language_outline_and_tags_and_is_made_alike_every_time(see, scene):
    answer = see(scene.address("ko", "dossier.pdf"))
    document = read(answer)
    assert "Fair ko" in document.metadata.title
    root = document.trailer["/Root"]
    assert root["/Lang"] == "ko"
    links = [str(each.get_object().get("/A", {}).get("/URI")) for each in document.pages[2]["/Annots"]]
    assert "http://testserver/ko/opportunities/offer-1/" in links
    assert root["/MarkInfo"]["/Marked"]
    assert [each.title for each in document.outline if not isinstance(each, list)]
    assert answer["Content-Disposition"] == 'inline; filename="dossier-fair-ko.pdf"'
    assert answer["X-Robots-Tag"] == "noindex"
    assert see(scene.address("ko", "dossier.pdf")).content == answer.content


def test_the_language_decides_the_face_of_a_character(see, scene):
    company = scene.companies[0]
    technology(company, "x", name_ko="직접 直", name_zh_hans="直接")
    technology(company, "y", name_en="", name_ko="直結", name_zh_hans="")
    chinese = read(see("/zh-hans/dossier.pdf?company=firm-1")).pages[0]
    korean = read(see("/ko/dossier.pdf?company=firm-1")).pages[0]
    assert any("CJK-SC" in face for face in faces_with(chinese, "直"))
    # The Korean name that has no Chinese wording keeps its Korean shape on the Chinese sheet.
    assert any("CJK-KR" in face for face in faces_with(chinese, "結"))
    assert not any("CJK-SC" in face for face in faces_with(chinese, "結"))
    assert {face.replace("-Bold", "") for face in faces_with(korean, "直")} == {"Noto-Sans-CJK-KR"}
    assert all(face.startswith("Noto-Sans-CJK-") for face in faces([chinese, korean]))


def test_a_long_sheet_is_set_more_tightly_and_then_cut_with_words(see):
    event = fair()
    scene = Scene(event, [exhibit(event, 1), exhibit(event, 2)])
    long, longest = scene.companies
    for number in range(5):
        technology(long, f"Long{number}", summary_en="Saves water and power. " * 12)
    for number in range(12):
        technology(longest, f"Longest{number}", summary_en="水" * 800, references_en="물" * 500)
    document = read(see(scene.address("en", "dossier.pdf")))
    pages = [text_of(page) for page in document.pages]
    sheets = [page for page in pages if "revision1" in page]
    assert len(sheets) == 2
    assert all(f"Long{number}" in sheets[0] for number in range(5))
    assert "wasshortened" not in sheets[0]
    assert "Longest0" in sheets[1]
    assert "Longest11" not in sheets[1]
    assert "wasshortenedtofitonepage" in sheets[1]
    # The page says the same as the paper.
    page = see(scene.address("en")).text
    assert page.count("was shortened to fit one page") == 1


def test_the_longest_companies_of_the_demonstration_take_one_page_each(see, demo):
    longest = ("sample-hanbit-hydrogen", "sample-sunhwan-battery", "sample-cheongsu-water")
    query = "&".join(f"company={slug}" for slug in longest)
    document = read(see(f"/en/dossier.pdf?event=delegation-2026&{query}", NOON.replace(day=3)))
    sheets = [page for each in document.pages if "/companies/" in (page := text_of(each))]
    assert len(sheets) == 3
    for slug, sheet in zip(longest, sheets, strict=True):
        company = Company.objects.get(slug=slug)
        assert "".join(company.name_text("en").title.split()) in sheet
        assert company.ref in sheet


def test_a_network_is_made_so_many_an_hour_and_is_told(see, scene, tmp_path):
    counters = {"BACKEND": "publishing.counters.SharedCounters", "LOCATION": str(tmp_path / "limits.sqlite3")}
    address = "/en/dossier.pdf?company=firm-1"
    with override_settings(CACHES={**caches.settings, "limits": counters}, DOSSIER_PDF_LIMIT=1):
        first = see(address)
        assert first["RateLimit-Policy"] == '"dossiers";q=1;w=3600'
        assert see("/en/dossier.pdf?company=nothing").status_code == 404
        second = see(address)
        assert second.status_code == 429
        assert "Try again in 60 minutes. The page has the same content." in second.text
        assert 'href="/en/dossier/?company=firm-1"' in second.text
        assert second["Retry-After"] == "3600"
        assert see("/en/dossier/?company=firm-1").status_code == 200


def test_without_pango_the_file_is_refused_with_words_and_the_page_stays(see, scene, monkeypatch, tmp_path):
    (tmp_path / "weasyprint.py").write_text("raise OSError('cannot load libpango-1.0-0')")
    monkeypatch.syspath_prepend(tmp_path)
    monkeypatch.delitem(sys.modules, "weasyprint", raising=False)
    paper.missing_library.cache_clear()
    try:
        answer = see("/en/dossier.pdf?company=firm-1")
        assert answer.status_code == 503
        assert "This server cannot make PDF files at the moment." in answer.text
        assert see("/en/dossier/?company=firm-1").status_code == 200
        (warning,) = checks.run_checks(tags=["dossiers"], include_deployment_checks=True)
        assert warning.id == "dossiers.W001"
        assert "cannot load libpango-1.0-0" in warning.msg
    finally:
        paper.missing_library.cache_clear()


def test_who_comes_while_others_are_served_is_asked_to_come_again(see, scene, monkeypatch):
    monkeypatch.setattr(paper, "_PATIENCE", 0.01)
    with paper._TURN:
        answer = see("/en/dossier.pdf?company=firm-1")
    assert answer.status_code == 503
    assert answer["Retry-After"] == "60"
    assert see("/en/dossier.pdf?company=firm-1").status_code == 200


def test_a_machine_without_fonts_is_warned_of(settings):
    settings.CARD_FONTS = ["/nowhere.ttc"]
    (warning,) = checks.run_checks(tags=["dossiers"], include_deployment_checks=True)
    assert warning.id == "dossiers.W002"
