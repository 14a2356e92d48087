"""The second audit: sentences of its own over made-up pages and the rows of indexes, by kind.

Written apart from the first one, and before the verifier was asked about any of it. Lies stand in
so many of each kind; sentences with slots go through the briefing as a model's do, with figures
outside of slots among their lies.
"""

from __future__ import annotations

import random
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from hashlib import sha256

from assistant.compose.briefing import Brief, brief
from assistant.knowledge import Knowledge
from assistant.records import (
    AskEvidence,
    Draft,
    DraftSegment,
    Evidence,
    GuideAsk,
    Item,
    Kind,
    SegmentKind,
    Status,
)
from assistant.verify import verify
from evals.verifier_audit.audit import Judged, judge
from evals.verifier_audit.labelled_facts import labelled
from evals.verifier_audit.listed_rows import listed
from evals.verifier_audit.made_denials import DENIALS
from evals.verifier_audit.made_facts import PAY, TRADES, Phrased, Trade
from evals.verifier_audit.made_trends import TRENDS
from evals.verifier_audit.paged_facts import paged
from evals.verifier_audit.row_claims import row_said
from evals.verifier_audit.said import Said
from evals.verifier_audit.told_facts import told
from vectorstore.records import PageId, SnapshotId, SourceId, SourcePage

EACH_KIND = 40
"""Lies of each kind at least, where so many different ones can be made."""
_PAGES = 60
_NEVER = datetime(2026, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Typed:
    """A sentence as a model sends it: with slots and ids of a briefing."""

    said: Said
    brief: Brief
    ids: tuple[str, ...]


def sentences(knowledges: Sequence[Knowledge], seed: int) -> list[Said]:
    """All sentences of the audit in a random order, each once."""
    rng = random.Random(seed)  # noqa: S311 - an audit that can be repeated
    made = [*prose_said(rng)]
    for knowledge in knowledges:
        made += [*row_said(knowledge, rng), *listed(knowledge)]
    made += labelled(rng)
    every = list({(s.text, s.cites, s.is_true): s for s in made}.values())
    rng.shuffle(every)
    return every


def chosen(every: Sequence[Said], count: int) -> list[Said]:
    """So many true ones, and lies of each kind by turns up to as many or `EACH_KIND` of each."""
    true = [s for s in every if s.is_true][:count]
    by_kind: dict[str, list[Said]] = defaultdict(list)
    for said in every:
        if not said.is_true:
            by_kind[said.kind].append(said)
    each = max(EACH_KIND, count // max(1, len(by_kind)))
    return [*true, *(s for of in by_kind.values() for s in of[:each])]


def prose_said(rng: random.Random) -> Iterator[Said]:
    """True and untrue sentences about the facts of made-up pages."""
    for number in range(_PAGES):
        one, other = rng.sample(TRADES, 2)
        facts = [make(Trade(one, other), rng) for make in rng.sample((*PAY, *TRENDS), 5)]
        yield from _of_page(one, facts, f"made-{number}")
    yield from told_said()
    yield from paged()


def told_said() -> Iterator[Said]:
    """Sentences worded by hand, three facts to a page."""
    facts = [*DENIALS, *told()]
    for number, at in enumerate(range(0, len(facts), 3)):
        yield from _of_page("Working life", facts[at : at + 3], f"told-{number}")


def _of_page(title: str, facts: Sequence[Phrased], name: str) -> Iterator[Said]:
    evidence = evidence_of(title, [fact.source for fact in facts], name)
    keys = [item.key for item in evidence.found[0].items]
    for at, fact in enumerate(facts):
        family = f"{name}-{at}"
        cites = (keys[at],)
        for kind, text in fact.true:
            yield Said(kind, text, cites, evidence, True, family)
        for kind, text in fact.lies:
            yield Said(kind, text, cites, evidence, False, family)
        text = fact.true[0][1]
        if len(keys) > 1:
            yield Said("wrong id", text, (keys[at - 1],), evidence, False, family)
        yield Said("unknown id", text, ("q99",), evidence, False, family)
        link = f"{text} See www.join.example.org."
        yield Said("link or markup", link, cites, evidence, False, family)


def evidence_of(title: str, sentences: Sequence[str], name: str) -> Evidence:
    """A made-up page of these sentences, each an item of its own: q0, q1 ..."""
    text = f"{title[0].upper()}{title[1:]}\n\n" + " ".join(sentences)
    digest = sha256(text.encode()).hexdigest()
    page = SourcePage(
        PageId(name), SourceId("made"), f"{name}.md", title[0].upper() + title[1:], text,
        digest, digest, _NEVER,
    )  # fmt: skip
    items = []
    for number, sentence in enumerate(sentences):
        start = text.index(sentence)
        end = start + len(sentence)
        items.append(Item(f"q{number}", Kind.QUOTE, page, start, end, page.title))
    return Evidence((AskEvidence(GuideAsk("", ()), tuple(items)),), SnapshotId("audit"))


def typed(every: Sequence[Said], rng: random.Random) -> Iterator[Typed]:
    """Pieces of evidence said as they stand, with slots, and with a figure or a name by hand."""
    for said in every:
        if not said.is_true or said.computed or said.cites != ("q0",):
            continue
        quotes = [
            DraftSegment(i.quote, SegmentKind.FACT, (i.key,)) for i in said.evidence.found[0].items
        ]
        given = brief(Draft(tuple(quotes), Status.ANSWERED), said.evidence, 3000)
        piece = next(p for p in given.pieces if p.cites == said.cites)
        if not piece.slots:
            continue
        yield Typed(replace(said, kind="with slots", text=piece.text), given, (piece.id,))
        text = piece.text
        slot = rng.choice(sorted(piece.slots))
        text = text.replace(f"{{{piece.id}.{slot}}}", piece.slots[slot])
        lied = replace(said, kind="figure outside a slot", text=text, is_true=False)
        yield Typed(lied, given, (piece.id,))


def judge_typed(of: Sequence[Typed]) -> list[Judged]:
    """What filling the slots and the verifier make of each."""
    out = []
    for one in of:
        made = one.brief.fill(one.said.text, one.ids)
        reason = made.reason
        if reason is None:
            dropped = verify(Draft((made.segment,), Status.ANSWERED), one.said.evidence).dropped
            reason = dropped[0].reason if dropped else None
        out.append(Judged(one.said, reason))
    return out


def audited(knowledges: Sequence[Knowledge], seed: int, count: int) -> list[Judged]:
    """The whole second audit, judged."""
    every = sentences(knowledges, seed)
    rng = random.Random(seed)  # noqa: S311 - as above
    forms = list(typed(every, rng))
    some = {t.said.text: t for t in forms}.values()
    slotted = [t for t in some if t.said.is_true][:EACH_KIND]
    slotted += [t for t in some if not t.said.is_true][:EACH_KIND]
    return [*judge(chosen(every, count)), *judge_typed(slotted)]
