"""The main job on the two real pages, with the real store and model; and on bad input."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner

from ingest.commands import ingest
from ingest.errors import NothingRead
from ingest.index_commands import index
from ingest.job import ingest_paths
from ingest.report import Report
from ingest.settings import Settings
from vectorstore.embedder import Embedder, make_embedder
from vectorstore.held import held_in
from vectorstore.settings import StoreSettings
from vectorstore.snapshot import current_id, snapshot_ids

SEEDS = Path(__file__).resolve().parents[2].parent / "shared" / "seeds"
needs_seeds = pytest.mark.skipif(
    not SEEDS.is_dir(), reason="../shared/seeds, the two pages, is not beside the checkout"
)
pytestmark = pytest.mark.slow

PAGE = """Career Guide

{title}

TL;DR
A {title} does honest work and is paid for it, which is more than many people can say of theirs.

{title} Programs (9)
Master's in Work
Online

First University | MS in Work

Lima

1.5 Years
{price}
"""


@pytest.fixture(scope="module")
def embedder() -> Embedder:
    return make_embedder(StoreSettings())


@pytest.fixture
def pages(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder of two small pages, in the working folder."""
    monkeypatch.chdir(tmp_path)
    folder = tmp_path / "pages"
    folder.mkdir()
    write(folder / "a.txt", "Cook", "10,000")
    write(folder / "b.txt", "Baker", "12,000")
    return folder


def write(path: Path, title: str, price: str) -> None:
    path.write_text(PAGE.format(title=title, price=price), encoding="utf-8")


@pytest.fixture(scope="module")
def seeded(tmp_path_factory: pytest.TempPathFactory, embedder: Embedder) -> tuple[Path, Report]:
    folder = tmp_path_factory.mktemp("seeded") / "index"
    return folder, ingest_paths([str(SEEDS)], folder, embedder, Settings())


@needs_seeds
@pytest.mark.shared
def test_the_two_pages(seeded: tuple[Path, Report]) -> None:
    _, report = seeded
    assert (report.pages, report.programs, len(report.rejects)) == (2, 20, 0)
    assert {r.kind: r.count for r in report.repairs} == {"mojibake": 49, "repeat": 4, "chrome": 2}
    assert [(x.announced, x.held, x.off_subject) for x in report.listings] == [
        (219, 10, 0),
        (340, 10, 10),
    ]
    assert [(c.entity, c.kind) for c in report.conflicts] == [("AI Engineer", "label")]
    json.dumps(report.to_json(), default=str)


@needs_seeds
@pytest.mark.shared
def test_what_the_pages_say(seeded: tuple[Path, Report]) -> None:
    folder, _ = seeded
    contents = held_in(folder).contents
    assert [c.page.title for c in contents] == [
        "Generative AI & Large Language Models",
        "AI Engineer",
    ]
    texts = "".join(c.page.text for c in contents)
    assert not any("\u0e00" <= ch <= "\u0e7f" for ch in texts)
    for quote in ("$130K–$275K", "University of Michigan‑Dearborn", "Penn State – World Campus"):
        assert quote in texts
    programs = {p.university: p for c in contents for p in c.programs}
    austin = programs["The University of Texas at Austin"]
    assert (austin.price, austin.currency, austin.award) == (10000, None, "MS")
    assert sum(p.level == "certificate" for p in programs.values()) == 4
    claims = {(c.text, c.label) for content in contents for c in content.claims}
    assert ("$155K-$300K", "GenAI Engineer Salary") in claims
    assert ("$300-500/hour", "Others become consultants") in claims


def test_the_same_twice_changes_nothing(pages: Path, tmp_path: Path, embedder: Embedder) -> None:
    folder = tmp_path / "index"
    first = ingest_paths(["pages"], folder, embedder)
    again = ingest_paths([f"{pages}/"], folder, embedder)
    assert again.snapshot == first.snapshot
    assert again.difference.is_empty()
    assert len(snapshot_ids(folder)) == 1


def test_a_changed_page_replaces_its_old_self(
    pages: Path, tmp_path: Path, embedder: Embedder
) -> None:
    folder = tmp_path / "index"
    ingest_paths(["pages"], folder, embedder)
    write(pages / "a.txt", "Cook", "11,500")
    report = ingest_paths(["pages"], folder, embedder)
    assert [it.after.uri for it in report.difference.pages.changed] == ["pages/a.txt"]
    (moved,) = report.difference.programs.changed
    (move,) = moved.fields
    assert (move.field, move.before, move.after) == ("price", "10,000", "11,500")
    assert (report.difference.programs.came, report.difference.programs.went) == ((), ())
    assert (report.pages_held, report.programs_held) == (2, 2)


def test_what_vanished_goes_and_other_sources_stay(
    pages: Path, tmp_path: Path, embedder: Embedder
) -> None:
    folder = tmp_path / "index"
    other = tmp_path / "other.txt"
    write(other, "Miller", "9,000")
    ingest_paths(["pages", "other.txt"], folder, embedder)
    (pages / "b.txt").unlink()
    report = ingest_paths(["pages"], folder, embedder)
    assert [page.uri for page in report.difference.pages.went] == ["pages/b.txt"]
    assert report.difference.sources.went == ()
    assert {c.page.uri for c in held_in(folder).contents} == {"pages/a.txt", "other.txt"}


def test_one_file_of_a_folder_is_still_one_page(
    pages: Path, tmp_path: Path, embedder: Embedder
) -> None:
    folder = tmp_path / "index"
    ingest_paths(["pages"], folder, embedder)
    report = ingest_paths(["pages/a.txt"], folder, embedder)
    assert report.pages_held == 2
    assert ingest_paths(["pages"], folder, embedder).pages_held == 2
    assert len(held_in(folder).sources) == 1


def test_bad_files_are_told_and_the_others_go_on(
    pages: Path, tmp_path: Path, embedder: Embedder
) -> None:
    (pages / "empty.txt").write_bytes(b"")
    (pages / "image.txt").write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(range(256)))
    (pages / "numbers.txt").write_text("1 2\n\n3", encoding="utf-8")
    (pages / "data.exe").write_bytes(b"MZ words")
    with (pages / "big.txt").open("wb") as file:
        file.truncate(200_000_000)
    report = ingest_paths(["pages", "nowhere"], tmp_path / "index", embedder)
    assert report.pages == 2
    assert {e.uri: e.code for e in report.errors} == {
        "nowhere": "not_found",
        "pages/big.txt": "too_large",
        "pages/data.exe": "unknown_format",
        "pages/empty.txt": "empty",
        "pages/image.txt": "binary",
        "pages/numbers.txt": "unreadable_page",
    }


def test_nothing_read_leaves_the_index_as_it_was(
    pages: Path, tmp_path: Path, embedder: Embedder
) -> None:
    folder = tmp_path / "index"
    before = ingest_paths(["pages"], folder, embedder).snapshot
    for path in pages.iterdir():
        path.write_bytes(b"")
    with pytest.raises(NothingRead, match="the file is empty"):
        ingest_paths(["pages"], folder, embedder)
    assert current_id(folder) == before


def test_the_commands(pages: Path, tmp_path: Path) -> None:
    run = CliRunner().invoke
    at = ["--index", str(tmp_path / "index")]
    done = run(ingest, ["pages", *at, "--json"])
    assert done.exit_code == 0, done.output
    assert json.loads(done.stdout)["programs"] == 2
    shown = json.loads(run(index, ["show", *at, "--json"]).stdout)
    assert shown["counts"]["pages"] == 2
    assert [s["uri"] for s in shown["sources"]] == ["pages"]
    assert len(json.loads(run(index, ["list", *at, "--json"]).stdout)) == 1
    assert run(index, ["verify", *at]).exit_code == 0
    shutil.rmtree(tmp_path / "index" / "snapshots")
    assert run(index, ["verify", *at]).exit_code == 1


@pytest.mark.parametrize("arguments", [["nowhere.txt"], ["nowhere.txt", "--json"]])
def test_a_failed_run_is_one_line_and_exit_1(arguments: list[str], tmp_path: Path) -> None:
    done = CliRunner().invoke(ingest, [*arguments, "--index", str(tmp_path / "index")])
    assert done.exit_code == 1
    assert done.stderr.startswith("Error: nothing could be read: ")
    assert done.stderr.count("\n") == 1
    if "--json" in arguments:
        assert json.loads(done.stdout)["error"]["code"] == "nothing_read"
