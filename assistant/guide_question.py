"""A question to the prose, read against one snapshot: its terms, its subject, what it wants.

The first half of `find_guides.py`; retrieves nothing.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from assistant.also_called import in_full_before, unclipped, written_out
from assistant.asking_words import SHARE_WORDS, asked_last, asks_anew, asks_for
from assistant.aspects import Aspect, aspect_asked, only_asks
from assistant.claim_names import of_part, part_meant
from assistant.corrections import corrected, without_denied
from assistant.described import description_in, page_described
from assistant.grounding import Relation, Term, is_role, read_terms
from assistant.guide_index import GuideIndex
from assistant.measures import (
    NUMERIC,
    Wants,
    comparison,
    counted_in,
    extreme_of,
    is_headline,
    measure_of,
    paid_end_of,
    plainly_why,
    questions_in,
    wants,
)
from assistant.page_names import NamedPage
from assistant.records import GuideAsk
from assistant.scopes import period_in
from assistant.stated_figures import without_untrue
from assistant.stemming import stem, stems
from assistant.trade_words import is_trade
from assistant.workplaces import without_workplaces
from vectorstore.frequency import zipf
from vectorstore.query import ClaimOp
from vectorstore.records import PageId
from vectorstore.text import fold

SET_BESIDE = re.compile(
    r"\b(?:compare[ds]?|comparison|versus|vs|difference|differ|than)\b", re.IGNORECASE
)

_WORD = re.compile(r"[^\W\d_][\w'\u2019]*")
_WHOLE = {"tech": "technicians", "rep": "representatives", "admin": "administrators"}
_CLIPPED = re.compile(rf"\b((?:[\w-]+ )?[\w-]+) ({'|'.join(_WHOLE)})\b", re.IGNORECASE)
_WHY = re.compile(
    r"\W*(?:and |but |so )?(?:why|how come)(?: is (?:that|it)| so| though| exactly)*\W*$",
    re.IGNORECASE,
)
_SHORT = re.compile(r"[a-z]{2,5}")
_RARE = 3.6
"""Zipf frequency under which a short word of a question may be a short form."""
_YEAR = re.compile(r"(?:19|20)\d\d")
_AMONG = re.compile(r"(?:out of|of|among(?:st)?|between|from)\b", re.IGNORECASE)
"""Opens a list of those whom a question is about: "out of welders, ..."."""
_SENTENCES = re.compile(r"[.!?;]\s+\S")

_ALL_OF_THEM = re.compile(
    r"\b(?:both|each|all|either|two|three|of (?:them|these|those))\b", re.IGNORECASE
)
"""Goes on about all that were named before."""
_PLACED_FIRST = re.compile(
    r"\W*(?:(?:and|but|or|what about|how about)\W+)*(?:in|at|for|within)\b", re.IGNORECASE
)
"""Opens a follow-up that only adds where: "and in hospitals?"."""
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
    untrue: tuple[str, ...] = ()
    """Figures that it states and the pages named do not hold; not part of `text`."""
    stated: str | None = None
    """The measure that these are stated of, where it asks for something else."""
    aspect: Aspect | None = None
    """What a section that answers is about; of the earlier question where only a page is named."""

    _weights: dict[PageId, NDArray[np.float32]] = field(default_factory=dict, compare=False)

    @cached_property
    def pages(self) -> tuple[PageId, ...]:
        """Pages named, without repeats."""
        return tuple(dict.fromkeys(n.page_id for n in self.named))

    @cached_property
    def extreme(self) -> ClaimOp | None:
        """LOWEST or HIGHEST where a share at that end of all who are paid is asked for."""
        found = extreme_of(self.text)
        if found is None and self.measure == "pay" and len(self.pages) == 1:
            return paid_end_of(self.text)
        return found

    @cached_property
    def one_sentence(self) -> bool:
        """Whether nothing is told before it is asked, or all of it is asked again."""
        alone = self.search_text.strip() == self.text.strip()
        if not alone and all(t.scene or _YEAR.fullmatch(t.text) for t in self.relation.terms):
            return True  # "and in 2023?" asks the same again
        return alone and not _SENTENCES.search(self.text)

    @cached_property
    def period(self) -> str | None:
        """The period for which pay is asked for: "hour", "week", "year"."""
        return period_in(self.text)

    def stems_naming(self, page_id: PageId) -> frozenset[str]:
        """Stems of the words that name this page."""
        return frozenset(s for n in self.named if n.page_id == page_id for s in n.stems)

    def stems_meant(self, page_id: PageId) -> frozenset[str]:
        """The same, an everyday word as what it stands for there: whom claims have to be about."""
        return frozenset(s for n in self.named if n.page_id == page_id for s in n.means or n.stems)

    @cached_property
    def described_stems(self) -> frozenset[str]:
        """Stems of the words that only describe whom it is about: they set no condition."""
        return frozenset(s for n in self.named if n.described for s in n.stems)

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
    """The ask read against the snapshot; one call of the embedder, more for a description."""
    context, text = _parts(ask)
    context = _in_full(context, index) if context else context
    if context and _WHY.match(text):  # "why?" asks for the reasons of what was told
        text = f"why {context.split('; ')[-1]}"
    text = plainly_why(corrected(unclipped(text)))
    text = without_denied(_in_full(text, index), index.names)
    named, earlier = _of_whom(text, context, index)
    stated = without_untrue(text, [index.pages[n.page_id].text for n in named or earlier])
    text = stated.text
    terms = _written_out(read_terms(text, context), [index.pages[n.page_id].text for n in named])
    if earlier and (not named or SET_BESIDE.search(text) or _AMONG.match(context)):
        named = (*earlier, *named)
    elif earlier:
        terms = _without(terms, earlier, text)
    if _YEAR.search(text):  # another year takes the place of the one asked for before
        terms = tuple(t for t in terms if not (t.scene and _YEAR.fullmatch(t.text)))
    again = _without_names(asked_last(context), earlier)
    if asks_anew(text):
        terms = _without_asking(terms, again, text)
    measure = _measure(_without_names(text, named), again)
    if measure in NUMERIC and not counted_in(text):
        terms = _limited(terms, text, _openings(named, index), measure)
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
        measure=measure,
        wants=wants(text),
        counted=counted_in(text),
        headline=is_headline(text),
        untrue=stated.untrue,
        stated=stated.measure,
        aspect=aspect_asked(text) or (aspect_asked(again) if _only_names(terms, named) else None),
    )


def _of_whom(
    text: str, context: str, index: GuideIndex
) -> tuple[tuple[NamedPage, ...], tuple[NamedPage, ...]]:
    """The pages that a question names or describes, and those of what was said before it."""
    of_people = measure_of(text) in NUMERIC
    fields = index.names.fields_in(text, of_people=of_people)
    named = index.names.named_in(text) or fields
    if named and (SET_BESIDE.search(text) or comparison(text) is not ClaimOp.COMPARE):
        apart = {at for hit in named for at in range(hit.first, hit.last + 1)}
        others = (f for f in fields if not apart & {*range(f.first, f.last + 1)})
        named = tuple(sorted((*named, *others), key=lambda hit: hit.first))
    earlier = _named_before(text, context, index)
    if earlier and _PLACED_FIRST.match(text) and not any(is_trade(n.said) for n in named):
        named = ()  # "in food manufacturing?" asks the same of those spoken of
    if context and not named and not earlier:
        earlier = _described(context, index)
    picked = [_picked(text, hit, index) for hit in earlier]
    if len(picked) == 1 and picked[0] is not None:
        return (picked[0],), earlier
    kept = without_workplaces(named, text, index.claims.get(named[0].page_id, ()) if named else ())
    named = tuple(of_part(hit, index.pages[hit.page_id], index.claims.get(hit.page_id, ()),
                          index.beside) for hit in kept)  # fmt: skip
    told = _described(text, index)
    if not named or {n.page_id for n in told} == {n.page_id for n in named}:
        named = (*named, *told)
    return named, earlier


def _picked(text: str, earlier: NamedPage, index: GuideIndex) -> NamedPage | None:
    """Those of the page before whom a follow-up picks out: "and the architects alone?"."""
    page = earlier.page_id
    return part_meant(text, index.pages[page], index.claims.get(page, ()), index.beside)


def _named_before(text: str, context: str, index: GuideIndex) -> tuple[NamedPage, ...]:
    """The pages that the last of the earlier questions names, if one does.

    All of them where the question sets several beside each other: "which of them earns more?".
    """
    several = SET_BESIDE.search(text) or comparison(text) is not ClaimOp.COMPARE
    if not context or several or _ALL_OF_THEM.search(text):
        return index.names.named_in(context) if context else ()
    parts = (index.names.named_in(part) for part in reversed(questions_in(context)))
    return next(filter(None, parts), ())


def _in_full(text: str, index: GuideIndex) -> str:
    """The text with one clipped word for somebody written out, where that names a page."""
    # "lab" before "technicians", if more is named by it
    text = max((text, *in_full_before(text)), key=lambda said: _said_by_names(said, index))
    return _CLIPPED.sub(
        lambda m: full if index.names.wholly(full := f"{m[1]} {_WHOLE[m[2].lower()]}") else m[0],
        text,
    )


def _said_by_names(text: str, index: GuideIndex) -> int:
    """How many words of a text the longest name of a page has."""
    named = index.names.named_in(text)
    return max((hit.last - hit.first + 1 - hit.gaps for hit in named), default=0)


def _only_names(terms: Sequence[Term], named: tuple[NamedPage, ...]) -> bool:
    """Whether a follow-up says nothing but whom it is about: "and waiters?"."""
    naming = {s for page in named for s in page.stems}
    return all(t.scene or t.stem in naming for t in terms)


def _described(text: str, index: GuideIndex) -> tuple[NamedPage, ...]:
    """The page of those whom a question only describes: "someone who fixes planes"."""
    told = description_in(text)
    page = page_described(told, index) if told else None
    return (
        ()
        if page is None
        else (NamedPage(page, 0, 0, frozenset(stems(told)), said=told, described=True),)
    )


def _written_out(terms: tuple[Term, ...], pages: Sequence[str]) -> tuple[Term, ...]:
    """The terms; short forms that the pages named only write out are met by these words."""
    return tuple(replace(t, expansion=long, exact=True) if (long := _long(t, pages)) else t
                 for t in terms)  # fmt: skip


def _long(term: Term, pages: Sequence[str]) -> tuple[str, ...]:
    """Stems of what a short form stands for on pages that do not hold it; none for other words."""
    rare = _SHORT.fullmatch(term.text) and zipf(term.text) < _RARE
    if not rare or term.expansion or _said(term.text, pages):
        return ()
    return stems(next(filter(None, (written_out(term.text, page) for page in pages)), ""))


def _said(word: str, pages: Sequence[str]) -> bool:
    return any(re.search(rf"\b{word}\b", page, re.IGNORECASE) for page in pages)


def _without(
    terms: tuple[Term, ...], earlier: tuple[NamedPage, ...], text: str
) -> tuple[Term, ...]:
    """The terms but those that only named the page of the earlier question."""
    gone = {s for named in earlier for s in named.stems} - set(stems(text))
    return tuple(t for t in terms if t.stem not in gone)


def _without_asking(terms: tuple[Term, ...], earlier: str, text: str) -> tuple[Term, ...]:
    """The terms but those that only asked for the measure or aspect of the earlier question."""
    measure, aspect, said = measure_of(earlier), aspect_asked(earlier), set(stems(text))
    return tuple(
        t
        for t in terms
        if t.stem in said
        or not t.scene
        or not (asks_for(t, measure) or (aspect and only_asks(aspect, t.stem)))
    )


def _openings(named: tuple[NamedPage, ...], index: GuideIndex) -> dict[str, frozenset[str]]:
    """What each of those named is called -> the stems of what its page says all of them do."""
    found = {}
    for n in named:
        page = index.pages[n.page_id]
        lines = (x for x in page.text.splitlines() if fold(x).startswith(f"{fold(page.title)} "))
        if n.said and not n.described:
            found[n.said] = frozenset(stems(next(lines, "")))
    return found


def _limited(
    terms: tuple[Term, ...], text: str, opening: Mapping[str, frozenset[str]], measure: str | None
) -> tuple[Term, ...]:
    """The terms; a word right before those who are named limits whose figure is asked for.

    Not one of what all of them do: "insurance claims adjusters".
    """
    before = {
        word
        for who, known in opening.items()
        for m in re.finditer(rf"([\w'\u2019]+) {re.escape(who)}\b", text)
        if stem(word := fold(m[1])) not in known
    }
    return tuple(
        replace(t, limit=True)
        if t.text in before and not t.text.isdigit() and not asks_for(t, measure)
        and t.stem not in SHARE_WORDS
        else t
        for t in terms
    )  # fmt: skip


def _parts(ask: GuideAsk) -> tuple[str, str]:
    """(carried context, question); "earlier // follow-up" is read as both."""
    if ask.context:
        return ask.context, ask.text
    context, _, text = ask.text.rpartition(" // ")
    return context, text


def _without_names(text: str, named: tuple[NamedPage, ...]) -> str:
    """The text without the words that name pages: a special education teacher asks no education."""
    gone = {s for page in named if not page.described for s in page.stems}
    return _WORD.sub(lambda m: "it" if stem(fold(m[0])) in gone else m[0], text)


def _measure(text: str, earlier: str) -> str | None:
    """What a question asks to be measured; one that asks for nothing asks as the earlier one.

    A share of all, and nothing else, is of pay; a reason is no measure.
    """
    if wants(text) is Wants.REASON:
        return None
    share = "pay" if extreme_of(text) and not earlier else None
    return measure_of(text) or (share if asks_anew(text) else share or measure_of(earlier))
