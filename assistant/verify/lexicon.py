"""Words that verification knows: the frame that says nothing by itself, and the words that decide.

Whatever is in none of these lists has to stand in the evidence that a sentence cites.
"""

from __future__ import annotations

import re

from assistant.stemming import stem
from vectorstore.query import Aggregate, SortKey

FUNCTION = frozenset(
    """
    a an the this that these those of in on at for with and or to is are was were be been
    being am it its itself they them their theirs he she his her i me my we our us you your
    yours as by from into onto than then there here which who whom whose what when where how
    if so do does did doing done has have had having will would shall both each every either
    neither any all some such same other others another also too very just about around over
    under up down out off per via between among within against while whereas but though
    although because since s t d ll re ve m o per one ones more most less least much many
    few several not no nor never none nothing without only solely exclusively entirely fully
    purely can could may might must should
    """.split()
)
"""Function words; those that decide something (negation, only, limits) have checks of their own."""

_FRAME_WORDS = """
    form forms version ahead behind
    result results resulting lie lies lying sum sums turn turns respectively outside except
    excluding excluded apart announce announces announced announcing advertise advertises
    advertised promise left fit heading level category currency basis program programs
    course courses degree degrees option options choice choices row rows entry entries
    listing listings list lists listed university universities school schools college
    colleges institution institutions provider providers page pages site heading hold holds
    held holding have match matches matching found show shown price prices priced pricing
    cost costs costing charge charges charged tuition fee fees ask asks asking pay pays paid
    bill sum amount amounts money figure figures number value worth rate length lengths
    duration durations time takes take taking taken last lasts lasting run runs running long
    finish finished finishes complete completed completes completing spend spends lasted
    study studied offer offers offered offering available provide provides provided teach
    teaches taught delivered delivery deliver attend attended mode format way ways come
    comes coming get gets set back buy buys need needs requires require require stand stands
    standing sit sits rank ranks ranked place placed places order ordered sorted sort start
    starts begin by next followed follow follows following runner up then first second third
    last total together altogether combined add adds difference differ differs gap apart
    save saves saving saved extra additional compared comparison compare versus vs against
    rather instead choose choosing pick picking go going divide divided divides works work
    out equal equals equivalent translates corresponds amounts make makes made year years
    month months week weeks semester annual annually yearly monthly weekly side who want
    wants yes no located based city campus location situated among include includes
    including range ranges ranging vary varies span spans middle typical sit exact exactly
    precisely just tie ties tied joint equally share shares near nearest closest fit fits
    fitting meet meets satisfy satisfies criteria condition limit under name named names
    called titled title titles single whole part read says say said state states stated give
    gives given put puts know known does source sources record records records written
    currently here above below half full mark quoted quote stand sold go goes went set
    cheaply cut student students learner you visitor carry carries carrying
    across people let lets route routes formats suits suit spare matters
    tag expect expects region regions country countries whoever anyone everyone after done
    award awards apply applies host hosts hosted contain contains count counts spread spreads
    possible plus qualify qualifies
    """.split()
FRAME = frozenset(stem(w) for w in _FRAME_WORDS) | frozenset(stem(w) for w in FUNCTION)
"""Stems of words with which rows are talked about; what they claim other checks have read."""

SET_NOUN = re.compile(
    r"\b(?:programs|courses|certificates|degrees|diplomas|master's(?!\s+(?:in|degree\b"
    r"|program\b))|masters|doctorates|bachelor's"
    r"|options|choices|rows|listings|entries|ones|of (?:them|these|those)|matches|universities"
    r"|schools|colleges|titles)\b"
)
"""A plural noun that a set of rows is named by (in `plain` text)."""

SINGLE_NOUN = re.compile(
    r"\b(?:program|course|certificate|degree|diploma|master's|option|choice|row|one|match"
    r"|university|school|college)\b"
)

DELIVERY: dict[str, re.Pattern[str]] = {
    "online": re.compile(
        r"\bonline\b|\bremote(?:ly)?\b|\bfrom home\b|\bvirtual(?:ly)?\b|\bdistance\b"
    ),
    "on_campus": re.compile(
        r"\b(?:on|at|off)[- ]campus\b|\bin[- ]person\b|\bon[- ]site\b|\bface[- ]to[- ]face\b"
        r"|\bcampus\b"
    ),
    "hybrid": re.compile(r"\bhybrid\b|\bblended\b"),
}
"""Ways of delivery in `plain` text."""

DEGREES = {"bachelor", "master", "doctorate"}
"""The levels that "degree" stands for."""

LEVELS: dict[str, re.Pattern[str]] = {
    "certificate": re.compile(r"\bcertificates?\b"),
    "bachelor": re.compile(r"\bbachelor(?:'?s)?\b|\bundergraduate degrees?\b"),
    "master": re.compile(r"\bmaster(?:'?s)?\b"),
    "doctorate": re.compile(r"\bdoctora(?:l|te|tes)\b|\bph\.?ds?\b"),
    "diploma": re.compile(r"\bdiplomas?\b"),
}
"""Levels in `plain` text."""

NEGATION = re.compile(
    r"\b(?:not|no|none|never|neither|nor|nothing|without|cannot|lacks?|isn't|aren't|wasn't"
    r"|doesn't|don't|didn't"
    r"|can't|won't|hasn't|haven't|couldn't|wouldn't|shouldn't|nobody|hardly|instead of"
    r"|rather than|fails? to)\b"
)
ONLY = re.compile(r"\b(?:only|solely|exclusively|entirely|fully|purely|wholly|100%|completely)\b")

_PRICE_NOUN = r"(?:listed\s+)?(?:price|prices|cost|costs|tuition|fee|fees|bill|price tag)"
_LENGTH_NOUN = r"(?:listed\s+)?(?:length|lengths|duration|durations|time)"

_ALL_OTHERS = r"(?:every|any|all|each)(?: of)?(?: the)? others?"
"""What a comparative with all others says is a superlative."""

SUPERLATIVES: tuple[tuple[SortKey, bool, re.Pattern[str]], ...] = (
    (SortKey.PRICE, False, re.compile(
        rf"\b(?:cheapest|least (?:expensive|costly)|most affordable|lowest[- ](?:priced|cost)"
        rf"|costs? the least"
        rf"|charges? the least|(?:lowest|smallest|lower end) {_PRICE_NOUN}|least money"
        rf"|inexpensive|(?:undercuts?|beats?|cheaper than|costs? less than) {_ALL_OTHERS}"
        rf"|is the lowest(?=,? at\b))\b")),
    (SortKey.PRICE, True, re.compile(
        rf"\b(?:most (?:expensive|costly)|priciest|dearest|costliest|highest[- ](?:priced|cost)"
        rf"|costs? the most"
        rf"|charges? the most|(?:highest|biggest|largest|top) {_PRICE_NOUN}"
        rf"|(?:dearer|pricier|more expensive|costlier|costs? more) than {_ALL_OTHERS}"
        rf"|is the highest(?=,? at\b))\b")),
    (SortKey.DURATION, False, re.compile(
        rf"\b(?:shortest|quickest|fastest|briefest|takes? the least|(?:lowest|smallest"
        rf"|least) {_LENGTH_NOUN}|(?:shorter|quicker) than {_ALL_OTHERS})\b")),
    (SortKey.DURATION, True, re.compile(
        rf"\b(?:longest|slowest|takes? the most|(?:highest|biggest|most"
        rf"|greatest) {_LENGTH_NOUN}|longer than {_ALL_OTHERS})\b")),
)  # fmt: skip

COMPARATIVES: tuple[tuple[SortKey, bool, re.Pattern[str]], ...] = (
    (SortKey.PRICE, False, re.compile(
        r"(?<!\w)(?:cheaper|less (?:expensive|costly)|more affordable|lower[- ]priced"
        r"|costs? less|charges? less"
        r"|lower (?:listed )?(?:price|cost|tuition|fee)|\x02 (?:a year )?less(?! expensive)"
        r"|\x02 (?:below|lower|under)(?! \x02)|undercuts?|beats?)\b")),
    (SortKey.PRICE, True, re.compile(
        r"(?<!\w)(?:more (?:expensive|costly)|dearer|pricier|costlier|higher[- ]priced"
        r"|costs? more|charges? more"
        r"|higher (?:listed )?(?:price|cost|tuition|fee)|\x02 more(?! expensive|\W*$)"
        r"|\x02 (?:above|higher|extra)(?! \x02))\b")),
    (SortKey.DURATION, False, re.compile(
        r"\b(?:shorter|quicker|faster|briefer|takes? less time)\b")),
    (SortKey.DURATION, True, re.compile(r"\b(?:longer|slower|takes? more time)\b")),
)  # fmt: skip
"""Comparatives in `plain` text in which a figure is written as \\x02."""

NONE_BEYOND = re.compile(
    r"\b(?:none|no(?: other)?)\b[^;:.]*?\b(?P<said>(?:is|are|costs?|takes?|charges?|has|lasts?)"
    r"[^;:.]{0,24}?)\s+than\s+(?:the\s+)?(?=\x01)"
)
"""None of a set is further out than a row: that row is at its end (in masked `plain` text)."""

_MEASURED_NOUN = f"{_PRICE_NOUN}|{_LENGTH_NOUN}"

AGGREGATES: tuple[tuple[Aggregate, re.Pattern[str]], ...] = (
    (Aggregate.MEDIAN, re.compile(r"\bmedian\b|\bmiddle (?:price|value|length)\b")),
    (Aggregate.MEAN, re.compile(r"\bmean\b|\baverages?\b|\bon average\b|\baveraged\b")),
    (Aggregate.SUM, re.compile(
        r"\bsum\b|\btogether\b|(?<!\bin )\btotals?\b|\badds? up\b|\baltogether\b|\bcombined\b")),
    (Aggregate.RANGE, re.compile(
        r"\branges?\b|\branging\b|\bruns? from\b|\brun between\b|\bvary\b|\bvaries\b|\bspan\b"
        r"|\bspans\b"
        r"|\b(?:prices|lengths|fees|costs|tuition)\b.{0,80}\bfrom\b|\bbetween\b")),
    (Aggregate.MIN, re.compile(
        rf"\b(?:lowest|smallest|least|minimum|shortest|cheapest) (?:{_MEASURED_NOUN})?")),
    (Aggregate.MAX, re.compile(
        rf"\b(?:highest|largest|biggest|maximum|longest|dearest) (?:{_MEASURED_NOUN})?")),
)  # fmt: skip


PERIOD_WORDS: dict[str, re.Pattern[str]] = {
    "year": re.compile(
        r"\bannual(?:ly)?\b|\byearly\b|\bper (?:year|annum)\b|\b(?:each|every) year\b"
        r"|/(?:year|yr)\b|\byear[- ]over[- ]year\b|\byoy\b|\bp\.a\."
        r"|\bfor each (?:one )?of (?:its|the|those) (?:\w+ )?years\b"),
    "part": re.compile(
        r"\b(?:per|for each|for every) (?:subject|module|class|lesson|paper|session|quarter"
        r"|block)\b"),
    "month": re.compile(r"\bmonthly\b|\bper month\b|\b(?:each|every) month\b|/(?:month|mo)\b"),
    "week": re.compile(r"\bweekly\b|\bper week\b|\b(?:each|every) week\b|/week\b"),
    "hour": re.compile(r"\bhourly\b|\bper hour\b|\b(?:an|each|every) hour\b|/(?:hour|hr)\b"),
    "day": re.compile(r"\bdaily\b|\bper day\b|\b(?:each|every) day\b|/day\b"),
    "credit": re.compile(r"\bper credit\b|\b(?:a|each|every) credit\b|/credit\b|\bper unit\b"),
    "semester": re.compile(
        r"\bper (?:semester|term)\b|\b(?:each|every|a) (?:semester|term)\b|/(?:semester|term)\b"),
    "total": re.compile(
        r"\bin total\b|\bin all\b|\btotal (?:price|cost|tuition|fees?)\b"
        r"|\bwhole (?:program|course|degree)\b|\ball[- ]in\b"),
}  # fmt: skip
"""What a sum is said to be paid for."""
