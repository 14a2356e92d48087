"""Sentences about programs of the sample corpus, worded by hand, from `listed/*.toml`.

For the second audit. Nothing is made where an index does not hold the programs that are named.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from assistant.find_rows import find_rows
from assistant.knowledge import Knowledge
from assistant.records import AskEvidence, Evidence, Kind, RowAsk, Wanted
from evals.verifier_audit.said import Said
from evals.verifier_audit.told_facts import LIES, TRUE, lines
from vectorstore.query import Field, Filter, Op, RowQuery, Sort, SortKey
from vectorstore.records import SnapshotId

_FOLDER = Path(__file__).parent / "listed"
_FIELDS = {"level": Field.LEVEL, "topic": Field.TOPIC, "delivery": Field.DELIVERY}


def listed(knowledge: Knowledge) -> Iterator[Said]:
    """Sentences about pairs of rows and about sets of rows, true ones and lies."""
    for path in sorted(_FOLDER.glob("*.toml")):
        table = tomllib.loads(path.read_text(encoding="utf-8"))
        pairs = [_pair(entry, knowledge) for entry in table["rows"]]
        if not any(pairs):
            continue  # another corpus, whose sets are others
        for number, (entry, ask) in enumerate(zip(table["rows"], pairs, strict=True)):
            if ask:
                yield from _said(entry, ask, knowledge, f"listed pair {number}")
        for number, entry in enumerate(table["sets"]):
            limits = (Filter(f, Op.IN, (entry[n],)) for n, f in _FIELDS.items() if n in entry)
            query = RowQuery(tuple(limits), Sort(SortKey.PRICE, False), 1)
            yield from _said(entry, RowAsk(query), knowledge, f"listed set {number}")


def _pair(entry: Mapping[str, Any], knowledge: Knowledge) -> RowAsk | None:
    names = [tuple(name.split(" | ")) for name in entry["programs"]]
    held = {(r.university, r.title): r.id for r in knowledge.rows.all()}
    if any(name not in held for name in names):
        return None
    one, other = (held[name] for name in names)
    wanted = (Wanted.PRICE, Wanted.DURATION, Wanted.DELIVERY, Wanted.PLACE)
    return RowAsk(RowQuery(compare=(one, other)), wanted, difference=True)


def _said(
    entry: Mapping[str, Any], ask: RowAsk, knowledge: Knowledge, family: str
) -> Iterator[Said]:
    found = find_rows(ask, knowledge.snapshot, (), "a1")
    if found.result is None or not found.result.total_matched:
        return
    evidence, cites = Evidence((found,), SnapshotId("audit")), _cites(found)
    for is_true, kinds in ((True, TRUE), (False, LIES)):
        for kind, text in lines(entry["true" if is_true else "lies"], kinds):
            yield Said(kind, text, cites, evidence, is_true, family, True)


def _cites(found: AskEvidence) -> tuple[str, ...]:
    """The set, if one is cited, and the rows that answer."""
    rows = {p.id for p in found.result.rows} if found.result else set()
    return tuple(
        i.key
        for i in found.items
        if i.kind is Kind.SET or (i.program is not None and i.program.id in rows)
    )
