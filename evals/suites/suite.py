"""What a suite is, and by which name it is run.

A suite is a module of this package with a `SUITE`. One is imported when it is asked for: a tool
that only one suite needs, such as DuckDB, is needed by nobody else.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import Protocol

from evals.cases import read_cases
from evals.errors import CaseInvalid
from evals.trials import Trial, asked
from vectorstore.embedder import Embedder

NAMES = (
    "listings",
    "guides",
    "retrieval",
    "conversation",
    "unanswerable",
    "injection",
    "ingestion",
)
"""Suites in the order of reports; `citations` is read from the answers of all others."""

WITH_FILES = ("guides", "retrieval", "injection")
"""Suites that read a file of their own form; `of_file` makes one of an operator's file."""


@dataclass(frozen=True, slots=True)
class Setting:
    """What a suite makes its trials of."""

    index: Path
    """Folder of the index that is measured."""
    corpus: Path
    """File or folder that an altered copy is made from, where one is needed."""
    scratch: Path
    """An empty folder of the suite's own for altered copies, kept until the run is over."""
    embedder: Embedder
    """The model of the index, open."""
    questions: int
    """How many to make, where questions are made."""


class Suite(Protocol):
    """One thing that is claimed, and the trials that hold it against the product."""

    @property
    def name(self) -> str:
        """How it is run and reported."""

    @property
    def about(self) -> str:
        """What it measures, in one sentence for reports."""

    def trials(self, setting: Setting) -> Sequence[Trial]:
        """Its trials, the same ones for the same setting. Raises: EvalError, StoreError."""


def suite_of(word: str) -> Suite:
    """What a word of the command line names: one of `NAMES`, `NAME=FILE`, or a file of cases.

    Raises: CaseInvalid, if it is none of these.
    """
    if word in NAMES:
        suite: Suite = import_module(f"evals.suites.{word}").SUITE
        return suite
    name, _, path = word.partition("=")
    if path and name in WITH_FILES:
        own: Suite = import_module(f"evals.suites.{name}").of_file(Path(path))
        return own
    if not Path(word).is_file():
        known = ", ".join(NAMES)
        raise CaseInvalid(f"{word!r} is neither a suite ({known}) nor a file of cases")
    return OwnCases(Path(word))


class OwnCases:
    """A file of cases, asked as they stand."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self.name = path.stem
        self.about = f"The cases of {path.name}."

    def trials(self, setting: Setting) -> Sequence[Trial]:  # noqa: ARG002 - they stand in the file
        """One trial a case. Raises: CaseInvalid."""
        return [asked(case) for case in read_cases(self._path)]
