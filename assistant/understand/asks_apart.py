"""One question to the prose that asks for several things, cut into one for each.

"What do they earn and what schooling do they need?", "openings and pay for masons". Part of
`assemble.py`; grammar over the text, knows no page. What asks for one thing in several clauses
("going up or down, and by what percent?") stays whole.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from assistant.asking_words import DECIDES, SHARE_WORDS, asks_for
from assistant.aspects import Aspect, asks_only_for_aspect, aspect_asked
from assistant.grounding import read_terms
from assistant.measures import comparison, extreme_of, measure_of
from assistant.stemming import stem
from vectorstore.query import ClaimOp

_MOST = 3
"""Things asked for at once that are told apart; a longer list is read as one."""
_SUBJECT = (
    r"(?:they|them|it|there|the|an?|this|that|these|those|you|i|we|one|he|she|people|most|some|many"
    r"|my|[a-z]+s)\b"
)
_QUESTION = (
    r"(?:(?:what|whats|how|which|who|where|when)\b"
    rf"|(?:is|are|do|does|did|can|could|must|will|would|should|has|have)\s+{_SUBJECT})"
)
_ENDS = re.compile(r"[?.;!]\s+(?=\S)")
_OPENS = re.compile(
    rf"(?:\s*(?P<bare>[,:\u2014])\s*|\s+(?=and|plus|but))(?:(?P<joint>and|plus|but)\s+)?"
    rf"(?:(?:also|then)\s+)?(?={_QUESTION})",
    re.IGNORECASE,
)
_ASKED = re.compile(_QUESTION, re.IGNORECASE)
_JOINED = re.compile(r"\s*,\s*(?:(?:and|plus)\s+)?|\s*(?:&|\+|\b(?:and|plus)\b)\s*", re.IGNORECASE)
_JOINTS = re.compile(r"^(?:and|or)\s+|\s+(?:and|or)$|^(?:and|or)$", re.IGNORECASE)
_WORDY = re.compile(r"\w")
_POINTS = re.compile(
    r"\b(?:they|them|their|those|that|it|its|the (?:pay|field|job|work))\b", re.IGNORECASE
)
_ANY_JOB = re.compile(
    r"\W*(?:(?:which|what|any|list|name|show me|are there(?: any)?)\s+)?(?:[\w-]+\s+)?"
    r"(?:jobs?|occupations?|careers?|professions?)\s+(?!for\b|of\b|as\b|outlook\b|openings\b|growth\b)",
    re.IGNORECASE,
)
"""Opens a question for the jobs that meet something."""
_NAMED = "xx"
"""Stands for the name of a page, in a form that no word has."""


def asks_apart(text: str, names: Sequence[str] = ()) -> tuple[tuple[str, str], ...]:
    """(question, what it leans on) for each thing that a text asks for, in order.

    `names` are the words of it that name a page: what names none leans on the nearest part that
    does; where there are no names, on the nearest part that points at nobody. One pair with nothing
    to lean on where only one thing is asked for.

    >>> asks_apart("what do bakers earn and what schooling do they need", ["bakers"])
    (('what do bakers earn', ''), ('what schooling do they need', 'what do bakers earn'))
    >>> asks_apart("are there more bakers now, and by what percent", ["bakers"])
    (('are there more bakers now, and by what percent', ''),)
    """
    said = _without(text, names)
    spans = _parts(said)
    of_any = bool(_ANY_JOB.match(text))  # conditions on pages are no questions
    if of_any or not 1 < len(spans) <= _MOST:
        return ((text, ""),)
    parts = [text[start:end].strip() for start, end in spans]
    named = [_NAMED in said[start:end] for start, end in spans]
    if not any(named):
        named = [not (_POINTS.search(part) or _only_asks(part)) for part in parts]
    found = []
    for at, part in enumerate(parts):
        others = [*range(at - 1, -1, -1), *range(at + 1, len(parts))]
        near = next((parts[o] for o in others if named[o]), "")
        found.append((part, "" if named[at] else near))
    return tuple(found)


def _without(text: str, names: Sequence[str]) -> str:
    """The text, in its length, with names as such: a special education teacher asks nothing."""
    bare = (_JOINTS.sub("", name) for name in names)  # "judge and" is a part of a title
    telling = (name for name in bare if name and not _only_asks(name))
    for name in sorted(telling, key=len, reverse=True):
        text = re.sub(
            rf"\b{re.escape(name)}\b",
            lambda m: _NAMED.ljust(len(m[0]), _NAMED[-1]),
            text,
            flags=re.IGNORECASE,
        )
    return text


def _parts(text: str) -> list[tuple[int, int]]:
    """The spans of a text, those joined again that ask for nothing of their own or for the same."""
    parts: list[tuple[int, int]] = []
    for start, end in _pieces(text):
        if parts and _is_one(text[parts[-1][0] : parts[-1][1]], text[start:end]):
            parts[-1] = (parts[-1][0], end)
        else:
            parts.append((start, end))
    return parts


def _pieces(text: str) -> list[tuple[int, int]]:
    """The smallest spans that may each ask for something."""
    cuts = {(m.start(), m.end()) for m in _ENDS.finditer(text)}
    cuts |= {(m.start(), m.end()) for m in _OPENS.finditer(text) if _goes_on(text, m)}
    cuts |= {(m.start(), m.end()) for m in _JOINED.finditer(text) if _is_list(text, m)}
    found, at = [], 0
    for start, end in sorted(cuts):
        if start >= at and _WORDY.search(text[at:start]):
            found.append((at, start))
            at = end
    return [*found, (at, len(text))]


def _goes_on(text: str, joint: re.Match[str]) -> bool:
    """Whether a question follows a question: "of those who teach, which earn most?" is one."""
    return bool(joint["joint"]) or bool(_ASKED.search(text[: joint.start()]))


def _is_list(text: str, joint: re.Match[str]) -> bool:
    """Whether a joint stands between two things asked for, one of them by nothing but its word.

    "openings and pay for masons", "masons' pay and openings".
    """
    before = _ENDS.split(_JOINED.split(text[: joint.start()])[-1])[-1]
    after = _ENDS.split(_JOINED.split(text[joint.end() :])[0])[0]
    asked = kind_of(before), kind_of(after)
    if None in asked or asked[0] == asked[1]:
        return False
    return _only_asks(before) or _only_asks(after)


def _is_one(before: str, piece: str) -> bool:
    """Whether a piece goes on with what is asked before it."""
    asked, more = kind_of(before), kind_of(piece)
    return asked is None or more is None or asked == more


def kind_of(text: str) -> str | Aspect | None:
    """What a piece asks for: a measure, or what a section is about; None where it does not say."""
    return measure_of(text) or aspect_asked(text)


def _only_asks(text: str) -> bool:
    """Whether a piece names nothing beside what it asks for."""
    measure, of_share = measure_of(text), extreme_of(text) is not None
    terms = read_terms(text)
    if measure is None:
        return asks_only_for_aspect(text, (stem(t.text) for t in terms))
    if comparison(text) is not ClaimOp.COMPARE and not of_share:
        return False
    return all(
        asks_for(t, measure) or t.weight < DECIDES or (of_share and t.stem in SHARE_WORDS)
        for t in terms
    )
