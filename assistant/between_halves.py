"""Which half of what is held a turn is for, where its words alone do not tell: rows or prose.

What the rows cannot answer, because words are left, the prose is asked ("how long is an O.D.
program?"); a bare subject that both hold is told by both ("nursing"). Part of the main path, after
`understand`; the prose has to answer by its own rules.
"""

from __future__ import annotations

from dataclasses import replace

from assistant.find_guides import find_guides
from assistant.grounding import content_words
from assistant.knowledge import Knowledge
from assistant.records import AskEvidence, GuideAsk, Plan, RowAsk, Turn
from assistant.stemming import stem
from assistant.understand.assemble import understand
from assistant.understand.english import is_english
from assistant.understand.tag import tag
from vectorstore.text import fold, words


def between_halves(turn: Turn, plan: Plan, knowledge: Knowledge) -> Plan:
    """The plan, or one for the other half too where that answers; the same where it does not."""
    if not plan.asks or plan.attack or not knowledge.guides.passages:
        return plan
    if all(isinstance(ask, RowAsk) for ask in plan.asks):
        unread = any(left.blocking for left in plan.residue)
        return _of_prose(turn, plan, knowledge) if unread else plan
    if turn.last is None and _is_bare_subject(plan.question, knowledge):
        return _of_both(turn, plan, knowledge)
    return plan


def _of_prose(turn: Turn, plan: Plan, knowledge: Knowledge) -> Plan:
    """The question put to the prose alone, if that answers all of it."""
    before = turn.last.asks if turn.last else ()
    context = " ".join(ask.text for ask in before if isinstance(ask, GuideAsk))
    ask = GuideAsk(plan.question, content_words(plan.question), context)
    found = find_guides(ask, knowledge.guides, turn.sources)
    if not found.items or found.unbound or found.not_held or not _tells_the_rest(plan, found):
        return plan
    return replace(plan, asks=(ask,), residue=(), clarify=None, options=())


def _tells_the_rest(plan: Plan, found: AskEvidence) -> bool:
    """Whether the prose says what the rows do not hold: each name ("HND"), of other words one.

    "Free courses" are not answered with what a fee is.
    """
    said = {w for i in found.items for w in words(f"{i.page.title} {i.page.text[i.start : i.end]}")}
    said |= {w for i in found.items for w in words(i.called or "")}
    left = [r.text for r in plan.residue if r.blocking]
    names = (n for n in left if n.isupper() or not is_english(fold(n)))
    telling = {stem(w) for text in left for w in content_words(text)}  # "who" tells nothing
    met = not telling or telling & {stem(w) for w in said}
    return bool(met) and all(set(words(n)) <= said for n in names)


def _is_bare_subject(question: str, knowledge: Knowledge) -> bool:
    """Whether a question is nothing but what programs are about, and names nobody of a page."""
    tagged = tag(question, knowledge.vocabulary, opens=True)
    said = [t for t in tagged.tags if not t.is_frame]
    return (
        bool(said)
        and not tagged.entities
        and all(t.links and all(link.role == "topic" for link in t.links) for t in said)
    )


def _of_both(turn: Turn, plan: Plan, knowledge: Knowledge) -> Plan:
    """How many programs there are beside what the prose says; a list where it says nothing."""
    told = any(
        find_guides(ask, knowledge.guides, turn.sources).items
        for ask in plan.asks
        if isinstance(ask, GuideAsk)
    )
    asked = f"how many {plan.question} programs are there" if told else f"{plan.question} programs"
    of_rows = understand(replace(turn, question=asked), knowledge.vocabulary, knowledge.rows)
    rows = [ask for ask in of_rows.asks if isinstance(ask, RowAsk)]
    if len(rows) != len(of_rows.asks) or any(left.blocking for left in of_rows.residue):
        return plan
    guides = plan.asks if told else ()
    return replace(of_rows, question=plan.question, asks=(*rows, *guides))
