"""A sentence about a few rows against them, by what each figure and word is nearest to.

The second way to prove rows, for sentences that name them in short ("Utah's", "VCU's", "the
latter") or list them in an order that `rows.py` cannot follow. It knows the rows that are cited and
nothing of their set: whatever speaks of a set, denies, ranks or gives a period is left to the first
way.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import replace

from assistant.figures import Bound, Figure, Measure, figures
from assistant.stemming import stem
from assistant.verify.canonical import canonical
from assistant.verify.desk import Desk
from assistant.verify.english import LIGHT
from assistant.verify.lexicon import DELIVERY, FRAME, LEVELS, NEGATION, ONLY, PERIOD_WORDS
from assistant.verify.quote_figures import rounds_to
from assistant.verify.row_ahead import wrong_row_comparisons
from assistant.verify.row_figures import currency_fits, holds
from assistant.verify.row_names import (
    MORE,
    SIZE,
    Mention,
    RowsTold,
    kind_of,
    mentions_of,
    subjects,
    value_of,
)
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
        _wrong_figures,
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
    r"|first|second|third|last|every|all|any|none|nobody|if|unless|may not|must)\b"
)


def _wrong_kind(told: RowsTold) -> str | None:
    """Sentences that only a set, or another check, could bear out."""
    free = mask(told.folded, ((m.start, m.end) for m in told.mentions))
    free = mask(
        free, (m.span() for p in told.rows for m in re.finditer(re.escape(plain(p.title)), free))
    )
    if m := _REFUSED.search(free):
        return f"{m.group()!r} is not said of rows alone"
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
    if not told.mentions:
        return "no row is named"
    if any(p.price is None for p in told.rows) and re.search(r"\b(?:price|cost|list)", free):
        return "a row has no price"
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
        if (
            len(word) < 2
            or own in FRAME | LIGHT | _PLAIN
            or word in SIZE
            or own in known
            or word in known
        ):
            continue
        if all(stem(w) in known for w in ACRONYMS.get(word, "\x01").split()):
            continue
        if word in _SHORT_AWARDS and _SHORT_AWARDS[word] & known:
            continue
        return f"the word {word!r} is not borne out"
    return None


_SHORT_AWARDS = {
    "ms": frozenset({"scienc"}), "msc": frozenset({"scienc"}), "ma": frozenset({"art"}),
    "bs": frozenset({"scienc"}), "bsc": frozenset({"scienc"}), "ba": frozenset({"art"}),
}  # fmt: skip
"""Short forms of awards, and what a row's title has instead."""


def _holding(figure: Figure, told: RowsTold) -> frozenset[int]:
    """The rows whose price or length a figure is."""
    return frozenset(n for n, p in enumerate(told.rows) if _holds(figure, p, told))


def _holds(figure: Figure, row: Program, told: RowsTold) -> bool:
    if figure.period is not None and figure.period != row.price_basis.value:
        return False
    if figure.bound in (Bound.EXACT, Bound.ABOUT) and holds(figure, row):
        return True
    lead = told.folded[: figure.start]
    spread = re.search(r"(?:^|\b(?:spread|taught|runs?|delivered) )over $", lead)
    if figure.measure is Measure.DURATION and (spread or re.search(r"\bwithin $", lead)):
        return holds(_exact(figure), row)
    return (
        row.price is not None and currency_fits(figure, row) and rounds_to(figure, row.price, lead)
    )


def _exact(figure: Figure) -> Figure:
    return replace(figure, bound=Bound.EXACT)


def _wrong_figures(told: RowsTold) -> str | None:
    """A figure that is no value of the row it is said of, no difference and no count of them."""
    values: dict[str, list[Figure]] = {"price": [], "length": []}
    for figure in told.figures:
        elliptic = _with_unit(figure, told)
        if _holding(figure, told):
            values[kind_of(figure)].append(figure)
        elif elliptic is not None and _holding(elliptic, told):
            values["length"].append(elliptic)
        elif not (_is_count(figure, told) or _is_gap(figure, told)):
            return f"{told.text[figure.start : figure.end]!r} is no value of the rows"
    for own in values.values():
        if reason := _exchanged(own, told):
            return reason
    return None


def _with_unit(figure: Figure, told: RowsTold) -> Figure | None:
    """A bare number behind a length: "takes 12 months and Marrowgate's 18"."""
    if figure.measure is not Measure.NUMBER:
        return None
    before = [f for f in told.figures if f.measure is Measure.DURATION]
    return replace(figure, measure=Measure.DURATION, unit=before[0].unit) if before else None


def _is_count(figure: Figure, told: RowsTold) -> bool:
    """ "the two", "both": as many as are cited and named; and ways of delivery that are listed."""
    if figure.measure is not Measure.NUMBER or figure.bound is not Bound.EXACT:
        return False
    lead, behind = told.folded[: figure.start], told.folded[figure.end :]
    if re.match(r"\s(?:formats|ways|modes)\b", behind):
        ways = [w for w, pattern in DELIVERY.items() if pattern.search(behind)]
        return figure.low == len(ways)
    named = {n for m in told.mentions for n in m.rows}
    if figure.low != len(told.rows) or len(named) != len(told.rows):
        return False
    whole = re.search(r"\b(?:the|all|of the|only|just|these|those)\s$", lead)
    return whole is None or (
        figure.low == 2 and bool(re.match(r"\W*(?:$|[,.;:]|is\b|at\b)", behind))
    )


def _is_gap(figure: Figure, told: RowsTold) -> bool:
    """The difference of two rows, beside a comparison (its way is checked apart)."""
    if len(told.rows) != 2 or not MORE.search(told.folded):
        return False
    one, other = (value_of(p, kind_of(figure)) for p in told.rows)
    if one is None or other is None:
        return False
    said = figure.years[0] if figure.years else figure.low
    money = figure.measure is not Measure.DURATION
    if money and figure.currency not in (None, *{p.currency for p in told.rows}):
        return False
    return abs(abs(one - other) - said) <= (0.005 if money else 0.02)


def _exchanged(own: Sequence[Figure], told: RowsTold) -> str | None:
    """A figure that is said of a row that it is not of."""
    telling = [f for f in own if len(_holding(f, told)) < len(told.rows)]
    if not telling:
        return None
    named = subjects(told)
    runs = [m for n, m in enumerate(named) if n == 0 or m.rows != named[n - 1].rows]
    if len(told.rows) > 1 and not runs:
        return "it is not said which row a figure is of"
    if len(runs) == len(own) and len({m.rows for m in runs}) == len(runs):
        pairs: list[tuple[Mention | None, Figure]] = list(zip(runs, own, strict=True))
    else:
        pairs = [(_nearest(f, named, told), f) for f in own]
    for mention, figure in pairs:
        if mention is not None and not set(mention.rows) <= _holding(figure, told):
            return f"{told.text[figure.start : figure.end]!r} is not of that row"
    return None


_BEHIND = re.compile(r"\W*(?:(?:at|for|from|of|by|is|a year)\b[^,;:.\d]{0,25})$")


def _nearest(figure: Figure, named: Sequence[Mention], told: RowsTold) -> Mention | None:
    """Whom a figure is said of: the row named last before it, or at once behind it."""
    before = [m for m in named if m.end <= figure.start]
    after = [m for m in named if m.start >= figure.end]
    if after and _BEHIND.match(told.folded[figure.end : after[0].start]):
        cut = (
            re.search(r"[;:]|\bwhile\b|\bbut\b", told.folded[before[-1].end : figure.start])
            if before
            else True
        )
        if cut or not before:
            return after[0]
    return before[-1] if before else after[0] if after else None


def _wrong_ways(told: RowsTold) -> str | None:
    """A way of delivery that is not that of the row it is said of."""
    folded = mask(told.folded, ((m.start, m.end) for m in told.mentions))
    for way, pattern in DELIVERY.items():
        for m in pattern.finditer(folded):
            for row in _owners(m.start(), m.end(), told):
                held = {d.value for d in told.rows[row].delivery}
                only = ONLY.search(folded[max(0, m.start() - 14) : m.start()])
                denied = re.search(r"\b(?:neither|nor)\b", folded[: m.start()])
                if (way in held) == bool(denied) or (only and held != {way}):
                    return f"{m.group()!r} is not how the row is delivered"
    return None


def _owners(start: int, end: int, told: RowsTold) -> tuple[int, ...]:
    """The rows that a word is said of: those of its clause, or all where "both" or "neither" is."""
    every = tuple(range(len(told.rows)))
    lead = told.folded[:start]
    if len(every) == 1 or re.search(r"\b(?:both|each|neither|two|three|four|either)\b", lead):
        return every
    named = subjects(told)
    cuts = [m.end() for m in re.finditer(r"[;:]|,? (?:while|whereas|but|and)\b", told.folded)]
    a = max((c for c in cuts if c <= start), default=0)
    b = min((c for c in cuts if c > end), default=len(told.folded))
    own = [m for m in named if a <= m.start < b] or [m for m in named if m.end <= start][-1:]
    before = [m for m in own if m.end <= start]
    pick = before[-1:] or own[:1]
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
