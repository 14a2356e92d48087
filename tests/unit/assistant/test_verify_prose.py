"""Free prose about rows and quotes, as a model writes it: true paraphrases are kept, lies are dropped."""

# ruff: noqa: E501 - sentences are read whole

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import pytest

from assistant.records import (
    AskEvidence,
    Draft,
    DraftSegment,
    Evidence,
    GuideAsk,
    Item,
    Kind,
    RowAsk,
    SegmentKind,
    Status,
    Wanted,
)
from assistant.verify import verify
from tests.unit.assistant.listings_corpus import Corpus, made_corpus
from tests.unit.assistant.true_sentences import row_evidence
from vectorstore.query import Aggregate, Field, Filter, Op, RowQuery, Sort, SortKey
from vectorstore.records import SnapshotId

MASTERS = Filter(Field.LEVEL, Op.IN, ("master",))
CERTIFICATES = Filter(Field.LEVEL, Op.IN, ("certificate",))
ONLINE = Filter(Field.DELIVERY, Op.IN, ("online",))
NURSING = Filter(Field.TOPIC, Op.IN, ("nursing",))


@dataclass(frozen=True)
class Claimed:
    """Sentences over one piece of evidence."""

    rows: RowAsk | None
    names: tuple[str, ...]
    quote: str
    true: tuple[str, ...]
    false: tuple[str, ...]


def about(
    names: Sequence[str] = (),
    *,
    true: Sequence[str],
    false: Sequence[str],
    rows: RowAsk | None = None,
    quote: str = "",
) -> Claimed:
    return Claimed(rows, tuple(names), quote, tuple(true), tuple(false))


CASES = (
    about(
        rows=RowAsk(RowQuery((MASTERS, ONLINE), Sort(SortKey.PRICE), 1)),
        true=(
            "The cheapest of the 4 online master's programs is Marlow University's Master of Wood Science at 18,750.",
            "Marlow University's Master of Wood Science has the lowest price of the four online master's, 18,750.",
            "With a price of 18,750, the Master of Wood Science is the least expensive online master's I hold.",
            "Marlow University charges the least of the four online master's programs: 18,750 for the Master of Wood Science.",
            "The cheapest online master's costs 18,750 and takes two years: it is the Master of Wood Science at Marlow University.",
        ),
        false=(
            "The cheapest of the 5 online master's programs is Marlow University's Master of Wood Science at 18,750.",
            "The cheapest of the 4 online master's programs is Marlow University's MFA in Furniture Design at 31,400.",
            "Marlow University's Master of Wood Science has the highest price of the four online master's, 18,750.",
            "The cheapest certificate is Marlow University's Master of Wood Science at 18,750.",
            "The cheapest of the 4 hybrid master's programs is Marlow University's Master of Wood Science at 18,750.",
            "The cheapest of the 4 online master's programs is Marlow University's Master of Wood Science at 19,750.",
        ),
    ),
    about(
        ("Certificate in Furniture Making", "Chair and Table Certificate"),
        true=(
            "Alder Valley College asks 4,200 for its Certificate in Furniture Making, Northlake Technical Institute 6,150 for its Chair and Table Certificate.",
            "Alder Valley College's Certificate in Furniture Making is cheaper than Northlake Technical Institute's Chair and Table Certificate.",
            "The Certificate in Furniture Making costs 1,950 less than the Chair and Table Certificate.",
            "4,200 is charged by Alder Valley College, and 6,150 by Northlake Technical Institute.",
            "The Chair and Table Certificate takes twelve months, the Certificate in Furniture Making six.",
            "Alder Valley College is in Bend; Northlake Technical Institute is in Duluth.",
            "The Certificate in Furniture Making is taught only on campus.",
            "Alder Valley College does not offer its Certificate in Furniture Making online.",
            "The Chair and Table Certificate is available both on campus and online.",
            "The Certificate in Furniture Making is shorter than the Chair and Table Certificate by half a year.",
        ),
        false=(
            "Alder Valley College asks 6,150 for its Certificate in Furniture Making, Northlake Technical Institute 4,200 for its Chair and Table Certificate.",
            "Alder Valley College's Certificate in Furniture Making is dearer than Northlake Technical Institute's Chair and Table Certificate.",
            "The Certificate in Furniture Making costs 1,950 more than the Chair and Table Certificate.",
            "6,150 is charged by Alder Valley College, and 4,200 by Northlake Technical Institute.",
            "The Chair and Table Certificate takes six months.",
            "Alder Valley College is in Duluth; Northlake Technical Institute is in Bend.",
            "The Chair and Table Certificate is taught only on campus.",
            "Northlake Technical Institute does not offer its Chair and Table Certificate online.",
            "Alder Valley College's Chair and Table Certificate costs 6,150.",
            "The Certificate in Furniture Making costs 4,200 per semester.",
            "The Certificate in Furniture Making costs £4,200.",
            "The Certificate in Furniture Making includes housing.",
            "The Certificate in Furniture Making is longer than the Chair and Table Certificate by half a year.",
            "The Certificate in Furniture Making costs at most 4,200.",
            "The Certificate in Furniture Making leads to a license.",
        ),
    ),
    about(
        rows=RowAsk(RowQuery((NURSING,), aggregate=Aggregate.MEAN, of=SortKey.PRICE)),
        true=(
            "The five nursing programs cost 24,830 on average.",
            "An average price of 24,830 results for the 5 nursing programs.",
            "On average the nursing programs I hold cost 24,830.",
            "The mean price of nursing programs is about 25,000.",
        ),
        false=(
            "The five nursing programs cost 24,380 on average.",
            "The six nursing programs cost 24,830 on average.",
            "The median price of the five nursing programs is 24,830.",
            "The five nursing master's programs cost 24,830 on average.",
            "The five nursing programs cost $24,830 on average.",
            "The mean price of nursing programs is about 30,000.",
        ),
    ),
    about(
        rows=RowAsk(RowQuery((CERTIFICATES, Filter(Field.PRICE, Op.LT, (4000.0,))))),
        true=(
            "None of the four certificates costs less than 4,000.",
            "There is no certificate under 4,000.",
            "I hold no certificates below four thousand.",
            "Not one certificate is priced under 4,000.",
        ),
        false=(
            "One certificate costs less than 4,000.",
            "There is a certificate under 4,000.",
            "None of the four certificates costs more than 4,000.",
            "None of the three certificates costs less than 4,000.",
            "None of the four certificates costs less than 6,000.",
            "I hold no certificates.",
        ),
    ),
    about(
        rows=RowAsk(RowQuery((CERTIFICATES,))),
        true=(
            "Four certificates are held.",
            "I have four certificates, of which three are online.",
            "The four certificates cost between 4,200 and 6,150.",
            "The longest certificate takes one year.",
            "Two certificates take half a year.",
        ),
        false=(
            "Three certificates are held.",
            "I have four certificates, of which two are online.",
            "The four certificates cost between 4,980 and 6,150.",
            "The longest certificate takes two years.",
            "All four certificates are online.",
            "Every certificate costs less than 5,000.",
        ),
    ),
    about(
        quote="Furniture makers at small workshops start around",
        true=(
            "Small workshops pay furniture makers around $36,000 to $41,000 base pay to start.",
            "Base pay for furniture makers at small workshops starts at about $36K to $41K.",
            "At small workshops, furniture makers start at roughly 36,000 to 41,000 dollars base pay.",
        ),
        false=(
            "Furniture makers at small workshops start at $36,000 to $41,000 base pay.",
            "Furniture makers at big factories start around $36K-$41K base pay.",
            "Furniture makers at small workshops start around $36K-$41K total pay.",
            "Furniture makers at small workshops start around $36K-$41K base pay a month.",
            "Furniture makers at small workshops start around $36K-$47K base pay.",
            "Senior furniture makers at small workshops start around $36K-$41K base pay.",
        ),
    ),
    about(
        quote="Senior makers often earn over",
        true=(
            "Senior makers often earn more than $70,000.",
            "More than seventy thousand dollars is often earned by senior makers.",
        ),
        false=(
            "Senior makers earn over $70K.",
            "Senior makers often earn $70K.",
            "Senior makers often earn up to $70K.",
            "Junior makers often earn over $70K.",
            "Senior makers rarely earn over $70K an hour.",
        ),
    ),
    about(
        quote="They do not need a degree",
        true=(
            "A degree is not needed, but about 40 percent hold a certificate.",
            "Around forty percent hold a certificate.",
            "They don't need a degree.",
        ),
        false=(
            "They need a degree.",
            "They do not need a certificate.",
            "Exactly 40% hold a certificate.",
            "About 40% hold a degree.",
            "About 14% hold a certificate.",
        ),
    ),
    about(
        quote="Most workshops employ up to",
        true=("Most workshops employ at most five people.", "Up to 5 people are employed by most workshops."),
        false=(
            "Most workshops employ 5 people.",
            "All workshops employ up to 5 people.",
            "Workshops employ up to 5 people.",
            "Most workshops employ at least 5 people.",
        ),
    ),
    about(
        quote="Demand grew 12%",
        true=(
            "In 2025 demand grew by 12 percent.",
            "Hourly rates for restoration run from $45 to $60.",
            "Restoration rates are $45 to $60 an hour.",
        ),
        false=(
            "Demand grew 12% in 2024.",
            "Demand fell 12% in 2025.",
            "Demand grew 21% in 2025.",
            "Restoration rates are $45 to $60 a day.",
            "Hourly rates for carving run $45-60.",
        ),
    ),
    about(
        quote="Restorers travel more than",
        true=("Restorers travel more than carvers do.",),
        false=("Carvers travel more than restorers.", "Restorers travel less than carvers."),
    ),
    about(
        quote="Apprentices should never work",
        true=("Apprentices should never work alone.",),
        false=("Apprentices should work alone.", "Apprentices should always work alone."),
    ),
)  # fmt: skip


def evidence_for(case: Claimed, corpus: Corpus) -> Evidence:
    if case.quote:
        return _quoted(case.quote, corpus)
    if case.rows is not None:
        return row_evidence(corpus, case.rows)
    ids = tuple(p.id for p in corpus.rows.all() if p.title in case.names)
    named = RowQuery((Filter(Field.PROGRAM, Op.IN, ids),))
    return row_evidence(corpus, RowAsk(named, (Wanted.PRICE, Wanted.DURATION)))


def _quoted(text: str, corpus: Corpus) -> Evidence:
    items = tuple(
        Item("q1", Kind.QUOTE, content.page, start, end, p.heading_path[-1], passage=p)
        for content in corpus.contents
        for p in content.passages
        for start, end in p.sentences
        if text in content.page.text[start:end]
    )
    return Evidence((AskEvidence(GuideAsk("", ()), items),), SnapshotId("test"))


def reason(text: str, evidence: Evidence) -> str | None:
    keys = tuple(evidence.items())
    draft = Draft((DraftSegment(text, SegmentKind.FACT, keys),), Status.ANSWERED)
    dropped = verify(draft, evidence).dropped
    return dropped[0].reason if dropped else None


@pytest.fixture(scope="module")
def corpus(tmp_path_factory: pytest.TempPathFactory) -> Corpus:
    return made_corpus(tmp_path_factory.mktemp("pages"))


def test_true_paraphrases_are_kept(corpus: Corpus) -> None:
    said = [(t, evidence_for(c, corpus)) for c in CASES for t in c.true]
    lost = [(t, r) for t, e in said if (r := reason(t, e)) is not None]
    print(f"\nkept {len(said) - len(lost)}/{len(said)}", *lost, sep="\n")  # noqa: T201 - the counts are what is measured
    assert len(lost) <= len(said) // 40


def test_lies_are_dropped(corpus: Corpus) -> None:
    said = [(t, evidence_for(c, corpus)) for c in CASES for t in c.false]
    passed = [t for t, e in said if reason(t, e) is None]
    print(f"\ncaught {len(said) - len(passed)}/{len(said)}", *passed, sep="\n")  # noqa: T201 - the counts are what is measured
    assert len(passed) <= len(said) // 100
