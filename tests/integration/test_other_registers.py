"""Registers unlike each other, by mappings of their own: read, asked, and answered exactly.

Prices in several currencies and for several periods, towns that schools are named after, awards by
their short names, rows that differ in nothing but their award. The tables are made up here.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from assistant.assistant import Assistant
from assistant.records import Answer, RowAsk, Status
from tests.serving import ingest_into, opened
from vectorstore.records import Program

PORTAL = "id,school,course,degree,city,country,amount,currency,per,months,Teaching language\n"
_CITIES = (("Elm", "Ostia", "Italy", "EUR"), ("Fir", "Perth", "Australia", "AUD"),
           ("Oak", "Reno", "United States", "USD"), ("Ash", "Brno", "Czechia", ""))  # fmt: skip
_PER = ("per year", "total", "per credit")
for n in range(36):
    name, city, country, currency = _CITIES[n % 4]
    amount = 900 + 100 * n if n % 3 == 2 else 9_000 + 1_000 * (n // 4)
    subject = ("Robotics", "Nursing", "Law")[n // 4 % 3]
    beside = ("", " and Ethics", " and Policy")[n // 12]
    PORTAL += f"p{n},{name} University,Master of Arts in {subject}{beside},Master of Arts,{city},"
    PORTAL += f"{country},{amount},{currency},{_PER[n % 3]},{12 + n % 3 * 6},English\n"
PORTAL_MAP = """
title: The portal
as_of: 2024-11-15
key: id
fields:
  university: school
  title: course
  level: degree
  award: degree
  places: { city: city, country: country }
  duration: { column: months, unit: months }
  price: { column: amount, currency: { column: currency }, basis: { column: per } }
"""


@pytest.fixture(scope="module")
def portal(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Assistant]:
    yield from answering(tmp_path_factory.mktemp("portal"), {"portal.csv": PORTAL}, PORTAL_MAP)


def answering(folder: Path, files: dict[str, str], mapping: str) -> Iterator[Assistant]:
    for name, text in files.items():
        (folder / name).write_text(text)
    first = next(iter(files))
    (folder / first.replace(".csv", ".mapping.yaml")).write_text(mapping)
    ingest_into(folder / "index", folder)
    assistant = opened(folder / "index", folder / "conversations.sqlite")
    yield assistant
    assistant.close()


def ask(assistant: Assistant, *turns: str) -> Answer:
    conversation, answer = assistant.ask(turns[0])
    for turn in turns[1:]:
        conversation, answer = assistant.ask(turn, conversation)
    assert not answer.trace.dropped, answer.trace.dropped
    return answer


def rows(answer: Answer) -> tuple[Program, ...]:
    """The rows of the first question, which is one about rows."""
    part = answer.evidence.found[0]
    assert isinstance(part.ask, RowAsk)
    assert part.result is not None
    return part.result.rows


@pytest.mark.parametrize(
    ("question", "currency", "basis", "limit"),
    [
        ("programs under 12,000 euros a year", {"EUR"}, {"year"}, 12_000),
        ("programs under US$1,500 per credit", {"USD"}, {"credit"}, 1_500),
        ("programs under A$15,000", {"AUD"}, {"total", "year", "credit"}, 15_000),
        ("programs under $12k each year", {"AUD", "USD", None}, {"year"}, 12_000),
        ("programs under 20,000 in total", None, {"total"}, 20_000),
        ("programs priced in euros under 20,000", {"EUR"}, {"total", "year", "credit"}, 20_000),
        ("programs below 1500 per credit", None, {"credit"}, 1_500),
    ],
)
def test_a_limit_holds_in_its_own_currency_and_for_its_own_period(
    portal: Assistant,
    question: str,
    currency: set[str | None] | None,
    basis: set[str],
    limit: float,
) -> None:
    answer = ask(portal, question)
    held = [p for p in everything(portal) if p.price is not None and p.price < limit]
    wanted = {
        p.id for p in held if (not currency or p.currency in currency) and p.price_basis in basis
    }
    assert wanted
    assert {p.id for p in rows(answer)} == wanted
    assert answer.status is Status.ANSWERED


def everything(assistant: Assistant) -> tuple[Program, ...]:
    return rows(ask(assistant, "list all programs"))


def test_no_price_in_the_currency_asked_for_is_said(portal: Assistant) -> None:
    answer = ask(portal, "programs under \u00a39,000")
    assert answer.status is Status.NO_MATCH
    assert "priced in GBP" in answer.text
    assert ask(portal, "law programs under 900 euros a year").status is Status.NO_MATCH


def test_a_limit_that_goes_takes_its_currency_along(portal: Assistant) -> None:
    answer = ask(portal, "nursing programs under 9,000 euros a year", "forget the price limit")
    assert {c.field.value for c in answer.plan.constraints} == {"topic"}
    assert len(rows(answer)) == 12


@pytest.mark.parametrize(
    "question",
    ["cheapest program", "most expensive program", "the three cheapest master of arts programs"],
)
def test_the_best_of_each_currency_and_basis_is_named_with_how_many_more(
    portal: Assistant, question: str
) -> None:
    answer = ask(portal, question)
    assert answer.status is Status.ANSWERED
    assert "within each currency and basis" in answer.text
    assert " more" in answer.text
    assert {(p.currency, p.price_basis) for p in rows(answer)} == {
        (p.currency, p.price_basis) for p in everything(portal)
    }


def test_prices_without_a_currency_can_be_asked_for(portal: Assistant) -> None:
    answer = ask(portal, "programs whose currency is not stated")
    assert {p.currency for p in rows(answer)} == {None}
    assert len(rows(answer)) == 9


def test_the_age_of_the_data_is_said_once(portal: Assistant) -> None:
    assert ask(portal, "cheapest law program in Ostia").text.count("15 November 2024") == 1


def test_programs_are_counted_by_towns_that_name_schools_too(portal: Assistant) -> None:
    assert "Brno 9" in ask(portal, "how many programs by city").text


@pytest.mark.parametrize(
    ("question", "said"),
    [
        (
            "What is the language of Master of Arts in Law and Policy at Elm University?",
            "Teaching language: English",
        ),
        (
            "which language is Master of Arts in Law and Policy at Elm University taught in",
            ": English",
        ),
        ("teaching language of Master of Arts in Law and Policy at Elm University", ": English"),
    ],
)
def test_a_column_without_a_field_is_told_and_cited(
    portal: Assistant, question: str, said: str
) -> None:
    answer = ask(portal, question)
    assert answer.status is Status.ANSWERED
    assert said in answer.text
    assert "Elm University's Master of Arts in Law and Policy" in answer.text
