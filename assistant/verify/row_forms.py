"""A sentence about rows with what is said in several ways said in one, as the checks read it.

"Below the 23,430 of B" is "below B's 23,430"; "taught over 52 weeks" gives a length and no limit.
Meaning is the same before and behind; whether it is so is decided in `rows.py`.
"""

from __future__ import annotations

import re

_SUM = r"(?:[A-Z]{3}\s|[A-Z]{0,2}[$\u20ac\u00a3])?\d[\d,.]*\d"
_OF_WHOM = re.compile(
    rf"\b(?P<how>below|above|under|over|than|against|to|beats?|undercuts?) the (?P<sum>{_SUM})"
    r" (?:of|at|for|asked by|charged by) (?P<who>(?:the )?[A-Z][^,;:()]*?)(?:['\u2019]s)?"
    r"(?=[,;:]|\.?\s*$)"
)
_DURING = re.compile(
    r"(?P<lead>\b(?:teach(?:es)?|taught|offer(?:s|ed)?|spreads?|deliver(?:s|ed)?|runs?|studied)\b"
    r"[^,;:\d]*?)\bover (?=\d)"
)
_EXCEEDS = re.compile(r"\bexceeds (?P<that>that|those)\b")
_BOTH = re.compile(
    rf"(?P<lead>\bthan\b[^;:\d]*,\s(?:at )?)(?P<one>{_SUM}) to (?P<other>{_SUM})(?=\.?\s*$)"
)


_BESIDE = re.compile(
    r"(?<=\d), (?:(?:well|far|just|slightly|a touch) )?(?=(?:below|above|under)\s(?!\d))"
)
"""Before a comparison with a name: its side is checked where it follows the figure."""


def in_one_form(text: str) -> str:
    """The sentence so.

    >>> in_one_form("A asks 9,000, below the 9,500 of B.")
    "A asks 9,000 below B's 9,500."
    >>> in_one_form("It is taught over 52 weeks."), in_one_form("It takes over 52 weeks.")
    ('It is taught in 52 weeks.', 'It takes over 52 weeks.')
    """
    out = _OF_WHOM.sub(r"\g<how> \g<who>'s \g<sum>", text)
    out = _BESIDE.sub(" ", out)
    out = _DURING.sub(r"\g<lead>in ", out)
    out = _EXCEEDS.sub(r"is higher than \g<that>", out)
    return _BOTH.sub(r"\g<lead>\g<one> against \g<other>", out)
