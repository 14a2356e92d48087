"""Ordinary questions about the pages and rows of a corpus, whose answers its clean reading holds.

Of each page: a few labelled figures, and what it says in a section. Of each listing row: its price
or length, in the phrasings of the suite `listings`; of each university with several rows that have
prices of one currency: the lowest. Nothing here depends on what is planted.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import cycle

from evals.cases import Expect
from evals.suites.corpus_files import CorpusFile
from evals.suites.phrasing import Words
from evals.suites.planting import Anchor
from vectorstore.records import Claim, PageContent, Passage, Program

_FIGURES = 3
_SECTIONS = 4
"""Questions of each kind a page, at most."""
_STEM = 4
"""Letters by which a word is known again."""
_LABELLED = frozenset({"pay", "growth", "jobs"})
_ASK_FIGURE = (
    "What is the {label} for {entity}?",
    "{entity}: {label}?",
    "Can you tell me the {label} of {entity}?",
    "{label}, {entity}",
)
_ASK_SECTION = (
    'What does the page "{title}" say about "{heading}"?',
    "{title}: {heading}?",
    "Tell me about {heading} from the page {title}",
    "What should I know about {heading}, {title}?",
)
_ASK_LOWEST = (
    "What is the cheapest program at {university}?",
    "cheapest program at {university}",
    "Which program of {university} costs the least?",
)


@dataclass(frozen=True, slots=True)
class Fact:
    """A question, what is right, and where the page says so."""

    id: str
    file: str
    """Name of the corpus file that holds it."""
    question: str
    expect: Expect
    anchor: Anchor
    """A sentence near the fact; of a row, the title of its program."""
    page_title: str
    program: Program | None = None
    """The row that is asked for, or one of those."""

    @property
    def second_path(self) -> str | None:
        """What is right as an answer's text; None where only a quote is right."""
        figures = [f"{number:.12g}" for number in self.expect.numbers]
        texts = [str(t) for t in self.expect.text]
        return " ".join(figures + texts) or None


def facts_of(files: Mapping[str, CorpusFile], held: Mapping[str, PageContent]) -> list[Fact]:
    """All facts whose anchor stands in its file, by file, in page order; ids are unique."""
    named = cycle(Words().templates["detail_price"]), cycle(Words().templates["detail_length"])
    names = [(p.university, p.title) for c in held.values() for p in c.programs]
    found: list[Fact] = []
    for name, content in held.items():
        raw = files[name].raw
        rows = [p for p in content.programs if names.count((p.university, p.title)) == 1]
        of_page = [
            *_figures(name, content, raw),
            *_sections(name, content, raw),
            *(f for p in rows if (f := _row(name, content, p, *named))),
        ]
        found += [f for f in of_page if f.anchor.words in raw]
    return [*found, *_lowest(held)]


def _figures(name: str, content: PageContent, raw: str) -> Iterator[Fact]:
    """Labelled figures of the page's own subject; the first figure of a label."""
    page = content.page
    labels: dict[str, Claim] = {}
    for claim in content.claims:
        written = page.text[claim.start : claim.end]
        is_pair = written.startswith(f"{claim.label}: ") or "\n" in written
        is_own = claim.entity == page.title and claim.attribute in _LABELLED
        is_one = claim.low is not None and claim.low == claim.high and "\n" not in claim.text
        if is_pair and is_own and is_one and len(claim.label.split()) > 1:
            labels.setdefault(claim.label, claim)
    first = list(labels.values())[:_FIGURES]
    for number, (claim, ask) in enumerate(zip(first, cycle(_ASK_FIGURE), strict=False), 1):
        assert claim.low is not None
        anchor = _sentence_with(claim.text.split(" ")[0], content, raw)
        if anchor is None:
            continue
        yield Fact(
            f"{name}-figure-{number}",
            name,
            ask.format(label=claim.label, entity=claim.entity),
            Expect(numbers=[claim.low]),
            anchor,
            page.title,
        )


def _sections(name: str, content: PageContent, raw: str) -> Iterator[Fact]:
    """What the page says in its longest sections: any sentence of one quoted is right.

    Not of what a labelled value answers too, nor under a heading that its text ignores.
    """
    sections: defaultdict[tuple[str, ...], list[Passage]] = defaultdict(list)
    for passage in content.passages:
        if len(passage.heading_path) > 1:
            sections[passage.heading_path].append(passage)
    of_figures = {c.heading_path for c in content.claims if c.attribute in _LABELLED}
    listings = {listing.heading for listing in content.listings}
    told = [
        path
        for path, of_path in sections.items()
        if path not in of_figures
        and path[-1] not in listings
        and not any(path[-1].lower() in c.label.lower() for c in content.claims)
        and _names(path[-1], " ".join(p.text for p in of_path))
    ]
    longest = sorted(told, key=lambda path: -sum(len(p.text) for p in sections[path]))
    first = longest[:_SECTIONS]
    for number, (path, ask) in enumerate(zip(first, cycle(_ASK_SECTION), strict=False), 1):
        sentences = [
            content.page.text[start:end] for p in sections[path] for start, end in p.sentences
        ]
        anchor = next((s for s in sentences if s in raw), None)
        if anchor is None:
            continue
        yield Fact(
            f"{name}-section-{number}",
            name,
            ask.format(title=content.page.title, heading=path[-1]),
            Expect(evidence=[sentences]),
            Anchor(anchor),
            content.page.title,
        )


def _row(
    name: str, content: PageContent, row: Program, prices: Iterator[str], lengths: Iterator[str]
) -> Fact | None:
    """Price and length by turns; None if the row has neither."""
    called = f"{row.university}'s {row.title}"
    at = content.programs.index(row)
    expect, ask = None, ""
    if row.price is not None and (at % 2 == 0 or row.duration is None):
        expect, ask = Expect(numbers=[row.price]), next(prices)
    elif row.duration is not None:
        expect, ask = Expect(text=[row.duration.raw]), next(lengths)
    if expect is None:
        return None
    anchor = Anchor(row.title, Anchor(row.university))
    question = ask.format(a=called)
    return Fact(f"{name}-row-{at + 1}", name, question, expect, anchor, content.page.title, row)


def _lowest(held: Mapping[str, PageContent]) -> Iterator[Fact]:
    """The cheapest program of each university whose prices can be compared."""
    rows: defaultdict[str, list[tuple[str, Program]]] = defaultdict(list)
    for name, content in held.items():
        for program in content.programs:
            rows[program.university].append((name, program))
    asks = cycle(_ASK_LOWEST)
    for university, of_it in sorted(rows.items()):
        priced = [(name, p) for name, p in of_it if p.price is not None]
        kinds = {(p.currency, p.price_basis) for _, p in priced}
        is_part = any(university != other and university in other for other in rows)
        if len(priced) < 2 or len(kinds) > 1 or is_part:
            continue
        lowest = min(p.price for _, p in priced if p.price is not None)
        name, row = next((n, p) for n, p in priced if p.price == lowest)
        yield Fact(
            f"lowest-{university}",
            name,
            next(asks).format(university=university),
            Expect(numbers=[lowest]),
            Anchor(row.title, Anchor(row.university)),
            held[name].page.title,
            row,
        )


def _names(heading: str, text: str) -> bool:
    """A word of the heading stands in the text, if only by its beginning."""
    stems = [word[:_STEM].lower() for word in heading.split() if len(word) >= _STEM]
    return any(stem in text.lower() for stem in stems)


def _sentence_with(figure: str, content: PageContent, raw: str) -> Anchor | None:
    """A sentence of the page's prose that gives the figure too, else its first one."""
    text = content.page.text
    sentences = [text[start:end] for p in content.passages for start, end in p.sentences]
    held = [s for s in sentences if s in raw]
    chosen = next((s for s in held if figure in s), held[0] if held else None)
    return None if chosen is None else Anchor(chosen)
