"""A sentence as the simple statements that it makes: a grammar of clauses over closed-class words.

"X takes four years and costs $9,000" says "X takes four years" and "X costs $9,000"; "A earn more,
whereas B earn less" says two things that must not be mixed. Only what follows from the whole is
said of a part: nothing is cut at "or", and nothing under a denial. Works on text; knows no evidence.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from assistant.verify.english import AUXILIARIES, VERB_FORMS
from assistant.verify.text import plain


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


_WORD = re.compile(r"[A-Za-z][\w'\u2019-]*|[$\u20ac\u00a3]?\d[\d,.]*\w*|[,;:()]")
_JOINT = re.compile(
    r"\s*;\s+|\s*\u2014\s*|\s-\s|,?\s(?P<word>but|while|whereas|although|though|yet)\s"
    r"|,?\s(?P<and>and)\s|:\s+(?=[a-z])",
    re.IGNORECASE,
)
_LEADING = re.compile(r"^(?:while|whereas|although|though)\s+(?P<one>[^,]*(?:\d,\d[^,]*)*),\s+(?P<two>.+)$", re.I | re.S)
_PREPOSITIONS = frozenset(
    "in on at for with of from to by about into over under after before between among within"
    " without during until through per as than like against according depending due because since"
    " if unless when where whether except despite throughout near across".split()
)
_BEFORE_NOUN = _PREPOSITIONS - {"than"} | frozenset(
    "a an the this that these those its their his her our your my each every no any some most many"
    " few all both more less least fewer half own other another such only".split()
)
_RELATIVE = frozenset({"who", "which", "that", "whose", "whom", "where", "when"})
_ADVERBS = frozenset(
    "also then usually often typically generally sometimes rarely seldom never always still only"
    " commonly normally frequently currently already not no longer just even".split()
)
_NEARLY = frozenset("at least most about over under around nearly almost roughly approximately".split())
_PRONOUN = re.compile(
    r"\b(?:they|it|them|one|ones|those|these|this|others?|another|some|most|many|few|each|both|all"
    r"|rest|its|their|\d+ percent|percent|that had|that has|by \d{4})\b",
    re.IGNORECASE,
)


_COUNTING = re.compile(
    r"(?:(?:another|a further|only|about|around|nearly|almost|roughly|some)\s)*[\d.]+ percent\s(?!of\b)",
    re.IGNORECASE,
)
"""A clause that counts some of those that the clause before it counted."""


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
        for piece in _relatives(clause):
            parts = _predicates(piece)
            out += [Statement(part, context) for part in parts]
        subject, counted = _spoken_of(clause) or subject, _counted(clause) or counted
    return Parted(tuple(dict.fromkeys(out)), len(clauses) > 1)


_ASIDE_OF_AND = re.compile(r"\b(and|but), ([^,]{3,40}), ")
"""A part between commas behind "and": they would cut it off."""


@dataclass(frozen=True, slots=True)
class _Token:
    text: str
    start: int
    end: int


def _tokens(text: str) -> list[_Token]:
    return [_Token(plain(m.group()), m.start(), m.end()) for m in _WORD.finditer(text)]


def _verb(tokens: Sequence[_Token], at: int) -> str | None:
    """The form of the finite verb at a place: "aux", "base", "s" or "past"; None for no verb."""
    word = tokens[at].text
    before = tokens[at - 1].text if at else ""
    if word in AUXILIARIES:
        return "aux"
    form = VERB_FORMS.get(word)
    if form in (None, "ing") or before in _BEFORE_NOUN or before == "to":
        return None
    if form == "past" and at and (before in AUXILIARIES or _is_reduced(tokens, at)):
        return None  # "is paid", and "firms paid by the state"
    behind = tokens[at + 1].text if at + 1 < len(tokens) else ""
    if form in ("base", "s") and (behind in AUXILIARIES or behind in _RELATIVE):
        return None  # "the work is", "the need that"
    return form


def _is_reduced(tokens: Sequence[_Token], at: int) -> bool:
    behind = tokens[at + 1].text if at + 1 < len(tokens) else ""
    return behind in ("by", "with") and any(_plain_verb(tokens, i) for i in range(at + 1, len(tokens)))


def _plain_verb(tokens: Sequence[_Token], at: int) -> bool:
    return tokens[at].text in AUXILIARIES


def _first_verb(tokens: Sequence[_Token], start: int = 0) -> int | None:
    """The main verb: the first finite one that is of no relative clause."""
    skip = 0
    for at in range(start, len(tokens)):
        word = tokens[at].text
        if word in _RELATIVE and at > start:
            skip += 1
            continue
        if at > start and _verb(tokens, at):
            if skip:
                skip -= 1
                if _follows_auxiliary(tokens, at):
                    continue
                continue
            if at and tokens[at - 1].text in AUXILIARIES:
                continue  # "may be", "do work": one verb
            return at
    return None


def _follows_auxiliary(tokens: Sequence[_Token], at: int) -> bool:
    return at + 1 < len(tokens) and tokens[at].text in AUXILIARIES


def _lead_end(text: str) -> int:
    """Where a fronted adverbial ends, comma and space included; 0 where there is none."""
    tokens = _tokens(text)
    if not tokens or tokens[0].text not in _PREPOSITIONS or _NUMBERED.match(text):
        return 0
    m = re.match(r"[^,;:]*(?:\d,\d[^,;:]*)*,\s+", text)
    if m is None or re.match(r"(?:and|but|or|which|who|where)\b", text[m.end() :]):
        return 0
    return m.end() if _first_verb(_tokens(text[m.end() :])) is not None else 0


_NUMBERED = re.compile(r"(?:about|over|under|around|at (?:least|most))\s[$\u20ac\u00a3\w]*\d", re.I)


def subject_of(clause: str) -> str:
    """What a clause is about: the words before its main verb, without a fronted adverbial."""
    lead = _lead_end(clause)
    body = clause[lead:]
    tokens = _tokens(body)
    at = _first_verb(tokens)
    return body[: tokens[at].start].strip() if at is not None else ""


_OF_WHOM = re.compile(r"\bof\s+(?P<noun>[^,;:.()]+?)(?=\s+(?:in|at|who|that|is|are|was|were|has|have|can|may|will)\b|[,;:(]|$)")


def _spoken_of(clause: str) -> str:
    """What a pronoun of a later clause can stand for: the subject, or of whom it counts some."""
    subject = subject_of(clause)
    if plain(subject) in ("there", "it"):
        return clause
    return subject


def _counted(clause: str) -> str:
    """Of whom a clause counts some: "59 percent of registered nurses"."""
    m = _OF_WHOM.search(clause) if re.search(r"\d", clause) else None
    return m["noun"] if m else ""


def _is_clause(text: str) -> bool:
    """It has a subject and a finite verb of its own."""
    body = text[_lead_end(text) :]
    tokens = _tokens(body)
    while len(tokens) > 1 and tokens[0].text in _ADVERBS | _NEARLY and (
        tokens[0].text not in ("at", "most") or tokens[1].text in _NEARLY
    ):
        tokens = tokens[1:]
    if not tokens or tokens[0].text in AUXILIARIES | _PREPOSITIONS:
        return False
    if VERB_FORMS.get(tokens[0].text) in ("s", "past"):
        return False
    at = _first_verb(tokens)
    return at is not None and at > 0 and "," not in [t.text for t in tokens[:at]]


def _clauses(text: str) -> list[str]:
    """The clauses with subjects of their own that a sentence joins."""
    if m := _LEADING.match(text):
        one, two = m["one"], m["two"]
        if _is_clause(one) and _is_clause(two):
            return [*_clauses(one), *_clauses(two)]
    for m in _JOINT.finditer(text):
        left, right = text[: m.start()], text[m.end() :]
        if left.count("(") > left.count(")"):
            continue
        if _is_clause(left) and _is_clause(right):
            lead = text[: _lead_end(text)] if m["and"] else ""
            own = right if not lead or _lead_end(right) else lead + right
            return [*_clauses(left), *_clauses(own)]
    return [text]


_ASIDE = re.compile(r",\s+(?P<rel>which|who|where)\s+(?P<said>[^,;]*(?:\d,\d[^,;]*)*)(?P<close>,\s+|$)")
_LEAD_OF_SUBJECT = re.compile(
    r"^(?P<lead>(?:(?!\w+thing\b)[A-Za-z]+ing|with|costing|consisting|[Uu]npaid|[Pp]aid)\b[^,;:]*(?:\d,\d[^,;:]*)*),\s+"
    r"(?P<rest>.+)$",
    re.IGNORECASE | re.S,
)
_TAIL_OF_SUBJECT = re.compile(
    r",\s+(?P<tail>(?!depending|according|including|regarding|considering|starting|beginning)"
    r"[a-z]+ing\s.+)$"
)
_SET_APART = re.compile(
    r"(?:,\s+not\s(?!only\b|just\b|all\b)|,?\s+(?:rather\sthan|instead\sof)\s)[^,;]*$"
)


def _relatives(clause: str) -> Iterator[str]:
    """The clause without what is added about a part of it, and what is added, said of that part."""
    if m := _LEAD_OF_SUBJECT.match(clause):
        subject = subject_of(m["rest"])
        if subject:
            yield from _relatives(m["rest"])
            yield f"{subject} {m['lead'][0].lower()}{m['lead'][1:]}"
            return
    if m := _ASIDE.search(clause):
        head = clause[: m.start()]
        rest = f"{head} {clause[m.end() :]}".strip() if m["close"].strip() and m.end() < len(clause) else head
        yield from _relatives(rest)
        yield f"{_antecedent(head, m['rel'])} {m['said']}"
        return
    if m := _TAIL_OF_SUBJECT.search(clause):
        subject = subject_of(clause[: m.start()])
        if subject:
            yield from _relatives(clause[: m.start()])
            yield f"{subject} {m['tail']}"
            return
    m = _SET_APART.search(clause)
    if m and not re.search(r"\b(?:not|never|no)\b|n't\b", plain(clause[: m.start()])):
        yield clause[: m.start()]
    yield clause


def _antecedent(head: str, relative: str) -> str:
    """The words at the end of a text that can stand for a thing; for people, with what limits
    them: "applicants from rural areas, who"."""
    tokens = _tokens(head)
    apart = frozenset({"for", "by", "to"}) if relative == "who" else _PREPOSITIONS
    at = max(
        (i for i, t in enumerate(tokens[:-1]) if t.text in apart or _verb(tokens, i)),
        default=-1,
    )
    return head[tokens[at + 1].start :] if tokens else head


_AND = re.compile(r",?\s+and\s+|,\s+", re.IGNORECASE)


def _predicates(clause: str) -> list[str]:
    """The clause once for each of the predicates that it joins: "X takes A and costs B"."""
    tokens = _tokens(clause)
    verbs = [(i, f) for i in range(len(tokens)) if i and (f := _verb(tokens, i))]
    if not verbs or re.search(r"\b(?:neither|nor|either)\b", plain(clause)):
        return [clause]
    cuts: list[tuple[int, int, int]] = []
    for m in _AND.finditer(clause):
        at = next((i for i, t in enumerate(tokens) if t.start >= m.end()), None)
        start = at
        while at is not None and at + 1 < len(tokens) and tokens[at].text in _ADVERBS:
            at += 1
        at = _behind_aside(tokens, at)
        form = _conjunct_form(tokens, at) if at is not None else None
        if form is None or start is None or at is None:
            continue
        first = _parallel(tokens, verbs, form, m.start())
        if first is not None:
            cuts.append((m.start(), m.end(), first))
    return _spread(clause, cuts) if cuts else [clause]


def _behind_aside(tokens: Sequence[_Token], at: int | None) -> int | None:
    """Behind "and after five years earn": where the predicate goes on."""
    if at is None or at >= len(tokens) or tokens[at].text not in _PREPOSITIONS:
        return at
    ahead = range(at + 1, min(at + 7, len(tokens)))
    return next((i for i in ahead if _conjunct_form(tokens, i) and _verb(tokens, i)), at)


def _conjunct_form(tokens: Sequence[_Token], at: int) -> str | None:
    if at >= len(tokens):
        return None
    word = tokens[at].text
    if word in AUXILIARIES:
        return "aux"
    form = VERB_FORMS.get(word)
    behind = tokens[at + 1].text if at + 1 < len(tokens) else ""
    if form in (None, "ing") or behind in AUXILIARIES:
        return None
    return form


def _parallel(
    tokens: Sequence[_Token], verbs: Sequence[tuple[int, str]], form: str, before: int
) -> int | None:
    """Where what both predicates share ends: at the verb that the second one stands beside."""
    held = [(i, f) for i, f in verbs if tokens[i].start < before]
    if form == "aux":
        at = _first_verb(tokens)
        relative = [i for i, t in enumerate(tokens) if t.text in ("that", "who") and t.start < before]
        if relative and at is not None and relative[-1] > at:
            at = next((i for i, _ in held if i > relative[-1]), at)
        if at is None or tokens[at].start >= before:
            return None
        while at > 1 and tokens[at - 1].text in _ADVERBS:
            at -= 1  # "usually begin and can move up"
        return tokens[at].start
    for i, own in reversed(held):
        plural = form == "base" and tokens[i].text in ("are", "have", "were", "do")
        singular = form == "s" and tokens[i].text in ("is", "has", "does", "was")
        if own == form or plural or singular:
            return tokens[_before_adverbs(tokens, i)].start
        if own == "aux" and form == "base" and not plural:
            if i + 1 < len(tokens) and re.search(r"not$|n't$", tokens[i].text + tokens[i + 1].text):
                return None
            return tokens[i].end + 1  # "can sing and dance"
    return None


def _before_adverbs(tokens: Sequence[_Token], at: int) -> int:
    """The place of a verb, or of the word of denial before it, which is of it alone."""
    return at - 1 if at > 1 and tokens[at - 1].text in ("never", "not", "no") else at


def _spread(clause: str, cuts: Sequence[tuple[int, int, int]]) -> list[str]:
    out = [clause[: cuts[0][0]]]
    for number, (_, start, first) in enumerate(cuts):
        end = cuts[number + 1][0] if number + 1 < len(cuts) else len(clause)
        shared = clause[:first]
        shared = shared if shared.endswith((" ", "\u00a0")) else shared + " "
        out.append(f"{shared}{clause[start:end]}".strip())
    return out
