"""A sentence about labelled figures against the facts that it cites: the first reason why it fails.

"A earned more at the 2024 median, $78,770, than B, $69,060": each figure must be that of its own
name, of what it is called, of its year and unit; which way a trend or a comparison points is
computed, and so is a difference or a sum. Every other word is of a closed vocabulary.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from assistant.figures import Measure
from assistant.stemming import stem
from assistant.verify.desk import Desk
from assistant.verify.fact_exchanges import exchanged_labels, wrong_shares
from assistant.verify.fact_figures import MISCALLED, Bond, bonds, half_above
from assistant.verify.fact_reading import FactReading, Name, Word, Years, leaves_out, read_facts
from assistant.verify.fact_words import (
    DOWN,
    FRAME,
    GAP,
    HELD_BACK,
    HIGHER,
    KIND_WORDS,
    LARGE,
    LOWER,
    NAMING,
    NEGATION,
    OVER_YEARS,
    PAST,
    PROJECTED,
    SLIGHT,
    TOGETHER,
    UP,
)
from assistant.verify.facts import TRENDS, Fact, FactKind, facts_of


@dataclass(frozen=True, slots=True)
class Case:
    """A sentence before the facts that it cites."""

    reading: FactReading
    facts: Sequence[Fact]
    found: Sequence[Bond]
    """Of each figure."""


def wrong_facts(text: str, desk: Desk) -> str | None:
    """Why a sentence is not borne out by the labelled figures that it cites; None if it is."""
    facts = facts_of(desk.items)
    if not facts:
        return "it is about no labelled figures"
    reading = read_facts(text, facts)
    if any(f.measure is Measure.ORDINAL for f in reading.figures):
        return "it gives a place in an order"
    found = bonds(reading, facts)
    if isinstance(found, str):
        return found
    case = Case(reading, facts, found)
    return _wrong_names(case) or _first_wrong(case)


def _first_wrong(case: Case) -> str | None:
    checks: tuple[Callable[[Case], str | None], ...] = (
        _wrong_kinds,
        _wrong_years,
        _wrong_tones,
        _wrong_trends,
        _wrong_comparisons,
        lambda case: wrong_shares(case.reading, case.facts),
        _wrong_words,
    )
    return next((reason for check in checks if (reason := check(case))), None)


def contradicted(text: str, desk: Desk) -> str | None:
    """What labelled figures rule out: who employs whom exchanged, or a comparison turned round.

    Of a sentence without a word or a figure that is unknown here, whatever is wrong.
    """
    facts = facts_of(desk.items)
    if not facts:
        return None
    reading = read_facts(text, facts)
    found = bonds(reading, facts)
    case = Case(reading, facts, () if isinstance(found, str) else found)
    if _is_understood(case) and _wrong_names(case) in (None, _NO_FIGURE):
        if isinstance(found, str):
            return found if found.endswith(MISCALLED) else None
        return _first_wrong(case)
    if all(f.kind is FactKind.SHARE for f in facts) and (
        reason := wrong_shares(case.reading, case.facts)
    ):
        return reason
    if reason := exchanged_labels(case.reading, case.facts):
        return reason
    reason = _wrong_comparisons(case)
    return reason if reason == _TURNED else None


_LANGUAGE = FRAME.union(*KIND_WORDS.values(), HIGHER, LOWER, UP, DOWN, GAP, {"not", "all"})


def _is_understood(case: Case) -> bool:
    """Every word is of some vocabulary of facts."""
    reading = case.reading
    return all(
        w.text in _LANGUAGE or len(w.text) < 2 or _is_size(w, reading) for w in reading.words
    )


_NO_FIGURE = "it says no figure"
_TURNED = "the comparison points the wrong way"


def _wrong_names(case: Case) -> str | None:
    """Each part and each of several subjects is named, and nobody is left out of what is told."""
    reading, facts, found = case.reading, case.facts, case.found
    said = {n.said for n in reading.names}
    several = len({f.subject for f in facts}) > 1
    for fact in facts:
        if (fact.part or several) and fact.subject not in said:
            return "a name is missing"
        if fact.part and not leaves_out(fact.part, reading):
            return "what the name leaves out is not said"
    if len({f.of for f in facts}) > 1 and any(f.part for f in facts):
        return "parts of different things are told together"
    if not found and not reading.tones and not _moves(reading):
        return _NO_FIGURE
    return None


def _wrong_kinds(case: Case) -> str | None:
    reading, facts = case.reading, case.facts
    kinds = {f.kind for f in facts}
    if FactKind.SHARE in kinds and kinds != {FactKind.SHARE}:
        return "shares are told with something else"
    bare = reading.masked
    for kind in kinds:
        if not NAMING[kind].search(bare):
            return f"it does not say what the figure is of: {kind.value}"
    if any(f.median for f in facts) and "median" not in bare and not half_above(reading):
        return "it does not say that it is a median"
    by_label = OVER_YEARS.search(reading.text) and not PAST.search(bare)
    if any(f.projected for f in facts) and not (PROJECTED.search(bare) or by_label):
        return "it does not say that it is projected"
    if PROJECTED.search(bare) and not any(f.projected for f in facts):
        return "it is not projected"
    return None


def _wrong_years(case: Case) -> str | None:
    reading, facts, found = case.reading, case.facts, case.found
    for years in reading.years:
        own = _facts_at(years, reading, found) or tuple(facts)
        if not any(_is_of(years, fact, reading) for fact in own):
            return f"{reading.text[years.start : years.end]!r} is another time"
    for m in re.finditer(r"\bdecades?\b", reading.masked):
        spans = {f.years for f in facts if f.kind in TRENDS}
        if (
            m.group() != "decade"
            or any(len(s) < 2 or s[1] - s[0] != 10 for s in spans)
            or not spans
        ):
            return "it is no decade"
    return None


def _facts_at(years: Years, reading: FactReading, found: Sequence[Bond]) -> tuple[Fact, ...]:
    """The facts of the figure that a year goes with: in its stretch, else the one beside it."""
    for bond in found:
        start, end = reading.stretch(bond.figure)
        if start <= years.start < end:
            return bond.facts
    if years.lead in ("from", "over", "between", "to", "by") or len(years.years) > 1:
        return tuple(f for bond in found for f in bond.facts)
    behind = [b for b in found if b.figure.start >= years.end]
    return behind[0].facts if behind else found[-1].facts if found else ()


_AT_START = re.compile(
    r"\bthan (?:(?:there were|they were|it was) )?(?:in )?$|\bof $|\bfrom $|\bon $"
)


def _is_of(years: Years, fact: Fact, reading: FactReading) -> bool:
    if len(years.years) == 2:
        return years.years == fact.years
    year = years.years[0]
    if len(fact.years) < 2:
        return fact.years == (year,) and years.lead not in _LEADS_TO | {"from", "since"}
    every = [y for own in reading.years for y in own.years]
    if year == fact.years[1]:
        return years.lead in _LEADS_TO or (years.lead == "in" and fact.years[0] in every)
    at_start = bool(_AT_START.search(reading.text[: years.start]))
    ends = fact.years[1] in every or "decade" in reading.masked
    return year == fact.years[0] and at_start and ends


_LEADS_TO = frozenset({"by", "to", "until", "through"})


def _wrong_tones(case: Case) -> str | None:
    reading, facts = case.reading, case.facts
    held = {f.tone for f in facts if f.kind is FactKind.GROWTH}
    if any({tone} != held for tone in reading.tones):
        return "the comparison with the average is another one"
    return None


def _moves(reading: FactReading) -> list[tuple[Word, bool]]:
    """The words that say which way employment goes, and whether up."""
    return [(w, w.text in UP) for w in reading.words if w.text in UP | DOWN]


def _wrong_trends(case: Case) -> str | None:
    """Each word for a rise or a fall is of figures that rise or fall."""
    reading, facts, found = case.reading, case.facts, case.found
    trends = [f for f in facts if f.kind in TRENDS]
    held_back = HELD_BACK.search(reading.masked)
    if len(NEGATION.findall(reading.masked)) > (1 if held_back else 0) + _counting(reading):
        return "it denies what cannot be checked"
    if held_back and held_back["verb"] not in UP | DOWN:
        return "it denies what cannot be checked"
    several = len({f.subject for f in facts}) > 1
    ways = [(w.start, up) for w, up in _moves(reading)]
    if not several:
        ways += [(w.start, w.text == "more") for w in reading.words if w.text in _MORE]
    for at, up in ways:
        denied = held_back is not None and held_back.start() <= at < held_back.end()
        own = _moved_at(at, case) or trends
        if not trends or any(not _goes(f, up, denied) for f in own):
            return "it goes the other way"
    signed = [b for b in found if b.facts[0].kind in TRENDS and len(b.facts) == 1]
    if any(b.facts[0].falls for b in signed) and not any(not up for _, up in ways):
        return "a fall is told as a figure"
    return None


def _moved_at(at: int, case: Case) -> list[Fact]:
    """The trends of the figures in whose stretch a word for a rise or a fall stands."""
    near = (b for b in case.found if _within(at, case.reading.stretch(b.figure)))
    return [f for bond in near for f in bond.facts if f.kind in TRENDS]


def _within(at: int, span: tuple[int, int]) -> bool:
    return span[0] <= at < span[1]


_MORE = frozenset({"more", "fewer", "less"})


def _counting(reading: FactReading) -> int:
    return len(re.findall(r"\bnot (?:counting|quite)\b", reading.masked))


def _goes(fact: Fact, up: bool, denied: bool) -> bool:
    if denied:
        return fact.value <= 0 if up else fact.value >= 0
    return fact.value > 0 if up else fact.value < 0


def _wrong_comparisons(case: Case) -> str | None:
    """Each comparative between two names points from the one to the other as their figures do."""
    reading, facts = case.reading, case.facts
    subjects = {f.subject for f in facts}
    words = [w for w in reading.words if w.text in HIGHER | LOWER and not _before_years(w, reading)]
    if len(subjects) == 1:
        stray = [
            w for w in words if w.text not in _MORE or not any(f.kind in TRENDS for f in facts)
        ]
        return "it compares with nothing that is cited" if stray else None
    names = [n for n in reading.names if n.said in subjects]
    for word in words:
        if len(subjects) != 2 or (sides := _sides(word, names, reading)) is None:
            return "of a comparison only one side is known"
        one, other = sides
        pairs = [
            (a, b) for a in facts for b in facts
            if a.subject == one and b.subject == other and a.kind is b.kind
        ]  # fmt: skip
        if not pairs or any(not _fits(a, b, word, reading) for a, b in pairs):
            return _TURNED
    return None


def _before_years(word: Word, reading: FactReading) -> bool:
    """ "over 2024-34", "over the decade": when, and no comparison."""
    if word.text != "over":
        return False
    if re.match(r"\sthe (?:\w+ )?(?:decade|period)", reading.masked[word.end :]):
        return True
    between = (reading.masked[word.end : y.start] for y in reading.years if y.start > word.end)
    return any(re.fullmatch(r"\s(?:the (?:years? )?)?", b) for b in between)


_PASSIVE = re.compile(r"\b(?:is|are|was|were)\s(?:\w+\s)?$")


def _sides(
    word: Word, names: Sequence[Name], reading: FactReading
) -> tuple[tuple[str, ...], tuple[str, ...]] | None:
    """Who is ahead of whom: the name before the comparative, or the first one behind it."""
    before = [n for n in names if n.end <= word.start]
    own = before[-1] if before else next((n for n in names if n.start >= word.end), None)
    others = {n.said for n in names if own is not None and n.said != own.said}
    if own is None or len(others) != 1:
        return None
    other = next(iter(others))
    passive = _PASSIVE.search(reading.masked[: word.start]) and re.match(
        r"\sby\s", reading.masked[word.end :]
    )
    return (other, own.said) if passive else (own.said, other)


def _fits(one: Fact, other: Fact, word: Word, reading: FactReading) -> bool:
    a, b = _comparable(one, other)
    if a is None or b is None or one.years != other.years:
        return False
    ahead = a > b if word.text in HIGHER else a < b
    size = re.search(r"\b([a-z]+)\s(?:the\s)?$", reading.masked[: word.start])
    gap = abs(a - b) / max(abs(a), abs(b), 1e-9)
    if size and size[1] in SLIGHT:
        return ahead and gap <= 0.1
    return ahead and (gap >= 0.2 or not size or size[1] not in LARGE)


def _comparable(one: Fact, other: Fact) -> tuple[float | None, float | None]:
    """Values of both in one unit; of two falls how far each goes."""
    if one.kind in TRENDS:
        return (
            (one.figures[0].low, other.figures[0].low) if one.falls == other.falls else (None, None)
        )
    for a in one.figures:
        for b in other.figures:
            if a.period == b.period and a.measure is b.measure:
                return a.low, b.low
    return None, None


def _wrong_words(case: Case) -> str | None:
    """A word that is of no vocabulary of the facts' kinds."""
    reading, facts, found = case.reading, case.facts, case.found
    kinds = {f.kind for f in facts}
    known = FRAME.union(*(KIND_WORDS[k] for k in kinds), HIGHER, LOWER)
    if kinds & TRENDS:
        known |= UP | DOWN
    if any(len(b.facts) > 1 for b in found):
        known |= GAP
    together = [w for b in found if len(b.facts) > 1 for w in TOGETHER.findall(reading.masked)]
    known |= {w for said in together for w in said.split()}
    sizes = {w.start for w in reading.words if _is_size(w, reading)}
    if _counting(reading) or HELD_BACK.search(reading.masked):
        known |= {"not"}
    if half_above(reading):
        known |= {"all"}
    if "short" in {w.text for w in reading.words}:
        known |= {"fell", "falls"}
    if len(facts) == 1 and facts[0].kind is FactKind.SHARE and facts[0].value > 50:
        known |= {"most", "majority"}
    page = {s for f in facts for s in f.page if f.of != f.page}
    for word in reading.words:
        if word.text in known or word.start in sizes or len(word.text) < 2:
            continue
        if stem(word.text) in page and _of_page(word, reading, facts):
            continue
        return f"the word {word.text!r} is not borne out"
    return None


def _is_size(word: Word, reading: FactReading) -> bool:
    behind = re.match(r"\s(?:(?:a|the)\s)?([a-z]+)", reading.masked[word.end :])
    sized = behind is not None and behind[1] in HIGHER | LOWER
    return word.text in SLIGHT | LARGE and sized


def _of_page(word: Word, reading: FactReading, facts: Sequence[Fact]) -> bool:
    """The word is of the whole title of the page, said as those among whom they are."""
    among = re.search(r"\b(?:among|of)\s(?:the\s)?([a-z ,]+?),\s", reading.text)
    if among is None or not among.start() <= word.start < among.end():
        return False
    said = tuple(stem(w) for w in re.findall(r"[a-z]+", among[1]))
    return any(said == f.page for f in facts)
