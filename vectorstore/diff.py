"""What changed from one snapshot's contents to another's: came, went, changed. Pure.

The one mechanism behind `guidepost index diff` and the report of an ingestion. Records are paired
one to one: by id, then equal contents, then by what names a thing while its figures move. Where
several could be the one meant, none is paired: they came and went, which is true in any case.
Where a record stands (its page's order, its span) is no change of it.
"""

from __future__ import annotations

from collections import Counter, defaultdict, deque
from collections.abc import Callable, Hashable, Iterable, Sequence
from dataclasses import asdict, dataclass, field, fields
from typing import Any, Generic, TypeVar

from vectorstore.claims import what_is_said
from vectorstore.contents import Contents
from vectorstore.fields import FieldValue, FieldValues, Record, fields_of
from vectorstore.records import Claim, Program, Source, SourcePage
from vectorstore.text import fold, topic_key

T = TypeVar("T", Source, SourcePage, Program, Claim)
Row = TypeVar("Row", Program, Claim)
Key = tuple[Hashable, ...]


@dataclass(frozen=True, slots=True)
class FieldChange:
    """One field that is not as it was."""

    field: str
    """price, length, delivery, ...; of an unmapped column "attribute" and its header."""
    before: str | None
    """As listed, with its unit; None where nothing stood."""
    after: str | None
    """Likewise."""

    def is_figure(self) -> bool:
        """Whether it is a price, a length or the value of a claim: it moved."""
        return self.field in ("price", "length", "value")


@dataclass(frozen=True, slots=True)
class Changed(Generic[T]):
    """One record in both contents, with what is not as it was; never without a field."""

    before: T
    """As it was."""
    after: T
    """As it is."""
    fields: tuple[FieldChange, ...]
    """What changed, figures first."""

    def moved(self) -> bool:
        """Whether a figure changed: price, length, or the value of a claim."""
        return any(change.is_figure() for change in self.fields)


@dataclass(frozen=True, slots=True)
class Changes(Generic[T]):
    """What happened to the records of one kind."""

    came: tuple[T, ...] = ()
    """Held now and not before, in the order of the contents."""
    went: tuple[T, ...] = ()
    """Held before and not now."""
    changed: tuple[Changed[T], ...] = ()
    """Held in both, and not the same."""


@dataclass(frozen=True, slots=True)
class Difference:
    """What changed from one snapshot's contents to another's."""

    sources: Changes[Source] = Changes()
    """Paired by id alone, as pages are."""
    pages: Changes[SourcePage] = Changes()
    """A page changed if its text, title, address or date did."""
    programs: Changes[Program] = Changes()
    """Listing rows, each once."""
    claims: Changes[Claim] = Changes()
    """Labelled values."""

    def is_empty(self) -> bool:
        """Whether nothing changed."""
        return self == Difference()

    def to_json(self) -> dict[str, Any]:
        """The difference as plain data: records in brief, moved and other fields in words."""
        return {kind.name: _plain(getattr(self, kind.name)) for kind in fields(self)}


def difference(before: Contents, after: Contents) -> Difference:
    """What changed from `before` to `after`."""
    if before == after:
        return Difference()
    old, new = before.pages, after.pages
    rows = _paired_by_id([p for c in old for p in c.programs], [p for c in new for p in c.programs])
    said = _paired_by_id([it for c in old for it in c.claims], [it for c in new for it in c.claims])
    _pair_by_content(rows)
    _pair_by_content(said)
    _pair_by_name(rows, _program_names)
    _pair_by_name(
        rows, lambda row: ((row.page_id, _program_names(row)[0]), *_program_names(row)[1:])
    )
    _pair_by_name(said, _claim_names)
    return Difference(
        _changes(_paired_by_id(before.sources, after.sources)),
        _changes(_paired_by_id([c.page for c in old], [c.page for c in new])),
        _changes(rows),
        _changes(said),
    )


@dataclass(slots=True)
class _Pairing(Generic[T]):
    """All records of one kind by id, and which of them are one and the same."""

    before: dict[str, T]
    after: dict[str, T]
    pairs: dict[str, T] = field(default_factory=dict)
    """Id in `after` -> the record before."""
    paired: set[str] = field(default_factory=set)
    """Ids in `before` that are paired."""

    def pair(self, old: T, new: T) -> None:
        self.pairs[new.id] = old
        self.paired.add(old.id)

    def went(self) -> list[T]:
        return [record for i, record in self.before.items() if i not in self.paired]

    def came(self) -> list[T]:
        return [record for i, record in self.after.items() if i not in self.pairs]


def _paired_by_id(before: Iterable[T], after: Iterable[T]) -> _Pairing[T]:
    # The first of an id counts, as in a build: `contents.checked`.
    found = _Pairing(_first_by_id(before), _first_by_id(after))
    for i, new in found.after.items():
        if i in found.before:
            found.pair(found.before[i], new)
    return found


def _first_by_id(records: Iterable[T]) -> dict[str, T]:
    by_id: dict[str, T] = {}
    for record in records:
        by_id.setdefault(record.id, record)
    return by_id


def _pair_by_content(found: _Pairing[Row]) -> None:
    """Pair what is the same but for its id: on the same page first, then within its source."""

    def within_source(record: Row) -> Key:
        content = frozenset((name, value.held) for name, value in fields_of(record).items())
        return (record.source_id, content)

    def on_page(record: Row) -> Key:
        return (record.page_id, *within_source(record))

    for key in (on_page, within_source):
        waiting: defaultdict[Key, deque[Row]] = defaultdict(deque)
        for old in found.went():
            waiting[key(old)].append(old)
        for new in found.came() if waiting else ():
            if same := waiting.get(key(new)):
                found.pair(same.popleft(), new)


def _pair_by_name(found: _Pairing[Row], names: Callable[[Row], Key]) -> None:
    """Pair what bears a name that no other record of its side bears, the fullest names first.

    The names of a record are its first part with all, then fewer, of the parts behind it.
    """
    if not found.went() or not found.came():
        return
    old = [(names(record), record) for record in found.before.values()]
    new = [(names(record), record) for record in found.after.values()]
    for parts in range(len(new[0][0]), 0, -1):
        before, after = _alone(old, parts), _alone(new, parts)
        for key, record in after.items():
            was = before.get(key)
            if was is not None and was.id not in found.paired and record.id not in found.pairs:
                found.pair(was, record)


def _alone(named: Sequence[tuple[Key, Row]], parts: int) -> dict[Key, Row]:
    """Records by the first parts of their name, where no other shares them."""
    counts = Counter(name[:parts] for name, _ in named)
    return {name[:parts]: record for name, record in named if counts[name[:parts]] == 1}


def _changes(found: _Pairing[T]) -> Changes[T]:
    changed = []
    for i, new in found.after.items():
        old = found.pairs.get(i)
        if (
            old is not None
            and old != new
            and (told := _field_changes(fields_of(old), fields_of(new)))
        ):
            changed.append(Changed(old, new, told))
    return Changes(tuple(found.came()), tuple(found.went()), tuple(changed))


def _field_changes(was: FieldValues, now: FieldValues) -> tuple[FieldChange, ...]:
    nothing = FieldValue()
    pairs = {name: (was.get(name, nothing), now.get(name, nothing)) for name in {**was, **now}}
    return tuple(
        FieldChange(name, a.words, b.words) for name, (a, b) in pairs.items() if a.held != b.held
    )


def _program_names(program: Program) -> Key:
    """Another award or level is another program; the parts behind may move with a figure."""
    who = (program.source_id, topic_key(program.university), topic_key(program.title))
    kind = (program.level, fold(program.award or ""))
    length = program.duration and (program.duration.value, program.duration.unit)
    taught = (program.delivery, program.places, length)
    return ((*who, *kind), program.category, *taught, program.url, program.attributes)


def _claim_names(claim: Claim) -> Key:
    said = (claim.source_id, what_is_said(claim))
    return (said, claim.page_id, fold(claim.label))


def _plain(changes: Changes[Any]) -> dict[str, Any]:
    changed = [
        _brief(it.after) | {"changed": [asdict(change) for change in it.fields]}
        for it in changes.changed
    ]
    return {
        "came": [_brief(record) for record in changes.came],
        "went": [_brief(record) for record in changes.went],
        "changed": changed,
    }


def _brief(record: Record) -> dict[str, Any]:
    told = fields_of(record)
    match record:
        case Source():
            return {"id": record.id, "uri": record.uri, "kind": record.kind}
        case SourcePage():
            return {"id": record.id, "uri": record.uri, "title": record.title}
        case Program():
            place = {"source_id": record.source_id, "page_id": record.page_id}
            name = {"university": record.university, "title": record.title, "award": record.award}
            figures = {"price": told["price"].words, "length": told["length"].words}
            return {"id": record.id, **place, **name, **figures}
        case Claim():
            place = {"source_id": record.source_id, "page_id": record.page_id}
            name = {"entity": record.entity, "attribute": record.attribute, "label": record.label}
            return {"id": record.id, **place, **name, "value": told["value"].words}
