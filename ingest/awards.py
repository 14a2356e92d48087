"""Level and award of a program from the words of its category and title. Pure."""

from __future__ import annotations

import re
from functools import lru_cache

from vectorstore.records import Level
from vectorstore.text import fold

_APOS = "['\u2019]"
_POST = re.compile(
    rf"\bpost[- ]?(?:master|bachelor|baccalaureate|graduate|doctoral|degree)(?:{_APOS}?s)?\b",
    re.IGNORECASE,
)
_LEVELS: tuple[tuple[Level, str], ...] = (
    (Level.DIPLOMA, r"diplomas?\b|\bp?g\ ?dip\b|\bhnd\b|\bdip\ ?he\b|\bpgd(?:m|ca|ba)\b"),
    (
        Level.CERTIFICATE,
        r"""certificat(?:es?|ions?)\b|\bcerts?\b|micro-?credentials?\b|nanodegrees?\b|\bpgcert\b|
        \bgradcert\b|\bcas\b|\bp?g\ cert\b|\bpgce\b|\bhnc\b|\bcert\ ?he\b""",
    ),
    (
        Level.DOCTORATE,
        r"""doctora(?:te|l)s?\b|\bdoctor\ of\b|\bph\.?d\b|\bd\.?phil\b|\b(?:ed|psy|pharm)\.?d\b|
        \bdnp\b|\bd\.?b\.?a\b|\bj\.?d\b|\bm\.?d\b|\bd\.?eng\b|\bd\.?sc\b|\bdpt\b|\bdrph\b|\bdvm\b|\bdds\b""",
    ),
    (
        Level.MASTER,
        r"""masters?\b(?!\ ?class)|\bm\.?s\.?c?\b|\bm\.?a\b|\bmba\b|\bm\.?eng\b|\bm\.?ed\b|
        \bm\.?phil\b|\bmph\b|\bmsn\b|\bmsf\b|\bmfin\b|\bmfa\b|\bmpa\b|\bmpp\b|\bmps\b|\bmsw\b|\bll\.?m\b|\bm\.?arch\b|
        \bmcs\b|\bmscs\b|\bmsit\b|\bmsba\b|\bmacc\b|\bmcomp?\b|\bm\.?res\b|\bmit\b(?=\ in)|\bmha\b|
        \bmim\b|\bmhi\b|\bm(?:sci|phys|chem|math|maths|biol|geol|mus)\b|
        \bm\.?\ ?(?:tech|com|des|pharm|plan|voc|optom|p\.?ed|v\.?sc|lib|stat)\b|
        ^m(?:ca|hm|pt)(?=\s*(?:$|[(:,-]|in\b))""",
    ),
    (
        Level.BACHELOR,
        r"""bachelors?\b|\bb\.?s\.?c?\b|\bb\.?a\b|\bbba\b|\bb\.?eng\b|\bb\.?ed\b|\bbsn\b|\bbfa\b|
        \bb\.?\ ?(?:tech|com|des|pharm|plan|voc|optom|p\.?ed|v\.?sc|lib|stat)\b|
        ^b(?:ca|hm|pt)(?=\s*(?:$|[(:,-]|in\b))|\bbcs\b|\bbsw\b|\bbas\b|\bll\.?b\b|
        \bb\.?arch\b|\bbit\b(?=\ in)|\bundergraduate\ degree\b|\bb(?:mus|phil|th)\b|
        \bmbbs\b|\bmb\ ?chb\b""",
    ),
    (
        Level.OTHER,
        r"""associates?\b(?:'s)?(?=\ (?:degree|of|in))|\ba\.?a\.?s\b|\bbootcamps?\b|
        \bshort\ courses?\b|\bnondegree\b|\bfoundation\ degrees?\b""",
    ),
)
_PATTERNS = tuple((level, re.compile(pattern, re.VERBOSE)) for level, pattern in _LEVELS)
_SHORT = r"""(?:Ph\.?\ ?D|D\.?Phil|Ed\.?D|Psy\.?D|Pharm\.?D|DNP|D\.?B\.?A|DrPH|DPT|M\.?B\.?A|
    M\.?S\.?c?|M\.?A|M\.?Eng|M\.?Ed|M\.?Phil|MPH|MSN|MSF|MFin|MFA|MPA|MPP|MPS|MSW|LL\.?M|M\.?Arch|MCS|MSCS|MSIT|MSBA|
    MAcc|M\.?Res|MHA|[BM]\.?(?:Com|Des|Pharm|Plan|Voc|Optom|P\.?Ed|V\.?Sc|Lib|Stat)|M\.?Tech|
    PGDM|PGDCA|(?:[BM]CA|[BM]HM|[BM]PT)(?=\s*(?:$|[(:,-]|in\b))|B\.?S\.?c?|B\.?A|BBA|B\.?Eng|B\.?Ed|BSN|BFA|B\.?Tech|BCS|BSW|LL\.?B|
    A\.?A\.?S)(?:\b|(?<=\.))\.?(?![\w'])"""
_OF = r"""\s+of\s+(?:(?:Applied|Professional|Computer|Data|Public|Social|Fine|Business|Advanced)
    \s+)?[A-Z][\w&-]*(?:\s+(?:and\s+)?[A-Z][\w&-]*)*"""
_AWARD = re.compile(
    rf"""(?:Post[-\s]?(?:Master|Bachelor|Baccalaureate|Graduate|Doctoral|Degree)(?:{_APOS}?s)?|
        Graduate|Undergraduate|Postgraduate|Professional|Advanced|Executive|Associate)
        \s+(?:Certificate|Diploma)s?\b
    |(?:Certificate|Diploma)s?\b
    |(?:Executive\s+)?(?:Master|Bachelor|Associate){_APOS}s(?:\s+Degree)?
    |(?:Executive\s+)?(?:Masters|Bachelors)(?:\s+Degree)?\b(?!\s?class)
    |(?:Executive\s+)?(?:Master|Bachelor|Doctor|Associate){_OF}
    |Doctorate\b|Bootcamp\b|Micro-?[Cc]redential\b|Nanodegree\b
    |(?<![\w.'\u2019]){_SHORT}""",
    re.VERBOSE,
)
_OF_SCIENCE = re.compile(
    r"""((?:Master|Bachelor|Doctor|Associate)\s+of\s+(?:Applied\s+)?
    (?:Science|Arts|Philosophy|Technology|Laws|Education|Engineering))\b.*""",
    re.VERBOSE,
)


_CODES = {
    "m": Level.MASTER, "b": Level.BACHELOR, "c": Level.CERTIFICATE, "doctor": Level.DOCTORATE,
    **dict.fromkeys("bms bds bams bhms bhmct bmm bttm bot bmlt bnys".split(), Level.BACHELOR),
    **dict.fromkeys("mms mds mhm mttm mot mmlt mch pgp".split(), Level.MASTER),
}  # fmt: skip
"""Letters of level columns, which mean other things in titles. "D" is a doctorate to some and a
diploma to others: it says nothing."""
_NO_DEGREE = re.compile(
    r"""(?:(?:senior|junior|upper|lower|high|middle|primary|secondary|elementary)\ )*
    (?:school|secondary|primary)\b.*|kindergarten\b.*|non[- ]?(?:aqf|award|degree|credit)\b.*|
    elicos\b.*|english\ language\b.*|foundation(?:\ (?:studies|year|course|program(?:me)?))?|
    preparatory\b.*|bridging\b.*|pathway\b.*|other""",
    re.VERBOSE,
)
"""Cells of level columns for schools and for courses that lead to no degree: those who ask for a
certificate mean no "Senior Secondary Certificate of Education"."""
_COARSE = re.compile(
    r"""[a-z]|(?:master|bachelor|doctor|associate)(?:'?s)?(?:\ (?:degree|level))?|
    doctor(?:ate|al)s?(?:\ (?:degree|level))?|certificates?|diplomas?|
    (?:(?:post|under)-?)?graduate(?:\ (?:degree|level|study))?|ug|pg|non-?award|other""",
    re.VERBOSE,
)
"""Cells of level columns that name no award of their own."""


def find_level(category: str | None, title: str, stated: str | None = None) -> Level:
    """The coarse level: the category's unless the title names others, then the title's first.

    `stated` is a level column's cell; what it names goes before both.

    >>> find_level("Certificates in Nursing", "Post-Master's Family Nurse Certificate").value
    'certificate'
    >>> find_level(None, "Bachelor of Arts / Master of Teaching", "Masters Degree").value
    'master'
    """
    if known := _stated_levels(stated or ""):
        of_title = _levels(title) if len(known) > 1 else []
        return next((level for level in of_title if level in known), known[0])
    of_title = _levels(title)
    of_category = _levels(category or "")
    if of_category and (of_category[0] in of_title or not of_title):
        return of_category[0]
    return of_title[0] if of_title else Level.OTHER


def find_award(category: str | None, title: str, stated: str | None = None) -> str | None:
    """The award as written in the title, else in the category; None if neither names one.

    A level column's cell goes before both where it says more than the level: "Masters Degree
    (Coursework)", not "Master's" or "M".
    """
    is_award = bool(stated and (_levels(stated) or _NO_DEGREE.fullmatch(fold(stated))))
    if stated and is_award and not _COARSE.fullmatch(fold(stated)):
        return stated
    for text in (title, category or ""):
        found = [m.group().strip() for m in _AWARD.finditer(text)]
        if found:
            return _trimmed(_ranked(found))
    return stated if is_award else None


def is_level(text: str) -> bool:
    """Whether a cell of a level column names a level, be it by a letter or as "undergraduate"."""
    return bool(_stated_levels(text)) or _COARSE.fullmatch(fold(text)) is not None


def _stated_levels(text: str) -> list[Level]:
    folded = fold(text)
    if folded in _CODES:
        return [_CODES[folded]]
    return [Level.OTHER] if _NO_DEGREE.fullmatch(folded) else _levels(text)


def names_level(text: str) -> bool:
    """Whether a text names a level of study: "Master's in AI"."""
    return bool(_levels(text))


@lru_cache(maxsize=4096)
def _levels(text: str) -> list[Level]:
    """Levels that a text names, certificates and diplomas first, then in order of place."""
    folded = _POST.sub("post", fold(text))
    awards = [(m.start(), level) for level, p in _PATTERNS if (m := p.search(folded))]
    bridge = re.search(r"\bto\b", folded)
    if bridge and len({lv for at, lv in awards if lv is not Level.CERTIFICATE}) > 1:
        awards = [a for a in awards if a[0] > bridge.start()] or awards
    small = {Level.CERTIFICATE, Level.DIPLOMA}
    return [lv for _, lv in sorted(awards, key=lambda a: (a[1] not in small, a[0]))]


def _ranked(found: list[str]) -> str:
    """Of several awards in one text, a certificate or diploma goes before a degree."""
    small = [f for f in found if re.search(r"certificate|diploma", f, re.IGNORECASE)]
    return (small or found)[0]


def _trimmed(award: str) -> str:
    """`Master of Science in ...` and the like without what follows the degree's own name."""
    short = _OF_SCIENCE.fullmatch(award)
    return short.group(1) if short else award
