"""Labelled figures of pages as typed facts: of whom, what, when, in which unit and which way.

A claim in prose is none: its sentence is proven word by word (`quotes.py`). A fact is a label with
its value, or a cell behind its row, whose words say nothing but what the claim was read as.
`fact_sentences.py` holds sentences against facts.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from assistant.figures import Figure, Measure, figures
from assistant.records import Item
from assistant.stemming import stem
from assistant.verify.text import mask, plain
from vectorstore.records import Claim


class FactKind(StrEnum):
    """What a fact is a figure of."""

    PAY = "pay"
    GROWTH = "growth"
    CHANGE = "change"
    """In jobs."""
    JOBS = "jobs"
    SHARE = "share"
    """Of those whom its entity names: employed by the part."""


_KINDS = {
    "pay": FactKind.PAY,
    "growth": FactKind.GROWTH,
    "change": FactKind.CHANGE,
    "jobs": FactKind.JOBS,
    "employers": FactKind.SHARE,
}

TRENDS = frozenset({FactKind.GROWTH, FactKind.CHANGE})
"""Kinds that go one way or the other."""


@dataclass(frozen=True, slots=True)
class Fact:
    """One labelled value."""

    kind: FactKind
    of: tuple[str, ...]
    """Stems of the words that name whom it is about."""
    page: tuple[str, ...]
    """Stems of the title of its page."""
    part: tuple[str, ...]
    """Stems of the words of the part that it is of: an employer, an industry; empty for none."""
    figures: tuple[Figure, ...]
    """Its value, without sign; more than one if it is given per year and per hour."""
    years: tuple[int, ...]
    """The year it is of, or the first and the last of its period; empty if none is written."""
    tone: str
    """ "much faster", "as fast": how a growth is said to compare with the average; else empty."""
    falls: bool
    """Its value is below zero."""
    median: bool
    """It is called a median."""
    projected: bool
    """It is called a projection, or is one by its kind."""

    @property
    def subject(self) -> tuple[str, ...]:
        """What tells it from other facts of its kind: the part, else whom it is about."""
        return self.part or self.of

    @property
    def value(self) -> float:
        """Its first figure, with its sign."""
        return -self.figures[0].low if self.falls else self.figures[0].low


_WORD = re.compile(r"[a-z]+(?:n't)?")
_OWNED = re.compile(r"(?<=[a-z])'s\b|'(?=\s|$)")


def name_words(text: str) -> tuple[str, ...]:
    """The stems of the words of a name.

    >>> name_words("Soil and Plant Scientists'")
    ('soil', 'and', 'plant', 'scientist')
    """
    return tuple(stem(w) for w in _WORD.findall(_OWNED.sub("", plain(text))))


def facts_of(items: Sequence[Item]) -> tuple[Fact, ...] | None:
    """The facts of cited items, one of each; None if any of them is none."""
    found = [fact_of(item) for item in items]
    return tuple(f for f in found if f is not None) if all(found) else None


def fact_of(item: Item) -> Fact | None:
    """The fact that an item is; None for prose, text values and limits."""
    claim = item.claim
    kind = _KINDS.get(claim.attribute) if claim is not None else None
    if claim is None or kind is None or claim.low is None or claim.low != claim.high:
        return None
    value = _value_of(claim, item.quote)
    found = _figures_of(claim, value) if value is not None else ()
    part = _part_of(claim, kind)
    if not found or claim.open_ended or claim.flags or part is None:
        return None
    said = plain(" ".join((claim.label, *claim.qualifiers)))
    return Fact(
        kind,
        name_words(claim.entity),
        name_words(item.page.title),
        part,
        found,
        _years_of(said),
        tone_of(value or ""),
        claim.low < 0,
        "median" in said,
        kind in TRENDS or "project" in said,
    )


def _value_of(claim: Claim, quote: str) -> str | None:
    """The value of a label, where the quote holds nothing else; None for prose."""
    text, label = plain(quote).strip(), plain(claim.label).strip()
    if text.startswith(label):
        value = text[len(label) :]
    elif text.endswith(label):
        value = text[: -len(label)]
    else:
        return None
    rest = mask(value, ((f.start, f.end) for f in figures(value))).replace("\x01", " ")
    rest = re.sub(r"\([^()]*\)|\bper (?:year|hour)\b|[\s:;|$%,.-]", "", rest)
    return None if rest else value


def _figures_of(claim: Claim, value: str) -> tuple[Figure, ...]:
    """The figures of a value, in the unit that its table gives it."""
    found = figures(value)
    if any(f.is_range or f.measure is Measure.ORDINAL for f in found):
        return ()
    return tuple(_in_unit(f, claim) for f in found)


def _in_unit(figure: Figure, claim: Claim) -> Figure:
    out = figure
    if claim.unit == "percent" and out.measure is Measure.NUMBER:
        out = replace(out, measure=Measure.PERCENT)
    if claim.unit == "USD" and out.measure is Measure.NUMBER:
        out = replace(out, measure=Measure.MONEY, currency="$")
    if out.measure is Measure.MONEY and out.period is None:
        out = replace(out, period=claim.period)
    return out


_OF_VALUE = re.compile(
    r"\b(?:median|pay|wages?|salar(?:y|ies)|employment|projected|change|numeric|percent"
    r"|number of jobs|jobs?|job (?:outlook|growth)|outlook|growth|may|total)\b|%"
    r"|\b\d{4}(?:-\d{2,4})?\b|[\s,()]"
)


def _part_of(claim: Claim, kind: FactKind) -> tuple[str, ...] | None:
    """The part that a claim is of; None if it has a condition that its label does not say."""
    entity, label = plain(claim.entity), plain(claim.label)
    conditions = [plain(q) for q in claim.qualifiers]
    if any(_OF_VALUE.sub("", q) and q not in label for q in conditions):
        return None
    names_whole = label == entity or not _OF_VALUE.sub("", label)
    if kind is FactKind.SHARE:
        return name_words(claim.label)
    if names_whole:
        return ()
    return name_words(claim.label) if label in conditions else None


_YEARS = re.compile(r"\b((?:19|20)\d\d)(?:-(\d{4}|\d\d))?\b")


def _years_of(said: str) -> tuple[int, ...]:
    m = _YEARS.search(said)
    if m is None:
        return ()
    first = int(m[1])
    if m[2] is None:
        return (first,)
    return first, int(m[2]) if len(m[2]) == 4 else first // 100 * 100 + int(m[2])


TONE = re.compile(
    r"\b(?:about\s)?(?:(?P<much>much|far|considerably)\s)?(?:(?P<fast>faster|quicker)|(?P<slow>slower))"
    r"\s(?:than|versus)\s(?:the\s)?average(?:\s(?:for|of)\sall\soccupations)?"
    r"|\b(?P<little>little\sor\sno\schange)\b"
    r"|\b(?:about\s)?(?:as\s(?:fast|quick(?:ly)?)\sas|on\s(?:a\s)?par\swith|in\sline\swith"
    r"|at\sthe\s(?:rate|pace)\sof)\s(?:the\s)?average(?:\s(?:for|of)\sall\soccupations)?"
)
"""How a growth compares with the average."""


def tone_of(text: str) -> str:
    """The one way in which a text compares a growth with the average; empty if it does not.

    >>> tone_of("13% (Much faster than average)"), tone_of("on par with the average")
    ('much faster', 'as fast')
    """
    m = TONE.search(plain(text))
    if m is None:
        return ""
    if m["little"]:
        return "little"
    size = "much " if m["much"] else ""
    return f"{size}faster" if m["fast"] else f"{size}slower" if m["slow"] else "as fast"
