"""Word documents become headings, paragraphs, items and tables in the order of their body."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from contextlib import suppress

import docx
import pytest
from docx.document import Document
from docx.enum.style import WD_STYLE_TYPE
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from hypothesis import given, settings
from hypothesis import strategies as st

from ingest.blocks import BlockKind, Draft, assemble
from ingest.errors import DamagedFile, EncryptedFile, FileTooLarge, ReadError
from ingest.readers.docx import read_docx

HEADER = ("University", "Program", "City", "Length", "Tuition")
W = nsdecls("w")


def saved(document: Document) -> bytes:
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def drafted(document: Document) -> Draft:
    draft = read_docx("a.docx", saved(document))
    assembled = assemble(draft)
    assert all(assembled.text[b.start : b.end] == b.text for b in assembled.blocks)
    return draft


def told(document: Document) -> list[tuple[str, str]]:
    return [(b.kind.value, b.text) for b in drafted(document).blocks]


def with_body(xml: str) -> Document:
    """A document whose body is the given markup."""
    document = docx.Document()
    for number, element in enumerate(parse_xml(f"<w:body {W}>{xml}</w:body>")):
        document.element.body.insert(number, element)
    return document


def test_the_body_in_order() -> None:
    document = docx.Document()
    document.core_properties.title = "Nurse Guide"
    document.add_heading("Veterinary Nurse", 0)
    document.add_paragraph("Nurses care for animals.")
    document.add_heading("Duties", 1)
    document.add_paragraph("feed them", style="List Bullet")
    document.add_paragraph("clean the cages", style="List Number 2")
    table = document.add_table(rows=0, cols=2)
    for cells in (("Median pay", "$41,000"), ("Growth", "19%")):
        for cell, text in zip(table.add_row().cells, cells, strict=True):
            cell.text = text
    document.add_heading("Outlook", 2)
    document.add_paragraph("It grows.")
    document.sections[0].header.paragraphs[0].text = "Study Guide 2026"
    document.sections[0].footer.paragraphs[0].text = "Page 1"
    draft = drafted(document)
    assert draft.title == "Nurse Guide"
    assert [(b.kind.value, b.level, b.text) for b in draft.blocks] == [
        ("heading", 1, "Veterinary Nurse"),
        ("paragraph", 0, "Nurses care for animals."),
        ("heading", 1, "Duties"),
        ("item", 0, "feed them"),
        ("item", 0, "clean the cages"),
        ("row", 0, "Median pay: $41,000"),
        ("row", 0, "Growth: 19%"),
        ("heading", 2, "Outlook"),
        ("paragraph", 0, "It grows."),
    ]


def test_only_what_the_finished_text_shows() -> None:
    document = with_body(
        """<w:p><w:r><w:t xml:space="preserve">Pay is </w:t></w:r>
        <w:del w:id="1" w:author="a"><w:r><w:delText>$1</w:delText><w:t>$1</w:t></w:r></w:del>
        <w:ins w:id="2" w:author="a"><w:r><w:t>$2</w:t></w:r></w:ins>
        <w:r><w:rPr><w:vanish/></w:rPr><w:t>hidden</w:t></w:r>
        <w:hyperlink w:anchor="x"><w:r><w:t xml:space="preserve"> a year</w:t></w:r></w:hyperlink>
        <w:r><w:instrText>PAGE</w:instrText><w:footnoteReference w:id="2"/></w:r>
        <w:r><w:noBreakHyphen/><w:t>net</w:t><w:br/><w:t>and more</w:t></w:r></w:p>
        <w:p><w:pPr><w:pStyle w:val="toc1"/></w:pPr><w:r><w:t>Contents</w:t></w:r></w:p>
        <w:sdt><w:sdtPr><w:docPartObj><w:docPartGallery w:val="Table of Contents"/></w:docPartObj>
        </w:sdtPr><w:sdtContent><w:p><w:r><w:t>Duties 3</w:t></w:r></w:p></w:sdtContent></w:sdt>
        <w:sdt><w:sdtContent><w:p><w:r><w:t>In a control.</w:t></w:r></w:p></w:sdtContent></w:sdt>
        <w:p><w:moveFrom w:id="3" w:author="a"><w:r><w:t>Moved</w:t></w:r></w:moveFrom></w:p>"""
    )
    document.styles.add_style("toc 1", WD_STYLE_TYPE.PARAGRAPH)
    assert told(document) == [
        ("paragraph", "Pay is $2 a year\u2011net and more"),
        ("paragraph", "In a control."),
    ]


def test_text_boxes_are_read_once_after_their_paragraph() -> None:
    box = "<w:txbxContent><w:p><w:r><w:t>In the box</w:t></w:r></w:p></w:txbxContent>"
    mc = 'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
    document = with_body(
        f"""<w:p {mc}><w:r><w:t>Before</w:t></w:r><w:r><mc:AlternateContent>
        <mc:Choice Requires="wps"><w:drawing>{box}</w:drawing></mc:Choice>
        <mc:Fallback><w:pict>{box}</w:pict></mc:Fallback></mc:AlternateContent></w:r></w:p>"""
    )
    assert told(document) == [("paragraph", "Before"), ("paragraph", "In the box")]


def test_headings_by_outline_and_by_styles_of_ones_own() -> None:
    document = docx.Document()
    own = document.styles.add_style("Chapter", WD_STYLE_TYPE.PARAGRAPH)
    own.base_style = document.styles["Heading 2"]
    document.add_paragraph("Own style", style="Chapter")
    paragraph = document.add_paragraph("By outline")
    paragraph._p.get_or_add_pPr().append(parse_xml(f'<w:outlineLvl {W} w:val="2"/>'))
    assert [(b.kind.value, b.level) for b in drafted(document).blocks] == [
        ("heading", 2),
        ("heading", 3),
    ]


def test_tables_with_merged_cells_and_a_group_row() -> None:
    document = docx.Document()
    rows = [
        HEADER,
        ("Master's Programs", "", "", "", ""),
        ("First University", "MS in Nursing", "Lima", "2 Years", "9,000"),
        ("", "MS in Law", "Reno", "1 Years", "8,000"),
        ("Second University", "MS in Art", "Reno", "on request", ""),
    ]
    table = document.add_table(rows=len(rows), cols=5)
    for number, row in enumerate(rows):
        for cell, text in zip(table.rows[number].cells, row, strict=True):
            cell.text = text
    table.cell(1, 0).merge(table.cell(1, 4))
    table.cell(2, 0).merge(table.cell(3, 0))
    table.cell(4, 3).merge(table.cell(4, 4))
    blocks = drafted(document).blocks
    assert blocks[0].text == "Master's Programs"
    assert [b.cells for b in blocks[1:]] == [
        ("First University", "MS in Nursing", "Lima", "2 Years", "9,000"),
        ("First University", "MS in Law", "Reno", "1 Years", "8,000"),
        ("Second University", "MS in Art", "Reno", "on request", "on request"),
    ]
    assert {b.header for b in blocks[1:]} == {HEADER}


def test_a_table_within_a_table_is_read_by_itself() -> None:
    document = docx.Document()
    outer = document.add_table(rows=1, cols=2)
    outer.cell(0, 0).text = "Left"
    inner = outer.cell(0, 1).add_table(rows=2, cols=3)
    for number, row in enumerate((("Job", "Pay", "Growth"), ("Cook", "$9", "5%"))):
        for cell, text in zip(inner.rows[number].cells, row, strict=True):
            cell.text = text
    blocks = drafted(document).blocks
    assert [b.text for b in blocks] == ["Left", "Cook | $9 | 5%"]
    assert blocks[1].kind is BlockKind.ROW


def whole() -> bytes:
    document = docx.Document()
    document.add_heading("Title", 0)
    document.add_paragraph("Some prose stands here, and it is long enough to be read.")
    table = document.add_table(rows=2, cols=2)
    table.cell(0, 0).text = "Pay"
    return saved(document)


WHOLE = whole()


def changed(octets: bytes, name: str, change: Callable[[bytes], bytes]) -> bytes:
    """The package with one part changed."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(octets)) as old, zipfile.ZipFile(out, "w") as new:
        for part in old.infolist():
            data = old.read(part)
            new.writestr(part.filename, change(data) if part.filename == name else data)
    return out.getvalue()


BODY = "word/document.xml"


@pytest.mark.parametrize(
    "octets",
    [
        WHOLE[: len(WHOLE) // 2],
        changed(WHOLE, BODY, lambda b: b[:200]),
        changed(WHOLE, "[Content_Types].xml", lambda b: b"<Types/>"),
        changed(WHOLE, "_rels/.rels", lambda b: b.replace(b"officeDocument", b"other")),
        changed(WHOLE, BODY, lambda b: b.replace(b"?>", b'?><!DOCTYPE w [<!ENTITY a "b">]>', 1)),
    ],
    ids=["cut", "body cut", "no types", "no body", "entities"],
)
def test_a_damaged_file(octets: bytes) -> None:
    with pytest.raises(DamagedFile):
        read_docx("a.docx", octets)


def test_entities_are_never_expanded() -> None:
    """Not even where the declaration is in an encoding that hides it."""
    entity = '<?xml version="1.0" encoding="utf-16"?><!DOCTYPE w [<!ENTITY a "boom">]>'

    def hide(body: bytes) -> bytes:
        text = body.decode().split("?>", 1)[1].replace("Some prose", "&a;")
        return (entity + text).encode("utf-16")

    with suppress(DamagedFile):
        texts = [b.text for b in read_docx("a.docx", changed(WHOLE, BODY, hide)).blocks]
        assert not any("boom" in text for text in texts)


def test_a_bomb_is_refused_before_it_is_unpacked() -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr(BODY, b"<a/>")
        with package.open("word/media/a.bin", "w", force_zip64=True) as part:
            for _ in range(60):
                part.write(bytes(1_000_000))
    with pytest.raises(FileTooLarge, match=r"60,\d{3},\d{3} bytes"):
        read_docx("a.docx", out.getvalue())


def test_a_locked_package() -> None:
    octets = bytearray(WHOLE)
    for at in range(len(octets) - 4):
        if octets[at : at + 4] == b"PK\x01\x02":
            octets[at + 8] |= 1
    with pytest.raises(EncryptedFile, match="password"):
        read_docx("a.docx", bytes(octets))


@settings(max_examples=40, deadline=None)
@given(
    st.integers(4, len(WHOLE) - 1),
    st.lists(st.tuples(st.integers(4, len(WHOLE) - 1), st.integers(0, 255)), max_size=8),
)
def test_nothing_but_our_errors_comes_out(cut: int, changes: list[tuple[int, int]]) -> None:
    octets = bytearray(WHOLE)
    for at, value in changes:
        octets[at] = value
    for given_bytes in (bytes(octets), bytes(octets[:cut])):
        with suppress(ReadError):
            read_docx("a.docx", given_bytes)


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(st.integers(0, 3000), st.integers(32, 126)), min_size=1, max_size=6))
def test_nor_from_a_body_whose_markup_is_wrong(changes: list[tuple[int, int]]) -> None:
    def spoil(body: bytes) -> bytes:
        out = bytearray(body)
        for at, value in changes:
            out[at % len(out)] = value
        return bytes(out)

    with suppress(ReadError):
        read_docx("a.docx", changed(WHOLE, BODY, spoil))
