"""`guidepost index ...` over small real indexes: what each prints, writes, refuses and leaves."""

from __future__ import annotations

import csv
import io
import json
import shutil
import time
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from pydantic import TypeAdapter

from ingest.index_commands import index as command
from ingest.job import ingest_paths
from tests.unit.vectorstore.made import (
    LetterEmbedder,
    claim,
    listing,
    page,
    passages,
    program,
    source,
)
from vectorstore.index_folder import writing
from vectorstore.records import PageContent, Program, ProgramId, SnapshotId
from vectorstore.snapshot import build_snapshot, current_id, open_current, snapshot_ids

MODEL = LetterEmbedder()
SOURCES = (source("guides"), source("lists"))
SAMPLE = Path(__file__).parents[2] / "ingest" / "sample"


def contents(price: float, pay: float = 90_000.0) -> list[PageContent]:
    nursing = page("pg1", "Nurses care.\n\nThey earn 90,000.", "guides", title="Nursing")
    rows = page("pg2", "Science at Alpha [MS].", "lists", title="Lists")
    alpha = program(
        id=ProgramId(f"alpha-{price}"),
        university="Alpha [North]",
        price=price,
        price_raw=f"{price:,.0f}",
        page_id=rows.id,
        source_id=rows.source_id,
    )
    earns = replace(claim("c1", "Nurse", pay, text=f"{pay:,.0f}"), source_id=nursing.source_id)
    return [
        PageContent(nursing, passages(nursing), claims=(earns,)),
        PageContent(rows, passages(rows), (listing("l1", "pg2", 30),), (alpha,)),
    ]


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Three snapshots: the price moved, then the pay."""
    folder = tmp_path_factory.mktemp("built") / "index"
    for price, pay in ((1000.0, 90_000.0), (1200.0, 90_000.0), (1200.0, 95_000.0)):
        build_snapshot(folder, contents(price, pay), SOURCES, MODEL)
    return folder


@pytest.fixture
def index(built: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy to change; a model that would be loaded is none that there is."""
    shutil.copytree(built, tmp_path / "index")
    monkeypatch.setenv("GUIDEPOST_EMBEDDER", "none-to-be-loaded")
    monkeypatch.setenv("COLUMNS", "200")
    return tmp_path / "index"


def run(folder: Path, *arguments: str) -> Result:
    return CliRunner().invoke(command, [*arguments, "--index", str(folder)])


def told(folder: Path, *arguments: str) -> Any:
    done = run(folder, *arguments, "--json")
    assert done.exit_code == 0, done.output
    return json.loads(done.stdout)


def refused(folder: Path, *arguments: str) -> str:
    """The one line of a command that fails; with --json it is in the output as well."""
    live = (folder / "CURRENT").read_bytes()
    done = run(folder, *arguments)
    assert (done.exit_code, done.stdout) == (1, "")
    assert done.stderr.startswith("Error: ")
    assert done.stderr.count("\n") == 1
    as_json = run(folder, *arguments, "--json")
    assert as_json.exit_code == 1
    assert json.loads(as_json.stdout)["error"]["message"] in done.stderr
    assert (folder / "CURRENT").read_bytes() == live
    return done.stderr


def spoil(folder: Path, snapshot_id: SnapshotId, kind: str) -> None:
    """Damage a snapshot, or make it one of another schema."""
    manifest = folder / "snapshots" / snapshot_id / "manifest.json"
    if kind == "other schema":
        manifest.write_text(json.dumps(json.loads(manifest.read_text()) | {"schema_version": 999}))
    elif kind == "no manifest":
        manifest.unlink()
    else:
        store = manifest.with_name("store.sqlite")
        store.write_bytes(store.read_bytes()[:-1])


@pytest.mark.parametrize(
    "arguments",
    ["list", "show", "verify", "diff", "rollback", "forget x", "prune --keep 1", "export"],
)
def test_without_an_index_each_says_how_to_make_one(arguments: str, tmp_path: Path) -> None:
    done = run(tmp_path / "none", *arguments.split())
    assert done.exit_code == 1
    assert "there is no index in" in done.stderr
    assert done.stderr.count("\n") == 1


def test_list_marks_the_live_one(index: Path) -> None:
    rows = told(index, "list")
    assert [row["live"] for row in rows] == [False, False, True]
    assert {row["state"] for row in rows} == {"ready"}
    assert all(row["bytes"] > 10_000 and row["counts"]["programs"] == 1 for row in rows)
    shown = run(index, "list").stdout
    assert all(i in shown for i in snapshot_ids(index))


@pytest.mark.parametrize("kind", ["other schema", "no manifest", "cut off"])
def test_list_goes_on_with_a_snapshot_that_cannot_be_used(index: Path, kind: str) -> None:
    first, _, third = snapshot_ids(index)
    spoil(index, first, kind)
    spoil(index, third, kind)
    rows = told(index, "list")
    state = "other schema" if kind == "other schema" else "damaged"
    assert [row["state"] for row in rows] == [state, "ready", state]
    assert rows[0]["problem"]
    assert ("999" in rows[0]["problem"]) == (kind == "other schema")
    assert f"{first}: " in run(index, "list").stdout


@pytest.mark.parametrize("current", [None, b"nowhere-to-be-found\n", b"\xff\xff"])
def test_list_and_rollback_work_when_current_names_nothing(
    index: Path, current: bytes | None
) -> None:
    if current is None:
        (index / "CURRENT").unlink()
    else:
        (index / "CURRENT").write_bytes(current)
    assert [row["live"] for row in told(index, "list")] == [False] * 3
    second = snapshot_ids(index)[1]
    assert told(index, "rollback", second)["live"] == second
    assert current_id(index) == second


def test_show_tells_sources_listings_and_counts(index: Path) -> None:
    shown = told(index, "show")
    assert shown["snapshot"] == current_id(index)
    assert [(s["uri"], s["pages"], s["programs"]) for s in shown["sources"]] == [
        ("guides.txt", 1, 0),
        ("lists.txt", 1, 1),
    ]
    assert shown["listings"][0]["announced"] == 30
    assert shown["counts"]["claims"] == 1
    first = snapshot_ids(index)[0]
    assert told(index, "show", first)["snapshot"] == first
    assert "lists.txt" in run(index, "show", "previous").stdout


@pytest.mark.parametrize(
    "command_name", [["show"], ["rollback"], ["export", "--out", "rows.csv"], ["diff"]]
)
def test_another_schema_or_damage_is_told_with_what_to_do(
    index: Path, command_name: list[str]
) -> None:
    first, second, _ = snapshot_ids(index)
    spoil(index, first, "other schema")
    spoil(index, second, "cut off")
    assert "has schema 999" in (said := refused(index, *command_name, first))
    assert "ingest again" in said
    assert "is damaged" in (said := refused(index, *command_name, second))
    assert "guidepost index rollback" in said


@pytest.mark.parametrize("kind", ["other schema", "no manifest", "cut off"])
def test_verify_names_what_is_wrong_and_exits_1(index: Path, kind: str) -> None:
    assert run(index, "verify").stdout.endswith(": whole.\n")
    second = snapshot_ids(index)[1]
    spoil(index, second, kind)
    done = run(index, "verify", "previous")
    assert done.exit_code == 1
    assert done.stderr.startswith("Wrong: ")
    state = "not checked" if kind == "other schema" else "damaged"
    assert done.stdout.endswith(f": {state}.\n")
    as_json = run(index, "verify", second, "--json")
    assert as_json.exit_code == 1
    assert json.loads(as_json.stdout)["problems"]
    assert told(index, "verify")["problems"] == []


def test_names_of_snapshots(index: Path) -> None:
    first, second, third = snapshot_ids(index)
    names = {"live": third, "CURRENT": third, "previous": second, first: first}
    names[first.rpartition("-")[2][:6]] = first
    names[second[:-3]] = second
    for name, snapshot_id in names.items():
        assert told(index, "show", name)["snapshot"] == snapshot_id, name
    assert "begins 3 snapshots" in refused(index, "show", third[:4])
    for unknown in ("gone", "", "..", "../index"):
        assert "holds no snapshot" in refused(index, "show", unknown)
    run(index, "rollback", first)
    assert "no snapshot older than the live one" in refused(index, "diff")


def test_diff_tells_moved_figures_with_both_values(index: Path) -> None:
    first, second, third = snapshot_ids(index)
    latest = told(index, "diff")
    assert (latest["before"], latest["after"]) == (second, third)
    assert latest["programs"] == {"came": [], "went": [], "changed": []}
    (nurse,) = latest["claims"]["changed"]
    assert nurse["changed"] == [
        {"field": "value", "before": "90,000 (USD per year)", "after": "95,000 (USD per year)"}
    ]
    (row,) = told(index, "diff", first, second)["programs"]["changed"]
    assert row["changed"] == [{"field": "price", "before": "1,000", "after": "1,200"}]
    shown = run(index, "diff", first).stdout
    for said in (
        "programs: 1 with another figure",
        "Alpha [North]",
        "1,000",
        "95,000 (USD per year)",
    ):
        assert said in shown
    assert "Nothing changed" in run(index, "diff", "live").stdout


def test_rollback_takes_under_a_second_and_diff_goes_back(tmp_path: Path) -> None:
    """On an index of the sample corpus, larger than the two seed pages."""
    folder = tmp_path / "index"
    first = ingest_paths([str(SAMPLE)], folder, MODEL).snapshot
    some = sorted(SAMPLE.iterdir())[:2]
    later = ingest_paths([str(path) for path in some], folder, MODEL).snapshot
    assert later != first
    start = time.perf_counter()
    done = told(folder, "rollback")
    assert time.perf_counter() - start < 1
    assert (done["live"], done["was"]) == (first, later)
    assert current_id(folder) == first


def test_rollback_goes_back_once_and_again_by_name(index: Path) -> None:
    first, second, third = snapshot_ids(index)
    assert f"Snapshot {second} is live now, in place of {third}." in run(index, "rollback").stdout
    assert told(index, "rollback")["live"] == first
    back = told(index, "rollback", third)
    assert (back["live"], back["was"], back["embedder"]) == (third, first, MODEL.name)
    assert current_id(index) == third
    assert "is live already" in run(index, "rollback", third).stdout
    assert snapshot_ids(index) == (first, second, third)


def test_rollback_waits_for_no_writer(index: Path) -> None:
    with writing(index):
        assert "another program is writing" in refused(index, "rollback")


def test_an_ingestion_after_a_rollback_goes_on_from_what_is_live(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    folder = tmp_path / "index"
    guides = [tmp_path / name for name in ("a.txt", "b.txt", "c.txt")]
    for at, path in enumerate(guides):
        path.write_text(f"Guide {at}\n\nCooks work with care and are paid for it, at least {at}.\n")
    first = ingest_paths(["a.txt"], folder, MODEL).snapshot
    ingest_paths(["b.txt"], folder, MODEL)
    assert told(folder, "rollback")["live"] == first
    report = ingest_paths(["c.txt"], folder, MODEL)
    assert [p.uri for p in report.difference.pages.came] == ["c.txt"]
    assert report.difference.pages.went == ()
    assert {s["uri"] for s in told(folder, "show")["sources"]} == {"a.txt", "c.txt"}
    assert len(snapshot_ids(folder)) == 3


@pytest.mark.parametrize("name", ["lists", "lists.txt", "./lists.txt", "li"])
def test_forget_drops_a_source_without_a_model(index: Path, name: str) -> None:
    before = current_id(index)
    done = told(index, "forget", name)
    assert (done["source"]["uri"], done["pages"], done["programs"]) == ("lists.txt", 1, 1)
    assert done["snapshot"] == current_id(index) != before
    with open_current(index, MODEL) as snapshot:
        assert [c.page.uri for c in snapshot.contents()] == ["pg1.txt"]
        assert len(snapshot.rows.all()) == 0
    assert before in snapshot_ids(index)
    gone = told(index, "diff")
    assert [len(gone[kind]["went"]) for kind in ("sources", "pages", "programs", "claims")] == [
        1,
        1,
        1,
        0,
    ]


def test_forgetting_the_last_source_leaves_an_empty_index(index: Path) -> None:
    run(index, "forget", "lists")
    said = run(index, "forget", "guides").stdout
    assert "0 sources are left" in said
    assert "prune --keep 1" in said
    assert told(index, "show")["counts"]["pages"] == 0
    assert told(index, "verify")["problems"] == []
    assert "near it: none" in refused(index, "forget", "guides")


def test_forget_names_near_sources_and_touches_nothing(index: Path) -> None:
    said = refused(index, "forget", "guide.txt")
    assert "no source 'guide.txt' is held; near it: 'guides.txt'" in said
    assert "no source ''" in refused(index, "forget", "")
    shutil.rmtree(index / "snapshots" / current_id(index))
    assert "holds no snapshot" in refused(index, "forget", "guides")


def test_forget_takes_vectors_from_the_snapshot_where_the_cache_is_lost(index: Path) -> None:
    (index / "embeddings.sqlite").unlink()
    assert told(index, "forget", "lists")["sources_left"] == 1


def test_a_short_name_of_several_sources_is_refused(tmp_path: Path) -> None:
    folder = tmp_path / "index"
    two = [replace(s, uri=f"pages/{s.uri}") for s in SOURCES]
    build_snapshot(folder, contents(1000.0), two, MODEL)
    assert "'pages/' begins 2 sources" in refused(folder, "forget", "pages/")


def test_prune_keeps_the_newest_and_the_live_one(index: Path) -> None:
    first, second, third = snapshot_ids(index)
    run(index, "rollback", first)
    done = told(index, "prune", "--keep", "1")
    assert done["deleted"] == [second]
    assert done["bytes"] > 10_000
    assert snapshot_ids(index) == (first, third)
    assert "0 snapshots deleted, 0.0 MB; 2 left." in run(index, "prune", "--keep", "5").stdout
    assert run(index, "prune", "--keep", "0").exit_code == 2
    assert run(index, "prune").exit_code == 2


def exported(folder: Path, *arguments: str) -> str:
    done = run(folder, "export", *arguments)
    assert done.exit_code == 0, done.output
    return done.stdout_bytes.decode()


def programs_of(lines: str) -> Sequence[Program]:
    read = TypeAdapter(Program)
    return [read.validate_json(line) for line in lines.splitlines()]


def test_export_to_standard_output(index: Path) -> None:
    (row,) = csv.DictReader(io.StringIO(exported(index), newline=""))
    assert (row["university"], row["price"], row["page_uri"]) == (
        "Alpha [North]",
        "1200",
        "pg2.txt",
    )
    with open_current(index, MODEL) as snapshot:
        held = list(snapshot.rows.all())
    assert programs_of(exported(index, "--format", "jsonl", "--out", "-")) == held
    first = exported(index, snapshot_ids(index)[0], "--format", "jsonl")
    assert [p.price for p in programs_of(first)] == [1000.0]


def test_export_to_files(index: Path, tmp_path: Path) -> None:
    file = tmp_path / "rows.jsonl"
    done = told(index, "export", "--out", str(file))
    assert done["files"] == [{"what": "programs", "path": str(file), "records": 1}]
    assert len(programs_of(file.read_text())) == 1
    out = f"{tmp_path}/all/"
    assert "1 claims in" in exported(index, "--what", "all", "--out", out)
    names = "claims listings pages passages programs rejects sources".split()
    assert sorted(p.name for p in Path(out).iterdir()) == [f"{name}.csv" for name in names]
    exported(
        index, "--what", "claims", "--what", "pages", "--out", str(tmp_path), "--format", "jsonl"
    )
    assert json.loads((tmp_path / "claims.jsonl").read_text())["entity"] == "Nurse"


def test_export_refuses_what_makes_no_sense(index: Path, tmp_path: Path) -> None:
    done = run(index, "export", "--what", "all")
    assert (done.exit_code, done.stdout) == (1, "")
    assert "name a folder" in done.stderr
    assert "--json tells of files" in run(index, "export", "--json").stderr
    (tmp_path / "file").write_text("x")
    said = refused(index, "export", "--out", str(tmp_path / "file" / "rows.csv"))
    assert "name another place with --out" in said


def test_every_command_tells_what_it_does(index: Path) -> None:
    for name, each in command.commands.items():
        help_text = CliRunner().invoke(command, [name, "--help"]).stdout
        assert each.help
        assert "--index" in help_text
        assert "--json" in help_text
