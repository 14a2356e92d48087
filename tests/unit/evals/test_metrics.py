"""Every metric falls when the answer is spoilt in the way that the metric is meant for."""

from __future__ import annotations

from typing import Any

import pytest

from assistant.records import SegmentKind, Status
from evals.cases import Expect
from evals.metrics.citations import score_citations
from evals.metrics.expectation import score_answer
from evals.scores import Outcome
from tests.unit.evals.made_answers import PAGE_TEXT, QUOTE, answer, citation, row

UT, WGU = row("UT Austin", "MS in AI"), row("WGU", "MS in Data Analytics")
TEXTS = {"page": PAGE_TEXT}


def _outcome(expect: dict[str, Any], **parts: Any) -> Outcome:
    return score_answer(Expect(**expect), answer(**parts)).outcome


@pytest.mark.parametrize(
    ("expect", "parts"),
    [
        ({"numbers": [112590]}, {}),
        ({"numbers": [130000]}, {"text": "up to $130K"}),
        ({"text": [["outlook", "data scientists"]]}, {}),
        ({"not_text": ["nurses"]}, {}),
        ({"evidence": ["earn $112,590"]}, {}),
        ({"first": ["UT Austin | MS in AI"]}, {"rows": (UT, WGU), "text": "UT Austin | MS in AI"}),
        ({"rows": ["MS in AI", "WGU"]}, {"rows": (WGU, UT)}),
        ({"rows": []}, {"rows": ()}),
        ({"has_rows": ["WGU"]}, {"rows": (UT, WGU)}),
        ({"status": ["refused"]}, {"status": Status.REFUSED}),
    ],
)
def test_what_holds_is_right(expect: dict[str, Any], parts: dict[str, Any]) -> None:
    assert _outcome(expect, **parts) is Outcome.RIGHT


@pytest.mark.parametrize(
    ("expect", "parts"),
    [
        ({"numbers": [112590]}, {"text": "Data scientists earn $112,950 a year."}),
        ({"numbers": [1]}, {"text": "See [1]."}),
        ({"text": ["outlook"]}, {"text": "nothing of it"}),
        ({"not_text": ["earn"]}, {}),
        ({"evidence": ["earn $112,590"]}, {"citations": (citation("The outlook is good.", 38),)}),
        ({"evidence": ["earn $112,590"]}, {"text": "word " * 171}),
        ({"evidence": ["earn $112,590"]}, {"citations": (citation(),) * 9}),
        ({"first": ["UT Austin"]}, {"rows": (WGU, UT), "text": "UT Austin"}),
        ({"first": ["UT Austin"]}, {"rows": (UT,), "text": "a university"}),
        ({"rows": ["MS in AI"]}, {"rows": (UT, WGU)}),
        ({"rows": ["MS in AI", "MS in AI"]}, {"rows": (UT, WGU)}),
        ({"rows": []}, {"rows": (UT,)}),
        ({"has_rows": ["WGU"]}, {"rows": (UT,)}),
        ({"status": ["no_match"]}, {}),
        ({"text": ["outlook"]}, {"text": ""}),
        ({"row_ids": [UT.id]}, {"rows": (UT, UT)}),
    ],
)
def test_what_does_not_hold_is_wrong(expect: dict[str, Any], parts: dict[str, Any]) -> None:
    assert _outcome(expect, **parts) is Outcome.WRONG


def test_a_short_name_does_not_take_the_row_of_a_longer_one() -> None:
    rows = (row("UT", "MS in AI"), row("UT", "MS in AI Engineering"))

    assert _outcome({"rows": ["MS in AI", "MS in AI Engineering"]}, rows=rows) is Outcome.RIGHT


def test_an_answer_that_declines_abstains_unless_declining_was_right() -> None:
    declined = {"status": Status.NOT_IN_SOURCES, "text": "That is not in my sources."}

    assert _outcome({"numbers": [1]}, **declined) is Outcome.ABSTAINED
    assert _outcome({"status": ["not_in_sources"]}, **declined) is Outcome.RIGHT


def test_rows_beside_an_answer_that_gives_none_are_no_answer() -> None:
    declined = {"status": Status.NOT_IN_SOURCES, "text": "I give none.", "rows": (UT,)}

    assert _outcome({"row_ids": [UT.id]}, **declined) is Outcome.ABSTAINED
    assert _outcome({"row_ids": [UT.id], "status": ["not_in_sources"]}, **declined) is Outcome.RIGHT


def test_a_text_that_is_not_its_sentences_is_wrong() -> None:
    apart = answer().model_copy(update={"text": "Data scientists earn $112,590. Or more."})

    assert score_answer(Expect(numbers=[112590]), apart).outcome is Outcome.WRONG


def test_a_reason_names_what_was_missed() -> None:
    score = score_answer(Expect(numbers=[7], status=[Status.NO_MATCH]), answer())

    assert score.reasons == ("the status is answered, not no_match", "the figure 7.0 is not stated")


def test_exact_citations_are_right() -> None:
    assert score_citations(answer(), TEXTS).score.outcome is Outcome.RIGHT


@pytest.mark.parametrize(
    "spoilt",
    [
        answer(citations=(citation(QUOTE, start=1),)),
        answer(citations=(citation(QUOTE.replace("112", "121")),)),
        answer(citations=(citation(" ", start=4),)),
        answer(cites=()),
        answer(cites=(2,)),
    ],
    ids=["shifted", "digit", "blank", "uncited", "unknown"],
)
def test_a_spoilt_citation_is_wrong(spoilt: Any) -> None:
    assert score_citations(spoilt, TEXTS).score.outcome is Outcome.WRONG


def test_a_citation_of_a_page_that_is_not_held_is_wrong() -> None:
    assert score_citations(answer(), {}).score.outcome is Outcome.WRONG


def test_a_refusal_has_no_citations_to_score() -> None:
    refusal = answer(
        "I cannot help.", Status.REFUSED, citations=(), cites=(), kind=SegmentKind.ADVICE
    )

    assert score_citations(refusal, TEXTS).score.outcome is Outcome.UNSCORED
