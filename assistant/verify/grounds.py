"""The sentences of quotes as a sentence about prose is held against them, with what explains them.

Headings, titles and what the page says just before explain words; they state nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache

from assistant.figures import figures
from assistant.records import Item
from assistant.verify.operators import Told, told
from assistant.verify.places import context_of, sentences_of
from assistant.verify.row_words import stems_of
from assistant.verify.text import plain
from vectorstore.records import SourcePage
from vectorstore.text import words


@dataclass(frozen=True)
class Ground:
    """A sentence of a quote, with its figures and what explains its words."""

    told: Told
    context: frozenset[str]
    """Stems that explain its words: of headings, of its page, and `before`."""
    before: frozenset[str]
    """Stems of the sentence before it, for which its pronoun stands: they state nothing of it."""
    item: Item

    @cached_property
    def stems(self) -> frozenset[str]:
        """Stems of all its words, compounds taken apart."""
        return stems_of(self.told.text)


def grounds_of(items: Sequence[Item]) -> Iterator[Ground]:
    """The sentences of quotes, read."""
    for item in items:
        for text in sentences_of(item):
            before, known = _before(item, text), context_of(item) | _explained(item)
            yield Ground(told(text), known | before, before - known, item)


_STANDS_FOR = re.compile(
    r"^\W*(?:they|it|he|she|this|that|these|those|such|some|most|many|others?|all|both|each|one|their|its"
    r"|although|though)\b|\b(?:they|it|their|such)\b",
    re.IGNORECASE,
)
_CALLED = re.compile(
    r"\b(?:also |often |commonly |sometimes )?(?:called|known as)\s+[\"\u201c']?([a-z][a-z-]+)"
    r"|,\s(?:or|also)\s([a-z][a-z-]+),",
    re.IGNORECASE,
)
_MEASURES = frozenset({"median", "mean", "average"})
_ENDS = frozenset("lowest highest bottom top tenth percent".split())
"""A figure at an end is no median."""
_LEAD = 600


@lru_cache(maxsize=64)
def _family(page: SourcePage) -> frozenset[str]:
    """Words of a page that begin as a long word of its title does: "phlebotomy", phlebotomists."""
    roots = {w[:6] for w in words(page.title) if len(w) > 6}
    text = plain(page.text[:20000])
    return stems_of(
        " ".join(sorted({m for root in roots for m in re.findall(rf"\b{root}[a-z]*", text)}))
    )


def _before(item: Item, text: str) -> frozenset[str]:
    """What the page says just before a sentence that opens with a pronoun, or holds one."""
    if not _STANDS_FOR.search(text):
        return frozenset()
    lead = item.page.text[max(0, item.start - _LEAD) : item.start]
    part = re.split(r"(?<=[.!?:])\s+|\n+", lead.strip())[-1]
    return frozenset() if figures(part) else stems_of(part)


def _explained(item: Item) -> frozenset[str]:
    """What the page says elsewhere: names, and just before the one measure."""
    page, start = item.page.text, item.start
    lead = page[max(0, start - _LEAD) : start]
    out = stems_of(" ".join(g for m in _CALLED.finditer(page[:4000]) for g in m.groups() if g))
    out |= _family(item.page)
    measures = _MEASURES & set(words(lead))
    if len(measures) == 1 and not (_MEASURES | _ENDS) & set(words(item.quote)):
        out |= measures
    return out
