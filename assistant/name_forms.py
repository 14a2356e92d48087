"""Titles as names: their words and stems, the forms in which they are said, what tells alone.

Used by `page_names.py`, which finds them in a question. Pure; knows no page.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from functools import lru_cache

from assistant.paraphrases import FRAME
from assistant.stemming import stem
from assistant.trade_words import RARE, SPLIT, is_trade
from vectorstore.frequency import zipf
from vectorstore.text import topic_key, words

_GENERIC_HEADS = frozenset(stem(w) for w in ("occupations", "workers", "careers", "jobs", "guide"))
"""Heads that a visitor swaps or leaves out: "funeral service worker"."""
COMMON_PLURAL = 4.8
"""Zipf frequency under which a part of a title that is a plural tells its page ("judges")."""
_RARE_ALONE = 3.2
"""The same for the head of a longer title that is no plural: a hygienist is a dental one."""
_GUIDING = re.compile(r"\bguides\s*$", re.IGNORECASE)
_JOINED = re.compile(r"\w-(?=\w+ )")
"""The joint of a compound before another word."""
_FEW_TITLES = 2
_SETS_ASIDE = frozenset(("not", "without", "except", "excluding", "than"))
"""Between two words they are no words of one name."""
WORD = re.compile(r"[^\s,;:!?()\"/|-]+")
"""A word whose place a `NamedPage` gives."""


def telling(word: str, titles: int) -> bool:
    """Whether one word of a title tells its page: it is rare, or a plural that few titles have.

    Of "Travel Guides", whose second word goes without saying, the rarer one counts.
    """
    common = min(map(zipf, words(word)), default=0.0)
    return titles <= _FEW_TITLES and (
        common < RARE or (word.endswith("s") and common < COMMON_PLURAL)
    )


def tells_alone(title: str, head: str) -> bool:
    """Whether the head of a longer title tells its page: a plural, or a rare word for somebody."""
    one = next((w for w in words(title) if stem(w) == head), "the")
    return telling(_plural_in(title, head), 1) or (is_trade(one) and zipf(one) < _RARE_ALONE)


def _plural_in(title: str, head: str) -> str:
    """The plural word of a title that has this stem; a commonest word where it has none."""
    return next((w for w in words(title) if stem(w) == head and w.endswith("s")), "the")


@lru_cache(maxsize=1 << 12)
def variants(title: str) -> Mapping[tuple[str, ...], str]:
    """The whole title, its parts, and parts with the heads of others; each as written.

    "Surgical Assistants and Technologists" names surgical technologists, too.
    """
    parts = [(name_of(part), part.strip()) for part in SPLIT.split(title)]
    parts = [part for part in parts if part[0]]
    found = {name_of(title): title, **dict(parts)}
    for number, (part, text) in enumerate(parts):
        for later, _ in parts[number + 1 :]:
            if later[-1] != part[-1]:
                found[(*part, later[-1])] = text
            if len(part) > 1:
                found.setdefault((*part[:-1], later[-1]), text)
    for _, text in parts:  # "power-line installers" are line installers
        if (joined := _JOINED.search(text)) and is_trade(text):
            found.setdefault(name_of(text[joined.end() :]), text)
    first, text = parts[0]
    if len(parts) > 1 and len(first) == 1 and not text.endswith("s"):
        found.setdefault((*first, stem("officer")), text)  # "Police and Detectives"
    for name in [n for n in found if len(n) > 1 and n[-1] in _GENERIC_HEADS]:
        if _GUIDING.search(found[name]):  # people, and no guide to what stands before
            continue
        found[name[:-1]] = found[name].split()[0]
    return {name: text for name, text in found.items() if name}


def name_of(text: str) -> tuple[str, ...]:
    """The stems of a text's content words, acronyms written out."""
    return tuple(s for token in tokens_of(text) for s in token)


def words_of(text: str) -> list[str]:
    """The words of a text as written."""
    return WORD.findall(text)


def sets_aside(said: Iterable[str]) -> bool:
    """Whether what stands here is no one name: "database administrators, not the architects"."""
    return any(word.casefold() in _SETS_ASIDE for word in said)


def tokens_of(text: str) -> list[tuple[str, ...]]:
    """A tuple of stems for each word, empty for a function word; an acronym's are written out."""
    found = []
    for raw in words_of(text):
        expanded = topic_key(raw).split()
        found.append(tuple(stem(w) for w in expanded if w not in _JOINING))
    return found


_JOINING = FRAME - frozenset(words("guide guides information"))
