"""The pages of all whose figures or words meet what a question asks: "jobs that pay over 100k".

What each page gives of itself is filtered and put in order; nothing is searched. Part of
`find_guides.py`, beside `compare_claims.py`, which names the one at the end; words nothing.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace

from assistant.asking_words import asks_for, asks_of_no_jobs
from assistant.figures import Bound, Figure, Measure, figures
from assistant.guide_index import GuideIndex
from assistant.guide_question import GuideQuestion
from assistant.look_up_claims import is_unconditional
from assistant.measures import comparison, measure_of
from assistant.page_groups import Group
from assistant.paraphrases import FRAME
from assistant.selection import Condition, Selected, value_of
from assistant.stemming import stem, stems
from vectorstore.query import ClaimOp
from vectorstore.records import Claim, PageId, SourceId
from vectorstore.text import fold, words

MOST_NAMED = 6
"""Pages that are named at most: the citations of an answer."""
_IN_WORDS = ("education", "training", "experience")
_JOBS = frozenset(map(stem, "occupation job career profession role trade position".split()))
_SAID = frozenset(
    stem(w)
    for w in """occupation job career profession role trade position page all any overall
    whole list most more highest higher best top biggest largest greatest fastest lowest
    least worst smallest slowest fewest rarest lower less under below over above least
    minimum six figure figures dollar dollars usd bucks annual year yearly median only just
    require required requirement need necessary pay paid paying earn earning grow growing
    shrink decline rank ranked order sort well kind type field expect decade percent
    percentage typical typically entry common per""".split()
)
"""Words that ask for jobs in an order, or by a figure, and say nothing more."""
_HOW_MANY_JOBS = re.compile(r"\bhow many (?:different )?(?:jobs|occupations|careers|professions)\b")
_TOP = re.compile(
    r"\b(?:top|first|best|the)\s+(?P<one>\d{1,2}|[a-z]+)\b"
    r"|\b(?P<two>\d{1,2}|[a-z]+)\s+(?:best|highest|lowest|worst|fastest|slowest|most|least|biggest"
    r"|largest|smallest)\b"
    r"|\b(?P<three>\d{1,2}|[a-z]+)\s+(?:jobs|occupations|careers|professions|roles|trades)\b"
)
_NUMBERS = {
    word: n
    for n, word in enumerate("two three four five six seven eight nine ten".split(), start=2)
}
_PLURAL = re.compile(r"\b(?:jobs|occupations|careers|professions|roles|trades|ones)\b")
_SIX_FIGURES = re.compile(r"\b(?:six|6)[ -]figures?\b")
_FALLS = re.compile(
    r"\b(?:shrink\w*|declin\w*|losing|dying|disappear\w*|los(?:e|es) (?:[a-z]+ )?jobs)\b"
)
_SUPERLATIVE = re.compile(r"\b(?:most|least|best|worst|fewest|top|[a-z]{3,}est)\b")
_WHICH = re.compile(r"\b(?:which|what|list|name|show|any)\b")
_WHETHER = re.compile(r"(?:is|are|do|does|did|can|could|will|would|should|why|when|where)\b")
_KIND = re.compile(r"\b(?:kinds?|types?|sorts?)\b")
_BESIDE = re.compile(r"\b(?:than|like|with|by|as|from|instead)\s+(?:(?:an?|the|most)\s+)?[a-z]")
"""Before people who are only spoken of."""
_SHOWS_FALL = re.compile(r"[-\u2212\u2013]\s?\d|declin|decreas|fall|drop|shrink", re.IGNORECASE)
"""In the words of a negative figure: "decline 7 percent" told as "7 percent" would mislead."""
_THAN = re.compile(r"\b(?:than|like)\b")
_ONE = re.compile(r"\bwhich (?:one|single)\b")
_FEW = 3
"""Named where several are asked for and not how many."""
_NONE = re.compile(
    r"\b(?:no|not?|don't|doesn't|without|never)\b(?:\s+\w+){0,3}\s+(?P<what>degrees?|college"
    r"|education|schooling|diplomas?|credentials?|qualifications?|experience|training)\b"
)
_TELLS_NOTHING = frozenset(
    map(stem, "degree educational credential formal equivalent award training year term".split())
)
"""Words of values that many of them share."""


def selected(
    question: GuideQuestion, index: GuideIndex, sources: Collection[SourceId] = ()
) -> Selected | None:
    """The pages that a question asks for by what they give; None if it does not ask for such.

    None, too, where a word of it is left unread.
    """
    text = fold(question.text)
    people = group_of_people(question, index, text)
    of_jobs = bool(_JOBS & set(stems(text))) and not question.pages
    if question.extreme or asks_of_no_jobs(text) or not (of_jobs or people):
        return None
    if _HOW_MANY_JOBS.search(text):  # "how many jobs pay ..." counts pages, not people
        question = replace(question, measure=measure_of(_HOW_MANY_JOBS.sub("which jobs", text)))
    conditions, read = _conditions(question, index, text)
    end = _end(question, conditions)
    ranks = [c.attribute for c in conditions if c.sign]
    by = ranks[0] if ranks else question.measure if end is not None else None
    if by is None and not conditions:
        return None
    left = _unread(question, conditions, read | (people[1] if people else frozenset()), by)
    apart = _THAN.search(text) and not conditions
    kind = people or (index.groups.filed(left) if left and not apart else None)
    if left and (people or kind is None):
        return None
    if not conditions and kind is None and not _PLURAL.search(text):
        return None  # one at the end: `compare_claims.py` names it
    attributes = dict.fromkeys((*([by] if by else []), *(c.attribute for c in conditions)))
    group = kind[0] if kind else None
    given = _given(index, tuple(attributes))
    given = {p: g for p, g in given.items() if group is None or p in group.shown}
    given = {p: g for p, g in given.items() if not sources or g[0].source_id in sources}
    return _chosen(
        given, conditions, end if by else None, group, _asked_for(text, conditions, group), index
    )


def _chosen(
    given: Mapping[PageId, tuple[Claim, ...]],
    conditions: tuple[Condition, ...],
    end: ClaimOp | None,
    group: Group | None,
    asked: int | None,
    index: GuideIndex,
) -> Selected | None:
    """Those of the pages that meet the conditions, `asked` of them named; None if none does."""
    met = [p for p, claims in given.items() if _meets(claims, conditions)]
    if len(given) < 2 or not met:
        return None
    ordered = _ordered(met, given, end, index)
    width = len(given[met[0]])
    most = MOST_NAMED if width == 1 else MOST_NAMED // width
    named = _with_ties(ordered, given, min(asked or most, 8 // width), end)
    return Selected(conditions, end, given, tuple(ordered), named, group)


def group_of_people(
    question: GuideQuestion, index: GuideIndex, text: str
) -> tuple[Group, frozenset[str]] | None:
    """The group whose people a question ranks or lists ("what kind of engineer"), with its stem.

    None where they are only spoken of ("more than engineers"), and where a page is meant.
    """
    if not (_SUPERLATIVE.search(text) or _WHICH.search(text)) or _WHETHER.match(text):
        return None
    found = index.groups.of_people(words(text))
    if found is None or _BESIDE.search(text):
        return None
    whole = all(n.stems == found[1] and n.page_id in found[0].shown for n in question.named)
    own = any(len(stems(index.pages[page].title)) == 1 for page in question.pages)
    return found if whole and (not own or _KIND.search(text)) else None


def _meets(claims: Sequence[Claim], conditions: Sequence[Condition]) -> bool:
    return all(
        any(c.attribute == claim.attribute and c.holds(claim) for claim in claims)
        for c in conditions
    )


def _conditions(
    question: GuideQuestion, index: GuideIndex, text: str
) -> tuple[tuple[Condition, ...], frozenset[str]]:
    """The conditions that a text sets, and the stems of the words that they are read from."""
    found: list[Condition] = []
    read: set[str] = set()
    for figure in figures(text):
        made = _of_figure(figure, question, text)
        if made:
            found.append(made)
            read |= set(stems(text[figure.start : figure.end]))
    if _SIX_FIGURES.search(text):
        found.append(Condition("pay", "at least", 100_000.0))
    if _FALLS.search(text) and comparison(text) is ClaimOp.COMPARE:
        found.append(Condition("growth", "less than", 0.0))
        read |= {stem(m[0]) for m in _FALLS.finditer(text)}
    for attribute in _IN_WORDS:
        values, of_words = _values_named(index, attribute, text)
        if values:
            found.append(Condition(attribute, values=values))
            read |= of_words
    return tuple(found), frozenset(read)


def _of_figure(figure: Figure, question: GuideQuestion, text: str) -> Condition | None:
    """A limit on pay or growth; None for other figures, of a period, and without a direction."""
    if figure.is_range or figure.period not in (None, "year"):
        return None
    if figure.measure is Measure.PERCENT and question.measure == "growth":
        attribute = "growth"
    elif question.measure == "pay" and figure.low >= 1000:
        attribute = "pay"
    else:
        return None
    sign = {
        Bound.MORE: "more than", Bound.LESS: "less than", Bound.AT_LEAST: "at least",
        Bound.AT_MOST: "at most",
    }.get(figure.bound)  # fmt: skip
    before = text[: figure.start].split()[-1:]
    if sign is None and before and before[0] in ("over", "above", "under", "below"):
        sign = "more than" if before[0] in ("over", "above") else "less than"
    return Condition(attribute, sign, figure.low) if sign else None


def _values_named(
    index: GuideIndex, attribute: str, text: str
) -> tuple[tuple[str, ...], frozenset[str]]:
    """The values of an attribute that a question names, and the stems that name them."""
    held = Counter(claims[0].text for claims in own_claims(index, attribute).values())
    common = sorted(held.items(), key=lambda of: (-of[1], of[0]))
    kinds = [value for value, pages in common if pages > 1]
    denied = _NONE.search(text)
    if denied and attribute == _DENIABLE[denied["what"]]:
        without = _WITHOUT[denied["what"]]
        return tuple(v for v in kinds if without.search(v)), frozenset(stems(denied[0]))
    said = set(stems(_SHORT_FORMS.sub(lambda m: _SPOKEN[m[0]], text)))
    for value in kinds:
        for part in re.split(r"\s+or\s+|/", value):
            telling = {stem(w) for w in words(part) if w not in FRAME and not w[0].isdigit()}
            telling -= _TELLS_NOTHING | _JOBS
            if telling and telling <= said and fold(value) != "none":
                return (value,), frozenset({*stems(value), *map(stem, _SPOKEN)})
    return (), frozenset()


_WITHOUT = {
    "degree": re.compile(r"^(?!.*\bdegree\b)|\bno degree\b", re.IGNORECASE),
    "college": re.compile(r"^(?!.*\b(?:degree|college|postsecondary)\b)", re.IGNORECASE),
    "experience": re.compile(r"^none$", re.IGNORECASE),
    "training": re.compile(r"^none$", re.IGNORECASE),
}
"""Values of an attribute that are met without what is denied."""
_OF_EDUCATION = (
    "education schooling diploma diplomas credential credentials qualification qualifications"
).split()
_WITHOUT["degrees"] = _WITHOUT["degree"]
_WITHOUT.update(dict.fromkeys(_OF_EDUCATION, re.compile(r"^no formal\b", re.IGNORECASE)))
_DENIABLE = {
    **dict.fromkeys(("degree", "degrees", "college", *_OF_EDUCATION), "education"),
    "experience": "experience", "training": "training",
}  # fmt: skip
_SPOKEN = {"phd": "doctoral", "ph.d": "doctoral", "doctorate": "doctoral", "masters": "master's",
           "bachelors": "bachelor's", "associates": "associate's"}  # fmt: skip
_SHORT_FORMS = re.compile(rf"\b(?:{'|'.join(map(re.escape, _SPOKEN))})\b")


def _end(question: GuideQuestion, conditions: Sequence[Condition]) -> ClaimOp | None:
    """Which end is asked for; that of the limit where only a limit is."""
    limits = [c for c in conditions if c.sign]
    if limits:
        return ClaimOp.HIGHEST if limits[0].sign in ("more than", "at least") else ClaimOp.LOWEST
    op = comparison(question.text)
    ranked = question.measure in ("pay", "growth", "jobs", "openings", "change")
    return op if ranked and op is not ClaimOp.COMPARE else None


def _unread(
    question: GuideQuestion, conditions: Sequence[Condition], read: frozenset[str], by: str | None
) -> list[str]:
    """The content words of the question that have set nothing, and fields that look like none."""
    measures = {by or "", *(c.attribute for c in conditions)}
    capitals = [] if question.text.isupper() else re.findall(r"\b[A-Z]{2,}\b", question.text)
    return [w for w in capitals if w.casefold() in FRAME] + [  # "in IT" is no pronoun
        term.text
        for term in question.relation.terms
        if not (
            term.stem in _SAID
            or term.stem in read
            or set(stems(term.text)) <= _SAID | read
            or any(asks_for(term, measure) for measure in measures)
            or _is_number(term.text)
        )
    ]


def _is_number(word: str) -> bool:
    return word in _NUMBERS or bool(re.fullmatch(r"\d+k?", word))


def own_claims(index: GuideIndex, attribute: str) -> Mapping[PageId, tuple[Claim, ...]]:
    """What each page gives of itself on an attribute, under no condition, in page order.

    Kept with the index: it does not change.
    """
    if attribute not in index.own_claims:
        index.own_claims[attribute] = {
            page: own
            for page in index.claims
            if page not in index.twin_of and (own := _own(index, page, attribute))
        }
    return index.own_claims[attribute]


def _own(index: GuideIndex, page: PageId, attribute: str) -> tuple[Claim, ...]:
    in_words = attribute in _IN_WORDS
    title = set(stems(index.pages[page].title))
    return tuple(
        claim
        for claim in index.claims[page]
        if claim.attribute == attribute
        and (claim.low is None) == in_words
        and claim.text
        and (claim.low is None or claim.low >= 0 or _SHOWS_FALL.search(claim.text))
        and is_unconditional(claim, title)
    )


def _given(index: GuideIndex, attributes: Sequence[str]) -> dict[PageId, tuple[Claim, ...]]:
    """A claim for each attribute, of the label, unit and period that most pages give it under."""
    columns = []
    for attribute in attributes:
        own = own_claims(index, attribute)
        keys = Counter(key for claims in own.values() for key in {_key(c) for c in claims})
        if not keys:
            return {}
        usual = max(keys, key=lambda key: (keys[key], key[2] == "year"))
        column = {
            page: next((c for c in claims if _key(c) == usual), None)
            for page, claims in own.items()
        }
        columns.append({page: claim for page, claim in column.items() if claim is not None})
    shared = [p for p in columns[0] if all(p in column for column in columns)]
    return {page: tuple(column[page] for column in columns) for page in shared}


def _key(claim: Claim) -> tuple[str, str | None, str | None]:
    return fold(claim.label), claim.unit, claim.period


def _ordered(
    pages: Sequence[PageId],
    given: Mapping[PageId, tuple[Claim, ...]],
    end: ClaimOp | None,
    index: GuideIndex,
) -> list[PageId]:
    """The pages by the first of their claims, ties by title; by title alone without an end."""
    sign = -1 if end is ClaimOp.HIGHEST else 1
    titles = {page: fold(index.pages[page].title) for page in pages}
    if end is None:
        return sorted(pages, key=lambda p: titles[p])
    return sorted(pages, key=lambda p: (sign * value_of(given[p][0], end), titles[p]))


def _asked_for(text: str, conditions: Sequence[Condition], group: Group | None) -> int | None:
    """How many are to be named: as many as it says, one where it asks for the one at the end."""
    said = _how_many(text)
    if said is not None or conditions:
        return said
    if _ONE.search(text):
        return 1
    if group is not None and group.by_title:
        return _FEW if group.name in words(text) else 1
    return None if _PLURAL.search(text) else 1


def _how_many(text: str) -> int | None:
    """How many of those at the end are asked for: "top 5"."""
    for m in _TOP.finditer(text):
        said = m["one"] or m["two"] or m["three"]
        if said.isdigit() or said in _NUMBERS:
            return int(said) if said.isdigit() else _NUMBERS[said]
    return None


def _with_ties(
    pages: Sequence[PageId],
    given: Mapping[PageId, tuple[Claim, ...]],
    most: int,
    end: ClaimOp | None,
) -> int:
    """How many of the first pages are named: `most`, and up to two more that tie with the last."""
    named = min(most, len(pages))
    while end and 0 < named < min(len(pages), most + 2):
        if value_of(given[pages[named]][0], end) != value_of(given[pages[named - 1]][0], end):
            break
        named += 1
    return named
