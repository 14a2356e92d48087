"""Is a snapshot what it says it is? Files hashed again, rows counted again, Chroma compared.

The full check: seconds on a large index. Opening one does the part that hashes files.
"""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from sqlalchemy import Engine, Row, Table, func, select
from sqlalchemy.exc import SQLAlchemyError

from vectorstore import schema
from vectorstore.database import open_for_reading
from vectorstore.errors import StoreError
from vectorstore.manifest import CHROMA, DATABASE, VECTORS, Manifest, broken_files, read_manifest
from vectorstore.passages import PASSAGES, PROGRAMS, TOLERANCE, ChromaFolder
from vectorstore.vectors import VectorMatrix, Vectors

SAMPLE = 64
"""Vectors of each collection compared with ours, evenly spread."""


def problems_of(folder: Path) -> list[str]:
    """What is wrong with the snapshot in this folder, in words; empty if nothing is."""
    try:
        manifest = read_manifest(folder)
    except StoreError as error:
        return [str(error)]
    problems = broken_files(folder, manifest)
    if problems:
        return problems
    engine = open_for_reading(folder / DATABASE)
    try:
        problems = [*_table_problems(engine, manifest), *_vector_problems(folder, manifest)]
        problems += _chroma_problems(folder, engine, manifest)
    except (SQLAlchemyError, StoreError, ValueError, OSError) as error:
        problems.append(f"cannot be read: {error}")
    finally:
        engine.dispose()
    return problems


def _table_problems(engine: Engine, manifest: Manifest) -> Iterator[str]:
    tables = {
        "sources": schema.sources,
        "pages": schema.pages,
        "passages": schema.passages,
        "listings": schema.listings,
        "programs": schema.programs,
        "places": schema.places,
        "claims": schema.claims,
        "rejects": schema.rejects,
    }
    with engine.connect() as connection:
        for name, table in tables.items():
            said = getattr(manifest.counts, name)
            held = connection.execute(select(func.count()).select_from(table)).scalar_one()
            if held != said:
                yield f"{held} {name} are held, the manifest says {said}"
        passages: defaultdict[str, list[Row[Any]]] = defaultdict(list)
        for row in connection.execute(select(schema.passages)):
            passages[row.page_id].append(row)
        for row in connection.execute(select(schema.pages)):
            yield from _page_problems(row, passages[row.id])


def _page_problems(page: Row[Any], passages: Sequence[Row[Any]]) -> Iterator[str]:
    if hashlib.sha256(page.text.encode()).hexdigest() != page.sha256:
        yield f"the text of page {page.uri!r} is not the one that was hashed"
    for row in passages:
        if page.text[row.start : row.end] != row.text:
            yield f"passage {row.id!r} of page {page.uri!r} is not the text at its span"


def _vector_problems(folder: Path, manifest: Manifest) -> Iterator[str]:
    counts = manifest.counts
    for name, rows in (("passages", counts.passages), ("programs", counts.programs),
                       ("words", counts.words)):  # fmt: skip
        array = VectorMatrix(folder / VECTORS / f"{name}.npy").array
        if array.shape != (rows, manifest.dim):
            yield f"the vectors of {name} have the shape {array.shape}, not {(rows, manifest.dim)}"


def _chroma_problems(folder: Path, engine: Engine, manifest: Manifest) -> list[str]:
    chroma = ChromaFolder(folder / CHROMA)
    problems: list[str] = []
    try:
        for name, table in ((PASSAGES, schema.passages), (PROGRAMS, schema.programs)):
            count, said = chroma.count(name), manifest.vectors_in_chroma()[name]
            if count != said:
                problems.append(f"Chroma holds {count} {name}, the manifest says {said}")
                continue
            ids = _ids(engine, table)
            if chroma.ids(name) != set(ids):
                problems.append(f"Chroma holds other {name} than the tables")
                continue
            ours = VectorMatrix(folder / VECTORS / f"{name}.npy").array
            if not _sample_agrees(chroma, name, ids, ours):
                problems.append(f"the vectors of {name} in Chroma are not those beside it")
    finally:
        chroma.close()
    return problems


def _ids(engine: Engine, table: Table) -> list[str]:
    with engine.connect() as connection:
        return list(connection.execute(select(table.c.id).order_by(table.c.position)).scalars())


def _sample_agrees(chroma: ChromaFolder, name: str, ids: Sequence[str], ours: Vectors) -> bool:
    if not ids:
        return True
    picked = sorted({int(at) for at in np.linspace(0, len(ids) - 1, SAMPLE)})
    theirs = chroma.vectors(name, [ids[at] for at in picked])
    return all(
        ids[at] in theirs and bool(np.abs(theirs[ids[at]] - ours[at]).max() < TOLERANCE)
        for at in picked
    )
