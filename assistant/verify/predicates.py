"""Predicates that a clause joins by "and", each said with the subject and the words they share.

"X takes four years and costs 9,000": "X takes four years", "X costs 9,000". Nothing is cut at "or"
or within a denial, for a part of these does not follow from the whole.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from assistant.verify.english import AUXILIARIES, VERB_FORMS
from assistant.verify.text import plain
from assistant.verify.verbs import (
    ADVERBS,
    PREPOSITIONS,
    Token,
    first_verb,
    text_at,
    tokens_of,
    verb,
)

_AND = re.compile(r",?\s+and\s+|,\s+", re.IGNORECASE)
_PLURAL, _SINGULAR = ("are", "have", "were", "do"), ("is", "has", "does", "was")


@dataclass(frozen=True, slots=True)
class _Cut:
    """Where one predicate ends and the next begins."""

    end: int
    start: int
    shared: int
    """What both share ends here."""


def predicates(clause: str) -> list[str]:
    """The clause once for each of the predicates that it joins; itself where it joins none.

    >>> predicates("Interns are paid and do not travel")
    ['Interns are paid', 'Interns do not travel']
    """
    tokens = tokens_of(clause)
    verbs = [(i, f) for i in range(1, len(tokens)) if (f := verb(tokens, i))]
    if not verbs or re.search(r"\b(?:neither|nor|either)\b", plain(clause)):
        return [clause]
    cuts: list[_Cut] = []
    for m in _AND.finditer(clause):
        form = _form_at(tokens, m.end())
        shared = _shared(tokens, verbs, form, m.start()) if form else None
        if shared is not None:
            cuts.append(_Cut(m.start(), m.end(), shared))
    return _spread(clause, cuts) if cuts else [clause]


def _form_at(tokens: Sequence[Token], start: int) -> str | None:
    """The form of the verb that a predicate begins with, adverbs before it left out."""
    at = next((i for i, t in enumerate(tokens) if t.start >= start), len(tokens))
    while text_at(tokens, at) in ADVERBS:
        at += 1
    if text_at(tokens, at) in PREPOSITIONS:  # "and after five years earn"
        ahead = range(at + 1, min(at + 7, len(tokens)))
        at = next((i for i in ahead if _conjunct_form(tokens, i) and verb(tokens, i)), at)
    return _conjunct_form(tokens, at)


def _conjunct_form(tokens: Sequence[Token], at: int) -> str | None:
    word = text_at(tokens, at)
    if word in AUXILIARIES:
        return "aux"
    form = VERB_FORMS.get(word)
    return None if form == "ing" or text_at(tokens, at + 1) in AUXILIARIES else form


def _shared(
    tokens: Sequence[Token], verbs: Sequence[tuple[int, str]], form: str, before: int
) -> int | None:
    """Where what both predicates share ends: at the verb that the second one stands beside."""
    held = [(i, f) for i, f in verbs if tokens[i].start < before]
    if form == "aux":
        return _before_auxiliary(tokens, held, before)
    for i, own in reversed(held):
        plural = form == "base" and tokens[i].text in _PLURAL
        singular = form == "s" and tokens[i].text in _SINGULAR
        if own == form or plural or singular:
            denies = text_at(tokens, i - 1) in ("never", "not", "no")  # of the first one alone
            return tokens[i - 1 if denies and i > 1 else i].start
        if own == "aux" and form == "base":
            denies = re.search(r"not$|n't$", tokens[i].text + text_at(tokens, i + 1)) is not None
            return None if denies else tokens[i].end + 1  # "can sing and dance"
    return None


def _before_auxiliary(
    tokens: Sequence[Token], held: Sequence[tuple[int, str]], before: int
) -> int | None:
    at = first_verb(tokens)
    relative = [i for i, t in enumerate(tokens) if t.text in ("that", "who") and t.start < before]
    if relative and at is not None and relative[-1] > at:
        at = next((i for i, _ in held if i > relative[-1]), at)
    if at is None or tokens[at].start >= before:
        return None
    while at > 1 and tokens[at - 1].text in ADVERBS:
        at -= 1  # "usually begin and can move up"
    return tokens[at].start


def _spread(clause: str, cuts: Sequence[_Cut]) -> list[str]:
    out = [clause[: cuts[0].end]]
    ends = [*(c.end for c in cuts[1:]), len(clause)]
    for cut, end in zip(cuts, ends, strict=True):
        out.append(f"{clause[: cut.shared].rstrip()} {clause[cut.start : end]}".strip())
    return out
