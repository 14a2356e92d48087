"""What counts as a question: text of a bounded length, without control characters. Pure."""

from __future__ import annotations

import unicodedata

from assistant.errors import QuestionInvalid

MAX_CHARS = 2000
"""Code points, after white space at both ends is cut off."""

_SPACES = frozenset("\t\n\r\f\v\x85\u2028\u2029")
_REFUSED = {"Cc": "a control character", "Cs": "half of a surrogate pair", "Cn": "no character"}


def checked_question(text: str) -> str:
    """The question, stripped. Raises: QuestionInvalid.

    >>> checked_question("  cheapest master's? ")
    "cheapest master's?"
    """
    question = text.strip()
    if not question:
        raise QuestionInvalid("the question is empty; give 1 to 2000 characters")
    if len(question) > MAX_CHARS:
        raise QuestionInvalid(
            f"the question has {len(question)} characters; give at most {MAX_CHARS}"
        )
    for at, char in enumerate(question):
        kind = _REFUSED.get(unicodedata.category(char))
        if (kind and char not in _SPACES) or char == "\ufffd":
            raise QuestionInvalid(
                f"character {at + 1} of the question is {kind or 'no character'} "
                f"(U+{ord(char):04X}); send plain text in UTF-8"
            )
    return question
