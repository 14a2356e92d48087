"""Damage undone in a page: mojibake, odd characters, orders to machines, repeats, chrome. Pure.

Second stage of the main path, between reading and layout. Every repair is counted and kept with
the page, so that a report can show what was changed. Does not read bytes or know formats.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import replace
from functools import partial

from ingest.blocks import Block, BlockKind, Draft, fold_space, with_texts
from ingest.mojibake import undo_mojibake
from vectorstore.foreign_tasks import words_of
from vectorstore.instructions import orders_in, without_asides, without_orders
from vectorstore.records import Repair
from vectorstore.text import fold

_MIN_REPEAT_CHARS = 80
"""A paragraph this long does not stand twice on a page by intent; shorter lines (cells) do."""
_SHOWN_CHARS = 80
_SHOWN_ORDER_CHARS = 240
"""An order is shown whole, so that whoever reads the report can tell a false alarm."""
_CHROME = re.compile(
    r"""(?:all\ )?filters?(?:\s*\(\d+\))?|(?:clear|reset|apply)(?:\ all)?\ filters?|
    sort\ by\b.{0,30}|(?:show|view|load|see)\ (?:more|all|less)(?:\ (?:results|programs|courses))?|
    (?:skip|jump)\ to\ (?:main\ )?(?:content|navigation)|back\ to\ top|
    (?:accept|reject|manage|allow)(?:\ all)?\ cookies?|
    cookie\ (?:settings|preferences|policy|notice)|
    (?:we|(?:this|our)\ (?:web)?site)\ uses?\ cookies\b.{0,300}|
    by\ (?:using|continuing).{0,80}cookies\b.{0,200}|
    subscribe(?:\ (?:now|to\ our\ newsletter))?|sign\ (?:in|up)|log\ ?(?:in|out)|
    share(?:\ this(?:\ page)?)?|(?:request|get)\ (?:more\ )?info(?:rmation)?|apply\ now|
    learn\ more|read\ more|visit\ (?:web)?site|advertisement|sponsored(?:\ (?:content|listing))?|
    compare|add\ to\ compare|menu|search|print|previous|next|page\ \d+(?:\ of\ \d+)?|
    (?:copyright|\u00a9).{0,80}all\ rights\ reserved\.?""",
    re.IGNORECASE | re.VERBOSE,
)
"""Lines that steer a page and say nothing of its subject; only as a whole line."""
_ODD = (
    (
        "invisible",
        re.compile(
            "(?<!\U0001f3f4)(?<![\U000e0020-\U000e007f])[\U000e0000-\U000e007f]+"
            "|[\u202a-\u202e\u2066-\u2069\U000e0100-\U000e01ef]+"
        ),
        "",
    ),
    (
        "separator",
        re.compile(
            r"(?<![\w.,'\u2019])(?<!\d[\u00a0\u2007\u2009\u202f])\d{1,3}"
            r"([\u00a0\u2007\u2009\u202f'\u2019])\d{3}(?:\1\d{3})*(?![\w']|[\u00a0\u2007\u2009\u202f]\d)"
        ),
        ",",
    ),
    ("blank", re.compile("[\u00a0\u2007\u2009\u202f]"), " "),
)
"""Kind, what stands there, and what takes its place or, of a separator, that of its mark.

Language tags and marks that turn the direction of writing show nothing, or something else than they
say; tags behind a black flag are a flag. Thousands are set off by commas, whatever set them off.
"""
_PROSE = frozenset({BlockKind.LINE, BlockKind.PARAGRAPH})
_SENTENCE_END = re.compile(r"[.!?][\"')\u2019\u201d]*\s*(?:\([^()]*\)\s*)*$")
_WORDS_OF_PAGE = 100
"""Words from which on a page tells what it is about, and so what is foreign to it."""
_ENDS = (".", "?", "!", '"', "'", ")")
_TEXTUAL = frozenset({BlockKind.LINE, BlockKind.PARAGRAPH, BlockKind.ITEM})


def repair(draft: Draft) -> tuple[Draft, tuple[Repair, ...]]:
    """The draft without damage, and the repairs made, by kind and what stood there."""
    mended, mojibake = _without_mojibake(draft)
    mended, odd = _without_odd(mended)
    mended, orders = _without_orders(mended)
    kept, chrome = _without_chrome(mended.blocks)
    kept, repeats = _without_repeats(kept)
    return replace(mended, blocks=kept), (*mojibake, *odd, *orders, *chrome, *repeats)


def _without_mojibake(draft: Draft) -> tuple[Draft, tuple[Repair, ...]]:
    texts = [b.text for b in draft.blocks]
    if draft.title is not None and draft.title not in texts:
        texts.append(draft.title)
    whole = "\n".join(texts)
    if whole.isascii():
        return draft, ()
    mended, repairs = undo_mojibake(whole)
    extra = {t for b in draft.blocks for t in (*b.cells, *b.header)} - set(texts)
    table = dict(zip(texts, map(fold_space, mended.split("\n")), strict=True))
    table.update({t: fold_space(undo_mojibake(t)[0]) for t in extra})
    blocks = with_texts(draft.blocks, table)
    title = draft.title if draft.title is None else table.get(draft.title, draft.title)
    return replace(draft, blocks=blocks, title=title), repairs


def _without_odd(draft: Draft) -> tuple[Draft, tuple[Repair, ...]]:
    """Without characters that hide text, and with the blanks and thousands that layouts know."""
    texts = {t for b in draft.blocks for t in (b.text, *b.cells, *b.header)} | {draft.title or ""}
    plain = {text: _plain(text) for text in texts if not text.isascii() or "'" in text}
    table = {text: mended for text, mended in plain.items() if mended != text}
    if not table:
        return draft, ()
    found: Counter[tuple[str, str, str]] = Counter()
    for block in draft.blocks:
        if block.text in table:
            found.update(_odd_in(block.text))
    blocks = tuple(b for b in with_texts(draft.blocks, table) if b.text)
    title = table.get(draft.title, draft.title) if draft.title else draft.title
    return replace(draft, blocks=blocks, title=title), tuple(
        Repair(*kind, count) for kind, count in sorted(found.items())
    )


def _without_orders(draft: Draft) -> tuple[Draft, tuple[Repair, ...]]:
    """Without what speaks to a machine that reads the page: no visitor is meant by it."""
    texts = {t for b in draft.blocks for t in (b.text, *b.cells, *b.header)} | {draft.title or ""}
    words = words_of(b.text for b in draft.blocks)
    page = words if words.total() >= _WORDS_OF_PAGE else None
    # Names have no clauses; items of a list are tasks of those whom the page is about.
    names = {b.text for b in draft.blocks if _is_name(b)} | {draft.title or ""}
    prose = {b.text for b in draft.blocks if b.kind in _PROSE and b.text.endswith(_ENDS)}
    made = {t: _without_orders_in(t, t in names, page if t in prose else None) for t in texts}
    table = {text: left for text, left in made.items() if left != text}
    if not table:
        return draft, ()
    gone = Counter(
        (order, table[b.text])
        for b in draft.blocks
        if b.text in table
        for order in _taken(b.text, table[b.text], page if b.text in prose else None)
    )
    blocks = tuple(b for b in with_texts(draft.blocks, table) if b.text)
    title = table.get(draft.title, draft.title) if draft.title else draft.title
    return replace(draft, blocks=blocks, title=title or None), tuple(
        Repair("order", _shown(order, _SHOWN_ORDER_CHARS), _shown(left), count)
        for (order, left), count in gone.items()
    )


def _taken(text: str, left: str, page: Mapping[str, int] | None) -> list[str]:
    """The sentences that were taken out of a text; the text itself where it is a name."""
    return orders_in(text, page) or [text] * (left != text)


def _is_name(block: Block) -> bool:
    """A heading, or a line that may be one: no sentence, whatever stands in brackets behind it."""
    if block.kind is BlockKind.HEADING:
        return True
    return block.kind is BlockKind.LINE and not _SENTENCE_END.search(block.text)


def _without_orders_in(text: str, is_name: bool, page: Mapping[str, int] | None) -> str:
    return without_orders(without_asides(text) if is_name else text, page)


def _plain(text: str) -> str:
    for kind, pattern, good in _ODD:
        text = pattern.sub(partial(_mended, kind, good), text)
    return fold_space(text)


def _odd_in(text: str) -> Iterator[tuple[str, str, str]]:
    """Kind, text before and after of each repair that `_plain` makes."""
    for kind, pattern, good in _ODD:
        for hit in pattern.finditer(text):
            yield kind, _shown(hit.group()), _shown(_mended(kind, good, hit))
        text = pattern.sub(partial(_mended, kind, good), text)


def _mended(kind: str, good: str, hit: re.Match[str]) -> str:
    return hit.group().replace(hit[1], good) if kind == "separator" else good


def _without_chrome(blocks: tuple[Block, ...]) -> tuple[tuple[Block, ...], tuple[Repair, ...]]:
    gone: Counter[str] = Counter()
    kept: list[Block] = []
    gap = False
    for block in blocks:
        if block.kind in _TEXTUAL and _CHROME.fullmatch(block.text):
            gone[block.text] += 1
            gap = gap or block.gap
            continue
        kept.append(replace(block, gap=block.gap or gap))
        gap = False
    return tuple(kept), tuple(
        Repair("chrome", _shown(text), "", count) for text, count in gone.items()
    )


def _without_repeats(blocks: tuple[Block, ...]) -> tuple[tuple[Block, ...], tuple[Repair, ...]]:
    """Without the later occurrences of a long paragraph; tables and pairs are left alone."""
    seen: set[str] = set()
    gone: Counter[str] = Counter()
    kept: list[Block] = []
    gap = False
    for block in blocks:
        key = fold(block.text)
        is_long = block.kind in _TEXTUAL and len(block.text) >= _MIN_REPEAT_CHARS
        if is_long and key in seen and "|" not in block.text:
            gone[block.text] += 1
            gap = gap or block.gap
            continue
        seen.add(key)
        kept.append(replace(block, gap=block.gap or gap))
        gap = False
    return tuple(kept), tuple(
        Repair("repeat", _shown(text), "", count) for text, count in gone.items()
    )


def _shown(text: str, chars: int = _SHOWN_CHARS) -> str:
    return text if len(text) <= chars else text[: chars - 1].rstrip() + "\u2026"
