"""What an index holds, as its operator sees it: sources, listings, snapshots, and what changed.

Reads the snapshot in service and the folder of the index; changes nothing.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from assistant.knowledge import Knowledge
from vectorstore.catalogue import Listed, find_snapshot, list_all
from vectorstore.diff import Difference, difference
from vectorstore.held import contents_of
from vectorstore.manifest import Manifest
from vectorstore.records import Reject, SnapshotId
from vectorstore.reports import Reports, read_reports


@dataclass(frozen=True, slots=True)
class HeldSource:
    """A source of the snapshot in service."""

    uri: str
    kind: str
    as_of: date | None
    """The date that the data speak for, if known."""
    fetched_at: datetime
    """When its latest page was read."""
    pages: int
    programs: int


@dataclass(frozen=True, slots=True)
class HeldListing:
    """A listing with the page that it stands on."""

    heading: str
    announced: int | None
    """None if the page does not say."""
    held: int
    off_subject: int
    page: str
    page_id: str


@dataclass(frozen=True, slots=True)
class Holdings:
    """What the snapshot in service holds."""

    manifest: Manifest
    sources: tuple[HeldSource, ...]
    listings: tuple[HeldListing, ...]
    rejects: tuple[Reject, ...]


def holdings_of(knowledge: Knowledge) -> Holdings:
    """Everything that an operator may want to know of the snapshot in service."""
    store = knowledge.snapshot.pages
    counts = store.counts_by_source()
    sources = tuple(
        HeldSource(s.uri, s.kind, s.as_of, held.fetched_at, held.pages, held.programs)
        for s in store.sources()
        if (held := counts.get(s.id))
    )
    listings = []
    for it in store.listings():
        page = store.get(it.page_id)
        title = page.title if page else ""
        listings.append(
            HeldListing(it.heading, it.announced, it.held, it.off_subject, title, it.page_id)
        )
    return Holdings(knowledge.snapshot.manifest, sources, tuple(listings), store.rejects())


class IndexFolder:
    """The folder of the index, as the operator's pages read it."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def snapshots(self) -> tuple[Listed, ...]:
        """Every snapshot, oldest first. Raises: StoreError."""
        return list_all(self._path)

    def reports(self) -> Reports:
        """What the latest runs of ingestion told."""
        return read_reports(self._path)

    def changes(self, before: str, after: str) -> tuple[SnapshotId, SnapshotId, Difference]:
        """What changed from one snapshot to another, by names as `guidepost index diff` takes.

        Reads both wholly: seconds, for tens of thousands of rows. Raises: StoreError.
        """
        first, second = (find_snapshot(self._path, name) for name in (before, after))
        found = difference(contents_of(self._path, first), contents_of(self._path, second))
        return first, second, found
