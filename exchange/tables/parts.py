"""Columns of what belongs to an entry: its first amount of money, a role of a person, names of one sort."""

from collections.abc import Sequence
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext as _

from exchange.tables.columns import SEPARATOR, Column, several
from exchange.tables.references import References
from exchange.tables.writing import KEPT
from organizations.models import Role
from publishing.languages import Language
from publishing.models import Entry

__all__ = ["Names", "OfPart", "Part", "RolePart"]


class Part:
    """Some columns that together describe one row that belongs to the entry: the first of its relation.

    Are all of its cells empty, the row is deleted.
    """

    def __init__(
        self, relation: str, owner: str, model: type[models.Model], columns: Sequence[Column]
    ) -> None:
        self.relation, self.owner, self.model = relation, owner, model
        self.columns = [OfPart(self, column) for column in columns]

    def shown(self, entry: Entry) -> Any:
        """The row that an export shows; a blank one where there is none."""
        rows = list(getattr(entry, self.relation).all()) if entry.pk else []
        return rows[0] if rows else self.model()

    def meant(self, entry: Entry, values: dict["OfPart", Any]) -> Any:
        """The row that imported ``values`` are about."""
        return self.shown(entry)

    def says_nothing(self, cells: dict["OfPart", str]) -> bool:
        """Whether an import leaves the part alone: there is nothing, and nothing is to be."""
        return False

    def save(self, entry: Entry, values: dict["OfPart", Any], is_empty: bool) -> None:
        """Store ``values``; ``ValidationError`` where they make no valid row."""
        row = self.meant(entry, values)
        if is_empty:
            if row.pk:
                row.delete()
            return
        setattr(row, self.owner, entry)
        for column, value in values.items():
            column.inner.put(row, value)
        row.full_clean(exclude=[self.owner])
        row.save()


class OfPart(Column):
    """A column of a part: ``inner`` reads and writes the field of the part's own row."""

    late = True

    def __init__(self, part: Part, inner: Column) -> None:
        super().__init__(inner.name, inner.field)
        self.part, self.inner = part, inner

    def label(self, model: type[models.Model]) -> str:
        return _("%(part)s: %(field)s") % {
            "part": self.part.model._meta.verbose_name,
            "field": self.inner.label(self.part.model),
        }

    def hint(self, model: type[models.Model]) -> str:
        return self.inner.hint(self.part.model)

    def parse(self, cell: str, instance: Any, references: References) -> Any:
        return self.inner.parse(cell, self.part.model(), references)

    def stored(self, instance: Any) -> Any:
        row = self.part.shown(instance)
        return self.inner.stored(row) if row.pk else ""

    def render(self, value: Any, instance: Any, references: References) -> str:
        if value is None or value == "":
            return ""
        return self.inner.render(value, self.part.model(), references)


class RolePart(Part):
    """A role of a person: the one at the same organization with the same English title, or one more.

    An import adds roles and completes them; it takes none away. An export shows the newest.
    """

    def shown(self, entry: Entry) -> Any:
        rows = list(entry.roles.all()) if entry.pk else []  # type: ignore[attr-defined]  # only people have roles
        return max(rows, key=lambda role: (str(role.valid_from or ""), role.pk)) if rows else Role()

    def meant(self, entry: Entry, values: dict[OfPart, Any]) -> Any:
        said = {column.field: value for column, value in values.items()}
        shown = self.shown(entry)
        if "organization" not in said or "title_en" not in said:
            return shown
        held = [
            role
            for role in (entry.roles.all() if entry.pk else ())  # type: ignore[attr-defined]  # see above
            if role.organization_id == said["organization"] and role.title_en.strip() == said["title_en"]
        ]
        if len(held) > 1 and shown not in held:
            raise ValidationError(
                _("This person holds several such roles. Change them on the person's page.")
            )
        if shown in held:
            return shown
        return held[0] if held else Role()

    def says_nothing(self, cells: dict[OfPart, str]) -> bool:
        return not any(cells.values())


class Names(Column):
    """The names of one type in one language; those that stay keep their period."""

    late = True

    def __init__(self, name: str, type_: str, language: Language, label: Any) -> None:
        super().__init__(f"{name}_{language.suffix}", "names", label, language)
        self.type = type_

    def hint(self, model: type[models.Model]) -> str:
        return _("Several, separated by “;”.")

    def filled(self, cell: str, instance: Any, references: References) -> list[str]:
        return several(cell)

    def empty(self, instance: Any) -> list[str]:
        return []

    def _rows(self, instance: Any) -> list[Any]:
        rows = instance.names.all() if instance.pk else ()
        return [name for name in rows if name.type == self.type and name.language == self.language]

    def stored(self, instance: Any) -> list[str]:
        return [name.text for name in self._rows(instance)]

    def put(self, instance: Any, value: Any) -> None:
        rows = self._rows(instance)
        for row in rows:
            if row.text.strip() not in value:
                row.delete()
        kept = {row.text.strip() for row in rows}
        for text in value:
            if text not in kept:
                name = instance.names.model(text=text, language=self.language, type=self.type)
                setattr(name, instance.names.field.name, instance)
                name.full_clean(exclude=[instance.names.field.name])
                name.save()

    def render(self, value: Any, instance: Any, references: References) -> str:
        if any(SEPARATOR in text for text in value):
            return KEPT
        return SEPARATOR.join(sorted({text.strip() for text in value}))
