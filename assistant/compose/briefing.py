"""Evidence for a model that words it: marked pieces with random ids, slots for what may not vary.

Third step of the main path, with a model. Every figure and every name of a program becomes a slot:
the model sees what it will show, writes the slot, and code fills it. Only what the local draft
states is handed over, so that a model can leave out and reword, and not go further.
"""

from __future__ import annotations

import json
import re
import secrets
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from random import SystemRandom

from assistant.compose import wording
from assistant.compose.slots import Shelf
from assistant.figures import Figure, figures
from assistant.records import (
    AskEvidence,
    Draft,
    DraftSegment,
    Evidence,
    Item,
    Kind,
    SegmentKind,
)
from vectorstore.records import Program
from vectorstore.tokens import count_tokens

STATING = (SegmentKind.FACT, SegmentKind.COMPUTED)
"""Kinds of sentences that a model may reword."""

_SLOT = re.compile(r"\{(?P<id>\w+)\.(?P<slot>\w+)\}")
_DIGITS = re.compile(r"[^\s\"“”'‘’(),;:]*\d[^\s\"“”'‘’(),;:]*")
"""A word with a digit that is no figure: "GPT-4", "CS101"."""
_MONEY = re.compile(r"[$€£¥₹%]|\b(?:USD|AUD|CAD|NZD|EUR|GBP|INR|SGD|JPY|CHF)\b")
_WHOLE = re.compile(r"(?:[\"'\u201c(]?[A-Z{]).*[.!][\"'\u201d)]*$", re.DOTALL)
"""Begins with a capital or a slot and ends with a stop; a question states nothing."""
_BRACES = re.compile(r"[{}]")


@dataclass(frozen=True, slots=True)
class Piece:
    """One piece of evidence as a model sees it."""

    id: str
    """Random, so that no text of a page can name it beforehand."""
    kind: str
    """result, row or quote."""
    text: str
    """With its slots; empty for a row."""
    slots: Mapping[str, str]
    """Slot -> what is shown for it."""
    cites: tuple[str, ...]
    """Keys of the items that it stands for."""
    page: str = ""
    section: str = ""
    segment: DraftSegment | None = None
    """The sentence of the local draft that says the same; None for a row."""

    def shown(self) -> dict[str, object]:
        """What of it is sent."""
        parts: dict[str, object] = {"id": self.id, "kind": self.kind}
        if self.page:
            parts |= {"page": self.page, "section": self.section}
        if self.text:
            parts["text"] = self.text
        return parts | {"slots": dict(self.slots)}


@dataclass(frozen=True, slots=True)
class Filled:
    """A sentence whose slots were filled, or why they cannot be."""

    segment: DraftSegment
    reason: str | None = None


@dataclass(frozen=True, slots=True)
class Brief:
    """All that a model is given to word."""

    pieces: tuple[Piece, ...]
    """In the order in which they are sent: a random one."""
    left_out: int = 0
    """Pieces that did not fit the budget of tokens; the local draft still states them."""

    def as_data(self) -> str:
        """The pieces as JSON in which no tag can be closed."""
        return as_data([piece.shown() for piece in self.pieces])

    def fill(self, text: str, ids: Sequence[str]) -> Filled:
        """A sentence of a model with its slots filled and its ids as keys of items.

        It fails on an id or a slot that was not given, on a figure or currency outside a slot, and
        where it joins a quote with anything else.
        """
        known = {piece.id: piece for piece in self.pieces}
        used = [known[i] for i in dict.fromkeys(ids) if i in known]
        as_given = text.strip() in {piece.text.strip() for piece in used}
        if reason := _unfit(text, as_given) or _misplaced(text, ids, known, used):
            return Filled(DraftSegment(text, SegmentKind.FACT), reason)
        told = _SLOT.sub(lambda m: known[m["id"]].slots[m["slot"]], text).strip()
        kind = SegmentKind.FACT if used[0].kind == "quote" else SegmentKind.COMPUTED
        cites = tuple(dict.fromkeys(key for piece in used for key in piece.cites))
        return Filled(DraftSegment(told, kind, cites))


def _unfit(text: str, as_given: bool) -> str | None:
    """Why a text of a model is no sentence with slots; None if it is one.

    `as_given`: it is a piece of evidence unchanged, which may be a point of a list.
    """
    bare = _SLOT.sub(" \x01 ", text)
    if not as_given and not _WHOLE.match(text.strip()):
        return "it is no whole sentence"
    if _BRACES.search(bare):
        return "it holds a slot of another form"
    if re.search(r"\d", bare) or _MONEY.search(bare) or figures(bare):
        return "it holds a figure or a currency outside a slot"
    return None


def _misplaced(
    text: str, ids: Sequence[str], known: Mapping[str, Piece], used: Sequence[Piece]
) -> str | None:
    """Why ids and slots do not go together; None if they do."""
    if len(used) < len(set(ids)) or not ids:
        return "it cites no piece of evidence, or one that there is not"
    quotes = sum(piece.kind == "quote" for piece in used)
    if quotes and len(used) > 1:
        return "it joins what a page says with something else"
    cited = {key for piece in used for key in piece.cites}
    for slot in _SLOT.finditer(text):
        piece = known.get(slot["id"])
        if piece is None or slot["slot"] not in piece.slots:
            return f"there is no slot {slot.group()}"
        if not cited.issuperset(piece.cites):
            return f"it does not cite what the slot {slot.group()} is from"
    return None


def as_data(value: object) -> str:
    """A value as JSON between tags: none of its texts can close one."""
    return json.dumps(value, ensure_ascii=False).replace("<", "\\u003c").replace(">", "\\u003e")


def brief(
    draft: Draft,
    evidence: Evidence,
    max_tokens: int,
    new_id: Callable[[], str] = lambda: "k" + secrets.token_hex(2),
) -> Brief:
    """What the local draft states and the rows it names, within a budget, in random order.

    What answers comes first into the budget: sentences in their order, each with its rows.
    """
    items = evidence.items()
    names = _ids(new_id)
    pieces: list[Piece] = []
    rows: dict[str, Piece] = {}
    spent = left_out = 0
    for segment in draft.segments:
        if segment.kind not in STATING:
            continue
        fresh = [
            piece
            for key in segment.cites
            if key not in rows and (piece := _row(items[key], evidence, draft, names)) is not None
        ]
        known = {**rows, **{piece.cites[0]: piece for piece in fresh}}
        made = [_stated(segment, items, known, names), *fresh]
        cost = count_tokens(as_data([piece.shown() for piece in made]))
        if spent + cost > max_tokens:
            left_out += 1
            continue
        spent += cost
        rows = known
        pieces += made
    SystemRandom().shuffle(pieces)
    return Brief(tuple(pieces), left_out)


def _ids(new_id: Callable[[], str]) -> Iterator[str]:
    seen: set[str] = set()
    while True:
        made = new_id()
        if made not in seen:
            seen.add(made)
            yield made


def _stated(
    segment: DraftSegment, items: Mapping[str, Item], rows: Mapping[str, Piece], ids: Iterator[str]
) -> Piece:
    """A sentence of the local draft with its figures and names as slots."""
    own = next(ids)
    spans = _names(segment, rows)
    slots: dict[str, str] = {}
    for start, end in _figure_spans(segment.text, spans):
        slot = f"n{len(slots) + 1}"
        slots[slot] = segment.text[start:end]
        spans.append((start, end, f"{{{own}.{slot}}}"))
    text = segment.text
    for start, end, slot in sorted(spans, reverse=True):
        text = text[:start] + slot + text[end:]
    computed = segment.kind is SegmentKind.COMPUTED
    first = items[segment.cites[0]] if segment.cites else None
    page = first if first is not None and not computed else None
    return Piece(
        own,
        "result" if computed else "quote",
        text,
        slots,
        segment.cites,
        page.page.title if page else "",
        page.section if page else "",
        segment,
    )


def _names(segment: DraftSegment, rows: Mapping[str, Piece]) -> list[tuple[int, int, str]]:
    """Where the names of cited rows stand, with their slots; longest names first."""
    found: list[tuple[int, int, str]] = []
    pieces = [rows[key] for key in segment.cites if key in rows]
    for piece in sorted(pieces, key=lambda p: -len(p.slots["name"])):
        for m in re.finditer(re.escape(piece.slots["name"]), segment.text):
            if not any(a < m.end() and m.start() < b for a, b, _ in found):
                found.append((m.start(), m.end(), f"{{{piece.id}.name}}"))
                break  # of rows of one name each takes its own mention
    return found


def _figure_spans(text: str, taken: Sequence[tuple[int, int, str]]) -> list[tuple[int, int]]:
    """Figures with their periods and units, and what else holds a digit, outside of `taken`."""
    hidden = list(text)
    for start, end, _ in taken:
        hidden[start:end] = "\x01" * (end - start)
    bare = "".join(hidden)
    spans = [_trimmed(bare, figure) for figure in figures(bare)]
    for m in _DIGITS.finditer(bare):
        if not any(a < m.end() and m.start() < b for a, b in spans):
            end = m.start() + len(m.group().rstrip("."))
            spans.append((m.start(), end))
    for m in _MONEY.finditer(bare):
        if not any(a < m.end() and m.start() < b for a, b in spans):
            spans.append(m.span())
    return sorted(spans)


def _trimmed(text: str, figure: Figure) -> tuple[int, int]:
    said = text[figure.start : figure.end]
    return figure.start, figure.start + len(said.rstrip())


def _row(item: Item, evidence: Evidence, draft: Draft, ids: Iterator[str]) -> Piece | None:
    """A row with those of its values that the local draft tells."""
    if item.kind is not Kind.ROW or item.program is None:
        return None
    told = " ".join(s.text for s in draft.segments if item.key in s.cites)
    found = next(part for part in evidence.found if any(i.key == item.key for i in part.items))
    slots = {k: v for k, v in _values(item.program, found).items() if v and v in told}
    if "name" not in slots:
        return None
    return Piece(next(ids), "row", "", slots, (item.key,))


def _values(program: Program, found: AskEvidence) -> dict[str, str]:
    shelf = Shelf.of(found)
    return {
        "name": wording.name(program),
        "university": program.university,
        "title": program.title,
        "price": shelf.price(program).text if program.price is not None else "",
        "length": shelf.length(program).text if program.duration else "",
        "place": wording.place(program),
        "delivery": wording.delivery(program),
        "category": program.category or "",
    }
