"""Columns that no field was mapped from, and the words by which a visitor asks for one.

"What is the UCAS code of X": a header's words, or a part of them that fits no other header, beside
a school. It is a question for what the row says there, never a condition.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from itertools import chain, pairwise
from operator import itemgetter

from assistant.understand.english import is_lexical, singulars
from assistant.understand.features import WRAPPING
from assistant.understand.lexicon import load_lexicon
from assistant.understand.reading import RowReading
from assistant.understand.tagged import Tag
from vectorstore.payers import Payer, is_price_named, payer_of
from vectorstore.records import Program
from vectorstore.text import words

_MEASURES = frozenset(
    "measure adjective aggregate size compare unit delivery level claim operator verb".split()
)
"""Roles of words that ask for a field: a header of nothing else ("Total fee") is not asked for."""
_OPENS = frozenset("what which whats what's how who when".split())
_FOLLOWED = frozenset("of at for does is do are has have".split())
_CONDITIONS = frozenset("with without having under over by in".split())
_WHETHER = frozenset("is are does do has have can".split())
"""First words of questions for yes or no: "does X have a minimum GPA" asks what its row lists."""
_REACH = 3
_PAIR = 2
_GLUED = re.compile(r"(\w{2,})(code|type|rate|level|name|number|status)")


def named_columns(programs: Iterable[Program]) -> Mapping[tuple[str, ...], tuple[str, ...]]:
    """Each phrase that names one column, without plurals -> the headers that are so called."""
    cells = chain.from_iterable(p.attributes for p in programs)
    headers = dict.fromkeys(map(itemgetter(0), cells))
    whole: dict[tuple[str, ...], set[str]] = defaultdict(set)
    parts: dict[tuple[str, ...], set[str]] = defaultdict(set)
    for header in headers:
        key = singulars(words(header))
        if _can_name(key):
            whole[key].add(header)
        for part in _runs(key):
            parts[part].add(header)
    found = {part: tuple(sorted(of)) for part, of in parts.items() if len({*of}) == 1}
    return found | _of_payers(headers) | {key: tuple(sorted(of)) for key, of in whole.items()}


def _of_payers(headers: Iterable[str]) -> dict[tuple[str, ...], tuple[str, ...]]:
    """Words for whose price it is -> the one header that says so: "out-of-state tuition"."""
    whose: dict[Payer, list[str]] = defaultdict(list)
    for header in headers:
        if payer := payer_of(header):
            whose[payer].append(header)
    return {
        singulars(phrase): (whose[payer][0],)
        for payer in whose
        if len(whose[payer]) == 1
        for phrase, senses in load_lexicon().phrases.items()
        if {("payer", payer.value), ("measure", "price")} <= {(s.role, s.value) for s in senses}
    }


def _runs(key: tuple[str, ...]) -> Iterator[tuple[str, ...]]:
    """Parts of a header that hold a word which is not one of asking, turned round too."""
    for first in range(len(key)):
        for last in range(first + 1, len(key) + 1):
            part = key[first:last]
            if part != key and any(len(w) > 1 and not is_lexical(w) for w in part):
                yield part
                if len(part) < len(key):
                    yield from (part[1:] + part[:1],) if len(part) == 2 else ()
    if len(key) == 1 and (m := _GLUED.fullmatch(key[0])):
        yield m[1], m[2]  # "CIPCODE"
    if len(key) > _PAIR and not is_lexical(key[0]):
        yield key[0], key[-1]  # "CRICOS code" of "CRICOS Course Code"
    if len(key) == _PAIR:
        yield key[::-1]  # "ECTS credits" of the column "Credits (ECTS)"


def _can_name(key: tuple[str, ...]) -> bool:
    if not key or (len(key) == 1 and is_lexical(key[0])):
        return False
    phrases = load_lexicon().phrases
    return any(not {s.role for s in phrases.get((w,), ())} & _MEASURES for w in key)


def read_columns(reading: RowReading) -> None:
    """Takes the columns that are asked for of a school's programs; before names are read."""
    is_named = _names_school(reading) or any(
        t.link("program") or _is_degree(t) for t in reading.tags
    )
    is_named = is_named or _names_degree(reading) or reading.one_shown or _counts_to_one(reading)
    for at, tag in enumerate(reading.tags):
        link = tag.link("column")
        if link is not None and _orders_by(reading, at):
            reading.unheld.add(at)  # "the cheapest NRI fee": another price than the one ranked
            continue
        if link is None or not is_named or tag.link("university") or not _is_asked(reading, at):
            continue
        computed = next((i for i in _before(at) if reading.tags[i].has("aggregate")), None)
        if computed is not None and not reading.tags[computed].has("aggregate", "count"):
            continue  # "the average home fee": of prices, if they are these
        if computed is not None:
            reading.take(computed)  # "how many credits does it have"
        reading.take(at)
        if at + 1 < len(reading.tags) and singulars((reading.tags[at + 1].text,))[0] in WRAPPING:
            reading.take(at + 1)  # "the GRE requirement"
        if tag.has("payer"):  # "what would I pay as an international student"
            reading.take(*(i for i, t in enumerate(reading.tags) if t.has("claim", "pay")))
        reading.columns.extend(c for c in link.values if c not in reading.columns)


def _orders_by(reading: RowReading, at: int) -> bool:
    """Whether rows are to be ordered or bounded by a column of prices that is not their price."""
    tag = reading.tags[at]
    if tag.has("payer") or not any(is_price_named(header) for header in _headers(tag)):
        return False
    before = reading.tags[at - 1] if at else None
    after = reading.tags[at + 1] if at + 1 < len(reading.tags) else None
    ordered = before is not None and any(s.role in ("adjective", "size") for s in before.senses)
    return ordered or (after is not None and after.has("compare"))


def _headers(tag: Tag) -> tuple[str, ...]:
    link = tag.link("column")
    return link.values if link is not None else ()


def _names_school(reading: RowReading) -> bool:
    """Whether a school is named, or one program is pointed at."""
    return any(t.link("university") for t in reading.tags) or points_at_one(reading)


def _is_degree(tag: Tag) -> bool:
    """An award with its subject in one: a title spelled out."""
    return tag.link("titled") is not None or tag.names_degree


def _counts_to_one(reading: RowReading) -> bool:
    """ "The minimum GPA of the second one"."""
    return any(
        a.quantity is not None and a.quantity.kind == "ordinal" and b.has("noun")
        for a, b in pairwise(reading.tags)
    )


def _names_degree(reading: RowReading) -> bool:
    """Whether a kind of degree and what it is in are said: "the bachelor of veterinary science"."""
    kinds = any(t.has("level") or t.link("award") for t in reading.tags)
    return kinds and any(t.link("topic") for t in reading.tags)


def points_at_one(reading: RowReading) -> bool:
    """ "Does that require the GRE": not "the cheapest MBA that requires the GRE"."""
    before = ("", *(t.text.split()[0] for t in reading.tags))
    return any(
        tag.has("reference", "it") and (tag.text != "that" or said in _WHETHER | {"of", "for", ""})
        for tag, said in zip(reading.tags, before, strict=False)
    )


def asks_for_set(reading: RowReading, at: int) -> bool:
    """ "Does X have STEM programs", "is there a STEM degree at X": asks which it has."""
    opening = tuple(t.text for t in reading.tags[:2])
    after = reading.tags[at + 1] if at + 1 < len(reading.tags) else None
    heads = after is not None and (
        after.has("noun", "program") or after.has("noun", "degree") or after.has("level")
    )
    return heads and (
        opening[0] in ("do", "does") or opening in (("is", "there"), ("are", "there"))
    )


def _before(at: int) -> range:
    return range(at - 1, max(-1, at - 1 - _REACH), -1)


def _is_asked(reading: RowReading, at: int) -> bool:
    """Whether the words around ask what stands there: "what X", "the X of", "its X"."""
    before = [reading.tags[i].text for i in _before(at)]
    following = reading.tags[at + 1] if at + 1 < len(reading.tags) else None
    after = following.text if following is not None else ""
    if before and before[0] in _CONDITIONS:
        return False
    if following is not None and following.has("noun"):
        return False  # "how many vet courses" counts courses
    opens = any(word.split()[0] in _OPENS for word in before)
    opens = opens or any(t.text == "when" for t in reading.tags[:at])
    alone = reading.one_shown and all(t.is_frame for t in reading.tags[:at])
    asks = reading.tags[0].text in ("who", "what") and before[:1] != ["for"]
    opens = opens or (not after and (alone or asks))
    whether = reading.tags[0].text in _WHETHER and _names_school(reading)
    opens = opens or (whether and not asks_for_set(reading, at))
    return opens or after in _FOLLOWED or (not before and bool(after)) or "its" in before[:1]
