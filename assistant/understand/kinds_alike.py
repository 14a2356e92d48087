"""Names in one list are of one kind: "Sheffield or Bradford" are two towns, or two universities.

A name that is both a place and a school is read as its neighbours in the list are: as places where
all are, else as schools where all are and they are compared or stand behind "at". Pure.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from assistant.understand.tagged import Tag
from assistant.understand.tokens import Token

_JOINTS = frozenset({"and", "or", "vs", "vs.", "versus", "against", "&"})
_KINDS = ("university", "place")
_AT = frozenset({"at", "from", "by"})


def of_one_kind(tags: Sequence[Tag], text: str, tokens: Sequence[Token]) -> tuple[Tag, ...]:
    """The tags with those of each list of places and schools read as one kind, where they can."""
    out = list(tags)
    weighed = any(t.has("operator", "compare") or t.has("operator", "difference") for t in tags)
    weighed = weighed or any(s.degree == "comparative" for t in tags for s in t.senses)
    for chain in _chains(tags, text, tokens):
        if len({next(x.role for x in tags[i].links if x.role in _KINDS) for i in chain}) == 1:
            continue
        before = tags[chain[0] - 1].text if chain[0] else ""
        placed = before in _AT or weighed
        kinds = _KINDS if placed else _KINDS[::-1]
        kind = next((k for k in kinds if all(tags[i].link(k) for i in chain)), None)
        if kind is None or (kind == "university" and not placed):
            continue
        for i in chain:
            own = sorted(tags[i].links, key=lambda x: x.role != kind)
            out[i] = replace(tags[i], links=tuple(own))
    return tuple(out)


def _chains(tags: Sequence[Tag], text: str, tokens: Sequence[Token]) -> Iterator[list[int]]:
    """Indexes of the names of each list: joined by "or", "and", "vs" or a comma."""
    chain: list[int] = []
    for i, tag in enumerate(tags):
        if not (tag.link("place") or tag.link("university")):
            continue
        if chain and not _joined(tags, chain[-1], i, text, tokens):
            if len(chain) > 1:
                yield chain
            chain = []
        chain.append(i)
    if len(chain) > 1:
        yield chain


def _joined(tags: Sequence[Tag], a: int, b: int, text: str, tokens: Sequence[Token]) -> bool:
    between = [t.text for t in tags[a + 1 : b] if t.text not in ("in", "at", "the")]
    led = [tags[i - 1].text for i in (a, b) if i and tags[i - 1].text in _AT | {"in"}]
    if len(led) > 1 and (led[0] in _AT) != (led[1] in _AT):
        return False  # "in Sydney or at Deakin"
    if between:
        return len(between) == 1 and between[0] in _JOINTS
    gap = text[tokens[tags[a].last].end : tokens[tags[b].first].start]
    return "," in gap and not _is_region_of(tags[a], tags[b])


def _is_region_of(city: Tag, region: Tag) -> bool:
    """ "Boston, MA" is one place."""
    one, other = city.link("place"), region.link("place")
    return bool(one and other and one.spot and other.spot and one.spot.kind != other.spot.kind)
