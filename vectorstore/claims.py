"""ClaimStore: ClaimQuery over all claims of a snapshot, looked up, compared and ranked."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Hashable, Iterable, Sequence
from functools import cached_property
from itertools import combinations

from sqlalchemy import Engine, select

from vectorstore.query import ClaimOp, ClaimQuery, ClaimResult
from vectorstore.records import Claim, PageId, SourceId
from vectorstore.schema import claims, to_claim
from vectorstore.text import fold, topic_key

OTHER_SUBJECT = "label_names_other_subject"
"""Flag of a claim whose label names something else than its page."""

OTHER = "other"
"""Attribute of what measures nothing that we know."""
_TIE = 1e-9
"""Relative difference under which two figures are one."""


class ClaimStore:
    """All claims of one snapshot. Safe to use from several threads."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def run(self, query: ClaimQuery, sources: Sequence[SourceId] = ()) -> ClaimResult:
        """The claims that answer, best first, and those among them that disagree.

        An entity matches a claim's whole entity, or else as a phrase within it. LOOK_UP and COMPARE
        put claims without conditions first, then in page order. HIGHEST and LOWEST rank one figure
        an entity: its claims without conditions where it has any.
        """
        attribute = topic_key(query.attribute)
        found = [c for c in self._by_attribute.get(attribute, ()) if _within(c, sources)]
        groups = _by_entity(found, query.entities)
        if query.op in (ClaimOp.HIGHEST, ClaimOp.LOWEST):
            return _ranked(query, [c for group in groups for c in group])
        ordered = tuple(c for group in groups for c in sorted(group, key=_plainness))
        return ClaimResult(query, ordered, conflicts_among(ordered))

    def all(self) -> tuple[Claim, ...]:
        """Every claim, in page order."""
        return self._claims

    def of_page(self, page_id: PageId) -> tuple[Claim, ...]:
        """The claims of a page, in reading order."""
        return tuple(c for c in self._claims if c.page_id == page_id)

    def attributes(self) -> tuple[str, ...]:
        """Distinct attributes held, in order of first appearance."""
        return tuple(dict.fromkeys(c.attribute for c in self._claims))

    def entities(self) -> tuple[str, ...]:
        """Distinct entities held, in order of first appearance."""
        return tuple(dict.fromkeys(c.entity for c in self._claims))

    @cached_property
    def _claims(self) -> tuple[Claim, ...]:
        with self._engine.connect() as connection:
            rows = connection.execute(select(claims).order_by(claims.c.position)).all()
            return tuple(to_claim(row) for row in rows)

    @cached_property
    def _by_attribute(self) -> dict[str, list[Claim]]:
        found: defaultdict[str, list[Claim]] = defaultdict(list)
        for claim in self._claims:
            found[topic_key(claim.attribute)].append(claim)
        return dict(found)


def conflicts_among(found: Iterable[Claim]) -> tuple[tuple[Claim, ...], ...]:
    """Groups of claims that state one thing of one entity under the same conditions and disagree.

    A single figure inside a stated range does not disagree with it.
    """
    groups: defaultdict[tuple[Hashable, ...], list[Claim]] = defaultdict(list)
    for claim in found:
        groups[what_is_said(claim)].append(claim)
    disagreeing = (
        tuple(c for c in group if any(_disagree(c, other) for other in group))
        for group in groups.values()
    )
    return tuple(group for group in disagreeing if group)


def disagreeing_pairs(found: Sequence[Claim]) -> tuple[tuple[Claim, Claim], ...]:
    """Each two claims that say one thing differently."""
    same = ((a, b) for a, b in combinations(found, 2) if what_is_said(a) == what_is_said(b))
    return tuple((a, b) for a, b in same if _disagree(a, b))


def _within(claim: Claim, sources: Sequence[SourceId]) -> bool:
    return not sources or claim.source_id in sources


def _by_entity(found: list[Claim], entities: Sequence[str]) -> list[list[Claim]]:
    """Claims of each entity asked for, in the order asked; all in one group if none is."""
    if not entities:
        return [found]
    groups: list[list[Claim]] = []
    taken: set[str] = set()
    for entity in entities:
        key = topic_key(entity)
        matching = [c for c in found if topic_key(c.entity) == key]
        if not matching and key.strip():
            matching = [c for c in found if key in topic_key(c.entity)]
        groups.append([c for c in matching if c.id not in taken])
        taken.update(c.id for c in matching)
    return groups


def _plainness(claim: Claim) -> tuple[bool, int]:
    """Sorts what is said of the entity as such before what holds under conditions."""
    return (OTHER_SUBJECT in claim.flags, len(claim.qualifiers))


def _ranked(query: ClaimQuery, found: Sequence[Claim]) -> ClaimResult:
    units: defaultdict[tuple[str | None, str | None], list[Claim]] = defaultdict(list)
    for claim in _headline(found):
        units[(claim.unit, claim.period)].append(claim)
    if not units:
        return ClaimResult(query, ())
    commonest = max(units, key=lambda unit: len(units[unit]))
    ties = _ties(units.pop(commonest), query.op)
    winners: list[Claim] = []
    used = 0
    while used < len(ties) and len(winners) < max(query.limit, 1):
        winners.extend(ties[used])
        used += 1
    return ClaimResult(
        query,
        tuple(winners),
        conflicts_among(c for c in found if c.entity in {w.entity for w in winners}),
        runner_up=tuple(ties[used]) if used < len(ties) else (),
        not_comparable=tuple(c for rest in units.values() for c in _ties(rest, query.op)[0]),
    )


def _headline(found: Iterable[Claim]) -> list[Claim]:
    """Numeric claims, of each entity those with the fewest conditions."""
    by_entity: defaultdict[str, list[Claim]] = defaultdict(list)
    for claim in found:
        if claim.low is not None or claim.high is not None:
            by_entity[fold(claim.entity)].append(claim)
    best: list[Claim] = []
    for group in by_entity.values():
        fewest = min(map(_plainness, group))
        best.extend(c for c in group if _plainness(c) == fewest)
    return best


def _ties(found: Sequence[Claim], op: ClaimOp) -> list[list[Claim]]:
    """Claims by their upper end (HIGHEST, falling) or lower end (LOWEST, rising)."""
    by_value: defaultdict[float, list[Claim]] = defaultdict(list)
    for claim in found:
        ends = [v for v in (claim.low, claim.high) if v is not None]
        by_value[max(ends) if op is ClaimOp.HIGHEST else min(ends)].append(claim)
    return [by_value[v] for v in sorted(by_value, reverse=op is ClaimOp.HIGHEST)]


def what_is_said(claim: Claim) -> tuple[Hashable, ...]:
    """The same for claims that state one thing of one entity under the same conditions."""
    is_text = claim.low is None and claim.high is None
    conditions = frozenset(fold(q) for q in claim.qualifiers)
    what = (topic_key(claim.entity), topic_key(claim.attribute), conditions)
    # Text claims of one attribute, and figures of none that we know ("hours a week", "average
    # age"), answer different questions unless their labels agree.
    if is_text:
        return (*what, fold(claim.label))
    label = fold(claim.label) if claim.attribute == OTHER else ""
    return (*what, claim.unit, claim.period, label)


def _disagree(a: Claim, b: Claim) -> bool:
    if a.low is None and a.high is None:
        return fold(a.text) != fold(b.text)
    (a_low, a_high), (b_low, b_high) = _range(a), _range(b)
    if a_low == a_high or b_low == b_high:  # a figure agrees with a range around it
        outside = max(a_low, b_low) - min(a_high, b_high)
        return outside > _TIE * max([abs(v) for v in (a_low, b_low) if v > -math.inf] + [1.0])
    return not (_same(a_low, b_low) and _same(a_high, b_high))


def _range(claim: Claim) -> tuple[float, float]:
    ends = [v for v in (claim.low, claim.high) if v is not None]
    low = min(ends) if claim.low is not None else -math.inf
    return low, (math.inf if claim.open_ended else max(ends))


def _same(a: float, b: float) -> bool:
    return a == b or abs(a - b) <= _TIE * max(abs(a), abs(b))
