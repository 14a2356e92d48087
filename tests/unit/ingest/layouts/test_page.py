"""Whole pages: the guide layout, plain prose, fact tables, and tables of programs."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from ingest.errors import UnreadablePage
from ingest.layouts.page import Chunking
from ingest.pages import FileBytes, read_file
from vectorstore.records import PageContent, SourceId

GUIDE = """Health Specialization
Hot Career Path 2027

Veterinary Nurse🔥

TL;DR
Veterinary nurses keep animals alive. They do most of what the vet gets the thanks for, every day.

Average RN Salary

$41K–$58K

Annual Growth

19%

Demand 2027

High
The deal: You love animals, and you can stand blood. Nobody does this for the money, to be honest.

What's Different About Vet Nurse vs Vet Tech?

The words differ by country, and so do the rights. In practice the work is the same in most clinics.
Veterinary Nursing Programs (48)
Programs for people who like animals

Filters
Certificates in Veterinary Nursing
On-Campus, Online

First College | Certificate in Animal Care

Lima

9 Months
7,722
Master's in Law
Online

Second University | Master of Laws

Reno

2 Years
$26,310
"""


def read_as(name: str, text: str) -> PageContent:
    given = FileBytes(name, text.encode(), SourceId("s"), datetime(2026, 1, 2, tzinfo=UTC))
    content = read_file(given, Chunking(200, lambda t: len(t.split())))
    page = content.page
    for passage in content.passages:
        assert page.text[passage.start : passage.end] == passage.text
    return content


def test_the_guide_layout() -> None:
    content = read_as("vet.txt", GUIDE)
    assert content.page.title == "Veterinary Nurse"
    assert "Veterinary Nurse🔥" in content.page.text
    assert [p.heading_path[-1] for p in content.passages] == [
        "TL;DR",
        "TL;DR",
        "What's Different About Vet Nurse vs Vet Tech?",
        "Veterinary Nursing Programs (48)",
    ]
    assert not any("Hot Career Path" in p.text for p in content.passages)
    assert content.rejects == ()


def test_headline_pairs_are_claims() -> None:
    claims = read_as("vet.txt", GUIDE).claims
    assert [(c.label, c.attribute, c.low, c.high, c.text) for c in claims] == [
        ("Average RN Salary", "pay", 41e3, 58e3, "$41K–$58K"),
        ("Annual Growth", "growth", 19, 19, "19%"),
        ("Demand 2027", "demand", None, None, "High"),
    ]
    assert {c.entity for c in claims} == {"Veterinary Nurse"}
    assert claims[0].flags == ("label_names_other_subject",)


def test_the_listing() -> None:
    content = read_as("vet.txt", GUIDE)
    (listing,) = content.listings
    assert (listing.heading, listing.announced, listing.held) == (
        "Veterinary Nursing Programs (48)",
        48,
        2,
    )
    assert listing.subject == ("veterinary", "nursing")
    first, second = content.programs
    assert content.page.text[first.start : first.end].startswith("Certificates in Vet")
    assert content.page.text[first.start : first.end].endswith("7,722")
    assert (first.level.value, first.award, first.price, first.currency) == (
        "certificate",
        "Certificate",
        7722,
        None,
    )
    assert first.duration is not None
    assert first.duration.years == pytest.approx(0.75)
    assert [p.off_subject for p in content.programs] == [False, True]
    assert second.currency == "USD"
    assert listing.off_subject == 1


def test_a_row_repeated_is_one_program() -> None:
    rows = GUIDE[GUIDE.index("Certificates in Vet") :]
    content = read_as("vet.txt", GUIDE + rows)
    assert len(content.programs) == 2


def test_plain_prose_is_a_page_with_paragraphs() -> None:
    content = read_as(
        "note.txt", "Just a thought about dogs.\n\nAnd one more thought about cats.\n"
    )
    assert content.page.title == "note"
    assert len(content.passages) == 1
    assert (content.programs, content.listings, content.claims) == ((), (), ())


def test_text_without_words_is_no_page() -> None:
    with pytest.raises(UnreadablePage):
        read_as("n.txt", "12 34\n\n56\n")


MARKDOWN = """# Actors

## Quick Facts

| Field | Value |
|---|---|
| 2024 Median Pay | $48,526 per year $23.33 per hour |
| Typical Entry-Level Education | Some college, no degree |
| Number of Jobs, 2024 | 57,000 |
| Job Outlook, 2024–34 | -3% (Decline) |

## Pay

In May 2024, the median hourly wages for actors in the top industries were as follows:

| --- | --- |
| Theater companies | $27.07 |
| Amusement parks | 18.95 |

- **Occupational Title:** Stunt actors
- **SOC Code:** 27-2011
- **Employment 2024:** 1,200

*Last Modified Date: Thursday, August 28, 2025*
"""


def test_fact_tables() -> None:
    content = read_as("actors.md", MARKDOWN)
    told = [(c.entity, c.attribute, c.low, c.unit, c.period) for c in content.claims]
    assert told == [
        ("Actors", "pay", 48526, "USD", "year"),
        ("Actors", "pay", 23.33, "USD", "hour"),
        ("Actors", "education", None, None, None),
        ("Actors", "jobs", 57000, "people", None),
        ("Actors", "growth", -3, "percent", None),
        ("Actors", "pay", 27.07, "USD", "hour"),
        ("Actors", "pay", 18.95, "USD", "hour"),
        ("Stunt actors", "jobs", 1200, "people", None),
    ]
    assert content.claims[6].qualifiers[0] == "Amusement parks"
    assert str(content.page.as_of) == "2025-08-28"


TABLE = """<html><body><h1>Schools</h1><h2>Nursing Programs (9)</h2><table>
<tr><th>University</th><th>Program</th><th>Location</th><th>Format</th><th>Length</th>
<th>Tuition (AUD)</th><th>Seats</th></tr>
<tr><td>First</td><td>Bachelor of Nursing</td><td>Lima, OH</td><td>Online</td><td>3 years</td>
<td>12,000</td><td>40</td></tr>
<tr><td>Second</td><td>Master of Nursing</td><td></td><td>Campus</td><td>N/A</td><td>-</td>
<td></td></tr>
<tr><td></td><td>Diploma of Nursing</td><td>X</td><td>Online</td><td>1 year</td><td>5</td><td></td>
</tr><tr><td>Third</td><td>Diploma of Nursing</td><td>X</td><td>Online</td><td>soon</td><td>5</td>
<td></td></tr></table></body></html>"""


def test_tables_of_programs() -> None:
    content = read_as("t.html", TABLE)
    (listing,) = content.listings
    assert (listing.announced, listing.held) == (9, 2)
    first, second = content.programs
    assert (first.price, first.currency, first.attributes) == (12000, "AUD", (("Seats", "40"),))
    assert first.places[0].region == "OH"
    assert (second.price, second.duration, second.places) == (None, None, ())
    assert [r.reason for r in content.rejects] == ["no university", "cannot read the length 'soon'"]


def test_a_counted_heading_without_rows_is_a_listing() -> None:
    content = read_as(
        "x.txt", "Title\n\nSome prose that is long enough here.\n\nLaw Degrees (120)\n"
    )
    assert [(x.announced, x.held) for x in content.listings] == [(120, 0)]


def test_nesting_beyond_reason_is_a_clear_error() -> None:
    with pytest.raises(UnreadablePage, match="nested too deeply"):
        read_as("deep.html", "<div>words " * 3000 + "</div>" * 3000)
    assert read_as("deep.html", "<div>" * 3000 + "<p>words without end").passages


def test_endless_lines_take_no_long_time() -> None:
    assert read_as("x.txt", "Label words: $5 " * 3000).passages
