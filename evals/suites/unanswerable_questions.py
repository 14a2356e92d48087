"""Questions that no source can answer, and beside them the same words about what is held. Seeded.

What is asked as missing is checked to be missing; what is asked as held has its value from the rows
(the second path) or from one labelled claim. Refusing everything gains on the one and loses on the
other.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import cycle, islice
from typing import Any

from evals.cases import Case, Expect
from evals.scores import DECLINED
from evals.suites.conversation_states import Asked, Drawn, Speech, Truth, lasting, money
from evals.suites.phrasing import Words, amount, length
from evals.suites.second_path import Row, Subject
from evals.suites.unanswerable_held import Frames, Held, articled

SEED = 20_261_127
SHARE = 18
"""Questions of one kind, and as many near it."""
_CITY = "city"
_DRAWS = 200


@dataclass(frozen=True, slots=True)
class Question:
    """A question, and what is right of it."""

    case: Case
    """Of an unanswerable one, what is expected is what is true; nothing, if nothing is."""
    unread: tuple[str, ...] = ()
    """Words of it that nothing answers."""
    how: str = "held"
    """held, declined, or premise."""


class Unanswerable:
    """Questions over one index's contents."""

    def __init__(self, held: Held, seed: int = SEED) -> None:
        self._held = held
        self._truth: Truth = held.truth
        self._chance = random.Random(seed)  # noqa: S311 - drawing questions, not secrets
        self._frames = Frames(self._chance)
        self._speech = Speech(self._chance)
        self._drawn = Drawn(held.truth, self._chance)
        self._words = Words()
        self._rows = held.priced()

    def questions(self) -> tuple[Question, ...]:
        """Every kind, as far as the index allows; the same ones for the same contents."""
        made = {q.case.id: q for make in _KINDS for q in islice(make(self), 2 * SHARE)}
        return tuple(made.values())

    # -- facts and names that are not held, each with one that is ----------------------------------

    def program_facts(self) -> Iterator[Question]:
        """A fact of a program."""
        fields = self._frames.missing("program", self._held)
        facts: Sequence[tuple[str, Callable[[Row], dict[str, Any] | None]]] = (
            ("tuition", lambda row: {"values": [money(row)]}),
            ("length", lambda row: {"values": [lasting(row)]} if row.years else None),
            (_CITY, self._city),
        )
        for at, (row, field) in enumerate(self._pairs(self._rows, fields)):
            name = f"{row.university}'s {row.title}"
            phrase = self._frames.phrase("program")
            yield _declined("missing fact", at, phrase.format(a=name, field=field), phrase, field)
            near, right = facts[at % len(facts)]
            told = right(row)
            if told:
                text = phrase.format(a=name, field=near)
                told["row_ids"] = [row.id]
                yield _held("missing fact", at, text, phrase, told)

    def occupation_facts(self) -> Iterator[Question]:
        """A fact of an occupation."""
        fields = self._frames.missing("occupation", self._held)
        for at, (job, field) in enumerate(self._pairs(self._held.jobs, fields)):
            phrase = self._frames.phrase("occupation")
            text = _of_job(phrase, job.name, field=field)
            yield _declined("missing fact of an occupation", at, text, phrase, field)
            if job.facts:
                label, figure = job.facts[at % len(job.facts)]
                text = _of_job(phrase, job.name, field=label)
                yield _held(
                    "missing fact of an occupation", at, text, phrase, {"numbers": [figure]}
                )

    def universities(self) -> Iterator[Question]:
        """The price of a program at a school."""
        names = [
            *self._frames.absent("universities", self._held),
            *self._frames.made_names(self._chance, self._held, SHARE // 2),
        ]
        rows = [row for row in self._rows if self._is_alone_at_its_school(row)]
        for at, (row, name) in enumerate(self._pairs(rows, names)):
            level = self._truth.programs[row.id].level.value
            one = self._words.name(Subject(level=level), self._chance).one
            phrase = self._frames.phrase("university")
            text = articled(phrase.format(one=one, name=name))
            yield _declined("absent university", at, text, phrase, name)
            text = articled(phrase.format(one=one, name=row.university))
            told = {"has_rows": [f"{row.university} | {row.title}"], "values": [money(row)]}
            yield _held("absent university", at, text, phrase, told)

    def topics(self) -> Iterator[Question]:
        """Programs of a subject."""
        absent = self._frames.absent("topics", self._held)
        levels = [level for level in self._truth.path.distinct("level") if level != "other"]
        asks = ("cheapest", "list", "count", "shortest")
        for at, (level, topic) in enumerate(self._pairs(levels, absent)):
            asked = Asked(asks[at % len(asks)], Subject(level=level, topic=topic))  # type: ignore[arg-type]
            yield _declined("absent subject", at, self._speech.whole(asked), asked.ask, topic)

    def occupations(self) -> Iterator[Question]:
        """The pay of an occupation."""
        jobs = [job for job in self._held.jobs if job.pay]
        absent = self._frames.absent("occupations", self._held)
        for at, (job, name) in enumerate(self._pairs(jobs, absent)):
            phrase = self._frames.phrase("pay")
            yield _declined("absent occupation", at, _of_job(phrase, name), phrase, name)
            text = _of_job(phrase, job.name)
            yield _held("absent occupation", at, text, phrase, {"numbers": [job.pay]})

    # -- false premises ----------------------------------------------------------------------------

    def premises(self) -> Iterator[Question]:
        """What is taken for granted is not so: free, cheap, short, taught otherwise, paid less."""
        kinds = cycle((self._free, self._cheap, self._short, self._other_way, self._extreme))
        for at in range(_DRAWS):
            drawn = next(kinds)(self._chance.choice(self._rows)) if self._rows else None
            if drawn is not None:
                yield _premise("false premise", at, *drawn)

    def pay_premises(self) -> Iterator[Question]:
        """An occupation is said to earn what it does not."""
        jobs = [job for job in self._held.jobs if job.pay]
        for at, (job, share) in enumerate(self._pairs(jobs, (0.5, 0.7, 1.5, 2.0))):
            phrase = self._frames.phrase("premise.pay")
            told = f"{round((job.pay or 0.0) * share, -3):,.0f}"
            text = _of_job(phrase, job.name, amount=told)
            yield _premise("false premise of pay", at, text, phrase, {"numbers": [job.pay]})

    def _free(self, row: Row) -> tuple[str, str, dict[str, Any]]:
        phrase = self._frames.phrase("premise.free")
        return phrase.format(a=_called(row)), phrase, {"values": [money(row)]}

    def _cheap(self, row: Row) -> tuple[str, str, dict[str, Any]]:
        phrase = self._frames.phrase("premise.price")
        untrue = amount(round((row.price or 0.0) * 0.4, -2), self._chance)
        return phrase.format(a=_called(row), amount=untrue), phrase, {"values": [money(row)]}

    def _short(self, row: Row) -> tuple[str, str, dict[str, Any]] | None:
        untrue = length((row.years or 0.0) * 2, self._chance)
        if not row.years or untrue is None:
            return None
        phrase = self._frames.phrase("premise.length")
        return phrase.format(a=_called(row), length=untrue), phrase, {"values": [lasting(row)]}

    def _other_way(self, row: Row) -> tuple[str, str, dict[str, Any]] | None:
        ways = {way.value for way in self._truth.programs[row.id].delivery}
        told = {"online": "on campus", "on_campus": "online"}.get(ways.pop()) if ways else None
        if told is None or ways:
            return None
        phrase = self._frames.phrase("premise.delivery")
        true = ["online"] if told == "on campus" else ["on campus", "on-campus"]
        return phrase.format(a=_called(row), way=told), phrase, {"text": [true]}

    def _extreme(self, row: Row) -> tuple[str, str, dict[str, Any]] | None:
        level = self._truth.programs[row.id].level.value
        asked = self._drawn.asked(("cheapest",))
        right = self._truth.expect(asked) if asked else None
        if asked is None or right is None or asked.subject.level != level:
            return None
        least = right["values"][0].number
        untrue = amount(round(least * self._chance.choice([0.3, 0.5, 0.6]), -2), self._chance)
        phrase = self._frames.phrase("premise.cheapest")
        one = self._speech.named(asked).one
        return phrase.format(one=one, amount=untrue), phrase, {"values": right["values"]}

    # -- parts -------------------------------------------------------------------------------------

    def _pairs(self, held: Sequence[Any], absent: Sequence[Any]) -> list[tuple[Any, Any]]:
        """`SHARE` pairs, each thing as often as the others; none if there is nothing to pair."""
        if not held or not absent:
            return []
        a = cycle(self._chance.sample(list(held), len(held)))
        b = cycle(self._chance.sample(list(absent), len(absent)))
        return [(next(a), next(b)) for _ in range(SHARE)]

    def _city(self, row: Row) -> dict[str, Any] | None:
        cities = {place.city for place in self._truth.programs[row.id].places}
        return {"text": [cities.pop()]} if len(cities) == 1 and None not in cities else None

    def _is_alone_at_its_school(self, row: Row) -> bool:
        """Whether no other program of its level is offered there."""
        level = self._truth.programs[row.id].level
        alike = [
            p
            for p in self._truth.programs.values()
            if p.level is level and row.university.lower() in p.university.lower()
        ]
        return len(alike) == 1 and level.value != "other"


def _of_job(phrase: str, name: str, **slots: str) -> str:
    return articled(phrase.format(job=name, jobs=f"{name}s", **slots))


def _called(row: Row) -> str:
    return f"{row.university}'s {row.title}"


def _declined(kind: str, at: int, text: str, phrase: str, unread: str) -> Question:
    case = _case(kind, at, text, phrase, {"status": sorted(DECLINED)})
    return Question(case, tuple(w for w in unread.split() if w not in _LITTLE), "declined")


def _held(kind: str, at: int, text: str, phrase: str, told: dict[str, Any]) -> Question:
    return Question(_case(f"held, beside {kind}", at, text, phrase, told))


def _premise(kind: str, at: int, text: str, phrase: str, true: dict[str, Any]) -> Question:
    return Question(_case(kind, at, text, phrase, true), how="premise")


def _case(kind: str, at: int, text: str, phrase: str, told: dict[str, Any]) -> Case:
    name = f"{kind.replace(', ', '-').replace(' ', '-')}-{at + 1:03}"
    expect = Expect.model_validate(told)
    return Case(id=name, kind=kind, turns=[text], expect=expect, family=phrase)


_LITTLE = frozenset({"of", "rate", "University", "College", "number"})
_KINDS = (
    Unanswerable.program_facts,
    Unanswerable.occupation_facts,
    Unanswerable.universities,
    Unanswerable.topics,
    Unanswerable.occupations,
    Unanswerable.premises,
    Unanswerable.pay_premises,
)
