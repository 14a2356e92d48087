"""Promise 4 for prose: each content word of a question is bound by evidence, or it is a leftover.

`content_words` says which words must bind, `read_terms` how much each decides, and `Relation` how
strongly the words of a page answer to each. Chooses and decides nothing: `find_guides.py` does.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from assistant.measures import measure_of
from assistant.paraphrases import FRAME, PHRASES, SHORTENED, SPELLED_OUT, classes_of
from assistant.scopes import CURRENCIES, bases_in, numbers_of_ranks
from assistant.stemming import stem
from vectorstore.frequency import zipf
from vectorstore.text import fold, topic_key, words

Vectors = NDArray[np.float32]
Lookup = Callable[[Sequence[str]], Vectors]
"""Words -> (n, dim) float32, L2-normalised rows; a row of zeros for a word without a vector."""

SAME_CLASS = 0.9
"""Strength of a paraphrase from the table, against 1.0 for the same stem."""
SAME_ROOT = 0.85
"""Strength of a word that shares its beginning and is near in meaning (scholar, scholarship)."""
RELATED = 0.6
"""Least cosine of two word vectors (MiniLM) that counts as related in meaning. Measured: hospital ~
healthcare .65, pictures ~ image .74, techniques ~ methods .79; but virus ~ safety .35, blockchain ~
technology .43, housing ~ city .54."""
_NUMBER_WORDS = {
    word: str(number)
    for number, word in enumerate(
        "two three four five six seven eight nine ten eleven twelve".split(), start=2
    )
}
_KINDS = frozenset(
    "state country city company school university team place region nation town county person"
    " people name world group area location".split()
)
"""Words for kinds of things: their vectors lie near every member ("Ohio" ~ "states"), so that
nearness to them says nothing."""
_KIND_STEMS = frozenset(map(stem, _KINDS))
_ROOT_COSINE = 0.5
"""Least cosine beside a shared beginning: keeps general ~ generative out."""
CLASS_WEIGHT = 0.6
"""Of the nouns after "which" or "what" ("which framework"): they name the kind of answer, and a
page that gives the answer need not use the words."""
SCOPE_WEIGHT = 0.7
"""Least weight of a name ("Microsoft"), of what limits a question ("in india", "during 1995") and
of what it counts ("how much tax"): left unread, the answer would be to another question."""
CONTEXT_WEIGHT = 0.35
"""Of a word outside the asking clause ("I'm 45 and switching careers."), against 1 inside it."""

_SEGMENT = re.compile(r"(?<=[.?!;])\s+|:\s+|\s+//\s+|\n+")
_ASKS = re.compile(
    r"\?\s*$|\b(what|whats|which|who|whom|whose|how|when|where|why)\b"
    r"|^(is|are|was|were|do|does|did|can|could|should|will|would|must|has|have|am|may)\b"
    r"|^(tell|name|list|give|describe|explain|compare|show|state|please)\b"
)
_PAY_VERB = re.compile(
    r"(?:\b(?:how much|what|whatever)\b[^.?!]*\b(?:do|does|did|would|can|could|will|might)\b"
    r"|\bwhat'(?:s|d|ll)\b)[^.?!]*\b(?P<verb>make|makes|get|gets)\b"
    r"(?=\s*(?:$|[?.,!(;]|(?:a|an|per|each|every|in|at|on|as|by|who)\b))"
)


_RISES = re.compile(
    r"\bwhat\b[^.?!]*\b(?:can|could|may|might|do|does)\b[^.?!]*\bbecome\s*(?:$|[?.!])"
)
"""Asks what somebody rises to: "what can analysts become"."""
_NAME = re.compile(r"(?<=[\w,] )[A-Z][\w.&-]+")
_LIMIT = re.compile(
    r"\b(?:in|near|during|outside)\s+(?:the\s+|an?\s+)?(?P<word>[\w.]*\w)"
    r"(?=\s*(?:[?.,!;]|$)|\s+(?:earn|make|get|do|have|are|is|work|paid)\b)"
)
_JUDGED = re.compile(
    r"\b(?:which|what|who)\b[^.?!]*\b(?:is|are) (?:the )?"
    r"(?P<word>best|worst|nicest|coolest|better)\b"
    r"|^(?:(?:the|a)\s+)?(?P<first>best|worst|top|nicest)\s+(?!way|paid)[a-z]+s?\s+(?:for|to|in|at|near)\b"
)
"""A judgement ("which school is best"): only a page that says the word gives it."""
_COUNTED = re.compile(
    r"\b(?:how (?:much|many)|(?:share|percent|percentage|proportion|fraction) of(?: the)?"
    r"|how (?:long|big|large|high) (?:is|are)(?: the| an?)?)"
    r"\s+(?P<noun>[\w-]+)"
)
_AGENT = re.compile(r"(?:er|or|ist|ian|eer|analyst)s?$")
_KIND_OF_ANSWER = re.compile(
    r"\b(?:which|what)\s+(?P<kind>(?:[\w-]+\s+){0,3}?[\w-]+)\s+"
    r"(?:is|are|was|were|do|does|did|can|could|should|will|would|must|has|have|bring\w*|make\w*)\b"
)


@dataclass(frozen=True, slots=True)
class Term:
    """A content word of the question, and how much it decides."""

    text: str
    """As folded; a fixed phrase is one term."""
    stem: str
    expansion: tuple[str, ...]
    """Stems of what an acronym stands for; empty for a plain word."""
    classes: frozenset[int]
    """Paraphrase classes that hold it."""
    weight: float
    """In (0, 1]: rare words decide, very common ones hardly."""
    scene: bool = False
    """It stands outside the asking clause."""
    limit: bool = False
    """It limits what is asked ("in india", "how much tax"): it may not stay unbound."""
    exact: bool = False
    """A name, an acronym or somebody's trade: words near in meaning do not answer to it ("AI" ~
    "robot", "electrician" ~ "engineer")."""


RANKS = frozenset().union(*(classes_of(stem(w)) for w in ("entry", "mid", "senior")))
"""Paraphrase classes of ranks: beginners, those in the middle, the experienced."""


def content_words(text: str) -> tuple[str, ...]:
    """Content words of the asking clauses of a question, folded, in order, without repeats.

    Function words and words of asking itself ("tell", "guide") are not content. A sentence that
    only tells about the visitor is not asking where another one asks.

    >>> content_words("I'm 45 and switching careers. How do hospitals use AI?")
    ('hospitals', 'use', 'ai')
    """
    found = [w for part in asking_parts(text)[0] for w, _ in _content(part)]
    return tuple(dict.fromkeys(found))


def asking_parts(text: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The clauses that ask and those that only set the scene; all ask where none is a question."""
    parts = [part for part in _SEGMENT.split(text.strip()) if part.strip()]
    asking = tuple(part for part in parts if _ASKS.search(fold(part)))
    if not asking:
        return tuple(parts), ()
    return asking, tuple(part for part in parts if part not in asking)


def read_terms(text: str, context: str = "") -> tuple[Term, ...]:
    """Terms of a question: its asking clauses in full, its scene and the earlier question less."""
    asking, scene = asking_parts(text)
    weighed = [(part, 1.0) for part in asking] + [(part, CONTEXT_WEIGHT) for part in scene]
    weighed += [(context, CONTEXT_WEIGHT)] if context else []
    found: dict[str, Term] = {}
    for part, factor in weighed:
        kinds, names = _answer_kinds(part), _names(part)
        limits = names | {m["word"] for m in _LIMIT.finditer(fold(part))}
        limits |= {m["noun"] for m in _COUNTED.finditer(fold(part))} - CURRENCIES.keys()
        bases = bases_in(part)
        limits |= bases | numbers_of_ranks(part)
        judged = {m["word"] or m["first"] for m in _JUDGED.finditer(fold(part))}
        for word, meaning in _content(part):
            least = SCOPE_WEIGHT if word in limits else 0.0
            share = factor * (CLASS_WEIGHT if word in kinds and not least else 1.0)
            term = _term(word, meaning, share, factor * least)
            exact = term.exact or word in names | judged | bases | CURRENCIES.keys()
            limit = word in limits | judged and factor == 1
            made = replace(term, scene=factor < 1, exact=exact, limit=limit)
            made = replace(made, classes=frozenset()) if word in judged else made
            found.setdefault(word, made)
    return tuple(found.values())


def _answer_kinds(text: str) -> frozenset[str]:
    """The words of a noun group after "which" or "what", up to the verb."""
    return frozenset(w for m in _KIND_OF_ANSWER.finditer(fold(text)) for w in words(m["kind"]))


def _names(text: str) -> frozenset[str]:
    """Words with a capital inside a sentence, folded."""
    return frozenset(w for name in _NAME.findall(text) for w in words(name))


_GRADES = frozenset(
    "fast quick quickly big large great small high low strong bad good common heavy tall "
    "important".split()
)
"""After "how" they ask for a figure and bind to nothing."""
_OUGHT = (["must"], ["should"], ["do"], ["does"])
"""After "how strong": asked of a person, not of demand or growth."""


def _content(text: str) -> list[tuple[str, str]]:
    """(word or phrase, what it means) for each content word, in order."""
    plain = fold(text)
    pays = _PAY_VERB.search(plain)
    pay_verb = pays["verb"] if pays else ""
    rises = bool(_RISES.search(plain))
    tokens = [SHORTENED.get(word, word) for word in words(text)]
    found, at = [], 0
    while at < len(tokens):
        length, meaning = _phrase(tokens, at)
        word = " ".join(tokens[at : at + length])
        asks_degree = at > 0 and tokens[at - 1] == "how" and word in _GRADES
        asks_degree = asks_degree and not (word == "strong" and tokens[at + 1 :][:1] in _OUGHT)
        if length > 1 or (word not in FRAME and not asks_degree):
            found.append((word, meaning))
        elif word == pay_verb:
            found.append((word, "pay"))
        elif rises and word == "become":
            found.append((word, "advance"))
        at += length
    return found


def _phrase(tokens: list[str], at: int) -> tuple[int, str]:
    """Length of the fixed phrase that starts here (1 if none) and the word it stands for."""
    for length in (3, 2):
        phrase = " ".join(tokens[at : at + length])
        if phrase in PHRASES:
            return length, PHRASES[phrase]
    return 1, tokens[at]


def _term(word: str, meaning: str, factor: float, least: float) -> Term:
    expanded = tuple(stem(w) for w in topic_key(SPELLED_OUT.get(word, word)).split())
    root = stem(_NUMBER_WORDS.get(meaning, meaning))
    expansion = expanded if expanded != (stem(word),) and " " not in word else ()
    weight = max(factor * word_weight(meaning), least)
    return Term(
        word,
        root,
        expansion,
        classes_of(root),
        weight,
        exact=bool(expansion or _AGENT.search(word)),
    )


def word_weight(word: str) -> float:
    """How much a word decides, in [0.1, 1].

    1 for ten in a million and rarer (Zipf 4), falling to 0.1 for the commonest; a year counts in
    full. A word counts as its commonest form ("taking" as "take"). Source: wordfreq's Zipf scale.
    """
    if word.isdigit():
        return 1.0 if len(word) == 4 else 0.5
    forms = {word, *(word[:-cut] + end for cut in (1, 2, 3) for end in ("", "e"))}
    common = max(zipf(f) for f in forms if f == word or stem(f) == stem(word))
    return float(np.clip((6.4 - common) / 2.4, 0.1, 1.0))


_STATISTICS = frozenset({"median", "number", "higher", "lower", "average"})
"""Words that end like a trade and are none."""


def trades(text: str) -> tuple[tuple[str, str], ...]:
    """(modifier, trade) of each trade that a question names with one: "NLP engineer".

    Only whole pairs are the same trade, so evidence has to hold the words side by side. Words of
    rank ("junior engineer") are no modifiers here.
    """
    found = []
    for part in asking_parts(text)[0]:
        tokens = words(part)
        for one, two in pairwise(tokens):
            plain = one in FRAME | _STATISTICS or measure_of(one) is not None
            plain = plain or (one.isdigit() and len(one) != 3)
            plain = plain or bool(RANKS & classes_of(stem(one)))
            if _AGENT.search(two) and two not in FRAME | _STATISTICS and not plain:
                found.append((one, two))
    return tuple(found)


def side_by_side(pair: tuple[str, str], text: str) -> bool:
    """Whether a text holds both words next to each other, acronyms written out or not."""
    wanted = " ".join(stem(w) for word in pair for w in topic_key(word).split())
    return f" {wanted} " in f" {' '.join(stem(w) for w in topic_key(text).split())} "


_DENIES = re.compile(
    r"\b(?:not|never)\b(?! (?:just|only|even|sure)\b)|(?<=\w\s)\w+n't\s*(?=[?.!]|$)"
)
_DENIED = re.compile(
    r"\b(?:not|no|never|none|nobody|without|terrible|worst|bad|downsides?|avoid|instead|rather than"
    r"|less|unlike|only|poor|hardly|few)\b|n't\b"
)


def keeps_polarity(question: str, held: str) -> bool:
    """Whether a question that denies ("who should not ...") is met by words that deny, too."""
    return not _DENIES.search(fold(question)) or bool(_DENIED.search(fold(held)))


def is_role(term: Term) -> bool:
    """Whether a term asks what somebody does: "duties", "day job"."""
    return bool(term.classes & classes_of(stem("duty")))


class Relation:
    """How strongly words answer to the terms of one question; remembers what it has compared."""

    def __init__(self, terms: tuple[Term, ...], vectors: Vectors, lookup: Lookup) -> None:
        """`vectors`: (len(terms), dim), a row for each term; zeros where there is none."""
        self.terms = terms
        self._vectors = vectors
        self._exact = [at for at, term in enumerate(terms) if term.exact]
        self._lookup = lookup
        self._at: dict[str, int] = {}
        self._columns: Vectors = np.zeros((0, len(terms)), np.float32)
        self._with_form: dict[str, list[int]] = defaultdict(list)
        self._with_class: dict[int, list[int]] = defaultdict(list)
        for at, term in enumerate(terms):
            for form in {term.stem, term.text}:
                self._with_form[form].append(at)
            for number in term.classes:
                self._with_class[number].append(at)
        self.weights: Vectors = np.array([t.weight for t in terms], np.float32)

    def strengths(self, bags: Sequence[Sequence[str]]) -> Vectors:
        """(bags, terms) in [0, 1]: the best answer to each term among the words of each bag."""
        if not self.terms:
            return np.zeros((len(bags), 0), np.float32)
        fresh = [w for w in dict.fromkeys(w for bag in bags for w in bag) if w not in self._at]
        if fresh:
            self._compare(fresh)
        out = np.zeros((len(bags), len(self.terms)), np.float32)
        filled = [row for row, bag in enumerate(bags) if bag]
        if filled and self.terms:
            flat = [self._at[w] for row in filled for w in bags[row]]
            starts = np.cumsum([0, *(len(bags[row]) for row in filled[:-1])])
            out[filled] = np.maximum.reduceat(self._columns[flat], starts, axis=0)
        self._expand(bags, out)
        return out

    def _compare(self, fresh: list[str]) -> None:
        cosines = np.clip(self._lookup(fresh) @ self._vectors.T, 0.0, 1.0)
        column = np.where(cosines >= RELATED, 0.5 + 0.8 * (cosines - RELATED), 0.0)
        column[:, self._exact] = 0.0
        roots = [stem(word) for word in fresh]
        column[[number for number, root in enumerate(roots) if root in _KIND_STEMS]] = 0.0
        for number, at in np.argwhere(cosines >= _ROOT_COSINE):
            if _same_root(roots[number], self.terms[at].stem):
                column[number, at] = max(column[number, at], SAME_ROOT)
        for number, at in np.argwhere(column > 0):
            if _denies(roots[number], self.terms[at].stem):
                column[number, at] = 0.0
        for number, (word, root) in enumerate(zip(fresh, roots, strict=True)):
            self._by_table(word, root, column[number])
            self._at[word] = len(self._at)
        self._columns = np.concatenate([self._columns, column.astype(np.float32)])

    def _by_table(self, word: str, root: str, row: Vectors) -> None:
        """Raise a word's strengths by its form, its paraphrase classes and its figure."""
        if word[:1].isdigit():
            for at, term in enumerate(self.terms):
                row[at] = float(_same_number(term.stem, word))
            return
        for number in classes_of(root) & self._with_class.keys():
            for at in self._with_class[number]:
                row[at] = max(row[at], SAME_CLASS)
        for form in (root, word):
            if form in self._with_form:
                row[self._with_form[form]] = 1.0

    def _expand(self, bags: Sequence[Sequence[str]], out: Vectors) -> None:
        """An acronym is met by all the words it stands for, and they by the acronym."""
        for at, term in enumerate(self.terms):
            if term.expansion:
                for row, bag in enumerate(bags):
                    if out[row, at] < 1 and set(term.expansion) <= {stem(w) for w in bag}:
                        out[row, at] = 1.0


def _same_number(asked: str, word: str) -> bool:
    return _bare_number(asked) == _bare_number(word)


def _bare_number(word: str) -> str:
    return re.sub(r"[+%,]|(?:st|nd|rd|th)$", "", word)


def _denies(one: str, other: str) -> bool:
    """Whether one of two stems only puts a denial before the other: unemployment, employment."""
    short, long = sorted((one, other), key=len)
    return long.endswith(short) and long.removesuffix(short) in (
        "un",
        "in",
        "im",
        "ir",
        "non",
        "dis",
    )


def _same_root(one: str, other: str) -> bool:
    shortest = min(len(one), len(other))
    need = max(4, round(0.75 * shortest))
    return shortest >= 4 and one[:need] == other[:need]
