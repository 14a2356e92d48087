"""Questions that claims answer by themselves: looked up, compared and ranked, and proven so."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from assistant.compose.quoted import quoted
from assistant.find_guides import find_guides
from assistant.guide_index import GuideIndex
from assistant.records import AskEvidence, DraftSegment, GuideAsk
from tests.guide_pages import indexed, verified
from vectorstore.records import SourceId

PAGE = """# {title}

## Quick Facts

| Field | Value |
|-------|-------|
| 2024 Median Pay | {year} {hour} |
| Typical Entry-Level Education | {education} |
| Work Experience in a Related Occupation | None |
| Number of Jobs, 2024 | {jobs} |
| Job Outlook, 2024-34 | {growth} |

## What {title} Do

{title} {work}

## Work Environment

The largest employers of {lower} were as follows:

| --- | --- |
| Hospitals; state, local, and private | 61% |
| Retail trade | 12 |

## Pay

The median annual wage for {lower} was {plain} in May 2024. The lowest 10 percent earned less than
{low}, and the highest 10 percent earned more than {high}.

In May 2024, the median annual wages for {lower} in the top industries were as follows:

| --- | --- |
| Hospitals; state, local, and private | {hospitals} |
| Retail trade | 31,000 |

## Job Outlook

About {openings} openings for {lower} are projected each year, on average, over the decade.
"""
WORK = {
    "Beekeepers": "keep colonies of honeybees and harvest honey and wax.",
    "Glassblowers": "shape molten glass into vases, lamps and laboratory vessels.",
    "Loan Officers": "weigh applications for loans, and recommend which to approve.",
}
PAGES = {
    "beekeepers": ("Beekeepers", 41_200, 19.81, "No formal educational credential", 9300, 3),
    "glassblowers": ("Glassblowers", 38_700, 18.61, "High school diploma", 12_100, -4),
    "loan-officers": ("Loan Officers", 74_180, 35.66, "Bachelor's degree", 30_100, 2),
}  # fmt: skip


def page(title: str, pay: int, hourly: float, education: str, jobs: int, pct: int) -> str:
    return PAGE.format(
        title=title, lower=title.lower(), year=f"${pay:,} per year", hour=f"${hourly} per hour",
        education=education, jobs=f"{jobs:,}", growth=f"{pct}% (As said)", work=WORK[title],
        plain=f"${pay:,}", low=f"${pay // 2:,}", high=f"${pay * 2:,}", openings=f"{jobs // 10:,}",
        hospitals=f"${pay + 1000:,}",
    )  # fmt: skip


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> Iterator[GuideIndex]:
    pages = {f"{name}.md": page(*facts) for name, facts in PAGES.items()}
    yield from indexed(tmp_path_factory.mktemp("claims"), pages)


def found(index: GuideIndex, question: str, context: str = "") -> AskEvidence:
    return find_guides(GuideAsk(question, (), context), index)


def proven(evidence: AskEvidence, question: str) -> str:
    """What of the answer survives verification; nothing may be lost."""
    whole = verified(evidence, quoted(evidence), question)
    assert whole.dropped == ()
    return " ".join(segment.text for segment in whole.segments)


def answer(index: GuideIndex, question: str, context: str = "") -> str:
    evidence = found(index, question, context)
    return proven(evidence, question) if evidence.items else ""


@pytest.mark.parametrize(
    ("question", "said"),
    [
        ("How much cash does a beekeeper bring home per year?", "$41,200 per year"),
        ("If I became a glassblower, what median pay could I expect?", "$38,700"),
        ("hourly rate of a loan officer", "$35.66 per hour"),
        ("what's the going rate for glassblowers per year", "$38,700"),
        ("90th percentile wage for glassblowers", "more than $77,400"),
        ("what is the 90th-percentile wage of glassblowers?", "more than $77,400"),
        ("er, what do, um, beekeepers earn", "$41,200"),
        ("How educated must a loan officer be?", "Bachelor's degree"),
        ("how many dollars an hour do glassblowers earn?", "$18.61"),
        ("worst paid ten percent of beekeepers: under how much?", "less than $20,600"),
        ("the highest earning tenth of glassblowers make how much", "more than $77,400"),
        ("what do beekeepers make in hospitals", "$42,200"),
        ("which industry pays beekeepers the most?", "$42,200"),
        ("what share of glassblowers work in hospitals?", "61%"),
        ("who employs the most loan officers?", "Hospitals"),
        ("how many openings for loan officers each year?", "3,010 openings"),
        ("How many beekeepers are there in the country?", "9,300"),
        ("Is glassblower a growing field? What percent by 2034?", "-4%"),
        ("Do I need related work experience before becoming a beekeeper?", '"None"'),
        ("how much do people who weigh loan applications make", "$74,180"),
        ("can I be a beekeeper without college? what is the typical entry education",
         "No formal educational credential"),
    ],
)  # fmt: skip
def test_a_claim_answers_by_itself(index: GuideIndex, question: str, said: str) -> None:
    assert said in answer(index, question)


@pytest.mark.parametrize(
    ("question", "said"),
    [
        ("worst paid beekeepers", "less than $20,600"),
        ("What is the top salary of glassblowers?", "more than $77,400"),
        ("highest pay in beekeeping", "more than $82,400"),
        ("How many beekeepers are there? They earn 90,000, right?", "9,300"),
    ],
)
def test_an_end_and_a_field_are_read_from_plain_words(
    index: GuideIndex, question: str, said: str
) -> None:
    assert said in answer(index, question)


@pytest.mark.parametrize(
    ("question", "said"),
    [
        ("why do beekeepers earn only 200,000 a year?", ("$41,200", '"200,000"')),
        ("since loan officers make 31,500 a year, how many jobs are there?",
         ("$74,180", "30,100", '"31,500"')),
        ("is it true that glassblower jobs grow 50 percent?", ("-4%", '"50 percent"')),
    ],
)  # fmt: skip
def test_a_figure_stated_in_vain_stands_beside_the_true_one(
    index: GuideIndex, question: str, said: tuple[str, ...]
) -> None:
    text = answer(index, question)
    assert all(part in text for part in said)
    assert f"I could not find {said[-1]} in these pages." in text


@pytest.mark.parametrize(
    "question",
    [
        'What does the page "Beekeepers" say about "Work Environment"?',
        "Tell me about Work Environment from the page Beekeepers",
        "Beekeepers: Work Environment?",
    ],
)
def test_a_section_named_by_its_heading_is_quoted_from_its_start(
    index: GuideIndex, question: str
) -> None:
    assert answer(index, question).startswith("The largest employers of beekeepers were")


def test_a_label_of_another_measure_is_never_given(index: GuideIndex) -> None:
    for question in ("how many more beekeeper jobs by 2034?", "number of new loan officer jobs"):
        text = answer(index, question)
        assert "9,300" not in text
        assert "30,100" not in text


def test_what_an_industry_pays_says_of_whom_and_where(index: GuideIndex) -> None:
    text = answer(index, "median pay of loan officers working in retail trade?")
    assert "for loan officers in the top industries" in text
    assert '"Retail trade" as 31,000' in text
    assert "74,180" not in text


@pytest.mark.parametrize(
    "question",
    [
        "median pay of loan officers in 2010",
        "What will beekeepers earn in 2034?",
        "What do beekeepers in Texas make?",
        "What is the retirement age of glassblowers?",
        "how many loan officers are women?",
        "job growth of podcasters",
        "what do people who hunt ghosts earn",
    ],
)
def test_another_year_place_or_thing_is_not_answered(index: GuideIndex, question: str) -> None:
    assert not found(index, question).items


def test_the_measure_is_not_read_from_a_name(index: GuideIndex) -> None:
    evidence = found(index, "what do loan officers do?")
    assert "weigh applications" in proven(evidence, "")


def test_two_figures_differ_by_what_is_computed(index: GuideIndex) -> None:
    text = answer(index, "By how much more is a loan officer paid than a beekeeper?")
    assert "Of these, the highest is that of Loan Officers: $74,180 per year." in text
    assert "The difference between the two is $32,980 per year." in text


def test_what_is_not_held_is_said_and_the_other_given(index: GuideIndex) -> None:
    text = answer(index, "who earns more, a wizard or a beekeeper?")
    assert "$41,200" in text
    assert '"wizard"' in text
    assert "highest" not in text


def test_several_pages_are_told_apart_by_words(index: GuideIndex) -> None:
    text = answer(index, "which of these needs no degree: beekeeper, loan officer")
    assert '"No formal educational credential"' in text
    assert '"Bachelor\'s degree"' in text


@pytest.mark.parametrize(
    ("question", "end"),
    [
        ("which occupation is shrinking the most?", "lowest is that of Glassblowers: -4%"),
        ("what job declines least", "highest is that of Beekeepers: 3%"),
        ("which job is growing fastest?", "highest is that of Beekeepers: 3%"),
    ],
)
def test_what_falls_most_has_the_lowest_growth(index: GuideIndex, question: str, end: str) -> None:
    assert end in answer(index, question)


@pytest.mark.parametrize(
    ("question", "said"),
    [
        ("which occupation has the highest median pay?", ("2024 Median Pay", "highest")),
        ("Which job employs the fewest people?", ("Number of Jobs, 2024", "lowest")),
    ],
)  # fmt: skip
def test_a_superlative_is_computed_over_all_pages(
    index: GuideIndex, question: str, said: tuple[str, str]
) -> None:
    winner = "Loan Officers: $74,180 per year" if said[1] == "highest" else "Beekeepers: 9,300"
    told = f'Of the 3 pages that give "{said[0]}", the {said[1]} is that of {winner}.'
    assert answer(index, question) == told


def test_what_sets_two_apart_is_told_by_what_each_page_opens_with(index: GuideIndex) -> None:
    asked = "what is the difference between a beekeeper and a loan officer?"
    titles = [item.page.title for item in found(index, asked).items]
    assert titles == ["Beekeepers", "Loan Officers"]
    assert not find_guides(GuideAsk(asked, ()), index, (SourceId("another"),)).items


@pytest.mark.parametrize("question", ["the highest paid jobs in banking", "best paid jobs in IT"])
def test_the_best_of_a_kind_that_no_page_tells_is_not_guessed(
    index: GuideIndex, question: str
) -> None:
    assert not found(index, question).items


@pytest.mark.parametrize(
    "lie",
    [
        'Of the 2 pages that give "2024 Median Pay", the highest is that of Loan Officers.',
        'Of the 3 pages that give "2024 Median Pay", the lowest is that of Loan Officers.',
        'Of the 3 pages that give "2024 Median Wage", the highest is that of Loan Officers.',
        'Of the 3 pages that give "2024 Median Pay", the highest is that of Beekeepers.',
        'Of the 3 pages that give "2024 Median Pay", the highest is that of Loan Officers: $7.',
    ],
)
def test_a_wrong_superlative_does_not_leave(index: GuideIndex, lie: str) -> None:
    evidence = found(index, "which occupation has the highest median pay?")
    (said,) = quoted(evidence)
    assert refused(evidence, DraftSegment(lie, said.kind, said.cites))


@pytest.mark.parametrize(
    "lie",
    [
        "The difference between the two is $32,890 per year.",
        "The difference between the two is $32,980 per hour.",
        "The difference between the two is 32,980 percentage points.",
    ],
)
def test_a_wrong_difference_does_not_leave(index: GuideIndex, lie: str) -> None:
    evidence = found(index, "By how much more is a loan officer paid than a beekeeper?")
    *_, said = quoted(evidence)
    assert refused(evidence, DraftSegment(lie, said.kind, said.cites))


def refused(evidence: AskEvidence, segment: DraftSegment) -> bool:
    return bool(verified(evidence, (segment,), "").dropped)
