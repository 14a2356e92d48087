"""What counts as a question: text of a bounded length, without control characters. Pure."""

from __future__ import annotations

import unicodedata

from assistant.errors import QuestionInvalid

MAX_CHARS = 2000
"""Code points, after white space at both ends is cut off."""

_SPACES = frozenset("\t\n\r\f\v\x85\u2028\u2029")
_REFUSED = {"Cc": "a control character", "Cs": "half of a surrogate pair"}
_NO_CHARACTER = frozenset(map(chr, (*range(0xFDD0, 0xFDF0), 0xFFFD, 0xFFFE, 0xFFFF)))
"""What decoders write for bytes that they cannot read, and what Unicode will never assign. A code
point that is only not assigned yet is let through: emoji are younger than this program's tables."""

_NEVER = r"\u0000-\u0008\u000e-\u001f\u007f-\u0084\u0086-\u009f\ufdd0-\ufdef\ufffd-\uffff"
PLAIN = rf"^[^{_NEVER}]*[^\s\u0085{_NEVER}][^{_NEVER}]*$"
"""What is taken, but for its length, as a regular expression of JSON Schema."""


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
    for at, char in enumerate(text):
        kind = _REFUSED.get(unicodedata.category(char))
        if (kind and char not in _SPACES) or char in _NO_CHARACTER:
            raise QuestionInvalid(
                f"character {at + 1} of the question is {kind or 'no character'} "
                f"(U+{ord(char):04X}); send plain text in UTF-8"
            )
    return question
