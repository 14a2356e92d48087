"""Mapping files from suggestion to index, and the shipped ones over the real registers."""

from __future__ import annotations

import re
from collections import Counter
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from click.testing import CliRunner
from python_calamine import CalamineWorkbook

from ingest.commands import ingest
from ingest.errors import MappingInvalid, NothingRead
from ingest.file_pages import FilePages, read_pages
from ingest.job import Order, ingest_paths
from ingest.layouts.page import Chunking
from ingest.mapping_choice import find_mappings
from ingest.mapping_file import load_mapping
from ingest.pages import FileBytes
from tests.unit.vectorstore.made import LetterEmbedder
from vectorstore.held import held_in
from vectorstore.records import Level, Program, SourceId

ROOT = Path(__file__).resolve().parents[2]
DATA = ROOT.parent / "shared" / "data"
COLLEGES = DATA / "datascience_colleges" / "data_science_colleges.csv"
needs_data = pytest.mark.skipif(
    not DATA.is_dir(), reason="../shared/data, the registers, is not beside the checkout"
)
COURSES = "Course code,School,Course,Level,Weeks,Fee (AUD),Closed\n"
COURSES += "1,North,Law,Diploma,52,100,No\n2,North,Art,Certificate IV,26,0,No\n"
COURSES += "3,South,Law,Diploma,52,90,Yes\n4,South,Film,Graduate Diploma,long,80,No\n"
SITES = "Course code,Town,State\n1,Reno,NV\n1,Lima,OH\n3,Rome,GA\n"
JOIN = "join:\n  file: sites.csv\n  on: Course code\n"


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A working folder with two tables."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "reg").mkdir()
    (tmp_path / "reg" / "courses.csv").write_text(COURSES)
    (tmp_path / "reg" / "sites.csv").write_text(SITES)
    return tmp_path


def programs_in(index: Path) -> dict[str, Program]:
    return {p.title: p for c in held_in(index).contents for p in c.programs}


def test_suggested_joined_and_ingested(folder: Path) -> None:
    done = CliRunner().invoke(ingest, ["reg/courses.csv", "--suggest-mapping"])
    assert done.exit_code == 0, done.output
    (folder / "reg" / "courses.mapping.yaml").write_text(done.output)
    model, index = LetterEmbedder(), folder / "index"
    report = ingest_paths(["reg"], index, model)
    found = programs_in(index)
    assert set(found) == {"Law", "Art", "Film"}
    assert [p.city for p in found["Law"].places] == ["Reno", "Lima"]
    assert (found["Law"].price, found["Law"].currency, found["Art"].price) == (100, "AUD", None)
    assert (found["Law"].level, found["Art"].award) == (Level.DIPLOMA, "Certificate IV")
    (table,) = report.tables
    assert (table.rows, table.left_out[0].reason, table.left_out[0].rows) == (4, "closed", 1)
    assert (table.programs, table.rejects) == (3, 0)
    assert table.doubts == (
        "1 cells of 'Fee (AUD)' give no price, which is unknown there: '0' (1)",
        "1 cells of 'Weeks' give no length, which is unknown there: 'long' (1)",
    )
    assert (table.joins[0].joined, table.joins[0].of_left_out) == (2, 1)
    assert {c.page.uri for c in held_in(index).contents} >= {"reg/courses.csv#R2"}
    assert not any("sites" in c.page.uri for c in held_in(index).contents)
    asked = len(model.asked)
    again = ingest_paths(["reg"], index, model)
    assert (again.snapshot, len(model.asked)) == (report.snapshot, asked)
    ingest_paths(["reg/sites.csv", "reg/courses.csv"], folder / "other", LetterEmbedder())
    assert not any("sites" in c.page.uri for c in held_in(folder / "other").contents)


def test_a_mapping_that_does_not_fit_leaves_the_last_version(folder: Path) -> None:
    names = "fields:\n  university: School\n  title: Course\n"
    beside = folder / "reg" / "courses.mapping.yaml"
    beside.write_text("key: Course code\n" + names)
    index = folder / "index"
    ingest_paths(["reg"], index, LetterEmbedder())
    assert len(programs_in(index)) == 3  # two courses are both called Law
    beside.write_text("key: Code\n" + names)
    report = ingest_paths(["reg"], index, LetterEmbedder())
    (error,) = report.errors
    assert error.code == "mapping_misfit"
    assert "line 1, key[1]: there is no column 'Code'" in error.reason
    assert len(programs_in(index)) == 3
    beside.write_text("keys: Code\n" + names)
    with pytest.raises(MappingInvalid, match="keys: unknown key; is 'key' meant"):
        ingest_paths(["reg"], index, LetterEmbedder())
    with pytest.raises(MappingInvalid, match=r"is for tables named cricos\*"):
        ingest_paths(["reg/sites.csv"], index, LetterEmbedder(), order=shipped("cricos"))


def test_a_file_that_is_to_be_joined_and_is_not_there_is_named(folder: Path) -> None:
    (folder / "reg" / "sites.csv").unlink()
    text = JOIN + "fields:\n  university: School\n  title: Course\n"
    (folder / "reg" / "courses.mapping.yaml").write_text(text)
    told = r"reg/courses.csv: courses.mapping.yaml: sites.csv, which it joins: no file is there"
    with pytest.raises(NothingRead, match=told):
        ingest_paths(["reg/courses.csv"], folder / "index", LetterEmbedder())
    with pytest.raises(NothingRead, match=r"gone.csv: no file or folder is there"):
        ingest_paths(["gone.csv"], folder / "index", LetterEmbedder(), order=shipped("cricos"))


def test_the_example_of_the_readme_loads() -> None:
    text = (ROOT / "ingest" / "mappings" / "README.md").read_text()
    whole, parts, attributes = re.findall(r"```yaml\n(.*?)```", text, re.DOTALL)
    assert [list(join.on) for join in load_mapping("m", whole).terms.join] == [
        ["PROVIDER_ID"], ["COURSE_ID"], ["SITE_ID"], ["COURSE_ID"],
    ]  # fmt: skip
    head, of_attributes = attributes.split("\n", 1)
    assert head == "fields:"  # where they belong
    lines = "".join(f"  {line}\n" for line in parts.splitlines()) + of_attributes
    fields = load_mapping("m", f"fields:\n  university: U\n  title: T\n{lines}").terms.fields
    assert (len(fields.topics), len(fields.attributes)) == (2, 5)


def shipped(name: str) -> Order:
    return Order(mappings=find_mappings([name]))


def read(path: Path, mapping: str) -> FilePages:
    given = FileBytes(path.name, path.read_bytes(), SourceId("s"), datetime(2026, 1, 2, tzinfo=UTC))
    loaded = find_mappings([mapping]).of(path.name, path)
    return read_pages(given, Chunking(200, lambda t: len(t.split())), loaded)


@pytest.mark.shared
@pytest.mark.slow
def test_every_live_course_of_the_register_is_one_program_or_a_reject(
    register_file: Path, register_pages: FilePages
) -> None:
    pages = register_pages
    book = CalamineWorkbook.from_path(register_file)
    header, *rows = book.get_sheet_by_name("Courses").to_python()[2:]
    at = {name: i for i, name in enumerate(header)}
    live = [row for row in rows if row[at["Expired"]] == "No"]
    table = next(t for t in pages.tables if t.mapping)
    left_out = sum(it.rows for it in table.left_out)
    assert table.rows == len(rows)
    assert table.rows == left_out + table.programs + table.repeated + table.rejects
    assert table.programs + table.rejects == len(live)
    programs = [p for c in pages.contents for p in c.programs]
    codes = {dict(p.attributes)["CRICOS Course Code"]: p for p in programs}
    assert len(codes) == len(programs) == len({p.id for p in programs}) == table.programs
    rejected = {r.page_uri for c in pages.contents for r in c.rejects}
    assert len(rejected) == table.rejects
    for row in live:
        program = codes[str(row[at["CRICOS Course Code"]])]
        fee, weeks = row[at["Tuition Fee"]], row[at["Duration (Weeks)"]]
        assert program.price == (fee or None)
        assert program.duration is not None
        assert (program.duration.value, program.duration.unit) == (weeks, "week")
        assert program.award == row[at["Course Level"]]
    joined = table.joins[0]
    assert joined.rows == joined.joined + joined.of_left_out + joined.unmatched + joined.left_out
    assert joined.rows == book.get_sheet_by_name("Course Locations").height - 3
    assert Counter(c.page.as_of for c in pages.contents)[date(2023, 1, 3)] == len(programs) + 1


@needs_data
@pytest.mark.shared
def test_every_row_of_the_colleges_is_one_program() -> None:
    pages = read(COLLEGES, "datascience_colleges")
    (table,) = pages.tables
    assert (table.rows, table.programs, table.rejects, table.repeated) == (632, 632, 0, 0)
    programs = [p for c in pages.contents for p in c.programs]
    assert Counter(p.level for p in programs) == {
        Level.MASTER: 438, Level.CERTIFICATE: 101, Level.BACHELOR: 68, Level.DOCTORATE: 24,
        Level.OTHER: 1,
    }  # fmt: skip
    assert sum("online" in p.delivery for p in programs) == 179
    assert sum("on_campus" in p.delivery for p in programs) == 491
