"""Labelled values in words, statements of several kinds joined, and words said to the reader."""

# ruff: noqa: E501 - sentences are read whole

from __future__ import annotations

from datetime import UTC, datetime
from hashlib import sha256

import pytest

from assistant.records import (
    AskEvidence,
    Draft,
    DraftSegment,
    Evidence,
    GuideAsk,
    Item,
    Kind,
    SegmentKind,
    Status,
)
from assistant.verify import verify
from assistant.verify.address import without_address
from vectorstore.records import Claim, ClaimId, PageId, SnapshotId, SourceId, SourcePage

NAME = "Bell Founders and Ringers"
ROWS = (
    ("education", "Typical Entry-Level Education", "Associate's degree", None, None, None),
    ("experience", "Work Experience in a Related Occupation", "None", None, None, None),
    ("training", "On-the-job Training", "Long-term on-the-job training", None, None, None),
    ("growth", "Job Outlook, 2024-34", "-6% (Decline)", -6.0, "percent", None),
    ("change", "Employment Change, 2024-34", "-300", -300.0, "people", None),
    ("pay", "2024 Median Pay", "$51,300 per year", 51300.0, "USD", "year"),
)
OTHER = (
    (
        "experience",
        "Work Experience in a Related Occupation",
        "Less than 5 years",
        None,
        None,
        None,
    ),
    (
        "education",
        "Typical Entry-Level Education",
        "No formal educational credential",
        None,
        None,
        None,
    ),
    ("change", "Employment Change, 2024-34", "1,200", 1200.0, "people", None),
)


def _items(
    name: str, rows: tuple[tuple[str, str, str, float | None, str | None, str | None], ...]
) -> dict[str, Item]:
    text = f"{name}\n\n" + "\n".join(f"{label}: {value}" for _, label, value, *_ in rows)
    digest = sha256(text.encode()).hexdigest()
    page = SourcePage(
        PageId(name), SourceId("made"), f"{name}.md", name, text, digest, digest,
        datetime(2026, 1, 1, tzinfo=UTC),
    )  # fmt: skip
    out = {}
    for attribute, label, value, low, unit, period in rows:
        start = text.index(label)
        end = start + len(f"{label}: {value}")
        claim = Claim(
            ClaimId(f"{name}-{attribute}"), page.id, page.source_id, name, attribute, label, value,
            low, low, unit, period, start, end,
            qualifiers=("2024", "Median") if attribute == "pay" else (),
        )  # fmt: skip
        key = f"{name[:4].lower()}_{attribute}"
        out[key] = Item(key, Kind.QUOTE, page, start, end, name, claim=claim)
    return out


ITEMS = {**_items(NAME, ROWS), **_items("Tide Clerks", OTHER)}
EVIDENCE = Evidence((AskEvidence(GuideAsk("", ()), tuple(ITEMS.values())),), SnapshotId("s"))
CASES = (
    (  # what is not needed is denied, whoever denies it and however
        ("bell_experience",),
        (
            "No work experience in a related occupation is listed for bell founders and ringers.",
            "You do not typically need prior experience to become a bell founder or ringer.",
            "Experience in a related occupation is something bell founders and ringers typically do without.",
        ),
        (
            "Bell founders and ringers typically need experience in a related occupation.",
            "No bell founder or ringer lacks experience in a related occupation.",
            "Bell founders and ringers need no training.",
            "Tide clerks typically need no experience in a related occupation.",
            "Not all bell founders and ringers need experience in a related occupation.",
            "Bell founders and ringers need only experience in a related occupation.",
        ),
    ),
    (
        ("tide_education",),
        ("Tide clerks typically need no formal educational credential to get started.",),
        (
            "Tide clerks typically need a formal educational credential to get started.",
            "Tide clerks typically need no formal training to get started.",
            "Tide clerks must not have a formal educational credential.",
        ),
    ),
    (
        ("tide_experience",),
        ("Tide clerks typically need under five years of work experience in a related occupation.",),
        (
            "Tide clerks typically need over five years of work experience in a related occupation.",
            "Tide clerks typically need five years of work experience in a related occupation.",
            "Tide clerks typically need no work experience in a related occupation.",
            "Tide clerks typically need under four years of work experience in a related occupation.",
        ),
    ),
    (  # a typical value is no must, and no other degree
        ("bell_education",),
        ("The usual entry qualification of a bell founder or ringer is an associate's degree.",),
        (
            "Bell founders and ringers must have an associate's degree.",
            "All bell founders and ringers typically have an associate's degree.",
            "The usual entry qualification of a bell founder or ringer is a bachelor's degree.",
            "Bell founders and ringers typically need more than an associate's degree.",
            "Bell founders typically need no associate's degree, ringers do.",
        ),
    ),
    (
        ("bell_training",),
        ("Bell founders and ringers typically receive long-term training on the job.",),
        (
            "Bell founders and ringers typically receive short-term training on the job.",
            "Bell founders and ringers are required to complete long-term on-the-job training.",
            "Bell founders and ringers typically receive no long-term training on the job.",
        ),
    ),
    (  # statements of two kinds
        ("bell_education", "bell_growth"),
        (
            "Bell founders and ringers typically need an associate's degree, and their jobs are projected to decline 6 percent from 2024 to 2034.",
        ),
        (
            "Bell founders and ringers typically need an associate's degree, and their jobs are projected to grow 6 percent from 2024 to 2034.",
            "Bell founders and ringers typically need a master's degree, and their jobs are projected to decline 6 percent from 2024 to 2034.",
            "Bell founders and ringers typically need an associate's degree, and their pay is projected to decline 6 percent from 2024 to 2034.",
        ),
    ),
    (  # one side gains, the other loses
        ("bell_change", "tide_change"),
        (
            "While tide clerks are projected to gain 1,200 jobs from 2024 to 2034, bell founders and ringers are projected to lose 300.",
        ),
        (
            "While tide clerks are projected to lose 1,200 jobs from 2024 to 2034, bell founders and ringers are projected to gain 300.",
            "While tide clerks are projected to gain 300 jobs from 2024 to 2034, bell founders and ringers are projected to lose 1,200.",
            "While bell founders and ringers are projected to gain 1,200 jobs from 2024 to 2034, tide clerks are projected to lose 300.",
        ),
    ),
    (  # a change by its label and its years, which are to come
        ("tide_change",),
        (
            "The employment change for tide clerks over 2024-34 is twelve hundred.",
            "Employment of tide clerks changes by 1.2 thousand from 2024 to 2034.",
            "Twelve hundred: the change in employment for tide clerks, 2024-34.",
        ),
        (
            "The employment change for tide clerks over 2024-34 was twelve hundred.",
            "Employment of tide clerks has changed by 1.2 thousand from 2024 to 2034.",
            "The employment change for tide clerks over 2014-24 is twelve hundred.",
            "The employment change for tide clerks over 2024-34 is twenty-one hundred.",
            "The employment change for tide clerks is twelve hundred a year over 2024-34.",
            "The employment change for tide clerks is twelve hundred.",
        ),
    ),
    (  # words to the reader, and a median by another name
        ("bell_pay",),
        (
            "If pay is your main worry, bell founders and ringers had a median of $51,300 a year in 2024.",
            "On the money side, the midpoint of annual pay for bell founders and ringers was $51,300 in 2024.",
        ),
        (
            "If you work in mines, bell founders and ringers had a median of $51,300 a year in 2024.",
            "For the best pay, bell founders and ringers had a median of $51,300 a year in 2024.",
            "Going by Tide Clerks, bell founders and ringers had a median of $51,300 a year in 2024.",
            "On the money side, the midpoint of annual pay for bell founders and ringers was $53,100 in 2024.",
        ),
    ),
)  # fmt: skip


@pytest.mark.parametrize(("cites", "true", "untrue"), CASES)
def test_labelled_values_are_said_in_other_words_and_no_lie_is(
    cites: tuple[str, ...], true: tuple[str, ...], untrue: tuple[str, ...]
) -> None:
    def kept(text: str) -> bool:
        draft = Draft((DraftSegment(text, SegmentKind.FACT, cites),), Status.ANSWERED)
        return not verify(draft, EVIDENCE).dropped

    assert [t for t in true if not kept(t)] == []
    assert [t for t in untrue if kept(t)] == []


@pytest.mark.parametrize(
    "text",
    [
        "If you work in mines, you earn $4.",
        "If you have a license, nurses earn $4.",
        "For the cheapest option, ask X.",
        "If you are not worried about pay, X pays $4.",
        "In short courses, X pays $4.",
    ],
)
def test_a_lead_that_states_something_is_no_address(text: str) -> None:
    assert without_address(text) == text
