"""A sentence about rows against the rows and sets that it cites: the first reason why it fails.

Each name must be a cited row's, each figure the value of the row it belongs to (or computed
again), each way, place and level that row's, and every other word must stand in the evidence or
say nothing.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterator

from assistant.records import RowAsk
from assistant.understand.places import names_of
from assistant.verify import groups, orders, sets
from assistant.verify.derived import wrong_comparison
from assistant.verify.desk import Desk
from assistant.verify.lexicon import (
    LEVELS,
)
from assistant.verify.names import Mention
from assistant.verify.owners import joined, owners, told_apart
from assistant.verify.phrases import is_count
from assistant.verify.presence import wrong_presence
from assistant.verify.reading import PlaceWord, Reading, Way, bracketed, negated, read
from assistant.verify.row_figures import wrong_figures
from assistant.verify.row_words import wrong_answer_word, wrong_denials, wrong_periods, wrong_words
from assistant.verify.text import plain
from vectorstore.cells import worded
from vectorstore.query import OF_PLACES, Field
from vectorstore.records import Program, ProgramId
from vectorstore.text import topic_key


def wrong_rows(text: str, desk: Desk) -> str | None:
    """Why a sentence is not borne out by the rows and sets that it cites; None if it is."""
    text = _opened(text, desk)
    where = tuple(dict.fromkeys(_places_asked(desk)))
    kinds = tuple(_kinds_asked(desk))
    reading = read(text, desk.known, _headings(desk), where, kinds, tuple(_cells_said(text, desk)))
    reading = told_apart(reading, desk)
    checks: tuple[Callable[[Reading, Desk], str | None], ...] = (
        _wrong_names,
        wrong_figures,
        wrong_presence,
        _wrong_ways,
        _wrong_places,
        _wrong_awards,
        _wrong_cells,
        _wrong_levels,
        sets.wrong_quantifier,
        orders.wrong_superlative,
        orders.wrong_none_beyond,
        orders.wrong_next,
        wrong_comparison,
        sets.outsiders,
        wrong_answer_word,
        wrong_denials,
        wrong_periods,
        groups.wrong_first_groups,
        wrong_words,
    )
    for check in checks:
        if reason := check(reading, desk):
            return reason
    return None


_MANY = re.compile(
    r"\s(?:(?:bachelor's|master's|doctoral|graduate)\s)?"
    r"(?:programs|courses|degrees|certificates|diplomas|masters|doctorates|bachelor's|master's)\b"
)


def _opened(text: str, desk: Desk) -> str:
    """The sentence with a subject that it opens with in small letters, so that it is no name.

    "Accounting bachelor's courses cost ...": what a set is limited to, and no row's title.
    """
    folded = plain(text)
    topics = (str(v) for t in desk.tables for f in t.filters if f.field is Field.TOPIC
              for v in f.values)  # fmt: skip
    for topic in topics:
        if folded.startswith(plain(topic)) and _MANY.match(folded[len(topic) :]):
            return text[0].lower() + text[1:]
    return text


def _places_asked(desk: Desk) -> Iterator[str]:
    """Where sets are limited to, and where what is asked for is not: "No: ..., not in Leeds"."""
    asked = (a.ask.query.filters for a in desk.asks if isinstance(a.ask, RowAsk))
    for limits in (*(t.filters for t in desk.tables), *asked):
        yield from (str(v) for f in limits if f.field in OF_PLACES for v in f.values)


def _headings(desk: Desk) -> tuple[str, ...]:
    """Headings, categories and titles that may stand in a sentence as one name each."""
    found = [x.heading for x in desk.listings] + [i.page.title for i in desk.items]
    found += [p.category for p in desk.rows.values() if p.category]
    found += [
        str(v)
        for t in desk.tables
        for f in t.filters
        if f.field is Field.CATEGORY
        for v in f.values
    ]
    found += [g.key for t in desk.tables for g in t.result.groups]
    return tuple(sorted({h for h in found if h and len(h.split()) > 1}, key=len, reverse=True))


def _wrong_names(reading: Reading, desk: Desk) -> str | None:
    if reading.named.mismatch:
        return f"no row is named {reading.named.mismatch!r}"
    for mention in reading.named.mentions:
        span = mention.start, mention.end
        if any(groups.is_key(span, reading, table) for table in desk.tables):
            continue  # the town of a group, which a school may be named after
        if not mention.rows & desk.rows.keys() and not _names_the_set(mention, reading, desk):
            return f"{reading.text[mention.start : mention.end]!r} is not among the rows it cites"
    return None


def _names_the_set(mention: Mention, reading: Reading, desk: Desk) -> bool:
    """The name is what a cited set is limited to: "no doctorates at Alder Valley College".

    Some title may be nothing but the subject that is asked for: "12 business analytics programs".
    """
    said = plain(reading.text[mention.start : mention.end])
    topics = (f for t in desk.tables for f in t.filters if f.field is Field.TOPIC)
    if any(said in plain(str(v)) for f in topics for v in f.values):
        return True
    limits = [
        f for t in desk.tables for f in t.filters if f.field in (Field.UNIVERSITY, Field.TITLE)
    ]
    if any(_stands_in(mention, plain(str(v)), reading) for f in limits for v in f.values):
        return True
    at = re.search(r"\b(?:at|from|by|titled|or)\s+(?:the\s+)?$", reading.folded[: mention.start])
    return bool(at) and any(said == plain(str(v)) for f in limits for v in f.values)


def _stands_in(mention: Mention, name: str, reading: Reading) -> bool:
    """The mention is part of a school's name that is said whole: "UQ" of "Queensland (UQ)"."""
    return any(
        m.start() < mention.start and mention.end <= m.end()
        for m in re.finditer(rf"\b(?:at|or) (?:the )?{re.escape(name)}", reading.folded)
        if name
    )


def _wrong_ways(reading: Reading, desk: Desk) -> str | None:
    for way in reading.ways:
        if not _way_holds(way, reading, desk):
            return f"{reading.text[way.start : way.end]!r} is not how the row is delivered"
    return None


def _way_holds(way: Way, reading: Reading, desk: Desk) -> bool:
    is_denied = bool(sets.NONE.search(reading.masked))  # "none of those at X is online"
    of_set = (
        is_denied
        or reading.is_of_set(way.start, way.end)
        or not reading.groups_in(reading.clause(way.start))
    )
    if of_set and desk.tables and _way_of_set(way, reading, desk):
        return True
    group = reading.owner(way.start, way.end)
    held = joined(owners(reading, desk, group), way.start, reading)
    if of_set and not held:
        held = owners(reading, desk, reading.groups[0]) if reading.groups else []
    together = {w.value for w in reading.ways if w.only and reading.owner(w.start, w.end) is group}
    return bool(held) and all(any(_delivered(way, p, together) for p in rows) for rows in held)


def _way_of_set(way: Way, reading: Reading, desk: Desk) -> bool:
    """A filter says so, or it narrows a set whose count is checked, or it holds of every row."""
    filters = [f for t in desk.tables for f in t.result.query.filters if f.field is Field.DELIVERY]
    if any(sets.says(way, f) for f in filters):
        return True
    found = [t for t in sets.stated_tables(reading, desk) if t.whole]
    a, b = reading.clause(way.start)
    counted = any(is_count(f, reading) and a <= f.start < b for f in reading.figures)
    return counted or any(
        t.rows and all(_delivered(way, p, {way.value}) for p in t.rows) for t in found
    )


def _delivered(way: Way, program: Program, together: set[str]) -> bool:
    ways = {d.value for d in program.delivery}
    if not ways:
        return False
    if way.negated:
        return ways != {way.value} if way.only else way.value not in ways
    return ways == together if way.only else way.value in ways


def _wrong_places(reading: Reading, desk: Desk) -> str | None:
    for place in reading.places:
        span = place.start, place.end
        is_key = any(groups.is_key(span, reading, table) for table in desk.tables)
        if is_key or _place_of_set(place, reading, desk) or _none_is_in(place, reading, desk):
            continue
        held = owners(reading, desk, reading.owner(place.start, place.end))
        denied = negated(reading.masked, place.start)
        if not held or not all(any(_is_in(place, p) != denied for p in rows) for rows in held):
            return f"{reading.text[place.start : place.end]!r} is not where the row is listed"
    return None


def _none_is_in(place: PlaceWord, reading: Reading, desk: Desk) -> bool:
    """ "None of the 40 at X is in Y": no row of the set that is counted is there."""
    counted = [t for t in sets.stated_tables(reading, desk) if t.whole]
    none = sets.NONE.search(reading.masked[: place.start])
    return bool(none and counted) and not any(_is_in(place, p) for t in counted for p in t.rows)


def _place_of_set(place: PlaceWord, reading: Reading, desk: Desk) -> bool:
    filters = [f for t in desk.tables for f in t.result.query.filters if f.field in OF_PLACES]
    said = any(topic_key(str(v)) == topic_key(place.value) for f in filters for v in f.values)
    named = reading.groups_in(reading.clause(place.start))
    return said and (reading.is_of_set(place.start, place.end) or not named)


def _is_in(place: PlaceWord, program: Program) -> bool:
    return any(
        plain(part) == place.value
        for p in program.places
        for part in (p.city, p.region, p.country, *names_of(p))
        if part
    )


def _kinds_asked(desk: Desk) -> Iterator[str]:
    """Awards and cells that sets are limited to, as sentences word them."""
    for f in (f for table in desk.tables for f in table.filters):
        if f.field is Field.AWARD:
            yield from map(str, f.values)
        if f.field is Field.COLUMN:
            yield from (worded(str(value)) for value in f.values)


def _cells_said(text: str, desk: Desk) -> dict[str, set[ProgramId]]:
    """Cells of cited rows that the sentence gives with their headers, and whose they are."""
    folded = plain(text)
    found: dict[str, set[ProgramId]] = defaultdict(set)
    for program in desk.rows.values():
        for header, cell in program.attributes:
            if (said := plain(f"{header} {cell}")) in folded:
                found[said].add(program.id)
    titles = {plain(p.title) for p in desk.rows.values()} if found else set()
    return {said: ids for said, ids in found.items() if not any(f"({said})" in t for t in titles)}


def _wrong_cells(reading: Reading, desk: Desk) -> str | None:
    """A cell in brackets behind a name is that of one of the rows so named."""
    for cell, ids in _cells_said(reading.text, desk).items():
        for start, end in bracketed(reading.folded, cell):
            held = owners(reading, desk, reading.owner(start, end))
            if not held or not all(any(p.id in ids for p in some) for some in held):
                return f"{reading.text[start:end]!r} is not what the row says"
    return None


def _wrong_awards(reading: Reading, desk: Desk) -> str | None:
    """An award in brackets behind a name is that of one of the rows so named."""
    for award in {plain(p.award) for p in desk.known if p.award}:
        if f"({award}" not in reading.masked:  # where names are blank: "X (MS)" may be a title
            continue
        for m in re.finditer(rf"(?<=\(){re.escape(award)}(?=[,)])", reading.masked):
            held = owners(reading, desk, reading.owner(*m.span()))
            own = [any(plain(p.award or "") == award for p in some) for some in held]
            if held and not all(own):
                return f"{reading.text[m.start() : m.end()]!r} is not the award of the row"
    return None


def _wrong_levels(reading: Reading, desk: Desk) -> str | None:
    for level, pattern in LEVELS.items():
        for m in pattern.finditer(reading.masked):
            if not _level_holds(level, m.span(), reading, desk):
                return f"{reading.text[m.start() : m.end()]!r} is not the level of the row"
    return None


def _is_of(level: str, program: Program) -> bool:
    """The row's level, or a word of its award: "Undergraduate Certificate or Diploma"."""
    return program.level == level or bool(LEVELS[level].search(plain(program.award or "")))


def _level_holds(level: str, span: tuple[int, int], reading: Reading, desk: Desk) -> bool:
    for table in desk.tables:
        if table.result.query.group is not None and groups.is_key(span, reading, table):
            return True
        for f in table.result.query.filters:
            if f.field is Field.LEVEL and level in f.values:
                return True
        if level in topic_key(" ".join(str(v) for f in table.filters for v in f.values)):
            return True
    asked = (a.ask.query.filters for a in desk.asks if isinstance(a.ask, RowAsk))
    awards = (str(v) for own in asked for f in own if f.field is Field.AWARD for v in f.values)
    listed_as = reading.folded[: span[1]].rpartition("listed as ")[2]
    if any(plain(award).startswith(listed_as) for award in awards if listed_as):
        return True  # "none is listed as PhD": counted with its sentence
    held = owners(reading, desk, reading.owner(*span))
    said_no = negated(reading.masked, span[0])
    if held:  # a name may fit several rows, of which one is told
        return all(any(_is_of(level, p) != said_no for p in some) for some in held)
    if reading.is_of_set(*span) and desk.rows:
        return all((p.level == level) != said_no for p in desk.rows.values())
    return any(t.rows and all(p.level == level for p in t.rows) for t in desk.tables)
