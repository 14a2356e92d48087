"""What did not change is taken over and not read again, and the index is as if it had been."""

from __future__ import annotations

import json
import random
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

import ingest.job
from ingest.file_pages import read_pages
from ingest.forget import forget_source
from ingest.job import Order, ingest_paths
from ingest.mapping_choice import find_mappings
from ingest.readings import NAME
from ingest.report import Report
from ingest.settings import Settings
from tests.unit.vectorstore.made import FETCHED, LetterEmbedder
from vectorstore.held import Held, held_in
from vectorstore.index_folder import snapshot_folder
from vectorstore.manifest import read_manifest
from vectorstore.snapshot import current_id, roll_back, verify

GUIDE = "# {0}\n\n{0}s make {1} a year, and mend what others break. {2}\n"
COURSES = "Code,School,Course,Fee (AUD)\n{rows}"
FIELDS = "key: Code\nfields:\n  university: School\n  title: Course\n  price: Fee (AUD)\n"
JOIN = "join: { file: sites.csv, on: Code }\n"
PLACE = "  places: { city: Town }\n"


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    for name in ("guides", "reg"):
        (tmp_path / name).mkdir()
    for at, trade in enumerate(("Cook", "Baker", "Miller", "Smith")):
        guide(trade, 40_000 + at)
    courses("1,North,Law,100\n2,South,Art,200\n")
    (tmp_path / "reg" / "sites.csv").write_text("Code,Town\n1,Reno\n2,Lima\n")
    (tmp_path / "reg" / "courses.mapping.yaml").write_text(JOIN + FIELDS + PLACE)
    return tmp_path


@pytest.fixture
def parsed(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Uris of the files that are parsed, as they are."""
    uris: list[str] = []

    def noting(file, *rest):  # type: ignore[no-untyped-def]
        uris.append(file.uri)
        return read_pages(file, *rest)

    monkeypatch.setattr(ingest.job, "read_pages", noting)
    return uris


def guide(trade: str, pay: int, more: str = "") -> None:
    Path("guides", f"{trade.lower()}.md").write_text(GUIDE.format(trade, f"${pay:,}", more))


def courses(rows: str) -> None:
    Path("reg", "courses.csv").write_text(COURSES.format(rows=rows))


def run(
    *paths: str,
    at: int = 0,
    index: str = "index",
    settings: Settings | None = None,
    order: Order | None = None,
) -> Report:
    def now() -> datetime:
        return FETCHED + timedelta(days=at)

    given = paths or ("guides", "reg")
    return ingest_paths(given, Path(index), LetterEmbedder(), settings, clock=now, order=order)


def fingerprint(index: str) -> str:
    folder = Path(index)
    return read_manifest(snapshot_folder(folder, current_id(folder))).fingerprint


def undated(held: Held) -> dict[str, object]:
    when = datetime(1970, 1, 1, tzinfo=UTC)
    pages = (replace(c, page=replace(c.page, fetched_at=when)) for c in held.contents)
    return {content.page.uri: content for content in pages}


def same_as_read_anew(at: int = 0) -> None:
    """The index holds what a new one does, and was fetched when that was."""
    scratch = f"scratch-{at}"
    run(index=scratch, at=at)
    mine, other = held_in(Path("index")), held_in(Path(scratch))
    assert undated(mine) == undated(other)
    assert fingerprint("index") == fingerprint(scratch)
    assert verify(Path("index"), current_id(Path("index"))) == []


def test_unchanged_files_are_not_parsed(parsed: list[str]) -> None:
    first = run()
    assert (first.cost.files_read, first.cost.files_same) == (5, 0)
    assert first.cost.texts_embedded > 20
    parsed.clear()
    again = run(at=1)
    assert parsed == []
    assert (again.cost.files_read, again.cost.files_same, again.cost.texts_embedded) == (0, 5, 0)
    assert again.snapshot == first.snapshot
    assert again.difference.is_empty()
    told = ("pages", "passages", "claims", "programs", "repairs", "tables", "listings", "conflicts")
    assert all(getattr(again, name) == getattr(first, name) for name in told)
    assert [t.programs for t in again.tables] == [2]


def test_one_changed_page_is_all_that_is_parsed(parsed: list[str]) -> None:
    run()
    parsed.clear()
    guide("Baker", 51_000)
    report = run(at=1)
    assert parsed == ["guides/baker.md"]
    assert [it.after.uri for it in report.difference.pages.changed] == ["guides/baker.md"]
    assert {c.page.fetched_at for c in held_in(Path("index")).contents} == {
        FETCHED + timedelta(days=1)
    }
    same_as_read_anew(1)


def mapping(text: str) -> None:
    Path("reg/courses.mapping.yaml").write_text(text)


CHANGES: dict[str, tuple[Callable[[], object], list[str]]] = {
    "a page": (lambda: guide("Cook", 1_000), ["guides/cook.md"]),
    "a new page": (lambda: guide("Weaver", 9_000), ["guides/weaver.md"]),
    "a page gone": (lambda: Path("guides/cook.md").unlink(), []),
    "a page renamed": (
        lambda: Path("guides/cook.md").rename("guides/chef.md"), ["guides/chef.md"],
    ),
    "a row": (lambda: courses("1,North,Law,90\n2,South,Art,200\n"), ["reg/courses.csv"]),
    "the file that is joined": (
        lambda: Path("reg/sites.csv").write_text("Code,Town\n1,Rome\n2,Lima\n"),
        ["reg/courses.csv"],
    ),
    "the mapping": (
        lambda: mapping(FIELDS), ["reg/courses.csv", "reg/sites.csv"],
    ),
    "the date that data speak for": (
        lambda: mapping(f"as_of: 2026-02-03\n{JOIN}{FIELDS}{PLACE}"),
        ["reg/courses.csv"],
    ),
    "no mapping": (
        lambda: Path("reg/courses.mapping.yaml").unlink(), ["reg/courses.csv", "reg/sites.csv"],
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", CHANGES)
def test_every_change_is_noticed(name: str, parsed: list[str]) -> None:
    change, files = CHANGES[name]
    run()
    parsed.clear()
    before = fingerprint("index")
    change()
    run(at=1)
    assert parsed == files
    assert fingerprint("index") != before
    same_as_read_anew(1)


def test_a_page_that_is_damaged_and_repaired_again(parsed: list[str]) -> None:
    run()
    whole = Path("guides/cook.md").read_bytes()
    Path("guides/cook.md").write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(range(256)))
    assert [e.code for e in run().errors] == ["binary"]
    assert "guides/cook.md" not in undated(held_in(Path("index")))
    Path("guides/cook.md").write_bytes(whole)
    parsed.clear()
    assert run().errors == ()
    assert parsed == ["guides/cook.md"]
    same_as_read_anew()


def test_another_limit_reads_all_again(parsed: list[str]) -> None:
    run()
    parsed.clear()
    run(settings=Settings(passage_tokens=20))
    assert len(parsed) == 5


def test_a_mapping_that_is_given_decides_too(tmp_path: Path, parsed: list[str]) -> None:
    other = tmp_path / "other.yaml"
    other.write_text(FIELDS.replace("  price: Fee (AUD)\n", ""))
    run("reg/courses.csv")
    parsed.clear()
    order = Order(mappings=find_mappings([str(other)]))
    run("reg/courses.csv", order=order)
    assert parsed == ["reg/courses.csv"]
    assert all(p.price is None for c in held_in(Path("index")).contents for p in c.programs)
    parsed.clear()
    run("reg/courses.csv", order=order)
    assert parsed == []


def test_a_row_of_two_files_stays_when_one_of_them_drops_it(parsed: list[str]) -> None:
    Path("reg/courses.mapping.yaml").unlink()
    Path("reg/sites.csv").unlink()
    courses("1,North,Law,100\n")
    Path("reg/more.csv").write_text(COURSES.format(rows="1,North,Law,100\n2,South,Art,200\n"))
    run()
    parsed.clear()
    courses("3,West,Film,300\n")
    run()
    # What is stored of the second file lacks the row of the first.
    assert parsed == ["reg/courses.csv", "reg/more.csv"]
    titles = sorted(p.title for c in held_in(Path("index")).contents for p in c.programs)
    assert titles == ["Art", "Film", "Law"]
    same_as_read_anew()


def test_rows_numbered_alike_stay_told_apart(parsed: list[str]) -> None:
    Path("reg/courses.mapping.yaml").unlink()
    Path("reg/sites.csv").unlink()
    Path("reg/more.csv").write_text(COURSES.format(rows="1,North,Law,999\n"))
    run()
    courses("1,North,Law,101\n2,South,Art,200\n")
    run()
    same_as_read_anew()


def test_a_file_given_alone_and_in_its_folder(parsed: list[str]) -> None:
    run("guides")
    run("guides/cook.md")
    parsed.clear()
    run("guides")
    assert parsed == ["guides/cook.md"]  # it was of the other source
    assert len(held_in(Path("index")).contents) == 4


@pytest.mark.parametrize("damage", ["lost", "cut", "a figure", "of another snapshot"])
def test_without_its_notes_a_run_reads_everything(damage: str, parsed: list[str]) -> None:
    first = run()
    notes = Path("index", NAME)
    text = notes.read_text()
    if damage == "lost":
        notes.unlink()
    elif damage == "cut":
        notes.write_text(text[: len(text) // 2])
    elif damage == "a figure":
        notes.write_text(text.replace('"programs":2', '"programs":3'))
    else:
        notes.write_text(json.dumps(json.loads(text) | {"snapshot": "another"}))
    parsed.clear()
    again = run()
    assert len(parsed) == 5
    assert again.snapshot == first.snapshot
    parsed.clear()
    run()
    assert parsed == []


def test_after_a_rollback_everything_is_read(parsed: list[str]) -> None:
    first = run().snapshot
    guide("Cook", 1_000)
    run()
    roll_back(Path("index"), first)
    parsed.clear()
    run()
    assert len(parsed) == 5
    same_as_read_anew()


def test_what_is_left_when_a_source_is_forgotten_is_not_read_again(parsed: list[str]) -> None:
    run()
    forget_source(Path("index"), "reg", LetterEmbedder)
    parsed.clear()
    run("guides")
    assert parsed == []


def test_a_damaged_snapshot_is_built_again(parsed: list[str]) -> None:
    first = run().snapshot
    folder = snapshot_folder(Path("index"), first)
    (folder / "chroma" / "chroma.sqlite3").write_bytes(b"no database")
    assert run().snapshot != first
    same_as_read_anew()


def test_another_program_reads_everything(
    parsed: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    run()
    parsed.clear()
    monkeypatch.setattr("ingest.readings.recipe", lambda: "the next release")
    run()
    assert len(parsed) == 5


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(2))
def test_after_any_changes_the_index_is_as_if_all_had_been_read(seed: int) -> None:
    chance = random.Random(seed)
    run()
    for edition in range(5):
        for _ in range(chance.randint(1, 3)):
            change(chance)
        given = chance.choice([("guides",), ("reg",), ("guides", "reg"), ("reg", "guides")])
        run(*given, at=edition)
    run(at=5)
    same_as_read_anew(5)


def change(chance: random.Random) -> None:
    trade = chance.choice(("Cook", "Baker", "Miller", "Smith", "Weaver"))
    match chance.randrange(5):
        case 0:
            guide(trade, chance.randrange(10_000, 90_000), chance.choice(("", "They rest.")))
        case 1:
            if len(list(Path("guides").iterdir())) > 1:
                Path("guides", f"{trade.lower()}.md").unlink(missing_ok=True)
        case 2:
            rows = (f"{n},North,{chance.choice('ABC')} Law,{n}0\n" for n in range(1, 4))
            courses("".join(rows))
        case 3:
            towns = (f"{n},{chance.choice(('Reno', 'Rome'))}\n" for n in range(1, 4))
            Path("reg/sites.csv").write_text(f"Code,Town\n{''.join(towns)}")
        case _:
            mapping(JOIN + FIELDS + chance.choice((PLACE, "")))
