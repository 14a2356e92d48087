"""Which pages a question names: titles, their parts, plurals and acronyms against its words.

"AI engineers" names the page "AI Engineer" and not "Generative AI"; "chefs" names "Chefs and Head
Cooks". Decides nothing about evidence: `find_guides.py` does.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace

from assistant.also_called import everyday
from assistant.name_forms import (
    COMMON_PLURAL,
    name_of,
    sets_aside,
    telling,
    tells_alone,
    tokens_of,
    variants,
    words_of,
)
from assistant.stemming import stem
from assistant.trade_words import RARE, field_of, is_of_people, is_trade, parts_of
from vectorstore.frequency import zipf
from vectorstore.records import PageId
from vectorstore.text import words

_UNSAID = frozenset(map(stem, ("computer", "information")))
"""First words that visitors leave out: "systems analyst", "security analyst"."""
_TRADE = re.compile(r"(?:er|or|ist|ian|ant)s$")
_ADJECTIVE = re.compile(r"(?:al|ic|ive|ary|ous)$")
"""Ends of what only limits a title's head: geologists are no "Geological Technicians"."""
_TO_DO = re.compile(r"to$|(?:i|you|we|they|don't|will|would|can|could|must)$", re.IGNORECASE)
_ONLY_PEOPLE = re.compile(r"(?:er|or|ist|ian|ant|eer|man|woman|yst|s)$")
"""Ends of words that are nobody's doing: an actor, but not a guard."""
_NO_LETTERS = re.compile(r"['\u2019]s\b|\W+$")
_HEADS = frozenset("worker installer laborer labourer employee professional".split())
"""Words for people that say no more than that they do what stands before."""
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
    gaps: int = 0
    """Words between these that are not of the name."""
    said: str = ""
    """These words as the question has them; empty where they are told from elsewhere."""
    described: bool = False
    """Not named at all, but told by what they do."""
    partly: bool = False
    """By a name that the page does not give to all of its people, and no figure is just theirs."""
    means: frozenset[str] = frozenset()
    """Stems of what an everyday word stands for on the page: chief executive, for "CEO"."""


@dataclass(frozen=True, slots=True)
class PageNames:
    """Every name of every page, as stems with acronyms expanded."""

    by_first: Mapping[str, tuple[tuple[tuple[str, ...], PageId], ...]]
    """First stem of a name -> (name, page), longest first."""
    fields: Mapping[str, tuple[tuple[tuple[str, ...], PageId], ...]] = field(default_factory=dict)
    """The same for the fields that titles tell of; weaker than any name."""
    as_said: Mapping[tuple[str, ...], frozenset[str]] = field(default_factory=dict)
    """Names of one word that count in no other form, with that form: a shrink does not shrink, and
    what is radiologic is no radiologist."""
    unbroken: frozenset[tuple[str, ...]] = frozenset()
    """Names that leave a word out already, and have none in between."""
    means: Mapping[tuple[str, ...], frozenset[str]] = field(default_factory=dict)
    """Everyday names -> stems of what they stand for on the pages held."""
    people: frozenset[tuple[tuple[str, ...], PageId]] = frozenset()
    """Names of one word that is for people, by page: animals are no animators."""
    subjects: frozenset[str] = frozenset()
    """Stems of the titles that are not of people: "Accounting Programs"."""

    def named_in(self, text: str) -> tuple[NamedPage, ...]:
        """Pages that the text names, in the order named.

        Where two names overlap, the longer one of those that start first counts: "landscape
        architects" does not name "Architects".
        """
        said, tokens = words_of(text), tokens_of(text)
        found: list[NamedPage] = []
        place = 0
        while place < len(tokens):
            hits = self._at(tokens, place) if tokens[place] else []
            hits = [hit for hit in hits if self._is_as_said(hit, said, tokens)]
            hits = [hit for hit in hits if not _is_done(hit, said)]
            hits = [hit for hit in hits if not self._split_by_another(tokens, hit)]
            hits = [hit for hit in hits if not sets_aside(said[hit.first : hit.last])]
            if not hits:
                place += 1
                continue
            longest = max(hit.last for hit in hits)
            hits = [hit for hit in hits if hit.last == longest]
            closest = min(hit.gaps for hit in hits)
            hits = [_with_head(hit, said, tokens) for hit in hits if hit.gaps == closest]
            longest = max(hit.last for hit in hits)
            words_said = " ".join(said[place : longest + 1])
            found += [replace(hit, said=words_said) for hit in hits]
            place = longest + 1
        return tuple(dict.fromkeys(found))

    def fields_in(self, text: str, *, of_people: bool = True) -> tuple[NamedPage, ...]:
        """Pages whose field the text names, where it names no page: "plumbing", "data science".

        Where nothing of people is asked, not if a page on the field itself is held.
        """
        found = PageNames(self.fields).named_in(text)
        return tuple(hit for hit in found if of_people or not hit.stems <= self.subjects)

    def wholly(self, text: str) -> frozenset[PageId]:
        """The pages that all words of a text together name."""
        tokens = [token for token in tokens_of(text) if token]
        hits = self._at(tokens, 0) if tokens else []
        return frozenset(h.page_id for h in hits if h.last == len(tokens) - 1 and not h.gaps)

    def _is_as_said(self, hit: NamedPage, said: list[str], tokens: list[tuple[str, ...]]) -> bool:
        """Whether a name of one everyday word stands as such: "doctors", and not "doctorate"."""
        if hit.first != hit.last:
            return True
        if tokens[hit.first] not in self.as_said:
            of_people = (tokens[hit.first], hit.page_id) in self.people
            return not of_people or is_trade(_NO_LETTERS.sub("", said[hit.first]))
        word = said[hit.first].casefold().replace("\u2019", "'").removesuffix("'s")
        return not {word, word.removesuffix("s")}.isdisjoint(self.as_said[tokens[hit.first]])

    def _split_by_another(self, tokens: list[tuple[str, ...]], hit: NamedPage) -> bool:
        """Whether a match with words in between only takes the end of another whole name.

        "Training do construction managers" names construction managers, not training managers.
        """
        if not hit.gaps:
            return False
        inside = range(hit.first + 1, hit.last + 1)
        others = (other for at in inside if tokens[at] for other in self._at(tokens, at))
        return any(other.last >= hit.last and not other.gaps for other in others)

    def _at(self, tokens: list[tuple[str, ...]], place: int) -> list[NamedPage]:
        hits = []
        for name, page_id in self.by_first.get(tokens[place][0], ()):
            last = _match(name, tokens, place)
            if last is not None:
                stems = frozenset(s for token in tokens[place : last + 1] for s in token)
                said = sum(len(token) for token in tokens[place : last + 1])
                if name in self.unbroken and last > place + len(name) - 1:
                    continue
                gaps, means = max(0, said - len(name)), self.means.get(name, frozenset())
                hits.append(NamedPage(page_id, place, last, stems, gaps, means=means))
        return hits


def _with_head(hit: NamedPage, said: list[str], tokens: list[tuple[str, ...]]) -> NamedPage:
    """The hit with a word behind it that only says that they are people who work in it.

    "Insulation" names insulation workers, and "insulation installers" do so, too.
    """
    at = hit.last + 1
    if at >= len(said) or is_trade(_NO_LETTERS.sub("", said[hit.last])):
        return hit
    head = _NO_LETTERS.sub("", said[at]).casefold()
    if head.removesuffix("s") not in _HEADS:
        return hit
    return replace(hit, last=at, stems=hit.stems | set(tokens[at]))


def _is_done(hit: NamedPage, said: list[str]) -> bool:
    """Whether a name of one word is what somebody does: "I want to guard networks"."""
    before = said[hit.first - 1] if hit.first else ""
    alone = hit.first == hit.last and _TO_DO.match(before.replace("\u2019", "'"))
    set_beside = hit.first > 1 and said[hit.first - 2].casefold().startswith("compar")
    word = _NO_LETTERS.sub("", said[hit.first]).casefold()
    return bool(alone) and not set_beside and not _ONLY_PEOPLE.search(word)


def page_names(
    titles: Mapping[PageId, str], others: Mapping[PageId, Iterable[str]] | None = None
) -> PageNames:
    """The names of pages by title; `others` are names that the pages themselves give.

    One word of a longer title names the page only if the word is rare and stands in few titles:
    "plumbers", but not "training" or "specialists". Another name counts for one page, and only
    where no title has it; an everyday word for a trade names the page that its plain words name.
    """
    spread = Counter(word for title in titles.values() for word in set(name_of(title)))
    said_in = Counter(word for title in titles.values() for word in set(words(title)))
    names: dict[tuple[str, ...], set[PageId]] = defaultdict(set)
    for page_id, title in titles.items():
        whole = name_of(title)
        for name, as_written in variants(title).items():
            held_by = spread[name[0]]
            if _TRADE.search(as_written):  # "accountants" is told apart from "accounting clerks"
                held_by = said_in[as_written.casefold()]
            if (
                len(name) > 1
                or name == whole
                or (telling(as_written, held_by) and not _ADJECTIVE.search(as_written))
            ):
                names[name].add(page_id)
        for head in {name[-1] for name in variants(title) if len(name) > 1}:
            if spread[head] == 1 and tells_alone(title, head):
                names[head,].add(page_id)
    _share_fields(names, titles)
    found = defaultdict(set, {name: set(pages) for name, pages in names.items()})
    forms = _add_given(found, others or {}, spread, said_in)
    shortened = _shortened(titles, found, spread)
    found.update(shortened)
    names.update(shortened)
    single = {name: pages for name, pages in found.items() if name in names or len(pages) == 1}
    held = _with_everyday(_ordered(single), forms)
    people = _of_people(titles)
    fields = _ordered(_fields(titles, single, people)).by_first
    return replace(
        held,
        fields=fields,
        unbroken=frozenset(shortened),
        people=people,
        subjects=frozenset(s for t in titles.values() if not is_of_people(t) for s in name_of(t)),
    )


def _share_fields(names: dict[tuple[str, ...], set[PageId]], titles: Mapping[PageId, str]) -> None:
    """Let a part of a title that is of no people name the pages, too, whose people begin with it.

    Real estate is what its brokers are in, and not only the managers of property and real estate.
    """
    for title in titles.values():
        for part in parts_of(title)[:-1]:
            field_said = name_of(part)
            if len(field_said) < 2 or is_trade(part) or field_said not in names:
                continue
            begins = (
                pages for name, pages in names.items() if name[: len(field_said)] == field_said
            )
            names[field_said] = set().union(*begins)


def _of_people(titles: Mapping[PageId, str]) -> frozenset[tuple[tuple[str, ...], PageId]]:
    """The words of titles that are for people, as names of one word, with their pages."""
    return frozenset(
        (name_of(word), page) for page, title in titles.items() for word in words(title)
        if is_trade(word)
    )  # fmt: skip


def _add_given(
    found: dict[tuple[str, ...], set[PageId]],
    others: Mapping[PageId, Iterable[str]],
    spread: Mapping[str, int],
    said_in: Mapping[str, int],
) -> dict[tuple[str, ...], set[str]]:
    """The names of one word that count in one form only; all that pages give are added to `found`.

    `spread` and `said_in` tell in how many titles a stem and a word stand.
    """
    own = set(found)
    forms: dict[tuple[str, ...], set[str]] = defaultdict(set)
    others = {page: list(given) for page, given in others.items()}
    whole = {name_of(text) for given in others.values() for text in given}
    each = ((page, text, given) for page, given in others.items() for text in _each(given))
    for page_id, text, given in each:
        name = name_of(text)
        if not name or name in own or (text not in given and name in whole):
            continue
        if len(name) == 1 and (name[0] in spread or zipf(name[0]) >= RARE):
            form = _form_alone(text, said_in)
            if not form:
                continue
            forms[name].add(form)
        found[name].add(page_id)
    return forms


def _each(given: Iterable[str]) -> Iterator[str]:
    """The names that a page gives, and each of those that one of them joins: "conservators"."""
    for text in given:
        yield text
        parts = parts_of(text)
        if len(parts) > 1:
            yield from (part for part in parts if len(words(part)) == 1 and is_trade(part))


def _form_alone(text: str, said_in: Mapping[str, int]) -> str:
    """The one word of a name that tells its page in this form alone; empty where it does not.

    It is somebody's trade, rare, and no word of a title: "Radiologists" beside what is radiologic.
    """
    word = text.strip().casefold()
    if len(words(word)) != 1 or not is_trade(word) or word in said_in:
        return ""
    one = word.removesuffix("s")
    if zipf(word) >= RARE or zipf(one) >= COMMON_PLURAL:
        return ""
    return one if zipf(one) < RARE else word if word != one else ""  # masons, but not a Mason


def _shortened(
    titles: Mapping[PageId, str],
    names: Mapping[tuple[str, ...], set[PageId]],
    spread: Mapping[str, int],
) -> dict[tuple[str, ...], set[PageId]]:
    """What is left of names of people where a visitor leaves a word out, each of one page.

    The middle, if no other title has the first ("wind technicians" of turbines), or what goes
    without saying ("systems analysts").
    """
    found: dict[tuple[str, ...], set[PageId]] = defaultdict(set)
    for page_id, title in titles.items():
        for name, written in variants(title).items():
            if len(name) < 3 or not is_trade(written):
                continue
            if spread[name[0]] == 1:
                found[name[0], name[-1]].add(page_id)
            if name[0] in _UNSAID:
                found[name[1:]].add(page_id)
    return {name: pages for name, pages in found.items() if len(pages) == 1 and name not in names}


def _fields(
    titles: Mapping[PageId, str],
    names: Mapping[tuple[str, ...], set[PageId]],
    people: frozenset[tuple[tuple[str, ...], PageId]],
) -> dict[tuple[str, ...], set[PageId]]:
    """The fields of those whom titles name, each of one page: plumbers' is plumbing."""
    found: dict[tuple[str, ...], set[PageId]] = defaultdict(set)
    for page_id, title in titles.items():
        for written in {w for w in variants(title).values() if w}:
            if title.endswith("s") and not written.endswith("s"):  # a career is nobody who cares
                continue
            name = name_of(field_of(list(words(written))))
            if name and all((name, page) in people for page in names.get(name, ())):
                found[name].add(page_id)
    return {name: pages for name, pages in found.items() if len(pages) == 1}


def _ordered(names: Mapping[tuple[str, ...], set[PageId]]) -> PageNames:
    by_first: dict[str, list[tuple[tuple[str, ...], PageId]]] = defaultdict(list)
    for name in sorted(names, key=lambda name: (-len(name), name)):
        by_first[name[0]] += [(name, page_id) for page_id in sorted(names[name])]
    return PageNames({first: tuple(found) for first, found in by_first.items()})


def _with_everyday(held: PageNames, forms: Mapping[tuple[str, ...], set[str]]) -> PageNames:
    """The names with the everyday words for them, where no page has these words as a name.

    `forms` are the names so far that count in one form only.
    """
    names: dict[tuple[str, ...], set[PageId]] = defaultdict(set)
    for found in held.by_first.values():
        for name, page_id in found:
            names[name].add(page_id)
    as_said = {name: set(said) for name, said in forms.items() if name in names}
    means: dict[tuple[str, ...], frozenset[str]] = {}
    own = set(names)
    for word, meanings in everyday().items():
        name = name_of(word)
        meant = next((m for m in meanings if held.wholly(m)), None)
        if meant is None or name in own:
            continue
        names[name] |= held.wholly(meant)
        means.setdefault(name, frozenset(name_of(meant)))
        if len(name) == 1:
            as_said.setdefault(name, set()).add(word)
    alone = {name: frozenset(said) for name, said in as_said.items()}
    return replace(_ordered(names), as_said=alone, means=means)


def _match(name: tuple[str, ...], tokens: list[tuple[str, ...]], place: int) -> int | None:
    """The last token of the name's match that starts at `place`, whole tokens only."""
    left, at, slack = name, place, _SLACK
    last = place
    apart = False
    while left:
        if at >= len(tokens):
            return None
        token = tokens[at]
        if not token:
            if slack < _SLACK:  # "construction or in waste management" names no managers
                return None
            apart = True
        elif left[: len(token)] == token:
            left, last, apart = left[len(token) :], at, False
        elif slack and at > place and not apart:
            slack -= 1
        else:
            return None
        at += 1
    return last
