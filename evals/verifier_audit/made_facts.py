"""Facts of made-up career pages: how a page says each, how else one can, and what is untrue of it.

For the second audit. Everything here was written before the verifier was asked about any of it, and
apart from the first audit's sentences: no rule edits a sentence; each wording is a sentence of its
own, with the figures of the fact in its place.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from evals.verifier_audit.numbers import in_words

ORDER, VOICE, STYLE = "word order", "voice", "number style"


@dataclass(frozen=True, slots=True)
class Phrased:
    """One fact in words."""

    source: str
    """As the page says it."""
    true: Sequence[tuple[str, str]]
    """(what is other about the wording, sentence)."""
    lies: Sequence[tuple[str, str]]
    """(kind, sentence)."""


@dataclass(frozen=True, slots=True)
class Trade:
    """Whom a page is about."""

    many: str
    others: str
    """Another trade."""

    @property
    def capital(self) -> str:
        """At the start of a sentence."""
        return self.many[0].upper() + self.many[1:]

    @property
    def others_capital(self) -> str:
        """As `capital`, of the others."""
        return self.others[0].upper() + self.others[1:]


TRADES = (
    "welders", "archivists", "court reporters", "surveyors", "millwrights", "actuaries", "florists",
    "paralegals", "roofers", "optometrists", "glaziers", "locksmiths", "choreographers", "bakers",
    "cartographers", "tilers", "beekeepers", "translators", "upholsterers", "phlebotomists",
)  # fmt: skip


def median(of: Trade, rng: random.Random) -> Phrased:
    """A median wage of a year."""
    pay, year = rng.randrange(34_100, 148_000, 100), rng.choice((2022, 2023, 2024))
    wrong, grand = other_digits(pay, rng), f"${pay / 1000:g}K"
    return Phrased(
        f"The median annual wage for {of.many} was ${pay:,} in May {year}.",
        (
            (ORDER, f"In May {year}, {of.many} had a median annual wage of ${pay:,}."),
            (ORDER, f"${pay:,} was the median annual wage for {of.many} in May {year}."),
            (STYLE, f"The median annual wage for {of.many} was {pay:,} dollars in May {year}."),
            (STYLE, f"The median annual wage for {of.many} was {grand} in May {year}."),
            (
                STYLE,
                f"In May {year}, the median wage of {of.many} was {in_words(pay)} dollars a year.",
            ),
            (VOICE, f"{of.capital} earned a median annual wage of ${pay:,} in May {year}."),
            (VOICE, f"A median annual wage of ${pay:,} was paid to {of.many} in May {year}."),
            (ORDER, f"For {of.many}, the median annual wage in May {year} was ${pay:,}."),
        ),
        (
            ("changed digits", f"In May {year}, {of.many} had a median annual wage of ${wrong:,}."),
            (
                "changed digits",
                f"The median annual wage for {of.many} was {wrong:,} dollars in May {year}.",
            ),
            (
                "changed digits",
                f"The median annual wage for {of.many} was ${pay:,} in May {year - 3}.",
            ),
            (
                "changed period",
                f"The median monthly wage for {of.many} was ${pay:,} in May {year}.",
            ),
            ("changed period", f"{of.capital} had a median wage of ${pay:,} a week in May {year}."),
            ("added currency", f"In May {year}, the median annual wage of {of.many} was £{pay:,}."),
            (
                "added currency",
                f"The median annual wage for {of.many} was {pay:,} euros in May {year}.",
            ),
            ("other measure", f"The lowest annual wage for {of.many} was ${pay:,} in May {year}."),
            ("other measure", f"The starting wage of {of.many} was ${pay:,} a year in May {year}."),
            ("other entity", f"The median annual wage for {of.others} was ${pay:,} in May {year}."),
            ("invented salary", f"Experienced {of.many} earn ${other_digits(pay, rng):,} a year."),
            ("changed unit", f"Pay for {of.many} rose by {pay:,} percent in May {year}."),
        ),
    )


def levels(of: Trade, rng: random.Random) -> Phrased:
    """Two ranges of pay, by experience."""
    a, c = rng.randrange(38, 60), rng.randrange(85, 120)
    b, d = a + rng.randrange(9, 20), c + rng.randrange(15, 45)
    low, high = f"${a},000 to ${b},000", f"${c},000 to ${d},000"
    return Phrased(
        f"Entry-level {of.many} earn ${a}K-${b}K, while senior {of.many} command ${c}K-${d}K.",
        (
            (STYLE, f"Entry-level {of.many} earn {low}."),
            (ORDER, f"Senior {of.many} command {high}, while entry-level {of.many} earn {low}."),
            (VOICE, f"${a}K-${b}K is earned by entry-level {of.many}."),
            (STYLE, f"Between ${a}K and ${b}K is what entry-level {of.many} earn."),
            (VOICE, f"Senior {of.many} are paid {high}."),
            (STYLE, f"Senior {of.many} command ${c}K to ${d}K."),
        ),
        (
            ("swapped figures", f"Entry-level {of.many} earn ${c}K-${d}K."),
            (
                "swapped figures",
                f"Senior {of.many} command {low}, while entry-level {of.many} earn {high}.",
            ),
            ("changed digits", f"Entry-level {of.many} earn ${a + 7},000 to ${b},000."),
            ("changed period", f"Senior {of.many} command ${c}K-${d}K a month."),
            ("dropped limit", f"Senior {of.many} command ${d}K."),
            ("added currency", f"Entry-level {of.many} earn {a},000 to {b},000 pounds."),
            ("other measure", f"Mid-level {of.many} earn {low}."),
            ("other entity", f"Entry-level {of.others} earn ${a}K-${b}K."),
        ),
    )


def bonus(of: Trade, rng: random.Random) -> Phrased:
    """What can come on top, at most."""
    most = rng.randrange(2_500, 24_000, 500)
    wrong = other_digits(most, rng)
    return Phrased(
        f"Bonuses can add up to ${most:,} a year, depending on the employer.",
        (
            (ORDER, f"Depending on the employer, bonuses can add up to ${most:,} a year."),
            (VOICE, f"Up to ${most:,} a year can be added by bonuses, depending on the employer."),
            (STYLE, f"Bonuses can add up to {most:,} dollars per year, depending on the employer."),
            (ORDER, f"Bonuses, depending on the employer, can add up to ${most:,} annually."),
            (
                STYLE,
                f"Bonuses can add at most ${most / 1000:g}K a year, depending on the employer.",
            ),
        ),
        (
            ("dropped limit", f"Bonuses can add ${most:,} a year, depending on the employer."),
            ("dropped limit", f"Depending on the employer, bonuses add up to ${most:,} a year."),
            ("dropped limit", f"Bonuses add ${most:,} a year."),
            (
                "changed limit",
                f"Bonuses can add at least ${most:,} a year, depending on the employer.",
            ),
            (
                "changed digits",
                f"Bonuses can add up to ${wrong:,} a year, depending on the employer.",
            ),
            (
                "changed period",
                f"Bonuses can add up to ${most:,} a month, depending on the employer.",
            ),
            (
                "changed period",
                f"Depending on the employer, bonuses can add up to ${most:,} per project.",
            ),
            (
                "added currency",
                f"Bonuses can add up to A${most:,} a year, depending on the employer.",
            ),
            ("added not", f"Bonuses cannot add up to ${most:,} a year."),
            (
                "changed unit",
                f"Bonuses can add up to {most:,} percent a year, depending on the employer.",
            ),
            ("invented salary", f"{of.capital} bring home ${most * 9:,} a year with bonuses."),
        ),
    )


def tenths(of: Trade, rng: random.Random) -> Phrased:
    """What the lowest and the highest tenth earn."""
    a = rng.randrange(25_010, 45_000, 10)
    b = a + rng.randrange(40_000, 90_000, 10)
    return Phrased(
        f"The lowest 10 percent of {of.many} earned less than ${a:,}, and the highest 10 percent "
        f"earned more than ${b:,}.",
        (
            (
                ORDER,
                (
                    f"The highest 10 percent of {of.many} earned more than ${b:,}, and the lowest "
                    f"10 percent earned less than ${a:,}."
                ),
            ),
            (STYLE, f"The lowest 10 percent of {of.many} earned under ${a:,}."),
            (STYLE, f"The highest ten percent of {of.many} earned over {b:,} dollars."),
            (VOICE, f"Less than ${a:,} was earned by the lowest 10 percent of {of.many}."),
            (VOICE, f"More than ${b:,} was paid to the highest 10 percent."),
        ),
        (
            ("swapped figures", f"The lowest 10 percent of {of.many} earned less than ${b:,}."),
            ("swapped figures", f"The highest 10 percent of {of.many} earned more than ${a:,}."),
            ("turned round", f"The lowest 10 percent of {of.many} earned more than ${a:,}."),
            ("turned round", f"The highest 10 percent of {of.many} earned under ${b:,}."),
            ("dropped limit", f"The lowest 10 percent of {of.many} earned ${a:,}."),
            ("dropped limit", f"The highest 10 percent earned ${b:,}."),
            ("other measure", f"{of.capital} earned less than ${a:,}."),
            ("other measure", f"The median of {of.many} was more than ${b:,}."),
            (
                "changed digits",
                f"The highest 10 percent of {of.many} earned more than ${other_digits(b, rng):,}.",
            ),
            (
                "changed period",
                f"The lowest 10 percent of {of.many} earned less than ${a:,} a month.",
            ),
        ),
    )


def hourly(_of: Trade, rng: random.Random) -> Phrased:
    """What beginners get an hour."""
    h = f"{rng.randrange(14, 29)}.{rng.choice(('25', '50', '75'))}"
    return Phrased(
        f"Apprentices start at ${h} an hour.",
        (
            (STYLE, f"Apprentices start at {h} dollars per hour."),
            (VOICE, f"Apprentices are paid ${h} an hour at the start."),
            (ORDER, f"${h} per hour is what apprentices start at."),
        ),
        (
            ("changed period", f"Apprentices start at ${h} a day."),
            ("changed period", f"Apprentices start at ${h} a week."),
            (
                "changed digits",
                f"Apprentices start at ${h[0]}{(int(h[1]) + 3) % 10}{h[2:]} an hour.",
            ),
            ("added currency", f"Apprentices start at €{h} an hour."),
            ("changed limit", f"Apprentices start at up to ${h} an hour."),
            ("other measure", f"Apprentices end at ${h} an hour."),
            ("other entity", f"Managers start at ${h} an hour."),
        ),
    )


def total(_of: Trade, rng: random.Random) -> Phrased:
    """What pay can exceed."""
    c = rng.randrange(120, 420, 10)
    return Phrased(
        f"Total compensation can exceed ${c}K at large firms.",
        (
            (ORDER, f"At large firms, total compensation can exceed ${c}K."),
            (STYLE, f"Total compensation can exceed ${c},000 at large firms."),
            (VOICE, f"At large firms, ${c}K can be exceeded by total compensation."),
            (STYLE, f"Total compensation at large firms can be over {c},000 dollars."),
        ),
        (
            ("dropped hedge", f"Total compensation exceeds ${c}K at large firms."),
            ("dropped limit", f"Total compensation can be ${c}K at large firms."),
            ("dropped limit", f"At large firms, total compensation is ${c}K."),
            (
                "changed digits",
                f"Total compensation can exceed ${other_digits(c, rng)}K at large firms.",
            ),
            ("turned round", f"Total compensation can stay below ${c}K at large firms."),
            ("other entity", f"Total compensation can exceed ${c}K at small firms."),
            ("other measure", f"The base salary can exceed ${c}K at large firms."),
            ("added not", f"Total compensation cannot exceed ${c}K at large firms."),
            ("added currency", f"Total compensation can exceed £{c}K at large firms."),
        ),
    )


def other_digits(value: int, rng: random.Random) -> int:
    """The value with one of its first digits changed."""
    text = str(value)
    at = rng.randrange(min(3, len(text)))
    new = rng.choice([d for d in "123456789" if d != text[at]])
    return int(text[:at] + new + text[at + 1 :])


PAY: Sequence[Callable[[Trade, random.Random], Phrased]] = (
    median, levels, bonus, tenths, hourly, total,
)  # fmt: skip
