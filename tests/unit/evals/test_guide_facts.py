"""A fact of a guide: what makes an answer right, and what is counted against it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from assistant.api.wire import AskResponse
from assistant.records import Status
from evals.askers import NotOffered
from evals.cases import Case, read_lines
from evals.errors import CaseInvalid
from evals.metrics.guide_facts import Gold, brevity, score_fact
from evals.scores import Outcome
from evals.suites.guides import OWN, Fact, Guides, gold_of
from evals.suites.held_pages import HeldPages
from evals.suites.suite import suite_of
from tests.unit.evals.made_answers import PAGE_TEXT, QUOTE, answer, citation
from tests.unit.vectorstore.made import page

HELD = HeldPages((page("page", PAGE_TEXT, title="Data Scientists"), page("other", QUOTE)))
OUTLOOK = "The outlook is good."


def _fact(**given: Any) -> Fact:
    of = {"id": "f", "question": "What do they earn?", "pages": ["page"], "numbers": [112590]}
    return Fact.model_validate({**of, "evidence": [QUOTE], **given})


def _case(fact: Fact) -> Case:
    expect = {"numbers": fact.numbers, "text": fact.text, "evidence": fact.evidence}
    return Case.model_validate({"id": fact.id, "turns": fact.wordings, "expect": expect})


def _scored(said: AskResponse, **given: Any) -> tuple[Outcome, dict[str, float]]:
    fact = _fact(**given)
    score, measures = score_fact(_case(fact), gold_of(fact, HELD), said)
    return score.outcome, measures


def test_a_value_with_its_evidence_is_right() -> None:
    outcome, measures = _scored(answer())

    assert outcome is Outcome.RIGHT
    assert measures == {"value": 1.0, "evidence": 1.0, "extra claims": 0.0, "brevity": 1.0}


def test_half_a_citation_is_evidence_and_one_beside_it_is_none() -> None:
    half = answer(citations=(citation("earn $112,590", PAGE_TEXT.index("earn")),))
    beside = answer(citations=(citation(OUTLOOK, PAGE_TEXT.index(OUTLOOK)),))

    assert _scored(half)[0] is Outcome.RIGHT
    outcome, measures = _scored(beside)
    assert outcome is Outcome.WRONG
    assert (measures["value"], measures["evidence"]) == (1.0, 0.0)


def test_the_same_words_on_another_page_are_no_evidence() -> None:
    assert _scored(answer(), pages=["other"])[1]["evidence"] == 0.0


def test_every_evidence_is_needed_and_any_of_a_list_is_enough() -> None:
    both = {"evidence": [QUOTE, OUTLOOK]}

    assert _scored(answer(), **both)[1]["evidence"] == 0.5
    assert _scored(answer(), evidence=[[OUTLOOK, QUOTE]])[1]["evidence"] == 1.0


def test_a_figure_that_nobody_asked_for_is_an_extra_claim() -> None:
    said = answer(f"{QUOTE} [1] Cooks earn $36,000.")
    outcome, measures = _scored(said)

    assert outcome is Outcome.RIGHT
    assert measures["extra claims"] == 0.5
    assert _scored(said, question="Do they earn over 36,000?")[1]["extra claims"] == 0.0


@pytest.mark.parametrize(
    ("words", "citations", "left"),
    [(1, 1, 1.0), (120, 6, 1.0), (150, 1, 0.75), (10, 9, 0.5), (240, 1, 0.0), (900, 40, 0.0)],
)
def test_length_counts_from_the_allowed_to_twice_as_much(
    words: int, citations: int, left: float
) -> None:
    assert brevity(words, citations) == pytest.approx(left)


def test_a_page_poured_out_is_wrong() -> None:
    outcome, measures = _scored(answer(f"{QUOTE} [1] {'and so on ' * 100}"))

    assert outcome is Outcome.WRONG
    assert (measures["value"], measures["brevity"]) == (1.0, 0.0)


def test_an_answer_that_declines_abstains_and_claims_nothing() -> None:
    outcome, measures = _scored(answer("Not in my sources.", Status.NOT_IN_SOURCES, citations=()))

    assert outcome is Outcome.ABSTAINED
    assert measures == {"value": 0.0, "evidence": 0.0}


def test_a_text_that_does_not_stand_on_its_page_is_not_scored() -> None:
    with pytest.raises(NotOffered, match="'They earn a lot' does not stand on page"):
        gold_of(_fact(evidence=["They earn a lot"]), HELD)
    with pytest.raises(NotOffered, match=r"does not stand on cooks\.md"):
        gold_of(_fact(pages=["cooks.md"]), HELD)


def test_gold_is_where_the_text_stands() -> None:
    gold = gold_of(_fact(evidence=[[OUTLOOK, QUOTE]]), HELD)
    at = {PAGE_TEXT[span.start : span.end] for (group) in gold.groups for span in group}

    assert isinstance(gold, Gold)
    assert at == {OUTLOOK, QUOTE} == set(gold.texts)


def test_a_fact_without_a_value_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "own.jsonl"
    file.write_text('{"id": "f", "question": "?", "pages": ["p"], "evidence": ["x"]}\n', "utf-8")

    with pytest.raises(CaseInvalid, match="neither numbers nor text"):
        read_lines(file, Fact)


def test_an_own_file_is_a_suite_of_its_own() -> None:
    own = suite_of(f"guides={OWN.with_name('mine.jsonl')}")

    assert isinstance(own, Guides)
    assert own.name == "guides mine"


def test_our_questions_are_many_and_no_two_alike() -> None:
    facts = read_lines(OWN, Fact)
    asked = [wording.lower() for fact in facts for wording in fact.wordings]

    assert len(asked) >= 100
    assert len(set(asked)) == len(asked)
    assert {"pay", "education", "outlook", "duties", "licence", "length", "comparison"} <= {
        fact.kind for fact in facts
    }
