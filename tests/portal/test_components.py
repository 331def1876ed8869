import pytest
from django.http import Http404
from django.template.loader import render_to_string
from django.utils import translation
from django.views import defaults

STATES = ("original", "translation", "stale", "pending", "missing")
STATUSES = (
    "released",
    "corrected",
    "withdrawn",
    "embargo",
    "deadline",
    "open",
    "closed",
    "planned",
    "ongoing",
    "completed",
    "cancelled",
    "provisional",
)


def rendered(name, **context):
    return render_to_string(f"components/{name}.html", context)


def test_every_component_says_what_it_takes(root):
    for template in (root / "templates" / "components").glob("*.html"):
        assert template.read_text().startswith(("{# ", "{% comment %}")), template.name


@pytest.mark.parametrize("status", STATUSES)
def test_a_status_is_a_word_and_a_shape(status):
    html = rendered("status_seal", status=status)
    assert "<path" in html
    assert translation.gettext("Released") in rendered("status_seal", status="released")
    assert html.rsplit("</svg>", 1)[1].removesuffix("</span>\n").strip()


def test_a_status_can_have_another_word():
    assert "Closes today" in rendered("status_seal", status="deadline", label="Closes today")


def test_states_of_languages_differ_in_shape_and_word():
    items = [{"html_lang": "ko", "name": "한국어", "state": state} for state in STATES]
    each = [rendered("language_marks", items=[item]) for item in items]
    assert len({html.split("</svg>")[0].split('class="is-')[1].split(">", 1)[1] for html in each}) == len(
        STATES
    )
    assert len({html.split("visually-hidden")[1] for html in each}) == len(STATES)


@pytest.mark.parametrize(("html_lang", "turned"), [("en", False), ("ko", False), ("zh-Hans", True)])
def test_the_filled_shore_follows_the_language_of_the_page(html_lang, turned):
    assert ("rotate(180" in rendered("mark", html_lang=html_lang)) is turned


def test_a_timeline_is_a_table_of_days():
    html = rendered(
        "timeline",
        days=[
            {"number": "2", "weekday": "Tuesday", "iso": "2026-06-02"},
            {"number": "3", "iso": "2026-06-03"},
        ],
        rows=[
            {
                "label": "Pavilion",
                "cells": [
                    {
                        "span": 2,
                        "when": "2–3 June",
                        "parts": [{"title": "Hall 3", "times": [{"clock": "10:00", "city": "Seoul"}]}],
                    }
                ],
            },
            {
                "label": "Forum",
                "cells": [{"span": 1}, {"span": 1, "parts": [{"title": "Talks", "url": "/f/"}]}],
            },
        ],
    )
    assert html.count('<th scope="col">') == 3
    assert '<td colspan="2" class="timeline__cell">' in html
    assert "<td></td>" in html


@pytest.mark.parametrize("language", ["en", "ko", "zh-hans"])
def test_absent_pages_look_alike_whatever_was_asked_for(rf, language):
    with translation.override(language):
        one, other = (
            defaults.page_not_found(rf.get(f"/{language}/news/{slug}/"), Http404(slug))
            for slug in ("a", "b-c")
        )
    assert one.status_code == 404
    assert one.content == other.content


def test_the_page_for_a_fault_needs_no_context():
    html = render_to_string("500.html")
    assert all(f'lang="{language}"' in html for language in ("en", "ko", "zh-Hans"))


def test_frame_has_no_inline_script_or_style(rf):
    html = defaults.page_not_found(rf.get("/en/nothing/"), Http404()).content.decode()
    assert "style=" not in html
    assert "<style" not in html
    assert html.count("<script") == html.count("<script src=") == 1
