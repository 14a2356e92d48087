"""Sentence spans on the hard cases of guides."""

from __future__ import annotations

import pytest

from ingest.sentences import split_sentences


@pytest.mark.parametrize(
    "sentences",
    [
        ["At tech companies: $130K-$180K total comp.", "Startups: $100K-$140K (but more equity)."],
        ["Monday: Build MVP.", "Tuesday: Debug the chatbot (again)."],
        ["The U.S. Bureau of Labor Statistics counts 1.7 million.", "It is a lot."],
        ["They must be U.S. citizens.", "The FAA decides."],
        ["A Doctor of Pharmacy (Pharm.D.) degree is needed.", "Some want a Ph.D. in chemistry."],
        ['"Can AI do X?" (probably, but should we?).', '"Why not?" (because).'],
        ["Use tools, e.g. Python vs. Rust.", "Pay rose 4.5 percent!"],
        ["NLP?", "Yep.", "MLOps?", "Got it."],
        ["Dr. Smith of St. Louis and J. R. Jones agree.", "Nobody else does…"],
        ["One sentence without an end"],
    ],
)
def test_sentences(sentences: list[str]) -> None:
    text = " ".join(sentences)
    assert [text[a:b] for a, b in split_sentences(text)] == sentences


def test_blank_text_has_none() -> None:
    assert split_sentences("  ") == []
