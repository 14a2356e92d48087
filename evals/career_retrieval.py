"""How the parts of retrieval compare: real job titles and tasks against the pages that answer them.

    python -m evals.career_retrieval ../shared [--index DIR] [--limit N]

Reads `data/bls_ooh/text` into an index of its own (kept in DIR, so that a second run is quick), and
ranks its pages for every question of `data/career_questions/dev.jsonl`, as the suite `retrieval`
does: a page's score is that of its best passage (`max`), or of its three best, each counting half
of the one before (`top3`). The product's own way first, then others that it was chosen over.
"""

from __future__ import annotations

import argparse
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import click
import numpy as np
from numpy.typing import NDArray

from assistant.guide_index import GuideIndex, build_guide_index
from assistant.retriever import DENSE_SHARE, fuse
from evals.cases import read_lines
from evals.metrics.ranking import DEPTH, mean_measures, ranking_measures
from evals.suites.held_pages import HeldPages
from evals.suites.retrieval import Query, relevant_pages
from ingest.job import ingest_paths
from ingest.settings import Settings
from vectorstore.embedder import Embedder, make_embedder
from vectorstore.errors import IndexMissing
from vectorstore.settings import StoreSettings
from vectorstore.snapshot import Snapshot, open_current

Scores = NDArray[np.float32]
Mix = Callable[[Scores, Scores], Scores]
"""(dense, lexical) scores of all passages for one question -> the scores to rank by."""

RRF = 60.0
"""Constant of reciprocal rank fusion. Source: Cormack, Clarke and Buettcher 2009."""


def measure(queries: Sequence[Query], index: GuideIndex) -> Iterator[tuple[str, dict[str, float]]]:
    """(name of the ranking, mean measures) for each way to rank, the product's own first.

    Raises: NotOffered, if the index lacks the page of a query.
    """
    held = HeldPages(tuple(index.pages.values()))
    relevant = {query.id: relevant_pages(query, held) for query in queries}
    vectors = index.embed([query.question for query in queries])
    dense = [index.vectors @ vector for vector in vectors]
    lexical = [index.lexical(query.question) for query in queries]
    for name, mix in _ways():
        mixed = [mix(d, w) for d, w in zip(dense, lexical, strict=True)]
        for pooling, weights in (("max", (1.0,)), ("top3", (1.0, 0.5, 0.25))):
            pages = [_by_page(scores, index, weights) for scores in mixed]
            ranked = dict(zip(relevant, pages, strict=True))
            yield f"{name}, {pooling}", mean_measures(ranking_measures(relevant, ranked))


def _ways() -> list[tuple[str, Mix]]:
    return [
        (f"mix, dense {DENSE_SHARE:g} (the product)", fuse),
        ("dense", lambda dense, _: dense),
        ("lexical", lambda _, lexical: lexical),
        ("mix, dense 0.5", lambda dense, lexical: fuse(dense, lexical, 0.5)),
        ("reciprocal rank fusion", _reciprocal),
    ]


def _reciprocal(dense: Scores, lexical: Scores) -> Scores:
    ranks = [np.argsort(np.argsort(-scores, kind="stable")) for scores in (dense, lexical)]
    fused: Scores = sum(1.0 / (RRF + 1.0 + rank) for rank in ranks).astype(np.float32)  # type: ignore[union-attr]
    return fused


def _by_page(scores: Scores, index: GuideIndex, weights: Sequence[float]) -> list[str]:
    """The best pages, best first."""
    found = {}
    for page_id, rows in index.rows_of.items():
        best = np.sort(scores[list(rows)])[::-1][: len(weights)]
        found[str(page_id)] = float(best @ np.array(weights[: len(best)]))
    return sorted(found, key=lambda page: -found[page])[:DEPTH]


def _opened(index_dir: Path, pages: Path, embedder: Embedder) -> Snapshot:
    try:
        return open_current(index_dir, embedder)
    except IndexMissing:
        ingest_paths((str(pages),), index_dir, embedder, Settings(), lambda *_: None)
        return open_current(index_dir, embedder)


def main(arguments: Sequence[str] | None = None) -> int:
    """Print the measures of every way to rank; 2 if the data are not there, 1 if below the bar."""
    parser = argparse.ArgumentParser(description="Career questions against the BLS pages.")
    parser.add_argument("shared", type=Path, help="the folder with data/bls_ooh")
    parser.add_argument("--index", type=Path, default=Path(".bench/career"), help="kept index")
    parser.add_argument(
        "--bar", type=float, help="measure the product alone; fail if its nDCG@10 is lower"
    )
    parser.add_argument("--limit", type=int, help="only every k-th question, N in all")
    options = parser.parse_args(arguments)
    pages = options.shared / "data" / "bls_ooh" / "text"
    file = options.shared / "data" / "career_questions" / "dev.jsonl"
    if not pages.is_dir() or not file.is_file():
        click.echo(f"no pages at {pages} or no questions at {file}", err=True)
        return 2
    queries = read_lines(file, Query)
    if options.limit:
        queries = queries[:: max(1, len(queries) // options.limit)][: options.limit]
    with _opened(options.index, pages, make_embedder(StoreSettings())) as snapshot:
        index = build_guide_index(snapshot)
        held = f"{len(index.rows_of)} pages, {len(index.passages)} passages"
        click.echo(f"{len(queries)} questions, {held}")
        for name, found in measure(queries, index):
            click.echo(
                f"{name:38s}" + "  ".join(f"{key} {value:.4f}" for key, value in found.items())
            )
            if options.bar is not None:
                return int(found["nDCG@10"] < options.bar)
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
