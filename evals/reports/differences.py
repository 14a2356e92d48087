"""A comparison and the verdict of the gate on a terminal, within 80 columns."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from rich import box
from rich.console import RenderableType
from rich.markup import escape
from rich.table import Table

from evals.compare import Comparison
from evals.gate import Judged, Verdict
from evals.statistics import Difference

_NAMED = 40
"""Trials named in a line; reports name all."""


def comparison_printed(found: Comparison) -> Iterator[RenderableType]:
    """The differences of suites, strata and measures, then what flipped."""
    table = _table("B minus A in points of +1, 0, -1, with 95 % intervals")
    for suite in found.suites:
        table.add_row(*_cells(suite.name, suite.points, suite.p_adjusted), style="bold")
        for row in found.strata:
            kind = row.name.removeprefix(f"{suite.name}: ")
            if kind != row.name:
                table.add_row(*_cells(f"  {kind}", row.points, row.p_adjusted))
    yield table
    if found.measures:
        measures = _table("Values beside the outcome")
        for measure in found.measures:
            measures.add_row(*_cells(measure.name, measure.values, measure.p_adjusted))
        yield measures
    yield "p is adjusted by Holm; “sees” is the smallest difference found four times in five."
    if found.left_out:
        yield f"Left out: {found.left_out} trials, {found.changed} of them because they changed."
    yield f"Improved: {escape(_listed(found.improved))}"
    yield f"Worsened: {escape(_listed(found.worsened))}"


def verdict_printed(verdict: Verdict) -> Iterator[RenderableType]:
    """Each suite against the baseline; of those that fail, why, and what flipped."""
    table = _table("This run minus the baseline, in points of +1, 0, -1")
    for judged in verdict.suites:
        name = f"{'FAILS ' if judged.reason else ''}{judged.suite}"
        if judged.row:
            table.add_row(*_cells(name, judged.row.points, judged.row.p_adjusted))
        else:
            table.add_row(escape(name), "0", "", "", "", "")
    yield table
    for judged in verdict.suites:
        if judged.reason:
            yield from _failed(judged)
    for suite in verdict.not_run:
        yield f"Not run, and so not judged: {escape(suite)}."
    holds = "holds" if verdict.holds else "fails"
    yield f"The gate {holds}: lower bounds may lie {verdict.tolerance:g} below the baseline."


def _failed(judged: Judged) -> Iterator[RenderableType]:
    yield escape(f"{judged.suite} fails: {judged.reason}.")
    for row in judged.strata:
        if row.points.lost:
            at = row.points.estimate
            bounds = f"{at.mean:+.3f} [{at.low:+.3f}, {at.high:+.3f}]"
            yield escape(f"  {row.name}: {bounds}, {row.points.lost} of {at.n} worse")
    yield escape(f"  Worsened: {_listed(judged.worsened)}")
    yield escape(f"  Improved: {_listed(judged.improved)}")


def _table(title: str) -> Table:
    table = Table(title=title, title_justify="left", box=box.SIMPLE_HEAD, padding=(0, 1, 0, 0))
    table.add_column("", overflow="fold", max_width=30)
    for column in ("trials", "B - A", "95 % interval", "p", "sees"):
        table.add_column(column, justify="right", no_wrap=True)
    return table


def _cells(name: str, gap: Difference, p_adjusted: float) -> Sequence[str]:
    at = gap.estimate
    return (
        escape(name),
        f"{at.n:,}",
        f"{at.mean:+.3f}",
        f"{at.low:+.3f} to {at.high:+.3f}",
        f"{p_adjusted:.3f}",
        "none" if gap.detectable is None else f"{gap.detectable:.3f}",
    )


def _listed(names: Sequence[str]) -> str:
    more = len(names) - _NAMED
    return ", ".join(names[:_NAMED]) + (f" and {more} more" if more > 0 else "") or "none"
