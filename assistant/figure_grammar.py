"""The grammar of figures: number words, scales, units, currencies, and the words that limit them.

Tables and patterns only; `figures.py` reads sentences with them.
"""

from __future__ import annotations

import re
from enum import StrEnum


class Bound(StrEnum):
    """How the words around a figure limit it."""

    EXACT = "exact"
    AT_LEAST = "at_least"
    MORE = "more"
    AT_MOST = "at_most"
    LESS = "less"
    ABOUT = "about"


ONES = dict(
    zip(
        "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen"
        " fifteen sixteen seventeen eighteen nineteen".split(),
        range(20),
        strict=True,
    )
)


TENS = dict(
    zip(
        "twenty thirty forty fifty sixty seventy eighty ninety".split(),
        range(20, 100, 10),
        strict=True,
    )
)


SCALES = {
    "hundred": 1e2,
    "thousand": 1e3,
    "grand": 1e3,
    "million": 1e6,
    "billion": 1e9,
    "trillion": 1e12,
    "k": 1e3,
    "m": 1e6,
    "mn": 1e6,
    "bn": 1e9,
    "b": 1e9,
    "tn": 1e12,
    "dozen": 12.0,
    **dict.fromkeys(("lakh", "lakhs", "lac", "lacs"), 1e5),
    **dict.fromkeys(("crore", "crores"), 1e7),
}


ORDINAL_WORDS = dict(
    zip(
        "first second third fourth fifth sixth seventh eighth ninth tenth".split(),
        range(1, 11),
        strict=True,
    )
)


UNITS = {
    **dict.fromkeys(("year", "years", "yr", "yrs"), "year"),
    **dict.fromkeys(("month", "months", "mo", "mos"), "month"),
    **dict.fromkeys(("week", "weeks", "wk", "wks"), "week"),
    **dict.fromkeys(("day", "days"), "day"),
    **dict.fromkeys(("hour", "hours", "hr", "hrs"), "hour"),
    **dict.fromkeys(("semester", "semesters", "term", "terms"), "semester"),
    **dict.fromkeys(("decade", "decades"), "decade"),
}


CURRENCY_WORDS = {
    **dict.fromkeys(("dollar", "dollars", "buck", "bucks"), "$"),
    **dict.fromkeys(("euro", "euros", "eur"), "EUR"),
    **dict.fromkeys(("pound", "pounds", "gbp", "quid"), "GBP"),
    **dict.fromkeys(("rupee", "rupees"), "INR"),
    **{c: c.upper() for c in ("usd", "aud", "cad", "nzd", "inr", "sgd", "jpy", "chf")},
}


SIGNS = {
    "$": "$",
    "US$": "USD",
    "A$": "AUD",
    "AU$": "AUD",
    "C$": "CAD",
    "€": "EUR",
    "£": "GBP",
    "¥": "JPY",
    "₹": "INR",
}


WORD_NUMBER = "|".join(
    sorted(
        (*ONES, *TENS, "hundred", "thousand", "million", "billion", "trillion", "dozen"),
        key=len,
        reverse=True,
    )
)


SIGN = r"(?:US\$|AU\$|A\$|C\$|[$€£¥₹]|\b(?:USD|AUD|CAD|NZD|EUR|GBP|INR|SGD|JPY|CHF)\b)"


DIGITS = (
    r"(?:\d{1,2}(?:,\d{2})+,\d{3}|"  # lakhs and crores
    r"\d{1,3}(?:[,\u00a0\u202f\u2009]\d{3})+|\d{1,3}(?: \d{3})+(?![\d.,]*\d)|\d+)"
    r"(?:\.\d+)?|\.\d+"
)


SCALE = (
    r"(?:(?:k|K|m|M|mn|bn|b|B|tn)(?![\w])"
    r"|[\s-]?(?:hundred|thousand|million|billion|trillion|grand|dozen|lakhs?|lacs?|crores?)\b)"
)


SPELLED = (
    rf"(?:an?\s+)?(?:{WORD_NUMBER})"
    rf"(?:(?:[\s-]+|(?<=hundred)\s+and\s+|(?<=thousand)\s+and\s+)(?:{WORD_NUMBER}))*"
    r"(?:\s+point(?:\s+(?:zero|one|two|three|four|five|six|seven|eight|nine))+)?"
)


UNIT = r"(?:" + "|".join(sorted(UNITS, key=len, reverse=True)) + r")"


QUANTITY = re.compile(
    rf"(?P<sign>{SIGN})?\s?(?<![\w.])(?:(?P<digits>{DIGITS})|(?P<spelled>\b(?:{SPELLED})\b))"
    rf"(?P<half>\s?½|\s+and\s+a\s+half)?(?P<scale>{SCALE})?",
    re.IGNORECASE,
)


HALVES = re.compile(
    rf"\b(?:(?P<whole>an?|one)\s+(?P<unit1>{UNIT})\s+and\s+a\s+half"
    rf"|half\s+(?:of\s+)?an?\s+(?P<unit2>{UNIT})|half-(?P<unit3>{UNIT})"
    rf"|(?P<single>an?|a\s+full|a\s+single)[\s-](?P<unit4>{UNIT}))\b",
    re.IGNORECASE,
)


AFTER = re.compile(
    rf"(?P<plus>\+)?(?P<percent>\s?%|\s?(?:percent|per\s+cent"
    rf"|percentage\s+points?)\b)?(?P<plus2>\+)?"
    rf"(?P<more>\s+or\s+more(?=\s+{UNIT}\b))?(?:[\s-]?(?P<unit>{UNIT})\b(?!\s*and\s+a\s+half))?(?P<half>\s+and\s+a\s+half)?"
    r"(?:\s?(?P<money>dollars?|bucks?|euros?|pounds?|rupees?|quid|usd|aud|cad|nzd|eur|gbp|inr"
    r"|sgd)\b)?(?P<plus3>\+)?",
    re.IGNORECASE,
)


JOINED = re.compile(r"\s?[-–—‑]\s?|\s+(?:to|through)\s+", re.IGNORECASE)


PERIOD = re.compile(
    r"\s?(?:(?:/|per\s+|an?\s+|each\s+|every\s+)(?P<noun>years?|yr|annum|months?|mo|weeks?"
    r"|hours?|hr|days?|credits?"
    r"|credit\s+hours?|semesters?|terms?|units?)\b|(?P<adverb>annually|yearly|monthly|weekly"
    r"|hourly|daily))",
    re.IGNORECASE,
)


ORDINAL = re.compile(
    rf"\b(?:(?P<digits>\d+)(?:st|nd|rd|th)|(?P<word>{'|'.join(ORDINAL_WORDS)}))\b"
    r"|(?:#|\bnumber\s|\bno\.\s?)(?P<number>\d+)\b",
    re.IGNORECASE,
)


PERIODS = {
    "annum": "year", "yr": "year", "mo": "month", "hr": "hour", "term": "semester",
    "annually": "year", "yearly": "year", "monthly": "month", "weekly": "week",
    "hourly": "hour", "daily": "day", "credit hour": "credit", "unit": "credit",
}  # fmt: skip


BEFORE: tuple[tuple[Bound, str], ...] = (
    (Bound.AT_MOST, r"no\s+more\s+than|not\s+more\s+than|not\s+(?:over|above)|no\s+longer\s+than"),
    (Bound.AT_LEAST, r"no\s+(?:less|fewer)\s+than|not\s+(?:less|under|below)(?:\s+than)?"),
    (Bound.MORE, r"(?:more|greater|higher|longer|older|larger)\s+than|over|above|beyond|past"),
    (Bound.MORE, r"exceed(?:s|ed|ing)?|upwards?\s+of|north\s+of|in\s+excess\s+of|top(?:s|ping)"),
    (Bound.MORE, r"surpass(?:es|ing)?"),
    (Bound.AT_LEAST, r"at\s+(?:the\s+)?least|(?:a\s+)?minimum\s+of|as\s+(?:little|low)\s+as"),
    (Bound.AT_LEAST, r"starting\s+(?:at|from)|starts?\s+(?:at|from)"),
    (
        Bound.LESS,
        r"(?:less|fewer|lower|shorter|younger|cheaper|smaller)\s+than|under|below|beneath",
    ),
    (Bound.LESS, r"short\s+of|south\s+of"),
    (Bound.AT_MOST, r"at\s+(?:the\s+)?most|(?:a\s+)?maximum\s+of|within|capped\s+at"),
    (Bound.AT_MOST, r"(?<!add )(?<!adds )(?<!sum )(?<!sums )up\s+to"),
    # What is possible is a limit; what simply adds up is a sum.
    (Bound.AT_MOST, r"(?:can|could|may|might)\s+(?:\w+\s+)?add\s+up\s+to"),
    (Bound.AT_MOST, r"as\s+(?:much|high|many)\s+as|no\s+higher\s+than"),
    (Bound.ABOUT, r"about|around|approximately|approx\.?|roughly|circa|ca\.?|~|close\s+to|near"),
    (Bound.ABOUT, r"nearly|almost|an\s+estimated|some|in\s+the\s+region\s+of"),
)
"""Words before a figure that limit it; denied comparatives come first."""

BEFORE_RES = tuple(
    (
        bound,
        re.compile(rf"(?:^|(?<=[^\w]))(?:{words})\s*(?:the\s+|an?\s+|only\s+)?$", re.IGNORECASE),
    )
    for bound, words in BEFORE
)


BEHIND: tuple[tuple[Bound, re.Pattern[str]], ...] = tuple(
    (bound, re.compile(rf"\s+(?:{words})\b", re.IGNORECASE))
    for bound, words in (
        (
            Bound.AT_LEAST,
            r"(?:or|and)\s+(?:more|above|up|over|older|longer|higher|upwards?)|plus|at\s+least",
        ),
        (Bound.AT_MOST, r"(?:or|and)\s+(?:less|fewer|below|under|younger|shorter|lower|cheaper)"),
        (Bound.AT_MOST, r"at\s+(?:the\s+)?most|(?:a\s+)?maximum\s+of|within|capped\s+at"),
        (Bound.AT_MOST, r"(?<!add )(?<!adds )(?<!sum )(?<!sums )up\s+to"),
        (Bound.MORE, r"(?:is|are|was|were|(?:can|could|may|might)\s+be)\s+(?:\w+\s+)?exceeded"),
        (Bound.ABOUT, r"or\s+so|give\s+or\s+take"),
    )
)
"""Words behind a figure that limit it."""


COUNTED_AFTER_ONE = re.compile(
    r"\s+(?:[\w'’-]+\s+){0,4}?(?:programs?|courses?|certificates?|degrees?|rows?|diplomas?"
    r"|master['’]?s)\b",
    re.IGNORECASE,
)
