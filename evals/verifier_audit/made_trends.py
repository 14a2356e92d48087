"""More facts of made-up career pages: projections, training, hours and courses."""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence

from evals.verifier_audit.made_facts import ORDER, STYLE, VOICE, Phrased, Trade, other_digits
from evals.verifier_audit.numbers import in_words


def growth(of: Trade, rng: random.Random) -> Phrased:
    """A projection of employment."""
    share, slow = rng.randrange(3, 19), rng.randrange(2)
    pace, other = ("slower", "faster") if slow else ("faster", "slower")
    than = f"{pace} than the average for all occupations"
    jobs = f"Employment of {of.many}"
    return Phrased(
        f"{jobs} is projected to grow {share} percent from 2024 to 2034, {than}.",
        (
            (
                ORDER,
                f"From 2024 to 2034, employment of {of.many} is projected to grow {share} percent.",
            ),
            (STYLE, f"{jobs} is projected to grow {share}% from 2024 to 2034, {than}."),
            (
                STYLE,
                f"{jobs} is projected to grow {in_words(share)} percent between 2024 and 2034.",
            ),
            (
                VOICE,
                (
                    f"Growth of {share} percent from 2024 to 2034 is projected for employment of "
                    f"{of.many}."
                ),
            ),
            (
                VOICE,
                (
                    f"A {share} percent increase in employment of {of.many} is projected from 2024 "
                    "to 2034."
                ),
            ),
            (ORDER, f"{jobs} is, from 2024 to 2034, projected to grow {share} percent, {than}."),
        ),
        (
            ("turned round", f"{jobs} is projected to decline {share} percent from 2024 to 2034."),
            (
                "turned round",
                (
                    f"{jobs} is projected to grow {share} percent from 2024 to 2034, {other} than "
                    "the average for all occupations."
                ),
            ),
            (
                "changed digits",
                f"{jobs} is projected to grow {share + 6} percent from 2024 to 2034.",
            ),
            ("changed digits", f"{jobs} is projected to grow {share} percent from 2024 to 2029."),
            (
                "changed period",
                f"{jobs} is projected to grow {share} percent each year from 2024 to 2034.",
            ),
            ("changed unit", f"{jobs} is projected to grow by {share},000 jobs from 2024 to 2034."),
            ("changed unit", f"{jobs} is projected to grow {share} times from 2024 to 2034."),
            ("dropped hedge", f"{jobs} grows {share} percent from 2024 to 2034, {than}."),
            (
                "dropped hedge",
                f"From 2024 to 2034, employment of {of.many} will grow {share} percent.",
            ),
            ("added not", f"{jobs} is not projected to grow from 2024 to 2034."),
            (
                "other entity",
                (
                    f"Employment of {of.others} is projected to grow {share} percent from 2024 to "
                    "2034."
                ),
            ),
        ),
    )


def openings(of: Trade, rng: random.Random) -> Phrased:
    """About how many places a year."""
    n = rng.randrange(1_100, 98_000, 100)
    return Phrased(
        f"About {n:,} openings for {of.many} are projected each year, on average, over the decade.",
        (
            (
                ORDER,
                (
                    f"Each year, on average, about {n:,} openings for {of.many} are projected over "
                    "the decade."
                ),
            ),
            (
                ORDER,
                (
                    f"Over the decade, about {n:,} openings for {of.many} are projected each year, "
                    "on average."
                ),
            ),
            (
                STYLE,
                f"About {in_words(n)} openings for {of.many} are projected each year, on average.",
            ),
            (
                ORDER,
                (
                    f"On average, roughly {n:,} openings for {of.many} are projected every year "
                    "over the decade."
                ),
            ),
        ),
        (
            (
                "dropped limit",
                (
                    f"{n:,} openings for {of.many} are projected each year, on average, over the "
                    "decade."
                ),
            ),
            (
                "changed limit",
                f"More than {n:,} openings for {of.many} are projected each year, on average.",
            ),
            (
                "changed digits",
                (
                    f"About {other_digits(n, rng):,} openings for {of.many} are projected each "
                    "year, on average."
                ),
            ),
            (
                "changed period",
                f"About {n:,} openings for {of.many} are projected each month, on average.",
            ),
            (
                "changed period",
                f"About {n:,} openings for {of.many} are projected in all over the decade.",
            ),
            (
                "dropped hedge",
                f"About {n:,} openings for {of.many} come up each year over the decade.",
            ),
            (
                "changed unit",
                f"About {n:,} percent of openings for {of.many} are projected each year.",
            ),
            ("added currency", f"About ${n:,} for {of.many} are projected each year, on average."),
        ),
    )


def apprenticeship(of: Trade, rng: random.Random) -> Phrased:
    """How long training usually takes."""
    k = rng.randrange(2, 7)
    return Phrased(
        f"{of.capital} typically complete an apprenticeship that lasts {k} years.",
        (
            (VOICE, f"An apprenticeship that lasts {k} years is typically completed by {of.many}."),
            (ORDER, f"Typically, {of.many} complete an apprenticeship that lasts {k} years."),
            (
                STYLE,
                f"{of.capital} usually complete an apprenticeship that lasts {in_words(k)} years.",
            ),
            (ORDER, f"{of.capital} typically complete a {k}-year apprenticeship."),
        ),
        (
            (
                "changed unit",
                f"{of.capital} typically complete an apprenticeship that lasts {k} months.",
            ),
            (
                "changed unit",
                (
                    f"An apprenticeship that lasts {in_words(k)} weeks is typically completed by "
                    f"{of.many}."
                ),
            ),
            (
                "changed digits",
                f"{of.capital} typically complete an apprenticeship that lasts {k + 2} years.",
            ),
            ("dropped hedge", f"{of.capital} complete an apprenticeship that lasts {k} years."),
            ("dropped hedge", f"All {of.many} complete an apprenticeship that lasts {k} years."),
            (
                "changed limit",
                f"{of.capital} typically complete an apprenticeship that lasts up to {k} years.",
            ),
            (
                "invented program",
                f"{of.capital} typically complete the Norwick Diploma, which lasts {k} years.",
            ),
            (
                "other entity",
                f"{of.others_capital} typically complete an apprenticeship that lasts {k} years.",
            ),
        ),
    )


def hours(of: Trade, rng: random.Random) -> Phrased:
    """Who works how much."""
    h = rng.choice((44, 45, 48, 50, 55))
    return Phrased(
        f"Most {of.many} work full time, and some work more than {h} hours per week.",
        (
            (ORDER, f"Some {of.many} work more than {h} hours per week, and most work full time."),
            (STYLE, f"Some {of.many} work more than {in_words(h)} hours a week."),
            (STYLE, f"Most {of.many} work full time, and some work over {h} hours a week."),
            (VOICE, f"More than {h} hours per week are worked by some {of.many}."),
        ),
        (
            ("dropped hedge", f"{of.capital} work more than {h} hours per week."),
            ("dropped hedge", f"Most {of.many} work more than {h} hours per week."),
            ("dropped limit", f"Some {of.many} work {h} hours per week."),
            ("turned round", f"Some {of.many} work less than {h} hours per week."),
            ("changed period", f"Some {of.many} work more than {h} hours per month."),
            ("changed unit", f"Some {of.many} work more than {h} days per year."),
            ("changed digits", f"Some {of.many} work more than {h + 9} hours per week."),
            ("added not", f"Most {of.many} do not work full time."),
            ("other measure", f"Most {of.many} work part time."),
        ),
    )


def tuition(_of: Trade, rng: random.Random) -> Phrased:
    """What a course costs and leaves out."""
    t = rng.randrange(1_150, 9_800, 50)
    return Phrased(
        f"Tuition for the evening course is ${t:,} per semester and does not include books.",
        (
            (ORDER, f"Per semester, tuition for the evening course is ${t:,}."),
            (
                ORDER,
                (
                    f"The evening course has a tuition of ${t:,} per semester, which does not "
                    "include books."
                ),
            ),
            (VOICE, "Books are not included in the tuition for the evening course."),
            (
                STYLE,
                (
                    f"Tuition for the evening course is {t:,} dollars a semester and doesn't "
                    "include books."
                ),
            ),
        ),
        (
            (
                "dropped not",
                f"Tuition for the evening course is ${t:,} per semester and does include books.",
            ),
            (
                "dropped not",
                f"Tuition for the evening course is ${t:,} per semester and includes books.",
            ),
            ("dropped not", "Books are included in the tuition for the evening course."),
            ("changed period", f"Tuition for the evening course is ${t:,} per year."),
            ("changed period", f"Tuition for the evening course is ${t:,} in total."),
            ("changed period", f"The evening course has a tuition of ${t:,} per credit."),
            (
                "changed digits",
                f"Tuition for the evening course is ${other_digits(t, rng):,} per semester.",
            ),
            ("added currency", f"Tuition for the evening course is C${t:,} per semester."),
            (
                "invented program",
                f"Tuition for the Larkhill Master of Masonry is ${t:,} per semester.",
            ),
            ("invented program", f"Tuition for the weekend course is ${t:,} per semester."),
        ),
    )


def promotion(of: Trade, rng: random.Random) -> Phrased:
    """What one may become."""
    k = rng.randrange(3, 9)
    return Phrased(
        f"With experience, {of.many} may become supervisors within {k} years.",
        (
            (ORDER, f"Within {k} years, {of.many} may, with experience, become supervisors."),
            (ORDER, f"{of.capital} may become supervisors within {k} years, with experience."),
            (
                STYLE,
                f"With experience, {of.many} may become supervisors within {in_words(k)} years.",
            ),
            (VOICE, f"With experience, {of.many} might become supervisors within {k} years."),
        ),
        (
            ("dropped hedge", f"With experience, {of.many} become supervisors within {k} years."),
            (
                "dropped hedge",
                f"{of.capital} will become supervisors within {k} years, with experience.",
            ),
            (
                "changed unit",
                f"With experience, {of.many} may become supervisors within {k} months.",
            ),
            (
                "changed digits",
                f"With experience, {of.many} may become supervisors within {k + 3} years.",
            ),
            (
                "added not",
                f"With experience, {of.many} may not become supervisors within {k} years.",
            ),
            (
                "changed limit",
                f"With experience, {of.many} may become supervisors after {k} years.",
            ),
        ),
    )


def against(of: Trade, _rng: random.Random) -> Phrased:
    """Two trades set side by side."""
    return Phrased(
        f"{of.capital} earn more than {of.others}, although both need the same certificate.",
        (
            (
                VOICE,
                (
                    f"{of.others_capital} earn less than {of.many}, although both need the same "
                    "certificate."
                ),
            ),
            (
                ORDER,
                f"Although both need the same certificate, {of.many} earn more than {of.others}.",
            ),
            (VOICE, f"{of.capital} are paid more than {of.others}."),
        ),
        (
            (
                "turned round",
                (
                    f"{of.others_capital} earn more than {of.many}, although both need the same "
                    "certificate."
                ),
            ),
            ("turned round", f"{of.capital} earn less than {of.others}."),
            (
                "turned round",
                (
                    f"Although both need the same certificate, {of.many} are paid less than "
                    f"{of.others}."
                ),
            ),
            ("added not", f"{of.capital} do not earn more than {of.others}."),
        ),
    )


TRENDS: Sequence[Callable[[Trade, random.Random], Phrased]] = (
    growth, openings, apprenticeship, hours, tuition, promotion, against,
)  # fmt: skip
