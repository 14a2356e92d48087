"""What decides in prose besides figures: denials, reservations, conditions, like words."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass

from assistant.figures import Bound, Figure, Measure, figures
from assistant.stemming import stem
from assistant.verify.english import same_word
from assistant.verify.lexicon import FUNCTION
from assistant.verify.text import mask, plain
from vectorstore.text import words

_STATING = """
    guide page source section article text heading listing according says say said states
    state stated notes note reports report describes describe puts put gives give lists list
    mentions mention calls call writes write earn earns earning earned make makes making
    made pay pays paid paying get gets getting receive receives received command commands
    commanding bring brings stand stands sit sits come comes amount amounts figure figures
    range ranges ranging
    held holding between run runs running reach reaches reached expect expects work works
    working people person someone one ones who those is are was were be being been has have
    had do does did thing things way take takes taking last lasts also too then there here
    well as like such so very really just about around roughly approximately over under
    above below up down at least most more less than between from to hold holds become
    becomes means mean stays stay remains remain during towards toward upon plus besides
    whether once however additionally furthermore moreover meanwhile overall altogether currently
    respectively stood even
    anywhere particular particularly especially instance example please besides
    namely roughly together along mentioned described listed known called named
    based amounting totaling totalling
""".split()

COMPARING = frozenset("more less most least fewer many few over under above below up down".split())
"""Words that limit a figure or compare: part of a figure's limits, or they must be in the quote."""

_DECIDING = frozenset("all every must only solely exclusively entirely fully without never".split())
PROSE_FRAME = frozenset(stem(w) for w in (*FUNCTION, *_STATING)) - frozenset(
    stem(w) for w in _DECIDING | COMPARING
)
"""Stems that may join a sentence about prose without standing in the quote."""

DISTINGUISHING = frozenset(
    stem(w)
    for w in """
    entry entry-level junior mid mid-level senior principal staff lead experienced median
    average mean base total bonus equity lowest highest top bottom remote specialist
    specialists restoration part-time full-time startups traditional
""".split()
)
"""Stems of words that say which of several figures is meant: none stands without them."""

_RESERVATIONS: dict[str, str] = {
    "can": r"can|could|may|might|possibl[ey]|potential(?:ly)?|able to|capable",
    "must": r"must|ha(?:s|ve|d) to|required to",
    "probably": r"probabl[ey]|likely|perhaps|maybe",
    "estimated": r"estimat\w+|reportedly|said to|projected|expected to|forecast\w*|according to"
    r"|reported|reports?|estimates?|says? that",
    "often": r"often|usually|typically|generally|frequently|commonly|mostly|normally"
    r"|tend(?:s|ed)? to|in many cases",
    "sometimes": r"sometimes|occasionally",
    "rarely": r"rarely|seldom",
    "most": r"most|a majority|majority of",
    "many": r"many|several|a number of|numerous",
    "slightly": r"slightly|somewhat|marginally",
    "some": r"some|a bit|a little|partly",
    "few": r"few",
    "except": r"except|unless|other than|apart from|excluding|with the exception of",
}
QUANTIFIERS = frozenset({"most", "many", "some", "few"})
"""Reservations that say of how many something is said."""
_RESERVED = {name: re.compile(rf"\b(?:{said})\b") for name, said in _RESERVATIONS.items()}

_DENIAL = re.compile(
    r"\b(?:not|never|no|none|nothing|without|cannot|neither|nor|hardly|nobody)\b|\b\w+n't\b",
    re.IGNORECASE,
)


def is_reservation(word: str, source: str) -> bool:
    """A word that makes a reservation of a kind that its source makes: "typically", "usually"."""
    return any(
        pattern.fullmatch(word) and pattern.search(plain(source))
        for name, pattern in _RESERVED.items()
        if name not in QUANTIFIERS  # each of them says how many for itself
    )


def lost_reservations(source: str, sentence: str) -> set[str]:
    """The kinds of reservation that a source makes more often than a sentence: can, often, some.

    "can" governs what is joined to it, so that one may stand for two.
    """
    said, made = _reservations(sentence), _reservations(source)
    return {k for k, n in made.items() if said[k] < (1 if k == "can" else n)}


def _reservations(text: str) -> Counter[str]:
    folded = plain(text)
    return Counter({name: len(p.findall(folded)) for name, p in _RESERVED.items()}) + Counter()


_DIRECTIONS = re.compile(
    r"\b(?:more|less|most|least|fewer|fewest|few|many|higher|lower|highest|lowest|larger|smaller"
    r"|faster|slower|increas\w*|decreas\w*|declin\w*|ris(?:e|es|ing)|rose|fall(?:s|ing)?|fell"
    r"|grow\w*|shr[iu]nk\w*|before|after|above|below|all|every|always)\b"
)
"""Words that say which way; none stands more often than in what bears it out."""


def turned_round(clause: str, source: str) -> str | None:
    """Why a clause says of one thing which way another goes; None if it does not."""
    said = Counter(_DIRECTIONS.findall(unlimited(clause)))
    held = Counter(_DIRECTIONS.findall(unlimited(source)))
    for word, times in said.items():
        if word in held and times > held[word]:
            return f"{word!r} is said more often than in the quote"
    return None


def unlimited(text: str) -> str:
    """The text without its figures and the words that limit them."""
    folded = plain(text)
    found = (f for f in figures(folded) if f.measure is not Measure.ORDINAL)
    return mask(folded, (with_limits(folded, f) for f in found)).replace("\x01", " ")


_LEAD = re.compile(r"(?:\bat\s+most\s+|\b(?!(?:most|few|many|fewer)\s)[a-z]+\s+){1,3}$")
_TAIL = re.compile(
    r"\s+(?:(?:or|and)\s+(?:more|less|fewer|above|below|up|over|under|longer|shorter|higher"
    r"|lower|so|upwards?)|plus|at\s+(?:least|most)|give\s+or\s+take)\b"
)


def with_limits(text: str, figure: Figure) -> tuple[int, int]:
    """The span of a figure and of the words beside it that limit it."""
    start, end = figure.start, figure.end
    if figure.bound is Bound.EXACT:
        return start, end
    folded = plain(text)
    if tail := _TAIL.match(folded, end):
        return start, tail.end()
    lead = _LEAD.search(folded[:start])
    words_before = list(re.finditer(r"[a-z]+", folded[lead.start() : start])) if lead else []
    comparing = [m for m in words_before if m.group() in COMPARING]
    if lead and comparing:
        start = lead.start() + comparing[0].start()
    return start, end


def denied(clause: str, source: str, known: frozenset[str] = frozenset()) -> str | None:
    """Why the denials of a clause are not those of its source; None if they are.

    What is denied must be denied there, in the same part; and what is denied there must not be
    stated plainly. `known` are stems of what the source's pronouns stand for.
    """
    here, there = _denials(clause), _denials(source)
    whole = tuple(known)
    if len(here) > len(there):
        return "a denial is not in the quote"
    stated = {stem(w) for w in words(clause)}
    for one in here:
        if not any(one.is_of(other, whole) for other in there):
            return f"a denial of {one.scope[0]!r} is not in the quote" if one.scope else "denied"
    lost = [o for o in there if any(w in stated for w in o.scope[:2] if not _twice(w, source))]
    if len(lost) > len(here) or (
        sum(bool(o.part) for o in there) > len(here) and _says_all(clause, source)
    ):
        return "a denial is lost"
    for other in there:
        # A word that the source also states plainly says nothing of its denial.
        telling = [w for w in other.scope if w in stated and not _twice(w, source)]
        kept = any(_meet(one.scope, (*other.scope, *other.part)) for one in here)
        if telling and not kept and telling[0] in other.scope[:2]:
            return f"the denial of {telling[0]!r} is lost"
    return None


def _says_all(clause: str, source: str) -> bool:
    """Hardly a content word of the source is missing in the clause."""
    if _PARTS.search(plain(source)):  # of which the clause may be one
        return False
    told = {stem(w) for w in words(source) if _is_told(w) and not w.endswith("n't")}
    said = {stem(w) for w in words(clause)}
    return bool(told) and sum(any(same_word(t, s) for s in said) for t in told) > 0.9 * len(told)


@dataclass(frozen=True, slots=True)
class Denial:
    """One denial of a sentence."""

    scope: tuple[str, ...]
    """Stems of the first content words that it governs."""
    part: tuple[str, ...]
    """Stems of all content words of the part of the sentence that it stands in."""

    def is_of(self, other: Denial, known: tuple[str, ...]) -> bool:
        """What this one denies, the other denies too."""
        if not self.part:  # "but some do not": of what was said before
            return not other.scope
        if not _meet(self.scope or self.part, other.scope or other.part):
            return False
        return all(_meet((word,), (*other.part, *known)) for word in self.scope[:2])


def _meet(one: tuple[str, ...], other: tuple[str, ...]) -> bool:
    return any(same_word(a, b) for a in one for b in other)


def _twice(word: str, source: str) -> bool:
    """The source has the word outside its denial as well."""
    return [stem(w) for w in words(source)].count(word) > 1


def _denials(text: str) -> list[Denial]:
    folded = plain(text.replace("\u2014", "; "))
    out = []
    for part in _PARTS.split(folded):
        for m in _DENIAL.finditer(part):
            if m.group() == "nor" and "neither" in part[: m.start()]:
                continue  # one denial of two things
            content = tuple(stem(w) for w in words(part[m.end() :]) if _is_told(w))
            whole = tuple(stem(w) for w in words(part) if _is_told(w))
            out.append(Denial(content[:3], whole))
    return out


def _is_told(word: str) -> bool:
    """A word that a denial can be of; "typically" only says how often."""
    return word not in FUNCTION and not _RESERVED["often"].fullmatch(word)


_PARTS = re.compile(
    r"[.;:!?]\s|\s-\s|,\s(?=but|while|whereas|although|though|not\s)|\s(?=but|while|whereas)"
)


_CONTRAST = re.compile(
    r"\b(?:unlike|rather than|instead of|as opposed to|in contrast to)\s+([^,;.:]+)"
)


def misattributed(clause: str, source: str) -> str | None:
    """Why a clause says of one side what its source says of the other; None if it does not."""
    here, there = _other_side(clause), _other_side(source)
    if here and there and not _meet(here, there):
        return "the sides of a comparison are exchanged"
    sides = [re.search(r"\bthan\b([^,;.:]*)", plain(t)) for t in (clause, source)]
    if all(sides) and len({bool(_DENIAL.search(m[1])) for m in sides if m}) > 1:
        return "the denied side of a comparison is the other one"
    folded = plain(source)
    apart = {stem(w) for m in _CONTRAST.finditer(plain(clause)) for w in words(m[1])}
    for m in _CONTRAST.finditer(folded):
        if apart and not apart & {stem(w) for w in words(m[1])}:
            return "something else is set apart in the quote"
        other = {stem(w) for w in words(m[1]) if w not in FUNCTION}
        other -= {stem(w) for w in words(folded[: m.start()] + folded[m.end() :])}
        if other & {stem(w) for w in words(clause)} and not _SETS_APART.search(plain(clause)):
            return "it is said of what the quote sets apart"
    return None


_SETS_APART = re.compile(
    r"\b(?:unlike|than|instead of|as opposed to|in contrast|not|never)\b|n't\b"
)


_LIMIT = re.compile(r"\s*(?:[$\u20ac\u00a3]|[a-z]{3} )?\d")


def _after_than(text: str) -> tuple[str, ...]:
    """The other side of a comparison; the figure of "less than 39,430" is a limit, and none."""
    found = re.finditer(
        r"\b(?:than|exceed\w*|outpac\w*|outnumber\w*|surpass\w*)\b([^,;.:]*)", plain(text)
    )
    m = next((m for m in found if not _LIMIT.match(m[1]) and not figures(m[1][:20])), None)
    return tuple(stem(w) for w in words(m[1]) if w not in FUNCTION)[:3] if m else ()


def _other_side(text: str) -> tuple[str, ...]:
    """What stands behind a comparison and not before it as well.

    "office" of "remote positions pay less than office positions"
    """
    behind = _after_than(text)
    before = re.split(r"\b(?:than|exceed\w*|outpac\w*|outnumber\w*|surpass\w*)\b", plain(text))[0]
    own = {stem(w) for w in words(before)}
    return tuple(w for w in behind if w not in own) or behind


_OPPOSITES = {
    "more": "less", "higher": "lower", "larger": "smaller", "longer": "shorter",
    "faster": "slower", "older": "younger", "cheaper": "dearer", "bigger": "smaller",
}  # fmt: skip
_OPPOSITE = {**{b: a for a, b in _OPPOSITES.items()}, **_OPPOSITES, "fewer": "more"}
_COMPARED = re.compile(
    rf"^(?P<one>.+?)\s(?P<how>{'|'.join(_OPPOSITE)})(?P<what>(?:\s[\w-]+)?)\sthan\s"
    r"(?P<other>[^,;:.]+)(?P<rest>.*)$",
    re.IGNORECASE | re.DOTALL,
)


_JOINS = re.compile(
    r"\b(?:because|since|but|while|whereas|although|though|so|if|when|than)\b", re.IGNORECASE
)
"""A clause ends before it: its words are no side of a comparison behind it."""


def converse(clause: str) -> str | None:
    """A comparison said from the other side; None if it is none, or one with a limit.

    >>> converse("Bakers earn less than welders, in most towns.")
    'welders more than Bakers earn, in most towns.'
    """
    m = _COMPARED.match(clause)
    if m is None or figures(m["other"]) or figures(m["one"]) or _JOINS.search(m["one"]):
        return None
    how = _OPPOSITE[m["how"].lower()]
    return f"{m['other']} {how}{m['what']} than {m['one']}{m['rest']}"
