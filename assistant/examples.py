"""Questions that an index can answer: made from what it holds, each tried before it is offered.

Nothing here is written for one corpus: subjects, levels and careers are the snapshot's own.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import chain, zip_longest

from assistant.knowledge import Knowledge
from assistant.records import Answer, Status, Turn
from vectorstore.facets import Facet, facets_of
from vectorstore.records import Claim, Program

MAX_EXAMPLES = 4
MAX_TRIED = 12
"""Trying one costs as much as answering it."""

_LEVELS = {
    "certificate": "certificate",
    "bachelor": "bachelor's",
    "master": "master's",
    "doctorate": "doctorate",
    "diploma": "diploma",
}
_CLAIMS = {
    "pay": "How much does {article} {entity} earn?",
    "growth": "How fast is demand for {entity}s growing?",
    "education": "What degree does {article} {entity} need?",
}


def examples_of(knowledge: Knowledge, ask: Callable[[Turn, Knowledge], Answer]) -> tuple[str, ...]:
    """At most four questions that this snapshot answers, rows and guides in turn."""
    pairs = zip_longest(_about_rows(knowledge.rows.all()), _about_claims(knowledge))
    candidates = [q for q in chain.from_iterable(pairs) if q][:MAX_TRIED]
    found: list[str] = []
    for question in candidates:
        if len(found) < MAX_EXAMPLES and _is_answered(ask(Turn(question), knowledge)):
            found.append(question)
    return tuple(found)


def _is_answered(answer: Answer) -> bool:
    return answer.status is Status.ANSWERED and not answer.plan.residue


def _about_rows(programs: tuple[Program, ...]) -> Iterator[str]:
    """Questions on the commonest categories: they are words that the rows themselves use."""
    priced = [p for p in programs if p.price is not None]
    facets = facets_of(priced or programs)
    for at, category in enumerate(facets.categories[:4]):
        of_it = facets_of(p for p in priced if p.category == category.value)
        online = any(d.value == "online" for d in of_it.deliveries)
        if at % 2 == 0:
            yield f"What is the cheapest {'online ' if online else ''}program in {category.value}?"
        else:
            yield f"How many {category.value} programs do you have?"
    for level in _known_levels(facets.levels):
        yield f"Which {_LEVELS[level]} program is the shortest?"


def _known_levels(levels: tuple[Facet, ...]) -> list[str]:
    return [level.value for level in levels if level.value in _LEVELS]


def _about_claims(knowledge: Knowledge) -> Iterator[str]:
    """Questions on careers that the guides give labelled figures of, one of each kind in turn."""
    kinds = list(_CLAIMS)
    seen: set[str] = set()
    for claim in knowledge.snapshot.claims.all():
        wanted = kinds[len(seen) % len(kinds)]
        if claim.attribute == wanted and claim.entity not in seen and _is_career(claim):
            seen.add(claim.entity)
            yield _on(claim)


def _is_career(claim: Claim) -> bool:
    """Whether its entity can be asked about as one person: "Dental Hygienist", not "Models"."""
    singular = not claim.entity.endswith("s") and "&" not in claim.entity
    return singular and not claim.flags and len(claim.entity.split()) <= 4


def _on(claim: Claim) -> str:
    article = "an" if claim.entity[:1].casefold() in "aeiou" else "a"
    return _CLAIMS[claim.attribute].format(article=article, entity=claim.entity)
