"""Where the sentences of a paragraph begin and end, with exact spans. Pure.

Our own rather than a library's: the spans have to be exact, and guides write "$130K-$180K total
comp. Startups: ...", "U.S. Bureau", "Pharm.D." and `"Can AI do X?" (probably).`
"""

from __future__ import annotations

import re

_END = re.compile(r"[.!?\u2026]+[\"'\u201d\u2019\u00bb)\]]*\s+")
_START = re.compile(
    r"[\"'\u201c\u2018\u00ab(\[#~]*(?P<first>[^\W_]|[$\u20ac\u00a3\u2022\u2192\u2014\U0001f300-\U0001faff])"
)
_ABBREVIATIONS = frozenset(
    """e.g i.e eg ie cf vs viz approx ca dr mr mrs ms prof rev hon sr jr st mt ft gen col lt sgt
    capt gov sen rep no nos fig figs vol ed eds pp p dept univ assn bros est min max avg ave
    blvd rd jan feb mar apr jun jul aug sep sept oct nov dec al""".split()
)
"""Never the end of a sentence."""
_SOMETIMES = re.compile(
    r"(?:[A-Za-z]{1,5}\.)+[A-Za-z]{1,4}|[A-Z]|inc|ltd|corp|co|llc|etc|ph\.?d|pharm\.?d",
    re.IGNORECASE,
)
"""The end of a sentence only if the next word starts one: U.S., Ph.D., Inc., single letters."""
_STARTERS = frozenset(
    """the a an in on at it its this that these those they their there we our you your he she
    his her for from with by to as if when while although because since after before however
    many most some several few all each every other another such both more no not in also then
    thus but and or so what which who how why where here typically generally usually often
    workers employment candidates students employers applicants programs individuals people
    prospective additionally""".split()
)
_AMOUNT = re.compile(r"[$\u20ac\u00a3]|\d[\d.,]*\s?(?:%|per\s?cent)|\d{1,3},\d")
_LAST_WORD = re.compile(r"([\w.]+)\.$")


def split_sentences(text: str) -> list[tuple[int, int]]:
    """(start, end) of each sentence, in order, without the white space between them.

    >>> [
    ...     t
    ...     for a, b in split_sentences("Pay in the U.S. Army is $1.5K. It varies.")
    ...     for t in ["Pay in the U.S. Army is $1.5K. It varies."[a:b]]
    ... ]
    ['Pay in the U.S. Army is $1.5K.', 'It varies.']
    """
    spans = []
    start = len(text) - len(text.lstrip())
    for end in _END.finditer(text):
        if end.end() < len(text) and _is_boundary(text, start, end):
            spans.append((start, end.start() + len(end.group().rstrip())))
            start = end.end()
    stop = len(text.rstrip())
    if stop > start:
        spans.append((start, stop))
    return spans


def _is_boundary(text: str, start: int, end: re.Match[str]) -> bool:
    after = _START.match(text, end.end())
    if after is None or after["first"].islower():
        return False
    said = text[start : end.start() + len(end.group().rstrip())]
    if said.count("(") > said.count(")") or said.count("[") > said.count("]"):
        return False
    if not end.group().startswith(".") or end.group().startswith(".."):
        return True
    return _is_end_of(text[start : end.start() + 1], text[after.start("first") :])


def _is_end_of(said: str, after: str) -> bool:
    """Whether a full stop after the last word ends the sentence rather than an abbreviation."""
    last = _LAST_WORD.search(said)
    word = last.group(1) if last else ""
    if said.strip() in ("No.", "no.") and _AMOUNT.match(after):  # an answer, not a number
        return True
    if word.lower() in _ABBREVIATIONS and not (word == "no" or word.isupper()):
        return False
    if word.isdigit() and re.fullmatch(r"\s*\d{1,2}\.", said):
        return False
    if _SOMETIMES.fullmatch(word) and not word.isdigit():
        following = re.match(r"[\w']+", after)
        return following is not None and following.group().lower() in _STARTERS
    return True
