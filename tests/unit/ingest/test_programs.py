"""A row fits its listing's subject if one content word, stemmed, is in category or title."""

from __future__ import annotations

import pytest

from ingest.programs import is_off_subject, listing_subject


def test_subject_expands_acronyms_and_drops_the_kind_of_list() -> None:
    assert listing_subject("AI Engineering Programs (340)") == (
        "artificial",
        "intelligence",
        "engineering",
    )
    assert listing_subject("Top 12 Online Nursing Degrees") == ("nursing",)


@pytest.mark.parametrize(
    ("heading", "category", "title", "is_off"),
    [
        ("AI Engineering Programs", "Master's in Finance (MSF)", "Master of Finance", True),
        ("Generative AI & LM Programs", "Master's in ML", "MS in CS - AI, ML and NLP", False),
        ("Computer Science Programs", "Master's in Finance", "Master of Science in Finance", True),
        ("Nursing Programs", None, "Nurse Practitioner Certificate", False),
        ("Accounting Programs", None, "Bachelor of Accountancy", False),
        ("Programs", "Anything", "At all", False),
    ],
)
def test_off_subject(heading: str, category: str | None, title: str, is_off: bool) -> None:
    assert is_off_subject(listing_subject(heading), category, title) is is_off
