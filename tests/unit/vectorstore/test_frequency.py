"""How common a word is: as wordfreq says, also where its table is not read by ourselves."""

from __future__ import annotations

import pytest
from wordfreq import top_n_list, zipf_frequency

from vectorstore.frequency import zipf


def test_the_table_says_what_wordfreq_says() -> None:
    said = [word for word in top_n_list("en", 60_000)[::7] if word.isalpha()]
    assert len(said) > 8_000
    assert {w: zipf(w) for w in said} == {w: zipf_frequency(w, "en") for w in said}


@pytest.mark.parametrize(
    "word", ["Nurse", "x-ray", "9am", "don't", "café", "travel guide", "", "qwxz"]
)
def test_capitals_digits_marks_and_unknown_words_count_as_wordfreq_counts_them(word: str) -> None:
    assert zipf(word) == zipf_frequency(word, "en")
