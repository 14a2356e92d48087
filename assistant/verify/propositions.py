"""A sentence as the simple statements that it makes: a grammar of clauses over closed-class words.

"X takes four years and costs $9,000" says "X takes four years" and "X costs $9,000"; "A earn more,
whereas B earn less" says two things that must not be mixed. Only what follows from the whole is
said of a part. Works on text; knows no evidence.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from assistant.verify.english import AUXILIARIES, VERB_FORMS
from assistant.verify.predicates import predicates
from assistant.verify.text import plain
from assistant.verify.verbs import (
    ADVERBS,
    NEARLY,
    PREPOSITIONS,
    Token,
    first_verb,
    lead_end,
    subject_of,
    tokens_of,
    verb,
)


@dataclass(frozen=True, slots=True)
class Statement:
    """One simple statement of a sentence."""

    text: str
    context: str = ""
    """Words of the sentence that its pronouns stand for."""


@dataclass(frozen=True, slots=True)
class Parted:
    """A sentence taken apart."""

    statements: tuple[Statement, ...]
    contrasted: bool
    """Clauses with subjects of their own were joined: the whole says nothing that none of them
    says."""


_JOINT = re.compile(
    r"\s*;\s+|\s*\u2014\s*|\s-\s|,?\s(?P<word>but|while|whereas|although|though|yet)\s"
    r"|,?\s(?P<and>and)\s|:\s+(?=[a-z])",
    re.IGNORECASE,
)
_TO_COMMA = r"[^,;:]*(?:\d,\d[^,;:]*)*"
"""Up to a comma that is none of a figure."""
_LEADING = re.compile(
    rf"^(?:while|whereas|although|though)\s+(?P<one>{_TO_COMMA}),\s+(?P<two>.+)$",
    re.IGNORECASE | re.DOTALL,
)
_PRONOUN = re.compile(
    r"\b(?:they|it|them|one|ones|those|these|this|others?|another|some|most|many|few|each|both|all"
    r"|rest|its|their|percent|that had|that has|by \d{4})\b",
    re.IGNORECASE,
)
_COUNTING = re.compile(
    r"(?:(?:another|a further|only|about|around|nearly|almost|roughly|some)\s)*"
    r"[\d.]+ percent\s(?!of\b)",
    re.IGNORECASE,
)
"""A clause that counts some of those that the clause before it counted."""
_ASIDE_OF_AND = re.compile(r"\b(and|but), ([^,]{3,40}), ")
"""A part between commas behind "and": they would cut it off."""


@lru_cache(maxsize=2048)
def parted(sentence: str) -> Parted:
    """The statements of a sentence, in reading order; the sentence itself where nothing joins.

    >>> [s.text for s in parted("The course takes four years and costs $9,000.").statements]
    ['The course takes four years', 'The course costs $9,000']
    """
    text = _ASIDE_OF_AND.sub(r"\1 \2 ", sentence.strip().rstrip(".!? "))
    clauses = _clauses(text)
    out: list[Statement] = []
    subject = counted = ""
    for clause in clauses:
        context = subject if _PRONOUN.search(clause) else ""
        if counted and _COUNTING.match(clause):
            context = counted
        if gaps := _gapped(clause, context):
            out += gaps
            continue
        for piece in _relatives(clause):
            out += [Statement(part, context) for part in predicates(piece)]
        subject, counted = _spoken_of(clause) or subject, _counted(clause) or counted
    gapped = any(_gapped(clause, "") for clause in clauses)
    return Parted(tuple(dict.fromkeys(out)), len(clauses) > 1 or gapped)


_CHUNK = re.compile(r",\s+(?:and\s+)?|\s+and\s+(?=[^,]*\d)")
_UNITS = frozenset("per hour year month week day a an percent or about more less than".split())


def _gapped(clause: str, context: str) -> list[Statement]:
    """ "Clinics paid $94, schools $84 and the state $77": each with the verb of the first."""
    chunks = _CHUNK.split(clause)
    if len(chunks) < 2 or not all(re.search(r"\d", c) for c in chunks):
        return []
    tokens = tokens_of(chunks[0])
    at = first_verb(tokens)
    figure = next((t.start for t in tokens if at is not None and t.start > tokens[at].start
                   and t.text[-1].isdigit()), None)  # fmt: skip
    if at is None or figure is None:
        return []
    for chunk in chunks[1:]:
        own = tokens_of(chunk)
        names = [t for t in own if t.text[0].isalpha() and t.text not in _UNITS]
        lead = own[0].text if own else ""
        if not names or not lead[0].isalpha() or lead in _NO_NAME or _has_verb(own):
            return []
    shared = f"{context} {chunks[0][tokens[at].start : figure]}"
    return [Statement(chunks[0], context), *(Statement(c, shared) for c in chunks[1:])]


_NO_NAME = PREPOSITIONS | NEARLY | frozenset("twice half compared up down which who those".split())


def _has_verb(tokens: Sequence[Token]) -> bool:
    acts = VERB_FORMS.get(tokens[0].text) == "ing"
    return acts or any(verb(tokens, at) for at in range(len(tokens)))


_OF_WHOM = re.compile(
    r"\bof\s+(?P<noun>[^,;:.()]+?)"
    r"(?=\s+(?:in|at|who|that|is|are|was|were|has|have|can|may|will)\b|[,;:(]|$)"
)


def _spoken_of(clause: str) -> str:
    """What a pronoun of a later clause can stand for: the subject; all of "there are jobs"."""
    subject = subject_of(clause)
    return clause if plain(subject) in ("there", "it") else subject


def _counted(clause: str) -> str:
    """Of whom a clause counts some: "59 percent of registered nurses"."""
    m = _OF_WHOM.search(clause) if re.search(r"\d", clause) else None
    return m["noun"] if m else ""


def _clauses(text: str) -> list[str]:
    """The clauses with subjects of their own that a sentence joins."""
    m = _LEADING.match(text)
    if m and _is_clause(m["one"]) and _is_clause(m["two"]):
        return [*_clauses(m["one"]), *_clauses(m["two"])]
    for m in _JOINT.finditer(text):
        left, right = text[: m.start()], text[m.end() :]
        if left.count("(") == left.count(")") and _is_clause(left) and _is_clause(right):
            lead = text[: lead_end(text)] if m["and"] else ""
            return [*_clauses(left), *_clauses(right if lead_end(right) else lead + right)]
    return [text]


def _is_clause(text: str) -> bool:
    """It has a subject and a finite verb of its own."""
    tokens = tokens_of(text[lead_end(text) :])
    while len(tokens) > 1 and tokens[0].text in ADVERBS | NEARLY:
        if tokens[0].text in ("at", "most") and tokens[1].text not in NEARLY:
            break
        tokens = tokens[1:]
    if not tokens or tokens[0].text in AUXILIARIES | PREPOSITIONS:
        return False
    if VERB_FORMS.get(tokens[0].text) in ("s", "past"):
        return False
    at = first_verb(tokens)
    return at is not None and "," not in [t.text for t in tokens[:at]]


_ASIDE = re.compile(
    rf",\s+(?P<rel>(?:(?:for|of|to|by|in|at)\s)?(?:which|whom|who|where))\s+(?P<said>{_TO_COMMA})(?:,\s+(?P<rest>.*))?$",
    re.DOTALL,
)
_LEAD_OF_SUBJECT = re.compile(
    rf"^(?P<lead>(?:(?!\w+thing\b)[a-z]+ing|with|unpaid|paid)\b{_TO_COMMA}),\s+(?P<rest>.+)$",
    re.IGNORECASE | re.DOTALL,
)
_OF_SOME = re.compile(rf"^Of\sthe\s(?P<every>{_TO_COMMA}),\s+(?P<some>.*\d.*)$", re.DOTALL)
"""Of those that are counted some are said to be so: "Of the 60 jobs in 2024, 13 were new"."""
_TAIL_OF_SUBJECT = re.compile(
    r",\s+(?P<tail>(?!depending|according|including|regarding|considering|starting|beginning)"
    r"[a-z]+ing\s.+)$"
)
_SET_APART = re.compile(
    r"(?:,\s+not\s(?!only\b|just\b|all\b)|,?\s+(?:rather\sthan|instead\sof)\s)[^,;]*$"
)


def _relatives(clause: str) -> Iterator[str]:
    """The clause without what is added about a part of it, and what is added, said of that part."""
    if (m := _LEAD_OF_SUBJECT.match(clause)) and (subject := subject_of(m["rest"])):
        yield from _relatives(m["rest"])
        yield f"{subject} {m['lead'][0].lower()}{m['lead'][1:]}"
    elif m := _OF_SOME.match(clause):
        yield m["every"]
        yield m["some"]
    elif m := _ASIDE.search(clause):
        head = clause[: m.start()]
        yield from _relatives(f"{head} {m['rest'] or ''}".strip())
        yield f"{_antecedent(head, m['rel'])} {m['said']}"
    elif (m := _TAIL_OF_SUBJECT.search(clause)) and (subject := subject_of(clause[: m.start()])):
        yield from _relatives(clause[: m.start()])
        yield f"{subject} {m['tail']}"
    else:
        m = _SET_APART.search(clause)
        if m and not re.search(r"\b(?:not|never|no)\b|n't\b", plain(clause[: m.start()])):
            yield clause[: m.start()]
        yield clause


def _antecedent(head: str, relative: str) -> str:
    """The words at the end of a text that can stand for a thing.

    For people with what limits them: "applicants from rural areas, who".
    """
    tokens = tokens_of(head)
    apart = frozenset({"for", "by", "to"}) if relative in ("who", "for whom") else PREPOSITIONS
    ends = (i for i, t in enumerate(tokens[:-1]) if t.text in apart or verb(tokens, i))
    at = max(ends, default=-1)
    return head[tokens[at + 1].start :] if tokens else head
