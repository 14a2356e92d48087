"""Conversations of two to five turns, made from the programs of any index. Seeded.

Each ends with one kind of follow-up, and comes with the one turn that would have said it all.
"""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from typing import Any

from evals.cases import Case, Expect
from evals.suites.conversation_states import (
    FIELDS,
    SET_FIELDS,
    Ask,
    Asked,
    Drawn,
    Field,
    Speech,
    Truth,
    lasting,
    money,
)
from evals.suites.second_path import Row
from vectorstore.records import Program

SEED = 20_261_126
_TRIES = 1_500
"""Draws for one conversation before the rows are taken to hold none."""
_STEPS_BEFORE = (0, 0, 0, 1, 1, 2, 3)
"""Follow-ups between the first turn and the last."""
_PLURAL: tuple[Ask, ...] = ("list", "count")
_SINGLE: tuple[Ask, ...] = ("cheapest", "dearest", "shortest")
_WAYS = {"online": ["online"], "on_campus": ["on campus", "on-campus"], "hybrid": ["hybrid"]}
_MAX_POINTED = 10
"""Programs that an answer names; "which of those" means what was shown."""


@dataclass(frozen=True, slots=True)
class _Step:
    """A turn that was said, and what is asked for from then on."""

    asked: Asked
    template: str
    text: str


@dataclass(frozen=True, slots=True)
class Script:
    """A conversation and its stand-alone form; what is right is the same."""

    talk: Case
    alone: Case


@dataclass(frozen=True, slots=True)
class _End:
    """The last turn, its stand-alone form and what is right."""

    template: str
    text: str
    alone: str
    expect: dict[str, Any]


class Scripts:
    """Conversations over one index's programs."""

    def __init__(self, programs: Iterable[Program], seed: int = SEED) -> None:
        self._chance = random.Random(seed)  # noqa: S311 - drawing questions, not secrets
        self._truth = Truth(sorted(programs, key=lambda p: p.id))
        self._drawn = Drawn(self._truth, self._chance)
        self._speech = Speech(self._chance)

    def scripts(self, count: int) -> tuple[Script, ...]:
        """About `count` conversations, as many of each kind as the rows allow, each once."""
        made: list[Script] = []
        seen: set[tuple[str, ...]] = set()
        share = -(-count // len(_ENDS))
        for kind, (asks, end) in _ENDS.items():
            for number in range(share):
                found = self._fresh(asks, end, seen)
                if found is None:
                    break
                turns, last = found
                seen.add(turns)
                made.append(_script(f"{kind.replace(' ', '-')}-{number + 1:03}", kind, turns, last))
        return tuple(made)

    def _fresh(
        self,
        asks: tuple[Ask, ...],
        end: Callable[[Scripts, Asked], _End | None],
        seen: set[tuple[str, ...]],
    ) -> tuple[tuple[str, ...], _End] | None:
        steps = self._chance.choice(_STEPS_BEFORE)
        for tried in range(_TRIES):
            # Few rows may not hold a long conversation.
            before = self._before(asks, steps if tried < _TRIES // 2 else 0)
            if before is None:
                continue
            turns, asked = before
            last = end(self, asked)
            if last is not None and (*turns, last.text) not in seen:
                return (*turns, last.text), last
        return None

    def _before(self, asks: tuple[Ask, ...], steps: int) -> tuple[tuple[str, ...], Asked] | None:
        """The turns before the last one, and what they ask for in the end."""
        asked = self._drawn.asked(asks)
        if asked is None:
            return None
        turns = [self._speech.whole(asked)]
        for _ in range(steps):
            step = self._chance.choice(_MOVES)(self, asked)
            if step is None:
                return None
            asked = step.asked
            turns.append(step.text)
        return tuple(turns), asked

    # -- moves: from what was asked to what is asked now -------------------------------------------

    def carry(self, asked: Asked) -> _Step | None:
        """The same question of another level, delivery or topic."""
        field = self._chance.choice(SET_FIELDS)
        new = self._drawn.other(asked, field)
        return self._step("carry", field, asked, new)

    def refine(self, asked: Asked) -> _Step | None:
        """One more condition on a list."""
        free = [field for field in FIELDS if asked.get(field) is None]
        if asked.ask != "list" or not free:
            return None
        field = self._chance.choice(free)
        return self._step("refine", field, asked, self._drawn.other(asked, field))

    def correct(self, asked: Asked) -> _Step | None:
        """Another value for a condition.

        No price of the set is the new limit: a "limit" may include it, what was "below" does not.
        """
        field = self._chance.choice(asked.fields)
        new = self._drawn.other(asked, field)
        if field == "price" and new is not None and self._truth.is_price(new):
            return None
        return self._step("correct", field, asked, new)

    def drop(self, asked: Asked) -> _Step | None:
        """A condition given up; another one remains."""
        if len(asked.fields) < 2:
            return None
        field = self._chance.choice(asked.fields)
        return self._step("drop", field, asked, asked.put(field, None))

    def _step(self, kind: str, field: Field, old: Asked, new: Asked | None) -> _Step | None:
        """The move in words; None unless it changes what is right, without room for dispute."""
        if new is None or not self._changes(old, new) or self._is_narrower(field, old, new):
            return None
        told = old if kind == "drop" else new
        slots = self._speech.slots(field, told)
        if field == "level" and kind == "correct":
            slots["old_many"] = self._speech.slots(field, old)["many"]
        template = f"{kind}.{field}"
        phrase = self._speech.phrase(template)
        return _Step(new, f"{template}: {phrase}", _article(phrase.format(**slots)))

    def _changes(self, old: Asked, new: Asked) -> bool:
        right = self._truth.expect(new)
        return right is not None and right != self._truth.expect(old)

    def _is_narrower(self, field: Field, old: Asked, new: Asked) -> bool:
        """A topic within or across the one before may add to it instead of replacing it."""
        if field != "topic" or old.subject.topic is None or new.subject.topic is None:
            return False
        both = [
            {r.id for r in self._truth.path.rows(replace(asked.subject, level=None, delivery=None))}
            for asked in (old, new)
        ]
        return bool(both[0] & both[1])

    # -- ends --------------------------------------------------------------------------------------

    def carried(self, asked: Asked) -> _End | None:
        """The last turn carries."""
        return self._ended(self.carry(asked))

    def refined(self, asked: Asked) -> _End | None:
        """The last turn refines."""
        return self._ended(self.refine(asked))

    def corrected(self, asked: Asked) -> _End | None:
        """The last turn corrects."""
        return self._ended(self.correct(asked))

    def dropped(self, asked: Asked) -> _End | None:
        """The last turn drops a condition."""
        return self._ended(self.drop(asked))

    def ordinal(self, asked: Asked) -> _End | None:
        """One of the three cheapest by its place."""
        top = self._truth.top(asked)
        if not top:
            return None
        place = self._chance.choice(["first", "second", "third", "last"])
        row = top[{"first": 0, "second": 1}.get(place, 2)]
        return self._about(row, place, ("length", "delivery", "place", "price"))

    def back(self, asked: Asked) -> _End | None:
        """ "it" after one program, "those" after a list."""
        right = self._truth.expect(asked)
        if asked.ask == "list":
            return self._of_those(asked)
        if right is None or len(right.get("row_ids", ())) != 1:
            return None
        row = next(r for r in self._truth.rows(asked) if r.id == right["row_ids"][0])
        said = "length" if asked.ask == "shortest" else "price"
        others = tuple(a for a in ("length", "price", "delivery", "place") if a != said)
        return self._about(row, "only", others)

    def switched(self, asked: Asked) -> _End | None:
        """Another question: told so, or saying all of it anew."""
        told = self._chance.choice(["reset", "anew"])
        new = self._drawn.asked(("list", "count", "cheapest", "dearest", "shortest"))
        if new is None or not self._changes(asked, new):
            return None
        if told == "anew" and not {*asked.fields} <= {*new.fields}:
            return None
        phrase = self._speech.phrase(f"switch.{told}")
        text = phrase.format(question=self._speech.whole(new))
        return self._ended(_Step(new, f"switch.{told}: {phrase}", text))

    def _of_those(self, asked: Asked) -> _End | None:
        ask: Ask = self._chance.choice(["cheapest", "dearest", "shortest", "count"])
        new = replace(asked, ask=ask)
        if not 1 < len(self._truth.rows(asked)) <= _MAX_POINTED or not self._changes(asked, new):
            return None
        phrase = self._speech.phrase(f"those.{ask}")
        return self._ended(_Step(new, f"those.{ask}: {phrase}", phrase))

    def _ended(self, step: _Step | None) -> _End | None:
        right = self._truth.expect(step.asked) if step else None
        if step is None or right is None:
            return None
        return _End(step.template, step.text, self._speech.whole(step.asked), right)

    def _about(self, row: Row, place: str, aspects: tuple[str, ...]) -> _End | None:
        """A question about one program: pointed at, and named by university and title."""
        aspect = self._chance.choice(aspects)
        told = _told(row, self._truth.programs[row.id], aspect)
        if told is None or not self._truth.is_named_alone(row):
            return None
        phrase = self._speech.phrase(f"pointed.{aspect}")
        it = self._speech.phrase(f"it.{place}")
        alone = phrase.format(it=f"{row.university}'s {row.title}")
        expect = {"row_ids": [row.id], **told}
        return _End(f"pointed.{aspect}: {phrase}", phrase.format(it=it), alone, expect)


def _told(row: Row, program: Program, aspect: str) -> dict[str, Any] | None:
    """What an answer about a program must tell; None if it is not known, or not one thing."""
    if aspect == "price":
        return {"values": [money(row)]} if row.price is not None else None
    if aspect == "length":
        return {"values": [lasting(row)]} if row.years is not None else None
    if aspect == "delivery":
        ways = [way.value for way in program.delivery]
        return {"text": [_WAYS[ways[0]]]} if len(ways) == 1 else None
    cities = {place.city for place in program.places}
    return {"text": [cities.pop()]} if len(cities) == 1 and None not in cities else None


def _article(text: str) -> str:
    return re.sub(r"\ba (?=undergraduate)", "an ", text)


def _script(name: str, kind: str, turns: tuple[str, ...], last: _End) -> Script:
    expect = Expect.model_validate(last.expect)

    def case(turns: tuple[str, ...]) -> Case:
        return Case(id=name, kind=kind, turns=list(turns), expect=expect, family=last.template)

    return Script(case(turns), case((last.alone,)))


_MOVES = (Scripts.carry, Scripts.refine, Scripts.correct, Scripts.drop)
_ENDS: dict[str, tuple[tuple[Ask, ...], Callable[[Scripts, Asked], _End | None]]] = {
    "carry": ((*_PLURAL, *_SINGLE), Scripts.carried),
    "refine": (("list",), Scripts.refined),
    "correct": ((*_PLURAL, *_SINGLE), Scripts.corrected),
    "drop": ((*_PLURAL, *_SINGLE), Scripts.dropped),
    "ordinal": (("top_cheapest",), Scripts.ordinal),
    "back-reference": (("list", *_SINGLE), Scripts.back),
    "topic switch": ((*_PLURAL, *_SINGLE), Scripts.switched),
}
"""Kind of the last turn -> what is asked first, and how the conversation ends."""
