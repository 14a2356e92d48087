"""The lexical index: stems, stop words, acronyms, ties, nothing."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from tests.unit.vectorstore.made import page, passages
from vectorstore.lexical import LexicalIndex, searchable_text, stems, write_lexical
from vectorstore.records import PassageId, SourceId
from vectorstore.stopwords import STOP_WORDS
from vectorstore.text import fold

TEXTS = ["Nurses care for patients.", "Engineers design machines.", "AI engineers train models."]


def index(folder: Path, texts: list[str]) -> LexicalIndex:
    write_lexical(folder, texts)
    ids = [PassageId(str(i)) for i in range(len(texts))]
    return LexicalIndex(folder, ids, np.array([f"s{i % 2}" for i in range(len(texts))], np.str_))


def test_words_are_found_in_any_form(tmp_path: Path) -> None:
    found = index(tmp_path, TEXTS).search("what is a caring nurse?", 5)
    assert [i for i, _ in found] == ["0"]


def test_an_acronym_finds_its_words_and_is_found_by_them(tmp_path: Path) -> None:
    held = index(tmp_path, [*TEXTS, "Machine learning is applied."])
    assert [i for i, _ in held.search("artificial intelligence", 5)] == ["2"]
    assert next(i for i, _ in held.search("ML", 5)) == "3"


def test_best_first_and_cut(tmp_path: Path) -> None:
    held = index(tmp_path, TEXTS)
    found = held.search("AI engineers", 1)
    assert [i for i, _ in found] == ["2"]
    scores = [score for _, score in held.search("AI engineers", 5)]
    assert scores == sorted(scores, reverse=True)


def test_only_the_sources_asked(tmp_path: Path) -> None:
    found = index(tmp_path, TEXTS).search("engineers", 5, (SourceId("s1"),))
    assert [i for i, _ in found] == ["1"]


@pytest.mark.parametrize("question", ["", "the of and", "zebra", "???"])
def test_nothing_shared_is_nothing_found(tmp_path: Path, question: str) -> None:
    assert index(tmp_path, TEXTS).search(question, 5) == []


def test_an_index_over_nothing(tmp_path: Path) -> None:
    assert index(tmp_path, []).search("nurse", 5) == []


def test_an_index_over_texts_without_words(tmp_path: Path) -> None:
    assert index(tmp_path, ["the", "..."]).search("nurse", 5) == []


def test_the_same_texts_give_the_same_files(tmp_path: Path) -> None:
    write_lexical(tmp_path / "a", TEXTS)
    write_lexical(tmp_path / "b", TEXTS)
    for path in (tmp_path / "a").iterdir():
        assert path.read_bytes() == (tmp_path / "b" / path.name).read_bytes()


def test_headings_are_searchable_once() -> None:
    one = passages(page("p", "Body text.", title="Nursing"))[0]
    assert searchable_text(one, "Nursing") == "Nursing\nBody text."


def test_stop_words_are_folded_and_carry_no_content() -> None:
    assert all(word == fold(word) for word in STOP_WORDS)
    assert not STOP_WORDS & {"online", "pay", "cost", "cheapest", "salary", "program", "it's"}
    assert stems("How much do nurses earn?") == ["nurs", "earn"]
