"""The commands `guidepost eval run` and `eval compare`: wiring and printing only.

Found by the `guidepost.commands` entry points; the work is in `run.py` and `compare.py`.
"""

from __future__ import annotations

import json
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path

import click
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn
from rich.table import Table

from assistant.errors import AssistantError
from evals.askers import NoAnswer
from evals.compare import Comparison, Row, compare
from evals.errors import EvalError
from evals.report import COLUMNS, SuiteSummary, cells_of, summarise, write_report
from evals.run import Progress as Told
from evals.run import read_run, run_suites
from evals.suites.suite import NAMES
from evals.wiring import Wanted, wired
from ingest.errors import IngestError
from vectorstore.errors import StoreError

FOLDER = click.Path(file_okay=False, path_type=Path)


@click.group("eval")
def eval_() -> None:
    """Measure the quality of answers."""


@eval_.command("run")
@click.argument("suites", nargs=-1, metavar="[SUITE...]")
@click.option(
    "--index",
    "index_dir",
    type=FOLDER,
    help="Ask in this process, of this index; default $GUIDEPOST_INDEX, else ./index.",
)
@click.option("--url", help="Ask a running server instead, which serves the same index.")
@click.option(
    "--out",
    type=FOLDER,
    help="Folder of the run; one that was stopped goes on. Default: a new one in ./runs.",
)
@click.option(
    "--corpus",
    type=click.Path(exists=True, path_type=Path),
    help="Pages that are copied and altered where a suite needs that; default: the sample.",
)
@click.option(
    "--questions",
    default=1_000,
    show_default=True,
    type=click.IntRange(1, 100_000),
    help="Questions to make for `listings`.",
)
@click.option("--controls/--no-controls", default=True, help="Ask the controls too.")
@click.option("--jobs", default=2, show_default=True, type=click.IntRange(1, 64))
@click.option("--json", "as_json", is_flag=True, help="Print machine-readable output.")
def run_(  # noqa: PLR0913, PLR0917 - one parameter an option
    suites: tuple[str, ...],
    index_dir: Path | None,
    url: str | None,
    out: Path | None,
    corpus: Path | None,
    questions: int,
    controls: bool,
    jobs: int,
    as_json: bool,
) -> None:
    """Try every suite, or those named, and score what comes of it.

    A SUITE is one of Guidepost's own (evals/README.md), or the path of a file of cases.
    """
    wanted = Wanted(suites or NAMES, index_dir, url, corpus, questions, controls)
    with _clear_errors(), tempfile.TemporaryDirectory() as scratch:
        plan = wired(wanted, Path(scratch))
        folder = out or Path("runs") / f"{datetime.now(UTC):%Y%m%dT%H%M%S}-{plan.run.name}"
        with _bar(hidden=as_json) as told:
            records = run_suites(plan.trials, plan.systems, plan.run, folder, jobs, told)
        summary = summarise(plan.run, records, plan.about)
        write_report(folder, summary, records)
    if as_json:
        click.echo((folder / "report.json").read_text(encoding="utf-8"))
        return
    for suite in summary.suites:
        Console().print(_rates(suite))
    click.echo(f"The records and the report are in {folder}.")


@eval_.command("compare")
@click.argument("a", type=FOLDER)
@click.argument("b", type=FOLDER)
@click.option("--across-corpora", is_flag=True, help="Compare although the pages differ.")
@click.option("--json", "as_json", is_flag=True, help="Print machine-readable output.")
def compare_(a: Path, b: Path, across_corpora: bool, as_json: bool) -> None:
    """Whether the run in folder B is better than the one in A, case by case."""
    with _clear_errors():
        found = compare(read_run(a), read_run(b), across_corpora)
    if as_json:
        click.echo(json.dumps(asdict(found), indent=1))
        return
    console = Console()
    console.print(_table(found))
    for title, ids in (("Improved", found.improved), ("Worsened", found.worsened)):
        console.print(f"{title}: {', '.join(ids) or 'none'}", markup=False)


def _rates(suite: SuiteSummary) -> Table:
    beaten = f", beaten by {' and '.join(suite.beaten_by)}" if suite.beaten_by else ""
    table = Table(title=f"{suite.name}{beaten}, with 95 % intervals", title_justify="left")
    for column in COLUMNS:
        table.add_column(column)
    for stratum in (suite.whole, *suite.strata):
        table.add_row(*cells_of(stratum))
    table.add_section()
    for control in suite.controls.values():
        table.add_row(*cells_of(control))
    return table


def _table(found: Comparison) -> Table:
    table = Table(title="B minus A, in points of +1, 0, -1", title_justify="left")
    for column in ("suite", "trials", "difference", "95 % interval", "p", "could have seen"):
        table.add_column(column)
    for row in found.suites:
        table.add_row(*_cells(row))
    table.add_section()
    for row in found.strata:
        table.add_row(*_cells(row))
    return table


def _cells(row: Row) -> Sequence[str]:
    gap = row.points
    at = gap.estimate
    return (
        row.name,
        str(at.n),
        f"{at.mean:+.3f}",
        f"{at.low:+.3f} to {at.high:+.3f}",
        f"{row.p_adjusted:.3f}",
        f"{gap.detectable:.3f}",
    )


@contextmanager
def _bar(hidden: bool) -> Iterator[Told]:
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn())
    with Progress(*columns, TimeElapsedColumn(), transient=True, disable=hidden) as progress:
        task = progress.add_task("", total=None)

        def told(what: str, done: int, total: int) -> None:
            progress.update(task, description=what, completed=done, total=total)

        yield told


@contextmanager
def _clear_errors() -> Iterator[None]:
    try:
        yield
    except (EvalError, AssistantError, IngestError, StoreError, NoAnswer) as error:
        click.echo(f"Error: {error}", err=True)
        sys.exit(1)
