"""Words to tags: the longest reading of each stretch as a quantity, a name, or a phrase.

Second step of understanding. Words without any reading become tags without senses: they are the
residue unless evidence binds them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence, Set
from dataclasses import replace

from assistant.understand.english import is_english, singulars
from assistant.understand.lexicon import Lexicon, Sense, load_lexicon
from assistant.understand.place_codes import is_as_code
from assistant.understand.quantities import Quantity, quantities
from assistant.understand.school_forms import KINDS, OFFERS
from assistant.understand.subjects import as_subject, expanded
from assistant.understand.tagged import Tag, Tagged
from assistant.understand.tokens import Token, tokenize
from assistant.understand.unheld_schools import ANY_OF
from assistant.understand.vocabulary import Link, Vocabulary
from vectorstore.text import ACRONYMS, topic_key
from vectorstore.text import words as text_words

_BESIDE_COLUMN = ("level", "payer", "measure")
"""Senses that a header leaves to its words: it is asked for, and never a condition."""
_NO = frozenset({"no", "nope", "nah"})
_LINK_RANK = {
    "category": 6, "university": 5, "award": 4, "titled": 4, "degree": 3.5, "place": 3, "topic": 2,
    "column": 1,
}  # fmt: skip


def tag(text: str, vocabulary: Vocabulary, *, opens: bool = True) -> Tagged:
    """The question's tags in order; `opens` says that nothing was asked before it."""
    tokens = tokenize(text)
    corrected = tuple(vocabulary.correct(t) for t in tokens)
    amounts = {q.first: q for q in quantities(text, _respelled(tokens, corrected))}
    links = _within_quotes(text, tokens, corrected, vocabulary)
    notes = tuple(
        f'read "{t.text}" as "{w}"' for t, w in zip(tokens, corrected, strict=True) if t.word != w
    )
    links = tuple(x for x in links if not _opens_with_award(x, links, corrected))
    links = tuple(x for x in links if not _is_any_there(x, corrected, vocabulary))
    links = _before_awards(links, tokens, corrected, vocabulary)
    lexicon = load_lexicon()
    tags: list[Tag] = []
    at = 0
    while at < len(tokens):
        unheld = vocabulary.institutions.not_held_at(corrected, at)
        if unheld is not None:
            tags.append(Tag(at, unheld, " ".join(corrected[at : unheld + 1])))
            at = unheld + 1
            continue
        made = _tag_at(tokens, corrected, at, lexicon, amounts.get(at), links)
        if _is_cut(made, tags, amounts.keys(), links):
            made = Tag(at, at, corrected[at], lexicon.phrases[corrected[at : at + 1]])
        if (kind := _kind_of_award(made, vocabulary)) is not None:
            made = kind
        elif made.has("payer") and {x.role for x in made.links} == {"topic"}:
            made = replace(made, links=())  # "international students" pay, titles call them so too
        elif _is_name_in_capitals(made, tokens, corrected) or _is_short_form(made, tokens):
            made = replace(made, senses=())
        elif _corrects(text, tokens, made):
            made = replace(made, senses=(Sense("correct", "replace"), Sense("frame", "function")))
        elif _asks_meaning(made, tags):
            made = replace(made, senses=(Sense("guide", "page"),))
        elif made.unread and made.text in ACRONYMS and (named := expanded(made.text, vocabulary)):
            made = replace(
                made, links=(Link("topic", named, made.first, made.last),)
            )  # "cs masters"
        tags.append(as_subject(made, tags, corrected[made.last + 1 :], vocabulary, opens=opens))
        at = tags[-1].last + 1
    entities = tuple(x for x in links if x.role == "entity")
    alike = tuple(_as_other(tags, i, tokens, corrected, vocabulary) for i in range(len(tags)))
    return Tagged(text, tokens, corrected, alike, entities, notes)


def _kind_of_award(tag: Tag, vocabulary: Vocabulary) -> Tag | None:
    """A noun for all that is held ("bootcamp"), or "degree" where only associate's are."""
    if singulars((tag.text,))[0] in vocabulary.awards.nouns:
        return replace(tag, senses=(Sense("noun", "program"),), links=())
    if not (tag.has("noun", "degree") and vocabulary.awards.degrees):
        return None
    named = Link("award", vocabulary.awards.degrees, tag.first, tag.last)
    return replace(tag, links=(named,))


_BETWEEN = frozenset({"and", "or", "vs", "versus", "with", "to", "against"})


def _as_other(
    tags: Sequence[Tag],
    at: int,
    tokens: Sequence[Token],
    words: Sequence[str],
    vocabulary: Vocabulary,
) -> Tag:
    """A subject that is a school too, where it is set against one: "compare Bond and Griffith"."""
    tag = tags[at]
    weighed = any(
        any(t.has("operator", said) for said in ("compare", "difference", "more", "less"))
        or any(s.role in ("adjective", "size") and s.degree == "comparative" for s in t.senses)
        for t in tags
    )  # fmt: skip
    if not weighed or {x.role for x in tag.links} != {"topic"}:
        return tag
    after = tags[at + 1] if at + 1 < len(tags) else None
    if after is not None and (after.has("noun") or after.has("level")):
        return tag  # "law programs cheaper than Bond's"
    capital = tokens[tag.first].looks_like_name and at > 0 and tags[at - 1].text == "than"
    if not capital and not any(
        0 <= other < len(tags)
        and tags[other].link("university")
        and not (other < at and _is_member(tags, at))
        for other in _set_against(tags, at)
    ):
        return tag
    named = vocabulary.institutions.named_at(tokens, words, tag.first, placed=True)
    if named is None or named.partial or named.last != tag.last or len(named.names) > 1:
        return tag
    link = Link("university", named.names, tag.first, tag.last, rows=named.rows)
    return replace(tag, links=(link,))


def _set_against(tags: Sequence[Tag], at: int) -> Iterator[int]:
    """What this tag may be set against: the one beyond "or", "versus", or "cheaper than"."""
    for step in (-1, 1):
        joint = at + step
        if 0 <= joint < len(tags) and tags[joint].text in _BETWEEN:
            yield joint + step
    if at and tags[at - 1].text == "than":
        yield from range(max(0, at - _REACH), at - 1)
    than = next(
        (i for i in range(at + 1, min(len(tags), at + _REACH)) if tags[i].text == "than"), None
    )
    if than is not None:
        yield than + 1


_REACH = 4
"""Tags from a name to the one it is compared with: "Griffith more expensive than Bond"."""


def _is_cut(tag: Tag, before: Sequence[Tag], amounts: Set[int], links: Sequence[Link]) -> bool:
    """Whether just the first word of a phrase is meant here.

    "Online or under 10k" says another condition, "10k or under" how far the one goes; in "the last
    date to apply" a name begins behind "the".
    """
    if tag.text.startswith("or ") and tag.has("compare"):
        return tag.last + 1 in amounts and not any(t.quantity for t in before[-2:])
    return tag.text.startswith("the ") and any(
        x.role in _LINK_RANK and x.first == tag.first + 1 and x.last > tag.last for x in links
    )


def _is_name_in_capitals(tag: Tag, tokens: Sequence[Token], words: Sequence[str]) -> bool:
    """ "At SIT", "in UP": a word of grammar in capitals where a school or a place is named."""
    token = tokens[tag.first]
    written = token.text.isupper() and not all(t.text.isupper() for t in tokens if t.text.isalpha())
    before = words[tag.first - 1] if tag.first else ""
    placed = before in ("at", "from", "by") and len(token.text) > 2
    placed = placed or (before == "in" and len(token.text) > 1)
    return placed and written and tag.first == tag.last and not tag.links and bool(tag.senses)


def _is_short_form(tag: Tag, tokens: Sequence[Token]) -> bool:
    """ "IT courses" of a site without any: a subject that is not held, and no pronoun."""
    short = tag.first == tag.last and tag.text in ACRONYMS and not tag.links
    return short and is_as_code(tokens, tag.first)


def _is_member(tags: Sequence[Tag], at: int) -> bool:
    """Whether a school stands right behind a subject, which is then one at that school."""
    after = [t for t in tags[at + 1 : at + 3] if t.text not in ("at", "from", "the")]
    return bool(after) and after[0].link("university") is not None


_QUOTED = re.compile(r'["\u201c]([^"\u201c\u201d]+)["\u201d]')


def _within_quotes(
    text: str, tokens: Sequence[Token], corrected: Sequence[str], vocabulary: Vocabulary
) -> tuple[Link, ...]:
    """The names in the question; words in quotes that can be a subject are nothing else."""
    links = vocabulary.links(tokens, corrected)
    for match in _QUOTED.finditer(text):
        inside = [
            i for i, t in enumerate(tokens) if match.start() < t.start and t.end < match.end()
        ]
        if not inside:
            continue
        first, last = inside[0], inside[-1]
        said = topic_key(match[1]).strip()
        whole = [
            replace(x, values=(said,)) if said in x.values else x
            for x in links
            if x.first == first and x.last == last and x.role == "topic"
        ]
        beside = [x for x in links if x.last < first or x.first > last]
        links = (*beside, *whole) if whole else links
    return links


def _opens_with_award(link: Link, links: Sequence[Link], words: Sequence[str]) -> bool:
    """Whether a subject is an award and a subject: "minor award in tourism" in a title."""
    return link.role == "topic" and any(
        x.role == "award" and x.first == link.first and x.last < link.last
        and (words[x.last + 1] in ("in", "of") or not is_english(words[x.first]))
        for x in links
    )  # fmt: skip


def _is_any_there(link: Link, words: Sequence[str], vocabulary: Vocabulary) -> bool:
    """ "Which Brisbane college has the most": any school of a town, though some are so called."""
    if link.role != "university" or not link.partial or len(link.values) == 1 or not link.first:
        return False
    town = tuple(words[link.first : link.last])
    spot = vocabulary.places.get(town)
    asks = words[link.first - 1] in ANY_OF
    return asks and spot is not None and words[link.last] in {*KINDS, "uni"}


def _before_awards(
    links: Sequence[Link],
    tokens: Sequence[Token],
    corrected: Sequence[str],
    vocabulary: Vocabulary,
) -> tuple[Link, ...]:
    """The links, subjects cut where an award begins: "phlebotomy short-term certificates"."""
    out: list[Link] = []
    for link in links:
        award = next((x for x in links if x.role == "award" and _runs_into(link, x)), None)
        if award is None:
            out.append(link)
            continue
        cut = vocabulary.links(tokens[: award.first], corrected[: award.first])
        out += (x for x in cut if x.role == "topic" and x.first == link.first)
    return tuple(out)


def _runs_into(link: Link, award: Link) -> bool:
    return link.role == "topic" and link.first < award.first <= link.last < award.last


def _rank(
    link: Link,
    places: Mapping[int, Link],
    awards: Set[int],
    words: Sequence[str],
    tokens: Sequence[Token],
) -> float:
    """How well a name is read: a place beats a school said in part or by one word, a region any.

    "In South Australia", "Sydney or Perth": unless "at", "from" or "by" stands before it.
    """
    rank = _LINK_RANK[link.role]
    if link.spot is not None and link.spot.code and words[link.first] in ACRONYMS:
        return _LINK_RANK["topic"] - 0.1  # "IT courses" are not in Italy
    initials = link.first == link.last and words[link.first] not in text_words(link.values[0])
    if link.role == "university" and initials and link.partial and link.last in awards:
        return _LINK_RANK["award"] - 0.1  # "AAS programs" are at no Arts & Sciences
    place = places.get(link.last)
    if link.role != "university" or place is None or place.spot is None:
        return rank
    owns = tokens[link.last].text.lower().endswith(("'s", "\u2019s"))
    before = words[link.first - 1] if link.first else ""
    after = words[link.last + 1] if link.last + 1 < len(words) else ""
    acts = before in ("does", "do", "did") and after in OFFERS and not link.partial
    placed = before in ("at", "from", "by") or acts
    if place.spot.kind == "country" and link.first == link.last:
        return _LINK_RANK["place"] - 0.5  # "looking at Australian degrees"
    in_part = link.partial or link.first == link.last
    weaker = (in_part or place.spot.kind != "city") and place.spot.rows >= link.rows
    return _LINK_RANK["place"] - 0.5 if weaker and not (owns or placed) else rank


def _corrects(text: str, tokens: Sequence[Token], tag: Tag) -> bool:
    """ "No, on campus" puts something right; "no online ones" leaves something out."""
    following = text[tokens[tag.last].end :].lstrip()
    return (
        tag.text in _NO and tag.first == 0 and following[:1] in (",", ";", ":", ".", "-", "\u2014")
    )


def _asks_meaning(tag: Tag, before: Sequence[Tag]) -> bool:
    """ "What does graduate entry mean": asks what words mean, and for no average."""
    return tag.text == "mean" and any(t.text in ("does", "do", "did") for t in before)


def _respelled(tokens: Sequence[Token], corrected: Sequence[str]) -> tuple[Token, ...]:
    return tuple(
        t if t.word == w else Token(t.text, w, t.start, t.end, t.number, t.suffix)
        for t, w in zip(tokens, corrected, strict=True)
    )


def _tag_at(
    tokens: Sequence[Token],
    words: Sequence[str],
    at: int,
    lexicon: Lexicon,
    amount: Quantity | None,
    links: Sequence[Link],
) -> Tag:
    size, senses = lexicon.longest(words, at)
    places = {x.last: x for x in links if x.first == at and x.role == "place"}
    awards = {x.last for x in links if x.first == at and x.role == "award"}
    named = sorted(
        (x for x in links if x.first == at and x.role in _LINK_RANK),
        key=lambda x: (-(x.last - x.first), -_rank(x, places, awards, words, tokens)),
    )
    ends = [at + size - 1] if size else []
    ends += [named[0].last] if named else []
    ends += [amount.last] if amount else []
    last = max(ends, default=at)
    text = " ".join(words[at : last + 1])
    here = tuple(x for x in named if x.last == last)
    kept = senses if size == last - at + 1 else ()
    if (here and here[0].role in ("university", "award", "titled", "category")) or (
        here and last > at
    ):
        beside = _BESIDE_COLUMN if here[0].role == "column" else ("level", "payer")
        kept = tuple(s for s in kept if s.role in beside)
    return Tag(at, last, text, kept, here, amount if amount and amount.last == last else None)
