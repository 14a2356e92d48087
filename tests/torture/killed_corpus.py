"""The seeds and the BLS pages as five sources whose files change from edition to edition."""

from __future__ import annotations

import hashlib
import random
import shutil
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

SHARED = Path(__file__).resolve().parents[2].parent / "shared"
SEEDS, BLS = SHARED / "seeds", SHARED / "data" / "bls_ooh" / "text"


@dataclass
class Corpus:
    """Files that change from edition to edition: five sources, one of them the seeds."""

    folder: Path
    chance: random.Random
    edition: int = 0

    def __post_init__(self) -> None:
        shutil.copytree(SEEDS, self.folder / "seeds")
        for number, path in enumerate(sorted(BLS.iterdir())):
            part = self.folder / f"bls-{number % 4}"
            part.mkdir(exist_ok=True)
            shutil.copy(path, part)
        self.change()

    @property
    def sources(self) -> list[Path]:
        return sorted(self.folder.iterdir())

    def change(self) -> None:
        """The next edition: news in every source, a file that comes or goes, one figure."""
        self.edition += 1
        for part in self.sources:
            guest = part / f"guest-{part.name}.md"
            if guest.exists():
                guest.unlink()
            else:
                guest.write_text(f"# Guest of {part.name}\n\n{self._news()}\n", encoding="utf-8")
            if part.name != "seeds":
                with self.chance.choice(sorted(part.iterdir())).open("a", encoding="utf-8") as file:
                    file.write(f"\n\n{self._news()}\n")
        (self.folder / "bls-0" / "kite-makers.md").write_text(self._kites(), encoding="utf-8")

    def hashes(self, sources: Sequence[Path]) -> dict[str, str]:
        """Hash of each file of these sources, by the names of its source and its own."""
        return {
            short(path): hashlib.sha256(path.read_bytes()).hexdigest()
            for source in sources
            for path in source.iterdir()
        }

    def _kites(self) -> str:
        return (
            "# Kite Makers\n\n## Quick Facts\n\n| Field | Value |\n|-------|-------|\n"
            f"| 2024 Median Pay | {pay(self.edition)} per year |\n\n"
            f"## What Kite Makers Do\n\nKite makers sew and balance kites. {self._news()}\n"
        )

    def _news(self) -> str:
        """A sentence and a word that were never embedded before."""
        letters = "".join(self.chance.choices("bcdfgklmnprstv", k=9))
        return (
            f"Workers in edition {self.edition} of this survey spoke of {letters} and of what it "
            "means for the tools they buy, the hours they keep and the people they train."
        )


def pay(edition: int) -> str:
    return f"${50_000 + edition:,}"


def short(path: Path) -> str:
    return "/".join(path.parts[-2:])
