"""Words for people by what they do, and for what they do: plumbers, plumbing.

Grammar over titles; knows no page. Used by `page_names.py` and `guide_index.py`.
"""

from __future__ import annotations

import re

from vectorstore.frequency import zipf

SPLIT = re.compile(r"\s*(?:,|;|&|/|\band\b|\bor\b|\(|\)|\|)\s*", re.IGNORECASE)
RARE = 4.0
"""Zipf frequency (wordfreq) under which one word tells its page: 10 in a million."""
_PEOPLE = re.compile(
    r"(?:er|or|ist|ian|ant|eer|man|woman|nurse|chef|clerk|aide|guard|pilot|vet|cook|analyst|guide"
    r"|surgeon|mason|architect|executive|scout|coach|mechanic|detective|representative|athlete|actuar(?:y|ies)"
    r"|secretar(?:y|ies)|attorney|agent|judge|author|tutor|scientist|hygienist|paralegal|bailiff|chauffeur|concierge|emt|registrar|midwife|paramedic|millwright|referee"
    r"|umpire|warden|ranger|jockey|marshal|steward)s?$|(?:men|midwives|coaches|waitress(?:es)?)$"
)
_STUDIED = 3.0
"""Zipf frequency from which a word made of a trade's name is taken for what they study."""


def parts_of(title: str) -> list[str]:
    """The parts of a title that are joined by commas and the like."""
    return [part for part in map(str.strip, SPLIT.split(title)) if part]


def is_trade(name: str) -> bool:
    """Whether a name is of people by what they do, as far as its last word's ending tells."""
    return bool(_PEOPLE.search(name.casefold()))


def is_of_people(title: str) -> bool:
    """Whether a page's title, or a part of it, names people by what they do."""
    return any(map(is_trade, parts_of(title)))


def field_of(title: list[str]) -> str:
    """What those of a title work in; empty where it does not say."""
    *rest, last = title or [""]
    who = last.removesuffix("s")
    if who == "scientist" and rest:
        return " ".join((*rest, "science"))
    if who == "analyst" and len(rest) > 1:
        return " ".join(rest)
    if who == "worker" and len(rest) == 1 and rest[0].endswith("ing"):
        return f"{rest[0].removesuffix('ing')}er"  # loggers are logging workers
    if who == "worker" and rest:
        return " ".join((*rest, "work"))
    if who.endswith("ant") and not rest:
        return _studied(f"{who[:-3]}ing")
    if who.endswith("ionist") and rest:
        return " ".join((*rest, who[:-3]))  # medical transcriptionists'
    if who.endswith("ist") and not rest:
        return _studied(f"{who[:-3]}ics", f"{who[:-3]}y", f"{who}ry")
    doing = f"{who[:-2]}ing"
    told = not rest and who.endswith("er") and zipf(doing) < RARE
    if told and zipf(doing) < _STUDIED:
        return _studied(f"{who[:-2]}ry") or doing  # a carpenter's
    return doing if told else ""


def _studied(*fields: str) -> str:
    """The first of these that is a word; empty where none is."""
    return next((field for field in fields if zipf(field) >= _STUDIED), "")
