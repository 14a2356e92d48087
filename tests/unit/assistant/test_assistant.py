"""What a conversation remembers from turn to turn: constraints, rows shown, programs named."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace
from typing import cast

import pytest

from assistant.assistant import UNREADABLE, Assistant, Question
from assistant.conversations import Conversations
from assistant.current import CurrentKnowledge
from assistant.errors import (
    Abandoned,
    ConstraintInvalid,
    ConversationUnknown,
    QuestionInvalid,
    SourceUnknown,
    TurnUnreadable,
)
from assistant.knowledge import Knowledge
from assistant.records import (
    Answer,
    AnswerId,
    AskEvidence,
    Began,
    Constraint,
    ConversationId,
    Done,
    Event,
    Evidence,
    Found,
    GuideAsk,
    Plan,
    Planned,
    RowAsk,
    Said,
    Status,
    Turn,
)
from assistant.stop import Stop
from vectorstore.query import Field, Filter, Op, RowQuery, RowResult
from vectorstore.records import (
    Level,
    ListingId,
    PageId,
    PriceBasis,
    Program,
    ProgramId,
    SnapshotId,
    SourceId,
)

ONLINE = Constraint(Field.DELIVERY, Op.IN, ("online",), 1)
NAMES = (Filter(Field.UNIVERSITY, Op.IN, ("Fernlow",)),)


def program(name: str) -> Program:
    return Program(
        ProgramId(name), PageId("p"), ListingId("l"), SourceId("s"), Level.MASTER, None, None, (),
        frozenset(), "Fernlow", name, (), None, None, None, PriceBasis.UNKNOWN, None, None, (),
        0, 1,
    )  # fmt: skip


def found(names: str, query: RowQuery | None = None) -> AskEvidence:
    """A row ask that found these programs, a letter each."""
    asked = query or RowQuery()
    rows = tuple(program(name) for name in names)
    return AskEvidence(RowAsk(asked), result=RowResult(asked, rows, len(rows), 20))


def answered(
    turn: Turn,
    *parts: AskEvidence,
    status: Status = Status.ANSWERED,
    constraints: Sequence[Constraint] | None = None,
) -> Answer:
    held = turn.constraints if constraints is None else tuple(constraints)
    plan = Plan(turn.question, tuple(part.ask for part in parts), held)
    return Answer(AnswerId("a"), status, (), (), plan, Evidence(parts, SnapshotId("v")))


class Chain:
    """Answers by a script, and keeps the turns that it was given."""

    def __init__(self) -> None:
        self.turns: list[Turn] = []
        self.script: list[Callable[[Turn], Answer]] = []

    def __call__(self, turn: Turn, _knowledge: Knowledge, stop: Stop) -> Iterator[Event]:
        self.turns.append(turn)
        yield Began(AnswerId("a"), SnapshotId("v"))
        answer = self.script.pop(0)(turn) if self.script else answered(turn)
        yield Planned(answer.plan)
        yield Found(answer.plan, answer.evidence)
        stop.check()
        yield Done(answer)


class Shelf:
    """An index of one snapshot that holds one source."""

    def current_id(self) -> SnapshotId:
        return SnapshotId("v")

    def open(self, snapshot_id: SnapshotId) -> Knowledge:
        pages = SimpleNamespace(sources=lambda: (SimpleNamespace(id="held"),))
        snapshot = SimpleNamespace(id=snapshot_id, pages=pages)
        return cast(Knowledge, SimpleNamespace(snapshot=snapshot, close=lambda: None))


@pytest.fixture
def chain() -> Chain:
    return Chain()


@pytest.fixture
def assistant(chain: Chain, tmp_path: Path) -> Iterator[Assistant]:
    current = CurrentKnowledge(Shelf())
    current.refresh()
    made = Assistant(current, Conversations(tmp_path / "kept.sqlite"), chain)
    yield made
    made.close()


def converse(assistant: Assistant, chain: Chain, *script: Callable[[Turn], Answer]) -> Turn:
    """The turn that the chain is given after these answers."""
    chain.script = list(script)
    held: ConversationId | None = None
    for number in range(len(script) + 1):
        held, _ = assistant.ask(f"question {number + 1}", held)
    return chain.turns[-1]


def test_the_first_turn_knows_nothing(assistant: Assistant, chain: Chain) -> None:
    assert converse(assistant, chain) == Turn("question 1")


def test_constraints_and_plans_are_carried(assistant: Assistant, chain: Chain) -> None:
    turn = converse(
        assistant, chain, lambda t: answered(t, found("ab"), constraints=[ONLINE]), answered
    )
    assert (turn.number, turn.constraints) == (3, (ONLINE,))
    assert [plan.question for plan in turn.history] == ["question 1", "question 2"]
    assert turn.last == turn.history[-1]


def test_rows_shown_are_those_of_the_last_listing_answer(
    assistant: Assistant, chain: Chain
) -> None:
    guide = AskEvidence(GuideAsk("what is it", ("what",)))
    turn = converse(
        assistant,
        chain,
        lambda t: answered(t, found("xyz"), found("ba")),
        lambda t: answered(t, found("")),
        lambda t: answered(t, guide),
    )
    assert turn.shown == ("b", "a")


def test_named_programs_are_kept_with_the_latest_last(assistant: Assistant, chain: Chain) -> None:
    by_name = RowQuery(NAMES)
    compared = RowQuery(compare=(ProgramId("a"), ProgramId("d")))
    turn = converse(
        assistant,
        chain,
        lambda t: answered(t, found("a", by_name)),
        lambda t: answered(t, found("b", by_name)),
        lambda t: answered(t, found("wxyz", by_name)),
        lambda t: answered(t, found("c")),
        lambda t: answered(t, found("ad", compared)),
    )
    assert turn.named == ("b", "a", "d")


@pytest.mark.parametrize("status", [Status.REFUSED, Status.NOT_IN_SOURCES])
def test_the_last_answered_turn_is_what_a_follow_up_leans_on(
    assistant: Assistant, chain: Chain, status: Status
) -> None:
    turn = converse(
        assistant, chain, lambda t: answered(t, found("a")), lambda t: answered(t, status=status)
    )
    assert turn.last is not None
    assert turn.last.question == "question 1"
    assert len(turn.history) == 2


def test_a_follow_up_leans_on_a_declined_question_to_the_pages_where_none_was_answered(
    assistant: Assistant, chain: Chain
) -> None:
    of_pages = GuideAsk("pay of wizards?", ())

    def declined(turn: Turn) -> Answer:
        told = answered(turn, status=Status.NOT_IN_SOURCES)
        return replace(told, plan=replace(told.plan, asks=(of_pages,)))

    turn = converse(assistant, chain, declined)
    assert turn.last is not None
    assert turn.last.asks == (of_pages,)


def test_given_constraints_replace_those_held(assistant: Assistant, chain: Chain) -> None:
    chain.script = [lambda t: answered(t, constraints=[ONLINE])]
    held, _ = assistant.ask("one")
    campus = Constraint(Field.DELIVERY, Op.IN, ("on_campus",), 0)
    assistant.ask("two", held, [campus])
    assert chain.turns[-1].constraints == (Constraint(Field.DELIVERY, Op.IN, ("on_campus",), 2),)
    assistant.ask("three", held, [])
    assert not chain.turns[-1].constraints


def test_what_cannot_be_asked_is_refused_and_not_kept(assistant: Assistant, chain: Chain) -> None:
    held, _ = assistant.ask("one")
    nonsense = Constraint(Field.PRICE, Op.ONLY, ("x",), 1)
    with pytest.raises(QuestionInvalid):
        assistant.ask(" ", held)
    with pytest.raises(ConstraintInvalid, match="price only"):
        assistant.ask("two", held, [nonsense])
    with pytest.raises(SourceUnknown, match="elsewhere"):
        assistant.ask("two", held, sources=[SourceId("elsewhere")])
    with pytest.raises(ConversationUnknown):
        assistant.ask("two", ConversationId("nobody"))
    assistant.ask("two", held, sources=[SourceId("held")])
    assert len(assistant.conversations.read(held)) == 2
    assert chain.turns[-1].sources == ("held",)


def test_a_turn_that_fails_is_not_kept(assistant: Assistant, chain: Chain) -> None:
    def fail(_turn: Turn) -> Answer:
        raise RuntimeError

    held, _ = assistant.ask("one")
    chain.script = [fail]
    with pytest.raises(RuntimeError):
        assistant.ask("two", held)
    assistant.ask("three", held)
    assert chain.turns[-1].number == 2


def test_turns_of_one_conversation_follow_each_other(assistant: Assistant, chain: Chain) -> None:
    held, _ = assistant.ask("first")
    threads = [threading.Thread(target=assistant.ask, args=("again", held)) for _ in range(12)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(turn.number for turn in chain.turns) == list(range(1, 14))
    assert len(assistant.conversations.read(held)) == 13


def test_a_stream_names_its_conversation_first_and_keeps_the_turn_before_its_end(
    assistant: Assistant,
) -> None:
    events = assistant.stream(Question("one"))
    began = next(events)
    assert isinstance(began, Began)
    held = began.conversation_id
    assert held is not None
    with pytest.raises(ConversationUnknown):
        assistant.conversations.read(held)
    *rest, last = events
    assert [type(event) for event in rest] == [Planned, Found]
    assert isinstance(last, Done)
    assert len(assistant.conversations.read(held)) == 1


@pytest.mark.parametrize("how", ["stopped", "closed"])
def test_a_stream_that_is_not_read_to_its_end_keeps_nothing_and_holds_nothing(
    assistant: Assistant, how: str
) -> None:
    held, _ = assistant.ask("one")
    stop = Stop()
    events = assistant.stream(Question("two", held), stop)
    assert isinstance(next(events), Began)
    if how == "stopped":
        stop.ask(Abandoned("left"))
        with pytest.raises(Abandoned):
            list(events)
    else:
        events.close()
    assistant.ask("three", held)
    assert [turn.question for turn in assistant.conversations.read(held)] == ["one", "three"]


def test_a_turn_waits_for_the_one_before_it_only_while_it_is_wanted(assistant: Assistant) -> None:
    held, _ = assistant.ask("one")
    first = assistant.stream(Question("two", held))
    next(first)
    stop = Stop()
    threading.Timer(0.05, stop.ask, (Abandoned("left"),)).start()
    with pytest.raises(Abandoned):
        list(assistant.stream(Question("three", held), stop))
    assert isinstance(list(first)[-1], Done)


def test_a_conversation_that_cannot_be_read_says_so_in_its_stream_too(
    assistant: Assistant, monkeypatch: pytest.MonkeyPatch
) -> None:
    held, _ = assistant.ask("one")

    def unreadable(_held: ConversationId, _site: str | None) -> None:
        raise TurnUnreadable

    monkeypatch.setattr(assistant.conversations, "read", unreadable)
    *_, said, done = assistant.stream(Question("two", held))
    assert isinstance(said, Said)
    assert isinstance(done, Done)
    assert said.segment.text == UNREADABLE
    assert done.answer.segments[-1] == said.segment
