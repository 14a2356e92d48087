"""The fields of a mapping file and what each is read from, as an operator writes them. Pure.

Short forms are written out before they are checked: `title: Course` is `title: {column: Course}`.
Part of the grammar that `mapping_file.py` reads.
"""

from __future__ import annotations

import re
from typing import Any, ClassVar, Literal

from pydantic import BaseModel, ConfigDict, Field, field_validator, model_validator

from ingest.mapping import Unlisted
from vectorstore.records import Delivery, Level, PriceBasis

NOTHING = "none"
"""Among the values of a table: the cell says that there is nothing."""
UNDECIDED = "?"
"""Among the values of a suggestion: nobody has said yet what the cell stands for."""
THE_UNIVERSITY, THE_COUNTRY = "NAME OF THE UNIVERSITY", "NAME OF THE COUNTRY"
"""What a suggestion writes where an operator is to write a name."""
_UNITS = ("year", "month", "week", "semester", "day")


class Part(BaseModel):
    """A part of a mapping file: its keys are closed."""

    model_config = ConfigDict(extra="forbid", frozen=True, populate_by_name=False)


class Condition(Part):
    """Rows of which a column says, or does not say, one of some values."""

    column: str
    is_: tuple[str, ...] | None = Field(None, alias="is")
    is_not: tuple[str, ...] | None = None
    reason: str = ""
    """In the report; the condition itself if none is given."""

    @field_validator("is_", "is_not", mode="before")
    @classmethod
    def _one_is_a_list(cls, given: Any) -> Any:
        return [given] if isinstance(given, str) else given

    @model_validator(mode="after")
    def _makes_sense(self) -> Condition:
        if (self.is_ is None) == (self.is_not is None):
            raise ValueError("give either `is` or `is_not`")
        return self

    @property
    def told(self) -> str:
        """Why a row is left out, in words."""
        values = self.is_ if self.is_ is not None else self.is_not or ()
        sign = "is" if self.is_ is not None else "is not"
        return self.reason or f"{self.column} {sign} {' or '.join(values) or 'empty'}"


class From(Part):
    """What a field is read from: a column, or a constant for all rows."""

    column: str | None = None
    constant: str | None = None
    values: dict[str, tuple[str, ...]] | None = None
    """Cell -> what it stands for; several words where it stands for several."""
    unlisted: Unlisted | None = None
    """What a cell is that `values` or `pattern` does not know; unknown, if nothing is said."""
    split: str | None = Field(None, min_length=1)
    """What stands between several values of one cell."""
    pattern: re.Pattern[str] | None = None
    """A regular expression: its first group, else its match, is the value."""
    where: Condition | None = None
    """Rows in which it is read; all, if nothing is said. A bare name: those with such a cell."""

    short: ClassVar[str] = "column"
    """The key that a bare text stands for."""
    words: ClassVar[tuple[str, ...] | None] = None
    """What constants and values may be; None: any text."""

    @property
    def otherwise(self) -> Unlisted:
        """What a cell is that is not listed."""
        return self.unlisted or Unlisted.UNKNOWN

    @model_validator(mode="before")
    @classmethod
    def _written_out(cls, given: Any) -> Any:
        return {cls.short: given} if isinstance(given, str) else given

    @field_validator("values", mode="before")
    @classmethod
    def _as_lists(cls, given: Any) -> Any:
        if not isinstance(given, dict):
            return given
        lists = {cell: [v] if isinstance(v, str) else v for cell, v in given.items()}
        decided = {cell: v for cell, v in lists.items() if v != [UNDECIDED]}
        return {cell: [] if v == [NOTHING] else v for cell, v in decided.items()}

    @field_validator("where", mode="before")
    @classmethod
    def _is_filled(cls, given: Any) -> Any:
        return {"column": given, "is_not": ""} if isinstance(given, str) else given

    @model_validator(mode="after")
    def _makes_sense(self) -> From:
        if (self.column is None) == (self.constant is None):
            raise ValueError("name either a `column` or a `constant`")
        if self.constant is not None and (self.values or self.split or self.pattern):
            raise ValueError("a `constant` has no values, split or pattern")
        if self.constant in (THE_UNIVERSITY, THE_COUNTRY):
            raise ValueError(f"{self.constant!r} is a placeholder: write the name, or a `column`")
        listed = [w for words in (self.values or {}).values() for w in words]
        for word in [*listed, *([self.constant] if self.constant else [])]:
            if self.words and word not in self.words:
                known = ", ".join((*self.words, NOTHING))
                raise ValueError(f"{word!r} is none of: {known}")
        return self


class LevelFrom(From):
    """The level: without `values` it is told from the words of the cell."""

    words = tuple(level.value for level in Level)


class WayFrom(From):
    """A way of delivery: without `values` it is told from the words of the cell."""

    words = tuple(way.value for way in Delivery)


class FigureFrom(From):
    """A figure, or what it is in: `values` lists cells that are none ("NA") or need telling."""

    @property
    def otherwise(self) -> Unlisted:
        """A cell that is not listed is read as the figure that it is."""
        usual = Unlisted.KEEP if self.pattern is None else Unlisted.UNKNOWN
        return self.unlisted or usual


class UnitFrom(FigureFrom):
    """The unit of a length: a word for all rows, or a column of its own."""

    short = "constant"
    words = _UNITS

    @field_validator("constant", mode="before")
    @classmethod
    def _singular(cls, given: Any) -> Any:
        return given.strip().lower().rstrip("s") if isinstance(given, str) else given


class CurrencyFrom(From):
    """The currency: a code for all rows, or a column of its own."""

    short = "constant"

    @field_validator("constant")
    @classmethod
    def _is_code(cls, given: str | None) -> str | None:
        if given is not None and not re.fullmatch("[A-Z]{3}", given):
            raise ValueError(f"{given!r} is no code of a currency, such as AUD")
        return given


class BasisFrom(FigureFrom):
    """What the price is for: a word for all rows, or a column of its own."""

    short = "constant"
    words = tuple(basis.value for basis in PriceBasis)


class LengthFrom(FigureFrom):
    """The length, with the unit of bare numbers."""

    unit: UnitFrom | None = None


class PriceFrom(FigureFrom):
    """The price, with what the table does not say in its cells."""

    currency: CurrencyFrom | None = None
    basis: BasisFrom | None = None
    zero: Literal["unknown", "free"] = "unknown"


class AttributeFrom(From):
    """A column that stays an attribute: what it is called, and words for its codes."""

    label: str | None = Field(None, min_length=1)

    @property
    def otherwise(self) -> Unlisted:
        """A cell that is not listed stays as it is written."""
        return self.unlisted or Unlisted.KEEP

    @model_validator(mode="after")
    def _is_a_column(self) -> AttributeFrom:
        if self.column is None:
            raise ValueError("an attribute is read from a `column`")
        return self


class PlaceFrom(Part):
    """One place of a row, or one for each joined row."""

    place: From | None = None
    """Text such as "Reno, NV, US", where no column holds the city alone."""
    city: From | None = None
    region: From | None = None
    country: From | None = None

    @model_validator(mode="after")
    def _makes_sense(self) -> PlaceFrom:
        if self.place and self.city:
            raise ValueError("give `place` or `city`, not both")
        if not (self.place or self.city or self.region or self.country):
            raise ValueError("give `city`, `region`, `country` or `place`")
        return self


class FieldsFrom(Part):
    """The fields of a program, and what each is read from."""

    university: From
    title: From
    level: LevelFrom | None = None
    award: From | None = None
    category: From | None = None
    topics: tuple[From, ...] = ()
    delivery: tuple[WayFrom, ...] = ()
    places: tuple[PlaceFrom, ...] = ()
    duration: LengthFrom | None = None
    price: PriceFrom | None = None
    url: From | None = None
    university_aliases: tuple[From, ...] = ()
    """Other names that visitors call the university by: "AUT", "Manchester Met"."""
    attributes: tuple[AttributeFrom, ...] = ()
    """Of the columns that stay attributes, those that need a label, words or taking apart."""

    @field_validator(
        "topics", "delivery", "places", "university_aliases", "attributes", mode="before"
    )
    @classmethod
    def _one_is_a_list(cls, given: Any) -> Any:
        return given if isinstance(given, list) else [given]
