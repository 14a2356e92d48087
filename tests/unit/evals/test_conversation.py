"""Scripted conversations: the same every time, beyond dispute, and scored against one turn."""

from __future__ import annotations

import random
import tomllib
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

import pytest

from assistant.api.wire import AskResponse
from assistant.records import Status
from evals.askers import NoAnswer
from evals.cases import Case, Expect, Value, read_lines
from evals.scores import Outcome
from evals.suites.conversation import WRITTEN, Told, meeting, paired
from evals.suites.conversation_scripts import Script, Scripts
from evals.suites.conversation_states import Asked, Drawn, Speech, Truth
from evals.suites.phrasing import PHRASINGS
from evals.suites.second_path import Subject
from tests.unit.evals.made_answers import answer, row
from tests.unit.vectorstore.made import program
from vectorstore.records import Delivery, Level, Place, Program, ProgramId

_SUBJECTS = ("Nursing", "Welding", "Cyber Defense", "Finance")
PROGRAMS = tuple(
    program(
        id=ProgramId(f"p{number:02}"),
        university=f"College {number:02}",
        title=f"{'MS' if number % 2 else 'Certificate'} in {_SUBJECTS[number // 2 % 4]}",
        category=f"{'Master' if number % 2 else 'Certificate'}'s in {_SUBJECTS[number // 2 % 4]}",
        level=Level.MASTER if number % 2 else Level.CERTIFICATE,
        price=None if number == 7 else 1_000.0 * number + 2_500,
        years=0.5 * (number % 4 + 1),
        delivery=frozenset({Delivery.ONLINE if number % 3 else Delivery.ON_CAMPUS}),
        places=(Place(city=f"Town {number}"),),
    )
    for number in range(32)
)
NURSES = (
    program(id="a", title="MS in Nursing", price=9_000.0, years=2.0),
    program(id="b", title="MS in Nursing", price=7_000.0, years=1.0),
    program(id="c", title="MS in Nursing", price=8_000.0, years=1.5),
    program(id="d", title="MS in Nursing", price=None, years=1.0),
    program(id="e", title="MS in Welding", price=1_000.0, currency="AUD"),
)
NURSING = Asked("list", Subject(level="master", topic="nursing"))


@pytest.fixture(scope="module")
def scripts() -> tuple[Script, ...]:
    return Scripts(PROGRAMS).scripts(56)


def test_each_kind_is_tried_in_two_to_five_turns(scripts: tuple[Script, ...]) -> None:
    kinds = Counter(s.talk.kind for s in scripts)

    assert kinds == dict.fromkeys(
        ("carry", "refine", "correct", "drop", "ordinal", "back-reference", "topic switch"), 8
    )
    assert {len(s.talk.turns) for s in scripts} <= {2, 3, 4, 5}
    assert max(len(s.talk.turns) for s in scripts) > 3
    assert len({tuple(s.talk.turns) for s in scripts}) == len(scripts)
    assert all(len(s.alone.turns) == 1 for s in scripts)
    assert all(s.alone.expect == s.talk.expect for s in scripts)


def test_the_same_rows_give_the_same_conversations(scripts: tuple[Script, ...]) -> None:
    assert Scripts(reversed(PROGRAMS)).scripts(56) == scripts


def test_what_is_right_follows_from_all_conditions() -> None:
    truth = Truth(NURSES)

    def rows(asked: Asked) -> list[str]:
        return [r.id for r in truth.rows(asked)]

    assert rows(NURSING) == ["a", "b", "c", "d"]
    assert rows(NURSING.put("price", 9_000.0)) == ["b", "c"]
    assert rows(NURSING.put("price", 9_000.0).put("length", 1.0)) == ["b"]
    assert rows(NURSING.put("price", 9_000.0).put("price", None)) == ["a", "b", "c", "d"]
    assert rows(NURSING.put("topic", "welding")) == ["e"]
    assert truth.expect(replace(NURSING, ask="count")) == {
        "values": [Value(number=4, unit="count")]
    }
    assert truth.expect(replace(NURSING, ask="cheapest")) == {
        "row_ids": ["b"],
        "values": [Value(number=7_000, unit="money")],
    }
    assert truth.expect(replace(NURSING, ask="shortest")) == {"row_ids": ["b", "d"]}


def test_what_is_open_to_dispute_has_no_right_answer() -> None:
    truth = Truth(NURSES)

    assert truth.expect(Asked("cheapest", Subject(level="master"))) is None, "two currencies"
    assert truth.expect(NURSING.put("topic", "welding").put("price", 500.0)) is None, "no row"
    assert truth.top(NURSING) == [], "three are all that have a price"
    assert not truth.is_named_alone(truth.rows(NURSING)[0]), "four programs of one name"


def test_one_turn_says_all_conditions() -> None:
    asked = Asked("cheapest", Subject("master", "online", "nursing"), below=9_000.0, within=1.5)
    for seed in range(20):
        said = Speech(random.Random(seed)).whole(asked).lower()
        assert "nursing" in said
        assert "master" in said
        assert "9" in said
        assert any(way in said for way in ("online", "remote", "distance"))
        assert any(length in said for length in ("1.5 year", "18 month", "78 week", "3 semester"))


def test_a_condition_is_drawn_from_the_rows() -> None:
    drawn = Drawn(Truth(NURSES), random.Random(0))

    assert drawn.other(NURSING, "topic") is None, "welding is taught once, so it is no topic"
    limits = {(drawn.other(NURSING, "length") or NURSING).within for _ in range(30)}
    assert limits == {1.0, 1.5, 2.0}


class _Says:
    """An asker that has one answer for each number of turns."""

    def __init__(self, by_turns: dict[int, AskResponse | None]) -> None:
        self._by_turns = by_turns

    def ask(self, turns: Sequence[str]) -> AskResponse:
        given = self._by_turns[len(turns)]
        if given is None:
            raise NoAnswer("gone")
        return given

    def page_text(self, page_id: str) -> str | None:
        return None

    def rank(self, text: str, depth: int) -> tuple[str, ...]:
        return ()

    def close(self) -> None:
        pass


@pytest.mark.parametrize(
    ("last", "alone", "outcome", "gap"),
    [
        ("B", "B", Outcome.RIGHT, 0.0),
        ("A", "B", Outcome.WRONG, 1.0),
        ("B", "A", Outcome.RIGHT, -1.0),
        ("A", None, Outcome.WRONG, 0.0),
    ],
)
def test_a_conversation_is_paired_with_its_one_turn(
    last: str, alone: str | None, outcome: Outcome, gap: float
) -> None:
    case = Case(id="c", turns=["a?", "and b?"], expect=Expect(rows=["B | MS"]))
    at_once = answer(rows=(row(alone, "MS"),)) if alone else None
    asker = _Says({2: answer(rows=(row(last, "MS"),)), 1: at_once})

    attempt = paired(case, "b?", None).attempt(asker)

    assert attempt.score.outcome is outcome
    assert attempt.measures["extra right when asked at once"] == gap
    assert attempt.measures["right in the last turn"] == float(last == "B")
    if outcome is Outcome.WRONG:
        assert "asked at once ('b?')" in attempt.score.reasons[-1]


def test_another_stand_alone_form_is_another_trial() -> None:
    case = Case(id="c", turns=["a?", "and b?"], expect=Expect(rows=[]))

    assert paired(case, "b?", None).mark != paired(case, "c?", None).mark


def test_the_second_path_meets_what_is_expected(scripts: tuple[Script, ...]) -> None:
    from evals.metrics.expectation import score_answer

    programs: dict[str, Program] = {str(p.id): p for p in PROGRAMS}
    for script in scripts:
        given = meeting(script.talk.expect, programs)
        assert score_answer(script.talk.expect, given).is_right, script.talk.turns
    nothing = meeting(Expect(rows=[], status=[Status.NO_MATCH]), programs)
    assert nothing.status is Status.NO_MATCH


def test_every_kind_of_turn_has_a_dozen_phrasings() -> None:
    phrasings = tomllib.loads((PHRASINGS / "conversation.toml").read_text(encoding="utf-8"))
    turns = {kind: of for kind, of in phrasings.items() if kind not in ("it", "ways")}

    assert {kind: min(len(set(p)) for p in of.values()) for kind, of in turns.items()} == (
        dict.fromkeys(turns, 12)
    )


def test_the_written_conversations_have_a_one_turn_form() -> None:
    told = read_lines(WRITTEN, Told)

    assert len(told) >= 40
    assert all(len(t.turns) > 1 and t.alone not in t.turns for t in told if "guide" not in t.kind)
    assert {t.kind for t in told} == {"written", "written, guides"}
