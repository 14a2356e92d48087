"""A sentence about a labelled value in words against the claim that it cites.

"Work Experience in a Related Occupation: None" proves "Bakers typically need no experience in a
related occupation". A closed grammar: whom it is about, the value and what it is a value of are
said in full, it denies if and only if the value does, and every other word is of a vocabulary in
which nothing can be false. What is in figures: `fact_sentences.py`; prose: `quotes.py`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from assistant.figures import Figure, figures
from assistant.records import Item
from assistant.stemming import stem
from assistant.verify.canonical import canonical
from assistant.verify.desk import Desk
from assistant.verify.facts import name_words
from assistant.verify.prose import with_limits
from assistant.verify.quote_figures import same_figure
from assistant.verify.text import mask, plain

_FRAME = frozenset(
    """a an the of in at for to by with or and as from that which who whom those this these their
    its it they them you your one is are was be been being there what into on through via under
    if whether either become becomes becoming enter enters entering entry start starts starting
    started begin begins beginning get gets getting go going have has having do does done hold
    holds holding work works working job jobs occupation occupations career careers field role
    roles position positions trade worker workers people person someone anyone candidate
    candidates applicant applicants newcomer newcomers level listed lists list given gives says
    said states stated puts guide page shows shown such usual usually typical typically generally
    normally commonly common need needs needed needing require requires required requiring
    requirement called asked calls asks learn learns learning train trains trained receive
    receives receiving complete completes something""".split()
)
"""Words that state nothing of a value, whatever it is."""
_KIND_WORDS = {
    "education": frozenset(
        "education educational qualification qualifications credential schooling route".split()
    ),
    "experience": frozenset("experience prior previous earlier background related".split()),
    "training": frozenset("training instruction form spell period kind type".split()),
}
"""What a value of each kind may be called."""
_NAMED = {
    "education": re.compile(r"\b(?:degrees?|diplomas?|awards?|credentials?|qualifications?)\b"),
    "experience": re.compile(r"\bexperience\b"),
    "training": re.compile(
        r"\b(?:on[- ]the[- ]job|at work)\b(?=.*\btrain)|\btrain.*\b(?:on the job|at work)\b"
        r"|\b(?:apprenticeships?|internships?|residenc(?:y|ies))\b"
    ),
}
"""How a sentence says what the value is of."""
_NEGATION = re.compile(
    r"\b(?:not?|none|never|without|neither|nor|nothing|cannot|hardly|lack\w*)\b|n't\b"
)
_TYPICAL = re.compile(r"\b(?:typical|usual|general|normal|common)(?:ly)?\b")
_MUST = re.compile(r"\b(?:need\w*|requir\w*|called for|calls? for|asks? for|asked for)\b")
_WORD = re.compile(r"[a-z]+(?:n't)?")
_OWNED = re.compile(r"(?<=[a-z])'s\b|'(?=\s|$)")
_JOINS = frozenset(map(stem, "and or other a an the of in".split()))
_OF_LABELS = frozenset(map(stem, "none no on the job training".split()))
"""Stems of words of a value that its label says too, or that deny."""


@dataclass(frozen=True, slots=True)
class _Value:
    """A labelled value in words."""

    kind: str
    of: frozenset[str]
    """Stems of the words that name whom it is about."""
    label: frozenset[str]
    said: frozenset[str]
    """Stems of the words of the value that a sentence must have; empty for "None"."""
    length: tuple[Figure, ...]
    text: str
    denies: bool
    typical: bool
    """Its label calls it typical."""


def wrong_labels(text: str, desk: Desk) -> str | None:
    """Why a sentence is not borne out by a labelled value in words; None if one bears it out."""
    values = [v for item in desk.items if (v := _value_of(item)) is not None]
    if not values:
        return "it is about no labelled value"
    reasons = [_wrong(text, value) for value in values]
    return None if None in reasons else reasons[0]


def _value_of(item: Item) -> _Value | None:
    """The value that an item is; None for figures, prose, and values that refer elsewhere."""
    claim = item.claim
    if claim is None or claim.attribute not in _KIND_WORDS or claim.low is not None:
        return None
    value, label = plain(claim.text).strip(), plain(claim.label).strip()
    held = plain(item.quote)
    rest = held.replace(label, "", 1).replace(value, "", 1)
    if re.search(r"\w", rest) or claim.flags or re.search(r"\bsee\b|;|,", value):
        return None
    read = canonical(value)
    found = figures(read)
    bare = mask(read, [with_limits(read, f) for f in found]).replace("\x01", " ")
    words = {stem(w) for w in _WORD.findall(_OWNED.sub("", bare))} - _JOINS - _OF_LABELS
    return _Value(
        claim.attribute,
        frozenset(name_words(claim.entity)) - _JOINS,
        frozenset(name_words(label)),
        frozenset(words),
        found,
        read,
        bool(_NEGATION.search(value)),
        "typical" in label,
    )


def _wrong(text: str, value: _Value) -> str | None:
    read = plain(canonical(plain(text)))
    found = figures(read)
    if len(found) != len(value.length) or any(
        not same_figure(a, b, read, value.text) for a, b in zip(found, value.length, strict=True)
    ):
        return "it gives another length"
    said = _OWNED.sub("", plain(text))
    bare = _OWNED.sub("", mask(read, [with_limits(read, f) for f in found]).replace("\x01", " "))
    words = _WORD.findall(bare)
    stems = {stem(w) for w in words}
    if value.of - stems:
        return "it does not name whom it is about"
    if value.said - stems or not _NAMED[value.kind].search(said):
        return "it does not give the value"
    if len(_NEGATION.findall(said)) != value.denies:
        return "it denies what is so" if not value.denies else "a denial is lost"
    return _wrong_strength(said, value) or _stray(words, value)


def _wrong_strength(said: str, value: _Value) -> str | None:
    """A typical value is called so, and what is only listed is not called a must."""
    if value.typical and not _TYPICAL.search(said):
        return "it does not say that it is typical"
    listed = value.denies or value.kind == "experience" or _TYPICAL.search(said)
    return None if listed or not _MUST.search(said) else "it is not said to be required"


def _stray(words: list[str], value: _Value) -> str | None:
    known = value.of | value.label | value.said
    for word in words:
        if word in _FRAME or word in _KIND_WORDS[value.kind] or stem(word) in known:
            continue
        if len(word) > 1 and not _NEGATION.fullmatch(word):
            return f"the word {word!r} is not borne out"
    return None
