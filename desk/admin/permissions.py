"""Who may do what with an entry in the admin: Django's permissions, the office in charge, and where the entry stands."""

from typing import Any

from django.contrib.auth import get_permission_codename
from django.db.models import Model

from publishing import kinds, offices
from publishing.enums import EntryState, Stage, TextState
from publishing.models import Entry, Image, Text
from publishing.visibility import is_visible

__all__ = [
    "allowed",
    "entry_behind",
    "has_model_permission",
    "is_hidden",
    "may_edit_facts",
    "may_edit_image",
    "may_edit_text",
    "may_read_drafts",
    "may_write_texts",
]

# What a step needs beside the permission of its action: to look after the facts of the kind, or only to see it.
_STEPS_OF_AUTHORS = ("create", "submit", "edit")
_STEPS_OF_TRANSLATORS = ("draft_text", "submit_text", "confirm_current", "edit_text")
_STEPS_OF_CORRECTION = ("publish_text", "publish_in_emergency", "change_address")


def has_model_permission(user: Any, verb: str, model: type[Model], entry: Entry | None = None) -> bool:
    """Whether ``user`` may "view", "add", "change" or "delete" rows of ``model``; who may change may also view.

    With ``entry`` he must have the permission in the office in charge of it.
    """
    verbs = (verb, "change") if verb == "view" else (verb,)
    return any(
        offices.has_perm(user, f"{model._meta.app_label}.{get_permission_codename(each, model._meta)}", entry)
        for each in verbs
    )


def entry_behind(instance: Any) -> Entry | None:
    """The entry that ``instance`` is or is a part of, if it is stored."""
    for name in [] if isinstance(instance, Entry) else getattr(instance, "VISIBLE_THROUGH", "").split("__"):
        instance = getattr(instance, name, None)
    return instance if isinstance(instance, Entry) and instance.pk else None


def may_read_drafts(user: Any, entry: Entry) -> bool:
    """Whether ``user`` may read what is not public of ``entry``: what is released is readable to all, not its drafts."""
    return offices.is_in_charge(user, entry)


def is_hidden(user: Any, instance: Any) -> bool:
    """Whether ``instance``, an entry or a part of one, is kept from ``user``, see :func:`publishing.offices.readable`."""
    entry = entry_behind(instance)
    return entry is not None and not offices.is_in_charge(user, entry) and not is_visible(entry)


def may_edit_facts(user: Any, model: type[Model], instance: Any) -> bool:
    """Whether ``user`` may change the facts of an entry or a part of it, or begin a new one of ``model``."""
    entry = entry_behind(instance)
    if entry is None:
        return has_model_permission(user, "add", model)
    if not has_model_permission(user, "change", kinds.model_of(entry.kind), entry):
        return False
    if entry.state == EntryState.DRAFT:
        return True
    if entry.state == EntryState.IN_REVIEW:
        return offices.has_perm(user, "publishing.approve_entry", entry)
    return entry.stage() is not Stage.WITHDRAWN and offices.has_perm(user, "publishing.correct_entry", entry)


def may_edit_image(user: Any, image: Image) -> bool:
    """Whether ``user`` may change a picture: what is written, reviewed or approved with it changes with it."""
    needed: dict[str, str] = {EntryState.IN_REVIEW: "approve_entry", EntryState.APPROVED: "correct_entry"}
    used_by = Entry.objects.filter(images__image=image).distinct().only("state", "office")
    return all(
        offices.has_perm(user, f"publishing.{needed.get(entry.state, 'change_image')}", entry)
        for entry in used_by
    )


def may_write_texts(user: Any, model: type[Model], entry: Entry | None) -> bool:
    """Whether ``user`` may write versions of the texts of ``entry``."""
    if not offices.has_perm(user, "publishing.change_text", entry):
        return False
    return entry is None or (
        entry.stage() is not Stage.WITHDRAWN and has_model_permission(user, "view", model)
    )


def may_edit_text(user: Any, text: Text) -> bool:
    """Whether ``user`` may change the open version ``text``: what is in review is left to those who review."""
    needed = "approve_entry" if text.state == TextState.IN_REVIEW else "change_text"
    return text.is_open and offices.has_perm(user, f"publishing.{needed}", text.entry)


def allowed(user: Any, verb: str, permission: str, model: type[Model], entry: Entry | None = None) -> bool:
    """Whether the role of ``user`` includes the step ``verb`` for entries of ``model``, or for ``entry`` of that kind."""
    if not has_model_permission(user, "view", model):
        return False
    if not offices.has_perm(user, f"publishing.{permission}", entry):
        return False
    if verb in _STEPS_OF_AUTHORS:
        return has_model_permission(user, "change", model, entry)
    if verb in _STEPS_OF_TRANSLATORS:
        return offices.has_perm(user, "publishing.change_text", entry)
    if verb in _STEPS_OF_CORRECTION:
        return has_model_permission(user, "change", model, entry) or offices.has_perm(
            user, "publishing.approve_entry", entry
        )
    return True
