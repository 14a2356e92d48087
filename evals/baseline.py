"""A baseline: what became of each trial of a run, in one small file that is committed.

JSON lines, so that a change of it can be read in a review: the fingerprints of the run, then for
each suite a line with the names of its measures, for each family a line with its name, and an array
a trial. Only the product's trials are
kept, with the audits of their citations, and no answer.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple

from pydantic import BaseModel, ConfigDict, TypeAdapter, ValidationError

from evals.errors import RunInvalid
from evals.fingerprints import Run, mark_of_trials
from evals.run import Key, Record
from evals.scores import Outcome
from evals.suites import citations
from evals.systems import PRODUCT

_DECIMALS = 4
"""Of a measure: finer differences are noise of the arithmetic."""


@dataclass(frozen=True, slots=True)
class Line:
    """What became of one trial, or of the audit of its answer."""

    suite: str
    id: str
    kind: str
    family: str
    mark: str
    outcome: Outcome
    measures: Mapping[str, float] = field(default_factory=dict)


class _Head(BaseModel):
    """The suite of the arrays that follow, and what their values are."""

    model_config = ConfigDict(extra="forbid")

    suite: str
    measures: list[str]
    audit: list[str]


class _Family(BaseModel):
    """What the arrays that follow share."""

    model_config = ConfigDict(extra="forbid")

    kind: str
    family: str


class _Trial(NamedTuple):
    id: str
    mark: str
    outcome: Outcome
    values: list[float | None]
    """In the order of the head; None: this trial lacks it."""
    audit: Outcome
    audit_values: list[float | None]


_LINE: TypeAdapter[_Head | _Family | _Trial] = TypeAdapter(_Head | _Family | _Trial)


def write_baseline(
    path: Path, run: Run, records: Mapping[Key, Record], every: tuple[str, ...]
) -> None:
    """Write the file of a run. Raises: RunInvalid, unless it tried all of `every` suite whole."""
    _whole(run, records, every)
    lines = [run.model_dump_json()]
    for suite in run.suites:
        ours = [r for r in records.values() if r.system == PRODUCT and r.suite == suite]
        lines += _of_suite(suite, sorted(ours, key=lambda r: (r.kind, r.family, r.id)))
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")


def read_baseline(path: Path) -> tuple[Run, dict[Key, Line]]:
    """A baseline as `compare` takes it. Raises: RunInvalid, with the number of the line."""
    try:
        first, *rest = path.read_text(encoding="utf-8").splitlines()
    except (OSError, ValueError) as error:
        raise RunInvalid(
            f"{str(path)!r} cannot be read as a baseline; `eval baseline` writes one"
        ) from error
    lines: dict[Key, Line] = {}
    at, head, family = 1, _Head(suite="", measures=[], audit=[]), _Family(kind="", family="")
    try:
        run = Run.model_validate_json(first)
        for at, text in enumerate(rest, 2):  # noqa: B007 - an error names it
            match _LINE.validate_json(text):
                case _Head() as head:
                    pass
                case _Family() as family:
                    pass
                case trial:
                    lines |= {(x.suite, PRODUCT, x.id): x for x in _lines(head, family, trial)}
    except ValidationError as error:
        raise RunInvalid(
            f"{path.name}, line {at}: {error.errors()[0]['msg'].lower()}; write the baseline again "
            "with `eval baseline`"
        ) from error
    return run, lines


def _of_suite(suite: str, records: Sequence[Record]) -> Iterator[str]:
    measures = sorted({name for record in records for name in record.measures})
    audit = sorted({name for record in records for name in record.citation_measures})
    yield _Head(suite=suite, measures=measures, audit=audit).model_dump_json()
    last = None
    for record in records:
        family = _Family(kind=record.kind, family=record.family)
        if family != last:
            yield family.model_dump_json()
            last = family
        trial = _Trial(
            record.id,
            record.mark,
            record.outcome,
            _values(measures, record.measures),
            record.citations,
            _values(audit, record.citation_measures),
        )
        yield json.dumps(trial, ensure_ascii=False, separators=(",", ":"))


def _values(names: Sequence[str], given: Mapping[str, float]) -> list[float | None]:
    rounded = [None if name not in given else round(given[name], _DECIMALS) for name in names]
    # Most values are 0 or 1, and take less room without a decimal.
    return [int(v) if v is not None and v == int(v) else v for v in rounded]


def _lines(head: _Head, of: _Family, trial: _Trial) -> Iterator[Line]:
    yield Line(
        head.suite,
        trial.id,
        of.kind,
        of.family,
        trial.mark,
        trial.outcome,
        _named(head.measures, trial.values),
    )
    if trial.audit is not Outcome.UNSCORED:
        yield Line(
            citations.NAME,
            f"{head.suite}/{trial.id}",
            head.suite,
            f"{head.suite}: {of.family}",
            trial.mark,
            trial.audit,
            _named(head.audit, trial.audit_values),
        )


def _named(names: Sequence[str], values: Sequence[float | None]) -> dict[str, float]:
    return {name: v for name, v in zip(names, values, strict=False) if v is not None}


def _whole(run: Run, records: Mapping[Key, Record], every: tuple[str, ...]) -> None:
    missing = [suite for suite in every if suite not in run.suites]
    if missing:
        raise RunInvalid(
            f"the run {run.name!r} did not try {', '.join(missing)}; a baseline needs every suite"
        )
    if run.share != 1.0:
        raise RunInvalid(
            f"the run {run.name!r} tried a share of {run.share:g}; a baseline needs all trials"
        )
    for suite, mark in run.suites.items():
        ours = [r for r in records.values() if r.system == PRODUCT and r.suite == suite]
        if mark_of_trials(ours) != mark:
            raise RunInvalid(
                f"the run {run.name!r} was stopped in {suite!r}; run it again into its folder first"
            )
