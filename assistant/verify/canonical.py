"""A text of prose with what is said in several ways said in one: parts, limits and phrases.

"One in five" and "a fifth of" become "20 percent", "no more than" becomes "up to". Both a sentence
and the quote that it cites are read so; meaning is compared behind it, never here.
"""

from __future__ import annotations

import re
from functools import lru_cache

from assistant.figure_grammar import ONES, TENS
from assistant.figures import Bound, Measure, figures
from assistant.verify.english import PHRASES

_NUMBERS = {**ONES, **TENS, "hundred": 100}
_COMPOUND = rf"(?:{'|'.join(TENS)})-(?:{'|'.join(list(ONES)[1:10])})"
_COUNT = "|".join((_COMPOUND, "a hundred", *_NUMBERS))
_OF = re.compile(
    rf"\b(?P<some>{_COUNT}|\d{{1,2}})(?:\s(?P<noun>(?!of\b|in\b|out\b|(?:year|month|week|day|hour|time)s?\b)[a-z][a-z-]+(?:\s[a-z][a-z-]+)?))?"
    rf"\s(?:in|out\sof(?:\severy)?)\s(?P<all>{_COUNT}|\d{{1,3}})\b"
    r"(?![-,]?\d|\s(?:years|months|weeks|days|hours)\b)",
    re.IGNORECASE,
)
_AND_A_HALF = re.compile(rf"\b(?P<whole>{_COUNT}|\d{{1,2}}) and a half\b", re.IGNORECASE)
_PARTS = {"half": 2, "third": 3, "quarter": 4, "fifth": 5, "tenth": 10}
_PART_NAME = "third|quarter|fifth|tenth"
_BEFORE_A = "|".join(f"(?<={w} )" for w in "than over about under nearly almost by".split())
_LENGTHS = r"of\san?\s(?:year|month|day|hour|decade)"
_PART = re.compile(
    rf"(?<!and )(?:\b(?P<some>an?|one|two|three|four)[\s-](?P<part>{_PART_NAME})s?(?=[\s-]of\b)"
    rf"|\b(?P<many>two|three|four)[\s-](?P<parts>{_PART_NAME})s\b"
    rf"|(?:{_BEFORE_A})an?\s(?P<of>{_PART_NAME})\b"
    rf"|\b(?P<half>half)\b(?=\s(?!{_LENGTHS})(?:of|the|their|its|all|what)\b)"
    r"|(?:(?<=lowest )|(?<=bottom )|(?<=highest )|(?<=top ))tenth)",
    re.IGNORECASE,
)


@lru_cache(maxsize=4096)
def canonical(text: str) -> str:
    """The text with parts of a whole in percent, limits before their figures, phrases of a kind.

    >>> canonical("Roughly one in five pays no more than $400.")
    'Roughly 20 percent pays up to $400.'
    """
    text = _lengths(text)
    out = _AND_A_HALF.sub(lambda m: f"{_number(m['whole']):g}.5", _OF.sub(_share, text))
    for pattern, said in PHRASES:
        out = pattern.sub(said, out)
    out = _PART.sub(_part, _portions(out))
    return _limits_first(out)


_BOTH_ENDS = re.compile(
    rf"\b(?P<lead>between|from) (?P<word>{_COUNT})(?= (?:and|to) )", re.IGNORECASE
)
_TWO_UNITS = re.compile(
    rf"\b(?P<lead>between |from )?(?P<low>{_COUNT}|\d{{1,2}}|an?) months?(?P<to> (?:to|and) )"
    rf"(?P<high>{_COUNT}|\d{{1,2}}|an?) years?\b",
    re.IGNORECASE,
)
_BETWEEN_UNIT = re.compile(
    rf"\b(?P<n>{_COUNT}|\d{{1,3}}) (?P<how>straight|consecutive|full|additional|extra|more) "
    r"(?P<unit>years?|months?|weeks?|days?|hours?)\b",
    re.IGNORECASE,
)
_NOUN_BETWEEN = re.compile(
    r"\b(?P<n>\d[\d,.]*|[a-z]+ hundred|[a-z]+ thousand) "
    r"(?P<noun>(?!(?:to|or|and|of|in|semester|credit|clock|contact|percent"
    r"|million|billion|thousand|hundred|dollars?|straight|consecutive|full|additional|extra|more|less)\b)"
    r"[a-z]+) (?P<unit>hours|months|weeks|days)\b",
    re.IGNORECASE,
)
"""Lengths with what they are of before their unit: "1,500 flight hours"."""
_UNIT = "(?P<unit>year|month|week|day|hour)"
_IN_WORDS = re.compile(rf"\b(?P<n>{_COUNT})-{_UNIT}\b", re.IGNORECASE)
_BOTH_IN_UNIT = re.compile(
    rf"\b(?P<one>{_COUNT}|\d{{1,2}})- (?P<and>and) (?P<two>{_COUNT}|\d{{1,2}})-{_UNIT}\b",
    re.IGNORECASE,
)
"""Two lengths of one unit, "two- and four-year"."""
_QUARTERS = re.compile(r"\b(?P<n>an?|one|three|3)[ -](?:quarters?) of an? year\b", re.IGNORECASE)


def _lengths(text: str) -> str:
    """Lengths with both ends in one unit and nothing between a number and its unit."""
    out = _BOTH_IN_UNIT.sub(r"\g<one>-\g<unit> \g<and> \g<two>-\g<unit>", text)
    out = _IN_WORDS.sub(lambda m: f"{_number(m['n']):g}-{m['unit']}", out)
    out = _QUARTERS.sub(lambda m: "9 months" if m["n"] in ("three", "3") else "3 months", out)
    out = _NOUN_BETWEEN.sub(r"\g<n> \g<unit> of \g<noun>", out)
    out = _BETWEEN_UNIT.sub(r"\g<n> \g<unit> \g<how>", out)
    out = _TWO_UNITS.sub(_one_unit, out)
    return _BOTH_ENDS.sub(lambda m: f"{m['lead']} {_number(m['word']):g}", out)


def _one_unit(m: re.Match[str]) -> str:
    if m["to"].strip() == "and" and not m["lead"]:
        return m.group()
    return f"{_number(m['low']):g} to {12 * _number(m['high']):g} months"


def _number(word: str) -> float:
    if word.isdigit():
        return float(word)
    return float(sum(_NUMBERS.get(w, 0) for w in re.split(r"[-\s]", word.lower())) or 1)


def _share(m: re.Match[str]) -> str:
    some, every = _number(m["some"]), _number(m["all"])
    if not 0 < some < every or every > 100:
        return m.group()
    return f"{100 * some / every:.4g} percent" + (f" of {m['noun']}" if m["noun"] else "")


def _part(m: re.Match[str]) -> str:
    name = (m["part"] or m["parts"] or m["half"] or m["of"] or "tenth").lower()
    return f"{100 * _number(m['some'] or m['many'] or 'one') / _PARTS[name]:.4g} percent"


_BEHIND = re.compile(
    r"\s+(?:or|and)\s+(?P<up>more|above|over|older|longer|higher|upwards?)\b"
    r"|\s+(?:or|and)\s+(?P<down>less|fewer|below|under|younger|shorter|lower)\b"
)


def _limits_first(text: str) -> str:
    """ "18 or older" as "at least 18"."""
    out, at = [], 0
    for figure in figures(text):
        m = _BEHIND.match(text, figure.end)
        if m is None or figure.bound not in (Bound.AT_LEAST, Bound.AT_MOST):
            continue
        if figure.measure is Measure.ORDINAL:
            continue
        limit = "at least " if m["up"] else "up to "
        out += [text[at : figure.start], limit, text[figure.start : figure.end]]
        at = m.end()
    return "".join([*out, text[at:]])


_MILLIONS = re.compile(
    r"\b(?P<some>half|(?:one|a|two|three)[\s-](?:third|quarter|fifth)s?)(?:\sof)?\sa"
    r"\s(?P<scale>million|billion)\b",
    re.IGNORECASE,
)
_IN_EVERY = re.compile(rf"(?<=\bin )every (?={_COUNT}\b|\d)", re.IGNORECASE)


def _portions(text: str) -> str:
    """ "94 in every 100" in percent, and "half a million" in digits."""
    found = _IN_EVERY.search(text)
    return _MILLIONS.sub(_of_million, _OF.sub(_share, _IN_EVERY.sub("", text)) if found else text)


def _of_million(m: re.Match[str]) -> str:
    some, _, part = m["some"].lower().replace("-", " ").rpartition(" ")
    share = _number(some or "one") / _PARTS[part.rstrip("s")]
    return f"{share * (1e6 if m['scale'].lower() == 'million' else 1e9):,.0f}"
