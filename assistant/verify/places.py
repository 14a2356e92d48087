"""What a quote says, place by place: its sentences and their simple statements, ready to compare.

Each place has the words that go with it: headings, the title of its page, a claim's label, and what
the pronouns of a statement stand for. Whether a sentence is borne out is decided in `quotes.py`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from assistant.figures import Figure, figures
from assistant.records import Item
from assistant.verify.canonical import canonical
from assistant.verify.propositions import parted
from assistant.verify.row_words import stems_of
from vectorstore.records import Claim
from vectorstore.text import words

_SENTENCE = re.compile(r"(?<=[.!?])[\"')\]]*\s+(?=[A-Z\"'(\u2018\u201c\d$])|\n+")
_STOP = re.compile(r"(?<=;)\s+")
_CELL = re.compile(r"[^:;]{1,60}: \S")
"""A cell of a table's row behind the words of its column."""


_LABELLED = re.compile(r"[^:;]+;[^:]{1,60}:\s\S*\d\S*$")
"""A cell whose label has a semicolon: "Hospitals; state and local: 80,910"."""


@dataclass(frozen=True, slots=True)
class Place:
    """One sentence of a quote, with the words that go with it."""

    text: str
    stems: frozenset[str]
    figures: tuple[Figure, ...]
    context: frozenset[str]
    """Stems of heading, page title, and the claim's entity, label and qualifiers."""
    required: frozenset[str]
    """Stems of a claim's qualifiers: its figure does not stand without one word of each."""
    sentence: str
    """The sentence that the text is a statement of, or is."""
    simple: bool = False
    """One statement of a sentence: all that it reserves goes for all that it says."""


def places_of(item: Item) -> Iterable[Place]:
    """The sentences of a quote; of a claim, label and value as one."""
    claim = item.claim
    shared = context_of(item)
    needed = stems_of(" ".join(claim.qualifiers if claim is not None else ()))
    for part in sentences_of(item):
        made = parted(part)
        if not made.contrasted:
            yield Place(part, stems_of(part), figures(part), shared, needed, part)
        for one in made.statements if len(made.statements) > 1 else ():
            known = shared | (stems_of(one.context) - _HOW_MANY)
            yield Place(
                one.text, stems_of(one.text), figures(one.text), known, needed, part, simple=True
            )


def sentences_of(item: Item) -> Iterable[str]:
    """The sentences of a quote in canonical form; of a claim the row or sentence it is of."""
    claim, quote = item.claim, item.quote
    parts = _row_of(claim, quote) if claim is not None else _sentences(quote)
    return filter(words, map(canonical, parts))


def context_of(item: Item) -> frozenset[str]:
    """Stems of an item's headings, page title, and of what its claim is about."""
    context = [item.section, item.page.title]
    if item.passage is not None:
        context += item.passage.heading_path
    claim = item.claim
    if claim is not None:
        context += [
            claim.entity,
            claim.label,
            *claim.qualifiers,
            *claim.heading_path,
            claim.attribute,
        ]
    return stems_of(" ".join(context))


_HOW_MANY = stems_of("most many few some all every only no none each several both")
"""Of what a pronoun stands for they say how many: "some" are not "most"."""


def _sentences(quote: str) -> Iterable[str]:
    """The sentences of a quote; what a semicolon joins stays whole if it is read as clauses."""
    for sentence in _SENTENCE.split(quote):
        cells = cells_of(sentence)
        if len(cells) > 1:
            yield from cells
        else:
            whole = parted(sentence).contrasted or _LABELLED.match(sentence)
            yield from [sentence] if whole else _STOP.split(sentence)


def _row_of(claim: Claim, quote: str) -> Iterable[str]:
    """The quote of a claim; of a table's row only the cell that the claim is of."""
    whole = " ".join(quote.split())
    cells = cells_of(whole)
    own = [c for c in cells if claim.text in c] if len(cells) > 1 else []
    return own[-1:] or [whole]


def cells_of(text: str) -> list[str]:
    """A table's row cell by cell, each behind its column and the words that begin the row.

    The figure of one column must not be told of another. Anything else comes back whole.

    >>> cells_of("Newly qualified; Regional firm: 34,000; City firm: 52,000")
    ['Newly qualified; Regional firm: 34,000', 'Newly qualified; City firm: 52,000']
    """
    fields = [field.rstrip(";") for field in _STOP.split(text)]
    first = next((n for n, f in enumerate(fields) if _CELL.match(f) and figures(_value(f))), None)
    if first is None or not all(_CELL.match(f) for f in fields[first:]) or len(fields) < first + 2:
        return [text]
    return ["; ".join((*fields[:first], cell)) for cell in fields[first:]]


def _value(field: str) -> str:
    return field.partition(": ")[2]
