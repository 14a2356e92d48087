"""How good a ranking of pages is, by ir-measures. The only place where these are computed."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

import ir_measures
from ir_measures import RR, P, R, nDCG

DEPTH = 10
"""Pages of a ranking that are looked at."""
_NAMES = {nDCG @ 10: "nDCG@10", R @ 10: "recall@10", P @ 1: "hit@1", RR @ 10: "MRR@10"}


def ranking_measures(
    relevant: Mapping[str, Collection[str]], ranked: Mapping[str, Sequence[str]]
) -> dict[str, dict[str, float]]:
    """Query -> measure -> value in 0..1, for each query of `relevant`.

    `relevant` holds the pages that answer a query, `ranked` those found for it, the best first;
    a query without any found scores 0.

    >>> ranking_measures({"q": {"a"}}, {"q": ["b", "a"]})["q"]["MRR@10"]
    0.5
    """
    wanted = [ir_measures.Qrel(q, page, 1) for q, pages in relevant.items() for page in pages]
    run = [
        ir_measures.ScoredDoc(q, page, 1.0 / place)
        for q, pages in ranked.items()
        for place, page in enumerate(pages[:DEPTH], 1)
    ]
    found = {q: dict.fromkeys(_NAMES.values(), 0.0) for q in relevant}
    for metric in ir_measures.iter_calc(list(_NAMES), wanted, run) if run else ():
        found[metric.query_id][_NAMES[metric.measure]] = float(metric.value)
    return found


def mean_measures(measured: Mapping[str, Mapping[str, float]]) -> dict[str, float]:
    """Measure -> its mean over all queries. Raises: ValueError, if there are none."""
    if not measured:
        raise ValueError("a mean needs at least one query")
    return {
        name: sum(values[name] for values in measured.values()) / len(measured)
        for name in _NAMES.values()
    }
