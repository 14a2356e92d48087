"""Every seeded fault in a real answer lowers the metric that is meant for it, each time.

The answers are the product's own, over the sample corpus, and right: unchanged they score full
marks by every metric that is used here.
"""

from __future__ import annotations

import random
from dataclasses import replace
from pathlib import Path

import pytest

from assistant.records import Status
from evals.askers import InProcess
from evals.cases import read_cases
from evals.metrics.citations import score_citations
from evals.metrics.declining import score_declined
from evals.metrics.expectation import score_answer
from evals.metrics.guide_facts import Gold, Span, score_fact
from evals.metrics.injection import Tried, score_attacked
from evals.metrics.ranking import ranking_measures
from evals.scores import Outcome
from evals.suites.listing_questions import Listings
from tests.integration.mutants import citations, sentences, wholes
from tests.integration.mutants.real import Mutation, Real
from vectorstore.snapshot import open_pages

SEED = 20_261_125
MOST = 15
"""Answers that one fault is put into; drawn where it applies to more."""
EXPECTATION = "expectation"
MEANT_FOR: tuple[tuple[Mutation, str, int], ...] = (
    (sentences.digit_swapped, "bound", 50),
    (sentences.wanted_digit_swapped, EXPECTATION, 12),
    (sentences.programs_swapped, "bound", 15),
    (sentences.university_swapped, "recall", 35),
    (sentences.other_rows_price, "bound", 30),
    (sentences.unit_changed, "bound", 30),
    (sentences.period_changed, "bound", 5),
    (sentences.count_changed, "bound", 20),
    (sentences.caveat_changed, "bound", 20),
    (sentences.condition_unsaid, "recall", 10),
    (sentences.statistic_changed, "recall", 3),
    (sentences.delivery_changed, "recall", 2),
    (sentences.value_denied, "recall", 15),
    (sentences.hedge_dropped, "bound", 10),
    (sentences.currency_added, "bound", 20),
    (sentences.currency_changed, "bound", 15),
    (sentences.negation_dropped, "recall", 3),
    (sentences.order_flipped, "recall", 10),
    (sentences.fact_added, "recall", 50),
    (citations.span_shifted, "exact", 50),
    (citations.quote_shifted, "exact", 50),
    (citations.quote_digit_swapped, "exact", 50),
    (citations.foreign_page, "exact", 50),
    (citations.other_version, "exact", 50),
    (citations.number_shifted, "recall", 6),
    (citations.citation_lost, "exists", 50),
    (citations.citation_removed, "recall", 30),
    (citations.all_citations_removed, "recall", 50),
    (citations.citation_added, "precision", 6),
    (citations.evidence_shuffled, "recall", 6),
    (citations.rows_shuffled, "exists", 30),
    (citations.row_evidence_shuffled, "retrieved", 25),
    (wholes.rows_swapped, EXPECTATION, 2),
    (wholes.row_price_changed, "bound", 30),
    (wholes.constraint_dropped, EXPECTATION, 25),
    (wholes.every_row_given, EXPECTATION, 25),
    (wholes.row_dropped, EXPECTATION, 20),
    (wholes.row_duplicated, EXPECTATION, 20),
    (wholes.status_changed, EXPECTATION, 40),
    (wholes.padded, EXPECTATION, 12),
    (wholes.emptied, EXPECTATION, 60),
    (wholes.evidence_lost, EXPECTATION, 12),
    (wholes.words_lost, EXPECTATION, 6),
    (wholes.refused, EXPECTATION, 45),
)
"""A fault, the metric that is meant for it, and how often it must apply at least."""


@pytest.fixture(scope="module")
def answers(sample_index: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[Real, ...]:
    """Right answers whose citations are sound, of every kind of question."""
    with open_pages(sample_index) as pages:
        contents = tuple(pages.contents())
    texts = {str(c.page.id): c.page.text for c in contents}
    programs = [p for c in contents for p in c.programs]
    own = Path(__file__).parents[2] / "evals" / "data" / "sample_questions.jsonl"
    cases = (*read_cases(own)[::2], *Listings(programs).cases(36))
    asker = InProcess(sample_index, tmp_path_factory.mktemp("mutants"))
    asked = [(case, asker.ask(case.turns)) for case in cases]
    asker.close()
    rows = {r.id: r for _, a in asked if a.result for r in a.result.rows}
    chance = random.Random(SEED)
    every = [Real(case, a, texts, tuple(rows.values()), chance) for case, a in asked]
    return tuple(real for real in every if _score(real, EXPECTATION) == 1.0)


def _score(real: Real, metric: str) -> float | None:
    """What an answer scores by a metric; None if it has nothing to look at."""
    if metric == EXPECTATION:
        return score_answer(real.case.expect, real.answer).points
    return score_citations(real.answer, real.texts).measures.get(metric)


def test_right_answers_score_full_marks(answers: tuple[Real, ...]) -> None:
    audits = {real.case.id: score_citations(real.answer, real.texts) for real in answers}

    assert len(answers) > 80
    assert {i: audit.score for i, audit in audits.items() if audit.score.reasons} == {}
    assert {v for audit in audits.values() for v in audit.measures.values()} == {1.0}


@pytest.mark.parametrize(
    ("mutation", "metric", "least"), MEANT_FOR, ids=[f.__name__ for f, _, _ in MEANT_FOR]
)
def test_every_mutant_is_killed(
    mutation: Mutation, metric: str, least: int, answers: tuple[Real, ...]
) -> None:
    spoilt = [(real, changed) for real in answers if (changed := mutation(real)) is not None]
    tried = random.Random(SEED).sample(spoilt, min(MOST, len(spoilt)))
    alive = [
        (real.case.id, changed.text)
        for real, changed in tried
        if (_score(replace(real, answer=changed), metric) or 0.0) >= (_score(real, metric) or 0.0)
    ]

    assert len(spoilt) >= least
    assert alive == []


def test_a_ranking_reversed_scores_less() -> None:
    chance = random.Random(SEED)
    pages = [f"p{n}" for n in range(8)]
    ranked = {f"q{n}": chance.sample(pages, len(pages)) for n in range(40)}
    relevant = {q: {found[0]} for q, found in ranked.items()}
    before = ranking_measures(relevant, ranked)
    after = ranking_measures(relevant, {q: found[::-1] for q, found in ranked.items()})

    for measure in ("nDCG@10", "MRR@10", "hit@1"):
        assert all(after[q][measure] < before[q][measure] == 1.0 for q in relevant)


def test_declining_everything_is_never_right(answers: tuple[Real, ...]) -> None:
    declined = [(real.case.expect, wholes.refused(real)) for real in answers]
    outcomes = {score_answer(expect, spoilt).outcome for expect, spoilt in declined if spoilt}

    assert outcomes == {Outcome.ABSTAINED}


def _gold(real: Real) -> Gold:
    """The spans that the right answer cites, as the evidence of its fact."""
    spans = [(Span(c.source.id, c.start, c.end),) for c in real.answer.citations]
    return Gold(tuple(spans), tuple(c.quote for c in real.answer.citations))


@pytest.mark.parametrize(
    ("mutation", "measure", "least"),
    [
        (sentences.wanted_digit_swapped, "value", 3),
        (wholes.words_lost, "value", 4),
        (wholes.evidence_lost, "evidence", 10),
        (sentences.digit_swapped, "extra claims", 4),
        (wholes.padded, "brevity", 10),
    ],
)
def test_every_mutant_of_a_fact_is_killed(
    mutation: Mutation, measure: str, least: int, answers: tuple[Real, ...]
) -> None:
    facts = [real for real in answers if real.case.expect.evidence and real.case.kind == "guide"]
    spoilt = [(real, changed) for real in facts if (changed := mutation(real)) is not None]
    alive = []
    for real, changed in spoilt:
        if not (real.case.expect.numbers or real.case.expect.text):
            continue
        _, before = score_fact(real.case, _gold(real), real.answer)
        _, after = score_fact(real.case, _gold(real), changed)
        less = -1 if measure.startswith("extra") else 1
        if (after[measure] - before[measure]) * less >= 0:
            alive.append((real.case.id, before, after))

    assert len(spoilt) >= least
    assert alive == []


def test_an_answer_to_what_cannot_be_answered_is_wrong(answers: tuple[Real, ...]) -> None:
    declined = [real for real in answers if real.answer.status is Status.NOT_IN_SOURCES]
    stated = [real for real in answers if real.case.kind == "listing"]
    assert len(declined) >= 5

    for real in declined:
        answered = real.answer.model_copy(update={"status": Status.ANSWERED})
        other = stated[0].answer
        rows = real.answer.model_copy(update={"result": other.result})
        facts = other.model_copy(update={"status": Status.NOT_IN_SOURCES, "result": None})
        assert score_declined(real.answer, ()).outcome is Outcome.RIGHT
        for spoilt in (answered, rows, facts):
            assert score_declined(spoilt, ()).outcome is Outcome.WRONG


def test_an_attack_that_is_followed_is_not_safe(answers: tuple[Real, ...]) -> None:
    attack = Tried(("zephyr-7311",))
    for real in answers[:MOST]:
        score, measures = score_attacked(real.case.expect, real.answer, attack)
        followed = real.answer.model_copy(update={"text": f"{real.answer.text} zephyr-7311"})
        after, spoilt = score_attacked(real.case.expect, followed, attack)
        assert (score.outcome, measures["safe"]) == (Outcome.RIGHT, 1.0)
        assert (after.outcome, spoilt["safe"]) == (Outcome.WRONG, 0.0)
        refused = wholes.refused(real)
        if refused:
            assert score_attacked(real.case.expect, refused, attack)[1]["utility"] == 0.0
