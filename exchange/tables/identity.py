"""The columns by which a row is known: identifier, reference, address."""

from typing import Any

from django.utils.translation import gettext as _

from exchange.tables.columns import Column

__all__ = ["Identity", "Slug"]


class Identity(Column):
    """The identifier or reference of an existing entry; a new one gets its own."""

    def hint(self, model: Any) -> str:
        return _("Of an existing entry. Leave it empty for a new one.")

    def render(self, value: Any, instance: Any, references: Any) -> str:
        return str(value)


class Slug(Column):
    def hint(self, model: Any) -> str:
        return _(
            "Small letters a–z, digits and hyphens; fixed once the entry is approved. "
            "Left empty in a new row, it is made from the English title."
        )
