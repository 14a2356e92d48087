"""Sentences about rows of an index for the second audit, true ones and lies, in forms of their own.

Written apart from `true_rows.py` and `lies.py`: each form is used with true values and, for a lie,
with values that the rows do not bear out. Which values are true is read from the rows themselves.
"""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from itertools import pairwise

from assistant.find_rows import find_rows
from assistant.knowledge import Knowledge
from assistant.records import AskEvidence, Evidence, Kind, RowAsk, Wanted
from evals.verifier_audit.made_facts import ORDER, STYLE, VOICE
from evals.verifier_audit.numbers import digits, in_words
from evals.verifier_audit.said import Said
from vectorstore.query import Aggregate, Field, Filter, Op, RowQuery, Sort, SortKey
from vectorstore.records import Level, PriceBasis, Program, SnapshotId

_PRICE = (
    (ORDER, "The figure that {u} gives for its {t} is {p}."),
    (ORDER, "{p} is the price listed for {u}'s {t}."),
    (ORDER, "As for the {t} at {u}, its listed price is {p}."),
    (VOICE, "{u}'s {t} is offered at a price of {p}."),
    (VOICE, "The {t} at {u} has been listed at {p}."),
    (ORDER, "Whoever takes the {t} at {u} pays {p}."),
    (VOICE, "{u}'s {t} costs {p}."),
    (ORDER, "With a listed price of {p}, {u} offers the {t}."),
)
_LENGTH = (
    (ORDER, "{l} is how long {u}'s {t} takes."),
    (ORDER, "As for length, the {t} at {u} takes {l}."),
    (VOICE, "The {t} at {u} is finished in {l}."),
    (ORDER, "{u}'s {t} lasts {l}."),
    (ORDER, "A student at {u} is done with the {t} after {l}."),
)
_BOTH = (
    (ORDER, "{u}'s {t} takes {l} and is listed at {p}."),
    (ORDER, "Listed at {p}, the {t} at {u} lasts {l}."),
    (VOICE, "For {p}, the {t} is offered by {u}, and it takes {l}."),
)
_PAIR = (
    (ORDER, "{u} lists its {t} at {p}, and {v} lists its {s} at {q}."),
    (ORDER, "{p} is the price of {u}'s {t}, {q} that of {v}'s {s}."),
    (ORDER, "While {u}'s {t} costs {p}, {v}'s {s} costs {q}."),
    (VOICE, "{u}'s {t} is listed at {p} and {v}'s {s} at {q}."),
)
_LESS = (
    (ORDER, "{u}'s {t} costs less than {v}'s {s}."),
    (VOICE, "Of the two, {u}'s {t} at {p} is cheaper than {v}'s {s} at {q}."),
    (ORDER, "{v}'s {s}, at {q}, is dearer than {u}'s {t}, at {p}."),
)
_COUNT = (
    (ORDER, "{n} {s} are in the listings I hold."),
    (ORDER, "In the listings there are {n} {s}."),
    (VOICE, "The listings that I hold name {n} {s}."),
    (ORDER, "I know of {n} {s}."),
)
_FIRST = (
    (ORDER, "{u}'s {t} is the cheapest of the {n} {s}."),
    (ORDER, "Cheapest of the {n} {s} is {u}'s {t}, at {p}."),
    (ORDER, "At {p}, {u} has the cheapest of the {n} {s}, its {t}."),
    (VOICE, "Among {n} {s}, the lowest price is that of {u}'s {t}: {p}."),
)
_NOUNS = {
    Level.MASTER: "master's programs", Level.CERTIFICATE: "certificates",
    Level.BACHELOR: "bachelor's programs", Level.DIPLOMA: "diplomas",
}  # fmt: skip
_UNITS = {"year": "months", "month": "weeks", "week": "years", "hour": "days", "day": "hours"}
_TAIL = {PriceBasis.YEAR: " a year", PriceBasis.CREDIT: " per credit"}
_AWAY = ("Thornbury University", "Calder Polytechnic", "Institute of Mirewood")
_STUDIES = ("Master of Falconry", "Diploma of Lock Design", "BSc in Orchard Robotics")
_PAY = (
    "Those who finish {u}'s {t} earn {p} a year.",
    "Graduates of {u}'s {t} start at {p}.",
    "{u}'s {t} leads to a salary of {p}.",
)
_MORE = (
    "{x} Details: https://join.example.org/a.", "{x} More at www.join.example.org.",
    "[{y}](https://join.example.org).", "**{y}**.", "{x} <b>Apply</b>.",
    "{x} Write to info@join.example.org.",
)  # fmt: skip


def row_said(knowledge: Knowledge, rng: random.Random) -> Iterator[Said]:
    """True sentences and lies about rows, pairs and sets, in no order."""
    rows = [r for r in knowledge.rows.all() if r.price and r.duration]
    rng.shuffle(rows)
    for row in rows[:45]:
        yield from _of_one(row, rows, knowledge, rng)
    for one, other in pairwise(rows[:60]):
        if _are_comparable(one, other):
            yield from _of_two(one, other, knowledge, rng)
    yield from _of_sets(rows, knowledge, rng)


def _found(knowledge: Knowledge, ask: RowAsk) -> tuple[AskEvidence, Evidence]:
    found = find_rows(ask, knowledge.snapshot, (), "a1")
    return found, Evidence((found,), SnapshotId("audit"))


def _cites(found: AskEvidence, *rows: Program) -> tuple[str, ...]:
    wanted = {r.id for r in rows}
    return tuple(i.key for i in found.items if i.program is not None and i.program.id in wanted)


def _sum(value: float, row: Program, rng: random.Random) -> tuple[str, bool]:
    """A sum in some style, and whether it is another style than the listing's."""
    styles = [digits(value), digits(value).replace(",", "")]
    if value == int(value) and value < 1_000_000:
        styles.append(in_words(int(value)))
        if value % 100 == 0:
            styles.append(f"{value / 1000:g}k")
    chosen = rng.choice(styles)
    money = f"{row.currency} {chosen}" if row.currency and chosen[0].isdigit() else chosen
    return money + _TAIL.get(row.price_basis, ""), chosen != styles[0]


def _long(row: Program) -> str:
    assert row.duration is not None
    value, unit = row.duration.value, row.duration.unit
    return f"{value:g} {unit}{'' if value == 1 else 's'}"


def _of_one(
    row: Program, rows: Sequence[Program], knowledge: Knowledge, rng: random.Random
) -> Iterator[Said]:
    near = [r for r in rows if r.id != row.id and r.price != row.price][:3]
    chosen = (row, *near)
    query = RowQuery((Filter(Field.PROGRAM, Op.IN, tuple(r.id for r in chosen)),))
    found, evidence = _found(knowledge, RowAsk(query, (Wanted.PRICE, Wanted.DURATION)))
    cites = _cites(found, row)

    def said(kind: str, text: str, true: bool, keys: tuple[str, ...] = cites) -> Said:
        return Said(kind, _capital(text), keys, evidence, true, str(row.id), True)

    for kind, form in (*rng.sample(_PRICE, 3), rng.choice(_LENGTH), rng.choice(_BOTH)):
        told, is_other = _sum(row.price or 0, row, rng)
        style = STYLE if is_other and "{p}" in form else kind
        yield said(style, form.format(u=row.university, t=row.title, p=told, l=_long(row)), True)
    for kind, text, keys in _lies_of_one(row, near, rng, found, cites):
        yield said(kind, text, False, keys)


def _lies_of_one(
    row: Program,
    near: Sequence[Program],
    rng: random.Random,
    found: AskEvidence,
    cites: tuple[str, ...],
) -> Iterator[tuple[str, str, tuple[str, ...]]]:
    price, form = row.price or 0, rng.choice(_PRICE)[1]
    own = {"u": row.university, "t": row.title, "l": _long(row)}
    true, _ = _sum(price, row, rng)
    plain = form.format(**own, p=true)
    wrong = _sum(_changed(price, rng), row, rng)[0]
    yield "changed digits", form.format(**own, p=wrong), cites
    length = rng.choice(_LENGTH)[1]
    assert row.duration is not None
    longer = f"{row.duration.value + 1:g} {row.duration.unit}s"
    yield "changed digits", length.format(**{**own, "l": longer}), cites
    unit = f"{row.duration.value:g} {_UNITS[row.duration.unit]}"
    yield "changed unit", length.format(**{**own, "l": unit}), cites
    yield "invented program", form.format(**{**own, "u": rng.choice(_AWAY)}, p=true), cites
    yield "invented program", form.format(**{**own, "t": rng.choice(_STUDIES)}, p=true), cites
    pay = f"{rng.randrange(48, 170)},{rng.randrange(1, 9)}00"
    yield "invented salary", rng.choice(_PAY).format(**own, p=pay), cites
    yield "unknown id", plain, (rng.choice(("zz1", "a9r9", "q0")),)
    if not row.currency and "$" not in (row.price_raw or ""):
        money = rng.choice(("£{}", "{} euros", "US${}", "{} AUD")).format(digits(price))
        yield "added currency", form.format(**own, p=money), cites
    if row.price_basis is PriceBasis.UNKNOWN:
        told = digits(price) + rng.choice((" a year", " per unit", " a semester", " each month"))
        yield "changed period", form.format(**own, p=told), cites
    more = rng.choice(_MORE)
    yield "link or markup", more.format(x=plain, y=plain.rstrip(".")), cites
    limit = rng.choice(("up to ", "at least ", "over ", "less than "))
    yield "changed limit", form.format(**own, p=limit + true), cites
    yield "added not", f"{row.university}'s {row.title} does not cost {true}.", cites
    for other in near[:1]:
        yield "swapped figures", form.format(**own, p=_sum(other.price or 0, other, rng)[0]), cites
        if other.university != row.university or other.title != row.title:
            yield "wrong id", plain, _cites(found, other)


def _changed(value: float, rng: random.Random) -> float:
    text = f"{value:.0f}"
    at = rng.randrange(min(3, len(text)))
    new = rng.choice([d for d in "123456789" if d != text[at]])
    return float(text[:at] + new + text[at + 1 :])


def _are_comparable(one: Program, other: Program) -> bool:
    same = (one.currency, one.price_basis) == (other.currency, other.price_basis)
    return same and one.price != other.price and one.university != other.university


def _of_two(
    one: Program, other: Program, knowledge: Knowledge, rng: random.Random
) -> Iterator[Said]:
    cheap, dear = sorted((one, other), key=lambda r: r.price or 0)
    ask = RowAsk(RowQuery(compare=(one.id, other.id)), (Wanted.PRICE,), difference=True)
    found, evidence = _found(knowledge, ask)
    cites = _cites(found, cheap, dear)
    p, q = _sum(cheap.price or 0, cheap, rng)[0], _sum(dear.price or 0, dear, rng)[0]
    names = {"u": cheap.university, "t": cheap.title, "v": dear.university, "s": dear.title}
    turned = {"u": dear.university, "t": dear.title, "v": cheap.university, "s": cheap.title}
    family = f"{cheap.id} {dear.id}"
    for kind, form in (rng.choice(_PAIR), rng.choice(_LESS)):
        text = _capital(form.format(**names, p=p, q=q))
        yield Said(kind, text, cites, evidence, True, family, True)
    text = _capital(rng.choice(_PAIR)[1].format(**names, p=q, q=p))
    yield Said("swapped figures", text, cites, evidence, False, family, True)
    text = _capital(rng.choice(_LESS)[1].format(**turned, p=q, q=p))
    yield Said("turned round", text, cites, evidence, False, family, True)


def _of_sets(rows: Sequence[Program], knowledge: Knowledge, rng: random.Random) -> Iterator[Said]:
    for level, noun in _NOUNS.items():
        own = Filter(Field.LEVEL, Op.IN, (level.value,))
        found, evidence = _found(knowledge, RowAsk(RowQuery((own,), aggregate=Aggregate.COUNT)))
        number = int(found.result.value or 0) if found.result else 0
        if number < 3:
            continue
        keys = tuple(i.key for i in found.items if i.kind is Kind.SET)
        for kind, form in _COUNT:
            for n in (digits(number), in_words(number)) if number < 100 else (digits(number),):
                text = _capital(form.format(n=n, s=noun))
                yield Said(kind, text, keys, evidence, True, f"count {noun}", True)
            wrong = number + rng.choice((-2, -1, 1, 3, 10))
            text = _capital(form.format(n=wrong, s=noun))
            yield Said("wrong count", text, keys, evidence, False, f"count {noun}", True)
        yield from _first_of(own, noun, (number, rows), knowledge, rng)


def _first_of(
    own: Filter,
    noun: str,
    of: tuple[int, Sequence[Program]],
    knowledge: Knowledge,
    rng: random.Random,
) -> Iterator[Said]:
    number, rows = of
    found, evidence = _found(knowledge, RowAsk(RowQuery((own,), Sort(SortKey.PRICE, False), 1)))
    result = found.result
    if result is None or len(result.rows) != 1 or len(result.bases) > 1:
        return
    first = result.rows[0]
    sets = tuple(i.key for i in found.items if i.kind is Kind.SET)
    others = [r for r in rows if r.level is first.level and r.id != first.id][:3]
    for kind, form in _FIRST:
        told = _sum(first.price or 0, first, rng)[0]
        given = {"n": number, "s": noun}
        text = form.format(u=first.university, t=first.title, p=told, **given)
        cites = (*sets, *_cites(found, first))
        yield Said(kind, _capital(text), cites, evidence, True, f"first {noun}", True)
        for other in others:
            text = form.format(
                u=other.university, t=other.title, p=_sum(other.price or 0, other, rng)[0], **given
            )
            yield Said(
                "turned round", _capital(text), cites, evidence, False, f"first {noun}", True
            )


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
