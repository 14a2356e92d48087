"""Words for questions: sets of programs named, amounts written, letters slipped. Seeded, pure.

The phrasings are in `data/phrasings`, written before they were run.
"""

from __future__ import annotations

import random
import string
import tomllib
from dataclasses import dataclass
from pathlib import Path

from evals.suites.second_path import Subject

PHRASINGS = Path(__file__).parent.parent / "data" / "phrasings"
ORDINALS = ("first", "second", "third", "fourth", "fifth")
_COUNTS = ("zero", "one", "two", "three", "four", "five")
_SLIP_FROM = 6
"""Letters of a word that is misspelt: shorter ones turn into other words."""


@dataclass(frozen=True, slots=True)
class Named:
    """A set of programs in words."""

    one: str
    many: str


class Words:
    """The phrasing files."""

    def __init__(self, folder: Path = PHRASINGS) -> None:
        self._nouns = tomllib.loads((folder / "nouns.toml").read_text(encoding="utf-8"))
        listings = tomllib.loads((folder / "listings.toml").read_text(encoding="utf-8"))
        self.templates: dict[str, list[str]] = {
            name: entry["phrasings"] for name, entry in listings.items()
        }

    def name(self, subject: Subject, chance: random.Random) -> Named:
        """One way to name a set, the same words in singular and plural."""
        level = self._nouns["level"][subject.level or "any"]
        at = chance.random()
        form = self._form(subject, chance)
        ways = self._nouns["delivery"].get(subject.delivery, {})
        before = after = ""
        if ways:
            place = chance.choice(["before", "after"])
            word = chance.choice(ways[place])
            before, after = (f"{word} ", "") if place == "before" else ("", f" {word}")
        if subject.school:
            after += " " + chance.choice(self._nouns["school"]["after"]).format(name=subject.school)
        if subject.city:
            city = string.capwords(subject.city)
            after += " " + chance.choice(self._nouns["city"]["after"]).format(name=city)

        def put(nouns: list[str]) -> str:
            noun = nouns[int(at * len(nouns))]
            return f"{before}{form.format(topic=subject.topic, level=noun)}{after}"

        return Named(put(level["one"]), put(level["many"]))

    def _form(self, subject: Subject, chance: random.Random) -> str:
        forms = self._nouns["subject"]["with_topic" if subject.topic else "without_topic"]
        return str(chance.choice(forms))


def amount(value: float, chance: random.Random) -> str:
    """A sum of money as visitors write it, never with a currency.

    >>> sorted({amount(20000, random.Random(seed)) for seed in range(30)})
    ['20 grand', '20,000', '20000', '20k']
    """
    forms = [f"{value:,.0f}", f"{value:.0f}"]
    if value >= 1000 and value % 500 == 0:
        forms.append(f"{value / 1000:g}k")
    if value >= 5000 and value % 1000 == 0:
        forms.append(f"{value / 1000:g} grand")
    return chance.choice(forms)


def length(years: float, chance: random.Random) -> str | None:
    """A length in a unit in which it is a whole or half number; None if there is none."""
    per_year = {"year": 1, "month": 12, "week": 52, "semester": 2}
    forms = []
    for unit, count in per_year.items():
        value = years * count
        if abs(value * 2 - round(value * 2)) < 1e-6 and (unit == "year" or value % 1 < 1e-6):
            shown = round(value, 1)
            forms.append(f"{shown:g} {unit}{'' if shown == 1 else 's'}")
    return chance.choice(forms) if forms else None


def count_word(value: int, chance: random.Random) -> str:
    """A small number in words or digits."""
    return chance.choice([_COUNTS[value], str(value)])


def misspelt(text: str, chance: random.Random) -> str | None:
    """The text with one slip of the finger inside a long word; None if it has no long word."""
    words = text.split(" ")
    long = [i for i, word in enumerate(words) if len(word) >= _SLIP_FROM and word.isalpha()]
    if not long:
        return None
    at = chance.choice(long)
    word = words[at]
    # Not the first letter, where slips are rare.
    i = chance.randrange(1, len(word) - 2)
    swapped = word[:i] + word[i + 1] + word[i] + word[i + 2 :]
    forms = [
        f for f in (word[:i] + word[i + 1 :], word[:i] + word[i] + word[i:], swapped) if f != word
    ]
    words[at] = chance.choice(forms)
    return " ".join(words)
