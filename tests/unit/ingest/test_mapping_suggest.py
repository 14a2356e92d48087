"""A suggested mapping loads as it is written, and reads the file it was made from."""

from __future__ import annotations

import time

import pytest

from ingest.errors import MappingInvalid
from ingest.mapping_file import load_mapping
from ingest.mapping_suggest import suggest
from ingest.readers.delimited import read_delimited
from ingest.sheets import Grid, GridRow, Sheet, sheet_of


def sheet(text: str, name: str | None = None) -> Sheet:
    rows = read_delimited(text).rows
    return sheet_of(Grid(name, tuple(GridRow(r.number, r.cells) for r in rows)))


COURSES = (
    "Fees are in New Zealand dollars\n\nCourse code,Provider,Course name,Award type,Study area,"
)
COURSES += "Duration,Fee,Mode,Withdrawn\n"
for number in range(1, 13):
    mode = "Workshop" if number % 2 else "Internal"
    fee = number * 100 if number % 4 else 0
    COURSES += f"C{number},P{number % 3},Subject {number},{'BMDX'[number % 4]},0{number} - Area,"
    COURSES += f"{number % 3 + 1},{fee},{mode},{'Yes' if number == 5 else 'No'}\n"
SITES = "Course code,Site,Town,Region\n"
SITES += "".join(f"C{n},S{k},Town {k},North\n" for n in range(1, 13) for k in range(2))
STAFF = "Provider,Person,Phone\nP1,Ann,1\nP1,Bob,2\nP2,Cy,3\n"


def suggestion() -> str:
    sheets = [sheet(STAFF, "Staff"), sheet(COURSES, "Courses"), sheet(SITES, "Sites")]
    return suggest(sheets, "register.xlsx")


def test_every_guess_has_its_ground() -> None:
    text = suggestion()
    for line in (
        "sheet: Courses",
        "  - sheet: Sites # rows belong to one row here: several give several places",
        "# The sheet 'Staff' is not read: no column ties its rows to one row here.",
        "  - column: Withdrawn # No 11, Yes 1",
        "key: [Course code] # no two rows have the same",
        "  title: Course name # like 'Subject 1', 'Subject 2', 'Subject 3'",
        "      D: doctorate # a guess",
        "    city: Town # like 'Town 0', 'Town 1'",
        "        Workshop: none # what does it stand for?",
        "        Internal: [on_campus]",
        "    # the unit is a guess from the header or the size of the numbers",
        "  price: { column: Fee, currency: NZD } # like '100', '200', '300'",
        "    # NZD by the notes",
        "    # 3 cells are 0: unknown as it stands; `zero: free` if they mean free",
    ):
        assert line in text.split("\n"), f"{line}\n{text}"


def test_it_loads_as_written() -> None:
    terms = load_mapping("suggested", suggestion()).terms
    assert (terms.key, terms.sheet, terms.join[0].sheet) == (
        ("Course code",),
        ("Courses",),
        "Sites",
    )
    assert terms.fields.duration is not None
    assert terms.fields.duration.unit is not None
    assert terms.fields.duration.unit.constant == "year"


def test_headers_that_are_not_known_are_guessed_from_cells() -> None:
    text = "PROVIDER_ID,PROVIDER_NAME,KIS_ID,TITLE_EN,AIM,LOC_NAME,FEE_UK,STATUS\n"
    for n in range(8):
        text += f"1{n % 2},Alpha,K{n // 2},Physics {n},{'BSc' if n % 3 else 'MPhys'},Town {n},"
        text += f"\u00a392{n}0,{'Suspended' if n == 3 else 'Active'}\n"
    lines = suggest([sheet(text)], "t.csv").split("\n")
    for line in (
        "  title: TITLE EN # like 'Physics 0', 'Physics 1', 'Physics 2'",
        "  award: AIM # as written",
        "    is: [Suspended]",
        "  places: { city: LOC NAME } # like 'Town 0', 'Town 1', 'Town 2'",
    ):
        assert line in lines, "\n".join(lines)
    assert load_mapping("suggested", "\n".join(lines)).terms.fields.price is not None


def test_names_that_yaml_would_read_otherwise_are_quoted() -> None:
    header = 'School,Course: title,"Fee, all","Level {x}",# no'
    rows = "".join(f'A,B{n},{n},"Master\'s: {n}",-\n' for n in range(3))
    text = suggest([sheet(f"{header}\n{rows}")], "it's #1: a.csv")
    terms = load_mapping("suggested", text).terms
    assert (terms.files, terms.title) == (("it's #1: a.csv",), "it's #1: a")
    assert terms.fields.university.column == "School"


def test_a_name_that_an_operator_has_to_write_is_asked_for() -> None:
    text = suggest([sheet("Alpha,Beta\nx y,1\nz w,2\n")], "t.csv")
    with pytest.raises(MappingInvalid, match="'NAME OF THE UNIVERSITY' is a placeholder"):
        load_mapping("suggested", text)
    text = text.replace("NAME OF THE UNIVERSITY", "Elm College")
    terms = load_mapping("suggested", text).terms
    assert (terms.fields.university.constant, terms.fields.title.column) == ("Elm College", "Alpha")
    with pytest.raises(MappingInvalid, match="no table with records"):
        suggest([Sheet(None, (), ())], "t.csv")


def test_files_of_the_same_folder_are_joined_where_columns_tie_them() -> None:
    courses = "COURSE_ID,PROV,NAME,AWARD,MODE\n"
    courses += "".join(f"C{n},9{n % 3},Law {n},{'LLB' if n % 2 else 'LLM'},DL\n" for n in range(9))
    taught = "COURSE_ID,SITE_ID\n" + "".join(f"C{n},S{n % 2}\n" for n in range(9))
    sites = "SITE_ID,TOWN\nS0,Reno\nS1,Lima\n"
    provider = "PROV,PROVIDER_NAME,PHONE\n90,North,1\n91,South,2\n92,West,3\n"
    beside = [sheet(taught, "taught.csv"), sheet(sites, "sites.csv"), sheet(provider, "prov.csv")]
    beside.append(sheet("X,Y\n1,2\n", "other.csv"))
    text = suggest([sheet(courses)], "courses.csv", beside)
    terms = load_mapping("suggested", text).terms
    assert [(j.file, list(j.on)) for j in terms.join] == [
        ("taught.csv", ["COURSE ID"]), ("sites.csv", ["SITE ID"]), ("prov.csv", ["PROV"]),
    ]  # fmt: skip
    assert terms.fields.university.column == "PROVIDER NAME"
    assert "  award: AWARD # as written" in text.split("\n")
    assert "        DL: [online]" in text.split("\n") or "column: MODE" in text


def test_schools_are_told_by_cells_and_prices_by_their_own_columns() -> None:
    text = "ORG,PROG_DESC,WHERE,FORMATS,TUITION_AMOUNT,TUITION_CURRENCY,TUITION_PER,TUITION_OTHER\n"
    for n in range(12):
        way = "online" if n % 2 else "online; on campus"
        per = "per year" if n % 3 else "total"
        text += f"{'North' if n % 2 else 'South'} University,Film {n},x,{way},{n}000,EUR,{per},9\n"
    lines = suggest([sheet(text)], "t.csv").split("\n")
    given = load_mapping("suggested", "\n".join(lines)).terms.fields
    assert given.university.column == "ORG"
    assert (given.delivery[0].column, given.delivery[0].split) == ("FORMATS", ";")
    assert given.price is not None
    assert given.price.basis is not None
    assert given.price.basis.column == "TUITION PER"
    assert "    # or is it one of these? TUITION OTHER" in lines


def test_a_column_of_thousands_of_texts_is_looked_through_quickly() -> None:
    rows = "".join(f"A,Course {n},text {n},{n}\n" for n in range(4000))
    started = time.perf_counter()
    suggest([sheet(f"School,Course,Note,Status\n{rows}")], "t.csv")
    assert time.perf_counter() - started < 10  # a minute, when each cell looked at all others
