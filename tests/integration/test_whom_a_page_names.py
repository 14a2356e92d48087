"""Workplaces that only seem to name pages, and the people of a page that a follow-up picks out."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from assistant.stemming import stems
from assistant.workplaces import without_workplaces
from tests.guide_pages import answer, indexed

if TYPE_CHECKING:
    from collections.abc import Iterator

    from assistant.guide_index import GuideIndex

PAGES = {
    "menders.md": """# Net Menders and Sailmakers

## Quick Facts

| Field | Value |
|-------|-------|
| 2024 Median Pay | $44,000 per year |

## What Net Menders and Sailmakers Do

Net menders and sailmakers repair gear on all coasts and gain skills in different harbors.

## Work Environment

Net menders and sailmakers usually lift rolls of cloth. Some rolls weigh up to 90 pounds.

## Pay

Median annual wages for net menders and sailmakers in May 2024 were as follows:

| --- | --- |
| Sailmakers | $51,500 |
| Net menders | 43,300 |

In May 2024, the median annual wages for net menders in the top industries were as follows:

| --- | --- |
| Heavy and marine surveying works | $47,200 |

Net menders work by day, but in hospitals they may work at night.
""",
    "keepers.md": """# Buoy Keepers, Tide Clerks, and Tide Gaugers

## Quick Facts

| Field | Value |
|-------|-------|
| 2024 Median Pay | $61,000 per year |
| Number of Jobs, 2024 | 9,100 |

## What Buoy Keepers, Tide Clerks, and Tide Gaugers Do

Buoy keepers, tide clerks, and tide gaugers look after harbors.

## Pay

Median annual wages for buoy keepers, tide clerks, and tide gaugers in May 2024 were as follows:

| --- | --- |
| Buoy keepers | $63,700 |
| Harbor tide clerks and gaugers | 52,400 |

## Employment Projections

- **Occupational Title:** Buoy keepers
- **Employment 2024:** 5,800
- **Change % 2024-34:** 4

- **Occupational Title:** Harbor tide clerks and gaugers
- **Employment 2024:** 3,300
- **Change % 2024-34:** -7
""",
    "riggers.md": """# Rope Riggers

## Riggers and Testers

Quality assurance clerks and testers are close colleagues of rope riggers. They try every knot. \
Their median pay was $48,600 in May 2024, less than that of rope riggers.

## Pay

The median annual wage for rope riggers was $57,900 in May 2024.
""",
    "surveyors.md": """# Marine Surveyors

## What Marine Surveyors Do

Marine surveyors measure harbors.

## Pay

The median annual wage for marine surveyors was $99,100 in May 2024.
""",
}


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory) -> Iterator[GuideIndex]:
    yield from indexed(tmp_path_factory.mktemp("named"), PAGES)


@pytest.mark.parametrize(
    ("question", "context", "figures", "others"),
    [
        ("pay of net menders, not the sailmakers", "", ("43,300",), ("51,500",)),
        ("and just the sailmakers?", "pay of net menders and sailmakers", ("51,500",), ("43,300",)),
        ("the menders alone?", "pay of net menders and sailmakers", ("43,300",), ("51,500",)),
        ("what are net menders paid in heavy and marine surveying works", "", ("47,200",),
         ("99,100",)),
        ("and in heavy and marine surveying works?", "pay of net menders", ("47,200",),
         ("99,100",)),
        ("median pay of tide gaugers", "", ("52,400",), ("63,700",)),
        ("tide clerks, how much do they earn?", "", ("52,400",), ("63,700",)),
        ("what do buoy keepers earn", "", ("63,700",), ("52,400",)),
        ("how many tide gaugers are there", "", ("3,300",), ("5,800",)),
        ("What do QA testers make?", "", ("48,600",), ()),
        ("how heavy are the rolls that net menders lift", "", ("90 pounds",), ()),
    ],
)  # fmt: skip
def test_figures_of_just_those_who_are_meant(
    pages: GuideIndex,
    question: str,
    context: str,
    figures: tuple[str, ...],
    others: tuple[str, ...],
) -> None:
    said = answer(pages, question, context)
    assert all(figure in said for figure in figures), said
    assert not any(figure in said for figure in others), said


@pytest.mark.parametrize(
    "question",
    [
        "what do net menders earn in hospitals",
        "how tall are net menders",
        "what is the difference between net menders and gear menders",
    ],
)
def test_a_neighbouring_sentence_is_no_answer(pages: GuideIndex, question: str) -> None:
    assert answer(pages, question) == ""


def test_a_workplace_names_no_page_and_those_compared_do(pages: GuideIndex) -> None:
    claims = [c for found in pages.claims.values() for c in found if "Heavy" in c.label]
    assert claims
    assert set(stems("marine surveying")) <= set(stems(claims[0].label))
    for text, kept in (
        ("net menders in heavy and marine surveying", ["Net Menders and Sailmakers"]),
        ("net menders or marine surveyors", ["Net Menders and Sailmakers", "Marine Surveyors"]),
    ):
        named = pages.names.named_in(text) or ()
        found = without_workplaces(named, text, claims)
        assert [pages.pages[n.page_id].title for n in found] == kept


def test_a_figure_of_some_of_a_pages_people_says_of_whom_it_is(pages: GuideIndex) -> None:
    said = answer(pages, "how many tide clerks are there", "")
    assert 'gives "Employment 2024" for "Harbor tide clerks and gaugers" as 3,300' in said
