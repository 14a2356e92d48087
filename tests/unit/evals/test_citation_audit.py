"""The audit of citations: what supports a sentence, what does not, and what cannot be told."""

from __future__ import annotations

from hashlib import sha256

import pytest

from assistant.api.wire import AskResponse, CitationOut, DurationOut, RowOut
from assistant.records import Kind, SegmentKind
from evals.metrics.citations import score_citations
from evals.metrics.mentions import Parsed
from evals.metrics.quantities import quantities
from evals.metrics.shown import shown_by
from evals.run import Record
from evals.scores import Outcome
from evals.suites.citations import NAME, citation_records, with_citations
from evals.systems import PRODUCT
from tests.unit.evals.made_answers import answer, citation, row

PAY = "Nurses earn up to $93,600 a year."
GROWTH = "Jobs may grow 6 percent. A license is not optional."
PAGE = f"Data Scientists\n{PAY}\n{GROWTH}\n"
HEADING = "Nursing Programs (295)"
ONE = "Master's in Nursing\nOnline\nFernlow | MS in Nursing\n2 Years\n26,200"
TWO = "Master's in Nursing\nOn-Campus\nLarkmere | MS in Care\n18 Months\n14,400"
ROWS = f"{HEADING}\n{ONE}\n{TWO}\n"


def _cited(quote: str, page: str, number: int, **parts: object) -> CitationOut:
    made = citation(quote, page.index(quote), number)
    source = made.source.model_copy(update={"sha256": sha256(page.encode()).hexdigest()})
    return made.model_copy(update={"source": source, **parts})


def _quoted(text: str) -> AskResponse:
    """A sentence that cites two spans of a page."""
    spans = (_cited(PAY, PAGE, 1), _cited(GROWTH, PAGE, 2))
    return answer(text, citations=spans, cites=(1, 2))


def _program(university: str, title: str, number: int, price: float, length: DurationOut) -> RowOut:
    held = {"price": price, "duration": length, "citation": number}
    return row(university, title).model_copy(update=held)


FERNLOW = _program(
    "Fernlow", "MS in Nursing", 2, 26_200, DurationOut(value=2, unit="year", years=2)
)
LARKMERE = _program(
    "Larkmere", "MS in Care", 3, 14_400, DurationOut(value=18, unit="month", years=1.5)
)


def _listed(text: str, cites: tuple[int, ...] = (1, 2, 3), description: str = "") -> AskResponse:
    """A computed sentence over two rows and the listing that they stand in."""
    given = (
        _cited(HEADING, ROWS, 1, kind=Kind.SET),
        _cited(ONE, ROWS, 2, kind=Kind.ROW, row_id=FERNLOW.id),
        _cited(TWO, ROWS, 3, kind=Kind.ROW, row_id=LARKMERE.id),
    )
    made = answer(
        text,
        rows=(FERNLOW, LARKMERE),
        citations=given,
        cites=cites,
        kind=SegmentKind.COMPUTED,
    )
    plan = made.plan.model_copy(update={"route": "rows", "description": description})
    return made.model_copy(update={"plan": plan})


def _measures(made: AskResponse, page: str) -> dict[str, float]:
    return dict(score_citations(made, {"page": page}).measures)


@pytest.mark.parametrize(
    "text",
    [
        PAY,
        'The Data Scientists page gives "Nurses earn" as up to $93,600 a year.',
        "Nurses earn up to $93,600 a year; jobs may grow 6 percent, not optional a license.",
    ],
)
def test_what_the_spans_say_is_supported(text: str) -> None:
    found = _measures(_quoted(text), PAGE)

    assert found["bound"] == 1.0
    assert found["recall"] == 1.0


@pytest.mark.parametrize(
    ("text", "measure"),
    [
        ("Nurses earn up to $96,300 a year.", "bound"),
        ("Nurses earn $93,600 a year.", "bound"),
        ("Nurses earn up to $93,600 an hour.", "bound"),
        ("Nurses earn up to 93,600 a year.", "bound"),
        ("Surgeons earn up to $93,600 a year.", "bound"),
        ("A license pays up to $93,600 a year.", "bound"),
        ("Jobs grow 6 percent.", "recall"),
        ("A license is optional.", "recall"),
        ('The page gives "Pay in 2024" as up to $93,600 a year.', "bound"),
    ],
)
def test_what_they_do_not_say_is_not(text: str, measure: str) -> None:
    assert _measures(_quoted(text), PAGE)[measure] < 1.0


def test_a_span_that_is_not_needed_is_not_precise() -> None:
    assert _measures(_quoted(PAY), PAGE)["precision"] == 0.5


@pytest.mark.parametrize(
    "text",
    [
        (
            "I hold 2 programs: Fernlow's MS in Nursing (26,200, 2 Years); and "
            "Larkmere's MS in Care (14,400, 18 Months)."
        ),
        (
            "Of the 2 programs I hold, Larkmere's MS in Care comes to 800 per month: the listed "
            "14,400 divided by 18 months; Fernlow's MS in Nursing is listed as Online."
        ),
    ],
)
def test_figures_of_rows_and_what_follows_from_them_are_supported(text: str) -> None:
    assert set(_measures(_listed(text), ROWS).values()) == {1.0}


@pytest.mark.parametrize(
    ("text", "measure"),
    [
        (("Larkmere's MS in Care is cheaper by 11,800: 14,400 against 26,200 for "
         "Fernlow's MS in Nursing."), None),
        (("Fernlow's MS in Nursing is cheaper by 11,800: 26,200 against 14,400 for "
         "Larkmere's MS in Care."), "recall"),
        (("Larkmere's MS in Care is cheaper by 11,900: 14,400 against 26,200 for "
         "Fernlow's MS in Nursing."), "bound"),
        (("Larkmere's MS in Care is cheaper by 11,800: 26,200 against 14,400 for "
         "Fernlow's MS in Nursing."), "bound"),
        ("Larkmere's MS in Care is listed at 26,200; Fernlow's MS in Nursing at 14,400.", "bound"),
        ("Larkmere's MS in Nursing is listed at 14,400.", "bound"),
        ("Larkmere's MS in Care comes to 900 per month.", "bound"),
        ("Larkmere's MS in Care is listed at USD 14,400.", "bound"),
        ("I hold 3 programs.", "bound"),
    ],
)  # fmt: skip
def test_each_figure_is_that_of_its_row(text: str, measure: str | None) -> None:
    cites = (1, 2, 3) if "I hold" in text else (2, 3)
    found = _measures(_listed(text, cites), ROWS)

    assert found["bound"] == 1.0 if measure != "bound" else found["bound"] < 1.0
    assert found["recall"] == (1.0 if measure is None else 0.0)


def test_a_statement_about_a_set_cites_its_listing() -> None:
    text = "I hold 2 programs: Fernlow's MS in Nursing; and Larkmere's MS in Care."

    assert _measures(_listed(text), ROWS)["recall"] == 1.0
    assert _measures(_listed(text, (2, 3)), ROWS)["recall"] == 0.0


@pytest.mark.parametrize(("is_unpriced", "recall"), [(True, 1.0), (False, 0.0)])
def test_a_price_is_denied_of_a_name_that_one_cited_row_has_without(
    is_unpriced: bool, recall: float
) -> None:
    """Two rows of one name are told one by one: each figure, and each denial, is of one of them."""
    name = "Fernlow's MS in Nursing"
    page = ROWS.replace("Larkmere | MS in Care", "Fernlow | MS in Nursing")
    text = f"I hold 2 programs: {name} (26,200); and {name} (no price listed)."
    twin = row("Fernlow", "MS in Nursing").model_copy(
        update={"id": "twin", "price": None if is_unpriced else 14_400, "citation": 3}
    )
    given = (
        _cited(HEADING, page, 1, kind=Kind.SET),
        _cited(ONE, page, 2, kind=Kind.ROW, row_id=FERNLOW.id),
        _cited(TWO.replace("Larkmere | MS in Care", "Fernlow | MS in Nursing"), page, 3,
               kind=Kind.ROW, row_id=twin.id),
    )  # fmt: skip
    made = answer(
        text, rows=(FERNLOW, twin), citations=given, cites=(1, 2, 3), kind=SegmentKind.COMPUTED
    )
    plan = made.plan.model_copy(update={"route": "rows", "description": ""})

    found = _measures(made.model_copy(update={"plan": plan}), page)

    assert found["recall"] == recall


def test_what_the_answer_does_not_carry_is_left_out() -> None:
    found = _measures(_listed("None of the 9 programs I hold has a listed price.", (1,)), ROWS)
    other = _measures(_listed("I hold 9 programs.", (1,), "nursing; accounting"), ROWS)

    assert not {"bound", "recall", "precision"} & (found.keys() | other.keys())


def test_a_figure_in_a_caveat_is_looked_at() -> None:
    bare = answer("About 9,999 of them.", citations=(), cites=(), kind=SegmentKind.CAVEAT)

    assert score_citations(bare, {}).score.outcome is Outcome.WRONG


def test_a_figure_keeps_what_belongs_to_it() -> None:
    (pay, share) = quantities("more than US$ 93.6K per year, 6 % or more")

    assert (pay.value, pay.currency, pay.period, pay.hedge) == (93_600, "US$", "year", "more")
    assert (share.value, share.unit, share.hedge) == (6, "percent", "least")


def _record(suite: str, system: str, audit: Outcome) -> Record:
    return Record(
        suite=suite,
        system=system,
        id="q1",
        kind="pay",
        family="f",
        turns=["q"],
        gold="g",
        mark="m",
        outcome=Outcome.WRONG,
        reasons=["missed"],
        measures={},
        citations=audit,
        citation_reasons=["shifted"] if audit is Outcome.WRONG else [],
        citation_measures={"exact": 0.5},
        ms=1.0,
        answer=answer(),
    )


def test_audits_become_a_suite_of_their_own() -> None:
    records = [
        _record("guides", PRODUCT, Outcome.WRONG),
        _record("listings", PRODUCT, Outcome.RIGHT),
        _record("listings", "i don't know", Outcome.RIGHT),
        _record("ingestion", PRODUCT, Outcome.UNSCORED),
    ]
    audits = citation_records(records)
    held = with_citations({r.key: r for r in records})

    assert [(a.suite, a.kind, a.id) for a in audits] == [
        (NAME, "guides", "guides/q1"),
        (NAME, "listings", "listings/q1"),
    ]
    assert (audits[0].outcome, audits[0].reasons) == (Outcome.WRONG, ["shifted"])
    assert audits[0].measures == {"exact": 0.5}
    assert audits[0].citations is Outcome.UNSCORED
    assert len(held) == 6
    assert with_citations(held) == held


@pytest.mark.parametrize(("more", "bound"), [(1, True), (2, False)])
def test_the_rest_of_a_long_tie_is_counted_among_the_tied(more: int, bound: bool) -> None:
    tie = "2 of the 5 programs I hold tie as dearest at 26,200"
    text = f"{tie}: Fernlow's MS in Nursing; and {more} more."
    made = _listed(text, cites=(1, 2))
    assert made.result is not None
    tied = LARKMERE.model_copy(update={"price": 26_200})
    result = made.result.model_copy(update={"rows": [FERNLOW, tied], "total_matched": 5})

    found = _measures(made.model_copy(update={"result": result}), ROWS)

    assert (found["bound"] == 1.0) is bound


@pytest.mark.parametrize("basis", ["", " in total", " a year"])
def test_a_figure_is_of_the_row_behind_its_basis(basis: str) -> None:
    ends = f"14,400{basis} against 26,200{basis}"
    text = f"Larkmere's MS in Care is cheaper: {ends} for Fernlow's MS in Nursing."
    figures = list(Parsed(text, (), (FERNLOW, LARKMERE)).figures())

    assert figures[-1].next is not None
    assert figures[-1].next.name == "Fernlow's MS in Nursing"


@pytest.mark.parametrize(("code", "figures"), [("7731F", 2), ("7732K", 3)])
def test_a_code_that_a_row_gives_is_no_figure(code: str, figures: int) -> None:
    text = f"Fernlow's MS in Nursing (Course Code {code}, 26,200, 2 Years)"
    page = f"{ONE}\nCourse Code: 7731F"
    made = _cited(page, page, 2, kind=Kind.ROW, row_id=FERNLOW.id)
    shown = shown_by(answer(text, rows=(FERNLOW,), citations=(made,), cites=(2,))).values()
    assert len(list(Parsed(text, tuple(shown), ()).figures())) == figures
