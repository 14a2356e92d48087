"""Of 200 planted faults at least 198 are caught, of 200 true sentences at least 195 are kept."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

import pytest

from assistant.records import Draft, Status
from assistant.verify import verify
from tests.unit.assistant.listings_corpus import SEEDS, Corpus, made_corpus, seed_corpus
from tests.unit.assistant.planted_faults import RULES
from tests.unit.assistant.true_sentences import Said, all_asks, composed, quoted

WANTED = 200


def sentences(corpus: Corpus, seed: int) -> list[Said]:
    """200 true sentences, composed ones of every form and quoted ones, in seeded order."""
    rng = random.Random(seed)
    rows = list({s.segment.text: s for s in composed(corpus, all_asks(corpus))}.values())
    prose = list(quoted(corpus))
    rng.shuffle(rows)
    rng.shuffle(prose)
    share = min(len(prose), 60)
    return [*prose[:share], *rows[: WANTED - share]]


def kept(said: Said) -> bool:
    return not verify(Draft((said.segment,), Status.ANSWERED), said.evidence).dropped


def plant(said: Sequence[Said], seed: int) -> list[tuple[str, Said, Said]]:
    """(kind, true, false): 200 faults, the rules taking turns as far as they apply."""
    rng = random.Random(seed)
    out: list[tuple[str, Said, Said]] = []
    used: Counter[str] = Counter()
    order = list(said) * 3
    for true in order:
        for kind in sorted(RULES, key=lambda k: (used[k], k)):
            changed = RULES[kind](true, rng)
            new = changed is not None and changed != true.segment
            if changed is not None and new and not any(f.segment == changed for _, _, f in out):
                out.append((kind, true, Said(changed, true.evidence)))
                used[kind] += 1
                break
        if len(out) == WANTED:
            break
    return out


def report(corpus: Corpus, seed: int) -> tuple[list[Said], list[tuple[str, Said, Said]], int]:
    true = sentences(corpus, seed)
    lost = [s for s in true if not kept(s)]
    faults = plant(true, seed)
    missed = [(kind, old, new) for kind, old, new in faults if kept(new)]
    planted, caught = Counter(k for k, _, _ in faults), Counter(k for k, _, _ in faults)
    caught.subtract(Counter(k for k, _, _ in missed))
    print(f"\nkept {len(true) - len(lost)}/{len(true)}")  # noqa: T201
    print("caught", {k: f"{caught[k]}/{planted[k]}" for k in sorted(planted)})  # noqa: T201
    for kind, old, new in missed:
        print(f"missed {kind}: {new.segment.text[:300]!r}\n   was {old.segment.text[:300]!r}")  # noqa: T201
    for said in lost:
        dropped = verify(Draft((said.segment,), Status.ANSWERED), said.evidence).dropped
        print(f"lost: {said.segment.text[:300]!r}: {dropped[0].reason}")  # noqa: T201
    return lost, missed, len(faults)


@pytest.mark.parametrize("seed", [1, 2])
def test_faults_in_sentences_of_made_pages_are_caught(tmp_path: Path, seed: int) -> None:
    lost, missed, planted = report(made_corpus(tmp_path), seed)
    assert planted == WANTED
    assert len(missed) <= 2
    assert len(lost) <= 5


@pytest.mark.skipif(not SEEDS.is_dir(), reason="../shared/seeds is not there")
@pytest.mark.parametrize("seed", [1, 2])
def test_faults_in_sentences_of_the_real_pages_are_caught(tmp_path: Path, seed: int) -> None:
    lost, missed, planted = report(seed_corpus(tmp_path), seed)
    assert planted == WANTED
    assert len(missed) <= 2
    assert len(lost) <= 5
