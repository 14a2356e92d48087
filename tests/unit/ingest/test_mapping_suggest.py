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


NOT_TIED = "no columns tie its rows to one row here, or it brings nothing new"


def suggestion() -> str:
    sheets = [sheet(STAFF, "Staff"), sheet(COURSES, "Courses"), sheet(SITES, "Sites")]
    return suggest(sheets, "register.xlsx")


def test_every_guess_has_its_ground() -> None:
    text = suggestion()
    for line in (
        "sheet: Courses",
        "  - sheet: Sites # rows belong to one row here: several give several places",
        f"# The sheet 'Staff' is not read: {NOT_TIED}.",
        "  - column: Withdrawn # No 11, Yes 1",
        "key: [Course code] # no two rows have the same",
        "  title: Course name # like 'Subject 1', 'Subject 2', 'Subject 3'",
        "      D: doctorate # a guess",
        "    city: Town # like 'Town 0', 'Town 1'",
        '        Workshop: "?" # what does it stand for?',
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
        "    city: LOC NAME # like 'Town 0', 'Town 1', 'Town 2'",
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


def listed(header: str, *rows: str, name: str | None = None) -> Sheet:
    return sheet("\n".join((header, *rows)) + "\n", name)


CLASSES = (
    "Class No.,Centre,Award given,Class title,Subject code,Subject group,Length,Given in,Cost,"
    "Cost is,Distance,Evenings,Pace,Term starts,Was updated,Operating"
)
PACES = "{ FT: [Full-time], PT: [Part-time], FT/PT: [Full-time, Part-time] }"
CENTRES = "Centre,Branch name,Centre name,Also known as,Town / City,Country,Has status,Open"


def training() -> list[Sheet]:
    """Classes of centres: codes, units and bases beside their figures, two rows that repeat."""
    rows = []
    for n in range(40):
        ways, unit = n % 3, ("Weeks", "Months", "Clock hours")[n % 3]
        pace, group = ("FT", "PT", "FT/PT")[n % 3], ("Care work", "Fine art")[n % 2]
        award, per = ("AAS", "Diploma")[n % 2], ("Per year", "Total")[n % 2]
        rows.append(
            f"K{n // 2},{'ab'[n % 2]}0,{award},Skill {n // 2},5{n // 2 % 2}.01,{group},{n % 5 + 1},"
            f"{unit},$ {n}50,{per},{ways},{'yYNn'[n % 4]},{pace},Jan; Jul,2024-01-0{n % 9 + 1},"
            f"{1 if n % 7 else 0}"
        )
    centres = [
        f"{c}0,Site {c},{c.upper()} College,{c}C; {c}X,Town {c},Q{c.upper()},{told},1"
        for c, told in (("a", "NULL"), ("b", "kept"))
    ]
    return [
        listed(CLASSES, *rows, rows[4], name="Classes"),
        listed(CENTRES, *centres, name="Centres"),
    ]


def test_repeated_rows_codes_of_two_parts_and_columns_that_joins_bring() -> None:
    text = suggest(training(), "training.xlsx")
    lines = [line.strip() for line in text.split("\n")]
    for line in (
        "empty: [NULL] # cells that say nothing, in all columns",
        "- sheet: Centres # a look-up",
        "# 1 rows repeat another exactly: they are one program each.",
        'key: ["Class No.", Centre] # no two different rows have the same',
        "university: Centre name # like 'A College', 'B College'",
        "university_aliases: { column: Also known as, split: \";\" } # like 'aC; aX', 'bC; bX'",
        "level: Award given # told from its words: AAS = other, Diploma = diploma",
        "category: Subject group # like 'Care work', 'Fine art'",
        "city: Town / City # like 'Town a', 'Town b'",
        "# Country holds codes ('QA', 'QB'): name each,",
        "duration: { column: Length, unit: { column: Given in } } # like '1', '2', '3'",
        "# 'Clock hours' is no unit: unknown there",
        "- { column: Term starts, split: \";\" } # like 'Jan; Jul'",
        "#   - { column: Evenings, label: Features, values: { y: Evenings, N: none } }",
        f"#   - {{ column: Pace, values: {PACES} }}",
        "- column: Operating # 1 35, 0 6",
    ):
        assert line in lines, f"{line}\n{text}"


def test_codes_are_never_guessed_to_be_ways_countries_or_prices() -> None:
    text = suggest(training(), "training.xlsx")
    terms = load_mapping("suggested", text).terms
    (distance,) = terms.fields.delivery
    assert (distance.column, distance.values) == ("Distance", {})  # "?" is nothing decided
    assert '0: "?" # 14 rows' in text
    assert terms.fields.places[0].country is None
    assert terms.fields.price is not None
    assert (terms.fields.price.column, terms.fields.price.basis) != ("Cost is", None)
    assert "Australia" not in text
    with_country = text.replace("# country: { constant:", "country: { constant:", 1)
    assert with_country == text or "is a placeholder" in _refused(with_country)


def _refused(text: str) -> str:
    with pytest.raises(MappingInvalid) as caught:
        load_mapping("m.yaml", text)
    return str(caught.value)


@pytest.mark.parametrize(
    ("cells", "decided"),
    [
        (("Y", "N"), {"Y": ("online",), "N": ()}),
        (("0", "1"), {"0": (), "1": ("online",)}),
        (("1",), {}),
        (("1", "2", "3"), {}),
        (("0", "1", "2"), {}),
        (("T", "F", "NULL"), {"T": ("online",), "F": ()}),
    ],
)
def test_a_flag_says_yes_and_no_and_nothing_else(
    cells: tuple[str, ...], decided: dict[str, tuple[str, ...]]
) -> None:
    rows = (f"Elm College,Craft {n},{cells[n % len(cells)]}" for n in range(12))
    text = suggest([listed("School,Program,Online", *rows)], "t.csv")
    (given,) = load_mapping("m.yaml", text).terms.fields.delivery
    assert given.values == decided


def test_a_campus_is_no_town_and_a_state_goes_with_the_city_of_its_table() -> None:
    rows = [f"Elm College,Craft {n},{('Main', 'Riverside')[n % 2]}" for n in range(8)]
    text = suggest([listed("School,Program,Campus", *rows)], "t.csv")
    assert "# places: { city: Campus } # like 'Main', 'Riverside'; are these towns?" in text
    assert load_mapping("m.yaml", text).terms.fields.places == ()
    rows = [
        f"Elm College,Craft {n},{('Reno, NV', 'Ely, NV')[n % 2]}".replace(", NV", "; NV")
        for n in range(8)
    ]
    assert "places:" in suggest([listed("School,Program,Location", *rows)], "t.csv")


def test_files_tied_by_several_columns_through_each_other_and_by_year() -> None:
    courses = [f"{p}01,C{n},{m},Craft {n}" for p in "PQ" for n in range(9) for m in (1, 2)]
    taught = [
        f"{p}01,C{n},{m},L{n % 2},CAT-{n % 3}9" for p in "PQ" for n in range(9) for m in (1, 2)
    ]
    sites = [f"{p}01,L{k},Town {p}{k}" for p in "PQ" for k in range(2)]
    fees = [
        f"{p}01,C{n},{m},{y},{y[2:4]}00"
        for p in "PQ"
        for n in range(9)
        for m in (1, 2)
        for y in ("2024/25", "2025/26")
    ]
    beside = [
        listed("PROVID,COURSEID,MODE,SITEID,SUBJ", *taught, name="taught.csv"),
        listed("PROVID,SITEID,SITETOWN", *sites, name="sites.csv"),
        listed("PROVID,COURSEID,MODE,FEE_YEAR,TUITIONFEE_IN", *fees, name="fees.csv"),
        listed("CATCODE,CATLABEL", *(f"CAT-{n}9,Kind {n}" for n in range(3)), name="kinds.csv"),
    ]
    text = suggest([listed("PROVID,COURSEID,MODE,TITLE", *courses, courses[0])], "c.csv", beside)
    text = text.replace("NAME OF THE UNIVERSITY", "Elm College")
    terms = load_mapping("m.yaml", text).terms
    assert terms.key == ("PROVID", "COURSEID", "MODE")
    joins = {join.file: join for join in terms.join}
    assert list(joins["taught.csv"].on) == ["PROVID", "COURSEID", "MODE"]
    assert list(joins["sites.csv"].on) == ["PROVID", "SITEID"]
    assert joins["kinds.csv"].on == {"SUBJ": "CATCODE"}
    (left_out,) = joins["fees.csv"].leave_out
    assert (left_out.column, left_out.is_not) == ("FEE YEAR", ("2025/26",))
    assert terms.fields.price is not None
    assert terms.fields.price.column == "TUITIONFEE IN"
    assert terms.fields.places[0].city is not None
    assert terms.fields.places[0].city.column == "SITETOWN"
    assert terms.fields.topics[0].column == "CATLABEL"


def test_keys_and_ties_are_found_by_cells_whatever_columns_are_called() -> None:
    courses = "PRGM_CD,SCHOOL_REF_CD,PRGM_NM_EN\n"
    courses += "".join(f"P{10_000 + n},O19{n % 9:06},Law {n}\n" for n in range(60))
    sites = "PRGM_CD,SITE_SEQ\n" + "".join(f"P{10_000 + n},{n % 2}\n" for n in range(50))
    towns = "SITE_SEQ,TOWN\n0,Reno\n1,Lima\n"
    schools = "SCHOOL_REF_CD,SCHOOL_NM\n" + "".join(f"O19{n:06},N {n} College\n" for n in range(9))
    beside = [sheet(sites, "sites.csv"), sheet(towns, "towns.csv"), sheet(schools, "schools.csv")]
    terms = load_mapping("m", suggest([sheet(courses)], "courses.csv", beside)).terms
    assert terms.key == ("PRGM CD",)
    assert [(j.file, list(j.on)) for j in terms.join] == [
        ("sites.csv", ["PRGM CD"]), ("towns.csv", ["SITE SEQ"]),
        ("schools.csv", ["SCHOOL REF CD"]),
    ]  # fmt: skip
