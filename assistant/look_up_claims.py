"""Claims of a named page that answer a question by themselves ("how many bakers are there").

Part of `find_guides.py`, before its prose: a claim answers if it measures what is asked, if each of
its conditions is asked for ("the lowest 10 percent", "in hospitals"), and if it leaves no word of
the question unread. Words nothing.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace

from assistant.grounding import Term, read_terms
from assistant.guide_index import GuideIndex
from assistant.guide_question import GuideQuestion
from assistant.measures import (
    Wants,
    asks_by_kind,
    comparison,
    extreme_of,
    measure_of,
    years_in,
)
from assistant.paraphrases import FRAME, classes_of
from assistant.scopes import CURRENCIES, ranks_in
from assistant.stemming import stem, stems
from vectorstore.query import ClaimOp
from vectorstore.records import Claim, PageId
from vectorstore.text import fold, words

OTHER_SUBJECT = "label_names_other_subject"
IN_WORDS = ("education", "training", "experience", "demand")
"""Attributes whose claims are words; sentences of the page say more."""
MOST_CLAIMS = 3
SURE = 0.85
"""Strength from which one word answers to another."""
_DECIDES = 0.3
"""Weight from which a word of the question must be read."""
_MOST_ROWS = 6
"""Rows of a table that are given together: the citations of an answer."""
_ENOUGH_OF_LABEL = 0.6
"""Share of a row's label that must be asked for: "hospitals" names "Hospitals; state and local"."""
_POINTS_ELSEWHERE = re.compile(r"see\b", re.IGNORECASE)
_USUAL = frozenset(
    stem(w)
    for w in """median annual annually yearly year hourly hour mean average typical wage wages
    salary pay compensation number of jobs job employment outlook percent percentage change numeric
    growth grow projected expected increase decline education entry level entry-level experience
    work related occupation training on-the-job on the in a an to for and or from about around
    approximately nearly almost more less than over may january february march april june july
    august september october november december held overall employers largest quick facts""".split()
)
"""Words of labels and conditions that set no claim apart from the others on its measure."""
_ASKING: dict[str, frozenset[str]] = {
    measure: frozenset(map(stem, said.split()))
    for measure, said in {
        "pay": "pay hour year month week day cash money bring home pull expect typical average rate"
        " worth people person well good",
        "growth": "grow decline future job demand employment change field fast quick decade ten 10"
        " next percent employ people worker number rate slow much fewer more less train",
        "jobs": "job people employ worker workforce big large size total hold exist current many"
        " headcount project future",
        "openings": "open vacancy job year average project expect available decade each employ",
        "change": "change employment job lost shed number numeric additional extra add gain lose"
        " new increase decrease project create fewer grow decline decade ten 10 next people employ"
        " worker need require",
        "employers": "employ employer industry share percent proportion fraction work worker large"
        " main hire people sector big top",
        "education": "degree need entry college university school level start begin enter formal"
        " study job work career master bachelor associate doctorate diploma gain"
        " hire field hold possess qualify education educate college",
        "training": "train job work need get receive occupation learn",
        "experience": "experience work job need previous relate occupation year field gain another"
        " hire",
        "demand": "demand market hire",
    }.items()
}
"""Words that ask for a measure, or go with asking for it: the claim itself answers to them."""
_OF_YEAR = re.compile(r"(?P<row>.+), (?P<year>(?:19|20)\d\d\S*)")
"""The label of a claim under a column that is a year."""
_HERE = frozenset(map(stem, "us usa america states country nation nationwide national".split()))
"""The country that a page with figures in US dollars speaks of."""


_JOINING = frozenset(map(stem, FRAME))


@dataclass(frozen=True, slots=True)
class Fit:
    """A claim and how well it fits a question."""

    claim: Claim
    asked: float
    """Conditions that it has and the question asks for."""
    rank: int
    """0 if it is about just what the question names, 1 for the page's own subject, 2 for a part of
    it that has the question's words in its name, 3 for any other part of it."""


def looked_up(question: GuideQuestion, index: GuideIndex) -> tuple[Claim, ...]:
    """The claims that answer, the page's own before those of a part of it; none if none does.

    More than one where the question names several rows of a table ("in hospitals or in schools"),
    or a part of what the page is about ("web developers" of a page on designers, too).
    """
    if question.measure is None:
        return ()
    for page in question.pages:
        found = _best(question, fits(question, index, page)) or _by_level(question, index, page)
        if found and not unread(question, index, page, found) and _told(question, found):
            return found
    return ()


def _by_level(question: GuideQuestion, index: GuideIndex, page: PageId) -> tuple[Claim, ...]:
    """The figures of a page that gives its measure only by level: all rows of that section.

    Empty where there is another figure on the measure, or more rows than an answer holds.
    """
    if question.measure != "pay" or question.extreme or len(question.pages) > 1:
        return ()
    title = set(stems(index.pages[page].title))
    named = question.stems_naming(page)
    held = [c for c in index.claims.get(page, ()) if _measures(question, c)]
    own = [c for c in held if _whose(c, title, named) in (0, 1) and c.low is not None]
    rows = [fit.claim for fit in _of_years(question, [Fit(c, 0.0, 0) for c in own if _is_row(c)])]
    first = [c for c in rows if c.heading_path == rows[0].heading_path]
    return tuple(first) if 1 < len(first) <= _MOST_ROWS else ()


def true_of_stated(question: GuideQuestion, index: GuideIndex) -> tuple[Claim, ...]:
    """The page's own claims on the measure that a question only states a figure of."""
    if question.stated is None:
        return ()
    of_stated = replace(question, measure=question.stated)
    found = (_best(of_stated, fits(of_stated, index, page)) for page in question.pages)
    return next(filter(None, found), ())


def fits(question: GuideQuestion, index: GuideIndex, page: PageId) -> list[Fit]:
    """The claims of a page on the measure asked for whose conditions are asked for, best first."""
    title = set(stems(index.pages[page].title))
    named = question.stems_naming(page)
    found = []
    for claim in index.claims.get(page, ()):
        rank = _whose(claim, title, named)
        if rank is None or not _measures(question, claim):
            continue
        asked = _conditions_asked(question, claim, title | set(stems(claim.entity)))
        if asked is not None:
            found.append(Fit(claim, asked, rank))
    found = _of_years(question, found)
    hourly = [f for f in found if f.claim.period == "hour"]
    if not question.hourly and len(hourly) < len(found):
        found = [f for f in found if f.claim.period != "hour"]
    elif question.hourly and hourly:
        found = hourly
    return sorted(found, key=lambda f: (-f.asked, f.claim.start))


def _of_years(question: GuideQuestion, found: Sequence[Fit]) -> list[Fit]:
    """The fits without those of other years than asked for, of a row that has one for each year.

    The latest where no year is asked for.
    """
    asked = years_in(question.text)
    latest: dict[str, str] = {}
    for fit in found:
        if of_year := _OF_YEAR.fullmatch(fit.claim.label):
            latest[of_year["row"]] = max(latest.get(of_year["row"], ""), of_year["year"])
    kept = []
    for fit in found:
        of_year = _OF_YEAR.fullmatch(fit.claim.label)
        wanted = asked or ({latest[of_year["row"]][:4]} if of_year else set())
        if of_year is None or wanted <= years_in(of_year["year"]):
            kept.append(fit)
    return kept


def _measures(question: GuideQuestion, claim: Claim) -> bool:
    told = claim.attribute == question.measure and OTHER_SUBJECT not in claim.flags
    return told and not _POINTS_ELSEWHERE.match(claim.text)


def _whose(claim: Claim, title: set[str], named: Collection[str]) -> int | None:
    """The rank of a claim by whom it is about; None for anyone but the page's subject."""
    entity = {s for s in stems(claim.entity) if s not in _USUAL and s not in _JOINING}
    asked = set(named) - _USUAL
    if entity and entity == asked:
        return 0
    if entity <= title <= entity | _USUAL | _JOINING:
        return 1
    if asked and asked <= entity:
        return 2
    return 3 if entity and entity <= title else None


def _conditions_asked(question: GuideQuestion, claim: Claim, known: set[str]) -> float | None:
    """How many conditions of a claim the question asks for; None if it has one that is not."""
    extreme = extreme_of(" ".join((claim.label, *claim.qualifiers)))
    if extreme is not None:
        return 1.0 if question.extreme == extreme else None
    if question.extreme is not None:
        return None
    label, ranks = fold(claim.label), ranks_in(claim.label)
    if ranks and ranks_in(question.text):
        return 2.0 if ranks & ranks_in(question.text) else None
    is_row = _is_row(claim)
    said = (claim.label,) if is_row else (claim.label, *claim.qualifiers)
    conditions = [w for part in said for w in words(part) if not _is_usual(w, known)]
    if claim.attribute == "jobs" and "projected" in label:
        conditions.append("projected")
    if not conditions:
        return 0.0 if not is_row or _whose(claim, known, known) is not None else None
    share = _share_met(question, conditions, known)
    least = _ENOUGH_OF_LABEL if is_row else 1.0
    first = [w for w in words(re.split(r"[;(]", claim.label)[0]) if not _is_usual(w, known)]
    begins = is_row and bool(first) and _share_met(question, first, known) == 1.0
    return max(share, 0.9 if begins else 0.0) * 2 if share >= least or begins else None


def _share_met(question: GuideQuestion, asked: Sequence[str], known: set[str]) -> float:
    """Share of these words that the asking clauses hold, apart from words that name the page."""
    met = question.relation.strengths([[w] for w in asked]) >= SURE
    usable = [
        t.stem not in known and (question.one_sentence or not t.scene)
        for t in question.relation.terms
    ]
    return float((met & usable).any(axis=1).mean())


def _is_usual(word: str, known: set[str]) -> bool:
    return stem(word) in _USUAL | known or word[0].isdigit() or word in FRAME


def _best(question: GuideQuestion, found: Sequence[Fit]) -> tuple[Claim, ...]:
    """The claims with most conditions asked for; one for each row and for each subject.

    Without a condition those of just what is asked for and of the page, else of the nearest.
    """
    most = found[0].asked if found else 0.0
    if question.measure == "employers" and not most:
        return ()
    near = [f for f in found if f.asked >= 0.9 * most]
    nearest = min((f.rank for f in near), default=0)
    chosen: dict[tuple[int, str], Claim] = {}
    for fit in near:
        if fit.rank == nearest or (not most and fit.rank <= 1):
            row = fold(fit.claim.label) if most > 1 else fold(fit.claim.entity)
            chosen.setdefault((fit.rank, row), fit.claim)
    if not most and nearest > 1:
        return ()
    ordered = sorted(chosen.items(), key=lambda kept: (-kept[0][0], kept[1].start))
    return tuple(_distinct([claim for _, claim in ordered]))[:MOST_CLAIMS]


def _distinct(claims: Sequence[Claim]) -> list[Claim]:
    """The claims without those that only repeat the figures of one before."""
    found: dict[tuple[object, ...], Claim] = {}
    for claim in claims:
        figure = (claim.low, claim.high, claim.unit)
        found.setdefault(figure if claim.low is not None else (claim.text,), claim)
    return list(found.values())


def most_of(question: GuideQuestion, index: GuideIndex, page: PageId) -> tuple[Claim, ...]:
    """The rows of a table that are highest or lowest ("who employs most bakers"), ties included.

    Shares of employers, or pay by industry where the question asks for an industry.
    """
    op = comparison(question.text)
    by_kind = question.measure == "pay" and asks_by_kind(question.text)
    if op is ClaimOp.COMPARE or not (by_kind or question.measure == "employers"):
        return ()
    title, named = set(stems(index.pages[page].title)), question.stems_naming(page)
    rows = [c for c in index.claims.get(page, ()) if c.attribute == question.measure and _is_row(c)]
    ranks = [_whose(c, title, named) for c in rows]
    best = min((r for r in ranks if r is not None), default=None)
    held = [c for c, rank in zip(rows, ranks, strict=True) if rank == best and c.low is not None]
    if best is None or not held or len({(c.unit, c.period) for c in held}) > 1:
        return ()
    ends = [c.low or 0.0 for c in held]
    end = max(ends) if op is ClaimOp.HIGHEST else min(ends)
    found = tuple(c for c in held if c.low == end)[:MOST_CLAIMS]
    known = named | title | _BY_KIND
    return () if words_unread(question, known, found) else found


def _is_row(claim: Claim) -> bool:
    """A row of a table by industry, place or kind of employer: its label is a condition."""
    return any(fold(q) == fold(claim.label) for q in claim.qualifiers)


_BY_KIND = frozenset(
    stem(w)
    for w in """industry sector employer setting branch kind type best most highest worst least
    lowest paid pays paying median better money offers""".split()
)
"""Words that ask for the row at one end of a table."""


def unread(
    question: GuideQuestion, index: GuideIndex, page: PageId, claims: Sequence[Claim]
) -> tuple[str, ...]:
    """The words of the question that neither name the page nor ask for these claims."""
    known = question.stems_naming(page) | set(stems(index.pages[page].title))
    return words_unread(question, known, claims)


def words_unread(
    question: GuideQuestion, known: Collection[str], claims: Sequence[Claim]
) -> tuple[str, ...]:
    """The deciding words that are neither known nor answered to by the claims."""
    said = [
        w
        for c in claims
        for part in (c.label, c.text, *c.qualifiers, *c.heading_path[1:], c.entity, c.period or "")
        for w in words(part)
    ]
    met = question.relation.strengths([said])[0] >= SURE
    said_stems = set(map(stem, said))
    years = {year for c in claims for year in years_of(c)}
    dollars = any(c.unit == "USD" for c in claims) or bool(years)
    asking = _ASKING.get(question.measure or "", frozenset())
    left = []
    for at, term in enumerate(question.relation.terms):
        names = term.stem in question.subject_stems
        decides = term.weight >= _DECIDES and (question.one_sentence or not term.scene)
        if term.stem in known or not (decides or names):
            continue
        if term.text.isdigit() and len(term.text) == 4:
            read = term.text in years
        else:
            read = term.stem in said_stems if names else met[at] or _asks(term, asking)
            read = read or (dollars and term.stem in _HERE)
            unit = CURRENCIES.get(term.text)
            read = read or (unit is not None and all(c.unit == unit for c in claims))
            read = read or (question.extreme is not None and term.stem in _SHARE_WORDS)
        if not read:
            left.append(term.text)
    return tuple(left)


_SHARE_WORDS = frozenset(
    stem(w)
    for w in """10 ten tenth percentile 10th 90th percent
    percentage decile lowest lowest-paid low bottom worst least
    poorest highest highest-paid high top best best-paid most paid earning end earner little under
    more minimum maximum ceiling floor""".split()
)


def _asks(term: Term, asking: frozenset[str]) -> bool:
    if term.stem in asking or stem(term.text) in asking:
        return True
    shared = frozenset().union(*(classes_of(s) for s in asking)) if asking else frozenset()
    return bool(term.classes & shared)


def years_of(claim: Claim) -> set[str]:
    """The years that a claim names."""
    parts = (claim.label, claim.text, *claim.qualifiers, *claim.heading_path)
    return {year for part in parts for year in years_in(part)}


def asks_nothing_else(text: str) -> bool:
    """Whether a question only asks for a measure: of whom, it leaves to what was said before.

    >>> asks_nothing_else("what degree is required?"), asks_nothing_else("which job pays best?")
    (True, False)
    """
    measure = measure_of(text)
    if measure is None or comparison(text) is not ClaimOp.COMPARE:
        return False
    asking = _ASKING.get(measure, frozenset())
    return all(_asks(t, asking) or t.weight < _DECIDES for t in read_terms(text))


def _told(question: GuideQuestion, claims: Sequence[Claim]) -> bool:
    """Whether claims are of the kind wanted: no words where a figure or a time is asked for."""
    if question.measure == "experience" or question.wants is not Wants.FIGURE:
        return True
    return all(c.low is not None for c in claims)
