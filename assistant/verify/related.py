"""Words that WordNet relates: of one meaning, of one family, or contrary to each other.

Read from `wordnet.txt`, a line a word: its stem, related stems, a bar, contrary stems. The file is
searched and never parsed as a whole, so that importing it costs nothing. Who made it: see
`assistant/README.md`.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path

from assistant.verify.english import opposites, same_word

_FILE = Path(__file__).parent / "wordnet.txt"


@cache
def _text() -> str:
    return f"\n{_FILE.read_text(encoding='utf-8')}\n"


@cache
def _line(stemmed: str) -> tuple[frozenset[str], frozenset[str]]:
    text = _text()
    at = text.find(f"\n{stemmed} ")
    if at < 0:
        return frozenset(), frozenset()
    line = text[at + len(stemmed) + 2 : text.index("\n", at + 1)]
    related, _, against = line.partition("|")
    return frozenset(related.split()), frozenset(against.split())


@cache
def alike(one: str, other: str) -> bool:
    """Two stems mean the same in some use of theirs, or are of one family: "apply", "applicant".

    >>> alike("investig", "probe"), alike("rise", "fall")
    (True, False)
    """
    if same_word(one, other):
        return True
    return other not in contraries(one) and (other in _line(one)[0] or one in _line(other)[0])


@cache
def contraries(stemmed: str) -> frozenset[str]:
    """Stems that mean the contrary."""
    return opposites(stemmed) | _line(stemmed)[1]
