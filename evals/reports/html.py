"""`report.html`: one file that opens anywhere and asks nobody for anything.

The style and the script stand in the page and are named by hash in its policy; everything else is
one block of JSON, which the script sets as text. Nothing that was asked, answered or quoted becomes
markup, whatever it holds.
"""

from __future__ import annotations

import base64
import hashlib
import json
import re
from collections.abc import Mapping, Sequence
from pathlib import Path

from assistant.api.wire import AskResponse, CitationOut
from evals.compare import Comparison
from evals.reports.machine import to_data
from evals.reports.summary import Summary
from evals.run import Key, Record
from evals.suites import citations
from evals.systems import PRODUCT

PAGE = Path(__file__).parent / "page"


def to_html(
    summary: Summary,
    records: Sequence[Record],
    comparison: Comparison | None = None,
    before: Mapping[Key, Record] | None = None,
) -> str:
    """The report as a page, of records as `in_order` gives them.

    `before` are the records that a comparison compares with.
    """
    style = (PAGE / "report.css").read_text(encoding="utf-8")
    script = (PAGE / "report.js").read_text(encoding="utf-8")
    quotes = _Quotes()
    cases = _cases(records, quotes, before or {})
    data = {"report": to_data(summary, comparison), "cases": cases, "quotes": quotes.held}
    parts = {
        "policy": _policy(style, script),
        "style": style,
        "script": script,
        "data": _block(data),
    }
    page = (PAGE / "report.html").read_text(encoding="utf-8")
    # In one pass: what stands in the data is never taken for a place of the template.
    return re.sub(r"\{\{ (\w+) \}\}", lambda found: parts[found[1]], page)


def _policy(style: str, script: str) -> str:
    return (
        f"default-src 'none'; style-src '{_sha256(style)}'; script-src '{_sha256(script)}'; "
        "base-uri 'none'; form-action 'none'; require-trusted-types-for 'script'; trusted-types"
    )


def _sha256(text: str) -> str:
    return "sha256-" + base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()


def _block(data: object) -> str:
    """JSON in ASCII without `<`: no text can end the block or open a comment in it."""
    return json.dumps(data, allow_nan=False, separators=(",", ":")).replace("<", "\\u003c")


class _Quotes:
    """Quotes that many answers cite, each held once."""

    def __init__(self) -> None:
        self.held: list[dict[str, object]] = []
        self._at: dict[tuple[str, int, int, str], int] = {}

    def place(self, cited: CitationOut) -> int:
        key = (cited.source.id, cited.start, cited.end, cited.quote)
        if key not in self._at:
            self._at[key] = len(self.held)
            self.held.append(
                {"title": cited.source.title, "section": cited.section, "quote": cited.quote}
            )
        return self._at[key]


def _cases(
    records: Sequence[Record], quotes: _Quotes, before: Mapping[Key, Record]
) -> list[dict[str, object]]:
    """One a trial of the product; the audit of its citations and the controls stand in it."""
    tried = [record for record in records if record.suite != citations.NAME]
    controls: dict[tuple[str, str], dict[str, str]] = {}
    for record in tried:
        if record.system != PRODUCT:
            of = controls.setdefault((record.suite, record.id), {})
            of[record.system] = record.outcome.value
    return [
        {
            **_case(record, quotes),
            "controls": controls.get((record.suite, record.id), {}),
            "before": _before(before.get(record.key), record, quotes),
        }
        for record in tried
        if record.system == PRODUCT
    ]


def _case(record: Record, quotes: _Quotes) -> dict[str, object]:
    fields = {"suite", "id", "kind", "family", "turns", "gold", "outcome", "reasons", "measures"}
    audit = {"citations", "citation_reasons", "citation_measures"}
    return {
        **record.model_dump(mode="json", include=fields | audit),
        "ms": round(record.ms, 1),
        "answer": None if record.answer is None else _answer(record.answer, quotes),
    }


def _before(record: Record | None, now: Record, quotes: _Quotes) -> dict[str, object] | None:
    """What it was, where that was something else."""
    if record is None or record.mark != now.mark:
        return None
    if (record.outcome, record.citations) == (now.outcome, now.citations):
        return None
    return {
        "outcome": record.outcome.value,
        "reasons": [*record.reasons, *record.citation_reasons],
        "answer": None if record.answer is None else _answer(record.answer, quotes),
    }


def _answer(answer: AskResponse, quotes: _Quotes) -> dict[str, object]:
    plan = answer.plan.model_dump(mode="json", include={"route", "description", "residue"})
    filters = answer.plan.model_dump(mode="json", include={"filters"})["filters"]
    return {
        "status": answer.status.value,
        "text": answer.text,
        "plan": plan | {"filters": [[f["field"], f["op"], f["value"]] for f in filters]},
        "citations": [[cited.id, quotes.place(cited)] for cited in answer.citations],
        "timings": answer.timings_ms,
        "model": sorted({answer.model.reader, answer.model.composer}),
        "tokens": [answer.usage.input_tokens, answer.usage.output_tokens],
    }
