"""Files and folders are found in order; what cannot be read is a clear error with a code."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from ingest.errors import EmptyFile, FileTooLarge, SourceNotFound, SourceUnreadable
from ingest.sources import FoundFile, find_source, read_bytes


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    for name in ("b.txt", "a.md", "sub/c.txt", ".hidden", ".git/x.txt"):
        path = tmp_path / "pages" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("x", encoding="utf-8")
    return tmp_path / "pages"


def test_a_folder_in_order_without_hidden_files(folder: Path) -> None:
    found = find_source("pages")
    assert [f.uri for f in found.files] == ["pages/a.md", "pages/b.txt", "pages/sub/c.txt"]
    assert found.source.kind == "folder"


def test_one_source_however_it_is_spelled(folder: Path) -> None:
    ids = {find_source(p).source.id for p in ("pages", "./pages/", str(folder))}
    assert len(ids) == 1


def test_what_is_not_there() -> None:
    with pytest.raises(SourceNotFound, match=r"nowhere\.txt"):
        find_source("nowhere.txt")


def test_an_empty_folder(tmp_path: Path) -> None:
    with pytest.raises(EmptyFile):
        find_source(str(tmp_path))


def test_a_file_over_the_limit_is_not_read(tmp_path: Path) -> None:
    path = tmp_path / "big.txt"
    with path.open("wb") as file:
        file.truncate(200_000_000)
    with pytest.raises(FileTooLarge, match="200,000,000"):
        read_bytes(FoundFile(path, "big.txt"), 50_000_000)


def test_what_is_no_regular_file(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe.txt"
    os.mkfifo(pipe)
    with pytest.raises(SourceUnreadable):
        read_bytes(FoundFile(pipe, "pipe.txt"), 1000)
