"""A trial: one thing to try with a system, and how what comes of it is scored.

Every suite is a list of these. Most are cases that are asked (`asked`); a suite of another kind,
such as one that ranks pages or reads damaged files, brings an `attempt` of its own.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from assistant.api.wire import AskResponse
from evals.askers import Asker
from evals.cases import Case
from evals.metrics.citations import score_citations
from evals.metrics.expectation import gold_in_words, score_answer
from evals.scores import Outcome, Score

Measures = Mapping[str, float]
"""Name of a measure -> its value; more is better unless the name starts with "extra"."""


NOT_AUDITED = Score(Outcome.UNSCORED)


@dataclass(frozen=True, slots=True)
class Attempt:
    """What one system made of one trial."""

    score: Score
    citations: Score = NOT_AUDITED
    """Of the audit of the answer's citations."""
    measures: Measures = field(default_factory=dict)
    """Values beside the outcome, such as nDCG@10."""
    citation_measures: Measures = field(default_factory=dict)
    """Values beside the outcome of the audit, such as precision."""
    answer: AskResponse | None = None
    """What was answered, where something was asked."""


@dataclass(frozen=True, slots=True)
class Trial:
    """One thing to try, with any system."""

    id: str
    """Unique in its suite."""
    kind: str
    """The stratum in which it is counted."""
    family: str
    """What it shares with others; families are drawn together when an interval is estimated."""
    turns: tuple[str, ...]
    """What is asked, or what is done, in words."""
    gold: str
    """What is right, in words."""
    mark: str
    """Hash of what is tried and of what is right: two trials of one mark can be compared."""
    attempt: Callable[[Asker], Attempt]
    """Raises: NoAnswer, scored as an error; NotOffered, left unscored."""
    product_only: bool = False
    """Nothing is asked that a control could answer."""
    index: Path | None = None
    """An altered copy of the index that it needs; None: the index of the run."""
    second_path: AskResponse | None = None
    """What is right as an answer, where another path than the product's has computed it."""


ScoreAnswer = Callable[[Case, AskResponse], tuple[Score, Measures]]
"""How an answer is scored, with values beside the outcome."""


def asked(
    case: Case,
    index: Path | None = None,
    score: ScoreAnswer | None = None,
    second_path: AskResponse | None = None,
) -> Trial:
    """The trial that asks a case's turns and scores the last answer.

    By its expectation if no other way is given; its citations are audited in any case.
    """
    how = score or by_expectation

    def attempt(asker: Asker) -> Attempt:
        answer = asker.ask(case.turns)
        found, measures = how(case, answer)
        pages = {c.source.id for c in answer.citations}
        texts = {page: text for page in pages if (text := asker.page_text(page)) is not None}
        audit = score_citations(answer, texts)
        return Attempt(found, audit.score, measures, audit.measures, answer)

    return Trial(
        id=case.id,
        kind=case.kind,
        family=case.cluster,
        turns=tuple(case.turns),
        gold=gold_in_words(case.expect),
        mark=mark_of(case.model_dump_json()),
        attempt=attempt,
        index=index,
        second_path=second_path,
    )


def by_expectation(case: Case, answer: AskResponse) -> tuple[Score, Measures]:
    """Right if all that the case expects holds of the answer."""
    return score_answer(case.expect, answer), {}


def mark_of(*parts: str) -> str:
    """A hash of what is tried and of what is right."""
    return hashlib.sha256("\0".join(parts).encode()).hexdigest()[:16]
