"""The difference of two contents: what came, went and moved, and no wrong pair."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from tests.unit.vectorstore.made import claim, page, program, source
from vectorstore.contents import Contents
from vectorstore.diff import Changed, Changes, Difference, FieldChange, difference
from vectorstore.records import (
    Claim,
    Delivery,
    Duration,
    PageContent,
    PageId,
    Place,
    PriceBasis,
    Program,
    SourceId,
)
from vectorstore.text import topic_key

NO_ROWS: Changes[Program] = Changes()
NO_CLAIMS: Changes[Claim] = Changes()
CAMPUS = frozenset({Delivery.ON_CAMPUS})


def held(*programs: Program, claims: Sequence[Claim] = (), text: str = "Text of it.") -> Contents:
    content = PageContent(page("pg1", text), programs=programs, claims=tuple(claims))
    return Contents((source(),), (content,))


def rows(before: Sequence[Program], after: Sequence[Program]) -> Changes[Program]:
    return difference(held(*before), held(*after)).programs


def said(before: Sequence[Claim], after: Sequence[Claim]) -> Changes[Claim]:
    return difference(held(claims=before), held(claims=after)).claims


def told(changed: Changed[Any]) -> dict[str, tuple[str | None, str | None]]:
    return {c.field: (c.before, c.after) for c in changed.fields}


def topics(*texts: str) -> tuple[str, ...]:
    return tuple(map(topic_key, texts))


def priced(price: float | None, **fields: Any) -> Program:
    """A row under an id of its own, as one that is named by the hash of its text."""
    raw = None if price is None else f"{price:,.0f}"
    return program(**({"price": price, "price_raw": raw} | fields))


def test_the_same_is_no_difference() -> None:
    one = held(priced(10.0), claims=[claim("c1", "Cook", 5.0)])
    assert difference(one, one) == Difference()
    assert difference(one, one).is_empty()
    assert difference(Contents(), Contents()).is_empty()


def test_when_it_was_fetched_and_where_it_stands_is_no_change() -> None:
    row, said_of = priced(10.0), claim("c1", "Cook", 5.0)
    old = held(row, claims=[said_of])
    (content,) = old.pages
    later = replace(content.page, fetched_at=content.page.fetched_at + timedelta(days=1))
    moved = PageContent(
        later,
        programs=(replace(row, start=5, end=9),),
        claims=(replace(said_of, id=claim("c2", "", 0.0).id, start=5, end=9),),
    )
    assert difference(old, replace(old, pages=(moved,))).is_empty()


def test_sources_and_pages_come_go_and_change() -> None:
    dated = replace(source("s1"), as_of=date(2026, 1, 31))
    before = Contents(
        (source("s1"), source("s2")),
        (PageContent(page("pg1", "Old")), PageContent(page("pg2", "Same", "s2"))),
    )
    after = Contents(
        (dated, source("s3")),
        (PageContent(page("pg1", "Newer")), PageContent(page("pg3", "Third", "s3"))),
    )
    found = difference(before, after)
    assert [s.id for s in found.sources.came] == ["s3"]
    assert [s.id for s in found.sources.went] == ["s2"]
    assert told(found.sources.changed[0]) == {"as of": (None, "2026-01-31")}
    assert [p.uri for p in found.pages.came] == ["pg3.txt"]
    assert [p.uri for p in found.pages.went] == ["pg2.txt"]
    assert told(found.pages.changed[0]) == {"text": ("3 characters", "5 characters")}


def test_a_row_under_its_own_key_moves_whatever_changes() -> None:
    old = priced(10.0, id="key", title="Arts", topics=topics("Master's in AI", "Arts"))
    new = replace(
        old,
        category="Master's in Arts",
        topics=topics("Master's in Arts", "Arts", "Drawing"),
        price=12.0,
        price_raw="$12",
        currency="USD",
        price_basis=PriceBasis.YEAR,
        duration=Duration(18, "month", 1.5, "18 months"),
        attributes=(("Code", "8"), ("Campus", "North")),
    )
    (changed,) = rows([old], [new]).changed
    assert changed.moved()
    assert told(changed) == {
        "price": ("10", "$12 USD per year"),
        "length": ("1.0 Years", "18 months"),
        "category": ("Master's in AI", "Master's in Arts"),
        "subjects": (None, "drawing"),
        "attribute Code": ("7", "8"),
        "attribute Campus": (None, "North"),
    }


def test_a_moved_price_is_the_same_row_under_a_new_id() -> None:
    found = rows([priced(10_000.0)], [priced(11_500.0)])
    (changed,) = found.changed
    assert changed.fields == (FieldChange("price", "10,000", "11,500"),)
    assert (found.came, found.went) == ((), ())


def test_a_price_may_come_or_go_and_a_range_is_told_as_it_is_written() -> None:
    (came,) = rows([priced(None)], [priced(9.0)]).changed
    assert told(came) == {"price": (None, "9")}
    (went,) = rows([priced(9.0)], [priced(None, price_raw="From $9")]).changed
    assert told(went) == {"price": ("9", "From $9")}


def test_the_same_price_written_otherwise_is_no_change() -> None:
    assert rows([priced(9.0)], [priced(9.0, price_raw="9.00")]) == NO_ROWS


def test_length_delivery_and_place_may_change_with_the_price() -> None:
    old = priced(10.0, years=1.0, places=(Place("Austin", "TX"),))
    new = priced(12.0, years=2.0, delivery=CAMPUS, places=(Place("Dallas", "TX"),))
    (changed,) = rows([old], [new]).changed
    assert told(changed) == {
        "price": ("10", "12"),
        "length": ("1.0 Years", "2.0 Years"),
        "delivery": ("online", "on campus"),
        "place": ("Austin, TX", "Dallas, TX"),
    }
    assert changed.moved()


def test_other_fields_are_no_move() -> None:
    (changed,) = rows([priced(10.0)], [priced(10.0, url="https://example.org/a")]).changed
    assert not changed.moved()


@pytest.mark.parametrize(
    "fields",
    [{"title": "Other"}, {"university": "Beta"}, {"award": "MBA"}, {"source_id": SourceId("s2")}],
)
def test_another_name_award_or_source_is_another_row(fields: dict[str, Any]) -> None:
    old, new = priced(10.0), priced(10.0, **fields)
    found = rows([old], [new])
    assert (found.went, found.came, found.changed) == ((old,), (new,), ())


def test_a_name_spelled_otherwise_is_the_same_row() -> None:
    (changed,) = rows([priced(1.0, title="AI – data")], [priced(2.0, title="AI: Data")]).changed
    assert told(changed) == {"price": ("1", "2"), "title": ("AI – data", "AI: Data")}


def test_rows_of_one_name_are_told_apart_by_what_stayed() -> None:
    """Delivery tells which of the two moved; the other kept its id."""
    online, campus = priced(10.0), priced(12.0, delivery=CAMPUS)
    dearer = priced(13.0, delivery=CAMPUS)
    found = rows([online, campus], [online, dearer])
    assert [(c.before, c.after) for c in found.changed] == [(campus, dearer)]
    both = rows([online, campus], [priced(13.0, delivery=CAMPUS), priced(11.0)])
    assert [(c.before.price, c.after.price) for c in both.changed] == [(12.0, 13.0), (10.0, 11.0)]


def test_rows_of_one_name_are_told_apart_by_a_column_of_their_own() -> None:
    old = [priced(10.0, attributes=(("Code", "a"),)), priced(12.0, attributes=(("Code", "b"),))]
    new = [priced(13.0, attributes=(("Code", "b"),)), priced(11.0, attributes=(("Code", "a"),))]
    found = rows(old, new)
    assert [(c.before.price, c.after.price) for c in found.changed] == [(12.0, 13.0), (10.0, 11.0)]


def test_rows_of_one_name_on_two_pages_are_told_apart_by_their_page() -> None:
    elsewhere = priced(12.0, page_id=PageId("pg2"))
    (changed,) = rows([priced(10.0), elsewhere], [priced(11.0, years=2.0), elsewhere]).changed
    assert told(changed) == {"price": ("10", "11"), "length": ("1.0 Years", "2.0 Years")}


def test_rows_of_one_name_that_nothing_tells_apart_come_and_go() -> None:
    """10 and 12 became 12 and 14: 10 may have become 14, or each may have risen by 2."""
    kept = priced(12.0)
    old, new = priced(10.0), priced(14.0)
    found = rows([old, kept], [kept, new])
    assert (found.went, found.came, found.changed) == ((old,), (new,), ())
    two = rows([priced(10.0), priced(12.0)], [priced(11.0), priced(13.0)])
    assert (len(two.went), len(two.came), two.changed) == (2, 2, ())


def test_one_that_became_two_is_not_paired_with_either() -> None:
    old = priced(10.0)
    new = [priced(11.0), priced(12.0)]
    found = rows([old], new)
    assert (found.went, found.came, found.changed) == ((old,), tuple(new), ())


def test_a_delivery_that_another_row_of_the_name_has_pairs_nothing() -> None:
    """Campus may have become hybrid, or gone while hybrid came."""
    online, campus = priced(10.0), priced(12.0, delivery=CAMPUS)
    hybrid = priced(15.0, delivery=frozenset({Delivery.HYBRID}))
    found = rows([online, campus], [online, hybrid])
    assert (found.went, found.came, found.changed) == ((campus,), (hybrid,), ())


def test_equal_rows_under_other_ids_pair_by_number() -> None:
    found = rows([priced(10.0), priced(10.0)], [priced(10.0), priced(10.0), priced(10.0)])
    assert (len(found.came), found.went, found.changed) == (1, (), ())


def test_a_row_held_twice_counts_once() -> None:
    row = priced(10.0)
    assert rows([row], [row, row]) == NO_ROWS


def test_claims_that_only_shift_are_the_same() -> None:
    old = [claim("a", "Cook", 5.0), claim("b", "Cook", 7.0, attribute="jobs")]
    new = [replace(c, id=claim(f"{c.id}2", "", 0.0).id, start=30, end=40) for c in old]
    assert said(old, new) == NO_CLAIMS


def test_a_claim_of_another_figure_moves_with_its_unit() -> None:
    old = claim("a", "Cook", 50_000.0, text="$50,000")
    new = claim("b", "Cook", 55_000.0, text="$55,000", label="Pay of a Cook")
    (changed,) = said([old], [new]).changed
    assert told(changed) == {
        "value": ("$50,000 (USD per year)", "$55,000 (USD per year)"),
        "label": ("Cook salary", "Pay of a Cook"),
    }
    assert changed.moved()


def test_a_text_claim_moves_under_its_label() -> None:
    plain: dict[str, Any] = {"attribute": "demand", "label": "Demand", "unit": None, "period": None}
    old = claim("a", "Cook", None, text="Strong", **plain)
    new = claim("b", "Cook", None, text="Explosive", **plain)
    (changed,) = said([old], [new]).changed
    assert told(changed) == {"value": ("Strong", "Explosive")}


@pytest.mark.parametrize(
    "fields",
    [
        {"period": "hour"},
        {"unit": "percent"},
        {"attribute": "jobs"},
        {"qualifiers": ("Entry-level",)},
        {"source_id": SourceId("s2")},
    ],
)
def test_what_says_another_thing_comes_and_goes(fields: dict[str, Any]) -> None:
    old, new = claim("a", "Cook", 5.0), claim("b", "Cook", 6.0, **fields)
    found = said([old], [new])
    assert (found.went, found.came, found.changed) == ((old,), (new,), ())


def test_several_claims_of_one_thing_pair_by_label_or_not_at_all() -> None:
    old = [claim("a", "Cook", 5.0, label="Low end"), claim("b", "Cook", 9.0, label="High end")]
    new = [claim("c", "Cook", 6.0, label="Low end"), claim("d", "Cook", 9.0, label="High end")]
    (changed,) = said(old, new).changed
    assert (changed.before.id, changed.after.id) == ("a", "c")
    same = [claim("e", "Cook", 6.0), claim("f", "Cook", 7.0)]
    found = said([claim("g", "Cook", 5.0)], same)
    assert (len(found.went), found.came, found.changed) == (1, tuple(same), ())


def test_a_claim_may_move_to_another_page_of_its_source() -> None:
    """A record's page is named by its row, which shifts when a row is put in above it."""
    old = claim("a", "Cook", 5.0)
    new = claim("b", "Cook", 6.0, page_id=PageId("pg2"))
    (changed,) = said([old], [new]).changed
    assert told(changed).keys() == {"value"}


def test_as_json_it_is_brief_and_in_words() -> None:
    before = held(priced(10.0, id="key", award="MS"), claims=[claim("c1", "Cook", 5.0)])
    after = held(priced(12.0, id="key", award="MS"), text="Other text.")
    found = json.loads(json.dumps(difference(before, after).to_json()))
    assert found["sources"] == {"came": [], "went": [], "changed": []}
    assert found["pages"]["changed"][0]["uri"] == "pg1.txt"
    (row,) = found["programs"]["changed"]
    assert (row["id"], row["price"], row["award"]) == ("key", "12", "MS")
    assert row["changed"] == [{"field": "price", "before": "10", "after": "12"}]
    (gone,) = found["claims"]["went"]
    assert (gone["entity"], gone["value"]) == ("Cook", "5.0 (USD per year)")
