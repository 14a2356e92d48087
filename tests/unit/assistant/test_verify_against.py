"""Means of two sets against each other: computed again, and nothing beside them is said."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import cast

import pytest

from assistant.verify.against import sets_against
from assistant.verify.desk import Desk, Table
from tests.unit.vectorstore.made import program
from vectorstore.query import Field, Filter, Op, RowQuery, RowResult
from vectorstore.records import Duration, PriceBasis, Program, ProgramId

_AT = Filter(Field.UNIVERSITY, Op.IN, ("Alder College",))


def _row(name: str, subject: str, price: float, weeks: float) -> Program:
    made = program(id=ProgramId(name), university="Alder College", title=subject)
    length = Duration(weeks, "week", weeks / 52, f"{weeks:g} weeks")
    return replace(
        made, topics=(subject.lower(),), price=price, currency="EUR",
        price_basis=PriceBasis.YEAR, duration=length,
    )  # fmt: skip


def _table(subject: str, *rows: Program) -> Table:
    filters = (Filter(Field.TOPIC, Op.IN, (subject,)), _AT)
    return Table(filters, rows, True, len(rows), RowResult(RowQuery(filters), rows, len(rows), 9))


LAW = _table("law", _row("a", "Law", 400, 26), _row("b", "Law", 600, 52))
ART = _table("art", _row("c", "Art", 900, 104))


@dataclass
class Cited:
    """A desk with two sets."""

    tables: tuple[Table, ...] = (LAW, ART)
    known: tuple[Program, ...] = (*LAW.rows, *ART.rows)
    stated: dict[object, object] = field(default_factory=dict)


DESK = cast(Desk, Cited())
TRUE = (
    "On the mean listed price the law programs at Alder College are cheaper than the art programs"
    " at Alder College, by EUR 400 a year: EUR 500 a year over 2 against EUR 900 a year over 1."
)


def test_means_are_computed_again() -> None:
    assert sets_against(TRUE, DESK)
    assert sets_against(
        "On the mean listed length the art programs at Alder College are longer than the law"
        " programs at Alder College, by 1.25 years: 2 years over 1 against 0.75 years over 2.",
        DESK,
    )


@pytest.mark.parametrize(
    ("was", "told"),
    [
        ("EUR 400 a year", "EUR 500 a year"),
        ("EUR 500 a year over 2", "EUR 450 a year over 2"),
        ("over 2", "over 3"),
        ("over 1", "over 2"),
        ("cheaper", "more expensive"),
        ("cheaper", "shorter"),
        ("EUR 900 a year", "USD 900 a year"),
        ("EUR 900 a year", "EUR 900 in total"),
        ("EUR 900 a year", "EUR 900"),
        ("the law programs", "the best law programs"),
        ("the law programs", "the online law programs"),
        ("the law programs at Alder College", "the law programs"),
        ("the law programs", "the law master's programs"),
        ("the law programs at", "the law programs not at"),
        ("the law programs", "the only law programs"),
        ("the law programs", "the 2 law programs"),
        ("the art programs", "the music programs"),
        ("law programs at Alder College are", "law programs at Birch College are"),
        ("listed price", "listed length"),
        ("over 1.", "over 1, and law is worth it."),
    ],
)
def test_what_the_rows_do_not_give_is_not_proven(was: str, told: str) -> None:
    assert was in TRUE
    assert not sets_against(TRUE.replace(was, told, 1), DESK)


def test_sides_turned_round_are_not_proven() -> None:
    turned = TRUE.replace("law", "\x00").replace("art p", "law p").replace("\x00", "art")
    assert not sets_against(turned, DESK)
