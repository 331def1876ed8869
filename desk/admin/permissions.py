"""Who may do what with an entry in the admin: Django's permissions, and where the entry stands."""

from typing import Any

from django.contrib.auth import get_permission_codename
from django.db.models import Model

from publishing import kinds
from publishing.enums import EntryState, Stage, TextState
from publishing.models import Entry, Image, Text

__all__ = [
    "allowed",
    "entry_behind",
    "has_model_permission",
    "may_edit_facts",
    "may_edit_image",
    "may_edit_text",
    "may_write_texts",
]

# What a step needs beside the permission of its action: to look after the facts of the kind, or only to see it.
_STEPS_OF_AUTHORS = ("create", "submit", "edit")
_STEPS_OF_TRANSLATORS = ("draft_text", "submit_text", "confirm_current", "edit_text")
_STEPS_OF_CORRECTION = ("publish_text", "publish_in_emergency", "change_address")


def has_model_permission(user: Any, verb: str, model: type[Model]) -> bool:
    """Whether ``user`` may "view", "add", "change" or "delete" rows of ``model``; who may change may also view."""
    verbs = (verb, "change") if verb == "view" else (verb,)
    return any(
        user.has_perm(f"{model._meta.app_label}.{get_permission_codename(each, model._meta)}")
        for each in verbs
    )


def entry_behind(instance: Any) -> Entry | None:
    """The entry that ``instance`` is or is a part of, if it is stored."""
    for name in [] if isinstance(instance, Entry) else getattr(instance, "VISIBLE_THROUGH", "").split("__"):
        instance = getattr(instance, name, None)
    return instance if isinstance(instance, Entry) and instance.pk else None


def may_edit_facts(user: Any, model: type[Model], instance: Any) -> bool:
    """Whether ``user`` may change the facts of an entry or a part of it, or begin a new one of ``model``."""
    entry = entry_behind(instance)
    if entry is None:
        return has_model_permission(user, "add", model)
    if not has_model_permission(user, "change", kinds.model_of(entry.kind)):
        return False
    if entry.state == EntryState.DRAFT:
        return True
    if entry.state == EntryState.IN_REVIEW:
        return user.has_perm("publishing.approve_entry")
    return entry.stage() is not Stage.WITHDRAWN and user.has_perm("publishing.correct_entry")


def may_edit_image(user: Any, image: Image) -> bool:
    """Whether ``user`` may change a picture: what is reviewed or approved with it changes with it."""
    states = set(image.uses.values_list("entry__state", flat=True))
    needed = {EntryState.IN_REVIEW: "approve_entry", EntryState.APPROVED: "correct_entry"}
    return all(
        user.has_perm(f"publishing.{permission}") for state, permission in needed.items() if state in states
    )


def may_write_texts(user: Any, model: type[Model], entry: Entry | None) -> bool:
    """Whether ``user`` may write versions of the texts of ``entry``."""
    if not user.has_perm("publishing.change_text"):
        return False
    return entry is None or (
        entry.stage() is not Stage.WITHDRAWN and has_model_permission(user, "view", model)
    )


def may_edit_text(user: Any, text: Text) -> bool:
    """Whether ``user`` may change the open version ``text``: what is in review is left to those who review."""
    return text.is_open and (text.state != TextState.IN_REVIEW or user.has_perm("publishing.approve_entry"))


def allowed(user: Any, verb: str, permission: str, model: type[Model]) -> bool:
    """Whether the role of ``user`` includes the step ``verb`` for entries of ``model``."""
    if not user.has_perm(f"publishing.{permission}") or not has_model_permission(user, "view", model):
        return False
    if verb in _STEPS_OF_AUTHORS:
        return has_model_permission(user, "change", model)
    if verb in _STEPS_OF_TRANSLATORS:
        return user.has_perm("publishing.change_text")
    if verb in _STEPS_OF_CORRECTION:
        return has_model_permission(user, "change", model) or user.has_perm("publishing.approve_entry")
    return True
