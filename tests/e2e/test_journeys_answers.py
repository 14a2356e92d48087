"""Asked, stopped, asked again, edited, asked back, refused: at each setting of a visitor."""

from __future__ import annotations

import json

from playwright.sync_api import Route, expect

from tests.e2e.streams import done, golden, golden_answer, in_turn, problem
from tests.e2e.visitor import Visitor

CHEAPEST = "cheapest online master's in cybersecurity?"


def test_ask_and_follow_up(visitor: Visitor) -> None:
    first = visitor.ask(CHEAPEST)
    expect(first.locator(".said").first).to_contain_text("tie as cheapest at 18,900")
    expect(first.get_by_role("table").first).to_contain_text("Online MS in Cybersecurity")
    expect(visitor.held).to_contain_text("online")
    second = visitor.ask("and on campus?")
    expect(second.locator(".said").first).to_be_in_viewport()
    expect(visitor.held).to_contain_text("on campus")
    expect(visitor.held).to_contain_text("cybersecurity")
    expect(visitor.question).to_be_focused()


def test_suggestions_to_start_with_and_to_go_on(visitor: Visitor) -> None:
    starter = visitor.page.get_by_role("list", name="Questions to start with")
    question = starter.get_by_role("button").first.inner_text()
    visitor.press(starter.get_by_role("button").first)
    expect(visitor.answered(0).locator(".asked")).to_contain_text(question)
    expect(visitor.question).to_be_focused()
    turn = visitor.ask("What does an electrician do?")
    suggested = turn.get_by_role("group", name="Ask next").get_by_role("button")
    question = suggested.first.inner_text()
    visitor.press(suggested.first)
    expect(visitor.answered(2).locator(".asked")).to_contain_text(question)


def test_a_question_back_is_answered_by_a_button(visitor: Visitor) -> None:
    answer = golden_answer("answered_guide")
    back = {"status": "clarify", "clarify": "Which one?", "followups": ["Alder", "Birch"]}
    conflict = {"entity": "Electrician", "attribute": "pay", "citations": [1, 1]}
    asked, reply = in_turn(done(answer | back), done(answer | {"conflicts": [conflict]}))
    visitor.answer_with("**/ask", reply)
    turn = visitor.ask("pay at the college?")
    expect(turn.locator(".status")).to_have_text("A question back")
    expect(turn).to_contain_text("Which one?")
    visitor.look()
    visitor.press(visitor.button("Birch", turn.get_by_role("group", name="Choose one")))
    second = visitor.answered(1)
    assert json.loads(asked[1].request.post_data or "")["question"] == "Birch"
    expect(second).to_contain_text("Sources disagree on pay of Electrician")
    expect(second.locator(".conflict .mark")).to_have_count(2)
    visitor.look()


def test_an_answer_is_stopped_and_asked_again(visitor: Visitor) -> None:
    held: list[Route] = []

    def hold(route: Route) -> None:
        held.append(route)

    visitor.answer_with("**/ask", hold)
    visitor.send("How much does a nurse earn?")
    expect(visitor.turns.locator(".working")).to_be_visible()
    visitor.look()
    visitor.press(visitor.button("Stop"))
    turn = visitor.answered(0)
    expect(turn.locator(".ended")).to_contain_text("You stopped this answer")
    visitor.answer_with("**/ask", lambda route: route.continue_())
    visitor.press(visitor.button("Ask again"))
    expect(visitor.answered(0)).to_contain_text("93,600")
    expect(visitor.turns).to_have_count(1)
    assert len(held) == 1


def test_what_broke_off_stays_and_is_asked_again(visitor: Visitor) -> None:
    whole = golden("answered_rows")
    _, reply = in_turn(whole[: whole.index("event: citation")], golden("error"), whole)
    visitor.answer_with("**/ask", reply)
    turn = visitor.ask(CHEAPEST)
    expect(turn.locator(".said").first).to_contain_text("tie as cheapest at 18,900")
    expect(turn.get_by_role("table")).to_have_count(2)
    expect(turn.locator(".ended")).to_contain_text("there may be more")
    visitor.look()
    visitor.press(visitor.button("Ask again"))
    expect(visitor.page.locator(".ended")).to_contain_text("Something went wrong here")
    visitor.press(visitor.button("Ask again"))
    expect(visitor.page.locator(".turn details")).to_be_visible()
    expect(visitor.turns).to_have_count(1)
    expect(visitor.page.locator(".ended")).to_have_count(0)
    expect(visitor.question).to_be_focused()


def test_the_last_question_is_edited_in_its_place(visitor: Visitor) -> None:
    visitor.ask(CHEAPEST)
    turn = visitor.ask("and on campus?")
    edit = visitor.button("Edit this question")
    visitor.press(edit)
    expect(visitor.question).to_have_value("and on campus?")
    expect(visitor.question).to_be_focused()
    visitor.look()
    visitor.press(visitor.button("Cancel"))
    expect(visitor.question).to_have_value("")
    visitor.press(visitor.button("Edit this question", turn))
    visitor.send("which is the shortest?")
    expect(visitor.turns.nth(1)).to_contain_text("The shortest of the 4 online")
    visitor.answered(1)
    expect(visitor.turns).to_have_count(2)

    visitor.press(visitor.button("New chat"))
    visitor.ask(CHEAPEST)
    visitor.press(edit)
    visitor.send("nursing programs")
    expect(visitor.held).to_contain_text("nursing")
    expect(visitor.held).not_to_contain_text("cybersecurity")
    expect(visitor.turns).to_have_count(1)


def test_what_is_in_the_way_is_said(visitor: Visitor) -> None:
    turn = visitor.ask("a\x07b")
    expect(turn.locator(".ended")).to_contain_text("control character")
    limits = iter((("too_many_requests", 429, {"Retry-After": "9"}), ("index_missing", 503, {})))

    def refuse(route: Route) -> None:
        code, status, headers = next(limits)
        problem(route, status, code, **headers)

    visitor.answer_with("**/ask", refuse)
    turn = visitor.ask("What does an electrician do?")
    expect(turn.locator(".ended")).to_contain_text(r"Wait 9 seconds")
    expect(visitor.button("Ask again", turn)).to_be_disabled()
    visitor.look()
    turn = visitor.ask("What does an electrician earn?")
    expect(turn.locator(".ended")).to_contain_text("Detail of index_missing.")
    visitor.look()
    for name, status in _NONE.items():
        visitor.answer_with("**/ask", in_turn(golden(name))[1])
        turn = visitor.ask("something")
        expect(turn.locator(".status")).to_have_text(status)
        expect(turn.locator(".said").first).not_to_be_empty()
    expect(turn.get_by_role("table", name="Nearest programs")).to_be_visible()
    visitor.look()


_NONE = {"clarify": "A question back", "refused": "Not answered", "no_match": "No match"}
"""Golden answers that are none, and what stands above them."""


def test_offline_and_back(visitor: Visitor) -> None:
    notice = visitor.page.locator(".notice")
    visitor.page.context.set_offline(True)
    try:
        expect(notice).to_contain_text("You are offline")
        turn = visitor.ask("How much does a nurse earn?")
        expect(turn.locator(".ended")).to_contain_text("You are offline")
        visitor.look()
    finally:
        visitor.page.context.set_offline(False)
    expect(notice).to_contain_text("online again")
    visitor.press(visitor.button("Close"))
    expect(notice).to_have_count(0)
    expect(visitor.question).to_be_focused()
    visitor.press(visitor.button("Ask again"))
    expect(visitor.answered(0)).to_contain_text("93,600")
