"""JSON and JSON Lines -> Sheets: lists of objects, wherever they stand, as records with headers.

Nested objects become columns by dotted path, lists of plain values one cell. Numbers are kept as
written, so that no digit is lost; NaN and null are no value. Does not know what a column means.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Any

from ingest.columns import recognise
from ingest.errors import UnreadablePage
from ingest.headers import shown_name
from ingest.readers.numbers import number_text
from ingest.sheets import Fault, Grid, GridRow, Record, Sheet, check_size, distinct, sheet_of

_MAX_DEPTH = 6
"""Objects this far inside of a document are looked at for lists of records."""
_APART = "; "
_TITLES = ("title", "name", "heading")
Flat = dict[str, str]
"""A record by column."""


class _Twice(dict[str, Any]):
    """An object that names a key twice."""


@dataclass(frozen=True, slots=True)
class _Found:
    """A list of records, and what stands around it in its document."""

    name: str | None
    items: Sequence[Any]
    title: str | None = None
    notes: tuple[str, ...] = ()


def read_json(uri: str, text: str) -> tuple[Sheet, ...]:
    """The lists of records in a JSON document, each a sheet named by its key.

    Raises: UnreadablePage, with line and column where the text is no JSON.
    """
    try:
        lists = list(_lists(_parse(text)))
        sheets = tuple(_sheet_of(found) for found in lists)
    except (ValueError, RecursionError) as error:
        raise UnreadablePage(uri, f"it is no JSON that can be read: {_why(error)}") from error
    if not any(s.records or s.faults or s.notes for s in sheets):
        raise UnreadablePage(uri, "the JSON holds no records: no object and no list of objects")
    return sheets


def read_json_lines(uri: str, text: str) -> tuple[Sheet, ...]:
    """The records of a text with one JSON object a line; a line that is none is a fault.

    Raises: UnreadablePage if no line holds an object.
    """
    items: list[tuple[int, Any]] = []
    faults: list[Fault] = []
    for number, line in enumerate(text.split("\n"), 1):
        if not line.strip():
            continue
        try:
            value = _parse(line)
        except (ValueError, RecursionError) as error:
            faults.append(Fault(number, f"no JSON object: {_why(error)}", line.strip()))
            continue
        if isinstance(value, dict):
            items.append((number, value))
        else:
            faults.append(Fault(number, "no JSON object: another value", line.strip()))
    if not items:
        raise UnreadablePage(uri, "no line of it is a JSON object")
    return (_sheet(_Found(None, ()), items, faults),)


def _parse(text: str) -> Any:
    return json.loads(
        text,
        object_pairs_hook=_object,
        parse_int=str,
        parse_float=_decimal,
        parse_constant=lambda _: None,
    )


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    return found if len(found) == len(pairs) else _Twice(found)


def _decimal(written: str) -> str:
    try:
        return number_text(Decimal(written))
    except InvalidOperation:
        return written


def _why(error: Exception) -> str:
    if isinstance(error, RecursionError):
        return "its parts are nested too deeply"
    if isinstance(error, json.JSONDecodeError):
        return f"{error.msg.lower()} (line {error.lineno}, column {error.colno})"
    return str(error)


def _lists(value: Any) -> Iterator[_Found]:
    """The lists of records of a document, in order; a lone object is a list of one."""
    if isinstance(value, list):
        yield _Found(None, value)
    elif isinstance(value, dict):
        found = [] if _is_program(value) else list(_lists_in(value, 0))
        yield from found or [_Found(None, [value])]


def _lists_in(value: dict[str, Any], depth: int) -> Iterator[_Found]:
    if depth > _MAX_DEPTH:
        return
    title = next((value[k] for k in _TITLES if isinstance(value.get(k), str)), None)
    notes = tuple(
        f"{shown_name(k)}: {_scalar(v)}"
        for k, v in value.items()
        if not isinstance(v, dict | list) and v is not title and _scalar(v)
    )
    for key, inner in value.items():
        if isinstance(inner, list) and any(isinstance(item, dict | list) for item in inner):
            yield _Found(key, inner, title, notes)
        elif isinstance(inner, dict):
            keyed = _keyed(inner)
            yield from [_Found(key, keyed, title, notes)] if keyed else _lists_in(inner, depth + 1)


def _keyed(value: dict[str, Any]) -> list[dict[str, Any]]:
    """The objects of an object that holds them by their keys; empty if it is no such."""
    objects = [v for v in value.values() if isinstance(v, dict)]
    if len(objects) < 2 or len(objects) < len(value):
        return []
    if not set.intersection(*(set(o) for o in objects)):
        return []
    return [{"key": key, **inner} for key, inner in value.items()]


def _is_program(value: dict[str, Any]) -> bool:
    """Whether an object is a program itself, and no list of some."""
    own = {k: v for k, v in value.items() if not isinstance(v, list)}
    return recognise(tuple(map(shown_name, _flat(own)))).is_listing


def _sheet_of(found: _Found) -> Sheet:
    """The sheet of a list: of objects, or of lists whose first one is the header."""
    if all(isinstance(item, list) for item in found.items):
        rows = (tuple(_cell(v) for v in item) for item in found.items)
        grid = Grid(found.name, tuple(GridRow(n, cells) for n, cells in enumerate(rows, 1)), True)
        return sheet_of(grid)
    return _sheet(found, list(enumerate(found.items, 1)), [])


def _sheet(found: _Found, items: Sequence[tuple[int, Any]], faults: list[Fault]) -> Sheet:
    columns: dict[str, int] = {}
    flats: list[tuple[int, Flat]] = []
    for number, item in items:
        fault = _fault_of(item)
        if fault:
            faults.append(Fault(number, fault, json.dumps(item)[:400]))
            continue
        flat = _flat(item)
        flats.append((number, flat))
        for path in flat:
            columns.setdefault(path, len(columns))
    check_size(len(flats), len(columns))
    records = tuple(
        Record(number, tuple(flat.get(path, "") for path in columns)) for number, flat in flats
    )
    header = distinct([shown_name(path) for path in columns])
    return Sheet(found.name, header, records, found.title, found.notes, tuple(faults))


def _fault_of(item: Any) -> str:
    """Why an item is no record; empty if it is one."""
    if not isinstance(item, dict):
        return "no JSON object: another value"
    return "a key stands twice in one object" if _has_twice(item) else ""


def _has_twice(value: Any) -> bool:
    if isinstance(value, dict):
        return isinstance(value, _Twice) or any(map(_has_twice, value.values()))
    return isinstance(value, list) and any(map(_has_twice, value))


def _flat(item: dict[str, Any], path: str = "") -> Flat:
    """The values of an object by dotted path; those that say nothing are left out."""
    out: Flat = {}
    for key, value in item.items():
        here = f"{path}.{key}" if path else key
        if isinstance(value, dict):
            out.update(_flat(value, here))
        elif isinstance(value, list) and any(isinstance(v, dict) for v in value):
            out.update(_flat_list(value, here))
        elif text := _cell(value):
            out[here] = text
    return out


def _flat_list(items: list[Any], path: str) -> Flat:
    """A list of objects as one cell for each of their keys, in the order of the objects."""
    flats = [_flat(v, path) if isinstance(v, dict) else {path: _cell(v)} for v in items]
    keys = dict.fromkeys(key for flat in flats for key in flat)
    return {key: _APART.join(flat.get(key, "") for flat in flats) for key in keys}


def _cell(value: Any) -> str:
    if isinstance(value, list):
        return _APART.join(filter(None, map(_cell, value)))
    return json.dumps(value, ensure_ascii=False) if isinstance(value, dict) else _scalar(value)


def _scalar(value: Any) -> str:
    """A plain value as text: numbers are text already."""
    if isinstance(value, bool):
        return "true" if value else "false"
    return value if isinstance(value, str) else ""
