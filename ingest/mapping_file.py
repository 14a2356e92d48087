"""A mapping file that an operator writes -> what it says, checked. Pure.

`ingest/mappings/README.md` teaches how to write one; the models below and those of
`mapping_terms.py` are its grammar. Whether the columns are there is known only with a table
(`mapping_table.py`).
"""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from datetime import date
from difflib import get_close_matches
from typing import Any, Literal, get_args

from pydantic import BaseModel, Field, ValidationError, field_validator, model_validator
from pydantic_core import ErrorDetails

from ingest.errors import MappingInvalid
from ingest.mapping_terms import Condition, FieldsFrom, Part
from ingest.mapping_yaml import BadYaml, Path, parse_yaml

_SHOWN_ERRORS = 5


class Join(Part):
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


class MappingFile(Part):
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
    empty: tuple[str, ...] = ()
    """Cells that say nothing wherever they stand: NULL, PrivacySuppressed."""
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

    @field_validator("files", "sheet", "key", "empty", mode="before")
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
    last = str(path[-1])
    near = get_close_matches(last, keys, 1)
    meant = f"is {near[0]!r} meant? " if near else ""
    if model is MappingFile and last in FieldsFrom.model_fields:
        meant = f"it belongs under `fields`, two blanks further in. {meant}"
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
