"""What narrows a question for figures: the money they are in, on what basis, of which rank.

Grammar over folded text; knows no page. Used by `grounding.py` and `look_up_claims.py`.
"""

from __future__ import annotations

import re

from vectorstore.text import fold

CURRENCIES = {
    "dollar": "USD", "dollars": "USD", "usd": "USD", "bucks": "USD", "pound": "GBP",
    "pounds": "GBP", "gbp": "GBP", "quid": "GBP", "euro": "EUR", "euros": "EUR", "eur": "EUR",
}  # fmt: skip
"""Names of the units of money."""
_EACH = re.compile(r"\b(?:per|each|every)[\s-](?P<what>[a-z][\w]*)")
"""On what basis something is asked: "per game"; what a year brings says nothing about it."""
_USUAL_BASES = frozenset(
    """year hour month week day annum decade cent capita person shift one worker employee
    time""".split()
)
_PERIODS = {
    "hour": re.compile(r"\bhourly\b|\b(?:per|an?|each|every|by the) hour\b"),
    "day": re.compile(r"\bdaily\b|\b(?:per|a|each|every) day\b|\bday rates?\b"),
    "week": re.compile(r"\bweekly\b|\b(?:per|a|each|every) week\b"),
    "month": re.compile(r"\bmonthly\b|\b(?:per|a|each|every) month\b"),
    "year": re.compile(r"\byearly\b|\bannual(?:ly)?\b|\b(?:per|a|each|every) (?:year|annum)\b"),
}
_NUMBERED = re.compile(
    r"\b(?:band|grade|level|class|tier|stage|phase|step|category)\s+(?P<which>\d+|[ivx]+|[a-z]\d+)\b"
)
"""Which of several ranks is meant: what is said of another one is no answer."""


def bases_in(text: str) -> frozenset[str]:
    """The bases that a text names beside the usual ones: "game" in "per game".

    >>> sorted(bases_in("pay per mile or per year"))
    ['mile']
    """
    return frozenset(m["what"] for m in _EACH.finditer(fold(text))) - _USUAL_BASES


def period_in(text: str) -> str | None:
    """The period for which pay is asked for; None where no period is named, or several are.

    >>> period_in("weekly pay of clerks"), period_in("what do clerks earn?")
    ('week', None)
    """
    found = periods_in(text)
    return found[0] if len(found) == 1 else None


def periods_in(text: str) -> tuple[str, ...]:
    """All periods that a text names, the shortest first."""
    plain = fold(text)
    return tuple(period for period, pattern in _PERIODS.items() if pattern.search(plain))


def ranks_in(text: str) -> frozenset[str]:
    """The numbered ranks that a text names: "band 7", "grade ad5"."""
    return frozenset(" ".join(m[0].split()) for m in _NUMBERED.finditer(fold(text)))


def numbers_of_ranks(text: str) -> frozenset[str]:
    """The numbers of these ranks alone: "7", "ad5"."""
    return frozenset(m["which"] for m in _NUMBERED.finditer(fold(text)))
