"""Conversations: is the last turn of one answered as well as the one turn that says it all?

Made ones (`conversation_scripts`) for any index, and hand-written ones for the sample's pages. The
headline is the paired gap: right when asked at once, minus right in the last turn.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from assistant.api.to_wire import row_to_wire
from assistant.api.wire import AskResponse
from assistant.records import Status
from evals.askers import Asker, NoAnswer, NotOffered
from evals.cases import Case, Expect, Text, read_lines
from evals.controls.answers import answer_of
from evals.metrics.expectation import choices_of, score_answer
from evals.metrics.values import in_words
from evals.scores import Score
from evals.suites.conversation_scripts import Scripts
from evals.suites.suite import Setting
from evals.trials import Attempt, Trial, asked, mark_of
from vectorstore.pages import PageStore
from vectorstore.records import Program
from vectorstore.snapshot import open_pages

WRITTEN = Path(__file__).parent.parent / "data" / "conversations.jsonl"
SAMPLE = Path(__file__).parent.parent.parent / "ingest" / "sample"
_SHARE = 4
"""One conversation for so many questions of `listings`: each asks several turns."""


class Told(Case):
    """A hand-written conversation."""

    alone: Text
    """The one turn that says it all."""


class _Suite:
    name = "conversation"
    about = (
        "Conversations of two to five turns, scored on the last answer; beside it the same asked "
        "in one turn. Gold from the accumulated constraints, by SQL in DuckDB."
    )

    def trials(self, setting: Setting) -> Sequence[Trial]:
        """Made from all programs of the index; the written ones if it holds the sample alone."""
        with open_pages(setting.index) as pages:
            programs = {str(p.id): p for content in pages.contents() for p in content.programs}
            is_sample = holds_sample(pages)
        count = -(-setting.questions // _SHARE)
        made = Scripts(programs.values()).scripts(count) if programs else ()
        written = read_lines(WRITTEN, Told) if is_sample else ()
        return [
            *(paired(s.talk, s.alone.turns[0], meeting(s.talk.expect, programs)) for s in made),
            *(paired(told, told.alone, None) for told in written),
        ]


def paired(case: Case, alone: str, second_path: AskResponse | None) -> Trial:
    """The trial that asks a conversation and, in a new one, its stand-alone form."""
    talk = asked(case, second_path=second_path)

    def attempt(asker: Asker) -> Attempt:
        last = talk.attempt(asker)
        try:
            at_once, why = _at_once(case.expect, alone, asker)
        except NotOffered:
            # The second path has computed no answer to another wording.
            return last
        measures = {
            "right in the last turn": float(last.score.is_right),
            "right when asked at once": float(at_once),
            "extra right when asked at once": float(at_once) - float(last.score.is_right),
        }
        reasons = () if last.score.is_right else (*last.score.reasons, why)
        return replace(last, score=Score(last.score.outcome, reasons), measures=measures)

    return replace(talk, attempt=attempt, mark=mark_of(talk.mark, alone))


def holds_sample(pages: PageStore) -> bool:
    """Whether the index holds the pages of the sample corpus and no others, by their names."""
    held = {Path(page.uri).name for page in pages.all()}
    return held == {path.name for path in SAMPLE.iterdir() if path.is_file()}


def meeting(expect: Expect, programs: Mapping[str, Program]) -> AskResponse:
    """An answer that holds just what is expected of rows, figures and words."""
    named = {f"{p.university} | {p.title}": p for p in programs.values()}
    meant = [programs[i] for i in expect.row_ids or ()] + [named[n] for n in expect.has_rows]
    rows = [row_to_wire(program, {}) for program in meant]
    figures = (f"{number:.12g}" for number in expect.numbers)
    texts = [choices_of(choices)[0] for choices in expect.text]
    text = ", ".join([*map(in_words, expect.values), *figures, *texts])
    status = Status.ANSWERED if rows or text else Status.NO_MATCH
    return answer_of("second path", text or "These.", status, rows)


def _at_once(expect: Expect, alone: str, asker: Asker) -> tuple[bool, str]:
    """Whether the stand-alone form is answered right, and that in words. Raises: NotOffered."""
    try:
        score = score_answer(expect, asker.ask((alone,)))
    except NoAnswer as error:
        return False, f"asked at once ({alone!r}), it fails too: {error}"
    if score.is_right:
        return True, f"asked at once ({alone!r}), it is right"
    return False, f"asked at once ({alone!r}), it is wrong too: {'; '.join(score.reasons)}"


SUITE = _Suite()
