"""What a cited row says in a column of its own: a sentence that says it word for word is proven."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from assistant.records import RowAsk
from assistant.verify.desk import Desk
from vectorstore.records import Program


def states_columns(text: str, desk: Desk) -> bool:
    """Whether the whole sentence says what one cited row lists, or does not list, in a column."""
    asked = [c for part in desk.asks if isinstance(part.ask, RowAsk) for c in part.ask.columns]
    return any(text in _sentences(row, asked) for row in desk.rows.values())


def _sentences(row: Program, asked: Iterable[str]) -> Iterator[str]:
    held: dict[str, list[str]] = {}
    for header, value in row.attributes:
        held.setdefault(header, []).append(value)
    for name in (f"{row.university}'s {row.title}", f"{row.title} at {row.university}"):
        yield from (f"{name} lists {header}: {', '.join(v)}." for header, v in held.items())
        yield from (f"{name} lists no {header}." for header in asked if header not in held)
