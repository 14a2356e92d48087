"""Limits: so many and no more, in every window, and when to come again."""

from __future__ import annotations

import time

import pytest

from assistant.rates import Rates


class Clock:
    """The time that the counters see."""

    def __init__(self) -> None:
        self.now = 1_800_000_000.0

    def time(self) -> float:
        return self.now


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    """The library reads the system's clock; tests move it."""
    made = Clock()
    monkeypatch.setattr(time, "time", made.time)
    return made


def taken(rates: Rates, limit: str, who: str, times: int) -> int:
    """How many of so many tries in a row are let through."""
    return sum(rates.wait_s((limit, (who,)))[0] == 0 for _ in range(times))


def test_so_many_and_no_more(clock: Clock) -> None:
    rates = Rates()
    assert taken(rates, "5/minute", "a", 8) == 5
    assert taken(rates, "5/minute", "b", 8) == 5
    clock.now += 121
    assert taken(rates, "5/minute", "a", 8) == 5


@pytest.mark.parametrize("limit", ["5/minute", "3/second", "10/hour", "7 per 2 minutes"])
@pytest.mark.parametrize("offset", [0.0, 0.4, 17.3, 59.9])
def test_who_waits_as_told_is_let_in_and_who_does_not_is_not(
    clock: Clock, limit: str, offset: float
) -> None:
    clock.now += offset
    rates = Rates()
    for _ in range(30):
        wait_s, at = rates.wait_s((limit, ("a",)))
        if wait_s:
            assert at == 0
            clock.now += wait_s
            assert rates.wait_s((limit, ("a",)))[0] == 0
    assert clock.now > 1_800_000_000.0 + offset


def test_no_window_of_the_length_holds_twice_the_limit(clock: Clock) -> None:
    rates = Rates()
    let_in: list[float] = []
    for _ in range(600):
        clock.now += 0.5
        if not rates.wait_s(("10/minute", ("a",)))[0]:
            let_in.append(clock.now)
    worst = max(sum(start <= t < start + 60 for t in let_in) for start in let_in)
    assert worst <= 13  # two windows are weighed: a little over ten can fall together
    assert 45 <= len(let_in) <= 55  # five minutes


def test_what_one_limit_refuses_counts_in_none(clock: Clock) -> None:
    rates = Rates()
    both = (("2/minute", ("a",)), ("100/minute", ("all",)))
    assert [rates.wait_s(*both)[1] for _ in range(4)] == [-1, -1, 0, 0]
    assert sum(rates.wait_s(("1/minute", ("x",)), ("100/minute", ("all",)))[1] == -1
               for _ in range(3)) == 1  # fmt: skip
    others = [rates.wait_s(("1000/minute", ("y",)), ("100/minute", ("all",)))[1] for _ in range(99)]
    assert others.count(-1) == 97
    assert others.count(1) == 2


def test_of_several_in_one_text_all_hold(clock: Clock) -> None:
    rates = Rates()
    assert taken(rates, "5/minute; 7/hour", "a", 9) == 5
    clock.now += 125
    assert taken(rates, "5/minute; 7/hour", "a", 9) == 2


def test_looking_takes_nothing(clock: Clock) -> None:
    rates = Rates()
    for _ in range(9):
        assert rates.is_full("2/minute", "a") == 0
    rates.take("2/minute", "a")
    rates.take("2/minute", "a")
    assert 0 < rates.is_full("2/minute", "a") <= 91
    assert rates.is_full("2/minute", "b") == 0
