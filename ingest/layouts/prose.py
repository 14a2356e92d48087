"""Claims stated in prose: "Entry-level AI Engineers at tech companies: $130K-$180K total comp." Pure.

A figure becomes a claim with the words that condition it: level and experience (carried through the
paragraph until others are named), employer, place, basis, and words that bound it. What a figure
measures is read from its clause, then its sentence, then the heading; figures that measure nothing
we know ("users", years) are left to the passages.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from ingest.figures import Figure, find_figures, is_money
from ingest.ids import claim_id
from ingest.layouts.claims import Subject
from ingest.layouts.measures import attribute_of, is_role, period_of, subject_words
from ingest.sentences import split_sentences
from vectorstore.records import Claim
from vectorstore.text import topic_key

_LEVEL = re.compile(
    r"\b(?:entry[- ]level|early[- ]career|junior|new grad(?:uate)?s?|mid[- ]?(?:level|career)|senior(?:[- ]level)?|staff|principal|"
    r"lead|executive|experienced|director[- ]level|top[- ]tier)\b",
    re.IGNORECASE,
)
_EXPERIENCE = re.compile(
    r"\b\d+(?:\.\d+)?\s?(?:\+|[-\u2013]\s?\d+|to \d+)?\+? years?(?: of)?(?: [\w/]+){0,2}? experience\b|"
    r"(?<=\()\d+\s?(?:\+|[-\u2013]\s?\d+)?\+? years?[^)]{0,30}(?=\))|\b(?:with|after|at) \d+\s?(?:\+|[-\u2013]\s?\d+)? years?\b",
    re.IGNORECASE,
)
_PLACE = re.compile(
    r"\b(?:at|in|for|outside|within) (?:the |an? )?(?:[\w&'\u2019-]+ ){0,4}?(?:compan(?:y|ies)|startups?|firms?|industr(?:y|ies)|sectors?|agenc(?:y|ies)|"
    r"hospitals?|schools?|government|employers?|organi[sz]ations?|institutions?|consultanc(?:y|ies)|banks?|labs?|studios?|clinics?|academia|markets?|cities|areas?)\b"
    r"(?: like [A-Z][\w, ]*?(?:or|and) [A-Z]\w+)?|\belsewhere\b|\bregardless of location\b|\bremote(?:-first)?(?: positions| roles)?\b",
    re.IGNORECASE,
)
_BASIS = re.compile(
    r"\b(?:base (?:salary|pay)|total comp(?:ensation)?|base|total pay|(?:median|average|mean|starting|typical)(?= )|bonus(?:es)?|(?:lowest|highest|top|bottom|best[- ]paid|lowest[- ]paid) (?:\d+ (?:percent|%)|\w+ percent|tenth|quarter|decile)|in [a-z]+ 20\d\d|from 20\d\d(?:\s?(?:to|[-\u2013])\s?\d{2,4})?)(?!\w)",
    re.IGNORECASE,
)
_BASIS_AFTER = re.compile(
    r"\b(?:base (?:salary|pay)|total (?:comp(?:ensation)?|pay)|base|bonus(?:es)?|in [a-z]+ 20\d\d|from 20\d\d to 20\d\d)(?!\w)",
    re.IGNORECASE,
)
_EVERYONE = re.compile(r"\ball (?:other )?(?:occupations|workers|jobs)\b", re.IGNORECASE)
_LEAD_IN = re.compile(r"(?P<label>[A-Z][^:.!?$]{1,60}):\s+\S")
_OWNER = re.compile(
    r"\b(?:salar(?:y|ies)|wages?|pay|compensation|employment|openings|jobs|demand|earnings|outlook)\s+(?:levels? )?(?:for|of)\s+(?P<who>[\w'\u2019,/&-]+(?: [\w'\u2019,/&-]+){0,11}?)\s*(?=\b(?:is|was|were|are|in|will|ranges?|starts?|averages?|reached|can|at|each|from|to|exceeds?|over|projected|grew)\b|[:($,.;])",
    re.IGNORECASE,
)
_HELD = re.compile(r"^(?P<who>[A-Z][\w'\u2019,/&-]+(?: [\w'\u2019,/&-]+){0,11}?) held about\b")
_MONEY_OTHER = re.compile(
    r"\b(?:valu(?:ation|ed)|econom(?:y|ies)|funding|funds?|raised?|invest\w*|costs?|costing|market|revenues?|tuition|prices?|priced|fees?|budgets?|"
    r"spend\w*|spent|loans?|debts?|grants?|scholarships?|sales|profits?|worth|savings?|gdp|tax(?:es)?)\b",
    re.IGNORECASE,
)
_PAY_VERB = re.compile(
    r"\b(?:earn(?:s|ed|ing)?|mak(?:e|es|ing)|made|command(?:s|ing)?|averages?|paid|pays|takes? home|charg(?:e|es|ing)|bill(?:s|ing)?|starts? (?:at|around)|salary|salaries)\b",
    re.IGNORECASE,
)
_RELATIVE = re.compile(
    r"^\s*(?:(?:less|more|lower|higher|fewer|better|faster|of)\b|productivity|pay cut|raise)",
    re.IGNORECASE,
)
_DECLINE = re.compile(
    r"\b(?:declin\w*|decreas\w*|shrink\w*|fall\w*|drop\w*|fell)\b[^,;]*$", re.IGNORECASE
)
_COUNTED = re.compile(
    r"^\s*(?:new |additional |annual |total |job )?(?:jobs?|openings|positions|vacancies)\b",
    re.IGNORECASE,
)
_SHARE = re.compile(r"\b(?:lowest|highest|top|bottom)[- ](?:paid |earning )?$", re.IGNORECASE)
_VERB = re.compile(
    r"\s*\b(?:can |could |may |might |will |often |typically |usually |generally |currently |to |also |about )*"
    r"(?:earn(?:s|ed|ing)?|starts?|starting|command(?:s|ing)?|averages?|averaged|ranges?|ranging|mak(?:e|es|ing)|made|pays?|paid|exceed(?:s|ing)?|reach(?:es)?|"
    r"get|gets|is|are|was|were|had|have|has|offers?|with|around|at|of|from|expect|grew|grow|projected|boosts?|report|reportedly|add|cost|held|between|over|about|up|probably)\b.*$",
    re.IGNORECASE,
)
_OPENING = re.compile(r"^(?:and|while|with|but|or|although|because)\s+", re.IGNORECASE)
_MAX_LABEL_CHARS = 80
_PRONOUNS = frozenset(
    {
        "you",
        "they",
        "it",
        "we",
        "he",
        "she",
        "i",
        "this",
        "that",
        "these",
        "those",
        "others",
        "many",
        "some",
    }
)
_DETERMINERS = frozenset(
    {
        "the",
        "this",
        "these",
        "those",
        "your",
        "our",
        "their",
        "its",
        "all",
        "each",
        "every",
        "any",
        "many",
        "most",
        "some",
        "such",
    }
)
_MAX_PAY = 5_000_000
"""Dollars: nobody's pay on a career page; larger amounts are markets and valuations."""


@dataclass(slots=True)
class _Carry:
    """Conditions that hold from earlier sentences of the paragraph."""

    level: tuple[str, ...] = ()
    entity: str | None = None
    attribute: str = "other"


@dataclass(frozen=True, slots=True)
class Prose:
    """A paragraph as it stands in a page."""

    text: str
    start: int
    heading_path: tuple[str, ...]


@dataclass(slots=True)
class _Sentence:
    text: str
    start: int
    """Offset in the page."""
    figures: list[Figure] = field(default_factory=list)


def claims_in_prose(prose: Prose, subject: Subject) -> list[Claim]:
    """The numeric claims of a paragraph in order; empty if it states none."""
    if not any(c.isdigit() for c in prose.text):
        return []
    carry = _Carry()
    claims = []
    for begin, end in split_sentences(prose.text):
        sentence = _Sentence(prose.text[begin:end], prose.start + begin)
        sentence.figures = [f for f in find_figures(sentence.text) if _is_telling(f, sentence.text)]
        claims.extend(_of_sentence(sentence, prose, subject, carry))
    return claims


def _is_telling(figure: Figure, text: str) -> bool:
    if figure.unit == "percent":
        return not _SHARE.search(text[: figure.start])
    return is_money(figure) or bool(_COUNTED.match(text[figure.end :]))


def _of_sentence(sentence: _Sentence, prose: Prose, subject: Subject, carry: _Carry) -> list[Claim]:
    claims = []
    before = 0
    own_level = _levels(
        sentence.text[: sentence.figures[0].start] if sentence.figures else sentence.text
    )
    if own_level:
        carry.level = own_level
    elif _names_other_people(sentence, subject):
        carry.level = ()
    for number, figure in enumerate(sentence.figures):
        last = number + 1 == len(sentence.figures)
        after = len(sentence.text) if last else sentence.figures[number + 1].start
        clause = _Clause(
            sentence.text[before : figure.start], _tail(sentence.text[figure.end : after], last)
        )
        carry.level = _levels(clause.before) or carry.level
        claim = _claim(figure, clause, sentence, prose, subject, carry)
        if claim is not None:
            claims.append(claim)
            carry.attribute = claim.attribute
        before = figure.end + len(clause.after)
    return claims


@dataclass(frozen=True, slots=True)
class _Clause:
    """The words around one figure that belong to it and no other."""

    before: str
    after: str


def _tail(text: str, is_last: bool) -> str:
    """What follows a figure and still belongs to it: up to the next comma, semicolon or sentence."""
    if is_last:
        return text
    cut = re.search(r",\s|;|\bwhile\b|\bwith\b|\band\b|\.\s", text)
    return text[: cut.start()] if cut else text


def _claim(
    figure: Figure,
    clause: _Clause,
    sentence: _Sentence,
    prose: Prose,
    subject: Subject,
    carry: _Carry,
) -> Claim | None:
    attribute = _attribute(figure, clause, sentence, prose, carry)
    entity = _entity(clause, sentence, subject, carry, attribute)
    sign = -1 if attribute == "growth" and _DECLINE.search(clause.before) and figure.low > 0 else 1
    low, high = sorted((sign * figure.low, sign * figure.high))
    text = sentence.text[figure.start : figure.end]
    label = _label(clause, sentence)
    begin, end = _span(clause, figure, sentence, label)
    unit = figure.unit or ("people" if attribute == "jobs" else None)
    period = figure.period
    if period is None and attribute == "pay":
        period = period_of(clause.before) or period_of(clause.after)
    return Claim(
        id=claim_id(subject.page_id, begin, end, text),
        page_id=subject.page_id,
        source_id=subject.source_id,
        entity=entity,
        attribute=attribute,
        label=label,
        text=text,
        low=low,
        high=high,
        unit=unit,
        period=period,
        start=begin,
        end=end,
        open_ended=figure.open_ended,
        qualifiers=_qualifiers(figure, clause, carry, label, entity),
        heading_path=prose.heading_path,
    )


def _attribute(
    figure: Figure, clause: _Clause, sentence: _Sentence, prose: Prose, carry: _Carry
) -> str:
    around = f"{clause.before} {clause.after}"
    if not figure.unit:
        return "other" if re.match(r"\s*(?:new|additional)\b", clause.after) else "jobs"
    if figure.unit == "percent":
        if _RELATIVE.match(clause.after):
            return "other"
        return (
            "growth"
            if attribute_of(clause.before) == "growth" or _DECLINE.search(clause.before)
            else "other"
        )
    is_large = figure.high > _MAX_PAY
    if is_large or _MONEY_OTHER.search(around):
        return "other"
    heading = " ".join(prose.heading_path[1:])
    is_pay = (
        attribute_of(around) == "pay"
        or _PAY_VERB.search(clause.before)
        or figure.period in ("hour", "month", "year")
        or carry.attribute == "pay"
        or (attribute_of(heading) == "pay" or "pay" in heading.lower())
        or attribute_of(sentence.text) == "pay"
    )
    return "pay" if is_pay else "other"


def _entity(
    clause: _Clause, sentence: _Sentence, subject: Subject, carry: _Carry, attribute: str
) -> str:
    """Whom the figure is about: the occupation the sentence names, else the page's subject; for
    what is no pay, growth or count of jobs, the clause's own subject.
    """
    before = sentence.text[: sentence.text.find(clause.after)] if clause.after else sentence.text
    everyone = _EVERYONE.search(clause.before)
    if everyone:
        return everyone.group()
    owner = _OWNER.search(clause.before) or _OWNER.search(before) or _HELD.match(sentence.text)
    if owner and owner["who"].split()[0].lower() not in _DETERMINERS:
        who = owner["who"].strip(" ,")
        carry.entity = subject.own_name(who) or who
        return carry.entity
    if attribute == "other":
        words = [] if _COUNTED.match(clause.after) else subject_words(_label(clause, sentence))
        own = any(re.split("['\u2019]", w.lower())[0] in _PRONOUNS for w in words)
        return subject.title if own or not words else " ".join(words[:6])
    people = _people(clause.before)
    if people:
        carry.entity = subject.own_name(people) or people
        return carry.entity
    return carry.entity or (subject.someone if attribute == "pay" else subject.title)


_PEOPLE = re.compile(
    r"\b(?P<name>(?:[\w/&+-]+ ){1,3}?(?P<role>[a-zA-Z-]+))(?=\s*(?:\(|:|,|at\b|in\b|with\b|earn|make|command|can\b|typically\b|start|average|who\b|$))"
)


def _people(text: str) -> str | None:
    """The occupation a clause names before its figure: "Mid-level GenAI engineers" is GenAI engineers."""
    for m in _PEOPLE.finditer(text):
        words = subject_words(_LEVEL.sub(" ", m["name"]))
        telling = is_role(m["role"]) and len(words) > 1 and not words[0].islower()
        if telling and not _PRONOUNS & {w.lower() for w in words}:
            return " ".join(words)
    return None


def _names_other_people(sentence: _Sentence, subject: Subject) -> bool:
    """Whether a sentence without a level opens with people: what held for others is over."""
    opening = sentence.text.split(":")[0].split()[:2]
    return bool(sentence.figures) and any(is_role(w) for w in opening)


def _levels(text: str) -> tuple[str, ...]:
    """Level and experience named in a text, as written; the last of each."""
    levels = [m.group() for m in _LEVEL.finditer(text)]
    years = [m.group() for m in _EXPERIENCE.finditer(text)]
    return tuple(found[-1] for found in (levels, years) if found)


def _qualifiers(
    figure: Figure, clause: _Clause, carry: _Carry, label: str, entity: str
) -> tuple[str, ...]:
    found = [*carry.level]
    lead = _LEAD_IN.match(clause.before.lstrip() + "x")
    if lead and not _LEVEL.search(lead["label"]) and len(lead["label"].split()) <= 4:
        found.append(lead["label"])
    near = ((_PLACE, clause.before), (_PLACE, clause.after), (_BASIS, clause.before))
    for pattern, text in (*near, (_BASIS_AFTER, clause.after)):
        found.extend(m.group() for m in pattern.finditer(text))
    if not any(is_role(w) for w in clause.before.split()):
        place = re.match(
            r"\s*((?:[A-Z][\w.'\u2019-]+ ){2,5})(?:averages?|pays?|offers?)", clause.before
        )
        found.extend([place.group(1).strip()] if place else [])
    if "opening" in label or "additional" in label:
        found.append(label)
    if label not in found and _says_more(label, entity, found):
        found.append(label)
    if figure.hedge and figure.hedge != "~":
        found.append(figure.hedge)
    return tuple(dict.fromkeys(q.strip() for q in found))


def _says_more(label: str, entity: str, found: list[str]) -> bool:
    """Whether a label narrows the claim: it has words beyond the entity's and the conditions found."""
    known = {w.rstrip("s") for w in topic_key(f"{entity} {' '.join(found)}").split()}
    words = subject_words(label)
    return any(w.rstrip("s") not in known for word in words for w in topic_key(word).split())


def _label(clause: _Clause, sentence: _Sentence) -> str:
    """The words before the figure that name what it is, without the verb; the sentence's opening if
    there are none.
    """
    counted = _COUNTED.match(clause.after)
    if counted:
        return counted.group().strip()
    for text in (clause.before, sentence.text):
        opened = _OPENING.sub("", re.split(r"\s*\u2014\s*", text)[-1].lstrip(" ,;.("))
        lead = _LEAD_IN.match(opened + "x")
        if lead:
            return lead["label"].strip()
        cut = _VERB.sub("", opened).strip(" ,;:(\u2014-.")
        if any(c.isalpha() for c in cut):
            return cut[:_MAX_LABEL_CHARS].strip()
    return sentence.text[:_MAX_LABEL_CHARS].strip()


def _span(clause: _Clause, figure: Figure, sentence: _Sentence, label: str) -> tuple[int, int]:
    """Page offsets from the clause's first word (the sentence's, if the label stands before) to the
    end of what belongs to the figure.
    """
    lead = _OPENING.sub("", clause.before.lstrip(" ,;."))
    begin = figure.start - len(lead) if label in lead + clause.after else 0
    tail = clause.after.rstrip()
    stop = re.search(r"[.;](?:\s|$)", tail)
    size = stop.start() if stop else len(tail)
    return sentence.start + begin, sentence.start + figure.end + size
