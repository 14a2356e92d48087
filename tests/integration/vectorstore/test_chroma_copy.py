"""Chroma's folder is begun with a copy of the last one, and is as if it had been made anew."""

from __future__ import annotations

import json
import random
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from tests.unit.vectorstore.made import LetterEmbedder, listing, page, passages, program, source
from vectorstore import passages as chroma
from vectorstore.manifest import CHROMA, GRAPHS
from vectorstore.passages import PASSAGES, PROGRAMS
from vectorstore.records import PageContent, ProgramId
from vectorstore.snapshot import build_snapshot, current_id, open_current, verify
from vectorstore.steps import Step, listening

SOURCES = (source("s1"),)
Row = tuple[str, dict[str, Any], tuple[float, ...]]
"""Document, metadata and vector."""
WORDS = "kite mill oven forge loom quay barn yard well lane".split()


@pytest.fixture
def steps() -> Iterator[list[Step]]:
    """The steps that builds pass."""
    seen: list[Step] = []
    with listening(seen.append):
        yield seen


def contents(texts: dict[str, str], prices: dict[str, float]) -> list[PageContent]:
    """A page for each text, and one whose rows are these programs."""
    made = []
    for name, text in texts.items():
        of = page(name, text, title=f"About {name} {len(text) % 2}")
        made.append(PageContent(of, passages(of)))
    rows = tuple(
        program(id=ProgramId(name), title=f"{name} {price:.0f}", price=price, page_id="rows")
        for name, price in prices.items()
    )
    made.append(PageContent(page("rows", "Rows of it."), (), (listing("l1", "rows"),), rows))
    return made


def build(index: Path, texts: dict[str, str], prices: dict[str, float]) -> Path:
    return index / "snapshots" / build_snapshot(
        index, contents(texts, prices), SOURCES, LetterEmbedder()
    )  # fmt: skip


def held(folder: Path) -> dict[str, dict[str, Row]]:
    """What Chroma holds, by id, by collection."""
    client = chroma._client(folder / CHROMA)
    found: dict[str, dict[str, Row]] = {}
    for name in (PASSAGES, PROGRAMS):
        got: Any = client.get_collection(name, embedding_function=None).get(
            include=chroma._EVERYTHING
        )
        vectors = np.asarray(got["embeddings"], np.float32).round(5).tolist()
        rows = zip(got["documents"], got["metadatas"], map(tuple, vectors), strict=True)
        found[name] = dict(zip(got["ids"], rows, strict=True))
    client.close()
    return found


def text(chance: random.Random) -> str:
    return "\n\n".join(" ".join(chance.choices(WORDS, k=5)) for _ in range(chance.randint(1, 4)))


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(2))
def test_after_any_changes_the_copy_is_as_if_made_anew(tmp_path: Path, seed: int) -> None:
    chance = random.Random(seed)
    texts = {f"pg{n}": text(chance) for n in range(40)}
    prices = {f"p{n}": float(n) for n in range(60)}
    index = tmp_path / "index"
    folder = build(index, texts, prices)
    seen: list[Step] = []
    for edition in range(6):
        for name in chance.sample(sorted(texts), 3):
            if chance.random() < 0.4:
                del texts[name]
            else:
                texts[name] = text(chance)
        texts[f"new{edition}"] = text(chance)
        prices.pop(chance.choice(sorted(prices)))
        prices[chance.choice(sorted(prices))] = float(edition)
        with listening(seen.append):
            folder = build(index, dict(chance.sample(list(texts.items()), len(texts))), prices)
        assert verify(index, current_id(index)) == []
    anew = build(tmp_path / "anew", texts, prices)
    assert held(folder) == held(anew)
    assert seen.count(Step.CHROMA_COPIED) == 6


MANY = {f"p{n}": float(n) for n in range(1_100)}
"""So many that Chroma writes their graph."""
TEXTS = {f"pg{n}": f"kite {WORDS[n]}" for n in range(10)}
PRICES = {f"p{n}": float(n) for n in range(10)}


def added(index: Path, texts: dict[str, str], monkeypatch: pytest.MonkeyPatch) -> int:
    """How many rows a build adds to Chroma."""
    counts: list[int] = []
    put = chroma.ChromaWriter.put

    def counting(self: Any, collection: str, rows: Any, _progress: Any) -> None:
        counts.append(0)

        def told(done: int, _total: int) -> None:
            counts[-1] = done

        put(self, collection, rows, told)

    with monkeypatch.context() as patch:
        patch.setattr(chroma.ChromaWriter, "put", counting)
        build(index, texts, PRICES)
    return sum(counts)


def test_a_new_page_costs_what_it_adds(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert added(tmp_path, TEXTS, monkeypatch) == 20
    assert added(tmp_path, TEXTS | {"new": "loom"}, monkeypatch) == 1
    assert added(tmp_path, TEXTS | {"pg0": "quay"}, monkeypatch) == 1
    # After many changes the collection is made anew, so that it does not fill with gaps.
    assert added(tmp_path, TEXTS | {"pg0": "mill", "pg1": "barn"}, monkeypatch) == 10


def test_another_title_alone_is_seen(tmp_path: Path) -> None:
    build(tmp_path, TEXTS, PRICES)
    longer = page("pg1", TEXTS["pg1"], title="Another title")
    changed = contents(TEXTS, PRICES)
    changed[1] = PageContent(longer, passages(longer))
    build_snapshot(tmp_path, changed, SOURCES, LetterEmbedder())
    found = held(tmp_path / "snapshots" / current_id(tmp_path))[PASSAGES]
    assert [about["title"] for _, about, _ in found.values()].count("Another title") == 1


def octets(folder: Path) -> dict[Path, bytes]:
    return {p: p.read_bytes() for p in sorted(folder.rglob("*")) if p.is_file()}


@pytest.mark.slow
def test_the_last_snapshot_stays_as_it_was(tmp_path: Path, steps: list[Step]) -> None:
    last = build(tmp_path, TEXTS, MANY)
    before = octets(last)
    build(tmp_path, TEXTS | {"pg0": "quay"}, MANY)
    assert steps.count(Step.CHROMA_COPIED) == 1
    assert octets(last) == before


@pytest.mark.slow
def test_one_that_others_have_open_is_copied_whole(tmp_path: Path, steps: list[Step]) -> None:
    last = build(tmp_path, TEXTS, MANY)
    graphs = json.loads((last / GRAPHS).read_bytes())
    before = octets(last)
    with open_current(tmp_path, LetterEmbedder()) as serving:
        store = serving.programs.as_vector_store(LetterEmbedder())
        assert store.similarity_search("p7 7", 1)
        build(tmp_path, TEXTS | {"pg0": "quay"}, MANY)
        assert store.similarity_search("p7 7", 1)
    assert Step.CHROMA_COPIED in steps
    assert graphs
    after = octets(last)
    assert all(before[last / name] == after[last / name] for name in graphs)
    assert verify(tmp_path, current_id(tmp_path)) == []


def graph(folder: Path) -> Path:
    """The folder of the one graph that is written."""
    (written,) = (folder / CHROMA).glob("*/index_metadata.pickle")
    return written.parent


def flipped(folder: Path) -> None:
    """A byte of a graph file is another one."""
    path = graph(folder) / "data_level0.bin"
    changed = bytearray(path.read_bytes())
    changed[len(changed) // 2] ^= 255
    path.write_bytes(changed)


def without_a_graph(folder: Path) -> None:
    shutil.rmtree(graph(folder))


def no_database(folder: Path) -> None:
    (folder / CHROMA / "chroma.sqlite3").write_bytes(b"no database " * 1000)


def without_its_seals(folder: Path) -> None:
    (folder / GRAPHS).unlink()


def emptied(folder: Path) -> None:
    client = chroma._client(folder / CHROMA)
    client.delete_collection(PASSAGES)
    client.close()


@pytest.mark.slow
@pytest.mark.parametrize(
    "damage", [flipped, without_a_graph, no_database, without_its_seals, emptied]
)
def test_a_damaged_folder_is_not_handed_on(
    tmp_path: Path, damage: Callable[[Path], None], steps: list[Step]
) -> None:
    rows = MANY if damage in (flipped, without_a_graph) else PRICES
    last = build(tmp_path, TEXTS, rows)
    damage(last)
    now = TEXTS | {"pg0": "quay"}
    folder = build(tmp_path, now, rows)
    assert (Step.CHROMA_COPIED in steps) == (damage is emptied)
    assert verify(tmp_path, current_id(tmp_path)) == []
    assert held(folder) == held(build(tmp_path / "anew", now, rows))


@pytest.mark.slow
def test_a_graph_is_copied_and_changed(tmp_path: Path, steps: list[Step]) -> None:
    build(tmp_path, TEXTS, MANY)
    few = {name: price for name, price in MANY.items() if price % 10} | {"p1": 0.5, "new": 3.0}
    folder = build(tmp_path, TEXTS, few)
    assert Step.CHROMA_COPIED in steps
    assert held(folder) == held(build(tmp_path / "anew", TEXTS, few))


def test_a_damaged_vector_in_the_copy_is_mended(tmp_path: Path) -> None:
    last = build(tmp_path, TEXTS, PRICES)
    client = chroma._client(last / CHROMA)
    collection = client.get_collection(PROGRAMS, embedding_function=None)
    collection.update(ids=["p3"], embeddings=np.eye(27, dtype=np.float32)[:1])
    client.close()
    folder = build(tmp_path, TEXTS | {"new": "loom"}, PRICES)
    assert held(folder) == held(build(tmp_path / "anew", TEXTS | {"new": "loom"}, PRICES))
