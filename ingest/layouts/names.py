"""What a claim can be about: a noun phrase, and the trade that a headline names. Pure."""

from __future__ import annotations

import re

from ingest.layouts.measures import is_role
from vectorstore.imperatives import orders

_CLAUSE_WORDS = frozenset(
    """i you we they it he she who whom whose that which what this these those there is are was
    were be been being am has have had do does did can could may might must shall should will
    would not if when while because than then so up down against another further one ones no nor
    each every either neither both few many much several some any all most""".split()
)
"""Words of clauses: a phrase that holds one is no name."""
_EDGES = frozenset(
    """of in on at for by with to from as into over under about around after before between among
    through during without within and or but only also just even""".split()
)
_DETERMINERS = frozenset("the a an its their our your".split())
_WORD = re.compile(r"[^\W\d_][\w&+#/.'\u2019-]*")
_HEADLINE = re.compile(
    r"[?!:]|^(?:so|how|what|why|want|thinking|become|becoming|being|is|are|should|can|meet|inside"
    r"|your|my|guide|life|day|the\s(?:truth|ultimate|complete)|everything|all\sabout|a\s(?:guide"
    r"|day|career))\b",
    re.IGNORECASE,
)
_BEFORE_TRADE = frozenset(
    """a an the as be become becoming being is are do does of for to how what much your our
    really good vs versus and or about with every""".split()
)
_MADE_OF_VERBS = re.compile(
    r"(?:[\w-]+\s){0,3}?(?P<last>[\w-]{2,}(?:er|or|ist|ian|eer|smith|wright|man|woman)s?)\b"
)
"""A phrase up to the first word that may say what somebody does: "deep-sea diver"."""
_NOBODY = frozenset(
    """better other number career summer winter paper never ever over under after offer order matter
    letter power computer whether either rather quarter chapter center centre former later lower
    higher greater proper another semester major minor senior junior error color factor sector
    motor interior exterior list exist human german""".split()
)
_ARTICLE = re.compile(r"\b(?:an?|as)\s+", re.IGNORECASE)
_MAX_TRADE_WORDS = 4
_MAX_TOPIC_WORDS = 4


def name_in(phrase: str) -> str | None:
    """The noun phrase that a label is, its edges trimmed; None if it is a clause or says nothing.

    >>> name_in("Excel in"), name_in("If you"), name_in("24 months, up"), name_in("OpenAI")
    ('Excel', None, None, 'OpenAI')
    """
    words = phrase.strip(" ,;:.()").split()
    while words and words[-1].lower() in _EDGES:
        words.pop()
    folded = [w.lower().strip(",.;:()") for w in words]
    telling = [w for w in folded if w not in _DETERMINERS]
    if not telling or folded[0] in _EDGES or not _WORD.match(words[0]):
        return None
    if any(w in _CLAUSE_WORDS or "'" in w[-3:-1] for w in telling):
        return None
    return None if orders(phrase) and phrase[:1].isupper() and len(words) > 1 else " ".join(words)


def trade_in(title: str) -> str | None:
    """The trade that a headline speaks of, or its topic before a colon; None for a plain title.

    >>> trade_in("So you want to be a stage manager"), trade_in("Baker: the job and the hours")
    ('stage manager', 'Baker')
    >>> trade_in("Accountants and Auditors") is None
    True
    """
    if not _HEADLINE.search(title):
        return None
    words = title.split()
    for at, word in enumerate(words):
        if is_role(word.strip("?!:,.")):
            first = at
            while first and at - first + 1 < _MAX_TRADE_WORDS and _goes_on(words[first - 1]):
                first -= 1
            return " ".join(words[first : at + 1]).strip("?!:,.\u2019'")
    for article in _ARTICLE.finditer(title):
        found = _MADE_OF_VERBS.match(title, article.end())
        if found and is_somebody(found.group()):
            return found.group()
    topic = title.split(":", maxsplit=1)[0].strip()
    is_topic = topic != title and 0 < len(topic.split()) <= _MAX_TOPIC_WORDS
    return topic if is_topic and name_in(topic) else None


def is_somebody(name: str) -> bool:
    """Whether a name may be of an occupation by its last word's form: "Roof tiler".

    >>> is_somebody("Roof tiler"), is_somebody("Big city"), is_somebody("Second quarter")
    (True, False, False)
    """
    last = next(iter(name.split()[::-1]), "").lower()
    is_made = _MADE_OF_VERBS.fullmatch(last) is not None and last not in _NOBODY
    return is_role(last) or is_made


def _goes_on(word: str) -> bool:
    """Whether the word before a trade belongs to its name."""
    return word.lower() not in _BEFORE_TRADE and not word.endswith((":", ",", "?", "!", "."))
