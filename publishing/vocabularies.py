"""Readers are told when a node of a vocabulary is added, changed or removed: records show its name."""

from typing import Any

from django.db import transaction
from django.db.models import Model
from django.db.models.signals import m2m_changed, post_delete, post_save, pre_save
from django.dispatch import receiver

from publishing.changes import keep_node
from publishing.enums import Happening
from publishing.kinds import Vocabulary

__all__: list[str] = []


def _vocabulary(model: type[Model]) -> Vocabulary | None:
    return getattr(model, "VOCABULARY", None)


def _columns(instance: Model) -> dict[str, Any]:
    return {field.attname: getattr(instance, field.attname) for field in instance._meta.concrete_fields}


@receiver(pre_save)
def _look(sender: type[Model], instance: Any, **_signal: Any) -> None:
    if _vocabulary(sender):
        instance.as_stored = sender._default_manager.filter(pk=instance.pk).first() if instance.pk else None


@receiver(post_save)
def _stored(sender: type[Model], instance: Any, **_signal: Any) -> None:
    if not (vocabulary := _vocabulary(sender)):
        return
    before = instance.as_stored
    if before is not None and _columns(before) == _columns(instance):
        return
    with transaction.atomic():
        if before is not None and before.slug != instance.slug:
            keep_node(vocabulary, before.slug, Happening.WITHDRAWN)
            before = None
        keep_node(vocabulary, instance.slug, Happening.REVISED if before else Happening.RELEASED)


@receiver(post_delete)
def _removed(sender: type[Model], instance: Any, **_signal: Any) -> None:
    if vocabulary := _vocabulary(sender):
        keep_node(vocabulary, instance.slug, Happening.WITHDRAWN)


@receiver(m2m_changed)
def _linked(instance: Any, action: str, reverse: bool, model: type[Model], **signal: Any) -> None:
    """What a node itself names, such as the parties of an instrument; not which entries name the node."""
    if not action.startswith("post_"):
        return
    if reverse:
        if vocabulary := _vocabulary(model):
            named = model._default_manager.filter(pk__in=signal["pk_set"] or ())
            for slug in named.values_list("slug", flat=True):
                keep_node(vocabulary, slug, Happening.REVISED)
    elif vocabulary := _vocabulary(type(instance)):
        keep_node(vocabulary, instance.slug, Happening.REVISED)
