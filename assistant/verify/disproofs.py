"""What a quote itself rules out, before anything else of a sentence is looked at.

Sentences may be said in many ways, and whoever proves them by their words could take one of the
page's subjects for another. Here stand marks by which a sentence cannot follow from its quotes:
money of another sign, another of those whom the page is about, figures whose nouns are exchanged,
sides of a comparison exchanged, a denial that a short clause only points back to.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator, Sequence
from itertools import pairwise

from assistant.figures import Figure, Measure, figures
from assistant.records import Item
from assistant.stemming import stem
from assistant.verify.canonical import canonical
from assistant.verify.english import AUXILIARIES, VERB_FORMS
from assistant.verify.lexicon import FUNCTION
from assistant.verify.propositions import parted
from assistant.verify.quote_figures import same_figure
from assistant.verify.related import alike
from assistant.verify.text import plain
from assistant.verify.verbs import PREPOSITIONS, first_verb, subject_of, tokens_of
from vectorstore.text import words


def disproved(text: str, items: Sequence[Item]) -> str | None:
    """Why a sentence cannot follow from the quotes that it cites; None if nothing rules it out."""
    checks: tuple[Callable[[str, Sequence[Item]], str | None], ...] = (
        foreign_money, _other_member, _other_state, _exchanged_nouns, _other_whole, _unlimited,
        _unrequired, _exchanged_sides, _undenied, _denied_of_another, _other_measure, _inside_out,
        _other_limit, _other_unit,
    )  # fmt: skip
    return next((reason for check in checks if (reason := check(text, items))), None)


_SIGNED = re.compile(r"(?<![A-Za-z])[A-Za-z]{1,3}\$")


def foreign_money(text: str, items: Sequence[Item]) -> str | None:
    """Why a sign of money is none that what is cited has; None if each is, or is a plain one.

    Signs that `figures.py` reads are compared with their figures; "US$" may stand for "$".
    """
    held = " ".join(i.quote for i in items)
    signs = {
        c for c in text if unicodedata.category(c) == "Sc" and c not in "$\u20ac\u00a3\u00a5\u20b9"
    }
    signs |= {m.group().upper() for m in _SIGNED.finditer(text)} - {"US$", "A$", "AU$", "C$"}
    strays = sorted(s for s in signs if s not in held.upper())
    return f"{strays[0]!r} is no money of the source" if strays else None


def _stems(text: str) -> list[str]:
    return [stem(w) for word in words(text) for w in word.split("-") if w not in FUNCTION]


_MEMBERS = re.compile(r",\s*(?:(?:and|or)\s+)?|\s+(?:and|or)\s+|/", re.IGNORECASE)


def _heads(title: str) -> frozenset[str]:
    """Stems of the nouns by which a title names several: "adjuster", "appraiser"."""
    members = [m.split() for m in _MEMBERS.split(title) if m.strip()]
    heads = {plain(m[-1]) for m in members if m[-1].endswith("s")}  # "Elementary" is no noun
    return frozenset(map(stem, heads)) if len(heads) > 1 else frozenset()


def _other_member(text: str, items: Sequence[Item]) -> str | None:
    """ "Nursing assistants" of a page that says it of orderlies, who are on it too."""
    items = [i for i in items if i.claim is None]  # a label speaks of its page
    heads = frozenset[str]().union(*(_heads(i.page.title) for i in items))
    said = heads & set(_stems(text))
    held = heads & {s for i in items for s in _stems(i.quote)}
    if not said or not held:
        return None
    if said - held:
        return f"{min(said - held)!r} is another one than the quote speaks of"
    return _of_other_statement(text, said, heads, items) if len(said) == 1 else None


def _of_other_statement(
    text: str, said: frozenset[str], heads: frozenset[str], items: Sequence[Item]
) -> str | None:
    """What one clause of a quote says of some, a sentence may not say of those of another."""
    title = {s for i in items for s in _stems(i.page.title)}
    content = set(_stems(text)) - title
    for sentence in (s for i in items for s in _sentences(i.quote)):
        made = parted(sentence)
        spoken = [(heads & set(_stems(s.text)), set(_stems(s.text))) for s in made.statements]
        if not made.contrasted or len([1 for own, _ in spoken if own]) < 2:
            continue
        scores = [len(content & held) for _, held in spoken]
        best = max(scores)
        own = [who for (who, _), score in zip(spoken, scores, strict=True) if score == best]
        if best >= 2 and len(own) == 1 and own[0] and not said & own[0]:
            return f"{min(said)!r} is of another clause of the quote"
    return None


_STATE = re.compile(r"\bstate\b(?!\s+that\b|,)(?=\s+[a-z]|[-'])")


def _other_state(text: str, items: Sequence[Item]) -> str | None:
    """ "State governments" of a quote without a state: elsewhere the word is a verb of saying."""
    held = " ".join((*(i.quote for i in items), *(f"{i.section} {i.page.title}" for i in items)))
    if _STATE.search(plain(text)) and not re.search(r"\bstate", plain(held)):
        return "the word 'state' is not borne out"
    return None


def _sentences(quote: str) -> list[str]:
    return [s for s in re.split(r"(?<=[.!?])\s+(?=[A-Z\"])|\n+", canonical(quote)) if words(s)]


def _noun_of(text: str, figure: Figure) -> frozenset[str]:
    """Stems of what a figure is of or for: "3 years of law school"."""
    m = re.match(r"\s+(?:of|for)\s+(?P<noun>(?:[A-Za-z][\w'-]*\s?){1,4})", text[figure.end :])
    out: list[str] = []
    for word in words(m["noun"]) if m else ():
        if word in PREPOSITIONS or word in FUNCTION or word == "followed":
            break
        out += [word]
    return frozenset(stem(p) for w in out for p in w.split("-"))


def _exchanged_nouns(text: str, items: Sequence[Item]) -> str | None:
    """ "3 years of undergraduate study and 4 of law school", where it is the other way round."""
    said = canonical(text)
    for figure in figures(said):
        own = _noun_of(said, figure)
        if not own or figure.measure is Measure.ORDINAL:
            continue
        for sentence in (s for i in items for s in _sentences(i.quote)):
            every = [(f, _noun_of(sentence, f)) for f in figures(sentence)]
            alike = [noun for f, noun in every if same_figure(figure, f, said, sentence)]
            others = [n for f, n in every if n and not same_figure(figure, f, said, sentence)]
            only = own.difference(*alike)  # "EMT-Basic" and "EMT-Intermediate" share a word
            lacked = all(n - own for n in alike)
            if alike and lacked and any(only & n for n in others):
                return f"{said[figure.start : figure.end].strip()!r} is of something else"
    return None


_SHARE_OF = re.compile(
    r"\bpercent (?P<of>of )?(?:the |all |these |those |its |their )?(?P<whole>[^,;:.()]+)"
)


def _whole(said: str) -> list[str]:
    """Stems of the noun that stands behind "percent of", up to what limits it or its verb."""
    out: list[str] = []
    for word in words(said):
        if word in PREPOSITIONS | AUXILIARIES or word in FUNCTION or word in VERB_FORMS:
            break
        out += [stem(word)]
    return out


def _other_whole(text: str, items: Sequence[Item]) -> str | None:
    """ "Two thirds of architects" of a quote that counts states and only then names architects."""
    for m in _SHARE_OF.finditer(plain(canonical(text))):
        own = _whole(m["whole"])
        for sentence in (s for i in items for s in _sentences(i.quote)):
            counted = (h for h in _SHARE_OF.finditer(plain(sentence)) if h["of"])
            held = [_whole(h["whole"]) for h in counted]
            if not any(held) or any(alike(a, b) for whole in held for a in own for b in whole):
                continue
            if own and own[-1] in _stems(sentence):
                return f"{own[-1]!r} is not what the quote counts"
    return None


_LIMITED = re.compile(r"\b(?P<what>entry|junior|senior|mid)(?=[ -]level\b)")
_ANY = re.compile(r"\b(?:any|all|every|whatever|either) (?:level|stage|grade|rank)s?\b")


def _unlimited(text: str, items: Sequence[Item]) -> str | None:
    """ "At any level" of a quote that speaks of one level."""
    held = plain(" ".join(i.quote for i in items))
    m = _LIMITED.search(held)
    if m and _ANY.search(plain(text)) and not _ANY.search(held):
        return f"the condition {m['what']!r} is lost"
    return None


_REQUIRE_THAT = re.compile(r"\brequires? that\b")
_REQUIRED = re.compile(r"\b(?:requir|mandat|oblig|necess|must\b|need|demand|ha(?:s|ve) to\b|law)")


def _unrequired(text: str, items: Sequence[Item]) -> str | None:
    """ "Weavers hold a diploma" of a quote in which others require that they do."""
    said = set(_stems(canonical(text)))
    if _REQUIRED.search(plain(text)):
        return None
    for sentence in (s for i in items for s in _sentences(i.quote)):
        if _REQUIRE_THAT.search(plain(sentence)) and said <= set(_stems(sentence)):
            return "that it is required is lost"
    return None


_UP = "more higher larger longer faster older bigger greater".split()
_DOWN = "less lower smaller shorter slower younger smaller fewer".split()
_KIND = {word: n for pair in (_UP, _DOWN) for n, word in enumerate(pair)} | {"fewer": 0}
_THAN = re.compile(
    rf"(?P<one>[^;:.]*?)\b(?P<how>{'|'.join((*_UP, *_DOWN))})\b(?P<what>(?:\s[\w-]+){{0,3}}?)"
    r"\sthan\s(?P<other>[^,;:.]+?)(?=[,;:.]|\s(?:because|since|but|while|whereas|although|so)\s|$)",
    re.IGNORECASE,
)


_JOINS = re.compile(r"\b(?:because|since|but|while|whereas|although|though|so|if|when|than)\b")


def _compared(text: str) -> Iterator[tuple[frozenset[str], frozenset[str], bool, int]]:
    """Words of both sides of each comparison without figures, which way, and in what."""
    for m in _THAN.finditer(plain(text)):
        if not figures(m["other"]) and not figures(m["how"] + m["what"]):
            own = _JOINS.split(m["one"])[-1]
            one, other = frozenset(_stems(own)), frozenset(_stems(m["other"]))
            yield one - other, other - one, m["how"] in _UP, _KIND[m["how"]]


def _exchanged_sides(text: str, items: Sequence[Item]) -> str | None:
    """ "A is more than B" of a quote in which it is less."""
    for sentence in (s for i in items for s in _sentences(i.quote)):
        for one, other, up, kind in _compared(canonical(text)):
            for left, right, rises, own in _compared(sentence):
                if own != kind:
                    continue
                first, second = (left, right) if up == rises else (right, left)
                if one & second and other & first and not one & first and not other & second:
                    return "the sides of a comparison are exchanged"
    return None


_POINTS_BACK = re.compile(
    r"(?P<who>[^;:.]+?)\s(?:(?:is|are|was|were|do|does|did|can|may|has|have|will)\snot|\w+n't)[.;]?\s*$"
)
_DENIES = re.compile(r"\b(?:not|no|never|none|without|nor|neither|cannot|exclud\w+|except)\b|n't\b")


def _undenied(text: str, items: Sequence[Item]) -> str | None:
    """ "A is included; B is not", told as if B were."""
    said = set(_stems(text))
    if _DENIES.search(plain(text)):
        return None
    for sentence in (s for i in items for s in _sentences(i.quote)):
        parts = re.split(r";\s+|,\s+(?:but|and|while|whereas)\s+", plain(sentence))
        for before, part in pairwise(parts):
            m = _POINTS_BACK.fullmatch(part.strip())
            tokens = tokens_of(before)
            at = first_verb(tokens) if m else None
            if m is None or at is None:
                continue
            who, what = set(_stems(m["who"])), set(_stems(before[tokens[at].end :]))
            alone = who - set(_stems(before))
            if alone and len(alone & said) >= 0.6 * len(alone) and what & said:
                return "the denial is lost"
    return None


_LEADS_DENIED = re.compile(
    r"^\W*(?:al|even )?(?:though|while) (?:it is |they are )?not (?P<what>\w+)[^,]*, (?P<rest>.+)$"
)


def _denied_of_another(text: str, items: Sequence[Item]) -> str | None:
    """ "B is not required" of "Although not required, A helps, and B is a must"."""
    said = _stems(canonical(text))
    if not _DENIES.search(plain(canonical(text))):
        return None
    for sentence in (s for i in items for s in _sentences(i.quote)):
        m = _LEADS_DENIED.match(plain(sentence))
        if m is None or stem(m["what"]) not in said:
            continue
        own = set(_stems(subject_of(m["rest"])))
        elsewhere = set(_stems(m["rest"])) - own
        if own and not any(alike(s, o) for s in said for o in own) and elsewhere & set(said):
            return f"{m['what']!r} is denied of another in the quote"
    return None


_OUTSIDE = re.compile(r"\boutside(?: of)? (?:the )?(?P<what>[a-z-]+(?: [a-z-]+)?)")
_NOT_IN = re.compile(r"\b(?:outside|beyond|not|other than|except|elsewhere|besides|apart)\b|n't\b")


def _inside_out(text: str, items: Sequence[Item]) -> str | None:
    """ "In the federal government" of those who work outside of it."""
    said = plain(text)
    for m in (m for i in items for m in _OUTSIDE.finditer(plain(i.quote))):
        within = re.search(rf"\b(?:in|for|by|within|at) (?:the )?{re.escape(m['what'])}\b", said)
        if within and not _NOT_IN.search(said):
            return f"{m['what']!r} is left out in the quote"
    return None


_MEAN = re.compile(
    r"\b(?:an?|the|annual|hourly) (?:mean|average)\b|\bmean (?:of|pay|wages?|salar)|\bon average\b"
)
_ANY_MEAN = re.compile(r"\b(?:mean|average)\b")
_MEDIAN = re.compile(r"\bmedian\b")


def _other_measure(text: str, items: Sequence[Item]) -> str | None:
    """A mean of quotes that know a median only, and the other way round."""
    held = plain(" ".join((*(i.quote for i in items), *(i.section for i in items))))
    said = _THAN_AVERAGE.sub(" ", plain(text))
    if _MEAN.search(said) and _MEDIAN.search(held) and not _ANY_MEAN.search(held):
        return "a median is no mean"
    if _MEDIAN.search(said) and _ANY_MEAN.search(held) and not _MEDIAN.search(held):
        lead = " ".join(i.page.text[max(0, i.start - 600) : i.start] for i in items)
        return None if _MEDIAN.search(plain(lead)) else "a mean is no median"
    return None


_THAN_AVERAGE = re.compile(r"\b(?:than|as|with|to|of) (?:the )?average\b")
_LEAST = re.compile(
    r"\bat least\b|\b(?:a )?minimum\b|\bor (?:more|higher|above)\b|\bno (?:less|fewer)\b"
)
_MOST = re.compile(
    r"\bat (?:the )?most\b|\b(?:a )?maximum\b|\bup to\b|\bor (?:less|lower|below)\b"
    r"|\bno more\b"
)


def _other_limit(text: str, items: Sequence[Item]) -> str | None:
    """ "At most a degree" of a quote that says "at least", where it limits nothing upwards."""
    held = plain(" ".join(i.quote for i in items))
    for said, other in ((_LEAST, _MOST), (_MOST, _LEAST)):
        found = said.search(plain(text))
        if found and other.search(held) and not said.search(held) and not _is_measured(text, found):
            return f"{found.group()!r} is the other limit"
    return None


def _is_measured(text: str, found: re.Match[str]) -> bool:
    """A figure stands beside the limit and is compared with its own."""
    gaps = ((f.start - found.end(), found.start() - f.end) for f in figures(text))
    return any(-2 <= before <= 3 or 0 <= behind <= 3 for before, behind in gaps)


_VAGUE = re.compile(
    r"\b(?:a few|several|some|many|spend|for|a couple of|few|within|over)\s"
    r"(?P<unit>hour|day|week|month|year|decade|semester)s\b"
)


def _other_unit(text: str, items: Sequence[Item]) -> str | None:
    """ "A few days" of a quote that has months: lengths without a figure keep their unit."""
    held = plain(" ".join(i.quote for i in items))
    for m in _VAGUE.finditer(plain(text)):
        there = {v["unit"] for v in _VAGUE.finditer(held)}
        if there and not re.search(rf"\b{m['unit']}", held):
            return f"{m.group()!r} is of another unit"
    return None
