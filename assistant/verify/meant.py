"""A sentence about prose against the quotes that it cites, by what it means and not by its clauses.

The second way to prove prose, for sentences whose grammar `quotes.py` cannot follow. Words may
stand in any order and voice, be synonyms (`related.py`), or be explained by heading and title;
whatever can be false has to agree: figures and what they are of, what turns a sentence
(`turns.py`), contraries, sides of a contrast, who does what to whom.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from assistant.records import Item
from assistant.stemming import stem
from assistant.verify.bindings import Bindings, bind
from assistant.verify.contrasts import contrary
from assistant.verify.drawn import Reading
from assistant.verify.english import DECIDED, GENERIC, LIGHT
from assistant.verify.figure_ahead import wrong_comparison
from assistant.verify.figure_ties import wrong_bindings
from assistant.verify.grounds import Ground, grounds_of
from assistant.verify.operators import Turn, Word, told
from assistant.verify.prose import DISTINGUISHING, misattributed
from assistant.verify.quote_figures import period_words
from assistant.verify.related import alike, contraries
from assistant.verify.roles import wrong_roles
from assistant.verify.row_words import stems_of
from assistant.verify.sides import side_texts, wrong_sides
from assistant.verify.text import plain
from assistant.verify.turns import wrong_turns
from assistant.verify.verbs import first_verb, subject_of, tokens_of
from vectorstore.text import ACRONYMS


def wrong_meaning(text: str, items: Sequence[Item]) -> str | None:
    """Why a sentence does not mean what its quotes say; None if it does.

    `text` is canonical and has no verbatim parts any more.
    """
    sources, said = tuple(grounds_of(items)), told(text)
    figures = bind(said, sources)
    if isinstance(figures, str):
        return figures
    reading = Reading(said, sources, figures)
    for check in (_wrong_words, wrong_turns, _wrong_contraries, _wrong_subjects, wrong_roles):
        if reason := check(reading):
            return reason
    return (
        _wrong_way_round(reading)
        or wrong_bindings(figures)
        or wrong_comparison(figures)
        or wrong_sides(said, [(s.told, s.context) for s in reading.used])
    )


def _wrong_way_round(reading: Reading) -> str | None:
    """One side of a comparison or contrast is said of the other, or a period is added."""
    for source in reading.used:
        text = source.told.text
        reason = contrary(reading.said.text, text, text, source.context)
        if reason is not None and reason.endswith("of a contrast"):
            return reason
        if _SET_APART.search(plain(text)) and (reason := misattributed(reading.said.text, text)):
            return reason
    texts = [plain(s.told.text) for s in reading.sources]
    for m in _GRADED.finditer(plain(reading.said.text)):
        other = f"{'less' if m['how'] == 'more' else 'more'} {m['what']}"
        if any(other in text and m.group() not in text for text in texts):
            return f"{m.group()!r} is the contrary of what the quote says"
    for m in _EACH.finditer(plain(reading.said.text)):
        if not any(period_words(m["unit"] or m["per"]).search(text) for text in texts):
            return f"{m.group()!r} is not in the quotes"
    return None


_GRADED = re.compile(r"\b(?P<how>more|less) (?P<what>(?!than\b)[a-z]+)\b")
_SET_APART = re.compile(r"\b(?:unlike|rather than|instead of|as opposed to|in contrast to)\b")
_EACH = re.compile(
    r"\b(?:per\s(?P<per>[a-z]+)|(?:each|every)\s"
    r"(?P<unit>year|month|week|day|hour|minute|night|season|quarter|semester|term|shift|decade))\b"
)


def wrong_sense(text: str, items: Sequence[Item]) -> str | None:
    """Why a sentence whose clauses are borne out says the contrary as a whole; None if it does not.

    For what a reading clause by clause may miss: a lost or a new denial, another quantifier, a
    contrary, a side of a contrast.
    """
    sources, said = tuple(grounds_of(items)), told(text)
    figures = bind(said, sources)
    if isinstance(figures, str):
        figures = Bindings(said, sources, (), ())
    reading = Reading(said, sources, figures)
    return (
        wrong_turns(reading, frozenset({Turn.NOT, Turn.SOME, Turn.FEW, Turn.ALL, Turn.MOST}))
        or _wrong_contraries(reading)
        or _wrong_subjects(reading, whole=False)
        or wrong_sides(said, [(s.told, s.context) for s in reading.used])
    )


def _wrong_words(reading: Reading) -> str | None:
    """A word that neither the evidence nor the language explains."""
    known = frozenset[str]().union(*(s.stems | s.context for s in reading.sources))
    for word in reading.said.words:
        if not (word.turning or word.stem in LIGHT | COMPARING or _is_known(word, known, reading)):
            return f"the word {word.text!r} is not borne out"
    return _said_before(reading)


_SUBJECT = 3
"""Words of a subject for which a pronoun stands."""


def _said_before(reading: Reading) -> str | None:
    """Most of it is said in the sentence before the quote, whose subject only may be taken."""
    own = frozenset[str]().union(*(s.stems | (s.context - s.before) for s in reading.sources))
    before = frozenset[str]().union(*(s.before for s in reading.sources))
    telling = [w for w in reading.said.words if not w.turning and w.stem not in LIGHT]
    lent = [w for w in telling if w.stem in before and not any(alike(w.stem, k) for k in own)]
    if len(lent) > max(_SUBJECT, len(telling) // 2):
        return "it is said before the quote"
    return None


def _is_known(word: Word, known: frozenset[str], reading: Reading) -> bool:
    if word.stem in known or word.text in known:
        return True
    when = _WHEN.get(word.text)
    if when is not None and any(when.search(plain(s.told.text)) for s in reading.sources):
        return True
    if all(stem(w) in known for w in ACRONYMS.get(word.text, "\x01").split()):
        return True
    parts = [p for p in re.split(r"[&/+.]", word.text) if p]
    if len(parts) > 1 and all(p in known for p in parts):
        return True
    return not word.named and any(alike(word.stem, k) for k in known)


COMPARING = frozenset(
    stem(w)
    for w in """
    more most less least few fewer higher lower above below over under ahead behind longer shorter
    larger bigger smaller greater exceed slightly considerably significantly substantially far
""".split()
)
"""Stems that compare: `bindings.py` holds them against the figures and the quotes."""


_WHEN = {
    "before": re.compile(
        r"\bto (?:become|be|get|qualify|enter|earn|obtain|apply|\w+)\b|\bprior\b|\bfirst\b|\bonce\b"
    ),
    "minimum": re.compile(r"\bat least\b"),
    "after": re.compile(r"\b(?:following|once|when|upon|then|followed|since)\b"),
}
"""Words of time and limits, and what in a source says the same."""


def _wrong_contraries(reading: Reading) -> str | None:
    """A word whose contrary the quote has, or a word of the quote with a contrary that is lost."""
    held = [w for s in reading.used for w in s.told.words]
    stems = {w.stem for w in held}
    every = {w.stem for s in reading.sources for w in s.told.words}
    for word in reading.said.words:
        if word.stem in COMPARING:
            continue
        against = contraries(word.stem) & stems
        if (
            against
            and word.stem not in every
            and not any(alike(word.stem, s) for s in stems - against)
        ):
            return f"{word.text!r} is the contrary of what the quote says"
    for source in reading.used:
        for word in source.told.words:
            if (
                word.stem in DECIDED
                and not _is_one_of(word, source)
                and _is_near(word, source, reading)
                and not (reading.says(word.stem))
            ):
                return f"the word {word.text!r} is lost"
    return None


def _is_near(word: Word, source: Ground, reading: Reading) -> bool:
    zone = [
        w
        for w in source.told.zone(word.zone)
        if not (w.turning or w is word or w.stem in GENERIC | LIGHT)
    ]
    zone = [w for w in zone if w.stem not in source.context] or zone
    zone = [w for w in zone if w.start > word.start] or zone  # what it is done to, else who does it
    said = sum(reading.says(w.stem) for w in zone)
    return said >= 0.5 * len(zone)


def _is_one_of(word: Word, source: Ground) -> bool:
    """ "May slip or fall": either may be told alone."""
    text = plain(source.told.text)
    return text[: word.start].endswith(" or ") or text[word.end :].startswith(" or ")


def _wrong_subjects(reading: Reading, *, whole: bool = True) -> str | None:
    """What a source is about must be said, with what limits it: "foreign graduates".

    Else than `whole`, only where the sentence speaks of what the page is about in its stead.
    """
    for source in reading.used:
        side = _told_side(source, reading)
        subject = _head(side)
        unsaid = source.context | LIGHT | GENERIC | DISTINGUISHING | _DOING
        own = [w for w in subject if w.stem not in unsaid]
        if not own or all(reading.says(w.stem) for w in own):
            continue
        instead = any(w.stem in source.context - stems_of(side) for w in reading.said.words)
        if (instead and not any(reading.says(w.stem) for w in own)) or whole:
            lost = next(w for w in own if not reading.says(w.stem))
            return f"it is about {lost.text!r} in the quote"
    return None


_DOING = frozenset(stem(w) for w in "completing finishing earning obtaining getting".split())
"""Stems of what one does with a program or a license: "completing a program takes"."""


def _told_side(source: Ground, reading: Reading) -> str:
    """The side of a contrast that the sentence tells; the whole where there is no such."""
    sides = side_texts(source.told)
    if len(sides) < 2:
        return source.told.text
    true = [b.true for b in reading.figures.bound if b.source is source.told]
    said = []
    for side in sides:
        at = source.told.text.find(side)
        given = sum(at <= f.start < at + len(side) for f in true)
        own = [w for w in told(side).words if not w.turning and w.stem not in source.context]
        said.append(3 * given + sum(reading.says(w.stem) for w in own))
    best = max(said)
    return (
        sides[said.index(best)]
        if said.count(best) == 1 and 2 * best > sum(said)
        else source.told.text
    )


_SAID_BY = re.compile(r"^(?:but |and |yet )?[a-z]+ly,\s+", re.IGNORECASE)
"""A speaker's remark: "But honestly, ..."."""
_OF = re.compile(r"\s(?:of|in|to|for|at|from|with|on|by|who|that|which)\s|,\s")


def _head(text: str) -> list[Word]:
    """The words that a sentence begins with, up to its verb or a colon."""
    text = _SAID_BY.sub("", text)
    label, colon, rest = text.partition(":")
    is_label = colon and len(label) < 60
    if is_label and len(label.split()) == 1 and first_verb(tokens_of(rest)):
        text, is_label = rest.strip(), False  # "Shortcut: experience may ..."
    part = label if is_label else subject_of(text)
    head = [w for w in told(_OF.split(part)[0]).words if not w.turning]
    if all(w.stem in GENERIC | LIGHT for w in head):  # "jobs for assistants"
        head = [w for w in told(part).words if not w.turning]
    return head
