"""Label and figure pairs in either order."""

from __future__ import annotations

import pytest

from ingest.blocks import assemble
from ingest.layouts.pairs import find_pairs
from ingest.readers.text import read_text


def pairs_of(text: str) -> list[tuple[str, str]]:
    blocks = assemble(read_text(text)).blocks
    return [(p.label, p.value) for p in find_pairs(blocks, [True] * len(blocks))]


PROSE = "A long paragraph of prose that stands here and is no label at all, of course, ever.\n"
PAIRS = [("Salary", "$130K–$275K"), ("Growth YoY", "200%+"), ("Demand 2026", "Explosive")]


@pytest.mark.parametrize("gap", ["\n", "\n\n"])
@pytest.mark.parametrize("values_first", [True, False])
def test_either_order_with_and_without_blank_lines(gap: str, values_first: bool) -> None:
    lines = [
        x for label, value in PAIRS for x in ((value, label) if values_first else (label, value))
    ]
    assert pairs_of(f"TL;DR\n{PROSE}\n{gap.join(lines)}\n{PROSE}") == PAIRS


def test_a_heading_after_the_pairs_is_left() -> None:
    lines = "$130K\n\nSalary\n\n33%\n\nGrowth\n\nThe Next Section\n\n"
    assert pairs_of(f"{PROSE}\n{lines}{PROSE}") == [("Salary", "$130K"), ("Growth", "33%")]


def test_labels_that_hold_figures() -> None:
    text = "Median Pay (May 2024)\n\n$112,590\n\nJobs in 2024\n\n245,900\n"
    assert pairs_of(PROSE + "\n" + text) == [
        ("Median Pay (May 2024)", "$112,590"),
        ("Jobs in 2024", "245,900"),
    ]


def test_label_and_value_on_one_line() -> None:
    assert pairs_of("Salary: $90K\nGrowth: 12%\n") == [("Salary", "$90K"), ("Growth", "12%")]


def test_short_lines_without_figures_are_no_pairs() -> None:
    assert pairs_of("One heading\n\nAnother heading\n\n" + PROSE) == []
