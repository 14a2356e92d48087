"""Which of two figures of a sentence is higher, and how far: computed again from the quotes."""

from __future__ import annotations

import re

from assistant.verify.bindings import GROWTH_VERBS, Bindings, comparatives, is_year
from assistant.verify.figure_ties import places_of_words
from assistant.verify.prose import misattributed
from assistant.verify.segments import stands_alone
from assistant.verify.text import plain


def wrong_comparison(of: Bindings) -> str | None:
    """More or less where the figures, or the quote, say the contrary or nothing of the kind."""
    found = comparatives(of.said)
    told = [g.told for g in of.grounds]
    held = {sign for t in told for _, sign in comparatives(t)}
    pair = _pair(of)
    for at, sign in found:
        if GROWTH_VERBS.match(plain(of.said.text)[at:]):
            continue  # only the quote may use them to compare
        if pair is None:
            if sign not in held:
                return "a comparison is not in the quote"
            if all(misattributed(of.said.text, t.text) for t in told):
                return "it is compared with something else in the quote"
            continue
        if sign != pair[0] and sign not in held:
            return "the figures say the contrary of the comparison"
        if sign != pair[0] and len(told) > 1:
            return "the figures say the contrary of the comparison"
    if m := _SIZES.search(plain(of.said.text)) if found else None:
        named = any(m.group().strip() in plain(t.text) for t in told)
        if not named and (
            pair is None or (m["small"] and pair[1] > 0.1) or (m["big"] and pair[1] < 0.1)
        ):
            return f"{m.group().strip()!r} is not so"
    return None


def _pair(of: Bindings) -> tuple[int, float] | None:
    """Which way the first of two compared figures lies from the second, and how far of it."""
    ends: list[tuple[int, float]] = []
    if of.gaps:
        _, high, low = of.gaps[0]
        ends = [
            (p[0], b.true.low)
            for b, r in ((high, low), (low, high))
            if (p := places_of_words(b.near - r.near, r.near, of.said))
        ]
    else:
        own = [b for b in of.bound if not is_year(b.true) and stands_alone(b.true, b.source.text)]
        measures = [b.said.measure for b in own]
        same = [b for b in own if measures.count(b.said.measure) == 2 and not b.true.is_range]
        ends = [(b.said.start, b.true.low) for b in same]
    if len(ends) != 2 or ends[0][1] == ends[1][1]:
        return None
    one, other = (value for _, value in sorted(ends))
    if _REVERSED.match(plain(of.said.text)):
        one, other = other, one
    return (1 if one > other else -1), abs(one - other) / max(abs(one), abs(other))


_SIZES = re.compile(
    r"\b(?:(?P<small>slightly|a little|a bit|marginally)|(?P<big>far|much|well|considerably"
    r"|significantly|substantially))\s(?=\w)"
)


_REVERSED = re.compile(r"^\W*(?:compared|against|unlike|while|whereas|next to)\b")
