"""What is not held: checked to be absent, declined when it is, and beside it what is held."""

from __future__ import annotations

import random
from collections import Counter

import pytest

from assistant.records import SegmentKind, Status
from evals.cases import read_lines
from evals.metrics.declining import score_declined, score_premise
from evals.scores import Outcome, Score
from evals.suites.conversation_states import Truth
from evals.suites.unanswerable import WRITTEN, Written
from evals.suites.unanswerable_deleted import Copy, Deletions
from evals.suites.unanswerable_held import Frames, Held
from evals.suites.unanswerable_questions import Question, Unanswerable
from tests.unit.evals.made_answers import answer, row
from tests.unit.evals.test_conversation import PROGRAMS
from tests.unit.vectorstore.made import claim, page, passages, program
from vectorstore.records import PageContent

GUIDE = page(
    "pg2",
    "Welders earn $51,000 a year. Ask about the deadline of the union.",
    title="Welder📊",
)
GUIDE_CONTENT = PageContent(
    GUIDE,
    passages(GUIDE),
    claims=(
        claim("c1", "Welder", 51_000.0, page_id=GUIDE.id, label="Median pay, May 2024"),
        claim("c2", "Welder", 24.5, page_id=GUIDE.id, label="Median pay, May 2024"),
        claim("c3", "Welder", 3.0, page_id=GUIDE.id, label="Job growth (10 years)"),
        claim("c4", "Welder", 90_000.0, page_id=GUIDE.id, label="By industry, mining"),
    ),
)
CONTENTS = (PageContent(page("pg1", "Programs"), programs=PROGRAMS), GUIDE_CONTENT)


@pytest.fixture(scope="module")
def held() -> Held:
    return Held(CONTENTS)


@pytest.fixture(scope="module")
def questions(held: Held) -> tuple[Question, ...]:
    return Unanswerable(held).questions()


@pytest.fixture(scope="module")
def copies(held: Held) -> tuple[Copy, ...]:
    return Deletions(held).copies()


def test_a_word_is_absent_only_if_it_stands_nowhere(held: Held) -> None:
    assert held.lacks("dean", "dress code")
    assert not held.lacks("dean", "DEADLINE")
    assert not held.lacks("welder"), "its plural stands in the text"
    assert not held.lacks("cyber defense"), "a title holds it"
    assert held.lacks("union of"), "the words stand in another order"


def test_facts_of_an_occupation_are_its_labelled_figures(held: Held) -> None:
    (job,) = held.jobs

    assert job.name == "welder"
    assert dict(job.facts) == {"median pay": 51_000.0, "job growth": 3.0}
    assert job.pay == 51_000.0


def test_what_is_held_is_not_asked_as_missing(held: Held) -> None:
    frames = Frames(random.Random(0))

    assert "application deadline" not in frames.missing("program", held)
    assert "dean's name" in frames.missing("program", held)
    assert all(held.lacks(name) for name in frames.made_names(random.Random(0), held, 9))


def test_every_kind_stands_beside_what_is_held(questions: tuple[Question, ...]) -> None:
    kinds = Counter(q.case.kind for q in questions)

    for kind in ("missing fact", "missing fact of an occupation", "absent occupation"):
        assert kinds[kind] == kinds[f"held, beside {kind}"] == 18
    assert kinds["absent university"] == kinds["held, beside absent university"] == 18
    assert kinds["false premise"] == 36
    assert {q.how for q in questions} == {"held", "declined", "premise"}


def test_the_same_contents_give_the_same_questions(
    held: Held, questions: tuple[Question, ...], copies: tuple[Copy, ...]
) -> None:
    again = Held(tuple(reversed(CONTENTS)))

    assert Unanswerable(again).questions() == questions
    assert Deletions(again).copies() == copies


def test_a_question_about_what_is_held_expects_its_value(questions: tuple[Question, ...]) -> None:
    by_name = {f"{p.university}'s {p.title}": p for p in PROGRAMS}
    asked = [q.case for q in questions if q.case.kind == "held, beside missing fact"]

    for case in asked:
        (meant,) = [p for name, p in by_name.items() if name in case.turns[0]]
        assert case.expect.row_ids == [str(meant.id)]
        figures = [value.number for value in case.expect.values]
        cities = [place.city for place in meant.places]
        assert figures in ([meant.price], [meant.duration and meant.duration.value], [])
        assert figures or case.expect.text == cities


def test_a_deleted_row_leaves_its_runner_up() -> None:
    nurses = tuple(
        program(id=f"n{i}", title=f"MS in Nursing {i}", university=f"U{i}", price=1_000.0 * (i + 3))
        for i in range(10)
    )
    made = Deletions(Held([PageContent(page("pg1", "x"), programs=nurses)])).copies()

    assert made
    for copy in made:
        left = {str(p.id): p.price or 0.0 for p in nurses if p.id not in copy.rows}
        for question in copy.questions:
            expect = question.after.expect
            assert question.row in copy.rows
            assert question.row in (question.before.expect.row_ids or ())
            assert not {*(expect.row_ids or ())} & copy.rows
            if question.before.family == "cheapest" and not question.is_named:
                assert expect.row_ids == [min(left, key=lambda i: left[i])]


def test_each_copy_answers_by_the_rows_that_are_left(copies: tuple[Copy, ...]) -> None:
    assert len(copies) == 6
    for copy in copies:
        left = Truth(p for p in PROGRAMS if p.id not in copy.rows)
        assert len(copy.rows) == 6, "a fifth of 32"
        for question in copy.questions:
            assert not {*(question.after.expect.row_ids or ())} - left.programs.keys()


@pytest.mark.parametrize(
    ("status", "kind", "text", "rows", "right"),
    [
        (Status.NOT_IN_SOURCES, SegmentKind.ADVICE, "Nothing about that.", 0, True),
        (Status.NO_MATCH, SegmentKind.FACT, "None; the nearest costs 4,000.", 0, True),
        (Status.CLARIFY, SegmentKind.ADVICE, "Which one?", 0, True),
        (Status.NOT_IN_SOURCES, SegmentKind.FACT, "It costs 4,000.", 0, False),
        (Status.NOT_IN_SOURCES, SegmentKind.ADVICE, "I give none.", 1, False),
        (Status.ANSWERED, SegmentKind.FACT, "It costs 4,000.", 1, False),
        (Status.ANSWERED, SegmentKind.CAVEAT, "I know no deadline.", 0, False),
        (Status.PARTIAL, SegmentKind.CAVEAT, 'I did not use "deadline".', 1, True),
        (Status.PARTIAL, SegmentKind.FACT, "The deadline is 4,000.", 1, False),
        (Status.PARTIAL, SegmentKind.CAVEAT, "Prices are as listed.", 1, False),
    ],
)
def test_declining(status: Status, kind: SegmentKind, text: str, rows: int, right: bool) -> None:
    given = answer(text, status, tuple(row("U", f"{i}") for i in range(rows)), kind=kind)

    score = score_declined(given, ("application", "deadline"))

    assert score.outcome is (Outcome.RIGHT if right else Outcome.WRONG)
    assert bool(score.reasons) is not right


def test_a_false_premise_is_declined_or_set_right() -> None:
    right, wrong = Score(Outcome.RIGHT), Score(Outcome.WRONG, ("it is answered",))

    assert score_premise(right, wrong).is_right
    assert score_premise(wrong, right).is_right
    assert score_premise(wrong, wrong).outcome is Outcome.WRONG


def test_the_written_questions_say_when_they_may_be_asked() -> None:
    written = read_lines(WRITTEN, Written)

    assert len(written) >= 40
    assert all(line.sample or line.unless for line in written)
    assert all(line.truth for line in written if "premise" in line.kind)
