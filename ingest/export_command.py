"""The command `guidepost index export`: where to and in which form; `vectorstore.export` writes."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from io import TextIOWrapper
from pathlib import Path
from typing import TextIO

import click

from ingest.terminal import INDEX, JSON, SNAPSHOT_NAMES, clear_errors, index_folder, print_json
from vectorstore.catalogue import LIVE, find_snapshot
from vectorstore.errors import ExportFailed
from vectorstore.export import KINDS, Format, export_file, export_text


@click.command("export", epilog=SNAPSHOT_NAMES)
@click.argument("name", metavar="[ID]", default=LIVE[0])
@click.option(
    "--what",
    type=click.Choice([*KINDS, "all"]),
    multiple=True,
    default=["programs"],
    help="Kind of records; may be given again.  [default: programs]",
)
@click.option(
    "--format",
    "form",
    type=click.Choice([form.value for form in Format]),
    help="csv: for spreadsheets. jsonl: whole records.  [default: by the ending of FILE, else csv]",
)
@click.option(
    "--out",
    default="-",
    metavar="FILE|DIR/",
    help="A file, a folder for one file a kind, or - for standard output.  [default: -]",
)
@INDEX
@JSON
def export(
    name: str,
    what: Sequence[str],
    form: str | None,
    out: str,
    index_dir: Path | None,
    as_json: bool,
) -> None:
    """Write what a snapshot holds as CSV or JSONL; the live one if none is named.

    A file appears whole or not at all. --json tells which files were written.
    """
    from vectorstore.held import contents_of

    with clear_errors(as_json):
        folder = index_folder(index_dir)
        kinds = tuple(KINDS) if "all" in what else tuple(dict.fromkeys(what))
        targets = _targets(kinds, form, out, as_json)
        snapshot_id = find_snapshot(folder, name)
        held = contents_of(folder, snapshot_id)
        if not targets:
            with _standard_output() as stream:
                export_text(stream, held, kinds[0], Format(form or "csv"))
            return
        counts = {kind: export_file(*to, held, kind) for kind, to in targets.items()}
    if as_json:
        files = [{"what": k, "path": str(targets[k][0]), "records": n} for k, n in counts.items()]
        print_json({"snapshot": snapshot_id, "files": files})
        return
    for kind, count in counts.items():
        click.echo(f"{count:,} {kind} in {targets[kind][0]}")


def _targets(
    kinds: Sequence[str], form: str | None, out: str, as_json: bool
) -> dict[str, tuple[Path, Format]]:
    """File and format of each kind; empty for standard output."""
    if out == "-":
        if len(kinds) > 1 or as_json:
            reason = "--json tells of files" if as_json else "several kinds are several files"
            raise ExportFailed(f"{reason}, so name a folder or a file with --out")
        return {}
    path = Path(out)
    if out.endswith(("/", "\\")) or path.is_dir() or len(kinds) > 1:
        chosen = Format(form or "csv")
        return {kind: (path / f"{kind}.{chosen}", chosen) for kind in kinds}
    ending = form or path.suffix.lower().removeprefix(".")
    return {kinds[0]: (path, Format.JSONL if ending == "jsonl" else Format.CSV)}


@contextmanager
def _standard_output() -> Iterator[TextIO]:
    """Standard output in UTF-8 whatever the terminal's, with line ends as they are written."""
    stream = TextIOWrapper(sys.stdout.buffer, "utf-8", newline="")
    try:
        yield stream
        stream.flush()
    finally:
        stream.detach()
