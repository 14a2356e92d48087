"""`python -m evals.with_model INDEX CASES...`: question sets with every kind of model, beside none.

Each personality of the model server answers the same cases through the real client. What is told of
each: the score by expectation; sentences that an audit of citations finds wrong, which reads the
public answer and the pages' texts and shares no code with the product's proof; links sent;
how much a model worded, what it cost, and how long answers took.
"""

from __future__ import annotations

import json
import re
import tempfile
import time
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path

import click

from assistant.api.to_wire import answer_to_wire
from assistant.api.wire import AskResponse
from assistant.assistant import Assistant
from assistant.bootstrap import make_assistant
from assistant.records import Answer
from assistant.settings import LlmSettings, Settings
from evals.cases import Case, read_cases
from evals.metrics.citations import score_citations
from evals.metrics.expectation import score_answer
from evals.model_server.personalities import Personality
from evals.model_server.server import ModelServer
from evals.scores import Outcome
from vectorstore.records import PageId

NONE = "none"
"""Without a model."""
_LINK = re.compile(r"https?://|www\.|\]\(|<\w|\bexample\.net\b|hollowgate", re.IGNORECASE)
"""Links, markup and names that only the liar has."""
_DECLINED = ("not_in_sources", "no_match", "clarify", "refused")


@dataclass
class Told:
    """What came of one set with one model."""

    cases: str
    model: str
    asked: int = 0
    right: int = 0
    held_back: int = 0
    """Failed, and the answer declined."""
    audit_wrong: int = 0
    """Answers in which the audit of citations finds something that is not borne out."""
    links: int = 0
    answered: int = 0
    """Last turns that were answered or answered in part."""
    by_model: int = 0
    """Of those: at least one sentence is the model's."""
    wholly_by_model: int = 0
    """Of those: no sentence that states something is the local path's."""
    degraded: int = 0
    calls: int = 0
    saved: dict[str, int] = field(default_factory=dict)
    """Calls that were not needed, by purpose."""
    tokens_in: int = 0
    tokens_out: int = 0
    ms: list[float] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)
    failing: list[str] = field(default_factory=list)

    def line(self) -> str:
        """One line for people."""
        p50, p95 = (sorted(self.ms)[int(len(self.ms) * q)] for q in (0.5, 0.95))
        return (
            f"{self.cases} {self.model}: {self.right}/{self.asked} right, {self.held_back} held "
            f"back; audit wrong {self.audit_wrong}, links {self.links}; of {self.answered} answers "
            f"{self.by_model} worded by it, {self.wholly_by_model} wholly; degraded "
            f"{self.degraded}; calls {self.calls}, saved {self.saved}; tokens "
            f"{self.tokens_in} in, {self.tokens_out} out; p50 {p50:.0f} ms, p95 {p95:.0f} ms"
        )


@click.command()
@click.argument("index", type=click.Path(exists=True, path_type=Path))
@click.argument("files", nargs=-1, required=True, type=click.Path(exists=True, path_type=Path))
@click.option("--model", "models", multiple=True, help="Personalities; none is without a model.")
@click.option("--out", type=click.Path(path_type=Path), help="Write everything as JSON here.")
@click.option("--show", is_flag=True, help="Print what the audit and the expectations find wrong.")
def main(
    index: Path, files: tuple[Path, ...], models: tuple[str, ...], out: Path | None, show: bool
) -> None:
    """How right answers over INDEX are with each kind of model."""
    found: list[Told] = []
    for file in files:
        cases = read_cases(file)
        for name in models or (NONE, "honest", "liar", "obeyer"):
            told = measured(index, file.stem, cases, name)
            found.append(told)
            click.echo(told.line())
            for line in (*told.wrong, *told.failing) if show else ():
                click.echo(f"  {line}")
    if out is not None:
        out.write_text(json.dumps([asdict(told) for told in found], indent=1) + "\n")


def measured(index: Path, name: str, cases: Sequence[Case], model: str) -> Told:
    """All cases with one personality, or with none."""
    told = Told(name, model)
    with tempfile.TemporaryDirectory() as scratch:
        kept = Path(scratch) / "conversations.sqlite"
        if model == NONE:
            _ask_all(Settings(index=index, conversations=kept), cases, told)
            return told
        with ModelServer(Personality(model)) as server:
            settings = Settings(
                index=index,
                conversations=kept,
                model=f"openai:{model}",
                model_base_url=server.base_url,
                # Short, so that those that fail in time do not take hours; nothing is cached.
                llm=LlmSettings(first_token_s=1, between_tokens_s=1, read_s=1, cache=0),
            )
            _ask_all(settings, cases, told)
    return told


def _ask_all(settings: Settings, cases: Sequence[Case], told: Told) -> None:
    assistant = make_assistant(settings)
    assistant.current.refresh()
    try:
        for case in cases:
            _ask(assistant, case, told)
    finally:
        assistant.close()


def _ask(assistant: Assistant, case: Case, told: Told) -> None:
    going_on, answer = None, None
    for turn in case.turns:
        start = time.perf_counter()
        going_on, answer = assistant.ask(turn, going_on)
        told.ms.append((time.perf_counter() - start) * 1000)
        told.calls += answer.trace.usage.calls
        for purpose in answer.trace.saved:
            told.saved[purpose] = told.saved.get(purpose, 0) + 1
        told.tokens_in += answer.trace.usage.input_tokens
        told.tokens_out += answer.trace.usage.output_tokens
        told.degraded += answer.trace.degraded is not None
        if _LINK.search(answer.text):
            told.links += 1
            told.wrong.append(f"{case.id} link: {answer.text[:200]}")
    assert going_on is not None
    assert answer is not None
    _score(assistant, case, answer, answer_to_wire(going_on, answer), told)


def _score(
    assistant: Assistant, case: Case, answer: Answer, public: AskResponse, told: Told
) -> None:
    told.asked += 1
    score = score_answer(case.expect, public)
    told.right += score.is_right
    if not score.is_right:
        told.held_back += public.status in _DECLINED
        told.failing.append(f"{case.id} {public.status}: {'; '.join(score.reasons)}")
    audit = score_citations(public, _texts(assistant, public))
    if audit.score.outcome is Outcome.WRONG:
        told.audit_wrong += 1
        told.wrong.append(f"{case.id} audit: {'; '.join(audit.score.reasons)} | {public.text}")
    if public.status in _DECLINED:
        return
    told.answered += 1
    if answer.trace.composer != "local":
        told.by_model += 1
        told.wholly_by_model += not any("added by the local" in n for n in answer.trace.notes)


def _texts(assistant: Assistant, public: AskResponse) -> dict[str, str]:
    with assistant.current.lend() as knowledge:
        pages = {
            c.source.id: knowledge.snapshot.pages.get(PageId(c.source.id)) for c in public.citations
        }
        return {key: page.text for key, page in pages.items() if page is not None}


if __name__ == "__main__":
    main()
