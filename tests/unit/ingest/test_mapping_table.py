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
        ("\u20ac0.00", ", zero: free", 0.0, "EUR"),
        ("0.00 per year", ", zero: free", 0.0, "EUR"),
        ("\u20ac0.00", "", None, None),
        ("A$0", ", zero: free", None, None),
        ("NULL", ", zero: free", None, None),
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
        "1 cells of 'Fee' give no price, which is unknown there: '100 per year' (1)",
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


def test_a_zero_with_a_sign_is_of_the_mappings_currency_and_what_is_no_price_is_told() -> None:
    text = "School,Course,Fee\nA,P,$0.00\nA,Q,0\nA,R,POA\nA,S,$75\nA,T,\nA,U,NULL\n"
    for zero, prices in (("free", [0, 0, None, 75, None, None]), ("unknown", [None] * 3 + [75])):
        fields = f"  price: {{ column: Fee, currency: CAD, basis: total, zero: {zero} }}\n"
        pages = csv_of(text, fields)
        held = list(programs(pages).values())
        assert [p.price for p in held][: len(prices)] == prices
        assert {p.currency for p in held if p.price is not None} == {"CAD"}
        assert {p.currency for p in held if p.price is None} == {None}
        (told,) = of_programs(pages).doubts
        assert told.startswith("4" if zero == "unknown" else "2")
        assert ("'POA' (1)" in told, "'NULL' (1)" in told) == (True, True)
        assert ("'$0.00' (1)" in told) is (zero == "unknown")


def test_a_length_that_is_not_known_is_told_with_its_unit() -> None:
    text = "School,Course,Long,In\nA,P,30,Lessons\nA,Q,2,Term(s)\nA,R,3,Week(s)\nA,S,5,\nA,T,-,\n"
    text += "A,U,90,clock hours\n"
    fields = "  duration: { column: Long, unit: { column: In, values: { Term(s): semester } } }\n"
    pages = csv_of(text, fields)
    held = programs(pages)
    lengths = {t: (p.duration.value, p.duration.unit) for t, p in held.items() if p.duration}
    assert lengths == {"Q": (2, "semester"), "R": (3, "week")}
    (told,) = of_programs(pages).doubts
    assert all(f"'{cell}' (1)" in told for cell in ("30 Lessons", "5", "-", "90 clock hours"))
    assert held["U"].attributes[-1] == ("Length", "90 clock hours")
    assert held["T"].attributes == ()


WORDED = "School,Course,Pace,Starts,Seats,Fee\nA,P,FT,Jan; Jul,NULL,9\nA,Q,PT/FT,,12,8\n"
WORDED += "A,R,DL,Jul,n/k,7\n"


def test_attributes_get_labels_words_for_codes_and_are_taken_apart() -> None:
    fields = (
        "  price: Fee\n  attributes:\n"
        "    - { column: Pace, label: Study mode, values: "
        "{ FT: Full-time, PT/FT: [Part-time, Full-time] } }\n"
        "    - { column: Starts, split: ; }\n    - { column: Fee, label: Domestic fee }\n"
    )
    pages = csv_of(WORDED, fields, "empty: [NULL, n/k]\n")
    held = {title: p.attributes for title, p in programs(pages).items()}
    assert held == {
        "P": (
            ("Study mode", "Full-time"), ("Starts", "Jan"), ("Starts", "Jul"),
            ("Domestic fee", "9"),
        ),
        "Q": (
            ("Study mode", "Part-time"), ("Study mode", "Full-time"), ("Seats", "12"),
            ("Domestic fee", "8"),
        ),
        "R": (("Study mode", "DL"), ("Starts", "Jul"), ("Domestic fee", "7")),
    }  # fmt: skip
    assert "Pace: FT\nStarts: Jan; Jul\nFee: 9" in pages.contents[1].page.text
    assert "n/k" not in pages.contents[3].page.text
    with pytest.raises(MappingInvalid, match="an attribute is read from a `column`"):
        csv_of(WORDED, "  attributes: { constant: x }\n")


def test_attributes_of_joined_rows_are_worded_for_each_row() -> None:
    courses = (("Id", "School", "Course"), ("1", "A", "P"), ("2", "A", "Q"))
    days = (("Id", "Day"), ("1", "M"), ("1", "T"), ("1", "M"))
    mapping = "sheet: C\njoin: { sheet: D, on: Id }\nfields:\n  university: School\n"
    mapping += "  title: Course\n  attributes: { column: Day, values: { M: Monday, T: Tuesday } }\n"
    found = programs(read(workbook(C=courses, D=days), mapping))
    assert found["P"].attributes == (("Id", "1"), ("Day", "Monday"), ("Day", "Tuesday"))
    assert found["Q"].attributes == (("Id", "2"),)


def test_other_names_of_the_university_are_told_as_such() -> None:
    text = "School,Course,Short\nElm University,P,EU; Elm\nOak College,Q,-\n"
    fields = "  university_aliases: { column: Short, split: ; }\n"
    found = programs(csv_of(text, fields))
    assert found["P"].attributes == (("Also known as", "EU"), ("Also known as", "Elm"))
    assert found["Q"].attributes == ()


def test_a_constant_may_hold_in_some_rows_only() -> None:
    text = "School,Course,Town,Kind\nA,P,Reno,Public\nA,Q,,Public\nA,R,NULL,Foreign\n"
    for where, placed in (
        ("where: Town", ["P"]),
        ("where: { column: Kind, is_not: Foreign }", ["P", "Q"]),
        ("where: { column: Kind, is: [Foreign] }", ["R"]),
    ):
        fields = f"  places: {{ city: Town, country: {{ constant: Oz, {where} }} }}\n"
        found = programs(csv_of(text, fields, "empty: NULL\n"))
        named = [t for t, p in found.items() if any(it.country for it in p.places)]
        assert named == placed
    with pytest.raises(MappingMisfit, match=r"country\.where\.column: there is no column 'Twn'"):
        csv_of(text, "  places: { city: Town, country: { constant: Oz, where: Twn } }\n")


def test_codes_that_are_translated_are_no_words_for_a_way_and_others_are_kept() -> None:
    text = "School,Course,Mode\nA,P,HYF\nA,Q,F2F/ONL\nA,R,PT\nA,S,BLK\nA,T,Workshop\n"
    fields = (
        "  delivery:\n    - column: Mode\n      split: /\n"
        "      values: { HYF: hybrid, F2F: on_campus, ONL: online, PT: none, Workshop: hybrid }\n"
    )
    told = {p.title: p.delivery_raw for p in programs(csv_of(text, fields)).values()}
    assert told == {"P": None, "Q": None, "R": "PT", "S": "BLK", "T": "Workshop"}
    worded = fields + "  attributes: { column: Mode, values: { PT: Part-time } }\n"
    assert programs(csv_of(text, worded))["R"].delivery_raw is None


def test_prices_that_could_be_two_numbers_are_none_and_keep_their_words() -> None:
    text = 'School,Course,Fee\nA,P,"950,50"\nA,Q,"1.250,00"\nA,R,"1,250"\nA,S,Rs 1.250\n'
    found = programs(csv_of(text, "  price: { column: Fee, currency: INR }\n"))
    assert [(p.price, p.currency) for p in found.values()] == [
        (950.5, "INR"), (1250, "INR"), (None, None), (1250, "INR"),
    ]  # fmt: skip
    assert found["R"].price_raw == "1,250"
    abroad = programs(csv_of(text, "  price: { column: Fee, currency: USD }\n"))
    assert (abroad["S"].price, abroad["S"].price_raw) == (None, "Rs 1.250")


def test_the_words_of_a_price_that_no_pattern_fits_are_kept() -> None:
    text = "School,Course,Fee\nA,P,EUR 900\nA,Q,12 x 75\n"
    found = programs(csv_of(text, "  price: { column: Fee, pattern: '^EUR (\\d+)$' }\n"))
    assert [(p.price, p.price_raw) for p in found.values()] == [(900, "900"), (None, "12 x 75")]


def test_what_nobody_has_decided_is_unknown_and_counted() -> None:
    text = "School,Course,Dist\nA,P,1\nA,Q,2\n"
    pages = csv_of(text, '  delivery: { column: Dist, values: { 1: "?", 2: online } }\n')
    assert [p.delivery for p in programs(pages).values()] == [set(), {Delivery.ONLINE}]
    assert "1 cells of 'Dist' give no delivery, which is unknown there: '1' (1)" in (
        of_programs(pages).doubts
    )


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


def test_labels_that_visitors_cannot_ask_by_are_told() -> None:
    fields = "fields:\n  university: School\n  title: Name\n  attributes:\n"
    fields += "    - { column: A, label: Level }\n    - { column: B, label: Test }\n"
    fields += "    - { column: C, label: Test }\n    - { column: D, label: Test score }\n"
    pages = read(b"School,Name,A,B,C,D\nNorth,Law,7,x,y,z\n", fields, "t.csv")
    assert [doubt.split(":")[0] for doubt in of_programs(pages).doubts] == [
        "the attribute 'Level' is called like a field (level)",
        "2 attributes are called 'Test'",
    ]


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
