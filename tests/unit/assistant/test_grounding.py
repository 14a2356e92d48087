"""Which words of a question must bind, how much they decide, and what answers to them."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pytest
from numpy.typing import NDArray

from assistant.grounding import (
    Relation,
    content_words,
    keeps_polarity,
    read_terms,
    word_weight,
)
from assistant.guide_index import unit_words
from assistant.measures import Wants, comparison, counted_in, counts, holds, measure_of, wants
from assistant.page_names import page_names
from vectorstore.query import ClaimOp
from vectorstore.records import PageId

NEAR = {"ferns": 0, "bracken": 0, "robot": 1, "ai": 1}
"""Words of one number have one vector in these tests."""


def vectors_of(asked: Sequence[str]) -> NDArray[np.float32]:
    out = np.zeros((len(asked), 4), np.float32)
    for row, word in enumerate(asked):
        if word in NEAR:
            out[row, NEAR[word]] = 1.0
    return out


def strengths(question: str, *texts: str) -> list[list[float]]:
    terms = read_terms(question)
    relation = Relation(terms, vectors_of([t.text for t in terms]), vectors_of)
    found = relation.strengths([unit_words(text) for text in texts])
    return [[round(float(x), 2) for x in row] for row in found]


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("What does the guide say about beekeepers?", ("beekeepers",)),
        ("My dog is old. What do vets earn?", ("vets", "earn")),
        ("tools for pruning roses", ("tools", "pruning", "roses")),
        ("How much does a baker make?", ("baker", "make")),
        ("What makes bread rise?", ("bread", "rise")),
        ("pay of a brand-new baker", ("pay", "brand new", "baker")),
        ("avg pay of a baker pls", ("average", "pay", "baker")),
        ("hr manager pay", ("hr", "manager", "pay")),
        ("who, when and why?", ()),
        ("", ()),
    ],
)
def test_content_words_are_those_of_the_asking_clause(
    question: str, expected: tuple[str, ...]
) -> None:
    assert content_words(question) == expected


def test_rare_words_decide_and_common_ones_hardly() -> None:
    assert word_weight("apiarist") == 1.0
    assert word_weight("work") < 0.3
    assert word_weight("1995") == 1.0
    assert word_weight("taking") == pytest.approx(word_weight("take"))


def test_the_scene_and_the_earlier_question_weigh_less_than_what_is_asked() -> None:
    told = {t.text: t.weight for t in read_terms("I keep goats. What do shepherds earn?")}
    asked = {t.text: t.weight for t in read_terms("What do goats and shepherds earn?")}
    assert told["goats"] < 0.5 * asked["goats"]
    followed = {t.text: t.weight for t in read_terms("and shepherds?", "What do goats eat?")}
    assert followed["goats"] < followed["shepherds"]


def test_what_limits_a_question_is_never_light() -> None:
    assert {t.text: t.weight for t in read_terms("pay in india?")}["india"] >= 0.7
    assert {t.text: t.weight for t in read_terms("Does it pay at Big Corp?")}["big"] >= 0.7


def test_a_stem_a_paraphrase_and_a_near_word_answer_with_falling_strength() -> None:
    ((stem_met,),) = strengths("beekeeping?", "Beekeepers keep bees.")
    ((paraphrase,),) = strengths("salary?", "The median wage was high.")
    ((near,),) = strengths("ferns?", "Bracken grows here.")
    ((none,),) = strengths("salary?", "They work outdoors.")
    assert 1.0 >= stem_met > near
    assert 1.0 > paraphrase > near > 0.5 > none


def test_an_acronym_is_met_by_all_its_words_and_not_by_a_near_one() -> None:
    assert strengths("AI?", "artificial intelligence", "a robot", "intelligence", "AI") == [
        [1.0],
        [0.0],
        [0.0],
        [1.0],
    ]


def test_british_and_american_spellings_are_one_word() -> None:
    assert strengths("specialised?", "specialized teams") == [[1.0]]


def test_figures_answer_only_to_themselves_and_ranges_hold_the_years_between() -> None:
    assert strengths("1995?", "in 1995", "in 1996") == [[1.0], [0.0]]
    assert "4" in unit_words("Mid-level (3-5 years): more")
    assert "8" in unit_words("Senior (6+ years)")
    assert "4" not in unit_words("3-5 hives")


def test_names_of_pages_plurals_parts_and_acronyms() -> None:
    names = page_names(
        {
            PageId("bee"): "Beekeepers",
            PageId("arch"): "Architects",
            PageId("land"): "Landscape Architects",
            PageId("cook"): "Chefs and Head Cooks",
            PageId("ai"): "AI Engineer",
            PageId("gen"): "Generative AI & Large Language Models",
            PageId("train"): "Training and Development Managers",
        }
    )

    def named(text: str) -> list[str]:
        return [n.page_id for n in names.named_in(text)]

    assert named("what does a beekeeper do") == ["bee"]
    assert named("landscape architects") == ["land"]
    assert named("an architect and a chef") == ["arch", "cook"]
    assert named("artificial intelligence engineers") == ["ai"]
    assert named("GenAI engineer pay") == ["gen"]
    assert named("LLMs") == ["gen"]
    assert named("training for dogs") == []
    assert named("engineers") == []


@pytest.mark.parametrize(
    ("text", "measure", "wanted"),
    [
        ("What do beekeepers make?", "pay", Wants.FIGURE),
        ("How many beekeepers work in the country?", "jobs", Wants.FIGURE),
        ("Is beekeeping growing?", "growth", Wants.TEXT),
        ("which degree do vets need", "education", Wants.NAMES),
        ("how often do bees swarm", None, Wants.TIME),
        ("where do vets work", None, Wants.PLACE),
        ("why do bees swarm", None, Wants.REASON),
        ("number of new beekeeping jobs", "change", Wants.FIGURE),
        ("money in beekeeping", "pay", Wants.FIGURE),
        ("what does the exam cost", None, Wants.FIGURE),
    ],
)
def test_the_measure_and_the_kind_of_answer(text: str, measure: str | None, wanted: Wants) -> None:
    assert measure_of(text) == measure
    assert wants(text) is wanted


def test_how_many_wants_a_count_of_that_thing() -> None:
    counted = counted_in("How many hives does a beekeeper own?")
    assert counts(counted, "Most own 12 wooden hives.")
    assert not counts(counted, "Hives are 3 feet tall.")
    assert counts(counted_in("what do they earn"), "anything")


def test_names_are_counted_without_acronyms() -> None:
    assert holds(Wants.NAMES, "tools like Apis and Hiver") == 1.0
    assert holds(Wants.NAMES, "they use AI and ML") == 0.0


def test_superlatives_say_how_claims_are_compared() -> None:
    assert comparison("who earns more, vets or bakers?") is ClaimOp.HIGHEST
    assert comparison("which has the fewest jobs") is ClaimOp.LOWEST
    assert comparison("compare vets with bakers") is ClaimOp.COMPARE


@pytest.mark.parametrize(
    ("question", "held", "kept"),
    [
        ("who should not become a glassblower?", "Perfect for people who like heat.", False),
        ("who should not become a glassblower?", "Terrible for people who dislike heat.", True),
        ("pay in all, not just the base", "Pay is $40,000.", True),
        ("what does a cook do that a baker doesn't?", "Cooks and bakers work early.", False),
        ("what does a cook do?", "Cooks work early.", True),
    ],
)
def test_a_question_that_denies_wants_words_that_deny(question: str, held: str, kept: bool) -> None:
    assert keeps_polarity(question, held) is kept
