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
from assistant.settings import load_settings
from evals.askers import Asker, InProcess, NoAnswer, OverHttp
from evals.cases import Case, read_cases, refuse_repeats
from evals.compare import Comparison, Row, compare
from evals.errors import CaseInvalid, EvalError
from evals.report import COLUMNS, Summary, cells_of, summarise, write_report
from evals.run import Progress as Told
from evals.run import Run, code_fingerprint, fingerprint_of, read_run, run_cases
from vectorstore.errors import StoreError
from vectorstore.index_folder import current_id, snapshot_folder
from vectorstore.manifest import read_manifest
from vectorstore.snapshot import open_pages

SUITES = Path(__file__).parent / "data"
LISTINGS = "listings"


@click.group("eval")
def eval_() -> None:
    """Measure the quality of answers."""


@eval_.command("run")
@click.argument("suites", nargs=-1, metavar="[SUITE...]")
@click.option(
    "--index",
    "index_dir",
    type=click.Path(file_okay=False, path_type=Path),
    help="Ask in this process, of this index; default $GUIDEPOST_INDEX, else ./index.",
)
@click.option("--url", help="Ask a running server instead, such as http://127.0.0.1:8000.")
@click.option(
    "--out",
    type=click.Path(file_okay=False, path_type=Path),
    help="Folder of the run; one that was stopped goes on. Default: a new one in ./runs.",
)
@click.option(
    "--questions",
    default=1_000,
    show_default=True,
    type=click.IntRange(1, 100_000),
    help="Questions to make for `listings`.",
)
@click.option("--jobs", default=2, show_default=True, type=click.IntRange(1, 64))
@click.option("--json", "as_json", is_flag=True, help="Print machine-readable output.")
def run_(
    suites: tuple[str, ...],
    index_dir: Path | None,
    url: str | None,
    out: Path | None,
    questions: int,
    jobs: int,
    as_json: bool,
) -> None:
    """Ask every case of the suites and score the answers.

    A SUITE is `listings` (questions made from the programs of the index), the name of a file in
    evals/data, or the path of a file of cases.
    """
    with _clear_errors(), tempfile.TemporaryDirectory() as scratch:
        name, cases = _cases(suites, index_dir, questions)
        folder = out or Path("runs") / f"{datetime.now(UTC):%Y%m%dT%H%M%S}-{name}"
        asker = OverHttp(url) if url else _in_process(index_dir, Path(scratch))
        try:
            run = _run_of(name, cases, asker, None if url else index_dir)
            with _bar(hidden=as_json) as told:
                records = run_cases(cases, asker, run, folder, jobs, told)
        finally:
            asker.close()
        summary = summarise(run, records)
        write_report(folder, summary, records)
    if as_json:
        click.echo((folder / "report.json").read_text(encoding="utf-8"))
    else:
        Console().print(_rates(summary))
        click.echo(f"The records and the report are in {folder}.")


@eval_.command("compare")
@click.argument("a", type=click.Path(file_okay=False, path_type=Path))
@click.argument("b", type=click.Path(file_okay=False, path_type=Path))
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


def _cases(
    suites: Sequence[str], index_dir: Path | None, questions: int
) -> tuple[str, tuple[Case, ...]]:
    """The name of what was asked for and its cases."""
    names = suites or (LISTINGS, *sorted(path.stem for path in SUITES.glob("*.jsonl")))
    cases: list[Case] = []
    for name in names:
        made = name == LISTINGS
        cases += _listings(index_dir, questions) if made else read_cases(_path_of(name))
    refuse_repeats(cases)
    return "+".join(Path(name).stem for name in names), tuple(cases)


def _listings(index_dir: Path | None, questions: int) -> tuple[Case, ...]:
    # DuckDB is a tool of development: only who asks for this suite needs it.
    from evals.suites.listings import Listings

    with open_pages(load_settings(index_dir).index) as pages:
        programs = [program for content in pages.contents() for program in content.programs]
    if not programs:
        raise CaseInvalid("the index holds no programs to make questions of; ingest a listing")
    return Listings(programs).cases(questions)


def _path_of(suite: str) -> Path:
    ours = SUITES / f"{suite}.jsonl"
    return ours if ours.is_file() else Path(suite)


def _in_process(index_dir: Path | None, scratch: Path) -> Asker:
    return InProcess(load_settings(index_dir).index, scratch)


def _run_of(name: str, cases: Sequence[Case], asker: Asker, index_dir: Path | None) -> Run:
    """What is about to be run; a server names its index, not what that was made of."""
    if isinstance(asker, OverHttp):
        corpus, version = "", asker.index_version()
    else:
        folder = load_settings(index_dir).index
        version = current_id(folder)
        corpus = read_manifest(snapshot_folder(folder, version)).fingerprint
    return Run(
        name=name,
        cases=fingerprint_of(cases),
        corpus=corpus,
        index_version=version,
        code=code_fingerprint(),
    )


def _rates(summary: Summary) -> Table:
    table = Table(title=f"{summary.run.name}, with 95 % intervals", title_justify="left")
    for column in COLUMNS:
        table.add_column(column)
    for stratum in (summary.whole, *summary.strata):
        table.add_row(*cells_of(stratum))
    return table


def _table(found: Comparison) -> Table:
    table = Table(title="B minus A, in points of +1, 0, -1", title_justify="left")
    for column in ("kind", "cases", "difference", "95 % interval", "p", "could have seen"):
        table.add_column(column)
    for row in (found.whole, *found.strata):
        table.add_row(*_cells(row))
    return table


def _cells(row: Row) -> tuple[str, ...]:
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
        task = progress.add_task("ask", total=None)

        def told(done: int, total: int) -> None:
            progress.update(task, completed=done, total=total)

        yield told


@contextmanager
def _clear_errors() -> Iterator[None]:
    try:
        yield
    except (EvalError, AssistantError, StoreError, NoAnswer) as error:
        click.echo(f"Error: {error}", err=True)
        sys.exit(1)
