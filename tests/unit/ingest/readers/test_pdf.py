"""PDFs made for the purpose become headings, paragraphs, items and tables in reading order."""

from __future__ import annotations

import io
import struct
import zlib
from collections.abc import Callable
from contextlib import suppress

import pytest
from fpdf import FPDF
from fpdf.enums import AccessPermission, EncryptionMethod, XPos, YPos
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ingest.blocks import Block, BlockKind, assemble
from ingest.errors import DamagedFile, EncryptedFile, FileTooLarge, ReadError, ScannedFile
from ingest.readers.hyphens import Vocabulary, joined
from ingest.readers.pdf import read_pdf

PROSE = (
    "Veterinary nurses care for animals that are ill or hurt, and they work beside veterinarians "
    "in clinics and hospitals. They give medicine, take blood, and comfort the owners who wait "
    "outside for news of what they brought in."
)
HEADER = ("University", "Program", "City", "Length", "Tuition")


class Guide(FPDF):
    """A document with a running header and numbered footers."""

    def header(self) -> None:
        self.set_font("helvetica", size=8)
        self.cell(0, 6, "Study Guide 2026", align="R")
        self.ln(10)

    def footer(self) -> None:
        self.set_y(-15)
        self.set_font("helvetica", size=8)
        self.cell(0, 10, f"Page {self.page_no()} of 9 | example.org", align="C")


def start(kind: type[FPDF] = FPDF) -> FPDF:
    pdf = kind()
    pdf.add_page()
    pdf.set_font("helvetica", size=11)
    return pdf


def write(pdf: FPDF, text: str, size: float = 11, style: str = "", align: str = "L") -> None:
    pdf.set_font("helvetica", style, size)
    pdf.multi_cell(0, size / 2, text, align=align, new_x=XPos.LMARGIN, new_y=YPos.NEXT)
    pdf.ln(3)


def blocks_of(pdf: FPDF, max_pages: int = 50) -> tuple[Block, ...]:
    draft = read_pdf("a.pdf", bytes(pdf.output()), max_pages)
    document = assemble(draft)
    assert all(document.text[b.start : b.end] == b.text for b in document.blocks)
    return draft.blocks


def told(blocks: tuple[Block, ...]) -> list[tuple[str, str]]:
    return [(b.kind.value, b.text) for b in blocks]


def test_headings_paragraphs_and_items_without_what_runs_along() -> None:
    pdf = start(Guide)
    pdf.set_title("Veterinary Nurse")
    write(pdf, "Veterinary Nurse", 22, "B")
    for number in range(4):
        write(pdf, f"Part {number} of the Work", 15, "B")
        for _ in range(4):
            write(pdf, PROSE)
        write(pdf, "- feed the animals")
        write(pdf, f"- clean the cages. {PROSE}")
    draft = read_pdf("a.pdf", bytes(pdf.output()), 50)
    expected = [("heading", "Veterinary Nurse")]
    for number in range(4):
        expected.append(("heading", f"Part {number} of the Work"))
        expected += [("paragraph", PROSE)] * 4
        expected += [("item", "feed the animals"), ("item", f"clean the cages. {PROSE}")]
    assert told(draft.blocks) == expected
    assert draft.title == "Veterinary Nurse"
    assert [b.level for b in draft.blocks if b.level] == [1, 2, 2, 2, 2]


def test_a_title_of_two_lines_and_bold_headings_of_the_same_size() -> None:
    pdf = start()
    write(pdf, "The Work of Nurses\nWho Care for Animals", 20, "B", "C")
    write(pdf, "What they do", 11, "B")
    write(pdf, PROSE, align="J")
    blocks = blocks_of(pdf)
    assert told(blocks) == [
        ("heading", "The Work of Nurses Who Care for Animals"),
        ("heading", "What they do"),
        ("paragraph", PROSE),
    ]
    assert [b.level for b in blocks[:2]] == [1, 3]


def test_lines_of_cells_stay_lines() -> None:
    pdf = start()
    write(pdf, PROSE)
    lines = ["Master's in Nursing", "Online", "First University | MS in Nursing", "Lima",
             "1.5 Years", "26,310"]  # fmt: skip
    for line in lines:
        pdf.cell(0, 6, line, new_x=XPos.LMARGIN, new_y=YPos.NEXT)
    assert [b.text for b in blocks_of(pdf)] == [PROSE, *lines]


@pytest.mark.parametrize("number", [500, 1100])
def test_two_columns_are_read_one_after_the_other(number: int) -> None:
    pdf = start()
    write(pdf, "Two Columns", 20, "B")
    words = [f"w{n:03d}" for n in range(number)]
    pdf.set_font("helvetica", size=10)
    with pdf.text_columns(ncols=2, gutter=12, text_align="L") as columns:
        columns.write(" ".join(words))
    blocks = blocks_of(pdf)
    assert " ".join(b.text for b in blocks[1:]) == " ".join(words)
    assert len(blocks) == 2


@pytest.mark.parametrize("borders", ["ALL", "HORIZONTAL_LINES", "NONE"])
def test_a_table_over_pages_has_one_header(borders: str) -> None:
    pdf = start()
    write(pdf, "Nursing Programs (70)", 16, "B")
    pdf.set_font("helvetica", size=10)
    rows = [(f"University {n}", f"MS in Nursing {n}", "Lima", "2 Years", f"{n},310")
            for n in range(1, 71)]  # fmt: skip
    with pdf.table(borders_layout=borders, first_row_as_headings=borders != "ALL") as table:
        for row in (HEADER, *rows):
            table.row(row)
    blocks = blocks_of(pdf)
    assert [b.cells for b in blocks if b.kind is BlockKind.ROW] == rows
    assert {b.header for b in blocks if b.kind is BlockKind.ROW} == {HEADER}
    assert told(blocks)[0] == ("heading", "Nursing Programs (70)")
    assert len(blocks) == 71


def test_merged_cells_count_in_every_place() -> None:
    pdf = start()
    with pdf.table() as table:
        table.row(HEADER)
        row = table.row()
        row.cell("First University", rowspan=2)
        for text in ("MS in Nursing", "Lima", "2 Years", "9,000"):
            row.cell(text)
        table.row(("MS in Law", "Reno", "1 Years", "8,000"))
        row = table.row()
        row.cell("Second University")
        row.cell("MS in Art")
        row.cell("Reno")
        row.cell("on request", colspan=2)
    rows = [b.cells for b in blocks_of(pdf) if b.kind is BlockKind.ROW]
    assert [r[0] for r in rows] == ["First University", "First University", "Second University"]
    assert rows[2][3:] == ("on request", "on request")


def test_labels_and_figures_side_by_side_are_rows() -> None:
    pdf = start()
    for label, value in (("Median pay", "$93,600"), ("Jobs", "3,391,000"), ("Growth", "5%")):
        pdf.cell(60, 6, label)
        pdf.cell(40, 6, value, new_x=XPos.LMARGIN, new_y=YPos.NEXT)
    assert [b.text for b in blocks_of(pdf)] == [
        "Median pay: $93,600", "Jobs: 3,391,000", "Growth: 5%",
    ]  # fmt: skip


def test_words_broken_at_line_ends() -> None:
    known = Vocabulary(["the well-known rule", "a cooperative school"])
    assert joined("more infor-", "mation on it", known) == "more information on it"
    assert joined("a full-", "time job", known) == "a full-time job"
    assert joined("it is well-", "known", known) == "it is well-known"
    assert joined("a coop-", "erative", known) == "a cooperative"
    assert joined("at Smith-", "Jones University", known) == "at Smith-Jones University"
    assert joined("from 2024-", "34", known) == "from 2024- 34"
    assert joined("infor\u00ad", "mation", known) == "infor\u00ad mation".replace("\u00ad ", "")


def test_a_locked_file() -> None:
    pdf = start()
    write(pdf, PROSE)
    pdf.set_encryption("owner", "secret", permissions=AccessPermission.none(),
                       encryption_method=EncryptionMethod.AES_256)  # fmt: skip
    with pytest.raises(EncryptedFile, match="password"):
        blocks_of(pdf)


def test_a_file_locked_against_changes_only_is_read() -> None:
    pdf = start()
    write(pdf, PROSE)
    pdf.set_encryption("owner", permissions=AccessPermission.none())
    assert told(blocks_of(pdf)) == [("paragraph", PROSE)]


def picture() -> bytes:
    """A PNG of 40 by 40 grey points."""

    def chunk(name: bytes, data: bytes) -> bytes:
        return (
            struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))
        )

    head = struct.pack(">IIBBBBB", 40, 40, 8, 0, 0, 0, 0)
    rows = zlib.compress((b"\x00" + b"\x80" * 40) * 40)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")


def test_pages_without_text() -> None:
    pdf = start()
    pdf.image(io.BytesIO(picture()), w=100)
    with pytest.raises(ScannedFile, match="pictures without text"):
        blocks_of(pdf)
    with pytest.raises(ScannedFile, match="no text"):
        blocks_of(start())


def test_too_many_pages() -> None:
    pdf = start()
    for _ in range(4):
        write(pdf, PROSE)
        pdf.add_page()
    with pytest.raises(FileTooLarge, match="5 pages, more than the limit of 4"):
        blocks_of(pdf, max_pages=4)


def whole() -> bytes:
    pdf = start()
    write(pdf, "Title", 20, "B")
    write(pdf, PROSE)
    with pdf.table() as table:
        table.row(HEADER)
        table.row(("A", "B", "C", "2 Years", "9,000"))
    return bytes(pdf.output())


WHOLE = whole()


@pytest.mark.parametrize(
    "broken",
    [
        lambda b: b"%PDF-1.7\n",
        lambda b: b"%PDF-1.7\n" + bytes(range(256)) * 20,
        lambda b: b[:300],
        lambda b: b.replace(b"/Pages", b"/Stage"),
        lambda b: b.replace(b"/Kids", b"/Pids"),
    ],
)
def test_a_damaged_file(broken: Callable[[bytes], bytes]) -> None:
    with pytest.raises((DamagedFile, ScannedFile)):
        read_pdf("a.pdf", broken(WHOLE), 50)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    st.integers(9, len(WHOLE) - 1),
    st.lists(st.tuples(st.integers(9, len(WHOLE) - 1), st.integers(0, 255)), max_size=12),
)
def test_nothing_but_our_errors_comes_out(cut: int, changes: list[tuple[int, int]]) -> None:
    octets = bytearray(WHOLE)
    for at, value in changes:
        octets[at] = value
    for given_bytes in (bytes(octets), bytes(octets[:cut])):
        with suppress(ReadError):
            read_pdf("a.pdf", given_bytes, 50)
