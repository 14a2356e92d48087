"""Pages chosen of all by what they give, computed again from all that was looked at."""

from __future__ import annotations

import re
from collections.abc import Sequence

from assistant.figures import figures
from assistant.selection import Condition, Selected, value_of
from assistant.verify.desk import Desk
from assistant.verify.text import plain
from vectorstore.query import ClaimOp
from vectorstore.records import PageId, SourcePage

_FORM = re.compile(
    r"of the (?P<all>[\d,]+) pages(?P<group> whose titles name [\w-]+| filed under \"[^\"]+\")?"
    r" that give (?P<labels>\"[^;]+?\"), "
    r"(?:(?P<met>[\d,]+) gives? (?P<conditions>[^;:]+?)(?:: (?P<whole>.+)"
    r"|; the (?P<end>highest|lowest|first by title) are those of (?P<some>.+))"
    r"|the (?:(?P<most>\d+) )?(?P<only>highest|lowest) (?:are those|is that) of (?P<best>.+))\."
)
_ENDS = {"highest": ClaimOp.HIGHEST, "lowest": ClaimOp.LOWEST, "first by title": None}


def wrong_selection(text: str, desk: Desk) -> str | None:
    """Why a sentence that lists pages by what they give does not hold; None if it does."""
    found = next((ask.selected for ask in desk.asks if ask.selected), None)
    m = _FORM.fullmatch(plain(text))
    if found is None or m is None:
        return "it lists no pages"
    if _number(m["all"]) != len(found.given) or not _labels_hold(m["labels"], found):
        return "not as many pages give that"
    if not _of_group(m["group"] or "", found, desk):
        return "the pages are not those of that group"
    if not _said(m["conditions"] or "", found):
        return "the conditions are not those that were looked for"
    titles = {item.page.id: item.page for item in desk.items}
    met = [page for page in found.given if _meets(page, found)]
    if m["met"] and _number(m["met"]) != len(met):
        return "not as many pages meet that"
    end = m["end"] or m["only"]
    if end and _ENDS[end] is not found.end:
        return "they are not put in that order"
    names = m["whole"] or m["some"] or m["best"]
    if m["whole"] and len(titles) != len(met):
        return "not all that meet it are named"
    if m["only"] and int(m["most"] or 1) != len(titles):
        return "not as many are named"
    return _wrong_names(names, met, titles, found)


def _of_group(said: str, found: Selected, desk: Desk) -> bool:
    """Whether all pages looked at are of the group that is said, by their title or address."""
    group = found.group
    if group is None or not said:
        return group is None and not said
    name = f" whose titles name {group.name}" if group.by_title else f' filed under "{group.name}"'
    shown = {i.page.id: i.page.title if group.by_title else i.page.url for i in desk.items}
    return (
        said == plain(name)
        and all(page in group.shown and group.holds(group.shown[page]) for page in found.given)
        and all(group.shown.get(page) == own for page, own in shown.items())
    )


def _number(said: str) -> int:
    return int(said.replace(",", ""))


def _labels_hold(said: str, found: Selected) -> bool:
    """Whether each page gives just these labels."""
    return all(
        said == " and ".join(f'"{plain(claim.label)}"' for claim in claims)
        for claims in found.given.values()
    )


def _said(conditions: str, found: Selected) -> bool:
    """Whether the conditions are said, each with its limit or words, and no others."""
    parts = conditions.split(" and ") if conditions else []
    return len(parts) == len(found.conditions) and all(map(_says, parts, found.conditions))


def _says(part: str, condition: Condition) -> bool:
    if not condition.sign:
        return set(re.findall(r'"([^"]+)"', part)) == set(map(plain, condition.values))
    limits = figures(part)
    return part.startswith(condition.sign) and [f.low for f in limits] == [condition.limit]


def _meets(page: PageId, found: Selected) -> bool:
    given = {claim.attribute: claim for claim in found.given[page]}
    return all(c.attribute in given and c.holds(given[c.attribute]) for c in found.conditions)


def _wrong_names(
    said: str, met: Sequence[PageId], cited: dict[PageId, SourcePage], found: Selected
) -> str | None:
    """Why the names are not those of the first pages that meet the conditions, in their order."""
    sign = -1 if found.end is ClaimOp.HIGHEST else 1
    ranks = {p: sign * value_of(found.given[p][0], found.end) if found.end else 0.0 for p in met}
    if not set(cited) <= set(met):
        return "a page that is named does not meet it"
    named = sorted(cited, key=lambda p: (ranks[p], plain(cited[p].title)))
    last = ranks[named[-1]]
    if found.end and any(rank < last for p, rank in ranks.items() if p not in cited):
        return "a page that comes before them is left out"
    told = [_told(cited[p], p, found) for p in named]
    whole = "; ".join((*told[:-1], f"and {told[-1]}" if len(told) > 1 else told[-1]))
    return None if said == whole else "the pages named are not those, or not in that order"


def _told(page: SourcePage, key: PageId, found: Selected) -> str:
    claim = found.given[key][0]
    title = plain(page.title)
    return title if claim.low is None else f"{title}: {plain(claim.text).rstrip('.')}"
