"""Questions over tables of programs: words that were dropped, or read as a neighbour's name."""

from __future__ import annotations

from pathlib import Path

import pytest

from assistant.records import Plan, RowAsk, Turn
from assistant.understand.assemble import understand
from assistant.understand.vocabulary_build import build_vocabulary
from tests.unit.vectorstore.made import program, row_store
from vectorstore.query import Field, RowQuery
from vectorstore.records import Level, Place, Program, ProgramId
from vectorstore.rows import RowStore


def _course(name: str, school: str, title: str, award: str, town: str, **cells: str) -> Program:
    return program(
        id=ProgramId(name),
        university=school,
        title=title,
        award=award,
        category=None,
        level=Level.MASTER if award.startswith("Master") else Level.CERTIFICATE,
        places=(Place(town.partition(", ")[0], town.partition(", ")[2], "Australia"),),
        attributes=tuple((header.replace("_", " "), cell) for header, cell in cells.items()),
        delivery=frozenset(),
    )


CERT = "Certificate III"
YES, NO = {"Work_Component": "Yes"}, {"Work_Component": "No"}
_TOLD = (
    _course("a", "TAFE Queensland", "Certificate III in Nursing", CERT, "Cairns, QLD", **YES),
    _course("b", "TAFE SA", "Certificate III in Bond Trading", CERT, "Deakin, SA", **NO),
    _course("c", "Angliss College of TAFE", "Master of Law", "Masters Degree", "Perth, NSW", **NO),
    _course(
        "d", "Bond University", "Master of Nursing", "Masters Degree", "Perth, WA",
        Work_Component="Yes", Institution_Type="Private", Course_Language="Chinese",
        NZQF_Level="9", Credits="180",
    ),
    _course(
        "e", "Griffith University", "Master of Chinese Law", "Masters Degree", "Perth, WA",
        Work_Component="No", Institution_Type="Government", Course_Language="English",
        NZQF_Level="8", Credits="120",
    ),
)  # fmt: skip
PROGRAMS = _TOLD + tuple(
    _course(f"f{n}", "Curtin University", f"Certificate III in Craft {n}x", CERT, "Bentley, WA")
    for n in range(12)
)


@pytest.fixture(scope="module")
def rows(tmp_path_factory: pytest.TempPathFactory) -> RowStore:
    return row_store(Path(tmp_path_factory.mktemp("rows")), PROGRAMS)


def _plan(rows: RowStore, question: str) -> Plan:
    return understand(Turn(question, 1), build_vocabulary(PROGRAMS, (), ()), rows)


@pytest.mark.parametrize(
    ("question", "ids"),
    [
        ("courses at TAFE QLD", "a"),
        ("TAFE South Australia courses", "b"),
        ("certificate 3 in nursing", "a"),
        ("cert iii nursing", "a"),
        ("courses that include a work placement", "ad"),
        ("nursing courses with an internship in Perth", "d"),
        ("law courses without a work component", "ce"),
        ("nursing courses at private universities", "d"),
        ("courses taught in Chinese", "d"),
        ("level 9 courses", "d"),
        ("master's with at least 150 credits", "d"),
        ("master's of 120 credits or more", "de"),
        ("compare Bond and Griffith", "de"),
        ("is Bond cheaper than Griffith", "de"),
        ("is Griffith more expensive than Bond?", "de"),
        ("what does Griffith offer", "e"),
    ],
)
def test_a_question_gives_the_rows_it_asks_for(rows: RowStore, question: str, ids: str) -> None:
    plan = _plan(rows, question)
    (ask,) = plan.asks
    assert isinstance(ask, RowAsk)
    found = rows.run(RowQuery(ask.query.filters)).rows

    assert not any(r.blocking for r in plan.residue), plan.residue
    assert {p.id for p in found} == set(ids), ask.query.describe()


@pytest.mark.parametrize(
    ("question", "unread"),
    [
        ("how many courses does TAFE NSW offer", "TAFE NSW"),
        ("courses at Griffith College", "Griffith College"),
        ("Deakin University courses", "Deakin University"),
        ("nursing courses at the university of Cairns", "university of Cairns"),
        ("Bond College certificates", "Bond College"),
        ("courses at public universities", "public"),
        ("nursing courses taught in law", "law"),
        ("best university for nursing", "best"),
        ("top ranked law courses", "ranked"),
    ],
)
def test_what_is_not_held_is_said_and_never_read_as_a_neighbour(
    rows: RowStore, question: str, unread: str
) -> None:
    assert unread in [r.text for r in _plan(rows, question).residue if r.blocking]


@pytest.mark.parametrize(
    ("question", "group"),
    [
        ("which universities are in Bentley", Field.UNIVERSITY),
        ("which school teaches craft courses", Field.UNIVERSITY),
        ("universities in Cairns", None),
        ("courses at universities in Bentley", None),
    ],
)
def test_schools_are_told_where_their_programs_are_too_many(
    rows: RowStore, question: str, group: Field | None
) -> None:
    (ask,) = _plan(rows, question).asks
    assert isinstance(ask, RowAsk)
    assert ask.query.group is group


def test_whether_a_program_has_something_is_told_from_its_column(rows: RowStore) -> None:
    (ask,) = _plan(rows, "does the Master of Nursing at Bond include a work placement?").asks
    assert isinstance(ask, RowAsk)
    assert ask.columns == ("Work Component",)


def test_two_schools_are_each_named_by_a_title_of_their_own(rows: RowStore) -> None:
    (ask,) = _plan(
        rows, "compare Bond's Master of Nursing and Griffith's Master of Chinese Law"
    ).asks
    assert isinstance(ask, RowAsk)
    assert set(ask.query.compare) == {"d", "e"}
