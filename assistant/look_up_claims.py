"""Claims of a named page that answer a question by themselves ("how many bakers are there").

Part of `find_guides.py`, before its prose: a claim answers if it measures what is asked, if each of
its conditions is asked for ("the lowest 10 percent", "in hospitals"), and if it leaves no word of
the question unread. Words nothing.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace

from assistant.asking_words import DECIDES, SHARE_WORDS, asks_for
from assistant.guide_index import GuideIndex
from assistant.guide_question import GuideQuestion
from assistant.measures import (
    Wants,
    extreme_of,
    keeps_end,
    years_in,
)
from assistant.paraphrases import FRAME
from assistant.scopes import CURRENCIES, periods_in, ranks_in
from assistant.stemming import stem, stems
from assistant.whose import JOINING, OF_ROWS, USUAL, about, whose, without_exceptions
from vectorstore.records import Claim, PageId
from vectorstore.text import fold, words

OTHER_SUBJECT = "label_names_other_subject"
IN_WORDS = ("education", "training", "experience", "demand")
"""Attributes whose claims are words; sentences of the page say more."""
MOST_CLAIMS = 3
SURE = 0.85
"""Strength from which one word answers to another."""
_MOST_ROWS = 6
"""Rows of a table that are given together: the citations of an answer."""
_ENOUGH_OF_LABEL = 0.6
"""Share of a row's label that must be asked for: "hospitals" names "Hospitals; state and local"."""
OF_JUST_THEM = 2.0
"""Conditions asked for, all of them, from which a row is of just those who are meant."""
_ENTRY = stem("entry")
_SERVICES = frozenset(stem(w) for w in ("services", "industry", "industries", "sector"))
"""Words of rows by industry that say no more than that they are of one."""
_POINTS_ELSEWHERE = re.compile(r"see\b", re.IGNORECASE)
_OF_YEAR = re.compile(r"(?P<row>.+), (?P<year>(?:19|20)\d\d\S*)")
"""The label of a claim under a column that is a year."""
_HERE = frozenset(map(stem, "us usa america states country nation nationwide national".split()))
"""The country that a page with figures in US dollars speaks of."""


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
    """The claims that answer, those of just whom it names before the page's own; none if none does.

    More than one where the question names several rows of a table ("in hospitals or in schools"),
    or a part of what the page is about ("web developers" of a page on designers, too).
    """
    if question.measure is None:
        return ()
    for page in question.pages:
        if question.measure == "demand" and not _has(question, index, page):
            question = replace(question, measure="growth")  # it is told by how much they grow
        found = best_of(question, fits(question, index, page)) or _by_level(question, index, page)
        said = " ".join(part for c in found for part in (c.label, *c.qualifiers))
        if not found or (not keeps_end(question.text, said) and question.extreme is None):
            continue
        if not unread(question, index, page, found) and _told(question, found):
            return found
    return ()


def _has(question: GuideQuestion, index: GuideIndex, page: PageId) -> bool:
    return any(c.attribute == question.measure for c in index.claims.get(page, ()))


def _by_level(question: GuideQuestion, index: GuideIndex, page: PageId) -> tuple[Claim, ...]:
    """The figures of a page that gives its measure only by level: all rows of that section.

    Empty where there is another figure on the measure, or more rows than an answer holds.
    """
    if question.measure != "pay" or question.extreme or len(question.pages) > 1:
        return ()
    title = set(stems(index.pages[page].title))
    named = question.stems_meant(page)
    held = [c for c in index.claims.get(page, ()) if _measures(question, c)]
    own = [c for c in held if whose(c, title, named) in (0, 1) and c.low is not None]
    of_years = _of_years(question, [Fit(c, 0.0, 0) for c in own if is_row(c)])
    rows = [fit.claim for fit in _of_period(question, of_years)]
    first = [c for c in rows if c.heading_path == rows[0].heading_path]
    return tuple(first) if 1 < len(first) <= _MOST_ROWS else ()


def true_of_stated(question: GuideQuestion, index: GuideIndex) -> tuple[Claim, ...]:
    """The page's own claims on the measure that a question only states a figure of."""
    if question.stated is None:
        return ()
    of_stated = replace(question, measure=question.stated)
    found = (best_of(of_stated, fits(of_stated, index, page)) for page in question.pages)
    return next(filter(None, found), ())


def fits(question: GuideQuestion, index: GuideIndex, page: PageId) -> list[Fit]:
    """The claims of a page on the measure asked for whose conditions are asked for, best first."""
    title = set(stems(index.pages[page].title))
    named = question.stems_meant(page)
    found = []
    for claim in index.claims.get(page, ()):
        rank = whose(claim, title, named)
        if rank is None or not _measures(question, claim):
            continue
        if rank > 1 and fold(claim.entity) in index.beside:  # a group that they belong to
            continue
        known = title | about(claim) | question.described_stems
        asked = _conditions_asked(question, claim, known)
        if asked is not None:
            found.append(Fit(claim, asked, rank))
    if not any(f.rank == 0 or f.asked for f in found) and _is_told_apart(question, index, page):
        return []
    found = _without_groups(question, _of_years(question, found))
    fitting = _of_period(question, found)
    return sorted(fitting, key=lambda f: (-f.asked, not _says_period(f.claim), f.claim.start))


def _without_groups(question: GuideQuestion, found: list[Fit]) -> list[Fit]:
    """The fits without rows of several, where one is of just those who are meant."""
    meant = {n.page_id: n.means - JOINING for n in question.named if n.means}
    if not any(f.rank == 0 for f in found):
        return found
    return [
        f
        for f in found
        if f.rank == 0
        or not is_row(f.claim)
        or not meant.get(f.claim.page_id, {""}) < set(stems(f.claim.label))
    ]


def _says_period(claim: Claim) -> bool:
    """Whether a claim by the hour says so itself, not only the line over its table."""
    return claim.period != "hour" or "hour" in fold(f"{claim.label} {claim.text}")


def _is_told_apart(question: GuideQuestion, index: GuideIndex, page: PageId) -> bool:
    """Whether a page has a figure of just those who are meant: its own is none of theirs."""
    meant = {s for n in question.named if n.page_id == page for s in n.means} - JOINING
    return bool(meant) and any(
        c.attribute == question.measure and about(c) - JOINING == meant
        for c in index.claims.get(page, ())
    )


def _of_period(question: GuideQuestion, found: Sequence[Fit]) -> list[Fit]:
    """The fits for the period asked for; where none is, none by the hour if there are others.

    A figure without a period is one by the year, as far as anybody can tell.
    """
    if question.measure != "pay":
        return list(found)
    several = periods_in(question.text)
    if len(several) > 1:  # "the hourly rate and the yearly one"
        return [f for f in found if f.claim.period in several]
    just_theirs = [f for f in found if f.rank == 0 or f.asked >= OF_JUST_THEM]
    if question.period == "year":
        fitting = [f for f in found if f.claim.period in ("year", None)]
        # Their own by the hour tells more of them than what all of a page earn in a year.
        return fitting if any(f in fitting for f in just_theirs) else (just_theirs or fitting)
    if question.period:
        return [f for f in found if f.claim.period == question.period]
    others = [f for f in found if f.claim.period != "hour"]
    if not any(f in others for f in just_theirs):  # what is known of them is by the hour
        others = [f for f in found if f in others or f in just_theirs]
    return others or list(found)


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
    projected = [f for f in kept if "projected" in fold(f.claim.label)]
    return [f for f in projected if asked and asked <= years_of(f.claim)] or kept


def is_unconditional(claim: Claim, title: set[str]) -> bool:
    """Whether a claim is a page's own, as a whole and of all whom it is about."""
    said = (claim.label, *claim.qualifiers)
    if OTHER_SUBJECT in claim.flags or _POINTS_ELSEWHERE.match(claim.text) or is_row(claim):
        return False
    if extreme_of(" ".join(said)) is not None or ranks_in(claim.label):
        return False
    label = fold(claim.label)
    if (claim.attribute == "jobs" and "projected" in label) or (
        claim.attribute == "pay" and "entry" in label
    ):
        return False
    known = title | about(claim)
    usual = all(_is_usual(w, known) for part in said for w in words(without_exceptions(part)))
    return usual and whose(claim, title, ()) == 1


def _measures(question: GuideQuestion, claim: Claim) -> bool:
    told = claim.attribute == question.measure and OTHER_SUBJECT not in claim.flags
    return told and not _POINTS_ELSEWHERE.match(claim.text)


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
    if is_row(claim):
        return _row_asked(question, claim, known)
    said = map(without_exceptions, (claim.label, *claim.qualifiers))
    conditions = [w for part in said for w in words(part) if not _is_usual(w, known)]
    if claim.attribute == "pay":  # but of education it is no condition
        conditions += [w for w in words(label) if stem(w) == _ENTRY]
    if claim.attribute == "jobs" and "projected" in label:
        conditions += [] if years_of(claim) & years_in(question.text) else ["projected"]
    if not conditions:
        return 0.0
    share = _share_met(question, conditions, known)
    return share * 2 if share == 1.0 else None


def _row_asked(question: GuideQuestion, claim: Claim, known: set[str]) -> float | None:
    """The same for a row: most of its label is asked for, or all up to a bracket or semicolon."""
    label = without_exceptions(claim.label)
    meant = [n.means - JOINING for n in question.named if n.page_id == claim.page_id and n.means]
    if any(m <= set(stems(label)) and m - known for m in meant):  # bricklayers: brickmasons
        return 2.0
    telling = (w for w in words(label) if not w[0].isdigit())
    conditions = [w for w in telling if stem(w) not in known | OF_ROWS]
    if not conditions:
        return 0.0 if whose(claim, known, known) is not None else None
    share = _share_met(question, conditions, known)
    first = [w for w in words(re.split(r"[;(]", label)[0]) if w in conditions]
    first = [w for w in first if stem(w) not in _SERVICES] or first
    begins = bool(first) and _share_met(question, first, known) == 1.0
    return max(share, 0.9 if begins else 0.0) * 2 if share >= _ENOUGH_OF_LABEL or begins else None


def _share_met(question: GuideQuestion, asked: Sequence[str], known: set[str]) -> float:
    """Share of these words that the asking clauses hold, apart from words that name pages.

    "Construction" asks for no industry where construction managers are asked for.
    """
    met = question.relation.strengths([[w] for w in asked]) >= SURE
    usable = [
        at
        for at, term in enumerate(question.relation.terms)
        if term.stem not in known
        and (term.limit or term.stem not in question.subject_stems)
        and (question.one_sentence or not term.scene)
    ]
    said = set(words(question.text)) & FRAME  # "state" and "information" are no terms
    found = [w in said or bool(met[at, usable].any()) for at, w in enumerate(asked)]
    return sum(found) / len(found)


def _is_usual(word: str, known: set[str]) -> bool:
    return stem(word) in USUAL | known or word[0].isdigit() or word in FRAME


def best_of(question: GuideQuestion, found: Sequence[Fit]) -> tuple[Claim, ...]:
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
            row += f" {fit.claim.period}" if len(periods_in(question.text)) > 1 else ""
            chosen.setdefault((fit.rank, row), fit.claim)
    if not most and nearest > 1:
        return ()
    ordered = sorted(chosen.items(), key=lambda kept: (kept[0][0], kept[1].start))
    return tuple(_distinct([claim for _, claim in ordered]))[:MOST_CLAIMS]


def _distinct(claims: Sequence[Claim]) -> list[Claim]:
    """The claims without those that only repeat the figures of one before."""
    found: dict[tuple[object, ...], Claim] = {}
    for claim in claims:
        figure = (claim.low, claim.high, claim.unit)
        found.setdefault(figure if claim.low is not None else (claim.text,), claim)
    return list(found.values())


def is_row(claim: Claim) -> bool:
    """A row of a table by industry, place or kind of employer: its label is a condition.

    What a sentence says under no label but the measure's name is none: "2,400 openings".
    """
    return claim.label != claim.attribute and any(
        fold(q) == fold(claim.label) for q in claim.qualifiers
    )


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
        for w in words(without_exceptions(part))
    ]
    met = question.relation.strengths([said])[0] >= SURE
    said_stems = set(map(stem, said))
    years = {year for c in claims for year in years_of(c)}
    dollars = any(c.unit == "USD" for c in claims) or bool(years)
    of_rows = any(map(is_row, claims))
    left = []
    for at, term in enumerate(question.relation.terms):
        names = term.stem in question.subject_stems
        decides = (term.weight >= DECIDES or term.limit) and (
            question.one_sentence or not term.scene
        )
        if term.stem in known or not (decides or names):
            continue
        if term.text.isdigit() and len(term.text) == 4:
            read = term.text in years
        else:
            read = term.stem in said_stems if names else met[at] or asks_for(term, question.measure)
            read = read or (dollars and term.stem in _HERE)
            read = read or (of_rows and term.stem in _SERVICES)
            unit = CURRENCIES.get(term.text)
            read = read or (unit is not None and all(c.unit == unit for c in claims))
            read = read or (question.extreme is not None and term.stem in SHARE_WORDS)
        if not read:
            left.append(term.text)
    return tuple(left)


def years_of(claim: Claim) -> set[str]:
    """The years that a claim names."""
    parts = (claim.label, claim.text, *claim.qualifiers, *claim.heading_path)
    return {year for part in parts for year in years_in(part)}


def _told(question: GuideQuestion, claims: Sequence[Claim]) -> bool:
    """Whether claims are of the kind wanted: no words where a figure or a time is asked for."""
    if question.measure == "experience" or question.wants is not Wants.FIGURE:
        return True
    return all(c.low is not None for c in claims)
