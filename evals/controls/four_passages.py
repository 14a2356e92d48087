"""A control that only retrieves: its four best documents, quoted by the product's means.

What differs from the product is retrieval and computation, not wording. The documents are the
passages and programs of the same snapshot. If the best of the four is a passage, those sentences of
the retrieved passages are quoted that the product would choose from them, or none where it would
decline; if it is a program, or nothing is quoted, the programs among the four are, as they are
listed: these stand in `result.rows`, so that a question over rows can be met by finding them.
Nothing is filtered, sorted, counted or compared. All turns joined are looked for, and the last is
answered in the light of those before it: over the 16 conversations of the development questions,
lexical and dense, that is right 8 times in 32, the last turn alone 2 times, at as many points.
"""

from __future__ import annotations

import time
from collections.abc import Callable, MutableMapping, Sequence
from pathlib import Path
from typing import Protocol
from uuid import uuid4

import numpy as np

from assistant.api.to_wire import answer_to_wire, result_to_wire
from assistant.api.wire import AskResponse
from assistant.choose_units import choose, complete
from assistant.compose.answer import compose
from assistant.grounding import keeps_polarity
from assistant.guide_index import GuideIndex, Unit, Vectors, build_guide_index
from assistant.guide_question import read_question
from assistant.records import (
    Answer,
    AnswerId,
    AskEvidence,
    ConversationId,
    Evidence,
    GuideAsk,
    Item,
    Kind,
    Plan,
    StageTime,
    Trace,
)
from assistant.retriever import ScoredPassage, fuse
from assistant.verify import verify
from assistant.weigh_grounds import answers, weigh
from evals.askers import Asker
from evals.trials import Trial
from vectorstore.embedder import Embedder
from vectorstore.query import RowQuery, RowResult
from vectorstore.records import PageId, Passage, Program
from vectorstore.snapshot import Snapshot, open_current

TOP = 4
"""Documents that are retrieved: LangChain's default."""


class Finder(Protocol):
    """One way to rank documents. Safe to use from several threads."""

    @property
    def dense_share(self) -> float:
        """Share of the dense score in its ranking of passages: 1 or 0."""

    def find(self, text: str, k: int) -> list[Passage | Program]:
        """The k best passages and programs for a text, best first."""

    def close(self) -> None:
        """Give back what it holds; not the snapshot."""


class FourPassages:
    """Answers from what one finder retrieves."""

    def __init__(
        self,
        name: str,
        finder: Callable[[Snapshot], Finder],
        index: Path,
        embedder: Embedder,
        kept: MutableMapping[str, Vectors],
    ) -> None:
        """`kept` holds the vectors of sentences of every index that was opened, for the next."""
        self.name = name
        self._finder = finder
        self._index = index
        self._embedder = embedder
        self._kept = kept

    def open(self, index: Path | None) -> Asker:
        """Itself over an index. Raises: StoreError."""
        snapshot = open_current(index or self._index, self._embedder)
        guides = build_guide_index(snapshot, self._kept)
        self._kept.update(guides.unit_vectors_of)
        return _Opened(self.name, snapshot, guides, self._finder(snapshot))

    def can_try(self, trial: Trial) -> bool:
        """Whatever is asked of a system."""
        return not trial.product_only


class _Opened:
    """One index, found in by one finder."""

    def __init__(self, name: str, snapshot: Snapshot, guides: GuideIndex, finder: Finder) -> None:
        self._name = name
        self._snapshot = snapshot
        self._guides = guides
        self._finder = finder

    def ask(self, turns: Sequence[str]) -> AskResponse:
        """What the four documents say."""
        started = time.perf_counter()
        ask = GuideAsk(turns[-1], (), " ".join(turns[:-1]))
        found = self._finder.find(" ".join(turns), TOP)
        items, programs = self._evidence(ask, found)
        evidence = Evidence((AskEvidence(ask, items),), self._snapshot.id)
        plan = Plan(turns[-1], (ask,))
        draft = compose(plan, evidence)
        verified = verify(draft, evidence, turns[-1])
        ms = (time.perf_counter() - started) * 1000
        answer = Answer(
            AnswerId(uuid4().hex),
            verified.status(draft),
            verified.segments,
            verified.citations,
            plan,
            evidence,
            Trace((StageTime("total", ms),), verified.dropped, (), self._name, self._name),
        )
        sent = answer_to_wire(ConversationId(self._name), answer)
        if not programs:
            return sent
        rows = tuple(programs[cited.item.key] for cited in verified.citations)
        result = RowResult(RowQuery(), rows, len(rows), len(self._snapshot.rows.all()))
        return sent.model_copy(update={"result": result_to_wire(result, {})})

    def page_text(self, page_id: str) -> str | None:
        """The text of a page of the index."""
        page = self._snapshot.pages.get(PageId(page_id))
        return page.text if page else None

    def rank(self, text: str, depth: int) -> tuple[str, ...]:
        """Pages by their best passage, ranked exactly: no worse than an approximate search."""
        vector = self._guides.embed([text])[0]
        order = np.argsort(-self._scores(text, vector), kind="stable")
        pages = dict.fromkeys(str(self._guides.passages[int(at)].page_id) for at in order)
        return tuple(pages)[:depth]

    def close(self) -> None:
        """Close the index."""
        self._finder.close()
        self._snapshot.close()

    def _evidence(
        self, ask: GuideAsk, found: Sequence[Passage | Program]
    ) -> tuple[tuple[Item, ...], dict[str, Program]]:
        """What is quoted, and the programs among it by their keys."""
        programs = [document for document in found if isinstance(document, Program)]
        passages = [document for document in found if isinstance(document, Passage)]
        if passages and isinstance(found[0], Passage):
            items = self._quotes(ask, passages)
            if items:
                return items, {}
        listed = {f"p{number}": program for number, program in enumerate(programs, 1)}
        return tuple(self._row(key, program) for key, program in listed.items()), listed

    def _quotes(self, ask: GuideAsk, passages: Sequence[Passage]) -> tuple[Item, ...]:
        """Sentences of these passages, chosen and weighed as the product does."""
        question = read_question(ask, self._guides)
        positions = [self._snapshot.passages.position(passage.id) for passage in passages]
        scores = self._scores(question.search_text, question.vector)
        cosines = self._guides.vectors[positions] @ question.vector
        ranked = [
            ScoredPassage(at, passage, float(scores[at]), float(cosine), 0.0)
            for at, passage, cosine in zip(positions, passages, cosines, strict=True)
        ]
        chosen = choose(question, self._guides, ranked)
        said = " ".join(rated.unit.text for rated in chosen)
        grounds = weigh(question, chosen, ranked, self._guides.pages)
        if not chosen or not answers(question, grounds) or not keeps_polarity(ask.text, said):
            return ()
        units = [rated.unit for rated in complete(question, self._guides, chosen)]
        units.sort(key=lambda unit: (unit.page_id, unit.start))
        return tuple(self._quote(f"q{number}", unit) for number, unit in enumerate(units, 1))

    def _scores(self, text: str, vector: Vectors) -> Vectors:
        """The finder's own score of every passage, standardised, (n,)."""
        dense = self._guides.vectors @ vector
        return fuse(dense, self._guides.lexical(text), self._finder.dense_share)

    def _quote(self, key: str, unit: Unit) -> Item:
        page = self._guides.pages[unit.page_id]
        section = unit.heading_path[-1] if unit.heading_path else page.title
        passage = None if unit.passage is None else self._guides.passages[unit.passage]
        return Item(key, Kind.QUOTE, page, unit.start, unit.end, section, passage=passage)

    def _row(self, key: str, program: Program) -> Item:
        """A program's lines on its page, quoted whole: no record of it, so nothing is computed."""
        page = self._snapshot.pages.get(program.page_id)
        assert page is not None  # a program's own
        return Item(key, Kind.QUOTE, page, program.start, program.end, page.title)
