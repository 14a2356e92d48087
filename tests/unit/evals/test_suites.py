"""A word of the command line names a suite, one over a file, or a file; all else is told."""

from __future__ import annotations

from pathlib import Path

import pytest

from evals.errors import CaseInvalid
from evals.suites.suite import NAMES, suite_of


@pytest.mark.parametrize("name", NAMES)
def test_every_name_is_that_of_its_suite(name: str) -> None:
    suite = suite_of(name)

    assert suite.name == name
    assert suite.about.endswith(".")


def test_a_file_of_cases_is_a_suite_of_its_name(tmp_path: Path) -> None:
    path = tmp_path / "ours.jsonl"
    path.write_text("{}\n", encoding="utf-8")

    assert suite_of(str(path)).name == "ours"


def test_what_is_neither_says_what_there_is() -> None:
    with pytest.raises(CaseInvalid, match=r"'lisitngs' is neither a suite \(listings, "):
        suite_of("lisitngs")
