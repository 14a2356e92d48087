"""Sentences with typed slots: the only way in which composed text comes by a figure or a name.

A template holds words alone; what varies stands in slots, and a slot is made from a record or a
result, never from a figure typed by hand. `say` fails on a digit in a template. The citations of a
sentence follow from its slots.
"""

from __future__ import annotations

import re
import string
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from assistant.compose import wording
from assistant.errors import SlotError
from assistant.records import AskEvidence, DraftSegment, Item, Kind, SegmentKind
from vectorstore.cells import unread_price_told
from vectorstore.query import Filter, GroupValue, RowResult, SortKey
from vectorstore.records import Listing, ListingId, PriceBasis, Program, ProgramId

MONTHS_PER_YEAR = 12
WEEKS_PER_YEAR = 52

_PER_YEAR = {"year": 1, "month": MONTHS_PER_YEAR, "week": WEEKS_PER_YEAR}


@dataclass(frozen=True, slots=True)
class Slot:
    """A piece of text that came from a record, with the keys of the items it rests on."""

    text: str
    cites: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Shelf:
    """The citable items of one ask: which key shows which row and which listing."""

    rows: Mapping[ProgramId, str]
    sets: Mapping[ListingId, str]
    set_keys: tuple[str, ...] = field(default=())
    has_unread: bool = False
    """Whether a row lists a price that gives no amount."""

    @classmethod
    def of(cls, found: AskEvidence) -> Shelf:
        """The shelf of what was found for one ask."""
        items: Sequence[Item] = found.items
        return cls(
            {i.program.id: i.key for i in items if i.kind is Kind.ROW and i.program},
            {i.listing.id: i.key for i in items if i.kind is Kind.SET and i.listing},
            tuple(i.key for i in items if i.kind is Kind.SET),
            any(i.program is not None and unread_price_told(i.program) for i in items),
        )

    def row(self, program: Program) -> tuple[str, ...]:
        """The key of a row, if it can be cited."""
        key = self.rows.get(program.id)
        return (key,) if key else ()

    def name(self, program: Program) -> Slot:
        """University and title of a row."""
        return Slot(wording.name(program), self.row(program))

    def award(self, program: Program) -> Slot:
        """The award as listed, else the level."""
        return Slot(wording.award(program), self.row(program))

    def cell(self, program: Program, header: str) -> Slot:
        """A cell of a column without a field, with its header."""
        return Slot(f"{header} {dict(program.attributes)[header]}", self.row(program))

    def price(self, program: Program, *, bare: bool = False) -> Slot:
        """The listed price, with the currency and, unless it is `bare`, the basis of the source.

        One that could not be read is told in its own words.
        """
        if (unread := unread_price_told(program)) is not None:
            return Slot(unread, self.row(program))
        if program.price is None:
            return Slot("no price listed", self.row(program))
        basis = None if bare else program.price_basis
        text = wording.amount(program.price, program.currency, basis)
        return Slot(text, self.row(program))

    def length(self, program: Program, unit: str | None = None) -> Slot:
        """The length as listed, and in `unit` where that is another one."""
        if program.duration is None:
            return Slot("no length listed", self.row(program))
        text = program.duration.raw
        if unit and unit != program.duration.unit and unit in _PER_YEAR:
            converted = program.duration.years * _PER_YEAR[unit]
            text += f", which is {wording.number(converted)} {unit}{'' if converted == 1 else 's'}"
        return Slot(text, self.row(program))

    def place(self, program: Program) -> Slot:
        """Where the row is listed."""
        return Slot(wording.place(program) or "no listed place", self.row(program))

    def delivery(self, program: Program) -> Slot:
        """The ways of delivery as listed."""
        return Slot(wording.delivery(program) or "no listed delivery", self.row(program))

    def category(self, program: Program) -> Slot:
        """The heading the row stood under."""
        return Slot(program.category or "no heading", self.row(program))

    def price_per(self, program: Program, unit: str) -> Slot:
        """The listed price divided by the listed length in `unit`."""
        if program.price is None or program.duration is None:
            return Slot("no price or no length", self.row(program))
        value = program.price / (program.duration.years * _PER_YEAR[unit])
        return Slot(wording.amount(value, program.currency), self.row(program))

    def length_in(self, program: Program, unit: str) -> Slot:
        """The listed length in another unit."""
        if program.duration is None:
            return Slot("no listed length", self.row(program))
        value = program.duration.years * _PER_YEAR[unit]
        return Slot(f"{wording.number(value)} {unit}{'' if value == 1 else 's'}", self.row(program))

    def price_gap(self, one: Program, other: Program) -> Slot:
        """How far two listed prices lie apart."""
        value = abs((one.price or 0.0) - (other.price or 0.0))
        gap = wording.amount(value, one.currency, one.price_basis)
        return Slot(gap, (*self.row(one), *self.row(other)))

    def length_gap(self, one: Program, other: Program, unit: str | None = None) -> Slot:
        """How far two listed lengths lie apart, in years unless another unit is asked for."""
        ends = [p.duration.years if p.duration else 0.0 for p in (one, other)]
        unit = unit if unit in _PER_YEAR else "year"
        value = abs(ends[0] - ends[1]) * _PER_YEAR[unit]
        text = f"{wording.number(value)} {unit}{'' if value == 1 else 's'}"
        return Slot(text, (*self.row(one), *self.row(other)))

    def count(self, value: int) -> Slot:
        """A count taken from a result; the set it is over is cited."""
        return Slot(wording.number(value), self.set_keys)

    def count_of(self, listing: Listing, value: int) -> Slot:
        """A count that one listing gives; that listing alone is cited."""
        return Slot(wording.number(value), self.heading(listing).cites)

    def set_of(self, filters: Sequence[Filter], count: int = 2) -> Slot:
        """The set that filters describe, as a noun that fits a count."""
        text = wording.describe_set(filters).counted(count)
        return Slot(self._exact(text) if self.has_unread else text, self.set_keys)

    @staticmethod
    def _exact(text: str) -> str:
        """Rows with a price that gives no amount list one: they are not without it."""
        return text.replace("without a listed price", "without a price that I can read")

    def predicates(self, filters: Sequence[Filter]) -> Slot:
        """Filters as predicates: "is listed under 10,000 and is offered online"."""
        return Slot(wording.join([wording.predicate(f) for f in filters]), self.set_keys)

    def value(self, result: RowResult, value: float) -> Slot:
        """An aggregate of a result, as money or as a length."""
        return Slot(_measured(result, value), self.set_keys)

    def group(self, result: RowResult, group: GroupValue) -> Slot:
        """The value of one group."""
        if group.high is None:
            return Slot(_measured(result, group.value), self.set_keys)
        low = _measured(result, group.value, with_basis=False)
        return Slot(f"{low} to {_measured(result, group.high)}", self.set_keys)

    def group_name(self, group: GroupValue) -> Slot:
        """The key of one group."""
        return Slot(group.key.replace("_", " "), self.set_keys)

    def days(self, days: Sequence[date]) -> Slot:
        """The dates that sources speak for."""
        return Slot(wording.join([wording.day(d) for d in days]))

    def heading(self, listing: Listing) -> Slot:
        """A listing's heading as written."""
        key = self.sets.get(listing.id)
        return Slot(listing.heading, (key,) if key else ())


def _measured(result: RowResult, value: float, *, with_basis: bool = True) -> str:
    if result.query.of is SortKey.DURATION:
        return wording.years(value)
    if result.query.of is None:
        return wording.number(value)
    if len(result.bases) != 1:
        return wording.amount(value)
    (of_all,) = result.bases
    basis = PriceBasis(of_all.price_basis) if with_basis else PriceBasis.UNKNOWN
    if result.query.of is SortKey.PRICE_PER_YEAR:
        basis = PriceBasis.UNKNOWN  # the measure says what it is for
    return wording.amount(value, of_all.currency, basis)


def words(text: str) -> Slot:
    """Plain words chosen by code, as a slot; a digit in them is refused."""
    return Slot(_plain(text))


def ordinal(position: int | None) -> Slot:
    """The word before a superlative for the n-th place, with a space after it."""
    text = wording.ordinal(position or 1)
    return Slot(text + " " if text else "")


def listed(slots: Iterable[Slot], separator: str = ";", word: str = "and") -> Slot:
    """Several slots as one list in English, citing what each cites."""
    parts = tuple(slots)
    return Slot(
        wording.join([p.text for p in parts], separator, word),
        tuple(dict.fromkeys(key for p in parts for key in p.cites)),
    )


def fill(template: str, **slots: Slot) -> Slot:
    """A template with its slots filled, as a larger slot.

    Raises:
        SlotError: a figure stands in the template, or a slot is missing or unknown.
    """
    names = [name for _, name, _, _ in string.Formatter().parse(template) if name]
    if set(names) != set(slots):
        raise SlotError(f"slots of {template!r} are {sorted(names)}, given {sorted(slots)}")
    _plain(re.sub(r"\{\w+\}", "", template))
    cites = dict.fromkeys(key for name in names for key in slots[name].cites)
    return Slot(template.format(**{k: s.text for k, s in slots.items()}), tuple(cites))


def say(template: str, kind: SegmentKind = SegmentKind.COMPUTED, **slots: Slot) -> DraftSegment:
    """One sentence from a template and its slots; row citations come before set citations.

    Raises:
        SlotError: a figure stands in the template, or a slot is missing or unknown.
    """
    filled = fill(template, **slots)
    return DraftSegment(filled.text, kind, filled.cites)


def _plain(text: str) -> str:
    if re.search(r"\d", text):
        raise SlotError(f"a figure was typed into {text!r}; fill it from a slot")
    return text
