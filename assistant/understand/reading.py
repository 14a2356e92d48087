"""RowReading: what has been understood of the part of a question that asks about programs.

The readers (`read_names.py`, `read_amounts.py`, `read_orders.py`) fill one reading in turn, each
taking the tags it understands; what no reader takes is the residue. Tags of one reading stay in
question
order.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from assistant.records import Wanted
from assistant.understand.quantities import Quantity
from assistant.understand.tagged import Tag
from vectorstore.query import Aggregate, Field, Filter, Op, Sort, SortKey
from vectorstore.records import PriceBasis

MEMBERS = frozenset({"or", "and", "vs", "versus", "than", "with", "against", "rather than", "to"})
"""Words between the members of a comparison."""


def _is_named(tag: Tag, university: tuple[str, ...]) -> bool:
    link = tag.link("university")
    return link is not None and link.values == university


@dataclass
class RowReading:
    """Filters, order and wishes read so far, and the tags that are accounted for."""

    tags: Sequence[Tag]
    filters: list[Filter] = field(default_factory=list)
    drops: set[Field] = field(default_factory=set)
    sort: Sort | None = None
    also: Sort | None = None
    """A second order asked for in one breath: "the cheapest and the shortest"."""
    beside: tuple[Sort, tuple[str, ...]] | None = None
    """"cheaper than WGU's": the direction, and the names of the university to stay under."""
    extreme: tuple[int, bool] | None = None
    """A tag such as "highest" of no measure, and whether it asks for the most."""
    limit: int | None = None
    nth: int | None = None
    aggregate: Aggregate | None = None
    of: SortKey | None = None
    group: Field | None = None
    limit_basis: PriceBasis | None = None
    """What a limit's price is for, where that stands apart from it: "a total fee under 9,000"."""
    schools: bool = False
    """Schools are asked for as such: "which universities are in Perth"."""
    wanted: list[Wanted] = field(default_factory=list)
    columns: list[str] = field(default_factory=list)
    """Headers of columns without a field that are asked for."""
    kinds: dict[str, str] = field(default_factory=dict)
    """Of the places read: city, region or country."""
    duration_unit: str | None = None
    universities: list[tuple[str, ...]] = field(default_factory=list)
    """Each university named and not negated, as the names its words fit."""
    homonyms: list[tuple[str, ...]] = field(default_factory=list)
    """Of these, those whose words fit several names."""
    difference: bool = False
    compare: bool = False
    announced: bool = False
    ordinal: int | None = None
    """"the second one": a place in the list shown before; -1 for the last."""
    one_shown: bool = False
    """The answer before showed one program, which this question may be about."""
    references: set[str] = field(default_factory=set)
    """those, two, it, school, former, latter."""
    further: bool = False
    """Asks for the rest of the list that was shown: "show me more", "the next five"."""
    replaces: bool = False
    """Says that it corrects what was said before."""
    union: bool = False
    """Adds to what was asked before: "also", "as well"."""
    either: tuple[Filter, Filter] | None = None
    """Two of the filters of which one will do: "online or in Sydney"."""
    only_number: float | None = None
    """A bare number that needs the conversation to be understood: "hmm, 10?"."""
    number_at: int | None = None
    """Index of its tag."""
    referents: Sequence[Quantity] = ()
    """Amounts stated beside the question: "longer than that"."""
    unheld: set[int] = field(default_factory=set)
    """Indexes of the tags that ask for what no row can say."""
    used: set[int] = field(default_factory=set)
    """Indexes of the tags that are accounted for."""

    def add(self, found: Filter, *, join: bool = True) -> None:
        """Keep a filter; values of one field join by "or", unless `join` is False."""
        if found in self.filters:
            return
        for i, held in enumerate(self.filters):
            same = held.field == found.field and held.op == found.op
            if same and join and found.op in (Op.IN, Op.NOT_IN):
                merged = held.values + tuple(v for v in found.values if v not in held.values)
                self.filters[i] = Filter(found.field, found.op, merged)
                return
        self.filters.append(found)

    def want(self, wanted: Wanted) -> None:
        """Note an attribute that is asked for, once."""
        if wanted not in self.wanted:
            self.wanted.append(wanted)

    def has(self, wanted_field: Field) -> bool:
        """Whether a filter on this field was read."""
        return any(f.field == wanted_field for f in self.filters)

    def take(self, *indexes: int) -> None:
        """Account for tags."""
        self.used.update(indexes)

    def free(self, at: int) -> bool:
        """Whether there is a tag at this index that nobody has taken."""
        return 0 <= at < len(self.tags) and at not in self.used

    def topics_of(self, university: tuple[str, ...]) -> list[tuple[str, ...]]:
        """Subjects named in the same member of a comparison as this university."""
        at = next(i for i, t in enumerate(self.tags) if _is_named(t, university))
        first = next((i for i in range(at, -1, -1) if self.tags[i].text in MEMBERS), -1)
        last = next((i for i in range(at, len(self.tags)) if self.tags[i].text in MEMBERS), None)
        members = (t for t in self.tags[first + 1 : last] if not t.link("university"))
        links = (t.link("topic") for t in members)
        return [link.values for link in links if link]

    def neighbour(self, at: int, step: int, reach: int) -> list[int]:
        """Indexes of at most `reach` content tags from `at` in direction `step`."""
        found: list[int] = []
        i = at + step
        while 0 <= i < len(self.tags) and len(found) < reach:
            if not self.tags[i].is_frame:
                found.append(i)
            i += step
        return found
