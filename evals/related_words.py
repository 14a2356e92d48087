"""`python -m evals.related_words DICT OUT`: the words that verification takes for related.

Reads the files of WordNet 3.0 (`index.*`, `data.*`) and writes `assistant/verify/wordnet.txt`, a
line a stem: its related stems, a bar, contrary stems. Only words in common use, in one of their
first senses; no example, gloss or name is kept.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import click
from wordfreq import zipf_frequency

from assistant.stemming import stem

_PARTS = {"n": "noun", "v": "verb", "a": "adj", "r": "adv"}
_COMMON = 2.7
"""Zipf frequency from which a word is in common use: about one in two million."""
_SENSES_ALIKE, _SENSES_LINKED = 3, 5
"""Of how many first senses synonyms, and words linked to each other, are taken."""


@dataclass(frozen=True)
class _Sense:
    """A set of synonyms with the links of its words."""

    part: str
    offset: str
    words: tuple[str, ...]
    links: tuple[tuple[str, str, str, str], ...]
    """(kind, offset, part, which word links to which)."""


def _ranks(folder: Path) -> dict[tuple[str, str, str], int]:
    """(word, part, offset) -> which of its senses that is, from 1."""
    ranks = {}
    for part, name in _PARTS.items():
        for line in _lines(folder / f"index.{name}"):
            fields = line.split()
            offsets = fields[-int(fields[2]) :]
            ranks.update({(fields[0], part, o): n for n, o in enumerate(offsets, 1)})
    return ranks


def _lines(path: Path) -> Iterator[str]:
    with path.open(encoding="utf-8") as file:
        yield from (line for line in file if not line.startswith(" "))


def _senses(folder: Path) -> Iterator[_Sense]:
    for part, name in _PARTS.items():
        for line in _lines(folder / f"data.{name}"):
            fields = line.split(" | ")[0].split()
            count = int(fields[3], 16)
            words = tuple(re.sub(r"\(\w+\)$", "", fields[4 + 2 * n]) for n in range(count))
            at = 4 + 2 * count
            links = (fields[at + 1 + 4 * n : at + 5 + 4 * n] for n in range(int(fields[at])))
            yield _Sense(part, fields[0], words, tuple((k, o, p, w) for k, o, p, w in links))


def related(folder: Path) -> dict[str, tuple[set[str], set[str]]]:
    """Stem -> stems related to it, stems contrary to it."""
    ranks, every = _ranks(folder), list(_senses(folder))
    words = {(s.part, s.offset): s.words for s in every}
    found: dict[str, tuple[set[str], set[str]]] = defaultdict(lambda: (set(), set()))

    def usable(word: str, part: str, offset: str, senses: int) -> bool:
        common = word.isalpha() and word.islower() and zipf_frequency(word, "en") >= _COMMON
        return common and ranks.get((word, part, offset), senses + 1) <= senses

    def join(one: str, other: str, side: int) -> None:
        if stem(one) != stem(other):
            found[stem(one)][side].add(stem(other))
            found[stem(other)][side].add(stem(one))

    for sense in every:
        own = [w for w in sense.words if usable(w, sense.part, sense.offset, _SENSES_ALIKE)]
        for one in own:
            for other in own:
                join(one, other, 0)
        for kind, offset, part, which in sense.links:
            if kind not in ("!", "+", "\\") or which == "0000":
                continue
            target = "a" if part == "s" else part
            near, far = (int(half, base=16) - 1 for half in (which[:2], which[2:]))
            one, other = sense.words[near], words[target, offset][far]
            if usable(one, sense.part, sense.offset, _SENSES_LINKED) and usable(
                other, target, offset, _SENSES_LINKED
            ):
                join(one, other, int(kind == "!"))
    return found


@click.command()
@click.argument("folder", type=click.Path(exists=True, path_type=Path))
@click.argument("out", type=click.Path(path_type=Path))
def main(folder: Path, out: Path) -> None:
    """Write the related words of the WordNet files in FOLDER to OUT."""
    lines = [
        f"{word} {' '.join(sorted(same - against))}|{' '.join(sorted(against))}"
        for word, (same, against) in sorted(related(folder).items())
    ]
    out.write_text("\n".join(lines), encoding="utf-8")
    click.echo(f"{len(lines)} words")


if __name__ == "__main__":
    main()
