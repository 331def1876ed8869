"""Who may do what at the translation desk: roles, within the offices they are held in."""

from typing import Any

from django.contrib.auth.models import Permission, User
from django.db.models import Q, QuerySet

from desk.admin import permissions
from desk.admin.steps import STEPS
from publishing import kinds, offices
from publishing.models import Entry, Text

__all__ = ["kinds_of", "may_edit", "may_plan", "may_take", "readable", "translators"]


def kinds_of(user: Any) -> list[kinds.Kind]:
    """The kinds whose entries ``user`` may look at."""
    return [
        kind
        for kind in kinds.every()
        if permissions.has_model_permission(user, "view", kinds.model_of(kind.code))
    ]


def readable(user: Any) -> QuerySet[Entry]:
    """The entries that ``user`` may look at."""
    return Entry.objects.filter(offices.readable(user), kind__in=[kind.code for kind in kinds_of(user)])


def may_plan(user: Any, entry: Entry | None = None) -> bool:
    """Whether ``user`` may assign and waive translations, of ``entry`` or at all."""
    return offices.has_perm(user, "publishing.plan_translation", entry)


def may_take(user: Any, verb: str, entry: Entry) -> bool:
    """Whether the step ``verb`` is offered to ``user`` for ``entry`` at its stage."""
    step = STEPS[verb]
    return (
        entry.stage() in step.stages
        and permissions.allowed(user, verb, step.action.permission, kinds.model_of(entry.kind))
        and offices.has_perm(user, f"publishing.{step.action.permission}", entry)
    )


def may_edit(user: Any, entry: Entry, opened: Text | None) -> bool:
    """Whether ``user`` may write the open version ``opened`` of ``entry``, or begin one where there is none."""
    if not permissions.may_write_texts(user, kinds.model_of(entry.kind), entry):
        return False
    return offices.has_perm(user, "publishing.submit_entry", entry) and (
        opened is None or (not opened.is_waiting and permissions.may_edit_text(user, opened))
    )


def translators() -> QuerySet[User]:
    """The staff whose roles let them write texts, by name."""
    writes = Permission.objects.filter(codename="change_text", content_type__app_label="publishing")
    may_write = Q(is_superuser=True) | Q(groups__permissions__in=writes) | Q(user_permissions__in=writes)
    return (
        User.objects.filter(may_write, is_active=True, is_staff=True)
        .distinct()
        .order_by("last_name", "first_name", "username")
    )
