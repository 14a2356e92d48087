"""The report of an evaluation in a real browser: hostile text, filters, one case unfolded."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from evals.compare import compare
from evals.reports.notes import Notes
from evals.reports.write import HTML, write_reports
from evals.run import Record
from evals.scores import Outcome
from tests.unit.evals.made_answers import QUOTE, answer
from tests.unit.evals.reports.made_records import HOSTILE, held, hostile_record, record, run


def _records(flipped: bool) -> list[Record]:
    """3,000 trials and a hostile one; two of them flip."""
    said = answer()
    many = [
        record(f"case-{i:04}", said=said, ms=float(i)).model_copy(update={"family": f"{i % 50}"})
        for i in range(2999)
    ]
    outcome = Outcome.WRONG if flipped else Outcome.RIGHT
    flip = record("flips", outcome, reasons=["a digit"], said=said, kind="other")
    return [*many, flip, hostile_record(outcome=outcome)]


@pytest.fixture(scope="module")
def report(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("report")
    before, now = held(*_records(False)), held(*_records(True))
    control = record("flips", Outcome.RIGHT, "second path")
    of = run("second path")
    found = compare((of, before), (of, now))
    write_reports(folder, (of, now | {control.key: control}), Notes(), found, before)
    return folder / HTML


@pytest.fixture
def page(browser: Browser, report: Path) -> Iterator[Page]:
    """The report, opened from the disk; it may ask nobody, and its policy has nothing to refuse."""
    made = browser.new_page()
    said: list[str] = []
    asked: list[str] = []
    made.on("console", lambda line: said.append(line.text))
    made.on("pageerror", lambda error: said.append(str(error)))
    made.on("request", lambda request: asked.append(request.url))
    made.add_init_script(
        "addEventListener('securitypolicyviolation', e => console.log(e.violatedDirective))"
    )
    made.goto(report.as_uri())
    yield made
    hit = made.evaluate("window.hit")
    made.close()
    assert said == []
    assert asked == [report.as_uri()]
    assert hit is None


def test_figures_filters_and_a_case(page: Page) -> None:
    results = page.get_by_role("table").filter(has_text="Every suite")
    expect(results.get_by_role("row").nth(1)).to_contain_text("99.9")
    expect(page.get_by_role("article")).to_contain_text("Beaten by second path: +2.000 points")
    expect(page.get_by_role("status")).to_have_text("3,001 of 3,001 cases")
    expect(page.locator("#list > li")).to_have_count(40)

    page.get_by_role("button", name="2 worse").click()
    expect(page.get_by_role("status")).to_have_text("2 of 3,001 cases")
    page.get_by_label("Kind").select_option("other")
    expect(page.get_by_role("status")).to_have_text("1 of 3,001 cases")
    page.get_by_role("button", name="Clear").click()
    page.get_by_label("Text").fill("CASE-2998 earn")
    expect(page.get_by_role("status")).to_have_text("1 of 3,001 cases")
    page.get_by_label("Outcome").select_option("failures")
    expect(page.get_by_role("status")).to_have_text("0 of 3,001 cases")
    page.get_by_role("button", name="Clear").click()
    page.get_by_label("Order").select_option("slowest")
    expect(page.locator("#list > li").first).to_contain_text("case-2998")

    first = page.locator("#list > li > details > summary").first
    first.focus()
    page.keyboard.press("Enter")
    body = page.locator("#list .body").first
    expect(body).to_contain_text("Right would be")
    expect(body.locator("blockquote")).to_have_text(QUOTE)
    body.get_by_role("link", name="evidence 1").click()
    expect(body.locator(".evidence li")).to_be_in_viewport()
    page.get_by_role("button", name="Show 40 more").click()
    expect(page.locator("#list > li")).to_have_count(80)


def test_hostile_text_is_shown_as_text(page: Page) -> None:
    page.get_by_label("Text").fill("onerror")
    expect(page.get_by_role("status")).to_have_text("1 of 3,001 cases")
    page.locator("#list > li > details > summary").click()
    body = page.locator("#list .body")
    expect(body).to_contain_text("Before: right")

    texts = page.evaluate(
        "[...document.querySelectorAll('#list blockquote, #list mark')].map(e => e.textContent)"
    )
    assert set(texts) == {HOSTILE}
    # A mark that names no evidence stays text.
    expect(body.locator(".text a.mark").first).to_have_text("1")
    expect(body.locator(".text").first).to_contain_text("[7]")
    assert page.evaluate("document.images.length + document.scripts.length") == 2
