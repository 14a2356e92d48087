"""Disk failures and damage: one clear error, the last good snapshot served, the next run mends."""

from __future__ import annotations

import errno
import json
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.unit.vectorstore.made import LetterEmbedder, page, passages, source
from vectorstore.errors import IndexMissing, IndexUnwritable, SnapshotBroken, StoreError
from vectorstore.held import held_in
from vectorstore.index_folder import switch_to
from vectorstore.records import PageContent
from vectorstore.snapshot import (
    build_snapshot,
    current_id,
    open_current,
    prune,
    roll_back,
    snapshot_ids,
    verify,
)
from vectorstore.steps import Step, listening

SOURCES = (source("s1"), source("s2"))
IN_BUILD = [s for s in Step if s not in (Step.FILE_READ, Step.PRUNE_RENAMED, Step.PRUNE_DELETING)]


def contents(edition: int) -> list[PageContent]:
    """Two pages of two sources; the first differs in each edition."""
    first = page("pg1", f"Kites fly.\n\nEdition {'abcdefg'[edition] * 5} of it.")
    second = page("pg2", "Nothing much here", "s2")
    return [PageContent(first, passages(first)), PageContent(second, passages(second))]


@pytest.fixture
def index(tmp_path: Path) -> Path:
    build_snapshot(tmp_path / "index", contents(0), SOURCES, LetterEmbedder())
    return tmp_path / "index"


def files(index: Path) -> Path:
    """The folder of the live snapshot."""
    return index / "snapshots" / current_id(index)


@pytest.mark.parametrize("step", IN_BUILD)
def test_a_full_disk_at_any_step(index: Path, step: Step) -> None:
    before, model = current_id(index), LetterEmbedder()

    def fail(at: Step) -> None:
        if at is step:
            raise OSError(errno.ENOSPC, "No space left on device", "a-file")

    with listening(fail), pytest.raises(IndexUnwritable, match="No space left"):
        build_snapshot(index, contents(1), SOURCES, model)
    live = current_id(index)
    assert (live == before) == (step is not Step.AFTER_SWITCH)
    assert verify(index, live) == []
    assert not list((index / "snapshots").glob("*.building"))
    first = list(model.asked)
    new = build_snapshot(index, contents(1), SOURCES, model)
    assert current_id(index) == new
    assert verify(index, new) == []
    again = set(model.asked[len(first) :]) & set(first)
    assert not again or step in (Step.VECTORS_MADE, Step.CACHE_FILLED)


def test_a_finished_snapshot_that_is_not_live_is_taken_up(index: Path) -> None:
    def fail(at: Step) -> None:
        if at is Step.BEFORE_SWITCH:
            raise KeyboardInterrupt

    with listening(fail), pytest.raises(KeyboardInterrupt):
        build_snapshot(index, contents(1), SOURCES, LetterEmbedder())
    finished = snapshot_ids(index)[-1]
    assert finished != current_id(index)
    assert build_snapshot(index, contents(1), SOURCES, LetterEmbedder()) == finished
    assert current_id(index) == finished


@pytest.mark.parametrize("step", [Step.PRUNE_RENAMED, Step.PRUNE_DELETING])
def test_a_prune_that_stops_leaves_no_half_snapshot(index: Path, step: Step) -> None:
    first = current_id(index)
    live = build_snapshot(index, contents(1), SOURCES, LetterEmbedder())

    def fail(at: Step) -> None:
        if at is step:
            raise OSError(errno.EIO, "Input/output error")

    with listening(fail), pytest.raises(IndexUnwritable):
        prune(index, keep=1)
    assert snapshot_ids(index) == (live,)
    with pytest.raises(IndexMissing):
        roll_back(index, first)
    prune(index, keep=1)
    assert [p.name for p in (index / "snapshots").iterdir()] == [live]


def emptied(chroma: Path) -> None:
    for path in chroma.iterdir():
        shutil.rmtree(path) if path.is_dir() else path.unlink()


def overwritten(chroma: Path) -> None:
    (chroma / "chroma.sqlite3").write_bytes(b"no database " * 1000)


@pytest.mark.parametrize("damage", [shutil.rmtree, emptied, overwritten])
def test_damaged_chroma_is_told_and_built_again(
    index: Path, damage: Callable[[Path], None]
) -> None:
    broken = current_id(index)
    damage(files(index) / "chroma")
    assert verify(index, broken)
    open_current(index, LetterEmbedder()).close()  # serving reads the matrix beside it
    model = LetterEmbedder()
    new = build_snapshot(index, contents(0), SOURCES, model)
    assert new != broken
    assert model.asked == []
    assert verify(index, new) == []


def test_any_changed_field_of_the_manifest_is_seen(index: Path) -> None:
    path = files(index) / "manifest.json"
    written = json.loads(path.read_text())
    changes = {"embedder": "x", "fingerprint": "0", "dim": 28, "sources": [], "files": {}}
    changes["counts"] = written["counts"] | {"pages": 9}
    for name, value in changes.items():
        path.write_text(json.dumps(written | {name: value}))
        with pytest.raises(SnapshotBroken):
            open_current(index, LetterEmbedder())
    path.write_text(json.dumps(written))
    open_current(index, LetterEmbedder()).close()


@pytest.mark.parametrize("written", [b"", b"\n", b"\xff\xfe\x00", b"../..", b"gone", b"x" * 4000])
def test_current_that_names_nothing(index: Path, written: bytes) -> None:
    live = current_id(index)
    (index / "CURRENT").write_bytes(written)
    with pytest.raises(StoreError, match=r"index (list|rollback)"):
        open_current(index, LetterEmbedder())
    held = held_in(index)
    assert len(held.contents) == 2
    assert held.note is not None
    assert build_snapshot(index, contents(0), SOURCES, LetterEmbedder()) == live
    assert current_id(index) == live


def test_a_lost_current_is_found_again(index: Path) -> None:
    live = current_id(index)
    (index / "CURRENT").unlink()
    with pytest.raises(IndexMissing, match="rollback"):
        current_id(index)
    roll_back(index, live)
    assert current_id(index) == live


@pytest.mark.parametrize("name", ["vectors/passages.npy", "words.json"])
def test_pages_of_a_damaged_snapshot_are_carried_over(index: Path, name: str) -> None:
    (files(index) / name).write_bytes(b"?")
    held = held_in(index)
    assert (len(held.contents), held.note, held.lost) == (2, None, ())


def test_a_damaged_database_tells_what_is_lost(index: Path) -> None:
    (files(index) / "store.sqlite").write_bytes(b"?" * 9000)
    held = held_in(index)
    assert held.contents == ()
    assert held.lost == ("s1.txt", "s2.txt")
    (files(index) / "manifest.json").write_text("{")
    with pytest.raises(SnapshotBroken, match="keeps the vectors"):
        held_in(index)


def test_an_older_snapshot_stands_in_and_says_so(index: Path) -> None:
    older = current_id(index)
    build_snapshot(index, contents(1), SOURCES, LetterEmbedder())
    (files(index) / "store.sqlite").write_bytes(b"?" * 9000)
    held = held_in(index)
    assert list(held.contents) == contents(0)
    assert held.note is not None
    assert older in held.note
    assert held.lost == ()


def test_a_damaged_cache_is_filled_from_the_snapshot(index: Path) -> None:
    (index / "embeddings.sqlite").write_bytes(b"garbage" * 999)
    model, notes = LetterEmbedder(), list[str]()
    before = {p.text for c in contents(0) for p in c.passages}
    build_snapshot(index, contents(1), SOURCES, model, note=notes.append)
    assert not any(text in asked for asked in model.asked for text in before)
    assert len(notes) == 1
    assert "set aside" in notes[0] or "damaged" in notes[0]


def test_a_stale_new_current_does_no_harm(index: Path) -> None:
    (index / "CURRENT.new").write_text("half of an i")
    live = current_id(index)
    switch_to(index, live)
    assert current_id(index) == live
    assert not (index / "CURRENT.new").exists()
