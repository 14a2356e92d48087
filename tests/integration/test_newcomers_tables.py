"""Tables as newcomers map them: codes of states, short awards, payers, schedules, equal names."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from assistant.assistant import Assistant
from assistant.records import Status
from tests.integration.test_other_registers import answering, ask, rows

_SCHOOLS = (
    ("Miami University-Oxford", "Oxford", "Ohio"),
    ("University of Miami", "Coral Gables", "Florida"),
    ("Texas A & M University-College Station", "College Station", "Texas"),
    ("King's College London", "Indiana", "Pennsylvania"), ("Delft University of Technology",
    "Portland", "Oregon"), ("St. Anne's College", "Portland", "Indiana"),
)  # fmt: skip
_AWARDS = ("M.Sc.", "MBA", "PGCert", "HND", "LLB (Hons)", "Ph.D.")
COLLEGES = "code,school,program,award,TUITION_IN,TUITION_OUT,city,state,Schedule,Language\n"
for n in range(48):
    school, city, state = _SCHOOLS[n % 6]
    award = _AWARDS[n // 6 % 6]
    price = "0" if n == 7 else str(9_000 + 500 * n)
    COLLEGES += f"X{n:03},{school},{('Law', 'Nursing', 'Data Science')[n // 12 % 3]},{award},"
    COLLEGES += f"{4_000 + 300 * n},{price},{city},{state},"
    COLLEGES += f"{('Part-time', 'Full-time', 'Full-time; Part-time')[n % 3]},English/German\n"
for n in (48, 49):
    COLLEGES += f"X{n:03},Twin College,Optics,HND,100,5000,Reno,Nevada,Full-time,English\n"
COLLEGES_MAP = """
title: The colleges
key: code
fields:
  university: school
  title: program
  award: award
  level:
    column: award
    values:
      { M.Sc.: master, MBA: master, PGCert: certificate, HND: diploma, LLB (Hons): bachelor,
        Ph.D.: doctorate }
  places: { city: city, region: state, country: { constant: United States } }
  price: { column: TUITION_OUT, currency: USD, basis: total, zero: free }
"""


@pytest.fixture(scope="module")
def colleges(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Assistant]:
    folder = tmp_path_factory.mktemp("colleges")
    yield from answering(folder, {"colleges.csv": COLLEGES}, COLLEGES_MAP)


@pytest.mark.parametrize(
    ("question", "held"),
    [
        ("MSc programs", "M.Sc."),
        ("postgraduate certificates", "PGCert"),
        ("how many higher national diplomas are there", "HND"),
        ("LLB programs", "LLB (Hons)"),
        ("PhD programs", "Ph.D."),
        ("programs in IN", "Indiana"),
        ("programs in Portland, OR", "Oregon"),
        ("Miami University programs", "Miami University-Oxford"),
        ("Texas A&M programs", "Texas A & M University-College Station"),
        ("kings college programs", "King's College London"),
        ("TU Delft programs", "Delft University of Technology"),
        ("Saint Annes College programs", "St. Anne's College"),
    ],
)
def test_what_is_named_is_found_however_the_source_writes_it(
    colleges: Assistant, question: str, held: str
) -> None:
    lines = (line.split(",") for line in COLLEGES.splitlines()[1:])
    wanted = [line for line in lines if held in (line[1], line[3], line[7])]
    answer = ask(colleges, question)
    assert answer.status is Status.ANSWERED
    assert f"I hold {len(wanted)} " in answer.text
    assert len(rows(answer)) == len(wanted)


@pytest.mark.parametrize("question", ["PGCE programs", "BEng programs in Texas"])
def test_an_award_that_no_row_names_is_none(colleges: Assistant, question: str) -> None:
    assert ask(colleges, question).status is Status.NO_MATCH


@pytest.mark.parametrize(
    ("question", "count"),
    [
        ("part-time programs", 32),
        ("programs taught in German", 48),
        ("programs taught only in English", 2),
        ("part-time law programs in Ohio", 0),
        ("which programs are free?", 1),
    ],
)
def test_a_column_without_a_field_is_a_condition(
    colleges: Assistant, question: str, count: int
) -> None:
    answer = ask(colleges, question)
    found = [
        line
        for line in COLLEGES.splitlines()[1:]
        if ("Part-time" in line or "part" not in question)
        and (",Law," in line or "law" not in question)
        and ("Ohio" in line or "Ohio" not in question)
        and (",0," in line or "free" not in question)
        and ("German" in line or "German" not in question)
        and (line.endswith(",English") or "only" not in question)
    ]
    assert len(rows(answer)) == len(found)
    assert count in (0, len(found))


@pytest.mark.parametrize("question", ["weekend programs", "self-paced MBA"])
def test_a_condition_that_no_row_states_is_said_and_not_dropped(
    colleges: Assistant, question: str
) -> None:
    assert ask(colleges, question).status is Status.NOT_IN_SOURCES


def test_the_other_price_is_not_denied_and_not_ranked(colleges: Assistant) -> None:
    answer = ask(colleges, "cheapest in-state tuition")
    assert answer.status is Status.CLARIFY
    assert answer.text.startswith('My sources list "in-state tuition" for programs, but')


def test_whose_price_is_asked_for_is_whose_it_is(colleges: Assistant) -> None:
    assert ask(colleges, "cheapest out-of-state tuition for law").status is Status.ANSWERED


def test_states_are_counted_and_not_towns(colleges: Assistant) -> None:
    answer = ask(colleges, "number of programs by state")
    assert "Oregon 8" in answer.text
    assert "Portland" not in answer.text
    assert "Oregon 4" in ask(colleges, "which states offer law").text


def test_rows_named_alike_are_told_apart_and_their_basis_once(colleges: Assistant) -> None:
    text = ask(colleges, "law programs at Miami University").text
    assert "M.Sc." in text
    assert "MBA" in text
    assert text.count("in total") == 1


def test_rows_that_nothing_else_tells_apart_are_told_by_their_codes(colleges: Assistant) -> None:
    text = ask(colleges, "programs at Twin College").text
    assert "Optics (code X048, USD 5,000" in text
    assert "Optics (code X049, USD 5,000" in text


CODED = "no,centre,known,class,pace,eve,starts,home,abroad,town\n"
for n in range(24):
    centre, known = (("Marram College", "MRQ; Old Marram"), ("Sedge Institute", "-"))[n % 2]
    CODED += f"K{n},{centre},{known},Upholstery {n},{('F', 'P', 'F/P')[n % 3]},{'YN'[n // 2 % 2]},"
    CODED += (
        f"{('Jan; Jul', 'Oct')[n // 4 % 2]},{500 + n},{900 + n},{'Dunwich' if n % 4 else 'NULL'}\n"
    )
CODED_MAP = """
title: The classes
key: no
empty: [NULL]
fields:
  university: centre
  university_aliases: { column: known, split: ";" }
  title: class
  price: { column: home, currency: GBP, basis: total }
  places: { city: town, country: { constant: Wales, where: town } }
  attributes:
    - column: pace
      label: Study mode
      values: { F: Full-time, P: Part-time, F/P: [Full-time, Part-time] }
    - { column: eve, label: Class times, values: { Y: Evening, N: none } }
    - { column: starts, split: ";" }
    - { column: home, label: Domestic fee }
    - { column: abroad, label: International fee }
"""


@pytest.fixture(scope="module")
def coded(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Assistant]:
    yield from answering(tmp_path_factory.mktemp("coded"), {"classes.csv": CODED}, CODED_MAP)


@pytest.mark.parametrize(
    ("question", "count"),
    [
        ("part-time programs", 16),
        ("evening programs", 12),
        ("part-time evening programs at Marram College", 4),
        ("programs at MRQ", 12),
        ("programs at Old Marram", 12),
        ("programs in Wales", 18),
    ],
)
def test_codes_are_asked_for_by_the_words_of_the_mapping(
    coded: Assistant, question: str, count: int
) -> None:
    answer = ask(coded, question)
    assert answer.status is Status.ANSWERED, answer.text
    assert len(rows(answer)) == count, answer.text


@pytest.mark.parametrize(
    ("question", "said", "cell"),
    [
        ("what is the international fee of Upholstery 5 at Sedge Institute", "905", "abroad: 905"),
        ("what is the study mode of Upholstery 1 at Sedge Institute", "Part-time", "pace: P"),
    ],
)
def test_a_worded_attribute_is_cited_as_the_source_wrote_it(
    coded: Assistant, question: str, said: str, cell: str
) -> None:
    answer = ask(coded, question)
    assert said in answer.text
    assert any(cell in citation.item.quote for citation in answer.citations)


def test_the_cheapest_for_others_than_the_labelled_price_is_for_is_declined(
    coded: Assistant,
) -> None:
    assert "500" not in ask(coded, "cheapest program for international students").text
    assert "500" in ask(coded, "cheapest program for domestic students").text
