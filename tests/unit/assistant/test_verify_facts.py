"""Sentences about labelled figures: joined, compared, computed; and what a quote rules out."""

from __future__ import annotations

import random
from collections import Counter
from dataclasses import replace

import pytest

from assistant.records import Draft, DraftSegment, SegmentKind, Status
from assistant.verify import verify
from assistant.verify.canonical import canonical
from assistant.verify.disproofs import disproved
from assistant.verify.facts import fact_of, name_words, tone_of
from evals.verifier_audit.audit import judge
from evals.verifier_audit.labelled_facts import labelled
from evals.verifier_audit.second import evidence_of

EVERY = tuple(labelled(random.Random(5), 8))


def test_labelled_figures_are_joined_compared_and_computed_with_and_no_lie_is() -> None:
    judged = judge(EVERY)
    missed = [j.said.text for j in judged if not j.said.is_true and not j.is_right]
    lost = [(j.said.text, j.reason) for j in judged if j.said.is_true and not j.is_right]

    assert missed == []
    assert len(lost) <= 0.03 * sum(s.is_true for s in EVERY), lost
    assert min(Counter(s.kind for s in EVERY).values()) >= 8


def test_a_claim_of_prose_and_one_with_flags_are_no_facts() -> None:
    item = next(iter(EVERY[0].evidence.items().values()))
    assert item.claim is not None
    prose = replace(item, start=item.start, end=item.end + 40)
    flagged = replace(item, claim=replace(item.claim, flags=("conflicts",)))

    assert fact_of(item) is not None
    assert fact_of(flagged) is None
    assert fact_of(replace(item, claim=None)) is None
    assert prose.quote == item.quote or fact_of(prose) is None


RULED_OUT = (
    (
        "Carver Assistants and Aides",
        "Towns do not require carver aides to be licensed.",
        ("Carver aides need no license from towns, which do not require them to be licensed.",),
        ("Towns do not require carver assistants to be licensed.",),
    ),
    (
        "Bell Technicians and Aides",
        "To begin, bell technicians need a town certificate, and aides need at least a diploma.",
        ("Bell technicians need a town certificate.",),
        ("Bell aides need a town certificate.",),
    ),
    (
        "Training",
        "It takes 7 years: 4 years of carving school followed by 3 years of town service.",
        ("It takes 4 years of carving school followed by 3 years of town service.",),
        ("It takes 3 years of carving school followed by 4 years of town service.",),
    ),
    (
        "Pay",
        "Pay for apprentices is less than what fully trained carvers make.",
        ("What fully trained carvers make is more than pay for apprentices.",),
        ("Pay for apprentices is more than what fully trained carvers make.",),
    ),
    (
        "Wages",
        "Tips and bonuses for early deliveries are included in wages; night premiums are not.",
        ("Night premiums are not included in wages.",),
        ("Night premiums are included in wages.",),
    ),
    (
        "Work",
        "For jobs with the federal council, carvers need a diploma.",
        ("Carvers need a diploma for jobs with the federal council.",),
        ("For jobs with state councils, carvers need a diploma.",),
    ),
    (
        "Pay",
        "Carvers charge $40 an hour.",
        ("Carvers charge $40 an hour.",),
        ("Carvers charge R$40 an hour.", "Carvers charge \u20a440 an hour."),
    ),
    (
        "Education",
        "Carvers typically need at least a diploma.",
        ("Carvers typically need a diploma or more.",),
        ("Carvers typically need at most a diploma.",),
    ),
    (
        "Travel",
        "Crews may spend weeks away from home.",
        ("Crews may spend weeks away from home.",),
        ("Crews may spend years away from home.",),
    ),
)


@pytest.mark.parametrize(("title", "source", "true", "lies"), RULED_OUT)
def test_what_a_quote_rules_out_is_dropped_whoever_says_it(
    title: str, source: str, true: tuple[str, ...], lies: tuple[str, ...]
) -> None:
    evidence = evidence_of(title, [source], "page")
    items = tuple(evidence.items().values())
    for text in true:
        assert disproved(text, items) is None, text
    for text in lies:
        part = DraftSegment(text, SegmentKind.FACT, ("q0",))
        assert disproved(text, items) is not None, text
        assert verify(Draft((part,), Status.ANSWERED), evidence).empty, text


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ("Half a million jobs", "500,000 jobs"),
        ("three quarters of a million jobs", "750,000 jobs"),
        ("94 in every 100 of them", "94 percent of them"),
    ],
)
def test_parts_of_a_million_and_of_a_hundred_are_read(said: str, meant: str) -> None:
    assert canonical(said) == meant


def test_names_and_tones_are_compared_in_one_form() -> None:
    assert name_words("Cartwrights and Wainwrights'") == name_words("cartwright and wainwright")
    assert {tone_of(t) for t in ("far quicker than average", "Much faster than the average")} == {
        "much faster"
    }
    assert tone_of("as fast as average") == tone_of("on par with the average") == "as fast"
