"""Full names and codes of regions and countries link to what the programs hold of them."""

from __future__ import annotations

import pytest

from assistant.understand.places import Spot, names_of, spots
from tests.unit.vectorstore.made import program
from vectorstore.records import Place

PLACES = (
    Place("SYDNEY", "NSW", "Australia"),
    Place("Sydney", "NSW", "Australia"),
    Place("Sydney", "NSW", "Australia"),
    Place("Perth", "WA", "Australia"),
    Place("Seattle", "WA", "US"),
    Place("Washington", "DC", "US"),
    Place("Washington", "DC", "US"),
    Place("New York", "NY", "US"),
    Place("Davis", "CA", "US"),
    Place("Burnaby", None, "CA"),
    Place("Bonn", None, "DE"),
    Place(None, None, "AU"),
)


def _spot(said: str) -> Spot | None:
    return spots([program(places=(p,)) for p in PLACES]).get(tuple(said.split()))


@pytest.mark.parametrize(
    ("said", "values", "kind"),
    [
        ("sydney", ("Sydney",), "city"),
        ("new south wales", ("NSW",), "region"),
        ("nsw", ("NSW",), "region"),
        ("new york", ("NY",), "region"),
        ("washington", ("Washington",), "city"),
        ("district of columbia", ("DC",), "region"),
        ("germany", ("DE",), "country"),
        ("australian", ("AU", "Australia"), "country"),
        ("united states", ("US",), "country"),
    ],
)
def test_a_name_stands_for_what_the_sources_write(
    said: str, values: tuple[str, ...], kind: str
) -> None:
    found = _spot(said)

    assert found is not None
    assert (found.values, found.kind) == (values, kind)


def test_a_code_of_two_countries_is_told_apart_by_the_country() -> None:
    western, eastern = _spot("western australia"), _spot("washington state")

    assert western is not None
    assert western.values == ("WA",)
    assert western.within == ("Australia",)
    assert eastern is not None
    assert eastern.within == ("US",)
    new_south_wales = _spot("new south wales")
    assert new_south_wales is not None
    assert new_south_wales.within == ()


def test_a_country_written_like_a_region_is_kept_apart_from_its_country() -> None:
    canada, california = _spot("canada"), _spot("california")

    assert canada is not None
    assert (canada.values, canada.apart) == (("CA",), ("US",))
    assert california is not None
    assert california.within == ("US",)


@pytest.mark.parametrize("said", ["queensland", "ohio", "france", "spanish"])
def test_a_place_that_no_program_has_is_not_known(said: str) -> None:
    assert _spot(said) is None


def test_a_place_is_called_by_the_full_names_of_its_region_and_country() -> None:
    assert "new south wales" in names_of(Place("Sydney", "NSW", "Australia"))
    assert "western australia" not in names_of(Place("Seattle", "WA", "US"))
    assert "great britain" in names_of(Place(None, None, "GB"))
    # A code that regions of two countries have stands for neither where no country is written.
    assert not names_of(Place("Perth", "WA"))
    assert names_of(Place("Camden", "NJ")) == {"new jersey"}
