"""Suggestions for sheets of fees, short forms of awards, codes and lengths with their units."""

from __future__ import annotations

import pytest

from ingest.mapping_file import load_mapping
from ingest.mapping_suggest import suggest
from ingest.mapping_terms import FieldsFrom
from ingest.sheets import Sheet
from tests.unit.ingest.test_mapping_suggest import listed

AWARDS = {
    "B.Com": "bachelor", "M.Tech": "master", "BCA": "bachelor", "MCA": "master", "PGDM": "diploma",
    "B.Des": "bachelor", "M.Com": "master", "B.Pharm": "bachelor", "BHM": "bachelor",
}  # fmt: skip


def directory() -> list[Sheet]:
    """Courses, and a sheet of fees with a row for each kind of student."""
    courses, fees = [], []
    for n in range(36):
        award = list(AWARDS)[n % 9]
        mode = ("REG", "REG|ONL", "ONL")[n % 3]
        stream = ("Science", "Law", "Arts")[n % 3]
        courses.append(f"C{n:04},Elm Institute,{award} Subject {n},{award},{stream},{mode},4 Years")
        kinds = ("General", "SC/ST", "NRI")[: n % 3 + 1]
        fees += [
            f'C{n:04},{k},"1,{n:02},000",{("Year", "Semester")[n % 2]},{("INR", "USD")[k == "NRI"]}'
            for k in kinds
        ]
    header = "Course ID,Institute,Programme,Degree,Stream,Mode,Duration"
    return [
        listed(header, *courses, name="Course Master"),
        listed("Course ID,Category,Amount,Per,Curr", *fees, name="Fee Structure"),
    ]


def fields(text: str) -> FieldsFrom:
    return load_mapping("suggested", text).terms.fields


def test_of_fees_of_several_kinds_of_students_one_is_kept_and_none_is_a_topic() -> None:
    text = suggest(directory(), "directory.xlsx")
    (join,) = load_mapping("suggested", text).terms.join
    (left,) = join.leave_out
    assert (left.column, left.is_not) == ("Category", ("General",))
    assert "several kinds (General 36, NRI 12, SC/ST 24); one is kept:" in text
    found = fields(text)
    assert found.topics == ()
    assert found.category is not None
    assert found.category.column == "Stream"
    assert found.price is not None
    assert found.price.currency is not None
    assert found.price.basis is not None
    price = (found.price.column, found.price.currency.column, found.price.basis.column)
    assert price == ("Amount", "Curr", "Per")
    assert "add what its cells do not say" not in text


def test_short_forms_of_awards_tell_their_levels() -> None:
    text = suggest(directory(), "directory.xlsx")
    assert "level: Degree # told from its words: B.Com = bachelor, M.Tech = master" in text
    assert "award: Degree # as written" in text


def test_values_of_a_split_cell_are_listed_apart() -> None:
    (mode,) = fields(suggest(directory(), "directory.xlsx")).delivery
    assert (mode.column, mode.split) == ("Mode", "|")
    assert "REG|ONL:" not in suggest(directory(), "directory.xlsx").replace('"', "")


@pytest.fixture(scope="module")
def catalogue() -> str:
    header = "SCHOOL,PROGRAM,AWARD_CD,ST,CAMPUS_CITY,TYPICAL_LENGTH,TUIT_CR_INDIST,EST_PROGRAM_COST"
    rows = []
    for n in range(24):
        award, state = ("AAS", "CERT", "STC", "AS")[n % 4], ("TX", "OH")[n % 2]
        length = ("4 semesters", "9 months", "varies")[n % 3]
        rows.append(f"Elm College,Craft {n},{award},{state},Town {n % 5},{length},$4{n}.00,$2{n}00")
    return suggest([listed(header, *rows)], "catalogue.csv")


def test_codes_of_awards_and_states_and_worded_lengths_are_offered(catalogue: str) -> None:
    found = fields(catalogue)
    assert found.level is not None
    assert found.level.column == "AWARD CD"
    assert found.level.values == {"AAS": ("other",), "CERT": ("certificate",), "AS": ("other",)}
    assert 'STC: "?" # what does it stand for?' in catalogue
    assert found.award is not None
    assert found.places[0].region is not None
    assert found.places[0].region.column == "ST"
    assert found.duration is not None
    assert found.duration.column == "TYPICAL LENGTH"


def test_a_price_for_a_credit_is_offered_as_one(catalogue: str) -> None:
    offered = "# price: { column: TUIT CR INDIST, basis: credit } # like '$40.00'"
    assert any(line.strip().startswith(offered) for line in catalogue.split("\n")), catalogue
