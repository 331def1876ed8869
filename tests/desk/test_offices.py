"""Within its office an entry is read and changed; others see it when it is public, and never change it."""

import itertools
import re
from collections.abc import Iterator
from typing import Any

import pytest
from django.apps import apps
from django.contrib.auth.models import Group, User
from django.db.models import Model, Q
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from news.models import PressRelease, Quote
from organizations.models import Organization
from publishing import clock, offices
from publishing.actions import Approve, HandOver
from publishing.enums import Stage
from publishing.models import Attachment, Entry, EntryImage, Image, Membership, Office, Revision
from tests import factories
from tests.admin_forms import posted
from tests.factories import NOON, actor
from tests.world import add_hidden, files_of, visible_world

pytestmark = pytest.mark.django_db

WORD = "verborgen"
ROLES = ("Author", "Translator", "Editor", "Event officer")


def office(code: str) -> Office:
    return Office.objects.get_or_create(code=code, defaults={"name_en": f"Office {code}"})[0]


def member(code: str, *roles: str, name: str = "", within: str = "") -> User:
    user = User.objects.create_user(name or f"{code}-{len(roles)}", is_staff=True)
    user.groups.add(*Group.objects.filter(name__in=roles or ROLES))
    limit = Group.objects.get(name=within) if within else None
    Membership.objects.create(office=office(code), user=user, role=limit)
    return user


def window(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def change(instance) -> str:
    opts = instance._meta
    return reverse(f"admin:{opts.app_label}_{opts.model_name}_change", args=[instance.pk])


def step(entry, verb: str) -> str:
    opts = entry._meta
    return reverse(f"admin:{opts.app_label}_{opts.model_name}_step", args=[entry.pk, verb])


# --- The walk ---


def routes(resolver: URLResolver, prefix: str = "") -> Iterator[str]:
    for item in resolver.url_patterns:
        route = prefix + str(item.pattern)
        if not route.startswith("admin/"[: len(route)]):
            continue
        if isinstance(item, URLResolver):
            yield from routes(item, route)
        elif isinstance(item, URLPattern):
            yield re.sub(r"\^|\$|\\Z", "", route).replace("\\.", ".")


# Accounts and what is in no office's charge; sessions end here.
LEFT_OUT = re.compile(
    r"admin/(auth|accounts|usersessions|mfa|logout|login|password|jsi18n|r/|exchange|publishing/(job|brokenlink))"
    r"|\(\?P<(url|app_label)>"
)
OTHERS = {
    "verb": ("approve",),
    "language": ("en",),
    "moment": ("2026-06-01T10:00+09:00", "2026-06-02T12:00+09:00"),
    "inner": ("ko/news/", "en/"),
    "number": (1,),
    "signature": ("x",),
    "version": (1,),
    "token": ("x",),
    "name": ("x",),
    "state": ("screened",),
}


def addresses(hidden: list[Entry]) -> list[str]:
    """Every address of the newsroom with everything in it that belongs to ``hidden``."""
    found = set()
    for route in routes(get_resolver()):
        if LEFT_OUT.match(route) or "(?P" in route:
            continue
        names = re.findall(r"<(?:\w+:)?(\w+)>", route)
        ways = [route]
        for name in names:
            values = keys(route, hidden) if name in ("object_id", "pk", "entry_id") else OTHERS.get(name)
            if values is None:
                pytest.fail(f"The walk does not know what to ask of {route}.")
            ways = [re.sub(rf"<(?:\w+:)?{name}>", str(value), way) for way in ways for value in values]
        found |= {f"/{way}" for way in ways}
    return sorted(found)


def keys(route: str, hidden: list[Entry]) -> list[int]:
    """The keys of rows that belong to ``hidden``, of the model that ``route`` is about."""
    parts = route.split("/")
    try:
        model: type[Model] = apps.get_model(parts[1], parts[2])
    except (LookupError, IndexError):
        return [entry.pk for entry in hidden]
    pks = [entry.pk for entry in hidden]
    if issubclass(model, Entry):
        return list(model._default_manager.filter(pk__in=pks).values_list("pk", flat=True))
    if model is Image:
        return list(Image.objects.filter(uses__entry__in=pks).values_list("pk", flat=True))
    names = {field.name for field in model._meta.get_fields()}
    if "entry" in names:
        return list(model._default_manager.filter(entry__in=pks).values_list("pk", flat=True)[:3])
    return list(model._default_manager.values_list("pk", flat=True)[:1])


@pytest.fixture
def hidden() -> list[Entry]:
    """Everything another office is working on, in review and scheduled, with files, connected to what is public."""
    world = visible_world()
    stages = itertools.cycle((factories.in_review, factories.scheduled))

    def bring_in(model: type[Entry], **facts: Any) -> Any:
        return next(stages)(model, office=office("theirs"), **facts)

    found = list(add_hidden(bring_in, WORD).values())
    for entry in found:
        files_of(entry, WORD)
        entry.related.add(*world.values())
    return found


def traces(hidden: list[Entry]) -> list[str]:
    found = [WORD]
    for entry in hidden:
        found += [entry.ref, str(entry.uid)]
        found += [use.image.token for use in entry.images.select_related("image")]
        found += [attachment.token for attachment in entry.attachments.all()]
    return found


def state(hidden: list[Entry]) -> list:
    """All that is stored of ``hidden``."""
    pks = [entry.pk for entry in hidden]
    rows = [list(Entry.objects.filter(pk__in=pks).order_by("pk").values())]
    for relation in Entry._meta.related_objects:
        mine = Q(**{f"{relation.field.name}__in": pks})
        rows.append(list(relation.related_model._base_manager.filter(mine).order_by("pk").values()))
    return rows


def test_nothing_of_another_office_s_drafts_is_anywhere(hidden):
    client = window(member("ours"))
    before = NOON.replace(hour=1)
    leaks, telling = [], traces(hidden)
    with clock.as_of(before):
        for address in addresses(hidden):
            for query in ("",) if re.search(r"\d", address) else ("", f"?q={WORD.upper()}"):
                response = client.get(address + query)
                text = response.text if not response.streaming else ""
                text = text.replace(address, "").replace(WORD.upper(), "")
                leaks += [
                    (address + query, response.status_code, trace) for trace in telling if trace in text
                ]
    assert leaks == []


def test_its_own_office_finds_all_of_it(hidden):
    client = window(member("theirs"))
    with clock.as_of(NOON.replace(hour=1)):
        for entry in hidden:
            assert client.get(change(entry)).status_code == 200
        assert client.get("/admin/publishing/entry/").text.count(WORD) >= len(hidden)


def test_choices_name_nothing_of_another_office(hidden):
    client = window(member("ours"))
    with clock.as_of(NOON.replace(hour=1)):
        for app, model, field in (
            ("news", "pressrelease", "issuer"),
            ("news", "pressrelease", "event"),
            ("publishing", "entry", "related"),
            ("news", "quote", "role"),
        ):
            asked = {"app_label": app, "model_name": model, "field_name": field, "term": WORD}
            assert WORD not in client.get("/admin/autocomplete/", asked).text


def test_lists_do_not_name_what_rows_point_to(hidden):
    issuer = next(entry for entry in hidden if isinstance(entry, Organization))
    assert PressRelease.objects.filter(slug__startswith="open-").update(issuer=issuer.pk) == 1
    with clock.as_of(NOON.replace(hour=1)):
        client = window(member("ours"))
        for address in ("/admin/news/pressrelease/", "/admin/publishing/entry/", "/admin/"):
            assert WORD not in client.get(address).text


def test_files_of_another_office_are_not_there(hidden):
    ours, theirs = window(member("ours")), window(member("theirs"))
    files = [a.get_absolute_url() for a in Attachment.objects.all()]
    files += [
        u.image.renditions.first().get_absolute_url() for u in EntryImage.objects.select_related("image")
    ]
    with clock.as_of(NOON.replace(hour=1)):
        assert files
        for address in files:
            assert ours.get(address).status_code == 404
            response = theirs.get(address)
            assert response.status_code == 200
            assert response.getvalue()


def test_what_is_sent_to_another_office_s_drafts_changes_nothing(hidden):
    client = window(member("ours"))
    with clock.as_of(NOON.replace(hour=1)):
        before = state(hidden)
        for address in addresses(hidden):
            if re.search(r"\d", address):
                answer = client.post(
                    address, {"at_once": "on", "reason": "x", "post": "yes", "slug": "x", "page": "x"}
                )
                assert answer.status_code < 500, address
        assert state(hidden) == before


def test_another_office_s_draft_is_not_chosen(hidden):
    release = factories.draft(PressRelease, office=office("ours"))
    client = window(member("ours"))
    target = next(entry for entry in hidden if isinstance(entry, PressRelease))
    with clock.as_of(NOON.replace(hour=1)):
        page = posted(client.get(change(release)))
        response = client.post(change(release), page | {"related": [target.pk]})
        assert "Choose among the entries that you may see." in response.text
    assert not target.related.filter(pk=release.pk).exists()


def test_what_was_chosen_stays_and_is_not_named(hidden):
    release = factories.draft(PressRelease, office=office("ours"))
    target = next(entry for entry in hidden if isinstance(entry, PressRelease))
    release.related.add(target)
    client = window(member("ours"))
    with clock.as_of(NOON.replace(hour=1)):
        page = client.get(change(release))
        assert "(of another office)" in page.text
        assert WORD not in page.text
        assert client.post(change(release), posted(page) | {"number": "7"}).status_code == 302
    assert release.related.get().pk == target.pk


# --- What is public ---


def test_what_is_public_is_read_by_all_and_changed_by_its_office():
    release = factories.released(PressRelease, office=office("theirs"))
    with clock.as_of(NOON):
        factories.written(release, title=f"{WORD} next version")
        ours, theirs = window(member("ours")), window(member("theirs"))
        page = ours.get(change(release))
        assert page.status_code == 200
        assert WORD not in page.text
        assert WORD not in ours.get(change(release).replace("/change/", "/history/")).text
        assert 'name="number"' not in page.text
        assert 'name="texts-ko-title"' not in page.text
        assert ours.post(step(release, "withdraw"), {"reason": "x"}).status_code == 403
        assert WORD in theirs.get(change(release)).text
        assert theirs.post(step(release, "withdraw"), {"reason": "x"}).status_code == 302


def test_a_role_may_be_limited_in_one_office():
    release = factories.in_review(PressRelease, office=office("theirs"))
    client = window(member("theirs", "Editor", within="Translator"))
    page = client.get(change(release))
    assert page.status_code == 200
    assert 'name="number"' not in page.text
    assert client.post(step(release, "approve"), {"at_once": "on"}).status_code == 403


def test_what_no_office_is_in_charge_of_is_everybody_s():
    release = factories.draft(PressRelease)
    client = window(member("ours"))
    assert (
        client.post(change(release), posted(client.get(change(release))) | {"number": "7"}).status_code == 302
    )
    release.refresh_from_db()
    assert (release.number, release.office) == ("7", None)


def test_pictures_used_by_another_office_are_left_alone():
    release = factories.released(PressRelease, office=office("theirs"))
    files_of(release, "x")
    image = release.images.get().image
    with clock.as_of(NOON):
        assert 'name="alt_en"' not in window(member("ours")).get(change(image)).text
        assert 'name="alt_en"' in window(member("theirs")).get(change(image)).text


# --- The office of an entry ---


def add_values(page, **changes) -> dict:
    issuer = factories.released(PressRelease).issuer
    facts = {"slug": "new-one", "dated": "2026", "issuer": str(issuer.pk)}
    return posted(page) | facts | changes


def test_a_new_entry_belongs_to_one_s_only_office():
    client = window(member("ours"))
    address = reverse("admin:news_pressrelease_add")
    page = client.get(address)
    assert posted(page)["office"] == [str(office("ours").pk)]
    assert client.post(address, add_values(page)).status_code == 302
    assert PressRelease.objects.get(slug="new-one").office == office("ours")


def test_one_begins_nothing_for_another_office():
    office("theirs")
    client = window(member("ours"))
    address = reverse("admin:news_pressrelease_add")
    page = client.get(address)
    assert "Office theirs" not in page.text
    response = client.post(address, add_values(page, office=str(office("theirs").pk)))
    assert response.status_code == 200
    assert not PressRelease.objects.filter(slug="new-one").exists()


def test_an_entry_is_handed_over_with_a_record_and_without_a_correction():
    release = factories.released(PressRelease, office=office("ours"))
    revisions = Revision.objects.filter(entry=release.pk).count()
    other = office("theirs")
    client = window(member("ours"))
    with clock.as_of(NOON):
        page = client.get(change(release))
        response = client.post(change(release), posted(page) | {"office": str(other.pk)})
        assert response.status_code == 302, response.context["faults"]
        release.refresh_from_db()
        assert release.office == other
        record = release.audit.first()
        assert (record.action, record.detail) == ("hand_over", {"from": "ours", "to": "theirs"})
        assert Revision.objects.filter(entry=release.pk).count() == revisions
        assert not release.corrections.exists()
        assert 'name="number"' not in client.get(change(release)).text


def test_who_does_not_approve_does_not_hand_over():
    release = factories.draft(PressRelease, office=office("ours"))
    client = window(member("ours", "Author"))
    page = client.get(change(release))
    assert 'name="office"' not in page.text
    client.post(change(release), posted(page) | {"office": str(office("theirs").pk), "number": "7"})
    release.refresh_from_db()
    assert (release.office, release.number) == (office("ours"), "7")


def test_what_is_nobody_s_is_claimed_for_one_s_own_office_only():
    release = factories.draft(PressRelease)
    user = member("ours")
    codes = [reason.code for reason in HandOver(release, actor(user), office=office("theirs")).check()]
    assert codes == ["office_other"]
    assert HandOver(release, actor(user), office=office("ours")).check() == []


def test_a_page_opened_before_a_hand_over_does_not_undo_it(admin_client):
    release = factories.draft(PressRelease, office=office("ours"))
    page = posted(admin_client.get(change(release)))
    HandOver(release, actor(), office=office("theirs")).execute()

    assert admin_client.post(change(release), page | {"number": "7"}).status_code == 302

    release.refresh_from_db()
    assert (release.office, release.number) == (office("theirs"), "7")


def test_administrators_look_after_offices(admin_client):
    user = member("ours", "Editor")
    assert window(user).get(reverse("admin:publishing_office_add")).status_code == 403
    address = reverse("admin:publishing_office_add")
    values = posted(admin_client.get(address)) | {
        "code": "new",
        "name_en": "New office",
        "memberships-TOTAL_FORMS": "1",
        "memberships-0-user": str(user.pk),
        "memberships-0-role": "",
    }
    assert admin_client.post(address, values).status_code == 302
    assert [each.code for each in offices.of_user(User.objects.get(pk=user.pk))] == ["new", "ours"]


def test_the_list_of_offices_costs_the_same_for_one_and_three(admin_client, django_assert_num_queries):
    address = reverse("admin:publishing_office_changelist")
    office("a")
    admin_client.get(address)
    # Session, person, count, list.
    with django_assert_num_queries(4):
        admin_client.get(address)
    office("b"), office("c")
    with django_assert_num_queries(4):
        admin_client.get(address)


def test_the_action_itself_refuses_too():
    release = factories.in_review(PressRelease, office=office("theirs"), languages=("ko",))
    action = Approve(release, actor(member("ours")), at_once=True)
    assert "office" in [reason.code for reason in action.check()]
    release.refresh_from_db()
    assert release.stage() is Stage.IN_REVIEW
    assert not Quote.objects.filter(release=release).exists()
