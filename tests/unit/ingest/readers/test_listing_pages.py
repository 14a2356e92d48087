"""A listing page saved as HTML and the same as text give the same programs."""

from __future__ import annotations

import io
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import docx
import pytest
from fpdf import FPDF
from fpdf.enums import XPos, YPos

from ingest.ids import source_id
from ingest.layouts.page import Chunking
from ingest.pages import FileBytes, read_file
from tests.unit.ingest.readers import listing_pages
from tests.unit.ingest.readers.listing_pages import ListingPage, Row
from vectorstore.records import ListingId, PageContent, PageId, Program, ProgramId, SourceId

ROOT = Path(__file__).resolve().parents[4]
SEEDS = ROOT.parent / "shared" / "seeds"
SAMPLES = ("nursing-programs.txt", "accounting-programs.txt")
Shape = Callable[[Sequence[Row]], str]

DAMAGED = """Guide

Cook

TL;DR
A cook cooks, and is paid for it, which is more than many other people can say of what they do.

Cooking Programs (12)
Programs for people who cook
Master's in Cooking
Online

First University | MS in Cooking

Lima

1.5 Years
26,310
Master's in Cooking
Onlin e

Second University | MS in Cooking

Reno

2 Years
12,000
Certificates in Baking
On-Campus, Online

Third College | Certificate in Baking

Austin

9 Months
Price on request
Master's in Cooking
Hybrid

Fourth University | MS in Cooking

Salem

abc Years
14,000
Master's in Cooking
Online

Fifth University | MS in Cooking

Boise

18 Months
9,750
"""


def read_as(name: str, octets: bytes) -> PageContent:
    given = FileBytes(name, octets, source_id("s"), datetime(2026, 1, 2, tzinfo=UTC))
    return read_file(given, Chunking(200, lambda t: len(t.split())))


def bare(program: Program) -> Program:
    """The program without what depends on where it stands."""
    return replace(
        program, id=ProgramId(""), page_id=PageId(""), listing_id=ListingId(""),
        source_id=SourceId(""), start=0, end=0, url=None,
    )  # fmt: skip


def told(content: PageContent) -> tuple[object, ...]:
    return (
        [bare(p) for p in content.programs],
        [(x.heading, x.announced, x.held, x.subject, x.off_subject) for x in content.listings],
    )


def rejects(content: PageContent) -> list[tuple[str, str]]:
    return [(r.reason, " ".join(r.text.split())) for r in content.rejects]


def texts() -> list[tuple[str, bytes]]:
    found = [("damaged", DAMAGED.encode())]
    found += [(n, (ROOT / "ingest" / "sample" / n).read_bytes()) for n in SAMPLES]
    if SEEDS.is_dir():
        found += [(p.name, p.read_bytes()) for p in sorted(SEEDS.glob("*.txt"))]
    return found


@pytest.fixture(params=texts(), ids=lambda t: t[0].split(".")[0])
def as_text(request: pytest.FixtureRequest) -> PageContent:
    return read_as("page.txt", request.param[1])


def html_of(content: PageContent, shape: Shape) -> tuple[ListingPage, PageContent]:
    listing = listing_pages.taken_from(content)
    return listing, read_as("page.html", listing_pages.page(listing, shape).encode())


@pytest.mark.parametrize("shape", listing_pages.LINES, ids=lambda s: s.__name__)
def test_rows_of_lines_are_the_same_programs_and_rejects(
    as_text: PageContent, shape: Shape
) -> None:
    listing = listing_pages.taken_from(as_text)
    as_html = read_html_as(listing, shape)
    assert told(as_html) == told(as_text)
    assert rejects(as_html) == rejects(as_text)


@pytest.mark.parametrize("shape", listing_pages.COLUMNS, ids=lambda s: s.__name__)
def test_rows_with_named_cells_are_the_same_programs(as_text: PageContent, shape: Shape) -> None:
    listing = listing_pages.taken_from(as_text)
    whole = replace(listing, rows=tuple(r for r in listing.rows if r.university))
    as_html = read_html_as(whole, shape)
    assert told(as_html) == told(as_text)
    assert as_html.rejects == ()


def read_html_as(listing: ListingPage, shape: Shape) -> PageContent:
    """The page in the frame of a site; of that nothing is left, and links are the programs'."""
    as_html = read_as("page.html", listing_pages.page(listing, shape).encode())
    text = " ".join(as_html.page.text.split())
    for chrome in (
        "cookies", "Study Finder", "Careers", "Home", "99,999", "Template", "enable scripts",
        "12345", "Nursing careers", "rights reserved", "Filters", "Under 10,000", "Skip to",
    ):  # fmt: skip
        assert chrome not in text
    for prose in listing.prose:
        assert " ".join(prose.split()) in text
    assert as_html.page.title == listing.title
    if shape in listing_pages.LINKED:
        links = [listing_pages.link_of(r) for r in listing.rows if r.university]
        assert [p.url for p in as_html.programs] == [f"https://example.org{x}" for x in links]
    return as_html


def pdf_of(listing: ListingPage) -> bytes:
    """The page as a printed one: a line a cell, on as many pages as it takes."""
    pdf = FPDF()
    pdf.core_fonts_encoding = "cp1252"
    pdf.add_page()
    for text, size in _lines(listing):
        pdf.set_font("helvetica", "B" if size > 11 else "", size)
        shown = text.encode("cp1252", "ignore").decode("cp1252")
        pdf.multi_cell(0, size / 2, shown, new_x=XPos.LMARGIN, new_y=YPos.NEXT)
        pdf.ln(2)
    return bytes(pdf.output())


def docx_of(listing: ListingPage) -> bytes:
    """The page as a Word document: a paragraph a cell."""
    document = docx.Document()
    for text, size in _lines(listing):
        document.add_paragraph(text, style={20: "Title", 15: "Heading 1"}.get(size))
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def _lines(listing: ListingPage) -> list[tuple[str, int]]:
    body = [*listing.prose, *(line for row in listing.rows for line in row.lines)]
    prose = len(listing.prose)
    return [
        (listing.title, 20),
        *((text, 10) for text in body[:prose]),
        (listing.heading, 15),
        (listing.subtitle, 10),
        *((text, 10) for text in body[prose:]),
    ]


@pytest.mark.parametrize(("name", "made"), [("a.pdf", pdf_of), ("a.docx", docx_of)])
def test_a_printed_listing_is_the_same_programs_and_rejects(
    as_text: PageContent, name: str, made: Callable[[ListingPage], bytes]
) -> None:
    printed = read_as(name, made(listing_pages.taken_from(as_text)))
    assert rejects(printed) == rejects(as_text)
    assert [plain(p) for p in printed.programs] == [plain(p) for p in as_text.programs]
    assert [(x.heading, x.announced, x.held) for x in printed.listings] == [
        (x.heading, x.announced, x.held) for x in as_text.listings
    ]


def plain(program: Program) -> str:
    """The program in the letters that the fonts of the test have."""
    return repr(bare(program)).replace("\\u2011", "").replace("\u2011", "")
