"""A question to the prose, read against one snapshot: its terms, its subject, what it wants.

The first half of `find_guides.py`; retrieves nothing.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from assistant.grounding import Relation, Term, is_role, read_terms
from assistant.guide_index import GuideIndex
from assistant.measures import Wants, counted_in, is_headline, measure_of, wants
from assistant.page_names import NamedPage
from assistant.records import GuideAsk
from assistant.stemming import stems
from vectorstore.records import PageId

_SET_BESIDE = re.compile(
    r"\b(?:compare[ds]?|comparison|versus|vs|difference|differ)\b", re.IGNORECASE
)


NAMING_WEIGHT = 0.15
"""Of a word that names the page, on that page: its title has bound it."""


@dataclass(frozen=True)
class GuideQuestion:
    """A guide ask as read: what to look for and what must be found."""

    text: str
    """The question without its carried context."""
    search_text: str
    """What the retriever gets: the carried context, then the question."""
    vector: NDArray[np.float32]
    """(dim,) of `search_text`, L2-normalised."""
    relation: Relation
    named: tuple[NamedPage, ...]
    """Pages that it names, in the order named."""
    measure: str | None
    """The claim attribute it asks for."""
    wants: Wants
    counted: str | None
    """Stem of what "how many X" counts."""
    headline: bool
    """Asks for the labelled figures at the top."""

    _weights: dict[PageId, NDArray[np.float32]] = field(default_factory=dict, compare=False)

    @cached_property
    def pages(self) -> tuple[PageId, ...]:
        """Pages named, without repeats."""
        return tuple(dict.fromkeys(n.page_id for n in self.named))

    @cached_property
    def subject_stems(self) -> frozenset[str]:
        """Stems of the words that name pages: the title binds them."""
        return frozenset(s for n in self.named for s in n.stems)

    def weights_on(self, page_id: PageId) -> NDArray[np.float32]:
        """(terms,) how much each term decides on a page.

        Words that name the page hardly do, nor does asking what its subject does: that is the page.
        """
        if page_id not in self._weights:
            weights = self.relation.weights.copy()
            if page_id in self.pages:
                for at, term in enumerate(self.relation.terms):
                    if {term.stem, *term.expansion} & self.subject_stems or is_role(term):
                        weights[at] *= NAMING_WEIGHT
            self._weights[page_id] = weights
        return self._weights[page_id]


def read_question(ask: GuideAsk, index: GuideIndex) -> GuideQuestion:
    """The ask read against the snapshot; one call of the embedder."""
    context, text = _parts(ask)
    named = index.names.named_in(text)
    earlier = index.names.named_in(context) if context else ()
    terms = read_terms(text, context)
    if earlier and (not named or _SET_BESIDE.search(text)):
        named = (*earlier, *named)
    elif earlier:
        terms = _without(terms, earlier, text)
    unknown = [t.text for t in terms if t.text not in index.word_rows]
    search_text = f"{context} {text}".strip()
    vectors = index.embed([search_text, *unknown])
    term_vectors = index.lookup([t.text for t in terms])
    for word, vector in zip(unknown, vectors[1:], strict=True):
        term_vectors[[t.text for t in terms].index(word)] = vector
    return GuideQuestion(
        text=text,
        search_text=search_text,
        vector=vectors[0],
        relation=Relation(terms, term_vectors, index.lookup),
        named=named,
        measure=_measure(text, context),
        wants=wants(text),
        counted=counted_in(text),
        headline=is_headline(text),
    )


def _without(
    terms: tuple[Term, ...], earlier: tuple[NamedPage, ...], text: str
) -> tuple[Term, ...]:
    """The terms but those that only named the page of the earlier question."""
    gone = {s for named in earlier for s in named.stems} - set(stems(text))
    return tuple(t for t in terms if t.stem not in gone)


def _parts(ask: GuideAsk) -> tuple[str, str]:
    """(carried context, question); "earlier // follow-up" is read as both."""
    if ask.context:
        return ask.context, ask.text
    context, _, text = ask.text.rpartition(" // ")
    return context, text


def _measure(text: str, context: str) -> str | None:
    return measure_of(text) or (measure_of(context) if context else None)
