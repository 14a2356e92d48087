"""MAIN PATH of an evaluation, read first: cases in, records out, one a case, written as they come.

    read_cases   a file of cases (cases.py)
    asker.ask    the answer to the last turn (askers.py: in process, or over HTTP)
    score        each metric's outcome and reasons (metrics/)
    Records      one JSON line a case, so that a run that was stopped goes on where it was

A run is a folder: `run.json` says what was asked of what, `records.jsonl` holds what came of it.
"""

from __future__ import annotations

import hashlib
import threading
import time
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor, as_completed
from functools import lru_cache
from pathlib import Path

from pydantic import BaseModel, ConfigDict, ValidationError

from assistant.api.wire import AskResponse
from evals.askers import Asker, NoAnswer
from evals.cases import Case
from evals.errors import RunInvalid
from evals.metrics.citations import score_citations
from evals.metrics.expectation import score_answer
from evals.scores import Outcome, Score

RUN, RECORDS = "run.json", "records.jsonl"
Progress = Callable[[int, int], None]
"""done, total."""


class Run(BaseModel):
    """What a run asked of what; two runs of one `corpus` and `cases` can be compared."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    name: str
    """Of the set of cases."""
    cases: str
    """Hash of the cases, whatever their order."""
    corpus: str
    """Fingerprint of everything that the index was built from; empty if a server does not say."""
    index_version: str
    code: str
    """Hash of the program's source files."""


class Record(BaseModel):
    """What became of one case."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    id: str
    kind: str
    family: str
    turns: list[str]
    outcome: Outcome
    reasons: list[str]
    citations: Outcome
    """Of the audit of the answer's citations."""
    citation_reasons: list[str]
    ms: float
    """Of all turns."""
    answer: AskResponse | None
    """None if the request failed."""


def run_cases(
    cases: Sequence[Case],
    asker: Asker,
    run: Run,
    folder: Path,
    jobs: int = 2,
    progress: Progress | None = None,
) -> list[Record]:
    """A record of each case, in the order of the cases; those the folder holds are not asked again.

    Raises: RunInvalid, if the folder holds another run.
    """
    told = progress or (lambda _done, _total: None)
    done = _begin(run, folder)
    left = [case for case in cases if case.id not in done]
    told(len(done), len(cases))
    texts = lru_cache(maxsize=None)(asker.page_text)
    writing = threading.Lock()
    with (folder / RECORDS).open("a", encoding="utf-8") as file, ThreadPoolExecutor(jobs) as pool:
        asked = [pool.submit(_record, case, asker, texts) for case in left]
        for future in as_completed(asked):
            record = future.result()
            with writing:
                file.write(record.model_dump_json() + "\n")
                file.flush()
                done[record.id] = record
            told(len(done), len(cases))
    return [done[case.id] for case in cases]


def read_run(folder: Path) -> tuple[Run, dict[str, Record]]:
    """A run and its records by case. Raises: RunInvalid."""
    try:
        run = Run.model_validate_json((folder / RUN).read_bytes())
        lines = (folder / RECORDS).read_text(encoding="utf-8").split("\n")
    except (OSError, ValidationError) as error:
        raise RunInvalid(
            f"{str(folder)!r} holds no run; name the folder given to `eval run --out`"
        ) from error
    return run, {record.id: record for record in _records(lines)}


def fingerprint_of(cases: Iterable[Case]) -> str:
    """A hash of the cases, whatever their order."""
    lines = sorted(case.model_dump_json() for case in cases)
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()


def code_fingerprint(root: Path = Path(__file__).parent.parent) -> str:
    """A hash of the source files that an answer depends on, by name and content."""
    digest = hashlib.sha256()
    for package in ("assistant", "ingest", "prompts", "vectorstore"):
        for path in sorted((root / package).rglob("*")):
            if path.suffix in (".py", ".toml", ".md", ".json"):
                digest.update(path.relative_to(root).as_posix().encode() + b"\0")
                digest.update(path.read_bytes() + b"\0")
    return digest.hexdigest()


def _begin(run: Run, folder: Path) -> dict[str, Record]:
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
            # The last line of a run that was stopped while writing it: its case is asked again.
            continue


def _record(case: Case, asker: Asker, text_of: Callable[[str], str | None]) -> Record:
    started = time.perf_counter()
    answer: AskResponse | None = None
    cited = Score(Outcome.UNSCORED)
    try:
        answer = asker.ask(case.turns)
    except NoAnswer as error:
        score = Score(Outcome.ERROR, (str(error),))
    else:
        score = score_answer(case.expect, answer)
        pages = {c.source.id for c in answer.citations}
        texts = {page: text for page in pages if (text := text_of(page)) is not None}
        cited = score_citations(answer, texts)
    return Record(
        id=case.id,
        kind=case.kind,
        family=case.cluster,
        turns=case.turns,
        outcome=score.outcome,
        reasons=list(score.reasons),
        citations=cited.outcome,
        citation_reasons=list(cited.reasons),
        ms=(time.perf_counter() - started) * 1000,
        answer=answer,
    )
