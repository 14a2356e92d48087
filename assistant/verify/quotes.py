"""A sentence about prose against the quotes that it cites: verbatim, or borne out by clauses.

For free prose each clause must find a sentence of a quote that holds all its words and figures,
with the same limits, units and periods, the same denials and the same reservations. Words of
the quote's heading and of its claim may join.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from assistant.figures import Figure, Measure, figures
from assistant.records import Item
from assistant.stemming import stem
from assistant.verify.desk import Desk
from assistant.verify.prose import (
    DISTINGUISHING,
    PROSE_FRAME,
    converse,
    denied,
    is_reservation,
    lost_reservations,
    misattributed,
    same_word,
    turned_round,
    with_limits,
)
from assistant.verify.quote_figures import same_figure
from assistant.verify.row_words import stems_of
from assistant.verify.text import mask, plain, squeezed
from vectorstore.text import words

_BOUNDARY_BEFORE = re.compile(
    r"(?:^|[.!?:;\n\u2022|\"(\u2014-])\s*[\"'(*\u2022-]*\s*$|[\u2192>]\s*$"
)
_BOUNDARY_BEHIND = re.compile(r"^\s*(?:$|[.!?;\n|)\"]|[\u2014\u2192]|\s-\s|\s*[.!?])")
_SENTENCE = re.compile(r"(?<=[.!?])[\"')\]]*\s+(?=[A-Z\"'(\u2018\u201c\d$])|\n+|(?<=;)\s+")
_CUT = re.compile(
    r"[,;:()]\s|\s-\s|\u2014|\s(?:and|or|but|while|whereas|with|although|though|because|so)\s"
    r"|[.!?](?:\s|$)",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Place:
    """One sentence of a quote, with the words that go with it."""

    text: str
    stems: frozenset[str]
    figures: tuple[Figure, ...]
    context: frozenset[str]
    """Stems of heading, page title, and the claim's entity, label and qualifiers."""
    required: frozenset[str]
    """Stems of a claim's qualifiers: its figure does not stand without one word of each."""


def is_verbatim(text: str, items: Sequence[Item]) -> bool:
    """The sentence stands in one quote, whole: from one boundary of clauses to another.

    Dashes, quotation marks and spaces are folded; nothing else is.
    """
    own = squeezed(text).strip()
    bare = own.rstrip(".")
    if not bare:
        return False
    return any(_stands_in(form, squeezed(i.quote)) for form in (own, bare) for i in items)


def _stands_in(own: str, quote: str) -> bool:
    at = quote.find(own)
    while at >= 0:
        before, behind = quote[:at], quote[at + len(own) :]
        ends = own[-1:] in ".!?" or bool(_BOUNDARY_BEHIND.match(behind))
        if ends and _BOUNDARY_BEFORE.search(before) and not behind.startswith("+"):
            return True
        at = quote.find(own, at + 1)
    return False


def wrong_quotes(text: str, desk: Desk) -> str | None:
    """Why a sentence is not borne out by the quotes that it cites; None if each clause is."""
    rest = _without_verbatim(text, desk.quotes)
    tail = _TAIL.search(text)
    held = [i for i in desk.quotes if tail and is_verbatim(tail["said"], [i])]
    # What leads into words of one quote must be of that quote.
    places = tuple(p for item in held or desk.quotes for p in places_of(item))
    for clause in _clauses(rest):
        reasons = [_wrong_either_way(clause, place, text) for place in places]
        if all(reasons):
            return min((r for r in reasons if r), key=len, default="no quote is cited")
    return None


def _without_verbatim(text: str, items: Sequence[Item]) -> str:
    """The sentence without the parts in quotation marks or after a colon that are verbatim."""
    quoted = re.finditer(r"[\"\u201c]([^\"\u201c\u201d]{2,})[\"\u201d]", text)
    spans = [m.span() for m in quoted if is_verbatim(m[1], items) or _is_label_of(m, text, items)]
    m = _TAIL.search(text)
    if m and is_verbatim(m["said"], items):
        spans.append(m.span("said"))
    spans += [m.span("aside") for m in _ASIDE.finditer(text) if _is_in_one(m.group(), items)]
    return mask(text, spans).replace("\x01", " ")


def _is_label_of(said: re.Match[str], text: str, items: Sequence[Item]) -> bool:
    """Whether a part in quotation marks is a claim's label and its figure alone is given for it.

    A label may hold what its row does not, such as the year that its column is of.
    """
    rest = mask(text, [said.span()]).replace("\x01", " ")
    given = {plain(rest[f.start : f.end]) for f in figures(rest)}
    labelled = (i.claim for i in items if i.claim is not None and i.claim.label == said[1])
    return any(given == {plain(c.text[f.start : f.end]) for f in figures(c.text)} for c in labelled)


_TAIL = re.compile(r":\s+[\s\"\u201c\u201d]*(?P<said>\S.*?)[\s\"\u201c\u201d]*$", re.DOTALL)
"""What stands behind a colon."""
_ASIDE = re.compile(r"\S*\d\S* (?P<aside>\([^()]+\))")
"""A figure with what is said of it in brackets: "50% (much faster than average)"."""


def _is_in_one(text: str, items: Sequence[Item]) -> bool:
    return any(squeezed(text) in squeezed(item.quote) for item in items)


def _clauses(text: str) -> list[str]:
    parts = re.split(
        r";\s+|(?<=[.!?])\s+(?=[A-Z])|\u2014|\s-\s|,?\s(?:while|whereas|but)\s",
        text,
        flags=re.IGNORECASE,
    )
    return [p for p in parts if words(p)]


def places_of(item: Item) -> Iterable[Place]:
    """The sentences of a quote; of a claim, label and value as one."""
    context = [item.section, item.page.title]
    required: list[str] = []
    if item.passage is not None:
        context += item.passage.heading_path
    claim = item.claim
    if claim is not None:
        context += [
            claim.entity,
            claim.label,
            *claim.qualifiers,
            *claim.heading_path,
            claim.attribute,
        ]
        required += [q for q in claim.qualifiers if words(q)]
    shared = stems_of(" ".join(context))
    quote = item.quote
    parts = [" ".join(quote.split())] if claim is not None else _SENTENCE.split(quote)
    for part in parts:
        if words(part):
            yield Place(
                part, stems_of(part), figures(part), shared, stems_of(" ".join(required))
            )  # fmt: skip


def wrong_clause(clause: str, place: Place, sentence: str) -> str | None:
    """Why one clause of a sentence is not borne out by one place; None if it is."""
    found = figures(clause)
    for figure in found:
        if reason := _wrong_figure(figure, clause, place, sentence):
            return reason
    if reason := _wrong_words(clause, found, place):
        return reason
    if reason := denied(clause, place.text) or misattributed(clause, place.text):
        return reason
    used = _used(clause, found, place)
    missing = lost_reservations(used, sentence)
    if missing:
        return f"the reservation {min(missing)!r} is lost"
    return turned_round(clause, place.text)


def _wrong_either_way(clause: str, place: Place, sentence: str) -> str | None:
    """As `wrong_clause`, of a comparison from either side."""
    reason = wrong_clause(clause, place, sentence)
    other = converse(clause) if reason else None
    if other is None:
        return reason
    return reason if wrong_clause(other, place, sentence) else None


def _wrong_figure(figure: Figure, clause: str, place: Place, sentence: str) -> str | None:
    said = clause[figure.start : figure.end].strip()
    matches = [f for f in place.figures if same_figure(figure, f, clause, place.text)]
    if not matches:
        return f"{said!r} is not in the quote in this form"
    for match in matches:
        own, near = _segment(clause, figure), _near(place.text, match)
        if not (reason := _wrong_segment((own, sentence), near, place, match)):
            return None
        said = reason
    return said


def _wrong_segment(said: tuple[str, str], near: str, place: Place, match: Figure) -> str | None:
    """The words beside a figure must be those beside it in the quote, and its conditions stay."""
    own, sentence = said
    here = _content(mask(own, ((f.start, f.end) for f in figures(own))).replace("\x01", " "))
    there = stems_of(near) | place.context
    elsewhere: set[str] = set()
    for other in place.figures:
        if other is not match and _stands_alone(other, place.text):
            elsewhere |= stems_of(_segment(place.text, other))
    start, end = _part(place.text, match)
    elsewhere |= stems_of(place.text[:start]) | stems_of(place.text[end:])
    strays = [w for w in here if w in elsewhere and not any(same_word(w, t) for t in there)]
    if strays:
        return f"the word {strays[0]!r} belongs to another figure"
    lost = [
        w
        for w in stems_of(_COMPARED_WITH.sub(" ", near)) & DISTINGUISHING
        if not any(same_word(w, h) for h in stems_of(sentence))
    ]
    if lost and len(place.figures) + len(place.required):
        return f"the condition {lost[0]!r} is lost"
    return None


_COMPARED_WITH = re.compile(r"\bthan\b(?![^,;:.]*\d)[^,;:.]*", re.IGNORECASE)
"""What something is compared with, and is not itself: "faster than the average"."""


def _content(text: str) -> set[str]:
    return {stem(w) for w in words(text)} - PROSE_FRAME


def _wrong_words(clause: str, found: Sequence[Figure], place: Place) -> str | None:
    spans = [m.span() for m in _SPREAD.finditer(clause)]
    spans += [with_limits(clause, f) for f in found]
    spans += [m.span() for m in _PERIODIC.finditer(clause) if _recurs(m["unit"], place.text)]
    text = mask(clause, spans).replace("\x01", " ")
    known = place.stems | place.context
    for word in words(text):
        if (
            stem(word) in PROSE_FRAME
            or len(word) < 2
            or word.endswith("n't")
            or is_reservation(word, place.text)
        ):
            continue
        parts = [p for p in re.split(r"[-&/+']", word) if p]
        if all(_known(p, known) for p in parts) or _known(word, known):
            continue
        return f"the word {word!r} is not borne out"
    return None


_PERIODIC = re.compile(
    r"\b(?:each|every|per)\s(?P<unit>year|month|week|day|hour|semester|term)\b", re.IGNORECASE
)


def _recurs(unit: str, source: str) -> bool:
    """The source says "each", "every", "per" or "a" of this unit too."""
    return bool(re.search(rf"\b(?:each|every|per|an?)\s{unit.lower()}\b", plain(source)))


_SPREAD = re.compile(r"\bfall(?:s|ing)?\s+(?=between|within)\b", re.IGNORECASE)
"""Says how figures lie and not that they sink."""


def _known(word: str, known: frozenset[str]) -> bool:
    stemmed = stem(word)
    return (
        stemmed in PROSE_FRAME
        or any(same_word(stemmed, k) for k in known if k[:1] == stemmed[:1])
        or any(same_word(stemmed, k) for k in known)
    )


def _near(text: str, figure: Figure) -> str:
    """The stretch of a quote's sentence that belongs to one figure, within its contrasts."""
    start, end = _part(text, figure)
    part = text[start:end]
    inside = next((f for f in figures(part) if f.start == figure.start - start), None)
    return _segment(part, inside) if inside else _segment(text, figure)


def _segment(text: str, figure: Figure) -> str:
    """The stretch of a sentence that belongs to one figure: to where another one's begins.

    Figures that nothing cuts off from each other share their words: "the lowest 10 percent earned
    less than $39,430".
    """
    every = [f for f in figures(text) if _stands_alone(f, text)]
    start, end = 0, len(text)
    right = figure.start
    for other in reversed([f for f in every if f.end <= figure.start]):
        if cut := _CUT.search(text, other.end, right):
            start = cut.end()
            break
        right = other.start
    left = figure.end
    for other in (f for f in every if f.start >= figure.end):
        if cut := _CUT.search(text, left, other.start):
            end = cut.start()
            break
        left = other.end
    return text[start:end]


def _stands_alone(figure: Figure, text: str) -> bool:
    """A figure that has words of its own; "tenth" and "a year" are words of another one."""
    single = figure.measure is Measure.DURATION and not re.search(
        r"\d|\b(?:one|two)\b", text[figure.start : figure.end]
    )
    return figure.measure is not Measure.ORDINAL and not single


_CONTRASTS = re.compile(
    r"[;:\u2014]\s?|\s-\s|,?\s(?:but|while|whereas|although|though)\s", re.IGNORECASE
)


def _part(text: str, figure: Figure) -> tuple[int, int]:
    """The part of a sentence between contrasts that a figure stands in."""
    before = [m.end() for m in _CONTRASTS.finditer(text, 0, figure.start)]
    after = _CONTRASTS.search(text, figure.end)
    colon = text[: before[-1]].rstrip().endswith(":") if before else False
    start = 0 if not before or colon else before[-1]
    return start, after.start() if after else len(text)


def _used(clause: str, found: Sequence[Figure], place: Place) -> str:
    """The parts of the place that the clause draws on: by its figures, else by its words."""
    if found:
        matches = [
            m for m in place.figures if any(same_figure(f, m, clause, place.text) for f in found)
        ]
        # Once each: figures that stand together share their words.
        drawn = list(dict.fromkeys(_own_clause(place.text, m) for m in matches))
        return " ".join(d for d in drawn if not any(d != o and d in o for o in drawn))
    here = _content(clause)
    parts = re.split(
        r"[;:()]|\u2014|\s-\s|,\s(?:but|while|whereas|although|though|with)\s", place.text
    )
    drawn = [p for p in parts if _overlap(here, p) >= 0.4]
    return " ".join(drawn)


_JOINED_CLAUSE = re.compile(
    r",\s(?:and|or)\s(?=(?:some|most|many|others?|few|several|all|both|they|it|these|those)\b)",
    re.IGNORECASE,
)


def _own_clause(text: str, figure: Figure) -> str:
    """The stretch that belongs to a figure, without clauses about others that "and" joins to it."""
    said = text[figure.start : figure.end]
    parts = _JOINED_CLAUSE.split(_segment(text, figure))
    return next((p for p in parts if said in p), "")


def _overlap(here: set[str], part: str) -> float:
    own = _content(part)
    if not own:
        return 0.0
    return sum(1 for w in own if any(same_word(w, h) for h in here)) / len(own)
