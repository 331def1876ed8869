import pytest
from django.urls import resolve
from django.utils import translation

from portal.context import frame

LANGUAGES = ("en", "ko", "zh-hans")


def framed(rf, path, language):
    request = rf.get(path)
    with translation.override(language):
        return frame(request)


def addresses(context):
    return {each["code"]: each["url"] for each in context["languages"]}


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_switch_of_language_keeps_path_and_query(rf, language):
    context = framed(rf, f"/{language}/news/?type=release&q=수소&page=2", language)
    query = "?type=release&q=%EC%88%98%EC%86%8C&page=2"
    assert addresses(context) == {code: f"/{code}/news/{query}" for code in LANGUAGES}
    assert [each["code"] for each in context["languages"] if each["current"]] == [language]


def test_a_page_without_prefix_takes_the_language_as_parameter(rf):
    request = rf.get("/health/live?a=1&lang=en")
    request.resolver_match = resolve("/health/live")
    with translation.override("ko"):
        context = frame(request)
    assert addresses(context)["zh-hans"] == "/health/live?a=1&lang=zh-hans"


def test_where_no_view_was_reached_the_languages_lead_home(rf):
    assert addresses(framed(rf, "/nothing", "ko")) == {code: f"/{code}/" for code in LANGUAGES}


def test_the_application_may_live_below_a_path(rf):
    request = rf.get("/ko/news/", SCRIPT_NAME="/portal")
    with translation.override("ko"):
        assert addresses(frame(request))["en"] == "/portal/en/news/"


@pytest.mark.parametrize(
    ("path", "current"),
    [
        ("/ko/news/", {"News": "page"}),
        ("/ko/news/eighth-delegation/", {"News": "true"}),
        ("/ko/projects/", {"Programs": "true"}),
        ("/ko/about/", {}),
    ],
)
def test_the_menu_marks_the_page_and_its_section(rf, path, current):
    with translation.override("ko"):
        labels = {translation.gettext(label): state for label, state in current.items()}
        context = framed(rf, path, "ko")
        marked = {str(item["label"]): item["current"] for item in context["navigation"] if item["current"]}
    assert marked == labels


def test_both_sides_have_equal_weight_in_the_order_of_the_language(rf):
    sides = {
        language: [side["name"] for side in framed(rf, "/", language)["sides"]] for language in LANGUAGES
    }
    assert sides["en"] == ["Korean side", "Chinese side"]
    with translation.override("ko"):
        assert sides["ko"] == [translation.gettext("Korean side"), translation.gettext("Chinese side")]
    with translation.override("zh-hans"):
        assert sides["zh-hans"] == [translation.gettext("Chinese side"), translation.gettext("Korean side")]


@pytest.mark.parametrize(("language", "html_lang"), [("en", "en"), ("ko", "ko"), ("zh-hans", "zh-Hans")])
def test_the_html_language_is_the_one_for_documents(rf, language, html_lang):
    assert framed(rf, f"/{language}/", language)["html_lang"] == html_lang
