"""What cells point to: entries by reference or slug, places, sectors and offices by their codes."""

from collections import defaultdict
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import Model
from django.utils.translation import gettext as _

from exchange.tables.writing import KEPT
from publishing import offices
from publishing.models import Entry, Office

__all__ = ["References"]


class References:
    """The rows that ``user`` may point to, each model read once for a whole file."""

    def __init__(self, user: Any) -> None:
        self.user = user
        self._keys: dict[type[Model], dict[str, list[int]]] = {}
        self._names: dict[type[Model], dict[int, str]] = {}

    def find(self, model: type[Model], key: str) -> int:
        """The id of the row of ``model`` that ``key`` names; ``ValidationError`` in words if there is not just one."""
        self._load(model)
        found = self._keys[model].get(key, [])
        if len(found) == 1:
            return found[0]
        if found:
            raise ValidationError(
                _("“%(key)s” is the address of several entries. Write the reference, such as KC-2026-0041.")
                % {"key": key}
            )
        if issubclass(model, Entry):
            raise ValidationError(
                _(
                    "There is no %(kind)s “%(key)s”. Write its reference, such as KC-2026-0041, or its address."
                )
                % {"kind": model._meta.verbose_name, "key": key}
            )
        raise ValidationError(
            _("There is no %(kind)s with the code “%(key)s”.")
            % {"kind": model._meta.verbose_name, "key": key}
        )

    def name(self, model: type[Model], pk: int) -> str:
        """How a cell names the row ``pk`` of ``model``: by slug, or by reference where several have that slug.

        What the user may not read has no name here: an import leaves such a cell's value as it is.
        """
        self._load(model)
        return self._names[model].get(pk, KEPT)

    def add(self, entry: Entry) -> None:
        """Let later rows point to ``entry``, which an earlier row has just brought in."""
        for model in self._keys:
            if isinstance(entry, model):
                for key in (entry.ref, entry.slug):
                    self._keys[model][key].append(entry.pk)
                self._names[model][entry.pk] = entry.slug

    def _load(self, model: type[Model]) -> None:
        if model in self._keys:
            return
        keys: dict[str, list[int]] = defaultdict(list)
        names: dict[int, str] = {}
        rows: Any = model._default_manager
        if not issubclass(model, Entry):
            for pk, code in rows.values_list("pk", "code" if model is Office else "slug"):
                keys[code].append(pk)
                names[pk] = code
        else:
            entries = list(rows.filter(offices.readable(self.user)).values_list("pk", "slug", "ref"))
            for pk, slug, ref in entries:
                keys[slug].append(pk)
                keys[ref].append(pk)
            names = {pk: slug if len(keys[slug]) == 1 else ref for pk, slug, ref in entries}
        self._keys[model], self._names[model] = keys, names
