"""A mapping file that an operator writes -> what it says, checked. Pure.

`ingest/mappings/README.md` teaches how to write one; the models below are its grammar. Short forms
are written out before they are checked: `title: Course` is `title: {column: Course}`. Whether the
columns are there is known only with a table (`mapping_table.py`).
"""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from datetime import date
from difflib import get_close_matches
from typing import Any, ClassVar, Literal, get_args

from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator, model_validator
from pydantic_core import ErrorDetails

from ingest.errors import MappingInvalid
from ingest.mapping import Unlisted
from ingest.mapping_yaml import BadYaml, Path, parse_yaml
from vectorstore.records import Delivery, Level, PriceBasis

NOTHING = "none"
"""Among the values of a table: the cell says that there is nothing."""
_UNITS = ("year", "month", "week", "semester", "day")
_SHOWN_ERRORS = 5


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, populate_by_name=False)


class From(_Part):
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
        return {cell: [] if v == [NOTHING] else v for cell, v in lists.items()}

    @model_validator(mode="after")
    def _makes_sense(self) -> From:
        if (self.column is None) == (self.constant is None):
            raise ValueError("name either a `column` or a `constant`")
        if self.constant is not None and (self.values or self.split or self.pattern):
            raise ValueError("a `constant` has no values, split or pattern")
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


class UnitFrom(From):
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


class FigureFrom(From):
    """A figure, or what it is in: `values` lists cells that are none ("NA") or need telling."""

    @property
    def otherwise(self) -> Unlisted:
        """A cell that is not listed is read as the figure that it is."""
        usual = Unlisted.KEEP if self.pattern is None else Unlisted.UNKNOWN
        return self.unlisted or usual


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


class PlaceFrom(_Part):
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


class FieldsFrom(_Part):
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

    @field_validator("topics", "delivery", "places", mode="before")
    @classmethod
    def _one_is_a_list(cls, given: Any) -> Any:
        return given if isinstance(given, list) else [given]


class Condition(_Part):
    """Rows that are left out."""

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


class Join(_Part):
    """A sheet, or a file of the same folder, whose rows belong to rows of the table."""

    sheet: str | None = None
    file: str | None = None
    """Name of the file, where it is another than the table's."""
    on: dict[str, str]
    """Column of the table -> column of this sheet; both have the same cells."""
    columns: tuple[str, ...] | None = None
    """Those that are taken; all but the ones joined on, if none are named."""
    header_row: int | None = Field(None, gt=0)
    leave_out: tuple[Condition, ...] = ()

    @field_validator("on", mode="before")
    @classmethod
    def _same_names(cls, given: Any) -> Any:
        given = [given] if isinstance(given, str) else given
        is_names = isinstance(given, list) and all(isinstance(name, str) for name in given)
        return {name: name for name in given} if is_names else given

    @field_validator("on")
    @classmethod
    def _is_something(cls, given: dict[str, str]) -> dict[str, str]:
        if not given:
            raise ValueError("name the columns that both sheets have")
        return given

    @field_validator("columns", "leave_out", mode="before")
    @classmethod
    def _one_is_a_list(cls, given: Any) -> Any:
        return [given] if isinstance(given, str | dict) else given

    @model_validator(mode="after")
    def _makes_sense(self) -> Join:
        if not (self.sheet or self.file):
            raise ValueError("give `sheet`, or `file` for a file of the same folder")
        if self.file and re.search(r"[/\\]", self.file):
            raise ValueError(f"{self.file!r} is a path: give the name of a file beside the table's")
        return self


class MappingFile(_Part):
    """A mapping file, written out."""

    title: str | None = None
    """What the table is called in answers; else its own title or the file's name."""
    files: tuple[str, ...] = ()
    """Names or globs of the files it is for; all tables it is given with, if none are named."""
    sheet: tuple[str, ...] = ()
    """Names or globs of the sheets that list programs; needed where a file has several."""
    header_row: int | None = Field(None, gt=0)
    """As a spreadsheet numbers rows; it is found if none is given."""
    as_of: date | None = None
    """The date the data speak for; else what the sheet itself says."""
    join: tuple[Join, ...] = ()
    leave_out: tuple[Condition, ...] = ()
    key: tuple[str, ...] = ()
    """Columns that together are a program's identity; else the whole row is."""
    same_key: Literal["reject", "merge"] = "reject"
    """What rows of one key are: an error, or one program, such as a row for each campus."""
    fields: FieldsFrom

    @model_validator(mode="after")
    def _makes_sense(self) -> MappingFile:
        if self.same_key == "merge" and not self.key:
            raise ValueError("`same_key: merge` needs a `key`")
        return self

    @field_validator("files", "sheet", "key", mode="before")
    @classmethod
    def _one_is_a_list(cls, given: Any) -> Any:
        return [given] if isinstance(given, str) else given

    @field_validator("join", "leave_out", mode="before")
    @classmethod
    def _one_part_is_a_list(cls, given: Any) -> Any:
        return [given] if isinstance(given, dict) else given


@dataclass(frozen=True, slots=True)
class LoadedMapping:
    """A mapping file with where its parts stand."""

    name: str
    """As it was given."""
    terms: MappingFile
    lines: dict[Path, int]
    """Line of each part, from 1."""
    sha256: str
    """Of its text, hex."""

    def where(self, path: Path) -> str:
        """A part for people: "cricos.yaml, line 12, fields.price"."""
        return f"{self.name}, line {_line(self.lines, path)}, {_dotted(path)}"


def load_mapping(name: str, text: str) -> LoadedMapping:
    """The mapping that a text holds. Raises: MappingInvalid, with line, key and what is wrong."""
    try:
        parsed = parse_yaml(text)
    except BadYaml as error:
        raise MappingInvalid(f"the mapping {name} cannot be read: {error}") from error
    try:
        terms = MappingFile.model_validate(parsed.tree)
    except ValidationError as error:
        found = error.errors()
        told = [_told(e, parsed.lines) for e in found[:_SHOWN_ERRORS]]
        more = len(found) - len(told)
        told += [f"and {more} more"] if more else []
        raise MappingInvalid(f"the mapping {name} cannot be used: {'; '.join(told)}") from error
    return LoadedMapping(name, terms, parsed.lines, hashlib.sha256(text.encode()).hexdigest())


def _told(error: ErrorDetails, lines: dict[Path, int]) -> str:
    path = tuple(p for p in error["loc"] if p != "[key]")
    where = f"line {_line(lines, path)}, {_dotted(path) or 'the whole file'}"
    if error["type"] == "extra_forbidden":
        return f"{where}: unknown key; {_known(path)}"
    if error["type"] == "missing":
        return f"{where}: this key is needed"
    message = error["msg"].removeprefix("Value error, ")
    given = error["input"]
    shown = f" ({given!r})" if isinstance(given, str) and given not in message else ""
    return f"{where}: {message[:1].lower()}{message[1:]}{shown}"


def _known(path: Path) -> str:
    """The keys that may stand where an unknown one does, the nearest first."""
    model: type[BaseModel] = MappingFile
    for step in path[:-1]:
        if isinstance(step, str):
            names = {f.alias or name: f.annotation for name, f in model.model_fields.items()}
            model = _model_in(names[step])
    keys = [f.alias or name for name, f in model.model_fields.items()]
    near = get_close_matches(str(path[-1]), keys, 1)
    meant = f"is {near[0]!r} meant? " if near else ""
    return f"{meant}Known here: {', '.join(keys)}"


def _model_in(annotation: Any) -> type[BaseModel]:
    """The model that an annotation holds: `tuple[From, ...]`, `PlaceFrom | None`."""
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation
    return next(m for part in get_args(annotation) if (m := _model_in(part)))


def _line(lines: dict[Path, int], path: Path) -> int:
    """The line of a part, or of the nearest part around it that is written."""
    return next((lines[path[:n]] for n in range(len(path), -1, -1) if path[:n] in lines), 1)


def _dotted(path: Path) -> str:
    """A path for people: fields.topics[2].pattern."""
    steps = (f"[{step + 1}]" if isinstance(step, int) else f".{step}" for step in path)
    return "".join(steps).removeprefix(".")
