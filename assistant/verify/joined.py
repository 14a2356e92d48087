"""A sentence that joins statements of different kinds, each proven by what it is about.

"X typically need a master's degree, and their jobs are projected to grow 15 percent" states a
labelled value and a labelled figure. Cut by `propositions.py`; a pronoun stands for the subject
before it, and each statement is held against the cited items that are of whom it names.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace

from assistant.records import Item
from assistant.verify.desk import Desk
from assistant.verify.fact_sentences import wrong_facts
from assistant.verify.facts import fact_of, name_words
from assistant.verify.label_sentences import wrong_labels
from assistant.verify.propositions import Statement, parted
from assistant.verify.text import plain
from assistant.verify.verbs import ADVERBS

_OWN = re.compile(r"\b(?:their|its)\b")
_STANDS = re.compile(r"\b(?:they|it|them)\b")


def wrong_joined(text: str, desk: Desk, in_prose: Callable[[str, Desk], str | None]) -> str | None:
    """Why a statement of a sentence is not borne out; None if there are several and each is.

    `in_prose` holds a statement that is about no labelled value against the quotes.
    """
    statements = parted(text).statements
    if len(statements) < 2:
        return "it joins no statements"
    labelled = 0
    for one in statements:
        said = _spelt_out(one)
        own = _own_desk(said, desk)
        figured = own is not None and wrong_facts(said, own) is None
        if figured or wrong_labels(said, desk) is None:
            labelled += 1
        elif reason := in_prose(said, desk):
            return reason
    return None if labelled else "it is about no labelled values"


def _spelt_out(one: Statement) -> str:
    subject = one.context.split()
    while subject and plain(subject[-1]) in ADVERBS:
        subject.pop()
    if not subject:
        return one.text
    named = " ".join(subject)
    return _STANDS.sub(named, _OWN.sub(f"{named}'", one.text))


def _own_desk(said: str, desk: Desk) -> Desk | None:
    """The labelled figures of those whom a statement names; None if there are none."""
    stems = set(name_words(said))
    facts = [(i, f) for i in desk.items if (f := fact_of(i)) is not None]
    own: list[Item] = [i for i, f in facts if set(f.of) - {"and", "or"} <= stems]
    return replace(desk, items=tuple(own)) if own else None
