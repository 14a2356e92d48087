"""Whose figures pages hold: other names for those whom they are about, and the groups beside them.

Used by `guide_index.py` once a snapshot, and by `guide_question.py` to tell which of a page's
people a name means. Decides nothing about evidence.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from assistant.also_called import also_called, heads_of, turned_about, written_out
from assistant.page_names import NamedPage
from assistant.stemming import stem, stems
from assistant.trade_words import is_of_people, is_trade, parts_of
from assistant.whose import JOINING, without_exceptions
from vectorstore.records import Claim, PageId, SourcePage
from vectorstore.text import fold, words

OF_OCCUPATIONS = ("pay", "growth", "jobs")
"""Attributes whose claims are about an occupation."""
_OPENS_WITH = 8
"""Words of a line among which it says whom it is about."""
_PICKS = re.compile(
    r"\W*(?:(?:and|but|so|ok|what about|how about|now|then)\b\W*)*"
    r"(?:(?:just|only)\s+(?:the|for|of|for the|of the)?\s*(?P<who>[a-z]+s)(?:\s+alone)?"
    r"|(?:the\s+)?(?P<alone>[a-z]+s)\s+(?:alone|only|by themselves|on their own))\W*",
    re.IGNORECASE,
)
"""Picks some of those just spoken of: "and just the administrators?"."""


def names_given(page: SourcePage, claims: Sequence[Claim], whole: Collection[str]) -> list[str]:
    """What else a page is about: the occupations its claims are of, and what it calls them all.

    Also each of those that one of them joins, unless it is the `whole` of another, folded.
    """
    parts = dict.fromkeys(c.entity for c in claims if c.attribute in OF_OCCUPATIONS)
    plain = dict.fromkeys(map(without_exceptions, parts))
    joined = (part for name in plain for part in _joined(name))
    joined = (part for part in joined if fold(part) not in whole)
    called = also_called(page.text, (page.title, *parts))
    return [*parts, *plain, *turned_about(parts), *heads_of(parts), *joined, *called]


def _joined(name: str) -> Iterator[str]:
    """Those whom a name joins: "Soil and plant scientists" are soil scientists, too."""
    *first, last = parts_of(name) or [""]
    yield from (part for part in (*first, last) if is_trade(part))
    if is_trade(last) and " " in last:
        yield from (f"{part} {last.split()[-1]}" for part in first if not is_trade(part))


def groups_beside(
    claims: Mapping[PageId, Sequence[Claim]], twin_of: Mapping[PageId, PageId]
) -> frozenset[str]:
    """Those, folded, whose figures stand on several pages that are not one."""
    of_pages = (
        {fold(c.entity) for c in found if c.attribute in OF_OCCUPATIONS}
        for page, found in claims.items()
        if page not in twin_of
    )
    spread = Counter(entity for found in of_pages for entity in found)
    return frozenset(entity for entity, pages in spread.items() if pages > 1)


def of_part(
    named: NamedPage, page: SourcePage, claims: Sequence[Claim], beside: Collection[str]
) -> NamedPage:
    """A page named by what it calls some of its people only means these: "CRNA", "testers".

    `beside` are those, folded, who are no part of it. Where no figure is just theirs, `partly`.
    """
    whom = dict.fromkeys(fold(claim.entity) for claim in claims if claim.low is not None)
    parts = [one for one in whom if one != fold(page.title) and one not in beside]
    if not named.said or named.stems <= set(stems(page.title)):
        return _one_of_title(_spelled_out(named, page, claims), page, parts)
    own = [p for p in parts if named.stems <= set(stems(without_exceptions(p)))]
    called = _called_by(page, named, [p for p in parts if p not in own and is_of_people(p)])
    of_all = any(
        named.stems == set(stems(n)) for n in also_called(page.text, [page.title], whole=True)
    )
    told = called or ([] if of_all else own or _told_with(page, named, parts))
    means = {frozenset(stems(without_exceptions(part))) - JOINING for part in told}
    least = [m for m in means if not any(other < m for other in means)]
    if len(least) == 1:
        return replace(named, means=least[0])
    title = set(stems(page.title)) - JOINING
    partly = not of_all and is_trade(named.said) and not title <= named.stems
    return replace(named, partly=partly)


def _one_of_title(named: NamedPage, page: SourcePage, parts: Iterable[str]) -> NamedPage:
    """A page named by some of those in its title means the one part that these are in.

    "Software testers" of a page on developers, analysts and testers, whose figures are of
    "Software quality assurance analysts and testers".
    """
    title = set(stems(page.title)) - JOINING
    if named.means or not is_trade(named.said) or not named.stems < title:
        return named
    own = {frozenset(stems(without_exceptions(p))) - JOINING for p in parts}
    own = {part for part in own if named.stems <= part}
    return replace(named, means=next(iter(own))) if len(own) == 1 else named


def _spelled_out(named: NamedPage, page: SourcePage, claims: Sequence[Claim]) -> NamedPage:
    """A page named by a short form of its title, which its claims may write out: "EMTs"."""
    short = next((w for w in words(named.said) if _is_letters(w, page.title)), "")
    long = stems(written_out(short.removesuffix("s"), page.text) or "") if short else ()
    if not long:
        return named
    long += stems(" ".join(w for w in words(named.said) if w != short))
    whom = {frozenset(stems(c.entity)) for c in claims if c.attribute in OF_OCCUPATIONS}
    return replace(named, means=frozenset(long)) if frozenset(long) in whom else named


def _is_letters(word: str, title: str) -> bool:
    """Whether a title has this word in capitals: the EMTs of "EMTs and Paramedics"."""
    return bool(re.search(rf"\b{re.escape(word.removesuffix('s').upper())}s?\b", title))


def _called_by(page: SourcePage, named: NamedPage, parts: Sequence[str]) -> list[str]:
    """The parts of a page that it gives this name: testers are "quality assurance analysts"."""
    return [
        part
        for part in parts
        if any(named.stems == set(stems(n)) for n in also_called(page.text, [part], whole=True))
    ]


def _told_with(page: SourcePage, named: NamedPage, parts: Iterable[str]) -> list[str]:
    """The parts in whose own paragraph the word stands that tells the name: forklifts, of drivers.

    One of a line that opens with their name; none where several such lines have the word.
    """
    telling = {stem(w) for w in words(named.said) if not is_trade(w)}
    lines = [line for line in page.text.splitlines() if telling and telling <= set(stems(line))]
    found = []
    for line in lines:
        opening = set(stems(" ".join(line.split()[:_OPENS_WITH])))
        found.append([p for p in parts if set(stems(p)) - JOINING <= opening])
    told = [f for f in found if f]
    return told[0] if told and all(f == told[0] for f in told) else []


def part_meant(
    text: str, page: SourcePage, claims: Sequence[Claim], beside: Collection[str]
) -> NamedPage | None:
    """The people of a page just spoken of that a follow-up picks out by their last word alone.

    "And just the administrators?" after database administrators and architects; None where several
    of the page's people end so, or where nothing says that these alone are meant.
    """
    picked = _PICKS.fullmatch(text.strip())
    who = stem(fold(picked["who"] or picked["alone"])) if picked else ""
    title = set(stems(page.title)) - JOINING
    parts = {fold(c.entity) for c in claims if c.attribute in OF_OCCUPATIONS} - set(beside)
    means = {
        frozenset(of_part)
        for part in parts
        if (of_part := stems(without_exceptions(part))) and of_part[-1] == who
        and set(of_part) - JOINING < title
    }  # fmt: skip
    if len(means) != 1:
        return None
    said = frozenset(stems(text)) - JOINING
    return NamedPage(page.id, 0, 0, said, said=who, means=means.pop() - JOINING)
