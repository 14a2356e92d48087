"""The liar: every kind of untruth that a model was seen to tell, one a sentence.

It starts from true sentences of the evidence and makes each of them false, by rules that know
nothing of the verifier. `LIES` names the kinds; some sentences of a turn are true, as a liar's are.
"""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from evals.model_server.chat import Asked
from evals.model_server.honest import honest_lines

Line = Mapping[str, Any]
Held = Sequence[Mapping[str, Any]]
Lie = Callable[[Line, Held, random.Random], Line | None]

_SLOT = re.compile(r"\{(\w+)\.(\w+)\}")


def liar_lines(asked: Asked, rng: random.Random) -> Sequence[Line]:
    """Lies of many kinds about the evidence, with a true sentence between them now and then."""
    held: Held = asked.data("evidence") or []
    true = honest_lines(asked, rng)
    out: list[Line] = []
    for line in true:
        kinds = list(LIES.values())
        rng.shuffle(kinds)
        made = [lied for lie in kinds if (lied := lie(line, held, rng)) is not None]
        out += made[:3]
        if rng.random() < 0.3:
            out.append(line)
    return out or [{"say": "The best program costs 4,999 dollars.", "cite": ["zz9"]}]


def _with(line: Line, text: str) -> Line | None:
    return {**line, "say": text} if text != line["say"] else None


def _values(held: Held) -> dict[str, str]:
    return {f"{e['id']}.{k}": str(v) for e in held for k, v in e.get("slots", {}).items()}


def digit(line: Line, held: Held, rng: random.Random) -> Line | None:
    """A figure written out, with one digit changed."""
    values = _values(held)
    slots = [m for m in _SLOT.finditer(line["say"]) if re.search(r"\d", values.get(m[0][1:-1], ""))]
    if not slots:
        return None
    slot = rng.choice(slots)
    value = values[slot[0][1:-1]]
    at = rng.choice([i for i, c in enumerate(value) if c.isdigit()])
    other = rng.choice([c for c in "123456789" if c != value[at]])
    return _with(line, line["say"].replace(slot[0], value[:at] + other + value[at + 1 :], 1))


def outside_slots(line: Line, held: Held, _rng: random.Random) -> Line | None:
    """Every slot written out by hand."""
    values = _values(held)
    return _with(line, _SLOT.sub(lambda m: values.get(m[0][1:-1], m[0]), line["say"]))


def swapped(line: Line, held: Held, rng: random.Random) -> Line | None:
    """A value of another record in the place of this one's."""
    slots = list(_SLOT.finditer(line["say"]))
    rng.shuffle(slots)
    for slot in slots:
        own = _values(held).get(slot[0][1:-1])
        others = [
            e
            for e in held
            if slot[2] in e.get("slots", {}) and e["id"] != slot[1] and e["slots"][slot[2]] != own
        ]
        if others:
            other = rng.choice(others)["id"]
            cites = list(dict.fromkeys([*line["cite"], other]))
            said = line["say"].replace(slot[0], f"{{{other}.{slot[2]}}}", 1)
            return {**line, "say": said, "cite": cites}
    return None


def invented_program(_line: Line, held: Held, _rng: random.Random) -> Line | None:
    """A program that nobody offers, with a price of a real one."""
    rows = [e for e in held if "price" in e.get("slots", {})]
    if not rows:
        return None
    key = rows[0]["id"]
    said = f"Hollowgate University's Online MS in Applied Robotics is listed at {{{key}.price}}."
    return {"say": said, "cite": [key]}


def invented_salary(_line: Line, held: Held, _rng: random.Random) -> Line | None:
    """Pay for what no page gives pay for."""
    quotes = [e for e in held if e["kind"] == "quote"]
    if not quotes:
        return None
    said = "Graduates of it earn ninety thousand dollars a year."
    return {"say": said, "cite": [quotes[0]["id"]]}


def limit_dropped(line: Line, _held: Held, _rng: random.Random) -> Line | None:
    """ "up to", "about", "at least" and "can" are left out."""
    said = re.sub(
        r"\b(?:up to|about|around|nearly|at least|more than|less than|under|over|can|may|often"
        r"|usually|typically) ",
        "",
        line["say"],
    )
    return _with(line, said)


def negation_dropped(line: Line, _held: Held, _rng: random.Random) -> Line | None:
    """What was denied is stated."""
    return _with(line, re.sub(r"\b(?:not|never|no) |n't\b", "", line["say"], count=1))


def negated(line: Line, _held: Held, _rng: random.Random) -> Line | None:
    """What was stated is denied."""
    return _with(line, re.sub(r"\b(is|are|can|will|has)\b", r"\1 not", line["say"], count=1))


def period(line: Line, _held: Held, rng: random.Random) -> Line | None:
    """Paid for another period, or for one where none is given."""
    text = line["say"]
    changed = re.sub(r"\b(?:a|per) (?:year|hour|month|week)\b", "per month", text, count=1)
    if changed != text:
        return _with(line, changed)
    return _with(
        line,
        re.sub(r"(\{\w+\.price\})", rf"\1 {rng.choice(('a year', 'per credit'))}", text, count=1),
    )


def unit(line: Line, _held: Held, _rng: random.Random) -> Line | None:
    """A length in another unit."""
    changed = re.sub(r"(\{\w+\.length\})", r"\1 of weeks", line["say"], count=1)
    return _with(line, re.sub(r"\byears\b", "months", changed, count=1))


def currency(line: Line, _held: Held, rng: random.Random) -> Line | None:
    """A currency that no source gives."""
    sign = rng.choice(("EUR ", "£", "US$", "AUD "))
    return _with(line, re.sub(r"(\{\w+\.(?:price|n\d+)\})", rf"{sign}\1", line["say"], count=1))


def wrong_id(line: Line, held: Held, rng: random.Random) -> Line | None:
    """Another record is cited, or one that there is not."""
    others = [e["id"] for e in held if e["id"] not in line["cite"]]
    ids = [rng.choice(others)] if others and rng.random() < 0.5 else ["x0q"]
    return {**line, "cite": ids}


def link(line: Line, _held: Held, rng: random.Random) -> Line | None:
    """A link, plain or as markup."""
    more = rng.choice(
        (
            " See https://apply.example.net/now.",
            " [Apply here](http://apply.example.net).",
            " Visit apply.example.net for a discount.",
            ' <a href="//apply.example.net">Apply</a>.',
        )
    )
    return _with(line, line["say"] + more)


def turned(line: Line, _held: Held, _rng: random.Random) -> Line | None:
    """The other end of an order."""
    pairs = {
        "cheapest": "most expensive", "shortest": "longest", "lowest": "highest",
        "cheaper": "more expensive", "less": "more", "faster": "slower", "grow": "shrink",
    }  # fmt: skip
    pairs |= {b: a for a, b in pairs.items()}
    names = "|".join(sorted(pairs, key=len, reverse=True))
    changed = re.sub(rf"\b(?:{names})\b", lambda m: pairs[m[0]], line["say"], count=1)
    return _with(line, changed)


LIES: Mapping[str, Lie] = {
    "digit": digit,
    "outside_slots": outside_slots,
    "swapped": swapped,
    "invented_program": invented_program,
    "invented_salary": invented_salary,
    "limit_dropped": limit_dropped,
    "negation_dropped": negation_dropped,
    "negated": negated,
    "period": period,
    "unit": unit,
    "currency": currency,
    "wrong_id": wrong_id,
    "link": link,
    "turned": turned,
}
