"""Files of records: the same programs from every format, and nothing dropped in silence."""

from __future__ import annotations

import csv
import io
import json
from dataclasses import replace
from datetime import UTC, date, datetime

import openpyxl
import pytest

from ingest.errors import FileTooLarge, ReadError, UnreadablePage
from ingest.file_pages import FilePages, read_pages
from ingest.layouts.page import Chunking
from ingest.pages import FileBytes
from ingest.report import make_report
from vectorstore.held import Held
from vectorstore.records import (
    Delivery,
    Level,
    ListingId,
    PageId,
    Program,
    ProgramId,
    SnapshotId,
    SourceId,
)

HEADER = (
    "University", "Program", "Level", "Online", "On campus", "City", "State", "Country",
    "Duration (weeks)", "Tuition per year (AUD)", "Seats",
)  # fmt: skip
ROWS = (
    ("First", "Data Science", "M", "yes", "no", "Reno", "NV", "US", "104", "12000", "40"),
    ("Second", "Master of Law", "Masters", "no", "yes", "Lima", "", "PE", "52", "0", ""),
    ("Third, Ltd", "Diploma of Art", "Diploma", "no", "no", "", "", "", "", "9850.5", "7"),
)


def read_as(name: str, octets: bytes) -> FilePages:
    given = FileBytes(name, octets, SourceId("s"), datetime(2026, 1, 2, tzinfo=UTC))
    pages = read_pages(given, Chunking(200, lambda t: len(t.split())))
    for content in pages.contents:
        text = content.page.text
        assert all(text[p.start : p.end] == p.text for p in content.passages)
        assert all(text[p.start : p.end] for p in content.programs)
    return pages


def programs(pages: FilePages) -> list[Program]:
    return [program for content in pages.contents for program in content.programs]


def delimited(sign: str) -> bytes:
    out = io.StringIO()
    csv.writer(out, delimiter=sign).writerows([HEADER, *ROWS])
    return out.getvalue().encode()


def workbook() -> bytes:
    book = openpyxl.Workbook()
    for row in [
        HEADER,
        *([float(c) if c.replace(".", "").isdigit() else c for c in r] for r in ROWS),
    ]:
        book.active.append(
            [None if c == "" else c for c in row] if isinstance(row, list) else list(row)
        )
    return saved(book)


def saved(book: openpyxl.Workbook) -> bytes:
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def objects() -> list[dict[str, str]]:
    return [dict(zip(HEADER, row, strict=True)) for row in ROWS]


def markdown() -> bytes:
    lines = [HEADER, ("---",) * len(HEADER), *ROWS]
    return ("# T\n\n" + "\n".join(f"| {' | '.join(row)} |" for row in lines)).encode()


def html() -> bytes:
    head = "".join(f"<th>{name}</th>" for name in HEADER)
    body = "".join(f"<tr>{''.join(f'<td>{c}</td>' for c in row)}</tr>" for row in ROWS)
    return f"<html><body><h1>T</h1><table><tr>{head}</tr>{body}</table></body></html>".encode()


def bare(program: Program) -> Program:
    nowhere = replace(program, id=ProgramId(""), page_id=PageId(""), listing_id=ListingId(""))
    return replace(nowhere, start=0, end=0, off_subject=False)


@pytest.mark.parametrize(
    ("name", "octets"),
    [
        ("t.csv", delimited(";")),
        ("t.csv", b"sep=|\n" + delimited("|")),
        ("t.csv", delimited(",").decode().encode("utf-16")),
        ("t.tsv", delimited("\t")),
        ("t.xlsx", workbook()),
        ("t.json", json.dumps({"data": objects()}).encode()),
        ("t.jsonl", "\n".join(map(json.dumps, objects())).encode()),
        ("t.md", markdown()),
        ("t.html", html()),
    ],
)
def test_every_format_gives_the_same_programs(name: str, octets: bytes) -> None:
    expected = [bare(p) for p in programs(read_as("t.csv", delimited(",")))]
    assert [bare(p) for p in programs(read_as(name, octets))] == expected


def test_what_the_columns_say() -> None:
    pages = read_as("some-list.csv", delimited(","))
    first, second, third = programs(pages)
    assert (first.level, first.delivery) == (
        Level.MASTER,
        frozenset({Delivery.ONLINE}),
    )
    assert (first.price, first.currency, first.price_basis) == (12000, "AUD", "year")
    assert first.duration is not None
    assert (first.duration.raw, first.duration.years) == ("104 weeks", 2)
    assert (first.places[0].city, first.places[0].region, first.places[0].country) == (
        "Reno", "NV", "US",
    )  # fmt: skip
    assert first.attributes == (("Seats", "40"),)
    assert (second.price, second.places[0].region) == (None, None)
    assert (third.delivery, third.places, third.duration) == (frozenset(), (), None)
    head, row = pages.contents[:2]
    assert (row.page.uri, row.page.row) == ("some-list.csv#R2", 2)
    assert (head.listings[0].heading, head.listings[0].held) == ("some list", 3)


def test_rows_that_cannot_be_read_are_rejects_with_their_row() -> None:
    text = (
        "Programs of 2026\n\nUniversity,Program,Price\nA,B,100\nA,B,100\nA,C\nD,,5\nE,F,dear\n"
        'G,"H\nI",7\nJ,K,8\nTotal,,9\n'
    )
    pages = read_as("t.csv", text.encode())
    (table,) = pages.tables
    assert (table.rows, table.programs, table.repeated, table.rejects) == (7, 3, 1, 3)
    rejects = [r for c in pages.contents for r in c.rejects]
    assert [(r.page_uri, r.reason) for r in rejects] == [
        ("t.csv#R6", "2 cells where the table has 3 columns"),
        ("t.csv#R7", "no title"),
        ("t.csv#R8", "cannot read the price 'dear'"),
    ]


SHORT_HEADER = "Study field,Delivery mode,School,Program title,City,Duration,Price,Currency code"
SHORT_ROW = ("Master's in Art", "Online", "First", "MA in Art", "Lima", "2 Years", "9000", "AUD")


def short_table(lost: int, title: str = "BA in Law", mark: str = "") -> str:
    """A table whose second row lacks a cell; `mark` stands for it at the row's end."""
    cells = ["Bachelor's in Law", "Hybrid", "Mid", title, "Cusco", "4 Years", "20000", "AUD"]
    del cells[lost]
    rows = (SHORT_ROW, [*cells, mark] if mark else cells, ("Law", *SHORT_ROW[1:]))
    return "\n".join([SHORT_HEADER, *(",".join(row).removesuffix("-") for row in rows)]) + "\n"


@pytest.mark.parametrize(
    ("lost", "wanted"),
    [
        (0, (None, "Hybrid", "Cusco", "4 Years", 20000)),
        (1, ("Bachelor's in Law", None, "Cusco", "4 Years", 20000)),
        (4, ("Bachelor's in Law", "Hybrid", None, "4 Years", 20000)),
        (5, ("Bachelor's in Law", "Hybrid", "Cusco", None, 20000)),
        (6, ("Bachelor's in Law", "Hybrid", "Cusco", "4 Years", None)),
    ],
)
@pytest.mark.parametrize("mark", ["", "-"])
def test_a_row_short_of_a_cell_is_read_where_one_place_alone_fits(
    lost: int, wanted: tuple[object, ...], mark: str
) -> None:
    text = short_table(lost, mark=mark)
    if mark:  # a reader of Markdown fills a short row up at its end
        lines = [f"| {' | '.join(line.split(','))} |" for line in text.split("\n")[:-1]]
        text = "\n".join(["# Programs", "", lines[0], "|---" * 8 + "|", *lines[1:]])
    pages = read_as("t.md" if mark else "t.csv", text.encode())
    found = programs(pages)
    assert [p.university for p in found] == ["First", "Mid", "First"]
    row = found[1]
    city = next((p.city for p in row.places), None)
    length = row.duration.raw if row.duration else None
    assert (row.category, row.delivery_raw, city, length, row.price) == wanted
    if not mark:
        assert [f"of {SHORT_HEADER.split(',')[lost]!r}" in d for d in pages.tables[0].doubts] == [
            True
        ]


@pytest.mark.parametrize(
    "text",
    [
        short_table(2),  # no program without its school
        short_table(3),
        short_table(4, title="Law of the Sea"),  # the city, or the title?
        short_table(7),  # it may end within its price
    ],
)
def test_a_short_row_whose_gap_nobody_can_know_is_a_reject(text: str) -> None:
    pages = read_as("t.csv", text.encode())
    assert [p.university for p in programs(pages)] == ["First", "First"]
    rejects = [r.reason for c in pages.contents for r in c.rejects]
    assert rejects == ["7 cells where the table has 8 columns"]


def test_a_figure_is_no_city() -> None:
    text = "University,Program,City,Price\nA,B,Lima,100\nC,D,2 Years,100\nE,F,9000,100\n"
    pages = read_as("t.csv", text.encode())
    assert [p.university for p in programs(pages)] == ["A"]
    rejects = [r.reason for c in pages.contents for r in c.rejects]
    assert rejects == ["cannot read the city '2 Years'", "cannot read the city '9000'"]


@pytest.mark.parametrize(
    "name", ["Study field", "Field of study", "Academic disciplines", "Course category", "Subjects"]
)
def test_columns_that_name_a_field_of_study_are_categories(name: str) -> None:
    text = f"University,Program,Price,{name}\nA,B,100,Law\n"
    (program,) = programs(read_as("t.csv", text.encode()))
    assert (program.category, program.attributes) == ("Law", ())


@pytest.mark.parametrize("name", ["Field of view", "Subject code", "Area", "Student area"])
def test_other_fields_and_areas_are_none(name: str) -> None:
    text = f"University,Program,Price,{name}\nA,B,100,Law\n"
    (program,) = programs(read_as("t.csv", text.encode()))
    assert program.category is None


def test_columns_that_are_not_sure_stay_attributes() -> None:
    text = "University,Program,Fee (domestic),Fee (international),Duration\nA,B,1,2,3\nC,D,4,5,6\n"
    pages = read_as("t.csv", text.encode())
    first = programs(pages)[0]
    assert (first.price, first.duration) == (None, None)
    assert len(first.attributes) == 3
    assert len(pages.tables[0].doubts) == 2


def test_currencies_that_disagree_are_no_price() -> None:
    text = "University,Program,Price (AUD)\nA,B,$100\nA,C,EUR 100\nA,D,100\n"
    found = [(p.price, p.currency) for p in programs(read_as("t.csv", text.encode()))]
    assert found == [(100, "AUD"), (None, None), (100, "AUD")]


def test_equal_keys_of_different_rows_lose_nothing() -> None:
    text = "Code,University,Program,City\n1,A,B,Lima\n1,A,B,Reno\n1,A,B,Lima\n"
    pages = read_as("t.csv", text.encode())
    assert len({p.id for p in programs(pages)}) == 2
    assert pages.tables[0].repeated == 1


def test_a_quote_that_is_never_closed_costs_its_own_row() -> None:
    rows = "".join(f"U{n},P{n},{n}00\n" for n in range(1, 9))
    pages = read_as("t.csv", f'University,Program,Price\n"A,B,5\n{rows}'.encode())
    assert len(programs(pages)) >= 8


def test_a_workbook_with_titles_notes_merges_dates_and_hidden_sheets() -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "Courses"
    for row in (
        ["AI Programs (9)"], ["Report generated 3 January 2023"],
        ["University", "Course", "Fee", "Starts"],
        ["A", "B", 100.0, date(2026, 3, 1)], [None, "C", 7, None],
    ):  # fmt: skip
        sheet.append(row)
    sheet.merge_cells("A4:A5")
    sheet["C4"].number_format = "[$\u20ac-407] #,##0"
    hidden = book.create_sheet("secret")
    hidden.append(["University", "Course", "Fee"])
    hidden.sheet_state = "hidden"
    pages = read_as("t.xlsx", saved(book))
    first, second = programs(pages)
    assert (first.price, first.currency, second.currency) == (100, "EUR", None)
    assert (second.university, first.attributes) == ("A", (("Starts", "2026-03-01"),))
    head = pages.contents[0]
    assert (head.listings[0].announced, head.page.as_of) == (9, date(2023, 1, 3))
    assert pages.contents[1].page.uri == "t.xlsx#Courses!R4"
    assert [t.taken_as for t in pages.tables] == ["programs", "nothing"]


def test_a_table_of_other_things_gives_claims_and_passages() -> None:
    text = "title,slug,median_pay_annual,outlook_pct,entry_education\nActors,actors,48526,0,None\n"
    text += "Actuaries,actuaries,125770,22,Bachelor's degree\n"
    pages = read_as("t.csv", text.encode())
    actors, actuaries = pages.contents
    assert (actuaries.page.title, actuaries.page.row) == ("Actuaries", 3)
    pay, growth, _ = actuaries.claims
    assert (pay.attribute, pay.low, pay.unit, pay.period) == ("pay", 125770, None, "year")
    assert (growth.low, growth.unit) == (22, "percent")
    assert "slug" not in actors.passages[0].text
    assert pages.tables[0].taken_as == "facts"


def test_records_that_hold_pages_become_pages() -> None:
    prose = "A nurse cares for people who are ill. " * 8
    item = {"url": "https://example.org/n", "title": "Nurse", "text": f"# Nurse\n\n{prose}"}
    pages = read_as("t.jsonl", f"{json.dumps(item | {'markdown': item['text']})}\n{{bad\n".encode())
    page = next(c for c in pages.contents if c.passages)
    assert (page.page.title, page.page.url) == ("Nurse", "https://example.org/n")
    (reject,) = (r for c in pages.contents for r in c.rejects)
    assert reject.page_uri == "t.jsonl#R2"


@pytest.mark.parametrize(
    ("name", "octets"),
    [
        ("t.xlsx", b"PK\x03\x04junk"),
        ("t.xlsx", workbook()[:3000]),
        ("t.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)),
        ("t.json", b"[" * 100_000),
        ("t.json", b'{"a": NaN'),
        ("t.csv", bytes(range(256)) * 20),
        ("t.jsonl", b"not json\n"),
    ],
)
def test_bad_files_are_clear_errors(name: str, octets: bytes) -> None:
    with pytest.raises(ReadError) as caught:
        read_as(name, octets)
    assert caught.value.code in ("unreadable_page", "binary", "damaged")


def test_tables_beyond_reason_are_refused_before_they_take_memory() -> None:
    book = openpyxl.Workbook()
    book.active["A1"] = book.active["XFD1048576"] = 1
    with pytest.raises(FileTooLarge, match="reach over"):
        read_as("t.xlsx", saved(book))
    with pytest.raises(FileTooLarge, match="columns"):
        read_as("t.csv", b",".join([b"x"] * 2000) + b"\n" + b",".join([b"1"] * 2000))


def test_an_object_that_names_a_key_twice_is_a_reject() -> None:
    good = json.dumps(objects()[0])
    pages = read_as("t.json", f'[{good}, {{"Program": "X", "Program": "Y"}}]'.encode())
    assert (len(programs(pages)), pages.tables[0].rejects) == (1, 1)
    with pytest.raises(UnreadablePage):
        read_as("t.json", b"[]")


def test_the_report_counts_rows_without_a_city_that_are_not_online_only() -> None:
    text = (
        "University,Program,Price,City,Delivery\nA,B,1,Lima,Hybrid\nA,C,1,,Hybrid\nA,D,1,,Online\n"
    )
    read = {c.page.id: c for c in read_as("t.csv", text.encode()).contents}
    held = Held((), tuple(read.values()))
    (listing,) = make_report(SnapshotId("s"), Held(), held, read, ()).listings
    assert (listing.held, listing.without_city) == (3, 1)
