"""Each form of a report says the same, and takes no text for markup, whatever it holds."""

from __future__ import annotations

import base64
import hashlib
import json
import re
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import pytest
from bs4 import BeautifulSoup
from click.testing import CliRunner
from markdown_it import MarkdownIt

from evals.commands import eval_
from evals.compare import compare
from evals.reports.html import to_html
from evals.reports.junit import to_junit
from evals.reports.markdown import to_markdown
from evals.reports.notes import Notes
from evals.reports.summary import Summary, in_order, summarise
from evals.reports.write import HTML, JSON, JUNIT, MARKDOWN, write_reports
from evals.run import RECORDS, RUN, Record
from evals.scores import Outcome
from tests.unit.evals.made_answers import QUOTE, answer
from tests.unit.evals.reports.made_records import HOSTILE, held, hostile_record, record, run

MIXED = (
    record("fine", said=answer()),
    record("bad", Outcome.WRONG, reasons=["112,590 is missing"], said=answer(), ms=1500),
    record("shy", Outcome.ABSTAINED, reasons=["nothing said"], said=answer()),
    record("lost", Outcome.ERROR, reasons=["HTTP 503: closed"]),
    record("blind", Outcome.UNSCORED, reasons=["not offered"]),
    record("bad", Outcome.RIGHT, "second path"),
)


def _made(*records: Record) -> tuple[Summary, list[Record]]:
    of = run("second path")
    ordered = in_order(of, held(*records))
    return summarise(of, Notes(commit="f" * 40), ordered), ordered


def _data(page: str) -> Any:
    block = BeautifulSoup(page, "lxml").find("script", id="data")
    assert block is not None
    return json.loads(block.get_text())


def test_junit_counts_and_names_what_is_not_right() -> None:
    suites = ET.fromstring(to_junit(*_made(*MIXED)))
    suite = suites.find("testsuite")

    assert suite is not None
    counts = {name: suite.get(name) for name in ("tests", "failures", "errors", "skipped")}
    assert counts == {"tests": "5", "failures": "2", "errors": "1", "skipped": "1"}
    cases = {case.get("name"): case for case in suite.iter("testcase")}
    assert list(cases) == ["bad", "blind", "fine", "lost", "shy"]
    failed = cases["bad"].find("failure")
    assert failed is not None
    assert (failed.get("type"), failed.get("message")) == ("wrong", "112,590 is missing")
    assert "right would be: 112,590" in (failed.text or "")
    assert (cases["bad"].get("classname"), cases["bad"].get("time")) == ("own.pay", "1.500")
    assert [child.tag for child in cases["lost"]] == ["error"]
    assert [child.tag for child in cases["blind"]] == ["skipped"]
    assert list(cases["fine"]) == []
    said = {p.get("name"): p.get("value") for p in suite.iter("property")}
    assert (said["corpus"], said["commit"]) == ("c" * 64, "f" * 40)


def test_junit_holds_hostile_text_without_what_xml_cannot() -> None:
    written = to_junit(*_made(hostile_record()))
    (case,) = ET.fromstring(written).iter("testcase")

    assert not re.search(rb"[\x00-\x08\x0b\x0c\x0e-\x1f]", written)
    assert case.get("name") == HOSTILE.replace("\x00", "\ufffd").replace("\x0b", "\ufffd")
    assert [child.tag for child in case] == ["failure"]


def test_markdown_gives_tables_and_the_worst_cases_first() -> None:
    text = to_markdown(*_made(*MIXED))
    page = BeautifulSoup(MarkdownIt("gfm-like", {"linkify": False}).render(text), "lxml")
    headline = page.find("table")

    assert headline is not None
    assert [cell.get_text() for cell in headline.find_all("th")][:3] == ["", "trials", "right"]
    cells = [cell.get_text() for cell in headline.find_all("td")]
    assert cells[:2] == ["own", "5"]
    assert cells[2].startswith("25.0% [")
    assert [h.get_text() for h in page.find_all("h4")] == [
        "bad: wrong",
        "lost: error",
        "shy: abstained",
    ]
    shown = page.get_text()
    assert "Beaten by second path: +2.000 points" in shown
    assert f"Evidence 1, Data Scientists: {QUOTE}" in shown
    assert "Right would be: 112,590" in shown
    assert "Not scored, 1: not offered" in shown
    assert "Failed, 1: HTTP 503: closed" in shown
    assert "Slowest: bad 1,500 ms, " in shown


def test_markdown_shows_hostile_text_as_text() -> None:
    text = to_markdown(*_made(hostile_record()))
    page = BeautifulSoup(MarkdownIt("gfm-like", {"linkify": False}).render(text), "lxml")

    assert page.find(["script", "img", "a"]) is None
    assert {len(row.find_all("td")) for row in page.find_all("tr")} <= {0, 2, 5, 6}
    assert (
        "<img src=x onerror=window.hit=1> {{ data }} | [a](javascript:hit) `b`" in page.get_text()
    )
    # No reader that makes links of bare addresses finds one.
    assert "://" not in text


def test_html_is_one_file_whose_policy_names_its_style_and_script() -> None:
    page = BeautifulSoup(to_html(*_made(*MIXED)), "lxml")
    policy = page.find("meta", attrs={"http-equiv": "Content-Security-Policy"})

    assert policy is not None
    assert "default-src 'none'" in str(policy["content"])
    assert "unsafe" not in str(policy["content"])
    for element in (page.find("style"), page.find_all("script")[-1]):
        assert element is not None
        digest = base64.b64encode(hashlib.sha256((element.string or "").encode()).digest())
        assert f"'sha256-{digest.decode()}'" in str(policy["content"])
    assert not page.find_all(src=True)
    assert not page.find_all("link")


def test_html_holds_hostile_text_in_its_data_alone() -> None:
    written = to_html(*_made(hostile_record()))
    page = BeautifulSoup(written, "lxml")

    assert len(page.find_all("script")) == 2
    assert page.find("img") is None
    assert "<!--" not in written
    (case,) = _data(written)["cases"]
    assert case["turns"] == [HOSTILE, HOSTILE]
    assert _data(written)["quotes"][0]["quote"] == HOSTILE


def test_html_holds_each_case_once_with_the_controls_beside_it() -> None:
    audited = record("fine", said=answer(), citations=Outcome.WRONG)
    data = _data(to_html(*_made(*MIXED[1:], audited)))
    cases = {case["id"]: case for case in data["cases"]}

    assert sorted(cases) == ["bad", "blind", "fine", "lost", "shy"]
    assert cases["bad"]["controls"] == {"second path": "right"}
    assert cases["fine"]["citation_reasons"] == ["not exact"]
    assert [(q["title"], q["quote"]) for q in data["quotes"]] == [("Data Scientists", QUOTE)]
    assert list(data["report"]["suites"]) == ["own", "citations"]


def test_html_shows_of_a_comparison_what_a_case_was_before() -> None:
    of = run()
    before = held(record("a", said=answer()), record("b", Outcome.WRONG, reasons=["digit"]))
    now = held(record("a", Outcome.WRONG), record("b"))
    found = compare((of, before), (of, now))
    ordered = in_order(of, now)
    data = _data(to_html(summarise(of, Notes(), ordered), ordered, found, before))
    was = {case["id"]: case["before"] for case in data["cases"]}

    assert data["report"]["comparison"]["improved"] == ["own/b"]
    assert data["report"]["comparison"]["worsened"] == ["own/a"]
    assert (was["a"]["outcome"], was["a"]["answer"]["status"]) == ("right", "answered")
    assert (was["b"]["outcome"], was["b"]["reasons"]) == ("wrong", ["digit"])


def test_the_command_writes_all_forms_again_from_the_records(tmp_path: Path) -> None:
    for name, records in (("old", MIXED), ("new", MIXED[1:])):
        (tmp_path / name).mkdir()
        (tmp_path / name / RUN).write_text(run("second path").model_dump_json(), encoding="utf-8")
        lines = "".join(r.model_dump_json() + "\n" for r in records)
        (tmp_path / name / RECORDS).write_text(lines, encoding="utf-8")
    new, old, out = (str(tmp_path / name) for name in ("new", "old", "out"))
    done = CliRunner().invoke(eval_, ["report", new, "--compare", old, "--out", out])

    assert done.exit_code == 0, done.output
    assert sorted(p.name for p in (tmp_path / "out").iterdir()) == sorted(
        [HTML, JSON, JUNIT, MARKDOWN]
    )
    report = json.loads((tmp_path / "out" / JSON).read_text(encoding="utf-8"))
    assert report["suites"]["own"]["whole"]["outcomes"]["wrong"] == 1
    assert report["comparison"]["left_out"] == 1
    shown = (tmp_path / "out" / MARKDOWN).read_text(encoding="utf-8")
    assert "## What changed" in shown
    assert "Better: none." in shown
    none = CliRunner().invoke(eval_, ["report", out])
    assert (none.exit_code, "holds no run" in none.output) == (1, True)


def test_the_same_records_give_the_same_bytes(tmp_path: Path) -> None:
    for name, records in (("a", MIXED), ("b", MIXED[::-1])):
        write_reports(tmp_path / name, (run("second path"), held(*records)), Notes())
    for form in (HTML, JSON, JUNIT, MARKDOWN):
        assert (tmp_path / "a" / form).read_bytes() == (tmp_path / "b" / form).read_bytes(), form


@pytest.mark.parametrize("seed", ["</SCRIPT >", "<!--<script>", "{{ script }}", "\\1 \\g<0>"])
def test_no_text_changes_the_page_around_it(seed: str) -> None:
    page = BeautifulSoup(to_html(*_made(record("a", reasons=[seed]))), "lxml")

    assert [s.get("id") for s in page.find_all("script")] == ["data", None]
    assert _data(str(page))["cases"][0]["reasons"] == [seed]
