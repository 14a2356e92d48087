"""What a run read, repaired, rejected and changed: as data, as JSON, and as tables for people."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from itertools import groupby
from typing import Any

from rich.console import Console

from ingest.changes import print_counts, print_moves
from ingest.cost import Cost
from ingest.table_report import TableReport, print_tables
from ingest.terminal import print_table
from vectorstore.claims import OTHER_SUBJECT, conflicts_among
from vectorstore.contents import Contents
from vectorstore.diff import Difference, difference
from vectorstore.held import Held
from vectorstore.records import (
    Claim,
    Delivery,
    ListingId,
    PageContent,
    PageId,
    Program,
    Reject,
    SnapshotId,
)
from vectorstore.text import fold

LISTING_COLUMNS = (
    *("Heading", "Announced", "Held", "Off subject"),
    *("No price", "No city, not only online"),
)
"""Of the table of listings."""


@dataclass(frozen=True, slots=True)
class FileError:
    """A file that gave no page."""

    uri: str
    code: str
    """Stable, from `ingest.errors`."""
    reason: str


@dataclass(frozen=True, slots=True)
class RepairCount:
    """How often one kind of damage was undone, over all pages read."""

    kind: str
    count: int


@dataclass(frozen=True, slots=True)
class OrderReport:
    """A sentence that was taken out of a page because it speaks to a machine."""

    page: str
    text: str
    count: int


@dataclass(frozen=True, slots=True)
class ListingReport:
    """Announced against held for one listing."""

    page: str
    heading: str
    announced: int | None
    held: int
    off_subject: int
    without_price: int
    without_length: int
    without_city: int
    """Of those that are not taught online only."""


@dataclass(frozen=True, slots=True)
class ConflictReport:
    """Figures that disagree on one thing, or a label that names another subject than its page."""

    entity: str
    attribute: str
    figures: tuple[str, ...]
    """Label, value and page of each, in words."""
    kind: str
    """figures or label."""


@dataclass(frozen=True, slots=True)
class Report:
    """One ingestion run."""

    snapshot: SnapshotId
    pages: int
    """Pages read in this run."""
    passages: int
    claims: int
    programs: int
    """Rows read in this run, each once."""
    pages_held: int
    """In the snapshot, all sources together."""
    programs_held: int
    repairs: tuple[RepairCount, ...]
    rejects: tuple[Reject, ...]
    listings: tuple[ListingReport, ...]
    conflicts: tuple[ConflictReport, ...]
    errors: tuple[FileError, ...]
    difference: Difference
    """From the last snapshot, all sources together."""
    notes: tuple[str, ...] = ()
    """Damage in the index that this run found and mended, in sentences."""
    tables: tuple[TableReport, ...] = ()
    """What became of each sheet and file of records."""
    unkept: str | None = None
    """Why the report could not be kept with the index, if it could not."""
    orders: tuple[OrderReport, ...] = ()
    """What was taken out as an order to an assistant, for people to judge."""
    cost: Cost = field(default_factory=Cost)
    """What the run took."""

    def to_json(self) -> dict[str, Any]:
        """The report as plain data for `json.dumps`."""
        plain = asdict(replace(self, difference=Difference()))
        return plain | {"difference": self.difference.to_json()}


def make_report(
    snapshot: SnapshotId,
    before: Held,
    after: Held,
    read: Mapping[PageId, PageContent],
    errors: Sequence[FileError],
    tables: tuple[TableReport, ...] = (),
) -> Report:
    """The report of a run: `read` is what it read, `after` what the index holds now."""
    held = after.contents
    run = tuple(read.values())
    return Report(
        snapshot=snapshot,
        pages=len(run),
        passages=sum(len(c.passages) for c in run),
        claims=sum(len(c.claims) for c in run),
        programs=len({p.id for c in run for p in c.programs}),
        pages_held=len(held),
        programs_held=len({p.id for c in held for p in c.programs}),
        repairs=_repairs(run),
        rejects=tuple(r for c in run for r in c.rejects),
        listings=_listings(run),
        conflicts=_conflicts(held, set(read)),
        errors=tuple(errors),
        difference=difference(
            Contents(before.sources, before.contents), Contents(after.sources, held)
        ),
        tables=tables,
        orders=_orders(run),
    )


def _repairs(run: Iterable[PageContent]) -> tuple[RepairCount, ...]:
    counts: Counter[str] = Counter()
    for content in run:
        for repair in content.page.repairs:
            counts[repair.kind] += repair.count
    return tuple(RepairCount(kind, counts[kind]) for kind in sorted(counts))


def _orders(run: Iterable[PageContent]) -> tuple[OrderReport, ...]:
    return tuple(
        OrderReport(content.page.uri, repair.before, repair.count)
        for content in run
        for repair in content.page.repairs
        if repair.kind == "order"
    )


def _listings(run: Sequence[PageContent]) -> tuple[ListingReport, ...]:
    """The listings read; the rows of a table stand on pages of their own."""
    of_listing: dict[ListingId, list[Program]] = {}
    for content in run:
        for program in content.programs:
            of_listing.setdefault(program.listing_id, []).append(program)
    out = []
    for page, listing in ((c.page, it) for c in run for it in c.listings):
        rows = of_listing.get(listing.id, [])
        out.append(
            ListingReport(
                page=page.uri,
                heading=listing.heading,
                announced=listing.announced,
                held=listing.held,
                off_subject=listing.off_subject,
                without_price=sum(p.price is None for p in rows),
                without_length=sum(p.duration is None for p in rows),
                without_city=sum(
                    p.delivery != {Delivery.ONLINE} and not any(it.city for it in p.places)
                    for p in rows
                ),
            )
        )
    return tuple(out)


def _conflicts(after: Sequence[PageContent], read: set[PageId]) -> tuple[ConflictReport, ...]:
    """Conflicts that a page of this run takes part in, and its labels that name another subject."""
    titles = {c.page.id: c.page.title for c in after}
    claims = sorted((claim for c in after for claim in c.claims), key=_measure)
    out = []
    for (entity, attribute), group in groupby(claims, key=_measure):
        if not entity:
            continue
        for conflict in conflicts_among(list(group)):
            if any(claim.page_id in read for claim in conflict):
                figures = tuple(_in_words(claim, titles) for claim in conflict)
                out.append(ConflictReport(conflict[0].entity, attribute, figures, "figures"))
    labels = [c for c in claims if OTHER_SUBJECT in c.flags and c.page_id in read]
    out.extend(
        ConflictReport(c.entity, c.attribute, (_in_words(c, titles),), "label") for c in labels
    )
    return tuple(out)


def _measure(claim: Claim) -> tuple[str, str]:
    return fold(claim.entity), claim.attribute


def _in_words(claim: Claim, titles: Mapping[PageId, str]) -> str:
    return f"{claim.label}: {claim.text} ({titles[claim.page_id]})"


def print_report(report: Report, console: Console) -> None:
    """The report as tables; parts with nothing to say are left out."""
    console.print(
        f"Read {report.pages} pages: {report.passages} passages, {report.claims} claims, "
        f"{report.programs} programs, {len(report.rejects)} rejects."
    )
    _print_repairs(report, console)
    print_table(
        console,
        "Taken out as orders to assistants",
        ("Page", "Sentence"),
        [(it.page, it.text) for it in report.orders],
    )
    print_tables(report.tables, console)
    _print_listings(report, console)
    _print_rejects(report, console)
    _print_conflicts(report, console)
    _print_errors(report, console)
    print_counts(report.difference, "since the last snapshot", console)
    print_moves(report.difference, console)
    for note in report.notes:
        console.print(f"Mended: {note}", markup=False)
    if report.unkept:
        console.print(f"The report is kept nowhere else: {report.unkept}.", markup=False)
    console.print(
        f"The index holds {report.pages_held} pages and {report.programs_held} programs "
        f"(snapshot {report.snapshot}).",
        markup=False,
    )
    console.print(report.cost.told(), markup=False, highlight=False)


def _print_repairs(report: Report, console: Console) -> None:
    words = {"mojibake": "damaged sequences repaired", "repeat": "repeated paragraphs taken out"}
    words["chrome"] = "lines of page chrome taken out"
    words["invisible"] = "invisible texts taken out"
    words["order"] = "sentences taken out as orders to assistants"
    words["separator"] = "figures written with commas"
    words["blank"] = "no-break blanks made plain"
    if report.repairs:
        told = ", ".join(f"{r.count} {words.get(r.kind, r.kind)}" for r in report.repairs)
        console.print(told[:1].upper() + told[1:] + ".")


def _print_listings(report: Report, console: Console) -> None:
    rows = [
        (
            item.heading,
            "-" if item.announced is None else str(item.announced),
            str(item.held),
            str(item.off_subject),
            str(item.without_price),
            str(item.without_city),
        )
        for item in report.listings
    ]
    print_table(
        console,
        "Listings",
        LISTING_COLUMNS,
        rows,
    )


def _print_rejects(report: Report, console: Console) -> None:
    rows = [(r.page_uri, r.reason, " / ".join(r.text.split("\n"))) for r in report.rejects]
    print_table(console, "Rejects", ("Page", "Reason", "Text"), rows)


def _print_conflicts(report: Report, console: Console) -> None:
    words = {"figures": "figures disagree", "label": "label names another subject"}
    rows = [(c.entity, c.attribute, words[c.kind], "\n".join(c.figures)) for c in report.conflicts]
    print_table(console, "To check", ("Entity", "Attribute", "What", "Figures"), rows)


def _print_errors(report: Report, console: Console) -> None:
    rows = [(e.uri, e.code, e.reason) for e in report.errors]
    print_table(console, "Not read", ("File", "Code", "Reason"), rows)
