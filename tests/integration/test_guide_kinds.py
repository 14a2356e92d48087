"""Guide questions over kinds of jobs, two things at once, and people who are only described."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from assistant.assistant import Assistant
from assistant.compose.quoted import quoted
from assistant.find_guides import find_guides
from assistant.records import Answer, Draft, DraftSegment, Evidence, GuideAsk, Status
from assistant.verify import verify
from tests.serving import ingest_into, opened
from vectorstore.records import SnapshotId

PAGE = """# {title}

**Source:** https://guild.example/guide/{part}/{slug}.htm

## Quick Facts

| Field | Value |
|-------|-------|
| 2024 Median Pay | ${pay:,} per year ${hourly:.2f} per hour |
| Typical Entry-Level Education | {education} |
| Number of Jobs, 2024 | {jobs:,} |
| Job Outlook, 2024-34 | {growth}% |

## What {title} Do

{does}

## How to Become One

{title} typically learn at a guild school. Most guilds require a license.

## Pay

The median annual wage for {lower} was ${pay:,} in May 2024. The lowest 10 percent earned less than
$21,000, and the highest 10 percent earned more than $99,000.

## Job Outlook

Employment of {lower} is projected to {change} {size} percent from 2024 to 2034.

About {openings:,} openings for {lower} are projected each year, on average, over the decade.
"""
BOWS = (
    "Fletchers and bowyers make and mend what archers shoot with. Bowyers carve and bend bows from "
    "yew and ash. Fletchers glue feathers to the shafts of arrows."
)
ROWS = (
    ("Organ Tuners", "music-and-sound", 52_000, 25.0, 1_200, 4, 130,
     "Organ tuners tune and voice the pipes of organs in churches and concert halls."),
    ("Carillon Tuners", "music-and-sound", 61_000, 29.33, 300, -7, 20,
     "Carillon tuners grind and file tower bells until they ring in tune."),
    ("Harp Tuners", "music-and-sound", 47_500, 22.84, 800, 9, 70,
     "Harp tuners string, tune and repair harps for players and schools."),
    ("Reed Cutters", "wetlands", 33_000, 15.87, 2_500, 2, 410,
     "Reed cutters harvest reeds from marshes in winter and bundle them for thatched roofs."),
    ("Fletchers and Bowyers", "wetlands", 39_000, 18.75, 640, 1, 55,
     BOWS),
    ("Dike Wardens", "wetlands", 58_000, 27.88, 950, -3, 60,
     "Dike wardens inspect sea walls and sluices, and close them before a flood."),
)  # fmt: skip


@pytest.fixture(scope="module")
def assistant(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Assistant]:
    root = tmp_path_factory.mktemp("kinds")
    (root / "pages").mkdir()
    for title, part, pay, hourly, jobs, growth, openings, does in ROWS:
        slug = title.split()[0].lower()
        text = PAGE.format(
            title=title, lower=title.lower(), part=part, slug=slug, pay=pay, hourly=hourly,
            jobs=jobs, growth=growth, openings=openings, does=does, size=abs(growth),
            change="grow" if growth > 0 else "decline", education="High school diploma",
        )  # fmt: skip
        (root / "pages" / f"{slug}.md").write_text(text, encoding="utf-8")
    ingest_into(root / "index", root / "pages")
    held = opened(root / "index", root / "conversations.sqlite")
    yield held
    held.close()


def ask(assistant: Assistant, *turns: str) -> Answer:
    """The answer to the last of these turns."""
    first, *more = turns
    conversation, answer = assistant.ask(first)
    for turn in more:
        conversation, answer = assistant.ask(turn, conversation)
    return answer


OF_TUNERS = "Of the 3 pages whose titles name tuners that give"
RANKED = {
    "what kind of tuner has the fewest jobs": (
        f'{OF_TUNERS} "Number of Jobs, 2024", the lowest is that of Carillon Tuners: 300 [1].'
    ),
    "which tuners have the worst outlook?": (
        f'{OF_TUNERS} "Job Outlook, 2024-34", the 3 lowest are those of Carillon Tuners: -7%; '
        "Organ Tuners: 4%; and Harp Tuners: 9% [1] [2] [3]."
    ),
    "tuners that earn more than 50k a year: which?": (
        f'{OF_TUNERS} "2024 Median Pay", 2 give more than $50,000: Carillon Tuners: $61,000 per '
        "year; and Organ Tuners: $52,000 per year [1] [2]."
    ),
    "lowest paid wetlands job": (
        'Of the 3 pages filed under "wetlands" that give "2024 Median Pay", the lowest is that of '
        "Reed Cutters: $33,000 per year [1]."
    ),
    "which job in music has the most openings": (
        'Of the 3 pages filed under "music-and-sound" that give "openings", the highest is that of '
        "Organ Tuners: 130 [1]."
    ),
}


@pytest.mark.parametrize(("question", "told"), RANKED.items())
def test_the_ends_of_a_kind_of_jobs_are_computed(
    assistant: Assistant, question: str, told: str
) -> None:
    assert ask(assistant, question).text == told


@pytest.mark.parametrize(
    "question",
    [
        "which state pays tuners the most",
        "what jobs pay more than tuners",
        "best paid jobs in fishing",
        "which tuner is the happiest",
        "which company has the best paid jobs",
        "what does somebody earn who walks on the moon",
        "median pay of those who look after trees",
    ],
)
def test_what_no_page_tells_is_declined(assistant: Assistant, question: str) -> None:
    assert ask(assistant, question).status is Status.NOT_IN_SOURCES


TOLD = {
    "What do reed cutters earn and do they need a license?": ("$33,000", "require a license"),
    "openings and pay for dike wardens": ("About 60 openings", "$58,000 per year"),
    "harp tuners: hourly pay and the yearly one": ("$22.84 per hour", "$47,500 per year"),
    "difference between a fletcher and a bowyer": ("glue feathers", "carve and bend bows"),
    "what does a bowyer earn, per annum": ("$39,000",),
    "what's a dike warden's job": ("Dike wardens inspect sea walls",),
    "what does somebody make who cuts reeds in marshes for thatched roofs": (
        "$33,000", 'I took "somebody who cuts reeds in marshes for thatched roofs"',
    ),
    "I'd love to tune and repair harps for players. What's the pay?": ("$47,500",),
    "Why are carillon tuners growing so fast?": ("-7%",),
}  # fmt: skip


@pytest.mark.parametrize(("question", "parts"), TOLD.items())
def test_all_that_is_asked_is_told(
    assistant: Assistant, question: str, parts: tuple[str, ...]
) -> None:
    answer = ask(assistant, question)
    assert answer.status is Status.ANSWERED
    assert [part for part in parts if part not in answer.text] == []


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("name tuners", "name wardens"),
        (" whose titles name tuners", ""),
        ("3 pages", "4 pages"),
        ("lowest is", "highest is"),
        ("Carillon Tuners: 300", "Harp Tuners: 800"),
        ("whose titles name tuners", 'filed under "music-and-sound"'),
    ],
)
def test_another_sentence_on_a_kind_does_not_stand(
    assistant: Assistant, old: str, new: str
) -> None:
    with assistant.current.lend() as knowledge:
        question = "what kind of tuner has the fewest jobs"
        found = find_guides(GuideAsk(question, ()), knowledge.guides)
    (said,) = quoted(found)
    assert old in said.text
    for text, stands in ((said.text, True), (said.text.replace(old, new), False)):
        draft = Draft((DraftSegment(text, said.kind, said.cites),), Status.ANSWERED)
        whole = verify(draft, Evidence((found,), SnapshotId("s")))
        assert any(segment.citations for segment in whole.segments) is stands


def test_a_share_alone_goes_on_with_what_was_asked(assistant: Assistant) -> None:
    assert "$99,000" in ask(assistant, "median pay of dike wardens?", "the top 10 percent?").text


def test_one_half_that_is_not_held_is_said_to_be_missing(assistant: Assistant) -> None:
    answer = ask(assistant, "what do organ tuners earn and how many hours do they sleep?")
    assert answer.status is Status.PARTIAL or "sleep" not in answer.text
