"""True sentences with their evidence: what composition says of a corpus, and its prose quoted."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from assistant.compose.computed import computed
from assistant.find_rows import find_rows
from assistant.records import (
    AskEvidence,
    DraftSegment,
    Evidence,
    GuideAsk,
    Item,
    Kind,
    Plan,
    RowAsk,
    SegmentKind,
    Wanted,
)
from tests.unit.assistant.listings_corpus import Corpus
from vectorstore.query import Aggregate, Field, Filter, Op, RowQuery, Sort, SortKey
from vectorstore.records import Program, SnapshotId


@dataclass(frozen=True)
class Said:
    """A sentence and the evidence it was made from."""

    segment: DraftSegment
    evidence: Evidence


def row_evidence(corpus: Corpus, *asks: RowAsk) -> Evidence:
    """What is found for some asks."""
    found = tuple(find_rows(ask, corpus, (), f"a{n}") for n, ask in enumerate(asks, 1))
    return Evidence(found, SnapshotId("test"))


def composed(corpus: Corpus, asks: Sequence[RowAsk]) -> Iterator[Said]:
    """The sentences of each ask that state something."""
    for ask in asks:
        evidence = row_evidence(corpus, ask)
        for segment in computed(evidence.found[0], Plan("", (ask,))):
            if segment.kind is SegmentKind.COMPUTED:
                yield Said(segment, evidence)


def quoted(corpus: Corpus) -> Iterator[Said]:
    """Each sentence of the prose, with the sentences beside it in the evidence."""
    for content in corpus.contents:
        items = tuple(
            Item(
                f"q{n}-{start}", Kind.QUOTE, content.page, start, end, p.heading_path[-1], passage=p
            )
            for n, p in enumerate(content.passages)
            for start, end in p.sentences
            if len(content.page.text[start:end].split()) > 4
        )
        evidence = Evidence((AskEvidence(GuideAsk("", ()), items),), SnapshotId("test"))
        for item in items:
            yield Said(DraftSegment(item.quote, SegmentKind.FACT, (item.key,)), evidence)


def all_asks(corpus: Corpus) -> tuple[RowAsk, ...]:
    """Questions of every form over a corpus."""
    rows = corpus.rows.all()
    return (*_ranked(rows), *_listed(rows), *_aggregates(rows), *_compared(rows), *_single(rows))


def _sets(rows: Sequence[Program]) -> list[tuple[Filter, ...]]:
    """Sets with at least two rows: by level, category, delivery, place and their pairs."""
    single = {Filter(Field.LEVEL, Op.IN, (p.level.value,)) for p in rows} | {
        Filter(Field.DELIVERY, Op.IN, (d.value,)) for p in rows for d in p.delivery
    }
    by_category = {Filter(Field.CATEGORY, Op.IN, (p.category,)) for p in rows if p.category}
    ordered = sorted(single, key=str)
    pairs = [(a, b) for n, a in enumerate(ordered) for b in ordered[n + 1 :] if a.field != b.field]
    found: list[tuple[Filter, ...]] = [(), *((f,) for f in ordered), *pairs]
    return found + [(f,) for f in sorted(by_category, key=str)]


def _ranked(rows: Sequence[Program]) -> Iterator[RowAsk]:
    for filters in _sets(rows):
        for key in (SortKey.PRICE, SortKey.DURATION):
            for descending in (False, True):
                yield RowAsk(RowQuery(filters, Sort(key, descending), 1))
        yield RowAsk(RowQuery(filters, Sort(SortKey.PRICE), nth=2))
        yield RowAsk(RowQuery(filters, Sort(SortKey.PRICE, True), 3))
        yield RowAsk(RowQuery(filters, Sort(SortKey.DURATION)))


def _listed(rows: Sequence[Program]) -> Iterator[RowAsk]:
    prices = sorted(p.price for p in rows if p.price)
    for filters in _sets(rows):
        for price in (prices[0] - 500, prices[len(prices) // 2] + 10):
            yield RowAsk(RowQuery((*filters, Filter(Field.PRICE, Op.LT, (price,)))))
        yield RowAsk(RowQuery((*filters, Filter(Field.DURATION, Op.LE, (1.0,)))))
        yield RowAsk(RowQuery(filters))
    yield RowAsk(RowQuery((Filter(Field.DELIVERY, Op.NOT_IN, ("online",)),)))
    yield RowAsk(RowQuery((Filter(Field.DELIVERY, Op.ONLY, ("on_campus",)),)))


def _aggregates(rows: Sequence[Program]) -> Iterator[RowAsk]:
    for filters in _sets(rows):
        yield RowAsk(RowQuery(filters, aggregate=Aggregate.COUNT))
        for kind in (
            Aggregate.MEAN,
            Aggregate.MEDIAN,
            Aggregate.SUM,
            Aggregate.RANGE,
            Aggregate.MIN,
        ):
            yield RowAsk(RowQuery(filters, aggregate=kind, of=SortKey.PRICE))
        yield RowAsk(RowQuery(filters, aggregate=Aggregate.MEAN, of=SortKey.DURATION))


def _compared(rows: Sequence[Program]) -> Iterator[RowAsk]:
    for one, other in pairwise(rows):
        for wanted in (Wanted.PRICE, Wanted.DURATION):
            yield RowAsk(RowQuery(compare=(one.id, other.id)), (wanted,), difference=True)


def _single(rows: Sequence[Program]) -> Iterator[RowAsk]:
    for row in rows:
        only = (Filter(Field.PROGRAM, Op.IN, (row.id,)),)
        yield RowAsk(RowQuery(only), (Wanted.PRICE, Wanted.DURATION))
        yield RowAsk(RowQuery(only), (Wanted.DURATION,), duration_unit="month")
        yield RowAsk(RowQuery(only), (Wanted.PLACE, Wanted.DELIVERY))
        yield RowAsk(RowQuery(only), (Wanted.PRICE_PER_MONTH,))
        stated = Filter(Field.DURATION, Op.EQ, (7.0,))
        yield RowAsk(RowQuery((*only, stated)), (Wanted.DURATION,), premise=True)
