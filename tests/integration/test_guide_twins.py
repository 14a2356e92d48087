"""Pages that are held as raw HTML and as Markdown say the same."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from pathlib import Path

import pytest

from ingest.layouts.page import Chunking
from ingest.pages import FileBytes, read_file
from vectorstore.records import PageContent, SourceId
from vectorstore.text import fold, words

PAGES = Path(__file__).resolve().parents[2].parent / "shared" / "data" / "bls_ooh"
pytestmark = [
    pytest.mark.shared,
    pytest.mark.skipif(not PAGES.is_dir(), reason="../shared/data/bls_ooh is not there"),
]
LEAST_WORDS = 0.95
"""Share of the words of the Markdown's passages that the HTML's must hold. Measured: 0.97."""


LEAST_SENTENCES = 0.99
LABELLED = re.compile(r"(?:occupational title|soc code|(?:projected )?employment 20\d\d|change)\b")
"""How the rows of the projections begin in the Markdown."""


def read(path: Path) -> PageContent:
    file = FileBytes(path.name, path.read_bytes(), SourceId("s"), datetime(2026, 1, 1, tzinfo=UTC))
    return read_file(file, Chunking(200, lambda text: len(text) // 4))


def claims(content: PageContent) -> set[tuple[object, ...]]:
    """What is claimed, whatever a table's header calls it."""
    return {
        (fold(c.entity), c.attribute, fold(c.text), c.low, c.high, c.unit, c.period)
        for c in content.claims
    }


def test_both_forms_give_the_same_claims_and_nearly_the_same_words() -> None:
    """Measured over 19 pages: all 891 claims are in both; before, 152 of 870 were in one alone."""
    shared = missing = kept = asked = 0
    for html in sorted((PAGES / "html").glob("*.html")):
        raw, plain = read(html), read(PAGES / "text" / f"{html.stem}.md")
        shared += len(claims(raw) & claims(plain))
        missing += len(claims(raw) ^ claims(plain))
        spoken = {w for p in raw.passages for w in words(p.text)}
        wanted = {w for p in plain.passages for w in words(p.text)}
        kept += len(wanted & spoken)
        asked += len(wanted)
    assert shared > 800
    assert missing <= 0.01 * shared
    assert kept >= LEAST_WORDS * asked


def test_every_sentence_of_the_markdown_is_read_from_the_html() -> None:
    """But labelled values, which stand in tables there. Measured: 2,160 of 2,160."""
    held = asked = 0
    for html in sorted((PAGES / "html").glob("*.html")):
        raw, plain = read(html), read(PAGES / "text" / f"{html.stem}.md")
        there = said(raw)
        wanted = {text for text in said(plain) if not LABELLED.match(text)}
        held += len(wanted & there)
        asked += len(wanted)
    assert asked > 2_000
    assert held >= LEAST_SENTENCES * asked


def said(content: PageContent) -> set[str]:
    """The sentences of the passages, by their words."""
    return {
        " ".join(words(content.page.text[start:end]))
        for passage in content.passages
        for start, end in passage.sentences
    }
