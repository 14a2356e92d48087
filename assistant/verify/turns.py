"""Whether what turns a sentence (`operators.py`) turns the quotes that it draws on, and in full."""

from __future__ import annotations

import re

from assistant.verify.drawn import Reading
from assistant.verify.english import LIGHT
from assistant.verify.grounds import Ground
from assistant.verify.operators import Told, Turn, Turned, Word
from assistant.verify.related import alike
from assistant.verify.text import plain

_HARMLESS = frozenset({Turn.ALL, Turn.PARTLY, Turn.SHOULD})
"""A generic sentence may leave these out."""


def wrong_turns(reading: Reading, only: frozenset[Turn] = frozenset(Turn)) -> str | None:
    """Why a small word that turns the sentence is lost or new; None if the quotes have the same.

    `only` says which are looked at.
    """
    return (
        _lost(reading, only)
        or next(
            (r for t in reading.said.turned if t.turns & only and (r := _new(t, reading))), None
        )
        or _partitive(reading)
    )


def _lost(reading: Reading, only: frozenset[Turn]) -> str | None:
    for source in reading.used:
        for turn in source.told.turned:
            kept = any(_agree(turn, source, own, reading.said) for own in reading.said.turned)
            kept = kept or _is_typical(turn, source, reading) or _is_when(turn, reading)
            if turn.turns & only and not kept and _is_drawn_on(turn, source, reading):
                return f"{turn.said!r} is lost"
    return None


def _new(own: Turned, reading: Reading) -> str | None:
    """Why the quotes do not turn the same words in the same way."""
    if own.turns & {Turn.MAY} and _must(own, reading):
        return f"{own.said!r} is said of what must be"
    if own.said in _IDLE or own.turns & {Turn.IF}:
        return None
    if own.turns & {Turn.ONLY} and _before_figure(own, reading.said):
        return None
    if own.turns & {Turn.EXPECTED} and _foretells(reading):
        return None
    held = [
        (turn, source.told)
        for source in reading.sources
        for turn in source.told.turned
        if _agree(turn, source, own, reading.said)
    ]
    if not held:
        return f"{own.said!r} is not in the quote"
    if Turn.MUST in own.turns and all(_is_limited(turn, of, reading.said) for turn, of in held):
        return f"{own.said!r} is limited in the quote"
    return None


def _must(own: Turned, reading: Reading) -> bool:
    """What may be in the sentence must be in the quotes."""
    turns = [(turn, s.told) for s in reading.used for turn in s.told.turned]
    if not own.focus or any(Turn.MAY in turn.turns for turn, _ in turns):
        return False
    musts = [(turn, of) for turn, of in turns if Turn.MUST in turn.turns]
    return any(alike(w.stem, own.focus[0]) for turn, of in musts for w in of.zone(turn.zone))


_LIMITS = frozenset({Turn.SOME, Turn.MANY, Turn.FEW, Turn.MOST, Turn.MAY, Turn.NOT})


def _is_limited(turn: Turned, source: Told, said: Told) -> bool:
    """What must be is so for some only, or need not be, and the sentence does not say so."""
    around = {t for o in source.turned if o.zone == turn.zone and o is not turn for t in o.turns}
    return not around & _LIMITS <= {t for o in said.turned for t in o.turns}


_IDLE = frozenset({"can", "able to", "certain", "possible"})
"""May join: "you can become a nurse by ..."."""


def _before_figure(own: Turned, said: Told) -> bool:
    return bool(
        re.match(r"\s*(?:an?\s)?[$\u20ac\u00a3]?\d", said.text[own.start + len(own.said) :])
    )


def _foretells(reading: Reading) -> bool:
    known = frozenset().union(*(s.context | s.stems for s in reading.used or reading.sources))
    return bool(known & {"outlook", "project", "forecast", "open", "growth", "2034", "expect"})


def _is_typical(turn: Turned, source: Ground, reading: Reading) -> bool:
    """ "Typical for" says less than "typically need", and is as true."""
    often = any(Turn.OFTEN in t.turns and t.zone == turn.zone for t in source.told.turned)
    said = {t.said for t in reading.said.turned if Turn.OFTEN in t.turns}
    return Turn.MUST in turn.turns and often and bool(said)


_WHEN = re.compile(r"\b(?:when|whenever|where|wherever|in case|once)\b")


def _is_when(turn: Turned, reading: Reading) -> bool:
    """A condition said as the time at which it holds."""
    return turn.said == "if" and bool(_WHEN.search(plain(reading.said.text)))


def _is_drawn_on(turn: Turned, source: Ground, reading: Reading) -> bool:
    """The sentence says what the small word is of."""
    if turn.said in _EXCEPTING:
        return True
    if turn.turns <= _HARMLESS or not turn.focus:
        return False
    zone = _own_words(turn.zone, source)
    said = sum(reading.says(w.stem) for w in zone)
    first = any(map(reading.says, turn.focus[:2]))
    if turn.turns & {Turn.NOT}:
        return reading.says(turn.focus[0]) or (first and said >= 0.6 * len(zone))
    if turn.turns & _OF_HOW_MANY:
        rest = [w for w in zone if w.stem not in turn.focus[:2]]
        told = sum(reading.says(w.stem) for w in rest) >= 0.5 * len(rest)
        return first and (told or _has_figure(turn, source, reading))
    if turn.turns & {Turn.MAY}:
        return first and said >= 0.25 * len(zone)
    return first and (said >= 0.5 * len(zone) or _has_figure(turn, source, reading))


def _has_figure(turn: Turned, source: Ground, reading: Reading) -> bool:
    """A figure of the sentence stands in the zone in the quote."""
    for bound in reading.figures.bound:
        if bound.source is source.told:
            apart = [(abs(w.start - bound.true.start), w.zone) for w in source.told.words]
            if apart and min(apart)[1] == turn.zone:
                return True
    return False


_EXCEPTING = frozenset("except excepting unless excluding".split())


def _own_words(zone: int, source: Ground) -> list[Word]:
    """Words of a zone that no other zone has, and that do not only name what the page is about."""
    own = [w for w in source.told.zone(zone) if not w.turning]
    others = {w.stem for w in source.told.words if w.zone != zone}
    telling = [w for w in own if w.stem not in others | source.context]
    return telling or own


_OF_HOW_MANY = frozenset({Turn.SOME, Turn.MOST, Turn.MANY, Turn.FEW})


def _agree(turn: Turned, ground: Ground, own: Turned, said: Told) -> bool:
    """Both turn the same words in the same way."""
    source = ground.told
    foretold = Turn.EXPECTED in turn.turns and Turn.SHOULD in own.turns
    if not (turn.turns & own.turns or foretold):
        return False
    if not turn.focus or not own.focus:
        return not turn.turns & {Turn.NOT} or not own.focus
    here = [w.stem for w in said.zone(own.zone)]
    there = [w.stem for w in source.zone(turn.zone)]
    alone = [o for o in source.turned if o.turns & turn.turns]
    if (
        turn.turns & _OF_HOW_MANY
        and len(alone) == len([o for o in said.turned if o.turns & own.turns]) == 1
    ):
        return True  # whether it is of the right side, `sides.py` looks at
    if turn.turns & {Turn.NOT}:
        telling = [a for a in own.focus if a not in ground.context | LIGHT] or list(own.focus)
        met = sum(any(alike(a, b) for b in there) for a in telling)
        every = [w.stem for w in source.words]
        if set(turn.focus) & set(own.focus) and all(
            any(alike(a, b) for b in every) for a in own.focus
        ):
            return True
        shared = any(alike(a, b) for a in turn.focus for b in own.focus)
        return shared and 2 * met >= len(telling)
    return any(alike(a, b) for a in own.focus for b in there) or any(
        alike(a, b) for a in turn.focus for b in here
    )


_SUPERLATIVE = re.compile(r"\b(?:most|least|best|worst|\w{3,}est)\b")


def _partitive(reading: Reading) -> str | None:
    """ "One of the highest" is not "the highest"."""
    partly = any(Turn.PARTLY in t.turns for t in reading.said.turned)
    for source in reading.used:
        there = any(Turn.PARTLY in t.turns for t in source.told.turned)
        if there and not partly and _SUPERLATIVE.search(plain(reading.said.text)):
            return "of several at an end one is made"
    return None
