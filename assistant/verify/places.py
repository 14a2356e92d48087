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
from vectorstore.text import words

_SENTENCE = re.compile(r"(?<=[.!?])[\"')\]]*\s+(?=[A-Z\"'(\u2018\u201c\d$])|\n+")
_STOP = re.compile(r"(?<=;)\s+")


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
    context = [item.section, item.page.title]
    required: list[str] = []
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
        required += [q for q in claim.qualifiers if words(q)]
    shared = stems_of(" ".join(context))
    needed, quote = stems_of(" ".join(required)), item.quote
    parts = [" ".join(quote.split())] if claim is not None else _sentences(quote)
    for part in filter(words, map(canonical, parts)):
        made = parted(part)
        if not made.contrasted:
            yield Place(part, stems_of(part), figures(part), shared, needed, part)
        for one in made.statements if len(made.statements) > 1 else ():
            known = shared | (stems_of(one.context) - _HOW_MANY)
            yield Place(
                one.text, stems_of(one.text), figures(one.text), known, needed, part, simple=True
            )


_HOW_MANY = stems_of("most many few some all every only no none each several both")
"""Of what a pronoun stands for they say how many: "some" are not "most"."""


def _sentences(quote: str) -> Iterable[str]:
    """The sentences of a quote; what a semicolon joins stays whole if it is read as clauses."""
    for sentence in _SENTENCE.split(quote):
        yield from [sentence] if parted(sentence).contrasted else _STOP.split(sentence)
