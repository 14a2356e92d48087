"""What the commands of this package share: options, one-line errors, progress, JSON, tables.

Light to import: a command that only looks at the index must not wait for readers and models.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import click
from rich.console import Console
from rich.progress import (
    BarColumn,
    MofNCompleteColumn,
    Progress,
    TextColumn,
    TimeElapsedColumn,
    TimeRemainingColumn,
)
from rich.table import Table
from rich.text import Text

from ingest.errors import IngestError
from ingest.settings import Settings
from vectorstore.errors import StoreError
from vectorstore.settings import load

SHOWN_ROWS = 12
"""Rows of a table for people; the JSON has all."""
UNKNOWN = "-"

INDEX = click.option(
    "--index",
    "index_dir",
    type=click.Path(file_okay=False, path_type=Path),
    help="Folder of the index; default $GUIDEPOST_INDEX, else ./index.",
)
SNAPSHOT_NAMES = (
    "A snapshot is named by its id, by what its id or the part after the hyphen begins with, or as "
    "live (CURRENT) or previous (the newest that is older than the live one)."
)
"""For the end of a help text."""
JSON = click.option("--json", "as_json", is_flag=True, help="Print machine-readable output.")


def index_folder(named: Path | None) -> Path:
    """The folder of the index: as named, or as set. Raises: SettingInvalid."""
    return named or load(Settings).index


@contextmanager
def clear_errors(as_json: bool) -> Iterator[None]:
    """One clear line and exit 1 for what this program and its store can fail with."""
    try:
        yield
    except (IngestError, StoreError) as error:
        if as_json:
            code = getattr(error, "code", type(error).__name__)
            print_json({"error": {"code": code, "message": str(error)}})
        click.echo(f"Error: {error}", err=True)
        sys.exit(1)


@contextmanager
def progress_bar(hidden: bool) -> Iterator[Callable[[str, int, int], None]]:
    """A progress bar on standard error; one line a stage, with the time it took and what is left.

    Told stage, done and total.
    """
    console = Console(stderr=True)
    columns = (
        TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn(),
        TextColumn("left"), TimeRemainingColumn(),
    )  # fmt: skip
    with Progress(
        *columns, console=console, disable=hidden or not console.is_terminal, transient=True
    ) as bar:
        tasks: dict[str, Any] = {}

        def told(stage: str, done: int, total: int) -> None:
            if stage not in tasks:
                # What is done at once, such as texts in the cache, tells nothing of the speed.
                tasks[stage] = bar.add_task(stage, total=total, completed=done)
            bar.update(tasks[stage], completed=done, total=total)

        yield told


def print_json(value: object) -> None:
    """Print plain data as JSON."""
    click.echo(json.dumps(value, ensure_ascii=False, indent=2, default=str))


def print_table(
    console: Console,
    title: str,
    columns: Sequence[str],
    rows: Sequence[Sequence[str | None]],
    shown: int = SHOWN_ROWS,
) -> None:
    """Print at most `shown` rows, and how many there are more; no rows: nothing.

    Cells are text of sources, printed as it is: no markup is read in it.
    """
    if not rows:
        return
    table = Table(title=title, title_justify="left")
    for column in columns:
        table.add_column(column, overflow="fold")
    for row in rows[:shown]:
        table.add_row(*(Text(UNKNOWN if cell is None else cell) for cell in row))
    console.print(table)
    if len(rows) > shown:
        console.print(f"... and {len(rows) - shown} more (--json shows all)", markup=False)
