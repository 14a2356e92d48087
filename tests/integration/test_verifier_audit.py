"""The audit of the verifier over the sample: lies are caught and true paraphrases kept."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest

from assistant.bootstrap import SnapshotIndex
from assistant.knowledge import Knowledge
from assistant.settings import Settings
from evals.verifier_audit.audit import Judged, in_words, judge, lies, true_sentences
from evals.verifier_audit.listed_rows import listed
from evals.verifier_audit.numbers import in_words as spelled
from evals.verifier_audit.numbers import lengths, sums
from evals.verifier_audit.paged_facts import paged
from evals.verifier_audit.second import EACH_KIND, audited, told_said

EACH = 150
LIES_CAUGHT, TRUE_KEPT = 0.99, 0.95
"""The bars of the audits."""
FREE_KEPT = 0.7
"""Of free prose of several quotes a page: what has been reached (.73), and may not fall far."""
WORDED_KEPT = 0.9
"""Of the sentences worded by hand alone: what has been reached (.92), and may not fall far."""


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
    judged = audited([knowledge], seed=11, count=520)
    lied, said = ([j for j in judged if j.said.is_true is is_true] for is_true in (False, True))
    missed = [j.said.text for j in lied if not j.is_right]
    lost = [(j.said.text, j.reason) for j in said if not j.is_right]
    print(in_words(judged), *missed, *lost, sep="\n")  # noqa: T201

    assert len(said) >= 500
    assert _share(lied) >= LIES_CAUGHT
    assert _share(said) >= TRUE_KEPT
    kinds = Counter(j.said.kind for j in lied)
    assert len(kinds) >= 18
    assert min(kinds.values()) >= EACH_KIND
    for kind in kinds:  # one of forty is more than a hundredth
        assert sum(j.said.kind == kind and not j.is_right for j in lied) <= 1, kind


def test_sentences_worded_one_by_one_are_proven_or_caught(knowledge: Knowledge) -> None:
    judged = judge([*told_said(), *listed(knowledge)])
    lied, said = ([j for j in judged if j.said.is_true is is_true] for is_true in (False, True))
    print(in_words(judged))  # noqa: T201

    assert len(lied) >= 1000
    assert len(said) >= 450
    assert _share(lied) >= LIES_CAUGHT
    assert _share(said) >= WORDED_KEPT


def test_free_prose_is_proven_by_its_meaning_or_caught() -> None:
    judged = judge(list(paged()))
    lied, said = ([j for j in judged if j.said.is_true is is_true] for is_true in (False, True))
    lost = [(j.said.text, j.reason) for j in said if not j.is_right]
    print(in_words(judged), *lost, sep="\n")  # noqa: T201

    assert len(lied) >= 80
    assert len(said) >= 80
    assert _share(lied) >= LIES_CAUGHT
    assert _share(said) >= FREE_KEPT


def _share(judged: Sequence[Judged]) -> float:
    return sum(j.is_right for j in judged) / len(judged)


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
