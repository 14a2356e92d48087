"""How numbers, lists, programs and sets of programs are worded.

Used by `computed.py` and its siblings. Pure text from typed values; decides nothing.
"""

from __future__ import annotations

import re
from calendar import month_name
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from vectorstore.cells import worded
from vectorstore.query import OF_PRICES, Field, Filter, Op
from vectorstore.records import Level, PriceBasis, Program
from vectorstore.text import ACRONYMS, topic_key

_SHOWN_SHORT = ("ai", "ml", "nlp")
"""Acronyms that visitors read more easily than what they stand for."""

_SHORT_FORMS = {ACRONYMS[short]: short.upper() for short in _SHOWN_SHORT}

_ORDINALS = (
    "",
    "second",
    "third",
    "fourth",
    "fifth",
    "sixth",
    "seventh",
    "eighth",
    "ninth",
    "tenth",
)

_LEVELS: dict[str, tuple[str, str]] = {
    Level.CERTIFICATE: ("certificate", "certificates"),
    Level.BACHELOR: ("bachelor's program", "bachelor's programs"),
    Level.MASTER: ("master's program", "master's programs"),
    Level.DOCTORATE: ("doctoral program", "doctoral programs"),
    Level.DIPLOMA: ("diploma", "diplomas"),
    Level.OTHER: ("other program", "other programs"),
}

_EXACT = 1e-6
"""How near to a whole number of a unit a length is taken to be one."""

_DEGREES = {Level.BACHELOR, Level.MASTER, Level.DOCTORATE}

_DELIVERY: dict[str, str] = {"online": "online", "on_campus": "on-campus", "hybrid": "hybrid"}

_OFFERED: dict[str, str] = {"online": "online", "on_campus": "on campus", "hybrid": "as hybrid"}

_BASIS: dict[PriceBasis, str] = {
    PriceBasis.TOTAL: " in total",
    PriceBasis.YEAR: " a year",
    PriceBasis.SEMESTER: " a semester",
    PriceBasis.CREDIT: " a credit",
    PriceBasis.UNKNOWN: "",
}


@dataclass(frozen=True, slots=True)
class SetPhrase:
    """A set of programs in words: "online AI master's programs under 20,000"."""

    singular: str
    plural: str

    def counted(self, count: int) -> str:
        """The singular for one, otherwise the plural."""
        return self.singular if count == 1 else self.plural


def number(value: float) -> str:
    """A number with thousands separators, at most two decimals, trailing zeros dropped.

    >>> number(10127.25), number(24100.4), number(4.0)
    ('10,127.25', '24,100.4', '4')
    """
    text = f"{value:,.2f}"
    return text.rstrip("0").rstrip(".")


def amount(value: float, currency: str | None = None, basis: PriceBasis | None = None) -> str:
    """A sum of money as the source lets it stand: no currency or basis is added to it."""
    return f"{currency + ' ' if currency else ''}{number(value)}{_BASIS[basis] if basis else ''}"


def day(value: date) -> str:
    """A date in words.

    >>> day(date(2023, 1, 3))
    '3 January 2023'
    """
    return f"{value.day} {month_name[value.month]} {value.year}"


def years(value: float) -> str:
    """A length in years, or in the unit in which it is exact.

    >>> years(1.0), years(1.5), years(12 / 52), years(7 / 12)
    ('1 year', '1.5 years', '12 weeks', '7 months')
    """
    for unit, per_year in (("year", 100), ("month", 12), ("week", 52)):
        parts = value * per_year
        if abs(parts - round(parts)) < _EXACT * per_year:
            whole = round(parts) if unit != "year" else round(parts) / per_year
            return f"{number(whole)} {unit}{'' if whole == 1 else 's'}"
    return f"{number(value)} years"


def ordinal(position: int) -> str:
    """The word before a superlative: "" for the first, "second", "11th"."""
    if position <= len(_ORDINALS):
        return _ORDINALS[position - 1]
    tail = (
        "th" if 10 <= position % 100 <= 20 else {1: "st", 2: "nd", 3: "rd"}.get(position % 10, "th")
    )
    return f"{position}{tail}"


def join(parts: Sequence[str], separator: str = ",", word: str = "and") -> str:
    """The parts as one list in English.

    >>> join(["a", "b", "c"])
    'a, b and c'
    """
    if len(parts) < 2:
        return "".join(parts)
    if not word:
        return f"{separator} ".join(parts)
    last = f"{separator} {word} " if separator != "," else f" {word} "
    return f"{separator} ".join(parts[:-1]) + last + parts[-1]


def name(program: Program) -> str:
    """University and title exactly as the source writes them."""
    plain = program.university[-1:].isalnum() and not program.university.casefold().endswith("s")
    if plain and "," not in program.university:
        return f"{program.university}'s {program.title}"
    return f"{program.title} at {program.university}"


def place(program: Program) -> str:
    """The places of a program as listed; empty if none is."""
    spelled = [
        ", ".join(part for part in (p.city, p.region, p.country) if part) for p in program.places
    ]
    return join([text for text in spelled if text], ";")


def award(program: Program) -> str:
    """The award as written, else the level: "MS", "bachelor's program"."""
    return program.award or _LEVELS[program.level][0]


def delivery(program: Program) -> str:
    """The ways of delivery as written, if in words, else as known; empty if unknown."""
    known = ", ".join(_DELIVERY[d] for d in sorted(program.delivery))
    written = program.delivery_raw or ""
    return written if _IN_WORDS.search(written) else known or written


_IN_WORDS = re.compile("[^\\W\\d_]{3}")
"""Three letters: what says less is a code."""


_ONE_CURRENCY = re.compile("priced in [A-Z]{3}")


def describe_set(filters: Sequence[Filter]) -> SetPhrase:
    """The set that filters describe, in words that fit a sentence after "the 4" or "no".

    >>> describe_set((Filter(Field.LEVEL, Op.IN, ("certificate",)),)).plural
    'certificates'
    """
    before = [_front(f) for f in filters if f.field in (Field.DELIVERY, Field.TOPIC)]
    nouns = [n for n in (_noun(f) for f in filters) if n]
    singular, plural = nouns[0] if nouns else ("program", "programs")
    after = [tail for tail in (_tail(f) for f in _price_terms_last(filters)) if tail]
    if len(after) > 1 and after[-1].startswith("priced ") and _ONE_CURRENCY.fullmatch(after[-2]):
        after[-1] = after[-1].removeprefix("priced ")  # "priced in USD per year"
    head = sorted((b for b in before if b), key=lambda item: item[0])
    front = " ".join(text for _, text in head)
    return SetPhrase(
        " ".join(filter(None, (front, singular, *after))),
        " ".join(filter(None, (front, plural, *after))),
    )


def _price_terms_last(filters: Sequence[Filter]) -> list[Filter]:
    """The filters, but what prices are in and for last, in this order."""
    terms = [f for field in (Field.CURRENCY, Field.BASIS) for f in filters if f.field is field]
    return [*(f for f in filters if f not in terms), *terms]


def _front(f: Filter) -> tuple[int, str] | None:
    """An adjective before the noun with its rank: delivery, then topic."""
    if f.op is not Op.IN:
        return None
    if f.field is Field.DELIVERY:
        return 0, " or ".join(_DELIVERY[str(v)] for v in f.values)
    return 1, " or ".join(topic(v) for v in _each_once(f.values))


def _each_once(values: Sequence[str | float]) -> list[str]:
    """The values, of those in both numbers the first: sources write it most often.

    >>> _each_once(("business analytics", "business analytic", "statistics"))
    ['business analytics', 'statistics']
    """
    found: dict[str, str] = {}
    for text in map(str, values):
        found.setdefault(_NUMBER.sub("", text), text)
    return list(found.values())


_NUMBER = re.compile(r"(?:ies|y|s)$")
"""What a word ends with in one number or the other."""


def topic(value: str | float) -> str:
    """A topic as visitors read it: the short form where it is the usual one."""
    text = " ".join(str(value).split())
    return _SHORT_FORMS.get(text, text)


def _noun(f: Filter) -> tuple[str, str] | None:
    """The noun that a level or an award gives."""
    if f.op is not Op.IN or f.field not in (Field.LEVEL, Field.AWARD):
        return None
    if f.field is Field.LEVEL:
        return _level_nouns(f.values)
    return (
        " or ".join(f"{v} program" for v in f.values),
        " or ".join(f"{v} programs" for v in f.values),
    )


def _level_nouns(values: Sequence[str | float]) -> tuple[str, str]:
    """Levels as a noun and its plural; all that are degrees are one word."""
    if set(values) == _DEGREES:
        return "degree program", "degree programs"
    pairs = [_LEVELS[str(v)] for v in values]
    return join([p[0] for p in pairs], word="or"), join([p[1] for p in pairs], word="and")


def _tail(f: Filter) -> str:
    """A phrase after the noun; empty where the filter has spoken before it."""
    if f.field is Field.PRICE:
        return _limits(f, "priced ", money=True)
    if f.field is Field.DURATION:
        return _limits(f, "of ", money=False)
    if f.field is Field.DELIVERY:
        return _delivery_tail(f)
    if f.field in OF_PRICES:
        return f.describe()
    if f.field is Field.STATED:
        return f"{'without' if f.op is Op.NOT_IN else 'with'} a listed {_stated(f)}"
    if f.field in (Field.SOURCE, Field.PROGRAM):
        tail = "among those" if f.op is Op.IN else "not named before"
        return tail if f.field is Field.PROGRAM else ""
    return _text_tail(f)


_TEXT_TAILS: dict[Field, tuple[str, str]] = {
    Field.UNIVERSITY: ("at", "not at"),
    Field.PLACE: ("in", "not in"),
    Field.REGION: ("in", "not in"),
    Field.COUNTRY: ("in", "not in"),
    Field.COLUMN: ("with", "not with"),
    Field.CATEGORY: ("listed under", "not listed under"),
    Field.TITLE: ("titled", "not titled"),
    Field.TOPIC: ("", "outside"),
    Field.LEVEL: ("", "other than"),
    Field.AWARD: ("", "other than"),
}


def _text_tail(f: Filter) -> str:
    positive, negative = _TEXT_TAILS[f.field]
    if f.op is Op.IN and not positive:
        return ""
    values = [str(v) for v in f.values]
    if f.field is Field.LEVEL:
        values = [_level_nouns(f.values)[1]]
    if f.field is Field.TOPIC:
        values = [topic(v) for v in values]
    if f.field is Field.COLUMN:
        values = [worded(v) for v in values]
    if f.field is Field.UNIVERSITY:
        values = _names_apart(values)
    if f.field is Field.UNIVERSITY and f.op is Op.IN and all(len(v.split()) == 1 for v in values):
        return f"at universities with {' or '.join(values)} in their name"
    return f"{negative if f.op is Op.NOT_IN else positive} {' or '.join(values)}"


def _names_apart(names: Sequence[str]) -> list[str]:
    """Names of schools without those that stand whole in another, which is written twice.

    >>> _names_apart(("The Alder College", "The Alder College (TAC)"))
    ['The Alder College (TAC)']
    """
    keys = {name: topic_key(name) for name in names}
    return [n for n in names if not any(keys[n] in keys[m] for m in names if keys[m] != keys[n])]


def _delivery_tail(f: Filter) -> str:
    values = [str(v) for v in f.values]
    offered = [_OFFERED[v] for v in values]
    if f.op is Op.NOT_IN:
        return f"not offered {join(offered, word='or')}"
    if f.op is Op.ONLY:
        return f"offered only {join(offered)}"
    if f.op is Op.ALL:
        return f"offered {'both ' if len(values) == 2 else ''}{join(offered)}"
    return ""


_STATED = {"price": "price", "duration": "length", "delivery": "way of teaching"}


def _stated(f: Filter) -> str:
    return join([_STATED[str(v)] for v in f.values], word="or")


_COMPARED: dict[Op, str] = {
    Op.LT: "under",
    Op.LE: "at most",
    Op.GT: "over",
    Op.GE: "at least",
    Op.EQ: "exactly",
}


def _limits(f: Filter, lead: str, money: bool) -> str:
    """ "under 20,000", "priced between 1 and 2", "of exactly 2 years"."""
    values = [float(v) for v in f.values]
    if f.op is Op.BETWEEN:
        low, high = values[0], values[1]
        if money:
            return f"{lead}between {number(low)} and {number(high)}"
        return f"{lead}{number(low)} to {years(high)}"
    worded = " or ".join(number(v) if money else years(v) for v in values)
    doubled = lead == "at " and _COMPARED[f.op].startswith("at ")
    lead = "" if doubled or (money and f.op in (Op.LT, Op.GT)) else lead
    return f"{lead}{_COMPARED[f.op]} {worded}"


def predicate(f: Filter) -> str:
    """A filter as a predicate after "none of them": "is listed under 10,000"."""
    if f.field is Field.PRICE:
        return f"is listed {_limits(f, 'at ', money=True)}"
    if f.field is Field.DURATION:
        return f"is listed {_limits(f, 'at ', money=False)}"
    if f.field in OF_PRICES:
        return f"is {f.describe()}"
    if f.field is Field.STATED:
        return f"{'is without' if f.op is Op.NOT_IN else 'has'} a listed {_stated(f)}"
    if f.field is Field.DELIVERY and f.op is Op.IN:
        return f"is offered {join([_OFFERED[str(v)] for v in f.values], word='or')}"
    if f.field is Field.DELIVERY:
        return f"is {_delivery_tail(f)}"
    return _text_predicate(f)


def _text_predicate(f: Filter) -> str:
    if f.op is Op.IN and f.field is Field.LEVEL:
        return f"is a {_level_nouns(f.values)[0]}"
    if f.op is Op.IN and f.field is Field.TOPIC:
        return f"is in {join([topic(v) for v in f.values], word='or')}"
    if f.op is Op.IN and f.field is Field.AWARD:
        return f"is listed as {join([str(v) for v in f.values], word='or')}".rstrip(".")
    if f.op is Op.IN and f.field is Field.TITLE:
        return f"is titled {join([str(v) for v in f.values], word='or')}"
    return f"is {_text_tail(f)}" if _text_tail(f) else "fits"


def contrary(f: Filter) -> str:
    """A filter after "not", where a row is otherwise: "1 year", "under 10,000", "only online"."""
    if f.field in (Field.PRICE, Field.DURATION):
        worded = _limits(f, "", money=f.field is Field.PRICE)
        return worded.removeprefix("exactly ")
    return predicate(f).removeprefix("is ").removeprefix("offered ")
