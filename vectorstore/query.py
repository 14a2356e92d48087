"""RowQuery and ClaimQuery: closed questions over all rows and all claims.

A query is data: fields, operators and values from closed sets, so that it can be shown, edited,
stored, and run by SQL with bound parameters or by a plain loop (the oracle of the tests).
This module does not run anything: `rows.py` and `claims.py` do.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TypeGuard

from vectorstore.describe import describe_claims, describe_filter, describe_rows
from vectorstore.records import Claim, Duration, Listing, PriceBasis, Program, ProgramId


class Field(StrEnum):
    """What a filter can speak of."""

    LEVEL = "level"
    AWARD = "award"
    TOPIC = "topic"
    CATEGORY = "category"
    DELIVERY = "delivery"
    UNIVERSITY = "university"
    TITLE = "title"
    PLACE = "place"
    """City, region or country. All positive filters of places must hold for one of a program's."""
    REGION = "region"
    """Only a state, province or nation of that name, and no city: Indiana and not Indiana, PA."""
    COUNTRY = "country"
    """Only a country of that name."""
    DURATION = "duration"
    """In years."""
    PRICE = "price"
    CURRENCY = "currency"
    """Code of the currency that the price is listed in; `UNSTATED` for prices without one."""
    BASIS = "basis"
    """What the price is for: total, year, semester, credit or unknown."""
    STATED = "stated"
    """Which of price, duration and delivery a row states at all: "without a listed price"."""
    COLUMN = "column"
    """A cell of a column without a field, with its header: "Schedule: Part-time"."""
    SOURCE = "source"
    PROGRAM = "program"
    """Program ids: "which of those"."""


OF_PLACES = frozenset({Field.PLACE, Field.REGION, Field.COUNTRY})
"""Fields that speak of a place: positive filters of them must hold for one place of a program."""
OF_PRICES = frozenset({Field.CURRENCY, Field.BASIS})
"""Fields that speak of a price: a row without one satisfies none of their filters."""
UNSTATED = "unstated"
"""The currency of a price that is listed without one."""


class Op(StrEnum):
    """How a filter compares. Text compares by `vectorstore.text.topic_key`."""

    IN = "in"
    """Any of the values: equality for level, source, program, and of a price that is listed for
    currency and basis; whole-phrase containment for award,
    topic, category and title; the name of the university, or where no name is the value, any that
    holds it; a city, region or country equal to the value for place, one of these for region and
    country; a whole cell for column;
    membership for delivery; a known value of one of those named for stated."""
    NOT_IN = "not_in"
    """None of the values. For delivery: unknown delivery does not satisfy it."""
    ONLY = "only"
    """Delivery set equals the set of values exactly."""
    ALL = "all"
    """Delivery holds every value."""
    LT = "lt"
    LE = "le"
    GT = "gt"
    GE = "ge"
    EQ = "eq"
    BETWEEN = "between"
    """Both ends included; two values."""


class SortKey(StrEnum):
    """What rows can be ordered by, and what can be aggregated."""

    PRICE = "price"
    DURATION = "duration"
    PRICE_PER_YEAR = "price_per_year"
    TITLE = "title"


class Aggregate(StrEnum):
    """A single value over all matching rows."""

    COUNT = "count"
    MIN = "min"
    MAX = "max"
    RANGE = "range"
    MEAN = "mean"
    MEDIAN = "median"
    SUM = "sum"


@dataclass(frozen=True, slots=True)
class Filter:
    """One condition: field, operator and its values (text or numbers; years for durations)."""

    field: Field
    op: Op
    values: tuple[str | float, ...]

    def describe(self) -> str:
        """The condition in words: "under 20,000"."""
        return describe_filter(self)


@dataclass(frozen=True, slots=True)
class Sort:
    """An order over rows; rows without the key come last and never win."""

    key: SortKey
    descending: bool = False


@dataclass(frozen=True, slots=True)
class RowQuery:
    """A question over all rows.

    `limit` n keeps the first n and their ties at the cut; `nth` k (1-based) keeps the rows at the
    k-th distinct value of the sort key. `aggregate` computes one value of `of` (COUNT needs none)
    over the matching rows, or, with `sort` and `limit` or `nth`, over the rows kept ("average price
    of the five cheapest"); with `group` one value a group, and `limit` and `nth` choose groups.
    `compare` names programs to set side by side.
    """

    filters: tuple[Filter, ...] = ()
    sort: Sort | None = None
    limit: int | None = None
    nth: int | None = None
    aggregate: Aggregate | None = None
    of: SortKey | None = None
    group: Field | None = None
    compare: tuple[ProgramId, ...] = ()

    def describe(self) -> str:
        """The query in words: "AI master's, online, under 20,000, cheapest first"."""
        return describe_rows(self)


@dataclass(frozen=True, slots=True)
class Basis:
    """What prices must share to be compared."""

    currency: str | None
    price_basis: str

    def describe(self) -> str:
        """In words: "AUD in total", "no stated currency, per year"."""
        paid = {"total": "in total", "unknown": "for an unstated period"}
        basis = paid.get(self.price_basis, f"per {self.price_basis}")
        return f"{self.currency} {basis}" if self.currency else f"no stated currency, {basis}"


@dataclass(frozen=True, slots=True)
class GroupValue:
    """One group of a grouped aggregate, or of prices that cannot be compared with each other."""

    key: str
    value: float
    count: int
    high: float | None = None
    """Upper end for RANGE."""


@dataclass(frozen=True, slots=True)
class RowResult:
    """What a RowQuery gives over all rows.

    `rows`: the rows that answer, in answer order (sort key, then university and title,
    case-folded); a superlative holds the winner and its ties; a list holds every match.
    """

    query: RowQuery
    rows: tuple[Program, ...]
    total_matched: int
    """Rows that satisfy the filters (before sort and limit)."""
    total_known: int
    """Rows held in the snapshot within the sources asked."""
    runner_up: tuple[Program, ...] = ()
    """For limit 1 or nth: rows at the next distinct value of the sort key."""
    nearest: tuple[Program, ...] = ()
    """On no match: rows that would match if one filter were dropped or a limit moved; at most 3."""
    relaxed: tuple[Filter, ...] = ()
    """The filters dropped or moved for `nearest`."""
    left_out_no_price: int = 0
    """Rows that satisfy all other filters but have no price where price decides."""
    left_out_unread_price: int = 0
    """Of these, rows that list a price which gives no amount."""
    left_out_no_duration: int = 0
    left_out_no_delivery: int = 0
    value: float | None = None
    """Of an aggregate; unrounded. For RANGE the lower end."""
    value_high: float | None = None
    """For RANGE the upper end."""
    groups: tuple[GroupValue, ...] = ()
    listings: tuple[Listing, ...] = ()
    """Listings that the matched (or all, if none matched) rows stand in."""
    bases: tuple[Basis, ...] = ()
    """Distinct (currency, basis) among the prices that took part; more than one: not comparable."""
    contributors: tuple[ProgramId, ...] = ()
    """Rows that an aggregate was computed from."""


class ClaimOp(StrEnum):
    """What is asked of the claims."""

    LOOK_UP = "look_up"
    COMPARE = "compare"
    HIGHEST = "highest"
    LOWEST = "lowest"


@dataclass(frozen=True, slots=True)
class ClaimQuery:
    """A question over claims: by attribute, and by entities (any of; empty means all)."""

    op: ClaimOp
    attribute: str
    entities: tuple[str, ...] = ()
    limit: int = 1
    """For HIGHEST and LOWEST: the first n and their ties at the cut."""

    def describe(self) -> str:
        """The query in words: "highest pay of AI Engineer and Data Scientist"."""
        return describe_claims(self)


@dataclass(frozen=True, slots=True)
class ClaimResult:
    """Claims that answer, best first; for HIGHEST and LOWEST the winner with its ties.

    `conflicts` are claims of one entity and attribute that disagree.
    """

    query: ClaimQuery
    claims: tuple[Claim, ...]
    conflicts: tuple[tuple[Claim, ...], ...] = ()
    runner_up: tuple[Claim, ...] = ()
    """For HIGHEST and LOWEST: claims at the next distinct value."""
    not_comparable: tuple[Claim, ...] = ()
    """For HIGHEST and LOWEST: the winners in other units or periods than the commonest."""


def price_per_year(program: Program) -> float | None:
    """Price for one year of study, or None where price or length is unknown.

    A total (or unstated) price is divided by the length in years; a price per year is that price; a
    price per semester or credit says nothing of a year.
    """
    if program.price is None:
        return None
    if program.price_basis is PriceBasis.YEAR:
        return program.price
    if program.price_basis in (PriceBasis.SEMESTER, PriceBasis.CREDIT):
        return None
    return program.price / program.duration.years if _is_positive(program.duration) else None


def _is_positive(duration: Duration | None) -> TypeGuard[Duration]:
    return duration is not None and duration.years > 0
