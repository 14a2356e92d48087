"""Messages without a question about the site: a greeting, thanks, or what the assistant is.

Closed patterns over the whole message: with one more word of content it is a question again.
"""

from __future__ import annotations

import re

from vectorstore.text import fold

_POLITE = frozenset(
    "hi hello hey hiya howdy greetings thanks thank thx ty cheers bye goodbye cya".split()
)
_BESIDE = frozenset(
    (
        "you so very much a lot lots again for your the all that that's thats this now today there "
        "everyone guys team bot assistant help helping time info information answer answers great "
        "good nice lovely cool perfect awesome wonderful brilliant excellent ok okay oh well and "
        "morning afternoon evening night day bye see ya later it was is really"
    ).split()
)
"""What stands beside a polite word without asking anything."""
_DATA = "data|info|information|figures|numbers|prices|answers|sources|listings|pages|site|list"
_OWN = f"(?:your|the|this|these) (?:{_DATA})"
_ABOUT = re.compile(
    r"(?:(?:so|and|ok|okay|well) )?(?:"
    + "|".join(
        (
            r"(?:please )?help(?: me)?(?: please)?",
            r"who are you|what are you|what(?: is|'s) (?:this|your name|your purpose)",
            r"are you (?:an? )?(?:human|bot|robot|real|person|real person|ai|chatbot|machine)",
            r"what (?:else )?(?:can|do|could) you (?:do|know|answer|cover|tell me|help with)",
            r"what (?:else )?(?:can|could) you help me with",
            r"what (?:can|should) i ask(?: you)?(?: about)?",
            r"how (?:does this|do you|can you) (?:work|help)(?: me)?",
            r"how (?:current|recent|old|fresh|accurate|reliable|up[ -]to[ -]date) (?:is|are) "
            + _OWN,
            rf"when (?:was|were) {_OWN} (?:last )?(?:updated|collected|checked|read)",
        )
    )
    + r")(?: (?:exactly|then|here|now|for me|please))?"
)
_WORD = re.compile(r"[\w'-]+")


def is_small_talk(text: str) -> bool:
    """Whether a message greets, thanks, or asks about the assistant, and nothing else.

    >>> [
    ...     is_small_talk(t)
    ...     for t in ("Thanks a lot!", "thanks, how much is it?", "What do you know?")
    ... ]
    [True, False, True]
    """
    said = _WORD.findall(fold(text))
    if not said:
        return False
    polite = bool(_POLITE & set(said)) and set(said) <= _POLITE | _BESIDE
    return polite or _ABOUT.fullmatch(" ".join(said)) is not None
