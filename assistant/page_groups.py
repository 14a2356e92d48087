"""Groups of pages that a question ranks: those whose titles name engineers, those under healthcare.

By the heads of titles, and by the part of a site that a page's address puts it in. Built with the
index; used by `select_pages.py`. Decides nothing about claims.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from assistant.paraphrases import FRAME
from assistant.stemming import stem
from assistant.trade_words import is_trade, parts_of
from vectorstore.records import PageId
from vectorstore.text import topic_key, words

_FEWEST = 3
"""Pages that make a group; of two nothing is the highest."""
_SERVING = frozenset("assistant assistants aide aides helper helpers".split())
"""Heads of those who work for whom the word before names: teacher assistants are no teachers."""
_EVERYDAY = {
    "medical": "healthcare", "health": "healthcare", "law": "legal", "tech": "technology",
    "teaching": "education", "maths": "math", "mathematics": "math",
}  # fmt: skip
"""Everyday words for fields -> the word by which sites file them."""
_OF_ANY = frozenset(map(stem, "worker occupation career job guide".split()))


@dataclass(frozen=True, slots=True)
class Group:
    """Pages of one kind, and what shows that they are."""

    name: str
    """ "engineers", or the part of the site: "arts-and-design"."""
    by_title: bool
    """By the title; else by the address."""
    shown: Mapping[PageId, str]
    """The title or the address of each page."""

    def holds(self, shown: str) -> bool:
        """Whether a title or an address is of this group."""
        if self.by_title:
            heads, kinds = _people_of(shown)
            return self.name in heads | kinds
        return self.name == _part_of_site(shown)


@dataclass(frozen=True, slots=True)
class PageGroups:
    """The groups of one snapshot."""

    by_head: Mapping[str, Group] = field(default_factory=dict)
    """Word for people in the plural -> those whose titles name such."""
    by_part: Mapping[str, Group] = field(default_factory=dict)
    """Part of a site as its addresses have it -> the pages in it."""

    def of_people(self, said: Iterable[str]) -> tuple[Group, frozenset[str]] | None:
        """The group whose people one of these words names, with its stem; None without one."""
        found = {word: group for word in said if (group := self.by_head.get(_plural(word)))}
        if len(found) != 1:
            return None
        ((named, group),) = found.items()
        return group, frozenset({stem(named)})

    def filed(self, said: Collection[str]) -> tuple[Group, frozenset[str]] | None:
        """The one group whose part of a site has all of these words, with their stems."""
        wanted = {_bare(w) for word in said for w in topic_key(_EVERYDAY.get(word, word)).split()}
        joined = "".join(said)
        fits = [
            group
            for part, group in self.by_part.items()
            if wanted and (wanted <= (of := set(map(_bare, words(part)))) or joined in of)
        ]
        return (fits[0], frozenset(map(stem, said))) if len(fits) == 1 else None


def page_groups(titles: Mapping[PageId, str], urls: Mapping[PageId, str]) -> PageGroups:
    """The groups of pages by title and by address, each of three pages or more."""
    heads = {head for title in titles.values() for head in _people_of(title)[0]}
    people: dict[str, dict[PageId, str]] = defaultdict(dict)
    parts: dict[str, dict[PageId, str]] = defaultdict(dict)
    for page, title in titles.items():
        of_title, kinds = _people_of(title)
        for name in of_title | (kinds & heads):
            people[name][page] = title
        if part := _part_of_site(urls.get(page, "")):
            parts[part][page] = urls[page]
    return PageGroups(
        {name: Group(name, True, of) for name, of in people.items() if len(of) >= _FEWEST},
        {name: Group(name, False, of) for name, of in parts.items() if len(of) >= _FEWEST},
    )


def _people_of(title: str) -> tuple[frozenset[str], frozenset[str]]:
    """The words for people that head the parts of a title, and those that tell the kind of a head.

    In the plural. Nurse practitioners are nurses, but teacher assistants are no teachers.
    """
    heads, kinds = set(), set()
    for part in parts_of(title):
        said = words(part)
        for at, word in enumerate(said):
            if not is_trade(word) or stem(word) in _OF_ANY:
                continue
            if at == len(said) - 1:
                heads.add(_plural(word))
            elif said[at + 1] not in _SERVING and is_trade(said[at + 1]):
                kinds.add(_plural(word))
    return frozenset(heads), frozenset(kinds)


def _plural(word: str) -> str:
    return word if word.endswith("s") else f"{word}s"


def _bare(word: str) -> str:
    """A word without the end of a plural: engineers are filed under nothing, arts as art."""
    return word.casefold().removesuffix("s")


def _part_of_site(url: str) -> str:
    """The folder that an address files its page in; empty at the top of a site."""
    folders = [part for part in urlsplit(url).path.split("/") if part][:-1]
    part = folders[-1].casefold() if folders else ""
    return part if set(words(part)) - FRAME else ""
