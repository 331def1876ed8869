"""Facts of the content files, stored through what the models say about their own fields."""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from django.conf import settings
from django.core.exceptions import FieldDoesNotExist, ValidationError
from django.core.files.base import ContentFile
from django.db.models import (
    DateField,
    DateTimeField,
    Field,
    FileField,
    ForeignKey,
    ManyToManyField,
    ManyToOneRel,
    Model,
)

from demo import moments
from demo.files import ContentError, Record
from demo.history import Timeline
from publishing import clock, kinds
from publishing.enums import ReleasePolicy, Zone
from publishing.fields import PartialDateField
from publishing.languages import LANGUAGES, Language
from publishing.models import EntryImage, Image

__all__ = ["Store", "dated_value"]

Row = Mapping[str, Any]


@dataclass(frozen=True)
class _Spot:
    """Where in the content a row stands, for messages."""

    record: Record
    path: str = ""
    zone: str = Zone.SEOUL

    def error(self, name: str, message: object) -> ContentError:
        return self.record.error(f"{self.path}{name}", message)

    def within(self, name: str, position: int) -> "_Spot":
        return _Spot(self.record, f"{self.path}{name}[{position}].", self.zone)


class Store:
    """Stores records: first every row, then what connects them, so that files may come in any order."""

    def __init__(self, records: Iterable[Record], now: datetime) -> None:
        self.records = list(records)
        self.now = now
        self._by_slug: dict[str, list[Record]] = defaultdict(list)
        for record in self.records:
            self._by_slug[record.slug].append(record)
        self._by_key: dict[tuple[type[Model], str], Model] = {}
        self._images: dict[str, Image] = {}
        self._open: list[Record] = []

    def save_all(self, report: Callable[[str], None]) -> None:
        """Store all records with their parts; raises :class:`ContentError` at the first that is wrong."""
        for record in sorted(self.records, key=self._created):
            self._save(record)
        counts = Counter(str(record.model._meta.verbose_name_plural) for record in self.records)
        report(", ".join(f"{count} {plural}" for plural, count in counts.items()))
        for record in self.records:
            self._add_all_parts(record, keyed=True)
        for record in self.records:
            self._relate(self._save(record), record.facts, _Spot(record))
            self._add_all_parts(record, keyed=False)
            self._show_images(record)

    def _created(self, record: Record) -> datetime:
        return Timeline.of(record, self.now).created if record.is_entry else self.now

    def _save(self, record: Record) -> Model:
        """The stored row of ``record``; what it refers to is stored before it."""
        if record.instance is not None:
            return record.instance
        if record in self._open:
            raise record.error("slug", "refers to itself through other records.")
        self._open.append(record)
        with clock.as_of(self._created(record)):
            instance = record.model()
            self._fill(instance, {**_defaults(record), **record.facts}, _Spot(record))
            _store(instance, _Spot(record))
        self._open.remove(record)
        record.instance = instance
        return instance

    def _add_all_parts(self, record: Record, *, keyed: bool) -> None:
        """Store the parts that others refer to by a key, or else all the others."""
        for name, rows in record.parts.items():
            if name != "images":
                chosen = [(place, row) for place, row in enumerate(rows) if keyed == ("key" in row)]
                self._add_parts(self._save(record), name, chosen, _Spot(record))

    def _add_parts(self, parent: Model, name: str, rows: Iterable[tuple[int, Row]], spot: _Spot) -> None:
        relation = _field(parent, name, spot)
        if not isinstance(relation, ManyToOneRel):
            raise spot.error(name, "is no list of parts of this model.")
        part_model: type[Model] = relation.related_model
        for position, row in rows:
            here = spot.within(name, position)
            facts = {column: value for column, value in row.items() if column != "key"}
            part = part_model(**{relation.field.name: parent})
            if hasattr(part, "position"):
                part.position = position
            self._fill(part, facts, here)
            _store(part, here)
            self._relate(part, facts, here)
            if "key" in row:
                self._by_key[part_model, f"{spot.record.slug}/{row['key']}"] = part
            there = replace(here, zone=getattr(part, "zone", here.zone))
            for column, value in facts.items():
                if isinstance(_field(part, column), ManyToOneRel):
                    self._add_parts(part, column, list(enumerate(value)), there)

    def _show_images(self, record: Record) -> None:
        """Give an entry its images; a file that several entries show is one image."""
        for position, row in enumerate(record.parts.get("images", ())):
            spot = _Spot(record).within("images", position)
            file = str(row.get("file", ""))
            if file not in self._images:
                with clock.as_of(self._created(record)):
                    image = Image()
                    self._fill(
                        image, {name: value for name, value in row.items() if name != "position"}, spot
                    )
                    _store(image, spot)
                self._images[file] = image
            place = row.get("position", position)
            EntryImage.objects.create(entry=record.entry, image=self._images[file], position=place)

    def _fill(self, instance: Model, facts: Row, spot: _Spot) -> None:
        for name, value in facts.items():
            if isinstance(value, dict) and hasattr(instance, f"{name}_en"):
                _set_words(instance, name, value, spot)
                continue
            field = _field(instance, name, spot)
            if value is None or not isinstance(field, Field) or isinstance(field, ManyToManyField):
                continue
            try:
                setattr(instance, name, self._value(field, value, facts, spot))
            except (ValueError, OSError) as error:
                raise spot.error(name, error) from error
            except ValidationError as error:
                raise spot.error(name, " ".join(error.messages)) from error

    def _value(self, field: Field, value: Any, facts: Row, spot: _Spot) -> Any:
        match field:
            case ForeignKey():
                return self._find(field, value, spot)
            case DateField() | PartialDateField():
                return dated_value(field, value, facts, self.now, spot.zone)
            case FileField():
                path = settings.BASE_DIR / value
                return ContentFile(path.read_bytes(), name=path.name)
        return value

    def _relate(self, instance: Model, facts: Row, spot: _Spot) -> None:
        for name, value in facts.items():
            field = _field(instance, name)
            if isinstance(field, ManyToManyField):
                getattr(instance, name).add(
                    *(self._find(field, reference, spot) for reference in value or ())
                )

    def _find(self, field: Any, reference: object, spot: _Spot) -> Model:
        """What ``reference`` names: "slug", "kind:slug", or "slug/key" for a part of an entry."""
        model, name = field.related_model, str(reference)
        if not any(column.name == "slug" for column in model._meta.fields):
            name = name if "/" in name else f"{spot.record.slug}/{name}"
            if (model, name) not in self._by_key:
                raise spot.error(field.name, f'there is no {model._meta.verbose_name} "{name}".')
            return self._by_key[model, name]
        kind, _colon, slug = name.rpartition(":")
        try:
            wanted = kinds.model_of(kind) if kind else model
        except KeyError as error:
            raise spot.error(field.name, f'there is no kind "{kind}".') from error
        found = [record for record in self._by_slug[slug] if issubclass(record.model, wanted)]
        if not found:
            raise spot.error(field.name, f'"{name}" is not in the content.')
        if len(found) > 1:
            raise spot.error(field.name, f'there are several "{slug}": write "kind:slug".')
        return self._save(found[0])


def _defaults(record: Record) -> dict[str, Any]:
    """What an entry that does not say so gets: its languages go out together if all are there."""
    if not record.is_entry:
        return {}
    complete = set(record.values.get("texts") or ()) == set(LANGUAGES)
    return {"release_policy": ReleasePolicy.TOGETHER if complete else ReleasePolicy.AUTHORITATIVE_FIRST}


def _field(instance: Model, name: str, spot: _Spot | None = None) -> Any:
    """The field or relation ``name``; where there is none, an error at ``spot``, or ``None`` without a spot."""
    try:
        return instance._meta.get_field(name)
    except FieldDoesNotExist:
        if spot is None:
            return None
        raise spot.error(name, f"is no field of a {instance._meta.verbose_name}.") from None


def _set_words(instance: Model, name: str, words: Mapping[str, str | None], spot: _Spot) -> None:
    for language, text in words.items():
        if language not in Language.values:
            raise spot.error(name, f'"{language}" is no language of the portal.')
        setattr(instance, f"{name}_{Language(language).suffix}", text or "")


def _store(instance: Model, spot: _Spot) -> None:
    try:
        instance.full_clean()
    except ValidationError as error:
        name, messages = next(iter(error.message_dict.items()))
        raise spot.error(name, " ".join(messages)) from error
    instance.save()


def dated_value(field: Field, value: Any, facts: Row, now: datetime, zone: str = Zone.SEOUL) -> Any:
    """The moment, day or partial date that ``value`` means in a field of such a type, as of ``now``.

    A relative moment is one in the zone that the facts or the model name, and otherwise in ``zone``.
    """
    today = moments.today(now)
    if isinstance(field, DateTimeField):
        return moments.moment(value, today, _zone(field, facts) or zone)
    if isinstance(field, PartialDateField):
        return field.to_python(str(moments.day(value, today)))
    return moments.day(value, today)


def _zone(field: DateTimeField, facts: Row) -> str:
    """The zone in the column beside a moment, if the model has one."""
    columns = {column.name: column for column in field.model._meta.fields}
    candidates = (f"{field.name.removesuffix('_at')}_zone", "zone", "deadline_zone")
    name = next((name for name in candidates if name in columns), None)
    return str(facts.get(name) or columns[name].default) if name else ""
