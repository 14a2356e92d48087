"""Sums as tables write them -> amounts: groups of thousands, lakhs and decimal marks. Pure.

"26,310", "26.310", "26 310" and "26'310" are one number, and so are "1,56,000" and "1.56 Lakh".
What could be two numbers is none: a mark by which a column parts decimals makes no thousands there.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable

_MARKS = r"[,.'\u2019\u00a0\u2007\u2009\u202f\ ]"
AMOUNT = (
    r"\d{1,2}(?:,\d{2})+,\d{3}(?:\.\d{1,2})?(?![\d,])|"  # lakhs and crores
    rf"\d{{1,3}}(?:{_MARKS}\d{{3}})+(?:[.,]\d{{1,2}})?(?!\d)|"
    r"\d{4,}[.,]\d{3}(?!\d)|\d+(?:[.,](?:\d{4,}|\d{1,2}))?"
)
"""A number, without groups; for patterns that are verbose and ignore case."""
SCALE = r"k\b|thousand\b|million\b|mn\b|lakhs?\b|lacs?\b|crores?\b|l\b|cr\b"
RUPEES = re.compile(r"rs\.?", re.IGNORECASE)
"""A sign of several countries' rupees."""
_SCALES = {
    "k": 1e3, "thousand": 1e3, "million": 1e6, "mn": 1e6, "lakh": 1e5, "lac": 1e5, "l": 1e5,
    "crore": 1e7, "cr": 1e7,
}  # fmt: skip
_SHORT = frozenset({"l", "cr"})
"""Letters that mean lakh and crore of rupees alone: "cr" is a credit, too."""
_ONE_GROUP = re.compile(r"\d{1,3}([,.])\d{3}")
_DECIMALS = re.compile(r"\d+([,.])\d{1,2}|\d{1,3}(?:([,.])\d{3})+(?!\2)([,.])\d{1,2}")
_TAIL = re.compile(r"[.,](\d{1,2}|\d{4,})$|(?<=\d{4})[.,](\d{3})$")


def amount_of(
    digits: str, scale: str = "", decimal: str = "", *, in_rupees: bool = False
) -> float | None:
    """The amount of a number that fits `AMOUNT` with its scale; None if it could be two.

    `decimal` is the mark by which the column parts decimals, if it shows one.

    >>> amount_of("26.310"), amount_of("1,56,000"), amount_of("1.125", "Lakh")
    (26310.0, 156000.0, 112500.0)
    >>> amount_of("1,250", decimal=","), amount_of("1,250")
    (None, 1250.0)
    """
    word = scale.strip().lower()
    word = word if word in _SCALES else word.rstrip("s")
    if word in _SHORT and not in_rupees:
        return None
    group = _ONE_GROUP.fullmatch(digits)
    if group and group[1] == "." and word:
        return round(float(digits) * _SCALES[word], 2)  # nobody counts in thousands of lakhs
    if group and (group[1] == decimal or word):
        return None
    plain = _plain(digits)
    return None if plain is None else round(plain * _SCALES.get(word, 1.0), 4)


def decimal_mark(cells: Iterable[str]) -> str:
    """The mark by which a column parts decimals: it does so oftener than thousands; else "".

    >>> decimal_mark(["950,50", "1.250,00", "1,250"]), decimal_mark(["9,750", "12,500", "850,50"])
    (',', '')
    """
    thousands: Counter[str] = Counter()
    decimals: Counter[str] = Counter()
    for cell in cells:
        number = re.sub(r"^\D+|\D+$", "", cell)
        if group := _ONE_GROUP.fullmatch(number):
            thousands[group[1]] += 1
        elif shown := _DECIMALS.fullmatch(number):
            decimals[shown[1] or shown[3]] += 1
    return next((mark for mark, n in decimals.most_common() if n > thousands[mark]), "")


def _plain(digits: str) -> float | None:
    """26310.0 for "26,310", "26.310", "26 310", "26'310" and "26,310.00": groups of three.

    A last mark that differs from those before it parts decimals: "1.234,500".
    """
    body, cents = digits, ""
    marks = re.findall(r"\D", digits)
    if len(marks) > 1 and marks[-1] in ".," and marks[-1] not in marks[:-1]:
        body, _, cents = digits.rpartition(marks[-1])
        marks.pop()
    elif tail := _TAIL.search(digits):
        body, cents = digits[: tail.start()], tail.group(1) or tail.group(2)
        marks.pop()
    if len(set(marks)) > 1:
        return None
    return float(re.sub(r"\D", "", body) + "." + (cents or "0"))
