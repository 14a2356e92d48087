"""Classes of sentences about a few rows and small sets: true ones beside the lies next to them."""

# ruff: noqa: E501 - sentences are read whole

from __future__ import annotations

from collections.abc import Sequence

import pytest

from assistant.records import Draft, DraftSegment, Evidence, RowAsk, SegmentKind, Status, Wanted
from assistant.verify import verify
from tests.unit.assistant.listings_corpus import Corpus, made_corpus
from tests.unit.assistant.true_sentences import row_evidence
from vectorstore.query import Field, Filter, Op, RowQuery, Sort, SortKey

MARLOW = ("MFA in Furniture Design", "Master of Wood Science")
COLLEGES = ("Certificate in Furniture Making", "Chair and Table Certificate")
FEW = (
    (  # two titles of one school, each with its figures
        MARLOW,
        (
            "Marlow's Master of Wood Science (18,750) is cheaper than its MFA in Furniture Design (31,400).",
            "Marlow's Master of Wood Science is cheaper than its MFA in Furniture Design: 18,750 against 31,400.",
            "Of Marlow's MFA in Furniture Design and its Master of Wood Science, the former is dearer, at 31,400 versus 18,750.",
        ),
        (
            "Marlow's Master of Wood Science (31,400) is dearer than its MFA in Furniture Design (18,750).",
            "Marlow's Master of Wood Science is cheaper than its MFA in Furniture Design: 31,400 against 18,750.",
            "Of Marlow's MFA in Furniture Design and its Master of Wood Science, the latter is dearer, at 31,400 versus 18,750.",
        ),
    ),
    (  # a figure before the name that it is of, a length without a limit, two figures at the end
        MARLOW,
        (
            "Marlow's Master of Wood Science is listed at 18,750, below the 31,400 of Marlow's MFA in Furniture Design.",
            "Marlow's Master of Wood Science is cheaper than its MFA in Furniture Design, 18,750 to 31,400.",
        ),
        (
            "Marlow's Master of Wood Science is listed at 31,400, above the 18,750 of Marlow's MFA in Furniture Design.",
            "Marlow's Master of Wood Science is listed at 18,750, above the 31,400 of Marlow's MFA in Furniture Design.",
            "Marlow's Master of Wood Science is cheaper than its MFA in Furniture Design, 31,400 to 18,750.",
        ),
    ),
    (  # taught over so long, and over so long
        COLLEGES,
        ("Northlake's certificate is taught over 1 year.",),
        (
            "Northlake's certificate is taught over 2 years.",
            "Northlake's certificate takes over 1 year.",
        ),
    ),
    (  # a school and a title that no row joins
        COLLEGES,
        ("At Alder Valley, the Certificate in Furniture Making costs 4,200.",),
        (
            "Alder Valley College's Chair and Table Certificate costs 6,150.",
            "Northlake's Certificate in Furniture Making costs 4,200.",
        ),
    ),
    (  # what one value is of the other
        COLLEGES,
        (
            "Alder Valley's certificate takes 0.5 years, half of the 1 year at Northlake.",
            "Alder Valley's certificate is half as long as Northlake's.",
            "Northlake's, at 6,150, costs less than twice as much as Alder Valley's, at 4,200.",
        ),
        (
            "Alder Valley's certificate, at 4,200, costs less than half of Northlake's, at 6,150.",
            "Northlake's certificate is half as long as Alder Valley's.",
            "Northlake's, at 6,150, costs more than twice as much as Alder Valley's, at 4,200.",
        ),
    ),
    (  # what is said next of the one that was compared
        COLLEGES,
        ("Northlake's certificate is longer than Alder Valley's, and 1,950 dearer.",),
        (
            "Northlake's certificate is longer than Alder Valley's, and 1,950 cheaper.",
            "Northlake's certificate costs less than 1,950 more than Alder Valley's.",
            "Northlake's certificate costs 1,950 per credit more than Alder Valley's.",
        ),
    ),
    (  # one row in the place of both
        COLLEGES,
        (
            "Alder Valley's certificate is cheaper by 1,950: 4,200 against 6,150 for Northlake's.",
            "Two certificates are held: Alder Valley's (4,200) and Northlake's (6,150).",
        ),
        (
            "Alder Valley's certificate is cheaper by 1,950: 4,200 against 6,150 for Alder Valley's.",
            "Two certificates are held: Alder Valley's (4,200) and Alder Valley's (6,150).",
            "Alder Valley and Northlake hold two: Northlake's (4,200) and Northlake's (6,150).",
        ),
    ),
    (  # rows listed under a limit that all of them keep
        (*COLLEGES, "Restoration Graduate Certificate"),
        (
            "Three certificates stay below 7,000: Alder Valley's at 4,200, Northlake's at 6,150 and Harbor State's at 4,980.",
        ),
        (
            "Three certificates stay below 6,000: Alder Valley's at 4,200, Northlake's at 6,150 and Harbor State's at 4,980.",
            "Four certificates stay below 7,000: Alder Valley's at 4,200, Northlake's at 6,150 and Harbor State's at 4,980.",
            "Three certificates stay below 7,000: Alder Valley's at 4,980, Northlake's at 6,150 and Harbor State's at 4,200.",
        ),
    ),
    (  # ways of delivery of the former and the latter
        COLLEGES,
        (
            "Alder Valley and Northlake both teach certificates; the former costs 4,200, the latter 6,150 and may be taken online.",
        ),
        (
            "Alder Valley and Northlake both teach certificates; the former costs 4,200 and may be taken online, the latter 6,150.",
        ),
    ),
)
MASTERS = (Filter(Field.LEVEL, Op.IN, ("master",)),)
CERTIFICATES = (Filter(Field.LEVEL, Op.IN, ("certificate",)),)
SET = (
    (
        "Alder Valley's, at 4,200, is cheaper than every other certificate.",
        "The lowest price among the four certificates, 4,200, is Alder Valley's.",
        "The cheapest of the four certificates is Alder Valley's.",
    ),
    (
        "Northlake's, at 6,150, is cheaper than every other certificate.",
        "Alder Valley's certificate costs 4,200 per subject.",
        "Alder Valley's certificate costs 4,200 for each of its years.",
        "The highest price among the four certificates, 4,200, is Alder Valley's.",
        "The dearest of the four certificates is Alder Valley's.",
        "There is only one certificate.",
        "There is just a single certificate.",
    ),
)


@pytest.fixture(scope="module")
def corpus(tmp_path_factory: pytest.TempPathFactory) -> Corpus:
    return made_corpus(tmp_path_factory.mktemp("pages"))


def _kept(texts: Sequence[str], evidence: Evidence) -> dict[str, str | None]:
    """Each sentence and why it was dropped; None where it was kept."""
    keys = tuple(evidence.items())
    parts = [DraftSegment(text, SegmentKind.COMPUTED, keys) for text in texts]
    made = [verify(Draft((part,), Status.ANSWERED), evidence) for part in parts]
    return {
        t: one.dropped[0].reason if one.dropped else None
        for t, one in zip(texts, made, strict=True)
    }


@pytest.mark.parametrize(("titles", "true", "false"), FEW)
def test_sentences_about_a_few_rows(
    titles: tuple[str, ...], true: tuple[str, ...], false: tuple[str, ...], corpus: Corpus
) -> None:
    ids = tuple(p.id for p in corpus.rows.all() if p.title in titles)
    named = RowAsk(RowQuery((Filter(Field.PROGRAM, Op.IN, ids),)), (Wanted.PRICE, Wanted.DURATION))
    evidence = row_evidence(corpus, named)

    assert _kept(true, evidence) == dict.fromkeys(true)
    assert [text for text, why in _kept(false, evidence).items() if why is None] == []


def test_none_of_a_set_is_taught_in_both_ways(corpus: Corpus) -> None:
    limits = (*MASTERS, Filter(Field.UNIVERSITY, Op.IN, ("Saint Orla University",)))
    ways = tuple(Filter(Field.DELIVERY, Op.IN, (way,)) for way in ("online", "on_campus"))
    evidence = row_evidence(corpus, RowAsk(RowQuery((*limits, *ways))))
    true = (
        "None of the master's at Saint Orla University I hold is offered both online and on campus.",
    )
    false = ("All of the master's at Saint Orla University are offered both online and on campus.",)

    assert _kept(true, evidence) == dict.fromkeys(true)
    assert [text for text, why in _kept(false, evidence).items() if why is None] == []


def test_sentences_about_a_set_and_its_ends(corpus: Corpus) -> None:
    ask = RowAsk(RowQuery(CERTIFICATES, Sort(SortKey.PRICE), 1), (Wanted.PRICE,))
    evidence = row_evidence(corpus, ask)
    true, false = SET

    assert _kept(true, evidence) == dict.fromkeys(true)
    assert [text for text, why in _kept(false, evidence).items() if why is None] == []
