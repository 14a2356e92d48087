"""Places that a sentence speaks of, found among those of very many rows."""

from __future__ import annotations

import time
from dataclasses import replace

from assistant.verify.reading import read
from tests.unit.vectorstore.made import program
from vectorstore.records import Place

MOST_S = 1.0
"""Seconds; a pattern for each of the cities took twenty."""


def test_places_are_found_among_thousands_without_a_pattern_for_each() -> None:
    row = program()
    rows = [replace(row, places=(Place(f"Town {n}", "Victoria", "AU"),)) for n in range(4_000)]
    start = time.perf_counter()
    found = read("Town 17 is no place here: 3 programs in Town 3999, Victoria.", rows, ())
    assert time.perf_counter() - start < MOST_S
    assert {place.value for place in found.places} == {"town 3999", "victoria"}
