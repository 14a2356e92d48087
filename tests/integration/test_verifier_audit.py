"""The audit of the verifier over the sample: lies are caught and true paraphrases kept."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from assistant.bootstrap import SnapshotIndex
from assistant.knowledge import Knowledge
from assistant.settings import Settings
from evals.verifier_audit.audit import in_words, judge, lies, true_sentences
from evals.verifier_audit.numbers import in_words as spelled
from evals.verifier_audit.numbers import lengths, sums
from evals.verifier_audit.second import EACH_KIND, audited

EACH = 150
RARE = frozenset({"wrong count"})
"""Kinds of lies that a corpus of one page of rows a level gives few of."""


@pytest.fixture(scope="module")
def knowledge(sample_index: Path) -> Iterator[Knowledge]:
    index = SnapshotIndex(Settings(index=sample_index))
    opened = index.open(index.current_id())
    yield opened
    opened.close()


def test_lies_are_caught_and_true_paraphrases_kept(knowledge: Knowledge) -> None:
    true = true_sentences([knowledge], seed=11, count=EACH)
    told = lies(true, seed=11, count=EACH)
    judged = [*judge(true), *judge(told)]
    missed = [j.said.text for j in judged if not j.said.is_true and not j.is_right]
    lost = [(j.said.text, j.reason) for j in judged if j.said.is_true and not j.is_right]
    print(in_words(judged), *missed, *lost, sep="\n")  # noqa: T201

    assert len(true) == len(told) == EACH
    assert min(Counter(s.kind for s in told if s.kind != "not dropped").values()) >= 5
    assert len(missed) <= 0.01 * EACH
    assert len(lost) <= 0.02 * EACH


def test_the_second_audit_catches_forty_lies_of_each_kind(knowledge: Knowledge) -> None:
    judged = audited([knowledge], seed=11, count=200)
    kinds = Counter(j.said.kind for j in judged if not j.said.is_true)
    missed = [j.said.text for j in judged if not j.said.is_true and not j.is_right]
    lost = [(j.said.text, j.reason) for j in judged if j.said.is_true and not j.is_right]
    print(in_words(judged), *missed, *lost, sep="\n")  # noqa: T201

    assert min(kinds[kind] for kind in kinds.keys() - RARE) >= EACH_KIND
    assert len(kinds) >= 18
    assert len(missed) <= 0.01 * kinds.total()
    assert len(lost) <= 0.03 * (len(judged) - kinds.total())


def test_no_lie_is_a_true_sentence_of_the_same_evidence(knowledge: Knowledge) -> None:
    true = true_sentences([knowledge], seed=12, count=100)
    told = lies(true, seed=12, count=100)
    assert not {(s.text, s.cites) for s in told} & {(s.text, s.cites) for s in true}


def test_styles_state_the_same_value() -> None:
    assert spelled(112_700) == "one hundred and twelve thousand seven hundred"
    assert set(sums(26_300)) == {
        "26,300",
        "26300",
        "26\u202f300",
        "26.3K",
        "26.3 thousand",
        "twenty-six thousand three hundred",
    }
    assert "18 months" in lengths(1.5, "year")
    assert "2 years" in lengths(24, "month")
