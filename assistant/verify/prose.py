"""What decides in prose besides figures: denials, reservations, conditions, and words of one meaning."""

from __future__ import annotations

import re
from functools import cache

from assistant.stemming import stem
from assistant.verify.lexicon import FUNCTION
from assistant.verify.text import plain
from vectorstore.text import words

_STATING = """
    guide page source section article text heading listing according says say said states state stated notes note
    reports report describes describe puts put gives give lists list mentions mention calls call writes write
    earn earns earning earned make makes making made pay pays paid paying get gets getting receive receives received
    command commands commanding bring brings salary salaries wage wages compensation comp income earnings
    stand stands sit sits come comes amount amounts figure figures range ranges ranging between run runs running fall
    falls reach reaches reached expect expects work works working people person someone one ones who those
    is are was were be being been has have had do does did year years month months time thing things way
    also too then there here well as like such so very really just about around roughly approximately
    over under above below up down at least most more less than between from to hold holds
    become becomes means mean stays stay remains remain
""".split()

_NEVER_FRAME = frozenset(
    "not no never none nothing without only solely most least more less many few all every must should can could may might".split()
)
PROSE_FRAME = frozenset(stem(w) for w in (*FUNCTION, *_STATING)) - frozenset(
    stem(w)
    for w in (
        "all",
        "every",
        "must",
        "only",
        "solely",
        "exclusively",
        "entirely",
        "fully",
        "most",
        "few",
        "without",
        "never",
    )
)
"""Stems that may join a sentence about prose without standing in the quote."""

_SAME_MEANING: tuple[frozenset[str], ...] = tuple(
    frozenset(stem(w) for w in line.split())
    for line in (
        "pay salary wage compensation comp earnings earn income",
        "entry entry-level starting starter beginner junior",
        "annual annually yearly year",
        "company firm employer companies",
        "job role position",
        "growth grow grew growing increase rise",
        "need require requires required needs necessary",
        "use using used uses utilize",
        "hourly hour",
        "monthly month",
        "percent percentage",
        "startup startups",
        "full-stack fullstack",
        "big large",
        "help helps aid",
        "build builds building develop create",
        "professional professionals engineer engineers",
        "roughly about around approximately",
        "over exceed exceeding exceeds above",
        "total overall",
    )
)

DISTINGUISHING = frozenset(
    stem(w)
    for w in """entry entry-level junior mid mid-level senior principal staff lead experienced median average mean
    base total bonus equity lowest highest top bottom remote specialist specialists restoration part-time full-time
    startups traditional""".split()
)
"""Stems of words that say which of several figures is meant: a figure does not stand without them."""

_RESERVATIONS: dict[str, str] = {
    "can": r"\bcan\b|\bcould\b|\bmay\b|\bmight\b|\bpossibl[ey]\b|\bpotential(?:ly)?\b|\bable to\b|\bcapable\b",
    "probably": r"\bprobabl[ey]\b|\blikely\b|\bperhaps\b|\bmaybe\b",
    "estimated": r"\bestimat\w+|\breportedly\b|\bsaid to\b|\bprojected\b|\bexpected to\b|\bforecast\w*|\baccording to\b|\breported\b",
    "often": r"\boften\b|\busually\b|\btypically\b|\bgenerally\b|\bsometimes\b|\bfrequently\b|\bcommonly\b|\bmostly\b"
    r"|\boccasionally\b|\btend(?:s|ed)? to\b|\brarely\b|\bseldom\b|\bin many cases\b|\bnormally\b",
    "some": r"\bsome\b|\bmany\b|\bmost\b|\bseveral\b|\bfew\b|\ba majority\b|\bmajority of\b|\ba number of\b",
}
_RESERVED = {name: re.compile(words_) for name, words_ in _RESERVATIONS.items()}

_DENIAL = re.compile(
    r"\b(?:not|never|no|none|nothing|without|cannot|neither|nor|hardly|nobody)\b|\b\w+n't\b",
    re.IGNORECASE,
)


@cache
def _meanings(stemmed: str) -> frozenset[int]:
    return frozenset(n for n, line in enumerate(_SAME_MEANING) if stemmed in line)


@cache
def same_word(one: str, other: str) -> bool:
    """Two stems are one word, or two words of one meaning."""
    return one == other or bool(_meanings(one) & _meanings(other))


def reservations(text: str) -> set[str]:
    """The kinds of reservation that a text makes: can, probably, estimated, often, some."""
    folded = plain(text)
    return {name for name, pattern in _RESERVED.items() if pattern.search(folded)}


def denied(clause: str, source: str) -> str | None:
    """Why the denials of a clause are not those of its source; None if they are.

    Each denied word must be denied there, and what is denied there must not be stated plainly.
    """
    here, there = _denials(clause), _denials(source)
    stated = {stem(w) for w in words(clause)}
    for scope in here:
        if not any(_meet(scope, other) for other in there):
            return f"a denial of {scope[0]!r} is not in the quote" if scope else "a denial is added"
    for scope in there:
        if scope and scope[0] in stated and not any(_meet(scope, other) for other in here):
            if not _stated_elsewhere(scope[0], source):
                return f"the denial of {scope[0]!r} is lost"
    return None


def _meet(one: tuple[str, ...], other: tuple[str, ...]) -> bool:
    return any(same_word(a, b) for a in one for b in other)


def _stated_elsewhere(word: str, source: str) -> bool:
    """The source has the word outside its denial as well."""
    return [stem(w) for w in words(source)].count(word) > 1


def _denials(text: str) -> list[tuple[str, ...]]:
    """For each denial the first content words that it governs."""
    out = []
    for m in _DENIAL.finditer(plain(text)):
        rest = re.split(r"[.;:!?]", plain(text)[m.end() :])[0]
        content = [stem(w) for w in words(rest) if w not in FUNCTION]
        out.append(tuple(content[:4]))
    return out
