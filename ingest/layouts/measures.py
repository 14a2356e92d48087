"""What a label or a clause measures: pay, growth, education and so on. Vocabulary, pure."""

from __future__ import annotations

import re

_ATTRIBUTES: tuple[tuple[str, str], ...] = (
    ("pay", r"^[^.|]*\b(?:salar(?:y|ies)|wages?|pay|stipend)$"),  # an apprentice's wage
    (
        "change",
        r"""employment\ change|change\b[^|]{0,12}\bnumeric|numeric\ change|new\ jobs|
        additional\ jobs|jobs\ (?:added|gained|lost)""",
    ),
    ("education", r"education|degrees?\b|qualifications?\b|credential"),
    ("training", r"\btraining\b|apprentice"),
    ("experience", r"experience\b"),
    (
        "pay",
        r"""\b(?:salar(?:y|ies)|pay|wages?|compensation|comp|earnings?|incomes?|remuneration|stipend|
        take[-\ ]home|(?:hourly|daily|day)\ rates?)\b""",
    ),
    (
        "growth",
        r"""\b(?:growth|grow(?:s|n|ing)?|grew|outlook|yoy|year[-\ ]over[-\ ]year|percent\ change|
        increase)\b|\bchange\ %|%\ change\b|\bchange\b[^|]{0,12}\bpercent\b""",
    ),
    ("openings", r"\b(?:openings?|vacanc(?:y|ies))\b"),
    (
        "jobs",
        r"\b(?:jobs?|employment|employed|positions|roles|workforce|workers|headcount)\b",
    ),
    ("demand", r"\b(?:demand|market\ fit|hiring|shortage|job\ market|job\ security)\b"),
)
COUNTS_PEOPLE = ("jobs", "openings", "change")
"""Attributes whose bare figures count people."""
_PATTERNS = tuple(
    (name, re.compile(pattern, re.IGNORECASE | re.VERBOSE)) for name, pattern in _ATTRIBUTES
)
_PERIOD = (
    ("hour", re.compile(r"\b(?:hourly|per hour|an hour|/\s?hr)\b", re.IGNORECASE)),
    (
        "day",
        re.compile(r"\b(?:daily|per day|a day|day[- ]rates?)\b", re.IGNORECASE),
    ),
    ("week", re.compile(r"\b(?:weekly|per week|a week)\b", re.IGNORECASE)),
    ("month", re.compile(r"\b(?:monthly|per month|a month)\b", re.IGNORECASE)),
    ("year", re.compile(r"\b(?:annual(?:ly)?|yearly|per year|a year|per annum)\b", re.IGNORECASE)),
)
_ROLE_NOUNS = frozenset(
    """engineer developer scientist analyst nurse manager designer architect administrator
    technician specialist consultant researcher teacher therapist accountant auditor actuary
    lawyer attorney physician doctor programmer writer editor officer director planner advisor
    adviser agent assistant worker operator mechanic electrician pharmacist dentist surgeon
    psychologist counselor economist statistician mathematician biologist chemist physicist
    practitioner associate executive recruiter strategist professional expert tester assessor
    inspector instructor professor tutor trainer buyer seller driver pilot chef cook artist
    actor dancer musician photographer librarian historian hygienist paramedic midwife
    veterinarian farmer clerk cashier plumber carpenter welder machinist investigator detective
    firefighter coordinator supervisor generalist freelancer contractor intern graduate lead
    principal owner founder""".split()
)
_GENERIC = frozenset(
    """a an the of in for on at per to and or by as with from average avg median mean typical
    starting start starts entry level mid senior junior base total range ranges top annual
    annually yearly hourly monthly daily year years month hour job jobs career role roles work
    working us usa uk national global world worldwide local new current expected estimated
    projected potential max min maximum minimum high low higher lower highest lowest full part
    time remote yoy rate rates market fit demand growth outlook salary salaries pay wage wages
    compensation comp earnings income remuneration openings opening employment projected number
    numeric percent change education training experience position positions bonus equity hiring
    specialist specialists professional professionals expert experts lead principal executive
    experienced trained qualified newly established graduate graduates intern interns staff worker
    workers employee employees""".split()
)
_COUNTRIES = frozenset(
    {"US", "USA", "UK", "EU", "UAE", "NYC", "LA", "SF", "CA", "NY", "TX", "YOY", "AVG"}
)


def attribute_of(text: str) -> str:
    """The attribute that a label names; "other" if none.

    >>> (
    ...     attribute_of("CV Engineer Salary"),
    ...     attribute_of("Job Growth YoY"),
    ...     attribute_of("Market Fit"),
    ... )
    ('pay', 'growth', 'demand')
    """
    return next((name for name, pattern in _PATTERNS if pattern.search(text)), "other")


def is_measure(label: str) -> bool:
    """Whether a label is a measure and nothing else: "Employment 2024", not "Hospitals"."""
    return any(p.search(label) for _, p in _PATTERNS) and not subject_words(label)


def period_of(text: str) -> str | None:
    """The period that a label names: "annual wages" is year."""
    return next((name for name, pattern in _PERIOD if pattern.search(text)), None)


def is_role(word: str) -> bool:
    """Whether a word, singular or plural, is what someone is by occupation."""
    folded = word.lower().strip(".,:;()'\u2019")
    singular = folded[:-3] + "y" if folded.endswith("ies") else folded.removesuffix("s")
    return folded in _ROLE_NOUNS or singular in _ROLE_NOUNS


def subject_words(text: str) -> list[str]:
    """The words of a label that say whom or what it measures, as written, generic words left out.

    >>> subject_words("CV Engineer Salary"), subject_words("Average Base Salary (2026)")
    (['CV', 'Engineer'], [])
    """
    words = re.findall(r"[^\W\d_][\w&+#/.'\u2019-]*", re.sub(r"\([^)]*\)", " ", text))
    return [w for w in words if w.lower().strip(".'") not in _GENERIC]


def names_someone(words: list[str]) -> bool:
    """Whether subject words name an occupation: a role, or an acronym such as CV or RN."""
    acronym = any(w.isupper() and 2 <= len(w) <= 5 and w not in _COUNTRIES for w in words)
    return any(is_role(w) for w in words) or acronym
