"""RowStore: the cases that a reader should see, and what it refuses."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.unit.vectorstore.made import ids, program, row_store
from vectorstore.errors import QueryInvalid
from vectorstore.query import Aggregate, Field, Filter, Op, RowQuery, Sort, SortKey
from vectorstore.records import Delivery, Level, Place, PriceBasis, Program, ProgramId

CHEAPEST = RowQuery(sort=Sort(SortKey.PRICE), limit=1)


def test_a_superlative_holds_its_ties_and_names_the_next(tmp_path: Path) -> None:
    rows = [
        program(id=ProgramId("b"), university="Beta", price=10.0),
        program(id=ProgramId("a"), university="Alpha", price=10.0),
        program(id=ProgramId("c"), price=30.0),
        program(id=ProgramId("d"), price=None),
    ]
    result = row_store(tmp_path, rows).run(CHEAPEST)
    assert ids(result.rows) == ["a", "b"]
    assert ids(result.runner_up) == ["c"]
    assert (result.total_matched, result.left_out_no_price) == (4, 1)


def test_under_is_strict_and_at_most_is_not(tmp_path: Path) -> None:
    store = row_store(tmp_path, [program(price=8000.0), program(price=None)])
    under = store.run(RowQuery((Filter(Field.PRICE, Op.LT, (8000,)),)))
    at_most = store.run(RowQuery((Filter(Field.PRICE, Op.LE, (8000,)),)))
    assert (len(under.rows), under.left_out_no_price) == (0, 1)
    assert (len(at_most.rows), at_most.left_out_no_price) == (1, 1)


def test_unlike_units_of_one_length_are_equal(tmp_path: Path) -> None:
    rows = [program(years=78 / 52), program(years=18 / 12), program(years=1.5)]
    store = row_store(tmp_path, rows)
    assert len(store.run(RowQuery((Filter(Field.DURATION, Op.EQ, (1.5,)),))).rows) == 3
    assert not store.run(RowQuery((Filter(Field.DURATION, Op.LT, (1.5,)),))).rows
    assert len(store.run(RowQuery(sort=Sort(SortKey.DURATION), limit=1)).rows) == 3


def test_place_filters_hold_for_one_place(tmp_path: Path) -> None:
    here_and_there = program(
        places=(Place("Sydney", "NSW", "Australia"), Place("Richmond", "Victoria", "Australia"))
    )
    store = row_store(tmp_path, [here_and_there])

    def held(*values: str) -> int:
        filters = tuple(Filter(Field.PLACE, Op.IN, (value,)) for value in values)
        return len(store.run(RowQuery(filters)).rows)

    assert held("sydney", "nsw") == held("Richmond") == 1
    assert held("Richmond", "NSW") == 0


def test_prices_of_two_bases_are_not_compared(tmp_path: Path) -> None:
    rows = [
        program(id=ProgramId("year"), price=900.0, price_basis=PriceBasis.YEAR, currency="AUD"),
        program(id=ProgramId("t1"), price=5000.0, price_basis=PriceBasis.TOTAL, currency="AUD"),
        program(id=ProgramId("t2"), price=7000.0, price_basis=PriceBasis.TOTAL, currency="AUD"),
    ]
    store = row_store(tmp_path, rows)
    cheapest = store.run(CHEAPEST)
    assert ids(cheapest.rows) == ["t1", "year"]
    assert [(g.key, g.value, g.count) for g in cheapest.groups] == [
        ("AUD in total", 5000.0, 2),
        ("AUD per year", 900.0, 1),
    ]
    assert len(cheapest.bases) == 2
    mean = store.run(RowQuery(aggregate=Aggregate.MEAN, of=SortKey.PRICE))
    assert mean.value is None
    assert [g.value for g in mean.groups] == [6000.0, 900.0]


def test_a_price_per_semester_says_nothing_of_a_year(tmp_path: Path) -> None:
    rows = [
        program(price=100.0, price_basis=PriceBasis.SEMESTER),
        program(price=3000.0, years=1.5, price_basis=PriceBasis.TOTAL),
    ]
    result = row_store(tmp_path, rows).run(
        RowQuery(aggregate=Aggregate.MIN, of=SortKey.PRICE_PER_YEAR)
    )
    assert (result.value, result.left_out_no_price) == (2000.0, 1)


def test_no_match_names_the_nearest_and_what_was_let_go(tmp_path: Path) -> None:
    rows = [
        program(id=ProgramId("near"), price=9000.0),
        program(id=ProgramId("far"), price=50000.0),
        program(id=ProgramId("campus"), price=1.0, delivery=frozenset({Delivery.ON_CAMPUS})),
    ]
    online = Filter(Field.DELIVERY, Op.IN, ("online",))
    under = Filter(Field.PRICE, Op.LT, (8000.0,))
    result = row_store(tmp_path, rows).run(RowQuery((online, under)))
    assert (result.rows, result.total_matched) == ((), 0)
    assert ids(result.nearest) == ["near", "far"]
    assert result.relaxed == (under,)


def test_a_price_limit_is_let_go_before_a_length(tmp_path: Path) -> None:
    long = Filter(Field.DURATION, Op.GT, (1.5,))
    under = Filter(Field.PRICE, Op.LT, (500.0,))
    rows = [program(id=ProgramId("long"), years=2.0), program(price=100.0, years=1.0)]
    result = row_store(tmp_path, rows).run(RowQuery((long, under)))
    assert ids(result.nearest) == ["long"]
    assert result.relaxed == (under,)


def test_what_a_price_per_year_lacks_is_counted_once(tmp_path: Path) -> None:
    rows = [
        program(),
        program(price=None),
        program(years=None),
        program(price=None, years=None),
    ]
    query = RowQuery(sort=Sort(SortKey.PRICE_PER_YEAR), limit=1)
    result = row_store(tmp_path, rows).run(query)
    assert (result.left_out_no_price, result.left_out_no_duration) == (2, 1)


def test_an_average_of_the_cheapest_is_over_those_alone(tmp_path: Path) -> None:
    store = row_store(tmp_path, [program(price=p) for p in (1.0, 3.0, 100.0)])
    query = RowQuery(sort=Sort(SortKey.PRICE), limit=2, aggregate=Aggregate.MEAN, of=SortKey.PRICE)
    assert store.run(query).value == 2.0


def test_groups_are_cut_with_their_ties(tmp_path: Path) -> None:
    rows = [program(university=u) for u in ("A", "A", "B", "B", "C")]
    query = RowQuery(aggregate=Aggregate.COUNT, group=Field.UNIVERSITY, limit=1)
    groups = row_store(tmp_path, rows).run(query).groups
    assert [(g.key, g.value) for g in groups] == [("A", 2.0), ("B", 2.0)]


def test_a_row_counts_for_each_way_it_is_taught(tmp_path: Path) -> None:
    both = frozenset({Delivery.ONLINE, Delivery.ON_CAMPUS})
    store = row_store(tmp_path, [program(delivery=both), program(delivery=frozenset())])
    groups = store.run(RowQuery(aggregate=Aggregate.COUNT, group=Field.DELIVERY)).groups
    assert {g.key: g.count for g in groups} == {"online": 1, "on_campus": 1, "not stated": 1}


def test_compared_programs_come_in_the_order_named(tmp_path: Path) -> None:
    store = row_store(tmp_path, [program(id=ProgramId(i), university=i) for i in "abc"])
    query = RowQuery(compare=(ProgramId("c"), ProgramId("a"), ProgramId("gone")))
    assert ids(store.run(query).rows) == ["c", "a"]


def test_records_survive_the_way_through_the_file(tmp_path: Path) -> None:
    made = program(
        level=Level.DOCTORATE,
        award="PhD",
        delivery=frozenset({Delivery.HYBRID, Delivery.ONLINE}),
        places=(Place("Zürich", None, "Schweiz"), Place()),
        years=None,
        price=0.1,
        currency="CHF",
        url="https://example.org/",
        attributes=(("A", "1"), ("A", "2")),
        off_subject=True,
        category=None,
    )
    store = row_store(tmp_path, [made])
    assert store.all() == (made,)
    assert store.get([made.id, ProgramId("gone")]) == (made,)


def test_facets_count_rows(tmp_path: Path) -> None:
    place = Place("Austin", "Texas")
    store = row_store(tmp_path, [program(places=(place, place)), program(places=(place,))])
    facets = store.facets()
    assert [(f.value, f.count) for f in facets.cities] == [("Austin", 2)]
    assert facets.countries == ()


def test_values_are_bound_not_pasted(tmp_path: Path) -> None:
    quoted = "x') OR 1=1 --"
    store = row_store(tmp_path, [program()])
    for field in (Field.TITLE, Field.UNIVERSITY, Field.PLACE, Field.LEVEL, Field.SOURCE):
        assert store.run(RowQuery((Filter(field, Op.IN, (quoted,)),))).total_matched == 0


@pytest.mark.parametrize(
    "query",
    [
        RowQuery((Filter(Field.LEVEL, Op.LT, ("master",)),)),
        RowQuery((Filter(Field.PRICE, Op.IN, (5,)),)),
        RowQuery((Filter(Field.PRICE, Op.BETWEEN, (5,)),)),
        RowQuery((Filter(Field.PRICE, Op.LT, ("5",)),)),
        RowQuery((Filter(Field.PRICE, Op.LT, (float("nan"),)),)),
        RowQuery((Filter(Field.TITLE, Op.IN, ()),)),
        RowQuery((Filter(Field.DELIVERY, Op.IN, ("by post",)),)),
        RowQuery(sort=Sort(SortKey.PRICE), limit=0),
        RowQuery(nth=2),
        RowQuery(aggregate=Aggregate.MEAN),
        RowQuery(aggregate=Aggregate.SUM, of=SortKey.TITLE),
        RowQuery(group=Field.LEVEL),
        RowQuery(aggregate=Aggregate.COUNT, group=Field.PRICE),
    ],
)
def test_what_does_not_go_together_is_refused(tmp_path: Path, query: RowQuery) -> None:
    rows: list[Program] = [program()]
    with pytest.raises(QueryInvalid):
        row_store(tmp_path, rows).run(query)
