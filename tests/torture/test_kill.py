"""SIGKILL during ingestion and publishing, hundreds of times: nothing lost, nothing computed twice.

The seeds and the BLS pages, the real model, two indexes side by side. Before every run some pages
change, so that each has work to do. A run is killed at a named step, or from outside at a random
moment. After every kill a new program must find the last snapshot whole and answering rightly, and
at the end the index must equal one that was never disturbed.

TORTURE_KILLS sets how many kills there are (200), TORTURE_SEED which ones; TORTURE_CACHE names an
embedding cache to begin with, which saves the minutes of embedding everything once.
"""

from __future__ import annotations

import json
import logging
import os
import random
import shutil
import sqlite3
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from tests.torture.killed_corpus import BLS, SEEDS, Corpus, pay, short
from vectorstore.records import PageContent
from vectorstore.snapshot import current_id, list_snapshots, open_pages, snapshot_ids
from vectorstore.steps import Step
from vectorstore.vectors import VectorMatrix

_log = logging.getLogger(__name__)

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
ROOT = Path(__file__).resolve().parents[2]
KILLS = int(os.environ.get("TORTURE_KILLS", "200"))
CACHE = os.environ.get("TORTURE_CACHE")
SEED = int(os.environ.get("TORTURE_SEED", "7"))
LANES = 2
EACH_STEP = 3
"""Kills in every named step, at least."""
COMPLETE_EVERY = 6
"""Kills until a run is left alone."""
KEEP = 2
"""Snapshots that every run prunes to."""

PASSES = {
    Step.FILE_READ: 80, Step.TABLE_FILLED: 9, Step.VECTORS_MADE: 2, Step.CACHE_FILLED: 2,
    Step.CACHE_COMMITTED: 2, Step.MATRIX_WRITTEN: 3, Step.CHROMA_MADE: 2, Step.PRUNE_DELETING: 5,
}  # fmt: skip
"""How often a run surely passes a step, where that is more than once."""
NOT_LIVE = (Step.BEFORE_SWITCH, Step.IN_SWITCH)
"""Steps that leave a finished snapshot to which nothing was switched."""
SWITCHED = (Step.AFTER_SWITCH, Step.PRUNE_RENAMED, Step.PRUNE_DELETING)

FIXED = (
    "What is the cheapest online master's in finance?",
    "How many programs are there?",
)
"""Of pages that never change."""
MOVING = "What is the median pay of kite makers?"
"""Of the page that carries the number of the edition."""


@dataclass(frozen=True)
class Kill:
    """One kill to come: at the nth passing of a step, or at a moment if there is no step."""

    step: Step | None
    nth: int = 1


@dataclass
class Lane:
    """One index, its corpus, and the program that runs and kills ingestions into it."""

    folder: Path
    corpus: Corpus
    killer: subprocess.Popen[str]
    chance: random.Random
    found: dict[str, str] = field(default_factory=dict)
    """Hash of each page's file, as the live snapshot must hold them."""
    edition: int = 0
    """Of the figure in the live snapshot."""
    answers: dict[str, str] = field(default_factory=dict)
    """To the fixed questions, from the first snapshot."""
    run_s: float = 0.0
    """How long the last undisturbed run took."""
    counts: Counter[str] = field(default_factory=Counter)

    @property
    def index(self) -> Path:
        return self.folder / "index"

    @property
    def ledger(self) -> Path:
        return self.folder / "ledger"

    def tell(self, **order: object) -> Any:
        """The reply of the killer to an order."""
        assert self.killer.stdin is not None
        assert self.killer.stdout is not None
        self.killer.stdin.write(json.dumps(order) + "\n")
        self.killer.stdin.flush()
        reply = json.loads(self.killer.stdout.readline())
        assert "error" not in reply, reply["error"]
        assert reply["killed"] or reply["status"] == 0, f"died by itself: {reply}"
        return reply

    def run(self, sources: Sequence[Path], **how: object) -> Any:
        """Ingest these sources; `how` names the step, or the moment, of a kill."""
        told = {"index": str(self.index), "ledger": str(self.ledger), "keep": KEEP} | how
        return self.tell(do="run", paths=[str(source) for source in sources], **told)

    def some_sources(self) -> list[Path]:
        """Some of the sources, in any order; the one with the moving figure among them."""
        others = [s for s in self.corpus.sources if s.name != "bls-0"]
        given = self.chance.sample(others, self.chance.choice((0, 0, 1, 1, 2, 4)))
        return self.chance.sample([*given, self.corpus.folder / "bls-0"], len(given) + 1)

    def after(self, sources: Sequence[Path]) -> dict[str, str]:
        """What the live snapshot must hold once these sources were read."""
        names = {source.name for source in sources}
        others = {k: v for k, v in self.found.items() if k.split("/")[0] not in names}
        return others | self.corpus.hashes(sources)


@pytest.mark.torture
@pytest.mark.shared
@pytest.mark.timeout(7200)
@pytest.mark.skipif(
    not (SEEDS.is_dir() and BLS.is_dir()),
    reason="../shared/seeds and ../shared/data/bls_ooh/text are not beside the checkout",
)
def test_kills_lose_nothing(tmp_path: Path) -> None:
    began = time.monotonic()
    plan = kills_to_come()
    with opened_lanes(tmp_path) as lanes, ThreadPoolExecutor(LANES) as pool:
        first, *others = lanes
        begin(first, Path(CACHE) if CACHE else None)
        embedded_s = time.monotonic() - began
        for lane in others:
            begin(lane, first.folder / "first.sqlite")
        list(pool.map(torture, lanes, plan))
    told = report(lanes, embedded_s, time.monotonic() - began)
    _log.info("%s", told)
    killed = sum((lane.counts for lane in lanes), Counter[str]())
    assert all(killed[step] >= EACH_STEP for step in Step)
    assert killed.total() - killed["taken up"] - killed["left alone"] >= KILLS


@contextmanager
def opened_lanes(folder: Path) -> Iterator[list[Lane]]:
    lanes = []
    try:
        for number in range(LANES):
            home = folder / f"lane-{number}"
            home.mkdir()
            with (home / "stderr").open("w") as stderr:
                killer = subprocess.Popen(
                    [sys.executable, "-m", "tests.torture.killed_runs"], cwd=ROOT, text=True,
                    stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=stderr,
                )  # fmt: skip
            corpus = Corpus(home / "corpus", random.Random(SEED * 100 + number))
            lanes.append(Lane(home, corpus, killer, random.Random(SEED * 1000 + number)))
        yield lanes
    finally:
        for lane in lanes:
            with lane.killer:
                lane.killer.kill()


def kills_to_come() -> list[list[Kill]]:
    """The kills of each lane, in their order."""
    chance = random.Random(SEED)
    kills = [Kill(s, chance.randint(1, PASSES.get(s, 1))) for s in Step for _ in range(EACH_STEP)]
    kills += [Kill(None)] * max(0, KILLS - len(kills))
    chance.shuffle(kills)
    return [kills[lane::LANES] for lane in range(LANES)]


def begin(lane: Lane, cache: Path | None) -> None:
    """The first snapshot, undisturbed, and what it answers."""
    lane.index.mkdir()
    if cache:
        shutil.copy(cache, lane.index / "embeddings.sqlite")
    complete(lane, lane.corpus.sources)
    shutil.copy(lane.index / "embeddings.sqlite", lane.folder / "first.sqlite")
    lane.answers = look(lane, FIXED)["answers"]
    assert all(any(c.isdigit() for c in answer) for answer in lane.answers.values())


def torture(lane: Lane, kills: Sequence[Kill]) -> None:
    for number, kill in enumerate(kills, 1):
        sources = strike(lane, kill)
        if kill.step in NOT_LIVE:
            take_up(lane, sources)
        elif number % COMPLETE_EVERY == 0:
            complete(lane, lane.some_sources())
        _log.info("%s: %d of %d, %s", lane.folder.name, number, len(kills), kill.step)
    lane.corpus.change()
    complete(lane, lane.corpus.sources)
    with closing(sqlite3.connect(lane.index / "embeddings.sqlite")) as cache:
        assert cache.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
    compare_with_undisturbed(lane)


def strike(lane: Lane, kill: Kill) -> list[Path]:
    """Change some pages, run, kill, and look; the sources of the run that was killed."""
    for _ in range(9):
        lane.corpus.change()
        sources = lane.some_sources()
        if kill.step is not None:
            reply = lane.run(sources, step=kill.step, nth=kill.nth)
        else:
            reply = lane.run(sources, after_s=lane.chance.uniform(0, lane.run_s))
        check(lane, sources, kill.step, reply["killed"])
        if reply["killed"]:
            lane.counts[kill.step or "at random"] += 1
            return sources
        lane.run_s = reply["seconds"]
    pytest.fail(f"no run could be killed at {kill}")


def check(lane: Lane, sources: Sequence[Path], step: Step | None, was_killed: bool) -> None:
    """A new program finds one whole snapshot: the last one, or the new one once it is live."""
    before, after = lane.found, lane.after(sources)
    moment = f"{lane.folder.name}, killed {was_killed} at {step}"
    seen = look(lane, (*FIXED, MOVING) if step or lane.chance.random() < 0.3 else ())
    pages = {short(Path(uri)): sha256 for uri, sha256 in seen["pages"]}
    assert len(pages) == len(seen["pages"]), moment
    assert seen["problems"] == [], moment
    if not was_killed or step in SWITCHED:
        assert pages == after, moment
    elif step is not None:
        assert pages == before, moment
    assert pages in (before, after), moment
    if pages == after:
        lane.found, lane.edition = after, lane.corpus.edition
    for question, answer in seen["answers"].items():
        expected = pay(lane.edition) if question == MOVING else lane.answers.get(question, "")
        assert expected in answer, f"{moment}: {question} {answer}"


def look(lane: Lane, questions: Sequence[str]) -> Any:
    return lane.tell(do="look", index=str(lane.index), questions=list(questions))


def complete(lane: Lane, sources: Sequence[Path]) -> str:
    """A run that is left alone must end, with everything read and nothing computed twice."""
    reply = lane.run(sources)
    assert not reply["notes"]
    check(lane, sources, None, was_killed=False)
    lane.run_s = reply["seconds"]
    lane.counts["left alone"] += 1
    folders = [p.name for p in (lane.index / "snapshots").iterdir()]
    assert not [name for name in folders if name.endswith(".building")]
    assert len(folders) <= KEEP + 1
    assert computed_twice(lane.ledger) == []
    snapshot: str = reply["snapshot"]
    return snapshot


def take_up(lane: Lane, sources: Sequence[Path]) -> None:
    """The next run of the same sources switches to the snapshot that a killed one had finished."""
    newest = snapshot_ids(lane.index)[-1]
    assert newest != current_id(lane.index)
    assert complete(lane, sources) == newest
    lane.counts["taken up"] += 1


def computed_twice(ledger: Path) -> list[str]:
    """Hashes of texts that the model was asked for although their vectors had been committed."""
    committed: set[str] = set()
    asked: list[str] = []
    twice: list[str] = []
    for line in ledger.read_text().splitlines():
        word, _, sha256 = line.partition(" ")
        if word == "asked":
            asked.append(sha256)
            twice += [sha256] if sha256 in committed else []
        else:
            committed.update(asked if word == "committed" else ())
            asked = []
    return twice


def compare_with_undisturbed(lane: Lane) -> None:
    """The index equals one of the same files that was never killed: records, ids and vectors."""
    other = lane.folder / "undisturbed"
    other.mkdir()
    shutil.copy(lane.folder / "first.sqlite", other / "embeddings.sqlite")
    ledger = str(lane.folder / "undisturbed-ledger")
    lane.run(lane.corpus.sources, index=str(other), ledger=ledger)
    killed, whole = stored(lane.index), stored(other)
    assert killed.fingerprint == whole.fingerprint
    assert killed.counts == whole.counts
    assert killed.contents == whole.contents
    assert killed.vectors.keys() == whole.vectors.keys()
    assert all(np.array_equal(v, whole.vectors[k]) for k, v in killed.vectors.items())


@dataclass(frozen=True)
class Stored:
    """A live snapshot by ids, so that two can be compared whatever the order of their pages."""

    fingerprint: str
    counts: Any
    contents: dict[str, PageContent]
    vectors: dict[str, Any]


def stored(index: Path) -> Stored:
    live = current_id(index)
    (manifest,) = (m for m in list_snapshots(index) if m.id == live)
    with open_pages(index, live) as pages:
        contents = list(pages.contents())
    ids = [p.id for c in contents for p in c.passages]
    folder = index / "snapshots" / live / "vectors"
    passages = VectorMatrix(folder / "passages.npy").array
    others = {n: VectorMatrix(folder / f"{n}.npy").array for n in ("programs", "words")}
    undated = [replace(c, page=replace(c.page, fetched_at=EPOCH)) for c in contents]
    return Stored(
        manifest.fingerprint,
        manifest.counts,
        {str(c.page.id): c for c in undated},
        dict(zip(ids, passages, strict=True)) | others,
    )


def report(lanes: Sequence[Lane], embedded_s: float, total_s: float) -> str:
    """Kills by step, runs and seconds, as lines."""
    counts = sum((lane.counts for lane in lanes), Counter[str]())
    extra = {name: counts.pop(name, 0) for name in ("taken up", "left alone")}
    lines = [f"{counts.total()} kills in {total_s:.0f} s, {embedded_s:.0f} s of them the first run"]
    lines += [f"  {counts[name]:4} {name}" for name in (*Step, "at random")]
    lines.append(
        f"{extra['left alone']} runs left alone, {extra['taken up']} of them took up a finished "
        f"snapshot; the last took {max(lane.run_s for lane in lanes):.1f} s"
    )
    return "\n".join(lines)
