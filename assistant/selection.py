"""Pages chosen by what they give of themselves: the conditions, and all that was looked at.

Made by `select_pages.py`, worded by `compose/selections.py`, computed again by
`verify/selections.py`. Pure data.
"""

from __future__ import annotations

import operator
from collections.abc import Mapping
from dataclasses import dataclass

from assistant.page_groups import Group
from vectorstore.query import ClaimOp
from vectorstore.records import Claim, PageId

_SIGNS = {"more than": operator.gt, "less than": operator.lt, "at least": operator.ge,
          "at most": operator.le}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Condition:
    """What a page's claim on an attribute has to be."""

    attribute: str
    sign: str = ""
    """"more than", "at least" and the like, for a figure; empty for words."""
    limit: float = 0.0
    values: tuple[str, ...] = ()
    """The words as pages give them, any of which it may be."""

    def holds(self, claim: Claim) -> bool:
        """Whether a claim meets it; the lower end of a range counts."""
        if self.sign:
            return claim.low is not None and bool(_SIGNS[self.sign](claim.low, self.limit))
        return claim.text in self.values


@dataclass(frozen=True, slots=True)
class Selected:
    """Pages chosen by what they give of themselves, and all from which they were chosen."""

    conditions: tuple[Condition, ...]
    end: ClaimOp | None
    """Which end comes first; None for the order of the titles."""
    given: Mapping[PageId, tuple[Claim, ...]]
    """What each page gives that states all of it: a claim for each condition, or to rank by."""
    pages: tuple[PageId, ...]
    """Those that meet the conditions, in order."""
    named: int
    """How many of them are to be named, ties at the cut included."""
    group: Group | None = None
    """Of which pages only these were looked at; None for all."""


def value_of(claim: Claim, end: ClaimOp | None) -> float:
    """The figure by which a claim is ranked."""
    held = [v for v in (claim.low, claim.high) if v is not None]
    return max(held) if end is ClaimOp.HIGHEST else min(held)
