"""Snapshots on a real disk that come, go and are damaged under the knowledge in service."""

from __future__ import annotations

import gc
import shutil
import weakref
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

import pytest

from assistant.current import CurrentKnowledge
from assistant.knowledge import Knowledge, build_knowledge
from tests.unit.vectorstore.made import (
    LetterEmbedder,
    claim,
    listing,
    page,
    passages,
    program,
    source,
)
from vectorstore.errors import IndexMissing, StoreError
from vectorstore.index_folder import CURRENT
from vectorstore.query import Field, Filter, Op, RowQuery
from vectorstore.records import PageContent, PageId, PassageId, SnapshotId
from vectorstore.snapshot import build_snapshot, current_id, open_snapshot, prune, roll_back

MODEL = LetterEmbedder()
THREADS = 12


class Folder:
    """The index of a folder, with a small model; `before_opening` runs once, before an opening."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.before_opening: Callable[[], object] | None = None

    def current_id(self) -> SnapshotId:
        return current_id(self.folder)

    def open(self, snapshot_id: SnapshotId) -> Knowledge:
        if self.before_opening is not None:
            first, self.before_opening = self.before_opening, None
            first()
        return build_knowledge(open_snapshot(self.folder, snapshot_id, MODEL))


def publish(folder: Path, price: float) -> SnapshotId:
    """A snapshot in which everything that can be read says this price."""
    of = page("pg1", f"Nurses earn {price:.0f} dollars a year.\n\nThey care.", title="Nurse")
    rows = (program(id="z", price=price), program(id="a", university="Alpha", price=None))
    held = (listing("l1", "pg1"),)
    content = PageContent(of, passages(of), held, rows, (claim("c1", "Nurse", price),))
    return build_snapshot(folder, [content], [source()], MODEL)


def prices_in(knowledge: Knowledge) -> set[float]:
    """The price, read in each way in which an answer reads a snapshot."""
    snapshot = knowledge.snapshot
    found = knowledge.rows.run(RowQuery((Filter(Field.PRICE, Op.GT, (0,)),)))
    (best, _), *_ = snapshot.lexical.search("nurses earn", 1)
    (nearest, _), *_ = snapshot.passages.search(MODEL.embed(["earn dollars a year"])[0], 1)
    read = [snapshot.passages.get(best), snapshot.passages.get(nearest)]
    texts = [p.text for p in read if p is not None]
    texts += [u.text for u in knowledge.guides.units(0)]
    held = snapshot.pages.get(PageId("pg1"))
    assert held is not None
    assert snapshot.passages.vectors([PassageId("pg1-0")]).shape == (1, MODEL.dim)
    texts.append(held.text)
    figures = {float(word) for text in texts for word in text.split() if word.isdigit()}
    claims = {c.low for c in snapshot.claims.all() if c.low is not None}
    assert len(snapshot.pages.sources()) == 1
    return {p.price for p in found.rows if p.price is not None} | figures | claims


@contextmanager
def in_service(folder: Path) -> Iterator[tuple[CurrentKnowledge, Folder]]:
    index = Folder(folder)
    current = CurrentKnowledge(index)
    current.refresh()
    yield current, index
    current.close()


def asked(current: CurrentKnowledge) -> set[float]:
    with current.lend() as knowledge:
        return prices_in(knowledge)


def test_a_pruned_snapshot_answers_until_its_last_request_and_is_then_given_back(
    tmp_path: Path,
) -> None:
    first = publish(tmp_path, 1.0)
    with in_service(tmp_path) as (current, _):
        with current.lend() as knowledge, ThreadPoolExecutor(THREADS) as threads:
            publish(tmp_path, 2.0)
            current.refresh()
            assert prune(tmp_path, keep=1) == (first,)
            # Nothing of it was read yet: what is read now must have been open before.
            readings = list(threads.map(prices_in, [knowledge] * THREADS))
            assert readings == [{1.0}] * THREADS
            assert asked(current) == {2.0}
        del knowledge
        if (maps := Path("/proc/self/maps")).exists():
            assert first not in maps.read_text()


def test_one_in_service_answers_when_it_is_pruned_before_the_next_is_noticed(
    tmp_path: Path,
) -> None:
    publish(tmp_path, 1.0)
    with in_service(tmp_path) as (current, _):
        publish(tmp_path, 2.0)
        prune(tmp_path, keep=1)
        assert asked(current) == {1.0}
        current.refresh()
        assert asked(current) == {2.0}


def test_one_that_is_pruned_while_it_is_opened_leaves_the_old_until_the_next_look(
    tmp_path: Path,
) -> None:
    publish(tmp_path, 1.0)
    with in_service(tmp_path) as (current, index):
        publish(tmp_path, 2.0)
        index.before_opening = lambda: (publish(tmp_path, 3.0), prune(tmp_path, keep=1))
        current.refresh()
        assert isinstance(current.problem, IndexMissing)
        assert asked(current) == {1.0}
        current.refresh()
        assert asked(current) == {3.0}


def test_rolling_back_is_followed(tmp_path: Path) -> None:
    first = publish(tmp_path, 1.0)
    publish(tmp_path, 2.0)
    with in_service(tmp_path) as (current, _):
        roll_back(tmp_path, first)
        current.refresh()
        assert asked(current) == {1.0}


@pytest.mark.parametrize("garbage", [b"", b"\xff\xfe\x00", b"no-such-snapshot\n", b"x" * 5000])
def test_a_current_that_names_nothing_leaves_the_old_and_is_said(
    tmp_path: Path, garbage: bytes
) -> None:
    publish(tmp_path, 1.0)
    with in_service(tmp_path) as (current, _):
        written = (tmp_path / CURRENT).read_bytes()
        (tmp_path / CURRENT).write_bytes(garbage)
        current.refresh()
        assert current.problem is not None
        assert asked(current) == {1.0}
        (tmp_path / CURRENT).write_bytes(written)
        current.refresh()
        assert current.problem is None


def test_an_index_that_is_made_later_taken_away_and_replaced(tmp_path: Path) -> None:
    index, other = tmp_path / "index", tmp_path / "other"
    with in_service(index) as (current, _):
        with pytest.raises(StoreError):
            asked(current)
        publish(index, 1.0)
        current.refresh()
        assert asked(current) == {1.0}
        shutil.rmtree(index)
        current.refresh()
        assert isinstance(current.problem, IndexMissing)
        assert asked(current) == {1.0}
        publish(other, 2.0)
        other.rename(index)
        current.refresh()
        assert asked(current) == {2.0}


def test_a_closed_snapshot_is_freed_at_once_without_the_garbage_collector(tmp_path: Path) -> None:
    publish(tmp_path, 1.0)
    index = Folder(tmp_path)
    gc.disable()
    try:
        knowledge = index.open(index.current_id())
        prices_in(knowledge)
        snapshot = knowledge.snapshot
        parts = [snapshot, snapshot.rows, snapshot.claims, snapshot.pages, snapshot.passages]
        parts += [snapshot.lexical, snapshot.words, knowledge.vocabulary, knowledge.guides]
        left = [weakref.ref(part) for part in parts]
        knowledge.close()
        del knowledge, snapshot, parts
        assert [part() for part in left] == [None] * len(left)
    finally:
        gc.enable()
