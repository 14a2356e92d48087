"""A document is what its first bytes say, and one table is the same programs in every format."""

from __future__ import annotations

import io
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime

import docx
import pytest
from fpdf import FPDF
from fpdf.enums import XPos, YPos

from ingest.errors import (
    DamagedFile,
    EmptyFile,
    EncryptedFile,
    FileTooLarge,
    ReadError,
    UnknownFormat,
)
from ingest.ids import source_id
from ingest.layouts.page import Chunking
from ingest.pages import FileBytes, read_file
from ingest.readers import endings, read
from ingest.readers.documents import DocumentLimits
from vectorstore.records import ListingId, PageContent, PageId, ProgramId

HEADING = "Nursing Programs (12)"
PROSE = "Nurses care for people who are ill, and programs differ in length, place and tuition."
HEADER = ("Level", "Delivery", "University", "Program", "City", "Duration", "Tuition")
ROWS = (
    ("Master", "Online", "First University", "MS in Nursing", "Lima", "1.5 Years", "$26,310"),
    ("Certificate", "On-Campus, Online", "Second College", "Certificate in Nursing", "Reno",
     "9 Months", "Price on request"),
    ("Bachelor", "Hybrid", "Third University", "BS in Nursing", "Salem", "4 Years", "$48,000"),
)  # fmt: skip
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(512)


def as_pdf() -> bytes:
    pdf = FPDF(orientation="landscape")
    pdf.add_page()
    pdf.set_title("Nurse")
    for text, size in (("Nurse", 22), (PROSE, 10), (HEADING, 15)):
        pdf.set_font("helvetica", "B" if size > 10 else "", size)
        pdf.multi_cell(0, 8, text, new_x=XPos.LMARGIN, new_y=YPos.NEXT)
        pdf.ln(4)
    pdf.set_font("helvetica", size=9)
    with pdf.table() as table:
        for row in (HEADER, *ROWS):
            table.row(row)
    return bytes(pdf.output())


def as_docx() -> bytes:
    document = docx.Document()
    document.add_heading("Nurse", 0)
    document.add_paragraph(PROSE)
    document.add_heading(HEADING, 1)
    table = document.add_table(rows=0, cols=len(HEADER))
    for row in (HEADER, *ROWS):
        for cell, text in zip(table.add_row().cells, row, strict=True):
            cell.text = text
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def as_html() -> bytes:
    head = "".join(f"<th>{c}</th>" for c in HEADER)
    rows = "".join(f"<tr>{''.join(f'<td>{c}</td>' for c in row)}</tr>" for row in ROWS)
    return (
        f"<h1>Nurse</h1><p>{PROSE}</p><h2>{HEADING}</h2><table><tr>{head}</tr>{rows}</table>"
    ).encode()


def as_markdown() -> bytes:
    lines = [f"# Nurse\n\n{PROSE}\n\n## {HEADING}\n", "|".join(HEADER), "|".join("-" * 7)]
    lines[2] = "|".join(["---"] * len(HEADER))
    return "\n".join([*lines, *("|".join(row) for row in ROWS)]).encode()


def content(name: str, octets: bytes) -> PageContent:
    given = FileBytes(name, octets, source_id("s"), datetime(2026, 1, 2, tzinfo=UTC))
    read_content = read_file(given, Chunking(200, lambda t: len(t.split())))
    page = read_content.page
    assert all(page.text[p.start : p.end] == p.text for p in read_content.passages)
    return read_content


def told(found: PageContent) -> tuple[object, ...]:
    programs = [
        replace(p, id=ProgramId(""), page_id=PageId(""), listing_id=ListingId(""), start=0, end=0)
        for p in found.programs
    ]
    listings = [(x.heading, x.announced, x.held) for x in found.listings]
    passages = [(p.heading_path, p.text) for p in found.passages]
    return found.page.title, programs, listings, found.rejects, passages


@pytest.mark.parametrize(
    ("name", "made"), [("a.pdf", as_pdf), ("a.docx", as_docx), ("a.html", as_html)]
)
def test_one_table_is_the_same_in_every_format(name: str, made: Callable[[], bytes]) -> None:
    expected = content("a.md", as_markdown())
    assert len(expected.programs) == len(ROWS)
    assert told(content(name, made())) == told(expected)


@pytest.mark.parametrize("name", ["a.txt", "a.exe"])
def test_a_wrong_ending_is_read_right(name: str) -> None:
    assert content(name, b"\r\n" + as_pdf()).page.title == "Nurse"
    assert content(name, as_docx()).page.title == "Nurse"


@pytest.mark.parametrize(
    ("name", "octets", "error", "reason"),
    [
        ("a.pdf", b"Sign in to see this document.", DamagedFile, "does not begin like"),
        ("a.docx", b"<html><body>Sign in</body></html>", DamagedFile, "does not begin like"),
        ("a.doc", OLE, UnknownFormat, "old Office version"),
        ("a.docx", OLE + "EncryptedPackage".encode("utf-16-le"), EncryptedFile, "password"),
        ("a.pdf", b"%PDF-1.4 and no more", DamagedFile, "no whole PDF"),
        ("a.pdf", b"  \n", EmptyFile, "empty"),
    ],
)
def test_what_cannot_be_read(name: str, octets: bytes, error: type[ReadError], reason: str) -> None:
    with pytest.raises(error, match=reason) as raised:
        read(name, octets)
    assert raised.value.uri == name


def test_endings_name_the_documents() -> None:
    assert {".pdf", ".docx", ".html", ".md", ".txt"} <= set(endings())


def test_time_is_bounded() -> None:
    with pytest.raises(FileTooLarge, match=r"more than 0\.01 seconds"):
        read("a.pdf", as_pdf(), limits=DocumentLimits(pages=5, seconds=0.01))


def test_pages_are_bounded() -> None:
    pdf = FPDF()
    for _ in range(3):
        pdf.add_page()
    with pytest.raises(FileTooLarge, match="3 pages, more than the limit of 2"):
        read("a.pdf", bytes(pdf.output()), limits=DocumentLimits(pages=2))
