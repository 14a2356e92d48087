"""Is a question declined that the sources cannot answer, and is nothing false accepted? Pure.

Declining is: not in the sources, no match, a question back, a refusal. It states no fact, but "no
match" may name the nearest. A partial answer is right too if it says, outside of its facts, that
what was asked for was left unread. A false premise may also be met with what is true.
"""

from __future__ import annotations

from collections.abc import Sequence

from assistant.api.wire import AskResponse
from assistant.records import SegmentKind, Status
from evals.metrics.expectation import plain
from evals.scores import DECLINED, Outcome, Score

_FACTS = (SegmentKind.FACT, SegmentKind.COMPUTED)


def score_declined(answer: AskResponse, unread: Sequence[str]) -> Score:
    """Right if the answer declines, or names one of the words `unread` as not answered."""
    if answer.status in DECLINED:
        return _score(_states_none(answer))
    if answer.status is Status.PARTIAL and _names(answer, unread):
        return Score(Outcome.RIGHT)
    shown = "partial, and does not say what it left out" if _is_partial(answer) else "answered"
    return _score([f"it is {shown}; the sources cannot answer it"])


def score_premise(declined: Score, truth: Score) -> Score:
    """Right if the answer declines, or if it states what is true."""
    if declined.is_right or truth.is_right:
        return Score(Outcome.RIGHT)
    why = "; ".join(truth.reasons)
    return _score([*declined.reasons, f"nor does it say what is true: {why}"])


def declines(answer: AskResponse) -> bool:
    """Whether the status is one that states no answer."""
    return answer.status in DECLINED


def _score(problems: Sequence[str]) -> Score:
    """Wrong, never abstained: declining was what was wanted."""
    return Score(Outcome.WRONG, tuple(problems)) if problems else Score(Outcome.RIGHT)


def _states_none(answer: AskResponse) -> list[str]:
    rows = answer.result.rows if answer.result else []
    if rows:
        return [f"it declines, and gives {len(rows)} rows as the answer"]
    facts = [s.text for s in answer.segments if s.kind in _FACTS]
    if facts and answer.status is not Status.NO_MATCH:
        return [f"it declines, and states {facts[0]!r}"]
    return []


def _names(answer: AskResponse, unread: Sequence[str]) -> bool:
    """Whether a word of what was asked stands outside of the facts: "nothing about 'GPA'"."""
    said = plain(" ".join(s.text for s in answer.segments if s.kind not in _FACTS))
    return any(plain(word) in said for word in unread)


def _is_partial(answer: AskResponse) -> bool:
    return answer.status is Status.PARTIAL
