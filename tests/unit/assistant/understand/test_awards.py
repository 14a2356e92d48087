"""Awards by their names and short forms, and none for another, whatever form a source writes."""

from __future__ import annotations

import pytest

from assistant.understand.awards import Awards, award_names
from tests.unit.vectorstore.made import program
from vectorstore.records import Level

UK = {
    "MSc": Level.MASTER, "MA": Level.MASTER, "MRes": Level.MASTER, "MBA": Level.MASTER,
    "BSc (Hons)": Level.BACHELOR, "LLB (Hons)": Level.BACHELOR, "PGCert": Level.CERTIFICATE,
    "HND": Level.DIPLOMA, "FdA": Level.OTHER, "FdSc": Level.OTHER, "PhD": Level.DOCTORATE,
    "EdD": Level.DOCTORATE,
}  # fmt: skip
COARSE = {
    "Master's Degree": Level.MASTER, "Bachelor's Degree": Level.BACHELOR,
    "Graduate/Professional Certificate": Level.CERTIFICATE,
    "Undergraduate Certificate or Diploma": Level.CERTIFICATE,
    "Associate's Degree": Level.OTHER, "Masters Degree (Coursework)": Level.MASTER,
    "Ontario College Advanced Diploma": Level.DIPLOMA, "Microcredential": Level.CERTIFICATE,
}  # fmt: skip


def held(awards: dict[str, Level], title: str = "Law") -> Awards:
    return Awards([program(award=a, level=lv, title=title) for a, lv in awards.items()])


def named(awards: Awards, said: str) -> tuple[str, ...] | None:
    written = said.split()
    found = awards.named([w.lower() for w in written], written)
    return None if found is None else found.values


@pytest.mark.parametrize(
    ("said", "values"),
    [
        ("MSc", ("MSc",)),
        ("M.Sc", ("MSc",)),
        ("master of science", ("MSc",)),
        ("hnd", ("HND",)),
        ("higher national diplomas", ("HND",)),
        ("postgraduate certificates", ("PGCert",)),
        ("LLB", ("LLB (Hons)",)),
        ("LLB Hons", ("LLB (Hons)",)),
        ("bsc honours", ("BSc (Hons)",)),
        ("foundation degrees", ("FdA", "FdSc")),
        ("FdSc", ("FdSc",)),
        ("MBAs", ("MBA",)),
        ("PhD", ("PhD",)),
    ],
)
def test_an_award_is_named_by_any_of_its_forms(said: str, values: tuple[str, ...]) -> None:
    assert named(held(UK), said) == values


@pytest.mark.parametrize(
    ("said", "values"),
    [
        ("graduate certificates", ("Graduate/Professional Certificate",)),
        ("professional certificate", ("Graduate/Professional Certificate",)),
        ("undergraduate diplomas", ("Undergraduate Certificate or Diploma",)),
        ("coursework masters", ("Masters Degree (Coursework)",)),
        ("advanced diploma", ("Ontario College Advanced Diploma",)),
        ("associate degrees", ("Associate's Degree",)),
        ("microcredentials", ("Microcredential",)),
    ],
)
def test_slashes_brackets_and_longer_awards_are_said_in_part(
    said: str, values: tuple[str, ...]
) -> None:
    assert named(held(COARSE), said) == values


def test_an_award_that_no_row_names_is_none_where_every_row_names_one() -> None:
    assert named(held(UK), "PGCE") == ("PGCE",)


def test_where_awards_name_levels_alone_short_forms_are_levels_or_unread() -> None:
    coarse = held(COARSE)
    assert named(coarse, "MSc") is None
    assert named(coarse, "BEng") is None


def test_an_award_that_titles_name_is_looked_for_there() -> None:
    awards = held({"Bachelor Degree": Level.BACHELOR}, title="Bachelor of Laws / Bachelor of Arts")
    found = awards.named(["llb"], ["LLB"])
    assert found is not None
    assert (found.values, found.in_titles) == (("bachelor of laws",), True)
    assert awards.named(["bachelor", "of", "laws"], ["Bachelor", "of", "Laws"]) is None


@pytest.mark.parametrize(
    ("written", "is_award"), [("MEd", True), ("M.Ed", True), ("med", False), ("as", False)]
)
def test_a_short_form_that_is_a_word_must_be_written_as_none(written: str, is_award: bool) -> None:
    awards = held({"MEd": Level.MASTER, "AS": Level.OTHER})
    assert (awards.named([written.lower()], [written]) is not None) is is_award


def test_the_one_kind_of_a_listing_is_a_word_for_its_programs() -> None:
    of_one = [program(award=a, level=Level.OTHER) for a in ("Bootcamp", None)]
    assert Awards(of_one).nouns == {"bootcamp"}
    assert Awards([*of_one, program(award="MBA")]).nouns == frozenset()


def test_the_awards_of_a_cell_are_found_by_their_longest_names() -> None:
    assert award_names("Master of Science in Nursing") == (
        ("master", "of", "science", "in", "nursing"),
    )
    assert award_names("Master's Degree") == ()
