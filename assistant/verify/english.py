"""The words of `english.toml`: what means the same, what is opposite, which words are verbs."""

from __future__ import annotations

import re
import tomllib
from functools import cache
from pathlib import Path

from assistant.stemming import stem

_TABLE = tomllib.loads((Path(__file__).parent / "english.toml").read_text(encoding="utf-8"))
_FIGURE = (
    r"(?=\s(?:only\s|about\s)?(?:[$\u20ac\u00a3]?\d|(?:a|one|two|three|four|five|six|seven|eight"
    r"|nine|ten|eleven|twelve|fifteen|twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety|half)\b))"
)
"""Written "#" in the table: a figure follows."""
PHRASES = tuple(
    (re.compile(rf"\b(?:{said.replace('#', _FIGURE)})(?!\w)", re.IGNORECASE), meant)
    for said, meant in _TABLE["phrases"].items()
)
"""Patterns of phrases and what each is read as."""
_SAME = tuple(frozenset(map(stem, line.split())) for line in _TABLE["same"])

_FORMS = {
    stem(form): stem(line.split()[0])
    for line in (
        "keep kept", "write wrote written", "teach taught", "think thought", "build built",
        "buy bought", "bring brought", "find found", "lead led", "leave left", "lose lost",
        "meet met", "sell sold", "send sent", "spend spent", "stand stood", "tell told",
        "understand understood", "win won", "begin began begun", "break broke broken",
        "choose chose chosen", "draw drew drawn", "drive drove driven", "fall fell fallen",
        "give gave given", "grow grew grown", "know knew known", "rise rose risen",
        "see saw seen", "speak spoke spoken", "take took taken", "wear wore worn",
        "go went gone", "come came", "become became", "run ran", "hold held", "get got gotten",
        "feel felt", "deal dealt", "seek sought", "catch caught", "fight fought", "sleep slept",
        "read", "show shown", "do did done", "oversee oversaw overseen", "undergo underwent",
        "sit sat", "shrink shrank shrunk", "pay paid", "make made", "have had has", "set",
    )
    for form in line.split()
}  # fmt: skip
"""Forms of irregular verbs, by their stems -> the stem of the verb."""

_IRREGULAR = frozenset(
    "kept wrote taught thought built bought brought found led left lost met sold sent spent stood"
    " told won began broke chose drew drove fell gave grew knew rose saw spoke took wore went came"
    " became ran held got felt dealt sought sat shrank paid made oversaw".split()
)
AUXILIARIES = frozenset(
    "is are was were be been has have had do does did can could may might must will would should"
    " shall cannot can't don't doesn't didn't isn't aren't wasn't weren't won't wouldn't couldn't"
    " shouldn't hasn't haven't hadn't mustn't".split()
)


def _inflected(verb: str) -> dict[str, str]:
    """Forms of a regular verb -> "base", "s", "past" or "ing"."""
    y = verb.endswith("y") and verb[-2] not in "aeiou"
    hissing = verb.endswith(("s", "x", "ch", "sh", "o"))
    root = verb.removesuffix("e")
    doubled = root + root[-1]
    return {
        verb: "base",
        (verb[:-1] + "ies") if y else verb + ("es" if hissing else "s"): "s",
        (verb[:-1] + "ied") if y else root + "ed": "past",
        doubled + "ed": "past",
        root + "ing": "ing",
        doubled + "ing": "ing",
    }


VERB_FORMS: dict[str, str] = {
    **{form: kind for v in _TABLE["verbs"].split() for form, kind in _inflected(v).items()},
    **dict.fromkeys(_IRREGULAR, "past"),
}
"""Forms of the verbs of the table -> which form it is."""


@cache
def _meanings(stemmed: str) -> frozenset[int]:
    own = _FORMS.get(stemmed, stemmed)
    return frozenset(n for n, line in enumerate(_SAME) if own in line or stemmed in line)


@cache
def same_word(one: str, other: str) -> bool:
    """Two stems are one word, or two words of one meaning."""
    if one == other or bool(_meanings(one) & _meanings(other)):
        return True
    return _FORMS.get(one, one) == _FORMS.get(other, other)


_OPPOSITES: dict[str, frozenset[str]] = {}
for _line in _TABLE["opposite"]:
    _one, _other = map(stem, _line.split())
    _OPPOSITES[_one] = _OPPOSITES.get(_one, frozenset()) | {_other}
    _OPPOSITES[_other] = _OPPOSITES.get(_other, frozenset()) | {_one}


def opposites(stemmed: str) -> frozenset[str]:
    """Stems of words that mean the contrary; empty for most words.

    >>> sorted(opposites("winter"))
    ['summer']
    """
    none: frozenset[str] = frozenset()
    return _OPPOSITES.get(stemmed, none) | _OPPOSITES.get(_FORMS.get(stemmed, stemmed), none)


LIGHT = frozenset(stem(w) for w in _TABLE["light"].split())
"""Stems of words that may join a sentence without any claim of their own."""
GENERIC = frozenset(stem(w) for w in _TABLE["generic"].split())
"""Stems of what sentences are about in name only: "employment", "the number", "people"."""
DECIDED = frozenset(stem(w) for w in _TABLE["decided"].split())
"""Stems of verbs that have contraries: where a quote has one, it must be said."""
