"""Which pages are of one kind, by the people of their titles and the part of a site."""

from __future__ import annotations

import pytest

from assistant.page_groups import PageGroups, page_groups
from vectorstore.records import PageId

TITLES = {
    PageId(title): title
    for title in (
        "Registered Nurses", "School Nurses", "Nurse Anesthetists, Nurse Midwives, and Surgeons",
        "Nursing Assistants", "Nurse Aides", "Civil Engineers", "Sales Engineers and Buyers",
        "Civil Engineering Technicians", "Stationary Engineers and Boiler Operators",
        "Training Managers", "Nursing Programs",
    )
}  # fmt: skip
ADDRESS = "https://guild.example/guide/{part}/{page}.htm"
PARTS = {"healthcare": TITLES.keys() - {"Nursing Programs"}, "arts-and-design": ("a", "b", "c")}
OF_SITE = {**TITLES, **{PageId(page): page.upper() for page in "abc"}}


@pytest.fixture(scope="module")
def groups() -> PageGroups:
    urls = {
        PageId(page): ADDRESS.format(part=part, page=number)
        for part, pages in PARTS.items()
        for number, page in enumerate(pages)
    }
    urls[PageId("Nursing Programs")] = "https://guild.example/nursing.htm"
    return page_groups(OF_SITE, urls)


def test_titles_name_people_by_their_heads_and_kinds(groups: PageGroups) -> None:
    found = groups.of_people(["nurse"])
    assert found is not None
    # aides of nurses are no nurses
    assert set(found[0].shown) == {
        "Registered Nurses", "School Nurses", "Nurse Anesthetists, Nurse Midwives, and Surgeons",
    }  # fmt: skip
    found = groups.of_people(["engineers"])
    assert found is not None
    assert len(found[0].shown) == 3


@pytest.mark.parametrize("said", [["managers"], ["engineering"], ["nurses", "engineers"], []])
def test_two_pages_a_field_and_two_kinds_are_no_group(groups: PageGroups, said: list[str]) -> None:
    assert groups.of_people(said) is None


@pytest.mark.parametrize(
    ("said", "part"),
    [
        (["healthcare"], "healthcare"),
        (["health", "care"], "healthcare"),
        (["medical"], "healthcare"),
        (["art", "design"], "arts-and-design"),
        (["fishing"], None),
        (["design", "fishing"], None),
        ([], None),
    ],
)
def test_a_field_is_where_a_site_files_it(
    groups: PageGroups, said: list[str], part: str | None
) -> None:
    found = groups.filed(said)
    assert (found[0].name if found else None) == part


def test_a_group_shows_what_it_holds(groups: PageGroups) -> None:
    nurses, filed = groups.by_head["nurses"], groups.by_part["healthcare"]
    assert all(nurses.holds(title) for title in nurses.shown.values())
    assert not nurses.holds("Nurse Aides")
    assert all(filed.holds(url) for url in filed.shown.values())
    assert not filed.holds("https://guild.example/guide/sales/1.htm")
