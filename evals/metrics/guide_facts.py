"""A fact of a guide: its value stated, its evidence cited, nothing else claimed, and in few words.

Value and evidence decide; figures that nobody asked for and length are measured beside them. An
answer of twice the allowed length is wrong whatever it holds: a page poured out is no answer.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from assistant.api.wire import AskResponse, CitationOut
from evals.cases import Case
from evals.metrics.expectation import choices_of, figures, plain, states
from evals.scores import DECLINED, Score, judged

MAX_WORDS = 120
MAX_CITATIONS = 6
"""Of an answer that is not too long: what the product's own answers keep to. At twice as much
nothing is left of "brevity"."""
_MARKS = re.compile(r"\[\d+(?:\s*,\s*\d+)*\]")


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of a page's text, in code points."""

    page_id: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Gold:
    """Where a fact stands."""

    groups: tuple[tuple[Span, ...], ...]
    """Of each group one span must be cited."""
    texts: tuple[str, ...]
    """What the spans say: figures of it are no extra claims."""


def score_fact(case: Case, gold: Gold, answer: AskResponse) -> tuple[Score, dict[str, float]]:
    """Right if the whole value is stated and all evidence cited; shares of these, beside it.

    "extra claims" is the share of the figures stated that neither the question nor the gold holds,
    and with "brevity" it is only measured where something is answered.
    """
    said = _MARKS.sub(" ", answer.text)
    unstated = tuple(_unstated(case, said))
    uncited = tuple(_uncited(gold, answer.citations))
    wanted = len(case.expect.numbers) + len(case.expect.text)
    measures = {
        "value": 1 - len(unstated) / wanted,
        "evidence": 1 - len(uncited) / len(gold.groups),
    }
    problems = (*unstated, *uncited)
    if answer.status not in DECLINED:
        measures["extra claims"] = _extra(case, gold, said)
        measures["brevity"] = brevity(len(said.split()), len(answer.citations))
        if not measures["brevity"]:
            words, cited = len(said.split()), len(answer.citations)
            problems += (f"it pours out {words} words with {cited} citations",)
    return judged(problems, answer.status), measures


def brevity(words: int, citations: int) -> float:
    """1 up to the allowed length, falling to 0 at twice as much of either.

    >>> brevity(120, 6), brevity(180, 2), brevity(20, 12)
    (1.0, 0.5, 0.0)
    """
    over = max(words / MAX_WORDS, citations / MAX_CITATIONS) - 1
    return float(min(1.0, max(0.0, 1 - over)))


def _unstated(case: Case, said: str) -> Iterator[str]:
    stated, text = figures(said), plain(said)
    for number in case.expect.numbers:
        if not states(stated, number):
            yield f"the figure {number:,.10g} is not stated"
    for choices in map(choices_of, case.expect.text):
        if not any(plain(choice) in text for choice in choices):
            yield f"the text lacks {' or '.join(map(repr, choices))}"


def _uncited(gold: Gold, citations: list[CitationOut]) -> Iterator[str]:
    for number, spans in enumerate(gold.groups):
        if not any(_overlap(span, cited) for span in spans for cited in citations):
            yield f"no citation overlaps evidence {number + 1}"


def _overlap(span: Span, cited: CitationOut) -> bool:
    same = cited.source.id == span.page_id
    return same and cited.start < span.end and span.start < cited.end


def _extra(case: Case, gold: Gold, said: str) -> float:
    stated = figures(said)
    allowed = figures(" ".join((*gold.texts, *case.turns)))
    extra = {figure for figure in stated if not states(allowed, figure)}
    return len(extra) / len(stated) if stated else 0.0
