"""Names of columns: how people read them, and how they are compared. Pure."""

from __future__ import annotations

import re

from ingest.blocks import fold_space
from vectorstore.text import fold

_NOTE = re.compile(r"\s*[(\[](?P<note>[^)\]]*)[)\]]\s*")
_CAMEL = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")
_PLAIN_NAMES = frozenset({"name", "title"})


def shown_name(name: str) -> str:
    """A header as people read it: "median_pay" is median pay, "provider.name" provider name."""
    folded = fold_space(name)
    if " " not in folded:
        folded = _CAMEL.sub(" ", re.sub(r"[_.]+", " ", folded))
    return fold_space(folded.replace("_", " "))


def same_name(name: str) -> str:
    """What two spellings of a header have in common: "Fee_AUD" and "fee aud" are one column."""
    return fold(shown_name(name))


def is_plain_name(name: str) -> bool:
    """Whether a header names things of any kind: "Name", "Title"."""
    return split_note(name)[0] in _PLAIN_NAMES


def split_note(name: str) -> tuple[str, str]:
    """A header's own words and its notes in brackets, folded."""
    shown = shown_name(name)
    notes = " ".join(m["note"] for m in _NOTE.finditer(shown))
    return fold(_NOTE.sub(" ", shown)).strip(" :?*#"), fold(notes)
