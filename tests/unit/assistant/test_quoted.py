"""How evidence from the guides is worded."""

from __future__ import annotations

from datetime import UTC, datetime

from assistant.compose.quoted import quoted
from assistant.records import AskEvidence, GuideAsk, Item, Kind, SegmentKind
from vectorstore.query import ClaimOp, ClaimQuery
from vectorstore.records import Claim, ClaimId, PageId, SourceId, SourcePage

ASK = GuideAsk("what do beekeepers earn", ("beekeepers", "earn"))


def page(title: str, text: str) -> SourcePage:
    stamp = datetime(2026, 1, 1, tzinfo=UTC)
    return SourcePage(PageId(title), SourceId("s"), title, title, text, "", "", stamp)


def quote(held: SourcePage, text: str, key: str) -> Item:
    start = held.text.index(text)
    return Item(key, Kind.QUOTE, held, start, start + len(text), held.title)


def pay(title: str, figure: str, value: float, *flags: str) -> Item:
    held = page(title, f"{figure}\n\nYearly Pay")
    claim = Claim(
        ClaimId(title),
        held.id,
        held.source_id,
        title,
        "pay",
        "Yearly Pay",
        figure,
        value,
        value,
        "USD",
        "year",
        0,
        len(held.text),
        flags=flags,
    )
    return Item(f"c{title}", Kind.QUOTE, held, 0, len(held.text), title, claim=claim)


def test_sentences_are_quoted_whole_and_each_cites_its_item() -> None:
    held = page("Beekeepers", "- Bees  need\nflowers. They also need water.")
    items = (
        quote(held, "- Bees  need\nflowers.", "q1"),
        quote(held, "They also need water.", "q2"),
    )
    segments = quoted(AskEvidence(ASK, items))
    assert [(s.text, s.cites) for s in segments] == [
        ("Bees need flowers.", ("q1",)),
        ("They also need water.", ("q2",)),
    ]
    assert all(s.kind is SegmentKind.FACT for s in segments)


def test_a_labelled_figure_is_given_with_its_label_as_written() -> None:
    (segment,) = quoted(AskEvidence(ASK, (pay("Beekeepers", "$30K-$40K", 30_000),)))
    assert segment.text == 'The Beekeepers page gives "Yearly Pay" as $30K-$40K.'
    assert segment.cites == ("cBeekeepers",)


def test_a_label_that_names_another_subject_is_said_to() -> None:
    item = pay("Beekeepers", "$30K", 30_000, "label_names_other_subject")
    fact, caveat = quoted(AskEvidence(ASK, (item,)))
    assert fact.kind is SegmentKind.FACT
    assert caveat.kind is SegmentKind.CAVEAT
    assert '"Yearly Pay"' in caveat.text


def test_the_winner_of_a_comparison_is_named_with_all_its_citations() -> None:
    items = (pay("Vets", "$90,000", 90_000), pay("Bakers", "$35,000", 35_000))
    query = ClaimQuery(ClaimOp.LOWEST, "pay", ("Vets", "Bakers"))
    last = quoted(AskEvidence(ASK, items, comparison=query))[-1]
    assert last.kind is SegmentKind.COMPUTED
    assert last.cites == ("cVets", "cBakers")
    for said in ("lowest", "Bakers", "$35,000"):
        assert said in last.text


def test_no_winner_is_named_where_all_are_equal_or_none_was_asked_for() -> None:
    items = (pay("Vets", "$90,000", 90_000), pay("Bakers", "$90,000", 90_000))
    for op in (ClaimOp.HIGHEST, ClaimOp.COMPARE):
        query = ClaimQuery(op, "pay", ("Vets", "Bakers"))
        segments = quoted(AskEvidence(ASK, items, comparison=query))
        assert [s.kind for s in segments] == [SegmentKind.FACT, SegmentKind.FACT]


def test_nothing_found_says_what_was_looked_for_and_the_nearest_section() -> None:
    (segment,) = quoted(AskEvidence(ASK, unbound=("beekeepers",), nearest_title="Bakers"))
    assert segment.kind is SegmentKind.CAVEAT
    assert '"beekeepers"' in segment.text
    assert '"Bakers"' in segment.text
    assert not segment.cites
