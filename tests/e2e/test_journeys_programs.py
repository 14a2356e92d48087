"""Programs sorted and compared, conditions taken away and changed: at each setting of a visitor."""

from __future__ import annotations

from playwright.sync_api import expect

from tests.e2e.host import CONTROLS, reached
from tests.e2e.visitor import Visitor


def test_programs_are_sorted_and_compared_as_they_are_listed(visitor: Visitor) -> None:
    turn = visitor.ask("cybersecurity master's programs")
    table = turn.get_by_role("table").first
    titles = table.locator("tbody tr .title")
    expect(table).to_contain_text("18,900 ÷ 1.5 years")
    price = visitor.button("Price", table)
    head = table.get_by_role("columnheader", name="Price", exact=True)
    visitor.press(price)
    expect(head).to_have_attribute("aria-sort", "ascending")
    expect(price).to_be_focused()
    expect(titles.last).to_contain_text("Executive Master's in Cyber Risk")  # has no price
    visitor.press(price)
    expect(head).to_have_attribute("aria-sort", "descending")
    expect(titles.first).to_contain_text("MS in Cybersecurity Engineering")
    expect(titles.last).to_contain_text("Executive Master's in Cyber Risk")
    expect(table.locator(".price")).to_contain_text(["31,500", "27,800", "22,640"])
    assert "$" not in table.inner_text()

    boxes = turn.get_by_role("checkbox")
    visitor.tick(boxes.nth(0))
    expect(visitor.button("Select another to compare", turn)).to_be_disabled()
    visitor.tick(boxes.nth(5))
    visitor.press(visitor.button("Compare 2 programs", turn))
    side = visitor.page.get_by_role("region", name="Side by side")
    expect(side).to_be_focused()
    expect(side.get_by_role("row", name="Price per year")).to_contain_text("not listed")
    visitor.press(visitor.button("Close", side))
    expect(visitor.button("Compare 2 programs", turn)).to_be_focused()


def test_every_control_is_reached_in_the_order_of_reading(visitor: Visitor) -> None:
    visitor.ask("cybersecurity master's programs under 30k")
    assert reached(visitor.page) == visitor.page.evaluate(CONTROLS)


def test_conditions_are_taken_away_and_answered_at_once(visitor: Visitor) -> None:
    visitor.ask("cheapest online master's in cybersecurity?")
    visitor.press(visitor.button("Remove “online”"))
    second = visitor.answered(1)
    expect(second).to_contain_text("of the 6 cybersecurity master's")
    expect(visitor.held).not_to_contain_text("online")
    expect(visitor.button("Edit this question", second)).to_have_count(0)
    expect(visitor.question).to_be_focused()


def test_conditions_are_changed_and_answered_at_once(visitor: Visitor) -> None:
    visitor.ask("cheapest cybersecurity master's under 20k")
    form = visitor.held.locator("form")
    visitor.press(visitor.button("Change “under 20,000”"))
    prices = form.get_by_label("Price")
    expect(prices.first).to_be_focused()
    visitor.choose(prices.first, "between … and …")
    visitor.write(prices.nth(1), "30000")
    visitor.write(prices.nth(2), "20000")
    visitor.press(visitor.button("Apply"))
    expect(visitor.answered(1)).to_contain_text("22,640")
    expect(visitor.held).to_contain_text("between 20,000 and 30,000")
    visitor.press(visitor.button("Change “master’s”"))
    visitor.tick(form.get_by_label("bachelor’s"))
    visitor.press(visitor.button("Apply"))
    visitor.answered(2)
    expect(visitor.held).to_contain_text("bachelor’s or master’s")
    topic = visitor.button("Change “cybersecurity”")
    visitor.press(topic)
    visitor.press(visitor.button("Cancel", form))
    expect(topic).to_be_focused()
    visitor.press(topic)
    visitor.write(form.get_by_label("Subject"), "nursing; cybersecurity")
    visitor.press(visitor.button("Apply"))
    visitor.answered(3)
    expect(visitor.held).to_contain_text("nursing or cybersecurity")
