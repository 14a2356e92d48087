"""How an answer is looked into: its sources, its trace; copied and judged, at each setting."""

from __future__ import annotations

import re

from playwright.sync_api import expect

from tests.e2e.visitor import Visitor

NURSE = "How much does a nurse earn?"


def test_a_citation_is_previewed_and_opened_on_its_passage(visitor: Visitor) -> None:
    page = visitor.page
    turn = visitor.ask("cheapest online master's in cybersecurity?")
    mark = turn.locator("th .mark").first
    visitor.point_at(mark)
    preview = page.get_by_role("tooltip")
    expect(preview).to_contain_text("18,900")
    expect(preview).to_be_in_viewport(ratio=1)
    expect(mark).to_have_attribute("aria-describedby", "preview")
    visitor.look()
    visitor.away()
    expect(preview).to_be_hidden()

    visitor.press(mark)
    source = page.get_by_role("dialog")
    expect(source.locator("mark")).to_contain_text("18,900")
    expect(source.locator("mark")).to_be_in_viewport()
    expect(source.get_by_role("heading")).to_be_focused()
    visitor.press(visitor.button("The evidence does not show it"))
    expect(source).to_contain_text("Thank you")
    expect(source.get_by_role("heading")).to_be_focused()
    visitor.look()
    visitor.close(source)
    expect(source).to_be_hidden()
    expect(mark).to_be_focused()


def test_how_it_was_answered_and_what_was_left_unread(visitor: Visitor) -> None:
    turn = visitor.ask("nursing programs")
    expect(turn).to_contain_text("295 announced, 15 held here")
    trace = turn.get_by_text("How was this answered?")
    visitor.press(trace)
    expect(turn.locator("dl")).to_contain_text("15 of 51 match")
    visitor.press(trace)
    expect(turn.locator("dl")).to_be_hidden()
    turn = visitor.ask("What GPA do I need for the cybersecurity master's?")
    expect(turn.locator(".status")).to_have_text("Not in the sources")
    visitor.look()
    visitor.press(turn.get_by_text("How was this answered?"))
    expect(turn.locator("dl")).to_contain_text("“GPA”")


def test_an_answer_is_copied_with_its_sources(visitor: Visitor) -> None:
    turn = visitor.ask(NURSE)
    visitor.press(visitor.button("Copy with sources", turn))
    notice = visitor.page.locator(".notice")
    expect(notice).to_contain_text("Copied")
    copied = visitor.page.evaluate("navigator.clipboard.readText()")
    assert "$93,600 per year [1]" in copied
    assert "[1] Registered Nurse, Quick Facts" in copied
    visitor.press(visitor.button("Close", notice))
    expect(notice).to_have_count(0)


def test_an_answer_is_judged(visitor: Visitor) -> None:
    page = visitor.page
    told = page.evaluate_handle(_FEEDBACK)
    turn = visitor.ask(NURSE)
    good, bad = visitor.button("This helped", turn), visitor.button("Something is wrong", turn)
    visitor.press(good)
    expect(good).to_have_attribute("aria-pressed", "true")
    visitor.press(bad)
    form = turn.locator("form")
    expect(form.get_by_role("radio").first).to_be_focused()
    expect(form).to_be_in_viewport(ratio=0.9)
    visitor.look()
    visitor.press(visitor.button("Cancel", form))
    expect(bad).to_be_focused()
    visitor.press(bad)
    if visitor.setting.by == "mouse":
        form.get_by_label("The evidence does not show it").click()
    else:
        page.keyboard.press("ArrowDown")
    visitor.write(form.get_by_label(re.compile("What would be right")), "It is another one.")
    visitor.press(visitor.button("Send", form))
    expect(turn).to_contain_text("Thank you")
    expect(bad).to_be_focused()
    expect(bad).to_have_attribute("aria-pressed", "true")
    expect(good).to_have_attribute("aria-pressed", "false")
    given = told.evaluate("told => told.map(one => [one.verdict, one.text])")
    assert given == [["helpful", ""], ["evidence_wrong", "It is another one."]]
    page.reload()
    expect(bad).to_have_attribute("aria-pressed", "true")


_FEEDBACK = """() => {
  const told = [];
  addEventListener('guidepost-feedback', event => told.push(event.detail));
  return told;
}"""
