"""What a run was of: hashes of the corpus, index, code, prompts, models and trials.

They stand in every report, so that a reader sees whether the corpus changed or the program.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from pathlib import Path
from typing import Protocol

from pydantic import BaseModel, ConfigDict

_PARTS = ("assistant", "ingest", "prompts", "vectorstore")
_SOURCES = (".py", ".toml", ".md", ".json", ".yaml")


class Marked(Protocol):
    """A trial, or the record of one."""

    @property
    def id(self) -> str:
        """Unique in its suite."""

    @property
    def mark(self) -> str:
        """Hash of what is tried and of what is right."""


class Run(BaseModel):
    """What a run tried of what; a folder holds one run."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    name: str
    """Of what was asked for."""
    suites: dict[str, str]
    """Suite -> hash of its trials, whatever their order."""
    systems: list[str]
    """The product first, then the controls."""
    corpus: str
    """Fingerprint of everything that the index was built from."""
    index_version: str
    code: str
    """Hash of the source files that an answer depends on."""
    prompts: str
    """Hash of all prompts."""
    share: float = 1.0
    """Of the trials of each stratum that was tried."""
    models: dict[str, str]
    """What embeds, reads and words, by name."""


def mark_of_trials(trials: Iterable[Marked]) -> str:
    """A hash of trials, whatever their order."""
    lines = sorted(f"{trial.id} {trial.mark}" for trial in trials)
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()


def code_fingerprint(root: Path = Path(__file__).parent.parent) -> str:
    """A hash of the source files that an answer depends on, by name and content."""
    return _hash(root, _PARTS)


def prompts_fingerprint(root: Path = Path(__file__).parent.parent) -> str:
    """A hash of all files of prompts, by name and content."""
    return _hash(root, ("prompts",))


def _hash(root: Path, parts: Iterable[str]) -> str:
    digest = hashlib.sha256()
    for part in parts:
        for path in sorted((root / part).rglob("*")):
            if path.suffix in _SOURCES:
                digest.update(path.relative_to(root).as_posix().encode() + b"\0")
                digest.update(path.read_bytes() + b"\0")
    return digest.hexdigest()
