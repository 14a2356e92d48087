"""Asking a model over real HTTP: time-outs, new tries, breaker, budget, and whoever leaves."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import date
from pathlib import Path

import pytest
from pydantic import BaseModel

from assistant.breaker import Breaker
from assistant.conversation_file import ConversationFile
from assistant.errors import (
    Abandoned,
    ModelFailed,
    ModelOverBudget,
    ModelResting,
    ModelTooSlow,
    ModelUnreachable,
    ModelUnreadable,
    SettingsInvalid,
)
from assistant.llm import Connection, Llm, Said
from assistant.model_budget import ModelBudget
from assistant.model_days import DaysOfFile, DaysOfProcess
from assistant.model_records import Usage
from assistant.settings import LlmSettings
from assistant.stop import Stop
from evals.model_server.personalities import Personality
from evals.model_server.server import ModelServer

EVIDENCE = [{"id": "q1", "kind": "quote", "page": "P", "text": "It is so.", "slots": {}}]
ASKED = Said(
    "Answer.",
    f"<question>{json.dumps('Is it?')}</question><evidence>{json.dumps(EVIDENCE)}</evidence>",
)
QUICK = LlmSettings(
    first_token_s=0.4, between_tokens_s=0.4, whole_s=2, read_s=0.5, retry_wait_s=0.02, retries=3
)


class Readings(BaseModel):
    """What the model server gives for a reading."""

    readings: list[dict[str, str]]


@contextmanager
def asking(who: Personality, settings: LlmSettings = QUICK) -> Iterator[tuple[Llm, ModelServer]]:
    with ModelServer(who) as server:
        llm = Llm(Connection("openai:test", server.base_url), settings)
        try:
            yield llm, server
        finally:
            llm.close()


def heard(llm: Llm, stop: Stop | None = None) -> str:
    return "".join(llm.stream(ASKED, stop or Stop()))


def test_what_it_says_is_heard_piece_by_piece_and_counted() -> None:
    with asking(Personality.HONEST) as (llm, _):
        speech = llm.stream(ASKED, Stop())
        pieces = list(speech)
        assert len(pieces) > 1
        assert json.loads("".join(pieces))["cite"] == ["q1"]
        assert speech.usage.input_tokens > 20
        assert speech.usage.output_tokens > 3
        assert speech.usage.calls == 1


@pytest.mark.parametrize("who", [Personality.SLOW, Personality.SLOW_BETWEEN])
def test_silence_is_not_waited_for(who: Personality) -> None:
    with asking(who) as (llm, _):
        start = time.monotonic()
        with pytest.raises(ModelTooSlow, match="silent"):
            heard(llm)
        assert time.monotonic() - start < 0.4 + 0.3


def test_a_whole_answer_has_its_time() -> None:
    short = QUICK.model_copy(update={"whole_s": 0.08, "between_tokens_s": 5})
    with asking(Personality.DRIP, short) as (llm, _), pytest.raises(ModelTooSlow):
        heard(llm)


def test_a_flaky_one_is_tried_again_before_its_first_word() -> None:
    with asking(Personality.FLAKY) as (llm, server):
        assert json.loads(heard(llm))
        assert len(server.asked) == 4


def test_after_the_first_word_nothing_is_tried_again() -> None:
    with asking(Personality.BROKEN) as (llm, server):
        with pytest.raises(ModelUnreachable):
            heard(llm)  # cut in the middle
        assert len(server.asked) == 1


def test_one_that_is_gone_is_left_alone_and_then_probed_by_one() -> None:
    settings = QUICK.model_copy(update={"retries": 0, "breaker_failures": 2, "breaker_open_s": 0.3})
    with asking(Personality.GONE, settings) as (llm, server):
        for _ in range(2):
            with pytest.raises(ModelUnreachable):
                heard(llm)
        start = time.monotonic()
        with pytest.raises(ModelResting):
            heard(llm)
        assert time.monotonic() - start < 0.05
        assert len(server.asked) == 2
        time.sleep(0.35)
        server.personality = Personality.HONEST
        assert heard(llm)
        assert heard(llm)


def test_half_open_lets_one_probe_pass_and_a_failed_one_closes_it_off_again() -> None:
    now = [0.0]
    breaker = Breaker(1, 10, lambda: now[0])
    assert breaker.admit()
    breaker.failed()
    assert not breaker.admit()
    now[0] = 11
    assert [breaker.admit(), breaker.admit()] == [True, False]
    breaker.failed()
    assert not breaker.admit()
    now[0] = 22
    assert breaker.admit()
    breaker.gave_up()
    assert breaker.admit()
    breaker.succeeded()
    assert [breaker.admit(), breaker.admit()] == [True, True]


def test_whoever_leaves_cancels_the_request_upstream() -> None:
    with asking(Personality.DRIP) as (llm, server):
        stop = Stop()
        speech = iter(llm.stream(ASKED, stop))
        next(speech)
        stop.ask(Abandoned("left"))
        with pytest.raises(Abandoned):
            list(speech)
        deadline = time.monotonic() + 2
        while not server.left and time.monotonic() < deadline:
            time.sleep(0.01)
        assert server.left == 1
        assert not llm.breaker.is_open


def test_a_stop_is_noticed_while_nothing_comes() -> None:
    settings = QUICK.model_copy(update={"first_token_s": 30})
    with asking(Personality.SLOW, settings) as (llm, _):
        stop = Stop()
        threading.Timer(0.1, stop.ask, [Abandoned("left")]).start()
        start = time.monotonic()
        with pytest.raises(Abandoned):
            heard(llm, stop)
        assert time.monotonic() - start < 0.4


def test_beyond_its_room_a_model_is_not_asked() -> None:
    settings = QUICK.model_copy(update={"concurrency": 1})
    with asking(Personality.DRIP, settings) as (llm, server):
        speech = iter(llm.stream(ASKED, Stop()))
        next(speech)
        with pytest.raises(ModelResting, match="already"):
            heard(llm)
        list(speech)
        assert heard(llm)
        assert len(server.asked) == 2


def test_a_reading_has_the_form_of_its_schema() -> None:
    said = Said(
        "Read.", '<unread>["nursng"]</unread><vocabulary>{"topic": ["nursing"]}</vocabulary>'
    )
    with asking(Personality.HONEST) as (llm, _):
        found, usage = llm.read(said, Readings, Stop())
        assert found.readings == [{"words": "nursng", "field": "topic", "value": "nursing"}]
        assert usage.input_tokens > 0


@pytest.mark.parametrize(
    ("who", "error"),
    [
        (Personality.RAMBLER, ModelFailed),
        (Personality.SLOW, ModelTooSlow),
        (Personality.GONE, ModelUnreachable),
    ],
)
def test_a_reading_that_does_not_come_says_why(who: Personality, error: type[Exception]) -> None:
    with asking(who) as (llm, _), pytest.raises(error):
        llm.read(ASKED, Readings, Stop())
    assert issubclass(ModelUnreadable, ModelFailed)


def test_a_request_over_a_ceiling_is_not_sent() -> None:
    settings = LlmSettings(request_tokens=500, output_tokens=490)
    with asking(Personality.HONEST, settings) as (llm, server):
        with pytest.raises(ModelOverBudget, match="request_tokens"):
            heard(llm)
        assert not server.asked


@pytest.mark.parametrize("in_file", [False, True])
def test_the_ceiling_of_a_day_counts_what_runs_and_is_new_the_next_day(
    in_file: bool, tmp_path: Path
) -> None:
    day = [date(2026, 1, 1)]
    settings = LlmSettings(day_usd=1.0, prices={"openai:m": (1000.0, 1000.0)}, output_tokens=400)
    days = DaysOfFile(ConversationFile(tmp_path / "c.sqlite")) if in_file else DaysOfProcess()
    budget = ModelBudget(settings, lambda: day[0], days)
    aside = budget.set_aside("openai:m", 100, 400)
    with pytest.raises(ModelOverBudget, match="day_usd"):
        budget.set_aside("openai:m", 200, 400)
    budget.settle(aside, budget.cost_of("openai:m", 100, 50))
    budget.settle(budget.set_aside("openai:m", 200, 400), Usage())
    with pytest.raises(ModelOverBudget):
        budget.set_aside("openai:m", 600, 400)
    day[0] = date(2026, 1, 2)
    assert budget.set_aside("openai:m", 600, 400).most.cost_usd == pytest.approx(1.0)
    budget.settle(aside, Usage())  # of yesterday: it frees nothing of today
    with pytest.raises(ModelOverBudget):
        budget.set_aside("openai:m", 1, 1)


def test_a_ceiling_of_a_day_holds_over_processes_and_restarts(tmp_path: Path) -> None:
    settings = LlmSettings(day_tokens=1000)
    files = [ConversationFile(tmp_path / "c.sqlite") for _ in range(2)]
    one, other = (ModelBudget(settings, days=DaysOfFile(file)) for file in files)
    aside = one.set_aside("openai:m", 500, 100)
    with pytest.raises(ModelOverBudget, match="day_tokens"):
        other.set_aside("openai:m", 400, 100)
    one.settle(aside, Usage(500, 50))
    other.set_aside("openai:m", 400, 40)  # of a process that is killed: it stays counted
    for file in files:
        file.close()
    again = ModelBudget(settings, days=DaysOfFile(ConversationFile(tmp_path / "c.sqlite")))
    again.set_aside("openai:m", 5, 5)
    with pytest.raises(ModelOverBudget):
        again.set_aside("openai:m", 1, 0)


def test_threads_do_not_go_over_a_ceiling_together(tmp_path: Path) -> None:
    budget = ModelBudget(
        LlmSettings(day_tokens=1000), days=DaysOfFile(ConversationFile(tmp_path / "c.sqlite"))
    )

    def ask(_: int) -> bool:
        try:
            budget.set_aside("openai:m", 90, 10)
        except ModelOverBudget:
            return False
        return True

    with ThreadPoolExecutor(8) as pool:
        assert sum(pool.map(ask, range(40))) == 10


def test_where_the_day_cannot_be_counted_no_model_is_asked(tmp_path: Path) -> None:
    file = ConversationFile(tmp_path / "c.sqlite")
    budget = ModelBudget(LlmSettings(day_tokens=1000), days=DaysOfFile(file))
    file.close()
    (tmp_path / "c.sqlite").write_bytes(b"no database, and longer than its header" * 100)
    with pytest.raises(ModelOverBudget, match="cannot be read"):
        budget.set_aside("openai:m", 90, 10)


def test_a_ceiling_in_money_needs_a_price() -> None:
    with pytest.raises(SettingsInvalid, match="PRICES"):
        Llm(Connection("openai:m", "http://127.0.0.1:9/v1"), LlmSettings(day_usd=5))


def test_a_provider_that_is_not_there_is_told_at_once() -> None:
    with pytest.raises(SettingsInvalid, match="nobody:m"):
        Llm(Connection("nobody:m"), LlmSettings())
