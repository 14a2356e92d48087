"""Tables read by a mapping file: made-up registers, small enough to count by hand."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from ingest.errors import MappingInvalid, MappingMisfit
from ingest.file_pages import read_pages
from ingest.layouts.page import Chunking
from ingest.pages import FileBytes
from ingest.table_report import register
from tests.unit.ingest.mapped import csv_of, of_programs, programs, read, workbook
from vectorstore.records import Level, Place, SourceId

COURSES = (
    ("Code", "School", "Course", "Level", "Field", "Weeks", "Fee", "Expired", "Notes"),
    ("1", "North", "Nursing", "Masters Degree (Research)", "06 - Care", "104", "30000", "No", "x"),
    ("2", "North", "Law", "Graduate Certificate", "09 - Society", "26", "0", "No", ""),
    ("3", "South", "Art", "Diploma", "10 - Arts", "", "", "Yes", ""),
    ("4", "South", "Music", "Advanced Diploma", "odd", "52", "9000", "No", ""),
    ("", "South", "Dance", "Diploma", "10 - Arts", "52", "9000", "No", ""),
    ("4", "South", "Opera", "Diploma", "10 - Arts", "52", "9000", "No", ""),
    ("5", "", "Film", "Diploma", "10 - Arts", "52", "9000", "No", ""),
    ("6", "East", "Dentistry", "Diploma", "06 - Health", "long", "9000", "No", ""),
)  # fmt: skip
PLACES = (
    ("Course", "Campus", "City", "State"),
    ("1", "Main", "Reno", "NV"),
    ("1", "Lake", "Lima", "OH"),
    ("1", "Annexe", "RENO", "nv"),
    ("3", "Old", "Rome", "GA"),
    ("4", "Hill", "", "OH"),
    ("9", "Lost", "Nome", "AK"),
)
SCHOOLS = (("School", "Type"), ("North", "Public"), ("South", "Private"), ("West", "Private"))
MAPPING = """
title: The Register
sheet: Courses
as_of: 2026-02-03
join:
  - sheet: Places
    on: { Code: Course }
  - sheet: Schools
    on: School
leave_out: { column: Expired, is: yes, reason: expired }
key: Code
fields:
  university: School
  title: Course
  level: Level
  award: Level
  category: { column: Field, pattern: '^\\d+ - (.+)$' }
  duration: { column: Weeks, unit: weeks }
  price: { column: Fee, currency: AUD, basis: total }
  places: { city: City, region: State, country: { constant: Freedonia } }
"""


REGISTER = workbook(
    Courses=COURSES,
    Places=PLACES,
    Schools=SCHOOLS,
    Staff=(("Name", "Room", "Phone"), ("Ann", "1", "22"), ("Bob", "2", "33")),
    About=(("This register lists courses. It is made up.",),),
)


def test_a_register_with_joins_and_rows_left_out() -> None:
    pages = read(REGISTER, MAPPING)
    found = programs(pages)
    assert set(found) == {"Nursing", "Law", "Music", "Dentistry"}
    assert (found["Dentistry"].duration, found["Dentistry"].attributes[-1]) == (
        None, ("Length", "long"),
    )  # fmt: skip
    nursing = found["Nursing"]
    assert nursing.places == (Place("Reno", "NV", "Freedonia"), Place("Lima", "OH", "Freedonia"))
    assert found["Law"].places == (Place(None, None, "Freedonia"),)
    assert found["Music"].places == (Place(None, "OH", "Freedonia"),)
    assert (nursing.level, nursing.award) == (Level.MASTER, "Masters Degree (Research)")
    assert (found["Law"].level, found["Music"].level) == (Level.CERTIFICATE, Level.DIPLOMA)
    assert (nursing.category, found["Music"].category) == ("Care", None)
    assert (nursing.price, nursing.currency, nursing.price_basis) == (30000, "AUD", "total")
    assert (found["Law"].price, found["Law"].price_raw) == (None, "0")
    assert nursing.duration is not None
    assert nursing.duration.years == 2
    assert nursing.attributes == (
        ("Code", "1"), ("Expired", "No"), ("Notes", "x"),
        ("Campus", "Main"), ("Campus", "Lake"), ("Campus", "Annexe"), ("Type", "Public"),
    )  # fmt: skip


def test_what_becomes_of_every_row_is_told_and_adds_up() -> None:
    table = of_programs(read(REGISTER, MAPPING))
    left_out = sum(it.rows for it in table.left_out)
    assert (table.rows, left_out, table.programs, table.rejects) == (8, 1, 4, 3)
    assert {it.rows for it in table.rejected} == {1}
    assert {it.reason for it in table.rejected} == {
        "no key: 'Code' empty",
        "no university",
        "its key is that of another row, which says something else",
    }
    places, schools = table.joins
    assert (places.rows, places.joined, places.of_left_out, places.unmatched) == (6, 4, 1, 1)
    assert (places.without, schools.unmatched, schools.without) == (4, 1, 2)
    assert ("  left out: expired", 1) in register(table)
    assert ("rows of the source", 8) in register(table)
    assert "1 cells of 'Weeks' give no length, which is unknown there: 'long' (1)" in table.doubts
    assert "1 cells of 'Field' give no category, which is unknown there: 'odd' (1)" in table.doubts
    strict = MAPPING.replace("unit: weeks", "unit: weeks, unlisted: reject")
    table = of_programs(read(REGISTER, strict))
    assert (table.programs, table.rejects) == (3, 4)
    assert ("cannot read the length", 1) in {(it.reason, it.rows) for it in table.rejected}


def test_joined_sheets_and_those_not_named_make_no_pages() -> None:
    pages = read(REGISTER, MAPPING)
    assert {c.page.sheet for c in pages.contents} == {"Courses", "About"}
    assert [t.taken_as for t in pages.tables] == ["programs", "joined", "joined", "nothing", "text"]
    assert sum(len(c.passages) for c in pages.contents) == 1


def test_a_place_for_each_joined_row_stands_on_a_line_of_its_own() -> None:
    pages = read(REGISTER, MAPPING)
    nursing = next(c.page for c in pages.contents if c.page.row == 2)
    assert (
        "Campus: Main; City: Reno; State: NV\nCampus: Lake; City: Lima; State: OH" in nursing.text
    )
    assert "Campus: Hill\nState: OH" in next(c.page.text for c in pages.contents if c.page.row == 5)
    assert (nursing.title, nursing.as_of) == ("The Register, row 2", date(2026, 2, 3))


def test_the_key_alone_makes_the_id() -> None:
    ids = {title: p.id for title, p in programs(read(REGISTER, MAPPING)).items()}
    changed = [list(row) for row in COURSES]
    changed[1][2:7] = ["Nursing (new)", "Diploma", "odd", "52", "1"]
    other = workbook(Courses=tuple(map(tuple, changed[:3])), Places=PLACES, Schools=SCHOOLS)
    assert programs(read(other, MAPPING))["Nursing (new)"].id == ids["Nursing"]


def test_one_field_that_joined_rows_give_differently_is_unknown() -> None:
    courses = (("Code", "School", "Course"), ("1", "A", "P"), ("2", "A", "Q"))
    fees = (("Code", "Fee"), ("1", "10"), ("1", "20"), ("2", "30"), ("2", "30"))
    mapping = "sheet: C\njoin: { sheet: F, on: Code }\nfields:\n  university: School\n"
    mapping += "  title: Course\n  price: Fee\n"
    pages = read(workbook(C=courses, F=fees), mapping)
    assert [p.price for p in programs(pages).values()] == [None, 30]
    assert "give no price, which is unknown there: '10; 20' (1)" in of_programs(pages).doubts[0]


def test_a_header_row_that_is_named_goes_before_the_one_found() -> None:
    rows = "List of all,our,things\n1,2,3\nuni,what,x y\nA,B,C\n"
    mapping = "header_row: 3\nfields:\n  university: UNI\n  title: what\n"
    (program,) = programs(read(rows.encode(), mapping, "t.csv")).values()
    assert (program.title, program.attributes) == ("B", (("x y", "C"),))


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (("Fee,", "Fees,"), "m.yaml, line 19, fields.price: there is no column 'Fees'"),
        (("sheet: Courses", "sheet: Course"), "sheet[1]: there is no table 'Course'. The file's"),
        (("sheet: Places", "sheet: Towns"), "join[1].sheet: there is no sheet 'Towns'"),
        (("{ Code: Course }", "{ Code: Id }"), "no column 'Id' in the sheet 'Places'. The columns"),
        (("on: School", "on: Schol"), "join[2].on: there is no column 'Schol' in the sheet 'Cou"),
        (("key: Code", "key: Kode"), "key[1]: there is no column 'Kode'"),
        (("column: Expired", "column: Gone"), "leave_out[1].column: there is no column 'Gone'"),
        (("sheet: Courses", "title2: x"), "unknown key"),
    ],
)
def test_what_is_not_there_is_named_beside_what_is(change: tuple[str, str], told: str) -> None:
    if "title2" in change[1]:
        change = ("sheet: Courses", "")
        told = "which sheet is meant? Name it with `sheet:`. The file's tables: 'Courses', 'Pl"
    with pytest.raises(MappingMisfit) as caught:
        read(REGISTER, MAPPING.replace(*change))
    assert told in str(caught.value)
    if "no column" in told:
        assert "'Code', " in str(caught.value) or "'Campus'" in str(caught.value)


def test_every_row_is_read_alike_inferred_or_written() -> None:
    text = b"School,Course,Duration (weeks),Tuition (AUD),City,State\nA,P,52,900,Reno,NV\n"
    given = FileBytes("t.csv", text, SourceId("s"), datetime(2026, 3, 1, tzinfo=UTC))
    inferred = read_pages(given, Chunking(200, len))
    mapping = (
        "fields:\n  university: School\n  title: Course\n"
        "  duration: { column: Duration (weeks), unit: week }\n"
        "  price: { column: Tuition (AUD), currency: AUD }\n"
        "  places: { city: City, region: State }\n"
    )
    assert programs(inferred) == programs(read(text, mapping, "t.csv"))


def test_rows_of_one_key_are_one_program_where_the_mapping_says_so() -> None:
    text = "Id,School,Course,Town,State,Fee,Link\n1,A,P,Reno,NV,5,x\n1,A,P,Ely,NV,5,y\n"
    text += "2,A,Q,Reno,NV,7,\n1,A,P,,UT,6,y\n,A,R,,,,\n,A,S,,,,\n"
    fields = "  places: { city: Town, region: State }\n  price: Fee\n  url: Link\n"
    pages = csv_of(text, fields, "key: Id\nsame_key: merge\n")
    found = programs(pages)
    assert set(found) == {"P", "Q"}
    assert found["P"].places == (Place("Reno", "NV"), Place("Ely", "NV"), Place(None, "UT"))
    assert (found["P"].price, found["P"].url, found["Q"].price) == (None, None, 7)
    table = of_programs(pages)
    assert (table.rows, table.programs, table.merged, table.rejects) == (6, 2, 2, 2)
    assert "Town: Ely; State: NV; Fee: 5; Link: y" in pages.contents[1].page.text
    with pytest.raises(MappingInvalid, match="`same_key: merge` needs a `key`"):
        csv_of(text, fields, "same_key: merge\n")


def test_rows_with_joins_are_merged_too() -> None:
    courses = (("Id", "School", "Course", "Town"), ("1", "A", "P", "Reno"), ("1", "A", "P", "Ely"))
    more = (("Id", "Day"), ("1", "Mon"), ("1", "Tue"))
    mapping = "sheet: C\nkey: Id\nsame_key: merge\njoin: { sheet: D, on: Id }\nfields:\n"
    mapping += "  university: School\n  title: Course\n  places: { city: Town }\n"
    (program,) = programs(read(workbook(C=courses, D=more), mapping)).values()
    assert [p.city for p in program.places] == ["Reno", "Ely"]
    assert program.attributes == (("Id", "1"), ("Day", "Mon"), ("Day", "Tue"))


LINKED = workbook(
    Courses=(("Id", "School", "Course"), ("1", "N", "Law"), ("2", "N", "Art"), ("3", "N", "Film")),
    Taught=(("Id", "Site"), ("1", "a"), ("1", "b"), ("2", "b"), ("2", "zz")),
    Sites=(
        ("Site", "Town", "Area"), ("a", "Reno", "x"), ("b", "Lima", "y"), ("b", "Rome", "x"),
        ("c", "Nome", "y"),
    ),
    Areas=(("Area", "State"), ("x", "NV"), ("y", "OH")),
)  # fmt: skip


def test_a_join_may_be_on_what_a_join_before_it_gave() -> None:
    mapping = "sheet: Courses\nkey: Id\njoin:\n  - { sheet: Taught, on: Id }\n"
    mapping += "  - { sheet: Sites, on: Site }\n  - { sheet: Areas, on: Area }\n"
    mapping += "fields:\n  university: School\n  title: Course\n"
    mapping += "  places: { city: Town, region: State }\n"
    pages = read(LINKED, mapping)
    found = programs(pages)
    assert found["Law"].places == (Place("Reno", "NV"), Place("Lima", "OH"), Place("Rome", "NV"))
    assert found["Art"].places == (Place("Lima", "OH"), Place("Rome", "NV"))
    assert found["Film"].places == ()
    taught, sites, areas = of_programs(pages).joins
    assert (taught.rows, taught.joined, taught.unmatched, taught.without) == (4, 4, 0, 1)
    assert (sites.rows, sites.joined, sites.unmatched, sites.without) == (4, 3, 1, 1)
    assert (areas.joined, areas.unmatched, areas.without) == (2, 0, 1)
    with pytest.raises(MappingMisfit, match=r"join\[1\]\.on: there is no column 'Site'"):
        read(LINKED, mapping.replace("  - { sheet: Taught, on: Id }\n", ""))


def test_the_report_names_repeats_strangers_and_how_many_have_which_value() -> None:
    courses = (
        ("Id", "School", "Course", "Town", "Fee"), ("1", "A", "MA in P", "Reno", "9"),
        ("1", "A", "MA in P", "Ely", "9"), ("1", "A", "MA in P", "Reno", "9"),
        ("2", "A", "Q", "", ""),
    )  # fmt: skip
    more = (("Id", "Day"), ("1", "Mon"), ("2", "Tue"), ("X7", "Sun"))
    mapping = "sheet: C\nkey: Id\nsame_key: merge\njoin: { sheet: D, on: Id }\nfields:\n"
    mapping += "  university: School\n  title: Course\n  places: { city: Town }\n"
    mapping += "  price: { column: Fee, currency: EUR, basis: year }\n"
    table = of_programs(read(workbook(C=courses, D=more), mapping))
    assert (table.rows, table.programs, table.merged, table.repeated) == (4, 2, 1, 1)
    assert [(r.number, r.first) for r in table.repeats] == [(4, 2)]
    assert [(k.name, [(c.reason, c.rows) for c in k.counts]) for k in table.kinds] == [
        ("level", [("master", 1), ("other", 1)]), ("delivery", [("unknown", 2)]),
        ("currency of prices", [("EUR", 1)]), ("basis of prices", [("year", 1)]),
    ]  # fmt: skip
    lines = register(table)
    assert ("  of no row: 'X7'", 1) in lines
    assert not [line for line in lines if line[0].startswith("  of rows left out")]
    assert ("programs without a city that are not only online", 1) in lines
    whole = of_programs(read(workbook(C=courses, D=more[:3]), mapping))
    assert ("rows of D, all joined", 2) in register(whole)


INSTITUTIONS = "DLI_NO,INST_NM,INST_TYPE,SECTOR\n" + "".join(
    f"O19{n:07},{name},University,Public\n" for n, name in enumerate(("Elm", "Oak University"))
)


def test_a_first_row_of_kinds_that_repeat_below_is_no_header() -> None:
    pages = read(INSTITUTIONS.encode(), "fields: { university: INST_NM, title: DLI_NO }", "t.csv")
    assert of_programs(pages).programs == 2


def test_a_column_that_stands_above_the_header_says_what_to_write() -> None:
    table = b"CODE,WHO\nUniversity,Course\nNorth,Law\nSouth,Art\n"
    with pytest.raises(MappingMisfit, match="there is no column 'CODE'") as raised:
        read(table, "fields: { university: CODE, title: WHO }", "t.csv")
    assert "say so with `header_row: N`, N its number" in str(raised.value)
