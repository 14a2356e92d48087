"""The words that condition a figure: level, experience, employer, place, basis, bounds. Pure."""

from __future__ import annotations

import re

from ingest.layouts.clauses import Clause
from ingest.layouts.measures import is_role, subject_words
from vectorstore.text import topic_key

LEVEL = re.compile(
    r"""\b(?:entry[-\ ]level|early[-\ ]career|junior|new\ grad(?:uate)?s?|mid[-\ ]?(?:level|career)|
    senior(?:[-\ ]level)?|staff|principal|lead|executive|experienced|director[-\ ]level|
    top[-\ ]tier)\b""",
    re.IGNORECASE | re.VERBOSE,
)
_EXPERIENCE = re.compile(
    r"""\b\d+(?:\.\d+)?\s?(?:\+|[-\u2013]\s?\d+|to\ \d+)?\+?\ years?(?:\ of)?
    (?:\ [\w/]+){0,2}?\ experience\b|
    (?<=\()\d+\s?(?:\+|[-\u2013]\s?\d+)?\+?\ years?[^)]{0,30}(?=\))
    |\b(?:with|after|at)\ \d+\s?(?:\+|[-\u2013]\s?\d+)?\ years?\b""",
    re.IGNORECASE | re.VERBOSE,
)
_PLACE = re.compile(
    r"""\b(?:at|in|for|outside|within)\ (?:the\ |an?\ )?(?:[\w&'\u2019-]+\ ){0,4}?
    (?:compan(?:y|ies)|startups?|firms?|industr(?:y|ies)|sectors?|agenc(?:y|ies)|hospitals?|schools?|
    government|employers?|organi[sz]ations?|institutions?|consultanc(?:y|ies)|banks?|labs?|studios?|
    clinics?|academia|markets?|cities|areas?)\b
    (?:\ like\ [A-Z][\w,\ ]*?(?:or|and)\ [A-Z]\w+)?
    |\belsewhere\b|\bregardless\ of\ location\b|\bremote(?:-first)?(?:\ positions|\ roles)?\b""",
    re.IGNORECASE | re.VERBOSE,
)
_NAMED_PLACE = re.compile(r"\s*((?:[A-Z][\w.'\u2019-]+ ){2,5})(?:averages?|pays?|offers?)\b")
_WHEN = r"in\ [a-z]+\ 20\d\d|from\ 20\d\d(?:\s?(?:to|[-\u2013])\s?\d{2,4})?"
_BASIS_AFTER = re.compile(
    rf"\b(?:base\ (?:salary|pay)|total\ (?:comp(?:ensation)?|pay)|base|bonus(?:es)?|{_WHEN})(?!\w)",
    re.IGNORECASE | re.VERBOSE,
)
_BASIS_BEFORE = re.compile(
    rf"""\b(?:base\ (?:salary|pay)|total\ (?:comp(?:ensation)?|pay)|base|
    (?:median|average|mean|starting|typical)(?=\ )|bonus(?:es)?|
    (?:lowest|highest|top|bottom|best[-\ ]paid|lowest[-\ ]paid)\ (?:\d+\ (?:percent|%)|\w+\ percent|
    tenth|quarter|decile)|{_WHEN})(?!\w)""",
    re.IGNORECASE | re.VERBOSE,
)
_MAX_LEAD_WORDS = 4


def levels_in(text: str) -> tuple[str, ...]:
    """Level and experience named in a text, as written; the last of each."""
    levels = [m.group() for m in LEVEL.finditer(text)]
    years = [m.group() for m in _EXPERIENCE.finditer(text)]
    return tuple(found[-1] for found in (levels, years) if found)


def conditions_of(
    clause: Clause, carried: tuple[str, ...], label: str, entity: str
) -> tuple[str, ...]:
    """The conditions of a figure as written, those carried from earlier sentences first."""
    found = [*carried]
    lead = clause.lead_in()
    if lead and not LEVEL.search(lead) and len(lead.split()) <= _MAX_LEAD_WORDS:
        found.append(lead)
    for pattern, text in (
        (_PLACE, clause.before),
        (_PLACE, clause.after),
        (_BASIS_BEFORE, clause.before),
        (_BASIS_AFTER, clause.after),
    ):
        found.extend(m.group() for m in pattern.finditer(text))
    place = _NAMED_PLACE.match(clause.before)
    if place and not any(is_role(w) for w in clause.before.split()):
        found.append(place.group(1))
    if "opening" in label or (label not in found and _says_more(label, entity, found)):
        found.append(label)
    if clause.figure.hedge not in ("", "~"):
        found.append(clause.figure.hedge)
    return tuple(dict.fromkeys(q.strip() for q in found))


def _says_more(label: str, entity: str, found: list[str]) -> bool:
    """Whether a label narrows the claim: it has words beyond the entity's and the conditions'."""
    known = {w.rstrip("s") for w in topic_key(f"{entity} {' '.join(found)}").split()}
    words = subject_words(label)
    return any(w.rstrip("s") not in known for word in words for w in topic_key(word).split())
