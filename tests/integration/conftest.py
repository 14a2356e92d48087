"""What several integration tests read, once a session."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from ingest.file_pages import FilePages

CRICOS = (
    Path(__file__).resolve().parents[2].parent
    / "shared" / "data" / "cricos_2023" / "cricos-2023-01-03.xlsx"
)  # fmt: skip


@pytest.fixture(scope="session")
def register_file() -> Path:
    """The workbook of the register."""
    if not CRICOS.is_file():
        pytest.skip("../shared/data/cricos_2023, the register, is not beside the checkout")
    return CRICOS


@pytest.fixture(scope="session")
def register_pages(register_file: Path) -> FilePages:
    """The register read by the mapping that is shipped."""
    from ingest.file_pages import read_pages
    from ingest.layouts.page import Chunking
    from ingest.mapping_choice import find_mappings
    from ingest.pages import FileBytes
    from vectorstore.records import SourceId

    now = datetime(2026, 1, 2, tzinfo=UTC)
    given = FileBytes(register_file.name, register_file.read_bytes(), SourceId("s"), now)
    loaded = find_mappings(["cricos"]).of(register_file.name, register_file)
    return read_pages(given, Chunking(200, lambda t: len(t.split())), loaded)
