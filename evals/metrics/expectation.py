"""Does an answer hold what its case expects? Letter case, blanks and kinds of dash do not count."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator, Sequence

from assistant.api.wire import AskResponse
from assistant.records import Status
from evals.cases import Expect
from evals.metrics.values import in_words, misstated
from evals.scores import Score, judged

MAX_WORDS = 170
MAX_CITATIONS = 8
"""An answer whose evidence is asked for is at most this long: a page poured out is no answer."""

_GIVES_NONE = (Status.NOT_IN_SOURCES, Status.REFUSED)
"""Statuses that cannot go with rows or figures wanted; named by a case, they may."""
_MARKS = re.compile(r"\[\d+(?:\s*,\s*\d+)*\]")
_FIGURE = re.compile(r"(\d[\d,]*(?:\.\d+)?)\s*([kKmM](?![a-zA-Z]))?")
_SCALE = {"k": 1_000.0, "m": 1_000_000.0}
_SAME = str.maketrans({**dict.fromkeys("‐‑‒–—−", "-"), "’": "'", "‘": "'", "“": '"', "”": '"'})


def score_answer(expect: Expect, answer: AskResponse) -> Score:
    """Right if every expectation holds; the reasons say which do not."""
    found = (problem for check in _CHECKS for problem in check(expect, answer))
    return judged(tuple(found), answer.status)


def gold_in_words(expect: Expect) -> str:
    """What an expectation wants, in words for a report.

    >>> gold_in_words(Expect(numbers=[112590], status=["answered"]))
    'figures 112,590; status answered'
    """
    given = (
        ("first row", expect.first),
        ("rows", expect.rows),
        ("rows", expect.row_ids),
        ("among the rows", expect.has_rows),
        ("figures", [f"{number:,.10g}" for number in expect.numbers]),
        ("values", [in_words(value) for value in expect.values]),
        ("text", [" or ".join(choices_of(choices)) for choices in expect.text]),
        ("not in the text", expect.not_text),
        ("quoted", [" or ".join(choices_of(choices)) for choices in expect.evidence]),
        ("status", [" or ".join(status.value for status in expect.status)]),
    )
    parts = (
        f"{name} {'; '.join(values) or 'none'}"
        for name, values in given
        if values or (name == "rows" and values is not None)
    )
    return "; ".join(part for part in parts if part != "status none")


def plain(text: str) -> str:
    """Text as it is compared: compatibility forms, one blank, plain dashes and quotes, lower case.

    >>> plain("$130K – “up to”")
    '$130k - "up to"'
    """
    return " ".join(unicodedata.normalize("NFKC", text).translate(_SAME).split()).lower()


def figures(text: str) -> set[float]:
    """Every number of a text, those with K or M also written out.

    >>> sorted(figures("from $130K to 1.5 years"))
    [1.5, 130.0, 130000.0]
    """
    found = set()
    for digits, scale in _FIGURE.findall(text):
        value = float(digits.replace(",", ""))
        found |= {value, value * _SCALE[scale.lower()]} if scale else {value}
    return found


def states(found: set[float], wanted: float) -> bool:
    """Whether a figure is among those found; above 1,000 to the nearest whole one.

    A figure in thousands may be written out: 155 is met by 155,000.
    """
    room = 0.5 if wanted > 1_000 else 1e-6
    return any(
        abs(value - wanted) <= room or abs(value - wanted * 1_000) <= 1e-6 for value in found
    )


def _whole(expect: Expect, answer: AskResponse) -> Iterator[str]:  # noqa: ARG001 - as all checks
    """Of every answer: it says something, and its text is its segments joined."""
    if not answer.text.strip():
        yield "the answer says nothing"
    joined = " ".join(segment.text for segment in answer.segments)
    if _letters(joined) != _letters(answer.text):
        yield "the text is not its segments joined"


def _letters(text: str) -> str:
    return re.sub(r"\W", "", plain(_MARKS.sub(" ", text)))


def _status(expect: Expect, answer: AskResponse) -> Iterator[str]:
    if expect.status and answer.status not in expect.status:
        wanted = " or ".join(s.value for s in expect.status)
        yield f"the status is {answer.status.value}, not {wanted}"
    given = expect.rows or expect.row_ids or expect.has_rows or expect.first or expect.numbers
    if given and not expect.status and answer.status in _GIVES_NONE:
        yield f"the status is {answer.status.value}, which goes with no rows or figures"


def _rows(expect: Expect, answer: AskResponse) -> Iterator[str]:
    given = answer.result.rows if answer.result else []
    rows = [plain(f"{row.university} | {row.title}") for row in given]
    for part in expect.first:
        if not rows or plain(part) not in rows[0]:
            yield f"the first row is {rows[0] if rows else 'missing'}, not {part!r}"
        if plain(part) not in plain(answer.text):
            yield f"the text does not name {part!r}"
    if expect.rows is not None:
        missing, more = _paired([plain(r) for r in expect.rows], rows)
        yield from (f"the row {row!r} is missing" for row in missing)
        yield from (f"the row {row!r} does not belong" for row in more)
    if expect.row_ids is not None:
        names = {row.id: f"{row.university} | {row.title}" for row in given}
        missing_ids = [i for i in expect.row_ids if i not in names]
        yield from (f"the row {i} is missing" for i in missing_ids)
        yield from (
            f"the row {names[i]!r} does not belong" for i in names.keys() - {*expect.row_ids}
        )
        if len(given) > len(names):
            yield "a row stands there twice"
    for part in expect.has_rows:
        if not any(plain(part) in row for row in rows):
            yield f"the row {part!r} is missing"


def _paired(wanted: Sequence[str], rows: Sequence[str]) -> tuple[list[str], list[str]]:
    """Wanted rows without a partner, and rows that nobody wanted; each row serves once."""
    left = sorted(rows, key=len)
    missing = []
    # The longest first: a short name fits many rows, a long one only its own.
    for part in sorted(wanted, key=len, reverse=True):
        partner = next((row for row in left if part in row), None)
        if partner is None:
            missing.append(part)
        else:
            left.remove(partner)
    return missing, left


def _text(expect: Expect, answer: AskResponse) -> Iterator[str]:
    said = _MARKS.sub(" ", answer.text)
    stated, text = figures(said), plain(said)
    for number in expect.numbers:
        if not states(stated, number):
            yield f"the figure {number:,} is not stated"
    for choices in map(choices_of, expect.text):
        if not any(plain(choice) in text for choice in choices):
            yield f"the text lacks {' or '.join(map(repr, choices))}"
    for part in expect.not_text:
        if plain(part) in text:
            yield f"the text says {part!r}"


def _values(expect: Expect, answer: AskResponse) -> Iterator[str]:
    sentences = [segment.text for segment in answer.segments]
    return (problem for value in expect.values for problem in misstated(value, sentences))


def _evidence(expect: Expect, answer: AskResponse) -> Iterator[str]:
    quotes = [plain(c.quote) for c in answer.citations]
    for choices in map(choices_of, expect.evidence):
        if not any(plain(choice) in quote for choice in choices for quote in quotes):
            yield f"no citation quotes {' or '.join(map(repr, choices))}"
    words = len(_MARKS.sub(" ", answer.text).split())
    if expect.evidence and (words > MAX_WORDS or len(quotes) > MAX_CITATIONS):
        yield f"it pours out {words} words with {len(quotes)} citations"


def choices_of(given: str | list[str]) -> list[str]:
    """The texts of which one is enough."""
    return [given] if isinstance(given, str) else given


_CHECKS: tuple[Callable[[Expect, AskResponse], Iterator[str]], ...] = (
    _whole,
    _status,
    _rows,
    _text,
    _values,
    _evidence,
)
