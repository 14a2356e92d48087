"""For whom a column of prices is by its header: residents of a state or country, or others. Pure.

Ingestion keeps such a column beside the price that it gives, so that what a price is for can be
found out from the rows and cited.
"""

from __future__ import annotations

import re
from enum import StrEnum

from vectorstore.text import fold


class Payer(StrEnum):
    """Who pays a price."""

    RESIDENT = "resident"
    """In-state, home, domestic, EU."""
    NONRESIDENT = "nonresident"
    """Out-of-state, international, overseas, non-EU."""


_PRICED = re.compile(r"\b(?:tuition(?: ?fees?)?|fees?|price|cost|rate)\b")
_NONRESIDENT = re.compile(
    r"\b(?:out of state|out|non ?residents?|intl|international|overseas|foreign|non ?eu|non ?eea)\b"
)
_RESIDENT = re.compile(r"\b(?:in state|in|residents?|domestic|home|local|eu|eea|national)\b")
_IN = re.compile(r"\bin (?!state\b)\w+")
"""A word after "in" says what a fee is counted in: "Fee in EUR"."""


def is_price_named(header: str) -> bool:
    """Whether a header is one of prices, by its words: "NRI fee"."""
    return _PRICED.search(re.sub(r"[\W_]+", " ", fold(header))) is not None


def payer_of(header: str) -> Payer | None:
    """Whose price a header names; None if it names no price, no payer, or both payers.

    A header that is nothing but a payer ("International", under "Tuition per year") names a price.

    >>> payer_of("TUITION_OUT").value, payer_of("In-State Tuition").value
    ('nonresident', 'resident')
    >>> payer_of("TUITIONFEE_IN").value
    'resident'
    >>> payer_of("Fee in EUR"), payer_of("Fee (non-EU)").value, payer_of("Home Town")
    (None, 'nonresident', None)
    """
    said = _IN.sub(" ", re.sub(r"[\W_]+", " ", fold(header)))
    others = _NONRESIDENT.sub(" ", said)
    alone = not _RESIDENT.sub(" ", others).replace("student", "").strip(" s") and said != "in"
    if not alone and not _PRICED.search(said):
        return None
    found = {Payer.NONRESIDENT} if others != said else set()
    found |= {Payer.RESIDENT} if _RESIDENT.search(others) else set()
    return found.pop() if len(found) == 1 else None
