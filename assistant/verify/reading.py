"""A sentence about rows, read: names, figures, ways of delivery, and which name each belongs to.

Says what stands in the sentence; whether it is so is decided in `rows.py` and `sets.py`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from assistant.figures import Figure, Measure, figures
from assistant.understand.places import names_of
from assistant.verify.lexicon import DELIVERY, NEGATION, ONLY, SET_NOUN
from assistant.verify.names import Mention, Named, named
from assistant.verify.text import MASK, clauses, even, mask, plain
from vectorstore.records import Program

_JOINER = re.compile(r"^[\s,]*(?:,|and|or|&|as well as|both)[\s,]*(?:both\s+)?(?:the\s+)?$")
_FORWARD = re.compile(
    r"^\W*(?:(?:is|are|was|'s)\s+(?:what|the\s+(?:listed\s+)?(?:price|cost|length|fee"
    r"|tuition))\s*(?:of|for|at)?"
    r"|for|at|from|by|of|with|buys|gets)?[^,;:\x02]{0,24}$"
)
_ATTACHED = re.compile(r"\s*\(\s*|\s+(?:at|for)\s+")
"""Between a name and its own figure: "X (1,000)", "compared with X at 1,000"."""
_ASIDE = re.compile(r"\s*,\s+(?:listed |priced )?at\s+")
_GOES_ON = re.compile(r"\s*,\s*(?:is|are|was|costs?|has|comes|takes?|lasts?|undercuts?|beats?)\b")
"""Behind a name's own figure between commas: "X, at 1,000, is cheaper than Y"."""
_BARE = re.compile(
    r"^[\W]*(?:and|or|but|to|against|versus|vs|compared (?:to|with)|while|then|\W)*\W*(?:at|for"
    r"|from|a|about)?\W*$"
)
_SAID_OF_SET = (
    r"(?:titled|in|not|under|over|priced|of|listed|with|without|offered)"
    rf"(?: (?:[\w.,'&()/-]|{MASK})+){{1,12}}? "
)
"""What may stand between the noun of a set and its school: "programs titled finance in VIC at"."""
_SET_AT = re.compile(
    rf"(?:{SET_NOUN.pattern}) (?:{_SAID_OF_SET}|\w+ )?(?:at|from|by|of)"
    rf" (?:(?:the )?{MASK}+ or )*(?:the )?$"
)
_ONE_OF_SET = re.compile(
    r"\b(?:1|one|only|no|every|each)\s(?:[\w'&-]+\s){0,4}?(?:program|course|certificate|degree"
    r"|diploma|option|row)\b"
)


@dataclass(frozen=True, slots=True)
class Group:
    """Names that stand together as one subject: "A and B"."""

    start: int
    end: int
    mentions: tuple[Mention, ...]


@dataclass(frozen=True, slots=True)
class Way:
    """A way of delivery that a sentence speaks of."""

    start: int
    end: int
    value: str
    negated: bool
    only: bool


@dataclass(frozen=True, slots=True)
class PlaceWord:
    """A place that a sentence speaks of."""

    start: int
    end: int
    value: str


@dataclass(frozen=True, slots=True, eq=False)
class Reading:
    """One sentence."""

    text: str
    folded: str
    """In `plain` form."""
    masked: str
    """In `plain` form with names, headings and places overwritten."""
    named: Named
    groups: tuple[Group, ...]
    figures: tuple[Figure, ...]
    ways: tuple[Way, ...]
    places: tuple[PlaceWord, ...]
    clauses: tuple[tuple[int, int], ...]

    def clause(self, at: int) -> tuple[int, int]:
        """The clause that a position stands in."""
        return next(((a, b) for a, b in self.clauses if a <= at < b), (0, len(self.text)))

    def groups_in(self, clause: tuple[int, int]) -> tuple[Group, ...]:
        """The groups of a clause."""
        return tuple(g for g in self.groups if clause[0] <= g.start < clause[1])

    def is_of_set(self, start: int, end: int) -> bool:
        """A position is part of what describes a set rather than one row."""
        a, b = self.clause(start)
        inside = [g for g in self.groups_in((a, b)) if not self.names_a_set(g)]
        left = max((g.end for g in inside if g.end <= start), default=a)
        right = min((g.start for g in inside if g.start >= end), default=b)
        if SET_NOUN.search(self.masked[left:start]) or _ONE_OF_SET.search(self.masked[left:start]):
            return True
        after = re.split(r"[,:(]", self.masked[end:right])[0]
        return bool(SET_NOUN.search(" ".join(after.split()[:8])))

    def names_a_set(self, group: Group) -> bool:
        """Whether a name says where the rows of a set are: "of the 3 programs at Flinders"."""
        if any({"university", "title"} <= m.fields for m in group.mentions):
            return False  # "of the programs at X, its Y": a row
        return bool(_SET_AT.search(self.masked[: group.start]))

    def owner(self, start: int, end: int, rivals: Sequence[Figure] = ()) -> Group | None:
        """The group that a word or figure at this span belongs to; None if the sentence names none.

        `rivals` are figures of the same kind: one that stands between takes the earlier name.
        """
        clause = self.clause(start)
        inside = self.groups_in(clause)
        if not inside:
            before = [g for g in self.groups if g.end <= start]
            return before[-1] if before else None
        before = [g for g in inside if g.end <= start]
        after = [g for g in inside if g.start >= end]
        shared = _respective(self, before[-1], start, rivals) if before else None
        shared = shared or _in_turn(self, before, after, start, rivals)
        if shared is not None:
            return shared
        if not before and not after:  # the span stands within a name
            return next((g for g in inside if g.start <= start < g.end), None)
        if not before or not after:
            return (before or after)[-1 if before else 0]
        return self._nearer(before[-1], after[0], (start, end), rivals)

    def _nearer(
        self, prev: Group, nxt: Group, span: tuple[int, int], rivals: Sequence[Figure]
    ) -> Group:
        between = self.masked[prev.end : span[0]]
        ahead = self.masked[span[1] : nxt.start]
        if _ATTACHED.fullmatch(between) or (_ASIDE.fullmatch(between) and _GOES_ON.match(ahead)):
            return prev
        taken = any(prev.end <= f.start and f.end <= span[0] for f in rivals)
        blocked = any(span[1] <= f.start and f.end <= nxt.start for f in rivals)
        if not blocked and _FORWARD.match(ahead) and (taken or _BARE.match(between)):
            return nxt
        return prev


def _respective(
    reading: Reading, group: Group, start: int, rivals: Sequence[Figure]
) -> Group | None:
    """ "A and B cost 1 and 2": the n-th figure after a group belongs to its n-th name."""
    stop = min((g.start for g in reading.groups if g.start > group.start), default=10**9)
    stop = min(stop, reading.clause(group.start)[1])
    own = sorted((f for f in rivals if group.end <= f.start < stop), key=lambda f: f.start)
    if len(group.mentions) < 2 or len(own) != len(group.mentions):
        return None
    place = next((n for n, f in enumerate(own) if f.start == start), None)
    if place is None:
        return None
    mention = group.mentions[place]
    return Group(mention.start, mention.end, (mention,))


def _in_turn(
    reading: Reading,
    before: Sequence[Group],
    after: Sequence[Group],
    start: int,
    rivals: Sequence[Figure],
) -> Group | None:
    """ "A is cheaper than B: 1 against 2": after two names two figures, each in its turn."""
    if len(before) != 2 or after or any(len(g.mentions) > 1 for g in before):
        return None
    stop = reading.clause(before[1].start)[1]
    own = sorted((f for f in rivals if before[0].end <= f.start < stop), key=lambda f: f.start)
    if len(own) != 2 or own[0].start < before[1].end:
        return None
    between = reading.masked[before[0].end : before[1].start]
    if not re.search(r"\bthan\b|\bagainst\b|\bversus\b|\bvs\b", between):
        return None
    return next((g for g, f in zip(before, own, strict=True) if f.start == start), None)


def read(
    text: str,
    programs: Sequence[Program],
    headings: Sequence[str],
    where: Sequence[str] = (),
    kinds: Sequence[str] = (),
    cells: Sequence[str] = (),
) -> Reading:
    """A sentence as names, figures and ways of delivery. Names are looked for among `programs`.

    `where` are places that a set is limited to, `kinds` awards, besides those of the programs;
    `cells` stand in brackets as they are, and are no figures.
    """
    folded = plain(text)
    titles = [s for h in headings for s in _spans(even(text), even(h))]
    rows = tuple(programs)
    places = tuple(_places(text, rows, titles, where))
    of_kinds = tuple(_kinds(folded, rows, kinds))
    of_cells = [s for cell in cells for s in bracketed(folded, cell)]
    taken = [*titles, *of_kinds, *of_cells, *((p.start, p.end) for p in places)]
    names = named(text, rows, taken)
    spans = [*((m.start, m.end) for m in names.mentions), *of_cells]
    free_titles = [t for t in titles if not any(a < t[1] and t[0] < b for a, b in spans)]
    free_places = [p for p in places if not any(a < p.end and p.start < b for a, b in spans)]
    hidden = [*spans, *free_titles, *((p.start, p.end) for p in free_places)]
    masked = _undenied(mask(folded, hidden), of_kinds)
    found = figures(mask(text, [*hidden, *of_kinds]))
    ways = tuple(_ways(mask(masked, of_kinds)))
    return Reading(
        text, folded, masked, names, tuple(_groups(masked, names.mentions)), found,
        ways, tuple(free_places), clauses(_unstopped(masked, of_kinds)),
    )  # fmt: skip


def bracketed(folded: str, cell: str) -> list[tuple[int, int]]:
    """Where a cell stands in brackets behind a name: "(CRICOS Course Code 109725B, AUD 4,000)"."""
    found = re.finditer(
        rf"(?<=[(,] ){re.escape(cell)}(?=[,)])|(?<=\(){re.escape(cell)}(?=[,)])", folded
    )
    return [m.span() for m in found]


def _undenied(masked: str, kinds: Iterable[tuple[int, int]]) -> str:
    """The text without the denials that stand in a cell: "IELTS 7.0 (no band below 7.0)"."""
    text = list(masked)
    for start, end in kinds:
        text[start:end] = NEGATION.sub(lambda m: "_" * len(m.group()), masked[start:end])
    return "".join(text)


def _unstopped(masked: str, kinds: Iterable[tuple[int, int]]) -> str:
    """The text without the stops of awards and cells, which end no clause: "25 M.Eng. programs"."""
    text = list(masked)
    for start, end in kinds:
        text[start:end] = masked[start:end].replace(".", "_").replace(";", "_")
    return "".join(text)


def _kinds(folded: str, rows: Sequence[Program], asked: Iterable[str]) -> Iterator[tuple[int, int]]:
    """Awards that say what kind a set or a row is of, and no title.

    "Certificate IV programs", and "X's Y (Certificate IV, 10,000)".
    """
    awards = {plain(p.award) for p in rows if p.award}
    for award in awards | set(map(plain, asked)):
        if award not in folded:
            continue
        said = re.escape(award)
        for m in re.finditer(
            rf"{said}(?= programs?\b)|(?<=\(){said}(?=[,)])|(?:(?<=with )|(?<= or )){said}", folded
        ):
            yield m.start(), m.end()


def _spans(text: str, heading: str) -> list[tuple[int, int]]:
    if not heading:
        return []
    return [(m.start(), m.end()) for m in re.finditer(re.escape(heading), text)]


_LONGEST_CODE = 3
"""Letters of a code of a region, which is written in capitals: "in total, in Homebush"."""


def _places(
    text: str, rows: Sequence[Program], taken: Sequence[tuple[int, int]], where: Sequence[str]
) -> Iterator[PlaceWord]:
    """Places of known rows where a sentence says where: "in Austin", "(Austin, Texas)"."""
    folded = plain(text)
    held = {
        part
        for place in {place for p in rows for place in p.places}
        for part in (place.city, place.region, place.country, *names_of(place))
        if part
    }
    # A pattern for each of a thousand cities would cost a second.
    known = {name for name in map(plain, (*held, *where)) if name in folded}
    used: list[tuple[int, int]] = list(taken)
    lead = r"\b(?:in|near|to|around|outside)\s+|[,;(]\s*(?:and\s+)?"
    for limit in map(plain, where):  # "in AU or Australia"
        lead += rf"|\b{re.escape(limit)}\s+or\s+"
    for name in sorted(known, key=len, reverse=True):
        for m in re.finditer(rf"(?:{lead}){re.escape(name)}(?![\w'-])", folded):
            start = m.end() - len(name)
            if len(name) <= _LONGEST_CODE and text[start : m.end()].islower():
                continue
            if not any(a < m.end() and start < b for a, b in used):
                used.append((start, m.end()))
                yield PlaceWord(start, m.end(), name)


def _groups(masked: str, mentions: Sequence[Mention]) -> Iterator[Group]:
    together: list[Mention] = []
    for mention in mentions:
        between = masked[together[-1].end : mention.start] if together else ""
        # "Of the programs at X, the T is ..." names a set and then a row of it.
        apart = together and _SET_AT.search(masked[: together[0].start]) and "," in between
        # "its T, and U asks ...": the name of another school begins another subject.
        alike = not together or bool(together[-1].fields & mention.fields)
        if together and alike and _JOINER.match(between) and not apart:
            together.append(mention)
            continue
        if together:
            yield Group(together[0].start, together[-1].end, tuple(together))
        together = [mention]
    if together:
        yield Group(together[0].start, together[-1].end, tuple(together))


def _ways(masked: str) -> Iterator[Way]:
    for value, pattern in DELIVERY.items():
        for m in pattern.finditer(masked):
            yield Way(
                m.start(),
                m.end(),
                value,
                negated(masked, m.start()),
                _alone(masked, m.start(), m.end()),
            )


def negated(masked: str, at: int) -> bool:
    """A negation governs the word at a position: in the same clause, a few words before."""
    before = re.split(r"[;:.]|\bbut\b|\byes\b", re.sub("\x01+", "\x01", masked[:at])[-90:])[-1]
    if re.match(r"\s*no[,:]", before):
        return False
    found = list(NEGATION.finditer(before))
    if not found or _counts_none(before, found[-1]):
        return False
    between = before[found[-1].end() :]
    listed = bool(re.search(r"\b(?:or|nor)\b", between))
    return len(between.split()) <= (9 if listed else 6) and ("," not in between or listed)


def _counts_none(before: str, m: re.Match[str]) -> bool:
    """ "none of the", "I hold no": it says how many there are, not how something is delivered."""
    if m.group() not in ("no", "none", "nothing"):
        return False
    lead = before[: m.start()]
    return m.group() != "no" or not re.search(
        r"\b(?:has|offers?|with|comes with|provides?)\s+$", lead
    )


def _alone(masked: str, start: int, end: int) -> bool:
    before = " ".join(masked[max(0, start - 40) : start].split()[-4:])
    # "The only online program" is one program, not a way of teaching by itself.
    before = re.sub(r"\bthe only$", "", before)
    return bool(ONLY.search(before)) or bool(re.match(r"[\s-](?:only|alone)\b", masked[end:]))


def same_kind(one: Figure, other: Figure) -> bool:
    """Two figures that could be the same attribute of different rows."""
    return (one.measure is Measure.DURATION) == (other.measure is Measure.DURATION)


def ordered(groups: Sequence[Group]) -> tuple[Mention, ...]:
    """All mentions of groups in reading order."""
    return tuple(m for g in groups for m in g.mentions)
