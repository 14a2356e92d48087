"""Words of grammar that are a subject where they stand: "courses in change", "IT courses".

Part of `tag.py`, which asks of each tag whether it must be one. Pure.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from assistant.understand.english import singulars
from assistant.understand.lexicon import load_lexicon
from assistant.understand.tagged import Tag
from assistant.understand.vocabulary import Link, Vocabulary
from vectorstore.text import ACRONYMS


def as_subject(
    tag: Tag,
    before: Sequence[Tag],
    following: Sequence[str],
    vocabulary: Vocabulary,
    *,
    opens: bool,
) -> Tag:
    """A word of grammar as the subject that it must be: "courses in change", "planning courses".

    Right behind the kind of program and "in", where an amount would say how long; or right before
    it, of what is done, with nobody there who does it (no "schools offering courses"), of careers
    and jobs, and of corrections where there is nothing to correct.
    """
    named = vocabulary.common.get(singulars((tag.text,))[0])
    if tag.text == "it" and opens:  # before anything was spoken of: "it courses", "courses in it"
        return _as_computing(tag, before, following, vocabulary)
    if tag.first != tag.last or tag.links or tag.quantity or not named:
        return tag
    behind = len(before) > 1 and before[-1].text == "in" and _is_kind(before[-2])
    done = tag.text.endswith("ing") and not tag.has("noun")
    spoken = tag.has("guide", "career") or tag.has("claim")
    corrects = opens and tag.has("correct", "replace")
    ahead = (done or spoken or corrects) and _opens_kind(following)
    if not behind and not (ahead and not (before and _does(before[-1]))):
        return tag
    return replace(
        tag, senses=(), links=(Link("topic", tuple(sorted(named)), tag.first, tag.last),)
    )


def _as_computing(
    tag: Tag, before: Sequence[Tag], following: Sequence[str], vocabulary: Vocabulary
) -> Tag:
    """Where no pronoun can stand, what IT is short for; unread if no program is in it."""
    behind = len(before) > 1 and before[-1].text == "in" and _is_kind(before[-2])
    if tag.links or not (behind or (_opens_kind(following) and not (before and _does(before[-1])))):
        return tag
    named = expanded("it", vocabulary)
    links = (Link("topic", named, tag.first, tag.last),) if named else ()
    return replace(tag, senses=(), links=links)


def expanded(short: str, vocabulary: Vocabulary) -> tuple[str, ...] | None:
    """The subjects that a short form stands for."""
    return vocabulary.topics.get(singulars(ACRONYMS[short].split()))


def _is_kind(tag: Tag) -> bool:
    return tag.has("noun") or tag.has("level") or tag.link("award") is not None


def _opens_kind(words: Sequence[str]) -> bool:
    senses = load_lexicon().longest(words, 0)[1] if words else ()
    return any(s.role == "level" or (s.role == "noun" and s.value == "program") for s in senses)


_DOERS = frozenset(
    "i we you they who that am is are was were be been i'm we're you're keep start".split()
)


def _does(tag: Tag) -> bool:
    """Whether a word can be who does what follows: "I am planning", "schools teaching"."""
    return tag.text in _DOERS or tag.has("noun") or bool(tag.links)
