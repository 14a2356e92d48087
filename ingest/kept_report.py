"""The report of a run as it is kept with the index, for people who were not there. Pure."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from ingest.report import LISTING_COLUMNS, Report
from vectorstore.diff import Changes
from vectorstore.reports import KeptReport, ReportPart, part


def kept_form(report: Report, ended_at: datetime) -> KeptReport:
    """The report in tables of words; parts with nothing to say are left out."""
    parts = (
        _counts(report),
        part("Repairs", ("Kind", "Times"), [(r.kind, r.count) for r in report.repairs]),
        part(
            "Taken out as orders to assistants",
            ("Page", "Sentence", "Times"),
            [(it.page, it.text, it.count) for it in report.orders],
        ),
        part(
            "Tables",
            ("Page", "Sheet", "Taken as", "Rows", "Programs", "Rejects"),
            [(t.page, t.sheet, t.taken_as, t.rows, t.programs, t.rejects) for t in report.tables],
        ),
        part(
            "Listings",
            (*LISTING_COLUMNS, "Page"),
            [
                (
                    *(it.heading, it.announced, it.held, it.off_subject),
                    *(it.without_price, it.without_city, it.page),
                )
                for it in report.listings
            ],
        ),
        part(
            "Rejects",
            ("Page", "Reason", "Text"),
            [(r.page_uri, r.reason, r.text) for r in report.rejects],
        ),
        part(
            "To check",
            ("Entity", "Attribute", "What", "Figures"),
            [(c.entity, c.attribute, c.kind, "; ".join(c.figures)) for c in report.conflicts],
        ),
        part(
            "Not read",
            ("File", "Code", "Reason"),
            [(e.uri, e.code, e.reason) for e in report.errors],
        ),
        _changes(report),
        part("Mended", ("What",), [(note,) for note in report.notes]),
    )
    told = tuple(it for it in parts if it.total)
    return KeptReport(ended_at=ended_at, snapshot=report.snapshot, parts=told)


def _counts(report: Report) -> ReportPart:
    return part(
        "Read",
        ("Pages", "Passages", "Claims", "Programs", "Pages held", "Programs held"),
        [
            (
                *(report.pages, report.passages, report.claims, report.programs),
                *(report.pages_held, report.programs_held),
            )
        ],
    )


def _changes(report: Report) -> ReportPart:
    """How much came, went and changed since the last snapshot; `index diff` says what."""
    found = report.difference
    kinds: dict[str, Changes[Any]] = {
        "sources": found.sources,
        "pages": found.pages,
        "programs": found.programs,
        "claims": found.claims,
    }
    rows = [
        (name, len(it.came), len(it.went), len(it.changed), sum(c.moved() for c in it.changed))
        for name, it in kinds.items()
        if it.came or it.went or it.changed
    ]
    return part("Changes", ("What", "New", "Gone", "Changed", "Figures moved"), rows)
