"""What is wrong with a long form, in one list on top, with the way to each place."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.utils.text import capfirst

__all__ = ["Fault", "faults"]


@dataclass(frozen=True)
class Fault:
    """One message: where it belongs, in words and as an anchor, and what it says."""

    place: str
    anchor: str
    message: str


def faults(form: Any, formsets: list[Any], panels: list[Any]) -> list[Fault]:
    """The messages of a page's form, of its parts and of its texts, in the order of the page."""
    found = [fault for panel in panels for fault in _of_panel(panel)]
    found += _of_form(form, "")
    for formset in formsets:
        title = capfirst(str(formset.opts.verbose_name_plural))
        anchor = f"{formset.formset.prefix}-heading"
        found += [Fault(title, anchor, str(message)) for message in formset.formset.non_form_errors()]
        found += [fault for each in formset.formset.forms for fault in _of_form(each, title)]
    return found


def _of_panel(panel: Any) -> Iterator[Fault]:
    if panel.form is None or not panel.form.is_bound or not panel.form.has_changed():
        return
    for fault in _of_form(panel.form, str(panel.language.label)):
        yield Fault(fault.place, f"text-{panel.language}", fault.message)


def _of_form(form: Any, title: str) -> Iterator[Fault]:
    if not form.is_bound:
        return
    for name, messages in form.errors.items():
        field = form[name] if name in form.fields else None
        label = capfirst(str(field.label)) if field is not None else ""
        anchor = field.id_for_label if field is not None else ""
        for message in messages:
            yield Fault(": ".join(part for part in (title, label) if part), anchor, str(message))
