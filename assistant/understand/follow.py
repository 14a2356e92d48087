"""A reading and the conversation to one RowAsk.

Fresh question or follow-up, references, comparisons, and what is inherited are decided here.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Protocol

from assistant.records import Constraint, RowAsk, Turn
from assistant.understand.constraints import filters, is_identity, merge
from assistant.understand.homonyms import settled
from assistant.understand.read_on import next_in_order, rest_of
from assistant.understand.reading import RowReading
from assistant.understand.side_by_side import (
    alone,
    compared_before,
    compared_programs,
    compared_sets,
    comparison,
    held_from_here,
)
from assistant.understand.too_many import MAX_NAMED, by_school, spread
from vectorstore.query import (
    OF_PLACES,
    Aggregate,
    Field,
    Filter,
    Op,
    RowQuery,
    RowResult,
    Sort,
    SortKey,
)
from vectorstore.records import ProgramId
from vectorstore.text import topic_key

_OPENERS = frozenset(
    {"and", "but", "or", "only", "just", "not", "also", "now", "then", "so", "what", "how"}
)
_WHETHER = frozenset(
    {"is", "are", "does", "do", "can", "could", "will", "would", "isn't", "doesn't"}
)
"""Open a yes-or-no question: conditions of a named program are to be confirmed or corrected."""
_POLITE = frozenset(
    "ok okay well hmm um oh yes yeah yep alright great nice cool thanks oops".split()
)
"""Said before a follow-up; they do not make it a question of its own."""
_AFRESH = frozenset(
    "which what who how where list show give find name compare any do does are is can".split()
)
"""Words that ask anew: "which certificates are there?" is no follow-up, "certificates?" is."""
_IF = frozenset({"and if", "what if"})


class Rows(Protocol):
    """Finds out which programs a name fits."""

    def run(self, query: RowQuery) -> RowResult:
        """The result over all rows."""


@dataclass(frozen=True, slots=True)
class Follow:
    """The ask, and the conversation's constraints from here on."""

    ask: RowAsk
    constraints: tuple[Constraint, ...]
    clarify: str | None = None
    """A question back, where part of a name fits several schools."""
    options: tuple[str, ...] = ()
    others: tuple[RowAsk, ...] = ()
    """Asks for the sets that the one of `ask` is set against."""


def follow(turn: Turn, held: tuple[Constraint, ...], reading: RowReading, rows: Rows) -> Follow:
    """The ask of a reading, with the conditions and wishes it takes over from the conversation."""
    if reading.announced and reading.aggregate in (None, Aggregate.COUNT):
        return Follow(_announced(reading), held)
    last = _last_ask(turn)
    following = bool(turn.last) and _is_follow_up(reading, last)
    _rescale(reading, held)
    _keep_bound(reading, held)
    _drop_columns(reading, held)
    _limit_beside(reading, rows)
    if following:
        _same_elsewhere(reading, held, rows)
    pointed = _pointed(turn, reading) if following else ()
    constraints = _joined(turn, held, reading, following=following)
    before = compared_before(turn, reading) if following and not pointed else ()
    if before:
        return _of_sets(before, constraints, reading, turn.number, rows)
    if following and not pointed and not _matches(constraints, rows):
        constraints = _elsewhere(reading, constraints, rows)
    rest = rest_of(turn, reading, last, constraints, rows)
    if rest is not None:
        return Follow(rest, held)
    if following:
        _go_on(turn, reading, last, pointed)
    if pointed and not reading.universities:
        ask = _about(pointed, reading)
        return Follow(ask, held if not reading.filters else constraints)
    sets = compared_sets(reading, constraints, rows)
    of_schools = len(reading.universities) > 1
    compared = (
        ()
        if sets and not of_schools
        else compared_programs(turn, reading, constraints, pointed, rows)
    )
    if compared:
        return Follow(comparison(compared, reading), _set_only(constraints))
    if sets:
        return _of_sets(sets, constraints, reading, turn.number, rows)
    meant = settled(filters(constraints), reading.homonyms, rows)
    ask = spread(_ask(reading, meant.filters), rows)
    ask = by_school(ask, rows) if reading.schools else ask
    return Follow(ask, constraints, meant.clarify, meant.options)


def _joined(
    turn: Turn, held: tuple[Constraint, ...], reading: RowReading, *, following: bool
) -> tuple[Constraint, ...]:
    """The conversation's conditions with those of the reading."""
    # Before the first turn nothing is held but what came with the question itself.
    carried = held if following or turn.last is None else ()
    return merge(carried, reading.filters, reading.drops, turn.number, union=reading.union)


def _of_sets(
    sets: tuple[RowAsk, ...],
    constraints: tuple[Constraint, ...],
    reading: RowReading,
    turn: int,
    rows: Rows,
) -> Follow:
    """The asks for sets that are compared, or the one for the programs that they are."""
    held = held_from_here(constraints, sets, turn)
    pair = alone(sets, reading, rows)
    return Follow(pair, held) if pair else Follow(sets[0], held, others=sets[1:])


def _last_ask(turn: Turn, fits: Callable[[RowAsk], bool] = lambda _: True) -> RowAsk | None:
    for plan in reversed((*turn.history, *((turn.last,) if turn.last else ()))):
        for ask in reversed(plan.asks):
            if isinstance(ask, RowAsk) and fits(ask):
                return ask
    return None


def _is_ordered(ask: RowAsk) -> bool:
    return ask.query.sort is not None


def _chooses(ask: RowAsk) -> bool:
    """Whether an ask is about programs that were chosen, and not about all that match."""
    query = ask.query
    named = any(f.field is Field.PROGRAM and f.op is Op.IN for f in query.filters)
    return bool(query.limit or query.nth or query.compare or named)


def _is_follow_up(reading: RowReading, last: RowAsk | None) -> bool:
    """Whether the question leans on what was asked before."""
    if last is None:
        return False
    if reading.references or reading.drops or reading.replaces or reading.ordinal is not None:
        return True
    if reading.further:
        return True
    opening = _opening(reading)
    if opening.split()[0] in _OPENERS - {"what", "how"} or opening in ("what about", "how about"):
        return True
    if _is_level_alone(reading) or _counts_those(reading):
        return True
    if any(t.text in ("same", "the same") for t in reading.tags):
        return True
    own_head = any(
        t.has("level")
        or t.link("award")
        or t.names_degree
        or (t.has("noun") and t.text not in ("one", "ones"))
        for t in reading.tags
    )
    named = bool(reading.universities) and reading.has(Field.TOPIC)
    return not (own_head or named)


def _opening(reading: RowReading) -> str:
    """The first words that are not mere politeness."""
    said = (t.text for t in reading.tags if t.text not in _POLITE)
    return next(said, reading.tags[0].text)


def _is_level_alone(reading: RowReading) -> bool:
    """ "Certificates?", "I only want master's programs": nothing but another level is said."""
    levels = bool(reading.filters) and all(
        f.field in (Field.LEVEL, Field.AWARD) for f in reading.filters
    )
    asks = reading.sort or reading.aggregate or reading.nth or reading.limit or reading.wanted
    said = {word for t in reading.tags for word in t.text.split()}
    wants = any(t.has("operator", "only") for t in reading.tags)
    return levels and not asks and (wants or not said & _AFRESH)


def _counts_those(reading: RowReading) -> bool:
    """ "How many are master's?": of those spoken of, for nothing else is named to count."""
    said = [t.text for t in reading.tags[:3]]
    return (
        said[:1] == ["how many"] and said[1:2] == ["are"] and said[2:] not in (["there"], ["you"])
    )


def _keep_bound(reading: RowReading, held: Sequence[Constraint]) -> None:
    """A corrected amount keeps its bound: "at most 3 years", "I mean 4 years"."""
    if not reading.replaces:
        return
    bound = {c.field: c.op for c in held if c.field in (Field.PRICE, Field.DURATION)}
    reading.filters = [
        replace(f, op=Op.LE if bound[f.field] is Op.BETWEEN else bound[f.field])
        if f.op is Op.EQ and f.field in bound
        else f
        for f in reading.filters
    ]


def _drop_columns(reading: RowReading, held: Sequence[Constraint]) -> None:
    """ "Forget the level" where no level but a column of that name was asked for."""
    said = {c.field for c in held}
    if Field.LEVEL in reading.drops and not said & {Field.LEVEL, Field.AWARD}:
        reading.drops |= said & {Field.COLUMN}


def _rescale(reading: RowReading, held: Sequence[Constraint]) -> None:
    """Give a bare number the field and scale of the amount it corrects: "hmm, 10?"."""
    number = reading.only_number
    before = next((c for c in reversed(held) if c.field in (Field.PRICE, Field.DURATION)), None)
    if number is None:
        return
    if before is None:
        if reading.number_at is not None:
            reading.unheld.add(reading.number_at)  # "under 400" of what is not said
        return
    earlier = max(float(v) for v in before.values)
    if before.field is Field.PRICE and number < 1000 <= earlier:
        number *= 1000
    op = before.op if before.op is not Op.BETWEEN else Op.LE
    reading.add(Filter(before.field, op, (number,)))


def _limit_beside(reading: RowReading, rows: Rows) -> None:
    """The limit of "cheaper than WGU's": below its least, or above its most."""
    if reading.beside is None:
        return
    sort, names = reading.beside
    one = Filter(Field.UNIVERSITY, Op.IN, names)
    alike = tuple(f for f in reading.filters if f.field in (Field.LEVEL, Field.AWARD, Field.TOPIC))
    tries = ((*alike, one), (one,))
    own = next((r for r in (rows.run(RowQuery(t)).rows for t in tries) if r), ())
    price = sort.key is SortKey.PRICE
    values = [p.price if price else (p.duration.years if p.duration else None) for p in own]
    known = [v for v in values if v is not None]
    if known:
        field = Field.PRICE if price else Field.DURATION
        limit = max(known) if sort.descending else min(known)
        reading.add(Filter(field, Op.GT if sort.descending else Op.LT, (limit,)))


def _same_elsewhere(reading: RowReading, held: Sequence[Constraint], rows: Rows) -> None:
    """ "And at Y?" after X's own program by its title: what is so titled at Y."""
    own = next((c for c in held if c.field is Field.PROGRAM and c.op is Op.IN), None)
    about = (Field.UNIVERSITY, Field.PRICE, Field.DURATION, Field.PLACE, Field.DELIVERY)
    says_more = any(f.field not in about for f in reading.filters)
    if own is None or not reading.universities or says_more:
        return
    named = rows.run(RowQuery((Filter(Field.PROGRAM, Op.IN, own.values),))).rows
    titles = tuple(dict.fromkeys(topic_key(p.title).strip() for p in named))
    reading.add(Filter(Field.TITLE, Op.IN, titles))


def _pointed(turn: Turn, reading: RowReading) -> tuple[ProgramId, ...]:
    """The programs that "the second one", "it" or "the two" stand for; () if none is meant."""
    shown, named = turn.shown, turn.named
    if "next" in reading.references or _opening(reading) in _IF:
        return ()
    if reading.ordinal is not None and shown:
        place = reading.ordinal - 1 if reading.ordinal > 0 else len(shown) - 1
        return (shown[place],) if place < len(shown) else ()
    if "two" in reading.references:
        return shown if len(shown) == 2 else named[-2:]
    last = _last_ask(turn)
    limited = last is not None and _chooses(last)
    # The winner, or those that tie as one.
    best = shown if len(shown) == 1 or (limited and len(shown) <= MAX_NAMED) else ()
    if "it" in reading.references or "school" in reading.references:
        return best if best and "it" in reading.references else named[-1:]
    if "those" in reading.references:
        return shown if limited else ()
    plain = not reading.filters and not reading.drops and not reading.sort and not reading.aggregate
    return best if plain and (reading.wanted or reading.columns) else ()


def _matches(constraints: Sequence[Constraint], rows: Rows) -> bool:
    return rows.run(RowQuery(filters(constraints), aggregate=Aggregate.COUNT)).total_matched > 0


def _elsewhere(
    reading: RowReading, joined: tuple[Constraint, ...], rows: Rows
) -> tuple[Constraint, ...]:
    """ "And at Deakin?", which is not where the others were: it takes the place of that place."""
    said = any(f.field in OF_PLACES for f in reading.filters)
    if not reading.universities or said:
        return joined
    elsewhere = tuple(c for c in joined if c.field not in OF_PLACES)
    return elsewhere if _matches(elsewhere, rows) else joined


def _go_on(
    turn: Turn, reading: RowReading, last: RowAsk | None, pointed: tuple[ProgramId, ...]
) -> None:
    """Take over the order of what was asked before, or its next place."""
    if "next" in reading.references:
        next_in_order(reading, _last_ask(turn, _is_ordered))
    elif not pointed:
        _inherit(reading, last)


def _inherit(reading: RowReading, last: RowAsk | None) -> None:
    """A follow-up that says only what changes keeps the rest of the last ask."""
    if last is None or reading.references - {"it"}:
        return
    if reading.extreme and last.query.sort and not reading.sort:  # "and the highest?"
        at, plus = reading.extreme
        reading.take(at)
        reading.sort, reading.limit = Sort(last.query.sort.key, plus), reading.limit or 1
    asks_anew = reading.sort or reading.aggregate or reading.nth or reading.limit
    lists = any(t.text in ("which", "list", "show", "what") for t in reading.tags)
    query = last.query
    if not asks_anew and not reading.wanted:
        reading.wanted = list(last.wanted)
        reading.duration_unit = last.duration_unit
        if not lists:
            reading.sort, reading.limit, reading.nth = query.sort, query.limit, query.nth
            reading.aggregate, reading.of, reading.group = query.aggregate, query.of, query.group
    elif reading.sort and reading.limit is None and query.limit:
        reading.limit = query.limit


def _about(pointed: tuple[ProgramId, ...], reading: RowReading) -> RowAsk:
    """The ask about programs pointed at, with the conditions said of them."""
    own = tuple(f for f in reading.filters)
    if len(pointed) > 1 and (reading.compare or reading.difference):
        return comparison(pointed, reading)
    return _ask(reading, (Filter(Field.PROGRAM, Op.IN, pointed), *own))


def _set_only(constraints: tuple[Constraint, ...]) -> tuple[Constraint, ...]:
    return tuple(c for c in constraints if not is_identity(c))


def _ask(reading: RowReading, conditions: tuple[Filter, ...]) -> RowAsk:
    query = RowQuery(
        conditions,
        sort=reading.sort,
        limit=reading.limit,
        nth=reading.nth,
        aggregate=reading.aggregate,
        of=reading.of,
        group=reading.group,
    )
    if query.nth and query.sort is None:
        query = replace(query, nth=None)
    opens = _opening(reading)
    one = [f for f in conditions if f.field is Field.PROGRAM and len(f.values) == 1]
    asked = len(reading.tags) > 1 and reading.tags[1].text in ("you", "u")
    checks = opens in _WHETHER and not asked and (len(reading.universities) == 1 or bool(one))
    return RowAsk(
        query,
        tuple(reading.wanted),
        reading.duration_unit,
        premise=opens in ("why", "since", "because", "how come")
        or checks
        or reading.tags[-1].text == "right",
        columns=tuple(reading.columns),
    )


def _announced(reading: RowReading) -> RowAsk:
    """What a page says it lists; the subject are the words that name it."""
    subject = " ".join(
        t.text
        for t in reading.tags
        if t.links or (t.unread and len(t.text) > 2) or t.has("guide", "career")
    )
    return RowAsk(RowQuery(aggregate=Aggregate.COUNT), announced=True, subject=subject or None)
