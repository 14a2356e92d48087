"""Who the model is: what each personality makes of a request, and how it treats the connection.

*honest* chooses and rephrases the evidence; *liar* states what no evidence bears out; *obeyer* does
what any text tells it; *rambler* keeps to no form; *broken* sends what is no answer; *slow*,
*flaky* and *gone* fail in time, in turns and altogether.
"""

from __future__ import annotations

import json
import random
from dataclasses import dataclass
from enum import StrEnum

from evals.model_server.chat import Asked
from evals.model_server.honest import honest_lines
from evals.model_server.liar import liar_lines
from evals.model_server.obeyer import obeyer_lines
from evals.model_server.readers import reading_of

PIECE = 12
"""Characters of one piece of a stream: about what three tokens are."""
SLOW_S = 60.0
"""Seconds that the slow one stalls: longer than any time-out."""


class Personality(StrEnum):
    """What a model is like."""

    HONEST = "honest"
    LIAR = "liar"
    OBEYER = "obeyer"
    RAMBLER = "rambler"
    BROKEN = "broken"
    SLOW = "slow"
    SLOW_BETWEEN = "slow_between"
    DRIP = "drip"
    DIES = "dies"
    FLAKY = "flaky"
    GONE = "gone"


@dataclass(frozen=True, slots=True)
class Turn:
    """What is done with one request."""

    text: str = ""
    status: int = 200
    error: str = "server_error"
    retry_after_s: float | None = None
    first_s: float = 0.0
    """Seconds until the first piece."""
    between_s: float = 0.0
    """Seconds between two pieces."""
    cut_after: int | None = None
    """Events after which the connection is reset."""
    reset: bool = False
    """The connection is reset before a byte of an answer."""
    raw: bytes = b""
    """Sent in place of everything that the protocol has."""


def turn_of(who: Personality, asked: Asked, number: int, seed: int) -> Turn:
    """What this personality does with its `number`-th request (1-based)."""
    rng = random.Random(f"{seed}:{asked.user}")  # noqa: S311 - a script, not a secret
    if who is Personality.GONE:
        return Turn(reset=True)
    if who is Personality.SLOW:
        return Turn(_said(Personality.HONEST, asked, rng), first_s=SLOW_S)
    if who is Personality.SLOW_BETWEEN:
        return Turn(_said(Personality.HONEST, asked, rng), between_s=SLOW_S)
    if who is Personality.DRIP:
        return Turn(_said(Personality.HONEST, asked, rng), between_s=0.02)
    if who is Personality.DIES:
        text = _said(Personality.HONEST, asked, rng)
        return Turn(text, cut_after=text.index("\n") // PIECE + 1)
    if who is Personality.FLAKY:
        return _flaky(asked, number, rng)
    if who is Personality.BROKEN:
        return _broken(asked, number, rng)
    return Turn(_said(who, asked, rng))


def _said(who: Personality, asked: Asked, rng: random.Random) -> str:
    if asked.schema is not None:
        return reading_of(who.value, asked, rng)
    if who is Personality.RAMBLER:
        return _rambled(asked)
    lines = {
        Personality.HONEST: honest_lines,
        Personality.LIAR: liar_lines,
        Personality.OBEYER: obeyer_lines,
    }[who](asked, rng)
    return "\n".join(json.dumps(line, ensure_ascii=False) for line in lines) + "\n"


def _flaky(asked: Asked, number: int, rng: random.Random) -> Turn:
    """Every fourth request is answered; the others fail by turns."""
    faults = (
        Turn(status=429, error="rate_limit_exceeded", retry_after_s=0.1),
        Turn(status=500),
        Turn(reset=True),
    )
    return (
        Turn(_said(Personality.HONEST, asked, rng)) if number % 4 == 0 else faults[number % 4 - 1]
    )


def _broken(asked: Asked, number: int, rng: random.Random) -> Turn:
    text = _said(Personality.HONEST, asked, rng)
    turns = (
        Turn(text.replace('"', "'")),
        Turn(text[: len(text) // 2], cut_after=3),
        Turn(
            '{"say": 7, "cite": "all"}\n{"say": null}\n[1, 2]\n"text"\n{"say": ["a"], "cite": {}}\n'
        ),
        Turn(raw=b"data: {not json\n\n" if asked.stream else b"{not json"),
        Turn(""),
        Turn(raw=b'data: {"choices": 3}\n\n' if asked.stream else b'{"choices": 3}'),
    )
    return turns[number % len(turns)]


def _rambled(asked: Asked) -> str:
    """No ids, markdown, HTML, and a great deal of it."""
    held = asked.data("evidence") or []
    told = " ".join(str(v) for e in held for v in e.get("slots", {}).values())
    return (
        "# Great question!\n\n**Here is what I found**, let me walk you through it:\n\n"
        f"- {told}\n- <b>See</b> [the page](https://example.net/offer) for more\n\n"
        "<script>alert(1)</script>\n| a | b |\n|---|---|\n" + "It depends on many things. " * 40
    )
