r"""JavaScript modules in one file with those that they import, for the wire. Pure.

A module of its own costs a request and some 250 bytes that its neighbours' words would have saved.
Reads the few forms that our modules have: named imports from `./` and exports of declarations, each
at the start of a line. Where another form stands, or two modules declare one name, the first module
is given back as it came: it then loads the others itself.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable

_IMPORT = re.compile(r'^import \{ \w+(?:, \w+)* \} from "\./([\w.]+\.js)";\n', re.MULTILINE)
_EXPORT = re.compile(r"^export (?=(?:async )?(?:class|function|const|let)\b)", re.MULTILINE)
_DECLARED = re.compile(
    r"^(?:async )?(?:class|function\*?|const|let|var)\s+(\w+|[\[{][^\]}]*[\]}])", re.MULTILINE
)
_OTHER = re.compile(r"^(?:import|export)\b(?!\()", re.MULTILINE)


def joined(name: str, read: Callable[[str], str]) -> tuple[str, tuple[str, ...]]:
    r"""The text of a module with what it imports, in the order of running; the names of all.

    `read` gives the text of a module by its name. Imports at run time (`import(...)`) stay.

    >>> texts = {"a.js": 'import { b } from "./b.js";\nb();\n', "b.js": "export const b = f;\n"}
    >>> joined("a.js", texts.__getitem__)
    ('const b = f;\nb();\n', ('b.js', 'a.js'))
    """
    texts: dict[str, str] = {}
    _gather(name, read, texts, {name})
    parts = [
        text if part == name else _EXPORT.sub("", text)
        for part, text in ((part, _IMPORT.sub("", text)) for part, text in texts.items())
    ]
    whole = "".join(parts)
    names = Counter(_DECLARED.findall(_EXPORT.sub("", whole)))
    doubtful = any(times > 1 or not named.isidentifier() for named, times in names.items())
    if doubtful or _OTHER.search(_EXPORT.sub("", whole)):
        return read(name), (name,)
    return whole, tuple(texts)


def _gather(name: str, read: Callable[[str], str], texts: dict[str, str], seen: set[str]) -> None:
    """Put what a module imports before it; of two that import each other, the later found."""
    text = read(name)
    for other in _IMPORT.findall(text):
        if other not in seen:
            seen.add(other)
            _gather(other, read, texts, seen)
    texts[name] = text
