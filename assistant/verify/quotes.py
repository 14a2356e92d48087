"""A sentence about prose against the quotes that it cites: verbatim, or borne out by clauses.

For free prose each clause must find a sentence of a quote that holds all its words and figures,
with the same limits, units and periods, the same denials and the same reservations. Words of
the quote's heading and of its claim may join.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from assistant.figure_grammar import PERIODS
from assistant.figures import Figure, Measure, figures
from assistant.records import Item
from assistant.stemming import stem
from assistant.verify.canonical import canonical
from assistant.verify.comparisons import compared
from assistant.verify.contrasts import contrary
from assistant.verify.desk import Desk
from assistant.verify.english import same_word
from assistant.verify.meant import wrong_meaning, wrong_sense
from assistant.verify.parts import part_spans, wrong_parts
from assistant.verify.places import Place, places_of
from assistant.verify.propositions import parted
from assistant.verify.prose import (
    DISTINGUISHING,
    PROSE_FRAME,
    converse,
    denied,
    is_reservation,
    lost_reservations,
    misattributed,
    turned_round,
    with_limits,
)
from assistant.verify.quote_figures import period_words, rounding, same_figure
from assistant.verify.row_words import stems_of
from assistant.verify.segments import (
    WHEN,
    is_adverbial,
    own_clause,
    part_of,
    segment,
    shared_in_comparison,
    stands_alone,
    wrong_year,
)
from assistant.verify.segments import (
    near as near_of,
)
from assistant.verify.text import mask, plain, squeezed
from vectorstore.text import words

_BOUNDARY_BEFORE = re.compile(
    r"(?:^|[.!?:;\n\u2022|\"(\u2014-])\s*[\"'(*\u2022-]*\s*$|[\u2192>]\s*$"
)
_BOUNDARY_BEHIND = re.compile(r"^\s*(?:$|[.!?;\n|)\"]|[\u2014\u2192]|\s-\s|\s*[.!?])")


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
    rest = canonical(_without_lead(_without_verbatim(text, desk.quotes), desk.quotes))
    tail = _TAIL.search(text)
    held = [i for i in desk.quotes if tail and is_verbatim(tail["said"], [i])]
    # What leads into words of one quote must be of that quote.
    places = tuple(p for item in held or desk.quotes for p in places_of(item))
    whole = canonical(text)
    for clause in _clauses(rest):
        if (reason := _wrong_in_all(clause, places, whole)) and _wrong_in_parts(clause, places):
            return reason if wrong_meaning(rest, held or desk.quotes) else None
    # What it quotes word for word may be needed, and may itself hold a denial: "None".
    cited = held or desk.quotes
    return wrong_sense(whole, cited) and wrong_sense(rest, cited)


def _wrong_in_parts(clause: str, places: Sequence[Place]) -> bool:
    """Whether a clause is not borne out statement by statement, or side by side, either."""
    said = [s.text for s in parted(clause).statements]
    if len(said) > 1 and not any(
        _wrong_in_all(one, places, one) and _wrong_sides(one, places) for one in said
    ):
        return False
    return _wrong_sides(clause, places)


def _wrong_sides(clause: str, places: Sequence[Place]) -> bool:
    sides = compared(clause)
    if sides is None:
        return True
    parts = [s.text for side in (sides.one, sides.other) for s in parted(side).statements]
    return any(_wrong_in_all(part, places, part) for part in parts)


def _wrong_in_all(clause: str, places: Sequence[Place], sentence: str) -> str | None:
    """Why no place bears a clause out; None if one does."""
    reasons = [_wrong_either_way(clause, place, sentence) for place in places]
    if not all(reasons):
        return None
    return min((r for r in reasons if r), key=len, default="no quote is cited")


def _without_verbatim(text: str, items: Sequence[Item]) -> str:
    """The sentence without the parts in quotation marks or after a colon that are verbatim."""
    quoted = re.finditer(r"[\"\u201c]([^\"\u201c\u201d]{2,})[\"\u201d]", text)
    spans = [m.span() for m in quoted if is_verbatim(m[1], items) or _is_label_of(m, text, items)]
    m = _TAIL.search(text)
    if m and is_verbatim(m["said"], items):
        spans.append(m.span("said"))
    spans += [m.span("aside") for m in _ASIDE.finditer(text) if _is_in_one(m.group(), items)]
    return mask(text, spans).replace("\x01", " ")


_SAYS = re.compile(
    r"^(?:according to )?(?:the|this) (?P<of>[^,;:.]{0,60}?)(?:page|guide|article|section|source)s?"
    r"(?:,| (?:says?|states?|notes?|reports?|adds?|explains?|tells us)(?: that|,)?) ",
    re.IGNORECASE,
)


def _without_lead(text: str, items: Sequence[Item]) -> str:
    """The sentence without "The X page says that", where X is a title of what it cites."""
    m = _SAYS.match(text)
    titles = stems_of(" ".join(f"{i.page.title} {i.section}" for i in items))
    if m is None or _content(m["of"]) - titles:
        return text
    return text[m.end() :]


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


def wrong_clause(clause: str, place: Place, sentence: str) -> str | None:
    """Why one clause of a sentence is not borne out by one place; None if it is."""
    found = figures(clause)
    for figure in found:
        if reason := _wrong_figure(figure, clause, place, sentence):
            return reason
    if reason := _wrong_words(clause, found, place) or _lost_period(clause, found, place, sentence):
        return reason
    known = place.context if place.simple else frozenset[str]()
    if reason := denied(clause, place.text, known) or misattributed(clause, place.text):
        return reason
    if reason := contrary(clause, place.text, place.sentence, place.context):
        return reason
    used = _used(clause, found, place)
    missing = lost_reservations(used, sentence)
    if missing:
        return f"the reservation {min(missing)!r} is lost"
    return turned_round(clause, place.text) or wrong_year(clause, place.text)


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
        own, near = segment(clause, figure), near_of(place.text, match)
        if not (reason := _wrong_segment((own, sentence), near, place, match)):
            return None
        said = reason
    return said


def _wrong_segment(said: tuple[str, str], near: str, place: Place, match: Figure) -> str | None:
    """The words beside a figure must be those beside it in the quote, and its conditions stay."""
    own, sentence = said
    if is_adverbial(sentence, match, place.text):
        return None
    here = _content(_without_figures(own)) - {"compar"}
    there = stems_of(near) | place.context | shared_in_comparison(place.text, match)
    elsewhere: set[str] = set()
    for other in place.figures:
        if other is not match and stands_alone(other, place.text):
            elsewhere |= stems_of(segment(place.text, other))
    start, end = part_of(place.text, match)
    elsewhere |= stems_of(place.text[:start]) | stems_of(place.text[end:])
    strays = [
        w
        for w in here
        if (w in elsewhere or any(same_word(w, e) for e in elsewhere & DISTINGUISHING))
        and not any(same_word(w, t) for t in there)
    ]
    if strays:
        return f"the word {strays[0]!r} belongs to another figure"
    lost = [
        w
        for w in stems_of(_SAID_ASIDE.sub(" ", _COMPARED_WITH.sub(" ", near))) & DISTINGUISHING
        if not any(same_word(w, h) for h in stems_of(sentence))
    ]
    if lost and len(place.figures) + len(place.required):
        return f"the condition {lost[0]!r} is lost"
    return None


def _without_figures(text: str) -> str:
    """Without its figures, and the words that make lengths of time say when."""
    spans = [(f.start, f.end) for f in figures(text)]
    leads = (WHEN.search(plain(text[:start])) for start, _ in spans)
    return mask(text, [*spans, *(m.span() for m in leads if m)]).replace("\x01", " ")


_COMPARED_WITH = re.compile(r"\bthan\b(?![^,;:.]*\d)[^,;:.]*", re.IGNORECASE)
"""What something is compared with, and is not itself: "faster than the average"."""
_SAID_ASIDE = re.compile(r",?\s\bon average\b|\bwhich means\b|\bthat means\b", re.IGNORECASE)
"""Names no measure: "openings a year, on average"."""


def _content(text: str) -> set[str]:
    return {stem(w) for w in words(text)} - PROSE_FRAME


def _wrong_words(clause: str, found: Sequence[Figure], place: Place) -> str | None:
    spans = [m.span() for m in _SPREAD.finditer(clause)]
    spans += [with_limits(clause, f) for f in found]
    spans += filter(None, (rounding(f, clause, place.figures) for f in found))
    if reason := wrong_parts(clause, place.text):
        return reason
    spans += part_spans(clause)
    for m in _PERIODIC.finditer(clause):
        if not _recurs(m["unit"].lower(), place):
            return f"{m.group()!r} is not in the quote"
        spans.append(m.span())
    text = mask(clause, spans).replace("\x01", " ")
    known, said = place.stems | place.context, stems_of(clause)
    for word in words(text):
        if (
            stem(word) in PROSE_FRAME
            or len(word) < 2
            or word.endswith("n't")
            or (word in ("never", "without") and _DENIED.search(place.text))
            or is_reservation(word, place.text)
        ):
            continue
        if _is_only_in_compound(word, clause, place.text):
            return f"the word {word!r} stands in the quote as part of another one"
        parts = [p for p in re.split(r"[-&/+']", word) if p]
        if all(_known(p, known, said) for p in parts) or _known(word, known, said):
            continue
        return f"the word {word!r} is not borne out"
    return None


_DENIED = re.compile(r"\b(?:not|no|cannot)\b|n't\b", re.IGNORECASE)


def _is_only_in_compound(word: str, clause: str, source: str) -> bool:
    """The source has the word behind a prefix that changes whom it is of: "self-employed"."""
    text, bare = plain(source), re.escape(word)
    prefixed = re.compile(rf"\b(?:self|non|ex|anti|semi|pre|post|co|un)-{bare}\b")
    if prefixed.search(plain(clause)):
        return False
    return bool(prefixed.search(text)) and not re.search(rf"(?<![\w-]){bare}\b", text)


_PERIODIC = re.compile(
    r"\b(?:each|every|per)\s(?P<unit>year|month|week|day|hour|semester|term)\b", re.IGNORECASE
)


_LABEL = re.compile(r"[\"\u201c]([^\"\u201c\u201d]+)[\"\u201d]")


def _lost_period(clause: str, found: Sequence[Figure], place: Place, sentence: str) -> str | None:
    """What a place counts each year is told so, be it in a label ("Openings a Year")."""
    m = _PERIODIC.search(place.text) if any(map(_counts, found)) else None
    counted = m and any(_counts(f) for f in place.figures if f.end <= m.start())
    told = " ".join((clause, *_LABEL.findall(sentence)))
    if m is None or not counted or period_words(m["unit"].lower()).search(plain(told)):
        return None
    return f"{m.group()!r} is lost"


def _counts(figure: Figure) -> bool:
    return figure.measure is Measure.NUMBER and not 1900 <= figure.low <= 2100


def _recurs(unit: str, place: Place) -> bool:
    """The source says "each", "every", "per" or "a" of this unit too, or gives a figure for it."""
    paid = any(PERIODS.get(unit, unit) == f.period for f in place.figures)
    return paid or bool(period_words(unit).search(plain(place.text)))


_SPREAD = re.compile(r"\bfall(?:s|ing)?\s+(?=between|within)\b", re.IGNORECASE)
"""Says how figures lie and not that they sink."""


def _known(word: str, known: frozenset[str], said: frozenset[str]) -> bool:
    """The word, or one of its meaning that is not said itself: of one income not two are made."""
    stemmed = stem(word)
    if stemmed in PROSE_FRAME or stemmed in known:
        return True
    return any(same_word(stemmed, k) for k in known if k not in said)


def _used(clause: str, found: Sequence[Figure], place: Place) -> str:
    """The parts of the place that the clause draws on: by its figures, else by its words."""
    if place.simple:
        return place.text
    if found:
        matches = [
            m for m in place.figures if any(same_figure(f, m, clause, place.text) for f in found)
        ]
        # Once each: figures that stand together share their words.
        matches = [m for m in matches if stands_alone(m, place.text)] or matches
        drawn = list(dict.fromkeys(own_clause(place.text, m) for m in matches))
        drawn += _asides_told(clause, place)
        return " ".join(d for d in drawn if not any(d != o and d in o for o in drawn))
    here = _content(clause)
    parts = [s.text for s in parted(place.text).statements]
    parts = parts if len(parts) > 1 else re.split(
        r"[;:()]|\u2014|\s-\s|,\s(?:but|while|whereas|although|though|with)\s", place.text
    )  # fmt: skip
    drawn = [p for p in parts if _overlap(here, p) >= 0.4]
    return " ".join(drawn or [place.text])


def _asides_told(clause: str, place: Place) -> list[str]:
    """Parts in brackets without a figure of which the clause says most: "(but more equity)"."""
    here = _content(clause)
    asides = (m.group() for m in _BRACKETS.finditer(place.text))
    return [a for a in asides if not figures(a) and _overlap(here, a) >= 0.4]


_BRACKETS = re.compile(r"\([^()]+\)")


def _overlap(here: set[str], part: str) -> float:
    own = _content(part)
    if not own:
        return 0.0
    return sum(1 for w in own if any(same_word(w, h) for h in here)) / len(own)
