"""The suite that asks nothing itself: the audits of the answers to all other suites, as records.

An audit is made while a trial is tried, when the pages are at hand (`metrics/citations.py`), and is
kept beside the outcome; here it becomes a suite of its own for reports and comparisons. Its records
are made anew from those of a run and never written beside them.
"""

from __future__ import annotations

from collections.abc import Iterable

from evals.run import Key, Record
from evals.scores import Outcome
from evals.systems import PRODUCT

NAME = "citations"
ABOUT = (
    "Over the product's answers to all other suites: citations that exist, are exact and were "
    "retrieved, figures bound to their entity and attribute, recall and precision."
)
GOLD = "every citation exact and retrieved, every figure bound, every sentence fully supported"


def citation_records(records: Iterable[Record]) -> list[Record]:
    """The audits of the product's answers, each as a record; none of an answer without one.

    The kind is the suite that asked, and the id "suite/id".
    """
    return [
        record.model_copy(
            update={
                "suite": NAME,
                "id": f"{record.suite}/{record.id}",
                "kind": record.suite,
                "family": f"{record.suite}: {record.family}",
                "gold": GOLD,
                "outcome": record.citations,
                "reasons": record.citation_reasons,
                "measures": record.citation_measures,
                "citations": Outcome.UNSCORED,
                "citation_reasons": [],
                "citation_measures": {},
            }
        )
        for record in records
        if record.system == PRODUCT
        and record.suite != NAME
        and record.citations is not Outcome.UNSCORED
    ]


def with_citations(records: dict[Key, Record]) -> dict[Key, Record]:
    """The records of a run and those of this suite."""
    return records | {record.key: record for record in citation_records(records.values())}
