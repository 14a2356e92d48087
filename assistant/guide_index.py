"""What answering from prose needs of one snapshot, prepared once: names, units, word vectors.

A unit is what can be quoted: a sentence of a passage, or a labelled pair outside every sentence.
Built when a snapshot is opened; units are read when they are asked for, the recent ones kept.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property, lru_cache, partial

import numpy as np
from numpy.typing import NDArray

from assistant.also_called import everyday
from assistant.claim_names import OF_OCCUPATIONS, groups_beside, names_given
from assistant.data_sheets import sheets_of, without_headings
from assistant.measures import years_in
from assistant.page_groups import PageGroups, page_groups
from assistant.page_names import PageNames, page_names
from assistant.trade_words import is_trade, parts_of
from assistant.whose import without_exceptions
from vectorstore.records import Claim, PageId, Passage, SourceId, SourcePage
from vectorstore.snapshot import Snapshot
from vectorstore.text import fold, words

Vectors = NDArray[np.float32]

MOST_KEPT = 800
"""Sentences of a snapshot up to which their vectors are computed when it is opened: two seconds."""
RECENT = 2_048
"""Passages, and pages, whose units are kept in memory: 6 KB a passage."""
_MANY_PAGES = 4
"""Pages from which a sentence is boilerplate."""
SENTENCE = re.compile(r"^[^|]{30,}[.!?]$")
"""A whole sentence, no label or row of a table."""
_MOST_RUN_IN = 5
"""Words of a heading that opens its own paragraph: "Analytical skills." """
_VERB = re.compile(
    r"\d|\b(?:is|are|was|were|has|have|had|can|may|must|will|do|does|need|vary|varies|work|works"
    r"|includes?|depends?|earns?|required|common|see)\b",
    re.IGNORECASE,
)
_PERCENT = re.compile(r"\d\s*%")
_MONEY = {"$": "dollars", "\u00a3": "pounds", "\u20ac": "euros"}
_YEARS = re.compile(r"\b(?P<low>\d{1,2})\s*(?:(?:-|to)\s*(?P<high>\d{1,2})|\+)\s*years?")
_OPEN_YEARS = 10
"""Years above "6+ years" for which it is taken to hold."""


@dataclass(frozen=True, slots=True)
class Unit:
    """A sentence or a labelled pair: the smallest thing that is quoted."""

    page_id: PageId
    start: int
    end: int
    text: str
    """Equal to page.text[start:end]."""
    words: tuple[str, ...]
    """Folded words of the text and of the conditions that its claims carry over from sentences
    before ("Entry-level"); "percent" where a % stands."""
    passage: int | None
    """Row of the passage it stands in; None for a labelled pair outside every passage."""
    place: int
    """Of a sentence in its passage, from 0."""
    heading_path: tuple[str, ...]
    claims: tuple[Claim, ...] = ()
    """Claims whose span lies in it, or the one it is."""
    headline: bool = False
    """A labelled pair, not a sentence."""


@dataclass(frozen=True)
class GuideIndex:
    """One snapshot's prose and claims, ready to be asked."""

    passages: Sequence[Passage]
    vectors: Vectors
    """(passages, dim) float32, L2-normalised."""
    pages: Mapping[PageId, SourcePage]
    """Those that speak: no mere rows of tables."""
    claims: Mapping[PageId, tuple[Claim, ...]]
    """In page order."""
    names: PageNames
    word_rows: Mapping[str, int]
    """Row of each word in `word_vectors`."""
    word_vectors: Vectors
    embed: Callable[[Sequence[str]], Vectors]
    """Texts -> (n, dim) float32, L2-normalised."""
    lexical: Callable[[str], NDArray[np.float32]]
    """Text -> BM25 score of every passage."""
    twin_of: Mapping[PageId, PageId] = field(default_factory=dict)
    """Pages given twice -> the one that is named and ranked for both."""
    groups: PageGroups = field(default_factory=PageGroups)
    """Pages of one kind: by the people of their titles, by the part of a site."""
    trades: frozenset[str] = frozenset()
    """Other names, as written, for those whom pages are about: "chefs", "bricklayers"."""
    beside: frozenset[str] = frozenset()
    """Those, folded, of whom several pages give a figure: the groups that pages are set beside."""
    repeated: frozenset[str] = frozenset()
    """Sentences that stand on several pages: boilerplate, which says nothing about one of them."""
    unit_vectors_of: dict[str, Vectors] = field(default_factory=dict, compare=False)
    """Vectors (dim,) of all units under their page's title, by that text; empty if too many."""
    own_claims: dict[str, Mapping[PageId, tuple[Claim, ...]]] = field(
        default_factory=dict, compare=False
    )
    """By attribute what each page gives of itself; filled by `select_pages.py` as it is asked."""
    opening_vectors: dict[PageId, Vectors] = field(default_factory=dict, compare=False)
    """Vectors (dim,) of what pages open with; filled by `described.py` as it is asked."""
    _first: dict[PageId, int | None] = field(default_factory=dict, compare=False)

    @cached_property
    def rows_of(self) -> Mapping[PageId, tuple[int, ...]]:
        """Rows of each page's passages, in reading order."""
        found: dict[PageId, list[int]] = defaultdict(list)
        for row, passage in enumerate(self.passages):
            found[passage.page_id].append(row)
        return {page: tuple(rows) for page, rows in found.items()}

    def units(self, row: int) -> tuple[Unit, ...]:
        """The sentences of a passage, in reading order."""
        return self._recent_units(row)

    def first_prose(self, page_id: PageId) -> int | None:
        """The first passage of a page whose sentences are sentences, not labels or table rows."""
        rows = self.rows_of.get(page_id, ())
        prose = (r for r in rows if any(SENTENCE.search(u.text) for u in self.units(r)))
        if page_id not in self._first:
            self._first[page_id] = next(prose, None)
        return self._first[page_id]

    @cached_property
    def openings(self) -> tuple[list[PageId], Vectors]:
        """The pages that can be named and have prose, and the vectors of its first passages."""
        named = {page for found in self.names.by_first.values() for _, page in found}
        rows = {page: self.first_prose(page) for page in sorted(named)}
        held = {page: row for page, row in rows.items() if row is not None}
        return list(held), np.asarray(self.vectors[list(held.values())], np.float32)

    def held_in(self, page_id: PageId, sources: Collection[SourceId]) -> PageId:
        """The page, or the twin of it that is of these sources, if only that is."""
        if not sources or self.pages[page_id].source_id in sources:
            return page_id
        twins = (twin for twin, one in self.twin_of.items() if one == page_id)
        return next((t for t in twins if self.pages[t].source_id in sources), page_id)

    def headlines(self, page_id: PageId) -> tuple[Unit, ...]:
        """The labelled pairs of a page that stand in no sentence of its passages."""
        return self._recent_headlines(page_id)

    # Without references back to this object: it must be freed at once when it is given up.
    @cached_property
    def _recent_units(self) -> Callable[[int], tuple[Unit, ...]]:
        return lru_cache(RECENT)(partial(_read_units, self.passages, self.pages, self.claims))

    @cached_property
    def _recent_headlines(self) -> Callable[[PageId], tuple[Unit, ...]]:
        read = partial(_read_headlines, self.passages, self.pages, self.claims, self.rows_of)
        return lru_cache(RECENT)(read)

    def unit_vectors(self, units: Sequence[Unit]) -> Vectors | None:
        """Vectors of units under their page's title, (n, dim); None if they are not kept."""
        if not units or not self.unit_vectors_of:
            return None
        return np.array([self.unit_vectors_of[self._under_title(u)] for u in units], np.float32)

    def keep_unit_vectors(self, most: int, known: Mapping[str, Vectors]) -> None:
        """Compute the vectors of all units, if the passages hold at most `most` sentences.

        Those of `known` texts, of the snapshot before, are taken over: an embedder gives the same.
        """
        if sum(len(p.sentences) for p in self.passages) > most:
            return
        units = [u for row in range(len(self.passages)) for u in self.units(row)]
        units += [u for page in self.pages for u in self.headlines(page)]
        texts = list(dict.fromkeys(map(self._under_title, units)))
        new = [text for text in texts if text not in known]
        # Copies: a row of the array would keep all of it in memory as long as one text stays.
        made = {text: vector.copy() for text, vector in zip(new, self.embed(new), strict=True)}
        self.unit_vectors_of.update((t, made[t] if t in made else known[t]) for t in texts)

    def _under_title(self, unit: Unit) -> str:
        return f"{self.pages[unit.page_id].title}: {unit.text}"

    def lookup(self, asked: Sequence[str]) -> Vectors:
        """Vectors of words, (n, dim); zeros for a word that no page holds."""
        out = np.zeros((len(asked), self.vectors.shape[1]), np.float32)
        rows = [(at, self.word_rows[w]) for at, w in enumerate(asked) if w in self.word_rows]
        if rows:
            places, found = zip(*rows, strict=True)
            out[list(places)] = self.word_vectors[list(found)]
        return out


def _read_units(
    passages: Sequence[Passage],
    pages: Mapping[PageId, SourcePage],
    claims: Mapping[PageId, tuple[Claim, ...]],
    row: int,
) -> tuple[Unit, ...]:
    passage = passages[row]
    page = pages[passage.page_id]
    found = []
    path = passage.heading_path
    for place, (start, end) in enumerate(with_run_ins(passage.sentences, page.text)):
        of_page = claims.get(passage.page_id, ())
        held = tuple(c for c in of_page if start <= c.start and c.end <= end)
        text = page.text[start:end]
        pair = bool(held) and _is_pair(text, held[0].label)
        label = len(held[0].label) if pair else 0
        said = (w for c in held for q in c.qualifiers for w in words(without_exceptions(q)))
        meant = (without_exceptions(text[:label]), text[label:])
        bag = tuple(dict.fromkeys((*unit_words(" ".join(meant)), *said)))
        found.append(Unit(page.id, start, end, text, bag, row, place, path, held, pair))
        if text.endswith("?"):  # of questions and answers: it heads what follows
            path = (*passage.heading_path, text)
    return tuple(found)


def with_run_ins(spans: Sequence[tuple[int, int]], text: str) -> list[tuple[int, int]]:
    """The spans of sentences, the heading that a paragraph runs in joined with what it heads.

    >>> page = "Patience. Bees take time. Dexterity."
    >>> with_run_ins([(0, 9), (10, 25), (26, 36)], page)
    [(0, 25), (26, 36)]
    """
    joined: list[tuple[int, int]] = []
    before: tuple[int, int] | None = None
    for at, (start, end) in enumerate(spans):
        following = spans[at + 1][0] if at + 1 < len(spans) else None
        if before is None and following is not None and _runs_in(text, start, end, following):
            before = (start, end)
            continue
        joined.append((before[0] if before else start, end))
        before = None
    return joined


def _runs_in(text: str, start: int, end: int, following: int) -> bool:
    """Whether a span opens a paragraph with a few words that are no sentence, and it goes on."""
    opens = start == 0 or text[:start].rstrip(" ").endswith("\n")
    short = text[start:end].endswith(".") and len(text[start:end].split()) <= _MOST_RUN_IN
    return opens and short and "\n" not in text[end:following] and not _is_said(text[start:end])


def _is_said(text: str) -> bool:
    """Whether a few words make a sentence: they hold a verb of being, or a figure."""
    return bool(_VERB.search(text))


def _read_headlines(
    passages: Sequence[Passage],
    pages: Mapping[PageId, SourcePage],
    claims: Mapping[PageId, tuple[Claim, ...]],
    rows_of: Mapping[PageId, tuple[int, ...]],
    page_id: PageId,
) -> tuple[Unit, ...]:
    spans = [span for row in rows_of.get(page_id, ()) for span in passages[row].sentences]
    page = pages[page_id]
    found = []
    for place, claim in enumerate(claims.get(page_id, ())):
        if any(start <= claim.start and claim.end <= end for start, end in spans):
            continue
        text = page.text[claim.start : claim.end]
        bag = (*unit_words(text), *words(claim.attribute))
        found.append(
            Unit(
                page_id, claim.start, claim.end, text, bag, None, place,
                claim.heading_path or (page.title,), (claim,), headline=True,
            )
        )  # fmt: skip
    return tuple(found)


def _is_pair(text: str, label: str) -> bool:
    """A label and its figure, not a sentence: "2024 Median Pay: $41,200 per year"."""
    plain = fold(text)
    return not plain.endswith((".", "!", "?")) and plain.startswith(fold(label))


def unit_words(text: str) -> tuple[str, ...]:
    """Distinct folded words of a text, and what its figures stand for.

    "percent" where a % stands, "dollars" where a $ does, and the years that a range covers: "3-5
    years" holds for 4, and "2024-34" for 2034.

    >>> unit_words("Mid-level (3-5 years)")
    ('mid', 'level', '3', '5', 'years', '4')
    """
    found = dict.fromkeys(words(text))
    if _PERCENT.search(text):
        found["percent"] = None
    found.update((name, None) for sign, name in _MONEY.items() if sign in text)
    found.update(dict.fromkeys(sorted(years_in(text))))
    for span in _YEARS.finditer(fold(text)):
        low = int(span["low"])
        high = int(span["high"]) if span["high"] else low + _OPEN_YEARS
        found.update(dict.fromkeys(str(n) for n in range(low, min(high, low + 20) + 1)))
    return tuple(found)


def build_guide_index(snapshot: Snapshot, known: Mapping[str, Vectors] | None = None) -> GuideIndex:
    """The index of an open snapshot; `known` are `unit_vectors_of` the snapshot before it."""
    held = snapshot.passages
    pages = {page.id: page for page in snapshot.pages.that_speak()}
    index = build_index(
        pages,
        without_headings(held.all(), pages, sheets_of(snapshot)),
        np.asarray(held.matrix),
        snapshot.claims.all(),
        (snapshot.words.words, snapshot.words.vectors),
        snapshot.embedder.embed,
        snapshot.lexical.scores,
    )
    index.keep_unit_vectors(MOST_KEPT, known or {})
    return index


def build_index(
    pages: Mapping[PageId, SourcePage],
    passages: Sequence[Passage],
    vectors: Vectors,
    claims: Sequence[Claim],
    word_list: tuple[Sequence[str], Vectors],
    embed: Callable[[Sequence[str]], Vectors],
    lexical: Callable[[str], NDArray[np.float32]],
) -> GuideIndex:
    """The index of a snapshot from its parts; pages without prose and claims name nothing."""
    by_page: dict[PageId, list[Claim]] = defaultdict(list)
    for claim in sorted(claims, key=lambda c: (c.page_id, c.start)):
        by_page[claim.page_id].append(claim)
    spoken = {p.page_id for p in passages if p.sentences} | set(by_page)
    named = {i: page for i, page in pages.items() if i in spoken and page.is_named}
    twin_of = _twins(named, by_page)
    titles = {i: page.title for i, page in named.items() if i not in twin_of}
    whole = {fold(c.entity) for c in claims if c.attribute in OF_OCCUPATIONS}
    others = {i: names_given(pages[i], by_page.get(i, ()), whole) for i in titles}
    names = page_names(titles, others)
    called = (*(part for title in titles.values() for part in parts_of(title)), *everyday())
    given = (name for found in others.values() for name in found)
    return GuideIndex(
        passages=passages,
        vectors=vectors,
        pages=pages,
        claims={page_id: tuple(found) for page_id, found in by_page.items()},
        names=names,
        twin_of=twin_of,
        groups=page_groups(titles, {i: named[i].url or "" for i in titles}),
        trades=frozenset(n for n in (*called, *given) if is_trade(n) and names.wholly(n)),
        word_rows={word: row for row, word in enumerate(word_list[0])},
        word_vectors=np.asarray(word_list[1]),
        embed=embed,
        lexical=lexical,
        beside=groups_beside(by_page, twin_of),
        repeated=_repeated(pages, passages),
    )


def _twins(
    pages: Mapping[PageId, SourcePage], claims: Mapping[PageId, Sequence[Claim]]
) -> dict[PageId, PageId]:
    """Pages that say what one before says under the same title -> that one.

    The same file from two folders, or its HTML beside its Markdown: the text or all claims agree.
    """
    titled: dict[str, list[PageId]] = defaultdict(list)
    for page_id in sorted(pages):
        titled[fold(pages[page_id].title)].append(page_id)
    found: dict[PageId, PageId] = {}
    for one, *others in titled.values():
        for other in others:
            same = pages[one].sha256 == pages[other].sha256 or (
                _told(claims.get(one, ())) == _told(claims.get(other, ())) != set()
            )
            if same:
                found[other] = one
    return found


def _told(claims: Sequence[Claim]) -> set[tuple[str, str, str]]:
    return {(c.attribute, fold(c.entity), fold(c.text)) for c in claims}


def _repeated(pages: Mapping[PageId, SourcePage], passages: Sequence[Passage]) -> frozenset[str]:
    seen: dict[str, set[PageId]] = defaultdict(set)
    for passage in passages:
        text = pages[passage.page_id].text
        for start, end in passage.sentences:
            seen[text[start:end]].add(passage.page_id)
    return frozenset(text for text, found in seen.items() if len(found) >= _MANY_PAGES)
