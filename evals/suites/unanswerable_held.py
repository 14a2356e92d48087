"""What an index holds, as far as questions about what it does not hold need to know. Pure.

A word is absent if it stands in no text, title or row: checked, never assumed.
"""

from __future__ import annotations

import random
import re
import tomllib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import cycle, islice, product
from pathlib import Path
from typing import Any

from evals.suites.conversation_states import Truth
from evals.suites.phrasing import PHRASINGS
from evals.suites.second_path import Row, Subject
from vectorstore.records import Claim, PageContent

_ENOUGH = 200
"""Programs to ask about by name: finding out that a name is one's own takes a look at all."""
_YEARLY = 1_000.0
"""A median pay above this is a year's, whether or not its period is written."""
_LABELS = ("median pay", "job growth", "number of jobs")
"""Under which pages state facts of an occupation, and by which visitors ask for them."""


@dataclass(frozen=True, slots=True)
class Job:
    """An occupation that a page speaks of."""

    name: str
    """Singular: "registered nurse"."""
    facts: tuple[tuple[str, float], ...]
    """Label in lower case ("median pay") and the one figure that stands under it."""

    @property
    def pay(self) -> float | None:
        """Median pay of a year; None if it is not stated under that name."""
        return dict(self.facts).get("median pay")


class Held:
    """The contents of one index."""

    def __init__(self, contents: Sequence[PageContent]) -> None:
        self.contents = contents
        self.truth = Truth(sorted((p for c in contents for p in c.programs), key=lambda p: p.id))
        self.jobs = tuple(sorted(_jobs(contents), key=lambda job: job.name))
        self._words = " ".join(_words(text) for c in contents for text in _texts(c))

    def lacks(self, *phrases: str) -> bool:
        """Whether none of these stands anywhere, word by word; plurals count as the word."""
        return not any(
            f" {_words(p).strip()}{s} " in self._words for p in phrases for s in ("", "s")
        )

    def priced(self) -> list[Row]:
        """Programs with a price whose names are theirs alone, by id; `_ENOUGH` at most."""
        rows = self.truth.path.rows(Subject(), "price > 0")
        chance = random.Random(_ENOUGH)  # noqa: S311 - drawing rows, not secrets
        mixed = chance.sample(rows, len(rows))
        found = islice((row for row in mixed if self.truth.is_named_alone(row)), _ENOUGH)
        return sorted(found, key=lambda row: row.id)


class Frames:
    """The phrasings of questions, each used as often as the others of its kind."""

    def __init__(self, chance: random.Random, folder: Path = PHRASINGS) -> None:
        text = (folder / "unanswerable.toml").read_text(encoding="utf-8")
        self.data: dict[str, Any] = tomllib.loads(text)
        named = {**self.data["frames"], **{f"premise.{k}": v for k, v in self._premises()}}
        self._turn = {name: cycle(chance.sample(of, len(of))) for name, of in named.items()}

    def phrase(self, name: str) -> str:
        """The next phrasing of a template."""
        phrase: str = next(self._turn[name])
        return phrase

    def missing(self, kind: str, held: Held) -> list[str]:
        """Facts of this kind ("program", "occupation") that stand nowhere."""
        fields = self.data["missing"][kind]
        return [name for name, entry in fields.items() if held.lacks(name, *entry["unless"])]

    def absent(self, kind: str, held: Held) -> list[str]:
        """Names of this kind ("universities", "topics", "occupations") that stand nowhere."""
        return [name for name in self.data["absent"][kind] if held.lacks(*_telling(name))]

    def made_names(self, chance: random.Random, held: Held, count: int) -> list[str]:
        """Names of schools that nobody bears here, made of parts."""
        parts = self.data["absent"]
        names = [a + b for a, b in product(parts["starts"], parts["ends"]) if held.lacks(a + b)]
        drawn = chance.sample(names, min(count, len(names)))
        return [f"{name} {chance.choice(parts['kinds'])}" for name in drawn]

    def _premises(self) -> Iterator[tuple[str, list[str]]]:
        yield from self.data["premises"].items()


def articled(text: str) -> str:
    """The text with "an" where it has to be.

    >>> articled("what does a electrician earn?")
    'what does an electrician earn?'
    """
    return re.sub(r"\b(a) (?=[aeio]|under|[AEIO])", r"\1n ", text)


def _telling(name: str) -> list[str]:
    """What of a name must be absent: all of it, or the words that only it has."""
    words = [w for w in name.split() if w not in ("University", "College", "of", "Trinity", "Cape")]
    return words if any(w[0].isupper() for w in words) else [name]


def _jobs(contents: Iterable[PageContent]) -> Iterator[Job]:
    for content in contents:
        title = re.sub(r"[^\w\s-]", "", content.page.title).strip()
        own = [c for c in content.claims if c.entity == title and " and " not in title]
        if any(c.attribute == "pay" for c in own) and not content.page.row:
            facts = {label: _figures(own, label) for label in map(_label, own) if label}
            single = ((label, of[0]) for label, of in sorted(facts.items()) if len(of) == 1)
            yield Job(_lower(title), tuple(single))


def _label(claim: Claim) -> str:
    """The one of `_LABELS` under which it stands, whatever date or name is beside it."""
    plain = re.sub(r"[,(\d].*", "", claim.label).strip().lower()
    return "" if claim.flags else next((known for known in _LABELS if plain.endswith(known)), "")


def _figures(claims: Iterable[Claim], label: str) -> list[float]:
    """What stands under a label; of pay, what is paid for a year."""
    found = [c.low for c in claims if _label(c) == label and c.low is not None and c.low == c.high]
    return sorted({low for low in found if "pay" not in label or low > _YEARLY})


def _lower(title: str) -> str:
    return " ".join(w if sum(map(str.isupper, w)) > 1 else w.lower() for w in title.split())


def _texts(content: PageContent) -> Iterator[str]:
    yield content.page.title
    yield content.page.text
    for row in content.programs:
        yield from (row.university, row.title, *(text for pair in row.attributes for text in pair))


def _words(text: str) -> str:
    words = re.findall(r"[^\W_]+", text.lower())
    return f" {' '.join(words)} "
