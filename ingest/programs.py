"""Fields of one listing row -> Program, and whether it fits its listing's subject. Pure.

Layouts and tables read cells; this makes the record, so that a row is the same program whatever
format it was read from.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from operator import is_

import snowballstemmer

from ingest.awards import find_award, find_level
from ingest.cells import Length, Price
from ingest.ids import digest, program_id
from vectorstore.instructions import plain_name, without_orders
from vectorstore.records import (
    Delivery,
    Level,
    ListingId,
    PageContent,
    PageId,
    Place,
    PriceBasis,
    Program,
    ProgramId,
    SourceId,
)
from vectorstore.text import topic_key


@dataclass(frozen=True, slots=True)
class RowFields:
    """What was read from one row."""

    university: str
    title: str
    category: str | None = None
    level: str | None = None
    """What a column for the level says, as written."""
    coarse: Level | None = None
    """The level by a mapping's own word."""
    award: str | None = None
    """What a column for the award says."""
    topics: tuple[str, ...] = ()
    """What columns for fields of education and the like say."""
    delivery: frozenset[Delivery] = frozenset()
    delivery_raw: str | None = None
    places: tuple[Place, ...] = ()
    length: Length | None = None
    price: Price | None = None
    url: str | None = None
    attributes: tuple[tuple[str, str], ...] = ()
    key: str | None = None
    """The source's own key, where it has one."""
    is_key_whole: bool = False
    """The key alone is the row's identity."""
    whole: str = ""
    """The whole row as `Header: value` lines, whatever its format; empty for a row block."""


@dataclass(frozen=True, slots=True)
class RowPlace:
    """Where a row stands: ids of what it belongs to, and its span."""

    source_id: SourceId
    page_id: PageId
    listing_id: ListingId
    start: int
    end: int
    text: str
    """The whole row."""


def make_program(fields: RowFields, place: RowPlace, subject: tuple[str, ...]) -> Program:
    """The program of a row; a length that is no single one is kept as an attribute."""
    price, length = fields.price, fields.length
    attributes = fields.attributes
    if length is not None and length.duration is None:
        attributes = (*attributes, ("Length", length.raw))
    named = (fields.category, fields.title, *fields.topics)
    topics = tuple(dict.fromkeys(topic_key(t) for t in named if t))
    level = fields.coarse or find_level(fields.category, fields.title, fields.level)
    return Program(
        id=program_id(place.source_id, _identity(fields, place)),
        page_id=place.page_id,
        listing_id=place.listing_id,
        source_id=place.source_id,
        level=level,
        award=fields.award or find_award(fields.category, fields.title, fields.level),
        category=fields.category,
        topics=topics,
        delivery=fields.delivery,
        university=plain_name(fields.university),
        title=plain_name(fields.title),
        places=tuple(_plain_place(p) for p in fields.places),
        duration=length.duration if length else None,
        price=price.amount if price else None,
        currency=price.currency if price else None,
        price_basis=price.basis if price else PriceBasis.UNKNOWN,
        price_raw=price.raw if price else None,
        url=fields.url,
        attributes=_without_orders(attributes),
        start=place.start,
        end=place.end,
        off_subject=is_off_subject(subject, fields.category, fields.title),
        delivery_raw=fields.delivery_raw,
    )


def _plain_place(place: Place) -> Place:
    return replace(place, city=plain_name(place.city)) if place.city else place


def _without_orders(attributes: Iterable[tuple[str, str]]) -> tuple[tuple[str, str], ...]:
    """The attributes without what speaks to a machine; one of which nothing is left goes."""
    told = ((name, without_orders(value)) for name, value in attributes)
    return tuple((name, left) for name, left in told if left)


def put(held: dict[ProgramId, Program], program: Program) -> bool:
    """Whether the program is new; a row that repeats one is not put to those held.

    Another row with the key of one that is held is another program, told apart by all that it says.
    """
    if program.id in held:
        program = _apart(held, program)
    is_new = program.id not in held
    held.setdefault(program.id, program)
    return is_new


def told_apart(contents: Sequence[PageContent]) -> list[PageContent]:
    """The contents of one source with an id of its own for each different program.

    Two files may number their rows alike.
    """
    held: dict[ProgramId, Program] = {}
    out = []
    for content in contents:
        programs = tuple(_apart(held, program) for program in content.programs)
        is_same = all(map(is_, programs, content.programs))
        out.append(content if is_same else replace(content, programs=programs))
    return out


def _apart(held: dict[ProgramId, Program], program: Program) -> Program:
    same = held.setdefault(program.id, program)
    if same is program or _said(same) == _said(program):
        return program
    return replace(program, id=ProgramId(digest(program.id, repr(_said(program)))))


def _said(program: Program) -> Program:
    """The program without where it stands; its delivery is there as written, in a set's stead."""
    nowhere = {"id": "", "page_id": "", "listing_id": "", "start": 0, "end": 0}
    return replace(program, **nowhere, off_subject=False, delivery=frozenset())  # type: ignore[arg-type]


def _identity(fields: RowFields, place: RowPlace) -> str:
    """What a row is known by: its key with its names, which files number anew, else all of it."""
    if not fields.key:
        return fields.whole or place.text
    if fields.is_key_whole:
        return fields.key
    return "\x1f".join((fields.key, topic_key(fields.university), topic_key(fields.title)))


_COUNT = re.compile(r"\s*\(?\b\d[\d,]*\+?\b\)?\s*")
_EMPTY_WORDS = frozenset(
    """a an and the of in for with to at by or from on your our all best top online campus
    program programs programme programmes course courses degree degrees certificate certificates
    certification certifications diploma diplomas master masters bachelor bachelors doctorate
    doctorates phd graduate undergraduate postgraduate listing listings list results result
    school schools college colleges university universities bootcamp bootcamps training study
    studies option options offered available featured recommended related popular major majors
    """.split()
)
"""Words of a heading that say what kind of list it is, not what it is about."""
_DEGREE = re.compile(
    r"""\b(?:masters?|bachelors?|doctors?|associates?)\ of\ (?:applied\ )?
    (?:science|arts|philosophy|laws|technology)\b""",
    re.VERBOSE,
)
"""`Master of Science in Finance` is not about science."""


def listing_subject(heading: str) -> tuple[str, ...]:
    """Content words of a listing's heading, acronyms expanded, each once, in order.

    >>> listing_subject("AI Engineering Programs (340)")
    ('artificial', 'intelligence', 'engineering')
    """
    words = topic_key(_COUNT.sub(" ", heading)).split()
    return tuple(dict.fromkeys(w for w in words if w not in _EMPTY_WORDS))


def is_off_subject(subject: tuple[str, ...], category: str | None, title: str) -> bool:
    """Whether none of the subject's words, stemmed, stands in a row's category or title."""
    if not subject:
        return False
    text = _DEGREE.sub(" ", topic_key(f"{category or ''} {title}"))
    wanted = {_stem(w) for w in subject}
    return not wanted & {_stem(w) for w in text.split()}


_STEMMER = snowballstemmer.stemmer("english")


@lru_cache(maxsize=16384)
def _stem(word: str) -> str:
    return str(_STEMMER.stemWord(word))
