"""Row-deletion counterfactuals: the row that answers is taken out of a copy of the index. Seeded.

Each question is asked of the whole index, which must give the row, and of a copy without it, which
must give the runner-up or nothing, as the second path finds it over the rows that are left. A copy
loses the rows of several questions at once.
"""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from evals.cases import Case, Expect
from evals.scores import DECLINED
from evals.suites.conversation_states import Ask, Asked, Drawn, Speech, Truth, money
from evals.suites.unanswerable_held import Held

SEED = 20_261_128
COPIES = 6
PER_COPY = 10
"""Questions of a copy, if the index has five times as many rows."""
_ASKS: tuple[Ask, ...] = ("cheapest", "dearest", "shortest", "list")
_TRIES = 1_000
_NAMED = 4
"""One question in so many asks for its row by name."""
_NOTHING = {"rows": [], "status": ["no_match", "not_in_sources"]}


@dataclass(frozen=True, slots=True)
class Deleted:
    """A question before and after its row is taken out."""

    number: int
    row: str
    """Id of the row that answers while it is there."""
    before: Case
    after: Case
    is_named: bool
    """It asks for the row by its name, which nothing has afterwards."""


@dataclass(frozen=True, slots=True)
class Copy:
    """The questions of one copy."""

    number: int
    rows: frozenset[str]
    """Ids of the rows that it lacks."""
    questions: tuple[Deleted, ...]


@dataclass(frozen=True, slots=True)
class _Question:
    text: str
    family: str
    row: str
    right: dict[str, Any]
    asked: Asked | None
    """None: the row is asked for by its name."""


class Deletions:
    """Copies for one index's contents."""

    def __init__(self, held: Held, seed: int = SEED) -> None:
        self._chance = random.Random(seed)  # noqa: S311 - drawing questions, not secrets
        self._truth = held.truth
        self._named = held.priced()
        self._drawn = Drawn(held.truth, self._chance)
        self._speech = Speech(self._chance)

    def copies(self) -> tuple[Copy, ...]:
        """The same ones for the same contents; fewer if the rows do not give as many questions."""
        per_copy = min(PER_COPY, len(self._truth.programs) // 5)
        made: list[Copy] = []
        seen: set[str] = set()
        for number in range(1, COPIES + 1):
            drawn = list(self._questions(per_copy, seen))
            rows = frozenset(q.row for q in drawn)
            left = Truth(p for i, p in self._truth.programs.items() if i not in rows)
            first = (number - 1) * per_copy + 1
            told = [_told(at, q, left) for at, q in enumerate(drawn, first)]
            made.append(Copy(number, rows, tuple(d for d in told if d is not None)))
        return tuple(copy for copy in made if copy.questions)

    def _questions(self, count: int, seen: set[str]) -> Iterator[_Question]:
        """Questions not seen before, each answered by one row that is no other's."""
        rows: set[str] = set()
        for _ in range(_TRIES):
            if len(rows) == count:
                return
            by_name = len(rows) % _NAMED == 0
            drawn = self._by_name() if by_name else self._by_set()
            if drawn is not None and drawn.row not in rows and drawn.text not in seen:
                seen.add(drawn.text)
                rows.add(drawn.row)
                yield drawn

    def _by_set(self) -> _Question | None:
        asked = self._drawn.asked(_ASKS)
        right = self._truth.expect(asked) if asked else None
        if asked is None or right is None or len(right["row_ids"]) != 1:
            return None
        return _Question(self._speech.whole(asked), asked.ask, right["row_ids"][0], right, asked)

    def _by_name(self) -> _Question | None:
        row = self._chance.choice(self._named) if self._named else None
        if row is None:
            return None
        phrase = self._speech.phrase("pointed.price")
        text = phrase.format(it=f"{row.university}'s {row.title}")
        return _Question(text, phrase, row.id, {"row_ids": [row.id], "values": [money(row)]}, None)


def _told(number: int, question: _Question, left: Truth) -> Deleted | None:
    after = _after(question, left)
    if after is None:
        return None

    def case(kind: str, expect: dict[str, Any]) -> Case:
        return Case(
            id=f"{kind.replace(' ', '-')}-{number:03}",
            kind=kind,
            turns=[question.text],
            expect=Expect.model_validate(expect),
            family=question.family,
        )

    named = question.asked is None
    before = case("row held", question.right)
    return Deleted(number, question.row, before, case("row deleted", after), named)


def _after(question: _Question, left: Truth) -> dict[str, Any] | None:
    """What is right over the rows that are left; None if that is open to dispute."""
    if question.asked is None:
        return {"status": sorted(DECLINED)}
    rows = left.rows(question.asked)
    if not rows:
        return dict(_NOTHING)
    alone: Sequence[str] = [row.id for row in rows]
    only = {"row_ids": alone} if len(alone) == 1 else None
    return left.expect(question.asked) or only
