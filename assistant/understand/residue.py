"""Words of an asking clause that nothing has read, and whether the answer hangs on them.

Promise 4: a leftover blocks if it stands where the question says what it asks ("what GPA", "is
there housing", "nursing degrees", "programs with scholarships"), if it looks like a name, or if
nothing else says
what is asked. Other leftovers are named in a partial answer.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from assistant.records import Residue, RowAsk
from assistant.understand.english import is_english
from assistant.understand.reading import RowReading
from assistant.understand.tagged import Tag, Tagged
from vectorstore.frequency import zipf
from vectorstore.query import Field

_OPENS_FOCUS = frozenset(
    (
        "what which how many any have has is are there give gives offer offers require "
        "requires need needs do does about include includes provide provides accept accepts "
        "with for in at from by near of without"
    ).split()
)
_PREPOSITIONS = frozenset("with without for in at from by near of about".split())
_GRAMMAR = frozenset(
    {
        "operator",
        "compare",
        "reference",
        "correct",
        "size",
        "aggregate",
        "unit",
        "frame",
        "guide",
        "noun",
    }
)
_UNHELD_QUESTIONS = frozenset({"when", "who", "whom", "whose"})
"""Question words that ask for a date or a person: no row holds one."""
_OFFERS = frozenset(
    "charges charge has offers offer have sells sell teaches teach provides asks".split()
)
"""After these words "who" asks for the university."""
_WHETHER_OPENS = (["is"], ["are"], ["does"], ["do"], ["has"], ["have"], ["can"], ["will"])
_BINDING = ("pace", "payer", "charge")
"""Roles of conditions that no answer leaves out."""
_FEW = 10
"""A small bare number ("two things:") decides nothing."""
_RARE_ZIPF = 3.3


def residue(tagged: Tagged, reading: RowReading, asking_from: int, ask: RowAsk) -> list[Residue]:
    """The leftovers of a reading, in question order, each with whether it blocks."""
    if ask.announced:
        return []
    left = [
        i
        for i in range(asking_from, len(reading.tags))
        if i in reading.unheld
        or (i not in reading.used and not _carries_nothing(reading.tags[i]))
        or _is_subject(reading, i)
        or _is_here(reading, i)
        or _is_dropped(reading, i)
    ]
    silent = _asks_nothing_read(reading) or _asks_whether_one(reading, asking_from)
    found = [_residue(tagged, reading.tags[i], silent or _blocks(tagged, reading, i)) for i in left]
    if any(r.held for r in found):  # "the lowest GPA": it is not "lowest" that no row speaks of
        sizes = [reading.tags[i].has("size") for i in left]
        found = [replace(r, held=r.held or s) for r, s in zip(found, sizes, strict=True)]
    return found + _stray_than(tagged, reading) + _unheld(tagged, reading, asking_from)


def _stray_than(tagged: Tagged, reading: RowReading) -> list[Residue]:
    """ "In another language than English": "than" behind nothing that compares."""
    for at, tag in enumerate(reading.tags[:-1]):
        if tag.text != "than":
            continue
        before = reading.tags[:at]
        compares = any(s.degree == "comparative" for t in before for s in t.senses)
        roles = ("compare", "size", "correct")
        if compares or any(t.has(r) for t in before for r in roles) or _sets_apart(before):
            continue
        start = tagged.tokens[tag.first].start
        end = tagged.tokens[reading.tags[at + 1].last].end
        return [Residue(tagged.text[start:end], start, end, blocking=True)]
    return []


def _sets_apart(tags: Sequence[Tag]) -> bool:
    return any(
        t.has("operator", v) for t in tags for v in ("more", "less", "compare", "difference")
    )


def _carries_nothing(tag: Tag) -> bool:
    return (
        not tag.unread
        and not tag.links
        and tag.quantity is None
        and all(s.role in _GRAMMAR for s in tag.senses)
        and not _is_extreme(tag)
    )


def _is_subject(reading: RowReading, at: int) -> bool:
    """A word of grammar in the place of a subject, which says nothing else there.

    Behind "in" it compares nothing ("courses in ceiling"), before the kind of program it computes
    nothing ("middle bachelor programs"), before a subject it is part of another one ("people
    management").
    """
    tag = reading.tags[at]
    if at in reading.used or not tag.senses:
        return False
    roles = {s.role for s in tag.senses}
    before = reading.tags[at - 1] if at else None
    after = reading.tags[at + 1] if at + 1 < len(reading.tags) else None
    behind_in = before is not None and before.text == "in" and not (after and after.quantity)
    if after is not None and after.link("topic") and tag.has("frame", "thing"):
        return True
    ahead_of_kind = after is not None and (after.has("level") or after.has("noun", "program"))
    return (behind_in and roles <= {"compare", "correct", "size"}) or (
        ahead_of_kind and _says_elsewhere(reading, tag)
    )


def _is_dropped(reading: RowReading, at: int) -> bool:
    """A word that nothing computes with, although it asks for something."""
    return _is_idle_mean(reading, at) or _is_of_both(reading, at)


def _is_idle_mean(reading: RowReading, at: int) -> bool:
    """The mean of what is not understood: "the average nursing student"."""
    tag = reading.tags[at]
    mean = tag.has("aggregate", "mean") or tag.has("aggregate", "median")
    return mean and at not in reading.used and reading.aggregate is None


def _is_of_both(reading: RowReading, at: int) -> bool:
    """Schools that have "both nursing and law": no query asks for two sets of each."""
    several = any(f.field is Field.TOPIC and len(f.values) > 1 for f in reading.filters)
    subjects = [t for t in reading.tags[at + 1 : at + 4] if t.link("topic")]
    of_schools = reading.schools or reading.group is Field.UNIVERSITY
    return reading.tags[at].text == "both" and of_schools and several and len(subjects) > 1


def _is_here(reading: RowReading, at: int) -> bool:
    """ "Near me": where a visitor is, nobody knows."""
    following = reading.tags[at + 1].text.split()[0] if at + 1 < len(reading.tags) else ""
    near = reading.tags[at].text in ("near", "around", "close to")
    return at not in reading.used and near and following in ("me", "us", "here", "my", "home")


def _says_elsewhere(reading: RowReading, tag: Tag) -> bool:
    """A word that computes, or speaks of careers, where nothing is computed or asked of them."""
    roles = {s.role for s in tag.senses}
    return (roles == {"aggregate"} and reading.aggregate is None) or roles == {"guide"}


def _is_extreme(tag: Tag) -> bool:
    """ "Highest" and "lowest" of nothing that was named."""
    sense = tag.sense("size")
    return sense is not None and sense.degree == "superlative" and not tag.has("operator")


def _asks_nothing_read(reading: RowReading) -> bool:
    """Whether what is asked was not understood."""
    if not any(_names_programs(t) for t in reading.tags):
        return True
    narrows = (
        reading.columns
        or reading.wanted
        or reading.sort
        or reading.aggregate
        or reading.nth
        or reading.limit
    )
    return not narrows and (
        bool(reading.universities) or bool(reading.references & {"it", "school"})
    )


def _asks_whether_one(reading: RowReading, asking_from: int) -> bool:
    """ "Is the Dunmore program accredited?": what is unread is what is asked."""
    opening = [t.text for t in reading.tags[asking_from : asking_from + 2]]
    return opening[:1] in _WHETHER_OPENS and opening[1:] in (["the"], ["that"], ["this"])


def _names_programs(tag: Tag) -> bool:
    """Says that programs are spoken of, and not anything else in that city or at that price."""
    named = any(x.role not in ("place", "column") for x in tag.links)
    roles = ("level", "noun", "reference", "delivery", "measure")
    return named or tag.has("operator", "any") or any(tag.has(role) for role in roles)


def _blocks(tagged: Tagged, reading: RowReading, at: int) -> bool:
    tag = reading.tags[at]
    if at in reading.unheld or any(tag.has(role) for role in _BINDING) or _is_dropped(reading, at):
        return True
    if tag.unread and tag.last > tag.first:
        return True  # a school that is not held: "TAFE NSW"
    if tag.quantity:
        return tag.quantity.kind != "number" or tag.quantity.low > _FEW
    if at and reading.tags[at - 1].text == "than":
        return True  # one of two that are compared
    if tag.sense("claim") or _is_name(tagged, tag) or not is_english(tag.text):
        return True
    if _after_preposition(reading, at):
        return True
    beside = reading.tags[at - 1] if at else None
    if beside is not None and len(tag.text) > 1 and (beside.link("award") or beside.has("level")):
        return True  # "PGCE maths"
    before = _neighbour(reading, at, -1)
    after = _neighbour(reading, at, 1)
    if before and before.text.split()[-1] in _OPENS_FOCUS:
        return True
    if after and (after.has("noun") or after.has("level") or after.links or _is_ranking(after)):
        return True
    return zipf(tag.text) < _RARE_ZIPF


def _is_ranking(tag: Tag) -> bool:
    """ "The national ranking of X" asks for a place in someone's list."""
    return tag.has("operator", "sort") and tag.text in ("rank", "ranking", "ranked")


def _after_preposition(reading: RowReading, at: int) -> bool:
    """Whether a preposition governs it: "with a money back guarantee" asks for one thing."""
    i = at - 1
    while i >= 0:
        tag = reading.tags[i]
        if tag.text in _PREPOSITIONS:
            return True
        if tag.links or tag.has("level") or tag.has("noun") or tag.quantity:
            return False
        i -= 1
    return False


def _is_name(tagged: Tagged, tag: Tag) -> bool:
    """Capitalised inside a sentence, or all capitals."""
    token = tagged.tokens[tag.first]
    opens = tag.first == 0 or tagged.text[: token.start].rstrip().endswith((".", "?", "!", ":"))
    return (token.text.isupper() and len(token.text) > 1) or (token.looks_like_name and not opens)


def _neighbour(reading: RowReading, at: int, step: int) -> Tag | None:
    """The tag beside this one, articles and other leftovers passed."""
    i = at + step
    while 0 <= i < len(reading.tags):
        tag = reading.tags[i]
        if (
            tag.text not in ("a", "an", "the", "some", "my", "your", "their", "its")
            and not tag.unread
        ):
            return tag
        i += step
    return None


def _residue(tagged: Tagged, tag: Tag, blocking: bool) -> Residue:
    start, end = tagged.tokens[tag.first].start, tagged.tokens[tag.last].end
    return Residue(tagged.text[start:end], start, end, blocking, held=bool(tag.link("column")))


def _unheld(tagged: Tagged, reading: RowReading, asking_from: int) -> list[Residue]:
    """ "When does it start?" asks for what no row holds."""
    return [
        _residue(tagged, t, blocking=True)
        for i, t in enumerate(reading.tags)
        if i >= asking_from
        and t.text in _UNHELD_QUESTIONS
        and not (reading.columns or _is_read(reading, i))
    ]


def _is_read(reading: RowReading, at: int) -> bool:
    """ "Who charges the most" asks for a university; inside a clause these words only link."""
    following = reading.tags[at + 1].text if at + 1 < len(reading.tags) else ""
    if reading.tags[at].text == "who" and following in _OFFERS:
        return True
    return at > 0 and not reading.tags[at - 1].text.startswith(("and", "so", "but"))
