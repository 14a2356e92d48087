"""Questions over the programs of an index, with what is right by the second path. Seeded.

Each stratum draws a set of programs (level, delivery, topic), words it, and asks one thing of it.
A question is only asked where the answer is beyond dispute: prices of one currency and basis, no
tie where a place is asked for, every name of one program alone.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import cycle
from typing import Any

from evals.cases import Case, Expect, Value
from evals.suites.phrasing import ORDINALS, Words, amount, count_word, length, misspelt
from evals.suites.second_path import Row, SecondPath, Subject, plain_words
from evals.suites.topics import no_places, no_schools, shared_topics, told_apart
from vectorstore.records import PriceBasis, Program

SEED = 20_261_125
MAX_ROWS = 50
"""Rows of an answer; a longer list cannot be compared whole."""
_TRIES = 400
"""Draws for one case of a stratum before the rows are taken to hold none."""


@dataclass(frozen=True, slots=True)
class _Drawn:
    """A question and what is right."""

    question: str
    template: str
    expect: dict[str, Any]


class Listings:
    """Cases over one index's programs."""

    def __init__(self, programs: Iterable[Program], seed: int = SEED) -> None:
        held = tuple(programs)
        self._path = SecondPath(held)
        self._words = Words()
        self._seed = seed
        self._levels = [level for level in self._path.distinct("level") if level != "other"]
        self._ways = self._path.deliveries()
        places = {name for p in held for x in p.places for name in (x.city, x.country) if name}
        awards = {word for p in held for word in plain_words(p.award or "").split()}
        topics = no_places(shared_topics(self._path), places)
        self._topics = [topic for topic in topics if awards.isdisjoint(topic.split())]
        self._rows = self._path.rows(Subject())
        self._schools = told_apart(sorted({row.university for row in self._rows}))
        self._cities = no_schools(self._path.cities(), {row.university for row in self._rows})
        self._where: dict[str, str] = {}
        """The school or city in which every set of a stratum is."""
        self._names = [plain_words(_name(row)) for row in self._rows]
        self._phrasing = ""
        """The one used last: questions in the same words fail together."""
        self._begin("")

    def cases(self, count: int) -> tuple[Case, ...]:
        """About `count` cases, as many of each stratum as the rows allow, each question once."""
        made: list[Case] = []
        seen: set[str] = set()
        share = -(-count // len(STRATA))
        for stratum, draw in STRATA.items():
            self._begin(stratum)
            for number in range(share):
                drawn = self._fresh(draw, seen)
                if drawn is None:
                    break
                seen.add(drawn.question)
                made.append(
                    Case(
                        id=f"{stratum}-{number + 1:03}",
                        kind=stratum,
                        turns=[drawn.question],
                        expect=Expect.model_validate(drawn.expect),
                        family=self._phrasing,
                    )
                )
        return tuple(made)

    def _begin(self, stratum: str) -> None:
        """Draw from here on for a stratum: what one draws does not move what another does."""
        self._where = {}
        self._chance = random.Random(f"{self._seed} {stratum}")  # noqa: S311 - no secrets are drawn
        self._turn = {name: cycle(self._shuffled(of)) for name, of in self._words.templates.items()}

    def _fresh(self, draw: Callable[[Listings], _Drawn | None], seen: set[str]) -> _Drawn | None:
        for _ in range(_TRIES):
            drawn = draw(self)
            if drawn is not None and drawn.question not in seen:
                return drawn
        return None

    # -- strata ------------------------------------------------------------------------------------

    def filtered(self) -> _Drawn | None:
        """Every program of a set."""
        subject = self._subject()
        return self._listed("list", subject, self._path.rows(subject))

    def under(self) -> _Drawn | None:
        """A strict or an inclusive limit of price, on a listed price half of the time."""
        template, sign = self._chance.choice(
            [("under_price", "<"), ("at_most_price", "<="), ("over_price", ">")]
        )
        subject, prices = self._priced(2)
        if not prices:
            return None
        limit = self._limit(prices)
        rows = self._path.rows(subject, f"price {sign} ?", limit)
        written = amount(limit, self._chance)
        return self._listed(template, subject, rows, high=written, low=written)

    def between(self) -> _Drawn | None:
        """Both ends included."""
        subject, prices = self._priced(3)
        if not prices:
            return None
        low, high = sorted((self._limit(prices), self._limit(prices)))
        if low == high:
            return None
        rows = self._path.rows(subject, "price BETWEEN ? AND ?", low, high)
        ends = {"low": amount(low, self._chance), "high": amount(high, self._chance)}
        return self._listed("between_price", subject, rows, **ends)

    def no_match(self) -> _Drawn | None:
        """Nothing of a kind in any form that is held, or a limit below every price of a set."""
        if self._chance.random() < 0.3:
            return self._none_held()
        subject, prices = self._priced(1)
        if not prices or prices[0] < 1_000:
            return None
        limit = float(int(prices[0] * self._chance.choice([0.25, 0.5, 0.75])) // 100 * 100)
        written = amount(limit, self._chance)
        question = self._asked("under_price", subject, high=written)
        return _Drawn(question, "under_price", {"rows": [], "status": ["no_match"]})

    def _none_held(self) -> _Drawn | None:
        subject = self._subject()
        if self._path.rows(subject):
            return None
        return _Drawn(self._asked("list", subject), "list", {"rows": [], "status": ["no_match"]})

    def lengths(self) -> _Drawn | None:
        """A limit of length in another unit than the one listed, as often as not."""
        subject = self._subject()
        years = sorted({r.years for r in self._path.rows(subject) if r.years})
        if len(years) < 2:
            return None
        limit = self._chance.choice(years)
        written = length(limit, self._chance)
        if written is None:
            return None
        template, sign = self._chance.choice([("at_most_length", "<="), ("over_length", ">")])
        margin = 1e-6 if sign == "<=" else -1e-6
        rows = self._path.rows(subject, f"years {sign} ?", limit + abs(margin))
        return self._listed(template, subject, rows, length=written)

    def superlative(self) -> _Drawn | None:
        """The first by price or length, alone."""
        return self._extreme(lambda winners: len(winners) == 1)

    def tie(self) -> _Drawn | None:
        """The first by price or length, where several share the place."""
        return self._extreme(lambda winners: len(winners) > 1)

    def nth(self) -> _Drawn | None:
        """The second, third or fourth cheapest, none of those before it tied."""
        subject, prices = self._priced(3)
        at = self._chance.randint(2, 4)
        if len(prices) < at or len(set(prices[: at + 1])) < len(prices[: at + 1]):
            return None
        rows = self._path.rows(subject, "price = ?", prices[at - 1])
        question = self._asked("nth_cheapest", subject, ordinal=ORDINALS[at - 1])
        return _Drawn(question, "nth_cheapest", {"row_ids": _ids(rows), "values": _prices(rows)})

    def top(self) -> _Drawn | None:
        """The first two to four by price, ties at the cut included."""
        subject, prices = self._priced(3)
        count = self._chance.randint(2, 4)
        if len(prices) <= count:
            return None
        rows = self._path.rows(subject, "price <= ?", prices[count - 1])
        question = self._asked("top_cheapest", subject, count=count_word(count, self._chance))
        return _Drawn(question, "top_cheapest", {"row_ids": _ids(rows)})

    def counted(self) -> _Drawn | None:
        """How many a set holds."""
        subject = self._subject()
        rows = self._path.rows(subject)
        if not rows:
            return None
        return _Drawn(self._asked("count", subject), "count", {"values": [_count(len(rows))]})

    def mean(self) -> _Drawn | None:
        """The mean price, to two decimals."""
        return self._aggregate("mean_price", "avg(price)")

    def median(self) -> _Drawn | None:
        """The median price."""
        return self._aggregate("median_price", "median(price)")

    def total(self) -> _Drawn | None:
        """The sum of the prices."""
        return self._aggregate("sum_price", "sum(price)")

    def spread(self) -> _Drawn | None:
        """The lowest and the highest price."""
        subject, prices = self._priced(2)
        if not prices or prices[0] == prices[-1]:
            return None
        ends = [self._path.rows(subject, "price = ?", end)[0] for end in (prices[0], prices[-1])]
        question = self._asked("range_price", subject)
        return _Drawn(question, "range_price", {"values": _prices(ends)})

    def missing(self) -> _Drawn | None:
        """Programs whose price is not listed."""
        subject = self._subject()
        rows = self._path.rows(subject, "price IS NULL")
        return self._listed("missing_price", subject, rows)

    def detail(self) -> _Drawn | None:
        """Price or length of one program by its name."""
        row = self._named_row()
        template = self._chance.choice(["detail_price", "detail_length"])
        values = _prices if template == "detail_price" else _lengths
        if row is None or not values([row]):
            return None
        expect = {"has_rows": [_name(row)], "values": values([row])}
        return _Drawn(self._asked(template, Subject(), a=_called(row)), template, expect)

    def compare(self) -> _Drawn | None:
        """Two programs by price."""
        a, b = self._named_row(), self._named_row()
        if a is None or b is None or a.id == b.id or a.price is None or b.price is None:
            return None
        question = self._asked("compare", Subject(), a=_called(a), b=_called(b))
        return _Drawn(question, "compare", {"row_ids": _ids([a, b]), "values": _prices([a, b])})

    def slipped(self) -> _Drawn | None:
        """A question of another stratum with one letter wrong."""
        draw = self._chance.choice([Listings.superlative, Listings.counted, Listings.under])
        drawn = draw(self)
        question = misspelt(drawn.question, self._chance) if drawn else None
        return _Drawn(question, drawn.template, drawn.expect) if drawn and question else None

    def at_school(self) -> _Drawn | None:
        """A question of another stratum about one school."""
        return self._placed("school", self._schools)

    def in_city(self) -> _Drawn | None:
        """A question of another stratum about one city."""
        return self._placed("city", self._cities)

    # -- parts -------------------------------------------------------------------------------------

    def _placed(self, field: str, names: Sequence[str]) -> _Drawn | None:
        if not names:
            return None
        self._where = {field: self._chance.choice(names)}
        draw = self._chance.choice(
            [
                Listings.filtered, Listings.superlative, Listings.tie, Listings.counted,
                Listings.mean, Listings.total, Listings.spread, Listings.under, Listings.lengths,
            ]
        )  # fmt: skip
        return draw(self)

    def _extreme(self, fits: Callable[[Sequence[Row]], bool]) -> _Drawn | None:
        template, column, best = self._chance.choice(
            [
                ("cheapest", "price", "min"),
                ("dearest", "price", "max"),
                ("shortest", "years", "min"),
                ("longest", "years", "max"),
            ]
        )
        subject, prices = self._priced(2) if column == "price" else (self._subject(), [0.0])
        value = self._path.number(subject, f"{best}({column})") if prices else None
        if value is None or len(self._path.rows(subject)) < 2:
            return None
        rows = self._path.rows(subject, f"abs({column} - ?) < 1e-6", value)
        if not fits(rows):
            return None
        values = _prices(rows[:1]) if column == "price" else _lengths(rows[:1])
        expect = {"row_ids": _ids(rows), "values": values}
        return _Drawn(self._asked(template, subject), template, expect)

    def _aggregate(self, template: str, expression: str) -> _Drawn | None:
        subject, prices = self._priced(2)
        value = self._path.number(subject, expression) if prices else None
        if value is None:
            return None
        # All prices of the set are of one currency and basis, and so is what is made of them.
        one = next(row for row in self._path.rows(subject) if row.price is not None)
        values = _prices([replace(one, price=round(value, 2))])
        return _Drawn(self._asked(template, subject), template, {"values": values})

    def _listed(
        self, template: str, subject: Subject, rows: Sequence[Row], **slots: str
    ) -> _Drawn | None:
        if not 0 < len(rows) <= MAX_ROWS:
            return None
        return _Drawn(self._asked(template, subject, **slots), template, {"row_ids": _ids(rows)})

    def _asked(self, template: str, subject: Subject, **slots: str) -> str:
        named = self._words.name(subject, self._chance)
        words = {"one": named.one, "many": named.many, **slots}
        self._phrasing = next(self._turn[template])
        return self._phrasing.format(**words)

    def _subject(self) -> Subject:
        """A set that a visitor could mean: at least one condition, most often two."""
        chance = self._chance
        if self._where:
            level = chance.choice([None, None, *self._levels])
            return Subject(level, **self._where)
        level = chance.choice(self._levels) if chance.random() < 0.75 else None
        topic = chance.choice(self._topics) if self._topics and chance.random() < 0.7 else None
        way = chance.choice(self._ways) if self._ways and chance.random() < 0.4 else None
        if level is None and topic is None:
            level = chance.choice(self._levels)
        return Subject(level, way, topic)

    def _priced(self, least: int) -> tuple[Subject, list[float]]:
        """A set and its prices in order; none if they are fewer, or not of one kind."""
        subject = self._subject()
        prices = sorted(r.price for r in self._path.rows(subject) if r.price is not None)
        is_one_kind = len(self._path.currencies(subject)) == 1
        return subject, prices if is_one_kind and len(prices) >= least else []

    def _limit(self, prices: Sequence[float]) -> float:
        """A price of the set, or a round amount near one."""
        price = self._chance.choice(prices)
        if self._chance.random() < 0.5 and price.is_integer():  # no visitor writes cents
            return price
        return max(500.0, round(price / 500) * 500.0 + self._chance.choice([-500, 0, 500, 1000]))

    def _named_row(self) -> Row | None:
        """A program whose name is that of no other, nor part of one."""
        row = self._chance.choice(self._rows)
        name = plain_words(_name(row))
        return row if sum(name in other for other in self._names) == 1 else None

    def _shuffled(self, phrasings: Sequence[str]) -> list[str]:
        return self._chance.sample(list(phrasings), len(phrasings))


def _name(row: Row) -> str:
    return f"{row.university} | {row.title}"


def _prices(rows: Iterable[Row]) -> list[Value]:
    """The listed prices, as the source gives them."""
    return [
        Value(number=r.price, unit="money", currency=r.currency, basis=PriceBasis(r.basis))
        for r in rows
        if r.price is not None
    ]


def _lengths(rows: Iterable[Row]) -> list[Value]:
    """The listed lengths, in the unit that the source gives."""
    return [
        Value.model_validate({"number": r.length, "unit": r.unit})
        for r in rows
        if r.length and r.unit
    ]


def _count(number: int) -> Value:
    return Value(number=number, unit="count")


def _called(row: Row) -> str:
    return f"{row.university}'s {row.title}"


def _ids(rows: Iterable[Row]) -> list[str]:
    return sorted(row.id for row in rows)


STRATA: dict[str, Callable[[Listings], _Drawn | None]] = {
    "filter": Listings.filtered,
    "limit": Listings.under,
    "between": Listings.between,
    "none-match": Listings.no_match,
    "unit conversion": Listings.lengths,
    "superlative": Listings.superlative,
    "tie": Listings.tie,
    "nth": Listings.nth,
    "top": Listings.top,
    "count": Listings.counted,
    "mean": Listings.mean,
    "median": Listings.median,
    "sum": Listings.total,
    "range": Listings.spread,
    "missing-value": Listings.missing,
    "detail": Listings.detail,
    "compare": Listings.compare,
    "misspelling": Listings.slipped,
    "at a school": Listings.at_school,
    "in a city": Listings.in_city,
}
