"""ClaimStore: looking up, comparing, ranking, disagreeing."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from tests.unit.vectorstore.made import claim, page, source
from vectorstore.build import lay_out, write_database
from vectorstore.claims import OTHER_SUBJECT, ClaimStore, disagreeing_pairs
from vectorstore.contents import checked
from vectorstore.database import open_for_reading
from vectorstore.query import ClaimOp, ClaimQuery, ClaimResult
from vectorstore.records import Claim, PageContent


def claim_store(folder: Path, claims: Sequence[Claim]) -> ClaimStore:
    content = PageContent(page("pg1", "Text of it."), claims=tuple(claims))
    write_database(folder / "store.sqlite", lay_out(checked([source()], [content])))
    return ClaimStore(open_for_reading(folder / "store.sqlite"))


def found(result: ClaimResult) -> list[str]:
    return [c.id for c in result.claims]


def test_look_up_puts_the_plain_figure_first(tmp_path: Path) -> None:
    claims = [
        claim("senior", "AI Engineer", 200.0, qualifiers=("Senior",)),
        claim("other", "AI Engineer", 150.0, flags=(OTHER_SUBJECT,)),
        claim("plain", "AI Engineer", 130.0),
        claim("growth", "AI Engineer", 40.0, attribute="growth"),
    ]
    store = claim_store(tmp_path, claims)
    result = store.run(ClaimQuery(ClaimOp.LOOK_UP, "Pay", ("ai engineer",)))
    assert found(result) == ["plain", "senior", "other"]
    assert store.all() == tuple(claims)
    assert store.attributes() == ("pay", "growth")


def test_a_whole_entity_goes_before_a_part_of_one(tmp_path: Path) -> None:
    store = claim_store(tmp_path, [claim("a", "Engineer", 1.0), claim("b", "AI Engineer", 2.0)])
    assert found(store.run(ClaimQuery(ClaimOp.LOOK_UP, "pay", ("engineer",)))) == ["a"]
    assert found(store.run(ClaimQuery(ClaimOp.LOOK_UP, "pay", ("AI",)))) == ["b"]
    assert found(store.run(ClaimQuery(ClaimOp.LOOK_UP, "pay", ("eng",)))) == []


def test_compare_keeps_the_order_asked(tmp_path: Path) -> None:
    store = claim_store(tmp_path, [claim("a", "A", 1.0), claim("b", "B", 2.0)])
    assert found(store.run(ClaimQuery(ClaimOp.COMPARE, "pay", ("B", "A")))) == ["b", "a"]


def test_the_highest_is_by_upper_end_with_ties_and_a_runner_up(tmp_path: Path) -> None:
    claims = [
        claim("a", "A", 100.0, high=300.0),
        claim("b", "B", 200.0, high=300.0),
        claim("c", "C", 250.0),
        claim("hourly", "D", 900.0, period="hour"),
        claim("words", "E", None, text="very high"),
    ]
    result = claim_store(tmp_path, claims).run(ClaimQuery(ClaimOp.HIGHEST, "pay"))
    assert found(result) == ["a", "b"]
    assert [c.id for c in result.runner_up] == ["c"]
    assert [c.id for c in result.not_comparable] == ["hourly"]


def test_a_condition_does_not_win_over_the_plain_figure(tmp_path: Path) -> None:
    claims = [
        claim("top", "A", 900.0, qualifiers=("Principal",)),
        claim("plain", "A", 100.0),
        claim("b", "B", 200.0),
    ]
    result = claim_store(tmp_path, claims).run(ClaimQuery(ClaimOp.HIGHEST, "pay"))
    assert found(result) == ["b"]


def test_figures_that_disagree_are_named(tmp_path: Path) -> None:
    claims = [
        claim("one", "A", 130.0, high=275.0),
        claim("two", "A", 155.0, high=300.0),
        claim("inside", "A", 200.0),
        claim("condition", "A", 90.0, qualifiers=("Entry-level",)),
    ]
    result = claim_store(tmp_path, claims).run(ClaimQuery(ClaimOp.LOOK_UP, "pay", ("A",)))
    assert [[c.id for c in group] for group in result.conflicts] == [["one", "two"]]


def test_at_least_agrees_with_more() -> None:
    pair = [claim("a", "A", 200.0, open_ended=True), claim("b", "A", 250.0)]
    assert disagreeing_pairs(pair) == ()
    less = [pair[0], claim("c", "A", 150.0)]
    assert disagreeing_pairs(less) == ((less[0], less[1]),)
