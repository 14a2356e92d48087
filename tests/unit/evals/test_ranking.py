"""Ranking measures by hand, and what becomes of a query with the pages found for it."""

from __future__ import annotations

from collections.abc import Sequence
from math import log2
from pathlib import Path

import pytest

from assistant.api.wire import AskResponse
from evals.askers import NotOffered
from evals.cases import read_lines
from evals.errors import CaseInvalid
from evals.metrics.ranking import mean_measures, ranking_measures
from evals.scores import Outcome
from evals.suites.held_pages import HeldPages
from evals.suites.retrieval import OWN, Query, Retrieval, ranked
from evals.suites.suite import suite_of
from evals.trials import Attempt
from tests.unit.vectorstore.made import page

NURSES = page("nurses", "Nurses work shifts. They need a license.", title="Nurse")
WELDERS = page("welders", "Welders need a license.", title="Welder")
HELD = HeldPages((NURSES, WELDERS, page("cooks", "Cooks cook.", title="Cook")))


class Ranks:
    """Finds these pages, whatever is looked for."""

    def __init__(self, *pages: str) -> None:
        self.pages = pages

    def ask(self, turns: Sequence[str]) -> AskResponse:
        raise AssertionError(turns)

    def page_text(self, page_id: str) -> str | None:
        raise AssertionError(page_id)

    def rank(self, text: str, depth: int) -> tuple[str, ...]:
        assert text
        return self.pages[:depth]

    def close(self) -> None:
        return


def _query(**given: object) -> Query:
    return Query.model_validate({"id": "q", "question": "who needs a license?", **given})


def _tried(query: Query, *pages: str) -> Attempt:
    return ranked(query, HELD).attempt(Ranks(*pages))


def test_measures_are_those_of_the_textbook() -> None:
    found = ranking_measures(
        {"one": {"a"}, "two": {"a", "b"}, "lost": {"a"}, "none": {"a"}},
        {"one": ["x", "a"], "two": ["b", "x", "a"], "lost": ["x"], "none": []},
    )

    assert found["one"] == pytest.approx(
        {"nDCG@10": 1 / log2(3), "recall@10": 1.0, "hit@1": 0.0, "MRR@10": 0.5}
    )
    assert found["two"]["nDCG@10"] == pytest.approx((1 + 1 / log2(4)) / (1 + 1 / log2(3)))
    assert (found["two"]["recall@10"], found["two"]["hit@1"]) == (1.0, 1.0)
    assert {*found["lost"].values(), *found["none"].values()} == {0.0}
    assert mean_measures(found)["hit@1"] == 0.25


def test_a_page_past_the_tenth_place_is_not_looked_at() -> None:
    pages = [str(number) for number in range(10)]
    found = ranking_measures({"q": {"a"}}, {"q": [*pages, "a"]})["q"]

    assert set(found.values()) == {0.0}


@pytest.mark.parametrize(
    ("pages", "outcome", "reason"),
    [
        (("nurses", "cooks"), Outcome.RIGHT, ""),
        (("cooks", "nurses"), Outcome.ABSTAINED, "comes only at place 2"),
        (("cooks", "welders"), Outcome.WRONG, "no relevant page is among the first 2"),
        ((), Outcome.ABSTAINED, "no page was found"),
    ],
)
def test_the_first_page_decides(pages: tuple[str, ...], outcome: Outcome, reason: str) -> None:
    tried = _tried(_query(page=Path(NURSES.uri).name), *pages)

    assert tried.score.outcome is outcome
    assert reason in " ".join(tried.score.reasons)
    assert tried.measures["hit@1"] == float(outcome is Outcome.RIGHT)


def test_a_span_makes_every_page_relevant_on_which_it_stands() -> None:
    tried = _tried(_query(spans=["need a license"]), "welders", "cooks", "nurses")

    assert tried.score.is_right
    assert tried.measures["recall@10"] == 1.0
    assert tried.measures["nDCG@10"] < 1.0


def test_what_the_index_does_not_hold_is_not_scored() -> None:
    with pytest.raises(NotOffered, match=r"no page 'plumbers\.md'"):
        _tried(_query(page="plumbers.md"), "nurses")


def test_a_query_without_anything_relevant_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "own.jsonl"
    file.write_text('{"id": "q", "question": "who?", "spam": ["x"]}\n', encoding="utf-8")

    with pytest.raises(CaseInvalid, match="line 1: the line: value error, it names no page"):
        read_lines(file, Query)


def test_an_own_file_is_a_suite_of_its_own() -> None:
    own = suite_of(f"retrieval={OWN.with_name('mine.jsonl')}")

    assert isinstance(own, Retrieval)
    assert (own.name, suite_of("retrieval").name) == ("retrieval mine", "retrieval")


def test_our_queries_are_many_and_no_two_alike() -> None:
    queries = read_lines(OWN, Query)

    assert len(queries) >= 60
    assert len({query.question.lower() for query in queries}) == len(queries)
    assert {"title", "task", "need", "question", "several pages"} == {q.kind for q in queries}
