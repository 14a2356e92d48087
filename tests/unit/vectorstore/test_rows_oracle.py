"""RowStore.run against plain loops over the same rows."""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.unit.vectorstore.made import program, row_store
from tests.unit.vectorstore.plain_loops import (
    WHOLE_NAMES,
    aggregate_of,
    basis,
    expected_rows,
    key_of,
    near,
    parts_of,
    satisfies,
    years_of,
)
from vectorstore.query import (
    Aggregate,
    Field,
    Filter,
    Op,
    RowQuery,
    RowResult,
    Sort,
    SortKey,
)
from vectorstore.records import (
    Delivery,
    Level,
    ListingId,
    PageId,
    Place,
    PriceBasis,
    Program,
    ProgramId,
    SourceId,
)
from vectorstore.rows import RowStore
from vectorstore.text import fold, topic_key

YEARS = [None, 0.5, 7.2 / 12, 1.0, 1.00000001, 1.5, 78 / 52, 1.49999999, 2.0, 1 / 3, 4 / 12]
PRICES = [None, 100.0, 500.0, 1000.0, 1000.0, 1500.5, 20000.0]
TITLES = ["Science", "science", "AI", "Data Science", "Finance & AI", "Élan vital", "100% Online_"]
CATEGORIES = [None, "Master's in AI", "Certificates in Finance", "Data"]
UNIVERSITIES = [
    "Alpha University",
    "alpha university",
    "Beta College",
    "Beta College Online",
    "Université d'Été",
]
CITIES = [None, "Austin", "Sydney", "New York"]
REGIONS = [None, "Texas", "NSW", "New York"]
COUNTRIES = [None, "US", "Australia"]
PHRASES = [
    "AI",
    "artificial intelligence",
    "science",
    "data",
    "Finance",
    "tial",
    "%",
    "",
    "university",
]


SCHEDULES = ("Part-time", "Full-time")


def random_programs(seed: int) -> list[Program]:
    """Rows of two sources; every other set mixes currencies and bases, the first is empty."""
    choose = random.Random(seed)
    is_mixed = seed % 2 == 1
    rows = []
    for number in range(6 * seed):
        of = choose.randint(1, 2)
        places = [
            Place(choose.choice(CITIES), choose.choice(REGIONS), choose.choice(COUNTRIES))
            for _ in range(choose.choice([0, 1, 2, 2]))
        ]
        fields: dict[str, Any] = {
            "id": ProgramId(f"p{number}"),
            "page_id": PageId(f"pg{of}"),
            "listing_id": ListingId(f"l{of}"),
            "source_id": SourceId(f"s{of}"),
            "level": choose.choice(list(Level)),
            "award": choose.choice([None, "Graduate Certificate", "MS in AI"]),
            "category": choose.choice(CATEGORIES),
            "title": choose.choice(TITLES),
            "university": choose.choice(UNIVERSITIES),
            "delivery": frozenset(d for d in Delivery if choose.random() < 0.4),
            "places": tuple(places),
            "attributes": (("Schedule", choose.choice(SCHEDULES)),),
            "years": choose.choice(YEARS),
            "price": choose.choice(PRICES),
            "currency": choose.choice(["AUD", None]) if is_mixed else None,
            "price_basis": choose.choice(list(PriceBasis)) if is_mixed else PriceBasis.TOTAL,
        }
        rows.append(program(**fields))
    return rows


SETS = [random_programs(seed) for seed in range(8)]


@pytest.fixture(scope="module")
def stores(tmp_path_factory: pytest.TempPathFactory) -> list[RowStore]:
    return [row_store(tmp_path_factory.mktemp("rows"), rows) for rows in SETS]


def texts(values: Sequence[str]) -> st.SearchStrategy[tuple[str, ...]]:
    return st.lists(st.sampled_from(values), min_size=1, max_size=2).map(tuple)


def numeric(field: Field, values: Sequence[float]) -> st.SearchStrategy[Filter]:
    one = st.sampled_from([*values, 999.99])
    single = st.tuples(st.sampled_from([Op.LT, Op.LE, Op.GT, Op.GE, Op.EQ]), one).map(
        lambda t: Filter(field, t[0], (t[1],))
    )
    between = st.tuples(one, one).map(lambda t: Filter(field, Op.BETWEEN, t))
    return single | between


def either(field: Field, values: Sequence[str]) -> st.SearchStrategy[Filter]:
    return st.builds(Filter, st.just(field), st.sampled_from([Op.IN, Op.NOT_IN]), texts(values))


FILTERS = st.one_of(
    numeric(Field.PRICE, [p for p in PRICES if p is not None]),
    numeric(Field.DURATION, [y for y in YEARS if y is not None]),
    st.builds(
        Filter,
        st.just(Field.DELIVERY),
        st.sampled_from([Op.IN, Op.NOT_IN, Op.ONLY, Op.ALL]),
        texts([d.value for d in Delivery]),
    ),
    either(Field.LEVEL, [level.value for level in Level]),
    either(Field.AWARD, ["certificate", "graduate certificate", "ms"]),
    either(Field.TOPIC, PHRASES),
    either(Field.CATEGORY, [*PHRASES, "certificates"]),
    either(Field.UNIVERSITY, ["alpha", "Beta College", "été", ""]),
    either(Field.TITLE, PHRASES),
    either(Field.PLACE, ["austin", "Texas", "new york", "AUSTRALIA", "US", "York", ""]),
    either(Field.REGION, ["austin", "Texas", "new york"]),
    either(Field.COUNTRY, ["AUSTRALIA", "US", "Texas"]),
    either(Field.COLUMN, ["Schedule: part-time", "Schedule: Full-time", "Length: 1.5 Years"]),
    either(Field.STATED, ["price", "duration", "delivery"]),
    either(Field.CURRENCY, ["USD", "AUD", "unstated"]),
    either(Field.BASIS, [basis.value for basis in PriceBasis]),
    either(Field.SOURCE, ["s1", "s2", "s3"]),
    either(Field.PROGRAM, ["p1", "p2", "p9"]),
)
MEASURES = [SortKey.PRICE, SortKey.DURATION, SortKey.PRICE_PER_YEAR]


@st.composite
def some_query(draw: st.DrawFn) -> RowQuery:
    sort = draw(st.none() | st.builds(Sort, st.sampled_from(list(SortKey)), st.booleans()))
    nth = draw(st.none() | st.integers(1, 3)) if sort else None
    aggregate = draw(st.none() | st.none() | st.sampled_from(list(Aggregate)))
    return RowQuery(
        filters=tuple(draw(st.lists(FILTERS, max_size=3) | st.just([]))),
        sort=sort,
        limit=draw(st.none() | st.integers(1, 4)),
        nth=nth,
        aggregate=aggregate,
        of=draw(st.sampled_from(MEASURES)) if aggregate else None,
    )


def check_aggregate(query: RowQuery, result: RowResult, matched: list[Program]) -> None:
    assert query.aggregate is not None
    assert query.of is not None
    cut = query.sort is not None and (query.limit is not None or query.nth is not None)
    over = expected_rows(query, matched)[0] if cut else matched
    if query.aggregate is Aggregate.COUNT:
        assert result.value == len(over)
        assert set(result.contributors) == {r.id for r in over}
        return
    parts = parts_of(over, query.of)
    assert set(result.contributors) == {r.id for part in parts for r in part}
    computed = []
    for part in parts:
        values = [v for r in part if (v := key_of(r, query.of)) is not None]
        computed.append((*aggregate_of(query.aggregate, values), len(part)))
    if len(parts) == 1:
        assert near(result.value, computed[0][0])
        assert near(result.value_high, computed[0][1])
        assert result.groups == ()
    else:
        assert result.value is None
        assert [g.count for g in result.groups] == [count for *_, count in computed]
        for group, (low, high, _) in zip(result.groups, computed, strict=True):
            assert near(group.value, low)
            assert near(group.high, high)


def check_left_out(query: RowQuery, result: RowResult, rows: list[Program]) -> None:
    """Rows that satisfy every filter on other fields and lack the field, plus those matched that
    lack what decides."""
    lacks: dict[Field, Callable[[Program], bool]] = {
        Field.PRICE: lambda r: r.price is None,
        Field.DURATION: lambda r: r.duration is None,
        Field.DELIVERY: lambda r: not r.delivery,
    }
    for field, said in (
        (Field.PRICE, result.left_out_no_price),
        (Field.DURATION, result.left_out_no_duration),
        (Field.DELIVERY, result.left_out_no_delivery),
    ):
        gone = {field, Field.CURRENCY, Field.BASIS} if field is Field.PRICE else {field}
        others = [f for f in query.filters if f.field not in gone]
        if len(others) == len(query.filters):
            continue
        by_filter = {r.id for r in rows if satisfies(others, r) and lacks[field](r)}
        assert said >= len(by_filter)
        if query.sort is None and query.aggregate is None:
            assert said == len(by_filter)


PREFERENCE = [Field.PRICE, Field.DURATION]


def of_field(field: Field, row: Program) -> float | None:
    return row.price if field is Field.PRICE else years_of(row)


def check_distance(dropped: Filter, result: RowResult, candidates: list[Program]) -> None:
    """The rows named are those whose figure is nearest to the limit."""

    def distance(row: Program) -> float:
        value = of_field(dropped.field, row)
        assert value is not None
        return min(abs(value - float(v)) for v in dropped.values)

    known = [r for r in candidates if of_field(dropped.field, r) is not None]
    assert [distance(r) for r in result.nearest] == sorted(map(distance, known))[:3]


def check_nearest(query: RowQuery, result: RowResult, rows: list[Program]) -> None:
    """Every nearest row satisfies all filters but the one named; none is given without need."""
    if result.nearest:
        assert len(result.nearest) <= 3
        (dropped,) = result.relaxed
        rest = [f for f in query.filters if f is not dropped]
        assert len(rest) == len(query.filters) - 1
        assert dropped.field is not Field.SOURCE
        if dropped.field in (Field.PRICE, Field.DURATION):
            check_distance(dropped, result, [r for r in rows if satisfies(rest, r)])
        at = PREFERENCE.index(dropped.field) if dropped.field in PREFERENCE else 2
        before = PREFERENCE[:at]
        for f in (f for f in query.filters if f.field in before):
            others = [g for g in query.filters if g is not f]
            assert not any(satisfies(others, r) and of_field(f.field, r) for r in rows)
        for row in result.nearest:
            assert satisfies(rest, row)
            assert not satisfies(query.filters, row)
        return
    assert result.relaxed == ()
    for f in query.filters:
        rest = [g for g in query.filters if g is not f]
        if f.field in (Field.PRICE, Field.DURATION):
            value = (lambda r: r.price) if f.field is Field.PRICE else years_of
            assert not any(satisfies(rest, r) and value(r) is not None for r in rows)
        elif f.field is not Field.SOURCE and any(g.field is not Field.SOURCE for g in rest):
            assert not any(satisfies(rest, r) for r in rows)


@settings(max_examples=250, deadline=None)
@given(st.integers(0, len(SETS) - 1), some_query(), st.booleans())
def test_run_equals_plain_loops(
    stores: list[RowStore], at: int, query: RowQuery, one_source: bool
) -> None:
    sources = (SourceId("s1"),) if one_source else ()
    WHOLE_NAMES.clear()
    WHOLE_NAMES.update(topic_key(r.university) for r in SETS[at])
    ordered = sorted(SETS[at], key=lambda r: (fold(r.university), fold(r.title), r.id))
    asked = [r for r in ordered if not sources or r.source_id in sources]
    check_result(query, stores[at].run(query, sources), asked)


@pytest.mark.parametrize("at", range(len(SETS)))
def test_rows_are_held_in_answer_order(stores: list[RowStore], at: int) -> None:
    ordered = sorted(SETS[at], key=lambda r: (fold(r.university), fold(r.title), r.id))
    assert list(stores[at].all()) == ordered


def check_result(query: RowQuery, result: RowResult, asked: list[Program]) -> None:
    matched = [r for r in asked if satisfies(query.filters, r)]
    assert result.query == query
    assert result.total_known == len(asked)
    assert result.total_matched == len(matched)
    check_left_out(query, result, asked)
    if not matched:
        assert result.rows == result.runner_up == ()
        check_nearest(query, result, asked)
        return
    assert not result.nearest
    assert not result.relaxed
    assert {it.id for it in result.listings} == {r.listing_id for r in matched}
    if query.aggregate is None:
        rows, after = expected_rows(query, matched)
        assert list(result.rows) == rows
        assert list(result.runner_up) == after
    else:
        check_aggregate(query, result, matched)
    check_bases(query, result, matched)


def check_bases(query: RowQuery, result: RowResult, matched: list[Program]) -> None:
    priced = (SortKey.PRICE, SortKey.PRICE_PER_YEAR)
    by_filter = any(f.field is Field.PRICE for f in query.filters)
    by_sort = query.sort is not None and query.sort.key in priced
    by_value = query.aggregate not in (None, Aggregate.COUNT) and query.of in priced
    takes_part = by_filter or by_sort or by_value
    expected = {basis(r) for r in matched if r.price is not None} if takes_part else set()
    assert {(b.currency, b.price_basis) for b in result.bases} == expected


@pytest.mark.parametrize("field", [Field.LEVEL, Field.CATEGORY, Field.UNIVERSITY])
@pytest.mark.parametrize("at", [2, 4, 6])
def test_groups_equal_plain_loops(stores: list[RowStore], at: int, field: Field) -> None:
    counted = stores[at].run(RowQuery(aggregate=Aggregate.COUNT, group=field)).groups
    mean = RowQuery(aggregate=Aggregate.MEAN, of=SortKey.PRICE, group=field)
    members: dict[str, list[Program]] = {}
    for row in SETS[at]:
        key = fold(str(getattr(row, field.value) or "not stated"))
        members.setdefault(key, []).append(row)
    assert {fold(g.key): g.value for g in counted} == {k: len(v) for k, v in members.items()}
    sizes = sorted((len(v) for v in members.values()), reverse=True)
    assert [g.value for g in counted] == sizes
    prices = {k: [r.price for r in v if r.price is not None] for k, v in members.items()}
    wanted = {k: sum(v) / len(v) for k, v in prices.items() if v}
    found = {fold(g.key): g.value for g in stores[at].run(mean).groups}
    assert found.keys() == wanted.keys()
    assert all(near(found[k], wanted[k]) for k in wanted)
