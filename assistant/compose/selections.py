"""Pages chosen of all by what they give -> one sentence: how many, which are first, their figures.

Part of `quoted.py`; chooses nothing.
"""

from __future__ import annotations

from collections.abc import Sequence

from assistant.records import DraftSegment, Item, SegmentKind
from assistant.selection import Condition, Selected
from vectorstore.query import ClaimOp
from vectorstore.records import Claim, PageId


def selection(found: Selected, items: Sequence[Item]) -> DraftSegment:
    """The sentence for the pages found; `items` are the claims of those that are named."""
    first = found.given[found.pages[0]]
    labels = " and ".join(f'"{claim.label}"' for claim in first)
    names = _listed([_name(page, found, items) for page in found.pages[: found.named]])
    lead = f"Of the {len(found.given):,} pages{_of_group(found)} that give {labels}"
    end = {ClaimOp.HIGHEST: "highest", ClaimOp.LOWEST: "lowest", None: "first by title"}[found.end]
    if not found.conditions and found.named == 1:
        text = f"{lead}, the {end} is that of {names}."
    elif not found.conditions:
        text = f"{lead}, the {found.named} {end} are those of {names}."
    else:
        said = " and ".join(_condition(c, first) for c in found.conditions)
        gives = "gives" if len(found.pages) == 1 else "give"
        met = f"{lead}, {len(found.pages):,} {gives} {said}"
        whole = found.named == len(found.pages)
        text = f"{met}: {names}." if whole else f"{met}; the {end} are those of {names}."
    return DraftSegment(text, SegmentKind.COMPUTED, tuple(item.key for item in items))


def _of_group(found: Selected) -> str:
    """Which pages were looked at, where not all were."""
    if found.group is None:
        return ""
    name = found.group.name
    return f" whose titles name {name}" if found.group.by_title else f' filed under "{name}"'


def _condition(condition: Condition, claims: Sequence[Claim]) -> str:
    """ "more than $100,000", or the words as a page gives them."""
    claim = next(c for c in claims if c.attribute == condition.attribute)
    if not condition.sign:
        quoted = [f'"{value}"' for value in condition.values]
        return " or ".join([*([", ".join(quoted[:-1])] if quoted[:-1] else []), quoted[-1]])
    limit = f"{condition.limit:,.2f}".removesuffix(".00")
    if claim.unit == "percent":
        return f"{condition.sign} {limit}%"
    return f"{condition.sign} {'$' if claim.unit == 'USD' else ''}{limit}"


def _name(page: PageId, found: Selected, items: Sequence[Item]) -> str:
    """The title of a page with the figure by which it is ranked."""
    title = next(item.page.title for item in items if item.page.id == page)
    claim = found.given[page][0]
    return title if claim.low is None else f"{title}: {claim.text.rstrip('.')}"


def _listed(names: Sequence[str]) -> str:
    *most, last = names
    return f"{'; '.join(most)}; and {last}" if most else last
