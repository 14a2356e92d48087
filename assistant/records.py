"""The types that flow through one turn: Turn, Constraints, Plan, Evidence, Draft, Answer, events.

Frozen dataclasses; no I/O, no framework types. `chain.py` shows in which order they are made.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import NewType

from assistant.model_records import ReadAs, Usage
from assistant.selection import Selected
from vectorstore.query import ClaimQuery, Field, Op, RowQuery, RowResult, Sort
from vectorstore.records import (
    Claim,
    Listing,
    Passage,
    Program,
    ProgramId,
    SnapshotId,
    SourceId,
    SourcePage,
)

ConversationId = NewType("ConversationId", str)
AnswerId = NewType("AnswerId", str)

_STOP = re.compile(r"(?<!\.\w)[.?!]+$")
"""What ends a sentence; not the last stop of an abbreviation in letters."""


class Status(StrEnum):
    """How a turn ended."""

    ANSWERED = "answered"
    PARTIAL = "partial"
    NO_MATCH = "no_match"
    NOT_IN_SOURCES = "not_in_sources"
    CLARIFY = "clarify"
    REFUSED = "refused"


class Wanted(StrEnum):
    """An attribute of a row that a question asks to be told."""

    PRICE = "price"
    DURATION = "duration"
    PLACE = "place"
    DELIVERY = "delivery"
    UNIVERSITY = "university"
    TITLE = "title"
    LEVEL = "level"
    CATEGORY = "category"
    PRICE_PER_YEAR = "price_per_year"
    PRICE_PER_MONTH = "price_per_month"
    PRICE_IN_TOTAL = "price_in_total"


@dataclass(frozen=True, slots=True)
class Constraint:
    """One condition that a conversation holds, with the turn (1-based) that set it."""

    field: Field
    op: Op
    values: tuple[str | float, ...]
    turn: int


@dataclass(frozen=True, slots=True)
class Turn:
    """One question as it reaches the assistant, with what the conversation holds."""

    question: str
    """1 to 2000 characters."""
    number: int = 1
    """1-based place in the conversation."""
    constraints: tuple[Constraint, ...] = ()
    sources: tuple[SourceId, ...] = ()
    """Only these sources; empty means all."""
    shown: tuple[ProgramId, ...] = ()
    """Rows of the last listing answer, in answer order: "the second one"."""
    named: tuple[ProgramId, ...] = ()
    """Programs that single-program questions of this conversation were about, oldest first."""
    last: Plan | None = None
    """The plan of the last answered turn."""
    history: tuple[Plan, ...] = ()
    """Plans of all earlier turns, oldest first."""


@dataclass(frozen=True, slots=True)
class RowAsk:
    """A question over rows: the query, what it asks to be told, and in which words."""

    query: RowQuery
    wanted: tuple[Wanted, ...] = ()
    """In the order asked; empty for "which programs ...". """
    duration_unit: str | None = None
    """Unit the visitor asked a length in: month, week, year."""
    announced: bool = False
    """Asks what a page announces, not what is held."""
    subject: str | None = None
    """For `announced`: the words that name the listing."""
    premise: bool = False
    """The filters state, or ask to confirm, something about named programs."""
    difference: bool = False
    """For `query.compare`: by how much do they differ in `wanted`."""
    columns: tuple[str, ...] = ()
    """Headers of columns without a field whose cells are asked for."""
    against: Sort | None = None
    """One of several sets that are set against each other: by what, and which end is asked for."""


@dataclass(frozen=True, slots=True)
class GuideAsk:
    """A question to the prose and the claims."""

    text: str
    """The words to search with, carried context included."""
    content: tuple[str, ...]
    """Content words that the evidence must bind (promise 4), folded, in order."""
    context: str = ""
    """The earlier question of a follow-up, and statements in the same turn."""


@dataclass(frozen=True, slots=True)
class Residue:
    """Words left unread in an asking clause."""

    text: str
    """As the visitor wrote them."""
    start: int
    end: int
    blocking: bool = False
    """What is asked hangs on these words: without them there is no honest answer from the rows."""
    held: bool = False
    """A column is so called: the rows speak of it, but what is asked of it was not read."""
    before: bool = False
    """Words of the turn before, which was not answered for them; this turn leans on it."""


@dataclass(frozen=True, slots=True)
class Plan:
    """What was understood: asks, the constraints from here on, and what was left unread."""

    question: str
    asks: tuple[RowAsk | GuideAsk, ...]
    constraints: tuple[Constraint, ...] = ()
    residue: tuple[Residue, ...] = ()
    attack: bool = False
    """The turn holds instructions to the assistant; they are ignored."""
    language: str = "en"
    clarify: str | None = None
    """A question back, where two readings would answer differently."""
    options: tuple[str, ...] = ()
    """Answers offered with `clarify`."""
    notes: tuple[str, ...] = ()
    """What was read as what, for the trace and for people."""
    read_as: tuple[ReadAs, ...] = ()
    """What may not be meant as it was read; the answer says so."""


class Kind(StrEnum):
    """What a citation shows."""

    QUOTE = "quote"
    ROW = "row"
    SET = "set"


@dataclass(frozen=True, slots=True)
class Item:
    """One piece of evidence: an exact span of a page, and the record read from it."""

    key: str
    """Unique in its Evidence: r1, q2, c3, s1."""
    kind: Kind
    page: SourcePage
    start: int
    end: int
    section: str
    """Nearest heading."""
    program: Program | None = None
    claim: Claim | None = None
    stated: Claim | None = None
    """The claim that the sentence quoted states, where it is one of those compared."""
    listing: Listing | None = None
    result: RowResult | None = None
    """For a set: the result whose computed values this item stands for."""
    passage: Passage | None = None
    score: float = 0.0
    """Of a quote, in [0, 1]: how well it answers, as the retriever ranks it."""
    called: str = ""
    """The visitor's word for those whom the page is about, where the page does not have it."""

    @property
    def quote(self) -> str:
        """The exact text cited."""
        return self.page.text[self.start : self.end]

    @property
    def figure(self) -> Claim | None:
        """The claim that it gives, as label and value or in a sentence."""
        return self.claim or self.stated


@dataclass(frozen=True, slots=True)
class AskEvidence:
    """What was found for one ask of the plan."""

    ask: RowAsk | GuideAsk
    items: tuple[Item, ...] = ()
    """In answer order; for guides in reading order within a page."""
    result: RowResult | None = None
    unbound: tuple[str, ...] = ()
    """Content words of the ask that no evidence bears out."""
    nearest_title: str | None = None
    """For a guide ask that found nothing: the nearest section or page held, to name as such."""
    comparison: ClaimQuery | None = None
    """For a guide ask that sets claims side by side: the query over the items' claims, one each."""
    ranked: tuple[Claim, ...] = ()
    """For a guide ask over all pages: every claim that was compared, one a page."""
    selected: Selected | None = None
    """For a guide ask over all pages that filters them or lists the first: which and from what."""
    not_held: tuple[str, ...] = ()
    """For a guide ask that compares: what it names beside the items and no page speaks of."""
    checks: tuple[RowResult, ...] = ()
    """For a row ask: plain lists over its filters (on no match: over those that are left when the
    relaxed ones are dropped), from which verification computes every figure a second time."""


@dataclass(frozen=True, slots=True)
class Evidence:
    """What was found for every ask, in the order asked."""

    found: tuple[AskEvidence, ...]
    index_version: SnapshotId
    degraded: tuple[str, ...] = ()
    """Stages that could not do their part, in words."""

    def items(self) -> Mapping[str, Item]:
        """All items by key."""
        return {item.key: item for part in self.found for item in part.items}


class SegmentKind(StrEnum):
    """What a sentence of an answer does."""

    FACT = "fact"
    COMPUTED = "computed"
    CAVEAT = "caveat"
    ADVICE = "advice"


class Verdict(StrEnum):
    """What verification found of a sentence."""

    SUPPORTED = "supported"
    COMPUTED = "computed"
    NO_FACT = "no_fact"


@dataclass(frozen=True, slots=True)
class DraftSegment:
    """A sentence before verification."""

    text: str
    kind: SegmentKind
    cites: tuple[str, ...] = ()
    """Keys of the items it rests on, in order of use."""


@dataclass(frozen=True, slots=True)
class Draft:
    """An answer before verification."""

    segments: tuple[DraftSegment, ...]
    status: Status
    clarify: str | None = None
    followups: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Segment:
    """A sentence that was proven, with the numbers of its citations."""

    id: int
    text: str
    kind: SegmentKind
    citations: tuple[int, ...]
    verdict: Verdict


@dataclass(frozen=True, slots=True)
class Citation:
    """A numbered citation: an exact, non-empty span of a page."""

    id: int
    item: Item


@dataclass(frozen=True, slots=True)
class Dropped:
    """A sentence that did not leave the server, and why."""

    text: str
    reason: str


@dataclass(frozen=True, slots=True)
class StageTime:
    """How long a stage took."""

    stage: str
    ms: float


@dataclass(frozen=True, slots=True)
class Trace:
    """What happened on the way, for people who ask how this was answered."""

    stages: tuple[StageTime, ...] = ()
    dropped: tuple[Dropped, ...] = ()
    notes: tuple[str, ...] = ()
    reader: str = "local"
    composer: str = "local"
    usage: Usage = field(default_factory=Usage)
    prompts: tuple[str, ...] = ()
    """Name, version and sha256 of each prompt that was sent."""
    degraded: str | None = None
    """Why the local path answered although a model is set; None if it did not."""
    saved: tuple[str, ...] = ()
    """Purposes for which a model is set and did not need to be asked: read, write."""


@dataclass(frozen=True, slots=True)
class Answer:
    """One answered turn: proven sentences, their citations, the plan and the rows."""

    id: AnswerId
    status: Status
    segments: tuple[Segment, ...]
    citations: tuple[Citation, ...]
    plan: Plan
    evidence: Evidence
    trace: Trace = field(default_factory=Trace)
    clarify: str | None = None
    followups: tuple[str, ...] = ()

    @property
    def text(self) -> str:
        """The segments joined, each with its [n] marks."""
        return " ".join(marked(s)[0] for s in self.segments)


@dataclass(frozen=True, slots=True)
class Began:
    """Work on an answer has begun: what is known before anything was read."""

    answer_id: AnswerId
    index_version: SnapshotId
    conversation_id: ConversationId | None = None
    """The conversation that will keep the turn once it is whole; None outside one."""


@dataclass(frozen=True, slots=True)
class Planned:
    """What was understood of the question."""

    plan: Plan


@dataclass(frozen=True, slots=True)
class Found:
    """What was retrieved; nothing is worded yet."""

    plan: Plan
    evidence: Evidence


@dataclass(frozen=True, slots=True)
class Said:
    """One proven sentence; it is never taken back."""

    segment: Segment


@dataclass(frozen=True, slots=True)
class Cited:
    """One citation that the sentences name."""

    citation: Citation


@dataclass(frozen=True, slots=True)
class Done:
    """The whole answer: what the events before it said, and what only the end can tell."""

    answer: Answer


Event = Began | Planned | Found | Said | Cited | Done
"""What is true of an answer so far; in this order, with as many `Said` and `Cited` as it has."""


def marked(segment: Segment) -> tuple[str, int]:
    """The sentence with its marks before the full stop, and where the marks begin.

    A quotation keeps its stop inside, and the stop of "U.S." is part of the word: the marks follow
    them.
    """
    marks = "".join(f" [{n}]" for n in segment.citations)
    stop = _STOP.search(segment.text) if marks else None
    end = stop.start() if stop else len(segment.text)
    return segment.text[:end] + marks + segment.text[end:], end
