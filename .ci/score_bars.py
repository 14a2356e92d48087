"""Compares one scored question set with the bars it must hold; exits with 1 when it falls short.

Called by .ci/run after shared/tools/score.py, whose `--out` log holds every answer and what was
wrong with it. Totals, wrong answers, uncited sentences and failed requests are counted from that
log. The log does not say which citations were checked against their source, so that one figure is
read from the line that score.py prints. This file asks no server anything.
"""

import argparse
import json
import re
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

HELD_BACK = {"not_in_sources", "no_match", "clarify", "refused"}
"""Statuses that decline: a failed item that declined is held back, not wrong."""

FAILED_REQUEST = re.compile(r"HTTP \d|[A-Z]\w*: ")
"""How score.py words a request that failed; what it words about an answer starts in lower case."""

CITATIONS_LINE = re.compile(r"^citations exact: (\d+)/(\d+);", re.MULTILINE)


@dataclass(frozen=True)
class Bars:
    """What a set must hold. They only rise: `min_total` goes up, `max_wrong` down."""

    min_total: float
    """Least share of items that are right, 0 to 1."""
    max_wrong: int
    """Most items answered wrongly; held back is not wrong."""


@dataclass(frozen=True)
class Score:
    """What score.py found in one run over one set."""

    items: int
    """Items asked."""
    right: int
    """Items that met every expectation."""
    held_back: int
    """Failed items whose answer declined."""
    failed_requests: int
    """Items that got no answer at all: an HTTP error, a timeout, a broken connection."""
    facts: int
    """Segments that state a fact or a computed result."""
    uncited: int
    """Those of them without a citation."""
    citations: int
    """Citations over all answers."""
    exact: int
    """Those of them whose quote equals the source's text at its offsets."""

    @property
    def total(self) -> float:
        """The share of items that are right, 0 to 1; 0 for an empty set."""
        return self.right / self.items if self.items else 0.0

    @property
    def wrong(self) -> int:
        """Items that got an answer, and a wrong one, or no answer at all."""
        return self.items - self.right - self.held_back


def read_score(log: list[dict[str, Any]], printed: str) -> Score:
    """The score of a run, from score.py's log and, for exact citations, from what it printed.

    Raises:
        ValueError: `printed` has no line on citations.
    """
    citations = CITATIONS_LINE.search(printed)
    if citations is None:
        raise ValueError("score.py printed no line 'citations exact: N/M; ...'; did it stop early?")
    failed = [entry for entry in log if entry["bad"]]
    stated = [
        segment
        for entry in log
        for segment in entry["answer"].get("segments", [])
        if segment.get("kind") in {"fact", "computed"}
    ]
    return Score(
        items=len(log),
        right=len(log) - len(failed),
        held_back=sum(entry["answer"].get("status") in HELD_BACK for entry in failed),
        failed_requests=sum(FAILED_REQUEST.match(entry["bad"][0]) is not None for entry in failed),
        facts=len(stated),
        uncited=sum(not segment.get("citations") for segment in stated),
        citations=int(citations[2]),
        exact=int(citations[1]),
    )


def shortfalls(score: Score, bars: Bars, asked: int) -> list[str]:
    """One line for each demand that is not met; empty when all are.

    `asked` is the number of questions in the set: a run over fewer proves nothing. A run without
    any citation or fact proves nothing about them either, and falls short.
    """
    demands = [
        (score.items == asked, f"{score.items} of the set's {asked} items were scored"),
        (score.total >= bars.min_total, f"total {score.total:.3f}, bar {bars.min_total:.3f}"),
        (score.wrong <= bars.max_wrong, f"{score.wrong} wrong, at most {bars.max_wrong} allowed"),
        (score.failed_requests == 0, f"{score.failed_requests} requests failed"),
        (
            score.exact == score.citations > 0,
            f"{score.exact} of {score.citations} citations are exact; citations must exist",
        ),
        (
            score.uncited == 0 < score.facts,
            f"{score.uncited} of {score.facts} fact sentences lack a citation; facts must exist",
        ),
    ]
    return [text for met, text in demands if not met]


def main(arguments: list[str] | None = None) -> int:
    """The exit status: 0 when every bar is held, else 1, with the reasons on standard error."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("set", type=Path, help="the question set, JSONL; its stem names the bars")
    parser.add_argument("log", type=Path, help="what score.py --out wrote")
    parser.add_argument("printed", type=Path, help="what score.py printed")
    parser.add_argument("bars", type=Path, help="the bars of each set, JSON")
    given = parser.parse_args(arguments)

    name = given.set.stem
    bars = Bars(**json.loads(given.bars.read_text(encoding="utf-8"))[name])
    log = json.loads(given.log.read_text(encoding="utf-8"))
    score = read_score(log, given.printed.read_text(encoding="utf-8"))
    asked = sum(bool(line.strip()) for line in given.set.read_text(encoding="utf-8").splitlines())

    print(
        f"{name}: {score.right} of {score.items} right ({score.total:.3f}, bar"
        f" {bars.min_total:.3f}), {score.held_back} held back, {score.wrong} wrong (bar"
        f" {bars.max_wrong});"
        f" citations exact {score.exact}/{score.citations}; uncited {score.uncited}/{score.facts}"
    )
    missed = shortfalls(score, bars, asked)
    for text in missed:
        print(f"{name}: below the bar: {text}", file=sys.stderr)
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main())
