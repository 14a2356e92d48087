"""A record of a table that lists no programs -> its claims. Pure.

"Header: value" is a labelled value of the record's entity: a table of occupations with their pay
and growth gives the claims that a page of each would give.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace

from ingest.cells import is_absent
from ingest.figures import currency_of
from ingest.layouts.claims import Labelled, Subject, read_claims
from ingest.layouts.measures import attribute_of
from vectorstore.records import Claim


@dataclass(frozen=True, slots=True)
class RecordLine:
    """One `Header: value` line of a record, with its span in the record's text."""

    label: str
    value: str
    start: int
    end: int


_ENTITY = re.compile(
    r"""(?:occupation(?:al)?|job|career|role|profession|position)(?:\ (?:title|name))?|title|name|
    question|topic|term|heading""",
    re.IGNORECASE | re.VERBOSE,
)
_IDENTIFIER = re.compile(r"\b(?:slug|codes?|id|key|uuid|url|link)$", re.IGNORECASE)
_MEASURED_IN = re.compile(r"\b(?:pct|percent(?:age)?)\b|%", re.IGNORECASE)
_CODE = re.compile(r"\b[A-Z]{3}\b|\b[a-z]{3}\b")
_WORDY_SHARE = 0.8
_MAX_VALUE_CHARS = 200
"""A longer cell is prose, and no value."""


def entity_column(header: Sequence[str], rows: Sequence[Sequence[str]]) -> int | None:
    """The column that names what each record is about; None if none does.

    One whose header says so; in a table of measures, else the first whose cells are words and
    nearly all different.
    """
    naming = [i for i in range(len(header)) if _is_naming([row[i] for row in rows])]
    named = [i for i in naming if _ENTITY.fullmatch(header[i])]
    measures = any(attribute_of(name) != "other" for name in header)
    return next(iter([*named, *(naming if measures else [])]), None)


def is_identifier(line: RecordLine) -> bool:
    """Whether a line only says how systems call the record: a slug, a code, an address."""
    return _IDENTIFIER.search(line.label) is not None or "://" in line.value


def claims_of_record(lines: Sequence[RecordLine], subject: Subject) -> list[Claim]:
    """The claims of a record's lines whose labels name a measure."""
    found: dict[str, Claim] = {}
    for line in lines:
        if attribute_of(line.label) == "other" or len(line.value) > _MAX_VALUE_CHARS:
            continue
        if is_absent(line.value) and line.value.lower() != "none":
            continue
        path = (subject.title,)
        given = Labelled(line.label, line.value, line.start, line.end, path)
        for claim in read_claims(given, subject):
            found.setdefault(claim.id, _with_unit(claim, line.label))
    return list(found.values())


def _is_naming(cells: Sequence[str]) -> bool:
    """Whether a column's cells are names: filled, in words, short, and nearly all different."""
    filled = [c for c in cells if c]
    if len(filled) < _WORDY_SHARE * len(cells) or not filled:
        return False
    wordy = sum(any(c.isalpha() for c in cell) and len(cell) <= 120 for cell in filled)
    most = Counter(filled).most_common(1)[0][1]
    return wordy >= _WORDY_SHARE * len(filled) and (
        most == 1 or len(set(filled)) > 0.8 * len(filled)
    )


def _with_unit(claim: Claim, label: str) -> Claim:
    """A figure without a unit of its own in the one that its header names."""
    if claim.low is None or claim.unit not in (None, "people"):
        return claim
    if _MEASURED_IN.search(label):
        return replace(claim, unit="percent")
    codes = (currency_of(m.group()) for m in _CODE.finditer(label))
    code = next(filter(None, codes), None)
    return replace(claim, unit=code) if code and claim.attribute == "pay" else claim
