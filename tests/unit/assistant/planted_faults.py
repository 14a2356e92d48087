"""Faults planted into true sentences by hand-written rules, each of which makes them false."""

from __future__ import annotations

import random
import re
from collections.abc import Callable
from dataclasses import replace

from assistant.compose import wording
from assistant.records import DraftSegment, Item
from tests.unit.assistant.true_sentences import Said
from vectorstore.records import Program

Rule = Callable[[Said, random.Random], DraftSegment | None]


def _swap(text: str, one: str, other: str) -> str:
    return text.replace(one, "\0").replace(other, one).replace("\0", other)


def _sub(said: Said, pattern: str, to: str | Callable[[re.Match[str]], str]) -> DraftSegment | None:
    text = re.sub(pattern, to, said.segment.text, count=1)
    return replace(said.segment, text=text) if text != said.segment.text else None


def _figures(said: Said) -> list[re.Match[str]]:
    """Figures of a sentence outside names."""
    text = said.segment.text
    for item in said.evidence.items().values():
        if item.program is not None:
            for part in (item.program.title, item.program.university, item.section):
                text = text.replace(part, "x" * len(part))
        if item.listing is not None:
            text = text.replace(item.listing.heading, "x" * len(item.listing.heading))
    return list(re.finditer(r"(?<![\w-])\d[\d,]*(?:\.\d+)?", text))


def digit(said: Said, rng: random.Random) -> DraftSegment | None:
    """One digit of one figure becomes another."""
    found = _figures(said)
    if not found:
        return None
    m = rng.choice(found)
    places = [i for i in range(m.start(), m.end()) if said.segment.text[i].isdigit()]
    at = rng.choice(places)
    old = said.segment.text[at]
    new = rng.choice([d for d in "123456789" if d != old])
    return replace(said.segment, text=said.segment.text[:at] + new + said.segment.text[at + 1 :])


def _cited_rows(said: Said) -> list[Program]:
    items = said.evidence.items()
    rows = [items[k].program for k in said.segment.cites if items[k].program is not None]
    return [p for p in rows if p is not None and wording.name(p) in said.segment.text]


def prices_swapped(said: Said, rng: random.Random) -> DraftSegment | None:
    """Two programs of one sentence exchange their prices."""
    rows = [
        p for p in _cited_rows(said) if p.price and wording.amount(p.price) in said.segment.text
    ]
    if len(rows) < 2:
        return None
    one, other = rng.sample(rows, 2)
    if not one.price or not other.price or one.price == other.price:
        return None
    text = _swap(said.segment.text, wording.amount(one.price), wording.amount(other.price))
    return replace(said.segment, text=text)


def entity(said: Said, rng: random.Random) -> DraftSegment | None:
    """A program's name gives way to that of another row with other figures."""
    rows = _cited_rows(said)
    others = [i.program for i in said.evidence.items().values() if i.program is not None]
    if not rows:
        return None
    row = rng.choice(rows)
    fit = [
        o for o in others if o.price != row.price and o.duration != row.duration and o not in rows
    ]
    if fit:
        text = said.segment.text.replace(wording.name(row), wording.name(rng.choice(fit)))
        return replace(said.segment, text=text)
    return _sub(said, re.escape(row.university), "Hollowgate University")


def citation_moved(said: Said, rng: random.Random) -> DraftSegment | None:
    """The sentence cites a neighbour instead of what it rests on."""
    items = said.evidence.items()
    cited = [items[k] for k in said.segment.cites]
    moved = [i for i in cited if i.program is not None] or [i for i in cited if i.listing is None]
    if not moved:
        return None
    one = rng.choice(moved)
    rest = [
        i.key
        for i in items.values()
        if i.key not in said.segment.cites and i.kind is one.kind and i.quote != one.quote
    ]
    if not rest or (one.program is not None and wording.name(one.program) not in said.segment.text):
        return None
    near = rng.choice(rest)
    return replace(
        said.segment, cites=tuple(near if k == one.key else k for k in said.segment.cites)
    )


def superlative(said: Said, rng: random.Random) -> DraftSegment | None:
    """The other end of the order."""
    pairs = (
        ("cheapest", "most expensive"),
        ("shortest", "longest"),
        ("lowest", "highest"),
        ("cheaper", "more expensive"),
        ("shorter", "longer"),
    )
    for low, high in pairs:
        if re.search(rf"\b{high}\b", said.segment.text) and "from" not in said.segment.text:
            return _sub(said, rf"\b{high}\b", low)
        if re.search(rf"\b{low}\b", said.segment.text) and "from" not in said.segment.text:
            return _sub(said, rf"\b{low}\b", high)
    return None


def currency(said: Said, rng: random.Random) -> DraftSegment | None:
    """A currency sign that no source gives."""
    prices = [
        p for p in _cited_rows(said) if p.price and wording.amount(p.price) in said.segment.text
    ]
    if not prices:
        return None
    price = wording.amount(prices[0].price or 0.0)
    sign = rng.choice(["${}", "USD {}", "{} dollars", "€{}"])
    return _sub(said, rf"(?<![\d,]){re.escape(price)}(?![\d,])", sign.format(price))


def count(said: Said, rng: random.Random) -> DraftSegment | None:
    """One more or one less."""
    m = re.search(r"\b(?:I hold|of the|None of the) (\d+)\b(?! ?Years)", said.segment.text)
    if not m:
        return None
    value = int(m[1]) + rng.choice([-1, 1])
    text = said.segment.text[: m.start(1)] + str(value) + said.segment.text[m.end(1) :]
    return replace(said.segment, text=text)


def unit(said: Said, rng: random.Random) -> DraftSegment | None:
    """Years become months, months weeks, percent a plain figure."""
    for pattern, to in (
        (r"\bYears\b", "Months"),
        (r"\byears?\b", "months"),
        (r"(?<=\d )months?\b", "weeks"),
    ):
        if changed := _sub(said, rf"(?<=\d ){pattern}" if "(?<" not in pattern else pattern, to):
            return changed
    bare = re.sub(r"(?<=\d)[KM]\b", "", said.segment.text)
    if bare != said.segment.text:
        return replace(said.segment, text=bare)
    return _sub(said, r"(?<=\d)%", " points")


def period(said: Said, rng: random.Random) -> DraftSegment | None:
    """A period is changed, or one is added to a price."""
    changed = _sub(said, r"\bper month\b", "per week") or _sub(said, r"/hour", "/day")
    changed = changed or _sub(said, r"\bannually\b", "monthly")
    if changed:
        return changed
    prices = [
        p for p in _cited_rows(said) if p.price and wording.amount(p.price) in said.segment.text
    ]
    if not prices:
        return None
    price = wording.amount(prices[0].price or 0.0)
    return _sub(said, rf"(?<![\d,]){re.escape(price)}(?![\d,])", f"{price} per semester")


def bound_lost(said: Said, rng: random.Random) -> DraftSegment | None:
    """ "up to", "exceed", "about", "over", "+", "often" are lost."""
    for pattern, to in (
        (r"\bup to ", ""),
        (r"\bcan exceed\b", "are"),
        (r"\bexceeds?\b", "is"),
        (r"\bexceeding\b", "of"),
        (r"\b(?:around|about|over|at least) (?=[$\d])", ""),
        (r"(?<=\d)(?:K|%)?\+", ""),
        (r"\bcould (\w+)", r"will \1"),
        (r"\breportedly ", ""),
        (r"\boften (?=\w)", ""),
        (r"\bunder (?=\d)", ""),
        (r"\bat most (?=\d)", "over "),
    ):
        if changed := _sub(said, pattern, to):
            return changed
    return None


def not_lost(said: Said, rng: random.Random) -> DraftSegment | None:
    """A denial is lost, or put in."""
    for pattern, to in (
        (r"\bdo(?:es)? not ", ""),
        (r"\bdon['’]t ", ""),
        (r"\b(is|are|was)n['’]t\b", r"\1"),
        (r"\bcan['’]t\b", "can"),
        (r"\bnot ", ""),
        (r"\bnever ", ""),
        (r"^None of the", "All of the"),
        (r"\bI hold no ", "I hold "),
        (r"\b(is|are|was) (?=listed|the )", r"\1 not "),
        (r"\b(is|are|can|will) ", r"\1 not "),
    ):
        if changed := _sub(said, pattern, to):
            return changed
    return None


RULES: dict[str, Rule] = {
    "digit": digit,
    "prices swapped": prices_swapped,
    "entity": entity,
    "citation moved": citation_moved,
    "superlative": superlative,
    "currency": currency,
    "count": count,
    "unit": unit,
    "period": period,
    "bound lost": bound_lost,
    "not lost": not_lost,
}


def neighbours(items: dict[str, Item], key: str) -> list[str]:
    """Keys of the other items."""
    return [k for k in items if k != key]
