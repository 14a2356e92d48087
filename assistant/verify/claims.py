"""Which of several claims is the highest or lowest, computed again from those that are cited."""

from __future__ import annotations

import re

from assistant.figures import Measure, figures
from assistant.records import Item
from assistant.stemming import stem
from assistant.verify.desk import Desk
from assistant.verify.lexicon import NEGATION
from assistant.verify.prose import PROSE_FRAME
from assistant.verify.selections import wrong_selection
from assistant.verify.text import mask, plain
from vectorstore.records import Claim, ClaimId
from vectorstore.text import words

_HIGHEST = re.compile(r"\b(?:highest|largest|biggest)\b")
_LOWEST = re.compile(r"\b(?:lowest|smallest)\b")
_DIFFERENCE = re.compile(r"the difference between the two is (?P<said>[^;]+?)\.?")
_OVER_ALL = re.compile(
    r"of the (?P<count>[\d,]+) pages that give \"(?P<label>[^\"]+)\","
    r" the (?P<end>highest|lowest) is that of\b"
)
_OF_ONE_PAGE = re.compile(
    r"of the (?P<count>[\d,]+) that the (?P<page>.+?) page tells apart,"
    r" the (?P<end>highest|lowest) is that of\b"
)
_FRAME = frozenset(
    stem(w) for w in "highest largest biggest lowest smallest these claims tie".split()
)


def wrong_claims(text: str, desk: Desk) -> str | None:
    """Why a sentence that ranks the claims it cites does not hold; None if it does.

    A sentence that ranks nothing, or cites anything but claims, is not one for this check.
    """
    claimed = [i for i in desk.items if i.figure is not None and i.figure.low is not None]
    if m := _DIFFERENCE.fullmatch(plain(text)):
        return _wrong_difference(m["said"], claimed, desk)
    if any(ask.selected for ask in desk.asks):
        return wrong_selection(text, desk)
    if m := _OVER_ALL.match(plain(text)):
        return _wrong_over_all(text, m, claimed, desk)
    if m := _OF_ONE_PAGE.match(plain(text)):
        return _wrong_of_one_page(text, m, claimed, desk)
    high, low = _HIGHEST.search(plain(text)), _LOWEST.search(plain(text))
    if len(claimed) < 2 or len(claimed) != len(desk.items) or bool(high) == bool(low):
        return "it ranks no claims"
    if len({(i.figure.unit, i.figure.period) for i in claimed if i.figure}) > 1:
        return "claims of different units are ranked"
    best = _extremes(claimed, highest=bool(high))
    one_page = len({i.page.id for i in claimed}) == 1
    named = [i for i in claimed if _name_in(i, text, of_part=one_page)]
    if {i.key for i in named} != {i.key for i in best}:
        return "the claims named are not the ones at that end"
    return _wrong_rest(text, best)


def _wrong_difference(said: str, claimed: list[Item], desk: Desk) -> str | None:
    """Why a difference is not that of the two claims cited, in their unit and period."""
    claims = [i.figure for i in claimed if i.figure is not None]
    exact = all(c.low == c.high and not c.open_ended for c in claims)
    if len(claims) != 2 or len(desk.items) != 2 or not exact:
        return "it is no difference of two figures"
    one, other = claims
    found = figures(said)
    gap = abs((one.low or 0.0) - (other.low or 0.0))
    if (one.unit, one.period) != (other.unit, other.period):
        return "claims of different units are compared"
    if len(found) != 1 or abs(found[0].low - gap) > 0.005 or found[0].is_range:
        return "the difference is not that of the claims"
    money = bool(one.unit) and (one.unit or "").isupper()
    if (found[0].measure is Measure.MONEY) != money or found[0].period != one.period:
        return "the difference is not in the unit of the claims"
    return None


def _wrong_over_all(text: str, m: re.Match[str], claimed: list[Item], desk: Desk) -> str | None:
    """Why the winner over all pages is not that of all claims that were compared."""
    ranked = [c for ask in desk.asks for c in ask.ranked]
    told = [i.figure for i in claimed if i.figure is not None]
    alike = {(plain(c.label), c.unit, c.period) for c in ranked}
    if not ranked or len(told) != len(desk.items) or len(alike) != 1:
        return "claims of different kinds are ranked"
    if int(m["count"].replace(",", "")) != len({c.page_id for c in ranked}):
        return "not as many pages state it"
    if plain(m["label"]) != plain(ranked[0].label):
        return "they do not state that"
    if _winners(ranked, m["end"] == "highest") != {c.id for c in told}:
        return "the claims named are not the ones at that end"
    if any(not _name_in(i, text) for i in claimed):
        return "a page at that end is not named"
    return _wrong_rest(text[m.end() :], claimed)


def _wrong_of_one_page(text: str, m: re.Match[str], claimed: list[Item], desk: Desk) -> str | None:
    """Why the winner of those whom a page tells apart is not that of all that were compared."""
    ranked = [c for ask in desk.asks for c in ask.ranked]
    told = [i.figure for i in claimed if i.figure is not None]
    alike = {(c.page_id, c.attribute, c.unit, c.period, c.heading_path) for c in ranked}
    if not ranked or len(told) != len(desk.items) or len(alike) != 1:
        return "claims of different kinds are ranked"
    if int(m["count"].replace(",", "")) != len({_told_as(c) for c in ranked}):
        return "not as many are told apart"
    if any(plain(m["page"]) != plain(i.page.title) for i in claimed):
        return "another page is named"
    if _winners(ranked, m["end"] == "highest") != {c.id for c in told}:
        return "the claims named are not the ones at that end"
    if any(_told_as(c) not in plain(text) for c in told):
        return "one at that end is not named"
    return _wrong_rest(text[m.end() :], claimed)


def _told_as(claim: Claim) -> str:
    """Whom a figure is of: its label, or the entity where the label is that of a projection."""
    dated = re.search(r"\b(?:19|20)\d\d\b", claim.label)
    return plain(claim.entity if dated else claim.label)


def _winners(ranked: list[Claim], highest: bool) -> set[ClaimId]:
    """The ids of the claims at one end, ties included."""
    ends = {c.id: _end(c, highest) for c in ranked}
    best = max(ends.values()) if highest else min(ends.values())
    return {one for one, end in ends.items() if end == best}


def _extremes(items: list[Item], highest: bool) -> list[Item]:
    ends = [_end(i.figure, highest) for i in items if i.figure is not None]
    best = max(ends) if highest else min(ends)
    return [i for i, end in zip(items, ends, strict=True) if end == best]


def _end(claim: Claim, highest: bool) -> float:
    values = [v for v in (claim.low, claim.high) if v is not None]
    return max(values) if highest else min(values)


def _name_in(item: Item, text: str, *, of_part: bool = False) -> bool:
    """Whether a claim's page is named, or whom it is about; of one page's parts only these tell."""
    assert item.figure is not None  # only claims are ranked
    own = item.figure.label if item.figure.entity == item.page.title else item.figure.entity
    names = (own,) if of_part else (item.page.title, item.figure.entity)
    return any(plain(n) in plain(text) for n in names if n)


def _wrong_rest(text: str, best: list[Item]) -> str | None:
    """Figures must be those claims' own, nothing is denied, other words must say nothing."""
    folded = plain(text)
    known = [
        n
        for i in best
        if i.figure
        for n in (i.page.title, i.figure.label, i.figure.entity, i.figure.text)
    ]
    told = [plain(n).rstrip(".") for n in known if n]  # a sentence is quoted without its stop
    spans = [m.span() for n in told if n for m in re.finditer(re.escape(n), folded)]
    rest = mask(text, spans).replace("\x01", " ")
    if figures(rest):
        return "a figure is not that of the claim"
    if NEGATION.search(rest):
        return "it denies what cannot be checked"
    said = {
        stem(w) for i in best if i.figure for w in words(f"{i.figure.label} {i.figure.attribute}")
    }
    strays = [w for w in words(rest) if stem(w) not in PROSE_FRAME | _FRAME | said]
    return f"the word {strays[0]!r} is not borne out" if strays else None
