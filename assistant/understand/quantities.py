"""Money, time, counts and ordinals in visitors' words: "30 grand", "a year and a half".

Pure; gives amounts with their unit and place, and leaves comparators ("under", "or less") to
read_amounts.py.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from assistant.understand.tokens import Token, between

ONES = {
    w: i
    for i, w in enumerate(
        (
            "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen "
            "fifteen sixteen seventeen eighteen nineteen"
        ).split()
    )
}
TENS = {
    w: 10 * i
    for i, w in enumerate("twenty thirty forty fifty sixty seventy eighty ninety".split(), start=2)
}
ORDINALS = {
    w: i
    for i, w in enumerate(
        "first second third fourth fifth sixth seventh eighth ninth tenth".split(), start=1
    )
}
_NUMBERED = frozenset({"number", "nr"})
SCALES = {
    "hundred": 1e2, "thousand": 1e3, "grand": 1e3, "k": 1e3, "million": 1e6, "thou": 1e3,
    "lakh": 1e5, "lakhs": 1e5, "lac": 1e5, "lacs": 1e5, "crore": 1e7, "crores": 1e7,
}  # fmt: skip
_SUFFIXES = {"k": 1e3, "m": 1e6, "bn": 1e9, "l": 1e5}
DOLLARS, RUPEES = "$", "Rs"
"""Dollars and rupees of no country that is named."""
CURRENCIES = {
    "$": DOLLARS, "usd": "USD", "dollar": DOLLARS, "dollars": DOLLARS, "buck": DOLLARS,
    "bucks": DOLLARS, "chf": "CHF", "inr": "INR", "\u20b9": "INR", "pkr": "PKR", "lkr": "LKR",
    "npr": "NPR", "rs": RUPEES, "rupee": RUPEES, "rupees": RUPEES,
    "\u20ac": "EUR", "eur": "EUR", "euro": "EUR", "euros": "EUR",
    "\u00a3": "GBP", "gbp": "GBP", "pound": "GBP", "pounds": "GBP",
    "aud": "AUD", "a$": "AUD", "au$": "AUD", "cad": "CAD", "c$": "CAD", "ca$": "CAD", "us$": "USD",
    "nzd": "NZD", "nz$": "NZD", "sgd": "SGD", "s$": "SGD", "hkd": "HKD", "hk$": "HKD",
}  # fmt: skip
NATIONAL = {
    "us": "USD", "u.s": "USD", "american": "USD", "australian": "AUD", "canadian": "CAD",
    "british": "GBP", "aussie": "AUD", "singapore": "SGD", "nz": "NZD", "kiwi": "NZD",
    "indian": "INR", "pakistani": "PKR", "nepali": "NPR", "nepalese": "NPR", "lankan": "LKR",
}  # fmt: skip
"""What stands before "dollars", "pounds" or "rupees"."""
TIME_UNITS = {
    "year": "year", "years": "year", "yr": "year", "yrs": "year", "y": "year",
    "month": "month", "months": "month", "mo": "month", "mos": "month", "mth": "month",
    "mths": "month",
    "week": "week", "weeks": "week", "wk": "week", "wks": "week",
    "semester": "semester", "semesters": "semester", "term": "semester", "terms": "semester",
    "day": "day", "days": "day",
}  # fmt: skip
YEARS_PER_UNIT = {"year": 1.0, "month": 1 / 12, "week": 1 / 52, "semester": 0.5, "day": 1 / 364}
"""52 weeks = 12 months = 1 year."""
_OF_NATIONS = frozenset("dollar dollars pounds rupee rupees".split())
_DASHES = frozenset({"-", "\u2013", "\u2014", "\u2012"})


@dataclass(frozen=True, slots=True)
class Quantity:
    """An amount, or both ends of a written range, with the tokens it covers [first, last]."""

    kind: str
    """money, time, percent, ordinal or number."""
    low: float
    """In dollars, years (time), percent, or plain."""
    high: float
    unit: str | None
    """Currency code (or `DOLLARS`) or the time unit as asked; None if not written."""
    first: int
    last: int
    is_range: bool = False
    scaled: bool = False
    """Written with k, thousand, grand, or a currency sign: surely an amount of money."""
    grouped: bool = False
    """Written with a separator of thousands: surely no year."""
    basis: str | None = None
    """Of money: what it is for, if that is written: "20k a year"."""


def quantities(text: str, tokens: Sequence[Token]) -> tuple[Quantity, ...]:
    """All quantities of a question, in order, none overlapping.

    >>> from assistant.understand.tokens import tokenize
    >>> def q(s):
    ...     return [(x.kind, x.low, x.high) for x in quantities(s, tokenize(s))]
    >>> q("between 25 and 35 grand"), q("a year and a half"), q("1.5-2 years")
    ([('money', 25000.0, 35000.0)], [('time', 1.5, 1.5)], [('time', 1.5, 2.0)])
    >>> q("twenty two thousand dollars"), q("half a year"), q("the 2nd")
    ([('money', 22000.0, 22000.0)], [('time', 0.5, 0.5)], [('ordinal', 2.0, 2.0)])
    """
    found: list[Quantity] = []
    at = 0
    while at < len(tokens):
        quantity = _quantity(tokens, at)
        if quantity is None:
            at += 1
            continue
        found.append(quantity)
        at = quantity.last + 1
    return tuple(_join_ranges(text, tokens, found))


def _quantity(tokens: Sequence[Token], at: int) -> Quantity | None:
    ordinal = _ordinal(tokens, at)
    if ordinal:
        return ordinal
    start = at
    currency = None
    if tokens[at].word in CURRENCIES and at + 1 < len(tokens):
        currency = CURRENCIES[tokens[at].word]
        at += 1
    amount = _amount(tokens, at)
    if amount is None:
        return None
    value, last, scaled = amount
    return _with_unit(tokens, start, last, value, currency, scaled)


def _ordinal(tokens: Sequence[Token], at: int) -> Quantity | None:
    token = tokens[at]
    if token.is_number and token.suffix in ("st", "nd", "rd", "th"):
        return Quantity("ordinal", token.number or 0, token.number or 0, None, at, at)
    if token.word in _NUMBERED and at + 1 < len(tokens):
        value = tokens[at + 1].number or ONES.get(tokens[at + 1].word)
        if value is not None and value == int(value) and not tokens[at + 1].suffix:
            return Quantity("ordinal", float(value), float(value), None, at, at + 1)
    if token.word in ORDINALS:
        value = float(ORDINALS[token.word])
        return Quantity("ordinal", value, value, None, at, at)
    return None


def _amount(tokens: Sequence[Token], at: int) -> tuple[float, int, bool] | None:
    """(value, last token, scaled) of digits with a scale, number words, "half a", "a couple of"."""
    token = tokens[at]
    value: float
    if token.is_number:
        if token.suffix not in ("", "%", *_SUFFIXES):
            return None
        value, at = _spaced(tokens, at)
        value *= _SUFFIXES.get(token.suffix, 1)
        return _scaled(tokens, at, value, token.suffix in _SUFFIXES)
    word = token.word
    if word == "half" and _word(tokens, at + 1) in ("a", "an"):
        return 0.5, at + 1, False
    if word in ("couple", "pair") and _word(tokens, at + 1) == "of":
        return 2.0, at + 1, False
    if word in ("a", "an") and _word(tokens, at + 1) in SCALES:
        return _scaled(tokens, at, 1.0, scaled=False)
    if word in ("a", "an", "single") and _word(tokens, at + 1) in TIME_UNITS:
        return 1.0, at, False
    return _number_words(tokens, at)


def _spaced(tokens: Sequence[Token], at: int) -> tuple[float, int]:
    """A number with its groups set off by blanks, "12 500 euros", and its last token.

    Only beside a currency or behind a bound: "level 7 120 credits" are two numbers.
    """
    last = at
    while last + 1 < len(tokens) and _goes_on(tokens[last], tokens[last + 1]):
        last += 1
    before = _word(tokens, at - 1)
    is_money = before in _BOUNDS or before in CURRENCIES or _word(tokens, last + 1) in CURRENCIES
    if last == at or tokens[at].suffix or len(tokens[at].text) > _GROUP or not is_money:
        return tokens[at].number or 0.0, at
    return float("".join(t.word for t in tokens[at : last + 1])), last


def _goes_on(token: Token, following: Token) -> bool:
    is_group = re.fullmatch(rf"\d{{{_GROUP}}}", following.text) is not None
    return is_group and following.start == token.end + 1


_GROUP = 3
_BOUNDS = frozenset("under below over above than least most".split())


def _number_words(tokens: Sequence[Token], at: int) -> tuple[float, int, bool] | None:
    first = tokens[at].word
    if first not in ONES and first not in TENS:
        return None
    value, last = float(ONES.get(first, TENS.get(first, 0))), at
    if first in TENS and 0 < ONES.get(_word(tokens, at + 1), 0) < 10:
        value, last = value + ONES[tokens[at + 1].word], at + 1
    if [_word(tokens, last + i) for i in (1, 2, 3)] == ["and", "a", "half"]:
        value, last = value + 0.5, last + 3
    return _scaled(tokens, last, value, scaled=False)


def _scaled(
    tokens: Sequence[Token], last: int, value: float, scaled: bool
) -> tuple[float, int, bool]:
    """Scale words after an amount, and a smaller part: "22 thousand five hundred"."""
    word = _word(tokens, last + 1)
    if word not in SCALES:
        return value, last, scaled
    value, last = value * SCALES[word], last + 1
    if word == "hundred" and _word(tokens, last + 1) in SCALES:
        value, last = value * SCALES[tokens[last + 1].word], last + 1
    rest = _rest(tokens, last + 1) if last + 1 < len(tokens) else None
    if rest and rest[0] < SCALES[word] and rest[2]:
        value, last = value + rest[0], rest[1]
    return value, last, True


def _rest(tokens: Sequence[Token], at: int) -> tuple[float, int, bool] | None:
    """The smaller part of an amount, in words or digits: "1 lakh 50 thousand"."""
    return _amount(tokens, at) if tokens[at].is_number else _number_words(tokens, at)


def _with_unit(
    tokens: Sequence[Token], first: int, last: int, value: float, currency: str | None, scaled: bool
) -> Quantity | None:
    bare = _counted(tokens, first, last, value, currency, scaled)
    is_sum = bare is not None and (
        bare.kind == "money" or (bare.kind == "number" and value >= _PRICE_SIZED)
    )
    if bare is None or not is_sum:
        return bare
    basis, end = _basis(tokens, bare.last + 1)
    if basis is None:
        return bare
    return replace(bare, kind="money", basis=basis, last=end, scaled=True)


_PRICE_SIZED = 100
_PER = frozenset({"per", "a", "an", "each", "every"})
_BASES = {
    "year": "year", "yr": "year", "annum": "year", "semester": "semester", "term": "semester",
    "credit": "credit",
}  # fmt: skip
_ADVERBS = {"annually": "year", "yearly": "year", "pa": "year", "p.a": "year"}


def _basis(tokens: Sequence[Token], at: int) -> tuple[str | None, int]:
    """What a sum is for, and the last token that says so: "a year", "/year", "annually"."""
    word = _word(tokens, at)
    if word in _ADVERBS:
        return _ADVERBS[word], at
    if word == "in" and _word(tokens, at + 1) == "total":
        return "total", at + 1
    start = at + (word in _PER)
    start += _word(tokens, start) == "academic"
    basis = _BASES.get(_word(tokens, start))
    if basis is None or _word(tokens, start + 1) == "and":  # "a year and a half"
        return None, at
    return basis, start + (_word(tokens, start + 1) in ("hour", "point"))


def _counted(
    tokens: Sequence[Token], first: int, last: int, value: float, currency: str | None, scaled: bool
) -> Quantity | None:
    following = _word(tokens, last + 1)
    if following == "full" and _word(tokens, last + 2) in TIME_UNITS:
        last, following = last + 1, _word(tokens, last + 2)
    is_per = value >= _PRICE_SIZED and following in _BASES  # "20,000/year"
    if following in TIME_UNITS and currency is None and not is_per:
        return _time(tokens, first, last + 1, value, TIME_UNITS[following])
    if tokens[last].suffix == "%" or following in ("percent", "pct"):
        end = last if tokens[last].suffix == "%" else last + 1
        return Quantity("percent", value, value, "percent", first, end)
    if following in NATIONAL and _word(tokens, last + 2) in _OF_NATIONS:
        return Quantity("money", value, value, NATIONAL[following], first, last + 2, scaled=True)
    if following in CURRENCIES and not (currency and following.endswith("$")):
        return Quantity("money", value, value, CURRENCIES[following], first, last + 1, scaled=True)
    if currency or scaled:
        return Quantity("money", value, value, currency, first, last, scaled=True)
    if tokens[first].word in ("a", "an", "half", "couple", "pair"):
        return None
    grouped = any("," in t.text for t in tokens[first : last + 1])
    return Quantity("number", value, value, None, first, last, grouped=grouped)


def _time(tokens: Sequence[Token], first: int, last: int, value: float, unit: str) -> Quantity:
    """A length in years, with a "and a half" or "and 6 months" after the unit."""
    per_unit = YEARS_PER_UNIT[unit]
    years = value * per_unit
    tail = [_word(tokens, last + i) for i in (1, 2, 3)]
    if tail == ["and", "a", "half"]:
        return Quantity("time", years + per_unit / 2, years + per_unit / 2, unit, first, last + 3)
    if tail[0] == "and" and last + 2 < len(tokens):
        more = _amount(tokens, last + 2)
        smaller = TIME_UNITS.get(_word(tokens, more[1] + 1)) if more else None
        if more and smaller and YEARS_PER_UNIT[smaller] < per_unit:
            years += more[0] * YEARS_PER_UNIT[smaller]
            return Quantity("time", years, years, smaller, first, more[1] + 1)
    return Quantity("time", years, years, unit, first, last)


def _join_ranges(text: str, tokens: Sequence[Token], found: Sequence[Quantity]) -> list[Quantity]:
    """ "25 to 35 grand", "25k-35k", "between 1 and 2 years": two amounts into one range."""
    joined: list[Quantity] = []
    for quantity in found:
        before = joined[-1] if joined else None
        if before and not before.is_range and _is_range(text, tokens, before, quantity):
            joined[-1] = _range(before, quantity, _scale(tokens, quantity))
        else:
            joined.append(quantity)
    return joined


def _is_range(text: str, tokens: Sequence[Token], left: Quantity, right: Quantity) -> bool:
    kinds = {left.kind, right.kind}
    is_money = kinds == {"money", "number"} and right.low >= left.low  # "15.5k to 16,600"
    if right.kind == "ordinal" or (left.kind not in (right.kind, "number") and not is_money):
        return False
    link = [t.word for t in tokens[left.last + 1 : right.first]]
    gap = between(text, tokens[left.last], tokens[right.first])
    if not link:
        return gap in _DASHES
    if link in (["to"], ["through"], ["till"]):
        return True
    opener = tokens[left.first - 1].word if left.first else ""
    return link == ["and"] and opener in ("between", "from", "of")


def _scale(tokens: Sequence[Token], quantity: Quantity) -> float:
    """What the word or letter of scale in an amount multiplies by; 1000 where it has none."""
    own = tokens[quantity.first : quantity.last + 1]
    found = (SCALES.get(t.word) or _SUFFIXES.get(t.suffix) for t in own)
    return next(filter(None, found), 1000.0)


def _range(left: Quantity, right: Quantity, scale: float) -> Quantity:
    low = left.low
    if left.kind == "number" and right.kind == "time":
        low = left.low * YEARS_PER_UNIT[right.unit or "year"]
    elif left.low < right.low / 100 and right.kind == "money" and left.low * scale <= right.low:
        low = left.low * scale  # "25 to 35 grand", "1 to 2 lakh"
    elif left.kind == "number" and right.kind == "money" and left.low * 1000 <= right.low:
        low = left.low * 1000
    if left.kind == "money":
        basis = right.basis or left.basis
        right = replace(right, kind="money", unit=right.unit or left.unit, scaled=True, basis=basis)
    return replace(
        right, low=min(low, right.high), high=max(low, right.high), first=left.first, is_range=True
    )


def _word(tokens: Sequence[Token], at: int) -> str:
    return tokens[at].word if 0 <= at < len(tokens) else ""
