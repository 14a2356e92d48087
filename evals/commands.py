"""The commands `guidepost eval run|compare|report|baseline|judge`: wiring and printing only.

Found by the `guidepost.commands` entry points; the work is in the modules that they name.
"""

from __future__ import annotations

import json
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path

import click
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from assistant.errors import AssistantError
from assistant.settings import load_settings
from evals.askers import NoAnswer
from evals.baseline import read_baseline, write_baseline
from evals.compare import compare, refuse_other_corpus
from evals.errors import EvalError
from evals.fingerprints import Run
from evals.gate import TOLERANCE, Verdict, judge
from evals.reports.console import rates_table
from evals.reports.differences import comparison_printed, verdict_printed
from evals.reports.notes import notes_of, read_notes, write_notes
from evals.reports.write import JSON, write_reports
from evals.run import Key, Record, read_run, run_suites
from evals.run import Progress as Told
from evals.suites import citations
from evals.suites.suite import NAMES
from evals.systems import PRODUCT
from evals.wiring import Wanted, wired
from ingest.errors import IngestError
from prompts.errors import PromptError
from prompts.loader import load as load_prompt
from vectorstore.errors import StoreError

FILE = click.Path(dir_okay=False, path_type=Path)
EXISTING = click.Path(exists=True, dir_okay=False, path_type=Path)
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
@click.option("--strata", is_flag=True, help="Print the strata and the controls too.")
@click.option(
    "--share",
    default=1.0,
    show_default=True,
    type=click.FloatRange(0, 1, min_open=True),
    help="Part of the trials to try, of each stratum, the same ones every time.",
)
@click.option("--gate", type=EXISTING, help="Fail if a suite falls below this baseline.")
@click.option(
    "--tolerance",
    default=TOLERANCE,
    show_default=True,
    type=click.FloatRange(0, 2),
    help="Points by which the lower bound of a suite's difference may lie below the baseline.",
)
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
    strata: bool,
    share: float,
    gate: Path | None,
    tolerance: float,
    jobs: int,
    as_json: bool,
) -> None:
    """Try every suite, or those named, and score what comes of it.

    A SUITE is one of Guidepost's own (evals/README.md), the path of a file of cases, or guides=FILE
    or retrieval=FILE for a file of facts or queries.
    """
    wanted = Wanted(suites or NAMES, index_dir, url, corpus, questions, controls, share)
    with _clear_errors(), tempfile.TemporaryDirectory() as scratch:
        baseline = read_baseline(gate) if gate else None
        plan = wired(wanted, Path(scratch))
        if baseline:
            refuse_other_corpus(baseline[0], plan.run)
        folder = out or Path("runs") / f"{datetime.now(UTC):%Y%m%dT%H%M%S}-{plan.run.name}"
        with _bar(hidden=as_json) as told:
            records = run_suites(plan.trials, plan.systems, plan.run, folder, jobs, told)
        notes = notes_of(dict(plan.about), datetime.now(UTC))
        write_notes(folder, notes)
        summary = write_reports(folder, (plan.run, {r.key: r for r in records}), notes)
    if as_json:
        click.echo((folder / JSON).read_text(encoding="utf-8"))
    else:
        Console().print(rates_table(summary, strata))
        click.echo(f"The records and the reports are in {folder}.")
    if baseline:
        _gate(judge(baseline, _audited(folder), tolerance), to_stderr=as_json)


def _gate(verdict: Verdict, to_stderr: bool) -> None:
    """Say what the gate says, and end the program if it fails."""
    Console(stderr=to_stderr).print(*verdict_printed(verdict), sep="\n")
    if not verdict.holds:
        sys.exit(1)


@eval_.command("report")
@click.argument("run", type=FOLDER)
@click.option("--out", type=FOLDER, help="Folder to write to. Default: that of the run.")
@click.option(
    "--compare", "other", type=FOLDER, help="An earlier run: show what changed since, both ways."
)
@click.option("--across-corpora", is_flag=True, help="Compare although the pages differ.")
@click.option("--strata", is_flag=True, help="Print the strata and the controls too.")
def report_(
    run: Path, out: Path | None, other: Path | None, across_corpora: bool, strata: bool
) -> None:
    """Write the reports of the run in folder RUN again, from its records."""
    with _clear_errors():
        found = before = None
        if other:
            before = _audited(other)
            found = compare(before, _audited(run), across_corpora)
        summary = write_reports(
            out or run, read_run(run), read_notes(run), found, before[1] if before else None
        )
    Console().print(rates_table(summary, strata))
    click.echo(f"The reports are in {out or run}.")


@eval_.command("compare")
@click.argument("a", type=FOLDER)
@click.argument("b", type=FOLDER)
@click.option("--across-corpora", is_flag=True, help="Compare although the pages differ.")
@click.option("--system-a", default=PRODUCT, help="Which system of A; default: the product.")
@click.option("--system-b", default=PRODUCT, help="Which system of B; default: the product.")
@click.option("--json", "as_json", is_flag=True, help="Print machine-readable output.")
def compare_(
    a: Path, b: Path, across_corpora: bool, system_a: str, system_b: str, as_json: bool
) -> None:
    """Whether the run in folder B is better than the one in A, case by case."""
    with _clear_errors():
        found = compare(_audited(a), _audited(b), across_corpora, (system_a, system_b))
    if as_json:
        click.echo(json.dumps(asdict(found), indent=1))
        return
    Console().print(*comparison_printed(found), sep="\n")


@eval_.command("baseline")
@click.argument("run", type=FOLDER)
@click.option("--out", type=FILE, required=True, help="File to write, such as one to commit.")
@click.option("--lower", is_flag=True, help="Write it although the gate fails against the old one.")
def baseline_(run: Path, out: Path, lower: bool) -> None:
    """Keep what the run in folder RUN reached, as a file for `eval run --gate`.

    A file that is there is compared first, and a lower one is not written without --lower.
    """
    with _clear_errors():
        found = _audited(run)
        if out.exists():
            holds = _replaces(out, found)
            if not holds and not lower:
                click.echo("Error: this would lower the baseline; --lower writes it.", err=True)
                sys.exit(1)
        write_baseline(out, *read_run(run), NAMES)
    click.echo(f"The baseline is in {out}.")


@eval_.command("judge")
@click.argument("run", type=FOLDER)
@click.option("--model", required=True, help="By its LangChain name, such as openai:NAME.")
@click.option("--base-url", help="A server that is compatible with OpenAI's, instead of it.")
@click.option("--jobs", default=2, show_default=True, type=click.IntRange(1, 64))
def judge_(run: Path, model: str, base_url: str | None, jobs: int) -> None:
    """Ask a model whether the answers of the run in folder RUN are faithful to their evidence.

    Three votes an answer, written to judge.json beside the records. No gate looks at it.
    """
    # Imported here: chat models take seconds to import, and no other command needs one.
    from evals.judge import asker_of, judge_run, judgement_as_json, judgement_in_words

    with _clear_errors():
        key = load_settings().openai_api_key
        records = read_run(run)[1].values()
        ask = asker_of(model, base_url, key)
        found = judge_run(records, model, ask, load_prompt("judge"), jobs)
    (run / "judge.json").write_text(judgement_as_json(found), encoding="utf-8")
    click.echo(judgement_in_words(found))


def _replaces(old: Path, found: tuple[Run, dict[Key, Record]]) -> bool:
    """Whether a run holds what the old baseline reached, where they can be compared."""
    before = read_baseline(old)
    if before[0].corpus != found[0].corpus:
        click.echo(f"{old} is of another corpus; there is nothing to compare.")
        return True
    verdict = judge(before, found)
    Console().print(*verdict_printed(verdict), sep="\n")
    return not any(judged.row and judged.reason and judged.worsened for judged in verdict.suites)


def _audited(folder: Path) -> tuple[Run, dict[Key, Record]]:
    """A run with the suite that is read from the answers of the others. Raises: RunInvalid."""
    run, records = read_run(folder)
    return run, citations.with_citations(records)


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
    except (EvalError, AssistantError, IngestError, PromptError, StoreError, NoAnswer) as error:
        click.echo(f"Error: {error}", err=True)
        sys.exit(1)
