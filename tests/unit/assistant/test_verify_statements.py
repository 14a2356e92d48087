"""Sentences as statements: what they are cut into, read as one, and may not mix."""

from __future__ import annotations

import pytest

from assistant.figures import figures
from assistant.verify.canonical import canonical
from assistant.verify.comparisons import compared
from assistant.verify.contrasts import contrary, exchanged
from assistant.verify.english import opposites, same_word
from assistant.verify.propositions import parted
from assistant.verify.quote_figures import same_figure
from evals.verifier_audit.audit import judge
from evals.verifier_audit.said import Said
from evals.verifier_audit.second import evidence_of

PARTED = {
    "Interns are paid $19 an hour and are not entitled to bonuses.": [
        "Interns are paid $19 an hour",
        "Interns are not entitled to bonuses",
    ],
    "The board issues licenses that are valid for two years and cost $180.": [
        "The board issues licenses that are valid for two years",
        "The board issues licenses that cost $180",
    ],
    "In 2024, bakers held 900 jobs and roofers held 700 jobs.": [
        "In 2024, bakers held 900 jobs",
        "In 2024, roofers held 700 jobs",
    ],
    "Although both need a certificate, bakers earn more than cooks.": [
        "both need a certificate",
        "bakers earn more than cooks",
    ],
    "Taking four years, the apprenticeship includes paid work.": [
        "the apprenticeship includes paid work",
        "the apprenticeship taking four years",
    ],
    "Licenses, which cost $180, are issued by the board.": [
        "Licenses are issued by the board",
        "Licenses cost $180",
    ],
    "Demand for miners is declining, whereas demand for electricians grows.": [
        "Demand for miners is declining",
        "demand for electricians grows",
    ],
    "Firms paid $71, insurers $66 and the state $61.": [
        "Firms paid $71",
        "insurers $66",
        "the state $61",
    ],
    "Bakers never smoke and drink.": ["Bakers never smoke and drink"],
    "Students may take algebra or statistics and drawing.": [
        "Students may take algebra or statistics and drawing"
    ],
    "Computer systems design paid $129,890.": ["Computer systems design paid $129,890"],
}


@pytest.mark.parametrize("sentence", PARTED)
def test_a_sentence_is_cut_into_what_it_states(sentence: str) -> None:
    assert [s.text for s in parted(sentence).statements] == PARTED[sentence]


def test_a_pronoun_brings_what_it_stands_for() -> None:
    made = parted("Travel nurses earn $3,200 a week, but they get no holidays.")

    assert made.contrasted
    assert [s.context for s in made.statements] == ["", "Travel nurses"]


def test_a_share_is_of_those_that_were_counted() -> None:
    made = parted("Hospitals employ 59 percent of nurses; another 18 percent work in clinics.")

    assert [s.context for s in made.statements] == ["", "nurses"]


CANONICAL = {
    "One in five works alone.": "20 percent works alone.",
    "About 3 in 10 drive.": "About 30 percent drive.",
    "Three quarters of bakers": "75 percent of bakers",
    "Up to half of the tuition": "Up to 50 percent of the tuition",
    "A year and a half": "A year and a half",
    "It costs no more than $400.": "It costs up to $400.",
    "Applicants must be 18 or older.": "Applicants must be at least 18.",
    "One and a half times the rate": "1.5 times the rate",
    "It sets you back $90.": "It costs $90.",
    "Twice as many as in 2013": "Twice as many as in 2013",
    "One in 2024": "One in 2024",
    "one week in four": "one week in four",
}


@pytest.mark.parametrize("text", CANONICAL)
def test_what_is_said_in_several_ways_is_read_in_one(text: str) -> None:
    assert canonical(text) == CANONICAL[text]


def _is_same(said: str, source: str) -> bool:
    return same_figure(figures(said)[-1], figures(source)[-1], said, source)


ROUNDED = {
    ("just under $62,000", "$61,900"): True,
    ("nearly 60 percent", "59 percent"): True,
    ("about $54,000", "$54,200"): True,
    ("over $62,000", "$62,300"): True,
    ("just over 31,000", "31,200"): True,
    ("just over $62,000", "$61,900"): False,
    ("just under $62,000", "$62,300"): False,
    ("about $52,000", "$54,200"): False,
    ("over $62,300", "$62,300"): False,
    ("more than 60 percent", "59 percent"): False,
    ("about 2020", "2024"): False,
    ("over $50,000", "$62,300"): False,
    ("$62,000", "$61,900"): False,
    ("nearly $61,900", "about $61,900"): True,
    ("about $62,000", "up to $61,900"): False,
}


@pytest.mark.parametrize(("said", "source"), ROUNDED)
def test_a_rounded_figure_lies_on_the_side_that_is_said(said: str, source: str) -> None:
    assert _is_same(said, source) is ROUNDED[said, source]


def test_numbers_in_words_between_two_ends_are_two() -> None:
    found = figures("between three and seven years")

    assert [(f.low, f.high) for f in found] == [(3.0, 7.0)]
    assert [f.low for f in figures("a two-year course")] == [2.0]
    assert [f.low for f in figures("a hundred and five")] == [105.0]


CONTRARY = {
    ("Bakers work in winter.", "Bakers work in summer.") : True,
    ("The internship is paid.", "The internship is unpaid."): True,
    ("Bakers may travel.", "Bakers travel."): True,
    ("They work 50 hours in winter.", "They work 50 hours in summer and less in winter."): True,
    ("They work 50 hours in summer.", "They work 50 hours in summer and less in winter."): False,
    ("Bakers work in summer.", "Bakers work in summer."): False,
    ("Bakers might travel.", "Bakers may travel."): False,
}  # fmt: skip


@pytest.mark.parametrize(("said", "source"), CONTRARY)
def test_the_sides_of_a_contrast_stay_apart(said: str, source: str) -> None:
    assert (contrary(said, source, source, frozenset()) is not None) is CONTRARY[said, source]


def test_who_does_it_to_whom_is_not_exchanged() -> None:
    assert exchanged("Developers may become testers", "Testers may become developers")
    assert not exchanged("Testers can become developers", "Testers may become developers")
    assert not exchanged("Nurses are hired by clinics", "Clinics hire nurses")


def test_words_are_one_by_meaning_and_by_form() -> None:
    assert same_word("exam", "test")
    assert same_word("taught", "teach")
    assert not same_word("preferred", "required")
    assert "summer" in opposites("winter")
    assert not opposites("exam")


SAID = {
    "Licenses are valid for two years, and they cost $180.": {
        "A license costs $180.": True,
        "Licenses cost $180 and are valid for two years.": True,
        "Licenses cost two years and are valid for $180.": False,
    },
    "Commission makes up half of a broker's income.": {
        "A broker's income is 50 percent commission.": True,
        "Salary makes up half of a broker's income.": False,
    },
    "Neither travel nor overtime is common, except during audits.": {
        "Travel is not common, except during audits.": True,
        "Travel is not common.": False,
        "Travel is common during audits.": False,
    },
    "Half of bakers earned more than $30,000 a year and half earned less.": {
        "Bakers earned a median of $30,000 a year.": True,
        "Bakers earned a median of $30,000.": True,  # pay of this size is a year's
        "Bakers earned a median of $30,000 a month.": False,
        "Most bakers earned more than $30,000 a year.": False,
    },
    "Tuition is $30,000 per year.": {
        "Tuition is $30,000 a year.": True,
        "Tuition is $30,000.": False,
    },
    "About 900 openings are projected each year, on average.": {
        "About 900 openings a year are projected.": True,
        "About 900 openings are projected in total.": False,
    },
    "Candidates need a diploma, and many employers prefer a degree.": {
        "A degree is preferred by many employers.": True,
        "Many employers require a degree.": False,
        "Candidates need a degree, and many employers prefer a diploma.": False,
    },
}


@pytest.mark.parametrize("source", SAID)
def test_statements_are_proven_one_by_one(source: str) -> None:
    evidence = evidence_of("Working life", [source], "page")
    found = {
        text: judge([Said("", text, ("q0",), evidence, True, "")])[0].reason is None
        for text in SAID[source]
    }

    assert found == SAID[source]


def test_two_figures_are_set_against_each_other_only_as_they_stand() -> None:
    sides = compared("Fallers earned $53,900, more than graders, who earned $46,710")

    assert sides is not None
    assert (sides.one, sides.other) == ("Fallers earned $53,900", "graders, who earned $46,710")
    assert compared("Fallers earned $53,900, less than graders, who earned $46,710") is None
    assert compared("Fallers earned $53,900, slightly more than the $36,710 of graders") is None
    assert compared("Fallers earned $53,900, more than $46,710") is None


def test_facts_of_two_quotes_are_joined_in_one_sentence() -> None:
    evidence = evidence_of(
        "Welders", ["Welders earn $48,000 a year.", "Welders need a certificate."], "page"
    )

    def passes(text: str) -> bool:
        return judge([Said("", text, ("q0", "q1"), evidence, True, "")])[0].reason is None

    assert passes("Welders earn $48,000 a year and need a certificate.")
    assert passes("Welders, who need a certificate, earn $48,000 a year.")
    assert not passes("Welders earn $48,000 a year and do not need a certificate.")
    assert not passes("Welders earn $84,000 a year and need a certificate.")
