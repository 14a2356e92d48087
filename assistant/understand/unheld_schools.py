"""Names of schools that the snapshot does not hold, though a word of theirs names something here.

"Durham University" where Durham is a town, "Deakin College" where Deakin is a university,
"University of Leeds" where Leeds is a town: each is one school, and nothing else is meant. Such
names become one unread tag, which blocks the answer. Runs after the words are tagged; what is held
was named before.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from assistant.understand.places import Spot
from assistant.understand.school_forms import ALIASES
from assistant.understand.tagged import Tag
from assistant.understand.tokens import Token
from assistant.understand.vocabulary import Link
from vectorstore.text import words

_KINDS = frozenset("university uni college institute polytechnic academy conservatoire".split())
_OF_STATE = frozenset({"state university", "state college"})
ANY_OF = frozenset(
    "which what a an any every each no one another cheapest best some only this that".split()
)
"""Before these words a kind of school is asked for: "which Virginia university"."""


_CONTROL = frozenset(
    (
        "public private government state independent community technical vocational nonprofit "
        "religious catholic christian accredited elite prestigious"
    ).split()
)
"""Words for kinds of schools: before a school they say who runs it, and name no subject."""


def kinds_apart(tags: Sequence[Tag]) -> tuple[Tag, ...]:
    """The tags with words such as "private" before schools unread, for a column may say them."""
    following = (*tags[1:], None)[: len(tags)]
    return tuple(
        replace(tag, links=(), senses=())
        if tag.text in _CONTROL and after is not None and after.has("noun", "school")
        and not (tag.link("university") or tag.link("place"))
        else tag
        for tag, after in zip(tags, following, strict=True)
    )  # fmt: skip


def as_names(tags: Sequence[Tag], tokens: Sequence[Token]) -> tuple[Tag, ...]:
    """The tags with one unread tag for each name of a school that is not held."""
    out: list[Tag] = []
    at = 0
    while at < len(tags):
        end = _behind(tags, tokens, at) or _of_place(tags, tokens, at) or _as_city(tags, at)
        if end is None:
            out.append(tags[at])
            at += 1
            continue
        run = tags[at : end + 1]
        link = tags[at].link("place")
        town = link.spot.town if link is not None and link.spot is not None else ()
        first, last, text = run[0].first, run[-1].last, " ".join(t.text for t in run)
        is_town = bool(town) and run[-1].text == "city"
        spot = Link("place", town, first, last, Spot(town, "city"))
        out.append(Tag(first, last, text, links=(spot,) if is_town else ()))
        at = end + 1
    return tuple(out)


def _behind(tags: Sequence[Tag], tokens: Sequence[Token], at: int) -> int | None:
    """Last tag of "Deakin College", "Durham University", "Kansas State University"."""
    tag = tags[at]
    end = at + 1
    if end + 1 < len(tags) and tags[end].text == "state" and tag.link("place"):
        end += 1
    if end >= len(tags):
        return None
    of_state = tag.link("place") and tags[end].text in _OF_STATE
    if not of_state and (tags[end].text not in _KINDS or tags[end].links):
        return None
    if tokens[tag.last].text.endswith(("'s", "\u2019s")) or not _is_together(tokens, tags, at, end):
        return None
    written = tokens[tags[end].first].looks_like_name
    school = tag.link("university")
    if school is not None and not tag.link("place"):
        kinds = {tags[end].text, *ALIASES.get(tags[end].text, ())}
        return None if any(kinds & set(words(name)) for name in school.values) else end
    if tag.link("place") is None:  # "Bond College", but "nursing college"
        named = tag.link("topic") or tag.unread
        named = named and written and tokens[tag.first].looks_like_name
        return end if named else None
    asked = at > 0 and (tags[at - 1].text in ANY_OF or tags[at - 1].has("adjective"))
    return None if asked and not written else end


def _as_city(tags: Sequence[Tag], at: int) -> int | None:
    """Last tag of "New York City" where New York names a region: the town alone is meant."""
    link = tags[at].link("place")
    region = link is not None and link.spot is not None and link.spot.kind != "city"
    behind = at + 1 < len(tags) and tags[at + 1].text == "city" and not tags[at + 1].links
    return at + 1 if region and behind else None


def _of_place(tags: Sequence[Tag], tokens: Sequence[Token], at: int) -> int | None:
    """Last tag of "University of Leeds"."""
    end = at + 2
    if end >= len(tags) or tags[at].text not in _KINDS or tags[at].links:
        return None
    if tags[at + 1].text != "of" or tags[end].link("place") is None:
        return None
    asked = at > 0 and tags[at - 1].text in ANY_OF
    written = tokens[tags[at].first].looks_like_name
    return None if asked and not written else end


def _is_together(tokens: Sequence[Token], tags: Sequence[Tag], first: int, last: int) -> bool:
    """Whether blanks alone stand between these tags."""
    own = tokens[tags[first].first : tags[last].last + 1]
    return all(b.start - a.end == 1 for a, b in pairwise(own))
