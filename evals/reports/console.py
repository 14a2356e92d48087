"""The table that the command line prints after a run: it fits a terminal of 80 columns."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from rich import box
from rich.table import Table
from rich.text import Text

from evals.reports.rates import Rates
from evals.reports.summary import SuiteSummary, Summary
from evals.statistics import Estimate

_FIGURES = ("trials", "right", "wrong", "abst.", "points", "\u00b1")


def rates_table(summary: Summary, strata: bool = False) -> Table:
    """One row a suite; with `strata` also one a kind and one a control.

    Shares are in percent; wrong holds errors too. What follows the points is how far the farther
    end of their 95 % interval lies. A control with a question mark may be ahead by chance.
    """
    table = Table(box=box.SIMPLE_HEAD, collapse_padding=True, pad_edge=False, show_edge=False)
    table.add_column("suite", overflow="fold", min_width=18)
    for name in _FIGURES:
        table.add_column(name, justify="right", no_wrap=True)
    table.add_column("beaten by", overflow="fold")
    for suite in summary.suites:
        for cells in _rows(suite, strata):
            # Names are data: brackets in them are no styles.
            table.add_row(*(Text(cell) for cell in cells))
        if strata:
            table.add_section()
    return table


def _rows(suite: SuiteSummary, strata: bool) -> Iterator[Sequence[str]]:
    beating = [
        c.rates.name + ("" if c.beyond_chance else "?") for c in suite.controls if c.beats_product
    ]
    yield suite.name, *_figures(suite.whole), ", ".join(beating)
    if strata:
        yield from ((f"  {s.name}", *_figures(s), "") for s in suite.strata)
        yield from ((f"  vs {c.rates.name}", *_figures(c.rates), "") for c in suite.controls)


def _figures(rates: Rates) -> Sequence[str]:
    shares = (rates.accuracy, rates.wrong, rates.abstained)
    points = rates.points
    spread = "" if points is None else f"{_farther(points):.3f}"
    value = "" if points is None else f"{points.mean:.3f}"
    return f"{rates.trials:,}", *map(_percent, shares), value, spread


def _farther(at: Estimate) -> float:
    return max(at.mean - at.low, at.high - at.mean)


def _percent(at: Estimate | None) -> str:
    return "" if at is None else f"{100 * at.mean:.1f}"
