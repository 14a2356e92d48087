"""Classes of free prose that are proven by meaning: any order, voice and synonym, no claim of its own."""

# ruff: noqa: E501 - sentences are read whole

from __future__ import annotations

import pytest

from assistant.records import Draft, DraftSegment, SegmentKind, Status
from assistant.verify import verify
from assistant.verify.operators import Turn, told
from assistant.verify.related import alike, contraries
from evals.verifier_audit.second import evidence_of

PAY = (
    "Weavers in mills earned a median of $41,300, dyers $38,900.",
    "Spinners earned a median of $36,450 in 2024.",
)
CASES = (
    (  # a figure of each of two quotes, which of them is higher, and how far
        PAY,
        (
            "At $41,300, the median of weavers in mills was above the $36,450 of spinners.",
            "Spinners earned a median of $36,450, less than dyers, who earned $38,900.",
        ),
        (
            "At $36,450, the median of weavers in mills was below the $41,300 of spinners.",
            "Spinners earned a median of $36,450, more than dyers, who earned $38,900.",
            "Spinners earned a median of $38,900, dyers $36,450.",
        ),
    ),
    (  # passive voice with its quantifiers and reservations
        ("Many mills pay for night courses and may raise wages after each of them.",),
        ("Night courses are paid for by many mills.",),
        (
            "Night courses are paid for by mills.",
            "All mills pay for night courses.",
            "Wages must be raised after each course.",
        ),
    ),
    (  # one of several at an end is not the one at the end
        ("Millers have one of the lowest rates of turnover of all trades.",),
        ("The turnover rate of millers is among the lowest of all trades.",),
        ("Millers have the lowest rate of turnover of all trades.",),
    ),
    (  # contraries, by the verb alone
        ("Cycling to work saves about $900 a year in fares.",),
        ("About $900 a year in fares is saved by cycling to work.",),
        (
            "Cycling to work costs about $900 a year in fares.",
            "Cyclists lose about $900 a year in fares.",
        ),
    ),
    (  # who is set apart
        ("Unlike masons, tilers here do not need a permit.",),
        ("Tilers here need no permit, unlike masons.",),
        ("Masons here do not need a permit.", "Tilers here need a permit."),
    ),
    (  # a denial of the first of two statements
        ("Trainees are not paid, but some firms give them a travel pass.",),
        ("Trainees get no pay, although some firms give them a travel pass.",),
        ("Trainees are paid, and some firms give them a travel pass.",),
    ),
    (  # lengths and shares in words
        ("Roughly three in four glaziers train for between 1 month and 1 year.",),
        (
            "About 75 percent of glaziers train for one to 12 months.",
            "Roughly three quarters of glaziers train for between one month and a year.",
        ),
        ("About 34 percent of glaziers train for one to 12 months.",),
    ),
    (  # who does what to whom
        ("Foremen supervise apprentices.",),
        ("Apprentices are supervised by foremen.",),
        ("Apprentices supervise foremen.",),
    ),
    (  # limits of what is no figure, in any of the ways to say them
        ("Tilers typically need at least a high school diploma.",),
        (
            "Tilers typically need a high school diploma or more.",
            "A high school diploma or higher is typically needed by tilers.",
            "At minimum a high school diploma is typically needed by tilers.",
        ),
        (
            "Tilers typically need a high school diploma or less.",
            "Tilers typically need at most a high school diploma.",
            "Tilers typically need more than a high school diploma.",
        ),
    ),
    (  # what is optional is not required, and what is required is not optional
        ("Although not required, a permit shows competence, and a helmet is mandatory.",),
        ("A permit is optional but shows competence.",),
        (
            "A helmet is optional.",
            "A helmet is not required.",
            "A permit is required and shows competence.",
        ),
    ),
    (  # limits of lengths and weights
        (
            "Trainees work under a foreman for up to 12 months.",
            "Trainees lift loads of up to 40 pounds.",
        ),
        (
            "For as long as a year, trainees work under a foreman.",
            "Trainees lift loads as heavy as 40 pounds.",
            "Trainees work under a foreman for no longer than a year.",
        ),
        (
            "For as long as two years, trainees work under a foreman.",
            "Trainees work under a foreman for no less than a year.",
            "Trainees lift loads of more than 40 pounds.",
        ),
    ),
    (  # weeks of so many hours
        ("Most masons work full time, and some work more than 40 hours per week.",),
        ("Some masons work weeks of more than 40 hours.",),
        (
            "Some masons work weeks of less than 40 hours.",
            "Some masons work days of more than 40 hours.",
            "Masons work weeks of more than 40 hours.",
        ),
    ),
    (  # how long something is
        ("The course typically takes about 2 years, and the exam lasts 3 hours.",),
        (
            "About two years is the typical length of the course.",
            "The exam is three hours long.",
        ),
        (
            "About three years is the typical length of the course.",
            "The exam is two years long.",
        ),
    ),
    (  # numbers in words before a unit, and two lengths of one unit
        ("Two- and 4-year colleges train millers, who work one of three 8-hour shifts.",),
        (
            "Millers are trained by two-year and four-year colleges.",
            "Millers work one of three eight-hour shifts.",
        ),
        (
            "Millers are trained by three-year and four-year colleges.",
            "Millers work one of three nine-hour shifts.",
        ),
    ),
    (  # a denial lost with an option
        ("Culinary school is optional and costs about $17,000.",),
        ("Culinary school costs about $17K.",),
        ("Culinary school is required and costs about $17,000.",),
    ),
    (  # the second comparison of a sentence
        (
            "Pay is good but slightly lower than that of engravers because millers are more common than engravers.",
        ),
        (
            "Pay is good but slightly lower than that of engravers, because millers are more common than engravers.",
        ),
        (
            "Pay is good but slightly lower than that of engravers because millers are less common than engravers.",
            "Millers are less common than engravers.",
        ),
    ),
    (  # what is not needed can be done without
        ("A degree is not required to enter the occupation; a certificate is needed.",),
        ("Workers do not need a degree to enter the occupation.",),
        (
            "One can become a miller without a certificate.",
            "One can become a mason without a degree.",
            "A certificate is not needed to enter the occupation.",
        ),
    ),
    (  # one end of a spread is not the other
        (
            "The lowest 10 percent earned less than $26,330, and the highest 10 percent earned more than $48,960.",
        ),
        (
            "The top tenth earned over $48,960, while the bottom tenth made less than $26,330.",
            "The best-paid 10 percent took home more than $48,960, and the lowest-paid 10 percent less than $26,330.",
        ),
        (
            "The top tenth earned less than $26,330.",
            "The bottom tenth earned more than $48,960.",
            "The best-paid 10 percent took home less than $26,330.",
        ),
    ),
    (  # an expectation
        ("Employment of dyers is projected to grow 6 percent, faster than the average.",),
        ("Employment of dyers should grow 6 percent, outpacing the average.",),
        (
            "Employment of dyers should fall 6 percent.",
            "Employment of dyers has grown 6 percent, outpacing the average.",
        ),
    ),
    (  # a round figure beside the exact one, and who works where
        ("Mills employed 63 percent of dyers in 2024, while repair shops employed 5 percent.",),
        (
            "Nearly two thirds of dyers, 63 percent, were employed in mills in 2024.",
            "63 percent of dyers worked in mills in 2024.",
        ),
        (
            "Nearly three quarters of dyers, 63 percent, were employed in mills in 2024.",
            "Over two thirds of dyers, 63 percent, were employed in mills in 2024.",
            "63 percent of dyers worked in repair shops in 2024.",
        ),
    ),
    (  # "no" before what is not needed
        ("Although formal education is not required to become a dyer, some attend a workshop.",),
        (
            "Becoming a dyer requires no formal education.",
            "No formal education is required to become a dyer.",
        ),
        ("Becoming a dyer requires formal education.", "No workshop is required to become a dyer."),
    ),
    (  # a median is no mean, a deed of another statement is not lost
        (
            "In May 2024, the median annual wage for dyers was $122,670, compared with $226,600 for weavers.",
        ),
        ("Weavers earned a median of $226,600 in May 2024, against $122,670 for dyers.",),
        (
            "Weavers earned a mean of $226,600.",
            "Weavers earned $226,600 on average.",
            "Weavers earned a median of $122,670 in May 2024.",
        ),
    ),
    (
        ("Dyers must retire by age 65, and they need at least 1,500 hours of mill experience.",),
        (
            "Dyers need 1,500 hours or more of mill experience.",
            "Dyers must retire at the latest at 65.",
        ),
        (
            "Dyers need at most 1,500 hours of mill experience.",
            "Dyers may retire by age 65.",
            "Dyers must work by age 65.",
        ),
    ),
    (  # what is expected is not so
        (
            "Employment of millers is projected to fall 4 percent by 2034, while jobs for dyers are expected to grow 3 percent.",
        ),
        ("The number of millers is expected to decline by 4 percent by 2034.",),
        (
            "Jobs for dyers are expected to fall 4 percent by 2034.",
            "Employment of millers is projected to grow 4 percent by 2034.",
        ),
    ),
    (
        ("Surveyors working outside of the federal government may need a master's degree.",),
        ("Surveyors who work outside the federal government may need a master's degree.",),
        ("Surveyors in the federal government may need a master's degree.",),
    ),
    (
        (
            "The median hourly wage for millers was $43.26 in May 2024.",
            "The median hourly wage for dyers was $20.97 in May 2024.",
        ),
        (),
        ("Dyers out-earned millers by the hour in May 2024.",),
    ),
)


@pytest.mark.parametrize(("sources", "true", "false"), CASES)
def test_what_means_the_same_is_kept_and_what_does_not_is_dropped(
    sources: tuple[str, ...], true: tuple[str, ...], false: tuple[str, ...]
) -> None:
    evidence = evidence_of("Working life", list(sources), "page")
    cites = tuple(f"q{n}" for n in range(len(sources)))
    parts = [DraftSegment(text, SegmentKind.FACT, cites) for text in (*true, *false)]
    made = [verify(Draft((part,), Status.ANSWERED), evidence) for part in parts]

    kept = {s.text for one in made for s in one.segments if s.citations}
    assert kept == set(true), [d for one in made for d in one.dropped]


def test_small_words_are_read_with_what_they_are_of() -> None:
    read = told("Most guards must not sleep on duty, but some may eat.")

    assert [(min(t.turns), t.focus[:1]) for t in read.turned] == [
        (Turn.MOST, ("guard",)),
        (Turn.MUST, ("sleep",)),
        (Turn.NOT, ("sleep",)),
        (Turn.SOME, ("eat",)),
        (Turn.MAY, ("eat",)),
    ]
    assert not told("Wages rose in May 2024.").turned


def test_a_word_is_never_like_its_contrary() -> None:
    assert alike("investig", "probe")
    assert "fall" in contraries("rise")
    assert not alike("rise", "fall")


def test_what_is_said_before_a_pronoun_is_not_said_by_its_sentence() -> None:
    evidence = evidence_of(
        "Dyers",
        [
            "Dyers colour many cloths, including silk, wool, linen and felt.",
            "They also mend sails.",
        ],
        "page",
    )
    said = {
        "Dyers also mend sails.": True,
        "Dyers colour many cloths, including silk, wool, linen and felt.": False,
        "Many cloths, including silk, wool, linen and felt, are coloured by dyers.": False,
    }
    parts = [DraftSegment(text, SegmentKind.FACT, ("q1",)) for text in said]
    made = [verify(Draft((part,), Status.ANSWERED), evidence) for part in parts]

    assert {t: not one.dropped for t, one in zip(said, made, strict=True)} == said
