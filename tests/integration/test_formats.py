"""One listing and one guide in every format: ingested by the real job, asked through the chain."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator

import docx
import openpyxl
import pytest
from fpdf import FPDF

from assistant.assistant import Assistant
from assistant.records import Answer, Status
from tests.serving import ingest_into, opened

HEADER = ("University", "Program", "City", "Delivery", "Duration", "Tuition (AUD)")
ROWS = (
    ("Tidewell College", "Master of Bookbinding", "Port Anders", "Online", "2 years", "21500"),
    ("Larkmere University", "Master of Bookbinding", "Larkmere", "On campus", "1 year", "18400"),
    ("Fernlow University", "Diploma of Bookbinding", "Fernlow", "Online", "26 weeks", "4200"),
)
GUIDE = "Bookbinders earn about $47,300 a year. They sew, glue and press pages into covers by hand."


def _csv() -> bytes:
    out = io.StringIO()
    csv.writer(out).writerows([HEADER, *ROWS])
    return out.getvalue().encode()


def _tsv() -> bytes:
    return "\n".join("\t".join(row) for row in (HEADER, *ROWS)).encode()


def _json() -> bytes:
    return json.dumps([dict(zip(HEADER, row, strict=True)) for row in ROWS]).encode()


def _jsonl() -> bytes:
    return b"\n".join(json.dumps(dict(zip(HEADER, r, strict=True))).encode() for r in ROWS)


def _workbook() -> bytes:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    for row in (HEADER, *ROWS):
        sheet.append(row)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _html() -> bytes:
    rows = "".join(f"<tr>{''.join(f'<td>{c}</td>' for c in row)}</tr>" for row in ROWS)
    head = "".join(f"<th>{c}</th>" for c in HEADER)
    return (
        f"<title>Bookbinder</title><nav><a href=/>Home</a></nav><main><h1>Bookbinder</h1>"
        f"<h2>Pay</h2><p>{GUIDE}</p><h2>Bookbinding programs</h2><table><thead><tr>{head}</tr>"
        f"</thead><tbody>{rows}</tbody></table></main><footer>Cookies</footer>"
    ).encode()


def _docx() -> bytes:
    document = docx.Document()
    document.add_heading("Bookbinder", 1)
    document.add_heading("Pay", 2)
    document.add_paragraph(GUIDE)
    document.add_heading("Bookbinding programs", 2)
    table = document.add_table(rows=0, cols=len(HEADER))
    for row in (HEADER, *ROWS):
        for cell, text in zip(table.add_row().cells, row, strict=True):
            cell.text = text
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def _pdf() -> bytes:
    pdf = FPDF()
    pdf.add_page()
    for text, size in (("Bookbinder", 22), ("Pay", 16), (GUIDE, 11), ("Bookbinding programs", 16)):
        pdf.set_font("Helvetica", "B" if size > 11 else "", size)
        pdf.multi_cell(0, size / 2, text, new_x="LMARGIN", new_y="NEXT")
        pdf.ln(3)
    pdf.set_font("Helvetica", "", 8)
    with pdf.table() as table:
        for row in (HEADER, *ROWS):
            cells = table.row()
            for text in row:
                cells.cell(text)
    return bytes(pdf.output())


TABLES = {"csv": _csv, "tsv": _tsv, "json": _json, "jsonl": _jsonl, "xlsx": _workbook}
DOCUMENTS = {"html": _html, "docx": _docx, "pdf": _pdf}


@pytest.fixture(scope="module", params=[*TABLES, *DOCUMENTS])
def assistant(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Assistant]:
    folder = tmp_path_factory.mktemp(request.param)
    made = (TABLES | DOCUMENTS)[request.param]()
    (folder / f"bookbinding-programs.{request.param}").write_bytes(made)
    ingest_into(folder / "index", folder / f"bookbinding-programs.{request.param}")
    asked = opened(folder / "index", folder / "conversations.sqlite")
    yield asked
    asked.close()


def _answer(assistant: Assistant, question: str) -> Answer:
    _, answer = assistant.ask(question)
    with assistant.current.lend() as knowledge:
        for cited in answer.citations:
            span = cited.item
            page = knowledge.snapshot.pages.get(span.page.id)
            assert page is not None
            assert page.text[span.start : span.end].strip()
    return answer


def _text(answer: Answer) -> str:
    return " ".join(segment.text for segment in answer.segments)


def test_the_cheapest_is_found_with_its_price_and_currency(assistant: Assistant) -> None:
    answer = _answer(assistant, "cheapest bookbinding master's")

    assert answer.status is Status.ANSWERED
    assert "Larkmere University" in _text(answer)
    assert "AUD 18,400" in _text(answer)
    assert answer.citations


def test_delivery_and_length_are_read(assistant: Assistant) -> None:
    answer = _answer(assistant, "online programs of at most half a year")

    assert "Fernlow University" in _text(answer)
    assert "Tidewell" not in _text(answer)


def test_prose_is_quoted_where_there_is_any(
    assistant: Assistant, request: pytest.FixtureRequest
) -> None:
    if request.node.callspec.params["assistant"] in TABLES:
        return
    answer = _answer(assistant, "How much do bookbinders earn?")

    assert "$47,300" in _text(answer)
