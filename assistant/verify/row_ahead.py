"""Which of two rows is ahead, how far, and how many times: computed again from the rows."""

from __future__ import annotations

import re

from assistant.figures import Bound, Figure, Measure
from assistant.verify.row_names import MORE, SIZE, RowsTold, sides_at, subjects, value_of
from assistant.verify.text import mask
from vectorstore.records import Program
from vectorstore.text import words


def wrong_row_comparisons(told: RowsTold) -> str | None:
    """Which of two rows is ahead, how far, and how many times: computed again."""
    free = mask(told.folded, ((f.start, f.end) for f in told.figures)).replace("\x01", " ")
    ratio = _RATIO.search(free)
    compared = [
        m
        for m in MORE.finditer(free)
        if not (ratio and ratio.start() <= m.start() < ratio.end()) and not _limits(m, told)
    ]
    if not compared and not ratio and not _NEAR.search(free) and not shares_of(told):
        sizes = [w for w in words(free) if w in SIZE]
        return f"{sizes[0]!r} compares nothing" if sizes and not _rounded(told) else None
    if len(told.rows) != 2:
        return "a comparison of more than two rows"
    if (near := _NEAR.search(free)) and _is_apart(near.group(), free, told):
        return f"{near.group()!r} is not so"
    if ratio and (reason := _wrong_ratio(ratio, told)):
        return reason
    if reason := next((r for f in shares_of(told) if (r := _wrong_share(f, told))), None):
        return reason
    for m in compared:
        if reason := _points_wrong(m, free, told):
            return reason
    return None


def _limits(m: re.Match[str], told: RowsTold) -> bool:
    """The word says on which side of a figure a value lies, and compares no rows."""
    behind = ((f, told.folded[m.end() : f.start]) for f in told.figures if f.start >= m.end())
    return any(
        f.bound is not Bound.EXACT and re.fullmatch(r"\s(?:than\s)?[a-z$\u20ac\u00a3]{0,3}\s?", gap)
        for f, gap in behind
    )


_LENGTHS = re.compile(
    r"\b(?:long(?:er)?|short(?:er)?|quick(?:er)?|fast(?:er)?|slower|length|weeks?|months?|years?)\b"
)


_RATIO = re.compile(
    r"\b(?P<limit>more than|over|less than|under|almost|nearly|about|roughly)?\s*"
    r"(?P<ratio>twice|double|half)"
    r"\s(?:as (?P<what>expensive|costly|much|long)|the (?P<noun>price|cost|tuition|length))\b"
)


_NEAR = re.compile(
    r"\blittle between\b|\balmost the same\b|\bnearly the same\b"
    r"|\bthe same\b(?P<of> (?:field|subject)\b)?"
)


def _rounded(told: RowsTold) -> bool:
    leads = (told.folded[: f.start] for f in told.figures if f.bound is not Bound.EXACT)
    return any(map(_ROUNDED.search, leads))


_ROUNDED = re.compile(
    r"\b(?:a little|slightly|just|well) (?:over|under|above|below|more than|less than) $"
)


def _is_apart(said: str, free: str, told: RowsTold) -> bool:
    if said.endswith(("field", "subject")):
        return not set(told.rows[0].topics) & set(told.rows[1].topics)
    kind = "length" if _LENGTHS.search(free) and "price" not in free else "price"
    one, other = (value_of(p, kind) for p in told.rows)
    if one is None or other is None:
        return True
    return one != other if said == "the same" else abs(one - other) > 0.03 * max(one, other)


def _sides(at: int, told: RowsTold) -> tuple[Program, Program] | None:
    """Who is compared, and with whom."""
    found = sides_at(at, told)
    return (told.rows[found[0]], told.rows[found[1]]) if found else None


def _points_wrong(m: re.Match[str], free: str, told: RowsTold) -> str | None:
    sides = _sides(m.start(), told)
    if sides is None:
        return "a comparison of nothing"
    if _with_itself(m, told):
        return "a row is compared with itself"
    word = m.group()
    clause = (
        re.split(r"[;:]|\bbut\b|\bwhile\b|\bwhereas\b|\balthough\b", free[: m.end()])[-1]
        + free[m.end() : m.end() + 16]
    )
    lengthy = word in ("longer", "shorter", "quicker", "faster", "slower") or (
        (word in ("more", "less") and bool(_gap_unit(m, told)))
        or bool(re.search(r"\b(?:takes?|lasts?)\b[^,]*$", clause))
    )
    kind = "length" if lengthy and word not in _PRICED else "price"
    one, other = (value_of(p, kind) for p in sides)
    if one is None or other is None or (kind == "price" and sides[0].currency != sides[1].currency):
        return "a comparison of what is not listed"
    up = bool(m["more"])
    if re.match(r"\s(?:affordable|expensive|costly)", free[m.end() :]):
        up = up != free[m.end() :].strip().startswith("affordable")
        one, other = (value_of(p, "price") or 0.0 for p in sides)
    if (one > other) != up or one == other:
        return "the comparison points the wrong way"
    size = re.search(r"\b(\w+)\s$", free[: m.start()])
    gap = abs(one - other) / max(one, other)
    if size and size[1] in ("slightly", "marginally", "little") and gap > 0.12:
        return f"{size[1]!r} is not so"
    if size and size[1] in SIZE - {"slightly", "marginally", "little"} and gap < 0.15:
        return f"{size[1]!r} is not so"
    return None


_OTHER = re.compile(r"\b(?:than|against|versus|for|compared (?:with|to))\s+(?:the\s+)?$")


def _with_itself(m: re.Match[str], told: RowsTold) -> bool:
    """Who is named behind the comparison is whom it is said of."""
    sides = sides_at(m.start(), told)
    after = [s for s in subjects(told) if s.start >= m.end()]
    before = any(s.end <= m.start() for s in subjects(told))
    other = next((s for s in after if _OTHER.search(told.folded[: s.start])), None)
    return bool(before and sides and other) and other.rows == (sides[0],)  # type: ignore[union-attr,index]


_PRICED = frozenset("cheaper dearer pricier costlier undercut undercuts save saves".split())


def _gap_unit(m: re.Match[str], told: RowsTold) -> bool:
    """A length stands at once before the word: "a year less"."""
    return any(f.measure is Measure.DURATION and 0 <= m.start() - f.end <= 1 for f in told.figures)


def _wrong_ratio(m: re.Match[str], told: RowsTold) -> str | None:
    sides = _sides(m.start(), told)
    kind = "length" if m["what"] == "long" or m["noun"] == "length" else "price"
    one, other = (value_of(p, kind) for p in sides) if sides else (None, None)
    if not one or not other:
        return "a ratio of what is not listed"
    times = 0.5 if m["ratio"] == "half" else 2.0
    limit, true = m["limit"] or "", one / other
    fits = {
        "more than": true > times, "over": true > times,
        "less than": true < times, "under": true < times,
        "almost": 0.9 * times <= true < times, "nearly": 0.9 * times <= true < times,
    }.get(limit, abs(true - times) <= 0.05 * times)  # fmt: skip
    return None if fits else "the ratio is another"


def shares_of(told: RowsTold) -> list[Figure]:
    """Percentages that one row's value is of the other's: "less than half of Utah's"."""
    behind = ((f, told.folded[f.end :]) for f in told.figures if f.measure is Measure.PERCENT)
    return [f for f, rest in behind if re.match(r" of (?:the|what|that|its)\b|\W*$", rest)]


def _wrong_share(figure: Figure, told: RowsTold) -> str | None:
    sides = _sides(figure.start, told)
    clause = told.folded[max(0, figure.start - 60) : figure.end + 40]
    kind = "length" if _LENGTHS.search(clause) else "price"
    one, other = (value_of(p, kind) for p in sides) if sides else (None, None)
    if not one or not other or (sides and sides[0].currency != sides[1].currency):
        return "a share of what is not listed"
    true = 100 * one / other
    fits = {
        Bound.MORE: true > figure.low, Bound.AT_LEAST: true >= figure.low,
        Bound.LESS: true < figure.low, Bound.AT_MOST: true <= figure.low,
        Bound.ABOUT: abs(true - figure.low) <= 5,
    }.get(figure.bound, abs(true - figure.low) <= 0.5)  # fmt: skip
    return None if fits else "the share is another"
