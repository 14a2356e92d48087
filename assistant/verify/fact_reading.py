"""A sentence about labelled figures, read: whom it names, its figures, years and every other word.

Says what stands in the sentence, whose words the cited facts give; whether it is so is decided in
`fact_sentences.py`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from assistant.figures import Bound, Figure, figures
from assistant.stemming import stem
from assistant.verify.canonical import canonical
from assistant.verify.facts import TONE, Fact, tone_of
from assistant.verify.prose import with_limits
from assistant.verify.text import mask, plain


@dataclass(frozen=True, slots=True)
class Name:
    """A mention of somebody, or of a part, that a cited fact is about."""

    start: int
    end: int
    said: tuple[str, ...]
    """The stems of the whole name."""


@dataclass(frozen=True, slots=True)
class Years:
    """A year or a period that a sentence gives."""

    start: int
    end: int
    years: tuple[int, ...]
    lead: str
    """The word before it."""


@dataclass(frozen=True, slots=True)
class Word:
    """A word that is part of no name, figure, year or comparison with the average."""

    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True)
class FactReading:
    """One sentence."""

    text: str
    """In `canonical` and `plain` form."""
    masked: str
    """The text with names, years and comparisons with the average overwritten."""
    names: tuple[Name, ...]
    figures: tuple[Figure, ...]
    years: tuple[Years, ...]
    tones: tuple[str, ...]
    words: tuple[Word, ...]

    def stretch(self, figure: Figure) -> tuple[int, int]:
        """The words about a figure: to the figures beside it, or to where a clause ends."""
        left = max((f.end for f in self.figures if f.end <= figure.start), default=0)
        right = min(
            (f.start for f in self.figures if f.start >= figure.end), default=len(self.text)
        )
        cuts = [m.end() for m in _CUT.finditer(self.masked, left, figure.start)]
        end = _CUT.search(self.masked, figure.end, right)
        return (cuts[-1] if cuts else left), (end.start() if end else right)


_CUT = re.compile(r"[,;:(]\s?(?!\d)|\s(?:and|or|but|with|while|whereas)\s|[.]\s")
_WORD = re.compile(r"[a-z]+(?:n't)?")
_OWNED = re.compile(r"(?<=[a-z])'s\b|'(?=[\s,.;)]|$)")
_YEARS = re.compile(
    r"(?:\b(?P<lead>[a-z]+)\s)?(?:the\s)?\b(?P<first>(?:19|20)\d\d)(?![\d,]\d)"
    r"(?:(?:\s?-\s?|\s(?:to|and|through|until)\s)(?P<last>(?:19|20)\d\d|\d\d)(?!,?\d|%)"
    r"(?!\spercent))?\b"
)
_MONTH = re.compile(r"(?:in\s)?\b(?:january|february|march|april|may|june|july|august|september"
                    r"|october|november|december)\s(?=(?:19|20)\d\d\b)")  # fmt: skip


_LEAD = re.compile(
    r"\b(?:some|passed|past|surpassed|topped|near|not quite|a little (?:over|under)"
    r"|(?:just )?short of|fewer than|less than|more than)\s+$"
)
_TAIL = re.compile(r"\s+or so\b")
"""What rounds a figure."""


def read_facts(text: str, facts: Sequence[Fact]) -> FactReading:
    """A sentence as names, figures, years and words; names are looked for among the facts'."""
    said = plain(canonical(text.strip()))
    names = tuple(sorted(_names(said, facts), key=lambda n: n.start))
    spans = [(n.start, n.end) for n in names] + list(_asides(said, facts))
    years = tuple(_years(mask(said, spans)))
    spans += [(y.start, y.end) for y in years]
    tones = list(TONE.finditer(mask(said, spans)))
    spans += [m.span() for m in tones]
    spans += _months(said)
    masked = mask(said, spans)
    found = tuple(_exact_of(f, masked) for f in figures(masked))
    spans += [with_limits(masked, f) for f in found]
    spans += [m.span() for f in found if (m := _LEAD.search(masked[: f.start]))]
    spans += [m.span() for f in found if (m := _TAIL.match(masked, f.end))]
    words = _OWNED.sub(lambda m: " " * len(m.group()), mask(said, spans).replace("\x01", " "))
    left = tuple(Word(m.start(), m.end(), m.group()) for m in _WORD.finditer(words))
    compared = tuple(tone_of(m.group()) for m in tones)
    return FactReading(said, masked, names, found, years, compared, left)


_THE = re.compile(r"\b(?:above|below|over|under|than|exceed(?:s|ed)?|behind) the $")


def _exact_of(figure: Figure, text: str) -> Figure:
    """ "Below the $35,420 of B" compares with that figure and does not limit it."""
    limits = figure.bound is not Bound.EXACT and _THE.search(text[: figure.start])
    return replace(figure, bound=Bound.EXACT) if limits else figure


def _years(text: str) -> Iterator[Years]:
    for m in _YEARS.finditer(text):
        if text[: m.start("first")].rstrip().endswith(("$", "\u20ac", "\u00a3")):
            continue
        first, last = int(m["first"]), m["last"]
        years: tuple[int, ...] = (first,)
        if last:
            years = (first, int(last) if len(last) == 4 else first // 100 * 100 + int(last))
        yield Years(m.start("first"), m.end(), years, m["lead"] or "")


@dataclass(frozen=True, slots=True)
class _Token:
    stem: str
    start: int
    end: int


def _tokens(text: str) -> list[_Token]:
    bare = _OWNED.sub(lambda m: " " * len(m.group()), text)
    return [_Token(stem(m.group()), m.start(), m.end()) for m in _WORD.finditer(bare)]


def _names(text: str, facts: Iterable[Fact]) -> Iterator[Name]:
    """Mentions of whom facts are about and of their parts, longer names first, none in another."""
    tokens = _tokens(text)
    wholes = {f.of for f in facts}
    parts = {f.part for f in facts if f.part}
    taken: list[tuple[int, int]] = []
    for name in sorted(wholes | parts, key=len, reverse=True):
        form = _head(name) if name in parts else name
        for start, end in _spans(form, tokens, text, loose=name in parts or len(name) > 2):
            if not any(a < end and start < b for a, b in taken):
                taken.append((start, end))
                yield Name(start, end, name)


_LEFT_OUT = ("exclud", "except")
_LEAVING = re.compile(r"\b(?:excluding|except(?:ing)?|not counting|leaving out|leaving aside"
                      r"|other than|outside|without counting|apart from|excluded)\b")  # fmt: skip


def _head(name: tuple[str, ...]) -> tuple[str, ...]:
    """The words of a name before what it leaves out: "government", of which education is none."""
    at = next((i for i, w in enumerate(name) if w.startswith(_LEFT_OUT)), None)
    return name[:at] if at else name


def _asides(text: str, facts: Iterable[Fact]) -> Iterator[tuple[int, int]]:
    """Where a sentence says what parts leave out, in whatever way it leaves it out."""
    tokens = _tokens(text)
    for part in {f.part for f in facts if f.part}:
        rest = part[len(_head(part)) + 1 :]
        for start, end in _spans(rest, tokens, text) if rest else ():
            before = list(_LEAVING.finditer(text, max(0, start - 30), start))
            behind = _LEAVING.match(text, end + 1)
            if before and not re.search(
                r"[a-z]", text[before[-1].end() : start].replace("the", "")
            ):
                yield before[-1].start(), end
            elif behind:
                yield start, behind.end()


def leaves_out(part: tuple[str, ...], reading: FactReading) -> bool:
    """Whether a sentence says what a part leaves out; true of a part that leaves nothing out."""
    rest = part[len(_head(part)) + 1 :]
    said = {stem(w.text) for w in reading.words}
    return not rest or (
        bool(_spans(rest, _tokens(reading.text), reading.text))
        and bool(_LEAVING.search(reading.text))
        and not said & set(rest) - {"and"}
    )


def _spans(
    name: Sequence[str], tokens: Sequence[_Token], text: str, loose: bool = False
) -> list[tuple[int, int]]:
    """Where a name stands whole; `loose`: in another order too, or without "workers"."""
    out = []
    forms = [tuple(name)]
    if loose and len(name) > 1 and name[-1] == stem("workers"):
        forms.append(tuple(name[:-1]))
    for form in forms:
        for at in range(len(tokens) - len(form) + 1):
            run = tokens[at : at + len(form)]
            own = tuple(t.stem for t in run)
            same = own == form or (loose and len(form) > 2 and sorted(own) == sorted(form))
            between = text[run[0].start : run[-1].end] if run else ""
            if same and not re.search(r"[.;:()]|\d", between.replace(";", "", 1 if loose else 0)):
                out.append((run[0].start, run[-1].end))
    return out


def _months(text: str) -> list[tuple[int, int]]:
    """Where months stand before years: "in May 2024"."""
    return [m.span() for m in _MONTH.finditer(text)]
