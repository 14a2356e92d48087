"""The arithmetic of the bench: percentiles, and when passages hold what a question needs."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from evals.bench import (
    AT_SIZE,
    Baseline,
    Latency,
    Measured,
    Memory,
    holds,
    in_words,
    latency,
    memory_of,
)
from evals.cases import Expect


@pytest.mark.parametrize(
    ("times", "found"),
    [
        ([7.0], Latency(1, 7.0, 7.0, 7.0)),
        ([3.0, 1.0, 2.0], Latency(3, 2.0, 3.0, 3.0)),
        ([float(n) for n in range(1, 101)], Latency(100, 50.0, 95.0, 100.0)),
        ([float(n) for n in range(1, 21)], Latency(20, 10.0, 19.0, 20.0)),
    ],
)
def test_percentiles_are_by_nearest_rank(times: list[float], found: Latency) -> None:
    assert latency(times) == found


def test_all_evidence_must_be_held_in_any_of_its_wordings() -> None:
    expect = Expect(evidence=["$155K-$300K", ["three years", "3 years"]])
    assert holds(expect, ["It pays $155K\u2013$300K.", "It takes 3\n YEARS."])
    assert not holds(expect, ["It pays $155K\u2013$300K."])


@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="this system has no /proc")
def test_memory_is_that_of_the_process() -> None:
    memory = memory_of(os.getpid())
    assert memory is not None
    assert 5 < memory.resident_mb <= memory.peak_mb
    assert memory_of(2**22 + 1) is None


def test_each_figure_is_held_against_its_own_bar() -> None:
    quick, slow = Latency(9, 20.0, 149.0, 160.0), Latency(9, 20.0, 201.0, 300.0)
    baseline = Baseline(quick, found=3, asked=7)
    memory = Memory(604.0, 610.0)
    found = Measured("all", ("a",), AT_SIZE, 4.2, quick, slow, quick, memory, baseline)
    lines = dict(line.split("  ", 1) for line in in_words(found).splitlines()[1:6])
    assert {name: "NOT HELD" in text for name, text in lines.items()} == {
        "start to ready": False,
        "/ask, rows": False,
        "/ask, the rest": True,
        "20/s, 8 clients": False,
        "server resident": False,
    }
    nothing = Measured("all", ("a",), AT_SIZE, 4.2, None, slow, quick, None, baseline)
    assert "none asked" in in_words(nothing)
