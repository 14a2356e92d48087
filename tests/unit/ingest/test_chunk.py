"""Passages keep to paragraphs, headings and the budget, with exact spans."""

from __future__ import annotations

from ingest.chunk import Piece, make_passages
from vectorstore.records import PageId, Passage

PAGE = PageId("p")


def words(text: str) -> int:
    return len(text.split())


def cut(
    paragraphs: list[tuple[str, str, bool]], budget: int = 200
) -> tuple[str, tuple[Passage, ...]]:
    text, pieces = "", []
    for heading, body, is_item in paragraphs:
        text += "\n\n" if text else ""
        leads = body.endswith(":")
        pieces.append(Piece(len(text), len(text) + len(body), ("T", heading), is_item, leads))
        text += body
    return text, make_passages(text, pieces, PAGE, budget, words)


def test_spans_are_exact() -> None:
    text, passages = cut([("A", "One two. Three four.", False), ("B", "Five six.", False)])
    for passage in passages:
        assert text[passage.start : passage.end] == passage.text
    assert [text[a:b] for a, b in passages[0].sentences] == ["One two.", "Three four."]


def test_headings_are_not_crossed() -> None:
    _, passages = cut([("A", "Short.", False), ("B", "Short too.", False)])
    assert [p.heading_path for p in passages] == [("T", "A"), ("T", "B")]


def test_a_list_stands_with_the_line_that_leads_into_it() -> None:
    _, passages = cut(
        [("A", "Do these:", False), ("A", "first thing", True), ("A", "second", True)]
    )
    assert len(passages) == 1
    assert len(passages[0].sentences) == 3


def test_long_paragraphs_are_cut_between_sentences() -> None:
    body = " ".join(f"Sentence {n} has five words." for n in range(20))
    text, passages = cut([("A", body, False)], budget=30)
    assert len(passages) > 3
    assert all(words(p.text) <= 30 for p in passages)
    assert " ".join(p.text for p in passages) == body
    assert text == body


def test_paragraphs_of_some_length_stand_alone() -> None:
    body = "word " * 39 + "end."
    _, passages = cut([("A", body, False), ("A", body.replace("end", "stop"), False)])
    assert len(passages) == 2


def test_a_sentence_over_the_budget_is_cut_between_words() -> None:
    _, passages = cut([("A", "word " * 500 + "end", False)], budget=50)
    assert len(passages) >= 10
    assert all(words(p.text) <= 60 for p in passages)
    assert " ".join(p.text for p in passages) == "word " * 500 + "end"
