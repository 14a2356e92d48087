"""Sides that a statement may not exchange: contraries, what is set apart, who does it to whom.

Works on one clause of a sentence and the one place of a quote that should bear it out.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from assistant.figures import Figure, figures
from assistant.stemming import stem
from assistant.verify.english import AUXILIARIES, VERB_FORMS, opposites, same_word
from assistant.verify.lexicon import FUNCTION
from assistant.verify.prose import unlimited
from assistant.verify.quote_figures import same_figure
from assistant.verify.text import plain
from assistant.verify.verbs import subject_of
from vectorstore.text import words

_CUT = re.compile(r"[,;:()]\s|\s(?:and|or|but|while|whereas|than|rather|instead)\s")
_HEDGE = re.compile(r"\b(?:may|might|could)\b")
_LOOSE = re.compile(
    r"\b(?:can|could|may|might|possibl\w+|potential\w*|able|likely|probably|perhaps|estimat\w+"
    r"|expect\w*|project\w*|forecast\w*|often|usually|typically|sometimes|occasionally|some"
    r"|optional|allow\w*|permit\w*|eligible)\b"
)


def contrary(clause: str, source: str, sentence: str, known: frozenset[str]) -> str | None:
    """Why a clause says the contrary of its source, or mixes its contrasts; None if it does not.

    `source` is a statement of `sentence`, of which no statement may be contradicted either; `known`
    are stems of what its pronouns stand for.
    """
    said, held = _stems(unlimited(clause)), _stems(unlimited(source))
    for word in said:
        elsewhere = opposites(word) & set(_stems(unlimited(sentence)))
        if elsewhere and not any(same_word(word, h) for h in (*held, *known)):
            return f"{word!r} is the contrary of what the quote says"
        against = opposites(word) & set(held)
        if not against:
            continue
        if not any(same_word(word, h) for h in held if h not in against):
            return f"{word!r} is the contrary of what the quote says"
        if not against & set(said) and (reason := _mixed(word, against, clause, source)):
            return reason
    if _HEDGE.search(plain(clause)) and not _LOOSE.search(plain(source)):
        return "a reservation is added"
    return exchanged(clause, source)


def _stems(text: str) -> list[str]:
    return [stem(w) for word in words(text) for w in (word, *_prefixless(word))]


def _prefixless(word: str) -> Sequence[str]:
    return word.split("-") if "-" in word else ()


def _mixed(word: str, against: frozenset[str], clause: str, source: str) -> str | None:
    """One side of a contrast with a figure, or another word, of the side against it."""
    segments = _segments(source)
    own = [s for s in segments if any(same_word(word, h) for h in _stems(s))]
    other = [s for s in segments if against & set(_stems(s)) and s not in own]
    if not own or not other:
        return None
    stated = figures(clause)
    shared = subject_of(source)
    for figure in stated:
        if _holding(figure, [shared], clause):
            continue
        there = _holding(figure, other, clause)
        if there and not _holding(figure, own, clause):
            return f"{clause[figure.start : figure.end]!r} is of the other side of a contrast"
    theirs, ours = {s for o in other for s in _stems(o)}, {s for o in own for s in _stems(o)}
    for one in _stems(clause):
        if one in theirs and one not in ours and opposites(one) & ours:
            return f"{one!r} is of the other side of a contrast"
    return None


def _segments(source: str) -> list[str]:
    return [part for part in _CUT.split(plain(source)) if part.strip()]


def _holding(figure: Figure, segments: Sequence[str], clause: str) -> bool:
    return any(same_figure(figure, f, clause, s) for s in segments for f in figures(s))


def exchanged(clause: str, source: str) -> str | None:
    """Why who does something and to whom have changed places; None if they have not.

    >>> exchanged("Developers may become testers", "Testers may become developers")
    'who does it and to whom are exchanged'
    """
    one, other = _sides(clause), _sides(source)
    if one is None or other is None or one[1] != other[1] or figures(clause):
        return None
    if one[3] or other[3]:
        return None  # in the passive voice the sides stand the other way round
    before, after = other[0] - other[2], other[2] - other[0]
    if (one[0] - one[2]) & after and (one[2] - one[0]) & before:
        return "who does it and to whom are exchanged"
    return None


def _sides(text: str) -> tuple[frozenset[str], str, frozenset[str], bool] | None:
    """Content stems before the first verb that tells, its stem, those behind it, and its voice."""
    found = list(words(text))
    for at, word in enumerate(found):
        if not at or word not in VERB_FORMS or word in AUXILIARIES:
            continue
        rest = found[at + 1 :]
        passive = "by" in rest or any(w in _BE for w in found[max(0, at - 3) : at])
        return _content(found[:at]), stem(word), _content(rest), passive
    return None


_BE = frozenset("is are was were be been being".split())


def _content(found: Sequence[str]) -> frozenset[str]:
    return frozenset(stem(w) for w in found if w not in FUNCTION)
