"""Words that are grammar in one question and a name in the next, over a register's titles.

Each case stands for a class of questions that once dropped a word in silence, took a name for
grammar, or could not prove a true sentence.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator

import pytest

from assistant.assistant import Assistant
from assistant.records import Answer, Status
from tests.serving import ingest_into, opened

HEADER = ("University", "Program", "Level", "City", "Duration", "Tuition (AUD)")
CURRAWONG, MERRI, IMAGINE, WATTLE = (
    "Currawong University (CUA)",
    "Merri Training Pty. Ltd.",
    "Imagine Learning Pty Ltd as trustee for The Imagine Unit Trust",
    "Wattle Institute",
)
ROWS = (
    (CURRAWONG, "Bachelor of Arts", "Bachelor Degree", "Bega", "156 weeks", "60000"),
    (CURRAWONG, "Bachelor of Arts (Honours)", "Bachelor Degree", "Bega", "208 weeks", "64000"),
    (CURRAWONG, "Bachelor of Fine Arts", "Bachelor Degree", "Bega", "156 weeks", "70000"),
    (CURRAWONG, "Bachelor of Nursing", "Bachelor Degree", "Bega", "156 weeks", "52000"),
    (CURRAWONG, "Master of Climate Change", "Master", "Bega", "104 weeks", "48000"),
    (CURRAWONG, "Summer School (Postgraduate)", "Other", "Bega", "6 weeks", "1500"),
    (CURRAWONG, "Summer School (Undergraduate)", "Other", "Bega", "6 weeks", "1200"),
    (MERRI, "Diploma of Case Management", "Diploma", "Merri Creek", "52 weeks", "9000"),
    (MERRI, "Diploma of Town Planning", "Diploma", "Merri Creek", "52 weeks", "8000"),
    (MERRI, "Diploma of Counselling", "Diploma", "Merri Creek", "52 weeks", "8500"),
    (MERRI, "Diploma of Auditing", "Diploma", "Merri Creek", "52 weeks", "9500"),
    (MERRI, "Certificate I in Sport", "Certificate", "Merri Creek", "10 weeks", "390"),
    (MERRI, "Certificate IV in Sport", "Certificate", "Merri Creek", "26 weeks", "4000"),
    ("Brolga Grammar", "Secondary Years 7 - 12", "Other", "Bega", "312 weeks", "90000"),
    (MERRI, "English for Incoming Students", "Other", "Merri Creek", "8 weeks", "2000"),
    ("Bega College Inc", "Secondary Years 11 - 12", "Other", "Bega", "104 weeks", "30000"),
    (IMAGINE, "Diploma of Marketing", "Diploma", "Bega", "52 weeks", "7000"),
    *(
        (WATTLE, f"Certificate III in {subject}", "Certificate", "Bega", "20 weeks", "5000")
        for subject in (
            "Baking", "Butchery", "Carpentry", "Floristry", "Glazing", "Joinery", "Masonry",
            "Painting", "Plumbing", "Roofing", "Tiling", "Welding",
        )
    ),
)  # fmt: skip


@pytest.fixture(scope="module")
def assistant(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Assistant]:
    folder = tmp_path_factory.mktemp("register")
    out = io.StringIO()
    csv.writer(out).writerows([HEADER, *ROWS])
    (folder / "register.csv").write_text(out.getvalue(), encoding="utf-8")
    ingest_into(folder / "index", folder / "register.csv")
    asked = opened(folder / "index", folder / "conversations.sqlite")
    yield asked
    asked.close()


def _ask(assistant: Assistant, *turns: str) -> tuple[Answer, str]:
    going_on, answer = assistant.ask(turns[0])
    for turn in turns[1:]:
        going_on, answer = assistant.ask(turn, going_on)
    return answer, " ".join(segment.text for segment in answer.segments)


def _titles(answer: Answer) -> set[str]:
    results = [part.result for part in answer.evidence.found if part.result]
    return {program.title for result in results for program in result.rows}


@pytest.mark.parametrize(
    ("question", "titles"),
    [
        ("bachelor's degrees in fine arts", {"Bachelor of Fine Arts"}),
        ("case management courses", {"Diploma of Case Management"}),
        ("courses in change", {"Master of Climate Change"}),
        ("any change master's degrees?", {"Master of Climate Change"}),
        ("planning diplomas", {"Diploma of Town Planning"}),
        ("diplomas in counseling", {"Diploma of Counselling"}),
        ("master's degrees in Bega", {"Master of Climate Change"}),
        ("sport certificates I can finish in 12 weeks", {"Certificate I in Sport"}),
        ("sport certificates priced below 400", {"Certificate I in Sport"}),
        ("bachelor of arts degrees", {"Bachelor of Arts", "Bachelor of Arts (Honours)"}),
    ],
)  # fmt: skip
def test_a_word_of_grammar_is_a_name_where_only_a_name_can_stand(
    assistant: Assistant, question: str, titles: set[str]
) -> None:
    answer, text = _ask(assistant, question)

    assert answer.status is Status.ANSWERED, text
    assert _titles(answer) == titles, text


@pytest.mark.parametrize(
    ("question", "word"),
    [("people management courses", "people"), ("middle bachelor's degrees", "middle")],
)
def test_a_word_that_narrows_is_not_dropped(assistant: Assistant, question: str, word: str) -> None:
    answer, _ = _ask(assistant, question)

    assert answer.status is Status.NOT_IN_SOURCES
    assert word in [left.text for left in answer.plan.residue]


@pytest.mark.parametrize(
    ("question", "price"),
    [
        (f"how much is {CURRAWONG}'s Bachelor of Arts?", "60,000"),
        ("what does the Bachelor of Arts at Currawong University cost", "60,000"),
        (f"cost of {CURRAWONG}'s Summer School (Postgraduate)", "1,500"),
        ("price of Brolga Grammar's Secondary Years 7 - 12", "90,000"),
        (f"price of {MERRI}'s Diploma of Counselling", "8,500"),
        (f"{IMAGINE}'s Diploma of Marketing price", "7,000"),
    ],
)
def test_a_school_and_its_title_name_one_program(
    assistant: Assistant, question: str, price: str
) -> None:
    answer, text = _ask(assistant, question)

    assert answer.status is Status.ANSWERED, text
    assert f"AUD {price}" in text
    assert len(_titles(answer)) == 1


def test_a_kind_of_program_at_a_school_is_no_title(assistant: Assistant) -> None:
    answer, text = _ask(assistant, "cheapest bachelor's at Currawong University")

    assert "Bachelor of Nursing" in text
    assert "cheapest of the 4" in text
    assert answer.status is Status.ANSWERED


def test_the_same_title_is_meant_at_another_school(assistant: Assistant) -> None:
    answer, text = _ask(
        assistant, f"price of {MERRI}'s Diploma of Auditing", "and at Currawong University?"
    )

    assert answer.status is Status.NO_MATCH, text


@pytest.mark.parametrize(
    ("question", "said"),
    [
        ("average price of sport certificates", "AUD 2,195"),
        ("shortest certificate III", "12 of the 12"),
        ("cheapest certificate at Wattle Institute", "12 of the 12"),
        ("longest planning course", "Diploma of Town Planning"),
    ],
)
def test_true_sentences_are_proven(assistant: Assistant, question: str, said: str) -> None:
    answer, text = _ask(assistant, question)

    assert answer.status is Status.ANSWERED, [d.reason for d in answer.trace.dropped]
    assert said in text


def test_a_town_beside_a_town_is_no_college_named_after_it(assistant: Assistant) -> None:
    answer, _ = _ask(assistant, "diplomas in Merri Creek or Bega")
    assert len(_titles(answer)) == 5


def test_how_many_students_there_are_is_not_told_by_programs(assistant: Assistant) -> None:
    answer, text = _ask(assistant, "how many students does Currawong University have?")
    assert answer.status is Status.NOT_IN_SOURCES
    assert '"students"' in text


@pytest.mark.parametrize(
    ("question", "said"),
    [
        ("how many schools teach certificates?",
         "By university (2 different), the 14 certificates I hold: Wattle Institute 12; and Merri"),
        ("which school has the most certificates?", "with the most: Wattle Institute 12."),
        ("how many cities can I take a diploma in?", "By city (2 different), the 5 diplomas"),
        ("the cheapest diploma in each city",
         "Bega AUD 7,000 (1 row); and Merri Creek AUD 8,000 (4 rows)."),
        ("price range of diplomas by city", "Merri Creek AUD 8,000 to AUD 9,500 (4 rows)."),
        ("shortest certificate at each school", "Merri Training Pty. Ltd. 10 weeks (2 rows);"),
    ],
)  # fmt: skip
def test_what_is_asked_of_each_school_or_city_is_told_of_each(
    assistant: Assistant, question: str, said: str
) -> None:
    answer, text = _ask(assistant, question)
    assert answer.status is Status.ANSWERED
    assert said in text
