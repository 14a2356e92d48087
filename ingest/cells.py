"""What one cell of a listing says: a price, a length, ways of delivery, a place. Pure.

Unknown stays unknown: a cell that says "Price on request" or 0 gives no price, and a range gives no
single one; the words are kept beside. What cannot be read at all is None, and the caller rejects.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from ingest.amounts import AMOUNT, RUPEES, SCALE, amount_of
from ingest.figures import currency_of
from vectorstore.records import Delivery, Duration, Place, PriceBasis
from vectorstore.text import fold


@dataclass(frozen=True, slots=True)
class Price:
    """A price cell that was understood; `amount` is None if it names no single amount."""

    amount: float | None
    currency: str | None
    basis: PriceBasis
    raw: str


@dataclass(frozen=True, slots=True)
class Length:
    """A length cell that was understood; `duration` is None if it names no single length."""

    duration: Duration | None
    raw: str


_WHAT = r"(?:price|cost|tuition|fees?|length|duration)"
_ABSENT = re.compile(
    rf"""n\.?/?a\.?|
    not\ (?:available|listed|stated|provided|disclosed|published|specified|applicable|given)|
    \(?null\)?|\#n/a|(?:privacy[-\ ]?)?suppressed|withheld|
    none|unknown|tba|tbd|tbc|to\ be\ (?:announced|determined|confirmed)|varies|variable|-+|\?+|
    {_WHAT}?\s*(?:(?:up)?on|by|available\ on)\ (?:request|application|enquiry|inquiry)|
    {_WHAT}\ (?:varies|unknown|tba|tbd|n/a|not\ .{{3,20}})|
    (?:contact|ask|call|email|enquire|inquire|request|see|check|visit)\b.{{0,40}}|
    poa|self[-\ ]paced|flexible|no\ (?:price|fee|tuition)\ (?:listed|given|available)""",
    re.VERBOSE,
)
_ABSENT_LENGTH = re.compile(r".*\b(?:length|duration|paced|flexible)\b.*")
_YEARS = {"year": 1.0, "month": 1 / 12, "week": 1 / 52, "semester": 0.5, "day": 1 / 365}
_UNITS = {
    "year": "year", "yr": "year", "month": "month", "mo": "month", "mth": "month", "week": "week",
    "wk": "week", "semester": "semester", "day": "day",
}  # fmt: skip
_WORDS = {
    "a": 1, "an": 1, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7,
    "eight": 8, "nine": 9, "ten": 10, "twelve": 12, "eighteen": 18, "twenty-four": 24,
}  # fmt: skip
_UNIT = r"(?:years?|yrs?|months?|mos?|mths?|weeks?|wks?|semesters?|days?)\.?"
_COUNT = rf"(?:\d+(?:[.,]\d+)?(?:\s?[\u00bd\u00bc\u00be])?|[\u00bd\u00bc\u00be]|{'|'.join(_WORDS)})"
_LENGTH = re.compile(
    rf"""(?:(?:about|approx(?:\.|imately)?|around|circa|~)\s*)?
    (?P<count>{_COUNT})[\s-]*(?P<unit>{_UNIT})
    (?:(?:\s*,\s*|\s+and\s+|\s+)(?P<more>{_COUNT})[\s-]*(?P<moreunit>{_UNIT}))?
    (?:\s*\(?(?:full|part)[-\ ]time\)?)?""",
    re.IGNORECASE | re.VERBOSE,
)
_OTHER_LENGTH = re.compile(
    rf"""(?:(?:up\ to|from|at\ least|minimum(?:\ of)?|under|over)\s+)?
    {_COUNT}\+?\s*(?:(?:-|\u2013|\u2014|to|or)\s*{_COUNT}\+?)?[\s-]*
    (?:{_UNIT}|terms?|quarters?|trimesters?|(?:(?:clock|contact)[-\ ])?(?:hours?|hrs?)|
    credits?(?:\ hours?)?|units?|courses?|modules?|classes)(?:\s*\(?.{{0,24}}\)?)?""",
    re.IGNORECASE | re.VERBOSE,
)
_HALVES = {"\u00bd": 0.5, "\u00bc": 0.25, "\u00be": 0.75}
_SIGN = r"[A-Za-z]{0,3}[$\u20ac\u00a3\u20b9\u00a5\u0e3f]|rs\b\.?|[A-Za-z]{3}\b\.?"
_BASIS = r"""(?:(?:/|per|an?|each)\s*(?:academic\s+)?
    (?P<per>year|yr|annum|semester|term|credit(?:\s+hour)?|cr|program(?:me)?|course)
    |(?P<word>total|in\s+total|annually|yearly|full\s+(?:program|course|tuition)|tuition))"""
_BASIS_UNREAD = _BASIS.replace("?P<per>", "?:").replace("?P<word>", "?:")
_END = r"(?:\s?/[-=])?"
"""How a sum in rupees ends: "34,000/-"."""
_PRICE = re.compile(
    rf"""(?P<before>{_SIGN})?\s*(?P<amount>{AMOUNT}){_END}\s*(?P<scale>{SCALE})?\s*
    (?P<after>{_SIGN})?\s*(?:\(?{_BASIS}\)?)?\*?""",
    re.IGNORECASE | re.VERBOSE,
)
_LOOSE = rf"(?:{_SIGN})?\s*(?:{AMOUNT}){_END}\s*(?:{SCALE})?\+?"
_LOOSE_PRICE = re.compile(
    rf"""(?:(?:from|starting\s+(?:at|from)|up\s+to|about|approx\.?|around|over|under|~|est\.?)\s*)?
    {_LOOSE}(?:\s*(?:-|\u2013|\u2014|to)\s*{_LOOSE})?\s*
    (?:{_SIGN})?\s*(?:\(?{_BASIS_UNREAD}\)?)?""",
    re.IGNORECASE | re.VERBOSE,
)
_FREE = re.compile(
    r"(?:tuition[- ])?free|no (?:cost|charge|fee)|fully funded|0(?:\.0+)?", re.IGNORECASE
)
_BASES = {
    "year": PriceBasis.YEAR, "yr": PriceBasis.YEAR, "annum": PriceBasis.YEAR,
    "annual": PriceBasis.YEAR, "annually": PriceBasis.YEAR, "yearly": PriceBasis.YEAR,
    "semester": PriceBasis.SEMESTER,
    "term": PriceBasis.SEMESTER, "credit": PriceBasis.CREDIT, "cr": PriceBasis.CREDIT,
    "program": PriceBasis.TOTAL, "programme": PriceBasis.TOTAL, "course": PriceBasis.TOTAL,
    "total": PriceBasis.TOTAL, "full": PriceBasis.TOTAL, "in": PriceBasis.TOTAL,
}  # fmt: skip
_OF_BASIS = frozenset(("per", "a", "an", "the", "each", "for", "in", "of"))
_BASIS_NOUNS = frozenset(
    ("academic", "full", "whole", "entire", "fee", "fees", "tuition", "cost", "price", "hour",
     "hours", "point", "points", "unit")
)  # fmt: skip
"""Words beside the one that names a basis: "per academic year", "total cost"."""
_WAYS = {
    word: way
    for way, names in (
        (
            Delivery.ONLINE,
            (
                "online, 100% online, fully online, online only, remote, distance, virtual, "
                "distance learning, distance education, e-learning"
            ),
        ),
        (
            Delivery.ON_CAMPUS,
            (
                "on-campus, on campus, oncampus, campus, in-person, in person, face-to-face, "
                "face to face, residential, on-site, onsite, classroom"
            ),
        ),
        (
            Delivery.HYBRID,
            "hybrid, blended, blended learning, low-residency, low residency, mixed mode, hyflex",
        ),
    )
    for word in names.split(", ")
}
_FLAGS = dict.fromkeys(("t", "true", "yes", "y", "1", "x", "\u2713", "\u2714", "\u2705"), True) | (
    dict.fromkeys(("f", "false", "no", "n", "0", "-", "\u2717", "\u2718", "\u274c"), False)
)
_PACES = re.compile(
    r"(?:full|part)[- ]time|self[- ]paced|a?synchronous|evenings?|weekends?|daytime|accelerated"
)
_WAY_ENDS = re.compile(r"\s*(?:[,/;+&\u00b7|]|\band\b|\bor\b)\s*")


@lru_cache(maxsize=1 << 14)
def is_absent(text: str) -> bool:
    """Whether a cell says in words that it has no value: "N/A", a dash, "Price on request"."""
    return _ABSENT.fullmatch(fold(text)) is not None


def is_absent_length(text: str) -> bool:
    """Whether such a cell can only mean the length: "Self-paced", "Length varies"."""
    return _ABSENT_LENGTH.fullmatch(fold(text)) is not None


def is_free(text: str) -> bool:
    """Whether a price cell says that nothing is to be paid: 0, "$0.00", "free", "no charge"."""
    raw = text.strip()
    m = _PRICE.fullmatch(raw)
    is_zero = m is not None and _signs_known(m) and amount_of(m["amount"]) == 0
    return is_zero or _FREE.fullmatch(raw) is not None


def read_price(text: str, decimal: str = "") -> Price | None:
    """What a cell says of the price; None if it is no price at all.

    `decimal` is the mark by which its column parts decimals (`amounts.decimal_mark`).

    >>> read_price("26,310").amount, read_price("A$12,000 per year").currency
    (26310.0, 'AUD')
    >>> read_price("Rs. 34,000/-").amount, read_price("\u20b91.49 Lakh").amount
    (34000.0, 149000.0)
    """
    raw = text.strip()
    if _FREE.fullmatch(raw) or is_absent(raw):
        return Price(None, None, PriceBasis.UNKNOWN, raw)
    m = _PRICE.fullmatch(raw)
    if m:
        if not _signs_known(m):
            return None
        sign = m["before"] or m["after"] or ""
        currency = currency_of(sign.rstrip("."))
        in_rupees = currency == "INR" or RUPEES.fullmatch(sign) is not None
        amount = amount_of(m["amount"], m["scale"] or "", decimal, in_rupees=in_rupees)
        if amount is None:
            return Price(None, None, PriceBasis.UNKNOWN, raw)
        return Price(amount or None, currency, _basis(m), raw)
    if _LOOSE_PRICE.fullmatch(raw):
        return Price(None, None, PriceBasis.UNKNOWN, raw)
    return None


def read_basis(text: str) -> PriceBasis | None:
    """What a cell says that a price is for; None if it says no such thing.

    >>> read_basis("per year").value, read_basis("P.A.").value, read_basis("blue")
    ('year', 'year', None)
    """
    said = re.sub(r"\bp\.\s?a\b\.?", "annum", text.lower())
    words = [w for w in re.findall(r"[a-z]+", said) if w not in _OF_BASIS]
    named = {_BASES[w.rstrip("s")] for w in words if w.rstrip("s") in _BASES}
    is_whole = words and all(w.rstrip("s") in _BASES or w in _BASIS_NOUNS for w in words)
    return named.pop() if is_whole and len(named) == 1 else None


def read_length(text: str) -> Length | None:
    """What a cell says of the length; None if it is no length at all.

    >>> read_length("18 Months").duration.years, read_length("12-18 months").duration
    (1.5, None)
    """
    raw = text.strip()
    m = _LENGTH.fullmatch(raw)
    if m:
        return Length(_duration(m, raw), raw)
    return Length(None, raw) if _OTHER_LENGTH.fullmatch(raw) else None


def read_delivery(text: str) -> frozenset[Delivery] | None:
    """The ways named by a cell that names nothing else; None if it says anything more.

    A cell that names only a pace ("Part-time") gives the empty set: delivery unknown.
    """
    parts = [p for p in _WAY_ENDS.split(fold(text)) if p]
    if not parts or any(p not in _WAYS and not _PACES.fullmatch(p) for p in parts):
        return None
    return frozenset(_WAYS[p] for p in parts if p in _WAYS)


def read_flag(text: str) -> bool | None:
    """Whether a cell of a yes-or-no column says yes; None if it says neither."""
    return _FLAGS.get(fold(text))


def read_places(text: str) -> tuple[Place, ...]:
    """Places of a cell: "Boston", "Boston, MA", "Boston, MA, USA", several apart by ; or /."""
    places = []
    for part in re.split(r"\s*[;/]\s*", text.strip()):
        names = [n for n in re.split(r"\s*,\s*", part, maxsplit=2) if n]
        if names:
            places.append(Place(*names))
    return tuple(places)


def _signs_known(m: re.Match[str]) -> bool:
    signs = [s for s in (m["before"], m["after"]) if s]
    return all(currency_of(s.rstrip(".")) or RUPEES.fullmatch(s) for s in signs)


def _basis(m: re.Match[str]) -> PriceBasis:
    word = (m["per"] or m["word"] or "").lower().split()
    return _BASES.get(word[0], PriceBasis.UNKNOWN) if word else PriceBasis.UNKNOWN


def _duration(m: re.Match[str], raw: str) -> Duration | None:
    unit = _unit(m["unit"])
    value = _count(m["count"])
    years = value * _YEARS[unit]
    if m["more"]:
        years += _count(m["more"]) * _YEARS[_unit(m["moreunit"])]
        value = years / _YEARS[unit]
    # 12 digits: a price per year is divided by it, and a week is only 0.019 of a year.
    return Duration(round(value, 4), unit, round(years, 12), raw) if value > 0 else None


def _unit(text: str) -> str:
    word = text.lower().rstrip(".")
    return _UNITS[word] if word in _UNITS else _UNITS[word.rstrip("s")]


def _count(text: str) -> float:
    word = text.lower().strip()
    if word in _WORDS:
        return float(_WORDS[word])
    extra = _HALVES.get(word[-1], 0.0)
    digits = word.rstrip("".join(_HALVES)).strip().replace(",", ".")
    return float(digits or 0) + extra
