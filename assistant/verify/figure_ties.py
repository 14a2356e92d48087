"""Whether each figure of a sentence is said of what it is of in the quotes.

Two figures of one kind are told apart by the words that only one of them has in the quotes: in the
sentence these stand nearer to it, or in the order of the figures.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from assistant.figures import DOWNWARD, UPWARD, Figure, Measure, figures
from assistant.stemming import stem
from assistant.verify.bindings import Bindings, Bound, is_year, page_of, said_of
from assistant.verify.english import same_word
from assistant.verify.lexicon import FUNCTION
from assistant.verify.operators import Told, Word
from assistant.verify.prose import DISTINGUISHING
from assistant.verify.quote_figures import period_words
from assistant.verify.related import alike
from assistant.verify.row_words import stems_of
from assistant.verify.segments import near, segment, stands_alone, wrong_year
from assistant.verify.text import plain


def wrong_bindings(of: Bindings) -> str | None:
    """Why a figure is said of what another one is of, or compared wrongly; None if all hold."""
    for bound in of.bound:
        if reason := _wrong(bound, of):
            return reason
    for ground in of.grounds:
        if reason := wrong_year(of.said.text, ground.told.text):
            return reason
    return None


_VERB = re.compile(
    r"\b(?:(?P<money>costs?|charges?|earns?|priced at|pays?)"
    r"|(?P<time>lasts?|takes?|valid for|good for))"
    r"\s(?:(?:about|around|up to|at least|nearly|between|an?|only|just)\s)*[$\u20ac\u00a3]?$"
)
"""A verb that money, or time, stands at once behind."""


def _wrong(bound: Bound, of: Bindings) -> str | None:
    shown = of.said.text[bound.said.start : bound.said.end].strip()
    if is_year(bound.true) or not stands_alone(bound.true, bound.source.text):
        return None
    if (verb := _VERB.search(plain(of.said.text[: bound.said.start]))) and (
        (verb["money"] and bound.true.measure is Measure.DURATION)
        or (verb["time"] and bound.true.measure is Measure.MONEY)
    ):
        return f"{verb.group().strip()!r} is not said of {shown!r}"
    taken = (_taken(bound, rival, of) for rival in _rivals(bound, of))
    if reason := next(filter(None, taken), None):
        return f"{shown!r} {reason}"
    leads = re.search(r"\blead(?:s|ing)? (?:to|an?|in)\b", plain(bound.source.text))
    telling = bound.near & DISTINGUISHING - ({"lead"} if leads else set())
    if _counts_other(bound, of.said):
        return f"{shown!r} counts something else in the quote"
    if reason := _other_year(bound, of.said):
        return f"{shown!r} {reason}"
    lost = [w for w in telling if not _is_said(w, of.said)]
    if lost:
        return f"the condition {min(lost)!r} is lost"
    period = re.search(
        r"\b(?:each|every|per|an?)\s(year|month|week|day|hour)\b",
        plain(near(bound.source.text, bound.true)),
    )
    counts = bound.true.measure is Measure.NUMBER
    if counts and period and not period_words(period[1]).search(plain(of.said.text)):
        return f"{period.group()!r} is lost"
    return None


def _counts_other(bound: Bound, said: Told) -> bool:
    """The noun behind it stands behind another figure in the quote: "300 feet", "three feet"."""
    mine, own = _noun(said.text, bound.said), _noun(bound.source.text, bound.true)
    if not mine or (own and same_word(mine, own)):
        return False
    others = (f for f in figures(bound.source.text) if f != bound.true)
    return any(same_word(mine, n) for f in others if (n := _noun(bound.source.text, f)))


def _noun(text: str, figure: Figure) -> str:
    m = re.match(r"\s([a-z]{3,})", plain(text[figure.end :]))
    return stem(m[1]) if m and m[1] not in FUNCTION else ""


def _other_year(bound: Bound, said: Told) -> str | None:
    """Why it is of another year than the sentence says; None if it is not so."""
    own = set(_YEAR.findall(near(bound.source.text, bound.true)))
    here = set(_YEAR.findall(said.text))
    return "is of another year" if own and here and not own & here else None


_YEAR = re.compile(r"\b(?:19|20)\d\d\b")


def _is_said(stemmed: str, said: Told) -> bool:
    limits = {"lowest": DOWNWARD, "bottom": DOWNWARD, "highest": UPWARD, "top": UPWARD}
    if stemmed in limits:
        found = figures(said.text)
        shares = any(f.measure is Measure.PERCENT for f in found)  # "one in ten earned less than"
        other_end = {s for s in stems_of(said.text) if s in _OTHER_END[stemmed]}
        if shares and not other_end and any(f.bound in limits[stemmed] for f in found):
            return True
    return any(same_word(stemmed, s) for s in stems_of(said.text))


_LOW, _HIGH = frozenset({"lowest", "bottom", "worst"}), frozenset({"highest", "top", "best"})
_OTHER_END = {"lowest": _HIGH, "bottom": _HIGH, "highest": _LOW, "top": _LOW}


def _rivals(bound: Bound, of: Bindings) -> Iterator[Bound]:
    """Figures of the quotes that it could be taken for."""
    for ground in of.grounds:
        for other in figures(ground.told.text):
            within = ground.told is bound.source
            same = (within or other.measure is bound.true.measure) and stands_alone(
                other, ground.told.text
            )
            differs = (other.low, other.high) != (bound.true.low, bound.true.high)
            if same and differs and not is_year(other):
                near_it = said_of(other, ground)
                page, known = page_of(ground), ground.context
                yield Bound(bound.said, other, ground.told, near_it, page, known)


def _taken(bound: Bound, rival: Bound, of: Bindings) -> str | None:
    """Why a figure may be the rival's; None if the sentence says it of its own."""
    if {_side(bound.true), _side(rival.true)} == {1, -1}:
        return None  # "less than" and "more than": their limits tell them apart
    within = bound.source is rival.source
    if within and bound.near == rival.near and bound.page == rival.page:
        return None  # nothing cuts them off from each other: they share their words
    common = bound.context & rival.context  # said of all that the page tells
    mine, other = bound.near - common, rival.near - common
    if bound.page != rival.page:
        mine, other = mine | bound.page, other | rival.page
    ours = places_of_words(mine - other, other, of.said)
    theirs = places_of_words(other - mine, mine, of.said)
    same = (b.said for b in of.bound if b.true == rival.true and b.source is rival.source)
    if (beside := next(same, None)) is None:
        return _alone(bound, rival, of, ours, theirs)
    if ours or theirs:
        return _beside(bound.said, beside, ours, theirs)
    in_order = (bound.true.start < rival.true.start) == (bound.said.start < beside.start)
    return None if within and in_order else "is said of nothing that tells"


def _alone(
    bound: Bound, rival: Bound, of: Bindings, ours: Sequence[int], theirs: Sequence[int]
) -> str | None:
    """Of a rival that the sentence does not give: its words must not stand with the figure."""
    own = bound.said
    used = (b for b in of.bound if b.source is rival.source and b.said != own)
    if any(not is_year(b.true) for b in used):
        return None  # words of that source are said of its own figure
    start, end = _stretch(of.said.text, own)
    near_it = [p for p in theirs if start <= p < end]
    if near_it and bound.source is rival.source:
        return "belongs to another in the quote"
    if near_it and not ours:
        return "is said of another in the quote"
    if near_it and _apart(near_it, own) < _apart(ours, own):
        return "belongs to another in the quote"
    return None


def _beside(own: Figure, other: Figure, ours: Sequence[int], theirs: Sequence[int]) -> str | None:
    """Of two figures that the sentence gives: their words are in the order of the figures."""
    if ours and theirs:
        first = (ours[0] < theirs[0]) == (own.start < other.start)
        last = (ours[-1] < theirs[-1]) == (own.start < other.start)
        return None if first or last else "is exchanged"
    telling = ours or theirs
    nearer = _apart(telling, own) <= _apart(telling, other)
    return None if nearer == bool(ours) else "is of the other one"


def _side(figure: Figure) -> int:
    return 1 if figure.bound in UPWARD else -1 if figure.bound in DOWNWARD else 0


def _stretch(text: str, figure: Figure) -> tuple[int, int]:
    own = segment(text, figure)
    start = text.find(own)
    return max(0, start), start + len(own)


def places_of_words(telling: frozenset[str], shared: frozenset[str], said: Told) -> list[int]:
    """Where the sentence has words that tell one figure from another."""
    return [w.start for w in said.words if _tells(w, telling, shared)]


def _tells(word: Word, telling: frozenset[str], shared: frozenset[str]) -> bool:
    if word.stem in telling:
        return True
    return word.stem not in shared and any(
        alike(word.stem, t) for t in telling if not any(alike(t, s) for s in shared)
    )


def _apart(places: Sequence[int], figure: Figure) -> int:
    return min((abs(p - figure.start) for p in places), default=1 << 20)
