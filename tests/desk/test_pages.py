"""Every page of the admin opens, and saving it as it stands changes nothing."""

import pytest
from django.contrib import admin
from django.contrib.auth.models import User
from django.test import Client, RequestFactory
from django.urls import reverse

from desk.admin import EntryAdmin
from publishing.models import Entry, Revision
from tests import factories
from tests.admin_forms import posted

pytestmark = pytest.mark.django_db

KINDS = [model for model, page in admin.site._registry.items() if isinstance(page, EntryAdmin)]
MODELS = [model for model in admin.site._registry if model.__module__.split(".")[0] != "django"]


def names(models: list) -> list[str]:
    return [model._meta.model_name for model in models]


@pytest.fixture
def desk(client: Client) -> Client:
    client.force_login(factories.administrator())
    return client


def page(model: type, name: str, *args: object) -> str:
    return reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_{name}", args=args)


@pytest.mark.parametrize("model", MODELS, ids=names(MODELS))
def test_the_list_opens_empty_and_searched(desk: Client, model: type) -> None:
    assert desk.get(page(model, "changelist")).status_code == 200
    assert desk.get(page(model, "changelist"), {"q": "환경"}).status_code == 200


@pytest.mark.parametrize("model", MODELS, ids=names(MODELS))
def test_choices_come_in_an_order_so_that_scrolling_on_misses_none(rf: RequestFactory, model: type) -> None:
    request, page = rf.get("/"), admin.site._registry[model]
    request.user = factories.administrator()

    found, _duplicates = page.get_search_results(request, page.get_queryset(request), "환경")

    assert found.ordered


@pytest.mark.parametrize("model", KINDS, ids=names(KINDS))
def test_the_page_for_a_new_entry_opens(desk: Client, model: type) -> None:
    response = desk.get(page(model, "add"))

    assert response.status_code == 200
    for language in ("en", "ko", "zh-hans"):
        assert f'name="texts-{language}-title"' in response.text


@pytest.mark.parametrize("model", KINDS, ids=names(KINDS))
@pytest.mark.parametrize("make", [factories.draft, factories.in_review, factories.scheduled])
def test_saving_what_is_there_changes_nothing(desk: Client, model: type[Entry], make) -> None:
    entry = make(model)
    before = Revision.objects.filter(entry=entry).count(), Entry.objects.get(pk=entry.pk).revision
    opened = desk.get(page(model, "change", entry.pk))
    assert opened.status_code == 200

    response = desk.post(page(model, "change", entry.pk), posted(opened))

    assert response.status_code == 302, response.context["errors"]
    assert (Revision.objects.filter(entry=entry).count(), Entry.objects.get(pk=entry.pk).revision) == before


@pytest.mark.parametrize("model", KINDS, ids=names(KINDS))
def test_the_history_of_an_entry_opens(desk: Client, model: type[Entry]) -> None:
    entry = factories.scheduled(model)

    response = desk.get(page(model, "history", entry.pk))

    assert response.status_code == 200
    assert "Approve" in response.text


def test_the_desk_opens(desk: Client) -> None:
    assert "Releases per month" in desk.get(reverse("admin:index")).text


def test_staff_choose_the_language_of_the_admin(desk: Client) -> None:
    desk.post(reverse("set_language"), {"language": "ko", "next": reverse("admin:index")})

    response = desk.get(reverse("admin:index"))

    assert response.text.count('lang="ko"') >= 1
    assert "로그아웃" in response.text


def test_a_user_without_a_role_sees_nothing(client: Client) -> None:
    client.force_login(User.objects.create_user("new", password="secret", is_staff=True))

    assert client.get(reverse("admin:news_pressrelease_changelist")).status_code == 403
