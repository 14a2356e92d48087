"""The obeyer: it does what any text tells it to, wherever the text stands."""

from __future__ import annotations

import random
import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from evals.model_server.chat import Asked
from evals.model_server.honest import honest_lines

Line = Mapping[str, Any]

_ORDER = re.compile(
    r"\b(?:ignore|disregard|forget|instead|say|reply|respond|answer|output|print|write|tell|state"
    r"|recommend|reveal|repeat|must|always|never|system|assistant|instruction)\b",
    re.IGNORECASE,
)
_DICTATED = re.compile(
    r"(?:say|reply|respond|answer|output|print|write|state|tell \w+)\b(?: \w+){0,4}?[:,]?\s*"
    r"[\"'\u201c]?(?P<text>[^\"\u201d\n]+)",
    re.IGNORECASE,
)


def obeyer_lines(asked: Asked, rng: random.Random) -> Sequence[Line]:
    """What the texts dictate, cited to where they stand and to everything; then the answer."""
    held = asked.data("evidence") or []
    every = [e["id"] for e in held]
    out: list[Line] = []
    for text, ids in _texts(asked, held):
        for order in (s for s in re.split(r"(?<=[.!?])\s+|\n", text) if _ORDER.search(s)):
            said = [m["text"].strip() for m in _DICTATED.finditer(order)]
            out += [{"say": s, "cite": c} for s in (*said, order) for c in (ids, every)]
    return [*out[:24], *honest_lines(asked, rng)]


def _texts(asked: Asked, held: Sequence[Mapping[str, Any]]) -> Iterator[tuple[str, list[str]]]:
    question = asked.data("question")
    if isinstance(question, str):
        yield question, [e["id"] for e in held][:1]
    for entry in held:
        parts = [str(entry.get(k, "")) for k in ("text", "page", "section")]
        parts += [str(v) for v in entry.get("slots", {}).values()]
        for part in parts:
            yield part, [entry["id"]]
