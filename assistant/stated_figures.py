"""Figures that a question states of a page and the page does not hold ("earn only 200,000?").

Part of `guide_question.py`: such a figure is no word to look for. The measure that it is stated of
is looked up instead, and the figure is named as not held.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from assistant.measures import measure_of
from assistant.scopes import period_in

_FIGURE = re.compile(
    r"(?P<money>(?:us)?[$\u20ac\u00a3]\s?)?\b(?P<figure>\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?)"
    r"(?P<share>\s?(?:%|percent\b))?(?P<thousands>\s?k\b)?(?:\s?(?:dollars|usd)\b)?",
    re.IGNORECASE,
)
_SET_AGAINST = re.compile(
    r"\b(?:more|less|fewer|higher|lower|greater|faster|slower) than\b|\bhow (?:much|many)\b"
    r"|\b(?:over|under|above|below|least|most|exceed|reach|top|bottom|lowest|highest|within)\b"
    r"|\b(?:i|we)(?:'d|'ll| would| could| can)? (?:want|need|have|make|earn|get|like|am)\b|\bmy\b",
    re.IGNORECASE,
)
"""Asks on which side of the figure something is, or tells of the visitor: not of a page."""
_STATING = re.compile(
    r"\b(?:why|how come|as|since|because|given that"
    r"|(?:is|isn't) it (?:true|right|correct)(?: that)?"
    r"|i(?:'ve| have)? (?:heard|read|was told|thought|believe)(?: that)?|only|just|even"
    r"|right|correct|true)\b(?=\W|$)",
    re.IGNORECASE,
)
_OF_PAY = re.compile(r"\b(?:make|makes|making|made|get|gets|getting|bring|brings)\b", re.IGNORECASE)
_YEAR = re.compile(r"(?:19|20)\d\d")
_LEAST = 1000
"""Plain numbers under this one count or last something: they are words like others."""


_CLAUSE = re.compile(r"[,;:.?!]\s+|\s+(?=(?:so|then)\b)")


@dataclass(frozen=True, slots=True)
class Stated:
    """A question without the figures that it states in vain."""

    text: str
    untrue: tuple[str, ...] = ()
    """As written; none of the pages named holds them."""
    measure: str | None = None
    """What they are stated of, where something else is asked."""


def without_untrue(text: str, pages: Sequence[str]) -> Stated:
    """The question without the figures of a measure that no page's text holds.

    Unchanged where it names no page or no measure, and where it asks for a side of the figure. Of
    "as they earn 9,000, how many are there?" only what is asked is left.
    """
    clauses = _CLAUSE.split(text)
    bare, untrue, stated = [], [], []
    for clause in clauses:
        found = [m for m in _FIGURE.finditer(clause) if _is_stated(m) and not _held(m, pages)]
        if not found or _SET_AGAINST.search(clause):
            bare.append(clause)
            continue
        plain = _without_figures(clause, found)
        if measure_of(plain) is None and all(_is_wage(m, clause) for m in found):
            plain = f"pay {plain}"
        measure = measure_of(plain)
        if measure is None:
            return Stated(text)
        untrue += [m[0].strip() for m in found]
        stated.append((plain, measure))
    if not pages or not stated:
        return Stated(text)
    asked = ", ".join(bare)
    if measure_of(asked) not in (None, *(measure for _, measure in stated)):
        return Stated(asked, tuple(untrue), stated[0][1])
    whole = ", ".join((*(plain for plain, _ in stated), _STATING.sub(" ", asked)))
    return Stated(" ".join(whole.split()).strip(" ,"), tuple(untrue))


def _without_figures(clause: str, found: Sequence[re.Match[str]]) -> str:
    """The clause without these figures and the words of stating them; "pay" for money."""
    bare = clause
    for m in reversed(found):
        paid = not m["share"] and _OF_PAY.search(clause)
        bare = bare[: m.start()] + ("pay" if paid else "") + bare[m.end() :]
    return " ".join(_STATING.sub(" ", bare).split())


def _is_wage(m: re.Match[str], clause: str) -> bool:
    """Whether a figure is what somebody is paid, by its size and its period: "60k a year"."""
    thousands = m["money"] or m["thousands"] or _value(m) >= _LEAST
    return bool(thousands and not m["share"] and period_in(clause) in ("hour", "year"))


def _is_stated(m: re.Match[str]) -> bool:
    if m["money"] or m["share"] or m["thousands"]:
        return True
    return not _YEAR.fullmatch(m["figure"]) and _value(m) >= _LEAST


def _held(stated: re.Match[str], pages: Sequence[str]) -> bool:
    """Whether a page holds the figure, as a share where it is one."""
    value = _value(stated)
    return any(
        abs(_value(m) - value) < 0.005 and bool(m["share"]) >= bool(stated["share"])
        for page in pages
        for m in _FIGURE.finditer(page)
    )


def _value(m: re.Match[str]) -> float:
    return float(m["figure"].replace(",", "")) * (1000 if m["thousands"] else 1)
