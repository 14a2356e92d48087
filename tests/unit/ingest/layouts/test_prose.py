"""Claims in prose: figures with their conditions, carried through the paragraph."""

from __future__ import annotations

import pytest

from ingest.layouts.claims import Subject
from ingest.layouts.prose import Prose, claims_in_prose
from vectorstore.records import Claim, PageId, SourceId


def claims_of(text: str, title: str = "AI Engineer", heading: str = "Pay") -> list[Claim]:
    subject = Subject(SourceId("s"), PageId("p"), title)
    return claims_in_prose(Prose(text, 0, (title, heading)), subject)


def test_conditions_and_what_is_carried() -> None:
    text = (
        "Entry-level AI Engineers at tech companies: $130K-$180K total comp. Startups: $100K-$140K "
        "(but often more equity). Traditional companies: $90K-$130K."
    )
    claims = claims_of(text)
    assert [(c.low, c.high, c.unit, c.qualifiers) for c in claims] == [
        (130e3, 180e3, "USD", ("Entry-level", "at tech companies", "total comp")),
        (100e3, 140e3, "USD", ("Entry-level", "Startups")),
        (90e3, 130e3, "USD", ("Entry-level", "Traditional companies")),
    ]
    assert {c.entity for c in claims} == {"AI Engineer"}
    assert {c.attribute for c in claims} == {"pay"}
    assert text[claims[1].start : claims[1].end].startswith("Startups: $100K-$140K")


def test_a_new_level_replaces_the_old_one() -> None:
    claims = claims_of(
        "Mid-level (3-5 years): $160K-$240K at tech companies, $130K-$190K elsewhere. "
        "Senior (6+ years): $200K-$300K+ at top companies."
    )
    assert [c.qualifiers for c in claims] == [
        ("Mid-level", "3-5 years", "at tech companies"),
        ("Mid-level", "3-5 years", "elsewhere"),
        ("Senior", "6+ years", "at top companies"),
    ]
    assert [c.open_ended for c in claims] == [False, False, True]


def test_bounds_and_basis() -> None:
    claims = claims_of(
        "Entry-level positions at AI companies start around $155K-$190K base salary, with total "
        "compensation often exceeding $240K."
    )
    assert claims[0].qualifiers == ("Entry-level", "at AI companies", "base salary", "around")
    assert claims[1].label == "total compensation"
    assert claims[1].open_ended
    assert claims[1].qualifiers == ("Entry-level", "total compensation", "often exceeding")


@pytest.mark.parametrize(
    ("text", "attribute", "entity"),
    [
        ("OpenAI's valuation exceeds $80 billion.", "other", "OpenAI"),
        ("GPT-4 training reportedly cost over $100M.", "other", "GPT-4 training"),
        ("You'll probably make 10-15% less than specialists.", "other", "AI Engineer"),
        ("Employment of actors is projected to decline 3 percent.", "growth", "actors"),
        ("The median annual wage for actors was $50,000.", "pay", "actors"),
        ("About 129,200 openings for actors are projected.", "openings", "actors"),
        ("Actors held about 57,000 jobs in 2024.", "jobs", "Actors"),
        ("That is 82,500 additional jobs.", "change", "AI Engineer"),
        ("All occupations together should grow 3 percent.", "growth", "All occupations"),
    ],
)
def test_what_is_measured_and_of_whom(text: str, attribute: str, entity: str) -> None:
    (claim,) = claims_of(text)
    assert (claim.attribute, claim.entity) == (attribute, entity)


def test_a_decline_is_negative() -> None:
    (claim,) = claims_of("Employment is projected to decline 3 to 5 percent.")
    assert (claim.low, claim.high) == (-5, -3)


def test_their_pay_is_that_of_the_people_named_before() -> None:
    text = "Testers are close colleagues. Their median pay was $102,610 in May 2024."
    assert [c.entity for c in claims_of(text, "Software Developer")] == ["Testers"]


def test_their_pay_is_no_claim_where_nobody_is_named() -> None:
    assert claims_of("Much depends on luck. Their median pay was $102,610.") == []


def test_period_only_if_written() -> None:
    by_hour, by_nothing = claims_of("Freelancers charge $65-120/hour. Managers make $115K.")
    assert (by_hour.period, by_nothing.period) == ("hour", None)


def test_long_odd_text_takes_no_long_time() -> None:
    assert claims_of("employment of " + "word " * 5000 + "9 percent") is not None
