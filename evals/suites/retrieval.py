"""Queries with the pages that answer them: does the product's ranking put these first?

A file of JSON lines, each with `id`, `question`, and either `page` or `pages` (file names) or
`spans` (texts, each of which makes the page that it stands on relevant); `kind` is its stratum.
Right if a relevant page is first, wrong if none is among the first ten. One further down counts as
no answer at all (0 points): who reads on finds it, but an answer would rest on another page.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from pydantic import model_validator

from evals.askers import Asker, NotOffered
from evals.cases import Line, Text, read_lines
from evals.metrics.ranking import DEPTH, ranking_measures
from evals.scores import Outcome, Score
from evals.suites.held_pages import HeldPages
from evals.suites.suite import Setting
from evals.trials import Attempt, Trial, mark_of

OWN = Path(__file__).parent.parent / "data" / "retrieval.jsonl"
"""Over the sample corpus: job titles, tasks, needs in visitors' words, questions."""


class Query(Line):
    """Words to search with and what answers them."""

    kind: Text = "own"
    """The stratum in which it is counted."""
    question: Text
    page: Text | None = None
    """File name of the page that answers, with or without its ending."""
    pages: tuple[Text, ...] = ()
    """The same for several, each of which answers."""
    spans: tuple[Text, ...] = ()
    """Texts, letter by letter; the pages on which they stand answer."""

    @model_validator(mode="after")
    def _is_answerable(self) -> Query:
        if not self.relevant:
            raise ValueError("it names no page and no span, so nothing is relevant")
        return self

    @property
    def relevant(self) -> tuple[str, ...]:
        """What it names as relevant."""
        return (*([self.page] if self.page else ()), *self.pages, *self.spans)

    @property
    def family(self) -> str:
        """Queries that one page answers fail together."""
        return " + ".join(self.relevant)


class Retrieval:
    """The queries of one file."""

    about = (
        "Queries with the pages that answer them: right if one of these is ranked first, wrong if "
        "none is among the first ten."
    )

    def __init__(self, path: Path = OWN) -> None:
        self._path = path
        self.name = "retrieval" if path == OWN else f"retrieval {path.stem}"

    def trials(self, setting: Setting) -> Sequence[Trial]:
        """One trial a query. Raises: CaseInvalid, StoreError."""
        held = HeldPages.of(setting.index)
        return [ranked(query, held) for query in read_lines(self._path, Query)]


SUITE = Retrieval()


def of_file(path: Path) -> Retrieval:
    """The suite of an operator's own file."""
    return Retrieval(path)


def relevant_pages(query: Query, held: HeldPages) -> frozenset[str]:
    """Ids of the pages that answer. Raises: NotOffered, if the index lacks one that is named."""
    found: list[str] = []
    for name in query.relevant:
        if name in query.spans:
            pages = tuple(span.page_id for span in held.spans(name))
        else:
            pages = held.named(name)
        if not pages:
            raise NotOffered(f"the index holds no page {name!r}; ingest the corpus of the queries")
        found.extend(pages)
    return frozenset(found)


def ranked(query: Query, held: HeldPages) -> Trial:
    """The trial that ranks pages for a query; unscored where the index lacks its pages."""

    def attempt(asker: Asker) -> Attempt:
        relevant = relevant_pages(query, held)
        pages = asker.rank(query.question, DEPTH)
        measures = ranking_measures({query.id: relevant}, {query.id: pages})[query.id]
        return Attempt(_score(relevant, pages), measures=measures)

    return Trial(
        id=query.id,
        kind=query.kind,
        family=query.family,
        turns=(query.question,),
        gold=f"first {' or '.join(query.relevant)}",
        mark=mark_of(query.model_dump_json()),
        attempt=attempt,
    )


def _score(relevant: frozenset[str], pages: Sequence[str]) -> Score:
    if not pages:
        return Score(Outcome.ABSTAINED, ("no page was found",))
    places = [place for place, page in enumerate(pages, 1) if page in relevant]
    if not places:
        return Score(Outcome.WRONG, (f"no relevant page is among the first {len(pages)}",))
    if places[0] > 1:
        return Score(Outcome.ABSTAINED, (f"a relevant page comes only at place {places[0]}",))
    return Score(Outcome.RIGHT)
