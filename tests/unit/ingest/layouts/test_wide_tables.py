"""Tables of three columns and more, tables of opposites, and what stands below a page."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from ingest.layouts.page import Chunking
from ingest.pages import FileBytes, read_file
from vectorstore.claims import conflicts_among
from vectorstore.records import Claim, PageContent, SourceId

LEVELS = """# Tram driver

## What you could earn

| Step | Small town | Big city | Night service |
|---|---|---|---|
| In training | $21,000 | $24,500 | - |
| Fully licensed | $30,000 | $36,000 | $41,000 |

## Routes

| Ticket | Length | Fee |
|---|---|---|
| Bus to tram | 6 weeks | $900 |
"""
SIDE_BY_SIDE = """# Which of the three?

| | Glazing supervisor | Roof tiler | Scaffold inspector |
|---|---|---|---|
| Works | indoors | outdoors | at height |
| Median salary 2025 | $41,000 | $43,500 | $52,000 |
"""
RANKS = """<html><body><main><h1>Ship's cook</h1><p>Ship's cooks feed the crew of a ship at sea.</p>
<h2>Money</h2><table><caption>Monthly pay by rank</caption>
<tr><th>Rank</th><th>From</th><th>To</th></tr>
<tr><td>Trainee ship's cook</td><td>$1,900</td><td>$2,200</td></tr>
<tr><td>Galley steward</td><td>$1,500</td><td>$1,800</td></tr></table></main></body></html>"""


def read(text: str, name: str = "page.md") -> PageContent:
    file = FileBytes(name, text.encode(), SourceId("s"), datetime(2026, 1, 1, tzinfo=UTC))
    return read_file(file, Chunking(200, lambda part: len(part.split())))


def told(claim: Claim) -> tuple[str, str, float | None, tuple[str, ...]]:
    return claim.entity, claim.attribute, claim.low, claim.qualifiers


def test_a_cell_stands_with_its_column_in_the_text_and_in_a_claim() -> None:
    content = read(LEVELS)
    row = "Step: Fully licensed; Small town: $30,000; Big city: $36,000; Night service: $41,000"
    assert row in content.page.text.split("\n")
    assert [told(c) for c in content.claims] == [
        ("Tram driver", "pay", 21000, ("In training", "Small town")),
        ("Tram driver", "pay", 24500, ("In training", "Big city")),
        ("Tram driver", "pay", 30000, ("Fully licensed", "Small town")),
        ("Tram driver", "pay", 36000, ("Fully licensed", "Big city")),
        ("Tram driver", "pay", 41000, ("Fully licensed", "Night service")),
        ("Tram driver", "other", 900, ("Bus to tram", "Fee")),
    ]
    for claim in content.claims:
        quote = content.page.text[claim.start : claim.end]
        assert quote.startswith(claim.qualifiers[0])
        assert quote.endswith(f"{claim.qualifiers[1]}: {claim.text}")
    assert conflicts_among(content.claims) == ()


def test_occupations_side_by_side_have_a_claim_each() -> None:
    content = read(SIDE_BY_SIDE)
    assert (
        "Median salary 2025; Glazing supervisor: $41,000; Roof tiler: $43,500" in content.page.text
    )
    assert [(c.entity, c.attribute, c.low) for c in content.claims] == [
        ("Glazing supervisor", "pay", 41000),
        ("Roof tiler", "pay", 43500),
        ("Scaffold inspector", "pay", 52000),
    ]


def test_a_rank_is_the_pages_own_trade_or_another() -> None:
    content = read(RANKS, "cook.html")
    assert [(*told(c), c.period) for c in content.claims] == [
        ("Ship's cook", "pay", 1900, ("Trainee ship's cook", "From"), "month"),
        ("Ship's cook", "pay", 2200, ("Trainee ship's cook", "To"), "month"),
        ("Ship's cook", "pay", 1500, ("Galley steward", "From"), "month"),
        ("Ship's cook", "pay", 1800, ("Galley steward", "To"), "month"),
    ]


def test_opposites_are_two_lists() -> None:
    page = "# Diver\n\n## Weighing it up\n\n| Upsides | Downsides |\n|---|---|\n"
    content = read(page + "| Travel | Cold: 4 degrees in winter |\n| Good pay | Danger |\n")
    assert "Upsides:\n\nTravel\nGood pay\n\nDownsides:\n\nCold: 4 degrees" in content.page.text
    assert "Travel:" not in content.page.text


@pytest.mark.parametrize(
    ("value", "wanted"),
    [
        ("$24,000 Starter to $43,500 Experienced", ["Starter", "Experienced"]),
        ("$31,200 (inland) / $36,800 (coast)", ["inland", "coast"]),
        ("Newcomers $20,000, old hands $29,000", ["Newcomers", "old hands"]),
    ],
)
def test_figures_of_one_value_say_when_each_holds(value: str, wanted: list[str]) -> None:
    text = f"<main><h1>Diver</h1><dl><dt>Typical salary (a year)</dt><dd>{value}</dd></dl></main>"
    content = read(text, "diver.html")
    claims = content.claims
    assert [c.qualifiers[-1] for c in claims] == wanted
    assert {c.period for c in claims} == {"year"}
    quotes = [content.page.text[c.start : c.end] for c in content.claims]
    assert [c.text in q for c, q in zip(reversed(claims), quotes, strict=True)] == [False, True]
    assert conflicts_among(claims) == ()


@pytest.mark.parametrize(
    ("sentence", "wanted"),
    [
        ("The award is $24,200 in Leith and $22,010 in Perth.", ["in Leith", "in Perth"]),
        (
            "Our survey: 71% of divers use nitrox at work, 14% trimix and 9% rebreathers.",
            ["of divers use nitrox at work", "trimix", "rebreathers"],
        ),
        ("Divers made $104k in oil and $83k in salvage.", ["in oil", "in salvage"]),
    ],
)
def test_a_sentence_of_two_figures_does_not_contradict_itself(
    sentence: str, wanted: list[str]
) -> None:
    claims = read(f"# Diver\n\n## Pay\n\n{sentence}\n").claims
    assert [c.qualifiers[-1] for c in claims] == wanted
    assert conflicts_among(claims) == ()


def test_a_sum_and_its_parts_are_no_conflict() -> None:
    text = "The exams cost $4,900 in total from May 2025 (Part A $1,900, Part B $3,000)."
    claims = read(f"# Diver\n\n## Way in\n\n{text}\n").claims
    assert [c.low for c in claims] == [4900, 1900, 3000]
    assert conflicts_among(claims) == ()


def test_labelled_values_are_claims_and_terms_are_not() -> None:
    page = (
        "<main><h1>Diver</h1><dl><dt>Typical hours (a week)</dt><dd>39 to 45</dd>"
        "<dt>You may work</dt><dd>at night</dd></dl><table>"
        "<tr><th>Average age</th><td>41 years</td></tr>"
        "<tr><th>Weekly earnings</th><td>$1,925</td></tr></table>"
        "<dl><dt>RPL</dt><dd>Credit for what somebody learned at work.</dd></dl></main>"
    )
    claims = read(page, "diver.html").claims
    assert [(c.label, c.text, c.low, c.period) for c in claims] == [
        ("Typical hours (a week)", "39 to 45", 39, None),
        ("You may work", "at night", None, None),
        ("Average age", "41 years", 41, None),
        ("Weekly earnings", "$1,925", 1925, "week"),
    ]
    assert conflicts_among(claims) == ()


@pytest.mark.parametrize(
    ("title", "entity"),
    [
        ("So you want to be a stage manager", "stage manager"),
        ("How much does a deep-sea diver really make in 2025?", "deep-sea diver"),
        ("Boat builder: the work, the wage and the weather", "Boat builder"),
        ("Stage managers and assistants", "Stage managers and assistants"),
    ],
)
def test_the_trade_in_a_headline_is_what_its_figures_are_about(title: str, entity: str) -> None:
    content = read(f"# {title}\n\n## Pay\n\nThe median salary was $61,000 in 2024.\n")
    assert content.page.title == title
    assert [c.entity for c in content.claims] == [entity]


@pytest.mark.parametrize(
    "sentence",
    [
        "No. 38% of those who replied have no licence.",
        "If you pay early you get 8% off.",
        "That is 15% of the whole.",
        "It was asked for in only 11% of adverts, against 63% for the other.",
        "Each is worth up to $4,000.",
    ],
)
def test_what_is_no_name_is_no_entity(sentence: str) -> None:
    claims = read(f"# Diver\n\n## Answers\n\n{sentence}\n").claims
    assert claims
    assert {c.entity for c in claims} == {"Diver"}


def test_a_sum_that_is_exceeded_is_open_ended() -> None:
    (claim,) = read("# Diver\n\n## Pay\n\nSenior divers earn in excess of $75,000.\n").claims
    assert (claim.low, claim.open_ended) == (75000, True)


def test_a_sum_that_is_not_exceeded_has_no_lower_end() -> None:
    text = "Divers can earn up to $75,000. In harbours $60,000 is usual."
    claims = read(f"# Diver\n\n## Pay\n\n{text}\n").claims
    assert [(c.low, c.high) for c in claims] == [(None, 75000), (60000, 60000)]
    assert conflicts_among(claims) == ()


def test_a_footer_keeps_the_basis_of_the_figures_and_the_date() -> None:
    page = (
        "<body><main><h1>Diver</h1><p>Divers weld and repair what lies under water.</p>"
        "<h2>Pay</h2><p>Pay is good.</p></main><footer>Last reviewed: 3 May 2025. "
        "\u00a9 Harbour Careers. All wages are before tax. Read our privacy policy.</footer></body>"
    )
    content = read(page, "diver.html")
    assert content.page.text.endswith("\n\nLast reviewed: 3 May 2025.\n\nAll wages are before tax.")
    assert content.passages[-1].heading_path == ("Diver",)
    assert content.page.as_of == date(2025, 5, 3)


@pytest.mark.parametrize(
    ("text", "as_of"),
    [
        ("---\ntitle: Diver\ndate: 2025-04-22\n---\n\n# Diver\n\nDivers dive.\n", (2025, 4, 22)),
        ("---\nupdated: 1 May 2024\n---\n\n# Diver\n\nDivers dive.\n", (2024, 5, 1)),
        ("# Diver\n\n*Job profile, updated July 2025.*\n\nDivers dive.\n", (2025, 7, 1)),
        ("# Diver\n\nDivers dive, last checked 3 December 2024.\n", (2024, 12, 3)),
    ],
)
def test_a_page_is_as_of_the_date_that_it_gives(text: str, as_of: tuple[int, int, int]) -> None:
    assert read(text).page.as_of == date(*as_of)


def test_footnotes_are_sentences_of_their_own_and_lists_keep_their_numbers() -> None:
    page = (
        "# Diver\n\nThese sums are a guide.[^1] Ask around.[^x]\n\n"
        "[^1]: From 41 firms, spring 2025.\n\n## Way in\n\n1. Learn to swim\n2. Pass the test\n"
    )
    content = read(page)
    assert "These sums are a guide. Ask around.[^x]\n\nFrom 41 firms, spring 2025." in (
        content.page.text
    )
    assert "1. Learn to swim\n2. Pass the test" in content.page.text
    html = (
        "<main><h1>Diver</h1><p>Divers dive.</p><ol start=3><li>Swim</li><li>Dive</li></ol></main>"
    )
    assert "3. Swim\n4. Dive" in read(html, "diver.html").page.text
