"""Classes of prose that audits found: converses, parts, years, denials of two, asides, prefixes."""

# ruff: noqa: E501 - sentences are read whole

from __future__ import annotations

import pytest

from assistant.records import Draft, DraftSegment, SegmentKind, Status
from assistant.verify import verify
from evals.verifier_audit.second import evidence_of

CASES = (
    (
        "Carvers earn more than turners, although both need the same certificate.",
        ("Turners earn less than carvers, although both need the same certificate.",),
        ("Turners earn more than carvers.", "Carvers earn less than turners."),
    ),
    (
        "Scholarships cover as much as half of the tuition, and nearly two-thirds of students get one.",
        (
            "Up to half of the tuition is covered by scholarships.",
            "Almost two-thirds of students get one.",
        ),
        (
            "Scholarships cover half of the tuition.",
            "Nearly one-third of students get one.",
            "Two-thirds of students get one.",
        ),
    ),
    (
        "Wages rose from $18 an hour in 2019 to $23 an hour in 2024.",
        ("From $18 an hour in 2019, wages rose to $23 an hour in 2024.",),
        (
            "Wages were $23 an hour in 2019.",
            "Wages rose from $23 an hour in 2019 to $18 an hour in 2024.",
        ),
    ),
    (
        "Without a work permit, foreign graduates cannot be hired.",
        ("Foreign graduates without a work permit cannot be hired.",),
        (
            "Without a work permit, foreign graduates can be hired.",
            "With a work permit, foreign graduates cannot be hired.",
        ),
    ),
    (
        "Bonuses can add up to $5,500 a year, depending on the employer.",
        ("Depending on the employer, bonuses can add at most $5.5K a year.",),
        ("Bonuses can add $5,500 a year, depending on the employer.",),
    ),
    (
        "Mid-level carvers (3-5 years of experience) earn $200K-$270K, while senior posts command $280K-$400K+.",
        (
            "$200K-$270K is earned by mid-level carvers.",
            "Senior posts command $280,000 to $400,000 or more.",
        ),
        ("Mid-level carvers earn $280K-$400K+.", "Senior posts command $280K-$400K at most."),
    ),
    (
        "Self-employed carvers set their own hours and must keep their own books.",
        ("Self-employed carvers must keep their own books.",),
        (
            "Employed carvers set their own hours.",
            "Self-employed carvers may keep their own books.",
        ),
    ),
    (
        "Roles grew over 200% in 2024, with demand far exceeding supply.",
        ("With demand far exceeding supply, roles grew over 200% in 2024.",),
        ("Roles grew over 200% in 2024, with supply far exceeding demand.",),
    ),
)


def reason(quote: str, text: str) -> str | None:
    evidence = evidence_of("Working life", [quote], "made")
    draft = Draft((DraftSegment(text, SegmentKind.FACT, ("q0",)),), Status.ANSWERED)
    dropped = verify(draft, evidence).dropped
    return dropped[0].reason if dropped else None


@pytest.mark.parametrize(("quote", "true", "false"), CASES)
def test_true_paraphrases_are_kept_and_lies_are_dropped(
    quote: str, true: tuple[str, ...], false: tuple[str, ...]
) -> None:
    assert {text: reason(quote, text) for text in true} == dict.fromkeys(true)
    assert [text for text in false if reason(quote, text) is None] == []
