"""Caveats, advice and refusals state no fact: they hold no figure and no name of their own.

What they may hold: counts of coverage that the evidence bears out, names and headings of the
evidence, and the visitor's own words in quotation marks.
"""

from __future__ import annotations

import re
from calendar import month_name
from collections.abc import Iterable

from assistant.figures import figures
from assistant.records import Evidence, GuideAsk
from assistant.verify.desk import Desk, Room
from assistant.verify.reading import read
from assistant.verify.row_figures import wrong_figures
from assistant.verify.row_words import row_texts
from assistant.verify.text import mask, plain, squeezed
from vectorstore.text import words

_QUOTED = re.compile(r"[\"“]([^\"”]{1,300})[\"”]")
_NAME = re.compile(r"(?<![.!?:]\s)(?<!^)\b[A-Z][\w&'’-]*")
_FREE_NAMES = frozenset("i i'm i've i'd i'll english".split())


def wrong_without_fact(text: str, laid: Desk, room: Room, question: str) -> str | None:
    """Why a sentence that should state no fact does; None if it does not."""
    evidence = room.evidence
    echoes = [m.span() for m in _QUOTED.finditer(text) if _is_echo(m[1], evidence, question)]
    rest = mask(text, echoes)
    known = _known_texts(evidence)
    folded = plain(rest)
    held = [s for k in known for s in _spans(folded, plain(k))]
    bare = mask(rest, held)
    if figures(bare) and (reason := _wrong_count(rest, laid, room)):
        return reason
    names = [m.group() for m in _NAME.finditer(bare)]
    if not names:
        return None
    vocabulary = {w for k in known for w in words(k)} | _FREE_NAMES | set(words(question))
    for name in names:
        if not all(w in vocabulary for w in words(name)):
            return f"{name!r} is a name that the evidence does not hold"
    return None


def _wrong_count(text: str, laid: Desk, room: Room) -> str | None:
    """Counts of coverage are checked against what is cited, or against all that was found."""
    full = laid if laid.has_rows else room.everything()
    headings = [x.heading for x in full.listings] + [i.page.title for i in full.items]
    return wrong_figures(read(text, full.known, headings), full)


def _is_echo(quoted: str, evidence: Evidence, question: str) -> bool:
    own = plain(squeezed(quoted)).strip(" .?!…")
    if not question:  # not told what was asked: a quotation without a figure is taken for an echo
        return not figures(quoted)
    asked = [question, *(f.ask.text for f in evidence.found if isinstance(f.ask, GuideAsk))]
    return bool(own) and any(own in plain(squeezed(a)) for a in asked)


def _known_texts(evidence: Evidence) -> tuple[str, ...]:
    """Names that the evidence holds: titles, sections, headings, programs; longest first."""
    found: set[str] = set()
    for part in evidence.found:
        if part.nearest_title:
            found.add(part.nearest_title)
        for item in part.items:
            found |= {item.page.title, item.section}
            if item.page.as_of:
                as_of = item.page.as_of
                found.add(f"{as_of.day} {month_name[as_of.month]} {as_of.year}")
            if item.listing:
                found.add(item.listing.heading)
            if item.claim:
                found |= {item.claim.label, item.claim.entity}
            if item.program:
                found |= set(row_texts(item.program))
        if part.result:
            found |= {x.heading for x in part.result.listings}
            found |= {str(v) for f in part.result.query.filters for v in f.values}
    return tuple(sorted((f for f in found if f), key=len, reverse=True))


def _spans(folded: str, known: str) -> Iterable[tuple[int, int]]:
    if len(known) < 3 or known not in folded:
        return ()
    return ((m.start(), m.end()) for m in re.finditer(re.escape(known), folded))
