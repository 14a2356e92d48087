"""True sentences about rows: every form of a sentence with every style of its figures.

The forms are English, written for this audit; the values are those of the rows of an index.
"""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from itertools import combinations

from assistant.find_rows import find_rows
from assistant.knowledge import Knowledge
from assistant.records import AskEvidence, Evidence, Kind, RowAsk, Wanted
from evals.verifier_audit.numbers import counts, digits, lengths, sums
from evals.verifier_audit.said import Said
from vectorstore.query import Aggregate, Field, Filter, Op, RowQuery, Sort, SortKey
from vectorstore.records import Level, PriceBasis, Program, SnapshotId

_NAME = ("{u}'s {t}", "the {t} at {u}", "the {t} from {u}", "the {t} of {u}")
_ORDER = (
    "{n} is listed at {p}.",
    "{u} lists its {t} at {p}.",
    "At {u}, the {t} costs {p}.",
    "For the {t}, {u} charges {p}.",
    "{n} takes {l} and costs {p}.",
    "{p} is the listed price of {n}.",
    "Priced at {p}, {n} runs for {l}.",
    "With a length of {l}, {n} is listed at {p}.",
    "Lasting {l}, {n} is listed at {p}.",
    "It takes {l} to complete {n}, which costs {p}.",
    "The length of {n} is {l}.",
    "In {l}, students complete {n}.",
    "The price of {n} is {p}, and its length is {l}.",
    "{n}: {p}.",
    "{n} ({p}, {l}).",
    "Tuition for {n} is listed as {p}.",
    "The listed cost of {n} is {p}.",
    "It costs {p} to study {n}.",
    "Finishing {n} takes {l}.",
    "{n} has a duration of {l} and a price of {p}.",
    "The {t}, which {u} offers, costs {p}.",
    "{u} has a {t} that takes {l} and is priced at {p}.",
    "Of the programs at {u}, the {t} is listed at {p}.",
)
_VOICE = (
    "{p} is charged by {u} for the {t}.",
    "The {t} is offered by {u} for {p}.",
    "A price of {p} is given for {n}.",
    "{n} can be completed in {l}.",
    "{p} is paid for {n}.",
    "{l} are needed to complete {n}.",
    "{n} is priced at {p}.",
    "A length of {l} is stated for {n}.",
    "Students pay {p} for {n}.",
    "{u} teaches its {t} in {l}.",
    "{u} asks {p} for its {t}.",
    "You pay {p} for {n}.",
    "Expect to pay {p} for {n}.",
    "{n} can be had for {p}.",
    "{n} comes to {p}.",
    "{n} carries a price of {p}.",
    "{n} is listed by {u} at {p}.",
    "A student needs {l} for {n}.",
    "{n} spans {l}.",
    "{l} is the time that {n} takes.",
)
_PLACE = (
    "{n} is offered in {c}.",
    "{u} offers its {t} in {c}.",
    "In {c}, {u} offers the {t}.",
    "{n} is taught in {c}.",
)
_WAY = {
    "online": (
        "{n} is offered online.",
        "{u} teaches its {t} online.",
        "Online, {u} offers its {t}.",
    ),
    "on_campus": ("{n} is offered on campus.", "{u} teaches its {t} on campus."),
    "hybrid": ("{n} is a hybrid program.", "{u} offers its {t} in a hybrid format."),
}
_FIRST = (
    "Of the {k} {s} I hold, {n} is the {x}, at {v}.",
    "The {x} of the {k} {s} is {n}, listed at {v}.",
    "At {v}, {n} is the {x} of the {k} {s} I hold.",
    "Among the {k} {s}, {n} is the {x} ({v}).",
    "I hold {k} {s}; the {x} is {n} at {v}.",
    "There are {k} {s}, and the {x} of them is {n}, at {v}.",
    "{n}, listed at {v}, is the {x} of the {k} {s}.",
    "The {x} of my {k} {s} is {n}, at {v}.",
    "With {v}, {n} is the {x} of the {k} {s} that I hold.",
    "Which of the {k} {s} is the {x}? It is {n}, at {v}.",
)
_LOW = (
    "{n} has the lowest price of the {k} {s}: {v}.",
    "The lowest price among the {k} {s} is {v}, for {n}.",
    "None of the {k} {s} is cheaper than {n}, at {v}.",
    "No other of the {k} {s} costs less than {n} ({v}).",
    "{n} is the least costly of the {k} {s}, at {v}.",
    "Of the {k} {s}, {n} costs the least: {v}.",
)
_TWO = (
    "{a} costs {pa} and {b} costs {pb}.",
    "{a} costs {pa}, while {b} costs {pb}.",
    "{a} is cheaper than {b}: {pa} against {pb}.",
    "At {pa}, {a} is cheaper than {b}, which costs {pb}.",
    "{b} is more expensive than {a}, at {pb} against {pa}.",
    "{a} costs {g} less than {b}.",
    "{b} costs {g} more than {a}.",
    "The difference between {a} and {b} is {g}.",
)
_MEAN = (
    "The average price of the {k} {s} is {v}.",
    "On average, the {k} {s} cost {v}.",
    "{v} is the mean price of the {k} {s}.",
    "The {k} {s} have a mean price of {v}.",
)
_SPAN = (
    "Prices of the {k} {s} range from {v} to {w}.",
    "The {k} {s} cost between {v} and {w}.",
    "From {v} to {w}: that is the range of the prices of the {k} {s}.",
)
_COUNT = (
    "I hold {k} {s}.",
    "There are {k} {s} in the listings.",
    "{k} {s} are held.",
    "The number of {s} I hold is {k}.",
    "The listings show {k} {s}.",
)
_LEVELS = {
    Level.MASTER: "master's programs",
    Level.CERTIFICATE: "certificates",
    Level.BACHELOR: "bachelor's programs",
    Level.DIPLOMA: "diplomas",
    Level.DOCTORATE: "doctorates",
}
_WAYS = {"online": "online", "on_campus": "on-campus", "hybrid": "hybrid"}


def true_rows(knowledge: Knowledge, rng: random.Random) -> Iterator[Said]:
    """True sentences about single rows, sets and pairs, in no order."""
    rows = list(knowledge.rows.all())
    rng.shuffle(rows)
    for row in rows[:60]:
        yield from _single(row, knowledge, rng)
    for filters, noun in _sets(rows):
        yield from _of_set(filters, noun, knowledge, rng)
    pairs = [p for p in combinations(rows[:14], 2) if _comparable(*p)]
    for one, other in pairs[:40]:
        yield from _of_two(one, other, knowledge, rng)


def _found(knowledge: Knowledge, ask: RowAsk) -> tuple[AskEvidence, Evidence]:
    found = find_rows(ask, knowledge.snapshot, (), "a1")
    return found, Evidence((found,), SnapshotId("audit"))


def _key(found: AskEvidence, row: Program) -> tuple[str, ...]:
    return tuple(i.key for i in found.items if i.program is not None and i.program.id == row.id)


def _set_keys(found: AskEvidence) -> tuple[str, ...]:
    return tuple(i.key for i in found.items if i.kind is Kind.SET)


def price_styles(row: Program) -> Sequence[str]:
    """The listed price in every style, its basis said where it has one."""
    if row.price is None:
        return ()
    tails = {PriceBasis.YEAR: (" a year", " per year"), PriceBasis.CREDIT: (" per credit",)}
    tail = tails.get(row.price_basis, ("",))
    return [s + t for s in sums(row.price, row.currency) for t in tail]


def _single(row: Program, knowledge: Knowledge, rng: random.Random) -> Iterator[Said]:
    wanted = (Wanted.PRICE, Wanted.DURATION, Wanted.PLACE, Wanted.DELIVERY)
    ask = RowAsk(RowQuery((Filter(Field.PROGRAM, Op.IN, (row.id,)),)), wanted)
    found, evidence = _found(knowledge, ask)
    prices = price_styles(row)
    times = lengths(row.duration.value, row.duration.unit) if row.duration else ()
    forms = [("word order", f) for f in _ORDER] + [("voice", f) for f in _VOICE]
    if row.places and row.places[0].city and len(row.places) == 1:
        forms += [("word order", f) for f in _PLACE]
    for way in row.delivery:
        forms += [("voice", f) for f in _WAY[way.value]]
    rng.shuffle(forms)
    for kind, form in forms[:8]:
        if ("{p}" in form and not prices) or ("{l}" in form and not times):
            continue
        style = rng.choice(prices) if prices else ""
        length = rng.choice(times) if times else ""
        plain = style == (prices[0] if prices else "") and length == (times[0] if times else "")
        name = rng.choice(_NAME).format(u=row.university, t=row.title)
        text = form.format(
            n=name, u=row.university, t=row.title, p=style, l=length,
            c=row.places[0].city if row.places else "",
        )  # fmt: skip
        told = kind if plain or ("{p}" not in form and "{l}" not in form) else "number style"
        yield Said(told, capital(text), _key(found, row), evidence, True, row.id, True)


def _sets(rows: Sequence[Program]) -> Iterator[tuple[tuple[Filter, ...], str]]:
    for level, noun in _LEVELS.items():
        of_level = [r for r in rows if r.level is level]
        if len(of_level) < 2:
            continue
        own = Filter(Field.LEVEL, Op.IN, (level.value,))
        yield (own,), noun
        for way, word in _WAYS.items():
            if sum(way in {d.value for d in r.delivery} for r in of_level) > 1:
                yield (own, Filter(Field.DELIVERY, Op.IN, (way,))), f"{word} {noun}"


def _of_set(
    filters: tuple[Filter, ...], noun: str, knowledge: Knowledge, rng: random.Random
) -> Iterator[Said]:
    family = f"set {noun}"
    found, evidence = _found(knowledge, RowAsk(RowQuery(filters, aggregate=Aggregate.COUNT)))
    number = int(found.result.value or 0) if found.result else 0
    for form in _COUNT:
        text = form.format(k=rng.choice(counts(number)), s=noun)
        yield Said("word order", capital(text), _set_keys(found), evidence, True, family, True)
    yield from _first(filters, noun, number, knowledge, rng)
    yield from _aggregates(filters, noun, number, knowledge, rng)


def _first(
    filters: tuple[Filter, ...], noun: str, number: int, knowledge: Knowledge, rng: random.Random
) -> Iterator[Said]:
    orders = (
        (SortKey.PRICE, False, ("cheapest", "least expensive")),
        (SortKey.PRICE, True, ("most expensive", "priciest")),
        (SortKey.DURATION, False, ("shortest",)),
        (SortKey.DURATION, True, ("longest",)),
    )
    for key, descending, said in orders:
        found, evidence = _found(knowledge, RowAsk(RowQuery(filters, Sort(key, descending), 1)))
        result = found.result
        if result is None or len(result.rows) != 1 or len(result.bases) > 1:
            continue
        row = result.rows[0]
        styles = price_styles(row) if key is SortKey.PRICE else ()
        if key is SortKey.DURATION and row.duration:
            styles = lengths(row.duration.value, row.duration.unit)
        lowest = rng.sample(_LOW, 3) if (key, descending) == (SortKey.PRICE, False) else []
        for form in (*rng.sample(_FIRST, 5), *lowest):
            style = rng.choice(styles)
            name = rng.choice(_NAME).format(u=row.university, t=row.title)
            text = form.format(
                k=rng.choice(counts(number)), s=noun, n=name, x=rng.choice(said), v=style
            )
            cites = (*_set_keys(found), *_key(found, row))
            kind = "word order" if style == styles[0] else "number style"
            yield Said(kind, capital(text), cites, evidence, True, f"set {noun} {key}", True)


def _aggregates(
    filters: tuple[Filter, ...], noun: str, number: int, knowledge: Knowledge, rng: random.Random
) -> Iterator[Said]:
    for aggregate, forms in ((Aggregate.MEAN, _MEAN), (Aggregate.RANGE, _SPAN)):
        query = RowQuery(filters, aggregate=aggregate, of=SortKey.PRICE)
        found, evidence = _found(knowledge, RowAsk(query))
        result = found.result
        if result is None or result.value is None or len(result.bases) != 1:
            continue
        if result.left_out_no_price:
            continue
        currency = result.bases[0].currency
        for form in forms:
            value = round(result.value, 2)
            style = rng.choice(sums(value, currency)[:2])
            high = sums(result.value_high or value, currency)[0]
            text = form.format(k=rng.choice(counts(number)), s=noun, v=style, w=high)
            yield Said(
                "word order", capital(text), _set_keys(found), evidence, True,
                f"set {noun} {aggregate}", True,
            )  # fmt: skip


def _comparable(one: Program, other: Program) -> bool:
    if one.price is None or other.price is None or one.price == other.price:
        return False
    same = (one.currency, one.price_basis) == (other.currency, other.price_basis)
    return same and one.university != other.university


def _of_two(
    one: Program, other: Program, knowledge: Knowledge, rng: random.Random
) -> Iterator[Said]:
    cheap, dear = sorted((one, other), key=lambda r: r.price or 0)
    ask = RowAsk(RowQuery(compare=(one.id, other.id)), (Wanted.PRICE,), difference=True)
    found, evidence = _found(knowledge, ask)
    gap = (dear.price or 0) - (cheap.price or 0)
    basis = cheap.price_basis in (PriceBasis.UNKNOWN, PriceBasis.TOTAL)
    for form in rng.sample(_TWO, 3):
        if "{g}" in form and not basis:
            continue
        names = [f"{r.university}'s {r.title}" for r in (cheap, dear)]
        pa, pb = rng.choice(price_styles(cheap)), rng.choice(price_styles(dear))
        text = form.format(
            a=names[0], b=names[1], pa=pa, pb=pb, g=rng.choice(sums(gap, cheap.currency))
        )
        plain = pa == price_styles(cheap)[0] and pb == price_styles(dear)[0]
        kind = "word order" if plain else "number style"
        cites = (*_key(found, cheap), *_key(found, dear))
        yield Said(kind, capital(text), cites, evidence, True, f"{one.id}-{other.id}", True)


def capital(text: str) -> str:
    """The text with a capital at its start."""
    return text[:1].upper() + text[1:]


__all__ = ["capital", "digits", "price_styles", "true_rows"]
