"""Small words that turn what is said: denials, what must and may be, how many, how often, only.

Each is read with its zone, the stretch of a sentence in which it holds, and with its focus, the
words there that it is of. What a sentence turns must be turned so by its source, and the other way
round. Works on text; knows no evidence.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from assistant.figures import Measure, figures
from assistant.stemming import stem
from assistant.verify.lexicon import FUNCTION
from assistant.verify.prose import with_limits
from assistant.verify.text import mask, plain


class Turn(StrEnum):
    """What a small word does to what is said."""

    NOT = "denial"
    MUST = "must"
    MAY = "may"
    SHOULD = "should"
    EXPECTED = "expected"
    OFTEN = "often"
    SOMETIMES = "sometimes"
    RARELY = "rarely"
    ALL = "all"
    MOST = "most"
    MANY = "many"
    SOME = "some"
    FEW = "few"
    ONLY = "only"
    IF = "if"
    PARTLY = "partly"


_UNIT = r"(?!\s(?:year|month|week|day|hour|time|term|semester|quarter|decade|shift)\b)"
_MODAL = r"(?:also )?(?:may|might|could|can) (?:also |even |occasionally |sometimes )?"
_OF_SEVERAL = (
    r"(?:(?:one|some) of|among) the(?: [a-z]+ (?:with|that have) the)?"
    r"(?=\s(?:(?:most|least|best|worst)\b|\w+est\b))"
)
_WORDS: tuple[tuple[str, tuple[str, ...]], ...] = (
    (
        "denial",
        (
            r"not",
            r"never",
            r"no(?! (?:less|fewer|more|later) than)",
            r"none",
            r"nothing",
            r"without",
            r"cannot",
            r"neither",
            r"nobody",
            r"\w+n't",
            r"lacks?",
            r"lacking",
            r"hardly",
            r"no longer",
        ),
    ),
    (
        "may",
        (
            rf"{_MODAL}(?:need|have|be (?:required|asked|expected|obliged)) to",
            rf"{_MODAL}(?:need to have|need|require|be (?:required|needed)|insist on|demand)",
            rf"{_MODAL}ask for",
        ),
    ),
    (
        "must",
        (
            r"must",
            r"ha(?:s|ve|d|ving) to",
            r"ha(?:s|ve) got to",
            r"need(?:s|ed|ing)?",
            r"requir(?:e|es|ed|ing)(?! (?:\x02|several|many|about|a few))",
            r"requirements?",
            r"(?:the|a|as the) minimum(?= (?:for|of|that)\b|\W*$)",
            r"necessary",
            r"mandatory",
            r"compulsory",
            r"obligatory",
            r"obliged",
            r"obligated",
            r"prerequisites?",
            r"demand(?:s|ed)",
            r"insists? on",
            r"essential",
            r"(?:asks?|asked|calls?|called) for",
        ),
    ),
    (
        "may",
        (
            r"may",
            r"can",
            r"could",
            r"might",
            r"able to",
            r"possibl[ey]",
            r"possibility",
            r"potential(?:ly)?",
            r"allow(?:s|ed)?",
            r"permit(?:s|ted)?",
            r"optional(?:ly)?",
            r"eligible",
            r"capable",
        ),
    ),
    (
        "should",
        (
            r"should",
            r"ought to",
            r"recommend(?:s|ed)?",
            r"advis(?:e|es|ed|able)",
            r"encouraged?",
        ),
    ),
    (
        "expected",
        (
            r"project(?:s|ed)",
            r"projections?",
            r"expect(?:s|ed)?",
            r"forecasts?",
            r"predict(?:s|ed)",
            r"likely",
            r"probabl[ey]",
            r"anticipated",
            r"estimat(?:e|es|ed)",
            r"perhaps",
            r"maybe",
            r"reportedly",
            r"report(?:s|ed)?(?= (?:earn|pay|wage|salar|income|mak))",
            r"said to",
        ),
    ),
    (
        "often",
        (
            r"often",
            r"usual(?:ly)?",
            r"typical(?:ly)?",
            r"general(?:ly)?",
            r"frequent(?:ly)?",
            r"common(?:ly)?",
            r"normal(?:ly)?",
            r"tends?",
            r"in many cases",
            r"as a rule",
        ),
    ),
    (
        "often most",
        (
            r"mostly",
            r"mainly",
            r"for the most part",
            r"most often",
        ),
    ),
    (
        "sometimes",
        (
            r"sometimes",
            r"occasional(?:ly)?",
            r"at times",
            r"now and then",
        ),
    ),
    (
        "rarely",
        (
            r"rare(?:ly)?",
            r"seldom",
            r"uncommon",
        ),
    ),
    (
        "all",
        (
            r"(?<!above )(?<!at )all(?!\W*$|,)",
            rf"every{_UNIT}",
            rf"each{_UNIT}",
            r"always",
            r"everyone",
            r"everybody",
            r"whichever",
        ),
    ),
    (
        "most",
        (
            r"most",
            r"(?:a|the) majority",
        ),
    ),
    (
        "many",
        (
            r"(?<!how )(?<!as )many(?! as)",
            r"numerous",
            r"a number of",
            r"a lot of",
            r"plenty of",
        ),
    ),
    (
        "some",
        (
            r"some(?! \x02| other\b| (?:kind|sort|form|type|mix|combination|way)\b)",
            r"certain",
            r"a few",
            r"partly",
        ),
    ),
    (
        "few",
        (
            r"(?<!a )few",
            r"fewest",
            r"a minority",
        ),
    ),
    (
        "only",
        (
            r"only",
            r"solely",
            r"exclusively",
            r"just",
            r"alone",
            r"merely",
        ),
    ),
    (
        "if",
        (
            r"if",
            r"unless",
            r"except(?:ing)?",
            r"provided that",
            r"apart from",
            r"other than",
            r"excluding",
            r"as long as",
        ),
    ),
    ("partly", (_OF_SEVERAL,)),
)
"""What a word does, and the words that do it, in `plain` text."""
_PATTERNS = tuple(
    (frozenset(map(Turn, turns.split())), re.compile(rf"\b(?:{'|'.join(said)})(?!\w)"))
    for turns, said in _WORDS
)
WEAK = frozenset(
    "make made do done give given get got take taken have has be being been go".split()
)

_ZONE = re.compile(
    r"[;:()]\s?|\s-\s|\u2014|,?\s(?:but|while|whereas|although|though|yet|because|since|which|who|so)\s"
    r"|,\s(?=(?:and|or)\s(?:\w+\s){0,6}(?:is|are|was|were|has|have|can|could|may|might|must|should"
    r"|will|do|does|did)\b)"
    r"|,?\sand\s(?=(?:\x02|some|most|many|others?|few|several|all|both|they|it|these|those|their|its"
    r"|can|could|may|might|must|should|will|is|are|was|were|has|have|do|does|costs?|takes|lasts)\b)"
    r"|(?<=\w),\s(?=(?:the|a|an|they|it|these|some|most|many|no)\s)",
)
_TOKEN = re.compile(r"[a-z0-9](?:[a-z0-9.&+/]*[a-z0-9+])?|\x02")


_MONTH = re.compile(r"(?<=\s)May(?=,?\s(?:\d|and\b|to\b)|\W*$)")
_ROUNDS = re.compile(
    r"\b(?:a (?:little|bit)|slightly|just|well|far) (?:over|under|above|below|more than|less than"
    r"|short of)(?=\s\x02)|\b(?:just|only|some)(?=\s\x02)"
)
"""Joins a figure and says how it rounds: the figures are held against each other."""


@dataclass(frozen=True, slots=True)
class Word:
    """One word of a sentence that says something."""

    text: str
    stem: str
    start: int
    end: int
    zone: int
    """In which zone it stands, counted from 0."""
    named: bool
    """It is written as a name."""
    turning: bool
    """It is one of the small words, or part of one."""


@dataclass(frozen=True, slots=True)
class Turned:
    """One small word that turns what is said."""

    turns: frozenset[Turn]
    said: str
    start: int
    zone: int
    focus: tuple[str, ...]
    """Stems of the first words that it is of."""


@dataclass(frozen=True, slots=True)
class Told:
    """A sentence as its words and what turns them."""

    text: str
    words: tuple[Word, ...]
    turned: tuple[Turned, ...]

    def zone(self, number: int) -> list[Word]:
        """The words of a zone."""
        return [w for w in self.words if w.zone == number]


def told(text: str) -> Told:
    """A sentence read so; words that say nothing by themselves and figures are left out.

    >>> [(t.said, t.focus) for t in told("Guards must not sleep on duty.").turned]
    [('must', ('sleep', 'duti')), ('not', ('sleep', 'duti'))]
    """
    found = [f for f in figures(text) if f.measure is not Measure.ORDINAL]
    folded = mask(plain(text), (with_limits(text, f) for f in found)).replace("\x01", "\x02")
    folded = re.sub(r"\x02+", lambda m: "\x02" + " " * (len(m.group()) - 1), folded)
    folded = _ROUNDS.sub(lambda m: " " * len(m.group()), folded)
    cuts = [m.end() for m in _ZONE.finditer(folded)]
    turning = [(t, m) for t, m in _turning(folded) if not _MONTH.match(text, m.start())]
    said = tuple(_words(text, folded, cuts, [m.span() for _, m in turning]))
    out = []
    for turns, m in turning:
        zone = sum(c <= m.start() for c in cuts)
        focus = _focus(m, said, zone, every=Turn.NOT in turns)
        out.append(Turned(turns, m.group(), m.start(), zone, focus))
    return Told(text, said, tuple(out))


def _turning(folded: str) -> Iterator[tuple[frozenset[Turn], re.Match[str]]]:
    taken: list[tuple[int, int]] = []
    found = [(turns, m) for turns, pattern in _PATTERNS for m in pattern.finditer(folded)]
    for turns, m in sorted(found, key=lambda f: (f[1].start(), -f[1].end())):
        if not any(a < m.end() and m.start() < b for a, b in taken):
            taken.append(m.span())
            yield turns, m


def _words(
    text: str, folded: str, cuts: Sequence[int], turning: Sequence[tuple[int, int]]
) -> Iterator[Word]:
    for m in _TOKEN.finditer(folded):
        word = m.group()
        if word == "\x02" or (word in FUNCTION and word not in _TELLING) or len(word) < 2:
            continue
        if folded[max(0, m.start() - 1) : m.start()] == "'" and word in (
            "s",
            "t",
            "re",
            "ve",
            "ll",
            "d",
        ):
            continue
        named = text[m.start()].isupper() and m.start() > 0
        turns = any(a <= m.start() < b for a, b in turning)
        zone = sum(c <= m.start() for c in cuts)
        yield Word(word, stem(word), m.start(), m.end(), zone, named, turns)


_TELLING = frozenset("more most less least few many".split())


def _focus(m: re.Match[str], said: Sequence[Word], zone: int, *, every: bool) -> tuple[str, ...]:
    own = [w for w in said if w.zone == zone and w.text not in WEAK]
    behind = [w for w in own if w.start >= m.end() and (every or not w.turning)][:3]
    behind = behind or [w for w in own if w.start >= m.end()][:3]
    before = [w for w in own if w.end <= m.start() and not w.turning][-3:]
    before = before or [w for w in own if w.end <= m.start()][-3:]
    return tuple(w.stem for w in behind or before)
