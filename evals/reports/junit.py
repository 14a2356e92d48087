"""`junit.xml`: one test suite a suite and one test case a trial of the product, for CI servers.

What is not right is a failure, with its outcome as the type; an unscored trial is skipped.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from xml.etree import ElementTree as ET

from evals.reports.summary import SuiteSummary, Summary
from evals.run import Record
from evals.scores import Outcome
from evals.systems import PRODUCT

_NO_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""Characters that XML 1.0 cannot hold, not even escaped."""
_ELEMENT = {
    Outcome.WRONG: "failure",
    Outcome.ABSTAINED: "failure",
    Outcome.ERROR: "error",
    Outcome.UNSCORED: "skipped",
}


def to_junit(summary: Summary, records: Sequence[Record]) -> bytes:
    """The report as UTF-8 XML, of records as `in_order` gives them."""
    ours = [r for r in records if r.system == PRODUCT]
    root = ET.Element("testsuites", name=_text(summary.run.name))
    for suite in summary.suites:
        of = [r for r in ours if r.suite == suite.name]
        element = ET.SubElement(root, "testsuite", name=_text(suite.name))
        _count(element, of)
        if summary.notes.finished_at:
            # The schema knows no zone; times are UTC.
            element.set("timestamp", summary.notes.finished_at.strftime("%Y-%m-%dT%H:%M:%S"))
        _properties(element, summary, suite)
        for record in of:
            _case(element, record)
        ET.SubElement(element, "system-out").text = _text(suite.verdict)
    _count(root, ours)
    ET.indent(root, " ")
    written: bytes = ET.tostring(root, encoding="utf-8", xml_declaration=True)
    return written


def _count(element: ET.Element, records: Sequence[Record]) -> None:
    said = [_ELEMENT.get(r.outcome) for r in records]
    element.set("tests", str(len(records)))
    element.set("failures", str(said.count("failure")))
    element.set("errors", str(said.count("error")))
    element.set("skipped", str(said.count("skipped")))
    element.set("time", f"{sum(r.ms for r in records) / 1000:.3f}")


def _properties(element: ET.Element, summary: Summary, suite: SuiteSummary) -> None:
    run = summary.run
    made_of = {
        "corpus": run.corpus,
        "index": run.index_version,
        "code": run.code,
        "prompts": run.prompts,
        "trials": run.suites.get(suite.name, ""),
        "commit": summary.notes.commit or "",
        **run.models,
    }
    properties = ET.SubElement(element, "properties")
    for name, value in made_of.items():
        ET.SubElement(properties, "property", name=_text(name), value=_text(value))


def _case(element: ET.Element, record: Record) -> None:
    case = ET.SubElement(
        element,
        "testcase",
        classname=_text(f"{record.suite}.{record.kind}"),
        name=_text(record.id),
        time=f"{record.ms / 1000:.3f}",
    )
    said = _ELEMENT.get(record.outcome)
    if said is None:
        return
    what = ET.SubElement(case, said, message=_text("; ".join(record.reasons) or record.outcome))
    if said == "skipped":
        return
    what.set("type", record.outcome.value)
    answer = record.answer
    lines = [f"asked: {' / '.join(record.turns)}", f"right would be: {record.gold}"]
    if answer is not None:
        lines += [f"understood: {answer.plan.description}", f"{answer.status}: {answer.text}"]
    what.text = _text("\n".join(lines))


def _text(given: str) -> str:
    """The text with what XML cannot hold made visible as U+FFFD."""
    return _NO_XML.sub("\ufffd", given)
