"""Plan to Evidence: rows for row asks, passages and claims for guide asks."""

from __future__ import annotations

from collections.abc import Sequence

from assistant.find_guides import find_guides
from assistant.find_rows import find_rows
from assistant.knowledge import Knowledge
from assistant.records import AskEvidence, Evidence, Plan, RowAsk
from assistant.several_asks import within_measure
from assistant.stop import Stop
from vectorstore.records import SourceId


def retrieve(
    plan: Plan,
    knowledge: Knowledge,
    sources: Sequence[SourceId] = (),
    stop: Stop | None = None,
) -> Evidence:
    """What the snapshot holds for each ask of the plan, in the order asked.

    Raises: what `stop` was asked to end with, between two asks.
    """
    found: list[AskEvidence] = []
    for number, ask in enumerate(plan.asks, start=1):
        if stop is not None:
            stop.check()
        if isinstance(ask, RowAsk):
            found.append(find_rows(ask, knowledge.snapshot, sources, key_prefix=f"a{number}"))
        else:
            found.append(find_guides(ask, knowledge.guides, sources, key_prefix=f"a{number}"))
    return Evidence(within_measure(found), knowledge.snapshot.id)
