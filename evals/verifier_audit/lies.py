"""Lies made from true sentences: one fault each, of the kinds that models were seen to make.

Every rule knows from the evidence that its sentence is false, by means of its own.
"""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Sequence
from dataclasses import replace

from assistant.records import Item, Kind
from evals.verifier_audit.said import Said
from vectorstore.records import Program

Lie = Callable[[Said, random.Random], Said | None]

_NUMBER = re.compile(r"(?<![\w.])\d[\d,\u202f]*(?:\.\d+)?")


def _text(said: Said, kind: str, text: str | None) -> Said | None:
    if text is None or text == said.text:
        return None
    return replace(said, kind=kind, text=text, is_true=False)


def _rows(said: Said) -> list[Program]:
    held = said.evidence.items()
    return [p for k in said.cites if k in held and (p := held[k].program) is not None]


def _items(said: Said) -> list[Item]:
    held = said.evidence.items()
    return [held[k] for k in said.cites if k in held]


def _names(said: Said) -> list[str]:
    out = []
    for item in said.evidence.items().values():
        if item.program is not None:
            out += [item.program.title, item.program.university]
        out += [item.page.title, item.section]
    return sorted(set(out), key=len, reverse=True)


def _bare(said: Said) -> str:
    """The text with names blanked, so that only its own figures and words are changed."""
    text = said.text
    for name in _names(said):
        text = text.replace(name, "\x00" * len(name))
    return text


def _put(said: Said, start: int, end: int, new: str) -> str:
    return said.text[:start] + new + said.text[end:]


def digit(said: Said, rng: random.Random) -> Said | None:
    """One digit of one figure becomes another."""
    bare = _bare(said)
    found = list(_NUMBER.finditer(bare))
    if not found:
        return None
    m = rng.choice(found)
    places = [i for i in range(m.start(), m.end()) if bare[i].isdigit()]
    # A change of the last decimals of a long mean could pass for its rounding.
    at = rng.choice(places[:-2] if "." in m.group() and len(places) > 3 else places)
    new = rng.choice([d for d in "123456789" if d != bare[at]])
    return _text(said, "digit", _put(said, at, at + 1, new))


def swapped(said: Said, _rng: random.Random) -> Said | None:
    """Two universities exchange their prices."""
    rows = _rows(said)
    if len(rows) != 2 or rows[0].price == rows[1].price:
        return None
    names = [f"{r.university}'s {r.title}" for r in rows]
    if any(n not in said.text for n in names):
        return None
    one, two = names
    text = said.text.replace(one, "\x00").replace(two, one).replace("\x00", two)
    if "The difference between" in text or _is_plain_pair(said.text):
        return None
    return _text(said, "swapped prices", text)


def _is_plain_pair(text: str) -> bool:
    return not re.search(r"cheaper|expensive|less|more|\d|thousand|hundred", text)


def moved(said: Said, rng: random.Random) -> Said | None:
    """A value of another row of the index under this row's name."""
    rows = _rows(said)
    if len(rows) != 1:
        return None
    held = [i.program for i in said.evidence.items().values() if i.program is not None]
    others = [p for p in held if p.id != rows[0].id and p.price and p.price != rows[0].price]
    m = re.search(r"\d{1,3}(?:,\d{3})+", _bare(said))
    if not m or not others:
        return None
    other = rng.choice(others)
    return _text(said, "swapped prices", _put(said, m.start(), m.end(), f"{other.price:,.0f}"))


def invented_program(said: Said, rng: random.Random) -> Said | None:
    """A program or a university that the evidence does not hold."""
    rows = _rows(said)
    if not rows:
        return None
    row = rng.choice(rows)
    if rng.random() < 0.5:
        new = rng.choice(("Hollowgate University", "Brightwater Institute", "Kestrel College"))
        return _text(said, "invented program", said.text.replace(row.university, new))
    new = rng.choice(("Master of Glaciology", "Certificate in Beekeeping", "MSc in Tidal Robotics"))
    return _text(said, "invented program", said.text.replace(row.title, new))


def invented_salary(said: Said, rng: random.Random) -> Said | None:
    """Pay for what the evidence gives no such pay for."""
    names = [r.title for r in _rows(said)] or [i.page.title for i in _items(said)]
    if not names:
        return None
    pay = rng.choice(("97,350", "143,700", "$88,450", "212,000 dollars"))
    form = rng.choice(
        (
            "Graduates of {n} earn {p} a year.", "{n} pays {p} a year.",
            "After {n} the average salary is {p}.", "People in {n} make about {p}.",
        )
    )  # fmt: skip
    return _text(said, "invented salary", form.format(n=names[0], p=pay))


def limit_dropped(said: Said, _rng: random.Random) -> Said | None:
    """ "up to", "more than", "can" and their like are left out."""
    limits = (
        r"\b(?:up to|more than|over|less than|under|at least|nearly|almost|about|roughly"
        r"|around) (?=\$?\d)|\b(?:can|may|could|might) (?!be\b)|\b(?:often|usually|typically"
        r"|sometimes|probably) "
    )
    bare = _bare(said)
    m = re.search(limits, bare)
    if not m or said.computed:
        return None
    if m.group().strip() in ("about", "roughly", "around", "over", "under"):
        behind = bare[m.end() :]
        if not re.match(r"\$?\d", behind):
            return None
    return _text(said, "limit dropped", _put(said, m.start(), m.end(), ""))


def limit_added(said: Said, rng: random.Random) -> Said | None:
    """A limit that the evidence does not have."""
    if said.computed and re.search(r"\b(?:range|between|from)\b", said.text):
        return None
    bare = _bare(said)
    found = list(re.finditer(r"\$?(?<![\w.,-])\d{1,3}(?:,\d{3})+(?![-\u2013])", bare))
    found = [m for m in found if not re.search(
        r"(?:to|than|over|under|least|about|nearly|almost|roughly|most|and|between|around"
        r"|exceed\w*|of|some|\u2013|-) ?$", bare[: m.start()])]  # fmt: skip
    if not found:
        return None
    word = rng.choice(("up to ", "at least ", "more than ", "less than "))
    m = rng.choice(found)
    return _text(said, "limit added", _put(said, m.start(), m.start(), word))


def not_dropped(said: Said, _rng: random.Random) -> Said | None:
    """What is denied is stated."""
    bare = _bare(said)
    m = re.search(r"\b(?:not|never|no longer) |n't\b", bare)
    if not m or said.computed or re.search(r"\bnot only\b", bare):
        return None
    text = _put(said, m.start(), m.end(), "")
    return _text(said, "not dropped", re.sub(r"\bca (?=\w)", "can ", text))


def not_added(said: Said, rng: random.Random) -> Said | None:
    """What is stated is denied."""
    bare = _bare(said)
    found = list(re.finditer(r"\b(?:is|are|was|were|can|will|has|costs?|takes?)\b", bare))
    if not found:
        return None
    m = rng.choice(found[:2])
    word = m.group()
    if word in ("cost", "costs", "take", "takes", "has"):
        new = {"cost": "do not cost", "costs": "does not cost", "take": "do not take",
               "takes": "does not take", "has": "has no"}[word]  # fmt: skip
        return _text(said, "not added", _put(said, m.start(), m.end(), new))
    return _text(said, "not added", _put(said, m.end(), m.end(), " not"))


def period(said: Said, rng: random.Random) -> Said | None:
    """Paid for another period than the evidence says, or for one where it says none."""
    bare = _bare(said)
    m = re.search(r"\b(?:a|an|per|each|every) (year|hour|month|week)\b|\b(annually|hourly)\b", bare)
    if m:
        held = m[1] or {"annually": "year", "hourly": "hour"}[m[2]]
        new = rng.choice([p for p in ("year", "hour", "month", "week") if p != held])
        return _text(said, "period", _put(said, m.start(), m.end(), f"per {new}"))
    m = re.search(r"\d{1,3}(?:,\d{3})+|\d{4,}(?! to)", bare)
    if not m or not said.computed or any(r.price_basis.value != "unknown" for r in _rows(said)):
        return None
    word = rng.choice((" a year", " per credit", " per semester", " a month"))
    return _text(said, "period", _put(said, m.end(), m.end(), word))


def unit(said: Said, _rng: random.Random) -> Said | None:
    """A length or a share in another unit."""
    bare = _bare(said)
    m = re.search(r"(?<=[\d\w] )(years?|months?|weeks?)\b", bare)
    if (
        m
        and said.computed
        and re.search(r"(?:\d|half|\bone|\btwo|\bthree|\bfour) $", bare[: m.start()])
    ):
        new = {"year": "month", "month": "week", "week": "year"}[m[1].rstrip("s")]
        return _text(
            said, "unit", _put(said, m.start(), m.end(), new + m[1][len(m[1].rstrip("s")) :])
        )
    m = re.search(r"(?<=\d)(?:%| percent| per cent)", bare)
    if m:
        return _text(said, "unit", _put(said, m.start(), m.end(), ",000"))
    m = re.search(r"\$(\d[\d,]*K?)(?![\d,.+-])", bare)
    return _text(said, "unit", _put(said, m.start(), m.end(), f"{m[1]} percent")) if m else None


def currency(said: Said, rng: random.Random) -> Said | None:
    """A currency that no source gives."""
    bare = _bare(said)
    if "$" in bare:
        new = rng.choice(("\u20ac", "\u00a3", "A$", "C$"))
        at = bare.index("$")
        if bare[at - 1 : at].isalpha():
            return None
        return _text(said, "currency", _put(said, at, at + 1, new))
    rows = _rows(said)
    m = re.search(r"(?<![\w$\u20ac\u00a3,.])\d{1,3}(?:,\d{3})+", bare)
    if not m or not rows or any(r.currency for r in rows):
        return None
    if any("$" in (r.price_raw or "") for r in rows):
        return None
    if rng.random() < 0.5:
        return _text(
            said, "currency", _put(said, m.start(), m.start(), rng.choice(("$", "EUR ", "A$")))
        )
    word = rng.choice((" dollars", " euros", " AUD", " pounds"))
    return _text(said, "currency", _put(said, m.end(), m.end(), word))


def wrong_id(said: Said, rng: random.Random) -> Said | None:
    """Another piece of evidence is cited, or one that there is not."""
    held = said.evidence.items()
    if rng.random() < 0.5:
        return replace(said, kind="wrong id", cites=("zz9",), is_true=False)
    own = _items(said)
    if len(own) != 1:
        return None
    item = own[0]
    others = [
        i.key
        for i in held.values()
        if i.key != item.key and i.kind is item.kind and not _overlap(i, item)
    ]
    if not others or item.kind is Kind.SET:
        return None
    if item.claim is not None and any(
        (c := held[k].claim) and c.text == item.claim.text for k in others
    ):
        return None
    return replace(said, kind="wrong id", cites=(rng.choice(others),), is_true=False)


def _overlap(one: Item, other: Item) -> bool:
    return one.page.id == other.page.id and one.start < other.end and other.start < one.end


def link(said: Said, rng: random.Random) -> Said | None:
    """A link or markup joins it."""
    more = rng.choice(
        (
            " See https://apply.example.net/now.", " [Apply here](http://apply.example.net).",
            " Visit apply.example.net for more.", ' <a href="x">Apply</a>', " **Apply now.**",
            " (www.example.net)", " Write to admissions@example.net.",
            " <img src=x onerror=alert(1)>",
        )
    )  # fmt: skip
    return _text(said, "link", said.text + more)


def turned(said: Said, _rng: random.Random) -> Said | None:
    """The other end of an order, or the other direction of a comparison."""
    pairs = {
        "cheapest": "most expensive", "least expensive": "most expensive",
        "most expensive": "cheapest", "priciest": "cheapest", "shortest": "longest",
        "longest": "shortest", "cheaper than": "more expensive than",
        "more expensive than": "cheaper than", "less than": "more than", "more than": "less than",
        "highest": "lowest", "lowest": "highest", "largest": "smallest", "grow": "shrink",
        "faster": "slower", "rise": "fall", "increase": "decrease", "most": "few", "all": "no",
    }  # fmt: skip
    names = "|".join(sorted(pairs, key=len, reverse=True))
    bare = _bare(said)
    m = re.search(rf"\b(?:{names})\b", bare)
    if not m:
        return None
    return _text(said, "turned", _put(said, m.start(), m.end(), pairs[m.group()]))


def other_entity(said: Said, rng: random.Random) -> Said | None:
    """The same said of another page, or of another level of experience."""
    swaps = {
        "entry-level": "senior", "senior": "entry-level", "mid-level": "senior",
        "Entry-level": "Senior", "Senior": "Entry-level", "Mid-level": "Entry-level",
        "nurses": "electricians", "hygienists": "accountants", "electricians": "nurses",
        "developers": "hygienists", "accountants": "developers", "analysts": "nurses",
        "online": "on campus", "master's programs": "certificates",
        "certificates": "bachelor's programs", "median": "lowest", "startups": "hospitals",
    }  # fmt: skip
    found = [w for w in swaps if re.search(rf"\b{w}\b", _bare(said))]
    if not found:
        return None
    word = rng.choice(found)
    m = re.search(rf"\b{word}\b", _bare(said))
    assert m is not None
    if word == "online" and any("on_campus" in {d.value for d in r.delivery} for r in _rows(said)):
        return None
    return _text(said, "other entity", _put(said, m.start(), m.end(), swaps[word]))


def praise(said: Said, rng: random.Random) -> Said | None:
    """What no evidence says of it."""
    more = rng.choice(
        (
            ", which is accredited", ", a top-ranked choice", ", with guaranteed job placement",
            ", and admission is easy", ", with scholarships for all", ", the best in its country",
        )
    )  # fmt: skip
    return _text(said, "unsupported words", said.text.rstrip(".") + more + ".")


LIES: Sequence[Lie] = (
    digit, swapped, moved, invented_program, invented_salary, limit_dropped, limit_added,
    not_dropped, not_added, period, unit, currency, wrong_id, link, turned, other_entity, praise,
)  # fmt: skip
