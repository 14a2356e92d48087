"""What each personality makes of a question's residue: JSON in the form that the schema wants."""

from __future__ import annotations

import difflib
import json
import random
from collections.abc import Mapping, Sequence
from typing import Any

from evals.model_server.chat import Asked

_NEAR = 0.6


def reading_of(who: str, asked: Asked, rng: random.Random) -> str:
    """A reading of the words left unread; what is no reading for those who give none."""
    left = [str(word) for word in asked.data("unread") or []]
    known: Mapping[str, Sequence[str]] = asked.data("vocabulary") or {}
    if who == "liar":
        return json.dumps({"readings": [_invented(word, known, rng) for word in left]})
    if who == "rambler":
        return "I think the visitor wants **something nice**."
    readings = [found for word in left if (found := _nearest(word, known)) is not None]
    return json.dumps({"readings": readings})


def _nearest(word: str, known: Mapping[str, Sequence[str]]) -> dict[str, Any] | None:
    """The known value that looks most like the words, if one does."""
    best: tuple[float, str, str] | None = None
    for field, values in known.items():
        for value in values:
            like = difflib.SequenceMatcher(None, word.casefold(), value.casefold()).ratio()
            if like >= _NEAR and (best is None or like > best[0]):
                best = like, field, value
    return {"words": word, "field": best[1], "value": best[2]} if best else None


def _invented(word: str, known: Mapping[str, Sequence[str]], rng: random.Random) -> dict[str, Any]:
    field = rng.choice([*known, "colour"])
    return {"words": word, "field": field, "value": rng.choice(["Hollowgate", "certificate"])}
