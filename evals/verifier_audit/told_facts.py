"""Facts of pages in fixed words, each with ways to say it again and lies, from `told/*.toml`.

For the second audit. Every sentence is worded by hand; a line is `kind: sentence`, and the kinds
are listed here.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from evals.verifier_audit.made_facts import ORDER, STYLE, VOICE, Phrased

_FOLDER = Path(__file__).parent / "told"

TRUE = {
    "order": ORDER, "voice": VOICE, "style": STYLE, "clause": "clause", "words": "other words",
    "rounded": "rounded",
}  # fmt: skip
LIES = {
    "digits": "changed digits", "swap": "swapped figures", "period": "changed period",
    "unit": "changed unit", "limit": "dropped limit", "added": "changed limit",
    "hedge": "dropped hedge", "not": "dropped not", "denied": "added not",
    "turned": "turned round", "entity": "other entity", "measure": "other measure",
    "currency": "added currency", "salary": "invented salary", "program": "invented program",
    "count": "wrong count",
}  # fmt: skip


def told() -> Sequence[Phrased]:
    """All facts of the folder, in the order of its files.

    Raises: KeyError for a line whose kind is none of those above.
    """
    facts: list[Phrased] = []
    for path in sorted(_FOLDER.glob("*.toml")):
        for entry in tomllib.loads(path.read_text(encoding="utf-8"))["told"]:
            true, lies = lines(entry["true"], TRUE), lines(entry["lies"], LIES)
            facts.append(Phrased(entry["source"], tuple(true), tuple(lies)))
    return facts


def lines(text: str, kinds: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    """(kind, sentence) of each line `kind: sentence`, the kind as `kinds` calls it."""
    for line in text.strip().splitlines():
        kind, _, sentence = line.strip().partition(": ")
        yield kinds[kind], sentence
