"""Labelled figures of made-up pages, said alone, joined, compared and computed with; and lies.

For the second audit. A page gives pay, jobs, their change and growth under labels, as pages of
statistics do; every sentence cites one or two such labels.
"""

# ruff: noqa: E501 - sentences are read whole

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha256

from assistant.records import AskEvidence, Evidence, GuideAsk, Item, Kind
from evals.verifier_audit.said import Said
from vectorstore.records import Claim, ClaimId, PageId, SnapshotId, SourceId, SourcePage

_NAMES = (
    "Bell Founders", "Cartwrights and Wainwrights", "Ferry Pilots", "Glass Painters",
    "Lighthouse Engineers", "Map Engravers", "Organ Tuners", "Rope Makers", "Sluice Keepers",
    "Tide Surveyors, Except Harbor Pilots", "Vault Inspectors", "Weather Clerks",
)  # fmt: skip
_NEVER = datetime(2026, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Labelled:
    """What a made-up page gives of one occupation."""

    name: str
    items: dict[str, Item]
    """pay, jobs, change and growth."""
    pay: int
    hourly: float
    jobs: int
    change: int
    growth: int


def labelled(rng: random.Random, pages: int = 30) -> Iterator[Said]:
    """True and untrue sentences about pairs of made-up occupations."""
    for number in range(pages):
        one, other, third = (_page(name, number, rng) for name in rng.sample(_NAMES, 3))
        high, low = (one, other) if one.pay > other.pay else (other, one)
        for said in (_paid(high, low, third), _joined(one, third), _alone(one), _sized(one, other)):
            for n, (kind, text, is_true, items) in enumerate(said):
                evidence = Evidence((AskEvidence(GuideAsk("", ()), items),), SnapshotId("audit"))
                cites = tuple(i.key for i in items)
                family = f"labelled-{number}-{n}"
                yield Said(kind, text[0].upper() + text[1:], cites, evidence, is_true, family)


_Made = Iterator[tuple[str, str, bool, tuple[Item, ...]]]


def _page(name: str, number: int, rng: random.Random) -> Labelled:
    pay, jobs = rng.randrange(31_010, 140_000, 10), rng.randrange(3_100, 900_000, 100)
    growth = rng.choice((-9, -6, -3, 2, 4, 7, 12, 21))
    change = max(100, round(jobs * abs(growth) / 100, -2)) * (1 if growth > 0 else -1)
    hourly = round(pay / 2080, 2)
    tone = (
        "Decline" if growth < 0 else "Faster than average" if growth > 5 else "As fast as average"
    )
    rows = {
        "pay": ("2024 Median Pay", f"${pay:,} per year", "pay", pay, "USD", "year"),
        "jobs": ("Number of Jobs, 2024", f"{jobs:,}", "jobs", jobs, "people", None),
        "change": ("Employment Change, 2024-34", f"{change:,}", "change", change, "people", None),
        "growth": (
            "Job Outlook, 2024-34",
            f"{growth}% ({tone})",
            "growth",
            growth,
            "percent",
            None,
        ),
    }
    text = f"{name}\n\n" + "\n".join(
        f"{label}: {value}" + (f" ${hourly:.2f} per hour" if key == "pay" else "")
        for key, (label, value, *_) in rows.items()
    )
    digest = sha256(text.encode()).hexdigest()
    page = SourcePage(
        PageId(f"labelled-{number}-{name}"), SourceId("made"), f"{name}.md", name, text, digest,
        digest, _NEVER,
    )  # fmt: skip
    items = {}
    for key, (label, value, attribute, low, unit, period) in rows.items():
        start = text.index(label)
        end = text.find("\n", start)
        claim = Claim(
            ClaimId(f"{page.id}-{key}"), page.id, page.source_id, name, attribute, label, value,
            float(low), float(low), unit, period, start, end if end > 0 else len(text),
            qualifiers=("2024", "Median") if key == "pay" else (label.rpartition(", ")[2],),
        )  # fmt: skip
        item = Item(f"{number}-{name}-{key}", Kind.QUOTE, page, claim.start, claim.end, name)
        items[key] = Item(item.key, item.kind, page, item.start, item.end, name, claim=claim)
    return Labelled(name.lower(), items, pay, hourly, jobs, int(change), growth)


def _paid(high: Labelled, low: Labelled, third: Labelled) -> _Made:
    cited = (high.items["pay"], low.items["pay"])
    a, b, more = f"${high.pay:,}", f"${low.pay:,}", f"${high.pay - low.pay:,}"
    true = (
        ("compared", f"in 2024 {high.name} earned a median of {a}, more than the {b} of {low.name}."),
        ("compared", f"{low.name} ({b}) had the lower median pay in 2024, {high.name} ({a}) the higher."),
        ("computed", f"the 2024 median pay of {high.name} was {more} above that of {low.name}."),
        ("joined", f"a median of {b} was paid to {low.name} in 2024 and one of {a} to {high.name}."),
    )  # fmt: skip
    lies = (
        ("swapped figures", f"in 2024 {high.name} earned a median of {b}, and {low.name} {a}."),
        ("turned round", f"{low.name} had a higher 2024 median pay than {high.name}."),
        ("turned round", f"in 2024 {low.name} earned a median of {b}, more than the {a} of {high.name}."),
        ("turned round", f"the 2024 median pay of {low.name} was {more} above that of {high.name}."),
        ("changed digits", f"the 2024 median pay of {high.name} was ${high.pay - low.pay + 400:,} above that of {low.name}."),
        ("other entity", f"in 2024 {high.name} earned a median of {a} and {third.name} {b}."),
        ("changed year", f"in 2022 {high.name} earned a median of {a} and {low.name} {b}."),
        ("changed period", f"in 2024 {high.name} earned a median of {a} a month and {low.name} {b}."),
        ("other measure", f"in 2024 {high.name} earned an average of {a}, and {low.name} {b}."),
    )  # fmt: skip
    yield from ((k, t, True, cited) for k, t in true)
    yield from ((k, t, False, cited) for k, t in lies)


def _joined(one: Labelled, third: Labelled) -> _Made:
    up = one.growth > 0
    gain, way, other = ("more", "growth", "decline") if up else ("fewer", "decline", "growth")
    jobs, change, percent = f"{one.jobs:,}", f"{abs(one.change):,}", f"{abs(one.growth)} percent"
    counted = (one.items["jobs"], one.items["change"])
    trend = (one.items["growth"], one.items["change"])
    yield (
        "joined",
        f"{one.name} held {jobs} jobs in 2024, and {change} {gain} are projected by 2034.",
        True,
        counted,
    )
    yield (
        "joined",
        f"{one.name} face a projected {way} of {percent}, or {change} jobs, from 2024 to 2034.",
        True,
        trend,
    )
    yield (
        "swapped figures",
        f"{one.name} held {change} jobs in 2024, and {jobs} {gain} are projected by 2034.",
        False,
        counted,
    )
    yield (
        "turned round",
        f"{one.name} face a projected {other} of {percent}, or {change} jobs, from 2024 to 2034.",
        False,
        trend,
    )
    yield (
        "changed year",
        f"{one.name} held {jobs} jobs in 2024, and {change} {gain} are projected by 2030.",
        False,
        counted,
    )
    yield (
        "changed unit",
        f"{one.name} face a projected {way} of {change} percent, or {abs(one.growth)} jobs, from 2024 to 2034.",
        False,
        trend,
    )
    yield (
        "dropped hedge",
        f"{one.name} saw {way} of {percent}, or {change} jobs, from 2024 to 2034.",
        False,
        trend,
    )
    yield (
        "other entity",
        f"{third.name} held {jobs} jobs in 2024, and {change} {gain} are projected by 2034.",
        False,
        counted,
    )


def _alone(one: Labelled) -> _Made:
    pay, outlook = (one.items["pay"],), (one.items["growth"],)
    way, percent = "grow" if one.growth > 0 else "decline", f"{abs(one.growth)} percent"
    yield "style", f"half of {one.name} earned more than ${one.pay:,} in 2024.", True, pay
    yield (
        "style",
        f"per hour the 2024 median for {one.name} was ${one.hourly:.2f} of pay, and per year ${one.pay:,}.",
        True,
        pay,
    )
    yield (
        "style",
        f"over the decade to 2034, employment of {one.name} is expected to {way} by {percent}.",
        True,
        outlook,
    )
    yield (
        "swapped figures",
        f"per hour the 2024 median for {one.name} was ${one.pay:,}, and per year ${one.hourly:.2f}.",
        False,
        pay,
    )
    yield (
        "added currency",
        f"{one.name} had median pay of HK${one.pay:,} a year in 2024.",
        False,
        pay,
    )
    yield (
        "added currency",
        f"{one.name} had median pay of \u20a4{one.pay:,} a year in 2024.",
        False,
        pay,
    )
    yield (
        "changed period",
        f"employment of {one.name} is expected to {way} by {percent} a year from 2024 to 2034.",
        False,
        outlook,
    )
    yield (
        "added not",
        f"employment of {one.name} is not expected to {way} by {percent} from 2024 to 2034.",
        False,
        outlook,
    )


def _sized(one: Labelled, other: Labelled) -> _Made:
    big, small = (one, other) if one.jobs > other.jobs else (other, one)
    cited = (big.items["jobs"], small.items["jobs"])
    yield (
        "compared",
        f"{big.name} outnumber {small.name}, {big.jobs:,} jobs to {small.jobs:,} in 2024.",
        True,
        cited,
    )
    yield (
        "computed",
        f"together, {big.name} and {small.name} held {big.jobs + small.jobs:,} jobs in 2024.",
        True,
        cited,
    )
    yield (
        "turned round",
        f"{small.name} outnumber {big.name}, {small.jobs:,} jobs to {big.jobs:,} in 2024.",
        False,
        cited,
    )
    yield (
        "changed digits",
        f"together, {big.name} and {small.name} held {big.jobs + small.jobs + 700:,} jobs in 2024.",
        False,
        cited,
    )
