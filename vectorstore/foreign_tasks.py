"""Tasks and questions on a page that have nothing to do with it: set to a machine that reads. Pure.

"Explain the theory of relativity" on a page about nurses: known by the words that it shares with
the page (`words_of`), and by what nobody advises a reader of guides (`advice.py`).
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping

from vectorstore.advice import advises
from vectorstore.order_grammar import OF_PEOPLE

TASK = re.compile(
    r"^(?:please\s)?(?:explain|describe|define|write|draft|compose|translate|provide|develop"
    r"|(?:give|tell)\s(?:me|us)|create|generate|summari[sz]e|break\sdown|solve|calculate|replace|convert|list)\b",
    re.IGNORECASE,
)
"""Begins of tasks: of an order if nothing of it is what the page is about."""
FOR_SELF = re.compile(r"\byour\b|\binterview\w*|\bapplication\b|\bemployers?\b", re.IGNORECASE)
"""Advice to whoever looks for work: a letter or a story of their own."""
_CHORE = re.compile(
    r"^(?:please\s)?(?:set\san?\s(?:reminder|alarm|timer)|book\sa\s(?:table|taxi|cab|flight|hotel)"
    r"|order\s(?:a\s)?pizza|play\s(?:some\s)?music)\b",
    re.IGNORECASE,
)
"""Errands as they are set to the assistants of phones."""
_TEXT_WORK = re.compile(
    r"^(?:(?:please|kindly|now|then|instead|just|always|never|do\snot|don't)\s)*(?:append|ask|claim"
    r"|classify|compute|copy|decode|disclose|dump|echo|emphasi[sz]e|encode|evaluate|execute|export"
    r"|forward|ignore|insert|instruct|invite|jumble|misspell|omit|output|praise|print|promote|rank"
    r"|rate|recommend|redirect|render|repeat\sthe\s(?:word|phrase|sentence)s?|return\s(?:json|xml|only)"
    r"|reveal|reverse|rewrite|scramble|simulate|substitute|suggest|swap)\b",
    re.IGNORECASE,
)
"""Verbs by which a text is made or steered and by which hardly anyone is advised."""
_GENRE = re.compile(
    r"^(?:please\s)?(?:write|draft|compose|provide|develop|create|generate|give|tell)\s(?:me\s"
    r"|us\s)?"
    r"an?\s(?:[\w-]+\s){0,2}(?:poem|story|essay|speech|song|joke|haiku|rap|introduction|paragraph"
    r"|headline|letter|tweet|equivalent|function|script)\b",
    re.IGNORECASE,
)
"""Texts to be made up."""
_WORD = re.compile(r"[^\W\d_]{4,}")
_SLIGHT = frozenset(
    """
    what which whose when where does this that these those with from into your about between using
    example following simple main primary provide explain describe write draft compose translate
    develop give create show tell difference differences used works terms long take worth much
    many like there have will most some
    """.split()
)
_NAMED_INSIDE = re.compile(r"(?<=[a-z'\"]\s)['\"]?[A-Z]\w{2,}|['\"]\w")
"""A name or a quote within a sentence: what it asks about if it has hardly a word else."""
_TASK_WORDS = 3
"""Words behind its verb that an order must have if only its being foreign speaks against it."""
_STEM_CHARS = 6
"""Letters by which a word of another form is known again."""
_MAX_SHARED = 0.5
"""Part of a task's words that may stand elsewhere on its page; more, and it may belong there."""


def words_of(texts: Iterable[str]) -> Counter[str]:
    """How often each word stands in the texts of a page, for `instructions.without_orders`."""
    return Counter(word for text in texts for word in _told_words(text))


def _told_words(text: str) -> list[str]:
    words = (w.casefold() for w in _WORD.findall(text))
    return [w[:_STEM_CHARS] for w in words if w not in _SLIGHT]


def is_foreign_task(sentence: str, page: Mapping[str, int]) -> bool:
    """Whether it is a task of which hardly a word stands elsewhere on its page, or such a question.

    Of a question no word may: "Is pottery a lonely trade?" is the page's own, though "lonely" is
    said once.

    `page` is of `words_of`, the sentence's own words included.
    """
    text = sentence.strip()
    if text[:1] in "\"'\u2018\u201c(":  # what somebody says, as the page tells it
        return False
    if _GENRE.match(text) and not FOR_SELF.search(text):
        return True
    own = Counter(_told_words(text))
    shared = [word for word, times in own.items() if page.get(word, 0) > times]
    if _CHORE.match(text):
        return not shared
    if OF_PEOPLE.search(text) or FOR_SELF.search(text) or advises(text):
        return False
    if TASK.match(text):
        return bool(own) and len(shared) <= _MAX_SHARED * len(own)
    if text.rstrip("\"')]").endswith("?"):
        is_telling = len(own) > 1 or bool(_NAMED_INSIDE.search(text))
        return is_telling and not shared
    is_bare = bool(_TEXT_WORK.match(text)) and not re.search(r"[;:]\s", text)
    return is_bare and len(own) > _TASK_WORDS and not shared
