"""Tables read by a mapping file: made-up registers, small enough to count by hand."""

from __future__ import annotations

import io
from datetime import UTC, date, datetime

import openpyxl
import pytest

from ingest.errors import MappingInvalid, MappingMisfit
from ingest.file_pages import FilePages, read_pages
from ingest.layouts.page import Chunking
from ingest.mapping_file import load_mapping
from ingest.pages import FileBytes
from ingest.table_report import TableReport, register
from vectorstore.records import Delivery, Level, Place, Program, SourceId

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


def workbook(**sheets: tuple[tuple[str, ...], ...]) -> bytes:
    book = openpyxl.Workbook()
    book.remove(book.active)
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append([cell or None for cell in row])
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


REGISTER = workbook(
    Courses=COURSES,
    Places=PLACES,
    Schools=SCHOOLS,
    Staff=(("Name", "Room", "Phone"), ("Ann", "1", "22"), ("Bob", "2", "33")),
    About=(("This register lists courses. It is made up.",),),
)


def read(octets: bytes, mapping: str, name: str = "register.xlsx") -> FilePages:
    given = FileBytes(name, octets, SourceId("s"), datetime(2026, 3, 1, tzinfo=UTC))
    loaded = load_mapping("m.yaml", mapping)
    return read_pages(given, Chunking(200, lambda t: len(t.split())), [loaded])


def programs(pages: FilePages) -> dict[str, Program]:
    found = {p.title: p for content in pages.contents for p in content.programs}
    for content in pages.contents:
        for program in content.programs:
            assert content.page.text[program.start : program.end] == content.page.text
    return found


def csv_of(text: str, fields: str, before: str = "") -> FilePages:
    names = "fields:\n  university: School\n  title: Course\n"
    return read(text.encode(), before + names + fields, "t.csv")


def of_programs(pages: FilePages) -> TableReport:
    (table,) = (t for t in pages.tables if t.taken_as == "programs")
    return table


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


def test_flags_and_codes_by_their_values() -> None:
    text = "School,Course,Deg,Web,Site,Dept\nA,P,M,T,F,X\nB,Q,C,F,T,\nC,R,D,T,T,Y\nD,S,A,F,F,\n"
    pages = csv_of(
        text,
        "  level: { column: Deg, values: { M: master, C: certificate, D: doctorate } }\n"
        "  delivery:\n    - { column: Web, values: { T: online, F: none } }\n"
        "    - { column: Site, values: { t: on_campus, f: none } }\n",
    )
    found = programs(pages)
    assert [p.level.value for p in found.values()] == [
        "master",
        "certificate",
        "doctorate",
        "other",
    ]
    both = {Delivery.ONLINE, Delivery.ON_CAMPUS}
    ways = [{Delivery.ONLINE}, {Delivery.ON_CAMPUS}, both, set()]
    assert [set(p.delivery) for p in found.values()] == ways
    assert (found["P"].attributes, found["P"].award) == ((("Dept", "X"),), None)
    assert of_programs(pages).doubts == (
        "1 cells of 'Deg' give no level, which is unknown there: 'A' (1)",
    )


@pytest.mark.parametrize(
    ("unlisted", "programs_left", "delivery"),
    [("unknown", 2, set()), ("keep", 2, {Delivery.ONLINE}), ("reject", 1, None)],
)
def test_a_value_that_is_not_listed(
    unlisted: str, programs_left: int, delivery: set[Delivery] | None
) -> None:
    mode = f"{{ column: Mode, values: {{ Int: on_campus }}, unlisted: {unlisted} }}"
    pages = csv_of("School,Course,Mode\nA,P,INT\nB,Q,Online\n", f"  delivery: {mode}\n")
    found = programs(pages)
    assert len(found) == programs_left
    if delivery is not None:
        assert found["Q"].delivery == delivery
    else:
        (reason,) = of_programs(pages).rejected
        assert reason.reason == "'Mode' = 'Online' is not in the mapping's values of delivery"


@pytest.mark.parametrize(
    ("cell", "rest", "price", "currency"),
    [
        ("0", "", None, None),
        ("0", ", zero: free", 0.0, "EUR"),
        ("Free", ", zero: free", 0.0, "EUR"),
        ("12 500", "", 12500, "EUR"),
        ("A$9", "", None, None),
        ("on request", "", None, None),
    ],
)
def test_prices(cell: str, rest: str, price: float | None, currency: str | None) -> None:
    fields = f"  price: {{ column: Fee, currency: EUR{rest} }}\n"
    (program,) = programs(csv_of(f"School,Course,Fee\nA,P,{cell}\n", fields)).values()
    assert (program.price, program.currency, program.price_raw) == (price, currency, cell)


def test_lengths_in_units_of_a_column_and_as_text() -> None:
    text = "School,Course,Long,In,Cur,Fee\nA,P,2,Years,NZD,5\nB,Q,18,months,USD,6\n"
    text += "C,R,4 semesters,,,7\nD,S,10 trimesters,,,\n"
    fields = "  duration: { column: Long, unit: { column: In } }\n"
    fields += "  price: { column: Fee, currency: { column: Cur }, basis: year }\n"
    found = programs(csv_of(text, fields))
    years = [p.duration.years if p.duration else None for p in found.values()]
    assert years == [2, 1.5, 2, None]
    assert [p.currency for p in found.values()] == ["NZD", "USD", None, None]
    assert found["S"].attributes[-1] == ("Length", "10 trimesters")


def test_topics_of_several_columns_and_cells_with_several_values() -> None:
    text = "School,Course,F1,F2,Towns\nA,P,Health; Law,Health,Reno / Lima\n"
    fields = "  topics: [{ column: F1, split: ; }, F2]\n"
    fields += "  places: [{ city: { column: Towns, split: / } }, { country: { constant: X } }]\n"
    (program,) = programs(csv_of(text, fields)).values()
    assert program.topics == (" p ", " health ", " law ")
    assert [p.city for p in program.places] == ["Reno", "Lima"]


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


def test_the_basis_of_a_price_by_its_own_column() -> None:
    text = "School,Course,Fee,In,Per\nA,P,100,EUR,per year\nA,Q,90,GBP,Total\nA,R,9,EUR,credit\n"
    text += "A,S,100 per year,EUR,total\nA,T,5,EUR,moon\nA,U,7,EUR,\n"
    price = "  price: { column: Fee, currency: { column: In }, basis: { column: Per } }\n"
    pages = csv_of(text, price)
    held = {t: (p.price, p.currency, p.price_basis) for t, p in programs(pages).items()}
    assert held == {
        "P": (100, "EUR", "year"), "Q": (90, "GBP", "total"), "R": (9, "EUR", "credit"),
        "S": (None, None, "unknown"), "T": (5, "EUR", "unknown"), "U": (7, "EUR", "unknown"),
    }  # fmt: skip
    assert of_programs(pages).doubts == (
        "1 cells of 'Per' give no basis of the price, which is unknown there: 'moon' (1)",
    )
    codes = price.replace("column: Per }", "column: Per, values: { moon: semester } }")
    bases = [p.price_basis.value for p in programs(csv_of(text, codes)).values()]
    assert bases == ["year", "total", "credit", "unknown", "semester", "unknown"]
    with pytest.raises(MappingInvalid, match=r"fields.price.basis.*'weekly' is none of: total"):
        csv_of(text, "  price: { column: Fee, basis: weekly }\n")


def test_figures_that_values_do_not_list_are_read_as_they_are() -> None:
    text = "School,Course,Fee,Long\nA,P,100,2 years\nA,Q,Withheld,short\nA,R,,1 year\n"
    pages = csv_of(
        text,
        "  price: { column: Fee, values: { Withheld: none } }\n"
        "  duration: { column: Long, values: { short: 6 weeks } }\n",
    )
    assert [p.price for p in programs(pages).values()] == [100, None, None]
    lengths = [p.duration.unit for p in programs(pages).values() if p.duration]
    assert lengths == ["year", "week", "year"]
    assert of_programs(pages).doubts == ()
