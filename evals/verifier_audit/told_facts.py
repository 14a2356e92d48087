"""Facts of other pages in fixed words, a third hand's: true ways to say each again, and lies.

For the second audit, written after the verifier had been mended against its other sentences and
before it was asked about any of these.
"""

from __future__ import annotations

from collections.abc import Sequence

from evals.verifier_audit.made_facts import ORDER, STYLE, VOICE, Phrased


def _told(source: str, true: str, lies: str) -> Phrased:
    """One sentence a line, each behind what it is: `order: ...`, `digits: ...`."""
    return Phrased(
        source,
        tuple((_TRUE[kind], text) for kind, text in _lines(true)),
        tuple((_LIES[kind], text) for kind, text in _lines(lies)),
    )


def _lines(text: str) -> Sequence[tuple[str, str]]:
    parted = (line.strip().partition(": ") for line in text.strip().splitlines())
    return [(kind, sentence) for kind, _, sentence in parted]


_TRUE = {"order": ORDER, "voice": VOICE, "style": STYLE}
_LIES = {
    "digits": "changed digits", "swap": "swapped figures", "period": "changed period",
    "unit": "changed unit", "limit": "dropped limit", "added": "changed limit",
    "hedge": "dropped hedge", "not": "dropped not", "denied": "added not",
    "turned": "turned round", "entity": "other entity", "measure": "other measure",
    "currency": "added currency", "salary": "invented salary",
}  # fmt: skip

TOLD: Sequence[Phrased] = (
    _told(
        "Nurses in hospitals earned a median of $93,600, compared with $82,000 in doctors' "
        "offices.",
        """
        order: In doctors' offices, nurses earned a median of $82,000, against $93,600 in hospitals.
        voice: A median of $93,600 was earned by nurses in hospitals.
        style: Nurses in hospitals earned a median of 93,600 dollars.
        order: Against $82,000 in doctors' offices, a median of $93,600 was earned in hospitals.
        """,
        """
        swap: Nurses in doctors' offices earned a median of $93,600.
        swap: In hospitals, nurses earned a median of $82,000.
        digits: Nurses in hospitals earned a median of $96,300.
        measure: Nurses in hospitals earned at least $93,600.
        entity: Nurses in schools earned a median of $93,600.
        period: Nurses in hospitals earned a median of $93,600 a month.
        """,
    ),
    _told(
        "Nearly two-thirds of cartographers work for engineering firms.",
        """
        voice: Engineering firms employ nearly two-thirds of cartographers.
        order: Of cartographers, nearly two-thirds work for engineering firms.
        style: Almost two-thirds of cartographers work for engineering firms.
        """,
        """
        limit: Two-thirds of cartographers work for engineering firms.
        turned: More than two-thirds of cartographers work for engineering firms.
        digits: Nearly one-third of cartographers work for engineering firms.
        entity: Nearly two-thirds of cartographers work for the government.
        not: Nearly two-thirds of cartographers do not work for engineering firms.
        """,
    ),
    _told(
        "The program admits 24 students each autumn and takes 18 months.",
        """
        order: Each autumn, the program admits 24 students.
        voice: 24 students are admitted to the program each autumn.
        style: The program admits twenty-four students each autumn and takes a year and a half.
        order: The program, which admits 24 students each autumn, takes 18 months.
        """,
        """
        swap: The program admits 18 students each autumn and takes 24 months.
        digits: The program admits 42 students each autumn.
        unit: The program takes 18 weeks.
        period: The program admits 24 students each month.
        limit: The program admits up to 24 students each autumn.
        """,
    ),
    _told(
        "Applicants must hold a bachelor's degree and pass a background check.",
        """
        order: A bachelor's degree must be held by applicants, and a background check passed.
        order: Applicants must pass a background check and hold a bachelor's degree.
        voice: A background check must be passed by applicants.
        """,
        """
        hedge: Applicants may hold a bachelor's degree.
        denied: Applicants must not pass a background check.
        entity: Applicants must hold a master's degree.
        not: Applicants need not hold a bachelor's degree.
        """,
    ),
    _told(
        "Rent in the capital starts at 700 euros a month.",
        """
        order: In the capital, rent starts at 700 euros a month.
        style: Rent in the capital starts at EUR 700 per month.
        style: Rent in the capital starts from 700 euros a month.
        """,
        """
        period: Rent in the capital starts at 700 euros a week.
        currency: Rent in the capital starts at 700 pounds a month.
        currency: Rent in the capital starts at $700 a month.
        limit: Rent in the capital ends at 700 euros a month.
        digits: Rent in the capital starts at 790 euros a month.
        turned: Rent in the capital is at most 700 euros a month.
        """,
    ),
    _told(
        "Only 12 percent of applicants are accepted.",
        """
        order: Of applicants, only 12 percent are accepted.
        style: Only 12% of applicants are accepted.
        style: Only twelve percent of applicants are accepted.
        """,
        """
        digits: Only 21 percent of applicants are accepted.
        not: Only 12 percent of applicants are not accepted.
        turned: Only 12 percent of applicants are rejected.
        unit: Only 12 applicants are accepted.
        """,
    ),
    _told(
        "Work is steady all year, except in January.",
        """
        order: Except in January, work is steady all year.
        order: All year, except in January, work is steady.
        """,
        """
        not: Work is not steady all year, except in January.
        turned: Work is steady only in January.
        entity: Work is steady all year, except in July.
        """,
    ),
    _told(
        "The test costs $150 and can be taken twice.",
        """
        order: The test can be taken twice and costs $150.
        style: The test costs 150 dollars.
        voice: $150 is the cost of the test, which can be taken twice.
        """,
        """
        digits: The test costs $510.
        hedge: The test must be taken twice.
        denied: The test cannot be taken twice.
        period: The test costs $150 a year.
        currency: The test costs A$150.
        digits: The test costs $150 and can be taken three times.
        """,
    ),
    _told(
        "After five years, roughly 60 percent of graduates still work in the field.",
        """
        order: Roughly 60 percent of graduates still work in the field after five years.
        style: After 5 years, about 60% of graduates still work in the field.
        style: After five years, approximately sixty percent of graduates still work in the field.
        """,
        """
        limit: After five years, 60 percent of graduates still work in the field.
        digits: After five years, roughly 80 percent of graduates still work in the field.
        digits: After nine years, roughly 60 percent of graduates still work in the field.
        unit: After five months, roughly 60 percent of graduates still work in the field.
        turned: After five years, roughly 60 percent of graduates no longer work in the field.
        """,
    ),
    _told(
        "Wages rose from $18 an hour in 2019 to $23 an hour in 2024.",
        """
        order: From $18 an hour in 2019, wages rose to $23 an hour in 2024.
        style: Wages rose from 18 dollars an hour in 2019 to 23 dollars an hour in 2024.
        order: In 2024 wages were $23 an hour, up from $18 an hour in 2019.
        """,
        """
        turned: Wages fell from $18 an hour in 2019 to $23 an hour in 2024.
        swap: Wages rose from $23 an hour in 2019 to $18 an hour in 2024.
        swap: Wages were $23 an hour in 2019.
        period: Wages rose from $18 a day in 2019 to $23 a day in 2024.
        digits: Wages rose from $18 an hour in 2019 to $32 an hour in 2024.
        """,
    ),
    _told(
        "A master's degree usually adds $8,000 to $12,000 a year to starting pay.",
        """
        order: To starting pay, a master's degree usually adds $8,000 to $12,000 a year.
        style: A master's degree usually adds between $8,000 and $12,000 a year to starting pay.
        voice: $8,000 to $12,000 a year is usually added to starting pay by a master's degree.
        style: A master's degree typically adds $8K to $12K per year to starting pay.
        """,
        """
        hedge: A master's degree adds $8,000 to $12,000 a year to starting pay.
        digits: A master's degree usually adds $8,000 to $21,000 a year to starting pay.
        period: A master's degree usually adds $8,000 to $12,000 a month to starting pay.
        entity: A doctorate usually adds $8,000 to $12,000 a year to starting pay.
        measure: A master's degree usually adds $8,000 to $12,000 a year to final pay.
        limit: A master's degree usually adds $12,000 a year to starting pay.
        """,
    ),
    _told(
        "There were 41,300 jobs for surveyors in 2024, and 5,200 of them were in Texas.",
        """
        order: In 2024, there were 41,300 jobs for surveyors.
        order: Of the 41,300 jobs for surveyors in 2024, 5,200 were in Texas.
        style: There were forty-one thousand three hundred jobs for surveyors in 2024.
        voice: Surveyors held 41,300 jobs in 2024.
        """,
        """
        swap: There were 5,200 jobs for surveyors in 2024, and 41,300 of them were in Texas.
        digits: There were 43,100 jobs for surveyors in 2024.
        entity: There were 41,300 jobs for surveyors in Texas in 2024.
        currency: Surveyors earned $41,300 in 2024.
        digits: There were 41,300 jobs for surveyors in 2021.
        """,
    ),
    _told(
        "Employers want at least three years of experience.",
        """
        voice: At least three years of experience is wanted by employers.
        style: Employers want at least 3 years of experience.
        style: Employers want three or more years of experience.
        """,
        """
        limit: Employers want three years of experience.
        turned: Employers want at most three years of experience.
        unit: Employers want at least three months of experience.
        digits: Employers want at least five years of experience.
        denied: Employers do not want at least three years of experience.
        """,
    ),
    _told(
        "Shifts last 12 hours, and nurses work three of them a week.",
        """
        order: Nurses work three shifts a week, which last 12 hours.
        style: Shifts last twelve hours, and nurses work three of them a week.
        """,
        """
        period: Shifts last 12 hours, and nurses work three of them a month.
        digits: Shifts last 10 hours.
        swap: Shifts last three hours, and nurses work 12 of them a week.
        unit: Shifts last 12 days.
        limit: Shifts last up to 12 hours.
        """,
    ),
    _told(
        "Scholarships cover as much as half of the tuition.",
        """
        voice: As much as half of the tuition is covered by scholarships.
        style: Scholarships cover up to half of the tuition.
        """,
        """
        limit: Scholarships cover half of the tuition.
        turned: Scholarships cover at least half of the tuition.
        denied: Scholarships do not cover half of the tuition.
        limit: Scholarships cover all of the tuition.
        """,
    ),
    _told(
        "The licence has to be renewed every two years, which takes 30 hours of training.",
        """
        order: Every two years, the licence has to be renewed.
        style: The licence has to be renewed every 2 years, which takes thirty hours of training.
        """,
        """
        digits: The licence has to be renewed every five years.
        unit: The licence has to be renewed every two months.
        not: The licence does not have to be renewed every two years.
        digits: Renewing the licence takes 13 hours of training.
        unit: Renewing the licence takes 30 days of training.
        """,
    ),
    _told(
        "It is possible to enter the field without a degree, but most employers prefer one.",
        """
        order: Most employers prefer a degree, but it is possible to enter the field without one.
        order: Without a degree, it is possible to enter the field.
        """,
        """
        not: It is not possible to enter the field without a degree.
        hedge: All employers prefer a degree.
        turned: It is possible to enter the field only with a degree.
        """,
    ),
    _told(
        "Self-employed florists set their own hours and do not get paid leave.",
        """
        order: Self-employed florists do not get paid leave and set their own hours.
        voice: Self-employed florists don't get paid leave.
        """,
        """
        not: Self-employed florists get paid leave.
        not: Self-employed florists set their own hours and get paid leave.
        entity: Employed florists do not get paid leave.
        denied: Self-employed florists do not set their own hours.
        """,
    ),
    _told(
        "The average class has fewer than 15 students.",
        """
        order: Fewer than 15 students are in the average class.
        style: The average class has fewer than fifteen students.
        style: The average class has less than 15 students.
        """,
        """
        limit: The average class has 15 students.
        turned: The average class has more than 15 students.
        measure: The largest class has fewer than 15 students.
        digits: The average class has fewer than 25 students.
        """,
    ),
)
