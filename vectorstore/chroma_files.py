"""Chroma's folder of a new snapshot, begun with a copy of the last one's where that can be.

A new page then costs what it adds, and not all that is held. The graph files are sealed when a
snapshot is built: reading changes none of them, and one that is damaged must not be loaded for
writing. Chroma's database is written to by whoever opens it, so it is copied through SQLite, which
gives a whole one while others use it. What the copy holds is then compared, row by row, with what
it is to hold (`passages.ChromaWriter.put`). A copy only saves work: without it all is added anew.
"""

from __future__ import annotations

import json
import shutil
import sqlite3
from collections.abc import Callable, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from vectorstore.errors import IndexUnwritable
from vectorstore.manifest import CHROMA, GRAPHS, seal
from vectorstore.passages import PASSAGES, PROGRAMS, Metadata, Rows, chroma_writer
from vectorstore.records import Passage, Program, SourcePage
from vectorstore.steps import Step, reached
from vectorstore.vectors import Vectors

Progress = Callable[[str, int, int], None]
"""stage, done, total."""
_DATABASE = "chroma.sqlite3"
_WRITTEN = "index_metadata.pickle"
"""Stands beside the files of a graph that was written to the disk."""


@dataclass(frozen=True, slots=True)
class Embedded:
    """What Chroma is to hold, by position."""

    passages: Sequence[tuple[Passage, SourcePage]]
    programs: Sequence[Program]
    program_texts: Sequence[str]
    vectors: Mapping[str, Vectors]
    """By the name of the collection."""


def write_chroma(folder: Path, given: Embedded, last: Path | None, report: Progress) -> None:
    """Fill Chroma's folder in a new snapshot's folder; `last` is that of the last one of our model.

    Raises: IndexUnwritable.
    """
    held = _collections(given)
    is_copy = last is not None and _copied(last, folder)
    if is_copy:
        reached(Step.CHROMA_COPIED)
    try:
        _put(folder / CHROMA, held, report)
    except IndexUnwritable:
        if not is_copy:
            raise
        # Whatever is wrong may be wrong with the copy.
        shutil.rmtree(folder / CHROMA)
        _put(folder / CHROMA, held, report)
    seals = json.dumps(_graphs(folder), indent=2) + "\n"
    (folder / GRAPHS).write_text(seals, encoding="utf-8")


def _put(folder: Path, held: Mapping[str, Rows], report: Progress) -> None:
    with chroma_writer(folder) as writer:
        for name, rows in held.items():
            report(f"index {name}", 0, len(rows.ids))
            writer.put(name, rows, partial(report, f"index {name}"))


def _copied(last: Path, folder: Path) -> bool:
    """Whether there is a copy now; not of files that are not as they were sealed, or damaged."""
    try:
        graphs = _graphs(last)
        if json.loads((last / GRAPHS).read_bytes()) != graphs:
            return False
        for name in graphs:
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(last / name, folder / name)
        _copy_database(last / CHROMA / _DATABASE, folder / CHROMA / _DATABASE)
    except (OSError, ValueError, sqlite3.Error):
        shutil.rmtree(folder / CHROMA, ignore_errors=True)
        return False
    return True


def _copy_database(last: Path, new: Path) -> None:
    new.parent.mkdir(exist_ok=True)
    uri = f"{last.resolve().as_uri()}?mode=ro"
    with (
        closing(sqlite3.connect(uri, uri=True)) as source,
        closing(sqlite3.connect(new)) as target,
    ):
        source.backup(target)
        (found,) = target.execute("PRAGMA quick_check").fetchone()
    if found != "ok":
        raise sqlite3.DatabaseError(found)


def _graphs(folder: Path) -> dict[str, str]:
    """Hash of each file of a graph, by path in the snapshot's folder.

    A small collection stands in Chroma's database alone: the files of its graph hold nothing yet,
    and are written anew whenever it is opened.
    """
    written = sorted((folder / CHROMA).glob(f"*/{_WRITTEN}"))
    files = (path for it in written for path in sorted(it.parent.iterdir()))
    return {path.relative_to(folder).as_posix(): seal(path).sha256 for path in files}


def _collections(given: Embedded) -> dict[str, Rows]:
    return {
        PASSAGES: Rows(
            [p.id for p, _ in given.passages],
            given.vectors[PASSAGES],
            [p.text for p, _ in given.passages],
            [_about_passage(p, page) for p, page in given.passages],
        ),
        PROGRAMS: Rows(
            [p.id for p in given.programs],
            given.vectors[PROGRAMS],
            given.program_texts,
            [_about_program(p) for p in given.programs],
        ),
    }


def _about_passage(passage: Passage, page: SourcePage) -> Metadata:
    return {
        "page_id": passage.page_id,
        "source_id": page.source_id,
        "title": page.title,
        "section": passage.heading_path[-1] if passage.heading_path else page.title,
        "start": passage.start,
        "end": passage.end,
    }


def _about_program(program: Program) -> Metadata:
    place = {"start": program.start, "end": program.end}
    return {"page_id": program.page_id, "source_id": program.source_id, **place}
