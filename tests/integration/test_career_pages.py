"""Guide questions over pages in the manner of a careers service: levels, bands, years, sections."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from assistant.compose.quoted import quoted
from assistant.find_guides import find_guides
from assistant.guide_index import GuideIndex
from assistant.records import DraftSegment, GuideAsk
from tests.guide_pages import answer, indexed, kept

PAGES = {
    "lighthouse-engineer.md": """# Lighthouse engineer

**Starting salary:** £24,500
**Average working week:** 39 hours
**People employed (2023):** 410

## The role

Lighthouse engineers look after lamps, lenses and fog signals on rocks and headlands. They travel by
boat and helicopter.

## Pay by level

| Level | 2022 | 2023 | 2024 |
|---|---|---|---|
| Assistant | £23,000 | £23,900 | £25,100 |
| Supervising | £38,000 | £40,200 | £43,700 |

## Shifts and time off

Two weeks on a rock are followed by two weeks at home. Night calls are rare.

## What helps

Patience. Weather delays many a boat. Good hands. Small parts drop into the sea.

## Certificates

A sea survival certificate is compulsory. However, it can be taken in the first year of work.
""",
    "security-guard.md": """# Security guards

A security guard earns £27,400. Guards watch doors, halls and screens.
""",
    "kite-maker.md": """# Kite makers

Kite makers, also called kitewrights, cut, sew and balance kites.

## How much could I earn?

A kite maker earns between £19,000 and £26,500. Festival kites are paid at £85 a piece.

## Dangers

Knives and hot glue cause most accidents. Gloves are worn for cutting.

## Outlook

There are about 90 kite makers in the country. Employment of kite makers is projected to fall 6
percent by 2030.

## Training

An apprenticeship takes three years. The guild examination follows; 40 percent pass.
""",
    "bell-founder.md": """# Bell founders and clock menders

Bell founders cast bells, and clock menders repair clocks in towers.

## Salary

- **Senior (Band 6)**: £37,000 to £41,000
- **Qualified (Band 5)**: £29,000 to £33,000

## Outlook

Employment of bell founders and clock menders is projected to grow 2 percent by 2030.
""",
    "tide-warden.txt": """Tide Warden

TL;DR
A tide warden keeps the gates of a harbour.

£31,000

Tide Warden Median Pay (May 2024)

1,600

Openings a Year

What the Work Looks Like

Tide wardens open the gates at high water and close them behind the last boat.
""",
    "net-mender.html": """<html><head><title>Net menders</title></head><body><main>
<h1>Net menders</h1><p>Net menders knot and patch fishing nets on the quay.</p>
<h2>Typical pay by grade</h2>
<table><tr><th>Grade</th><th>2021</th><th>2022</th></tr>
<tr><td>Learner</td><td>€17,000</td><td>€17,900</td></tr>
<tr><td>Master</td><td>€31,000</td><td>€32,400</td></tr></table>
<h2>Outlook</h2><p>Employment of net menders is projected to fall 11 percent by 2030.</p>
</main></body></html>""",
}


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> Iterator[GuideIndex]:
    yield from indexed(tmp_path_factory.mktemp("careers"), PAGES)


@pytest.mark.parametrize(
    ("question", "said"),
    [
        ("what did a supervising lighthouse engineer earn in 2023?", "£40,200"),
        ("assistant lighthouse engineer pay", "£25,100"),  # the latest year
        ("how many openings a year are there for tide wardens?", '"Openings a Year" as 1,600'),
        ("pay of master net menders in 2021", "€31,000"),
        ("what do net menders make?", "€32,400"),  # by grade only: all rows of the latest year
        ("band 5 bell founder salary", "£29,000 to £33,000"),
        ("How many pounds does a kite maker earn?", "between £19,000 and £26,500"),
        ("how many lighthouse engineers were employed in 2023", "410"),
        ("how many kite makers are there?", "about 90 kite makers"),
    ],
)
def test_levels_ranks_and_years_tell_figures_apart(
    index: GuideIndex, question: str, said: str
) -> None:
    assert said in answer(index, question)


@pytest.mark.parametrize(
    "question",
    [
        "what did a supervising lighthouse engineer earn in 2019?",
        "band 9 bell founder salary",
        "What does a kite maker earn in dollars?",
        "kite maker pay per flight",
        "How long is a kite maker's holiday?",
        "What does the guild examination cost?",
        "what's the tuition of the apprenticeship of kite makers?",
    ],
)
def test_another_year_rank_currency_basis_or_measure_is_not_answered(
    index: GuideIndex, question: str
) -> None:
    assert answer(index, question) == ""


@pytest.mark.parametrize(
    ("question", "said", "context"),
    [
        ("What hours do lighthouse engineers work?", "Two weeks on a rock", ""),
        ("Which qualities should a lighthouse engineer have?", "Patience. Weather", ""),
        ("is it dangerous to be a kite maker?", "Knives and hot glue", ""),
        ("What does a lighthouse engineer do all day?", "look after lamps", ""),
        ("and lighthouse engineers?", "Two weeks on a rock", "what hours do net menders work"),
        ("and in 2024?", "£43,700", "pay of supervising lighthouse engineers in 2023"),
    ],
)
def test_a_section_on_what_is_asked_answers_whatever_its_heading(
    index: GuideIndex, question: str, said: str, context: str
) -> None:
    assert said in answer(index, question, context)


def test_a_sentence_that_turns_on_the_one_before_is_quoted_with_it(index: GuideIndex) -> None:
    said = answer(index, "can the survival certificate of lighthouse engineers be taken later?")
    assert "is compulsory. However" in said.replace("[1] ", "")


def test_a_word_that_the_page_does_not_have_for_its_people_is_said(index: GuideIndex) -> None:
    said = answer(index, "what does a bouncer earn?")
    assert "£27,400" in said
    assert 'I took "bouncer" to be among those of the page "Security guards"' in said
    assert "I took" not in answer(index, "what do security guards earn?")


def test_whom_a_question_sets_aside_is_not_asked_about(index: GuideIndex) -> None:
    said = answer(index, "what do kitewrights make, not net menders?")
    assert "£19,000" in said
    assert "€" not in said


def test_the_figure_of_another_year_does_not_leave_under_a_years_label(index: GuideIndex) -> None:
    question = "what did a supervising lighthouse engineer earn in 2023?"
    evidence = find_guides(GuideAsk(question, ()), index)
    (item,) = (i for i in evidence.items if i.claim is not None)
    lie = 'The Lighthouse engineer page gives "Supervising, 2023" as £38,000.'
    assert "£38,000" in item.quote
    (honest,) = quoted(evidence)
    assert kept(evidence, (honest,), question) == honest.text
    assert lie not in kept(evidence, (DraftSegment(lie, honest.kind, honest.cites),), question)


@pytest.mark.parametrize(
    ("said", "is_true"),
    [
        ("A supervising lighthouse engineer earned £40,200 in 2023.", True),
        ("A supervising lighthouse engineer earned £38,000 in 2023.", False),
        ('The Lighthouse engineer page gives "Assistant, 2023" as £40,200.', False),
    ],
)
def test_a_figure_of_a_row_is_told_of_its_own_column_alone(
    index: GuideIndex, said: str, *, is_true: bool
) -> None:
    question = "what did a supervising lighthouse engineer earn in 2023?"
    evidence = find_guides(GuideAsk(question, ()), index)
    (drafted,) = quoted(evidence)
    told = kept(evidence, (DraftSegment(said, drafted.kind, drafted.cites),), question)
    assert (said in told) is is_true
