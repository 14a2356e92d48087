"""Codes of regions that are words as well are places where they are written or placed as such."""

from __future__ import annotations

import pytest

from assistant.understand.tag import tag
from assistant.understand.vocabulary import Vocabulary
from assistant.understand.vocabulary_build import build_vocabulary
from tests.unit.vectorstore.made import program
from vectorstore.records import Place

FULL = (("Portland", "Oregon"), ("Portland", "Maine"), ("Muncie", "Indiana"), ("Tulsa", "Oklahoma"),
        ("Boston", "Massachusetts"), ("Indiana", "Pennsylvania"), ("Austin", "Texas"))  # fmt: skip
CODES = (("Portland", "OR"), ("Portland", "ME"), ("Muncie", "IN"), ("Austin", "TX"))


def vocabulary(places: tuple[tuple[str, str], ...], country: str | None) -> Vocabulary:
    rows = [
        program(places=(Place(city, region, country),), title="Nursing", topics=(" nursing ",))
        for city, region in places
    ]
    return build_vocabulary(rows, (), ())


def places_in(question: str, known: Vocabulary) -> list[tuple[str, ...]]:
    links = (t.link("place") for t in tag(question, known).tags)
    return [link.values for link in links if link]


@pytest.mark.parametrize(
    ("question", "values"),
    [
        ("nursing in TX", [("Texas",)]),
        ("nursing in IN", [("Indiana",)]),
        ("nursing in Portland, OR", [("Portland",), ("Oregon",)]),
        ("nursing in portland, or", [("Portland",), ("Oregon",)]),
        ("nursing in Boston MA", [("Boston",), ("Massachusetts",)]),
        ("nursing in OK or OR", [("Oklahoma",), ("Oregon",)]),
        ("any IN colleges with nursing", [("Indiana",)]),
        ("nursing OR accounting", []),
        ("nursing OR colleges", []),
        ("tell me what is in it", []),
        ("TELL ME WHAT NURSING IS IN IT OR NOT", []),
        ("in portland or boston", [("Portland",), ("Boston",)]),
        ("is it ok for me", []),
    ],
)
def test_a_code_is_a_place_where_it_is_written_as_one(
    question: str, values: list[tuple[str, ...]]
) -> None:
    assert places_in(question, vocabulary(FULL, "United States")) == values


@pytest.mark.parametrize("country", ["United States", None])
def test_full_names_find_codes_and_codes_full_names_also_without_a_country(
    country: str | None,
) -> None:
    coded, full = vocabulary(CODES, country), vocabulary(FULL, country)
    assert places_in("nursing in texas", coded) == [("TX",)]
    assert places_in("nursing in TX", full) == [("Texas",)]


def test_a_code_means_the_region_and_no_city_of_its_name() -> None:
    known = vocabulary(FULL, "United States")
    assert known.places[("in",)].region_only
    assert not known.places[("indiana",)].region_only
    assert not known.places[("tx",)].region_only
