"""The closed vocabulary of sentences about labelled figures: what each kind of fact may be called.

A word that is in none of these sets is no word of such a sentence, which is then not proven here.
"""

from __future__ import annotations

import re

from assistant.verify.facts import FactKind

FRAME = frozenset(
    """a an the of in at for to by with and or as from than that which who those this these its
    their it they is are was were be been being has have had having do does did each per number
    numbers figure figures amounts amounted amount comes came come stood stands stand reached
    reaching reaches exactly precisely just only so listed according versus against compared while
    whereas about around roughly approximately nearly almost also then where there when what among
    how counts counting described mere another further saw sees on
    said says given quite near close put puts on going""".split()
)
"""Words that say nothing of a figure."""

_TREND = """employment employed job jobs position positions outlook projected projection projections
    expected expect
    expects can forecast should anticipated will between decade over through during period see face
    faces balance net record
    facing seeing show shows workers change changes change changed level"""
KIND_WORDS: dict[FactKind, frozenset[str]] = {
    FactKind.PAY: frozenset(
        """pay paid pays wage wages salary salaries earn earned earns earning earnings make made
        makes income median annual annually yearly hourly hour hours year years level took take
        home out got get gets""".split()
    ),
    FactKind.GROWTH: frozenset(_TREND.split()),
    FactKind.CHANGE: frozenset(_TREND.split()),
    FactKind.JOBS: frozenset(
        """jobs job held hold holds numbered numbering employment employed counted exist existed
        positions position workers people all total projected made record strong country
        nation""".split()
    ),
    FactKind.SHARE: frozenset(
        """employ employs employed employing employer employers employment work works worked
        working workers job jobs share shares proportion portion every who""".split()
    ),
}

NAMING: dict[FactKind, re.Pattern[str]] = {
    FactKind.PAY: re.compile(r"\b(?:pay|paid|wages?|salar\w+|earn\w*|made?|makes|income|median)\b"),
    FactKind.GROWTH: re.compile(r"\b(?:outlook|employment|jobs?|number)\b|percent|%"),
    FactKind.CHANGE: re.compile(
        r"\b(?:outlook|employment|jobs?|number|positions?|more|fewer|gains?|loss(?:es)?|increase|decline)\b"
    ),
    FactKind.JOBS: re.compile(r"\b(?:jobs?|held|number\w*|employ\w*|positions?|outnumber\w*)\b"),
    FactKind.SHARE: re.compile(
        r"\b(?:employ\w*|works?|working|share|proportion|are|is|have|has|account\w*)\b"
    ),
}
"""At least one of these says that a figure is of its kind."""

UP = frozenset(
    """grow grows growing grown growth rise rises rising risen increase increases increasing gain
    gains gaining add added adds adding expand expands expanding expansion additional new climb
    climbs extra up create creates created creating creation""".split()
)
DOWN = frozenset(
    """decline declines declining fall falls falling lose loses losing lost loss losses shrink
    shrinks shrinking decrease decreases decreasing drop drops dropping reduction cut contract
    contraction""".split()
)
"""Which way employment goes."""

HIGHER = frozenset(
    """more higher larger bigger greater exceed exceeds exceeded exceeding top tops topped topping
    outnumber outnumbers outnumbered outearn outearned surpass surpasses surpassed above over beat
    beats ahead leads""".split()
)
LOWER = frozenset("less lower fewer smaller below under short trails trailed trail behind".split())
"""Which of two figures is the higher one."""

SLIGHT = frozenset("slightly little touch somewhat marginally bit".split())
LARGE = frozenset("much far well considerably significantly substantially".split())
"""How far two figures are apart."""

PROJECTED = re.compile(
    r"\b(?:project\w*|expect(?:s|ed)?|forecast\w*|outlook|should|anticipated|prospective|fac(?:e|es|ing))\b"
)
OVER_YEARS = re.compile(r"\bchanges?\b.*\b20\d\d\b|\b20\d\d\b.*\bchanges?\b", re.DOTALL)
"""A change with its years, as the table's own label has it: "employment change, 2024-34"."""
PAST = re.compile(
    r"\b(?:was|were|ha[sd]|have|did|changed|grew|grown|rose|risen|fell|fallen|gained|lost|added)\b"
)
"""Says that something has happened already."""
NEGATION = re.compile(r"\b(?:not?|never|without|neither|nor|none|nothing|cannot|hardly)\b|n't\b")
HELD_BACK = re.compile(
    r"\bnot (?:projected|expected|forecast|anticipated|set|thought) to (?P<verb>[a-z]+)"
)
"""A trend that is denied: "not expected to grow"."""

TOGETHER = re.compile(
    r"\b(?:together|combined|altogether|adding|added to|add up|sum|in all|in total|totall?ed)\b"
)
GAP = frozenset("gap difference separated separates separate between apart fell falls by".split())
"""Words of a difference of two figures."""
GAP_BEFORE = re.compile(
    r"(?:\bby|\b(?:gap|difference|lead|margin) (?:of|is|was|came to|comes to)|\bfell|\bfalls)\s+"
    r"(?:about\s|nearly\s|roughly\s|just\s|only\s|over\s|more than\s)?$"
)
GAP_BEHIND = re.compile(
    r"\s+(?:more|less|higher|lower|above|below|over|under|short|ahead|behind|apart|fewer|larger"
    r"|smaller)\b"
)
