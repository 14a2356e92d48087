"""Repeated paragraphs and page chrome are taken out and counted; short repeated lines stay."""

from __future__ import annotations

from ingest.blocks import Block, BlockKind, Draft
from ingest.readers.text import read_text
from ingest.repair import repair

LONG = "Databases, dashboards and pipelines: all of these matter more than knowing every trick."


def test_a_repeated_paragraph_is_taken_out_once() -> None:
    draft, repairs = repair(read_text(f"{LONG}\n\nOther words.\n\n{LONG}\n"))
    assert [b.text for b in draft.blocks] == [LONG, "Other words."]
    assert [(r.kind, r.count) for r in repairs] == [("repeat", 1)]


def test_repeated_cells_and_rows_of_listings_stay() -> None:
    row = (
        "Online\n\nA Very Long University Name of Somewhere | Master of Science in Long Subjects\n"
    )
    draft, repairs = repair(read_text(row + "\n" + row))
    assert len(draft.blocks) == 4
    assert repairs == ()


def test_chrome_is_taken_out_and_keeps_the_gap() -> None:
    draft, repairs = repair(read_text("Programs (3)\nsubtitle\n\nFilters\n\nFilters\nCategory\n"))
    assert [b.text for b in draft.blocks] == ["Programs (3)", "subtitle", "Category"]
    assert draft.blocks[2].gap
    assert [(r.kind, r.before, r.count) for r in repairs] == [("chrome", "Filters", 2)]


def test_headings_are_no_chrome() -> None:
    draft = Draft((Block(BlockKind.HEADING, "Search", level=2),))
    assert repair(draft)[0] == draft


def test_mojibake_is_undone_in_cells_too() -> None:
    block = Block(BlockKind.ROW, "Pay: 5\u00e2\u20ac\u201c9", cells=("Pay", "5\u00e2\u20ac\u201c9"))
    draft, repairs = repair(Draft((block,)))
    assert draft.blocks[0].cells == ("Pay", "5–9")
    assert sum(r.count for r in repairs) == 1
