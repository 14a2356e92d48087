"""MAIN PATH of an evaluation, read first: trials in, records out, one a trial and system.

    suite.trials     what is to be tried (suites/)
    system.open      who is asked: the product, and the controls beside it (systems.py, controls/)
    trial.attempt    asks and scores (trials.py, metrics/)
    Records          one JSON line each, so that a run that was stopped goes on where it was

A run is a folder: `run.json` says what was tried of what, `records.jsonl` holds what came of it.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor, as_completed
from itertools import groupby
from pathlib import Path

from pydantic import BaseModel, ConfigDict, ValidationError

from assistant.api.wire import AskResponse
from evals.askers import TIMEOUT_S, Asker, NoAnswer, NotOffered
from evals.errors import RunInvalid
from evals.fingerprints import Run
from evals.scores import Outcome, Score
from evals.systems import PRODUCT, System
from evals.trials import Attempt, Trial

RUN, RECORDS = "run.json", "records.jsonl"
Progress = Callable[[str, int, int], None]
"""suite and system, done, total."""
Key = tuple[str, str, str]
"""suite, system, id of the trial."""


class Record(BaseModel):
    """What one system made of one trial."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    suite: str
    system: str
    id: str
    """Of the trial, unique in its suite."""
    kind: str
    family: str
    turns: list[str]
    gold: str
    """What is right, in words."""
    mark: str
    """Hash of what was tried and of what is right."""
    outcome: Outcome
    reasons: list[str]
    measures: dict[str, float]
    citations: Outcome
    """Of the audit of the answer's citations."""
    citation_reasons: list[str]
    citation_measures: dict[str, float]
    ms: float
    """Of all turns."""
    answer: AskResponse | None
    """None if the request failed, and of a control."""

    @property
    def key(self) -> Key:
        """What it is the record of."""
        return self.suite, self.system, self.id


def run_suites(
    suites: Mapping[str, Sequence[Trial]],
    systems: Sequence[System],
    run: Run,
    folder: Path,
    jobs: int = 2,
    progress: Progress | None = None,
) -> list[Record]:
    """A record of each trial by each system that can try it; those held are not tried again.

    In the order of suites, systems and trials.
    Raises: RunInvalid, if the folder holds another run.
    """
    told = progress or (lambda _what, _done, _total: None)
    done = _begin(run, folder)
    order: list[Key] = []
    with (folder / RECORDS).open("a", encoding="utf-8") as file:
        for suite, trials in suites.items():
            for system in systems:
                tried = [t for t in trials if system.can_try(t)]
                keys = [(suite, system.name, t.id) for t in tried]
                left = [t for t, key in zip(tried, keys, strict=True) if key not in done]
                order += keys
                named, total = f"{suite}: {system.name}", len(tried)
                told(named, total - len(left), total)
                for at, record in enumerate(_tried(suite, system, left, jobs), 1):
                    file.write(record.model_dump_json() + "\n")
                    file.flush()
                    done[record.key] = record
                    told(named, total - len(left) + at, total)
    return [done[key] for key in order]


def read_run(folder: Path) -> tuple[Run, dict[Key, Record]]:
    """A run and its records. Raises: RunInvalid."""
    try:
        run = Run.model_validate_json((folder / RUN).read_bytes())
        lines = (folder / RECORDS).read_text(encoding="utf-8").split("\n")
    except (OSError, ValidationError) as error:
        raise RunInvalid(
            f"{str(folder)!r} holds no run; name the folder given to `eval run --out`"
        ) from error
    return run, {record.key: record for record in _records(lines)}


def _begin(run: Run, folder: Path) -> dict[Key, Record]:
    """The records that the folder holds of this run; a new folder is made for it."""
    path = folder / RUN
    if not path.exists():
        folder.mkdir(parents=True, exist_ok=True)
        path.write_text(run.model_dump_json(indent=1) + "\n", encoding="utf-8")
        (folder / RECORDS).touch()
        return {}
    held, records = read_run(folder)
    if held != run:
        changed = [f for f in Run.model_fields if getattr(held, f) != getattr(run, f)]
        raise RunInvalid(
            f"{str(folder)!r} holds a run with another {', '.join(changed)}; name another folder"
        )
    # Without what a stopped run left half-written at the end.
    whole = "".join(record.model_dump_json() + "\n" for record in records.values())
    (folder / RECORDS).write_text(whole, encoding="utf-8")
    return records


def _records(lines: Sequence[str]) -> Iterable[Record]:
    for line in lines:
        try:
            yield Record.model_validate_json(line)
        except ValidationError:
            # The last line of a run that was stopped while writing it: its trial comes again.
            continue


def _tried(suite: str, system: System, trials: Sequence[Trial], jobs: int) -> Iterator[Record]:
    """Records as they come; each altered index is open only while its trials are tried."""
    for index, of_index in groupby(trials, key=lambda trial: trial.index):
        together = list(of_index)
        try:
            asker = system.open(index)
        except NotOffered as reason:
            attempt = Attempt(Score(Outcome.UNSCORED, (str(reason),)))
            yield from (_record(suite, system.name, trial, attempt, 0.0) for trial in together)
            continue
        try:
            with ThreadPoolExecutor(jobs) as pool:
                tried = [pool.submit(_try, suite, system.name, t, asker) for t in together]
                yield from (future.result() for future in as_completed(tried))
        finally:
            asker.close()


def _try(suite: str, system: str, trial: Trial, asker: Asker) -> Record:
    started = time.perf_counter()
    try:
        attempt = trial.attempt(asker)
    except NoAnswer as error:
        attempt = Attempt(Score(Outcome.ERROR, (str(error),)))
    except NotOffered as reason:
        attempt = Attempt(Score(Outcome.UNSCORED, (str(reason),)))
    ms = (time.perf_counter() - started) * 1000
    if ms > TIMEOUT_S * 1000 * max(1, len(trial.turns)):
        late = f"it took {ms / 1000:.0f} s; nobody waits longer than {TIMEOUT_S:.0f} s a turn"
        attempt = Attempt(Score(Outcome.ERROR, (late,)))
    return _record(suite, system, trial, attempt, ms)


def _record(suite: str, system: str, trial: Trial, attempt: Attempt, ms: float) -> Record:
    return Record(
        suite=suite,
        system=system,
        id=trial.id,
        kind=trial.kind,
        family=trial.family,
        turns=list(trial.turns),
        gold=trial.gold,
        mark=trial.mark,
        outcome=attempt.score.outcome,
        reasons=list(attempt.score.reasons),
        measures=dict(attempt.measures),
        citations=attempt.citations.outcome,
        citation_reasons=list(attempt.citations.reasons),
        citation_measures=dict(attempt.citation_measures),
        ms=ms,
        # What a control said is told by its outcome; thousands of answers would only fill the disk.
        answer=attempt.answer if system == PRODUCT else None,
    )
