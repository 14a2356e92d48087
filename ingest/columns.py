"""Column headers -> what each column means: its field, unit, currency and price basis. Pure.

The `Mapping` of a table (`mapping.py`) is inferred here from headers that are known by name; one
that an operator writes is made by `mapping_table.py`. Reading the cells is `tables.py`'s.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from ingest.figures import CURRENCY_CODES, currency_of
from ingest.headers import split_note
from ingest.mapping import BARE_DOLLAR, Column, Mapping, Meaning
from vectorstore.records import PriceBasis

_SCHOOL = r"(?:university|college|school|institution|institute|provider|academy)"
_PROGRAM = r"(?:program|programme|course)"
_STUDY = rf"(?:stud(?:y|ies)|education(?:al)?|learning|academic|subject|{_PROGRAM})"
_FIELD = r"(?:fields?|subjects?(?:\ areas?)?|disciplines?(?:\ areas?)?)"
_WRAPPERS = r"(?:(?:item|node|attributes|fields|properties|record|data|offers?|listing)\ )?"
_WORDS: tuple[tuple[Meaning, int, str], ...] = (
    (
        Meaning.UNIVERSITY,
        0,
        r"""(?:education\ |training\ )?(?:university|institution|institute|provider)(?:\ name)?|
        name\ of\ (?:the\ )?(?:university|institution|provider|college|school)|
        (?:university|institution|provider|school|college)\ (?:or\ )?
        (?:university|institution|provider|school|college)|awarding\ (?:body|institution)|
        offered\ by|instnm""",
    ),
    (Meaning.UNIVERSITY, 1, r"(?:college|school|academy)(?:\ name)?"),
    (
        Meaning.TITLE,
        0,
        rf"""(?:study\ )?{_PROGRAM}(?:\ (?:name|title))?|name\ of\ (?:the\ )?{_PROGRAM}|
        {_PROGRAM}\ (?:or\ )?{_PROGRAM}|{_PROGRAM}\ of\ study|cipdesc""",
    ),
    (Meaning.TITLE, 1, r"title|degree\ (?:name|title|program(?:me)?)|qualification\ name"),
    (Meaning.TITLE, 2, r"name"),
    (Meaning.TITLE, 3, r"degree|qualification"),
    (
        Meaning.LEVEL,
        0,
        rf"""(?:{_PROGRAM}\ |degree\ |award\ |qualification\ |study\ |academic\ |credential\ )?
        level(?:\ of\ (?:study|education))?|
        (?:degree|award|credential|qualification|{_PROGRAM})\ type|degree\ awarded|
        award(?:\ (?:name|title))?|credential|creddesc""",
    ),
    (Meaning.LEVEL, 1, r"degree|qualification|type|(?:degree|award|credential|level)\ (?:cd|code)"),
    (
        Meaning.CATEGORY,
        0,
        rf"""(?:{_STUDY}\ )?(?:category|{_FIELD})|{_STUDY}\ areas?|
        (?:{_FIELD}|areas?)\ of\ (?:the\ )?{_STUDY}""",
    ),
    (Meaning.CATEGORY, 1, r"department|major|type|level"),
    (
        Meaning.DELIVERY,
        0,
        rf"""(?:(?:{_PROGRAM}|study|learning|teaching|instruction(?:al)?|class)\ )?
        (?:delivery(?:\ (?:mode|method|format|type))?|format|modality|mode)|
        mode\ of\ (?:study|delivery|instruction)|(?:study|delivery)\ (?:mode|method)|
        online\ or\ (?:on\ )?campus""",
    ),
    (
        Meaning.ONLINE,
        0,
        r"""(?:is\ |available\ |offered\ |fully\ )?online(?:\ (?:available|option|study))?|
        distance(?:\ (?:learning|education))?""",
    ),
    (
        Meaning.ON_CAMPUS,
        0,
        r"(?:is\ |available\ |offered\ )?(?:on\ ?campus|in\ person|face\ to\ face|on\ ?site)",
    ),
    (Meaning.HYBRID, 0, r"(?:is\ |available\ )?(?:hybrid|blended)"),
    (
        Meaning.CITY,
        0,
        r"""(?:(?:location|campus|address)s?\ )?(?:city|town|suburb)
        (?:\ (?:or\ )?(?:city|town|suburb))?(?:\ name)?""",
    ),
    (
        Meaning.PLACE,
        0,
        r"""(?:study\ |delivery\ )?locations?|campus(?:es)?|place|city\ (?:and\ )?state|
        city\ (?:and\ )?country|campus\ location""",
    ),
    (
        Meaning.REGION,
        0,
        r"""(?:(?:location|campus|address)s?\ )?(?:state|prov(?:ince)?|region|territory|
        bundesland|federal\ state|county|canton|
        state\ (?:or\ )?(?:province|region|territory))(?:\ name)?|stabbr""",
    ),
    (Meaning.COUNTRY, 0, r"(?:(?:location|campus|address)s?\ )?(?:country|nation)(?:\ name)?"),
    (
        Meaning.LENGTH,
        0,
        rf"(?:(?:{_PROGRAM}|study)\ )?(?:duration|length)|study\ period|time\ to\ complet(?:e|ion)",
    ),
    (Meaning.LENGTH, 1, r"time"),
    (
        Meaning.PRICE,
        0,
        rf"(?:(?:{_PROGRAM}|full)\ )?tuition(?:\ (?:and\ )?(?:fees?|costs?|price))?",
    ),
    (
        Meaning.PRICE,
        1,
        rf"(?:{_PROGRAM}\ )?(?:fees?|costs?|price)(?:\ of\ (?:{_PROGRAM}|study))?",
    ),
    (Meaning.CURRENCY, 0, r"(?:(?:price|fee|tuition|cost)\ )?curr(?:ency)?(?:\ code)?"),
    (Meaning.BASIS, 0, r"(?:price|fee|tuition|cost)\ (?:basis|period|per|unit|frequency)|per"),
    (
        Meaning.URL,
        0,
        rf"""(?:{_PROGRAM}\ )?(?:url|link|web\ ?site|web\ ?page|web\ address|home\ ?page)""",
    ),
    (
        Meaning.KEY,
        0,
        rf"(?:\w+\ )?{_PROGRAM}\ (?:code|id|key|number|identifier)|code|id|key|uid|uuid|identifier",
    ),
)
_PATTERNS = tuple(
    (meaning, rank, re.compile(_WRAPPERS + f"(?:{pattern})", re.VERBOSE))
    for meaning, rank, pattern in _WORDS
)
_CURRENCY = re.compile(
    rf"\b(?:{'|'.join(CURRENCY_CODES).lower()})\b|\b[a-z]{{0,2}}[$\u20ac\u00a3\u20b9\u00a5\u0e3f]"
)
_BASES = (
    (
        PriceBasis.YEAR,
        re.compile(
            r"(?:\bper |/ ?|\ba |\beach )(?:academic )?(?:year|yr|annum)\b|"
            r"\b(?:annual(?:ly)?|yearly)\b"
        ),
    ),
    (PriceBasis.SEMESTER, re.compile(r"(?:\bper |/ ?|\ba |\beach )(?:semester|term)\b")),
    (PriceBasis.CREDIT, re.compile(r"(?:\bper |/ ?|\ba )(?:credit)(?: hour| point| unit)?\b")),
    (
        PriceBasis.TOTAL,
        re.compile(r"\b(?:total|overall|(?:full|whole|entire|per) (?:program(?:me)?|degree))\b"),
    ),
)
_NEUTRAL = re.compile(
    r"\b(?:in|estimated|est|approx(?:imate)?|indicative|listed|list|amount|value|for|the)\b"
)
_WHOSE = re.compile(
    r"\b(?:international|domestic|overseas|local|foreign|home|eu|non|in|out|of|state|resident|"
    r"residents|students?|full|part|time|(?:19|20)\d\d|online|campus|on)\b"
)
"""Words that say for whom or when a figure holds: of several such columns none is the figure."""
_UNITS = {"year": "year", "yr": "year", "month": "month", "week": "week", "semester": "semester",
          "day": "day"}  # fmt: skip
_UNIT = re.compile(r"\b(?P<unit>year|yr|month|week|semester|day)s?\b")


@dataclass(frozen=True, slots=True)
class _Reading:
    """One way to read a header."""

    meaning: Meaning
    rank: int
    """Lower is surer; a figure for some only ("Fees (domestic)") is less sure than a plain one."""
    column: Column


def names_fields(header: tuple[str, ...]) -> int:
    """How many fields of programs a row of cells names, were it a header."""
    return len(recognise(header).columns)


@lru_cache(maxsize=512)
def recognise(header: tuple[str, ...]) -> Mapping:
    """The mapping of a table by the names of its columns; each column has at most one meaning.

    A note in brackets ("Price (USD)") gives unit, currency and basis, else it is left out. Where
    two columns could be the price or the length with equal right, neither is: both stay attributes.
    """
    readings = [r for i, name in enumerate(header) for r in _readings(i, name)]
    columns: dict[Meaning, Column] = {}
    doubts: list[str] = []
    taken: set[int] = set()
    for meaning in Meaning:
        open_ = [r for r in readings if r.meaning is meaning and r.column.index not in taken]
        if meaning is Meaning.PLACE and Meaning.CITY in columns:
            continue
        best = [r for r in open_ if r.rank == min(o.rank for o in open_)]
        if len(best) > 1 and meaning in (Meaning.PRICE, Meaning.LENGTH):
            names = ", ".join(repr(header[r.column.index]) for r in best)
            doubts.append(f"{names} could each be the {meaning.value}: none is taken for it")
            continue
        if best:
            columns[meaning] = best[0].column
            taken.add(best[0].column.index)
    return Mapping(header, columns, tuple(doubts))


def without(mapping: Mapping, meaning: Meaning, doubt: str) -> Mapping:
    """The mapping with a column left as an attribute, and why; a level may yet be a category."""
    columns = dict(mapping.columns)
    index = columns.pop(meaning).index
    if meaning is Meaning.LEVEL and Meaning.CATEGORY not in columns:
        again = _readings(index, mapping.header[index])
        if any(r.meaning is Meaning.CATEGORY for r in again):
            columns[Meaning.CATEGORY] = Column(index)
            return Mapping(mapping.header, columns, mapping.doubts)
    return Mapping(mapping.header, columns, (*mapping.doubts, doubt))


def _readings(index: int, name: str) -> list[_Reading]:
    bare, note = split_note(name)
    found = []
    for meaning, rank, pattern in _PATTERNS:
        if meaning is Meaning.PRICE:
            read = _price(index, rank, pattern, bare, note)
        elif meaning is Meaning.LENGTH:
            read = _length(index, rank, pattern, bare, note)
        else:
            fits = pattern.fullmatch(_plain(bare))
            read = _Reading(meaning, rank, Column(index)) if fits else None
        if read is not None:
            found.append(read)
    return found


def _plain(text: str) -> str:
    """Words only, single blanks between them."""
    return re.sub(r"[\W_]+", " ", text).strip()


def _price(
    index: int, rank: int, pattern: re.Pattern[str], bare: str, note: str
) -> _Reading | None:
    whole = f"{bare} {note}"
    basis = next((b for b, p in _BASES if p.search(whole)), PriceBasis.UNKNOWN)
    sign = _CURRENCY.search(whole)
    rest, in_note = (_without_terms(text) for text in (bare, note))
    narrowed = _narrowed(rest, in_note, pattern)
    if narrowed is None:
        return None
    # A whole price says most; of others the one for a year, then for less.
    order = (PriceBasis.TOTAL, PriceBasis.YEAR, PriceBasis.SEMESTER, PriceBasis.CREDIT)
    step = 0 if basis is PriceBasis.UNKNOWN else order.index(basis)
    place = rank if step == 0 else rank + 2 * step
    written = sign.group() if sign else ""
    code = BARE_DOLLAR if written == "$" else currency_of(written)
    column = Column(index, None, code, basis)
    return _Reading(Meaning.PRICE, 2 * place + narrowed, column)


def _without_terms(text: str) -> str:
    for pattern in (*(p for _, p in _BASES), _CURRENCY, _NEUTRAL):
        text = pattern.sub(" ", text)
    return _plain(text)


def _length(
    index: int, rank: int, pattern: re.Pattern[str], bare: str, note: str
) -> _Reading | None:
    unit = _UNIT.search(f"{bare} {note}")
    rest, in_note = (_plain(_NEUTRAL.sub(" ", _UNIT.sub(" ", text))) for text in (bare, note))
    narrowed = _narrowed(rest, in_note, pattern)
    if narrowed is None:
        return None
    column = Column(index, _UNITS[unit["unit"]] if unit else None)
    return _Reading(Meaning.LENGTH, 2 * rank + narrowed, column)


def _narrowed(rest: str, note: str, pattern: re.Pattern[str]) -> bool | None:
    """Whether what is left of a header holds for some only; None if it is no such header."""
    if _plain(_WHOSE.sub(" ", note)):
        return None
    if pattern.fullmatch(rest):
        return bool(note)
    return True if pattern.fullmatch(_plain(_WHOSE.sub(" ", rest))) else None
