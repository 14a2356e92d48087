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

from assistant.understand.leaning import Before, leaning
from assistant.understand.tagged import Tag, Tagged

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
_PRELUDING = frozenset("for out there just as with given".split())
_DEFINITE = frozenset({"the", "that", "this"})
_SILENT = frozenset({"frame", "operator", "verb"})
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
    before = Before(rows=rows_before, prose=guide_before and not rows_before)
    scored = [
        leaning(tagged, first, last, before, opens=_opens(tagged, first))
        for first, last, _ in atoms
    ]
    routes = _settle(
        scored,
        [asks for *_, asks in atoms],
        Route.ROWS if rows_before and not guide_before else Route.GUIDE,
    )
    routes = _about_the_same(tagged, atoms, routes)
    if not any(asks for *_, asks in atoms):  # "I need an MBA. I live in Vietnam."
        mine = Route.ROWS if Route.ROWS in routes else Route.GUIDE
        atoms = [(a, b, r is mine) for (a, b, _), r in zip(atoms, routes, strict=True)]
    joined: list[Clause] = []
    for (first, last, asking), route in zip(atoms, routes, strict=True):
        same = bool(joined) and joined[-1].route is route and joined[-1].asking == asking
        if same and not (route is Route.ROWS and _sets_apart(tagged, joined[-1], first, last)):
            joined[-1] = Clause(route, joined[-1].first, last, asking)
        else:
            joined.append(Clause(route, first, last, asking))
    return tuple(joined)


def _about_the_same(
    tagged: Tagged, atoms: Sequence[tuple[int, int, bool]], routes: Sequence[Route]
) -> list[Route]:
    """ "Dental hygienist, how long is the degree?": the degree is that of the page just named.

    So is what names no set of programs: "I want to become a nurse, what should I study?"
    """
    settled = list(routes)
    for i in range(1, len(atoms)):
        tags = tagged.tags[atoms[i][0] : atoms[i][1] + 1]
        heads = [n for n, t in enumerate(tags) if t.has("level") or t.has("noun")]
        definite = heads and all(n and tags[n - 1].text in _DEFINITE for n in heads)
        bare = not any(t.links or t.quantity or t.has("adjective") for t in tags)
        is_set = any(t.has(role) for t in tags for role in ("level", "aggregate", "delivery"))
        advice = not is_set and any("i" in t.text.split() for t in tags)
        if (
            settled[i - 1] is Route.GUIDE
            and settled[i] is Route.ROWS
            and bare
            and (definite or advice)
        ):
            settled[i] = Route.GUIDE
    return settled


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
    sentences = _sentences(tagged)
    for first, last, ends_asking in sentences:
        asking = ends_asking or _starts_asking(tagged.tags, first)
        if not ends_asking and tagged.tags[first].text == "no" and any(e for *_, e in sentences):
            asking = False  # "No diploma here. Do bakers need one?"
        start = first
        for at in range(first + 1, last + 1):
            if _cut_before(tagged, at):
                aside = _aside(tagged, start) or _prelude(tagged, start, at - 1)
                atoms.append((start, at - 1, asking and not aside))
                start = at
        atoms.append((start, last, asking and not _aside(tagged, start)))
    asked = [tag for a, b, asking in atoms if asking for tag in tagged.tags[a : b + 1]]
    if all(
        tag.is_frame or tag.text == "there" for tag in asked
    ):  # "I can pay 8,000 for a certificate. What is there?"
        return [(a, b, False) for a, b, _ in atoms]
    return atoms


def _aside(tagged: Tagged, start: int) -> bool:
    """A statement in brackets: "(I already have my bachelor)"."""
    return (
        start > 0
        and "(" in _gap_after(tagged, start - 1)
        and not _starts_asking(tagged.tags, start)
    )


def _prelude(tagged: Tagged, first: int, last: int) -> bool:
    """Words before the question that name nothing in it: "For my son:", "I'm in a hurry:"."""
    tags = tagged.tags[first : last + 1]
    opens = tags[0].text.split()[0] in _STATING | _PRELUDING
    says = any(t.links or t.quantity or not {s.role for s in t.senses} <= _SILENT for t in tags)
    return opens and not says


def _sentences(tagged: Tagged) -> list[tuple[int, int, bool]]:
    found: list[tuple[int, int, bool]] = []
    start = 0
    for at in range(len(tagged.tags)):
        gap = _gap_after(tagged, at)
        if at == len(tagged.tags) - 1 or (
            _SENTENCE_END.search(gap) and not _abbreviates(tagged, at)
        ):
            found.append((start, at, "?" in gap))
            start = at + 1
    return found


_SHORTENED = frozenset({"vs", "approx", "st", "dr", "etc", "no", "incl", "min", "max"})


def _abbreviates(tagged: Tagged, at: int) -> bool:
    """Whether the full stop after a tag belongs to it: "the O.D. program", "UT vs. WGU"."""
    token = tagged.tokens[tagged.tags[at].last]
    following = tagged.tokens[tagged.tags[at + 1].first]
    short = "." in token.text or len(token.text) == 1 or token.word in _SHORTENED
    return short and _gap_after(tagged, at).strip() == "." and following.text[:1].islower()


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
        t.text in ("want", "need", "like", "looking", "look", "search")
        for t in tags[first : first + 4]
    ):
        return True
    return opening in _ASKING or opening not in _STATING


def _cut_before(tagged: Tagged, at: int) -> bool:
    """Whether a clause may begin here; not behind a bracket of a name, "Nursing (AAS) at X"."""
    gap, before = _gap_after(tagged, at - 1), tagged.tags[at - 1]
    name = tagged.text[tagged.tokens[before.first].start : tagged.tokens[before.last].end]
    if "(" in name:
        gap = gap.replace(")", " ")
    return bool(_CUT.search(gap)) or tagged.tags[at].text in _JOINTS


def _opens(tagged: Tagged, at: int) -> bool:
    """Whether a clause opens a sentence or with a question word of its own."""
    if at == 0 or _SENTENCE_END.search(_gap_after(tagged, at - 1)):
        return True
    following = at + 1 if tagged.tags[at].text in _JOINTS and at + 1 < len(tagged.tags) else at
    return tagged.tags[following].text.split()[0] in _ASKING


def _settle(scores: Sequence[float], asking: Sequence[bool], default: Route) -> list[Route]:
    """Each clause's route; the undecided go with the one before, else with the one after."""
    routes = [Route.ROWS if s > 0.3 else Route.GUIDE if s < -0.3 else Route.NONE for s in scores]
    for i, route in enumerate(routes):
        if route is Route.NONE and i > 0 and asking[i - 1]:
            routes[i] = routes[i - 1]
    for i in range(len(routes) - 2, -1, -1):
        if routes[i] is Route.NONE and asking[i + 1]:
            routes[i] = routes[i + 1]
    stated = any(r is Route.ROWS for r, asks in zip(routes, asking, strict=True) if not asks)
    if stated:  # "I got an offer from X for Y. What is the tuition?"
        default = Route.ROWS
    return [default if r is Route.NONE else r for r in routes]
