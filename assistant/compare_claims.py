"""Claims set side by side: of several named pages, or the highest or lowest over all pages.

One claim a page, in one unit and period and if possible under one label, so that figures can be
compared. Part of `find_guides.py`; words nothing.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace

from assistant.asking_words import asks_of_no_jobs
from assistant.guide_index import SENTENCE, GuideIndex, Unit
from assistant.guide_question import SET_BESIDE, GuideQuestion
from assistant.look_up_claims import OF_JUST_THEM, fits, is_row, words_unread
from assistant.measures import asks_difference, comparison
from assistant.page_names import NamedPage
from assistant.paraphrases import FRAME
from assistant.stemming import stem, stems
from assistant.trade_words import parts_of
from vectorstore.query import ClaimOp, ClaimQuery
from vectorstore.records import Claim, PageId, SourceId
from vectorstore.text import fold, words

MOST_PAGES = 6
"""Pages set side by side: the citations of one answer."""
_RANKED = ("pay", "growth", "jobs", "openings", "change")
_LEAST_COVERAGE = 0.6
"""Share of the pages with a claim on the measure that must have it in the unit that is ranked."""
_COMPARING = frozenset(
    stem(w)
    for w in """compare comparison versus vs difference differ between gap more less most least
    higher highest lower lowest better best worse worst faster fastest quicker quickest slower
    slowest larger largest bigger biggest smaller smallest fewer fewest greater greatest top bottom
    strongest weakest paid paying earning growing among out-earn outearn earn ranking rank money
    decide choose pick together each both set apart tell distinguish""".split()
)
_ANY = frozenset(
    stem(w)
    for w in """occupation job career profession role position work field page guide trade all any
    overall whole list everyone anyone person people worker employee""".split()
)
"""What a superlative over all pages is asked of."""
_JOBS = frozenset(stem(w) for w in "occupation job career profession role trade".split())
_SURELY = 0.9
"""Weight from which an unread word makes it another question."""
_APART = re.compile(
    r"\b(?:vs\.?|versus|or|than|compared?|difference|gap|apart|distinguish\w*)\b", re.IGNORECASE
)
"""Between two parts of one title it sets them against each other."""
_DIFFERS = re.compile(
    r"\bdiffer(?:s|ent|ences?)?\b|\b(?:sets?|tells?|distinguish\w*)\b[^.?!]*\b(?:apart|from)\b",
    re.IGNORECASE,
)
_THAN = re.compile(r"\bthan\b", re.IGNORECASE)
_GROWS_AT_ALL = re.compile(r"\b(?:will|is|are) there (?:be )?(?:more|fewer|less)\b(?!.*\bthan\b)")
"""Asks whether there will be more, and not which is the most."""
_NAMED_WITHIN = 4
"""Words of a sentence among which it names whom it is about."""
_BESIDE = r"(?:or|vs\.?|versus|than|and|against|with|to|between|,|:)"


@dataclass(frozen=True, slots=True)
class Compared:
    """Claims side by side, in the order named."""

    query: ClaimQuery
    claims: tuple[Claim, ...]
    """One a page; for a superlative over all pages the winners only."""
    not_held: tuple[str, ...] = ()
    """What the question names beside them and no page speaks of."""
    ranked: tuple[Claim, ...] = ()
    """For a superlative over all pages: every claim that was compared."""


def compared(question: GuideQuestion, index: GuideIndex) -> Compared | None:
    """The claims of the pages named, or those that win over all pages.

    None where the question names no measure, where a page lacks such a claim, and where words are
    left that make it another question.
    """
    if question.measure is None or len(question.pages) > MOST_PAGES:
        return None
    if not question.pages:
        return _over_all(question, index)
    op = comparison(question.text)
    beside = op is not ClaimOp.COMPARE or bool(SET_BESIDE.search(question.text))
    beside = beside or asks_difference(question.text)
    if len(question.pages) == 1 and not (beside or names_parts(question, index)):
        return None
    parts = _of_parts(question, index)
    if not parts and (some := _of_some_parts(question, index)):
        return some
    held = parts or [_candidates(question, index, page) for page in question.pages]
    if not all(held):
        return None
    chosen = _alike(held)
    left = _left(question, index, chosen)
    missing = _named_beside(question.text, left)
    if (len(chosen) < 2 and not missing) or set(left) - {w for m in missing for w in words(m)}:
        return None
    if len({_basis(c) for c in chosen}) > 1 or any(c.low is None for c in chosen) or missing:
        op = ClaimOp.COMPARE
    query = ClaimQuery(op, question.measure, tuple(c.entity for c in chosen))
    return Compared(query, tuple(chosen), missing)


def openings(
    question: GuideQuestion, index: GuideIndex, sources: Collection[SourceId] = ()
) -> tuple[Unit, ...]:
    """What each of two pages opens with, where it is asked what sets those apart; else nothing.

    Of two that one page is about, what it says first of each.
    """
    outside = sources and any(index.pages[p].source_id not in sources for p in question.pages)
    if outside or not _asks_what_differs(question, index):
        return ()
    if len(question.pages) == 1:
        return _of_each_part(question, index)
    first = [next(filter(_opens, _units(index, page)), None) for page in question.pages]
    return tuple(unit for unit in first if unit is not None) if all(first) else ()


def _of_each_part(question: GuideQuestion, index: GuideIndex) -> tuple[Unit, ...]:
    """The first sentence on each of two that a page is about; none where one is not spoken of."""
    each = _each(question, index)
    if len(each) != 2:
        return ()
    telling = [one.stems - other.stems for one, other in (each, reversed(each))]
    found = [
        _first_on(own, other, index, question.pages[0]) for own, other in (telling, telling[::-1])
    ]
    return tuple(unit for unit in found if unit is not None) if all(found) else ()


def _first_on(
    own: frozenset[str], other: frozenset[str], index: GuideIndex, page: PageId
) -> Unit | None:
    """The first sentence of a page whose opening names these and not the others."""
    for unit in filter(_opens, _units(index, page)):
        said = set(stems(" ".join(unit.text.split()[:_NAMED_WITHIN])))
        if own and own <= said and not other & said:
            return unit
    return None


def _units(index: GuideIndex, page: PageId) -> Iterator[Unit]:
    return (unit for row in index.rows_of.get(page, ()) for unit in index.units(row))


def _opens(unit: Unit) -> bool:
    """Whether a unit can say what a page is about: a sentence that states no figure."""
    return bool(SENTENCE.search(unit.text)) and not unit.claims


def _asks_what_differs(question: GuideQuestion, index: GuideIndex) -> bool:
    """Whether it is asked what sets two pages apart, and of nothing in particular."""
    apart = len(question.pages) == 2 or names_parts(question, index)
    if question.measure or not apart or not _DIFFERS.search(question.text):
        return False
    titles = {s for page in question.pages for s in stems(index.pages[page].title)}
    return {t.stem for t in question.relation.terms} <= question.subject_stems | titles | _COMPARING


def kind_ranked(question: GuideQuestion) -> tuple[str, ...]:
    """The words for the kind of jobs of which the best is asked for; () if that is not asked.

    "Best paid jobs in IT": which pages are of that kind is not known, so no quote can tell.
    """
    ranked = comparison(question.text) is not ClaimOp.COMPARE and question.measure in _RANKED
    if ranked and not question.pages and (kind := asks_of_no_jobs(question.text)):
        return (kind,)
    if _GROWS_AT_ALL.search(fold(question.text)):
        return ()
    of_jobs = {t.stem for t in question.relation.terms} & _JOBS
    if not (ranked and of_jobs) or question.pages or question.extreme:
        return ()
    return (*words_unread(question, _COMPARING | _ANY, ()), *_in_capitals(question.text))


def _in_capitals(text: str) -> tuple[str, ...]:
    """Words of asking that are written as a field: "in IT" is no pronoun."""
    if text.isupper():
        return ()
    return tuple(w for w in re.findall(r"\b[A-Z]{2,}\b", text) if w.casefold() in FRAME)


def extremes(query: ClaimQuery, claims: Sequence[Claim]) -> tuple[Claim, ...]:
    """The claims that win a superlative, ties included; empty for a plain comparison."""
    if query.op not in (ClaimOp.HIGHEST, ClaimOp.LOWEST):
        return ()
    sign = 1 if query.op is ClaimOp.HIGHEST else -1
    ends = [_end(c, query.op) for c in claims]
    best = max(sign * e for e in ends)
    return tuple(c for c, e in zip(claims, ends, strict=True) if sign * e == best)


def _end(claim: Claim, op: ClaimOp) -> float:
    values = [v for v in (claim.low, claim.high) if v is not None]
    return max(values) if op is ClaimOp.HIGHEST else min(values)


def _candidates(question: GuideQuestion, index: GuideIndex, page: PageId) -> list[Claim]:
    """The claims of a page that may stand for it, its own before those of a part, in page order."""
    found = fits(question, index, page)
    own = [f for f in found if f.rank == 0] or [f for f in found if f.rank == 1]
    own = own or [f for f in found if f.asked]
    most = max((f.asked for f in own), default=0.0)
    kept = [f for f in own if f.asked == most and f.claim.text]
    return [f.claim for f in sorted(kept, key=lambda f: f.claim.start)]


def _of_parts(question: GuideQuestion, index: GuideIndex) -> list[list[Claim]]:
    """The claims of each of those on one page that the question names; empty if they have none.

    "Avionics technicians or aircraft mechanics": both are of one page, each with its own figures.
    """
    if not names_parts(question, index):
        return []
    held = [_of_one(named, question, index) for named in _each(question, index)]
    whom = [who for claims in held for who in _whom(claims)]
    return held if all(held) and len(set(whom)) == len(held) else []


def _of_one(named: NamedPage, question: GuideQuestion, index: GuideIndex) -> list[Claim]:
    """The claims of just one of those whom a page is about; empty where it has none of its own."""
    found = fits(replace(question, named=(named,)), index, named.page_id)
    rows = [f.claim for f in found if f.asked >= OF_JUST_THEM and is_row(f.claim)]
    if rows and len(_whom(rows)) == 1:
        return rows
    best = min((f.rank for f in found if f.rank in (0, 2)), default=None)
    of_part = [f.claim for f in found if f.rank == best and not f.asked and f.claim.text]
    return of_part if best is not None and len(_whom(of_part)) == 1 else []


def _of_some_parts(question: GuideQuestion, index: GuideIndex) -> Compared | None:
    """The figures of some of those set against each other, where the others have none: no verdict.

    The figure of the whole page is neither's.
    """
    if not names_parts(question, index):
        return None
    each = [(n, _of_one(n, question, index)) for n in _each(question, index)]
    told = tuple(claims[0] for _, claims in each if claims)
    missing = tuple(f"{question.measure} of {n.said}" for n, claims in each if not claims)
    whole = {fold(index.pages[page].title) for page in question.pages}
    if not told or not missing or _whom(told) & whole:
        return None
    query = ClaimQuery(ClaimOp.COMPARE, question.measure or "", tuple(c.entity for c in told))
    return Compared(query, told, missing)


def names_parts(question: GuideQuestion, index: GuideIndex) -> bool:
    """Whether several of those that one page is about are set against each other."""
    apart = _APART.search(question.text) or comparison(question.text) is not ClaimOp.COMPARE
    return bool(apart) and len(question.pages) == 1 and len(_each(question, index)) > 1


def _each(question: GuideQuestion, index: GuideIndex) -> list[NamedPage]:
    """Each of those that are named; of a title that sets its parts beside each other, the parts."""
    each = list({named.stems: named for named in question.named}.values())
    if len(each) > 1 or not each or not _APART.search(question.text):
        return each
    (whole,) = each
    parts = map(frozenset, map(stems, parts_of(index.pages[whole.page_id].title)))
    named = [replace(whole, stems=part, means=part) for part in parts if part <= whole.stems]
    return named if len(named) > 1 else each


def _whom(claims: Sequence[Claim]) -> set[str]:
    return {fold(c.label if is_row(c) else c.entity) for c in claims}


def _alike(held: Sequence[Sequence[Claim]]) -> list[Claim]:
    """One claim a page: of one label, unit and period; else of one unit and period; else first."""
    for key in (_key, _basis):
        shared = _shared([[key(c) for c in claims] for claims in held])
        if shared is not None:
            return [next(c for c in claims if key(c) == shared) for claims in held]
    return [claims[0] for claims in held]


def _key(claim: Claim) -> tuple[str | None, ...]:
    return fold(claim.label), claim.unit, claim.period


def _basis(claim: Claim) -> tuple[str | None, ...]:
    return claim.unit, claim.period


def _shared(held: Sequence[Sequence[tuple[str | None, ...]]]) -> tuple[str | None, ...] | None:
    """The key that every page has, the one that stands first on most."""
    spread = Counter(key for keys in held for key in set(keys))
    every = [key for key, pages in spread.items() if pages == len(held)]
    return min(every, key=lambda key: sum(keys.index(key) for keys in held), default=None)


def _left(question: GuideQuestion, index: GuideIndex, claims: Sequence[Claim]) -> tuple[str, ...]:
    """The words that make it another question: neither names, nor the measure, nor comparing."""
    titles = {s for page in question.pages for s in stems(index.pages[page].title)}
    known = question.subject_stems | titles | _COMPARING | _ANY
    heavy = {t.text: t for t in question.relation.terms}
    left = words_unread(question, known, claims)
    return tuple(w for w in left if heavy[w].scene or heavy[w].limit or heavy[w].exact
                 or heavy[w].weight >= _SURELY)  # fmt: skip


def _named_beside(text: str, left: Sequence[str]) -> tuple[str, ...]:
    """The unread words that stand where the other thing compared is named, as phrases."""
    if not left:
        return ()
    said = "|".join(re.escape(w) for w in left)
    run = rf"(?P<name>(?:{said})(?:[\s-]+(?:{said}))*)"
    after = rf"(?:^|\W){_BESIDE}\s+(?:an?\s+|the\s+)?{run}\b"
    before = rf"\b{run}\s*(?:,\s*)?\b(?:or|vs\.?|versus|and|against)\b"
    verb = rf"\b(?:is|does|do|are|would)\s+(?:an?\s+|the\s+)?{run}\b"
    found = [m["name"] for p in (after, before, verb) for m in re.finditer(p, fold(text))]
    return tuple(dict.fromkeys(found))


def _over_all(question: GuideQuestion, index: GuideIndex) -> Compared | None:
    """The highest or lowest of all pages' own claims; None if they are not of one kind."""
    op = comparison(question.text)
    if op is ClaimOp.COMPARE or question.measure not in _RANKED or question.extreme:
        return None
    if not {t.stem for t in question.relation.terms} & _ANY or asks_of_no_jobs(question.text):
        return None
    if _THAN.search(question.text):  # "more than nurses" is no end
        return None
    by_key: defaultdict[tuple[str | None, ...], dict[PageId, Claim]] = defaultdict(dict)
    pages: set[PageId] = set()
    for page in (page for page in index.claims if page not in index.twin_of):
        for fit in fits(question, index, page):
            if fit.rank == 1 and not fit.asked and fit.claim.low is not None:
                pages.add(page)
                by_key[_key(fit.claim)].setdefault(page, fit.claim)
    if not by_key:
        return None
    ranked = tuple(by_key[max(by_key, key=lambda key: len(by_key[key]))].values())
    query = ClaimQuery(op, question.measure or "")
    winners = extremes(query, ranked)
    if len(ranked) < max(2, _LEAST_COVERAGE * len(pages)) or len(winners) > MOST_PAGES:
        return None
    if words_unread(question, _COMPARING | _ANY, winners) or _in_capitals(question.text):
        return None
    return Compared(query, winners, ranked=ranked)
