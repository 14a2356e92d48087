"""The forms that a school's name can be said in: short ones, initials, "TU Delft", "Kings College".

Part of `institutions.py`, which decides whether what was said is one of them. Pure.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from assistant.understand.english import is_english, is_lexical
from assistant.understand.tokens import Token
from vectorstore.text import ACRONYMS, words

ALIASES = {
    "tech": ("technology", "technical", "polytechnic", "technological"),
    "met": ("metropolitan",),
    "uni": ("university",),
    "st": ("saint",),
    "saint": ("st",),
    "mt": ("mount",),
    "mount": ("mt",),
    "poly": ("polytechnic",),
    "penn": ("pennsylvania",),
    "cal": ("california",),
    "inst": ("institute",),
}
"""Short words for words of names."""
JOINS = ("of", "the", "at", "and", "in", "for")
"""Words that join those of a name."""
KINDS = frozenset("university college institute institution school academy".split())
"""Words for one school."""
PLURAL_KINDS = frozenset(
    "universities colleges institutes institutions schools academies unis providers".split()
)
"""Words for several: "which Virginia universities"."""
OFFERS = frozenset("offer offers have has charge charges teach teaches provide provides".split())
"""What a school does."""
_INITIALS = re.compile(r"\b([A-Z]) (?:&|and) ([A-Z])\b")


def short_forms(name: Sequence[str]) -> dict[str, tuple[int, int]]:
    """Initials of runs of two or more words, and blends of a first letter or "uni" and a beginning.

    >>> forms = short_forms(("the", "university", "of", "texas", "at", "austin"))
    >>> forms["ut"], forms["uta"], forms["unitex"]
    ((1, 3), (1, 5), (1, 3))
    """
    content = [i for i, w in enumerate(name) if w not in JOINS]
    forms: dict[str, tuple[int, int]] = {}
    for a in range(len(content)):
        for b in range(a + 1, len(content)):
            initials = "".join(name[i][0] for i in content[a : b + 1])
            forms.setdefault(initials, (content[a], content[b]))
            if name[content[a]] == "university":
                forms.setdefault(f"uni{initials[1:]}", (content[a], content[b]))
        if a + 1 < len(content):
            head, tail = name[content[a]], name[content[a + 1]]
            for size in range(3, len(tail)):
                forms.setdefault(head[0] + tail[:size], (content[a], content[a + 1]))
                if head == "university":
                    forms.setdefault("uni" + tail[:size], (content[a], content[a + 1]))
    whole = (content[0], content[-1]) if content else None
    return {
        k: v
        for k, v in forms.items()
        if k not in ACRONYMS and (not is_lexical(k) or (v == whole and len(k) > 2))
    }


def technical(forms: tuple[str, ...]) -> frozenset[tuple[str, ...]]:
    """ "TU Delft" for Delft University of Technology and a Technical University of Delft."""
    own = tuple(w for w in forms if w != "the")
    for opening in (("technical", "university", "of"), ("technical", "university")):
        if own[: len(opening)] == opening and len(own) > len(opening):
            return frozenset({("tu", *own[len(opening) :])})
    if own[-3:] == ("university", "of", "technology") and len(own) > 3:
        return frozenset({("tu", *own[:-3])})
    return frozenset()


def owned(name: str) -> dict[str, str]:
    """ "King's" as it is written in haste: {"kings": "king"}."""
    return {f"{m[1]}s".casefold(): m[1].casefold() for m in re.finditer(r"(\w+)['\u2019]s\b", name)}


def words_of_name(name: str) -> tuple[str, ...]:
    """The words of a name, with initials as visitors write them: "Texas A & M" is "Texas A&M"."""
    return words(_INITIALS.sub(r"\1&\2", name))


def aliases_in(name: Sequence[str]) -> Iterator[str]:
    """The short words that stand for a word of a name."""
    for alias, stands_for in ALIASES.items():
        if any(w in stands_for for w in name):
            yield alias


def is_thing_of(tokens: Sequence[Token], corrected: Sequence[str], at: int) -> bool:
    """Whether a word is a common noun: "the capital of Australia", "start as a baker"."""
    article = corrected[at - 1] if at else ""
    if tokens[at].looks_like_name:
        return False
    of = "of" in corrected[at + 1 : at + 2] and (at == 0 or article in ("the", "a", "an"))
    return of or (article in ("a", "an") and is_english(corrected[at]))


def acts(tokens: Sequence[Token], last: int) -> bool:
    """Whether a name in capitals owns or offers something: "Monash's", "does Bond offer"."""
    following = tokens[last + 1].word if last + 1 < len(tokens) else ""
    owns = tokens[last].text.endswith(("'s", "\u2019s"))
    return tokens[last].looks_like_name and (owns or following in OFFERS)
