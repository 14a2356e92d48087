"""What was read from a file against what it says: its rows, figures and sentences, one by one.

Each thing is repaired (as it should be), rejected (left out, and the report says why), lost
(missing without a word) or invented (said, but by no honest reading of the file).
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, fields

from evals.metrics.expectation import plain
from evals.scores import Outcome, Score
from vectorstore.records import Claim, PageContent, Program

_SHOWN = 6
"""Reasons that are told; a file read wholly wrong has hundreds."""
_TWICE_CHARS = 60
"""A shorter sentence may stand twice on a page by intent."""


@dataclass(frozen=True, slots=True)
class Row:
    """A program as far as a listing tells it; None or empty: the listing does not say."""

    university: str
    title: str
    category: str | None = None
    delivery: frozenset[str] = frozenset()
    city: str | None = None
    length: str | None = None
    """Value and unit: "1.5 year"."""
    price: float | None = None
    currency: str | None = None
    aside: frozenset[str] = frozenset()
    """Values of columns whose meaning was not known: kept and told, but no field."""

    @property
    def name(self) -> str:
        """By which it is known."""
        return f"{self.university} | {self.title}"


@dataclass(frozen=True, slots=True)
class Figure:
    """A number with the words that it stands under."""

    label: str
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Truth:
    """What a file says."""

    rows: tuple[Row, ...] = ()
    figures: tuple[Figure, ...] = ()
    sentences: tuple[str, ...] = ()
    cut: tuple[str, ...] = ()
    """Names of rows too damaged to be read: leaving one out with a reason is right."""
    foreign: tuple[str, ...] = ()
    """Texts that are not the page's own, such as its menu: none may be read."""
    row_count: int | None = None
    """Rows that the file has where not all of what it says is told here; None: all is."""


@dataclass(slots=True)
class Found:
    """What became of each thing that the file says, in words."""

    repaired: list[str] = field(default_factory=list)
    rejected: list[str] = field(default_factory=list)
    lost: list[str] = field(default_factory=list)
    invented: list[str] = field(default_factory=list)

    def __iadd__(self, other: Found) -> Found:
        for part in fields(self):
            getattr(self, part.name).extend(getattr(other, part.name))
        return self


def truth_of(contents: Iterable[PageContent]) -> Truth:
    """What was read from a file, in the form in which it is compared."""
    pages = list(contents)
    return Truth(
        tuple(_row(p) for c in pages for p in c.programs),
        tuple(f for c in pages for claim in c.claims if (f := _figure(claim))),
        tuple(plain(c.page.text[a:b]) for c in pages for p in c.passages for a, b in p.sentences),
    )


def compare_reading(truth: Truth, contents: Sequence[PageContent]) -> Found:
    """What became of everything that a file says."""
    got = truth_of(contents)
    rejects = plain(" ".join(f"{r.text} {r.reason}" for c in contents for r in c.rejects))
    text = plain("\n".join(c.page.text for c in contents))
    found = _rows(truth, got.rows, rejects)
    found += _figures(truth, got.figures)
    found += _sentences(truth, text)
    found.invented += _foreign(truth.foreign, contents)
    return found


def refused(truth: Truth, reason: str) -> Found:
    """What became of a file that could not be read as a whole."""
    things = [row.name for row in truth.rows] + [f.label for f in truth.figures]
    return Found(rejected=[f"{t}: {reason}" for t in (*things, *truth.sentences, *truth.cut)])


def score_reading(found: Found) -> tuple[Score, Mapping[str, float]]:
    """Wrong if anything is lost or invented, else abstained if anything is rejected.

    Measures: the share of each, of all that the file says.
    """
    parts = {part.name: getattr(found, part.name) for part in fields(found)}
    total = max(1, sum(map(len, parts.values())))
    shares = {
        name if name == "repaired" else f"extra {name}": len(things) / total
        for name, things in parts.items()
    }
    bad = {name: things for name, things in parts.items() if things and name != "repaired"}
    said = [
        f"{name}: {thing}"
        for name, things in reversed(bad.items())
        for thing in dict.fromkeys(things)
    ]
    more = len(said) - _SHOWN
    reasons = (*said[:_SHOWN], *([f"and {more} more"] if more > 0 else []))
    if not bad:
        return Score(Outcome.RIGHT), shares
    is_wrong = "lost" in bad or "invented" in bad
    return Score(Outcome.WRONG if is_wrong else Outcome.ABSTAINED, reasons), shares


def _row(program: Program) -> Row:
    length = program.duration
    return Row(
        plain(program.university),
        plain(program.title),
        plain(program.category) if program.category else None,
        frozenset(way.value for way in program.delivery),
        next((plain(p.city) for p in program.places if p.city), None),
        f"{length.value:g} {length.unit}" if length else None,
        program.price,
        program.currency,
        frozenset(plain(value) for _, value in program.attributes),
    )


def _figure(claim: Claim) -> Figure | None:
    if claim.low is None or claim.high is None:
        return None
    return Figure(plain(claim.label), claim.low, claim.high)


def _rows(truth: Truth, got: Sequence[Row], rejects: str) -> Found:
    found = Found()
    left = list(got)
    for wanted in truth.rows:
        same = [row for row in left if row.name == wanted.name]
        if not same:
            is_told = wanted.title in rejects or wanted.university in rejects
            (found.rejected if is_told else found.lost).extend([wanted.name] * _size(wanted))
            continue
        nearest = min(same, key=lambda row: len(_differences(wanted, row)))
        left.remove(nearest)
        differences = _differences(wanted, nearest)
        for kind, what in differences:
            getattr(found, kind).append(f"{wanted.name}: {what}")
        found.repaired.extend([wanted.name] * max(0, _size(wanted) - len(differences)))
    for name in truth.cut:
        is_read = any(plain(name) in row.name for row in left)
        is_told = any(plain(part) in rejects for part in name.split(" | "))
        kind = "invented" if is_read else "repaired" if is_told else "lost"
        getattr(found, kind).append(f"{name}, which is cut")
        left = [row for row in left if plain(name) not in row.name]
    if truth.row_count is None:
        found.invented += [f"{row.name}: a row more than the file has" for row in left]
    elif truth.row_count != len(got):
        found.lost.append(f"{truth.row_count} rows: {len(got)} are read")
    return found


def _size(row: Row) -> int:
    """How many things a row says."""
    return sum(bool(getattr(row, part.name)) for part in fields(Row) if part.name != "aside")


def _differences(wanted: Row, row: Row) -> list[tuple[str, str]]:
    """Fields that differ: where nothing was read, rejected if the value was kept aside, else lost.

    What was read otherwise is invented.
    """
    found = []
    for part in fields(Row):
        right, read = getattr(wanted, part.name), getattr(row, part.name)
        if right == read or part.name == "aside":
            continue
        shown = ", ".join(sorted(read)) if isinstance(read, frozenset) else read
        missing = "rejected" if right in row.aside else "lost"
        kind = missing if right and not read else "invented"
        found.append((kind, f"{part.name} {right!r} is {shown!r}"))
    return found


def _figures(truth: Truth, got: Iterable[Figure]) -> Found:
    right, read = set(truth.figures), set(got)
    if truth.row_count is not None:
        read &= right

    def told(of: set[Figure]) -> list[str]:
        return sorted(f"{f.label}: {f.low:.12g} to {f.high:.12g}" for f in of)

    return Found(repaired=told(right & read), lost=told(right - read), invented=told(read - right))


def _sentences(truth: Truth, text: str) -> Found:
    found = Found()
    read = _unmarked(text)
    for sentence, count in Counter(map(_unmarked, truth.sentences)).items():
        if sentence not in read:
            found.lost.append(sentence)
        elif len(sentence) >= _TWICE_CHARS and read.count(sentence) > count:
            found.invented.append(f"it stands twice: {sentence}")
        else:
            found.repaired.append(sentence)
    return found


def _unmarked(text: str) -> str:
    """Without what sets off thousands: a page may write them as it likes."""
    return re.sub(r"(?<=\d)[,' ](?=\d{3}(?!\d))", "", text)


def _foreign(texts: Iterable[str], contents: Sequence[PageContent]) -> Iterator[str]:
    """Texts that are not the page's own and were read as prose, label or cell all the same."""
    read = [p.text for c in contents for p in c.passages]
    read += [f"{k.label} {k.text}" for c in contents for k in c.claims]
    read += [f"{p.category} {p.university} {p.title}" for c in contents for p in c.programs]
    all_read = f" {plain(' '.join(read))} "
    for text in texts:
        if f" {plain(text)} " in all_read:
            yield f"of the page's chrome: {text}"
