"""Files of records that are cut, mixed up or made of anything: rows, rejects or a ReadError."""

from __future__ import annotations

import io
import json
import zipfile
from datetime import UTC, datetime
from typing import Any

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ingest.errors import ReadError
from ingest.file_pages import FilePages, read_pages
from ingest.layouts.page import Chunking
from ingest.pages import FileBytes
from vectorstore.contents import checked
from vectorstore.records import Source, SourceId

SOURCE = SourceId("s")
CELLS = st.sampled_from(
    ["", "a", "University", "Program", "Price", "12,000", "$9.5k", "1e999", "NaN", "-1", '"', "''",
     "=1+1", "2 years", "online; campus", "\u0e42\u20ac\u201d", "\x00", "\ufeff", "é", "x" * 300]
)  # fmt: skip
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | CELLS,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(CELLS, inner, max_size=4),
    max_leaves=12,
)


def read(name: str, octets: bytes) -> FilePages | None:
    """What a file gives, whole enough to be stored; None if it is refused as it should be."""
    file = FileBytes(name, octets, SOURCE, datetime(2026, 1, 2, tzinfo=UTC))
    try:
        pages = read_pages(file, Chunking(200, lambda t: len(t.split())))
    except ReadError:
        return None
    checked([Source(SOURCE, name, "file")], pages.contents)
    return pages


@settings(max_examples=150, deadline=None)
@given(st.lists(st.lists(CELLS, max_size=5), max_size=8), st.sampled_from([",", ";", "\t", "|"]))
def test_any_cells_in_a_delimited_file(rows: list[list[str]], sign: str) -> None:
    read("t.csv", "\n".join(sign.join(row) for row in rows).encode())


@settings(max_examples=100, deadline=None)
@given(st.binary(max_size=400), st.sampled_from(["csv", "tsv", "json", "jsonl", "xlsx", "xls"]))
def test_any_bytes_under_any_name(octets: bytes, ending: str) -> None:
    read(f"t.{ending}", octets)


@settings(max_examples=150, deadline=None)
@given(JSON)
def test_any_json(value: Any) -> None:
    octets = json.dumps(value).encode()
    read("t.json", octets)
    read("t.jsonl", octets + b"\n" + octets[:-1])


def _workbook() -> bytes:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(["University", "Program", "Price"])
    for number in range(5):
        sheet.append([f"College {number}", f"MS in Nursing {number}", 1000.0 * number])
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


WORKBOOK = _workbook()


@settings(max_examples=60, deadline=None)
@given(st.integers(0, len(WORKBOOK) - 1), st.integers(0, 255), st.booleans())
def test_a_workbook_with_a_changed_or_missing_byte(at: int, value: int, cut: bool) -> None:
    read("t.xlsx", WORKBOOK[:at] if cut else WORKBOOK[:at] + bytes([value]) + WORKBOOK[at + 1 :])


def _packed(**parts: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return out.getvalue()


@pytest.mark.parametrize(
    ("octets", "code"),
    [
        (WORKBOOK[:200], "damaged"),
        (_packed(**{"xl/workbook.xml": b" " * 600_000_000}), "too_large"),
        (bytes.fromhex("d0cf11e0a1b11ae1") + b"\0" * 2_000, "damaged"),
    ],
    ids=["cut", "bomb", "no workbook inside"],
)
def test_a_workbook_that_cannot_be_one_is_refused_with_its_reason(octets: bytes, code: str) -> None:
    file = FileBytes("t.xlsx", octets, SOURCE, datetime(2026, 1, 2, tzinfo=UTC))

    with pytest.raises(ReadError) as refused:
        read_pages(file, Chunking(200, lambda t: len(t.split())))

    assert refused.value.code == code


def test_json_as_deep_as_a_well_is_refused() -> None:
    assert read("t.json", b"[" * 100_000) is None
    assert read("t.json", b'{"a":' * 50_000 + b"1" + b"}" * 50_000) is None
