"""Totals as bars: one plot for each stage and currency, with a bar for each edition, and never two scales in one."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext as _

from events.models import Event
from outcomes.stages import DEFINITIONS, OutcomeStage
from outcomes.totals import Total
from publishing import formats
from publishing.enums import Currency
from publishing.languages import active
from publishing.presentation import Shown, link

__all__ = ["Bar", "Plot", "Staged", "by_stage", "value_of"]

LONGEST = 100


@dataclass(frozen=True)
class Bar:
    """One edition: its total in words, and how long its bar is out of a hundred."""

    edition: Shown
    value: str
    records: int
    as_of: str
    is_sample: bool
    length: int


@dataclass(frozen=True)
class Plot:
    """The bars of one currency; without a currency the records are counted."""

    unit: str
    bars: list[Bar]


@dataclass(frozen=True)
class Staged:
    """One stage: what it is called and means, and its plots."""

    code: str
    label: str
    definition: str
    plots: list[Plot]

    @property
    def rows(self) -> list[tuple[Plot, Bar]]:
        """Every bar with its plot, as the table shows them."""
        return [(plot, bar) for plot in self.plots for bar in plot.bars]


def by_stage(found: Iterable[Total], events: dict[int, Event]) -> list[Staged]:
    """``found`` as plots, in the order of the stages; ``events`` are the editions by their ids."""
    stages: dict[OutcomeStage, dict[str, list[Total]]] = {}
    for each in found:
        stages.setdefault(each.stage, {}).setdefault(each.currency, []).append(each)
    return [
        Staged(
            stage.value,
            str(stage.label),
            str(DEFINITIONS[stage]),
            [_plot(currency, rows, events) for currency, rows in sorted(plots.items())],
        )
        for stage, plots in stages.items()
    ]


def value_of(total: Total) -> str:
    """The total in words, hedged as its parts are: an amount in its currency, or a number of records."""
    if total.amount is None:
        return formats.count(total.records, "exact", active(), "items")
    return formats.money(total.amount, total.currency, active(), total.qualifier)


def _plot(currency: str, rows: list[Total], events: dict[int, Event]) -> Plot:
    most = max(map(_size, rows)) or Decimal(1)
    ordered = sorted(rows, key=lambda each: (each.is_sample, _begins(each, events), each.as_of))
    return Plot(
        unit=str(Currency(currency).label) if currency else _("number of records without an amount"),
        bars=[
            Bar(
                edition=_edition(each, events),
                value=value_of(each),
                records=each.records,
                as_of=formats.date(each.as_of, active()),
                is_sample=each.is_sample,
                length=max(round(LONGEST * _size(each) / most), 1),
            )
            for each in ordered
        ],
    )


def _size(total: Total) -> Decimal:
    return Decimal(total.records) if total.amount is None else total.amount


def _begins(total: Total, events: dict[int, Event]) -> str:
    event = events.get(total.event) if total.event else None
    return event.starts_on.isoformat() if event and event.starts_on else ""


def _edition(total: Total, events: dict[int, Event]) -> Shown:
    event = events.get(total.event) if total.event else None
    return link(event) if event else {"label": _("not of one event"), "url": "", "html_lang": ""}
