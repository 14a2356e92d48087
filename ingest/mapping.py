"""What the columns of a table mean, whoever says so: the one description that rows are read by.

A `Mapping` is inferred from headers that are known by name (`columns.py`), or is what an operator
wrote in a mapping file (`mapping_file.py`, made to fit a table by `mapping_table.py`). `tables.py`
reads the rows of either. Pure data.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property

from ingest.headers import is_plain_name
from vectorstore.payers import payer_of
from vectorstore.records import PriceBasis
from vectorstore.text import fold

BARE_DOLLAR = "$"
"""A dollar sign that names no country: the cells or another column may."""


class Meaning(StrEnum):
    """What a column can give to a program."""

    UNIVERSITY = "university"
    TITLE = "title"
    LEVEL = "level"
    AWARD = "award"
    CATEGORY = "category"
    TOPIC = "topic"
    DELIVERY = "delivery"
    ONLINE = "online"
    ON_CAMPUS = "on campus"
    HYBRID = "hybrid"
    PLACE = "place"
    CITY = "city"
    REGION = "region"
    COUNTRY = "country"
    LENGTH = "length"
    UNIT = "unit of the length"
    PRICE = "price"
    CURRENCY = "currency"
    BASIS = "basis of the price"
    URL = "url"
    KEY = "key"
    ALIAS = "other name of the university"
    ATTRIBUTE = "attribute"


class Unlisted(StrEnum):
    """What a cell is that a table of values does not list."""

    UNKNOWN = "unknown"
    """It says nothing, and is counted."""
    KEEP = "keep"
    """It is read as if there were no table."""
    REJECT = "reject"
    """Its row is a reject."""


@dataclass(frozen=True, slots=True)
class Rule:
    """How cells become the words that a field is read from, where an operator says how."""

    split: str | None = None
    """What stands between several values of one cell."""
    pattern: re.Pattern[str] | None = None
    """Its first group, else its whole match, is the value; a cell without a match is unlisted."""
    values: dict[str, tuple[str, ...]] | None = None
    """Folded cell -> words; an empty tuple where the cell says that there is nothing."""
    unlisted: Unlisted = Unlisted.UNKNOWN

    def words_of(self, part: str) -> tuple[str, ...] | None:
        """The words of one value; None if the rule does not know it."""
        if self.values is not None and (known := self.values.get(fold(part))) is not None:
            return known
        if not part:
            return ("",)
        text = part
        if self.pattern:
            m = self.pattern.search(part)
            if m is None:
                return None
            text = (m[1] if m.re.groups else m[0]) or ""
        if self.values is None:
            return (text.strip(),)
        return self.values.get(fold(text))


@dataclass(frozen=True, slots=True)
class Where:
    """In which rows a column is read at all, by the cells of another."""

    index: int
    values: frozenset[str]
    """Folded."""
    is_wanted: bool
    """A part of the cell is one of the values; else: a part is none of them."""

    def holds(self, cell: str) -> bool:
        """Whether it is read in a row with this cell; joined rows give a line each."""
        return any((fold(part) in self.values) is self.is_wanted for part in cell.split("\n"))


@dataclass(frozen=True, slots=True)
class Column:
    """What the column at `index` means, with what is said of its figures."""

    index: int
    unit: str | None = None
    """Of a length: year, month, week, semester or day."""
    currency: str | None = None
    """A code, or `BARE_DOLLAR`."""
    basis: PriceBasis = PriceBasis.UNKNOWN
    decimal: str = ""
    """Of a price: the mark by which its cells part decimals, where they show one."""
    is_free_at_zero: bool = False
    """A price of 0 is a price, not an unknown one."""
    rule: Rule | None = None
    where: Where | None = None
    """None: in all rows."""


@dataclass(frozen=True, slots=True)
class Kept:
    """A column that stays with the program as an attribute, where an operator says how."""

    label: str
    """What it is called in place of its header."""
    column: Column


PlaceColumns = dict[Meaning, Column]
"""The columns of one place: PLACE, or CITY, REGION and COUNTRY."""


@dataclass(frozen=True)
class Mapping:
    """Which columns of a table give which field."""

    header: tuple[str, ...]
    """Of the table, and after it names for the `constants`."""
    columns: dict[Meaning, Column]
    """Fields that one column gives."""
    doubts: tuple[str, ...] = ()
    """Why columns that look known are left as attributes, in words."""
    topics: tuple[Column, ...] = ()
    ways: tuple[Column, ...] = ()
    """Columns that name ways of delivery, beside DELIVERY and the flags."""
    places: tuple[PlaceColumns, ...] = ()
    """Beside the one that stands in `columns`."""
    aliases: tuple[Column, ...] = ()
    """Columns of other names of the university."""
    kept: tuple[Kept, ...] = ()
    """Attributes that an operator words, be they fields as well or not."""
    keys: tuple[int, ...] = ()
    """Columns that together are a row's identity, by an operator's word."""
    constants: tuple[str, ...] = ()
    """Cells that every row has after its own."""
    lists: frozenset[int] = field(default_factory=frozenset)
    """Columns whose cells hold a line for each of several rows."""
    is_written: bool = False
    """By an operator: a cell that cannot be read leaves its field unknown, and its row stands."""

    @cached_property
    def width(self) -> int:
        """Columns of the table itself."""
        return len(self.header) - len(self.constants)

    @cached_property
    def known(self) -> tuple[tuple[Meaning, Column], ...]:
        """All columns of the table that give a field, in column order; one may give several."""
        found = [
            *self.columns.items(),
            *((Meaning.TOPIC, column) for column in self.topics),
            *((Meaning.DELIVERY, column) for column in self.ways),
            *(it for place in self.places for it in place.items()),
            *((Meaning.ALIAS, column) for column in self.aliases),
        ]
        return tuple(sorted((it for it in found if it[1].index < self.width), key=_by_index))

    @cached_property
    def attributes(self) -> tuple[int, ...]:
        """Columns of the table that mean nothing known, in order; people ask for `keys` too.

        So is the price where its header says whose it is: "In-State Tuition".
        """
        taken = {column.index for _, column in self.known}
        taken -= {kept.column.index for kept in self.kept}
        price = self.columns.get(Meaning.PRICE)
        if price is not None and price.index < self.width and payer_of(self.header[price.index]):
            taken.discard(price.index)
        return tuple(i for i in range(self.width) if i not in taken)

    @property
    def is_listing(self) -> bool:
        """Whether the table lists programs: it names them, and says one thing more of them.

        A column that may name anything ("Name", "Title") needs more to go by than one that names
        programs ("Course").
        """
        known = self.columns.keys()
        if Meaning.TITLE not in known:
            return False
        if is_plain_name(self.header[self.columns[Meaning.TITLE].index]):
            return Meaning.UNIVERSITY in known and bool(known & (_OF_PROGRAMS | {Meaning.LEVEL}))
        return Meaning.UNIVERSITY in known or bool(known & (_OF_PROGRAMS | _OF_PLACES))


def _by_index(it: tuple[Meaning, Column]) -> int:
    return it[1].index


_OF_PROGRAMS = frozenset(
    {
        Meaning.PRICE, Meaning.LENGTH, Meaning.DELIVERY, Meaning.ONLINE, Meaning.ON_CAMPUS,
        Meaning.HYBRID,
    }
)  # fmt: skip
_OF_PLACES = frozenset({Meaning.CITY, Meaning.PLACE})
