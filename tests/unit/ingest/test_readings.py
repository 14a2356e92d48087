"""The key of a file is of all that decides what it gives; a cost is told in a line."""

from __future__ import annotations

import shutil
from dataclasses import replace
from pathlib import Path

import pytest

from ingest import readings
from ingest.cost import Cost, CountingEmbedder, StageCost, Stopwatch
from ingest.errors import SourceNotFound
from ingest.mapping_file import LoadedMapping, load_mapping
from ingest.pages import FileBytes
from ingest.readers.documents import DocumentLimits
from ingest.readings import key_of, recipe
from tests.unit.vectorstore.made import FETCHED, LetterEmbedder
from vectorstore.records import SourceId

FIELDS = "fields:\n  university: School\n  title: Course\n"
FILE = FileBytes("a/courses.csv", b"School,Course\nNorth,Law\n", SourceId("s1"), FETCHED)


def mapping(text: str = FIELDS, name: str = "m.yaml") -> LoadedMapping:
    return load_mapping(name, text)


def test_the_same_file_has_the_same_key() -> None:
    later = replace(FILE, fetched_at=FETCHED.replace(year=2027))
    assert key_of(FILE, [mapping()], 200) == key_of(later, [mapping()], 200)


@pytest.mark.parametrize(
    "other",
    [
        replace(FILE, octets=FILE.octets + b"South,Art\n"),
        replace(FILE, uri="b/courses.csv"),
        replace(FILE, source_id=SourceId("s2")),
        replace(FILE, ending=".tsv"),
        replace(FILE, url="https://example.org/courses.csv"),
        replace(FILE, limits=DocumentLimits(pages=2)),
    ],
)
def test_another_file_has_another_key(other: FileBytes) -> None:
    assert key_of(other, [mapping()], 200) != key_of(FILE, [mapping()], 200)


def test_what_it_is_read_by_is_in_the_key() -> None:
    by: tuple[list[LoadedMapping], ...] = (
        [],
        [mapping()],
        [mapping(f"as_of: 2026-01-02\n{FIELDS}")],
        [mapping(name="n.yaml")],
    )
    keys = {key_of(FILE, mappings, tokens) for mappings in by for tokens in (100, 200)}
    assert len(keys) == 8


def test_the_files_that_are_joined_are_in_the_key() -> None:
    joining = [mapping(f"join: {{ file: sites.csv, on: Course }}\n{FIELDS}")]

    def beside(octets: bytes) -> FileBytes:
        return replace(FILE, beside=lambda _name: octets)

    keys = [key_of(beside(octets), joining, 200) for octets in (b"1", b"2")]
    assert keys[0] != keys[1]

    def gone(name: str) -> bytes:
        raise SourceNotFound(name, "no file is there")

    assert key_of(replace(FILE, beside=gone), joining, 200) is None


def test_any_change_of_the_program_changes_the_recipe(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("ingest", "vectorstore"):
        only_code = shutil.ignore_patterns("__pycache__", "sample", "mappings")
        shutil.copytree(readings._ROOT / name, tmp_path / name, ignore=only_code)
    plain = recipe.__wrapped__()
    monkeypatch.setattr(readings, "_ROOT", tmp_path)
    assert recipe.__wrapped__() == plain
    seen = {plain}
    for name in ("ingest/readers/html.py", "ingest/layouts/rows.py", "vectorstore/text.py"):
        with (tmp_path / name).open("a") as file:
            file.write("\n# changed\n")
        seen.add(recipe.__wrapped__())
    (tmp_path / "ingest" / "readers" / "odt.py").write_text("")
    seen.add(recipe.__wrapped__())
    monkeypatch.syspath_prepend(tmp_path)
    (tmp_path / "lxml-99.dist-info").mkdir()
    seen.add(recipe.__wrapped__())
    assert len(seen) == 6


def test_stages_are_timed_and_told() -> None:
    now = iter([0.0, 1.0, 1.0, 4.0, 4.5, 7.0, 9.0])
    told: list[str] = []
    watch = Stopwatch(lambda stage, _done, _total: told.append(stage), lambda: next(now))
    for stage in ("read", "read", "embed passages", "embed words", "read"):
        watch(stage, 0, 1)
    assert told == ["read", "read", "embed passages", "embed words", "read"]
    assert watch.stages() == (StageCost("read", 5.0), StageCost("embed", 3.0))


def test_a_cost_in_a_line() -> None:
    model = CountingEmbedder(LetterEmbedder())
    assert model.embed(["a", "b"]).shape == (2, model.dim)
    stages = (StageCost("read", 1.0), StageCost("embed", 2.25), StageCost("store", 0.5))
    assert Cost(1, 341, model.texts, stages).told() == (
        "Took 3.8 s (embed 2.2, read 1.0, store 0.5): 1 files read, 341 as they were, "
        "2 texts embedded."
    )
