"""Sentences that state no fact, markup, and drafts as a whole in verification."""

from __future__ import annotations

from dataclasses import replace

import pytest

from assistant.compose.computed import computed
from assistant.records import (
    Draft,
    DraftSegment,
    Evidence,
    Plan,
    RowAsk,
    SegmentKind,
    Status,
    Verdict,
)
from assistant.verify import UNPROVEN, Verified, verify
from assistant.verify.names import named
from assistant.verify.recompute import satisfies
from tests.unit.assistant.listings_corpus import Corpus, made_corpus
from tests.unit.assistant.true_sentences import all_asks, row_evidence
from tests.unit.vectorstore.made import program
from vectorstore.query import Field, Filter, Op, RowQuery, Sort, SortKey

MASTERS = Filter(Field.LEVEL, Op.IN, ("master",))
CHEAPEST = RowAsk(RowQuery((MASTERS,), Sort(SortKey.PRICE), 1))
TRUE = "Marlow University's Master of Wood Science is listed at 18,750."
FALSE = "Marlow University's Master of Wood Science is listed at 18,000."


@pytest.fixture(scope="module")
def corpus(tmp_path_factory: pytest.TempPathFactory) -> Corpus:
    return made_corpus(tmp_path_factory.mktemp("pages"))


def checked(
    corpus: Corpus, *said: tuple[str, SegmentKind], question: str = "", cite: bool = True
) -> Verified:
    evidence: Evidence = row_evidence(corpus, CHEAPEST)
    keys = ("a1r1",) if cite else ()
    segments = tuple(DraftSegment(text, kind, keys) for text, kind in said)
    return verify(Draft(segments, Status.ANSWERED), evidence, question)


def test_citations_are_numbered_by_first_use(corpus: Corpus) -> None:
    verified = checked(corpus, (TRUE, SegmentKind.COMPUTED))
    assert [c.id for c in verified.citations] == [1]
    assert verified.segments[0].verdict is Verdict.COMPUTED
    assert verified.citations[0].item.key == "a1r1"


def test_a_draft_of_lies_declines(corpus: Corpus) -> None:
    verified = checked(corpus, (FALSE, SegmentKind.COMPUTED))
    assert verified.empty
    assert [s.text for s in verified.segments] == [UNPROVEN]
    assert verified.citations == ()
    draft = Draft((DraftSegment(FALSE, SegmentKind.COMPUTED, ()),), Status.ANSWERED)
    assert verified.status(draft) is Status.NOT_IN_SOURCES


def test_a_lie_beside_a_truth_makes_the_answer_partial(corpus: Corpus) -> None:
    said = ((TRUE, SegmentKind.COMPUTED), (FALSE, SegmentKind.COMPUTED))
    verified = checked(corpus, *said)
    assert [s.text for s in verified.segments] == [TRUE]
    draft = Draft(tuple(DraftSegment(t, k, ()) for t, k in said), Status.ANSWERED)
    assert verified.status(draft) is Status.PARTIAL


def test_what_cites_nothing_is_dropped(corpus: Corpus) -> None:
    assert checked(corpus, (TRUE, SegmentKind.COMPUTED), cite=False).empty


@pytest.mark.parametrize(
    "text",
    [
        TRUE[:-1] + " (https://example.org).",
        TRUE[:-1] + " [see](javascript:alert).",
        "<b>" + TRUE + "</b>",
        "**" + TRUE + "**",
        TRUE.replace("18,750", "18,750\u202e"),
    ],
)
def test_links_and_markup_are_dropped(corpus: Corpus, text: str) -> None:
    assert checked(corpus, (text, SegmentKind.COMPUTED)).empty


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("Prices are as listed; the pages give no currency or basis.", True),
        ("The page announces 57 programs under “Woodcraft & Design Programs (57)”.", True),
        ("The page announces 75 programs under “Woodcraft & Design Programs (57)”.", False),
        ("Fees rise by 4% every year.", False),
        ("You could also try Hollowgate University.", False),
        ("My sources say nothing about “GPA”.", True),
        ("My sources say nothing about “Hollowgate”.", False),
    ],
)
def test_caveats_hold_no_fact_of_their_own(corpus: Corpus, text: str, kept: bool) -> None:
    verified = checked(
        corpus, (text, SegmentKind.CAVEAT), question="What GPA does Marlow ask for?", cite=False
    )
    assert bool(verified.segments) is kept


def test_a_repeated_caveat_is_said_once(corpus: Corpus) -> None:
    said = ("Prices are as listed.", SegmentKind.CAVEAT)
    assert len(checked(corpus, said, said).segments) == 1


def test_rows_that_the_store_matches_satisfy_the_filters_again(corpus: Corpus) -> None:
    every = corpus.rows.all()
    for ask in all_asks(corpus):
        filters = ask.query.filters
        matched = {p.id for p in corpus.rows.run(RowQuery(filters)).rows}
        assert matched == {p.id for p in every if satisfies(p, filters)}


def test_a_description_of_a_set_is_not_read_as_a_title_of_generic_words() -> None:
    rows = [
        program(university="Alpha University", title="Online MBA"),
        program(university="Beta College", title="MBA in Forestry"),
    ]
    described = named("I hold 2 online MBA programs.", rows)
    assert described.mentions == ()
    cited = named("Alpha University's Online MBA is listed at 1,000.", rows)
    assert [m.rows for m in cited.mentions] == [frozenset({rows[0].id})]


def test_a_superlative_is_of_the_row_named_and_not_of_the_school_of_its_set(
    corpus: Corpus,
) -> None:
    rows = [p for p in corpus.rows.all() if p.price is not None]
    school = next(
        u for u in sorted({p.university for p in rows})
        if len({p.price for p in rows if p.university == u}) > 1
    )  # fmt: skip
    own = Filter(Field.UNIVERSITY, Op.IN, (school,))
    ask = RowAsk(RowQuery((own,), Sort(SortKey.PRICE, descending=True), limit=1))
    evidence = row_evidence(corpus, ask)
    said = next(
        s for s in computed(evidence.found[0], Plan("", (ask,))) if "most expensive" in s.text
    )
    turned = replace(said, text=said.text.replace("most expensive", "cheapest", 1))
    assert not verify(Draft((said,), Status.ANSWERED), evidence).dropped
    assert verify(Draft((turned,), Status.ANSWERED), evidence).dropped
