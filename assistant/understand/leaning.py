"""Whether a clause leans to the rows or to the prose, as a sum of weights of its words.

The weights are ordinal: a university or an award can only be about rows, an occupation that is a
page's subject or a salary only about prose; a price, a city or an unread word tips the balance.
Measured on the
development questions; `clauses.py` draws the line and settles the clauses in between.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from assistant.trade_words import is_trade
from assistant.understand.tagged import Tag, Tagged
from assistant.understand.vocabulary import Link

_ANYTHING = frozenset({"anything", "everything", "something", "stuff"})
_STUDYING = frozenset({"study", "studying", "enroll", "enrol", "attend"})
_PRICE_SIZED = 500
"""A bare number this large is likely a price."""
_POINTED_NOUNS = frozenset(
    "program course degree certificate school university college place uni".split()
)
_VAGUE_NOUNS = frozenset("one ones place places class classes studies entry school schools".split())
"""Words for programs and schools that other things are called by, too."""
_WEAK_PAY = frozenset("make makes making paid pay earn earns positions jobs".split())
_OFFERED = frozenset("offer offers teach teaches have has".split())
_WHETHER = frozenset("do does must can could is are should".split())
"""First words of questions for yes or no."""
_ANYONE = frozenset("i you we one people someone anyone".split())
_PEOPLE = frozenset("they them their".split())
_LINKS = {
    "university": 3.0,
    "program": 3.0,
    "category": 3.0,
    "award": 2.5,
    "titled": 2.5,
    "degree": 2.0,
    "place": 1.5,
    "topic": 0.25,
    "column": 1.0,
}
_SENSES = {"level": 2.0, "noun": 1.5, "delivery": 1.0, "adjective": 1.0}


@dataclass(frozen=True, slots=True)
class Before:
    """What the conversation was about."""

    rows: bool
    prose: bool


def leaning(tagged: Tagged, first: int, last: int, before: Before, *, opens: bool) -> float:
    """Positive for rows, negative for prose, near 0 for neither; of the tags [first, last].

    `opens` says that the clause opens a sentence or with a question word of its own.
    """
    tags = tagged.tags[first : last + 1]
    entity = _names_page(tagged, tags)
    prose = _prose(tags, entity=entity, opens=opens)
    if not entity and _names_someone(tagged, tags):
        prose += 1.0
    if _asks_whether_one_can_be(tagged, tags):
        prose += 2.0
    if not prose and _computes(tags):
        return 0.75  # "average tuition per state"
    if not prose and not any(_heads_rows(t) or t.links or t.quantity for t in tags):
        return 0.5 if before.rows and any(t.has("correct") for t in tags) else 0.0
    return _rows(tags, before) - prose


def _computes(tags: Sequence[Tag]) -> bool:
    """Whether a value is computed of prices or lengths, which only programs have."""
    measured = any(t.has("measure", "price") or t.has("measure", "duration") for t in tags)
    return measured and any(t.has("aggregate") and not t.has("aggregate", "count") for t in tags)


def _names_page(tagged: Tagged, tags: Sequence[Tag]) -> bool:
    """Whether the clause names a page's subject by words that name nothing else."""
    return any(
        not any(t.links and t.first <= e.first and e.last <= t.last for t in tags)
        and not _is_where(e, tags)
        for e in _subjects(tagged, tags)
    )


def _is_where(entity: Link, tags: Sequence[Tag]) -> bool:
    """Whether words of a page's title say no more than a place: "in Germany"."""
    inside = [t for t in tags if t.first <= entity.last and entity.first <= t.last]
    return any(t.link("place") for t in inside) and all(
        t.is_frame or t.link("place") for t in inside
    )


def _names_someone(tagged: Tagged, tags: Sequence[Tag]) -> bool:
    """Whether words that are a topic of programs name people of a page: "electrician"."""
    return any(
        is_trade(tagged.tokens[e.last].text)
        and all(
            x.role == "topic"
            for t in tags
            for x in t.links
            if t.first <= e.last and e.first <= t.last
        )
        for e in _subjects(tagged, tags)
    )


def _asks_whether_one_can_be(tagged: Tagged, tags: Sequence[Tag]) -> bool:
    """ "Do I need a master's to be a librarian?": one of those whom a page is about, yes or no."""
    said = [t.text for t in tags]
    if said[0] not in _WHETHER or not set(said[1:3]) & _ANYONE or set(said) & _OFFERED:
        return False
    before = (
        [t.word for t in tagged.tokens[: e.first] if t.word not in ("a", "an", "the")][-2:]
        for e in _subjects(tagged, tags)
        if is_trade(tagged.tokens[e.last].text)
    )
    return any(b[-1:] in (["be"], ["become"]) or b == ["work", "as"] for b in before)


def _subjects(tagged: Tagged, tags: Sequence[Tag]) -> list[Link]:
    """The names of pages in a clause, but those that only limit courses: "chef courses"."""
    heads = {t.first for t in tags if t.has("level") or t.has("noun")}
    return [
        e
        for e in tagged.entities
        if tags[0].first <= e.first and e.last <= tags[-1].last and e.last + 1 not in heads
    ]


def _rows(tags: Sequence[Tag], before: Before) -> float:
    weight = sum(_row_weight(t) for t in tags)
    heads = any(_heads_rows(t) for t in tags)
    topic = any(t.link("topic") for t in tags)
    bounded = topic and any(t.quantity and t.quantity.kind in ("money", "time") for t in tags)
    if any(t.unread for t in tags) and not bounded and not heads:
        weight *= 0.5  # "how much did training it cost": a price, but of nothing that a listing has
    if before.prose and not heads and not any(t.links for t in tags):
        weight *= 0.25  # "and with 6+ years?" goes on about the prose
    if before.prose and _goes_on(tags):
        weight *= 0.1  # "what degree do they need?" of those whom the prose was about
    if topic and _asks_where(tags):
        weight += 0.75
    if topic and any(t.text in _ANYTHING for t in tags):
        weight += 0.75
    if before.rows and any(t.has("reference") and not t.is_frame for t in tags):
        weight += 1.0
    if any(t.has("operator", "announced") for t in tags) and any(t.has("noun") for t in tags):
        weight += 3.0
    return weight


def _asks_where(tags: Sequence[Tag]) -> bool:
    """ "Which cities offer public health": programs are offered in places."""
    return any(a.has("measure", "place") and b.text in _OFFERED for a, b in pairwise(tags))


def _goes_on(tags: Sequence[Tag]) -> bool:
    """Whether a clause points at people, and names no program's school, award or price."""
    points = any(w in _PEOPLE for t in tags for w in t.text.split())
    own = any(
        x.role in ("university", "award", "titled", "category") for t in tags for x in t.links
    )
    return points and not own and not any(t.has("measure", "price") or t.quantity for t in tags)


def _prose(tags: Sequence[Tag], *, entity: bool, opens: bool) -> float:
    weight = (2.0 if entity else 0.0) + sum(_prose_weight(t, entity=entity) for t in tags)
    cued = entity or any(t.has("claim") or t.has("guide") for t in tags)
    # ", I never have to travel, right?": a tail has no subject of its own
    return weight if cued or opens else weight * 0.25


def _heads_rows(tag: Tag) -> bool:
    """A word that can only be about programs."""
    named = any(x.role not in ("topic", "column") for x in tag.links)
    roles = ("level", "noun", "delivery", "adjective", "reference")
    return (
        named
        or tag.names_degree
        or tag.has("operator", "value")
        or any(tag.has(role) for role in roles)
    )


def _row_weight(tag: Tag) -> float:
    if tag.text in _VAGUE_NOUNS:
        return 0.75 if tag.has("noun", "school") else 0.25
    if tag.text.startswith("certification") or tag.text in _STUDYING:
        return 0.75  # programs and professions both have them
    weights = [0.0]
    weights += [_LINKS[x.role] for x in tag.links]
    weights += [_SENSES.get(s.role, 0.0) for s in tag.senses]
    if tag.has("reference") and tag.text.split()[-1] in _POINTED_NOUNS:
        weights.append(1.5)
    if tag.has("measure", "price"):
        weights.append(0.75)
    if tag.names_degree:
        weights.append(1.5)
    if tag.has("operator", "value") or _is_per_year(tag):
        weights.append(1.5)
    weights.append(_amount_weight(tag))
    return max(weights)


def _is_per_year(tag: Tag) -> bool:
    """Not the mere adjectives: wages are yearly too."""
    return tag.has("operator", "per_year") and tag.text not in ("annual", "yearly")


def _amount_weight(tag: Tag) -> float:
    amount = tag.quantity
    if amount is None:
        return 0.0
    if amount.kind in ("money", "time"):
        return 1.0
    return 0.75 if amount.kind == "number" and amount.low >= _PRICE_SIZED else 0.0


def _prose_weight(tag: Tag, *, entity: bool) -> float:
    if any(x.role in ("university", "award", "titled") for x in tag.links):
        return 0.0
    if tag.sense("claim"):
        return 2.0 if entity or tag.text not in _WEAK_PAY else 1.0
    if tag.has("guide", "page"):
        return 1.5
    if tag.has("guide", "career"):
        return 1.25
    return 0.8 if tag.unread else 0.0
