"""Guide questions over a small corpus of our own, read, embedded and asked for real."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from assistant.compose.quoted import quoted
from assistant.find_guides import find_guides
from assistant.guide_index import GuideIndex
from assistant.langchain_retriever import HybridRetriever
from assistant.records import GuideAsk, SegmentKind
from assistant.retriever import search
from tests.guide_pages import indexed
from vectorstore.query import ClaimOp

BEEKEEPERS = """# Beekeepers

## Quick Facts

| Field | Value |
|-------|-------|
| 2024 Median Pay | $41,200 per year |
| Number of Jobs, 2024 | 9,300 |

## What Beekeepers Do

Beekeepers look after colonies of honeybees and harvest honey and wax. They inspect hives for mites
and move colonies to orchards for pollination.

## Work Environment

Beekeepers work outdoors in all weathers. Stings are common, so most wear veils and gloves. A season
starts in March and ends in October.

## How to Become a Beekeeper

No degree is needed. Most beekeepers learn for 2 years beside an experienced keeper. Clubs such as
Hivewise and Apiary Friends lend tools to beginners.
"""

GLASSBLOWERS = """# Glassblowers

## Quick Facts

| Field | Value |
|-------|-------|
| 2024 Median Pay | $38,700 per year |
| Number of Jobs, 2024 | 12,100 |

## What Glassblowers Do

Glassblowers shape molten glass into vases, lamps and laboratory vessels. They gather glass on a
blowpipe and turn it while it cools.

## Work Environment

Furnaces make workshops hot. Burns are the worst part of the job, and the heat is tiring.
"""


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> Iterator[GuideIndex]:
    pages = {"beekeepers.md": BEEKEEPERS, "glassblowers.md": GLASSBLOWERS}
    yield from indexed(tmp_path_factory.mktemp("guides"), pages)


def answer(index: GuideIndex, question: str, context: str = "") -> str:
    """The text of the answer; empty where nothing was found."""
    found = find_guides(GuideAsk(question, (), context), index)
    return " ".join(s.text for s in quoted(found)) if found.items else ""


@pytest.mark.parametrize(
    ("question", "said"),
    [
        ("What does a beekeeper do?", "look after colonies"),
        ("downsides of glassblowing?", "Burns are the worst part"),
        ("When does the season start for beekeepers?", "starts in March"),
        ("How many years do beekeepers learn?", "2 years"),
        ("Which clubs lend tools to people starting out as beekeepers?", "Hivewise"),
        ("salary of a glassblower", "$38,700"),
        ("how many beekeepers are there?", "9,300"),
        ("What do you shape out of molten glass?", "vases, lamps"),
    ],
)
def test_what_the_pages_say_is_quoted(index: GuideIndex, question: str, said: str) -> None:
    assert said in answer(index, question)


@pytest.mark.parametrize(
    "question",
    [
        "What do blacksmiths earn?",
        "What do beekeepers earn in Norway?",
        "What did beekeepers earn in 1987?",
        "How many sandwiches does a beekeeper eat?",
        "What percentage of glassblowers are divorced?",
        "who wrote Hamlet?",
        "recipe for honey cake",
        "Which phone should I buy?",
    ],
)
def test_what_they_do_not_say_is_not_answered(index: GuideIndex, question: str) -> None:
    found = find_guides(GuideAsk(question, ()), index)
    assert not found.items
    (segment,) = quoted(found)
    assert segment.kind is SegmentKind.CAVEAT


def test_quotes_are_exact_in_reading_order_and_few(index: GuideIndex) -> None:
    found = find_guides(GuideAsk("Are stings common, and what do beekeepers wear?", ()), index)
    assert found.items
    assert [i.start for i in found.items] == sorted(i.start for i in found.items)
    assert len(found.items) <= 6
    for item in found.items:
        assert item.quote == item.page.text[item.start : item.end]
        assert 0.0 <= item.score <= 1.0
    assert sum(len(i.quote.split()) for i in found.items) <= 120


def test_claims_of_named_pages_are_compared(index: GuideIndex) -> None:
    ask = GuideAsk("who earns more, beekeepers or glassblowers?", ())
    found = find_guides(ask, index)
    assert found.comparison is not None
    assert found.comparison.op is ClaimOp.HIGHEST
    text = " ".join(s.text for s in quoted(found))
    assert "$41,200" in text
    assert "$38,700" in text
    assert "highest" in text.rsplit(".", 2)[-2]


def test_a_follow_up_keeps_what_was_asked_and_changes_the_subject(index: GuideIndex) -> None:
    assert "$38,700" in answer(index, "and glassblowers?", "What do beekeepers earn?")


@pytest.mark.parametrize(
    ("question", "before", "said", "unsaid"),
    [
        # what a follow-up asks for itself takes the place of the measure asked for before
        ("where do they work?", "What do beekeepers earn?", "outdoors", "$"),
        ("how long does it take to become one?", "What do beekeepers earn?", "2 years", "$"),
        ("is it hot there?", "how many glassblowers are there?", "Furnaces", "12,100"),
        # one that asks for nothing asks for what was asked last, not for what was asked first
        ("and glassblowers?", "What do beekeepers earn; how many are there?", "12,100", "$"),
        ("and glassblowers?", "What do beekeepers earn; where do they work?", "workshops", "$"),
        ("do they make more than glassblowers?", "What do beekeepers earn?", "$41,200", ""),
        ("how does that compare with glassblowers?", "What do beekeepers earn?", "$38,700", ""),
    ],
)
def test_a_follow_up_asks_for_what_it_names(
    index: GuideIndex, question: str, before: str, said: str, unsaid: str
) -> None:
    told = answer(index, question, before)
    assert said in told
    assert not unsaid or unsaid not in told


def test_keys_carry_their_prefix(index: GuideIndex) -> None:
    found = find_guides(GuideAsk("What does a beekeeper do?", ()), index, key_prefix="a2")
    assert all(item.key.startswith("a2") for item in found.items)


def test_the_retriever_ranks_passages_and_is_a_langchain_retriever(index: GuideIndex) -> None:
    best = search(index, "mites in hives", 3)
    assert "mites" in best[0].passage.text
    assert [s.score for s in best] == sorted((s.score for s in best), reverse=True)
    documents = HybridRetriever(index=lambda: index, k=2).invoke("mites in hives")
    assert len(documents) == 2
    assert documents[0].id == best[0].passage.id


def test_only_the_sources_asked_for_are_searched(index: GuideIndex, tmp_path: Path) -> None:
    assert search(index, "mites in hives", 3, sources=("no such source",)) == []  # type: ignore[arg-type]
    found = find_guides(GuideAsk("What does a beekeeper do?", ()), index, ("none",))  # type: ignore[arg-type]
    assert not found.items
