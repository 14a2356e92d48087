"""Damaged copies of a corpus's files: what ingestion repairs, rejects, loses and invents.

What is true comes from the clean file, read once; for the sample, `data/sample_truth.toml` was
written by hand, so that the clean reading is held against something too. Files are read by the
product's own reading, without vectors: what is asked is what would be known, not what is found.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from pydantic import BaseModel, ConfigDict

from evals.askers import Asker
from evals.metrics.expectation import plain
from evals.metrics.reading import (
    Figure,
    Row,
    Truth,
    compare_reading,
    refused,
    score_reading,
    truth_of,
)
from evals.suites.corpus_files import CorpusFile, clean_contents, content_of, corpus_files
from evals.suites.damage import WHOLE_FILE, Clean, Damaged
from evals.suites.damage_rows import row_damages
from evals.suites.suite import Setting
from evals.trials import Attempt, Trial, mark_of
from ingest.errors import ReadError

SAMPLE = Path(__file__).parent.parent.parent / "ingest" / "sample"
SAMPLE_TRUTH = Path(__file__).parent.parent / "data" / "sample_truth.toml"


class _Written(BaseModel):
    """What one file says, as written by hand: not all of it."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    rows: int = 0
    """How many programs it lists."""
    programs: list[str] = []
    """University | title | category | ways of delivery | city | length | price | currency."""
    figures: dict[str, float] = {}
    """Label -> figure."""
    sentences: list[str] = []


class _Suite:
    name = "ingestion"
    about = "Damaged copies of the files: wrong is what was lost or invented, row by row."

    def trials(self, setting: Setting) -> Sequence[Trial]:
        """One a damage and file that it applies to. Raises: CaseInvalid, ReadError."""
        files = {f.name: f for f in corpus_files(setting.corpus)}
        contents = clean_contents(files.values())
        made = []
        for name, content in contents.items():
            clean = Clean(files[name], truth_of([content]))
            for kind, damage in {**WHOLE_FILE, **row_damages(content)}.items():
                damaged = damage(clean)
                if damaged is not None:
                    made.append(_trial(kind, clean.file, damaged))
        if setting.corpus.resolve() == SAMPLE.resolve():
            made += _undamaged(files)
        return made


def _trial(kind: str, file: CorpusFile, damaged: Damaged) -> Trial:
    truth, name = damaged.truth, file.name

    def attempt(_asker: Asker) -> Attempt:
        try:
            found = compare_reading(truth, content_of(damaged.name, damaged.octets))
        except ReadError as error:
            found = refused(truth, error.reason)
        score, measures = score_reading(found)
        return Attempt(score, measures=measures)

    gold = (
        f"{len(truth.rows)} rows, {len(truth.figures)} figures and {len(truth.sentences)} "
        f"sentences as in the clean file; {len(truth.cut)} rows rejected"
    )
    return Trial(
        id=f"{name}: {kind}",
        kind=kind,
        family=name,
        turns=(f"read {name}: {kind}",),
        gold=gold,
        # Not of the bytes: a workbook holds the time at which it was written.
        mark=mark_of(kind, file.raw, gold),
        attempt=attempt,
        product_only=True,
    )


def _undamaged(files: Mapping[str, CorpusFile]) -> Iterator[Trial]:
    """The files of the sample as they are, against what was written of them by hand."""
    given = tomllib.loads(SAMPLE_TRUTH.read_text(encoding="utf-8"))
    for name, entry in given.items():
        truth = _truth(_Written.model_validate(entry))
        yield _trial("undamaged", files[name], Damaged(name, files[name].raw.encode(), truth))


def _truth(written: _Written) -> Truth:
    return Truth(
        tuple(map(_row, written.programs)),
        tuple(Figure(plain(label), value, value) for label, value in written.figures.items()),
        tuple(map(plain, written.sentences)),
        row_count=written.rows,
    )


def _row(line: str) -> Row:
    """A row from its eight parts."""
    given = [None if part == "-" else part for part in map(str.strip, line.split(" | "))]
    university, title, category, delivery, city, length, price, currency = given
    return Row(
        plain(university or ""),
        plain(title or ""),
        plain(category) if category else None,
        frozenset((delivery or "").split(", ")),
        plain(city) if city else None,
        length,
        float(price) if price else None,
        currency,
    )


SUITE = _Suite()
