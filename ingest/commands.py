"""The commands `guidepost ingest` and `guidepost index`.

Found by the `guidepost.commands` entry points. Wiring and printing only; the
work is in `job.py` and `vectorstore.snapshot`.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import click
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn
from rich.table import Table

from ingest.errors import IngestError
from ingest.job import Progress as Told
from ingest.job import ingest_paths
from ingest.report import print_report
from ingest.settings import Settings
from vectorstore.embedder import make_embedder
from vectorstore.errors import StoreError
from vectorstore.index_folder import snapshot_folder
from vectorstore.manifest import Manifest, read_manifest
from vectorstore.settings import StoreSettings
from vectorstore.snapshot import current_id, list_snapshots, open_pages, verify

_INDEX = click.option(
    "--index",
    "index_dir",
    type=click.Path(file_okay=False, path_type=Path),
    help="Folder of the index; default $GUIDEPOST_INDEX, else ./index.",
)
_JSON = click.option("--json", "as_json", is_flag=True, help="Print machine-readable output.")


@click.command("ingest")
@click.argument("paths", nargs=-1, required=True, metavar="PATH...")
@_INDEX
@_JSON
def ingest(paths: tuple[str, ...], index_dir: Path | None, as_json: bool) -> None:
    """Read files and folders into the index.

    A PATH given again is refreshed; other sources stay as they are.
    """
    settings = Settings()
    with _clear_errors(as_json), _bar(hidden=as_json) as told:
        embedder = make_embedder(StoreSettings())
        report = ingest_paths(paths, index_dir or settings.index, embedder, settings, told)
    if as_json:
        _print_json(report.to_json())
    else:
        print_report(report, Console())


@click.group("index")
def index() -> None:
    """Look at what the index holds."""


@index.command("show")
@_INDEX
@_JSON
def show(index_dir: Path | None, as_json: bool) -> None:
    """The live snapshot: its sources, pages, listings and counts."""
    folder = index_dir or Settings().index
    with _clear_errors(as_json):
        shown = _shown(folder)
    if as_json:
        _print_json(shown)
        return
    console = Console()
    counts = ", ".join(f"{n} {name}" for name, n in shown["counts"].items())
    console.print(f"Snapshot {shown['snapshot']}: {counts}.", markup=False)
    for title, columns in (("sources", ("uri", "kind", "pages")), ("listings", _LISTING)):
        table = Table(title=title.capitalize(), title_justify="left")
        for column in columns:
            table.add_column(column.replace("_", " "), overflow="fold")
        for row in shown[title]:
            table.add_row(
                *("-" if row[c] is None else str(row[c]).replace("[", "\\[") for c in columns)
            )
        console.print(table)


_LISTING = ("heading", "announced", "held", "off_subject", "page")


@index.command("list")
@_INDEX
@_JSON
def list_(index_dir: Path | None, as_json: bool) -> None:
    """The snapshots held, oldest first; a star marks the live one."""
    folder = index_dir or Settings().index
    with _clear_errors(as_json):
        live = current_id(folder)
        rows = [{**_row(m), "live": m.id == live} for m in list_snapshots(folder)]
    if as_json:
        _print_json(rows)
        return
    for row in rows:
        mark = "*" if row["live"] else " "
        click.echo(f"{mark} {row['id']}  {row['created_at']}  {row['counts']}")


@index.command("verify")
@_INDEX
@_JSON
def verify_(index_dir: Path | None, as_json: bool) -> None:
    """Recount and re-hash the live snapshot; exit 1 if anything is wrong."""
    folder = index_dir or Settings().index
    with _clear_errors(as_json):
        live = current_id(folder)
        problems = verify(folder, live)
    if as_json:
        _print_json({"snapshot": live, "problems": problems})
    else:
        for problem in problems:
            click.echo(f"Wrong: {problem}", err=True)
        click.echo(f"Snapshot {live}: {'damaged' if problems else 'whole'}.")
    if problems:
        sys.exit(1)


def _shown(folder: Path) -> dict[str, Any]:
    live = current_id(folder)
    manifest = read_manifest(snapshot_folder(folder, live))
    with open_pages(folder, live) as pages:
        contents = list(pages.contents())
        sources = [
            {
                "id": s.id,
                "uri": s.uri,
                "kind": s.kind,
                "as_of": s.as_of.isoformat() if s.as_of else None,
                "pages": sum(c.page.source_id == s.id for c in contents),
            }
            for s in pages.sources()
        ]
    listings = [
        {
            "heading": it.heading,
            "announced": it.announced,
            "held": it.held,
            "off_subject": it.off_subject,
            "page": c.page.title,
        }
        for c in contents
        for it in c.listings
    ]
    return {
        "snapshot": live,
        "created_at": manifest.created_at.isoformat(),
        "counts": _row(manifest)["counts"],
        "sources": sources,
        "listings": listings,
    }


def _row(manifest: Manifest) -> dict[str, Any]:
    return {
        "id": manifest.id,
        "created_at": manifest.created_at.isoformat(timespec="seconds"),
        "embedder": manifest.embedder,
        "counts": manifest.counts.model_dump(),
    }


@contextmanager
def _clear_errors(as_json: bool) -> Iterator[None]:
    """One clear line and exit 1 for what this program and its store can fail with."""
    try:
        yield
    except (IngestError, StoreError) as error:
        if as_json:
            code = getattr(error, "code", type(error).__name__)
            _print_json({"error": {"code": code, "message": str(error)}})
        click.echo(f"Error: {error}", err=True)
        sys.exit(1)


@contextmanager
def _bar(hidden: bool) -> Iterator[Told]:
    """A progress bar on standard error; one line a stage."""
    console = Console(stderr=True)
    columns = (
        TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn(),
    )  # fmt: skip
    with Progress(
        *columns, console=console, disable=hidden or not console.is_terminal, transient=True
    ) as bar:
        tasks: dict[str, Any] = {}

        def told(stage: str, done: int, total: int) -> None:
            if stage not in tasks:
                tasks[stage] = bar.add_task(stage, total=total)
            bar.update(tasks[stage], completed=done, total=total)

        yield told


def _print_json(value: object) -> None:
    click.echo(json.dumps(value, ensure_ascii=False, indent=2, default=str))
