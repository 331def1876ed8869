"""What can be told: records of every kind, and nodes of the vocabularies, each by its code."""

from django.apps import apps
from django.db.models import Model
from django.utils.text import capfirst

from publishing import kinds

__all__ = ["choices", "is_node", "resource_of"]


def _vocabularies() -> dict[str, type[Model]]:
    declared = [model for model in apps.get_models() if hasattr(model, "VOCABULARY")]
    return {model.VOCABULARY.code: model for model in declared}


def choices() -> list[tuple[str, str]]:
    """Codes with their names in the active language."""
    records = [(kind.code, kind.plural) for kind in kinds.every()]
    nodes = [(code, model._meta.verbose_name_plural) for code, model in _vocabularies().items()]
    return [(code, capfirst(str(name))) for code, name in (*records, *nodes)]


def resource_of(code: str) -> str:
    """The API collection of what is called ``code``."""
    nodes = kinds.vocabularies()
    return nodes[code].resource if code in nodes else kinds.get(code).resource


def is_node(code: str, slug: str) -> bool:
    """Whether the vocabulary ``code`` has a node ``slug`` now."""
    return _vocabularies()[code]._default_manager.filter(slug=slug).exists()
