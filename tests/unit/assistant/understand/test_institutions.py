"""A visitor's words name the school that they fit best, among many with words in common."""

from __future__ import annotations

import pytest

from assistant.understand.institutions import Institutions
from assistant.understand.tokens import tokenize

NAMES = (
    "The University of Sydney",
    "Western Sydney University",
    "Western Sydney University Enterprises Pty Limited",
    "University of Technology Sydney (UTS)",
    "The University of Texas at San Antonio",
    "University of South Australia (UniSA)",
    "University of South Australia",
    "University Of St Andrews",
    "Monash University (Monash)",
    "Pearson Aviation Pty Ltd",
    "Job Training Institute",
    "Charles Darwin University",
    "Charles Sturt University",
    "The University of Texas at Austin",
    "University of New South Wales",
    "Bond University",
    "Harbour College (NSW)",
    "Quay Commercial Colleges (Adelaide) Limited",
    "The University of Adelaide (Adelaide)",
    "The University of Tasmania",
    "University of Tasmania",
)
TASMANIA = ("The University of Tasmania", "University of Tasmania")
SYDNEY = ("The University of Sydney",)
SUBJECTS = {"aviation", "training", "bond"}
PLACES = {("nsw",), ("adelaide",)}


@pytest.mark.parametrize(
    ("question", "at", "names", "said"),
    [
        ("cheapest course at Sydney uni", 3, SYDNEY, "Sydney uni"),
        ("university of sydney fees", 0, SYDNEY, "university of sydney"),
        ("western sydney master's", 0, ("Western Sydney University",), "western sydney"),
        ("what does UTS offer", 2, ("University of Technology Sydney (UTS)",), "UTS"),
        ("is uts good", 1, ("University of Technology Sydney (UTS)",), "uts"),
        ("UT Austin", 0, ("The University of Texas at Austin",), "UT Austin"),
        ("how many at unsw", 3, ("University of New South Wales",), "unsw"),
        (
            "longest course at unisa", 3,
            ("University of South Australia", "University of South Australia (UniSA)"), "unisa",
        ),
        ("monash degrees", 0, ("Monash University (Monash)",), "monash"),
        (
            "business at charles uni", 2,
            ("Charles Darwin University", "Charles Sturt University"), "charles uni",
        ),
        ("what does Bond offer", 2, ("Bond University",), "Bond"),
        ("compare Bond's fees", 1, ("Bond University",), "Bond's"),
        ("Bond University fees", 0, ("Bond University",), "Bond University"),
        ("courses or NSW", 2, ("University of New South Wales",), "NSW"),
        ("university of tasmania law", 0, TASMANIA, "university of tasmania"),
        ("law at Adelaide", 2, ("The University of Adelaide (Adelaide)",), "Adelaide"),
        ("courses at pearson aviation", 2, ("Pearson Aviation Pty Ltd",), "pearson aviation"),
    ],
)  # fmt: skip
def test_the_best_fit_is_meant(question: str, at: int, names: tuple[str, ...], said: str) -> None:
    found = _named(question, at)

    assert found is not None
    assert found[0] == names
    assert found[1].casefold() == said.casefold()


@pytest.mark.parametrize(
    ("question", "at"),
    [
        ("a bachelor's degree in aviation", 4),
        ("wind technician: training?", 2),
        ("which university is cheapest", 1),
        ("the institute of what", 1),
        ("registration as a nurse in Australia", 5),
        ("Bond trading courses", 0),
        ("the state of New South Wales", 2),
        ("Wind Technician: Job and Training?", 4),
    ],
)
def test_a_subject_or_an_everyday_word_is_no_school(question: str, at: int) -> None:
    assert _named(question, at) is None


def _named(question: str, at: int) -> tuple[tuple[str, ...], str] | None:
    schools = Institutions(
        NAMES, SUBJECTS.__contains__, lambda said: said if said in PLACES else ()
    )
    tokens = tokenize(question)
    found = schools.named_at(tokens, [t.word for t in tokens], at)
    if found is None:
        return None
    return found.names, question[tokens[at].start : tokens[found.last].end]


@pytest.mark.parametrize(
    ("question", "at", "named"),
    [
        ("cheapest at QLX", 2, ("Quillon Technical University",)),
        ("does North Quill offer law", 1, ("Quillon Technical University",)),
        ("what does it cost", 2, None),
        ("law at IT", 2, ("Isle of Thorns College",)),
    ],
)
def test_a_school_goes_by_the_other_names_that_its_source_gives(
    question: str, at: int, named: tuple[str, ...] | None
) -> None:
    others = {"Quillon Technical University": ["QLX", "North Quill"]}
    others["Isle of Thorns College"] = ["IT"]
    schools = Institutions(
        ["Quillon Technical University", "Isle of Thorns College"],
        SUBJECTS.__contains__,
        lambda said: said if said in PLACES else (),
        others,
    )
    tokens = tokenize(question)
    found = schools.named_at(tokens, [t.word for t in tokens], at)
    assert (found.names if found else None) == named
