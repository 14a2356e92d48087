"""An optional second opinion: is prose faithful to its evidence, asked of a language model.

It advises and gates nothing: published judges disagree with themselves. So each answer gets three
votes, a vote that fails is counted and is no "unfaithful", and the report sets the judge beside the
code's audit of the same answers (`metrics/citations.py`) with the agreement of both.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import partial
from typing import Any

from langchain.chat_models import init_chat_model
from pydantic import BaseModel, ConfigDict, SecretStr, StrictBool, ValidationError

from assistant.records import Kind
from evals.errors import JudgeUnavailable
from evals.run import Record
from evals.scores import Outcome
from evals.systems import PRODUCT
from prompts.loader import Prompt

VOTES = 3
_TIMEOUT_S = 60.0
Ask = Callable[[str], str]
"""A prompt -> what the model says. Whatever it raises is a failed vote."""


@dataclass(frozen=True, slots=True)
class Opinion:
    """The judge and the code on one answer."""

    trial: str
    """As "suite/id"."""
    votes: tuple[bool | None, ...]
    """Faithful or not; None: the vote failed."""
    code: bool
    """Whether the audit of its citations found nothing wrong."""

    @property
    def judge(self) -> bool | None:
        """What more than half of all votes say; None if neither side has so many."""
        return next((side for side in (True, False) if self.votes.count(side) > VOTES / 2), None)


@dataclass(frozen=True, slots=True)
class Judgement:
    """What a judge makes of a run."""

    model: str
    prompt: str
    """Name, version and sha256."""
    opinions: tuple[Opinion, ...]

    @property
    def decided(self) -> tuple[Opinion, ...]:
        """The answers on which the votes have a majority."""
        return tuple(o for o in self.opinions if o.judge is not None)

    @property
    def failed_votes(self) -> int:
        """Votes that gave no verdict; they count for neither side."""
        return sum(o.votes.count(None) for o in self.opinions)

    @property
    def faithful(self) -> float | None:
        """Share of the decided answers that the judge calls faithful; None of none."""
        return _share(o.judge is True for o in self.decided)

    @property
    def agreement(self) -> float | None:
        """Share of the decided answers on which judge and code agree; None of none."""
        return _share(o.judge == o.code for o in self.decided)

    @property
    def kappa(self) -> float | None:
        """Agreement beyond chance; None where either says the same of all. Source: Cohen 1960."""
        judge, code = self.faithful, _share(o.code for o in self.decided)
        if judge is None or code is None or self.agreement is None:
            return None
        by_chance = judge * code + (1 - judge) * (1 - code)
        if judge in (0.0, 1.0) or code in (0.0, 1.0):
            return None
        return (self.agreement - by_chance) / (1 - by_chance)


class _Vote(BaseModel):
    model_config = ConfigDict(extra="forbid")

    faithful: StrictBool


def asker_of(model: str, base_url: str | None, key: SecretStr | None) -> Ask:
    """Asks a model by its LangChain name, such as openai:NAME, at OpenAI or a compatible server.

    Raises: JudgeUnavailable.
    """
    given: dict[str, Any] = {"temperature": 0, "timeout": _TIMEOUT_S, "max_retries": 0}
    if base_url:
        given["base_url"] = base_url
    if key:
        given["api_key"] = key
    try:
        chat = init_chat_model(model, **given)
    except Exception as error:  # each provider raises its own
        raise JudgeUnavailable(
            f"the model {model!r} cannot be asked; give it as openai:NAME, and a key as "
            f"GUIDEPOST_OPENAI_API_KEY ({type(error).__name__})"
        ) from error
    return lambda prompt: str(chat.invoke(prompt).text)


def judge_run(
    records: Iterable[Record], model: str, ask: Ask, prompt: Prompt, jobs: int = 2
) -> Judgement:
    """The judge's opinion of every answer of the product that quotes a page."""
    quoting = [r for r in records if _is_prose(r)]
    asked = [prompt.render(**_inputs(record)) for record in quoting for _ in range(VOTES)]
    with ThreadPoolExecutor(jobs) as pool:
        votes = list(pool.map(partial(_vote, ask), asked))
    opinions = tuple(
        Opinion(
            f"{record.suite}/{record.id}",
            tuple(votes[at * VOTES : (at + 1) * VOTES]),
            record.citations is Outcome.RIGHT,
        )
        for at, record in enumerate(quoting)
    )
    return Judgement(model, f"{prompt.name} {prompt.version} {prompt.sha256}", opinions)


def judgement_in_words(found: Judgement) -> str:
    """The judge beside the code, in a few lines for a terminal."""
    decided, n = found.decided, len(found.opinions)
    lines = [
        f"Judge {found.model}, prompt {found.prompt[:24]}: {n} answers, {VOTES} votes each.",
        f"{found.failed_votes} votes failed, {n - len(decided)} answers stay undecided.",
    ]
    if decided:
        kappa = "not defined" if found.kappa is None else f"{found.kappa:.2f}"
        code = _share(o.code for o in decided)
        lines += [
            f"Faithful: {found.faithful:.1%} by the judge, {code:.1%} by the code's audit.",
            f"They agree on {found.agreement:.1%} of {len(decided)} (Cohen's kappa {kappa}).",
        ]
    return "\n".join([*lines, "A judge advises; no gate looks at it."])


def judgement_as_json(found: Judgement) -> str:
    """All votes, for a file beside the records."""
    data = {
        "model": found.model,
        "prompt": found.prompt,
        "answers": len(found.opinions),
        "failed_votes": found.failed_votes,
        "decided": len(found.decided),
        "faithful": found.faithful,
        "agreement": found.agreement,
        "kappa": found.kappa,
        "opinions": [
            {"trial": o.trial, "votes": list(o.votes), "judge": o.judge, "code": o.code}
            for o in found.opinions
        ],
    }
    return json.dumps(data, indent=1) + "\n"


def _is_prose(record: Record) -> bool:
    return (
        record.system == PRODUCT
        and record.answer is not None
        and record.citations in (Outcome.RIGHT, Outcome.WRONG)
        and any(cited.kind is Kind.QUOTE for cited in record.answer.citations)
    )


def _inputs(record: Record) -> dict[str, str]:
    assert record.answer is not None
    evidence = [
        {"page": c.source.title, "section": c.section, "quote": c.quote}
        for c in record.answer.citations
    ]
    return {
        "question": _as_data(record.turns),
        "answer": _as_data(record.answer.text),
        "evidence": _as_data(evidence),
    }


def _as_data(value: object) -> str:
    """JSON in which no tag can be closed."""
    return json.dumps(value, ensure_ascii=False).replace("<", "\\u003c")


def _vote(ask: Ask, prompt: str) -> bool | None:
    try:
        return _Vote.model_validate_json(ask(prompt)).faithful
    except ValidationError:
        return None
    except Exception:  # noqa: BLE001 - each provider raises its own; whatever it is, no vote came
        return None


def _share(holds: Iterable[bool]) -> float | None:
    of: Sequence[bool] = list(holds)
    return sum(of) / len(of) if of else None
