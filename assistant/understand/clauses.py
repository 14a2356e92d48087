"""A question as clauses, each read as being about programs (rows) or about the prose (guide).

Clauses are cut at punctuation and at "and", "plus", "but"; neighbours of one kind are joined again,
and a clause that shows no kind of its own goes with its neighbour. So "the senior GenAI pay and the
priciest
finance degree" becomes two, and "Google, Microsoft and Meta" stays one.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from assistant.understand.tag import Tag, Tagged

_SENTENCE_END = re.compile(r"[.?!;\n]")
_CUT = re.compile(r"[,:()+\u2014]|--| - ")
_JOINTS = frozenset({"and", "plus", "but", "then", "also"})
_ASKING = frozenset(
    (
        "what which who whom whose when where why how is are do does did can could would will "
        "should may has have show list name give tell find compare count sort rank put any "
        "got need want looking describe explain"
    ).split()
)
_STATING = frozenset("i i'm im i've ive my we we're our he she the this that since they it".split())


class Route(StrEnum):
    """What a clause is about."""

    ROWS = "rows"
    GUIDE = "guide"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class Clause:
    """Tags [first, last] of one kind."""

    route: Route
    first: int
    last: int
    asking: bool
    """False for a statement beside a question: it sets conditions, but asks nothing."""


def clauses(tagged: Tagged, *, rows_before: bool, guide_before: bool) -> tuple[Clause, ...]:
    """The question's clauses in order; what came before decides where nothing else does."""
    atoms = _atoms(tagged)
    scored = [
        _route(
            tagged,
            a,
            rows_before=rows_before,
            prose_before=guide_before and not rows_before,
            opens=_opens(tagged, a[0]),
        )
        for a in atoms
    ]
    routes = _settle(scored, Route.ROWS if rows_before and not guide_before else Route.GUIDE)
    joined: list[Clause] = []
    for (first, last, asking), route in zip(atoms, routes, strict=True):
        same = bool(joined) and joined[-1].route is route and joined[-1].asking == asking
        if same and not (route is Route.ROWS and _sets_apart(tagged, joined[-1], first, last)):
            joined[-1] = Clause(route, joined[-1].first, last, asking)
        else:
            joined.append(Clause(route, first, last, asking))
    return tuple(joined)


def _sets_apart(tagged: Tagged, before: Clause, first: int, last: int) -> bool:
    """Whether two clauses each name a set and order or compute something of it."""
    return orders_a_set(tagged.tags[before.first : before.last + 1]) and orders_a_set(
        tagged.tags[first : last + 1]
    )


def orders_a_set(tags: Sequence[Tag]) -> bool:
    """Whether words name a set of programs and order or compute something of it."""
    named = any(t.has("level") or t.link("topic") for t in tags)
    return named and any(
        s.role == "aggregate" or (s.role in ("adjective", "size") and s.degree == "superlative")
        for t in tags
        for s in t.senses
    )


def _atoms(tagged: Tagged) -> list[tuple[int, int, bool]]:
    """(first tag, last tag, asking) of the smallest pieces."""
    atoms: list[tuple[int, int, bool]] = []
    for first, last, ends_asking in _sentences(tagged):
        asking = ends_asking or _starts_asking(tagged.tags, first)
        start = first
        for at in range(first + 1, last + 1):
            if _cut_before(tagged, at):
                atoms.append((start, at - 1, asking and not _aside(tagged, start)))
                start = at
        atoms.append((start, last, asking and not _aside(tagged, start)))
    if not any(asking for *_, asking in atoms):
        return [(a, b, True) for a, b, _ in atoms]
    return atoms


def _aside(tagged: Tagged, start: int) -> bool:
    """A statement in brackets: "(I already have my bachelor)"."""
    return (
        start > 0
        and "(" in _gap_after(tagged, start - 1)
        and not _starts_asking(tagged.tags, start)
    )


def _sentences(tagged: Tagged) -> list[tuple[int, int, bool]]:
    found: list[tuple[int, int, bool]] = []
    start = 0
    for at in range(len(tagged.tags)):
        gap = _gap_after(tagged, at)
        if _SENTENCE_END.search(gap) or at == len(tagged.tags) - 1:
            found.append((start, at, "?" in gap))
            start = at + 1
    return found


def _gap_after(tagged: Tagged, at: int) -> str:
    """The text between a tag and the next one, or the end."""
    end = tagged.tokens[tagged.tags[at].last].end
    following = at + 1 < len(tagged.tags)
    stop = tagged.tokens[tagged.tags[at + 1].first].start if following else len(tagged.text)
    return tagged.text[end:stop]


def _starts_asking(tags: Sequence[Tag], first: int) -> bool:
    """Not a statement: it does not open with a subject that says something of its own."""
    opening = tags[first].text.split()[0]
    if opening in ("i'd", "id", "i") and any(
        t.text in ("want", "need", "like", "looking") for t in tags[first : first + 4]
    ):
        return True
    return opening in _ASKING or opening not in _STATING


def _cut_before(tagged: Tagged, at: int) -> bool:
    return bool(_CUT.search(_gap_after(tagged, at - 1))) or tagged.tags[at].text in _JOINTS


def _opens(tagged: Tagged, at: int) -> bool:
    """Whether a clause opens a sentence or with a question word of its own."""
    if at == 0 or _SENTENCE_END.search(_gap_after(tagged, at - 1)):
        return True
    following = at + 1 if tagged.tags[at].text in _JOINTS and at + 1 < len(tagged.tags) else at
    return tagged.tags[following].text.split()[0] in _ASKING


def _route(
    tagged: Tagged,
    atom: tuple[int, int, bool],
    *,
    rows_before: bool,
    prose_before: bool,
    opens: bool,
) -> float:
    """Positive for rows, negative for prose, near 0 for neither."""
    tags = tagged.tags[atom[0] : atom[1] + 1]
    entity = any(
        tags[0].first <= e.first and e.last <= tags[-1].last and e.last > e.first
        for e in tagged.entities
        if not any(t.links and t.first <= e.first and e.last <= t.last for t in tags)
    )
    rows = sum(_row_weight(t) for t in tags)
    bounded = any(t.quantity and t.quantity.kind in ("money", "time") for t in tags) and any(
        t.link("topic") for t in tags
    )
    if any(t.unread for t in tags) and not bounded and not any(_heads_rows(t) for t in tags):
        rows *= 0.5  # "how much did training it cost": a price, but of nothing that a listing has
    if prose_before and not any(_heads_rows(t) or t.links for t in tags):
        rows *= 0.25  # "and with 6+ years?" goes on about the prose
    if any(t.text in _ANYTHING for t in tags) and any(t.link("topic") for t in tags):
        rows += 0.75
    if rows_before and any(t.has("reference") and not t.is_frame for t in tags):
        rows += 1.0
    if rows_before and any(t.has("correct") for t in tags) and rows == 0:
        rows += 0.5
    prose = (2.0 if entity else 0.0) + sum(_prose_weight(t, entity=entity) for t in tags)
    if (
        not opens
        and prose
        and not entity
        and not any(t.has("claim") or t.has("guide") for t in tags)
    ):
        prose *= 0.25  # ", I never have to travel, right?": a tail has no subject of its own
    if any(t.has("operator", "announced") for t in tags) and any(t.has("noun") for t in tags):
        rows += 3.0
    return rows - prose


_ANYTHING = frozenset({"anything", "everything", "something", "stuff"})
_STUDYING = frozenset({"study", "studying", "enroll", "enrol", "attend"})
_PRICE_SIZED = 500
"""A bare number this large is likely a price."""
_POINTED_NOUNS = frozenset(
    "program course degree certificate school university college place uni".split()
)


def _heads_rows(tag: Tag) -> bool:
    """A word that can only be about programs."""
    named = any(x.role != "topic" for x in tag.links)
    return named or any(
        tag.has(role) for role in ("level", "noun", "delivery", "adjective", "reference")
    )


def _row_weight(tag: Tag) -> float:
    weights = [0.0]
    weights += [
        {"university": 3.0, "category": 3.0, "award": 2.5, "place": 1.5, "topic": 0.25}[x.role]
        for x in tag.links
    ]
    roles = {"level": 2.0, "noun": 1.5, "delivery": 1.0, "adjective": 1.0}
    weights += [roles.get(s.role, 0.0) for s in tag.senses]
    if tag.has("noun") and tag.text in (
        "one",
        "ones",
        "place",
        "places",
        "class",
        "classes",
        "studies",
        "entry",
    ):
        weights = [0.25]
    if tag.text in _STUDYING:
        weights = [0.75]
    if tag.has("reference") and tag.text.split()[-1] in _POINTED_NOUNS:
        weights.append(1.5)
    if tag.has("measure", "price"):
        weights.append(0.75)
    if tag.quantity and tag.quantity.kind in ("money", "time"):
        weights.append(1.0)
    if tag.quantity and tag.quantity.kind == "number" and tag.quantity.low >= _PRICE_SIZED:
        weights.append(0.75)
    if tag.has("operator", "value") or tag.has("operator", "per_year"):
        weights.append(1.5)
    return max(weights)


def _prose_weight(tag: Tag, *, entity: bool) -> float:
    if any(x.role in ("university", "award") for x in tag.links):
        return 0.0
    claim = tag.sense("claim")
    if claim:
        weak = tag.text in (
            "make",
            "makes",
            "making",
            "paid",
            "pay",
            "earn",
            "earns",
            "positions",
            "jobs",
        )
        return 2.0 if entity or not weak else 1.0
    if tag.has("guide", "page"):
        return 1.5
    if tag.has("guide", "career"):
        return 1.25
    return 0.8 if tag.unread else 0.0


def _settle(scores: Sequence[float], default: Route) -> list[Route]:
    """Each clause's route; the undecided go with the one before, else with the one after."""
    routes = [Route.ROWS if s > 0.3 else Route.GUIDE if s < -0.3 else Route.NONE for s in scores]
    for i, route in enumerate(routes):
        if route is Route.NONE and i > 0:
            routes[i] = routes[i - 1]
    for i in range(len(routes) - 2, -1, -1):
        if routes[i] is Route.NONE:
            routes[i] = routes[i + 1]
    return [default if r is Route.NONE else r for r in routes]
