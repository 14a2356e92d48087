"""Snapshots on a real disk with real Chroma and SQLite: publishing, refusing, surviving."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from tests.unit.vectorstore.made import (
    LetterEmbedder,
    claim,
    listing,
    page,
    passages,
    program,
    reject,
    source,
)
from vectorstore.embedder import as_langchain
from vectorstore.errors import (
    BuildFailed,
    EmbedderMismatch,
    IndexMissing,
    SchemaMismatch,
    SnapshotBroken,
    WriterBusy,
)
from vectorstore.index_folder import snapshot_folder, writing
from vectorstore.query import Aggregate, RowQuery
from vectorstore.records import PageContent, PageId, ProgramId, SnapshotId, SourceId
from vectorstore.rollback import live
from vectorstore.snapshot import (
    build_snapshot,
    current_id,
    list_snapshots,
    open_current,
    open_pages,
    open_snapshot,
    prune,
    roll_back,
    snapshot_ids,
    verify,
)

MODEL = LetterEmbedder()
SOURCES = (source("s1"), source("s2"))


def contents(price: float = 1000.0) -> list[PageContent]:
    nursing = page("pg1", "Nurses care.\n\nThey earn 90,000.", title="Nursing")
    empty = page("pg2", "Nothing much here", "s2", title="Other")
    rows = (
        program(id=ProgramId("z"), university="Zeta", price=price),
        program(id=ProgramId("a"), university="Alpha", price=None),
    )
    return [
        PageContent(
            nursing,
            passages(nursing),
            (listing("l1", "pg1", announced=30),),
            rows,
            (claim("c1", "Nurse", 90000.0),),
            (reject(nursing),),
        ),
        PageContent(empty, passages(empty)),
    ]


@pytest.fixture
def index(tmp_path: Path) -> Path:
    build_snapshot(tmp_path / "index", contents(), SOURCES, MODEL)
    return tmp_path / "index"


def test_what_was_given_is_what_is_held(index: Path) -> None:
    with open_current(index, MODEL) as snapshot:
        assert list(snapshot.contents()) == contents()
        assert snapshot.pages.sources() == SOURCES
        assert snapshot.pages.listings() == contents()[0].listings
        assert snapshot.pages.rejects() == contents()[0].rejects
        assert snapshot.pages.get(PageId("pg2")) == contents()[1].page
        assert snapshot.pages.get(PageId("gone")) is None
        assert [p.id for p in snapshot.pages.all()] == ["pg1", "pg2"]
        assert snapshot.claims.all() == contents()[0].claims
        assert [p.id for p in snapshot.rows.all()] == ["a", "z"]
        assert snapshot.rows.run(RowQuery(aggregate=Aggregate.COUNT)).value == 2
        assert snapshot.manifest.counts.passages == 3
        assert next(snapshot.passages.all()) == contents()[0].passages[0]
        assert snapshot.passages.of_page(PageId("pg1")) == contents()[0].passages
        assert snapshot.id == current_id(index)
    assert verify(index, current_id(index)) == []


def test_passages_and_programs_are_found_by_nearness(index: Path) -> None:
    with open_current(index, MODEL) as snapshot:
        passage = contents()[1].passages[0]
        vector = snapshot.passages.vectors([passage.id])[0]
        ((found, cosine), *_) = snapshot.passages.search(vector, 2)
        assert found == passage.id
        assert cosine == pytest.approx(1.0)
        assert len(snapshot.passages.search(vector, 9, (SourceId("s1"),))) == 2
        of_row = snapshot.programs.vectors([ProgramId("z")])[0]
        assert snapshot.programs.search(of_row, 1)[0][0] == "z"
        assert [i for i, _ in snapshot.programs.search(of_row, 5, [ProgramId("a")])] == ["a"]
        assert snapshot.lexical.search("nurse", 5)[0][0] == contents()[0].passages[0].id


def test_words_of_the_pages_with_their_vectors(index: Path) -> None:
    with open_current(index, MODEL) as snapshot:
        words = snapshot.words
        assert words.words == tuple(sorted(words.words))
        assert {"nurses", "earn", "nothing"} <= set(words.words)
        assert "90,000" not in words.words
        assert words.vectors.shape == (len(words.words), MODEL.dim)
        assert words.frequency("nurses") == 1
        assert words.frequency("zebra") == 0
        at = words.position["earn"]
        assert np.array_equal(words.vectors[at], MODEL.embed(["earn"])[0])


def test_langchain_sees_the_passages(index: Path) -> None:
    with open_current(index, MODEL) as snapshot:
        store = snapshot.passages.as_vector_store(MODEL)
        found = store.similarity_search("They earn 90,000.", 1)
        assert found[0].metadata["page_id"] == "pg1"
    query = as_langchain(MODEL).embed_query("abc")
    assert query == pytest.approx(MODEL.embed(["abc"])[0].tolist())


def test_the_same_contents_build_nothing(index: Path) -> None:
    before = current_id(index)
    again = [
        replace(c, page=replace(c.page, fetched_at=c.page.fetched_at + timedelta(days=9)))
        for c in contents()
    ]
    assert build_snapshot(index, again, SOURCES, MODEL) == before
    assert build_snapshot(index, reversed(contents()), SOURCES, MODEL) == before
    assert snapshot_ids(index) == (before,)


def test_a_new_snapshot_leaves_open_readers_alone(index: Path) -> None:
    with open_current(index, MODEL) as old:
        new_id = build_snapshot(index, contents(price=5.0), SOURCES, MODEL)
        assert current_id(index) == new_id != old.id
        assert old.rows.get([ProgramId("z")])[0].price == 1000.0
    with open_current(index, MODEL) as new:
        assert new.rows.get([ProgramId("z")])[0].price == 5.0
    assert snapshot_ids(index) == (old.id, new_id)
    assert [m.id for m in list_snapshots(index)] == [old.id, new_id]


def test_no_vector_is_computed_twice(index: Path) -> None:
    model = LetterEmbedder()
    build_snapshot(index, contents(price=5.0), SOURCES, model)
    assert model.asked == []


def test_a_failed_build_leaves_the_old_one_and_no_vector_is_lost(index: Path) -> None:
    class Stops(LetterEmbedder):
        def embed(self, texts: Sequence[str]) -> NDArray[np.float32]:
            if self.asked:
                raise KeyboardInterrupt
            return super().embed(texts)

    before = current_id(index)
    grown = [*contents(), PageContent(more := page("pg3", "Wholly new\n\nwords"), passages(more))]
    stopped = Stops()
    with pytest.raises(KeyboardInterrupt):
        build_snapshot(index, grown, SOURCES, stopped)
    assert current_id(index) == before
    assert [p.name for p in (index / "snapshots").iterdir()] == [before]
    model = LetterEmbedder()
    new = build_snapshot(index, grown, SOURCES, model)
    assert not set(model.asked) & set(stopped.asked)
    assert verify(index, new) == []


def test_a_killed_build_leaves_the_old_one_served(index: Path) -> None:
    before = current_id(index)
    program_text = f"""
import os, signal
from pathlib import Path
from typing import Any
from tests.unit.vectorstore.made import LetterEmbedder, page, passages, source
from vectorstore.records import PageContent
from vectorstore.snapshot import build_snapshot
new = page("n", "Other words")
def stop(stage, done, total):
    if stage == "index passages":
        os.kill(os.getpid(), signal.SIGKILL)
given = [PageContent(new, passages(new))]
build_snapshot(Path({str(index)!r}), given, [source()], LetterEmbedder(), stop)
"""
    root = Path(__file__).parents[3]
    killed = subprocess.run(
        [sys.executable, "-c", program_text], cwd=root, capture_output=True, check=False
    )
    assert killed.returncode == -9, killed.stderr.decode()
    with open_current(index, MODEL) as snapshot:
        assert snapshot.id == before
    build_snapshot(index, contents(price=7.0), SOURCES, MODEL)
    assert not list((index / "snapshots").glob("*.building"))


def test_one_writer(index: Path) -> None:
    with writing(index), pytest.raises(WriterBusy, match="wait until"):
        build_snapshot(index, contents(price=2.0), SOURCES, MODEL)


def test_contents_that_contradict_themselves_change_nothing(index: Path) -> None:
    before = current_id(index)
    with pytest.raises(BuildFailed):
        build_snapshot(index, [*contents(), *contents()], SOURCES, MODEL)
    assert current_id(index) == before


def test_an_index_without_pages(tmp_path: Path) -> None:
    built = build_snapshot(tmp_path, [], [], MODEL)
    with open_current(tmp_path, MODEL) as snapshot:
        assert snapshot.rows.all() == ()
        assert snapshot.lexical.search("nurse", 3) == []
        assert snapshot.passages.search(MODEL.embed(["a"])[0], 3) == []
    assert verify(tmp_path, built) == []


def test_no_index_says_how_to_make_one(tmp_path: Path) -> None:
    with pytest.raises(IndexMissing, match="guidepost ingest"):
        open_current(tmp_path, MODEL)
    with pytest.raises(IndexMissing):
        current_id(tmp_path / "nowhere")


@pytest.mark.parametrize("snapshot_id", ["gone", "..", "", "../index", "."])
def test_an_unknown_snapshot(index: Path, snapshot_id: str) -> None:
    with pytest.raises(IndexMissing):
        open_snapshot(index, SnapshotId(snapshot_id), MODEL)


@pytest.mark.parametrize(
    "name", ["store.sqlite", "words.json", "vectors/passages.npy", "lexical/vocab.index.json"]
)
@pytest.mark.parametrize("damage", ["change", "remove"])
def test_a_damaged_file_is_refused_and_built_again(index: Path, name: str, damage: str) -> None:
    broken = current_id(index)
    path = index / "snapshots" / broken / name
    if damage == "remove":
        path.unlink()
    else:
        path.write_bytes(path.read_bytes()[:-1] + b"?")
    with pytest.raises(SnapshotBroken, match=name):
        open_current(index, MODEL)
    assert verify(index, broken)
    rebuilt = build_snapshot(index, contents(), SOURCES, MODEL)
    assert rebuilt != broken
    open_current(index, MODEL).close()


def test_what_was_checked_is_not_hashed_again_and_another_is(index: Path) -> None:
    checked, before = live(index), current_id(index)
    newer = build_snapshot(index, contents(price=5.0), SOURCES, MODEL)
    for snapshot_id in (before, newer):
        held = snapshot_folder(index, snapshot_id) / "words.json"
        held.write_bytes(held.read_bytes() + b" ")  # it can be read, and is not as it was written

    with open_snapshot(index, before, MODEL, checked) as snapshot:
        assert snapshot.id == before
    for snapshot_id, known in ((before, None), (newer, None), (newer, checked)):
        with pytest.raises(SnapshotBroken, match=r"words\.json is not as it was written"):
            open_snapshot(index, snapshot_id, MODEL, known)


@pytest.mark.parametrize("text", ["", "{", "[]", '{"schema_version": 2}'])
def test_a_broken_manifest_is_refused(index: Path, text: str) -> None:
    (index / "snapshots" / current_id(index) / "manifest.json").write_text(text)
    with pytest.raises(SnapshotBroken, match="ingest again"):
        open_current(index, MODEL)


def test_another_schema_is_refused(index: Path) -> None:
    path = index / "snapshots" / current_id(index) / "manifest.json"
    path.write_text(json.dumps(json.loads(path.read_text()) | {"schema_version": 999}))
    with pytest.raises(SchemaMismatch, match="999"):
        open_current(index, MODEL)


def test_another_model_is_refused_but_contents_can_be_carried_over(index: Path) -> None:
    other = LetterEmbedder("letters-2")
    with pytest.raises(EmbedderMismatch, match="letters-1"):
        open_current(index, other)
    with open_pages(index) as pages:
        build_snapshot(index, pages.contents(), pages.sources(), other)
    with open_current(index, other) as snapshot:
        assert list(snapshot.contents()) == contents()


def test_chroma_is_compared_with_what_stands_beside_it(index: Path) -> None:
    import chromadb

    live = current_id(index)
    client: Any = chromadb.PersistentClient(str(index / "snapshots" / live / "chroma"))
    held = client.get_collection("passages", embedding_function=None)
    first = held.get(limit=1)["ids"]
    held.update(ids=first, embeddings=np.eye(1, 27, dtype=np.float32))
    client.close()
    (problem,) = verify(index, live)
    assert "vectors of passages" in problem


def test_rolling_back_and_pruning(index: Path) -> None:
    first = current_id(index)
    second = build_snapshot(index, contents(price=2.0), SOURCES, MODEL)
    third = build_snapshot(index, contents(price=3.0), SOURCES, MODEL)
    roll_back(index, first)
    assert current_id(index) == first
    assert prune(index, keep=1) == (second,)
    assert snapshot_ids(index) == (first, third)
    with open_current(index, MODEL) as snapshot:
        assert snapshot.id == first


def test_progress_is_told_stage_by_stage(tmp_path: Path) -> None:
    seen: list[tuple[str, int, int]] = []
    build_snapshot(tmp_path, contents(), SOURCES, MODEL, lambda *step: seen.append(step))
    assert list(dict.fromkeys(stage for stage, _, _ in seen)) == [
        "compare",
        "store",
        "embed passages",
        "embed programs",
        "embed words",
        "index passages",
        "index programs",
        "verify",
    ]
    assert all(0 <= done <= total for _, done, total in seen)
