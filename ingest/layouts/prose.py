"""Claims stated in prose: "Entry-level AI Engineers at tech companies: $130K-$180K." Pure.

A figure becomes a claim with the words that condition it; level and experience are carried through
the paragraph until others are named. What a figure measures is read from its clause, then its
sentence, then the heading. Figures that measure nothing we know stay with the passages.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from ingest.figures import lower_end
from ingest.ids import claim_id
from ingest.layouts.claims import Subject
from ingest.layouts.clauses import Clause, clauses_of
from ingest.layouts.conditions import LEVEL, conditions_of, levels_in
from ingest.layouts.measures import (
    COUNTS_PEOPLE,
    attribute_of,
    is_role,
    period_of,
    subject_words,
)
from ingest.layouts.names import name_in
from ingest.sentences import split_sentences
from vectorstore.claims import disagreeing_pairs
from vectorstore.records import Claim

_WHO = r"(?P<who>[\w'\u2019,/&-]+(?:\ [\w'\u2019,/&-]+){0,11}?)"
_OWNER = re.compile(
    rf"""\b(?:salar(?:y|ies)|wages?|pay|compensation|employment|openings|jobs|demand|earnings|outlook|
    number)\s+(?:levels?\ )?(?:for|of)\s+{_WHO}\s*(?=\b(?:is|was|were|are|in|will|ranges?|starts?|
    averages?|reached|can|at|each|from|to|exceeds?|over|projected|grew)\b|[:($,.;])""",
    re.IGNORECASE | re.VERBOSE,
)
_HELD = re.compile(rf"(?=[A-Z]){_WHO}\ held\ about\b", re.VERBOSE)
_EVERYONE = re.compile(r"\ball (?:other )?(?:occupations|workers|jobs)\b", re.IGNORECASE)
_TOPIC = re.compile(
    rf"(?=[A-Z]){_WHO}\ (?:are|is|can|have|has|do|does|work|plan|need)\b", re.VERBOSE
)
_PEOPLE = re.compile(
    r"""\b(?P<name>(?:[\w/&+-]+\ ){1,3}?(?P<role>[a-zA-Z-]+))(?=\s*(?:\(|:|,|at\b|in\b|with\b|earn|
    make|command|can\b|typically\b|start|average|who\b|$))""",
    re.VERBOSE,
)
_NOT_PAY = re.compile(
    r"""\b(?:valu(?:ation|ed)|econom(?:y|ies)|funding|funds?|raised?|invest\w*|costs?|costing|market|
    revenues?|tuition|prices?|priced|fees?|budgets?|spend\w*|spent|loans?|debts?|grants?|
    scholarships?|sales|profits?|worth|savings?|gdp|tax(?:es)?)\b""",
    re.IGNORECASE | re.VERBOSE,
)
_ASKS_COST = re.compile(r"\b(?:tuition|fees?|costs?)\b.*\?", re.IGNORECASE)
"""A question over a paragraph of what is paid for, not earned."""
_PAY_OF = re.compile(
    r"\b(?:salar(?:y|ies)|wages?|pay|earnings|compensation)\s+(?:for|of)\b", re.IGNORECASE
)
"""Says that a figure is pay, whatever words the occupation's name holds: "loan officers"."""
_PAY_VERB = re.compile(
    r"""\b(?:earn(?:s|ed|ing)?|mak(?:e|es|ing)|made|command(?:s|ing)?|averages?|paid|pays|
    takes?\ home|charg(?:e|es|ing)|bill(?:s|ing)?|starts?\ (?:at|around))\b""",
    re.IGNORECASE | re.VERBOSE,
)
_EARN_HEADING = re.compile(r"\b(?:earn|money)\b", re.IGNORECASE)
"""In a heading it announces pay: "How much could I earn?"."""
_RELATIVE = re.compile(
    r"\s*(?:(?:less|more|lower|higher|fewer|better|faster|above|below|of)\b|productivity|raise)",
    re.IGNORECASE,
)
_GROWS = re.compile(
    r"\b(?:gr[eo]w(?:s|n|ing|th)?|ris(?:e|es|ing)|rose|expand\w*|increas\w*|projected)\b",
    re.IGNORECASE,
)
_DECLINE = re.compile(
    r"\b(?:declin\w*|decreas\w*|shrink\w*|fall\w*|drop\w*|fell)\b[^,;]*$", re.IGNORECASE
)
_OF_WORK = re.compile(
    r"""\b(?:employment|jobs?|roles?|demand|openings|positions|hiring|occupations?|profession|
    workforce)\b""",
    re.IGNORECASE | re.VERBOSE,
)
_CHANGE = re.compile(
    r"""\b(?:(?:increase|decrease|gain|rise|loss|decline)\ of|by|add(?:s|ing)?|new|additional)\s*
    (?:about\s*)?$""",
    re.IGNORECASE | re.VERBOSE,
)
_NEW = re.compile(r"\s*(?:new|additional|more)\b", re.IGNORECASE)
_NOT_SOMEONE = frozenset(
    """you they it we he she i their theirs your our its this that these those others other
    another many some most half all both each every few several more fewer one two three no
    become becomes""".split()
)
_ABSENT_SUBJECT = re.compile(r"(?:they|their|theirs|them|these|those)\b", re.IGNORECASE)
_DETERMINERS = frozenset(
    "the this these those your our their its all each every any many most some such".split()
)
_AFTER = re.compile(r"[,;]\s|\.(?:\s|$)|\s(?:and|while|but)$")
_MAX_PAY = 5_000_000
"""Dollars: nobody's pay on a career page; larger amounts are markets and valuations."""
_MAX_ENTITY_CHARS = 60
_MAX_SENTENCE_CHARS = 1500
"""Longer runs without a sentence's end are data or noise, and costly to read."""


@dataclass(frozen=True, slots=True)
class Prose:
    """A paragraph as it stands in a page."""

    text: str
    start: int
    heading_path: tuple[str, ...]


@dataclass(slots=True)
class _Carry:
    """What holds from earlier sentences of the paragraph."""

    level: tuple[str, ...] = ()
    entity: str | None = None
    attribute: str = "other"


def claims_in_prose(prose: Prose, subject: Subject) -> list[Claim]:
    """The numeric claims of a paragraph in order; empty if it states none."""
    if not any(c.isdigit() for c in prose.text):
        return []
    carry = _Carry()
    claims = []
    for begin, end in split_sentences(prose.text):
        sentence = prose.text[begin:end]
        clauses = list(clauses_of(sentence)) if len(sentence) <= _MAX_SENTENCE_CHARS else []
        _open_sentence(sentence, clauses, carry)
        found: list[tuple[Clause, Claim]] = []
        for clause in clauses:
            claim = _claim(clause, prose, prose.start + begin, subject, carry)
            if claim is not None:
                found.append((clause, claim))
                carry.attribute = claim.attribute
        claims += _told_apart(found)
    return claims


def _told_apart(found: list[tuple[Clause, Claim]]) -> list[Claim]:
    """The claims of a sentence; those that would contradict each other with their own words.

    A sentence that gives two figures for one thing says when each of them holds: "104,000 in
    finance and 83,000 in agencies".
    """
    claims = [claim for _, claim in found]
    torn = {c.id for pair in disagreeing_pairs(claims) for c in pair}
    behind = {claim.id: _AFTER.split(clause.after)[0].strip(" ,;()") for clause, claim in found}
    ahead = {claim.id: clause.before.strip(" ,;()") for clause, claim in found}
    for words in (behind, ahead):
        own = {key: words[key][:_MAX_ENTITY_CHARS].strip() for key in torn}
        if all(own.values()) and len(set(own.values())) == len(own):
            return [
                replace(c, qualifiers=(*c.qualifiers, own[c.id])) if c.id in torn else c
                for c in claims
            ]
    return claims


def _open_sentence(sentence: str, clauses: list[Clause], carry: _Carry) -> None:
    """Take over the sentence's level; one that opens with other people ends the level before it."""
    level = levels_in(clauses[0].before if clauses else sentence)
    if level:
        carry.level = level
    elif clauses and any(is_role(w) for w in sentence.partition(":")[0].split()[:2]):
        carry.level = ()


def _claim(
    clause: Clause, prose: Prose, offset: int, subject: Subject, carry: _Carry
) -> Claim | None:
    """The claim of a clause; None if it speaks of someone ("their pay") whom we cannot name."""
    figure = clause.figure
    carry.level = levels_in(clause.before) or carry.level
    attribute = _attribute(clause, prose, carry)
    label = clause.label()
    entity = _entity(clause, prose, subject, carry, attribute, label)
    if entity is None:
        return None
    sign = -1 if attribute == "growth" and figure.low > 0 and _DECLINE.search(clause.before) else 1
    low, high = sorted((sign * figure.low, sign * figure.high))
    is_least = sign > 0 and lower_end(figure) is None
    begin, end = (offset + at for at in clause.span(label))
    text = clause.sentence[figure.start : figure.end]
    named = attribute == "pay"
    return Claim(
        id=claim_id(subject.page_id, begin, end, text),
        page_id=subject.page_id,
        source_id=subject.source_id,
        entity=entity,
        attribute=attribute,
        label=label,
        text=text,
        low=None if is_least else low,
        high=high,
        unit=figure.unit or ("people" if attribute in COUNTS_PEOPLE else None),
        period=figure.period or (period_of(clause.around) if named else None),
        start=begin,
        end=end,
        open_ended=figure.open_ended,
        qualifiers=conditions_of(clause, carry.level, label, entity),
        heading_path=prose.heading_path,
    )


def _attribute(clause: Clause, prose: Prose, carry: _Carry) -> str:
    figure = clause.figure
    if not figure.unit:
        is_change = _NEW.match(clause.after) or _CHANGE.search(clause.before)
        if is_change:
            return "change"
        return "openings" if attribute_of(clause.counted()) == "openings" else "jobs"
    if _RELATIVE.match(clause.after):
        return "other"
    if figure.unit == "percent":
        return "growth" if _is_growth(clause) else "other"
    owned = _PAY_OF.search(clause.before)
    asked = prose.heading_path[-1] if len(prose.heading_path) > 1 else ""
    is_cost = _NOT_PAY.search(clause.around) or _ASKS_COST.search(asked)
    if figure.high > _MAX_PAY or (not owned and is_cost):
        return "other"
    heading = " ".join(prose.heading_path[1:])
    is_pay = (
        owned
        or _PAY_VERB.search(clause.before)
        or figure.period in ("hour", "month", "year")
        or carry.attribute == "pay"
        or any(attribute_of(t) == "pay" for t in (clause.around, heading, clause.sentence))
        or _EARN_HEADING.search(heading)
    )
    return "pay" if is_pay else "other"


def _is_growth(clause: Clause) -> bool:
    """Whether a percentage is by how much employment, or a trade, grows or shrinks."""
    moves = _GROWS.search(clause.before) or _DECLINE.search(clause.before)
    of_work = _OF_WORK.search(clause.before) or any(is_role(w) for w in clause.before.split())
    return bool(moves) and bool(of_work or "number" in clause.before or "market" in clause.before)


def _entity(
    clause: Clause, prose: Prose, subject: Subject, carry: _Carry, attribute: str, label: str
) -> str | None:
    """Whom the figure is about: the occupation the sentence names, else the page's subject.

    For what is no pay, growth or count of jobs, the clause's own subject. None for a
    "they" whom nothing names.
    """
    everyone = _EVERYONE.search(clause.before)
    if everyone:
        return everyone.group()
    owner = _owner(clause)
    if owner:
        carry.entity = subject.own_name(owner) or owner
    elif attribute in ("other", "change"):
        return _own_subject(clause, label) or subject.title
    elif people := _people(clause.before):
        carry.entity = subject.own_name(people) or people
    elif _ABSENT_SUBJECT.match(label) and carry.entity is None:
        carry.entity = _topic(prose.text, subject)
        return carry.entity
    return carry.entity or (subject.someone if attribute == "pay" else subject.title)


def _owner(clause: Clause) -> str | None:
    """The occupation in "wages for actors", "employment of actors", "Actors held about"."""
    read = clause.sentence[: clause.figure.end + len(clause.after)]
    found = _OWNER.search(clause.before) or _OWNER.search(read) or _HELD.match(clause.sentence)
    if found and found["who"].split()[0].lower() not in _DETERMINERS:
        return found["who"].strip(" ,")
    return None


def _own_subject(clause: Clause, label: str) -> str | None:
    """What a figure that is no pay speaks of: OpenAI in "OpenAI's valuation exceeds"."""
    words = subject_words(label)
    first = re.split("['\u2019]", words[0].lower())[0] if words else ""
    if not words or clause.counted() or first in _NOT_SOMEONE or any("you'" in w for w in words):
        return None
    owner = re.match(r"(.{2,40}?)['\u2019]s\b", label)
    name = owner.group(1) if owner else label[:_MAX_ENTITY_CHARS]
    return name_in(name)


def _people(text: str) -> str | None:
    """The occupation named before a figure: "Mid-level GenAI engineers" is GenAI engineers."""
    for m in _PEOPLE.finditer(text):
        words = subject_words(LEVEL.sub(" ", m["name"]))
        while words and words[0].lower() in _NOT_SOMEONE:
            words = words[1:]
        is_name = len(words) > 1 and not words[0].islower()
        if is_role(m["role"]) and is_name and not _NOT_SOMEONE & {w.lower() for w in words}:
            return " ".join(words)
    return None


def _topic(paragraph: str, subject: Subject) -> str | None:
    """The people a paragraph opens with, whom "their" further on means."""
    found = _TOPIC.match(paragraph)
    if found is None or not any(is_role(w) for w in found["who"].split()):
        return None
    return subject.own_name(found["who"]) or found["who"]
