"""A question without what the visitor takes back or sets aside.

"What does an actuary... no, an economist do" and "economists, not actuaries" ask of economists
alone. Used by `guide_question.py`; what later turns correct is `understand/follow.py`'s.
"""

from __future__ import annotations

import re

from assistant.name_forms import WORD
from assistant.page_names import PageNames

_TAKEN_BACK = re.compile(
    r"\s*(?:\.{2,}|\u2026|[,;\u2014-])\s*"
    r"(?:(?:no(?=\s*[,.\u2026]|\s+(?:wait|sorry|i|actually|make|just)\b)|oh|uh|um|er|sorry|wait"
    r"|hang on|hold on|scratch that|make that|or rather|i mean(?:t)?|actually)\b[\s,.\u2026-]*)+"
    r"(?:just\s+)?",
    re.IGNORECASE,
)
_SURE = re.compile(
    r"\b(?:no|sorry|wait|scratch that|make that|or rather|i meant?)\b", re.IGNORECASE
)
_ASKS_ANEW = re.compile(
    r"(?:what|which|who|whom|whose|how|when|where|why|is|are|do|does|did|can|could)\b",
    re.IGNORECASE,
)
_KEPT = re.compile(
    r".*(?:\b(?:do|does|did|is|are|was|were|can|could|will|would|should|must|of|for)\b|[,;:])\s*",
    re.IGNORECASE | re.DOTALL,
)
"""What stands before that which was taken back: up to the last auxiliary, "of", or comma."""

_SET_ASIDE = re.compile(
    r"\b(?:without|leaving out|excluding|excepting|except(?: for)?|apart from|other than"
    r"|not (?:counting|including))\b[^,.;?!]*",
    re.IGNORECASE,
)
"""Those of a kind that are left out, all of a list of them."""
_DENIAL = re.compile(
    r"\b(?:and |but )?(?:not|rather than|instead of|as opposed to)\s+(?:the\s+|an?\s+)?$",
    re.IGNORECASE,
)
_LEFT_OUT = re.compile(
    r"\s+(?:are |is )?(?:not (?:counted|included)|excluded|left out|set aside)\b", re.IGNORECASE
)
_ALONE = re.compile(r"\s+(?:alone|only)\b", re.IGNORECASE)


def corrected(text: str) -> str:
    """The question as corrected; unchanged where nothing is taken back.

    >>> corrected("What does an actuary... no, an economist do?")
    'What does an economist do?'
    >>> corrected("Why do sai... sorry, why do divers train?")
    'why do divers train?'
    """
    mark = next((m for m in _TAKEN_BACK.finditer(text) if _SURE.search(m[0])), None)
    if mark is None or not mark.start() or not text[mark.end() :].strip(" ?.!"):
        return text
    after = text[mark.end() :]
    if _ASKS_ANEW.match(after):
        return after
    kept = _KEPT.match(text[: mark.start()])
    return f"{kept[0] if kept else ''}{after}"


def without_denied(text: str, names: PageNames) -> str:
    """The text without those whom it sets aside: "what do tilers make, not glaziers".

    Unchanged where nobody is left.
    """
    named = names.named_in(text)
    spans = [m.span() for m in WORD.finditer(text)]
    for aside in _SET_ASIDE.finditer(text):
        inside = [aside.start() < spans[hit.first][0] < aside.end() for hit in named]
        if any(inside) and not all(inside):
            rest = text[: aside.start()].rstrip(" ,") + text[aside.end() :]
            return _ALONE.sub("", rest)
    denied = {hit: _denied(text, spans[hit.first][0], spans[hit.last][1]) for hit in named}
    if all(denied.values()):
        return text
    for _, span in sorted(denied.items(), key=lambda of: -of[0].first):
        if span:
            text = text[: span[0]].rstrip(" ,") + text[span[1] :]
    return _ALONE.sub("", text) if any(denied.values()) else text


def _denied(text: str, start: int, end: int) -> tuple[int, int] | None:
    """What is set aside with the name that stands there; None where it is not."""
    before, after = _DENIAL.search(text[:start]), _LEFT_OUT.match(text[end:])
    if before:
        return before.start(), end
    return (start, end + after.end()) if after else None
