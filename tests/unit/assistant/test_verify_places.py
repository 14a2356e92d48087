"""Places that a sentence speaks of, found among those of very many rows."""

from __future__ import annotations

import time
from dataclasses import replace

from assistant.verify.desk import Desk
from assistant.verify.owners import told_apart
from assistant.verify.reading import read
from tests.unit.vectorstore.made import program
from vectorstore.records import Place, ProgramId

MOST_S = 1.0
"""Seconds; a pattern for each of the cities took twenty."""


def test_places_are_found_among_thousands_without_a_pattern_for_each() -> None:
    row = program()
    rows = [replace(row, places=(Place(f"Town {n}", "Victoria", "AU"),)) for n in range(4_000)]
    start = time.perf_counter()
    found = read("Town 17 is no place here: 3 programs in Town 3999, Victoria.", rows, ())
    assert time.perf_counter() - start < MOST_S
    assert {place.value for place in found.places} == {"town 3999", "victoria"}


def test_a_code_of_a_region_is_a_place_in_capitals_alone() -> None:
    row = program(places=(Place("Gary", "IN", "US"),))
    found = read("It is listed at 900 in total, in Gary, IN.", [row], ())
    assert [place.value for place in found.places] == ["gary", "in"]


def test_words_of_a_cell_that_limits_a_set_are_no_figures_and_no_names() -> None:
    row = program(title="Course Five")
    text = "I hold 3 programs with NZQF Level 5 or NZQF Level 6."
    found = read(text, [row], (), (), ("NZQF Level 5", "NZQF Level 6"))
    assert [figure.low for figure in found.figures] == [3]
    told = read("Welding (Course Code 5, 20 weeks).", [row], (), (), (), ("course code 5",))
    assert not told.named.mentions


def test_a_cell_with_semicolons_ends_no_clause() -> None:
    text = "I hold 3 programs with Intakes Feb; Jul in total."
    assert len(read(text, [program()], (), (), ("Intakes Feb; Jul",)).clauses) == 1


def test_a_region_is_read_by_its_full_name_and_a_register_name_without_its_form() -> None:
    row = program(places=(Place("Gary", "IN", "US"),), university="Steel College Pty Ltd")
    found = read("Steel College teaches it in Gary, Indiana.", [row], ())
    assert {place.value for place in found.places} == {"gary", "indiana"}
    assert len(found.named.mentions) == 1
    assert not read("It is taught in Gary, Western Australia.", [row], ()).places[1:]


def test_rows_of_one_name_are_told_apart_by_the_figure_behind_it() -> None:
    base = program()
    one = replace(base, id=ProgramId("one"), price=900.0)
    other = replace(base, id=ProgramId("other"), price=700.0)
    desk = Desk((), {p.id: p for p in (one, other)}, (one, other), (), (), (), ())
    name = f"{base.title} at {base.university}"
    found = read(f"The cheapest is {name}, listed at 900; next is {name} at 700.", desk.known, ())
    assert [m.rows for g in told_apart(found, desk).groups for m in g.mentions] == [
        {one.id},
        {other.id},
    ]
