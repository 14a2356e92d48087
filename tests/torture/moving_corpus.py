"""A corpus whose truth changes with every edition, and what each of its answers must say.

Every figure carries the number of its edition, so that an answer mixed from two is seen.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from statistics import mean
from typing import Any

SCHOOLS = (
    "Harbour College",
    "Northern Institute",
    "Bayside Polytechnic",
    "Lakeview College",
    "Coastal Academy",
)
_FIGURE = re.compile(r"\d+(?:,\d{3})*(?:\.\d+)?")

Json = Mapping[str, Any]


@dataclass(frozen=True)
class Edition:
    """One state of the moving files."""

    number: int

    @property
    def prices(self) -> dict[str, int]:
        """School -> price: rows come and go, every price moves, another school is the cheapest."""
        rows = 3 + self.number % 3
        return {
            SCHOOLS[(place + self.number) % len(SCHOOLS)]: 4000 + 10 * self.number + 500 * place
            for place in range(rows)
        }

    @property
    def pay(self) -> str:
        """The figure of the guide's table."""
        return f"${60_000 + 100 * self.number:,}"

    @property
    def ships(self) -> int:
        """A figure in a sentence of the guide."""
        return 100 + self.number

    @property
    def trips(self) -> int:
        """Another."""
        return 300 + self.number

    def text_of(self) -> dict[str, str]:
        """File name -> text."""
        return {"boatbuilding-programs.txt": self._listing(), "harbor-pilot.md": self._guide()}

    def write(self, folder: Path) -> None:
        """Put the files into the folder, in place of an earlier edition."""
        folder.mkdir(parents=True, exist_ok=True)
        for name, text in self.text_of().items():
            (folder / name).write_text(text, encoding="utf-8")

    def _listing(self) -> str:
        rows = "".join(
            f"Certificates in Boatbuilding\nOn-Campus\n\n{school} | Certificate in Boatbuilding\n\n"
            f"Portville\n\n26 Weeks\n{price:,}\n"
            for school, price in self.prices.items()
        )
        held, announced = len(self.prices), 40 + len(self.prices)
        return (
            "Study Guide\nListings 2026\n\nBoatbuilding Courses\n\nTL;DR\n"
            f"Courses in building wooden and composite boats.\n\n{held}\n\nCourses on This Page\n\n"
            f"Boatbuilding Programs ({announced})\n"
            f"The register held {announced} boatbuilding courses; some are shown here\n{rows}"
        )

    def _guide(self) -> str:
        return (
            "# Harbor Pilot\n\n## Quick Facts\n\n| Field | Value |\n|-------|-------|\n"
            f"| Median pay, May 2024 | {self.pay} per year |\n"
            "| Typical entry education | Postsecondary certificate |\n\n"
            "## What Harbor Pilots Do\n\n"
            "Harbor pilots guide ships through narrow channels into port. "
            f"A pilot brings in about {self.ships} ships a year. "
            "They board by ladder from a small boat.\n\n## Training\n\n"
            f"Apprentice pilots make {self.trips} supervised trips before the licensing "
            "examination.\n"
        )


@dataclass(frozen=True)
class Question:
    """A question and what its answer must hold in an edition."""

    turns: tuple[str, ...]
    """The last one is judged; the others lead to it, in one conversation."""
    fits: Callable[[Edition, Json], bool]


def _cheapest(edition: Edition, answer: Json) -> bool:
    return _one_row(edition, answer, min(edition.prices, key=edition.prices.__getitem__))


def _dearest(edition: Edition, answer: Json) -> bool:
    return _one_row(edition, answer, max(edition.prices, key=edition.prices.__getitem__))


def _one_row(edition: Edition, answer: Json, school: str) -> bool:
    price = edition.prices[school]
    rows = [(row["university"], row["price"]) for row in answer["result"]["rows"]]
    return rows == [(school, price)] and f"{price:,}" in answer["text"] and school in answer["text"]


def _count(edition: Edition, answer: Json) -> bool:
    rows = {row["university"]: row["price"] for row in answer["result"]["rows"]}
    held = len(edition.prices)
    return (
        rows == edition.prices
        and answer["result"]["total_matched"] == answer["result"]["value"] == held
        and answer["text"].startswith(f"I hold {held} boatbuilding")
        and all(f"{price:,}" in answer["text"] for price in edition.prices.values())
    )


def _mean(edition: Edition, answer: Json) -> bool:
    expected = mean(edition.prices.values())
    return bool(answer["result"]["value"] == expected) and f"{expected:,}" in answer["text"]


def _quotes(figure: Callable[[Edition], object]) -> Callable[[Edition, Json], bool]:
    def fits(edition: Edition, answer: Json) -> bool:
        wanted = str(figure(edition))
        quotes = " ".join(citation["quote"] for citation in answer["citations"])
        return wanted in answer["text"] and wanted in quotes

    return fits


CHEAPEST = "What is the cheapest boatbuilding certificate?"
QUESTIONS = (
    Question((CHEAPEST,), _cheapest),
    Question((CHEAPEST, "And the most expensive?"), _dearest),
    Question(("How many boatbuilding certificates are there?",), _count),
    Question(("What is the average price of boatbuilding certificates?",), _mean),
    Question(("How much does a harbor pilot earn?",), _quotes(lambda e: e.pay)),
    Question(("How many ships does a harbor pilot bring in a year?",), _quotes(lambda e: e.ships)),
    Question(("How many supervised trips do apprentice pilots make?",), _quotes(lambda e: e.trips)),
)


@dataclass(frozen=True)
class Published:
    """A snapshot and what it was made from."""

    edition: Edition
    pages: Mapping[str, tuple[str, str]]
    """Page id -> sha256 and text."""

    def faults(self, question: Question, answer: Json) -> list[str]:
        """What in an answer of this snapshot is not of it; empty if all is."""
        found = []
        if answer["status"] != "answered":
            found.append(f"status {answer['status']}")
        elif not question.fits(self.edition, answer):
            found.append(f"not the truth of edition {self.edition.number}: {answer['text']!r}")
        strange = set(_FIGURE.findall(answer["text"])) - self._figures(answer)
        if strange:
            found.append(f"figures of nowhere: {sorted(strange)}")
        found += [f"citation {c['id']}" for c in answer["citations"] if not self.holds(c)]
        return found

    def holds(self, citation: Json) -> bool:
        """Whether a citation is of a page as it is here, and its quote stands at its offsets."""
        sha256, text = self.pages.get(citation["source"]["id"], ("", ""))
        quoted = text[citation["start"] : citation["end"]]
        is_whole = hashlib.sha256(text.encode()).hexdigest() == sha256
        return is_whole and sha256 == citation["source"]["sha256"] and quoted == citation["quote"]

    def _figures(self, answer: Json) -> set[str]:
        """Figures that an answer may name: those of the files, counts, and marks of citations."""
        written = set(_FIGURE.findall(" ".join(self.edition.text_of().values())))
        marks = {str(citation["id"]) for citation in answer["citations"]}
        return written | marks | {f"{mean(self.edition.prices.values()):,}"}
