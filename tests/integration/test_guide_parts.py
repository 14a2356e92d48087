"""Whom a figure is of, and why it changes: other names of some of a page, and why-questions."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from assistant.find_guides import find_guides
from assistant.guide_index import GuideIndex
from assistant.records import DraftSegment, GuideAsk, SegmentKind
from tests.guide_pages import answer, indexed, kept

PAGES = {
    "keepers.md": """# Lighthouse Keepers and Buoy Menders

## Quick Facts

| Field | Value |
|-------|-------|
| 2024 Median Pay | $44,000 per year |
| Job Outlook, 2024-34 | 6% (Faster than average) |

## What Lighthouse Keepers and Buoy Menders Do

Lighthouse keepers and buoy menders keep shipping lanes safe.

Buoy menders, also called float wrights, repair floats at sea.

Lamp operators, glass and oil tend the light. Their lamps, often called dazzlers, burn all night.

Night lighthouse keepers, also called owlers, work from dusk to dawn.

## Work Environment

The largest employers of lighthouse keepers and buoy menders were as follows:

| --- | --- |
| Harbors | 60% |
| Offices of pilots | 12 |

## Pay

*Median hourly wages, May 2024*

- **Coast and harbor workers**: $20.10
- **Lighthouse keepers and buoy menders**: $21.15
- **Other waterside workers**: $19.05

Median annual wages for lighthouse keepers and buoy menders in May 2024 were as follows:

| --- | --- |
| Lamp operators, glass and oil | $51,500 |
| Lighthouse keepers | 43,300 |

The median hourly wage for buoy menders was $19.80 in May 2024.

## Job Outlook

Employment of lighthouse keepers and buoy menders is projected to grow 6 percent from 2024 to 2034.

About 300 openings for lighthouse keepers and buoy menders are projected each year.

### Employment

More keepers will be needed as harbors grow larger. New lamps will need watching.
""",
    "pilots.md": """# Tide-Gate Pilots and Steerers

Tide-gate pilots and steerers guide barges.

## Quick Facts

| Field | Value |
|-------|-------|
| 2024 Median Pay | $72,000 per year |
| Job Outlook, 2024-34 | -9% (Decline) |

## Pay

*Median hourly wages, May 2024*

- **Coast and harbor workers**: $20.10
- **Tide-gate pilots and steerers**: $34.60

The median annual wage for tide-gate pilots and steerers was $72,000 in May 2024.

## Job Outlook

Employment of tide-gate pilots and steerers is projected to decline 9 percent from 2024 to 2034.

### Employment

Gates that open by themselves are expected to reduce the need for pilots. Larger barges increase
the work of each.
""",
    "divers.md": """# Divers

Divers work under water.

## Quick Facts

| Field | Value |
|-------|-------|
| 2024 Median Pay | $61,000 per year |
| Typical Entry-Level Education | High school diploma or equivalent |

## Work Environment

Divers held about 4,400 jobs in 2024. The largest employers of divers were as follows:

| --- | --- |
| Harbors | 70% |
| Fish farms | 9 |

## How to Become a Diver

Divers typically need a high school diploma and several years on boats.

Colleges in some harbors offer diving courses. Divers must pass a background check.

## Pay

*Median annual wages, May 2024*

- **Coast and harbor workers**: $40,200
- **Divers**: $61,000

Median annual wages for divers in May 2024 were as follows:

| --- | --- |
| Divers, all other | $72,900 |
| Wreck divers | 70,300 |
| Pearl divers | 48,800 |

## Job Outlook

### Employment Projections

- **Occupational Title:** Wreck divers
- **Employment 2024:** 900

- **Occupational Title:** Pearl divers
- **Employment 2024:** 3,100

- **Occupational Title:** Divers, all other
- **Employment 2024:** 400
""",
    "kelp.md": """# Kelp Workers

Kelp workers gather kelp at low tide.

## Pay

The median annual wage for kelp workers was $30,900 in May 2024.
""",
    "assayers.md": """# Laboratory Shell Assayers

Laboratory shell assayers weigh shells.

## Pay

The median annual wage for laboratory shell assayers was $47,700 in May 2024.
""",
    "night_pilots.md": """# Night Pilots

Night pilots steer in the dark.

## Pay

The median annual wage for night pilots was $88,800 in May 2024.
""",
}


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> Iterator[GuideIndex]:
    yield from indexed(tmp_path_factory.mktemp("parts"), PAGES)


@pytest.mark.parametrize(
    ("question", "said", "unsaid"),
    [
        # what is known of just them is told, also by the hour where a year is asked for
        ("what do buoy menders earn a year?", "$19.80", "$44,000"),
        ("how much do float wrights make?", "$19.80", ""),
        ("pay of lamp operators", "$51,500", ""),
        # the thing they are named by stands in the paragraph on some of them
        ("what do dazzler operators earn?", "", "$44,000"),
        # a name of a few only is said to be taken for all
        ("how much do owlers make?", 'I took "owlers" to be among those', ""),
        # groups that a page is set beside are no part of it
        ("what do coast and harbor workers earn?", "", "$44,000"),
        # the end of a compound, a word for people behind the field, a clipped word before them
        ("pay of gate pilots", "$72,000", "$88,800"),
        ("pay of kelp installers", "$30,900", ""),
        ("what do lab shell assayers earn?", "$47,700", ""),
        # where they work is no second page
        ("share of lighthouse keepers in offices of night pilots", "", "$88,800"),
        # a trade that several pages have is nobody's; nor do others beside the name count
        ("how much do pilots make?", "", "$"),
        ("how much do retired lighthouse keepers make?", "", "$44,000"),
    ],
)
def test_a_figure_is_of_those_who_are_meant(
    index: GuideIndex, question: str, said: str, unsaid: str
) -> None:
    told = answer(index, question)
    assert said in told
    assert not unsaid or unsaid not in told


@pytest.mark.parametrize(
    ("question", "said"),
    [
        # the page says the contrary: both its label and its sentence
        ("why is the number of lighthouse keepers falling?", ("6%", "grow 6 percent")),
        ("what explains the decline in lighthouse keeper jobs?", ("6%", "grow 6 percent")),
        ("why is employment of tide-gate pilots growing?", ("-9%", "decline 9 percent")),
        ("is it true that the number of lighthouse keepers is falling?", ("6%",)),
        # it says the same: its reasons, without the figure
        ("why are lighthouse keeper jobs growing?", ("needed as harbors grow",)),
        ("why will there be fewer tide-gate pilots?", ("reduce the need for pilots",)),
    ],
)
def test_a_premise_is_denied_or_explained(
    index: GuideIndex, question: str, said: tuple[str, ...]
) -> None:
    told = answer(index, question)
    assert all(part in told for part in said)


@pytest.mark.parametrize(
    ("question", "said"),
    [
        # the best of those whom a page tells apart, and the best of them that has a name
        (
            "which divers earn the most?",
            'is that of Divers, all other: $72,900. The Divers page gives "Wreck divers" as 70,300',
        ),
        ("what kind of diver is paid the least?", "the lowest is that of Pearl divers: 48,800"),
        # two of one page, whose figures stand in a table
        (
            "do wreck divers or pearl divers earn more?",
            '"Pearl divers" as 48,800',
        ),
        # the entry education says whether college is needed, and not where courses are
        ("do you have to go to college to become a diver?", '"High school diploma'),
        ("what background leads to a job as a diver?", "several years on boats"),
    ],
)
def test_what_is_asked_decides_what_tells_it(index: GuideIndex, question: str, said: str) -> None:
    assert said in answer(index, question)


@pytest.mark.parametrize(
    "lie",
    [
        "Of the 3 that the Divers page tells apart, the highest is that of Wreck divers: 70,300.",
        "Of the 4 that the Divers page tells apart, the lowest is that of Pearl divers: 48,800.",
        "Of the 3 that the Kelp page tells apart, the lowest is that of Pearl divers: 48,800.",
        "Of the 3 that the Divers page tells apart, the lowest is that of Pearl divers: 48,900.",
    ],
)
def test_a_wrong_winner_of_a_page_does_not_leave(index: GuideIndex, lie: str) -> None:
    question = "what kind of diver is paid the least?"
    evidence = find_guides(GuideAsk(question, ()), index)
    keys = tuple(item.key for item in evidence.items if item.claim is not None)
    assert keys
    assert lie not in kept(evidence, (DraftSegment(lie, SegmentKind.COMPUTED, keys),), question)


def test_a_follow_up_goes_on_with_those_named_last(index: GuideIndex) -> None:
    before = "how much do divers make; and kelp workers?"
    told = find_guides(GuideAsk("how much do they earn?", (), before), index)
    assert {item.page.title for item in told.items} == {"Kelp Workers"}
    told = find_guides(GuideAsk("which of them earns more?", (), before), index)
    assert {item.page.title for item in told.items} == {"Divers", "Kelp Workers"}


@pytest.mark.parametrize(
    "question",
    [
        "how many divers work in harbors?",
        "why do lighthouse keepers earn so much?",
        "why is the pay of kelp workers falling?",
        "why are there so few tide-gate pilots?",
        "why are lighthouse keepers disappearing in Alaska?",
    ],
)
def test_a_figure_of_something_else_is_not_told(index: GuideIndex, question: str) -> None:
    assert answer(index, question) == ""
