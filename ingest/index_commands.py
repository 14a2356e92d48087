"""The commands `guidepost index ...`: look at snapshots, compare them, go back, clear away, export.

Wiring and printing only; the work is in `vectorstore` and `forget.py`. What is costly to import is
imported by the command that needs it, so that a look or a rollback takes no model's time.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import click
from rich.console import Console

from ingest.export_command import export
from ingest.terminal import (
    INDEX,
    JSON,
    SNAPSHOT_NAMES,
    clear_errors,
    index_folder,
    print_json,
    print_table,
    progress_bar,
)
from vectorstore.catalogue import LIVE, PREVIOUS, Listed, State, find_snapshot, list_all
from vectorstore.errors import StoreError
from vectorstore.index_folder import current_id, prune, snapshot_folder
from vectorstore.manifest import Manifest, read_manifest
from vectorstore.records import PageContent, SnapshotId
from vectorstore.rollback import roll_back

_ALL_ROWS = 1_000
"""Sources or listings that are shown of one snapshot."""


@click.group("index")
def index() -> None:
    """Look at what the index holds, compare, go back, clear away, export."""


index.add_command(export)


@index.command("list")
@INDEX
@JSON
def list_(index_dir: Path | None, as_json: bool) -> None:
    """The snapshots held, oldest first; a star marks the live one.

    A damaged snapshot, or one that another version wrote, is listed with what is wrong. Files are
    not hashed here: `verify` does that.
    """
    with clear_errors(as_json):
        found = list_all(index_folder(index_dir))
    if as_json:
        print_json([_listed(it) for it in found])
        return
    rows = [_listed_row(it) for it in found]
    console = Console()
    print_table(console, "Snapshots", _LISTED, rows, _ALL_ROWS)
    for it in found:
        if it.problem:
            console.print(f"{it.id}: {it.problem}", markup=False, soft_wrap=True)


_LISTED = ("", "Id", "State", "Pages", "Programs", "MB")


def _listed(it: Listed) -> dict[str, Any]:
    told: dict[str, Any] = {"id": it.id, "live": it.is_live, "state": it.state.value}
    told |= {"problem": it.problem, "bytes": it.bytes}
    return told | (_made(it.manifest) if it.manifest else {})


def _made(manifest: Manifest) -> dict[str, Any]:
    return {
        "created_at": manifest.created_at.isoformat(timespec="seconds"),
        "schema_version": manifest.schema_version,
        "embedder": manifest.embedder,
        "counts": manifest.counts.model_dump(),
    }


def _listed_row(it: Listed) -> tuple[str | None, ...]:
    held = it.manifest
    numbers = (held.counts.pages, held.counts.programs) if held else ()
    counts: list[str | None] = [f"{number:,}" for number in numbers] or [None] * 2
    mark = "*" if it.is_live else ""
    return (mark, it.id, it.state.value, *counts, f"{it.bytes / 1e6:,.1f}")


@index.command("show")
@click.argument("name", metavar="[ID]", default=LIVE[0])
@INDEX
@JSON
def show(name: str, index_dir: Path | None, as_json: bool) -> None:
    """The sources, listings and counts of a snapshot; the live one if none is named."""
    with clear_errors(as_json):
        shown = _shown(index_folder(index_dir), name)
    if as_json:
        print_json(shown)
        return
    console = Console()
    names = {"words": "words known to its vocabulary"}
    counts = ", ".join(
        f"{n:,} {names.get(name, name.replace('_', ' '))}" for name, n in shown["counts"].items()
    )
    console.print(f"Snapshot {shown['snapshot']}: {counts}.", markup=False)
    for title, columns in (("sources", _SOURCE), ("listings", _LISTING), ("repairs", _REPAIR)):
        rows = [[None if row[c] is None else str(row[c]) for c in columns] for row in shown[title]]
        heads = [column.replace("_", " ").capitalize() for column in columns]
        print_table(console, title.capitalize(), heads, rows, _ALL_ROWS)


_SOURCE = ("id", "uri", "kind", "as_of", "pages", "passages", "claims", "programs")
_REPAIR = ("kind", "count", "pages")
_LISTING = ("heading", "announced", "held", "off_subject", "page")


def _shown(folder: Path, name: str) -> dict[str, Any]:
    from vectorstore.held import contents_of

    snapshot_id = find_snapshot(folder, name)
    manifest = read_manifest(snapshot_folder(folder, snapshot_id))
    held = contents_of(folder, snapshot_id)
    pages = {s.id: [c for c in held.pages if c.page.source_id == s.id] for s in held.sources}
    sources = [
        {
            "id": s.id,
            "uri": s.uri,
            "kind": s.kind,
            "as_of": s.as_of.isoformat() if s.as_of else None,
            "pages": len(pages[s.id]),
            "passages": sum(len(c.passages) for c in pages[s.id]),
            "claims": sum(len(c.claims) for c in pages[s.id]),
            "programs": sum(len(c.programs) for c in pages[s.id]),
        }
        for s in held.sources
    ]
    listings = [
        {
            "heading": it.heading,
            "announced": it.announced,
            "held": it.held,
            "off_subject": it.off_subject,
            "page": c.page.title,
        }
        for c in held.pages
        for it in c.listings
    ]
    shown = {"sources": sources, "listings": listings, "repairs": _repairs(held.pages)}
    return {"snapshot": snapshot_id, **_made(manifest), **shown}


def _repairs(pages: Sequence[PageContent]) -> list[dict[str, Any]]:
    """How often each kind of damage was undone, and on how many pages."""
    of_kind: dict[str, list[tuple[str, int]]] = {}
    for content in pages:
        for repair in content.page.repairs:
            of_kind.setdefault(repair.kind, []).append((content.page.id, repair.count))
    return [
        {
            "kind": kind,
            "count": sum(count for _, count in found),
            "pages": len({page for page, _ in found}),
        }
        for kind, found in sorted(of_kind.items())
    ]


@index.command("verify")
@click.argument("name", metavar="[ID]", default=LIVE[0])
@INDEX
@JSON
def verify_(name: str, index_dir: Path | None, as_json: bool) -> None:
    """Recount and re-hash a snapshot; exit 1 if anything is wrong.

    The live one if none is named.
    """
    with clear_errors(as_json):
        from vectorstore.verify import problems_of

        folder = index_folder(index_dir)
        snapshot_id = find_snapshot(folder, name)
        held = next(it for it in list_all(folder) if it.id == snapshot_id)
        problems = problems_of(snapshot_folder(folder, snapshot_id))
    if as_json:
        print_json({"snapshot": snapshot_id, "problems": problems})
    else:
        for problem in problems:
            click.echo(f"Wrong: {problem}", err=True)
        is_other = held.state is State.OTHER_SCHEMA
        found = "not checked" if is_other else "damaged" if problems else "whole"
        click.echo(f"Snapshot {snapshot_id}: {found}.")
    if problems:
        sys.exit(1)


@index.command("diff", epilog=SNAPSHOT_NAMES)
@click.argument("before", metavar="[A]", default=PREVIOUS)
@click.argument("after", metavar="[B]", default=LIVE[0])
@INDEX
@JSON
def diff(before: str, after: str, index_dir: Path | None, as_json: bool) -> None:
    """What changed from snapshot A (the previous) to B (the live one).

    Sources, pages, programs and claims that came, went or changed; figures that moved with both
    values as listed. Where rows of one name cannot be told apart, they are shown as gone and new.
    """
    with clear_errors(as_json):
        from vectorstore.diff import difference
        from vectorstore.held import contents_of

        folder = index_folder(index_dir)
        ids = [find_snapshot(folder, name) for name in (before, after)]
        found = difference(*(contents_of(folder, snapshot_id) for snapshot_id in ids))
    if as_json:
        print_json({"before": ids[0], "after": ids[1], **found.to_json()})
        return

    from ingest.changes import print_changes, print_counts

    console = Console()
    print_counts(found, f"from {ids[0]} to {ids[1]}", console)
    print_changes(found, console)


@index.command("rollback", epilog=SNAPSHOT_NAMES)
@click.argument("name", metavar="[ID]", default=PREVIOUS)
@INDEX
@JSON
def rollback(name: str, index_dir: Path | None, as_json: bool) -> None:
    """Make an earlier snapshot the live one: the previous, or the one named.

    One that is damaged or of another version is refused, and the live one stays. Nothing is
    deleted: `rollback ID` with the newer id undoes it. Servers notice without a restart.
    """
    with clear_errors(as_json):
        folder = index_folder(index_dir)
        snapshot_id = find_snapshot(folder, name)
        was = _live(folder)
        manifest = roll_back(folder, snapshot_id)
    if as_json:
        print_json({"live": snapshot_id, "was": was, **_made(manifest)})
        return
    if was == snapshot_id:
        click.echo(f"Snapshot {snapshot_id} is live already.")
    else:
        click.echo(f"Snapshot {snapshot_id} is live now, in place of {was or 'none'}.")
    counts = manifest.counts
    click.echo(
        f"It was made on {manifest.created_at:%Y-%m-%d %H:%M} with the model {manifest.embedder} "
        f"and holds {counts.pages:,} pages, {counts.programs:,} programs, {counts.claims:,} claims."
    )


@index.command("forget")
@click.argument("source")
@INDEX
@JSON
def forget(source: str, index_dir: Path | None, as_json: bool) -> None:
    """Drop a SOURCE with all its pages: a new snapshot without it goes live.

    SOURCE is an id or uri that `show` lists, or what one of these alone begins with. Older
    snapshots still hold it until they are pruned. Without its last source the index is empty.
    """
    with clear_errors(as_json), progress_bar(hidden=as_json) as told:
        from ingest.forget import forget_source
        from vectorstore.embedder import make_embedder
        from vectorstore.settings import StoreSettings, load

        folder = index_folder(index_dir)
        gone = forget_source(folder, source, lambda: make_embedder(load(StoreSettings)), told)
    if as_json:
        named = {"id": gone.source.id, "uri": gone.source.uri}
        counts = {"pages": gone.pages, "programs": gone.programs}
        left = {"sources_left": gone.sources_left, "snapshot": gone.snapshot}
        print_json({"source": named, **counts, **left})
        return
    click.echo(
        f"Dropped {gone.source.uri} with {gone.pages:,} pages and {gone.programs:,} programs; "
        f"{gone.sources_left:,} sources are left (snapshot {gone.snapshot}).\n"
        "Older snapshots still hold it; `guidepost index prune --keep 1` deletes them."
    )


@index.command("prune")
@click.option(
    "--keep", type=click.IntRange(min=1), required=True, metavar="N", help="How many stay."
)
@INDEX
@JSON
def prune_(keep: int, index_dir: Path | None, as_json: bool) -> None:
    """Delete all but the newest N snapshots; the live one stays whatever its age."""
    with clear_errors(as_json):
        folder = index_folder(index_dir)
        sizes = {it.id: it.bytes for it in list_all(folder)}
        gone = prune(folder, keep)
    freed = sum(sizes.get(snapshot_id, 0) for snapshot_id in gone)
    if as_json:
        print_json({"deleted": list(gone), "bytes": freed})
        return
    for snapshot_id in gone:
        click.echo(f"Deleted {snapshot_id}")
    click.echo(
        f"{len(gone)} snapshots deleted, {freed / 1e6:,.1f} MB; {len(sizes) - len(gone)} left."
    )


def _live(folder: Path) -> SnapshotId | None:
    """The live snapshot's id; None where CURRENT is missing or damaged, which a rollback mends."""
    try:
        return current_id(folder)
    except StoreError:
        return None
