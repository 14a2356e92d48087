"""Parts of a whole in words ("nearly two-thirds", "up to half"): the same part with the same limit.

They are no figures of `figures.py`: "half of them earned more" says which figure is meant.
"""

from __future__ import annotations

import re

from assistant.figure_grammar import ONES, TENS
from assistant.figures import Measure, figures
from assistant.verify.text import mask, plain

_LIMITS = {
    "at most": r"up to|as much as|as many as|at most|no more than",
    "more": r"more than|over",
    "less": r"less than|under|fewer than",
    "at least": r"at least|no less than",
    "about": r"about|around|roughly|approximately|some",
    "nearly": r"nearly|almost|close to|just under",
}
_LIMIT = "|".join(f"(?:{words})" for words in _LIMITS.values())
_DIGITS = {w: f"{n}" for w, n in ONES.items()} | {w: f"{n}" for w, n in TENS.items()}
_FEW = "one|two|three|four|five|six|seven|eight|nine|[1-9]"
_PART = re.compile(
    rf"(?:\b(?P<limit>{_LIMIT})\s+)?\b(?P<part>half|(?:an?|one|two|three|four)[\s-]"
    r"(?:third|quarter|fifth|tenth)s?"
    rf"|(?:{_FEW})\s(?:in|out\sof)\s(?:three|four|five|six|seven|eight|nine|ten|twenty|\d{{1,3}})(?![\d-]))\b(?!-)"
)


def wrong_parts(clause: str, source: str) -> str | None:
    """Why a part that a clause states is not one of its source; None if each is."""
    held = {_read(m) for m in _PART.finditer(_bare(source))}
    for m in _PART.finditer(_bare(clause)):
        if _read(m) not in held:
            return f"{m.group()!r} is not in the quote with this limit"
    return None


def part_spans(clause: str) -> list[tuple[int, int]]:
    """Where a clause states parts, with their limits."""
    return [m.span() for m in _PART.finditer(_bare(clause))]


def _bare(text: str) -> str:
    """Without lengths of time: "a year and a half"."""
    lengths = (f for f in figures(text) if f.measure is Measure.DURATION)
    return mask(plain(text), ((f.start, f.end) for f in lengths))


def _read(found: re.Match[str]) -> tuple[str, str]:
    said = found["limit"]
    kind = next((k for k, words in _LIMITS.items() if said and re.fullmatch(words, said)), "")
    part = re.sub(r"^an?[\s-]", "one-", found["part"]).replace(" ", "-").rstrip("s")
    part = part.replace("-out-of-", "-in-")
    return kind, "-".join(_DIGITS.get(word, word) for word in part.split("-"))
