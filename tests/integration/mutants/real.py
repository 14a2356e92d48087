"""A right answer and how a fault is put into it: what all mutations share."""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from assistant.api.wire import AskResponse, RowOut, SegmentOut
from assistant.records import SegmentKind
from evals.cases import Case

FACTUAL = (SegmentKind.FACT, SegmentKind.COMPUTED)
NUMBER = re.compile(r"\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?")


@dataclass(frozen=True, slots=True)
class Real:
    """A right answer, and what a fault may be made of."""

    case: Case
    answer: AskResponse
    texts: Mapping[str, str]
    """Of all pages of the corpus, by id."""
    rows: Sequence[RowOut]
    """Of all answers."""
    chance: random.Random


Mutation = Callable[[Real], AskResponse | None]
"""The answer with one seeded fault; None where it does not apply. It knows nothing of metrics."""


def first_reworded(
    real: Real, change: Callable[[str], str | None], kind: SegmentKind | None = None
) -> AskResponse | None:
    """The answer with its first factual sentence that can be changed so."""
    kinds = (kind,) if kind else FACTUAL
    for segment in real.answer.segments:
        text = change(segment.text) if segment.kind in kinds else None
        if text is not None and text != segment.text:
            return with_segment(real.answer, segment.model_copy(update={"text": text}))
    return None


def with_segment(answer: AskResponse, changed: SegmentOut) -> AskResponse:
    return joined(answer, [changed if s.id == changed.id else s for s in answer.segments])


def joined(answer: AskResponse, segments: Sequence[SegmentOut]) -> AskResponse:
    marked = (f"{s.text}{''.join(f' [{n}]' for n in s.citations)}" for s in segments)
    return answer.model_copy(update={"segments": list(segments), "text": " ".join(marked)})


def is_plain(segment: SegmentOut) -> bool:
    """What it states can be computed again from the public answer."""
    return not segment.text.startswith("None of the")


def swapped_digits(number: str) -> str | None:
    """Two neighbouring digits that differ change places, the first ones where it can be."""
    places = [at for at, char in enumerate(number) if char.isdigit()]
    for a, b in pairwise(places):
        if number[a] != number[b] and not (a == 0 and number[b] == "0"):
            return number[:a] + number[b] + number[a + 1 : b] + number[a] + number[b + 1 :]
    return None


def with_swapped_digits(text: str) -> str | None:
    known = (m for m in NUMBER.finditer(text) if not text[: m.start()].endswith("None of the "))
    for found in sorted(known, key=lambda m: (-len(m[0]), m.start())):
        swapped = swapped_digits(found[0])
        if swapped and len(found[0]) > 1:
            return text[: found.start()] + swapped + text[found.end() :]
    return None
