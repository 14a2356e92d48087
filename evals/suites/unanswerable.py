"""What the sources cannot answer is declined, and what they can is not.

Missing facts, absent names, other domains, false premises; questions whose row is taken out of a
copy of the index; and beside them the same words about what is held, so that refusing costs. When
each is right is told in `metrics/declining.py` and in the README.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from assistant.api.wire import AskResponse
from assistant.records import Status
from evals.cases import Any_, Case, Expect, Text, read_lines
from evals.controls.answers import answer_of
from evals.metrics.declining import declines, score_declined, score_premise
from evals.metrics.expectation import score_answer
from evals.scores import Outcome, Score
from evals.suites.conversation import holds_sample, meeting
from evals.suites.suite import Setting
from evals.suites.unanswerable_copies import copy_without
from evals.suites.unanswerable_deleted import Copy, Deleted, Deletions
from evals.suites.unanswerable_held import Held
from evals.suites.unanswerable_questions import Question, Unanswerable
from evals.trials import Measures, ScoreAnswer, Trial, asked
from vectorstore.snapshot import open_pages

WRITTEN = Path(__file__).parent.parent / "data" / "unanswerable.jsonl"
ACCEPTED = "extra answers where nothing is held"
REFUSED = "extra refusals of what is held"
STILL_GIVEN = "extra deleted rows still given"


class Written(Case):
    """A hand-written question that nothing answers."""

    unless: tuple[Text, ...] = ()
    """It is not asked if one of these stands in the index."""
    sample: bool = False
    """It is about the sample's pages, and asked of an index of them alone."""
    truth: tuple[Any_, ...] = ()
    """Of a false premise: each stands in an answer that sets it right."""


class _Suite:
    name = "unanswerable"
    about = (
        "Questions that the sources cannot answer, among them some whose row was taken out of a "
        "copy of the index, and the same words about what is held: refusing everything costs."
    )

    def trials(self, setting: Setting) -> Sequence[Trial]:
        """Those that the index allows. Raises: CaseInvalid, StoreError."""
        with open_pages(setting.index) as pages:
            held = Held(tuple(pages.contents()))
            is_sample = holds_sample(pages)
        written = [
            line
            for line in read_lines(WRITTEN, Written)
            if (is_sample or not line.sample) and held.lacks(*line.unless)
        ]
        copies = Deletions(held).copies()
        pairs = {d.number: _Pair(d) for copy in copies for d in copy.questions}
        return [
            *(_generated(q, held) for q in Unanswerable(held).questions()),
            *map(_written, written),
            *(pair.whole(held) for pair in pairs.values()),
            *(trial for copy in copies for trial in _of_copy(copy, pairs, held, setting)),
        ]


@dataclass(slots=True)
class _Pair:
    """A question before and after its row is deleted.

    What became of the first is told with the second, where both are tried in one run.
    """

    deleted: Deleted
    was_right: bool | None = None

    def whole(self, held: Held) -> Trial:
        """The question over the whole index."""

        def score(case: Case, answer: AskResponse) -> tuple[Score, Measures]:
            found = score_answer(case.expect, answer)
            self.was_right = found.is_right
            return found, {REFUSED: float(declines(answer))}

        case = self.deleted.before
        return asked(case, score=score, second_path=meeting(case.expect, held.truth.programs))

    def without(self, index: Path, held: Held) -> Trial:
        """The question over the copy."""

        def score(case: Case, answer: AskResponse) -> tuple[Score, Measures]:
            found = self._right(case, answer)
            rows = answer.result.rows if answer.result else []
            still = any(row.id == self.deleted.row for row in rows)
            if not found.is_right and self.was_right is False:
                note = "it is wrong over the whole index too: deletion is not to blame"
                found = Score(found.outcome, (*found.reasons, note))
            return found, {STILL_GIVEN: float(still)}

        case = self.deleted.after
        answer = _decline() if self.deleted.is_named else meeting(case.expect, held.truth.programs)
        return asked(case, index=index, score=score, second_path=answer)

    def _right(self, case: Case, answer: AskResponse) -> Score:
        if self.deleted.is_named:
            return score_declined(answer, ())
        found = score_answer(case.expect, answer)
        # Declining is an answer here: where a runner-up is held, it is a wrong one.
        is_nothing = case.expect.rows == [] and not found.is_right
        return Score(Outcome.WRONG, found.reasons) if is_nothing else found


def _of_copy(copy: Copy, pairs: dict[int, _Pair], held: Held, setting: Setting) -> Iterator[Trial]:
    folder = setting.scratch / f"copy-{copy.number}"
    index = copy_without(setting.index, copy.rows, folder, setting.embedder)
    for question in copy.questions:
        yield pairs[question.number].without(index, held)


def _generated(question: Question, held: Held) -> Trial:
    if question.how == "declined":
        return asked(question.case, score=_declining(question.unread), second_path=_decline())
    answer = meeting(question.case.expect, held.truth.programs)
    if question.how == "premise":
        return asked(question.case, score=_correcting, second_path=answer)
    return asked(question.case, score=_answering, second_path=answer)


def _written(line: Written) -> Trial:
    if not line.truth:
        return asked(line, score=_declining(()))
    true = Expect(text=list(line.truth))

    def score(_case: Case, answer: AskResponse) -> tuple[Score, Measures]:
        found = score_premise(score_declined(answer, ()), score_answer(true, answer))
        return found, {ACCEPTED: float(not found.is_right)}

    return asked(line, score=score)


def _declining(unread: Sequence[str]) -> ScoreAnswer:
    def score(_case: Case, answer: AskResponse) -> tuple[Score, Measures]:
        found = score_declined(answer, unread)
        return found, {ACCEPTED: float(not found.is_right)}

    return score


def _correcting(case: Case, answer: AskResponse) -> tuple[Score, Measures]:
    found = score_premise(score_declined(answer, ()), score_answer(case.expect, answer))
    return found, {ACCEPTED: float(not found.is_right)}


def _answering(case: Case, answer: AskResponse) -> tuple[Score, Measures]:
    return score_answer(case.expect, answer), {REFUSED: float(declines(answer))}


def _decline() -> AskResponse:
    return answer_of("second path", "My sources do not say.", Status.NOT_IN_SOURCES)


SUITE = _Suite()
