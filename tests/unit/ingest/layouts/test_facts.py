"""Fact tables: one value a row, one occupation a row, and whom a row is about."""

from __future__ import annotations

import re
from datetime import UTC, datetime

import pytest

from ingest.layouts.page import Chunking
from ingest.pages import FileBytes, read_file
from vectorstore.records import Claim, PageContent, SourceId

PAGE = """<html><head><title>Glassworkers</title></head><body><main><h1>Glassworkers</h1>
<p>Glassworkers shape, cut and finish glass, in workshops and in factories all over the land.</p>
{body}
</main></body></html>"""
WIDE = """<h2>Projections</h2><table>
<tr><th>Occupational Title</th><th>Code</th><th>Employment, 2024</th>
<th>Projected Employment, 2034</th><th>Change, 2024-34 Percent</th>
<th>Change, 2024-34 Numeric</th></tr>
<tr><td>Glassworkers</td><td>-</td><td>4,400</td><td>4,400</td><td>0</td><td>0</td></tr>
<tr><td>Glass cutters</td><td>51-1</td><td>2,400</td><td>2,300</td><td>-4</td><td>-100</td></tr>
</table>"""
SIMILAR = """<h2>Similar Occupations</h2><table>
<tr><th>Occupation</th><th>Duties</th><th>Entry-level education</th><th>Median pay</th></tr>
<tr><td>Potters</td><td>Potters shape clay.</td><td>None</td><td>$36,000</td></tr></table>"""


def read(text: str, name: str) -> PageContent:
    file = FileBytes(name, text.encode(), SourceId("s"), datetime(2026, 1, 1, tzinfo=UTC))
    return read_file(file, Chunking(200, lambda part: len(part.split())))


def told(claims: tuple[Claim, ...]) -> list[tuple[str, str, float | None, str | None]]:
    return [(c.entity, c.attribute, c.low, c.unit) for c in claims]


def test_each_cell_under_a_measure_is_a_claim_of_the_row() -> None:
    content = read(PAGE.format(body=WIDE), "glass.html")
    assert told(content.claims) == [
        ("Glassworkers", "jobs", 4400, "people"),
        ("Glassworkers", "jobs", 4400, "people"),
        ("Glassworkers", "growth", 0, "percent"),
        ("Glassworkers", "change", 0, "people"),
        ("Glass cutters", "jobs", 2400, "people"),
        ("Glass cutters", "jobs", 2300, "people"),
        ("Glass cutters", "growth", -4, "percent"),
        ("Glass cutters", "change", -100, "people"),
    ]
    assert [c.label for c in content.claims[:2]] == [
        "Employment, 2024",
        "Projected Employment, 2034",
    ]
    for claim in content.claims:  # the quote names the row and ends with the value
        quote = content.page.text[claim.start : claim.end]
        assert quote.startswith(claim.entity)
        assert quote.endswith(claim.text)


def test_a_table_of_similar_occupations_belongs_to_their_pages() -> None:
    content = read(PAGE.format(body=SIMILAR), "glass.html")
    assert content.claims == ()
    assert "Potters" in content.page.text


def test_a_group_of_occupations_is_not_the_page_it_stands_on() -> None:
    page = (
        "# Glassworkers\n\n## Pay\n\n*Median annual wages, May 2024*\n\n"
        "- **Legal occupations**: $99,990\n- **Glassworkers**: $41,000\n"
        "- **Total, all occupations**: $49,500\n"
    )
    whom = {c.entity: c.low for c in read(page, "glass.md").claims}
    assert whom == {
        "Legal occupations": 99990,
        "Glassworkers": 41000,
        "Total, all occupations": 49500,
    }


def test_shares_of_employers_openings_and_changes_are_measures_of_their_own() -> None:
    page = (
        "# Glassworkers\n\n## Work\n\nThe largest employers of glassworkers were as follows:\n\n"
        "| --- | --- |\n| Manufacturing | 62% |\n| Retail | 7 |\n\n## Outlook\n\n"
        "About 5,100 openings for glassworkers are projected each year.\n"
    )
    found = [(c.attribute, c.label, c.low, c.unit) for c in read(page, "glass.md").claims]
    assert found == [
        ("employers", "Manufacturing", 62, "percent"),
        ("employers", "Retail", 7, "percent"),
        ("openings", "openings", 5100, "people"),
    ]


def test_a_bound_holds_for_both_figures_of_a_value() -> None:
    value = "This wage is equal to or greater than $239,200 per year or $115.00 per hour."
    page = f"# Glassworkers\n\n## Quick Facts\n\n| Field | Value |\n|---|---|\n| Pay | {value} |\n"
    claims = read(page, "glass.md").claims
    assert [(c.low, c.period, c.open_ended) for c in claims] == [
        (239200, "year", True),
        (115, "hour", True),
    ]
    assert {c.text for c in claims} == {value}


def test_words_of_an_occupation_do_not_hide_that_a_figure_is_pay() -> None:
    page = "# Loan Officers\n\nThe median annual wage for loan officers was $74,180 in May 2024.\n"
    (claim,) = read(page, "loan.md").claims
    assert (claim.attribute, claim.entity, claim.low) == ("pay", "Loan Officers", 74180)


FIELDS = """# Glassworkers

## Pay and training

| Field | Value |
|---|---|
| Median pay, May 2024 | $41,000 per year |
| Typical entry education | High school diploma |
| Number of jobs, 2024 | 4,400 |

## Where they work

| Industry | Median pay |
|---|---|
| Manufacturing | $45,000 |
| Top 10 retailers | 38,000 |
"""


@pytest.mark.parametrize("header", [True, False])
def test_the_labels_of_a_table_may_stand_on_the_right(*, header: bool) -> None:
    plain = FIELDS if header else FIELDS.replace("| Field | Value |", "| | |")
    swapped = re.sub(r"^\| (.+) \| (.+) \|$", r"| \2 | \1 |", plain, flags=re.MULTILINE)
    assert swapped != plain
    wanted, found = (read(page, "glass.md") for page in (plain, swapped))
    assert found.page.text == wanted.page.text
    assert found.claims == wanted.claims
    assert [c.label for c in found.claims if c.low is not None] == [
        "Median pay, May 2024",
        "Number of jobs, 2024",
        "Manufacturing",
        "Top 10 retailers",
    ]


def test_two_columns_of_figures_stay_as_they_are() -> None:
    page = "# Glassworkers\n\n| 2024 | $41,000 |\n|---|---|\n| 2023 | $40,000 |\n"
    assert read(page, "glass.md").claims == ()


def test_occupations_may_stand_in_any_column_of_a_wide_table() -> None:
    rows = re.compile(r"<(t[hd])>([^<]*)</\1>\n?<\1>([^<]*)</\1>\n?<\1>([^<]*)</\1>")
    moved = rows.sub(r"<\1>\4</\1><\1>\3</\1><\1>\2</\1>", WIDE, count=0)
    first, second = (read(PAGE.format(body=b), "glass.html") for b in (WIDE, moved))
    assert moved != WIDE
    assert sorted(map(str, told(first.claims))) == sorted(map(str, told(second.claims)))
    for claim in second.claims:
        quote = second.page.text[claim.start : claim.end]
        assert claim.entity in quote
        assert claim.text in quote


BY_YEAR = """<h2>Average pay by level</h2><table>
<tr><th>Level</th><th>2023</th><th>2024</th></tr>
<tr><td>Cutter</td><td>£21,000</td><td>£21,700</td></tr>
<tr><td>Master</td><td>n/a</td><td>£33,900</td></tr></table>
<h2>Visits</h2><table><tr><th>Museum</th><th>2023</th><th>2024</th></tr>
<tr><td>North hall</td><td>310</td><td>340</td></tr></table>"""


def test_a_column_that_is_a_year_gives_a_claim_of_that_year() -> None:
    content = read(PAGE.format(body=BY_YEAR), "glass.html")
    assert [(c.entity, c.attribute, c.label, c.low) for c in content.claims] == [
        ("Glassworkers", "pay", "Cutter, 2023", 21_000),
        ("Glassworkers", "pay", "Cutter, 2024", 21_700),
        ("Glassworkers", "pay", "Master, 2024", 33_900),
    ]  # and nothing of the museums, which no measure stands over
    for claim in content.claims:
        quote = content.page.text[claim.start : claim.end]
        assert quote.startswith(claim.label.split(",")[0])
        assert quote.endswith(claim.text)


def test_a_row_named_by_part_of_the_title_is_about_that_part() -> None:
    page = """# Cutters and Gilders

## Pay

Median annual wages for cutters and gilders in May 2024 were as follows:

| --- | --- |
| Gilders | $41,000 |
| Edge grinders | $36,000 |
"""
    content = read(page, "cutters.md")
    assert [(c.entity, c.low) for c in content.claims] == [
        ("Gilders", 41_000),
        ("Cutters and Gilders", 36_000),
    ]


def test_lines_of_bold_labels_are_facts_and_other_lines_are_prose() -> None:
    page = "# Gilder\n\n**Starting salary:** £23,000\n**Working week:** 38 hours\n\nTwo\nlines.\n"
    content = read(page, "gilder.md")
    assert "Starting salary: £23,000\nWorking week: 38 hours\n" in content.page.text
    assert "Two lines." in content.page.text
    assert [(c.label, c.low) for c in content.claims] == [("Starting salary", 23_000)]
