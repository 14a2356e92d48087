"""The audit: so many lies and true paraphrases of an index, what the verifier makes of each.

By kind, with intervals. Kinds take turns, so that none is drowned by one that always applies.
"""

from __future__ import annotations

import random
import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from assistant.knowledge import Knowledge
from assistant.records import Draft, Status
from assistant.verify import verify
from evals.statistics import interval
from evals.verifier_audit.lies import LIES
from evals.verifier_audit.said import Said
from evals.verifier_audit.true_quotes import true_quotes
from evals.verifier_audit.true_rows import true_rows

EACH = 500
"""Lies, and true sentences, of one audit."""


_DENIAL = re.compile(r"\b(?:not|never)\b|n't\b")


@dataclass(frozen=True, slots=True)
class Judged:
    """One sentence and whether the verifier let it pass."""

    said: Said
    reason: str | None
    """Why it was dropped; None if it passed."""

    @property
    def is_right(self) -> bool:
        """A true one passed, or a lie did not."""
        return self.said.is_true == (self.reason is None)


def true_sentences(knowledges: Sequence[Knowledge], seed: int, count: int = EACH) -> Sequence[Said]:
    """So many true paraphrases, half of them about rows as far as there are such."""
    rng = random.Random(seed)  # noqa: S311 - an audit that can be repeated
    rows = _distinct(s for k in knowledges for s in true_rows(k, rng))
    prose = _distinct(s for k in knowledges for s in true_quotes(k, rng))
    rng.shuffle(rows)
    rng.shuffle(prose)
    # Denials are rare and have a kind of lie of their own: some always take part.
    denying = [s for s in prose if _DENIAL.search(s.text)][: count // 10]
    prose = [*denying, *(s for s in prose if s not in denying)]
    share = max(count // 2, count - len(prose))
    return [*rows[:share], *prose[: count - min(share, len(rows))]]


def lies(true: Sequence[Said], seed: int, count: int = EACH) -> Sequence[Said]:
    """So many lies made from true sentences, their kinds by turns."""
    rng = random.Random(seed)  # noqa: S311 - as above
    made: dict[tuple[str, tuple[str, ...]], Said] = {}
    used: dict[str, int] = defaultdict(int)
    truth = {s.text for s in true}
    order = list(true)
    for _ in range(12):
        rng.shuffle(order)
        for said in order:
            rules = sorted(LIES, key=lambda lie: (used[lie.__name__], rng.random()))
            for lie in rules:
                lied = lie(said, rng)
                if lied is None or (lied.text in truth and lied.cites == said.cites):
                    continue
                if (lied.text, lied.cites) not in made:
                    made[lied.text, lied.cites] = lied
                    used[lie.__name__] += 1
                    break
            if len(made) == count:
                return list(made.values())
    return list(made.values())


def judge(said: Sequence[Said]) -> Sequence[Judged]:
    """What the verifier makes of each, alone."""
    return [Judged(one, _reason(one)) for one in said]


def _reason(said: Said) -> str | None:
    dropped = verify(Draft((said.segment,), Status.ANSWERED), said.evidence).dropped
    return dropped[0].reason if dropped else None


def in_words(judged: Sequence[Judged]) -> str:
    """Rates by kind with 95 % intervals over families, lies and true ones apart."""
    lines: list[str] = []
    for is_true, title in ((False, "lies caught"), (True, "true sentences kept")):
        own = [j for j in judged if j.said.is_true is is_true]
        lines.append(f"{title}: {_rate(own)}")
        kinds: dict[str, list[Judged]] = defaultdict(list)
        for j in own:
            kinds[j.said.kind].append(j)
        lines += [f"  {kind}: {_rate(of)}" for kind, of in sorted(kinds.items())]
    return "\n".join(lines)


def _rate(judged: Sequence[Judged]) -> str:
    if not judged:
        return "none"
    right = [float(j.is_right) for j in judged]
    found = interval(right, [j.said.family for j in judged])
    share = f"{found.mean:.3f} ({found.low:.3f} to {found.high:.3f})"
    return f"{sum(right):.0f} of {len(right)}, {share}"


def _distinct(said: Iterator[Said]) -> list[Said]:
    return list({s.text: s for s in said}.values())
