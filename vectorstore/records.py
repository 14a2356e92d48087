"""The shared nouns: what one snapshot knows, as frozen records.

Everything that `ingest` writes and `assistant` reads is one of these. No I/O, no framework types.
Offsets are Unicode code points into `SourcePage.text`; unknown values are None or empty, never 0.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from typing import NewType

SourceId = NewType("SourceId", str)
PageId = NewType("PageId", str)
PassageId = NewType("PassageId", str)
ListingId = NewType("ListingId", str)
ProgramId = NewType("ProgramId", str)
ClaimId = NewType("ClaimId", str)
SnapshotId = NewType("SnapshotId", str)


class Level(StrEnum):
    """Coarse level of a program."""

    CERTIFICATE = "certificate"
    BACHELOR = "bachelor"
    MASTER = "master"
    DOCTORATE = "doctorate"
    DIPLOMA = "diploma"
    OTHER = "other"


class Delivery(StrEnum):
    """A way in which a program is taught."""

    ONLINE = "online"
    ON_CAMPUS = "on_campus"
    HYBRID = "hybrid"


class PriceBasis(StrEnum):
    """What a price pays for."""

    TOTAL = "total"
    YEAR = "year"
    SEMESTER = "semester"
    CREDIT = "credit"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Source:
    """A file, table, folder or site as given to ingestion."""

    id: SourceId
    uri: str
    """As given: a path relative to where it was named, or a URL."""
    kind: str
    """file, folder, table or site."""
    as_of: date | None = None
    """The date the data speak for, if known."""


@dataclass(frozen=True, slots=True)
class Repair:
    """One kind of damage undone in a page."""

    kind: str
    """mojibake, invisible, separator, blank, order, repeat or chrome."""
    before: str
    """The damaged text (shortened for repeats)."""
    after: str
    """What stands there now; empty if it was taken out."""
    count: int = 1


@dataclass(frozen=True, slots=True)
class SourcePage:
    """One page of a source, as repaired text; a table record is a page of its own."""

    id: PageId
    source_id: SourceId
    uri: str
    title: str
    text: str
    """Repaired text: what every offset refers to."""
    sha256: str
    """Of `text` in UTF-8, hex."""
    origin_sha256: str
    """Of the bytes as read, hex."""
    fetched_at: datetime
    repairs: tuple[Repair, ...] = ()
    as_of: date | None = None
    url: str | None = None
    """Where a visitor can open the original, if it has an address."""
    sheet: str | None = None
    """Of a table record: the sheet it stands in, if its file has sheets."""
    row: int | None = None
    """Of a table record: its row, line or item in the file or sheet, from 1."""

    @property
    def is_named(self) -> bool:
        """Whether the title says what the page is about, not only which row of a table it is."""
        return self.row is None or not self.title.endswith(f", row {self.row}")


@dataclass(frozen=True, slots=True)
class Passage:
    """A span of a page's prose (about a paragraph) with its heading path."""

    id: PassageId
    page_id: PageId
    start: int
    end: int
    text: str
    """Equal to page.text[start:end]."""
    heading_path: tuple[str, ...]
    """From the page's title down to the nearest heading."""
    sentences: tuple[tuple[int, int], ...]
    """(start, end) of each sentence or list item, page offsets, in reading order."""


@dataclass(frozen=True, slots=True)
class Listing:
    """A table of programs as a page announces it."""

    id: ListingId
    page_id: PageId
    heading: str
    """As written: "AI Engineering Programs (340)"."""
    start: int
    end: int
    """Span of the heading, or of the page's title where the listing has none."""
    announced: int | None
    """What the page says it lists; None if it does not say."""
    held: int
    """Rows read from it."""
    subject: tuple[str, ...]
    """Content words of the heading, acronyms expanded."""
    off_subject: int = 0
    """Rows with none of these words in category or title."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where a program is taught, as the source says."""

    city: str | None = None
    region: str | None = None
    country: str | None = None


@dataclass(frozen=True, slots=True)
class Duration:
    """A length as listed and in years for comparison (52 weeks = 12 months = 1 year)."""

    value: float
    unit: str
    """year, month, week, semester or day, singular."""
    years: float
    raw: str
    """As written: "1.5 Years"."""


@dataclass(frozen=True, slots=True)
class Program:
    """One listing row with the span it was read from."""

    id: ProgramId
    page_id: PageId
    listing_id: ListingId
    source_id: SourceId
    level: Level
    award: str | None
    """As written: "Graduate Certificate", "MS"; None if the row names none."""
    category: str | None
    """The heading the row stood under: "Certificates in AI"."""
    topics: tuple[str, ...]
    """Normalised by `vectorstore.text.topic_key`: category, each field of education, title."""
    delivery: frozenset[Delivery]
    """Empty if unknown."""
    university: str
    title: str
    places: tuple[Place, ...]
    duration: Duration | None
    price: float | None
    """In `currency`; None if unknown. A listed 0 is unknown unless a mapping says free."""
    currency: str | None
    price_basis: PriceBasis
    price_raw: str | None
    """As written: "26,310"."""
    url: str | None
    attributes: tuple[tuple[str, str], ...]
    """Unmapped columns (header, value), in column order."""
    start: int
    end: int
    """Span of the row in its page's text."""
    off_subject: bool = False
    """No content word of the listing's heading stands in its category or title."""
    delivery_raw: str | None = None
    """As written: "On-Campus, Online"."""


@dataclass(frozen=True, slots=True)
class Claim:
    """A labelled value of a page, numeric or text, with its span."""

    id: ClaimId
    page_id: PageId
    source_id: SourceId
    entity: str
    """What the page speaks of: "AI Engineer"; for a claim in prose, its own subject."""
    attribute: str
    """pay, growth, education, experience, training, jobs, openings, change (in jobs), employers
    (shares of), demand or other."""
    label: str
    """As written: "CV Engineer Salary", "Startups"."""
    text: str
    """The value as written: "$130K-$275K", "Explosive"."""
    low: float | None
    high: float | None
    """Both ends of a range; equal for one figure; None for text. 130000, not 130. Of "up to" a
    figure, only `high`."""
    unit: str | None
    """USD, percent, people, year; None if none is written."""
    period: str | None
    """year, hour, month; None if none is written."""
    start: int
    end: int
    """Span that holds label and value."""
    open_ended: bool = False
    """Written with a plus or "exceeding": at least this."""
    qualifiers: tuple[str, ...] = ()
    """Conditions of its sentence: "Entry-level", "at tech companies", "3-5 years", "base pay"."""
    flags: tuple[str, ...] = ()
    """label_names_other_subject, conflicts."""
    heading_path: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Reject:
    """Something that stood where a row or page should and could not be read whole."""

    page_uri: str
    reason: str
    """What is missing or wrong, in words."""
    start: int
    end: int
    text: str
    """The text of the span, shortened to 200 characters."""


@dataclass(frozen=True, slots=True)
class PageContent:
    """All that was read from one page; what a layout returns and a snapshot stores."""

    page: SourcePage
    passages: tuple[Passage, ...] = ()
    listings: tuple[Listing, ...] = ()
    programs: tuple[Program, ...] = ()
    claims: tuple[Claim, ...] = ()
    rejects: tuple[Reject, ...] = field(default=())
