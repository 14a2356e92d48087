"""Other names for what pages speak of: those that the pages give, and everyday words for a trade.

"Brickmasons, often called bricklayers, build walls" lets bricklayers name that page; "brickie" is
English for a bricklayer. Used by `page_names.py`; decides nothing about evidence.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache
from pathlib import Path

from assistant.paraphrases import FRAME
from assistant.stemming import stem, stems
from vectorstore.text import words

_SENTENCE_END = re.compile(r"(?<=[.!?])\s")
_CUES = ("called", "known as", "referred to as", "for short")
"""Only sentences that hold one of these can give another name."""
_CALLED = re.compile(
    r"""(?P<who>[A-Z][\w'\u2019-]*(?:,?[ ](?:and[ ])?[\w'\u2019-]+){0,5}?)
    (?:[ ]?[,(\u2014][ ]?(?:who[ ]are[ ])?|[ ](?:are|is)[ ]|[ ]who[ ](?:are|may[ ]be)[ ])
    (?:(?:also|sometimes|often|commonly|usually|generally)[ ]){1,2}?
    (?:called|known[ ]as|referred[ ]to[ ]as)[ ]
    (?P<names>(?:(?!\b(?:that|who|are|is|which|in|may)\b)[\w&'\u2019-]+[ ]?|,[ ](?=or\b)){1,9})""",
    re.VERBOSE,
)
_FOR_SHORT = re.compile(
    r"(?P<who>[A-Z][\w'\u2019-]*(?: [\w'\u2019-]+){0,5}?), or (?P<names>[\w'\u2019-]+) for short\b"
)
_SHORT = re.compile(
    r"(?P<long>[A-Z][\w'\u2019-]*(?: [\w'\u2019-]+){0,4}?) \((?P<short>[A-Z]{2}|\w{3,12})\)"
    r"(?P<rest>(?: [a-z-]+){0,3})"
)
_LETTERS_OF_ONE = re.compile(r"[A-Z]{3,}s")
_IN_BRACKETS = re.compile(r" ?\((?P<short>[A-Z]{3,})s?\)")
_WHOLE = {"techs": "technicians", "reps": "representatives", "admins": "administrators"}
_BEFORE = (
    ("lab", "laboratory"),
    ("rehab", "rehabilitation"),
    ("PR", "public relations"),
    ("HR", "human resources"),
    ("PT", "physical therapist"),
    ("OT", "occupational therapist"),
    ("OT", "occupational therapy"),
    ("therapy", "therapist"),
    ("admin", "administrative"),
)
"""Short forms before those whom they limit, those of two letters in capitals only."""
_LETTERS = 2
_CLIPPED = re.compile(rf"(?P<before>\b\w[\w-]*\s+)(?P<clip>{'|'.join(_WHOLE)})\b", re.IGNORECASE)
_TURNED = re.compile(r"(?P<who>[^,()]+s), (?P<which>(?!all other)[^,()]+)")
_OR = re.compile(r",?\s\b(?:or|and)\b\s")
_PLURAL = re.compile(r"[a-z]s$")
_MOST_WORDS = 4


def written_out(short: str, text: str) -> str | None:
    """The words of a text that begin with the letters of a short form, one after the other.

    Two letters count only where the first of these words has a capital.

    >>> written_out("cfo", "At the top stand treasurers and chief financial officers.")
    'chief financial officers'
    """
    first = short[0].upper() if len(short) == 2 else f"[{short[0].upper()}{short[0]}]"
    rest = "".join(rf"[ -][{letter.upper()}{letter}]\w{{2,}}" for letter in short[1:])
    found = (m[0] for m in re.finditer(rf"\b{first}\w{{2,}}{rest}\b", text))
    return next((long for long in found if not FRAME.intersection(words(long))), None)


def unclipped(text: str) -> str:
    """A question with clipped words for people written out, but where that is their everyday name.

    >>> unclipped("how many avionics techs are there, and vet techs?")
    'how many avionics technicians are there, and vet techs?'
    """
    return _CLIPPED.sub(_in_full, text)


def in_full_before(text: str) -> Iterator[str]:
    """A text with one clipped word before those it limits written out, for each there is.

    >>> list(in_full_before("Do PR managers need a lab?"))
    ['Do PR managers need a laboratory?', 'Do public relations managers need a lab?']
    """
    for clip, whole in _BEFORE:
        flags = 0 if len(clip) == _LETTERS else re.IGNORECASE
        longer = re.sub(rf"\b{clip}\b", whole, text, flags=flags)
        if longer != text:
            yield longer


def _in_full(m: re.Match[str]) -> str:
    name = f"{m['before']}{m['clip']}".lower().removesuffix("s").replace("-", " ")
    if any(name == word or name.endswith(f" {word}") for word in everyday()):
        return m[0]
    return f"{m['before']}{_WHOLE[m['clip'].lower()]}"


def turned_about(names: Iterable[str]) -> list[str]:
    """The names that put what limits them last, as they are said.

    >>> turned_about(["Bus drivers, school", "Cooks", "Tool makers, dies, and molds"])
    ['school bus drivers']
    """
    found = map(_TURNED.fullmatch, names)
    return [f"{m['which']} {m['who'][0].lower()}{m['who'][1:]}" for m in found if m]


def heads_of(names: Iterable[str]) -> list[str]:
    """What stands before the comma where that alone is a word for some people.

    >>> heads_of(["Roustabouts, oil and gas", "Sales agents, insurance", "Cooks"])
    ['Roustabouts']
    """
    found = map(_TURNED.fullmatch, names)
    return [m["who"] for m in found if m and " " not in m["who"]]


def also_called(text: str, own_names: Iterable[str], *, whole: bool = False) -> Iterator[str]:
    """The names that a page gives to those it is about, or to some of them.

    `whole` takes only those given to just the people of these names.

    >>> list(also_called("Range managers, also called range conservationists, work.", ["Managers"]))
    ['range conservationists']
    """
    own = {s for name in own_names for s in stems(name)}
    for line in _lines_with(("(", *_CUES), text):
        for sentence in _SENTENCE_END.split(line):
            if any(cue in sentence for cue in _CUES):
                yield from _called(sentence, own, whole=whole)
            if "(" in sentence:
                yield from _shortened(sentence, own)


def _lines_with(cues: Iterable[str], text: str) -> Iterator[str]:
    """The lines that hold one of these, in order: pages are long, and few lines give a name."""
    spans: set[tuple[int, int]] = set()
    for cue in cues:
        at = text.find(cue)
        while at >= 0:
            end = text.find("\n", at)
            end = len(text) if end < 0 else end
            spans.add((text.rfind("\n", 0, at) + 1, end))
            at = text.find(cue, end)
    return (text[start:end] for start, end in sorted(spans))


def _called(sentence: str, own: set[str], *, whole: bool) -> Iterator[str]:
    for m in (*_CALLED.finditer(sentence), *_FOR_SHORT.finditer(sentence)):
        who = m["who"].split()
        if stem(who[-1].lower()) not in own or (whole and not set(stems(m["who"])) <= own):
            continue
        names = [name.strip(" ,\"'") for name in _OR.split(m["names"].strip(" ,"))]
        for bare in (*names, *_shared(names)):
            if _PLURAL.search(bare) and 0 < len(bare.split()) <= _MOST_WORDS:
                yield bare
        if short := _IN_BRACKETS.match(sentence, m.end("names")):
            yield short["short"]


def _shared(names: Sequence[str]) -> Iterator[str]:
    """What the first of several names limits in the others, too.

    >>> list(_shared(["elevator", "escalator constructors", "mechanics"]))
    ['elevator constructors', 'elevator mechanics', 'escalator mechanics']
    """
    if " " in names[-1]:  # it has a limit of its own
        return
    heads = [name.split()[-1] for name in names if name and _PLURAL.search(name)]
    limits = [" ".join(name.split()[:-1]) if _PLURAL.search(name) else name for name in names]
    for limit in filter(None, limits):
        yield from (made for head in heads if (made := f"{limit} {head}") not in names)


def _shortened(sentence: str, own: set[str]) -> Iterator[str]:
    """Names with a short form in brackets: "Hazardous materials (hazmat) removal workers"."""
    for m in _SHORT.finditer(sentence):
        rest = m["rest"].split()
        for length in range(len(rest) + 1):
            if {*stems(m["long"]), *stems(" ".join(rest[:length]))} <= own:
                yield " ".join([m["short"], *rest[:length]])
        if _LETTERS_OF_ONE.fullmatch(m["short"]) and set(stems(m["long"])) <= own:
            yield m["short"].removesuffix("s")  # whose plural a stemmer may not see: "CRNAs"


@cache
def everyday() -> Mapping[str, tuple[str, ...]]:
    """Everyday words for a trade -> the words that pages have for it, the closest first."""
    held = tomllib.loads((Path(__file__).parent / "trades.toml").read_text(encoding="utf-8"))
    return {word: tuple(meanings) for word, meanings in held.items()}
