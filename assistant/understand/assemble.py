"""Main path of understanding: a turn to a Plan, by tags, clauses and one reading for each clause.

`understand` does, in order: set instructions aside, tag, cut into clauses, read each clause of
programs, join its conditions with the conversation's, and keep as residue the words that nothing
has read.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Protocol

from assistant.asking_words import asks_nothing_else, asks_only_for_share
from assistant.aspects import asks_only_for_aspect, aspect_asked
from assistant.grounding import content_words
from assistant.measures import measure_of
from assistant.model_records import ReadAs
from assistant.records import GuideAsk, Plan, Residue, RowAsk, Turn
from assistant.stemming import stem
from assistant.understand.asks_apart import asks_apart
from assistant.understand.attack import set_aside
from assistant.understand.cells import Cells
from assistant.understand.clauses import Clause, Route, clauses, orders_a_set
from assistant.understand.columns import read_columns
from assistant.understand.follow import follow
from assistant.understand.kinds_alike import of_one_kind
from assistant.understand.language import language
from assistant.understand.read_amounts import read_amounts
from assistant.understand.read_bases import with_bases
from assistant.understand.read_cells import with_cells
from assistant.understand.read_either import either_asks, held_of_either, read_either
from assistant.understand.read_names import read_names
from assistant.understand.read_on import read_on
from assistant.understand.read_orders import read_orders
from assistant.understand.read_prices import read_prices
from assistant.understand.read_stated import read_stated
from assistant.understand.read_turns import read_turns, take_spoken
from assistant.understand.reading import RowReading
from assistant.understand.residue import residue
from assistant.understand.small_talk import is_small_talk
from assistant.understand.tag import tag
from assistant.understand.tagged import Tag, Tagged
from assistant.understand.titles import with_titles
from assistant.understand.unheld_schools import as_names, kinds_apart
from assistant.understand.vocabulary import Vocabulary
from vectorstore.query import RowQuery, RowResult


class Rows(Protocol):
    """What understanding needs of the rows: to find out which programs a name fits."""

    def run(self, query: RowQuery) -> RowResult:
        """The result over all rows."""


def understand(turn: Turn, vocabulary: Vocabulary, rows: Rows) -> Plan:
    """The plan of a turn: its asks in order, the constraints from here on, and the residue."""
    text, attack = set_aside(turn.question)
    tagged = tag(text, vocabulary, opens=turn.last is None)
    tagged = with_titles(_as_meant(tagged), rows)
    beside = _named_beside(turn.question, text, tagged, vocabulary) if attack else ()
    spoken = language(" ".join(tagged.tokens[t.first].text for t in tagged.tags if t.unread))
    if spoken != "en":
        return Plan(turn.question, (), turn.constraints, attack=attack, language=spoken)
    if not tagged.tags or is_small_talk(text):
        return Plan(turn.question, (), turn.constraints, attack=attack)
    last = turn.last
    rows_before = bool(last and any(isinstance(a, RowAsk) for a in last.asks))
    guide_before = bool(last and any(isinstance(a, GuideAsk) for a in last.asks))
    parts = clauses(tagged, rows_before=rows_before, guide_before=guide_before)
    parts = _by_cells(tagged, parts, vocabulary.cells, rows_before=rows_before)
    turn, parts = _afresh(turn, tagged, parts)
    if not (vocabulary.topics or vocabulary.categories or vocabulary.places):  # guides alone
        parts = tuple(replace(p, route=Route.GUIDE) for p in parts)
    asks: list[RowAsk | GuideAsk] = []
    left: list[Residue] = []
    constraints = turn.constraints
    clarify: str | None = None
    options: tuple[str, ...] = ()
    for group in _groups(tagged, parts):
        if group[0].route is Route.ROWS:
            reading, asking_from = _read(tagged, group, parts, beside, vocabulary.cells, turn)
            read_prices(reading, vocabulary.prices)
            step = follow(turn, constraints, reading, rows)
            asks += (*either_asks(step.ask, reading.either), *step.others)
            clarify, options = clarify or step.clarify, options or step.options
            if reading.also:
                asks.append(replace(step.ask, query=replace(step.ask.query, sort=reading.also)))
            unread = residue(tagged, reading, asking_from, step.ask)
            left += unread
            left += _still_unread(turn, reading)
            if not any(r.blocking for r in unread):  # else the set is not the one asked for
                constraints = held_of_either(step.constraints, reading.either)
        else:
            asks += _guides(tagged, group, parts, turn)
    return Plan(
        turn.question,
        tuple(asks),
        constraints,
        tuple(left),
        attack=attack,
        clarify=None if any(r.blocking for r in left) else clarify,
        options=options,
        notes=tagged.notes,
        read_as=_turned(tagged, asks),
    )


def _still_unread(turn: Turn, reading: RowReading) -> list[Residue]:
    """What kept the turn before from an answer, where this one goes on and sets no condition.

    "Only those that are rolling" was declined; "how many are there?" counts all of them.
    """
    before = turn.history[-1] if turn.history else None
    if before is None or before is turn.last or turn.last is None:
        return []
    sets = reading.filters or reading.drops or reading.universities or reading.columns
    if sets or not any(isinstance(ask, RowAsk) for ask in before.asks):
        return []
    return [replace(r, blocking=False, before=True) for r in before.residue if r.blocking]


def _as_meant(tagged: Tagged) -> Tagged:
    """Names of one list as one kind; names of schools that are not held, and kinds of schools."""
    alike = of_one_kind(tagged.tags, tagged.text, tagged.tokens)
    return replace(tagged, tags=kinds_apart(as_names(alike, tagged.tokens)))


def _by_cells(
    tagged: Tagged, parts: tuple[Clause, ...], cells: Cells, *, rows_before: bool
) -> tuple[Clause, ...]:
    """Programs that a cell narrows are asked for: "ACCSC accredited programs"; "with a hostel"."""
    if tagged.entities:
        return parts
    if rows_before or any(p.route is not Route.GUIDE for p in parts):
        parts = tuple(
            replace(p, route=Route.ROWS) if _is_condition(tagged, p, cells) else p for p in parts
        )
    if any(p.route is not Route.GUIDE for p in parts):
        return parts
    said = any(t.has("noun") or t.has("level") or t.link("topic") for t in tagged.tags)
    coded = any(map(cells.coded, re.findall(r"[\w-]+", tagged.text.casefold())))
    read = with_cells(tagged.tags, cells) if said or coded else []
    prose = any(t.sense("claim") or t.has("guide") for t in read)
    if prose or not any(t.link("cell") for t in read):
        return parts
    return tuple(replace(p, route=Route.ROWS) for p in parts)


def _is_condition(tagged: Tagged, part: Clause, cells: Cells) -> bool:
    """Whether a clause beside one of programs says nothing but what a column holds."""
    if part.route is not Route.GUIDE or not part.asking:
        return False
    read = with_cells(tagged.tags[part.first : part.last + 1], cells)
    return any(t.link("cell") for t in read) and all(t.link("cell") or _adds_none(t) for t in read)


def _adds_none(tag: Tag) -> bool:
    """A word that names nothing beside a condition: "which of those are", "only"."""
    plain = bool(tag.senses) and all(s.role in _PLAIN for s in tag.senses)
    return plain and not tag.links and tag.quantity is None


_PLAIN = frozenset({"frame", "reference", "operator"})


def _turned(tagged: Tagged, asks: Sequence[RowAsk | GuideAsk]) -> tuple[ReadAs, ...]:
    """Schools whose names were said the other way round: another school may be so called."""
    named = [link for t in tagged.tags if (link := t.link("university")) and link.turned]
    if not any(isinstance(ask, RowAsk) for ask in asks):
        return ()
    said = [" ".join(t.text for t in tagged.tokens[x.first : x.last + 1]) for x in named]
    return tuple(
        ReadAs(words, x.values[0])
        for words, x in zip(said, named, strict=True)
        if len(x.values) == 1
    )


def _groups(tagged: Tagged, parts: Sequence[Clause]) -> list[list[Clause]]:
    """Asking clauses, those of one kind together in the order of their first.

    Two clauses of programs that each name a set and compute something of it stay apart: "the
    cheapest AI master's and the longest certificate".
    """
    groups: list[list[Clause]] = []
    for part in (p for p in parts if p.asking):
        same = next((g for g in reversed(groups) if g[0].route is part.route), None)
        if same is None or _sets_apart(tagged, same, part):
            groups.append([part])
        else:
            same.append(part)
    return groups


def _named_beside(
    question: str, text: str, tagged: Tagged, vocabulary: Vocabulary
) -> tuple[Tag, ...]:
    """What an instruction names, where the question only points: "X is free. Price of it?"."""
    points = any(t.text in ("it", "its", "that", "this") for t in tagged.tags)
    if not points or any(t.links or t.has("level") for t in tagged.tags):
        return ()
    aside = "".join(a if b == " " else " " for a, b in zip(question, text, strict=True))
    return tuple(t for t in tag(aside, vocabulary).tags if t.links or t.has("level"))


def _afresh(turn: Turn, tagged: Tagged, parts: Sequence[Clause]) -> tuple[Turn, tuple[Clause, ...]]:
    """After "ok, something else: ..." nothing of the conversation holds; what follows is asked."""
    first = next((i for i, t in enumerate(tagged.tags) if t.has("correct", "reset")), None)
    if first is None or not all(map(_asks_nothing, tagged.tags[:first])):
        return turn, tuple(parts)
    clean = replace(turn, constraints=(), last=None, history=(), shown=(), named=())
    asking = (p for p in parts if not all(map(_asks_nothing, tagged.tags[p.first : p.last + 1])))
    return clean, tuple(asking)


def _asks_nothing(tag: Tag) -> bool:
    return tag.is_frame or tag.has("correct") or tag.has("operator", "any")


def _sets_apart(tagged: Tagged, group: Sequence[Clause], part: Clause) -> bool:
    sets = [orders_a_set(tagged.tags[p.first : p.last + 1]) for p in (*group, part)]
    return part.route is Route.ROWS and sets[-1] and any(sets[:-1])


def _read(
    tagged: Tagged,
    group: Sequence[Clause],
    parts: Sequence[Clause],
    beside: Sequence[Tag],
    cells: Cells,
    turn: Turn,
) -> tuple[RowReading, int]:
    """The reading of a group with the statements beside it; and the first tag that asks."""
    stated = [p for p in parts if not p.asking]
    quoted = [p for p in stated if _cites_page(tagged, p)]
    referents = tuple(
        t.quantity for p in quoted for t in tagged.tags[p.first : p.last + 1] if t.quantity
    )
    used = [p for p in stated if p not in quoted]
    stated_tags = (t for p in used for t in _conditions(tagged.tags[p.first : p.last + 1]))
    background = [*beside, *stated_tags]
    asked = [
        t for p in group for t in with_cells(with_bases(tagged.tags[p.first : p.last + 1]), cells)
    ]
    one = turn.last is not None and len(turn.shown) == 1
    reading = RowReading([*background, *asked], referents=referents, one_shown=one)
    for read in (read_columns, read_turns, read_names, read_stated, read_amounts, read_orders):
        read(reading)
    read_either(reading)
    read_on(reading)
    take_spoken(reading)
    return reading, len(background)


_OWNED = frozenset(
    {"have", "hold", "already", "got", "finished", "completed", "did", "done", "earned"}
)


def _conditions(tags: Sequence[Tag]) -> list[Tag]:
    """What a statement sets as conditions: not the degree that the visitor has already."""
    owns = any(t.text in _OWNED for t in tags)
    return [t for t in tags if not (owns and t.has("level"))]


def _cites_page(tagged: Tagged, part: Clause) -> bool:
    """Whether a statement says what a page says: its amounts are spoken of, not asked for."""
    return any(t.has("guide", "page") for t in tagged.tags[part.first : part.last + 1])


def _guides(
    tagged: Tagged, group: Sequence[Clause], parts: Sequence[Clause], turn: Turn
) -> list[GuideAsk]:
    """The questions of a group to the prose: one, or one for each thing that is asked of a page."""
    text = " ".join(_text(tagged, p) for p in group)
    beside = [_text(tagged, p) for p in parts if not p.asking]
    told = [a for a in turn.last.asks if isinstance(a, GuideAsk)] if turn.last else []
    before = dict.fromkeys(said for a in told for said in (a.context, a.text) if said)
    carried = ["; ".join(before)] if _leans(text, turn) else []
    names = [" ".join(tagged.words[e.first : e.last + 1]) for e in tagged.entities]
    return [
        GuideAsk(said, content_words(said), " ".join(filter(None, (*carried, *beside, near))))
        for said, near in asks_apart(text, names)
    ]


def _text(tagged: Tagged, part: Clause) -> str:
    """The clause as written, with misspelled words corrected."""
    first, last = tagged.tags[part.first].first, tagged.tags[part.last].last
    text, at = "", tagged.tokens[first].start
    for token, word in zip(tagged.tokens[first : last + 1], tagged.words[first:], strict=False):
        text += tagged.text[at : token.start] + (token.text if token.word == word else word)
        at = token.end
    return text


_LEANING = ("and ", "or ", "but ", "what about", "how about", "then ", "also ", "so ", "same ",
            "compared ", "versus ", "vs ", "for ", "sorry", "i meant ", "no, i meant ")  # fmt: skip
_THE_SAME = re.compile(
    r"\bthe (?:field|job|work|profession|career|occupation|industry|role|trade|position)\b"
    r"|\bi mean(?:t)?\b|\bof (?:the )?(?:two|both|three)\b|\bthe (?:two|latter|former)\b"
)
"""Speaks of what was spoken of: "is the field growing?"."""
_POINTING = frozenset(
    {"it", "they", "them", "those", "these", "one", "that", "this", "he", "she", "its", "their"}
)


def _is_list_of_names(text: str, said: Sequence[str]) -> bool:
    """ "Captains and mates?": two things named and nothing asked of them."""
    joined = [word.strip(",?.!") for word in said]
    names = [word for word in joined if word not in _JOINTS]
    apart = bool(_JOINTS & set(joined[1:-1])) and joined[0] not in _JOINTS
    plain = len(content_words(text)) == len(names) <= _MOST_NAMES
    return apart and plain and measure_of(text) is None and aspect_asked(text) is None


_JOINTS = frozenset({"and", "or"})
_MOST_NAMES = 4


def _leans(text: str, turn: Turn) -> bool:
    """Whether a question to the prose leans on the one before it."""
    if turn.last is None:
        return False
    folded = text.casefold()
    said = folded.split()
    return (
        folded.startswith(_LEANING)
        or bool(_POINTING & set(said) or _THE_SAME.search(folded))
        or len(content_words(text)) <= 1
        or asks_nothing_else(text)
        or asks_only_for_share(text)
        or _is_list_of_names(text, said)
        or asks_only_for_aspect(text, map(stem, content_words(text)))
    )
