"""Tables whose columns say more than fields hold: asked for by meaning, proven in text."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from assistant.assistant import Assistant
from assistant.records import Status
from tests.integration.test_other_registers import answering, ask, rows

_SCHOOLS = (
    ("Northern Lakes Ltd trading as Tamaki Institute of Technology", "Hamilton", "Polytechnic"),
    ("Southern Lakes Ltd trading as Sounds Institute of Trades", "Bradford", "Polytechnic"),
    ("University of Bradford", "Leeds", "University"),
    ("University of Sheffield", "Sheffield", "University"),
    ("Aster Arts & Sciences Academy", "Sheffield", "Private"),
)
_AWARDS = ("New Zealand Certificate", "First Professional Degree", "AAS", "Master's Degree", "PhD")
_LEVELS = ("certificate", "doctorate", "other", "master", "doctorate")
HEADER = (
    "code,school,kind,program,award,level,city,fee,basis,Work Component,GRE Required,"
    "NZQF Level,Credits,Study Load,Accreditor,Next Start,English,Intl Fee\n"
)
LINES = [
    f"T{n:02},{school},{kind},{('HVAC', 'Law', 'Welding')[n // 5 % 3]},{_AWARDS[n % 5]},"
    f"{_LEVELS[n % 5]},{city},{4000 + 500 * n},{('total', 'year')[n // 15]},{('Yes', 'No')[n % 2]},"
    f"{('Yes', 'NULL', 'No')[n % 3]},{5 + n % 4},{60 * (1 + n % 3)},{('FT', 'PT', 'FT/PT')[n % 3]},"
    f"{('COE', 'ACCSC')[n % 2]},2026-0{1 + n % 9}-01,IELTS {5 + n % 3}.5,{9000 + n}"
    for n in range(30)
    for school, city, kind in (_SCHOOLS[n % 5],)
]
MAP = """
title: The trades
key: code
fields:
  university: school
  title: program
  award: award
  level: { column: level }
  places: { city: city, country: { constant: New Zealand } }
  price: { column: fee, currency: NZD, basis: { column: basis } }
"""


@pytest.fixture(scope="module")
def trades(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Assistant]:
    folder = tmp_path_factory.mktemp("trades")
    yield from answering(folder, {"trades.csv": HEADER + "\n".join(LINES) + "\n"}, MAP)


@pytest.mark.parametrize(
    ("question", "said"),
    [
        ("how many level 6 courses are there in Hamilton", {"NZQF Level": "6", "city": "Hamilton"}),
        ("how many courses with a work placement", {"Work Component": "Yes"}),
        ("courses that don't require the GRE", {"GRE Required": "No"}),
        ("how many courses are accredited by COE", {"Accreditor": "COE"}),
        ("ACCSC accredited courses in welding", {"Accreditor": "ACCSC", "program": "Welding"}),
        ("HVAC training in Hamilton", {"program": "HVAC", "city": "Hamilton"}),
        ("AAS in law", {"award": "AAS", "program": "Law"}),
        ("how many AAS degrees", {"award": "AAS"}),
        ("first professional law degrees", {"award": _AWARDS[1], "program": "Law"}),
        ("how many NZ certificates in law", {"award": _AWARDS[0], "program": "Law"}),
        ("courses at SIT", {"school": _SCHOOLS[1][0]}),
        ("law courses at a polytechnic", {"kind": "Polytechnic", "program": "Law"}),
        ("part time only law courses", {"Study Load": "PT", "program": "Law"}),
        ("law at Tamaki Institute of Technology", {"school": _SCHOOLS[0][0], "program": "Law"}),
    ],
)  # fmt: skip
def test_a_condition_is_found_in_the_column_that_says_it(
    trades: Assistant, question: str, said: dict[str, str]
) -> None:
    at = {header: i for i, header in enumerate(HEADER.strip().split(","))}
    wanted = [x for x in LINES if all(x.split(",")[at[h]] == cell for h, cell in said.items())]
    answer = ask(trades, question)

    assert answer.status is Status.ANSWERED, answer.text
    assert f"I hold {len(wanted)} " in answer.text
    assert "how many" in question or len(rows(answer)) == len(wanted)


@pytest.mark.parametrize(
    ("question", "words"),
    [
        ("top 3 cheapest courses at University of Sheffield", ("The 3 cheapest of the 6",)),
        ("law in Sheffield or Bradford", ("I hold 6 law programs in Sheffield or Bradford",)),
        ("who has more courses, Tamaki or Bradford", ("Technology 6", "Bradford 6")),
        ("number of courses by award", ("AAS 6", "PhD 6")),
        ("law courses with a total fee under 8,000", ("I hold 3 law programs",)),
        ("which universities teach law", ("University of Bradford", "University of Sheffield")),
    ],
)
def test_what_is_computed_of_a_table_is_proven(
    trades: Assistant, question: str, words: tuple[str, ...]
) -> None:
    text = ask(trades, question).text

    assert all(said in text for said in words), text


@pytest.mark.parametrize(
    ("question", "cell"),
    [
        ("who accredits the law course at University of Sheffield", "Accreditor: "),
        ("when does the law course at University of Sheffield start", "Next Start: 2026-"),
        ("what IELTS do I need for law at University of Sheffield", "English: IELTS "),
        ("what do international students pay for law at University of Sheffield", "Intl Fee: 90"),
        ("does the law course at University of Sheffield require the GRE", "GRE Required: "),
        ("is the law course at University of Sheffield available part-time", "Study Load: "),
    ],
)
def test_what_a_row_says_in_a_column_is_asked_for_by_meaning(
    trades: Assistant, question: str, cell: str
) -> None:
    answer = ask(trades, question)

    assert answer.status is Status.ANSWERED, answer.text
    assert cell in answer.text


@pytest.mark.parametrize(
    "question", ["courses in 43215", "courses at ZAT", "law courses at least 3000 credits"]
)
def test_a_number_or_a_name_that_nothing_holds_is_not_dropped(
    trades: Assistant, question: str
) -> None:
    assert ask(trades, question).status in (Status.NOT_IN_SOURCES, Status.NO_MATCH)


def test_a_level_that_a_column_says_is_forgotten_when_told_to(trades: Assistant) -> None:
    going_on, _ = trades.ask("level 6 law courses")
    _, answer = trades.ask("forget the level", going_on)

    assert len(rows(answer)) == sum(",Law," in line for line in LINES)


CODED = """id,school,program,level,way,fee,Total Course Cost
1,Aster College,Medicine,doctorate,1,,90000
2,Aster College,Nursing,master,3,9000,9500
3,Birch College,Law,master,3,8000,9000
4,Birch College,Nursing,master,3,7000,9000
5,Birch College,Welding,certificate,1,3000,4000
6,Birch College,Nursing Practice,certificate,1,2500,4000
"""
CODED_MAP = """
title: The coded
key: id
fields:
  university: school
  title: program
  level: { column: level }
  delivery: { column: way, values: { 1: on_campus, 3: online } }
  price: { column: fee, currency: USD, basis: total }
"""


@pytest.fixture(scope="module")
def coded(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Assistant]:
    yield from answering(tmp_path_factory.mktemp("coded"), {"coded.csv": CODED}, CODED_MAP)


@pytest.mark.parametrize(
    ("question", "said"),
    [
        ("does Aster have law?", "None of the 2 programs at Aster College I hold is in law"),
        ("does Aster have medicine?", "Yes: Aster College's Medicine is listed"),
        ("nursing masters that are only online", "Nursing (online, USD 7,000, no length listed)"),
        ("does Birch's law course cost 9,500?", "is listed at USD 8,000 in total, not"),
        ("does Birch's law course cost 9,000?", "is listed at USD 8,000 in total, not"),
    ],
)
def test_what_a_school_has_is_told_where_a_table_has_codes_and_no_headings(
    coded: Assistant, question: str, said: str
) -> None:
    assert said in ask(coded, question).text
