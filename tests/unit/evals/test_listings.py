"""Questions made from rows: beyond dispute, in visitors' words, and the same at every run."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import replace

import pytest

from evals.cases import Case
from evals.metrics.expectation import score_answer
from evals.suites.listing_questions import STRATA, Listings
from evals.suites.listings import second_path
from evals.suites.phrasing import Words, misspelt
from evals.suites.second_path import SecondPath, Subject
from evals.suites.topics import shared_topics
from tests.unit.vectorstore.made import program
from vectorstore.records import Delivery, Level, Place, PriceBasis, Program, ProgramId

PROGRAMS = tuple(
    program(
        id=ProgramId(f"p{number}"),
        university=f"College {number}",
        title=f"{'MS' if number % 2 else 'Certificate'} in {subject}",
        category=f"{'Master' if number % 2 else 'Certificate'}'s in {subject}",
        level=Level.MASTER if number % 2 else Level.CERTIFICATE,
        price=None if number == 7 else 1_000.0 * (number % 9 + 3),
        years=0.5 * (number % 4 + 1),
        delivery=frozenset({Delivery.ONLINE if number % 3 else Delivery.ON_CAMPUS}),
        places=(Place(city=("Alden", "Brook", "Dover")[number % 3]),),
    )
    for number, subject in enumerate(("Nursing", "Welding", "Nursing Ethics", "AI") * 6)
)


@pytest.fixture(scope="module")
def cases() -> tuple[Case, ...]:
    return Listings(PROGRAMS).cases(400)


def _priced(rows: Iterable[Program]) -> list[float]:
    return sorted(p.price for p in rows if p.price is not None)


def test_every_stratum_is_asked_and_no_question_twice(cases: tuple[Case, ...]) -> None:
    kinds = Counter(c.kind for c in cases)

    assert kinds.keys() == STRATA.keys()
    assert max(kinds.values()) <= 23
    assert len({c.turns[0] for c in cases}) == len(cases)


ISSUE_STRATA = """filter superlative nth count sum mean median range between compare tie none-match
    missing-value unit-conversion misspelling""".split()


def test_every_stratum_that_is_claimed_is_there(cases: tuple[Case, ...]) -> None:
    assert {name.replace("-", " ") for name in ISSUE_STRATA} <= {
        c.kind.replace("-", " ") for c in cases
    }


def test_every_figure_is_expected_as_the_source_gives_it(cases: tuple[Case, ...]) -> None:
    dear = tuple(
        replace(p, currency="AUD", price_basis=PriceBasis.TOTAL) for p in PROGRAMS if p.price
    )
    told = [v for c in Listings(dear).cases(200) for v in c.expect.values if v.unit == "money"]
    bare = [v for c in cases for v in c.expect.values if v.unit == "money"]

    assert len(told) > 50
    assert {(v.currency, v.basis) for v in told} == {("AUD", PriceBasis.TOTAL)}
    assert {(v.currency, v.basis) for v in bare} == {(None, PriceBasis.UNKNOWN)}
    assert {v.unit for c in cases for v in c.expect.values} == {"money", "year", "count"}
    assert not any(c.expect.numbers for c in cases)


def test_a_set_of_two_currencies_has_no_mean() -> None:
    mixed = tuple(replace(p, currency="AUD" if at % 2 else "USD") for at, p in enumerate(PROGRAMS))
    path = SecondPath(mixed)
    means = [c for c in Listings(mixed).cases(200) if c.kind == "mean"]

    assert len(path.currencies(Subject())) == 2
    assert all(len({v.currency for v in c.expect.values}) == 1 for c in means)
    assert not any(c.turns[0].endswith(("of programs", "of courses")) for c in means)


def test_the_second_path_answers_all_of_it_right(cases: tuple[Case, ...]) -> None:
    programs = {str(p.id): p for p in PROGRAMS}
    wrong = [
        (case.turns, score.reasons)
        for case in cases
        if not (score := score_answer(case.expect, second_path(case.expect, programs))).is_right
    ]

    assert wrong == []


def test_what_one_stratum_draws_does_not_move_another(monkeypatch: pytest.MonkeyPatch) -> None:
    whole = Listings(PROGRAMS).cases(90)
    fewer_strata = {name: draw for name, draw in STRATA.items() if name != "filter"}
    monkeypatch.setattr("evals.suites.listing_questions.STRATA", fewer_strata)
    fewer = Listings(PROGRAMS).cases(85)

    assert [c for c in whole if c.kind == "mean"] == [c for c in fewer if c.kind == "mean"]


def test_a_large_index_names_topics_that_universities_share() -> None:
    many = tuple(
        replace(
            PROGRAMS[0],
            id=ProgramId(f"m{at}"),
            university=f"College {at % 50}",
            category=None,
            title=f"Diploma of {'Nursing' if at % 2 else 'Aviation'} Batch{at % 50}",
        )
        for at in range(10_000)
    )

    assert shared_topics(SecondPath(many)) == ["aviation", "nursing"]


def test_the_same_rows_give_the_same_questions(cases: tuple[Case, ...]) -> None:
    assert Listings(reversed(PROGRAMS)).cases(400) == cases


def test_what_is_expected_of_a_superlative_is_the_extreme_of_its_set() -> None:
    path = SecondPath(PROGRAMS)
    online = Subject("master", "online", "nursing")
    rows = [
        p
        for p in PROGRAMS
        if p.level is Level.MASTER and Delivery.ONLINE in p.delivery and "Nursing" in p.title
    ]

    assert {r.id for r in path.rows(online)} == {p.id for p in rows}
    assert path.number(online, "min(price)") == min(_priced(rows), default=None)


def test_short_forms_name_their_topic() -> None:
    found = SecondPath(PROGRAMS).rows(Subject(topic="artificial intelligence"))

    assert {r.id for r in found} == {p.id for p in PROGRAMS if p.title.endswith("AI")}


def test_a_row_without_a_price_is_under_no_limit() -> None:
    path = SecondPath(PROGRAMS)

    assert "p7" in {r.id for r in path.rows(Subject(), "price IS NULL")}
    assert "p7" not in {r.id for r in path.rows(Subject(), "price < ?", 1e9)}


@pytest.mark.parametrize("template", sorted(Words().templates))
def test_every_template_has_a_dozen_phrasings(template: str) -> None:
    phrasings = Words().templates[template]

    assert len(set(phrasings)) >= 12


def test_a_slip_changes_one_long_word() -> None:
    import random

    for seed in range(50):
        text = misspelt("cheapest online master's in cybersecurity", random.Random(seed))
        assert text is not None
        changed = [
            a
            for a, b in zip(
                "cheapest online master's in cybersecurity".split(), text.split(), strict=True
            )
            if a != b
        ]
        assert len(changed) == 1
        assert len(changed[0]) >= 6
    assert misspelt("any MS?", random.Random(0)) is None
