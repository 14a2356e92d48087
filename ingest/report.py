"""What a run read, repaired, rejected and changed: as data, as JSON, and as tables for people."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from itertools import groupby
from typing import Any

from rich.console import Console
from rich.table import Table

from vectorstore.claims import OTHER_SUBJECT, conflicts_among
from vectorstore.records import Claim, PageContent, PageId, Program, Reject, SnapshotId
from vectorstore.text import fold

_SHOWN_ROWS = 12
"""Rows of a table for people; the JSON has all."""


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
class ListingReport:
    """Announced against held for one listing."""

    page: str
    heading: str
    announced: int | None
    held: int
    off_subject: int
    without_price: int
    without_length: int


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
class PriceMove:
    """A program whose listed price changed."""

    program: str
    before: str | None
    after: str | None


@dataclass(frozen=True, slots=True)
class Difference:
    """What changed from the last snapshot, all sources together."""

    new_pages: tuple[str, ...] = ()
    changed_pages: tuple[str, ...] = ()
    gone_pages: tuple[str, ...] = ()
    new_programs: tuple[str, ...] = ()
    gone_programs: tuple[str, ...] = ()
    moved_prices: tuple[PriceMove, ...] = ()

    def is_empty(self) -> bool:
        """Whether nothing changed."""
        return not any(asdict(self).values())


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

    def to_json(self) -> dict[str, Any]:
        """The report as plain data for `json.dumps`."""
        return asdict(self)


def make_report(
    snapshot: SnapshotId,
    before: Sequence[PageContent],
    after: Sequence[PageContent],
    read: Mapping[PageId, PageContent],
    errors: Sequence[FileError],
) -> Report:
    """The report of a run: `read` is what it read, `after` what the index holds now."""
    run = tuple(read.values())
    return Report(
        snapshot=snapshot,
        pages=len(run),
        passages=sum(len(c.passages) for c in run),
        claims=sum(len(c.claims) for c in run),
        programs=len({p.id for c in run for p in c.programs}),
        pages_held=len(after),
        programs_held=len({p.id for c in after for p in c.programs}),
        repairs=_repairs(run),
        rejects=tuple(r for c in run for r in c.rejects),
        listings=tuple(report for c in run for report in _listings(c)),
        conflicts=_conflicts(after, set(read)),
        errors=tuple(errors),
        difference=_difference(before, after),
    )


def _repairs(run: Iterable[PageContent]) -> tuple[RepairCount, ...]:
    counts: Counter[str] = Counter()
    for content in run:
        for repair in content.page.repairs:
            counts[repair.kind] += repair.count
    return tuple(RepairCount(kind, counts[kind]) for kind in sorted(counts))


def _listings(content: PageContent) -> list[ListingReport]:
    out = []
    for listing in content.listings:
        rows = [p for p in content.programs if p.listing_id == listing.id]
        out.append(
            ListingReport(
                page=content.page.uri,
                heading=listing.heading,
                announced=listing.announced,
                held=listing.held,
                off_subject=listing.off_subject,
                without_price=sum(p.price is None for p in rows),
                without_length=sum(p.duration is None for p in rows),
            )
        )
    return out


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


def _difference(before: Sequence[PageContent], after: Sequence[PageContent]) -> Difference:
    old = {c.page.id: c for c in before}
    new = {c.page.id: c for c in after}
    old_rows, new_rows = _rows(before), _rows(after)
    moved = [
        PriceMove(name, old_rows[key].price_raw, row.price_raw)
        for key, row in new_rows.items()
        if key in old_rows and old_rows[key].price != row.price and (name := _name(row))
    ]
    return Difference(
        new_pages=tuple(c.page.uri for i, c in new.items() if i not in old),
        changed_pages=tuple(
            c.page.uri for i, c in new.items() if i in old and old[i].page.sha256 != c.page.sha256
        ),
        gone_pages=tuple(c.page.uri for i, c in old.items() if i not in new),
        new_programs=tuple(_name(r) for k, r in new_rows.items() if k not in old_rows),
        gone_programs=tuple(_name(r) for k, r in old_rows.items() if k not in new_rows),
        moved_prices=tuple(moved),
    )


def _rows(contents: Iterable[PageContent]) -> dict[tuple[str, ...], Program]:
    """Programs by what stays when a price or length changes, numbered among equals.

    That is source, university, title and category.
    """
    out: dict[tuple[str, ...], Program] = {}
    for content in contents:
        for program in content.programs:
            names = (program.university, program.title, program.category or "")
            key = (program.source_id, *map(fold, names))
            number = 0
            while (*key, str(number)) in out:
                number += 1
            out[(*key, str(number))] = program
    return out


def _name(program: Program) -> str:
    return f"{program.university} | {program.title}"


def print_report(report: Report, console: Console) -> None:
    """The report as tables; parts with nothing to say are left out."""
    console.print(
        f"Read {report.pages} pages: {report.passages} passages, {report.claims} claims, "
        f"{report.programs} programs, {len(report.rejects)} rejects."
    )
    _print_repairs(report, console)
    _print_listings(report, console)
    _print_rejects(report, console)
    _print_conflicts(report, console)
    _print_errors(report, console)
    _print_difference(report, console)
    console.print(
        f"The index holds {report.pages_held} pages and {report.programs_held} programs "
        f"(snapshot {report.snapshot}).",
        markup=False,
    )


def _print_repairs(report: Report, console: Console) -> None:
    words = {"mojibake": "damaged sequences repaired", "repeat": "repeated paragraphs taken out"}
    words["chrome"] = "lines of page chrome taken out"
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
        )
        for item in report.listings
    ]
    _table(console, "Listings", ("Heading", "Announced", "Held", "Off subject", "No price"), rows)


def _print_rejects(report: Report, console: Console) -> None:
    rows = [(r.page_uri, r.reason, " / ".join(r.text.split("\n"))) for r in report.rejects]
    _table(console, "Rejects", ("Page", "Reason", "Text"), rows)


def _print_conflicts(report: Report, console: Console) -> None:
    words = {"figures": "figures disagree", "label": "label names another subject"}
    rows = [(c.entity, c.attribute, words[c.kind], "\n".join(c.figures)) for c in report.conflicts]
    _table(console, "To check", ("Entity", "Attribute", "What", "Figures"), rows)


def _print_errors(report: Report, console: Console) -> None:
    rows = [(e.uri, e.code, e.reason) for e in report.errors]
    _table(console, "Not read", ("File", "Code", "Reason"), rows)


def _print_difference(report: Report, console: Console) -> None:
    change = report.difference
    if change.is_empty():
        console.print("Nothing changed since the last snapshot.")
        return
    console.print(
        f"Since the last snapshot: pages {len(change.new_pages)} new, {len(change.changed_pages)} "
        f"changed, {len(change.gone_pages)} gone; programs {len(change.new_programs)} new, "
        f"{len(change.gone_programs)} gone, {len(change.moved_prices)} with another price."
    )
    rows = [(m.program, m.before or "-", m.after or "-") for m in change.moved_prices]
    _table(console, "Prices moved", ("Program", "Before", "Now"), rows)


def _table(
    console: Console, title: str, columns: Sequence[str], rows: Sequence[tuple[str, ...]]
) -> None:
    if not rows:
        return
    table = Table(title=title, title_justify="left")
    for column in columns:
        table.add_column(column, overflow="fold")
    for row in rows[:_SHOWN_ROWS]:
        table.add_row(*(_plain(cell) for cell in row))
    console.print(table)
    if len(rows) > _SHOWN_ROWS:
        console.print(f"... and {len(rows) - _SHOWN_ROWS} more (--json shows all)", markup=False)


def _plain(cell: str) -> str:
    """Source text for a table: its brackets are no markup."""
    return cell.replace("[", "\\[")
