"""Stable ids: hashes of what a thing is named or holds; a second run gives the same ones. Pure."""

from __future__ import annotations

import hashlib

from vectorstore.records import ClaimId, ListingId, PageId, PassageId, ProgramId, SourceId


def digest(*parts: str) -> str:
    """16 hex digits of the SHA-256 of the parts; order and boundaries count."""
    return hashlib.sha256("\x1f".join(parts).encode("utf-8")).hexdigest()[:16]


def source_id(uri: str) -> SourceId:
    """Of a source, by its uri as named."""
    return SourceId(digest("source", uri))


def page_id(uri: str) -> PageId:
    """Of a page, by its uri as named."""
    return PageId(digest("page", uri))


def listing_id(page: PageId, heading: str, number: int) -> ListingId:
    """Of a listing, by its heading and its place among the page's listings."""
    return ListingId(digest("listing", page, heading, str(number)))


def program_id(source: SourceId, row: str) -> ProgramId:
    """Of a row, by its source and its whole text or its own key."""
    return ProgramId(digest("program", source, row))


def passage_id(page: PageId, start: int, text: str) -> PassageId:
    """Of a passage, by where it stands and what it says."""
    return PassageId(digest("passage", page, str(start), text))


def claim_id(page: PageId, start: int, end: int, text: str) -> ClaimId:
    """Of a claim, by its span and its value."""
    return ClaimId(digest("claim", page, str(start), str(end), text))
