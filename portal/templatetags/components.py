"""What the component templates need beyond Django's own tags."""

from collections.abc import Iterable
from typing import Any

from django import template

register = template.Library()


@register.filter
def beside(left: Iterable[Any], right: Iterable[Any]) -> list[tuple[Any, Any]]:
    """The items of two lists in pairs; lists of different length raise ``ValueError``."""
    return list(zip(left, right, strict=True))
