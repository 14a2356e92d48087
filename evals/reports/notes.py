"""What a report says of a run beside its fingerprints, and what never makes two runs differ."""

from __future__ import annotations

import subprocess
from datetime import datetime
from pathlib import Path

from pydantic import BaseModel, ConfigDict, ValidationError

from evals.errors import RunInvalid

NOTES = "notes.json"


class Notes(BaseModel):
    """Beside a run's fingerprints in its folder."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    about: dict[str, str] = {}
    """Suite -> what it measures, in one sentence."""
    commit: str | None = None
    """The git commit of the program, if it was run from a checkout."""
    changed: bool = False
    """Whether files of the checkout differed from the commit."""
    finished_at: datetime | None = None


def write_notes(folder: Path, notes: Notes) -> None:
    """Put them beside the records."""
    (folder / NOTES).write_text(notes.model_dump_json(indent=1) + "\n", encoding="utf-8")


def read_notes(folder: Path) -> Notes:
    """Those of a run; empty ones if it has none. Raises: RunInvalid."""
    path = folder / NOTES
    try:
        return Notes.model_validate_json(path.read_bytes()) if path.exists() else Notes()
    except (OSError, ValidationError) as error:
        raise RunInvalid(f"{str(path)!r} cannot be read; remove it and report again") from error


def notes_of(
    about: dict[str, str], finished_at: datetime, root: Path = Path(__file__).parents[2]
) -> Notes:
    """Those of a run that has just finished, with the commit of the checkout at `root`."""
    top = _git(root, "rev-parse", "--show-toplevel")
    # A folder of packages inside of somebody else's checkout has no commit of its own.
    if top is None or Path(top).resolve() != root.resolve():
        return Notes(about=about, finished_at=finished_at)
    return Notes(
        about=about,
        commit=_git(root, "rev-parse", "HEAD"),
        changed=bool(_git(root, "status", "--porcelain")),
        finished_at=finished_at,
    )


def _git(root: Path, *arguments: str) -> str | None:
    """What git says; None if there is no git or no checkout."""
    try:
        told = subprocess.run(
            ["git", *arguments],  # noqa: S607 - the git of the operator's path
            cwd=root,
            capture_output=True,
            text=True,
            timeout=20,
            check=True,
        )
    except (OSError, subprocess.SubprocessError):
        return None
    return told.stdout.strip()
