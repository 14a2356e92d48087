"""Sentences over rows: what is said for each form of question, and that verification keeps it."""

from __future__ import annotations

from pathlib import Path

import pytest

from assistant.compose.computed import computed, row_status
from assistant.compose.slots import Slot, say, words
from assistant.errors import SlotError
from assistant.records import Draft, Evidence, Kind, Plan, RowAsk, Status, Wanted
from assistant.verify import verify
from tests.unit.assistant.listings_corpus import Corpus, made_corpus
from tests.unit.assistant.true_sentences import all_asks, row_evidence
from vectorstore.query import Aggregate, Field, Filter, Op, RowQuery, Sort, SortKey
from vectorstore.records import ProgramId

CERTIFICATES = Filter(Field.LEVEL, Op.IN, ("certificate",))
MASTERS = Filter(Field.LEVEL, Op.IN, ("master",))
ONLINE = Filter(Field.DELIVERY, Op.IN, ("online",))


@pytest.fixture(scope="module")
def corpus(tmp_path_factory: pytest.TempPathFactory) -> Corpus:
    return made_corpus(tmp_path_factory.mktemp("pages"))


def answer(corpus: Corpus, ask: RowAsk) -> tuple[str, Evidence]:
    evidence = row_evidence(corpus, ask)
    segments = computed(evidence.found[0], Plan("", (ask,)))
    verified = verify(Draft(segments, Status.ANSWERED), evidence)
    assert not verified.dropped
    return " ".join(s.text for s in verified.segments), evidence


def ids(corpus: Corpus, *titles: str) -> tuple[ProgramId, ...]:
    return tuple(next(p.id for p in corpus.rows.all() if p.title == t) for t in titles)


def test_a_superlative_names_the_winner_the_set_and_what_is_next(corpus: Corpus) -> None:
    ask = RowAsk(RowQuery((MASTERS, ONLINE), Sort(SortKey.PRICE), 1))
    text, _ = answer(corpus, ask)
    assert text.startswith(
        "The cheapest of the 4 online master's programs I hold is Marlow University's Master of"
        " Wood Science, listed at 18,750 and 2 Years; next is Western Plains University's MSN in"
        " Nurse"
        " Education at 19,800."
    )
    assert "announces 57 programs" in text
    assert text.count("no currency or basis") == 1


def test_ties_are_all_named(corpus: Corpus) -> None:
    text, _ = answer(corpus, RowAsk(RowQuery((CERTIFICATES,), Sort(SortKey.DURATION), 1)))
    assert text.startswith("2 of the 4 certificates I hold tie as shortest at 0.5 Years: ")
    assert "Nurse Educator Certificate" in text
    assert "Certificate in Furniture Making" in text


@pytest.mark.parametrize(
    ("kind", "said"),
    [
        (Aggregate.MEAN, "The mean listed price of the 4 certificates I hold is 5,182.5."),
        (Aggregate.MEDIAN, "The median listed price of the 4 certificates I hold is 5,190."),
        (Aggregate.SUM, "The total listed price of the 4 certificates I hold is 20,730."),
    ],
)
def test_aggregates(corpus: Corpus, kind: Aggregate, said: str) -> None:
    ask = RowAsk(RowQuery((CERTIFICATES,), aggregate=kind, of=SortKey.PRICE))
    text, evidence = answer(corpus, ask)
    assert text.startswith(said)
    assert sum(i.kind is Kind.ROW for i in evidence.items().values()) == 4


def test_a_comparison_says_who_is_ahead_by_how_much(corpus: Corpus) -> None:
    pair = ids(corpus, "Chair and Table Certificate", "Certificate in Furniture Making")
    ask = RowAsk(RowQuery(compare=pair), (Wanted.PRICE,), difference=True)
    assert answer(corpus, ask)[0].startswith(
        "Alder Valley College's Certificate in Furniture Making is cheaper by 1,950: 4,200 against"
        " 6,150 for Northlake Technical Institute's Chair and Table Certificate."
    )


def test_a_wrong_premise_is_corrected(corpus: Corpus) -> None:
    named = Filter(Field.PROGRAM, Op.IN, ids(corpus, "Doctor of Nursing Practice"))
    stated = Filter(Field.DURATION, Op.EQ, (1.0,))
    ask = RowAsk(RowQuery((named, stated)), (Wanted.DURATION,), premise=True)
    text, evidence = answer(corpus, ask)
    assert text.startswith(
        "No: Western Plains University's Doctor of Nursing Practice is listed at 3 Years, not 1"
        " year."
    )
    assert row_status(evidence.found[0]) is Status.ANSWERED


def test_no_match_names_the_nearest(corpus: Corpus) -> None:
    cheap = Filter(Field.PRICE, Op.LT, (4000.0,))
    text, evidence = answer(corpus, RowAsk(RowQuery((CERTIFICATES, cheap))))
    assert text.startswith(
        "None of the 4 certificates I hold is listed under 4,000. The nearest are"
    )
    assert row_status(evidence.found[0]) is Status.NO_MATCH


def test_what_a_page_announces_stands_beside_what_is_held(corpus: Corpus) -> None:
    ask = RowAsk(RowQuery(), announced=True, subject="nursing education")
    text, _ = answer(corpus, ask)
    assert text == (
        "The page announces 24 programs under “Nursing Education Programs (24)”; I hold 5 of that"
        " listing."
    )


def test_a_length_is_given_in_the_unit_asked_for(corpus: Corpus) -> None:
    named = Filter(Field.PROGRAM, Op.IN, ids(corpus, "Restoration Graduate Certificate"))
    ask = RowAsk(RowQuery((named,)), (Wanted.DURATION,), duration_unit="month")
    assert "0.75 Years, which is 9 months" in answer(corpus, ask)[0]


def test_every_form_of_answer_is_kept_by_verification(corpus: Corpus) -> None:
    for ask in all_asks(corpus)[::3]:
        answer(corpus, ask)


def test_a_figure_cannot_be_typed_into_a_sentence() -> None:
    with pytest.raises(SlotError):
        say("It costs 10,000.")
    with pytest.raises(SlotError):
        words("the 4 of them")
    with pytest.raises(SlotError):
        say("It costs {price}.", cost=Slot("10"))


def test_rows_cited_are_exact_spans(corpus: Corpus, tmp_path: Path) -> None:
    evidence = row_evidence(corpus, RowAsk(RowQuery((CERTIFICATES,))))
    for item in evidence.items().values():
        if item.program is not None:
            assert item.program.university in item.quote
            assert item.program.price_raw is not None
            assert item.quote.endswith(item.program.price_raw)


def test_a_mean_price_per_year_is_no_price_in_total(corpus: Corpus) -> None:
    query = RowQuery((MASTERS,), aggregate=Aggregate.MEAN, of=SortKey.PRICE_PER_YEAR)
    text, _ = answer(corpus, RowAsk(query))
    assert text.startswith("The mean price per year (listed price divided by listed length) of the")
    assert "in total" not in text


def test_a_rate_of_each_row_stands_beside_what_it_is_derived_from(corpus: Corpus) -> None:
    ask = RowAsk(RowQuery((MASTERS, ONLINE)), (Wanted.PRICE_PER_YEAR,))
    text, _ = answer(corpus, ask)
    assert "(9,375 per year, 18,750, 2 Years)" in text
