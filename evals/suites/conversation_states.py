"""What a conversation has asked for so far, in words and with what is right of it. Seeded.

`Asked` is our own sum of the constraints; what is right comes from the second path over its rows,
never from the product. What is open to dispute has no expectation, and is not asked.
"""

from __future__ import annotations

import random
import re
import tomllib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import cycle
from typing import Any, Literal

from evals.cases import Value
from evals.suites.phrasing import PHRASINGS, Named, Words, amount, length
from evals.suites.second_path import Row, SecondPath, Subject, plain_words
from evals.suites.topics import shared_topics
from vectorstore.records import PriceBasis, Program

Ask = Literal["list", "count", "cheapest", "dearest", "shortest", "top_cheapest"]
Field = Literal["price", "length", "level", "delivery", "topic"]
SET_FIELDS: tuple[Field, ...] = ("level", "delivery", "topic")
FIELDS: tuple[Field, ...] = ("price", "length", *SET_FIELDS)
TOP = 3
"""Programs of a "three cheapest"."""
MAX_ROWS = 50
"""Rows of an answer; a longer list cannot be compared whole."""
_BY_PRICE = ("cheapest", "dearest", "top_cheapest")
_NEAR = 1e-6
_BREAK = re.compile(r"[(),:;/|]|\s[-\u2013\u2014]\s")
"""Where a subject ends within a title."""
_BEHIND = re.compile(r"\b(?:in|of)\s", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Asked:
    """One question with all its conditions."""

    ask: Ask
    subject: Subject
    below: float | None = None
    """Price, strictly under this."""
    within: float | None = None
    """Years, this included."""

    def get(self, field: Field) -> str | float | None:
        """The condition on a field."""
        if field == "price":
            return self.below
        return self.within if field == "length" else getattr(self.subject, field)

    def put(self, field: Field, value: Any) -> Asked:
        """The same question with another condition on a field; None takes it away."""
        if field == "price":
            return replace(self, below=value)
        if field == "length":
            return replace(self, within=value)
        return replace(self, subject=replace(self.subject, **{field: value}))

    @property
    def fields(self) -> tuple[Field, ...]:
        """Fields that have a condition."""
        return tuple(field for field in FIELDS if self.get(field) is not None)


class Truth:
    """What is right, by the second path."""

    def __init__(self, programs: Iterable[Program]) -> None:
        self.programs = {str(p.id): p for p in programs}
        self.path = SecondPath(self.programs.values())
        self._names = [_name(p).lower() for p in self.programs.values()]
        self._known: dict[Asked, list[Row]] = {}
        self._kinds: dict[Subject, int] = {}

    def rows(self, asked: Asked) -> list[Row]:
        """The rows under all conditions, by id."""
        key = replace(asked, ask="list")
        if key not in self._known:
            self._known[key] = self._found(asked)
        return self._known[key]

    def _found(self, asked: Asked) -> list[Row]:
        parts, values = ["TRUE"], []
        if asked.below is not None:
            parts.append("price < ?")
            values.append(asked.below)
        if asked.within is not None:
            parts.append("years <= ?")
            values.append(asked.within + _NEAR)
        return self.path.rows(asked.subject, " AND ".join(parts), *values)

    def expect(self, asked: Asked) -> dict[str, Any] | None:
        """What must hold of the answer; None if nothing matches or it is open to dispute."""
        rows = self.rows(asked)
        by_price = asked.ask in _BY_PRICE or asked.below is not None
        if not rows or (by_price and not self._is_of_one_kind(asked.subject)):
            return None
        if asked.ask == "count":
            return {"values": [Value(number=len(rows), unit="count")]}
        if asked.ask == "list":
            return {"row_ids": ids(rows)} if len(rows) <= MAX_ROWS else None
        if asked.ask == "top_cheapest":
            top = self.top(asked)
            return {"row_ids": ids(top)} if top else None
        return self._extreme(asked, rows)

    def top(self, asked: Asked) -> list[Row]:
        """The first by price in their order; none unless there are more, with no ties."""
        rows = sorted((r for r in self.rows(asked) if r.price), key=lambda r: r.price or 0.0)
        cut = rows[: TOP + 1]
        return rows[:TOP] if len(cut) > TOP and len({r.price for r in cut}) == len(cut) else []

    def is_price(self, asked: Asked) -> bool:
        """Whether the limit of price is itself the price of a row."""
        prices = [row.price for row in self.rows(asked.put("price", None))]
        return asked.below in prices

    def is_named_alone(self, row: Row) -> bool:
        """Whether university and title name this program and no other."""
        name = _name(self.programs[row.id]).lower()
        return sum(name in other for other in self._names) == 1

    def _is_of_one_kind(self, subject: Subject) -> bool:
        """Whether its prices are of one currency and basis."""
        if subject not in self._kinds:
            self._kinds[subject] = len(self.path.currencies(subject))
        return self._kinds[subject] == 1

    def _extreme(self, asked: Asked, rows: Sequence[Row]) -> dict[str, Any] | None:
        measure = "years" if asked.ask == "shortest" else "price"
        known = [r for r in rows if getattr(r, measure) is not None]
        if len(known) < 2:
            return None
        values = [float(getattr(r, measure)) for r in known]
        best = max(values) if asked.ask == "dearest" else min(values)
        won = [r for r, v in zip(known, values, strict=True) if abs(v - best) < _NEAR]
        expect: dict[str, Any] = {"row_ids": ids(won)}
        if measure == "price":
            expect["values"] = [money(won[0])]
        return expect


class Speech:
    """The phrasings, each used as often as the others of its kind."""

    def __init__(self, chance: random.Random) -> None:
        text = (PHRASINGS / "conversation.toml").read_text(encoding="utf-8")
        self.phrases: dict[str, dict[str, list[str]]] = tomllib.loads(text)
        self._words = Words()
        self._chance = chance
        named = {
            f"{kind}.{name}": of for kind, by in self.phrases.items() for name, of in by.items()
        }
        every = {**named, **self._words.templates}
        self._turn = {name: cycle(chance.sample(of, len(of))) for name, of in every.items()}

    def phrase(self, name: str) -> str:
        """The next phrasing of a template."""
        return next(self._turn[name])

    def whole(self, asked: Asked) -> str:
        """The question in one turn that says it all."""
        named = self.named(asked)
        count = self._chance.choice(["three", str(TOP)])
        return self.phrase(asked.ask).format(one=named.one, many=named.many, count=count)

    def named(self, asked: Asked) -> Named:
        """The set with its limits, in singular and plural."""
        named = self._words.name(asked.subject, self._chance)
        limits = [
            self.phrase(f"limits.{field}").format(**self.slots(field, asked))
            for field in asked.fields
            if field in ("price", "length")
        ]
        return Named(" ".join([named.one, *limits]), " ".join([named.many, *limits]))

    def slots(self, field: Field, asked: Asked) -> dict[str, str]:
        """The slots of a phrasing about one condition."""
        if field == "price":
            return {"high": amount(asked.below or 0.0, self._chance)}
        if field == "length":
            return {"length": length(asked.within or 0.0, self._chance) or ""}
        if field == "level":
            named = self._words.name(Subject(level=asked.subject.level), self._chance)
            return {"one": named.one, "many": named.many}
        if field == "delivery":
            return {"way": self.phrase(f"ways.{asked.subject.delivery}")}
        return {"topic": asked.subject.topic or ""}


class Drawn:
    """Questions and conditions drawn at random from what the rows hold."""

    def __init__(self, truth: Truth, chance: random.Random) -> None:
        self._truth = truth
        self._chance = chance
        path = truth.path
        self._values: dict[Field, list[str]] = {
            "level": [level for level in path.distinct("level") if level != "other"],
            "delivery": path.deliveries(),
            "topic": _subjects(path),
        }

    def asked(self, asks: Sequence[Ask]) -> Asked | None:
        """A question with one to four conditions that has a right answer."""
        chance = self._chance
        ask = chance.choice(asks)
        found = Asked(ask, Subject())
        for field, share in (("level", 0.75), ("topic", 0.7), ("delivery", 0.4)):
            if chance.random() < share:
                found = self.other(found, field) or found  # type: ignore[arg-type]
        if not found.fields:
            return None
        if ask not in _BY_PRICE and chance.random() < 0.35:
            found = self.other(found, "price") or found
        if ask != "shortest" and chance.random() < 0.25:
            found = self.other(found, "length") or found
        return found if self._truth.expect(found) else None

    def other(self, asked: Asked, field: Field) -> Asked | None:
        """The question with another condition on a field; None if the rows offer none."""
        if field in SET_FIELDS:
            values = [v for v in self._values[field] if v != asked.get(field)]
            return asked.put(field, self._chance.choice(values)) if values else None
        limit = self._limit(asked, field)
        return None if limit in (None, asked.get(field)) else asked.put(field, limit)

    def _limit(self, asked: Asked, field: Field) -> float | None:
        """A price or a length of the set, or a round price near one."""
        rows = self._truth.rows(asked.put(field, None))
        known = sorted({v for v in (r.price if field == "price" else r.years for r in rows) if v})
        if not known:
            return None
        value = self._chance.choice(known)
        if field == "length":
            return value if length(value, self._chance) else None
        near = max(500.0, round(value / 500) * 500.0 + self._chance.choice([0, 500, 1000]))
        return self._chance.choice([value, near])


def money(row: Row) -> Value:
    """Its price, as listed."""
    basis = PriceBasis(row.basis)
    return Value(number=row.price or 0.0, unit="money", currency=row.currency, basis=basis)


def lasting(row: Row) -> Value:
    """Its length, as listed."""
    return Value.model_validate({"number": row.length, "unit": row.unit})


def ids(rows: Iterable[Row]) -> list[str]:
    """Their ids, in order."""
    return sorted(row.id for row in rows)


def _subjects(path: SecondPath) -> list[str]:
    """Topics that a visitor could say alone: what some program is "in" or "of", whole.

    "Higher" of "Higher Education" is none, and "data" only where something is offered in data.
    """
    names = [name for column in ("title", "category") for name in path.distinct(column)]
    # What stands behind a break is a subject only as "in" or "of" something: "(Accelerated)".
    parts = [
        part
        for name in names
        for at, part in enumerate(_BREAK.split(name))
        if at == 0 or _BEHIND.search(part)
    ]
    whole = {plain_words(_BEHIND.split(part)[-1]).strip() for part in parts}
    return [topic for topic in shared_topics(path) if topic in whole]


def _name(program: Program) -> str:
    return f"{program.university} | {program.title}"
