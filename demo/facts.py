"""Facts of the content files, stored through what the models say about their own fields."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from datetime import date
from typing import Any

from django.conf import settings
from django.core.exceptions import FieldDoesNotExist, ValidationError
from django.core.files.base import ContentFile
from django.db import models

from demo import moments
from demo.files import ContentError, Record
from demo.history import HISTORY_KEYS, Timeline
from publishing import clock, kinds
from publishing.enums import ReleasePolicy, Zone
from publishing.fields import PartialDateField
from publishing.languages import LANGUAGES, Language
from publishing.models import Entry, EntryImage, Image

__all__ = ["Store"]


class Store:
    """Stores records: first every row, then what connects them, so that files may come in any order."""

    def __init__(self, records: Iterable[Record], loaded_on: date) -> None:
        self.records = list(records)
        self.loaded_on = loaded_on
        self.named: dict[str, list[Record]] = defaultdict(list)
        for record in self.records:
            self.named[record.reference].append(record)
        self.keyed: dict[tuple[type[models.Model], str], models.Model] = {}
        self.images: dict[str, Image] = {}
        self._open: list[Record] = []

    def save_all(self, report: Callable[[str], None]) -> None:
        """Store all records with their parts; raises :class:`ContentError` at the first that is wrong."""
        for record in sorted(self.records, key=self._beginning):
            self.save(record)
        counts: dict[str, int] = defaultdict(int)
        for record in self.records:
            counts[str(record.model._meta.verbose_name_plural)] += 1
        report(", ".join(f"{count} {plural}" for plural, count in counts.items()))
        for keyed in (True, False):
            for record in self.records:
                self._connect(record, keyed=keyed)

    def _beginning(self, record: Record) -> tuple[bool, Any]:
        return record.is_entry, Timeline.of(record, self.loaded_on).created if record.is_entry else 0

    def save(self, record: Record) -> models.Model:
        """The stored row of ``record``; what it refers to is stored before it."""
        if record.instance is not None:
            return record.instance
        if record in self._open:
            raise ContentError(record, "slug", "refers to itself through other records.")
        self._open.append(record)
        created = Timeline.of(record, self.loaded_on).created if record.is_entry else clock.now()
        with clock.as_of(created):
            values = {**(_entry_defaults(record) if record.is_entry else {}), **_facts(record)}
            instance = record.model()
            self._fill(instance, values, record)
            _store(instance, record)
        self._open.remove(record)
        record.instance = instance
        return instance

    def _connect(self, record: Record, *, keyed: bool) -> None:
        """Store parts that others refer to by key, or else all that is left."""
        instance = self.save(record)
        if not keyed:
            self._relate(instance, _facts(record), record)
        for name, rows in _parts(record).items():
            if name == "images":
                if not keyed:
                    self._show(instance, rows, record)
                continue
            self._add_parts(instance, name, rows, record, keyed=keyed)

    def _add_parts(
        self, parent: models.Model, name: str, rows: list[dict[str, Any]], record: Record, *, keyed: bool | None
    ) -> None:
        relation = _field(parent, name, record)
        if not isinstance(relation, models.ManyToOneRel):
            raise ContentError(record, name, "is no list of parts of this model.")
        part_model: type[models.Model] = relation.related_model
        for position, row in enumerate(rows):
            if keyed is not None and keyed != ("key" in row):
                continue
            part = part_model(**{relation.field.name: parent})
            if hasattr(part, "position"):
                part.position = position
            facts = {key: value for key, value in row.items() if key != "key"}
            self._fill(part, facts, record, f"{name}[{position}].")
            _store(part, record, f"{name}[{position}]")
            if "key" in row:
                self.keyed[part_model, f"{record.reference}/{row['key']}"] = part
            self._relate(part, facts, record)
            for key, value in facts.items():
                if isinstance(_field(part, key, record, missing_ok=True), models.ManyToOneRel):
                    self._add_parts(part, key, value, record, keyed=None)

    def _fill(self, instance: models.Model, facts: Mapping[str, Any], record: Record, prefix: str = "") -> None:
        for name, value in facts.items():
            if value is None:
                continue
            if isinstance(value, dict) and hasattr(instance, f"{name}_en"):
                for language, words in value.items():
                    _set_words(instance, name, language, words, record, prefix)
                continue
            field = _field(instance, name, record)
            if isinstance(field, models.Field) and not field.many_to_many:
                try:
                    setattr(instance, name, self._value(field, value, facts, record))
                except (ValueError, OSError) as error:
                    raise ContentError(record, f"{prefix}{name}", error) from error

    def _value(self, field: models.Field, value: Any, facts: Mapping[str, Any], record: Record) -> Any:
        if isinstance(field, models.ForeignKey):
            return self.find(field.related_model, value, record, field.name)
        if isinstance(field, models.DateTimeField):
            return moments.moment(value, self.loaded_on, zone_of(field, facts))
        if isinstance(field, models.DateField):
            return moments.day(value, self.loaded_on)
        if isinstance(field, PartialDateField):
            return str(moments.day(value, self.loaded_on))
        if isinstance(field, models.FileField):
            path = settings.BASE_DIR / value
            return ContentFile(path.read_bytes(), name=path.name)
        return value

    def _relate(self, instance: models.Model, facts: Mapping[str, Any], record: Record) -> None:
        for name, value in facts.items():
            field = _field(instance, name, record, missing_ok=True)
            if isinstance(field, models.ManyToManyField):
                targets = [self.find(field.related_model, reference, record, name) for reference in value or ()]
                getattr(instance, name).add(*targets)

    def _show(self, entry: models.Model, rows: list[dict[str, Any]], record: Record) -> None:
        for position, row in enumerate(rows):
            file = str(row.get("file", ""))
            if file not in self.images:
                image = Image()
                self._fill(image, {key: value for key, value in row.items() if key != "position"}, record, "images.")
                _store(image, record, "images")
                self.images[file] = image
            EntryImage.objects.create(
                entry_id=entry.pk, image=self.images[file], position=row.get("position", position)
            )

    def find(self, model: Any, reference: str, record: Record, field: str) -> models.Model:
        """What ``reference`` names: "slug", "kind:slug", or "slug/key" for a part of an entry."""
        if not any(column.name == "slug" for column in model._meta.fields):
            key = reference if "/" in reference else f"{record.reference}/{reference}"
            if (model, key) not in self.keyed:
                raise ContentError(record, field, f'there is no {model._meta.verbose_name} "{key}".')
            return self.keyed[model, key]
        kind, _colon, slug = str(reference).rpartition(":")
        try:
            wanted = kinds.model_of(kind) if kind else model
        except KeyError:
            raise ContentError(record, field, f'there is no kind "{kind}".') from None
        found = [other for other in self.named[slug] if issubclass(other.model, wanted)]
        if len(found) != 1:
            problem = f'is not one of several called "{slug}": write "kind:slug".' if found else "is not in the content."
            raise ContentError(record, field, f'"{reference}" {problem}')
        return self.save(found[0])


def _entry_defaults(record: Record) -> dict[str, Any]:
    complete = set(record.values.get("texts") or ()) == set(LANGUAGES)
    return {"release_policy": ReleasePolicy.TOGETHER if complete else ReleasePolicy.AUTHORITATIVE_FIRST}


def _facts(record: Record) -> dict[str, Any]:
    own = (*HISTORY_KEYS, *_part_names(record)) if record.is_entry else ()
    return {name: value for name, value in record.values.items() if name not in own}


def _part_names(record: Record) -> tuple[str, ...]:
    return ("money", "counts", "images", "attachments", "parts")


def _parts(record: Record) -> dict[str, list[dict[str, Any]]]:
    if not record.is_entry:
        return {}
    kernel = {name: record.values[name] for name in _part_names(record)[:-1] if record.values.get(name)}
    return {**kernel, **(record.values.get("parts") or {})}


def _field(instance: models.Model, name: str, record: Record, *, missing_ok: bool = False) -> Any:
    try:
        return instance._meta.get_field(name)
    except FieldDoesNotExist:
        if missing_ok:
            return None
        raise ContentError(record, name, f"is no field of {instance._meta.verbose_name}.") from None


def _set_words(
    instance: models.Model, name: str, language: str, words: str | None, record: Record, prefix: str
) -> None:
    if language not in Language.values:
        raise ContentError(record, f"{prefix}{name}", f'"{language}" is no language of the portal.')
    setattr(instance, f"{name}_{Language(language).suffix}", words or "")


def _store(instance: models.Model, record: Record, prefix: str = "") -> None:
    try:
        instance.full_clean()
    except ValidationError as error:
        name, messages = next(iter(error.message_dict.items()))
        raise ContentError(record, f"{prefix}.{name}".lstrip("."), " ".join(messages)) from error
    instance.save()


def zone_of(field: models.Field, facts: Mapping[str, Any]) -> str:
    """The zone that a moment of this model is written in: what stands beside it, or the model's default."""
    own = {column.name: column for column in field.model._meta.fields}
    candidates = (f"{field.name.removesuffix('_at')}_zone", "zone", "deadline_zone")
    name = next((name for name in candidates if name in own), None)
    return str(facts.get(name) or own[name].default) if name else Zone.SEOUL


def entry_of(record: Record) -> Entry:
    """The stored entry of ``record``."""
    if not isinstance(record.instance, Entry):
        raise ContentError(record, "slug", "is no stored entry.")
    return record.instance
