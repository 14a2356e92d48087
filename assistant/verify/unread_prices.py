"""Listed prices that give no amount, quoted in a sentence, as the other checks see them.

"X has a price that gives no sure figure, “9,000 - 12,000”" says what X's row lists, word for word,
and that no price is known of it. Where the first is so, the rest is proven as "no price listed" is:
by the checks of rows. Pure.
"""

from __future__ import annotations

from collections.abc import Iterable

from assistant.verify.desk import Desk
from vectorstore.cells import unread_price_told
from vectorstore.records import Program

_UNKNOWN = "no price listed"


def without_unread_prices(text: str, desk: Desk) -> str:
    """The sentence with "no price listed" for each such price of the row named before it."""
    for row in desk.rows.values():
        if (said := unread_price_told(row)) is not None:
            text = _told_of(row, said, text, desk)
    return text


def _told_of(row: Program, said: str, text: str, desk: Desk) -> str:
    """The sentence with what is said of a row replaced where this row's name is the last before."""
    head, *tails = text.split(said)
    for tail in tails:
        own = max((head.rfind(name) for name in _names(row)), default=-1)
        others = (r for r in desk.rows.values() if r is not row)
        rivals = (head.rfind(name) for r in others for name in _names(r))
        head += (_UNKNOWN if own >= 0 and own >= max(rivals, default=-1) else said) + tail
    return head


def _names(row: Program) -> Iterable[str]:
    return f"{row.university}'s {row.title}", f"{row.title} at {row.university}"
