"""Cards for social networks: the tags that name them, what is drawn, and that they are there only with their page."""

from io import BytesIO

import pytest
from django.urls import reverse
from django.utils.translation import override
from PIL import Image

from events.models import Delegation, EventSeries
from news.models import PressRelease
from opportunities.models import Opportunity
from publishing import clock
from publishing.actions import Withdraw
from publishing.cards import SIZE, Card, Numeral, draw
from publishing.cards.fonts import can_write
from publishing.cards.lines import atoms, balanced
from publishing.pages import LISTS
from tests.factories import NOON, actor, released, scheduled
from tests.machines.reading import social
from tests.world import files_of

pytestmark = pytest.mark.django_db

LONG_AGO = NOON.replace(month=4)
NOTO = "/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc"
needs_noto = pytest.mark.skipif(not can_write("한中", "ko"), reason="no font with Hangul and Han")


def card(**facts) -> Card:
    given = {"language": "en", "title_language": "en", "title": "A title", "site": "Portal", **facts}
    return Card(**given)


def picture(data: bytes) -> Image.Image:
    return Image.open(BytesIO(data))


@pytest.mark.parametrize(
    ("language", "locale", "others"),
    [
        ("en", "en_GB", ["ko_KR", "zh_CN"]),
        ("ko", "ko_KR", ["en_GB", "zh_CN"]),
        ("zh-hans", "zh_CN", ["en_GB", "ko_KR"]),
    ],
)
def test_a_release_names_its_own_card_in_its_language(see, language, locale, others):
    entry = released(PressRelease, title="News")

    tags = social(see(entry.path(language)).content.decode())

    address = f"http://testserver{entry.path(language)}"
    assert tags["og:type"] == ["article"]
    assert tags["og:title"] == [f"News {language}"]
    assert tags["og:url"] == [address]
    assert tags["og:locale"] == [locale]
    assert tags["og:locale:alternate"] == others
    assert tags["article:published_time"] == ["2026-06-01T12:00:00+09:00"]
    assert "article:modified_time" not in tags
    assert tags["og:image"] == [f"{address}card.png"]
    assert (tags["og:image:width"], tags["og:image:height"]) == (["1200"], ["630"])
    assert tags["og:image:type"] == ["image/png"]
    assert tags["twitter:card"] == ["summary_large_image"]
    drawn = see(tags["og:image"][0])
    assert (drawn.status_code, drawn["Content-Type"]) == (200, "image/png")
    assert picture(drawn.content).size == SIZE


def test_a_missing_translation_is_shown_as_the_original(see):
    entry = released(PressRelease, languages=("ko",))

    tags = social(see(entry.path("en")).content.decode())

    assert tags["og:locale"] == ["ko_KR"]
    assert "og:locale:alternate" not in tags
    assert tags["og:image"] == [f"http://testserver{entry.path('ko')}card.png"]


def test_home_and_every_list_have_a_card_in_every_language(see):
    for language in ("en", "ko", "zh-hans"):
        with override(language):
            addresses = [reverse("home"), *(reverse(f"{name}:list") for name in LISTS)]
        for address in addresses:
            tags = social(see(address).content.decode())
            assert tags["og:image"] == [f"http://testserver{address}card.png"], address
            assert tags["og:type"] == ["website"]
    assert picture(see("/ko/card.png").content).size == SIZE
    assert picture(see("/zh-hans/opportunities/card.png").content).size == SIZE


@pytest.mark.parametrize("model", [PressRelease, Opportunity])
def test_a_card_is_there_exactly_when_its_page_is(see, model):
    entry = scheduled(model)
    address = f"{entry.path('en')}card.png"

    before = see(address, NOON.replace(hour=2))
    unknown = see(address.replace(entry.slug, "nowhere"), NOON.replace(hour=2))
    released_at = see(address)
    with clock.as_of(NOON.replace(day=2)):
        Withdraw(entry, actor(), reason="Wrong figures.").execute()
    after = see(address, NOON.replace(day=3))

    assert (before.status_code, before.content) == (404, unknown.content)
    assert released_at.status_code == 200
    assert released_at["X-Robots-Tag"] == "noindex"
    assert "no-cache" in released_at["Cache-Control"]
    assert after.status_code == 410
    assert after["Content-Type"].startswith("text/html")


def test_a_card_is_sent_once_as_long_as_it_says_the_same(client):
    entry = released(PressRelease, title="First")
    address = f"{entry.path('en')}card.png"
    with clock.as_of(NOON):
        name = client.get(address)["ETag"]
        again = client.get(address, headers={"if-none-match": name})
        entry.texts.filter(language="en").update(title="Second")
        changed = client.get(address, headers={"if-none-match": name})

    assert (again.status_code, again.content) == (304, b"")
    assert changed.status_code == 200
    assert changed["ETag"] != name


def test_a_card_costs_the_queries_of_its_page_or_fewer(see, django_assert_max_num_queries):
    line = released(EventSeries, at=LONG_AGO)
    entry = released(Delegation, series=line, edition=8)
    with django_assert_max_num_queries(30):
        see(f"{entry.path('en')}card.png")


def test_the_leading_picture_stands_beside_the_title(see):
    entry = released(PressRelease)
    plain = see(f"{entry.path('en')}card.png").content
    files_of(entry, "x")

    shown = see(f"{entry.path('en')}card.png").content

    assert shown != plain
    color = picture(shown).convert("RGB").getpixel((1100, 100))
    assert color == pytest.approx((14, 90, 83), abs=3)


def test_a_picture_whose_file_is_gone_leaves_its_place_to_the_mark():
    assert draw(card(picture="renditions/gone.jpg")) == draw(card())


def test_an_english_card_needs_no_other_font(settings):
    assert can_write("Korea–China “green” cooperation, 8th", "en")


@needs_noto
@pytest.mark.parametrize(
    ("language", "title"),
    [
        ("ko", "기후에너지환경부, " * 20),
        ("zh-hans", "第八次中韩环境产业官民联合代表团访问北京和天津，" * 8),
        ("en", "Public-private delegation takes companies to Beijing and Tianjin " * 6),
        ("en", "Unbreakable" * 30),
        ("ko", "가"),
    ],
)
def test_titles_of_any_length_are_drawn(language, title):
    drawn = draw(card(language=language, title_language=language, title=title, numeral=Numeral("8")))

    image = picture(drawn).convert("RGB")
    assert image.size == SIZE
    # Nothing is written over the line between text and side.
    assert {image.getpixel((830, y)) for y in range(220, 540)} == {(251, 250, 245)}


@needs_noto
def test_what_cannot_be_written_is_left_out_and_nothing_comes_as_an_empty_box():
    wordless = draw(card(title="\U0001f600", facts=("2026",)))

    assert wordless == draw(card(title="\U0001f601", facts=("2027",)))
    assert wordless != draw(card(title="A title", facts=("2026",)))


def test_korean_breaks_between_words_only():
    assert atoms("한중  환경 협력", "ko") == ["한중 ", "환경 ", "협력"]


def test_chinese_never_begins_a_line_with_a_stop_or_ends_one_with_an_opening_mark():
    assert atoms("环境，（合作）CIEPEC 2026", "zh-hans") == ["环", "境，", "（合", "作）", "CIEPEC ", "2026"]


def test_lines_are_about_equally_long():
    lines = balanced("aaaa bbbb cccc dddd", "en", len, 16, 3)

    assert lines == ["aaaa bbbb", "cccc dddd"]


def test_a_title_that_fits_no_line_is_not_broken_by_force():
    assert balanced("aaaaaaaaaaaa", "en", len, 5, 3) is None
    assert balanced("a b c d", "en", len, 1, 3) is None


def test_cards_that_look_alike_are_kept_as_one():
    assert card().fingerprint == card().fingerprint
    assert card().fingerprint != card(mark="sample").fingerprint
