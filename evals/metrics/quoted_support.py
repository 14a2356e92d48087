"""Is a sentence about a guide page supported by the spans that it cites? Decided by code.

Supported: each figure stands in one span with the same unit, currency, period and hedge ("up to"),
beside the other words of its part of the sentence; each quotation and each content word stands in
the spans, their sections or titles; and what limits the span's own sentence (not, may, usually)
is said too. The limits of that: a paraphrase in words of its own is called unsupported, and words
in another order that mean another thing are not noticed. No model is asked.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from evals.metrics.expectation import plain
from evals.metrics.quantities import Quantity, quantities
from evals.metrics.shown import Shown, words_of

_QUOTED = re.compile(r'"([^"]+)"|“([^”]+)”')
_PARTS = re.compile(r"[;:]|,(?=\s)|\s(?:and|while|but)\s")
_STOPS = re.compile(r"(?<=[.!?])\s+|\n+")
_NEUTRAL = words_of(
    """a an the of in on at to for from by with and or as is are was were be been it its their they
    this that these those which who page section give gives given states says list lists listed has
    have had there here also per according note notes put puts guide"""
)
LIMITS = words_of(
    """not no never none nor without cannot can may might could should must usually typically often
    sometimes rarely some few most many only all every if unless almost nearly"""
)
"""Words that change how far a statement holds."""
_SHARED = 0.6
"""Share of a span's sentence that stands in the answer's for the two to be about one thing."""


def quotations(text: str) -> tuple[str, ...]:
    """What stands in quotation marks."""
    return tuple(a or b for a, b in _QUOTED.findall(text))


def stated(text: str) -> tuple[Quantity, ...]:
    """The figures that a sentence states itself, outside quotation marks."""
    return tuple(q for q in quantities(text) if not _quotation_of(text, q))


def unbound(text: str, shown: Sequence[Shown]) -> Iterator[tuple[Quantity, str]]:
    """Each figure of the sentence with what is wrong with it; empty if it is bound."""
    for figure in quantities(text):
        quotation = _quotation_of(text, figure)
        if quotation:
            held = any(plain(quotation) in s.around for s in shown)
            yield figure, "" if held else f"no span holds the words {quotation!r}"
            continue
        part = _part_of(text, figure)
        said = f"the figure {text[figure.start : figure.end]!r}"
        holders = [s for s in shown if s.gives(figure)]
        if not holders:
            yield figure, f"{said} stands so in no span that is cited"
        elif not any(_content(part) <= s.words for s in holders):
            yield figure, f"{said} does not stand with its words in one span"
        else:
            yield figure, ""


def unsupported(text: str, shown: Sequence[Shown]) -> Iterator[str]:
    """What else keeps the sentence from being supported by the spans together."""
    held = frozenset(word for s in shown for word in s.words)
    for quotation in quotations(text):
        if not any(plain(quotation) in s.around for s in shown):
            yield f"no span holds the words {quotation!r}"
    strange = _content(text) - held
    if strange:
        yield f"the spans say nothing of {', '.join(sorted(strange))}"
    said = words_of(text) & LIMITS
    around = [part for s in shown for part in _sentences(s) if _is_about(part, text)]
    missing = frozenset(word for part in around for word in part & LIMITS) - said
    if missing:
        yield f"the sentence leaves out {', '.join(sorted(missing))}"


def _quotation_of(text: str, figure: Quantity) -> str:
    """The quotation in which a figure stands; empty if it stands in none."""
    around = (m for m in _QUOTED.finditer(text) if m.start() < figure.start < m.end())
    return next((m[1] or m[2] for m in around), "")


def _part_of(text: str, figure: Quantity) -> str:
    """The part of a sentence between the marks around a figure."""
    start, end = 0, len(text)
    for mark in _PARTS.finditer(text):
        if mark.end() <= figure.start:
            start = mark.end()
        elif mark.start() >= figure.end:
            end = mark.start()
            break
    return text[start:end]


def _content(text: str) -> frozenset[str]:
    bare = "".join(text[a:b] for a, b in _outside(text, quantities(text)))
    return words_of(bare) - _NEUTRAL


def _outside(text: str, figures: Sequence[Quantity]) -> Iterator[tuple[int, int]]:
    at = 0
    for figure in figures:
        yield at, figure.start
        at = figure.end
    yield at, len(text)


def _sentences(shown: Shown) -> Iterator[frozenset[str]]:
    return (words_of(part) for part in _STOPS.split(shown.quote) if part.strip())


def _is_about(part: frozenset[str], text: str) -> bool:
    content = part - _NEUTRAL - LIMITS
    return bool(content) and len(content & words_of(text)) >= _SHARED * len(content)
