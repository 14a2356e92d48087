"""Evidence from the guides -> sentences of an answer: quoted whole, or a labelled figure in a slot.

In reading order, each sentence citing its item. Computes nothing and decides nothing: where the
evidence is empty it says what was looked for in vain.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from assistant.compare_claims import extremes
from assistant.compose.selections import selection
from assistant.measures import NUMERIC, asks_difference
from assistant.parts_ranked import told_as
from assistant.records import AskEvidence, DraftSegment, GuideAsk, Item, SegmentKind
from assistant.stemming import stems
from vectorstore.query import ClaimOp, ClaimQuery
from vectorstore.records import Claim, PageId

OTHER_SUBJECT = "label_names_other_subject"


def quoted(evidence: AskEvidence) -> tuple[DraftSegment, ...]:
    """The sentences of a guide answer; one caveat where nothing was found."""
    if not evidence.items:
        return (_not_found(evidence),)
    if evidence.selected is not None:
        return (selection(evidence.selected, evidence.items),)
    found: list[DraftSegment] = []
    for item in evidence.items:
        found.append(DraftSegment(_wording(item), SegmentKind.FACT, (item.key,)))
        caveat = _caveat(item)
        if caveat:
            found.append(caveat)
    found += _called(evidence.items)
    if evidence.ranked and len({c.page_id for c in evidence.ranked}) == 1:
        return _of_one_page(evidence)
    if evidence.ranked and all(item.claim is not None for item in evidence.items):
        return (_over_all(evidence),)
    if evidence.comparison is not None:
        found += _outcome(evidence)
    if evidence.unbound:
        found.append(_not_held(evidence))
    return tuple(found)


def _outcome(evidence: AskEvidence) -> list[DraftSegment]:
    """Which claim is the highest or lowest, by how much, and what is not held, as was asked."""
    query, items = evidence.comparison, [i for i in evidence.items if i.figure is not None]
    assert query is not None
    assert isinstance(evidence.ask, GuideAsk)
    keys = tuple(item.key for item in items)
    claims = [item.figure for item in items if item.figure is not None]
    found = []
    whole = 1 < len(claims) == len(query.entities)
    best = extremes(query, claims) if whole else ()
    if best and len(best) < len(claims):
        names = " and ".join(_page_title(c, items) for c in best)
        text = f"Of these, the {_end(query)} is that of {names}: {_with_reserve(best[0], items)}."
        found.append(DraftSegment(text, SegmentKind.COMPUTED, keys))
    gap = difference(claims) if asks_difference(evidence.ask.text) else None
    if gap is not None:
        text = f"The difference between the two is {gap}."
        found.append(DraftSegment(text, SegmentKind.COMPUTED, keys))
    if len({(c.unit, c.period) for c in claims if c.low is not None}) > 1:
        text = "These figures are not in one unit and period, so I do not compare them."
        found.append(DraftSegment(text, SegmentKind.CAVEAT, keys))
    if evidence.not_held:
        missing = " or ".join(f'"{name}"' for name in evidence.not_held)
        text = f"I could not find anything about {missing} in these pages, so I compare nothing."
        found.append(DraftSegment(text, SegmentKind.CAVEAT, keys))
    return found


def _over_all(evidence: AskEvidence) -> DraftSegment:
    """The winner over all pages, with how many of them state the figure."""
    assert evidence.comparison is not None
    claims = [item.claim for item in evidence.items if item.claim is not None]
    names = [_page_title(c, evidence.items) for c in claims]
    said = " and ".join([", ".join(names[:-1]), names[-1]] if len(names) > 1 else names)
    text = (
        f'Of the {len(evidence.ranked):,} pages that give "{claims[0].label}", the '
        f"{_end(evidence.comparison)} is that of {said}: {_told(claims[0])}."
    )
    return DraftSegment(text, SegmentKind.COMPUTED, tuple(i.key for i in evidence.items))


def _of_one_page(evidence: AskEvidence) -> tuple[DraftSegment, ...]:
    """The winner of those whom one page tells apart, and the best of them that has a name."""
    assert evidence.comparison is not None
    best = extremes(evidence.comparison, evidence.ranked)
    items = [item for item in evidence.items if item.claim in best]
    claims = [item.claim for item in items if item.claim is not None]
    said = " and ".join(map(told_as, claims))
    text = (
        f"Of the {len(evidence.ranked):,} that the {items[0].page.title} page tells apart, the "
        f"{_end(evidence.comparison)} is that of {said}: {_told(claims[0])}"
    )
    text += f" ({claims[0].label})." if told_as(claims[0]) != claims[0].label else "."
    winner = DraftSegment(text, SegmentKind.COMPUTED, tuple(i.key for i in items))
    others = [item for item in evidence.items if item not in items]
    told = [DraftSegment(_wording(item), SegmentKind.FACT, (item.key,)) for item in others]
    leads = sum(item.claim is None for item in others)
    return (*told[:leads], winner, *told[leads:])


def _end(query: ClaimQuery) -> str:
    return "highest" if query.op is ClaimOp.HIGHEST else "lowest"


def difference(claims: Sequence[Claim]) -> str | None:
    """By how much two figures of one unit and period differ, in words; None if they do not say."""
    exact = all(
        c.low is not None and c.low == c.high and not c.open_ended and not _bounded(c)
        for c in claims
    )
    if len(claims) != 2 or not exact or len({(c.unit, c.period) for c in claims}) > 1:
        return None
    one, other = claims
    gap = f"{abs((one.low or 0.0) - (other.low or 0.0)):,.2f}".removesuffix(".00")
    unit = one.unit or ""
    if unit == "percent":
        return f"{gap} percentage points"
    told = f"${gap}" if unit == "USD" else f"{gap} {unit}" if unit.isupper() else gap
    told = f"about {told}" if any(map(_reserve, claims)) else told
    return f"{told} per {one.period}" if one.period else told


_ROUGH = frozenset({"about", "around", "approximately", "roughly", "nearly", "almost"})
_BOUNDS = re.compile(
    r"\b(?:more|less|fewer|over|under|least|most|up to|exceed\w*)\b", re.IGNORECASE
)


def _reserve(claim: Claim) -> str:
    """The word by which a sentence states a figure roughly; empty where it does not."""
    return next((q.lower() for q in claim.qualifiers if q.lower() in _ROUGH), "")


def _bounded(claim: Claim) -> bool:
    return any(_BOUNDS.search(q) for q in claim.qualifiers)


def _with_reserve(claim: Claim, items: Sequence[Item]) -> str:
    """The value of a claim, a sentence's with its reservation: "about 81,000"."""
    in_sentence = any(item.stated is claim for item in items)
    reserve = _reserve(claim) if in_sentence else ""
    return f"{reserve} {_told(claim)}".strip()


def _page_title(claim: Claim, items: Sequence[Item]) -> str:
    """Whose a claim is: its page's title, or whom it is about where all are of one page."""
    title = next(item.page.title for item in items if item.figure is claim)
    if len({item.page.id for item in items if item.figure is not None}) == 1 < len(items):
        return claim.label if claim.entity == title else claim.entity
    return title


def _wording(item: Item) -> str:
    if item.claim is not None:
        return _labelled(item.claim, item)
    return _plain(item.quote)


def _labelled(claim: Claim, item: Item) -> str:
    told = f"the {item.page.title} page gives {_label(claim, item)} as {_told(claim)}."
    # A label that only repeats the title says nothing without its heading.
    if set(stems(claim.label)) <= set(stems(item.page.title)) and item.section != item.page.title:
        return f'In its section "{item.section}", {told}'
    return told[0].upper() + told[1:]


def _label(claim: Claim, item: Item) -> str:
    """The label in quotation marks, and whom it is of where these are some of the page's people."""
    whom = {*stems(claim.entity)}
    titled = whom == {*stems(item.page.title)} or whom <= {*stems(claim.label)}
    of_part = claim.attribute in NUMERIC and not titled
    return f'"{claim.label}" for "{claim.entity}"' if of_part else f'"{claim.label}"'


def _told(claim: Claim) -> str:
    """A value as it stands in a sentence: a figure as written, words in quotation marks."""
    is_figure = (claim.low or claim.high) is not None and not claim.text[:1].isalpha()
    return claim.text if is_figure else f'"{claim.text.rstrip(".")}"'


def _plain(quote: str) -> str:
    """The quote on one line, without a list's or a table's marks at its edges."""
    text = re.sub(r"\s+", " ", quote).strip()
    return re.sub(r"^(?:[-*+\u2022]|\d+[.)])\s+", "", text)


def _caveat(item: Item) -> DraftSegment | None:
    if item.claim is None or OTHER_SUBJECT not in item.claim.flags:
        return None
    text = (
        f'The label "{item.claim.label}" names another subject than the page it stands on, '
        f'"{item.page.title}"; it is given as written.'
    )
    return DraftSegment(text, SegmentKind.CAVEAT, (item.key,))


def _called(items: Sequence[Item]) -> list[DraftSegment]:
    """Whom a page is about, where the visitor's word for them is no word of the page."""
    first: dict[PageId, Item] = {}
    for item in items:
        if item.called:
            first.setdefault(item.page.id, item)
    return [
        DraftSegment(
            f'I took "{item.called}" to be among those of the page "{item.page.title}".',
            SegmentKind.CAVEAT,
            (item.key,),
        )
        for item in first.values()
    ]


def _not_held(evidence: AskEvidence) -> DraftSegment:
    """What the question states beside what is quoted, and these pages do not."""
    stated = " or ".join(f'"{figure}"' for figure in evidence.unbound)
    return DraftSegment(f"I could not find {stated} in these pages.", SegmentKind.CAVEAT)


def _not_found(evidence: AskEvidence) -> DraftSegment:
    assert isinstance(evidence.ask, GuideAsk)
    missing = ", ".join(f'"{word}"' for word in evidence.unbound) or "that"
    text = f"I could not find anything about {missing} in these pages"
    if evidence.nearest_title:
        text += f'; the closest is the section "{evidence.nearest_title}"'
    return DraftSegment(text + ".", SegmentKind.CAVEAT)
