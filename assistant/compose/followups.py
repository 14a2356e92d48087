"""What a visitor may want to ask next about the same programs; and the choices of a question back.

Each is a whole question that sets no condition of its own, so that what the conversation holds
decides, and each is offered only where the rows can answer it. Pure.
"""

from __future__ import annotations

from collections.abc import Iterator

from assistant.records import Evidence, Plan, RowAsk, Status
from vectorstore.query import Field, RowQuery, RowResult, SortKey
from vectorstore.records import Delivery

MAX_OFFERED = 3


def followups(plan: Plan, evidence: Evidence, status: Status) -> tuple[str, ...]:
    """At most three questions after an answer about rows; the options of a question back."""
    if status is Status.CLARIFY:
        return plan.options
    if status is not Status.ANSWERED or len(evidence.found) != 1:
        return ()
    found = evidence.found[0]
    if not isinstance(found.ask, RowAsk) or found.result is None:
        return ()
    return tuple(_about(found.ask.query, found.result))[:MAX_OFFERED]


def _about(query: RowQuery, result: RowResult) -> Iterator[str]:
    """Questions that tell the matching rows apart in another way than this one did."""
    if result.total_matched < 2 or query.compare or query.group or query.nth:
        return
    rows = (*result.rows, *result.runner_up)
    key = query.sort.key if query.sort else query.of if query.aggregate else None
    if key is not SortKey.PRICE and any(row.price is not None for row in rows):
        yield "Which is the cheapest?"
    if key is not SortKey.DURATION and any(row.duration is not None for row in rows):
        yield "Which is the shortest?"
    if query.sort and query.limit:
        return  # the rows at hand do not tell what the others are like
    asked = {condition.field for condition in query.filters}
    ways = [row.delivery for row in result.rows if row.delivery]
    online = [Delivery.ONLINE in way for way in ways]
    if Field.DELIVERY not in asked and any(online) and not all(online):
        yield "Which of those are online?"
