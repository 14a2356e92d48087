"""Where the verb of a clause stands, by a list of verbs and closed-class words. Pure.

English shows a verb by its place: behind its subject, not behind an article or a preposition. What
is missed is left unparted; nothing is decided here about what a sentence says.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from assistant.verify.english import AUXILIARIES, VERB_FORMS
from assistant.verify.text import plain

_WORD = re.compile(r"[A-Za-z][\w'\u2019-]*|[$\u20ac\u00a3]?\d[\d,.]*\w*|[,;:()]")
PREPOSITIONS = frozenset(
    "in on at for with of from to by about into over under after before between among within"
    " without during until through per as than like against according depending due because since"
    " if unless when where whether except despite throughout near across".split()
)
_BEFORE_NOUN = PREPOSITIONS - {"than"} | frozenset(
    "a an the this that these those its their his her our your my each every no any some most many"
    " few all both more less least fewer half own other another such only".split()
)
_MONEY = frozenset("earn cost pay make total charge save exceed receive add bring get".split())
"""Verbs that a sum follows."""
_SUBJECTS = frozenset({"they", "we", "he", "she"})
"""Pronouns that stand nowhere but before a verb."""
_RELATIVE = frozenset({"who", "which", "that", "whose", "whom", "where", "when"})
ADVERBS = frozenset(
    "also then usually often typically generally sometimes rarely seldom never always still only"
    " commonly normally frequently currently already not no longer just even".split()
)
NEARLY = frozenset(
    "at least most about over under around nearly almost roughly approximately".split()
)


@dataclass(frozen=True, slots=True)
class Token:
    """A word, a figure or a mark that cuts."""

    text: str
    """In `plain` form."""
    start: int
    end: int


def tokens_of(text: str) -> list[Token]:
    """The words, figures and marks of a text, in order."""
    return [Token(plain(m.group()), m.start(), m.end()) for m in _WORD.finditer(text)]


def text_at(tokens: Sequence[Token], at: int) -> str:
    """The word at a place; empty before the first and behind the last."""
    return tokens[at].text if 0 <= at < len(tokens) else ""


def verb(tokens: Sequence[Token], at: int) -> str | None:
    """The form of the finite verb at a place: "aux", "base", "s" or "past"; None for no verb."""
    word, before, behind = (text_at(tokens, i) for i in (at, at - 1, at + 1))
    if word in AUXILIARIES:
        return "aux"
    form = VERB_FORMS.get(word)
    if (
        form is None
        and before in _SUBJECTS
        and word.isalpha()
        and word not in ADVERBS | PREPOSITIONS
    ):
        return "base"  # whatever stands behind "they"
    if form in (None, "ing") or (before in _BEFORE_NOUN and not _stands_for(tokens, at)):
        return None
    if form == "past" and at and (before in AUXILIARIES or _is_reduced(tokens, at)):
        return None  # "is paid", and "firms paid by the state"
    if form in ("base", "s") and (behind in AUXILIARIES or behind in _RELATIVE):
        return None  # "the work is", "the need that"
    if form == "base" and behind[:1] in ("$", "\u20ac", "\u00a3") and word not in _MONEY:
        return None  # "computer systems design $129,890"
    return form


def _stands_for(tokens: Sequence[Token], at: int) -> bool:
    """Whether a word such as "both" is the whole subject: "both need a certificate"."""
    alone = at == 1 and tokens[0].text in ("both", "some", "most", "many", "few", "all", "these")
    return alone and text_at(tokens, 2) in ("a", "an", "the", "in", "at", "as", "to", "for", "no")


def _is_reduced(tokens: Sequence[Token], at: int) -> bool:
    by = text_at(tokens, at + 1) in ("by", "with")
    return by and any(t.text in AUXILIARIES for t in tokens[at + 1 :])


def first_verb(tokens: Sequence[Token]) -> int | None:
    """The place of the main verb: the first finite one that is of no relative clause."""
    skip = 0
    for at in range(1, len(tokens)):
        if tokens[at].text in _RELATIVE:
            skip += 1
        elif verb(tokens, at) and skip:
            skip -= 1
        elif verb(tokens, at) and tokens[at - 1].text not in AUXILIARIES:  # "do work": one verb
            return at
    return None


_NUMBERED = re.compile(
    r"(?:about|over|under|around|at (?:least|most))\s[$\u20ac\u00a3\w]*\d", re.IGNORECASE
)


def lead_end(text: str) -> int:
    """Where a fronted adverbial ends, comma and space included; 0 where there is none."""
    tokens = tokens_of(text)
    if not tokens or tokens[0].text not in PREPOSITIONS or _NUMBERED.match(text):
        return 0
    m = re.match(r"[^,;:]*(?:\d,\d[^,;:]*)*,\s+", text)
    if m is None or re.match(r"(?:and|but|or|which|who|where)\b", text[m.end() :]):
        return 0
    return m.end() if first_verb(tokens_of(text[m.end() :])) is not None else 0


def subject_of(clause: str) -> str:
    """What a clause is about: the words before its main verb, without a fronted adverbial.

    >>> subject_of("In 2024, travel agents held 68,000 jobs")
    'travel agents'
    """
    body = clause[lead_end(clause) :]
    tokens = tokens_of(body)
    at = first_verb(tokens)
    return body[: tokens[at].start].strip() if at is not None else ""
