"""A sentence about a few rows against them, by what each figure and word is nearest to.

The second way to prove rows, for sentences that name them in short ("Utah's", "VCU's", "the
latter") or list them in an order that `rows.py` cannot follow. It knows the rows that are cited and
nothing of their set: whatever speaks of a set, denies, ranks or gives a period is left to the first
way.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from assistant.figures import Figure, Measure, figures
from assistant.stemming import stem
from assistant.verify.canonical import canonical
from assistant.verify.desk import Desk
from assistant.verify.english import LIGHT
from assistant.verify.lexicon import DELIVERY, FRAME, LEVELS, NEGATION, ONLY, PERIOD_WORDS
from assistant.verify.row_ahead import wrong_row_comparisons
from assistant.verify.row_names import (
    SIZE,
    RowsTold,
    mentions_of,
    subjects,
)
from assistant.verify.row_values import wrong_row_values
from assistant.verify.row_words import row_texts, stems_of
from assistant.verify.text import mask, plain
from vectorstore.records import Program
from vectorstore.text import ACRONYMS, words

_MANY = 6


def wrong_row_meaning(text: str, desk: Desk) -> str | None:
    """Why a sentence is not what the rows that it cites say; None if it is."""
    rows = tuple(desk.rows.values())
    if not 1 <= len(rows) <= _MANY or desk.quotes:
        return "it is not about a few rows"
    said = canonical(text)
    mentions = tuple(mentions_of(said, rows))
    told = RowsTold(said, plain(said), rows, mentions, _figures(said, rows))
    checks: tuple[Callable[[RowsTold], str | None], ...] = (
        _wrong_kind,
        wrong_row_values,
        _wrong_ways,
        _wrong_levels,
        wrong_row_comparisons,
    )
    if reason := _wrong_words(told, desk):
        return reason
    return next((reason for check in checks if (reason := check(told))), None)


def _figures(text: str, rows: Sequence[Program]) -> tuple[Figure, ...]:
    """All figures that stand in no name."""
    titles = [m.span() for p in rows for m in re.finditer(re.escape(plain(p.title)), plain(text))]
    return tuple(
        f for f in figures(text)
        if not any(a <= f.start < b for a, b in titles) and f.measure is not Measure.ORDINAL
    )  # fmt: skip


_REFUSED = re.compile(
    r"\b(?:cheapest|dearest|priciest|costliest|shortest|longest|fastest|quickest|slowest|lowest|highest|most|least|best"
    r"|worst|average|median|mean|total|sum|together|combined|range[sd]?|ranging|the only|only one"
    r"|first|second|third|last(?! (?:an?|one|two|three|four|[\d.]+|both|the same)\b)"
    r"|every|all|any|none|nobody|if|unless|may not|must)\b"
)


def _wrong_kind(told: RowsTold) -> str | None:
    """Sentences that only a set, or another check, could bear out."""
    free = mask(told.folded, ((m.start, m.end) for m in told.mentions))
    free = mask(
        free, (m.span() for p in told.rows for m in re.finditer(re.escape(plain(p.title)), free))
    )
    if m := _REFUSED.search(free):
        return f"{m.group()!r} is not said of rows alone"
    if reason := _wrong_terms(free, told):
        return reason
    if not told.mentions:
        return "no row is named"
    if any(not m.rows for m in told.mentions):
        return "no row has that school and that title"
    if any(p.price is None for p in told.rows) and re.search(r"\b(?:price|cost|list)", free):
        return "a row has no price"
    return None


def _wrong_terms(free: str, told: RowsTold) -> str | None:
    """A denial, a period or a currency that the rows do not bear out."""
    for m in NEGATION.finditer(free):
        if m.group() not in ("instead of", "rather than") and m.group() not in ("neither", "nor"):
            return f"{m.group()!r} denies what cannot be checked"
    rates = {f.period for f in told.figures}
    bases = {p.price_basis.value for p in told.rows}
    for period, pattern in PERIOD_WORDS.items():
        if pattern.search(free) and period not in bases | rates:
            return f"no source says that a price is per {period}"
    for m in _DOLLARS.finditer(free):
        named = _OF_DOLLARS.get(m["whose"] or "")
        if not all(
            (p.currency or "").endswith("D") and named in (None, p.currency) for p in told.rows
        ):
            return f"{m.group()!r} is another currency"
    return None


_DOLLARS = re.compile(
    r"\b(?:(?P<whose>australian|us|u\.s\.|american|canadian|new zealand)\s)?dollars?\b"
)


_OF_DOLLARS = {
    "australian": "AUD", "us": "USD", "u.s.": "USD", "american": "USD", "canadian": "CAD",
    "new zealand": "NZD",
}  # fmt: skip


_PLAIN = frozenset(
    stem(w)
    for w in """
    former latter two three both either neither each yet expect see find close formats format
    versus opposed appears twice half double honours ordinary degree certificate diploma spread
    tie cheaper dearer pricier costlier shorter longer quicker faster slower expensive costly
    affordable higher lower less more same as much entry field subject level done want
    undercuts overlook style study complete undergraduate graduate online
    suffice whether home belong stay enough appear twice
""".split()
)


def _wrong_words(told: RowsTold, desk: Desk) -> str | None:
    """A word that no row has and that says something."""
    spans = [(m.start, m.end) for m in told.mentions] + [(f.start, f.end) for f in told.figures]
    rest = mask(told.folded, spans).replace("\x01", " ")
    for pattern in (*DELIVERY.values(), *LEVELS.values(), _DOLLARS):
        rest = pattern.sub(lambda m: " " * len(m.group()), rest)
    known = frozenset().union(
        *(stems_of(t) for p in told.rows for t in row_texts(p)),
        *(stems_of(f"{i.page.title} {i.section}") for i in desk.items),
    )
    for word in words(rest):
        own = stem(word)
        if len(word) < 2 or own in FRAME | LIGHT | _PLAIN or word in SIZE:
            continue
        if own in known or word in known:
            if _is_anothers(word, rest, told, desk):
                return f"the word {word!r} is of another row"
            continue
        if all(stem(w) in known for w in ACRONYMS.get(word, "\x01").split()):
            continue
        if word in _SHORT_AWARDS and _SHORT_AWARDS[word] & known:
            continue
        return f"the word {word!r} is not borne out"
    return None


def _is_anothers(word: str, rest: str, told: RowsTold, desk: Desk) -> bool:
    """Only rows have the word of which it is not said: "taught by the Albers School"."""
    own = {stem(word), word}
    shared = stems_of(" ".join(f"{i.page.title} {i.section}" for i in desk.items))
    held = {n for n, p in enumerate(told.rows) if any(own & stems_of(t) for t in row_texts(p))}
    if len(told.rows) == 1 or len(held) == len(told.rows) or own & shared:
        return False
    places = [m.start() for m in re.finditer(rf"(?<!\w){re.escape(word)}(?!\w)", rest)]
    return any(not held & set(_owners(at, at + len(word), told)) for at in places)


_SHORT_AWARDS = {
    "ms": frozenset({"scienc"}), "msc": frozenset({"scienc"}), "ma": frozenset({"art"}),
    "bs": frozenset({"scienc"}), "bsc": frozenset({"scienc"}), "ba": frozenset({"art"}),
}  # fmt: skip
"""Short forms of awards, and what a row's title has instead."""


def _wrong_ways(told: RowsTold) -> str | None:
    """A way of delivery that is not that of the row it is said of."""
    folded = mask(told.folded, ((m.start, m.end) for m in told.mentions))
    for way, pattern in DELIVERY.items():
        for m in pattern.finditer(folded):
            for row in _owners(m.start(), m.end(), told):
                held = {d.value for d in told.rows[row].delivery}
                only = ONLY.search(folded[max(0, m.start() - 14) : m.start()])
                denied = re.search(
                    r"\b(?:neither|nor)\b", re.split("[;:]", folded[: m.start()])[-1]
                )
                if (way in held) == bool(denied) or (only and held != {way}):
                    return f"{m.group()!r} is not how the row is delivered"
    return None


def _owners(start: int, end: int, told: RowsTold) -> tuple[int, ...]:
    """The rows that a word is said of: those of its clause, or all where "both" or "neither" is."""
    every = tuple(range(len(told.rows)))
    lead = re.split(r"[;:]|, (?:and|but|while|whereas)\b", told.folded[:start])[-1]
    if len(every) == 1 or re.search(r"\b(?:both|each|neither|two|three|four|either)\b", lead):
        return every
    named = subjects(told)
    cuts = [m.end() for m in re.finditer(r"[;:]|,? (?:while|whereas|but|and)\b", told.folded)]
    a = max((c for c in cuts if c <= start), default=0)
    b = min((c for c in cuts if c > end), default=len(told.folded))
    own = [m for m in named if a <= m.start < b] or [m for m in named if m.end <= start][-1:]
    before = [m for m in own if m.end <= start]
    behind = [m for m in own if m.start >= end and "," not in told.folded[end : m.start]]
    pick = before[-1:] or behind[:1] or [m for m in named if m.end <= start][-1:] or own[:1]
    return pick[0].rows if pick else every


def _wrong_levels(told: RowsTold) -> str | None:
    folded = mask(told.folded, ((m.start, m.end) for m in told.mentions))
    for level, pattern in LEVELS.items():
        for m in pattern.finditer(folded):
            owners = _owners(m.start(), m.end(), told)
            if not any(_is_of(level, told.rows[n]) for n in owners):
                return f"{m.group()!r} is not the level of the row"
    for place in {plain(w) for p in told.rows for x in p.places for w in (x.city, x.region) if w}:
        at = re.search(rf"\bin {re.escape(place)}\b", told.folded)
        if at and not all(
            any(place in (plain(x.city or ""), plain(x.region or "")) for x in told.rows[n].places)
            for n in _owners(at.start(), at.end(), told)
        ):
            return f"{place!r} is not where the row is listed"
    return None


def _is_of(level: str, row: Program) -> bool:
    return row.level == level or bool(LEVELS[level].search(plain(f"{row.award or ''} {row.title}")))
