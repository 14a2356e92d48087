"""What one sentence may rest on: the rows, sets and quotes that it cites, laid out."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from assistant.records import AskEvidence, DraftSegment, Evidence, Item, Kind, RowAsk
from assistant.verify.reading import Reading
from assistant.verify.recompute import satisfies
from vectorstore.query import Filter, RowResult
from vectorstore.records import Listing, Program, ProgramId

SOUND_ROWS = 2000
"""Rows of a set that are held against its filters again."""
KNOWN_ROWS = 200
"""Rows of a set among which names are looked for; more would make each sentence slow."""


@dataclass(frozen=True, slots=True, eq=False)
class Table:
    """The rows of one set, as far as they are known, and the filters that describe it."""

    filters: tuple[Filter, ...]
    rows: tuple[Program, ...]
    whole: bool
    """`rows` are all rows that satisfy the filters."""
    total: int
    result: RowResult
    """Of the ask that the set belongs to."""


@dataclass(frozen=True, slots=True, eq=False)
class Desk:
    """The evidence of one sentence."""

    items: tuple[Item, ...]
    """What it cites."""
    rows: dict[ProgramId, Program]
    """Rows that it cites."""
    known: tuple[Program, ...]
    """Rows of the whole evidence, cited or not: to tell a name that is not cited from no name."""
    tables: tuple[Table, ...]
    """Sets that it cites."""
    listings: tuple[Listing, ...]
    quotes: tuple[Item, ...]
    asks: tuple[AskEvidence, ...]
    """The asks whose evidence it cites."""
    stated: dict[Reading, tuple[Table, ...]] = field(default_factory=dict)
    """What `sets.stated_tables` found; kept here so that it goes when the evidence does."""

    @property
    def has_rows(self) -> bool:
        """Rows or sets are cited."""
        return bool(self.rows or self.tables or self.listings)


@dataclass(frozen=True, slots=True, eq=False)
class Room:
    """What all sentences of one answer share: the evidence, its rows and its sets."""

    evidence: Evidence
    items: Mapping[str, Item]
    known: tuple[Program, ...]
    sets: tuple[tuple[Table, ...], ...]
    """The sets of each ask, in the order asked."""

    @classmethod
    def of(cls, evidence: Evidence) -> Room:
        """The room of one answer's evidence."""
        every = tuple(tables(part) for part in evidence.found)
        return cls(evidence, evidence.items(), _known(evidence.found), every)

    def desk(self, part: DraftSegment) -> Desk:
        """What a sentence's keys stand for; keys that name nothing are left out."""
        keys = dict.fromkeys(part.cites)
        return self._laid(tuple(self.items[key] for key in keys if key in self.items))

    def everything(self) -> Desk:
        """All of the evidence, for sentences that cite nothing."""
        return self._laid(tuple(self.items.values()), all_sets=True)

    def _laid(self, items: tuple[Item, ...], all_sets: bool = False) -> Desk:
        keys = {item.key for item in items}
        sets = {item.key for item in items if item.kind is Kind.SET}
        found = self.evidence.found
        return Desk(
            items,
            {i.program.id: i.program for i in items if i.program is not None},
            self.known,
            tuple(
                table
                for part, own in zip(found, self.sets, strict=True)
                if all_sets or any(i.key in sets for i in part.items)
                for table in own
            ),
            tuple(i.listing for i in items if i.kind is Kind.SET and i.listing is not None),
            tuple(i for i in items if i.kind is Kind.QUOTE),
            tuple(part for part in found if any(i.key in keys for i in part.items)),
        )


def _known(found: Iterable[AskEvidence]) -> tuple[Program, ...]:
    rows: dict[ProgramId, Program] = {}
    for part in found:
        rows.update((i.program.id, i.program) for i in part.items if i.program is not None)
        if part.result is not None:
            shown = (*part.result.rows, *part.result.runner_up, *part.result.nearest)
            rows.update((p.id, p) for p in shown[:KNOWN_ROWS])
        for check in part.checks:
            rows.update((p.id, p) for p in check.rows[:KNOWN_ROWS])
    return tuple(rows.values())


def tables(found: AskEvidence) -> tuple[Table, ...]:
    """The set that an ask is about, and the wider one that it was looked for in.

    A set whose rows do not satisfy its filters, or are not as many as the store says, is left out:
    nothing can be proven from it.
    """
    return tuple(t for t in _tables(found) if _is_sound(t))


def _is_sound(table: Table) -> bool:
    if table.whole and len(table.rows) != table.total:
        return False
    return all(satisfies(p, table.filters) for p in table.rows[:SOUND_ROWS])


def _tables(found: AskEvidence) -> tuple[Table, ...]:
    result = found.result
    if result is None:
        return ()
    query = result.query
    if isinstance(found.ask, RowAsk) and query.compare:
        return (Table((), result.rows, False, len(result.rows), result),)
    out = []
    for check in found.checks:
        whole = len(check.rows) == check.total_matched
        out.append(Table(check.query.filters, check.rows, whole, check.total_matched, result))
    if not any(t.filters == query.filters for t in out):
        plain = query.sort is None and query.limit is None and query.aggregate is None
        whole = not result.total_matched or (plain and len(result.rows) == result.total_matched)
        out.insert(0, Table(query.filters, result.rows, whole, result.total_matched, result))
    return tuple(out)
