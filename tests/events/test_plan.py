"""The pavilion's plan: places without overlap in the admin, drawing and table that say the same, and the API."""

import re
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse

from events.models import Booth, Exhibition, Participation, Pavilion
from organizations.models import Company, Technology
from publishing.models import Sector
from tests.admin_forms import posted
from tests.factories import NOON, draft, released, scheduled

pytestmark = pytest.mark.django_db


@pytest.fixture
def pavilion() -> Pavilion:
    return planned(released(Exhibition, slug="fair"))


def planned(fair: Exhibition) -> Pavilion:
    return Pavilion.objects.create(exhibition=fair, name_en="Korea Pavilion", plan_columns=4, plan_rows=3)


def stand(pavilion: Pavilion, number: str, column: int, row: int = 1, **facts: Any) -> Booth:
    return Booth.objects.create(pavilion=pavilion, number=number, column=column, row=row, **facts)


def exhibitor(pavilion: Pavilion, booth: str, title: str, bring_in: Any = released) -> Company:
    company = bring_in(Company, title=title)
    Participation.objects.create(
        event=pavilion.exhibition,
        capacity="exhibitor",
        organization=company,
        pavilion=pavilion,
        booth=booth,
    )
    return company


def drawn(page: str) -> list[tuple[str, str]]:
    """Number and name of each place in the order of the drawing."""
    drawing = page.split("plan__drawing")[1].split("</svg>", maxsplit=1)[0]
    places = re.findall(r"<(?:a|g)\b(.*?)>(.*?)</(?:a|g)>", drawing, re.DOTALL)
    found = []
    for attributes, inside in places:
        number = "".join(re.findall(r'class="plan__number"[^>]*>(.*?)</text>', inside)) or "–"
        label = re.findall('aria-label="(.*?)"', attributes)[0]
        found.append((number, label.removeprefix(f"{number} ")))
    return found


def tabled(page: str) -> list[tuple[str, str]]:
    table = page.split("plan__key")[1].split("<tbody>")[1].split("</tbody>", maxsplit=1)[0]
    rows = [re.findall(r"<t[dh][^>]*>(.*?)</t[dh]>", row, re.DOTALL) for row in table.split("</tr>")[:-1]]
    return [tuple(" ".join(re.sub("<[^>]+>", " ", cell).split()) for cell in row[:2]) for row in rows]


def test_drawing_and_table_say_the_same_in_the_same_order(see, pavilion):
    for number, column in (("K-10", 3), ("K-2", 1), ("K-3", 2)):
        stand(pavilion, number, column)
    stand(pavilion, "", 1, row=3, use="shared", name_en="Tables", width=2)
    stand(pavilion, "", 1, row=2, use="entrance")
    exhibitor(pavilion, "K-2", "First")
    exhibitor(pavilion, "K-10", "Last <Co>")
    exhibitor(pavilion, "K-77", "Elsewhere")
    page = see("/en/exhibitions/fair/").text

    assert drawn(page) == [
        ("K-2", "First en"),
        ("K-3", "no exhibitor named"),
        ("K-10", "Last &lt;Co&gt; en"),
        ("–", "Tables"),
    ]
    table = tabled(page)
    assert [row for row in table if row[0] != "K-77"] == drawn(page)
    assert ("K-77", "Elsewhere en") in table
    assert "style=" not in page.split("plan__drawing")[1].split("</svg>")[0]


def test_an_exhibitor_that_is_not_public_is_not_named(see, pavilion):
    stand(pavilion, "K-01", 1)
    exhibitor(pavilion, "K-01", "Verborgen", draft)
    page = see("/en/exhibitions/fair/").text

    assert "erborgen" not in page
    assert drawn(page) == [("K-01", "no exhibitor named")]


def test_without_a_plan_there_is_only_the_table(see):
    pavilion = Pavilion.objects.create(exhibition=released(Exhibition, slug="fair"), name_en="Pavilion")
    exhibitor(pavilion, "K-01", "First")
    page = see("/en/exhibitions/fair/").text

    assert "plan__drawing" not in page
    assert "First en" in page


def test_long_names_are_broken_and_cut(see, pavilion):
    stand(pavilion, "K-01", 1)
    exhibitor(pavilion, "K-01", "Extraordinarily long name of a company that never ends")
    drawing = see("/en/exhibitions/fair/").text.split("plan__drawing")[1].split("</svg>")[0]
    lines = re.findall(r'plan__name" x="\S+" y="\S+">(.*?)</text>', drawing)

    assert len(lines) == 3
    assert lines[-1].endswith("…")


def test_a_line_breaks_before_brackets_not_in_them(see, pavilion):
    stand(pavilion, "K-01", 1)
    exhibitor(pavilion, "K-01", "泰阳光伏回收（示例）")
    drawing = see("/en/exhibitions/fair/").text.split("plan__drawing")[1].split("</svg>")[0]
    lines = re.findall(r'plan__name" x="\S+" y="\S+">(.*?)</text>', drawing)

    assert "（示例）" in "|".join(lines)


def test_exhibitors_are_listed_by_technology(see, pavilion):
    company = exhibitor(pavilion, "K-01", "First")
    field = Sector.objects.create(slug="hydrogen", name_en="hydrogen")
    made = Technology.objects.create(company=company, name_en="Electrolyser", stage="on_the_market")
    made.sectors.add(field)
    hidden = exhibitor(pavilion, "K-02", "Verborgen", scheduled_later)
    Technology.objects.create(company=hidden, name_en="Verborgen", stage="concept").sectors.add(field)
    page = see("/en/exhibitions/fair/").text
    index = page.split("Exhibitors by technology")[1].split("</table>")[0]

    assert [word in index for word in ("hydrogen", "Electrolyser", "On the market", "First en", "K-01")] == [
        True
    ] * 5
    assert "erborgen" not in page


def scheduled_later(model: Any, **facts: Any) -> Any:
    return scheduled(model, at=NOON.replace(year=2027), **facts)


class TestAdmin:
    @pytest.fixture
    def desk(self, client: Client) -> Client:
        client.force_login(User.objects.create_superuser("chief"))
        return client

    @pytest.fixture
    def own(self) -> Pavilion:
        return planned(draft(Exhibition))

    def save(self, desk: Client, pavilion: Pavilion, *places: dict[str, Any], **changes: Any) -> Any:
        address = reverse("admin:events_pavilion_change", args=[pavilion.pk])
        typed = posted(desk.get(address)) | changes
        typed["booths-TOTAL_FORMS"] = str(len(places))
        for n, place in enumerate(places):
            full = {"use": "exhibitor", "width": 1, "height": 1, **place}
            typed |= {f"booths-{n}-{name}": str(value) for name, value in full.items()}
        return desk.post(address, typed)

    def test_places_are_kept(self, desk, own):
        answer = self.save(desk, own, {"number": "K-01", "column": 1, "row": 1, "width": 2})

        assert answer.status_code == 302
        assert list(own.booths.values_list("number", "column", "row", "width")) == [("K-01", 1, 1, 2)]

    @pytest.mark.parametrize(
        ("places", "words"),
        [
            (
                [
                    {"number": "K-01", "column": 1, "row": 1, "width": 2},
                    {"number": "K-02", "column": 2, "row": 1},
                ],
                "K-02 and K-01 share a square of the plan.",
            ),
            (
                [{"number": "K-01", "column": 4, "row": 1, "width": 2}],
                "This place lies outside the plan of 4 columns and 3 rows.",
            ),
            ([{"number": "K-01", "column": 0, "row": 1}], "greater than or equal to 1"),
            ([{"number": "", "column": 1, "row": 1}], "A booth needs its number."),
            (
                [{"number": "K-01", "column": 1, "row": 1}, {"number": "K-01", "column": 2, "row": 1}],
                "This number is already on the plan.",
            ),
            ([{"number": "K-01", "column": "x", "row": ""}], "Enter a whole number."),
        ],
    )
    def test_mistakes_are_explained(self, desk, own, places, words):
        answer = self.save(desk, own, *places)

        assert answer.status_code == 200
        assert words in answer.text
        assert not own.booths.exists()

    def test_a_plan_is_not_made_smaller_than_its_places(self, desk, own):
        stand(own, "K-01", 4)
        address = reverse("admin:events_pavilion_change", args=[own.pk])
        typed = posted(desk.get(address)) | {"plan_columns": "3"}

        assert "This place lies outside the plan of 3 columns" in desk.post(address, typed).text
        assert (
            "Set the columns and rows of the plan first."
            in desk.post(address, typed | {"plan_columns": ""}).text
        )


def test_the_api_has_the_places(client, pavilion):
    stand(pavilion, "K-01", 2, width=2)
    record = client.get(f"/api/v1/exhibitions/{pavilion.exhibition.ref}/").json()

    (booth,) = record["pavilions"][0]["booths"]
    assert (booth["number"], booth["column"], booth["width"]) == ("K-01", 2, 2)
    assert (record["pavilions"][0]["plan_columns"], record["pavilions"][0]["plan_rows"]) == (4, 3)
