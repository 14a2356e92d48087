"""Exports: JSONL reads back equal, CSV is readable and runs nothing, files appear whole."""

from __future__ import annotations

import csv
import io
import json
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from pydantic import TypeAdapter

from tests.unit.vectorstore.made import claim, listing, page, passages, program, reject, source
from vectorstore.contents import Contents
from vectorstore.errors import ExportFailed
from vectorstore.export import KINDS, Format, csv_columns, export_file, export_text, guarded
from vectorstore.records import Delivery, Duration, Level, PageContent, Place, PriceBasis

PAGE = replace(
    page("pg1", "Nurses care — “much”.\n\nMore.", title="Nursing"), as_of=date(2026, 1, 2)
)
FULL = program(
    id="p1",
    award="MS",
    university="Université de Genève",
    title='Say "AI", twice',
    delivery=frozenset(Delivery),
    places=(Place("Austin", "TX", "US"), Place(country="Chile")),
    duration=Duration(52, "week", 1.0, "52 weeks"),
    price=26_310.5,
    currency="USD",
    price_basis=PriceBasis.YEAR,
    price_raw="$26,310.50",
    url="https://example.org/p1",
    attributes=(("Code", "7"), ("Note", "=1+1\nnext")),
)
BARE = program(
    id="p2", level=Level.OTHER, delivery=frozenset(), years=None, price=None, price_raw=None,
    category=None, attributes=(), delivery_raw=None,
)  # fmt: skip
CLAIMS = (
    claim("c1", "Nurse", 90_000.0, text="$90K", qualifiers=("Entry-level", "base pay"), high=None),
    claim("c2", "Nurse", None, text="=cmd|'/c calc'!A1", unit=None, period=None),
)
HELD = Contents(
    (source(),),
    (
        PageContent(
            PAGE, passages(PAGE), (listing("l1", "pg1", 30),), (FULL, BARE), CLAIMS, (reject(PAGE),)
        ),
    ),
)


def written(what: str, form: Format) -> str:
    file = io.StringIO()
    export_text(file, HELD, what, form)
    return file.getvalue()


def table(what: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(written(what, Format.CSV), newline="")))


@pytest.mark.parametrize("what", KINDS)
def test_jsonl_reads_back_equal(what: str) -> None:
    kind = KINDS[what]
    read: TypeAdapter[Any] = TypeAdapter(kind.type)
    lines = written(what, Format.JSONL).splitlines()
    assert [read.validate_json(line) for line in lines] == list(kind.of(HELD))


@pytest.mark.parametrize("what", KINDS)
def test_csv_has_a_row_a_record_under_its_columns(what: str) -> None:
    rows = list(csv.reader(io.StringIO(written(what, Format.CSV), newline="")))
    assert tuple(rows[0]) == csv_columns(KINDS[what].type)
    assert len(rows) - 1 == len(list(KINDS[what].of(HELD))) > 0
    assert {len(row) for row in rows} == {len(rows[0])}


def test_sets_are_written_in_one_order() -> None:
    line = json.loads(written("programs", Format.JSONL).splitlines()[0])
    assert line["delivery"] == ["hybrid", "on_campus", "online"]


def test_a_program_is_one_readable_row() -> None:
    full, bare = table("programs")
    assert (
        full
        | {
            "id": "p1",
            "delivery": "hybrid; on_campus; online",
            "places": "Austin, TX, US; Chile",
            "duration_value": "52",
            "duration_unit": "week",
            "duration_years": "1",
            "duration_raw": "52 weeks",
            "price": "26310.5",
            "price_basis": "year",
            "attributes": "Code: 7; Note: =1+1\nnext",
            "off_subject": "false",
            "title": 'Say "AI", twice',
            "page_uri": "pg1.txt",
        }
        == full
    )
    for unknown in ("delivery", "places", "duration_years", "price", "price_raw", "award"):
        assert bare[unknown] == ""


def test_lists_of_two_texts_are_lists() -> None:
    nurse = table("claims")[0]
    assert (nurse["qualifiers"], nurse["low"], nurse["high"]) == (
        "Entry-level; base pay",
        "90000",
        "",
    )


@pytest.mark.parametrize(
    "text",
    ["=1", "@SUM(1)", "+cmd|' /C calc'!A0", "-A1", "- a point", "\t=1", "'=1", "''+x", "＝1"],
)
def test_what_a_spreadsheet_may_run_is_guarded_and_can_be_had_back(text: str) -> None:
    assert guarded(text) == f"'{text}"


@pytest.mark.parametrize(
    "text", ["-5%", "+12%", "-", "-5%–10%", "+$3.5M", "'s-Hertogenbosch", "a=b", ""]
)
def test_figures_and_plain_text_stay(text: str) -> None:
    assert guarded(text) == text


def test_csv_is_guarded_and_jsonl_is_not() -> None:
    assert table("claims")[1]["text"] == "'=cmd|'/c calc'!A1"
    assert json.loads(written("claims", Format.JSONL).splitlines()[1])["text"] == CLAIMS[1].text


def test_a_file_appears_whole(tmp_path: Path) -> None:
    target = tmp_path / "new" / "programs.csv"
    assert export_file(target, Format.CSV, HELD, "programs") == 2
    assert target.read_bytes().startswith("\ufeffid,".encode())
    assert target.read_bytes().decode("utf-8-sig") == written("programs", Format.CSV)
    assert [p.name for p in target.parent.iterdir()] == ["programs.csv"]
    lines = target.with_suffix(".jsonl")
    export_file(lines, Format.JSONL, HELD, "programs")
    assert lines.read_text("utf-8") == written("programs", Format.JSONL)


def test_a_failed_export_leaves_what_was_there(tmp_path: Path) -> None:
    target = tmp_path / "claims.jsonl"
    target.write_text("old")
    broken = replace(CLAIMS[1], text="\ud800")  # no text in UTF-8
    held = Contents(pages=(replace(HELD.pages[0], claims=(broken,)),))
    with pytest.raises(UnicodeEncodeError):
        export_file(target, Format.JSONL, held, "claims")
    assert target.read_text() == "old"
    assert len(list(tmp_path.iterdir())) == 1


def test_no_file_is_put_over_a_folder_or_below_a_file(tmp_path: Path) -> None:
    with pytest.raises(ExportFailed, match="is no file"):
        export_file(tmp_path, Format.CSV, HELD, "claims")
    (tmp_path / "file").write_text("x")
    with pytest.raises(ExportFailed, match="another place"):
        export_file(tmp_path / "file" / "claims.csv", Format.CSV, HELD, "claims")
