"""One sentence and the items it cites: supported, computed, without a fact, or why not.

Verbatim quotations first; what is not verbatim is proven as prose about quotes (`quotes.py`) or
about rows (`rows.py`), clause by clause where a sentence is about both.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from assistant.records import DraftSegment, SegmentKind, Verdict
from assistant.verify.address import without_address
from assistant.verify.against import sets_against
from assistant.verify.claims import wrong_claims
from assistant.verify.columns import states_columns
from assistant.verify.desk import Desk, Room
from assistant.verify.disproofs import disproved, foreign_money
from assistant.verify.fact_sentences import contradicted, wrong_facts
from assistant.verify.joined import wrong_joined
from assistant.verify.label_sentences import wrong_labels
from assistant.verify.nofact import wrong_without_fact
from assistant.verify.quotes import is_verbatim, wrong_quotes
from assistant.verify.row_forms import in_one_form
from assistant.verify.row_meant import wrong_row_meaning
from assistant.verify.rows import wrong_rows
from assistant.verify.text import markup
from assistant.verify.unread_prices import without_unread_prices


@dataclass(frozen=True, slots=True)
class Proof:
    """What was found of one sentence."""

    verdict: Verdict
    reason: str | None = None
    """Why it may not leave the server; None if it may."""


def prove(part: DraftSegment, room: Room, question: str) -> Proof:
    """Whether a sentence may leave the server, as what, and if not why."""
    laid = room.desk(part)
    if not part.text.strip():
        return Proof(Verdict.NO_FACT, "it is empty")
    if markup(part.text):
        return Proof(Verdict.NO_FACT, "it holds a link or markup")
    if part.kind in (SegmentKind.CAVEAT, SegmentKind.ADVICE):
        return Proof(Verdict.NO_FACT, wrong_without_fact(part.text, laid, room, question))
    if len(laid.items) != len(set(part.cites)):
        return Proof(Verdict.SUPPORTED, "it cites what is not in the evidence")
    if not laid.items:
        return Proof(Verdict.SUPPORTED, "it cites nothing")
    said = without_address(without_unread_prices(part.text, laid))
    return _proven(replace(part, text=said), laid)


def _proven(part: DraftSegment, laid: Desk) -> Proof:
    if laid.quotes and is_verbatim(part.text, laid.quotes):
        return Proof(Verdict.SUPPORTED)
    if reason := foreign_money(part.text, laid.items):
        return Proof(_verdict(part), reason)
    reasons = []
    if laid.has_rows and (states_columns(part.text, laid) or sets_against(part.text, laid)):
        return Proof(_verdict(part))
    if laid.has_rows:
        said = in_one_form(part.text)
        reason = wrong_rows(said, laid)
        if reason is None or wrong_row_meaning(said, laid) is None:
            return Proof(_verdict(part))
        reasons.append(reason)
    if laid.quotes and wrong_claims(part.text, laid) is None:
        return Proof(_verdict(part))
    if laid.quotes and _bears_labels(part.text, laid):
        return Proof(_verdict(part))
    if laid.quotes:
        reason = _disproved(part.text, laid) or wrong_quotes(part.text, laid)
        if reason is None:
            return Proof(Verdict.SUPPORTED)
        reasons.append(reason)
    return Proof(Verdict.SUPPORTED, "; ".join(reasons) or "nothing that it cites can prove it")


def _bears_labels(text: str, laid: Desk) -> bool:
    """Labelled values, in figures or in words, bear it out, alone or statement by statement."""
    return (
        wrong_facts(text, laid) is None
        or wrong_labels(text, laid) is None
        or wrong_joined(text, laid, _wrong_prose) is None
    )


def _wrong_prose(text: str, laid: Desk) -> str | None:
    return _disproved(text, laid) or wrong_quotes(text, laid)


def _disproved(text: str, laid: Desk) -> str | None:
    return disproved(text, laid.quotes) or contradicted(text, laid)


def _verdict(part: DraftSegment) -> Verdict:
    computed = part.kind is SegmentKind.COMPUTED
    return Verdict.COMPUTED if computed else Verdict.SUPPORTED
