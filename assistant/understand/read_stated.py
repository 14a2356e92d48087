"""Which values a row states at all: "without a listed price", "tuition not given", "price unknown".

A missing value is asked for by a denial or a word of absence beside a measure. "No tuition" alone
is not read so: it may mean that nothing is charged.
"""

from __future__ import annotations

from assistant.understand.reading import RowReading
from assistant.understand.tagged import Tag
from vectorstore.query import UNSTATED, Field, Filter, Op

_STATING = frozenset(
    """list listed lists give given gives state stated states show shown shows mention mentioned
    mentions publish published publishes disclose disclosed discloses provide provided provides
    indicate indicated available known""".split()
)
_MEASURES = {"price": "price", "duration": "duration", "delivery": "delivery"}
_NAMES = frozenset({"price", "prices", "length", "lengths", "duration", "durations"})
"""Words that name the value itself, so that a bare "no" before them can only deny its listing."""
_CURRENCIES = frozenset({"currency", "currencies"})
_LIMITS = frozenset({"limit", "limits", "cap", "ceiling", "filter", "restriction", "range"})
_REACH = 4
"""Words that may stand between the denial, the measure and the stating word."""


def read_stated(reading: RowReading) -> None:
    """Takes measures whose presence or absence is asked for, with the words that say so."""
    for at, tag in enumerate(reading.tags):
        sense = tag.sense("measure")
        if sense is None or sense.value not in _MEASURES or not reading.free(at):
            continue
        if tag.text.startswith("how") or _is_limit(reading, at) or _leads_on(reading, at):
            continue
        found = _presence(reading, at)
        if found is None and tag.text not in _NAMES and _denied(reading, at):
            reading.unheld.add(at)  # "no tuition": free of charge, which no row says
        if found is not None:
            op, used = found
            reading.take(at, *used)
            if tag.text in _CURRENCIES:
                absent = Op.IN if op is Op.NOT_IN else Op.NOT_IN
                reading.add(Filter(Field.CURRENCY, absent, (UNSTATED,)))
            else:
                reading.add(Filter(Field.STATED, op, (_MEASURES[sense.value],)))


def _leads_on(reading: RowReading, at: int) -> bool:
    """ "Not taught in German": what is denied is what it is taught in."""
    after = [t.text for t in reading.tags[at + 1 : at + 2]]
    return reading.tags[at].has("measure", "delivery") and after in (["in"], ["at"], ["by"])


def _presence(reading: RowReading, at: int) -> tuple[Op, list[int]] | None:
    """Whether the measure is asked to be there or not, and the tags that say so."""
    before, after = _around(reading, at, -1), _around(reading, at, 1)
    absent = [i for i in (*before, *after) if reading.tags[i].has("unstated")]
    if absent:
        return Op.NOT_IN, absent
    denied = [i for i in (*before, *after) if _denies(reading.tags[i])]
    stating = [i for i in (*before, *after) if reading.tags[i].text in _STATING]
    if denied and (stating or (denied[0] < at and reading.tags[at].text in _NAMES)):
        return Op.NOT_IN, [*denied, *stating]
    with_it = [i for i in before if reading.tags[i].text in ("with", "have", "has", "whose")]
    if stating and with_it:
        return Op.IN, stating
    return None


def _denied(reading: RowReading, at: int) -> bool:
    return at > 0 and _denies(reading.tags[at - 1])


def _around(reading: RowReading, at: int, step: int) -> list[int]:
    """The tags of one side that may speak of the measure: function words, denials, stating."""
    found: list[int] = []
    i = at + step
    while 0 <= i < len(reading.tags) and abs(i - at) <= _REACH:
        tag = reading.tags[i]
        speaks = tag.has("unstated") or _denies(tag) or tag.text in _STATING
        if not (speaks or tag.is_frame) or tag.text in ("and", "or", "but"):
            break
        found.append(i)
        i += step
    return found


def _denies(tag: Tag) -> bool:
    return tag.has("operator", "not") and not tag.has("correct")


def _is_limit(reading: RowReading, at: int) -> bool:
    """ "No price limit" and "no price over 20k" speak of an amount."""
    following = [reading.tags[i] for i in range(at + 1, min(at + _REACH, len(reading.tags)))]
    return any(t.text in _LIMITS or t.quantity or t.has("compare") for t in following)
