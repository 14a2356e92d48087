"""Questions over a national register: regions by name, awards, quoted titles, units that rank."""

from __future__ import annotations

from pathlib import Path

import pytest

from assistant.records import RowAsk, Turn
from assistant.understand.assemble import understand
from assistant.understand.vocabulary_build import build_vocabulary
from tests.unit.vectorstore.made import program, row_store
from vectorstore.query import Field, RowQuery, SortKey
from vectorstore.records import Level, Place, Program, ProgramId
from vectorstore.rows import RowStore

COURSEWORK = "Masters Degree (Coursework)"


def _course(name: str, university: str, title: str, award: str, region: str, weeks: int) -> Program:
    return program(
        id=ProgramId(name),
        university=university,
        title=title,
        award=award,
        category=None,
        level=Level.MASTER if award.startswith("Master") else Level.CERTIFICATE,
        places=(Place("Harbour", region, "Australia"),),
        price=1000.0 * weeks,
        years=weeks / 52,
        delivery=frozenset(),
    )


PROGRAMS = (
    _course("a", "University of South Australia", "Master of Finance", COURSEWORK, "NSW", 52),
    _course("b", "Bond University", "Master of Banking", "Masters Degree (Research)", "SA", 104),
    _course("c", "Bond University", "Master of Law and Finance", COURSEWORK, "SA", 78),
    _course("d", "Victoria College", "Certificate IV in Finance", "Certificate IV", "VIC", 26),
    _course("e", "Melbourne Trust", "Certificate IV in Spanish Two", "Certificate IV", "VIC", 20),
)


@pytest.fixture(scope="module")
def rows(tmp_path_factory: pytest.TempPathFactory) -> RowStore:
    return row_store(Path(tmp_path_factory.mktemp("rows")), PROGRAMS)


@pytest.mark.parametrize(
    ("question", "ids"),
    [
        ("coursework master's in South Australia", "c"),
        ("master's by coursework in finance", "ac"),
        ("master's at South Australia", "a"),
        ("research master's degrees in the state of South Australia", "b"),
        ('master\'s with "finance" in the title in New South Wales', "a"),
        ("Australian certificates with Harbour as the campus city", "de"),
        ("Certificate IV courses in Victoria or South Australia", "de"),
        ("which courses does Bond offer in law", "c"),
        ("master's between A$60,000 and A$80,000", "c"),
        ("two cheapest certificates", "de"),
        ("For my son: master's in NSW", "a"),
    ],
)
def test_a_question_gives_the_rows_it_asks_for(rows: RowStore, question: str, ids: str) -> None:
    ask = _ask(rows, question)

    found = rows.run(RowQuery(ask.query.filters)).rows
    assert {p.id for p in found} == set(ids), ask.query.describe()


@pytest.mark.parametrize(
    ("question", "key", "descending"),
    [
        ("master's with the fewest weeks", SortKey.DURATION, False),
        ("which certificate has the greatest number of weeks?", SortKey.DURATION, True),
        ("top tuition fee among master's", SortKey.PRICE, True),
        ("least expensive master's, going by total tuition", SortKey.PRICE, False),
    ],
)
def test_a_unit_or_a_measure_says_what_is_ranked(
    rows: RowStore, question: str, key: SortKey, descending: bool
) -> None:
    query = _ask(rows, question).query

    assert query.sort is not None
    assert query.aggregate is None
    assert (query.sort.key, query.sort.descending) == (key, descending)


def test_only_the_subject_beside_the_words_must_stand_in_the_title(rows: RowStore) -> None:
    filters = _ask(rows, 'Australian master\'s with "finance" in the title').query.filters

    assert [f.values for f in filters if f.field is Field.TITLE] == [("finance",)]


def _ask(rows: RowStore, question: str) -> RowAsk:
    vocabulary = build_vocabulary(PROGRAMS, (), ())
    (ask,) = understand(Turn(question, 1), vocabulary, rows).asks
    assert isinstance(ask, RowAsk)
    return ask
