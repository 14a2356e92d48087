"""Messages that ask nothing of the site, and questions that only look like them."""

from __future__ import annotations

import pytest

from assistant.understand.small_talk import is_small_talk


@pytest.mark.parametrize(
    "text",
    [
        "hi", "Hello there!", "thanks", "Thank you so much", "ok thanks, that was great",
        "bye", "What do you know?", "what can you do for me", "who are you?", "help",
        "how current is your data?", "how old is the information", "are you a bot",
    ],
)  # fmt: skip
def test_a_greeting_thanks_or_a_question_about_the_assistant_is_small_talk(text: str) -> None:
    assert is_small_talk(text)


@pytest.mark.parametrize(
    "text",
    [
        "", "ok", "yes", "thanks, how much is it?", "hello, cheapest MBA", "bye laws",
        "what do you know about nursing", "how old are the students", "what is this program",
        "help desk jobs", "how long is it", "what can you study in Perth", "who are you hiring",
    ],
)  # fmt: skip
def test_one_more_word_of_content_makes_it_a_question(text: str) -> None:
    assert not is_small_talk(text)
