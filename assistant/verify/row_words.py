"""Words of a sentence about rows: denials, periods, and every word that no other check has read."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache

from assistant.records import AskEvidence, RowAsk
from assistant.stemming import stem
from assistant.verify import groups, sets
from assistant.verify.desk import Desk
from assistant.verify.lexicon import (
    AGGREGATES,
    COMPARATIVES,
    FRAME,
    LEVELS,
    NEGATION,
    PERIOD_WORDS,
    SUPERLATIVES,
)
from assistant.verify.owners import owners
from assistant.verify.phrases import aggregates_in, superlatives_in
from assistant.verify.reading import Reading, negated
from assistant.verify.row_figures import NOT_BEFORE
from assistant.verify.text import MASK, plain
from vectorstore.cells import worded
from vectorstore.query import Aggregate, Field, Op
from vectorstore.records import PriceBasis, Program
from vectorstore.text import ACRONYMS, topic_key, words


def wrong_words(reading: Reading, desk: Desk) -> str | None:
    """A word that neither the evidence holds nor says nothing."""
    text = list(reading.masked)
    for figure in reading.figures:
        text[figure.start : figure.end] = " " * (figure.end - figure.start)
    for way in reading.ways:
        text[way.start : way.end] = " " * (way.end - way.start)
    rest = "".join(text)
    for pattern in (*LEVELS.values(), *_CHECKED):
        rest = pattern.sub(lambda m: " " * len(m.group()), rest)
    shared = _stems(_set_texts(desk))
    for a, b in reading.clauses:
        rows = [
            p for g in reading.groups_in((a, b)) for some in owners(reading, desk, g) for p in some
        ]
        own = shared | _stems(t for p in rows or desk.rows.values() for t in row_texts(p))
        for word in words(rest[a:b].replace(MASK, " ")):
            if not _is_borne(word, own):
                return f"the word {word!r} is not borne out"
    return None


_CHECKED = (
    sets.NOT_NAMED,
    NEGATION,
    *(pattern for _, _, pattern in (*SUPERLATIVES, *COMPARATIVES)),
    *(pattern for kind, pattern in AGGREGATES if kind is not Aggregate.RANGE),
    groups.AT_AN_END,
    re.compile(r"\bper (?:year|month|week|credit|semester)\b|\b(?:in|grand) total\b"),
)
"""Phrases that checks of their own have read."""


def _is_borne(word: str, own: set[str]) -> bool:
    stemmed = stem(word)
    if len(word) < 2 or stemmed in FRAME or stemmed in own or word in own:
        return True
    if word in ACRONYMS:
        return all(stem(w) in own for w in ACRONYMS[word].split())
    parts = [p for p in re.split(r"[-&/+']", word) if p]
    return len(parts) > 1 and all(stem(p) in FRAME or stem(p) in own for p in parts)


def wrong_answer_word(reading: Reading, desk: Desk) -> str | None:
    """ "Yes" with a denial, or "No" without one."""
    m = re.match(r"\s*(yes|no)[,:.]", reading.folded)
    if not m:
        return None
    rest = reading.masked[m.end() :]
    denies = bool(_DENIES.search(rest)) or any(_corrected(part) for part in desk.asks)
    return None if denies == (m[1] == "no") else "the answer word and the sentence disagree"


_DENIES = re.compile(r"\bnot\b|n't\b|\bno\b|\bnone\b|\bnever\b|\brather than\b|\binstead of\b")


def _corrected(part: AskEvidence) -> bool:
    """The question stated something that no row bears out."""
    stated = isinstance(part.ask, RowAsk) and part.ask.premise
    return stated and part.result is not None and not part.result.total_matched


_UNKNOWN = re.compile(
    r"\s+(?:a |any )?(?:listed|stated|known|prices?|lengths?|places?|delivery|basis|currency"
    r"|more|less|longer|fewer)\b|\s*[,:]"
    r"|\s+(?:tuition |course )?(?:fees?|tuition|costs?)(?: (?:is|are|was|has been))?"
    r" (?:listed|stated|known|given|shown|recorded|published)\b"
)


_DENIED_SET = (
    Field.TOPIC,
    Field.LEVEL,
    Field.UNIVERSITY,
    Field.PLACE,
    Field.REGION,
    Field.COUNTRY,
    Field.CATEGORY,
    Field.TITLE,
    Field.AWARD,
    Field.COLUMN,
)


def wrong_denials(reading: Reading, desk: Desk) -> str | None:
    """A denial that none of the checks has read: it may turn the sentence around."""
    for m in NEGATION.finditer(reading.masked):
        if not _is_read(m, reading, desk):
            return f"{m.group()!r} denies what cannot be checked"
    return None


def _is_rest(m: re.Match[str], reading: Reading, desk: Desk) -> bool:
    """ "Not named before", of a set that is without the programs of the answers before."""
    said = sets.NOT_NAMED.match(reading.masked, m.start())
    return bool(said) and any(
        f.field is Field.PROGRAM and f.op is Op.NOT_IN
        for table in sets.stated_tables(reading, desk)
        for f in table.filters
    )


def _is_read(m: re.Match[str], reading: Reading, desk: Desk) -> bool:
    behind = reading.masked[m.end() :]
    if _of_cell(m, reading, desk) or _is_rest(m, reading, desk):
        return True
    if m.group() in ("no", "none", "nothing", "without", "lacks", "lack"):
        if _is_listed(m, behind, reading, desk):
            return False
        return (
            bool(_UNKNOWN.match(behind))
            or not reading.groups
            or bool(sets.NONE.search(reading.masked))
        )
    if re.match(r"\s+be compared\b", behind):
        return _differ(desk.rows.values())
    if re.match(r"\s+(?:fit|be worked out)\b", behind) or m.group() in (
        "instead of",
        "rather than",
    ):
        return True
    piece = re.split(r"[;:]|\x01", behind)[0]
    words_ahead = len(" ".join(piece.split()[:9]))
    end = m.end() + words_ahead + 2
    clause_end = reading.clause(m.start())[1]
    if any(w.negated and m.end() <= w.start < clause_end for w in reading.ways):
        return True
    if any(
        NOT_BEFORE.search(reading.masked[: f.start]) and m.end() <= f.start <= end
        for f in reading.figures
    ):
        return True
    if any(negated(reading.masked, p.start) and m.end() <= p.start <= end for p in reading.places):
        return True
    if any(pattern.search(piece[:40]) for pattern in LEVELS.values()):
        return True
    return any(f.op is Op.NOT_IN and f.field in _DENIED_SET for t in desk.tables for f in t.filters)


_OF_ROW = re.compile(
    r"\s+(?:a |any )?(?:listed |stated |known )?(?P<what>price|tuition|fee|cost|length)s?\b"
)


def _is_listed(m: re.Match[str], behind: str, reading: Reading, desk: Desk) -> bool:
    """ "No price is listed for X": a row so named has one."""
    said = _OF_ROW.match(behind)
    if said is None or not reading.groups:
        return False
    held = owners(reading, desk, reading.owner(m.start(), m.end()))
    of_price = said["what"] != "length"
    return any(
        all((p.price if of_price else p.duration) is not None for p in some) for some in held
    )


def _of_cell(m: re.Match[str], reading: Reading, desk: Desk) -> bool:
    """ "With GRE not required": the word stands in the cell that the set is limited to.

    Or it denies the cell, as the limit does: "not with Co-op".
    """
    text = reading.folded
    for f in (f for t in desk.tables for f in t.filters if f.field is Field.COLUMN):
        for cell in (plain(worded(str(v))) for v in f.values):
            at = text.rfind(cell, 0, m.end() + len(cell))
            if 0 <= at <= m.start() and m.end() <= at + len(cell):
                return True
            if f.op is Op.NOT_IN and text[m.end() :].startswith(f" with {cell}"):
                return True
    return False


def _differ(rows: Iterable[Program]) -> bool:
    """Prices of several currencies or bases, or a value that is not there: nothing to compare."""
    held = list(rows)
    bases = {(p.currency, p.price_basis) for p in held if p.price is not None}
    return len(bases) > 1 or any(p.price is None or p.duration is None for p in held)


def wrong_periods(reading: Reading, desk: Desk) -> str | None:
    """A period or basis that no cited row has and no calculation gives."""
    bases = {p.price_basis for p in desk.rows.values()}
    bases |= {PriceBasis(b.price_basis) for t in desk.tables for b in t.result.bases}
    bases |= _asked_for(desk)
    derived = re.search(r"\bdivided\b|\bcomes to\b|\bworks out\b", reading.masked)
    rates = {f.period for f in reading.figures}  # each checked with its figure
    for period, pattern in PERIOD_WORDS.items():
        if not pattern.search(reading.masked):
            continue
        if period in {b.value for b in bases if b is not PriceBasis.UNKNOWN}:
            continue
        ranked = any(
            key.value == "price_per_year"
            for key, _, _ in superlatives_in(reading, (0, len(reading.text)))
        )
        if period == "total" and _is_sum(reading) and desk.tables:
            continue
        if period in ("year", "month", "week") and (derived or ranked or period in rates):
            continue
        return f"no source says that a price is per {period}"
    return None


def _asked_for(desk: Desk) -> set[PriceBasis]:
    """What the sets are limited to, which a sentence says of a set without rows too."""
    limits = (f for t in desk.tables for f in t.result.query.filters if f.field is Field.BASIS)
    return {PriceBasis(str(v)) for f in limits for v in f.values}


def _is_sum(reading: Reading) -> bool:
    return not reading.groups and Aggregate.SUM in aggregates_in(reading, (0, len(reading.text)))


def row_texts(program: Program) -> Iterable[str]:
    """Everything that a row says of itself."""
    yield from (program.university, program.title, program.category or "", program.award or "")
    yield from (program.delivery_raw or "", program.price_raw or "", program.currency or "")
    yield program.level.value
    yield from program.topics
    for place in program.places:
        yield from (part for part in (place.city, place.region, place.country) if part)
    for header, value in program.attributes:
        yield f"{header} {value}"


def _set_texts(desk: Desk) -> Iterable[str]:
    yield from (x.heading for x in desk.listings)
    for item in desk.items:
        yield item.page.title
        yield item.section
    for table in desk.tables:
        yield from (str(v).replace("_", " ") for f in table.result.query.filters for v in f.values)
        yield from (g.key.replace("_", " ") for g in table.result.groups)


def _stems(texts: Iterable[str]) -> set[str]:
    return {word for text in texts for word in stems_of(text)}


@lru_cache(maxsize=4096)
def stems_of(text: str) -> frozenset[str]:
    """Words of a text and their stems, compounds taken apart, acronyms expanded."""
    out: set[str] = set()
    for word in {*words(text), *topic_key(text).split()}:
        out |= {stem(word), word}
        out |= {stem(p) for p in re.split(r"[-&/+']", word) if p}
    return frozenset(out)
