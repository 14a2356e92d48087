"""What a row lists in a column of its own is proven word for word, and nothing else is."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import cast

import pytest

from assistant.records import AskEvidence, RowAsk
from assistant.verify.columns import states_columns
from assistant.verify.desk import Desk
from tests.unit.vectorstore.made import program
from vectorstore.query import RowQuery
from vectorstore.records import Program, ProgramId

LISTED = (("Course Code", "X12"), ("Campus", "North"), ("Campus", "South"))


@dataclass
class Cited:
    """A desk with nothing but rows, and what was asked of them."""

    rows: dict[ProgramId, Program]
    asks: tuple[AskEvidence, ...]


ROW = replace(program(university="Alder College", title="Law"), attributes=LISTED)
OTHER = replace(program(university="Birch School", title="Art"), attributes=(("Ref", "Z9"),))
ASKED = (AskEvidence(RowAsk(RowQuery(), columns=("Ref", "Course Code")), ()),)
DESK = cast(Desk, Cited({ROW.id: ROW, OTHER.id: OTHER}, ASKED))


@pytest.mark.parametrize(
    ("text", "proven"),
    [
        ("Alder College's Law lists Course Code: X12.", True),
        ("Law at Alder College lists Campus: North, South.", True),
        ("Alder College's Law lists no Ref.", True),
        ("Alder College's Law lists Course Code: X13.", False),
        ("Alder College's Law lists Campus: North.", False),
        ("Alder College's Law lists Ref: Z9.", False),
        ("Birch School's Law lists Course Code: X12.", False),
        ("Birch School's Art lists no Ref.", False),
        ("Alder College's Law lists no Campus Map.", False),
        ("Alder College's Law lists Course Code: X12, and costs 5.", False),
        ("Alder College's Law lists no price above 900 and is the best.", False),
    ],
)
def test_a_column_of_a_row(text: str, proven: bool) -> None:
    assert states_columns(text, DESK) is proven
