"""What a build refuses, what it takes out, and what its fingerprint sees."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest

from tests.unit.vectorstore.made import claim, listing, page, passages, program, reject, source
from vectorstore.contents import checked, fingerprint
from vectorstore.errors import BuildFailed
from vectorstore.records import Duration, ListingId, PageContent, PageId, SourceId


def whole() -> PageContent:
    base = page("pg1", "First paragraph.\n\nSecond one.")
    return PageContent(
        base,
        passages(base),
        (listing("l1", "pg1", announced=3),),
        (program(id="x1"),),
        (claim("c1", "A", 1.0),),
        (reject(base),),
    )


def mark(content: PageContent) -> str:
    return fingerprint(checked([source()], [content]), "recipe")


@pytest.mark.parametrize(
    "spoil",
    [
        lambda c: replace(c, page=replace(c.page, sha256="0" * 64)),
        lambda c: replace(c, page=replace(c.page, source_id=SourceId("unknown"))),
        lambda c: replace(c, passages=(replace(c.passages[0], start=1), *c.passages[1:])),
        lambda c: replace(c, passages=c.passages * 2),
        lambda c: replace(c, passages=(replace(c.passages[0], sentences=((0, 99),)),)),
        lambda c: replace(c, programs=(replace(c.programs[0], end=9999),)),
        lambda c: replace(c, programs=(replace(c.programs[0], start=4),)),
        lambda c: replace(c, programs=(replace(c.programs[0], price=float("nan")),)),
        lambda c: replace(c, programs=(replace(c.programs[0], price=-1.0),)),
        lambda c: replace(c, programs=(program(duration=Duration(0, "year", 0.0, "0 Years")),)),
        lambda c: replace(c, programs=(replace(c.programs[0], listing_id=ListingId("no")),)),
        lambda c: replace(c, claims=(replace(c.claims[0], page_id=PageId("other")),)),
        lambda c: replace(c, claims=c.claims * 2),
    ],
)
def test_contradictions_are_refused(spoil: Callable[[PageContent], PageContent]) -> None:
    with pytest.raises(BuildFailed, match="old index stays in use"):
        checked([source()], [spoil(whole())])


def test_a_row_repeated_within_its_source_is_held_once() -> None:
    first = whole()
    second = replace(whole(), page=page("pg2", "Text"), passages=(), claims=())
    moved = tuple(replace(p, page_id=PageId("pg2")) for p in first.programs)
    second = replace(second, programs=moved, listings=(listing("l2", "pg2"),))
    made = checked([source()], [first, second])
    assert made.repeated_programs == 1
    assert [len(c.programs) for c in made.pages] == [1, 0]


def test_one_id_in_two_sources_is_refused() -> None:
    other = PageContent(
        page("pg2", "Text", "s2"),
        listings=(listing("l2", "pg2"),),
        programs=(program(id="x1", page_id=PageId("pg2"), source_id=SourceId("s2")),),
    )
    with pytest.raises(BuildFailed, match="distinct across sources"):
        checked([source("s1"), source("s2")], [whole(), other])


def test_the_fingerprint_sees_content_not_the_time_of_fetching() -> None:
    content = whole()
    later = replace(content.page, fetched_at=content.page.fetched_at + timedelta(days=1))
    assert mark(replace(content, page=later)) == mark(content)
    assert mark(replace(content, rejects=())) != mark(content)
    cheaper = replace(content.programs[0], price=999.0)
    assert mark(replace(content, programs=(cheaper,))) != mark(content)


def test_the_fingerprint_does_not_see_the_order_of_pages() -> None:
    pages = [whole(), PageContent(page("pg2", "Text"))]
    forth = fingerprint(checked([source()], pages), "recipe")
    back = fingerprint(checked([source()], pages[::-1]), "recipe")
    assert forth == back != fingerprint(checked([source()], pages), "another recipe")
