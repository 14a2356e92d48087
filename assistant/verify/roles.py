"""Whether who does something and to whom have changed places between a sentence and its quote."""

from __future__ import annotations

import re
from dataclasses import dataclass

from assistant.stemming import stem
from assistant.verify.drawn import Reading
from assistant.verify.english import AUXILIARIES
from assistant.verify.operators import told
from assistant.verify.related import alike
from assistant.verify.sides import sides_of
from assistant.verify.text import plain
from assistant.verify.verbs import ADVERBS, first_verb, lead_end, tokens_of


def wrong_roles(reading: Reading) -> str | None:
    """Who does something and to whom have changed places."""
    for source in reading.used:
        one, other = _roles(reading.said.text), _roles(source.told.text)
        if one is None or other is None or _COMPARED.search(plain(reading.said.text)):
            continue
        if sides_of(reading.said) > 1:
            continue
        if one.passive != other.passive or not alike(one.verb, other.verb):
            continue
        mine, theirs = one.before - one.after, other.before - other.after
        gone = {w for w in mine if any(alike(w, o) for o in theirs)}
        came = {w for w in mine if any(alike(w, o) for o in other.after - other.before)}
        left = {w for w in theirs if any(alike(w, o) for o in one.after - one.before)}
        if came and left and not gone:
            return "who does it and to whom are exchanged"
    return None


@dataclass(frozen=True)
class _Roles:
    """The main verb of a sentence, and the words before and behind it."""

    before: frozenset[str]
    verb: str
    after: frozenset[str]
    passive: bool


_COMPARED = re.compile(r"\b(?:than|compared|against|versus|as)\b")


_PASSIVE = re.compile(
    r"\b(?:is|are|was|were|be|been|being|gets?|got)\s(?:\w+ly\s)?"
    r"(?:\w+(?:ed|en|t|de|ne|wn|rn)|paid|held|found|sold|told|said|led|won|run)\b"
)


_IN = re.compile(r"\s(?:in|for|at|by)\b")
"""Behind "work": whoever works in an industry is employed by it."""


def _roles(text: str) -> _Roles | None:
    body = text[lead_end(text) :]
    tokens = tokens_of(body)
    at = first_verb(tokens)
    if at is None:
        return None
    first = at
    while at + 1 < len(tokens) and tokens[at].text in AUXILIARIES | ADVERBS:
        at += 1
    start = tokens[first].start
    verb = tokens[at]
    before = frozenset(w.stem for w in told(body[:start]).words if not w.turning)
    after = frozenset(w.stem for w in told(body[verb.end :]).words if not w.turning)
    passive = bool(_PASSIVE.search(plain(body[start : verb.end])))
    works_in = verb.text.startswith("work") and _IN.match(plain(body[verb.end :]))
    return _Roles(before, stem(verb.text), after, passive or bool(works_in))
