"""Which pages a question names: titles, their parts, plurals and acronyms against its words.

"AI engineers" names the page "AI Engineer" and not "Generative AI"; "chefs" names "Chefs and Head
Cooks". Decides nothing about evidence: `find_guides.py` does.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass

from wordfreq import zipf_frequency

from assistant.paraphrases import FRAME
from assistant.stemming import stem
from vectorstore.records import PageId
from vectorstore.text import topic_key, words

_SPLIT = re.compile(r"\s*(?:,|;|&|/|\band\b|\bor\b|\(|\)|\|)\s*", re.IGNORECASE)
_GENERIC_HEADS = frozenset(stem(w) for w in ("occupations", "workers", "careers", "jobs", "guide"))
"""Heads that a visitor swaps or leaves out: "funeral service worker"."""
_RARE = 4.0
"""Zipf frequency (wordfreq) under which one word of a title tells its page: 10 in a million."""
_FEW_TITLES = 2
_SLACK = 2
"""Words that may stand between the words of a name: "solar panel (photovoltaic) installers"."""


@dataclass(frozen=True, slots=True)
class NamedPage:
    """A page that the question names, and where."""

    page_id: PageId
    first: int
    """Place of the first word that names it."""
    last: int
    stems: frozenset[str]
    """Stems of the question's words that name it."""


@dataclass(frozen=True, slots=True)
class PageNames:
    """Every name of every page, as stems with acronyms expanded."""

    by_first: Mapping[str, tuple[tuple[tuple[str, ...], PageId], ...]]
    """First stem of a name -> (name, page), longest first."""

    def named_in(self, text: str) -> tuple[NamedPage, ...]:
        """Pages that the text names, in the order named.

        Where two names overlap, the longer one of those that start first counts: "landscape
        architects" does not name "Architects".
        """
        tokens = _tokens(text)
        found: list[NamedPage] = []
        place = 0
        while place < len(tokens):
            hits = self._at(tokens, place)
            if not hits:
                place += 1
                continue
            longest = max(hit.last for hit in hits)
            found += [hit for hit in hits if hit.last == longest]
            place = longest + 1
        return tuple(dict.fromkeys(found))

    def _at(self, tokens: list[tuple[str, ...]], place: int) -> list[NamedPage]:
        hits = []
        for name, page_id in self.by_first.get(tokens[place][0], ()):
            last = _match(name, tokens, place)
            if last is not None:
                stems = frozenset(s for token in tokens[place : last + 1] for s in token)
                hits.append(NamedPage(page_id, place, last, stems))
        return hits


def page_names(titles: Mapping[PageId, str]) -> PageNames:
    """The names of pages by title.

    One word of a longer title names the page only if the word is rare and stands in few titles:
    "plumbers", but not "training" or "specialists".
    """
    spread = Counter(word for title in titles.values() for word in set(_name(title)))
    names: dict[tuple[str, ...], set[PageId]] = defaultdict(set)
    for page_id, title in titles.items():
        whole = _name(title)
        for name, as_written in _variants(title).items():
            if len(name) > 1 or name == whole or _telling(as_written, spread[name[0]]):
                names[name].add(page_id)
    by_first: dict[str, list[tuple[tuple[str, ...], PageId]]] = defaultdict(list)
    for name in sorted(names, key=len, reverse=True):
        by_first[name[0]] += [(name, page_id) for page_id in sorted(names[name])]
    return PageNames({first: tuple(found) for first, found in by_first.items()})


def _telling(word: str, titles: int) -> bool:
    return titles <= _FEW_TITLES and zipf_frequency(word, "en") < _RARE


def _variants(title: str) -> dict[tuple[str, ...], str]:
    """The whole title, its parts, and each part with the head of a later one; each as written."""
    parts = [(_name(part), part.strip()) for part in _SPLIT.split(title)]
    parts = [part for part in parts if part[0]]
    found = {_name(title): title, **dict(parts)}
    for number, (part, text) in enumerate(parts):
        for later, _ in parts[number + 1 :]:
            if later[-1] != part[-1]:
                found[(*part, later[-1])] = text
    for name in [n for n in found if len(n) > 1 and n[-1] in _GENERIC_HEADS]:
        found[name[:-1]] = found[name].split()[0]
    return {name: text for name, text in found.items() if name}


def _name(text: str) -> tuple[str, ...]:
    return tuple(s for token in _tokens(text) for s in token)


def _tokens(text: str) -> list[tuple[str, ...]]:
    """A tuple of stems for each content word; an acronym gives those of what it stands for."""
    found = []
    for raw in re.findall(r"[^\s,;:!?()\"/|-]+", text):
        expanded = topic_key(raw).split()
        kept = tuple(stem(w) for w in expanded if w not in _JOINING)
        if kept:
            found.append(kept)
    return found


_JOINING = FRAME - frozenset(words("guide"))


def _match(name: tuple[str, ...], tokens: list[tuple[str, ...]], place: int) -> int | None:
    """The last token of the name's match that starts at `place`, whole tokens only."""
    left, at, slack = name, place, _SLACK
    last = place
    while left:
        if at >= len(tokens):
            return None
        token = tokens[at]
        if left[: len(token)] == token:
            left, last = left[len(token) :], at
        elif slack and at > place:
            slack -= 1
        else:
            return None
        at += 1
    return last
