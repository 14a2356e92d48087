"""Row blocks of listings, whole, varied and cut."""

from __future__ import annotations

import pytest

from ingest.blocks import assemble
from ingest.layouts.rows import RowBlock, find_rows
from ingest.programs import RowFields
from ingest.readers.text import read_text

HEAD = "Nursing Programs (12)\nPrograms for nurses\n"
WHOLE = """Master's in Nursing
Online

First University | MS in Nursing

Lima

1.5 Years
26,310
"""


def rows_of(text: str) -> list[RowBlock]:
    return find_rows(assemble(read_text(text)).blocks)


def only(text: str) -> RowFields:
    rows = rows_of(text)
    assert len(rows) == 1
    assert rows[0].fields is not None, rows[0].reason
    return rows[0].fields


def told(fields: RowFields) -> tuple[object, ...]:
    length = fields.length.raw if fields.length else None
    price = fields.price.raw if fields.price else None
    cities = [p.city for p in fields.places]
    return fields.category, fields.delivery_raw, fields.university, cities, length, price


EXPECTED = ("Master's in Nursing", "Online", "First University", ["Lima"], "1.5 Years", "26,310")


@pytest.mark.parametrize(
    "text",
    [
        WHOLE,
        WHOLE.replace("\n\n", "\n"),
        WHOLE.replace("1.5 Years\n26,310", "26,310\n1.5 Years"),
        WHOLE.replace("\n", "\n\n"),
        "Online\nMaster's in Nursing\nFirst University | MS in Nursing\nLima\n1.5 Years\n26,310\n",
    ],
)
def test_one_row_however_its_lines_stand(text: str) -> None:
    assert told(only(HEAD + text)) == EXPECTED


@pytest.mark.parametrize(
    ("change", "length", "price"),
    [
        (("26,310", "Price on request"), "1.5 Years", "Price on request"),
        (("\n26,310", ""), "1.5 Years", None),
        (("1.5 Years", "N/A"), None, "26,310"),
        (("1.5 Years", "18 Months"), "18 Months", "26,310"),
        (("26,310", "A$12,000"), "1.5 Years", "A$12,000"),
    ],
)
def test_one_missing_or_other_figure(
    change: tuple[str, str], length: str | None, price: str | None
) -> None:
    fields = told(only(HEAD + WHOLE.replace(*change)))
    assert fields[4:] == (length, price)


@pytest.mark.parametrize(
    ("cut", "reason"),
    [
        (WHOLE.replace("First University | MS in Nursing\n", ""), "no line with university"),
        (WHOLE.replace("\n1.5 Years\n26,310", ""), "no length and no price"),
        (WHOLE.replace("26,310", "26,3x0"), "26,3x0"),
        (WHOLE.replace("1.5 Years", "abc Years"), "abc Years"),
        (WHOLE.replace("Online", "Onlin e"), "Onlin e"),
        (WHOLE.replace("Master's in Nursing\nOnline\n", ""), "no category and no way of delivery"),
        (
            WHOLE.replace("Online", "Hybrid").replace("Lima\n\n1.5 Years\n", ""),
            "no city and no len",
        ),
        (
            WHOLE.replace("Online", "Hybrid").replace("Lima", "Rosario 9,000\nLima"),
            "more than one price",
        ),
        (WHOLE.replace("26,310", "Scholarships\n26,310"), "'Scholarships'"),
        (WHOLE.replace("1.5 Years", "Lima 1.5 Years"), "no city, length or price: 'Lima'"),
        (
            WHOLE.replace("Master's in Nursing\nOnline", "Online, Lima").replace("\nLima\n", ""),
            "a category or a city: 'Lima'",
        ),
        (WHOLE.replace("26,310", "26,310\n27,000"), "more than one price"),
        ("Master's in Nursing\nOnline\n\nProgram unavailable\n\nTap to retry\n", "no line with"),
    ],
)
def test_a_row_that_cannot_be_read_whole_is_rejected(cut: str, reason: str) -> None:
    rows = rows_of(HEAD + WHOLE + cut + WHOLE.replace("First", "Last"))
    assert [r.fields is not None for r in rows] == [True, False, True]
    assert reason in rows[1].reason


def test_what_follows_the_last_row_is_no_row() -> None:
    text = HEAD + WHOLE + "Good to know\n\nA long line of prose follows here, and it is no row.\n"
    assert told(only(text)) == EXPECTED


def test_a_page_without_names_has_no_rows() -> None:
    assert rows_of("Mode\nOnline\nLength\n2 Years\n") == []
    assert rows_of("AI Engineer | Guide\n\n$130K\nSalary\n\n20%\nGrowth\n") == []


@pytest.mark.parametrize(
    "lines",
    [
        "Lima\n1.5 Years 26,310",
        "Lima\n26,310 1.5 Years",
        "Lima\n1.5 Years, 26,310",
        "Lima\n1.5 Years \u00b7 26,310",
        "Lima\nDuration 1.5 Years\nTuition 26,310",
        "Lima 1.5 Years\n26,310",
        "Lima, 1.5 Years, 26,310",
        "Lima \u2013 1.5 Years\n26,310",
    ],
)
def test_a_line_of_several_cells_is_read_cell_by_cell(lines: str) -> None:
    text = WHOLE.replace("Lima\n\n1.5 Years\n26,310", lines)
    assert told(only(HEAD + text)) == EXPECTED
    assert [told(r.fields) for r in rows_of(HEAD + text + text) if r.fields] == [EXPECTED] * 2


@pytest.mark.parametrize(
    ("line", "length", "price"),
    [
        ("104 Weeks AUD 86,789", "104 Weeks", "AUD 86,789"),
        ("2 years full-time $9,600 per year", "2 years full-time", "$9,600 per year"),
        ("2 years 6 months 12 500", "2 years 6 months", "12 500"),
        ("12-18 months from $9,000", "12-18 months", "from $9,000"),
        ("18 Months Price on request", "18 Months", "Price on request"),
        ("2 years from 2027", "2 years from 2027", None),  # a year, no price: words are kept
        ("12 months (40 credits)", "12 months (40 credits)", None),
    ],
)
def test_length_and_price_on_one_line(line: str, length: str, price: str | None) -> None:
    text = WHOLE.replace("1.5 Years\n26,310", line)
    assert told(only(HEAD + text))[4:] == (length, price)


def test_delivery_and_city_on_one_line() -> None:
    text = WHOLE.replace("Online", "Hybrid, Lima").replace("\nLima\n", "")
    expected = (EXPECTED[0], "Hybrid", *EXPECTED[2:])
    assert [told(r.fields) for r in rows_of(HEAD + text + text) if r.fields] == [expected] * 2


def test_a_row_that_lacks_only_its_city_is_kept_without() -> None:
    text = WHOLE.replace("Online", "Hybrid").replace("Lima\n", "")
    rows = [r.fields for r in rows_of(HEAD + WHOLE + text + WHOLE)]
    assert [f and told(f)[3:] for f in rows] == [EXPECTED[3:], ([], *EXPECTED[4:]), EXPECTED[3:]]
    assert told(only(HEAD + text))[3:] == ([], *EXPECTED[4:])
