"""Claims -> evidence items that can be quoted: labelled pairs, sentences, rows with their lead.

Part of `find_guides.py`. A claim stated in a sentence is quoted with its sentence, and with the
one that says whose it is; a row of a table is preceded by the sentence that leads into the table.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from assistant.choose_units import MOST_CITED
from assistant.guide_index import GuideIndex, Unit
from assistant.records import Item, Kind
from assistant.stemming import stems
from vectorstore.records import Claim


def claim_items(claims: Sequence[Claim], index: GuideIndex, key_prefix: str) -> tuple[Item, ...]:
    """The items of claims in the order given, what they lean on before them, without repeats."""
    found: dict[tuple[str, int, int, str], Item] = {}
    for claim in claims:
        unit = unit_of(claim, index)
        quoted: list[tuple[Unit, Claim | None]] = []
        if unit is None or unit.headline or _is_pair(unit):
            quoted += [(lead, None) for lead in _lead(claim, unit, index)]
            spot = (claim.start, claim.end)
            _add(found, index, claim, spot, key_prefix, quoted)
            continue
        for part in (*_naming(claim, unit, index), unit):
            _add_quote(found, index, claim, part, key_prefix, states=part is unit)
    return tuple(found.values())[:MOST_CITED]


def claim_item(claim: Claim, index: GuideIndex, key: str) -> Item:
    """The item of a claim as label and value, whatever it stands in."""
    return _item(claim, (claim.start, claim.end), claim, index, key)


def _is_pair(unit: Unit) -> bool:
    """A table row or a labelled value, not a sentence."""
    return any(
        c.start == unit.start and c.end == unit.end for c in unit.claims
    ) or not unit.text.rstrip().endswith((".", "!", "?"))


def _add(
    found: dict[tuple[str, int, int, str], Item],
    index: GuideIndex,
    claim: Claim,
    span: tuple[int, int],
    key_prefix: str,
    before: Sequence[tuple[Unit, Claim | None]],
) -> None:
    for unit, _ in before:
        _add_quote(found, index, claim, unit, key_prefix)
    key = (claim.page_id, *span, claim.text)
    found.setdefault(key, _item(claim, span, claim, index, f"{key_prefix}c{len(found) + 1}"))


def _add_quote(
    found: dict[tuple[str, int, int, str], Item],
    index: GuideIndex,
    claim: Claim,
    unit: Unit,
    key_prefix: str,
    *,
    states: bool = False,
) -> None:
    span = (unit.start, unit.end)
    key = (claim.page_id, *span, "")
    item = _item(claim, span, None, index, f"{key_prefix}c{len(found) + 1}")
    found.setdefault(key, replace(item, stated=claim) if states else item)


def _item(
    claim: Claim, span: tuple[int, int], told: Claim | None, index: GuideIndex, key: str
) -> Item:
    return Item(
        key=key,
        kind=Kind.QUOTE,
        page=index.pages[claim.page_id],
        start=span[0],
        end=span[1],
        section=claim.heading_path[-1] if claim.heading_path else claim.entity,
        claim=told,
        score=1.0,
    )


def unit_of(claim: Claim, index: GuideIndex) -> Unit | None:
    """The sentence or table row that a claim stands in; None outside every passage."""
    for row in index.rows_of.get(claim.page_id, ()):
        passage = index.passages[row]
        if passage.start <= claim.start and claim.end <= passage.end:
            return next(
                (u for u in index.units(row) if u.start <= claim.start and claim.end <= u.end), None
            )
    return None


def _lead(claim: Claim, unit: Unit | None, index: GuideIndex) -> tuple[Unit, ...]:
    """The sentence that leads into the table that a row stands in."""
    if unit is None or unit.passage is None or not claim.qualifiers:
        return ()
    before = index.units(unit.passage)[: unit.place]
    leads = [u for u in before if u.text.rstrip().endswith(":")]
    return tuple(leads[-1:])


def _naming(claim: Claim, unit: Unit, index: GuideIndex) -> tuple[Unit, ...]:
    """The sentence before that says whose a figure is, where its own sentence does not."""
    whose = set(stems(claim.entity))
    if unit.passage is None or whose <= set(stems(unit.text)):
        return ()
    before = index.units(unit.passage)[: unit.place]
    naming = [u for u in before if whose <= set(stems(u.text)) and u.claims]
    return tuple(naming[-1:])
