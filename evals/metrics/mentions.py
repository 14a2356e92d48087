"""Which rows a sentence names, where, and which parts of it speak of which row. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from assistant.api.wire import RowOut
from evals.metrics.expectation import plain
from evals.metrics.quantities import Quantity, quantities
from evals.metrics.shown import Shown, words_of

_HEADING = re.compile(r"“([^”]+)”")
_DIRECTLY = re.compile(r"(?: in total| (?:a|per) (?:year|semester|credit))?(?:\s*\(|,? for )")
"""What stands between a figure and the row that it is of: its basis, and a bracket or "for"."""
_BREAK = re.compile(r"[;:]")


@dataclass(frozen=True, slots=True)
class Mention:
    """A row named in a sentence."""

    start: int
    end: int
    rows: tuple[Shown, ...]
    """Cited rows of that name; empty if none is cited."""
    name: str


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure that a sentence states, with what stands around it."""

    of: Quantity
    before: str
    """The clause up to it, names of rows as blanks."""
    after: str
    """The clause behind it, names of rows as blanks."""
    owner: Mention | None
    """The row named last before it in its clause."""
    next: Mention | None
    """The row named directly behind it: "18,900 (X's Y)", "AUD 18,900 in total for X's Y"."""
    near: tuple[Mention, ...]
    """All rows named in its clause, else all behind it, else all before it."""
    earlier: Mention | None
    """The row named last before its clause, if a colon opens the clause."""


class Parsed:
    """A sentence taken apart."""

    def __init__(self, text: str, shown: Sequence[Shown], carried: Iterable[RowOut]) -> None:
        """`carried` are the rows that the answer carries, whose names are known if not cited."""
        self.text = text
        self.headings = tuple(m[1] for m in _HEADING.finditer(text))
        self._spans = [m.span() for m in _HEADING.finditer(text)]
        self.mentions = tuple(_mentions(text, shown, carried))
        taken = [*self._spans, *((m.start, m.end) for m in self.mentions)]
        taken += [span for m in self.mentions for span in _cells(text, m)]
        self._bare = _blanked(text, taken)
        self._breaks = [m.start() for m in _BREAK.finditer(_blanked(self._bare, _brackets(text)))]

    def figures(self) -> Iterator[Figure]:
        """The figures outside names and headings, in order."""
        for found in quantities(self._bare):
            start, end = self._clause(found.start)
            inside = [m for m in self.mentions if start <= m.start < end]
            before = [m for m in inside if m.end <= found.start]
            behind = [m for m in self.mentions if m.start >= found.end]
            past = [m for m in self.mentions if m.end <= start]
            opened = start > 0 and self.text[start - 1] == ":"
            yield Figure(
                found,
                self._bare[start : found.start],
                self._bare[found.end : end],
                before[-1] if before else None,
                self._directly_behind(found.end, behind),
                tuple(inside or behind or past),
                past[-1] if past and opened else None,
            )

    def words(self) -> Iterator[tuple[frozenset[str], Mention | None]]:
        """Folded words outside names, headings and figures, with the row they speak of."""
        bare = _blanked(self._bare, [(q.start, q.end) for q in quantities(self._bare)])
        at = 0
        for end in (*self._breaks, len(bare)):
            owner = None
            for mention in (m for m in self.mentions if at <= m.start < end):
                yield words_of(bare[at : mention.start]), owner
                at, owner = mention.end, mention
            yield words_of(bare[at:end]), owner
            at = end + 1

    def _clause(self, at: int) -> tuple[int, int]:
        start = max((b + 1 for b in self._breaks if b < at), default=0)
        return start, min((b for b in self._breaks if b >= at), default=len(self.text))

    def _directly_behind(self, end: int, behind: Sequence[Mention]) -> Mention | None:
        if not behind:
            return None
        between = self._bare[end : behind[0].start]
        return behind[0] if _DIRECTLY.fullmatch(between) else None


def _cells(text: str, mention: Mention) -> Iterator[tuple[int, int]]:
    """Codes in the bracket behind a row that a cited row of its name gives under that header.

    They tell rows apart and are no figures: "X's Y (Course Code 109725B, AUD 4,000)".
    """
    found = re.compile(r" \(([^()]*)\)").match(text, mention.end)
    at = found.start(1) if found else 0
    for part in found[1].split(", ") if found else ():
        header, _, cell = part.rpartition(" ")
        said = plain(f"{header}: {cell}")
        if header and any(said in row.quote for row in mention.rows):
            yield at + len(header) + 1, at + len(part)
        at += len(part) + 2


def _mentions(text: str, shown: Sequence[Shown], carried: Iterable[RowOut]) -> Iterator[Mention]:
    named = _named_in(text, shown, carried)
    taken: list[tuple[int, int]] = []
    for name in sorted(named, key=len, reverse=True):
        for found in re.finditer(re.escape(name), text):
            if all(found.end() <= a or found.start() >= b for a, b in taken):
                taken.append(found.span())
    for start, end in sorted(taken):
        yield Mention(start, end, tuple(named[text[start:end]]), text[start:end])


def _named_in(
    text: str, shown: Sequence[Shown], carried: Iterable[RowOut]
) -> dict[str, list[Shown]]:
    """Forms of the names in a text -> the rows cited that have them; none of one not cited."""
    known = [((row.university, row.title), None) for row in carried]
    pairs = [*known, *((name, s) for s in shown for name in s.names)]
    named: dict[str, list[Shown]] = {}
    for (university, title), row in pairs:
        if university in text and title in text:
            for form in _forms(university, title):
                named.setdefault(form, []).extend([row] if row else [])
    return named


def _forms(university: str, title: str) -> tuple[str, ...]:
    return f"{university}'s {title}", f"{university}' {title}", f"{title} at {university}"


def _brackets(text: str) -> list[tuple[int, int]]:
    return [found.span() for found in re.finditer(r"\([^()]*\)", text)]


def _blanked(text: str, spans: Iterable[tuple[int, int]]) -> str:
    for start, end in spans:
        text = text[:start] + " " * (end - start) + text[end:]
    return text
