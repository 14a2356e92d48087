"""A difference between two snapshots as tables for people; `vectorstore/diff.py` computes it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields
from typing import Any

from rich.console import Console

from ingest.terminal import print_table
from vectorstore.diff import Changed, Changes, Difference
from vectorstore.fields import Record, fields_of, name_of

Row = tuple[str | None, ...]
"""What happened, to what, in which field, from what, to what."""

_COLUMNS = ("", "What", "Field", "Before", "Now")
_MOVED = "moved"
_ALL_ROWS = 60
"""Rows of a table that is asked for by itself."""


def print_counts(change: Difference, since: str, console: Console) -> None:
    """How many of each kind came, went, moved or changed otherwise since a moment."""
    if change.is_empty():
        console.print(f"Nothing changed {since}.", markup=False, soft_wrap=True)
        return
    console.print(f"Changed {since}:", markup=False, soft_wrap=True)
    for name, changes in _kinds(change):
        moved = sum(it.moved() for it in changes.changed)
        counts = {
            "new": len(changes.came),
            "gone": len(changes.went),
            "with another figure": moved,
            "changed otherwise" if moved else "changed": len(changes.changed) - moved,
        }
        told = ", ".join(f"{count:,} {word}" for word, count in counts.items() if count)
        if told:
            console.print(f"  {name}: {told}", markup=False)


def print_moves(change: Difference, console: Console) -> None:
    """The figures of programs and claims that moved, the first of them."""
    rows = [row for _, changes in _kinds(change) for it in changes.changed for row in _changed(it)]
    moves = [row for row in rows if row[0] == _MOVED]
    print_table(console, "Figures moved", _COLUMNS, moves)


def print_changes(change: Difference, console: Console) -> None:
    """All that came, went and changed, one table a kind of record."""
    for name, changes in _kinds(change):
        rows = [row for it in changes.changed for row in _changed(it)]
        rows += [("new", name_of(it), *_figure(it, now=True)) for it in changes.came]
        rows += [("gone", name_of(it), *_figure(it, now=False)) for it in changes.went]
        print_table(console, name.capitalize(), _COLUMNS, rows, _ALL_ROWS)


def _kinds(change: Difference) -> Iterator[tuple[str, Changes[Any]]]:
    return ((kind.name, getattr(change, kind.name)) for kind in fields(change))


def _changed(changed: Changed[Any]) -> Iterator[Row]:
    name = name_of(changed.after)
    for it in changed.fields:
        yield (_MOVED if it.is_figure() else "changed", name, it.field, it.before, it.after)


def _figure(record: Record, *, now: bool) -> Row:
    """The price or value of what came (in the last column) or went."""
    for name, value in fields_of(record).items():
        if name in ("price", "value"):
            return (name, None, value.words) if now else (name, value.words, None)
    return (None, None, None)
