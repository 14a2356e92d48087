"""A copy of an index without some rows: really without them, and whole."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from evals.suites.unanswerable_copies import copy_without
from tests.unit.vectorstore.made import (
    LetterEmbedder,
    listing,
    page,
    passages,
    program,
    source,
)
from vectorstore.records import PageContent, PageId, ProgramId
from vectorstore.snapshot import build_snapshot, current_id, open_pages, verify


def test_a_copy_lacks_the_row_and_its_words(tmp_path: Path) -> None:
    text = "Programs\n\nAlpha | MS in Nursing\n5,000\n\nBeta | MS in Welding\n6,000\n\nAsk Alpha."
    here = page("pg1", text)
    start = text.index("Alpha")
    end = text.index("\n\nBeta")
    rows = (
        program(
            id=ProgramId("gone"), university="Alpha", title="MS in Nursing", start=start, end=end
        ),
        program(id=ProgramId("kept"), university="Beta", title="MS in Welding"),
    )
    record = page("pg9", "Title: MS in Law", title="t, row 2")
    law = program(id=ProgramId("law"), title="MS in Law", page_id=PageId("pg9"), listing_id="l9")
    embedder = LetterEmbedder()
    index = tmp_path / "index"
    contents = [
        PageContent(here, passages(here), (listing("l1", "pg1"),), rows),
        PageContent(replace(record, row=2), (), (listing("l9", "pg9"),), (law,)),
    ]
    build_snapshot(index, contents, [source()], embedder)
    asked = len(embedder.asked)

    copy = copy_without(index, {"gone", "law"}, tmp_path / "copy", embedder)

    with open_pages(copy) as pages:
        (content,) = pages.contents()
    assert [p.id for p in content.programs] == ["kept"]
    assert "Nursing" not in content.page.text
    assert len(content.page.text) == len(text), "no offset moves"
    assert [p.text for p in content.passages] == [
        p.text for p in passages(here) if "Nursing" not in p.text
    ]
    assert content.listings[0].held == 0
    assert verify(copy, current_id(copy)) == []
    assert len(embedder.asked) == asked, "everything was in the cache"
    with open_pages(index) as pages:
        assert sum(len(c.programs) for c in pages.contents()) == 3
