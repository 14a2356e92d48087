"""Guide questions that are about a part, a rank, a period or an end: met by that, or not at all."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from assistant.guide_index import GuideIndex
from tests.guide_pages import answer, indexed

PAGES = {
    "twin/radial.md": "",
    "potters.md": """# Potters and Glass Tube Blowers

## Quick Facts

| Field | Value |
|-------|-------|
| 2024 Median Pay | $41,000 per year |
| Number of Jobs, 2024 | 9,300 |
| Job Outlook, 2024-34 | 4% |

## What Potters and Glass Tube Blowers Do

Potters and glass tube blowers make vessels by hand.

Potters throw clay on a wheel and fire it in a kiln. They mix their own glazes.

Glass tube blowers shape molten glass with breath and tools.

Kiln chiefs watch over the fires.

## Work Environment

The largest employers of potters and glass tube blowers were as follows:

| --- | --- |
| Museums | 44% |
| Local government, excluding schools and hospitals | 21 |
| Educational services; state and local | 9 |

Workshops are hot and dusty. An apprenticeship may last a winter term or two. Firing is limited in
towns.

Potters help visitors apply for kiln permits. Guards of any age watch.

## How to Become One

Most potters learn from a master over three years.

### Important Qualities

Patience. Clay dries slowly.

Steadiness. Breath must not shake.

Stamina. Kilns are hot.

Taste. Buyers look at form.

Thrift. Glaze is dear.

## Pay

The median annual wage for potters and glass tube blowers was $41,000 in May 2024. The median annual
wage for potters, except kiln chiefs, was $38,500. The median annual wage for glass tube blowers was
$46,200. The median annual wage for kiln chiefs was $71,000. The median annual wage for potters, all
other, was $33,300.

In May 2024, the median annual wages for potters and glass tube blowers in the top industries were
as follows:

| --- | --- |
| Museums | $47,700 |
| Federal government, excluding postal service | 52,400 |
| Local government, excluding schools and hospitals | 44,100 |
| Educational services; state and local | 39,900 |

## Job Outlook

About 700 openings for potters and glass tube blowers are projected each year, on average.

- **Employment 2024:** 9,300
- **Projected Employment 2034:** 9,700

## Questions and answers

**Is the workshop of a potter lonely?**
It can be. Many potters share a kiln for company.

**Do potters need a kiln of their own?**
No. Most towns have one to hire.
""",
    "tracing.md": """# Tracing Workers

Tracing workers copy old maps by hand.

## Pay

A tracing worker earns $27,000 a year.
""",
    "radial.md": """# Radial Saw Technicians

Radial saw technicians sharpen saws in mills.

## Training

A year at a mill comes first.

## Pay

The median annual wage for radial saw technicians was $36,100 in May 2024.

## Job Outlook

Employment of radial saw technicians is projected to fall 3 percent from 2024 to 2034.
""",
    "tutors.md": """# Bell Education Tutors

Bell education tutors teach ringers.

## Pay

The median annual wages for bell education tutors in the top industries were as follows:

| --- | --- |
| Towers | $30,100 |
| Museums | 29,400 |
""",
    "ferry.md": """# Ferry pilots

Ferry pilots guide ferries to the quay.

## Pay by class

| Class | Longest ferry | Pay in 2024 |
|---|---|---|
| Class 3 | 40 metres | $51,000 |
| Class 1 | 90 metres | $83,500 |

## Allowances

| | Lowest | Typical | Highest |
|---|---|---|---|
| Night | 2 | 4 | 9 |

## How long it takes

- **Apprentice wage:** $19,800 a year

An apprenticeship on the quay lasts 14 months.
""",
    "guards.md": """# Museum Guards

Museum guards watch over paintings.

## Pay

The median annual wage for museum guards was $33,000 in May 2024.
""",
    "movers.md": """# Material Moving Machine Operators

Material moving machine operators lift and carry loads in ports.

## Pay

- **Material moving machine operators**: $46,600
- **Crane and tower operators**: $66,300
- **Conveyor operators and tenders**: $41,200
- **Machine operators, general**: $39,900
""",
    "heads.md": """# Top Stewards

Top stewards run great houses. Chief cooks keep the kitchens, and under stewards the linen.

## Pay

- **Chief cooks**: $88,000
- **Top stewards**: $54,000

## Job Outlook

The number of chief cooks is 120.
""",
}


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> Iterator[GuideIndex]:
    pages = {name: text or PAGES[Path(name).name] for name, text in PAGES.items()}
    yield from indexed(tmp_path_factory.mktemp("scope"), pages)


@pytest.mark.parametrize(
    ("question", "said", "unsaid"),
    [
        # what a label leaves out sets no condition, and is no word of its own
        ("pay of potters in the federal government", "52,400", "$41,000"),
        ("share of potters employed by local government", "21", "44%"),
        ("what do glass tube blowers earn in schools?", "39,900", "$46,200"),
        # an everyday word for all of a page is the part that has it in its name
        ("what does a crane operator earn?", "$66,300", "$41,200"),
        ("what do general machine operators earn?", "$39,900", "$41,200"),
        # a word of another's name, or of their own, asks for no row of a table
        ("do radial saw technicians or museum guards earn more?", "$33,000", ""),
        ("who earns more, glass tube blowers or museum guards?", "$46,200", "47,700"),
        # a part of a page has its own figures, the rest of a group is not the group
        ("how much does a kiln chief earn", "$71,000", "$33,300"),
        ("what's a potter make?", "$38,500", "$33,300"),
        ("do glass tube blowers out-earn kiln chiefs?", "$71,000", "$41,000"),
        ("who earns more, chief cooks or top stewards?", "is that of Chief cooks", ""),
        ("What do kiln chiefs do?", "Kiln chiefs watch over the fires", "vessels by hand"),
        # another year's figure is the one projected for it
        ("how many potters will there be in 2034?", "9,700", "9,300"),
        # what their name holds is not what a table measures; a column says which figure is the pay
        ("pay of bell education tutors in museums", "29,400", "30,100"),
        ("what does a class 3 ferry pilot earn?", "$51,000", "$83,500"),
        ("how long is the apprenticeship of ferry pilots?", "14 months", "$19,800"),
        # people by a shortened name
        ("salary of a radial technician", "$36,100", ""),
        ("what do tracers earn?", "$27,000", ""),
        # all of a list of qualities
        ("what qualities should a potter have?", "Thrift. Glaze", ""),
        # how to become one of them, where they work, whether they are in demand
        ("how do I become a potter?", "Most potters learn from a master", "vessels"),
        ("steps to become a radial saw technician", "A year at a mill", "sharpen"),
        ("where do potters work?", "Museums", "$"),
        ("is there demand for radial saw technicians?", "fall 3 percent", ""),
        # the page's own question is quoted with its answer
        ("is being a potter lonely?", "workshop of a potter lonely", "No."),
        # those who are set aside, and how many more or fewer
        ("what do kiln chiefs alone earn, without the potters?", "$71,000", "$38,500"),
        ("what does a potter... no, a kiln chief earn?", "$71,000", "$38,500"),
        ("what's the pay gap between kiln chiefs and glass tube blowers?", "$24,800", ""),
        ("do potters need their own kiln?", "kiln of their own [1]? No.", "lonely"),
    ],
)
def test_what_limits_a_question_is_met(
    index: GuideIndex, question: str, said: str, unsaid: str
) -> None:
    told = answer(index, question)
    assert said.replace(" [1]", "") in told.replace(" [1]", "")
    assert not unsaid or unsaid not in told


@pytest.mark.parametrize(
    "question",
    [
        "starting salary of potters",
        "what does a class 2 ferry pilot earn?",
        "weekly pay of radial saw technicians",
        "hourly wage of tracing workers",
        "which museum pays potters the most?",
        "what occupations are similar to potters?",
        "best university for pottery",
        "average age of potters",
        "what do potters earn in theaters",
        "what do potters earn in hospitals",
        "how long is the break of a potter?",
        # a sentence with all words of the question is no answer of another form
        "when does the winter term start",
        "how do I apply for a kiln permit",
        "is pottery a good career",
        "is being a potter a good job?",
        "is there an age limit for potters",
        "which iron kilns do potters use",
        "what are the perks of tracing workers",
    ],
)
def test_what_limits_a_question_is_not_passed_over(index: GuideIndex, question: str) -> None:
    assert answer(index, question) == ""


def test_a_page_given_twice_is_one_page(index: GuideIndex) -> None:
    assert len(index.twin_of) == 1
    assert answer(index, "salary of a radial technician").count("$36,100") == 1
