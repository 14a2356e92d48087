"""The command `guidepost ingest`. Wiring and printing only; the work is in `job.py`."""

from __future__ import annotations

from pathlib import Path

import click
from rich.console import Console

from ingest.fetch.site import Access, allowed_sites
from ingest.job import Order, ingest_paths
from ingest.mapping_choice import find_mappings
from ingest.mapping_suggest import suggested
from ingest.report import print_report
from ingest.settings import Settings
from ingest.terminal import INDEX, JSON, clear_errors, print_json, progress_bar
from vectorstore.embedder import make_embedder
from vectorstore.settings import StoreSettings, load


@click.command("ingest")
@click.argument("paths", nargs=-1, required=True, metavar="PATH...")
@INDEX
@JSON
@click.option(
    "--allow-url",
    "hosts",
    multiple=True,
    metavar="HOST",
    help="Fetch from this host (host or host:port) over https; repeat it for others.",
)
@click.option(
    "--mapping",
    "mappings",
    multiple=True,
    metavar="MAP",
    help="Read tables by this mapping file, or by one of those shipped; repeat it for others.",
)
@click.option(
    "--suggest-mapping",
    is_flag=True,
    help="Ingest nothing: print a first mapping file for the one table file given.",
)
def ingest(
    paths: tuple[str, ...],
    index_dir: Path | None,
    as_json: bool,
    hosts: tuple[str, ...],
    mappings: tuple[str, ...],
    suggest_mapping: bool,
) -> None:
    """Read files, folders and pages of sites into the index.

    A PATH is a file, a folder, or the https address of a page or a sitemap, whose host
    --allow-url must name. A PATH given again is refreshed; other sources stay as they are.

    A table is read by the mapping given, else by NAME.mapping.yaml beside it, else by its headers.
    """
    if suggest_mapping:
        with clear_errors(as_json):
            click.echo(suggested(paths, load(Settings).max_file_bytes), nl=False)
        return
    with clear_errors(as_json), progress_bar(hidden=as_json) as told:
        settings = load(Settings)
        embedder = make_embedder(load(StoreSettings))
        report = ingest_paths(
            paths,
            index_dir or settings.index,
            embedder,
            settings,
            told,
            order=Order(Access(allowed_sites(hosts)), find_mappings(mappings)),
        )
    if as_json:
        print_json(report.to_json())
    else:
        print_report(report, Console())
