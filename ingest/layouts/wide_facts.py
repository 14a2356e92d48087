"""Rows of tables of three columns and more -> a claim a figure, by its row and its column. Pure.

For tables that no rule of `facts.py` knows: levels beside places or employers ("Newly qualified |
Regional firm"), occupations side by side, ranks with a lowest and a highest pay. Row and column
are conditions of the figure unless one of them is what is measured, or who is.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from ingest.blocks import Block
from ingest.figures import Figure, find_figures, is_money
from ingest.layouts.claims import Labelled, Subject, read_claims
from ingest.layouts.measures import COUNTS_PEOPLE, attribute_of, is_role, period_of, subject_words
from ingest.layouts.names import is_somebody
from ingest.layouts.wide_rows import named_cell
from vectorstore.records import Claim
from vectorstore.text import topic_key

NAMES_ENTITY = re.compile(
    r"(?:occupational |job )?title|occupation|career|role|profession", re.IGNORECASE
)
"""Header of a column that says whom a row is about."""
OTHERS = re.compile(
    r"\b(?:similar|related|other)\ (?:occupations|careers|jobs|roles|professions)\b",
    re.IGNORECASE | re.VERBOSE,
)
"""Headings over what belongs to other pages."""
_JOB = re.compile(r"job|position|post|trade|career path", re.IGNORECASE)
_EARN = re.compile(
    r"\b(?:earn\w*|money|pay|paid|salar\w+|wages?|offer(?:s|ed)?|makes?)\b", re.IGNORECASE
)
"""Said over a table, it makes its sums of money pay."""
_NOT_PAY = re.compile(
    r"\b(?:tuition|fees?|costs?|prices?|deposit|loan|grant|bursary|budget)\b", re.IGNORECASE
)
_LEVELS = frozenset(
    """principal consultant lead associate senior junior staff trainee manager intern graduate
    professional specialist expert assistant executive director supervisor head""".split()
)
"""Role nouns that alone are steps within a trade."""
_MAX_VALUE_CHARS = 60


@dataclass(frozen=True, slots=True)
class _Row:
    """A row of a table and what is known of it as a whole."""

    block: Block
    names: tuple[str, ...]
    spans: list[tuple[int, int] | None]
    path: tuple[str, ...]
    lead: str
    """The sentence, or the caption, over the table."""

    @property
    def told(self) -> str:
        """What stands over the table, headings included."""
        return " ".join((self.lead, *self.path))

    def labels(self) -> list[int]:
        """The cells that name the row: those before its first figure, the first at least."""
        first = next((i for i, c in enumerate(self.block.cells) if i and _value(c)), 1)
        return [i for i in range(first) if self.block.cells[i] and self.spans[i]]


def claims_by_cell(block: Block, lead: str, subject: Subject, path: tuple[str, ...]) -> list[Claim]:
    """A claim for each cell that is a figure with a unit, or a count under a measure that counts.

    A claim's span runs from the row's first name to its own cell.
    """
    names = block.header[: len(block.cells)]
    if len(names) != len(block.cells) or any(OTHERS.search(part) for part in path):
        return []
    row = _Row(block, names, spans_of(block), path, lead)
    labels = row.labels()
    if not labels:
        return []
    claims: list[Claim] = []
    for at in range(labels[-1] + 1, len(names)):
        claims += _claims_of_cell(row, at, labels, subject)
    return claims


def spans_of(block: Block) -> list[tuple[int, int] | None]:
    """Where each cell of a row stands in the page's text; None for one that is not found."""
    spans: list[tuple[int, int] | None] = []
    at = 0
    names = block.header if len(block.header) == len(block.cells) else ("",) * len(block.cells)
    for name, cell in zip(names, block.cells, strict=True):
        named = named_cell(name, cell)
        found = block.text.find(named, at)
        if found < 0:
            named, found = cell, block.text.find(cell, at)
        is_found = bool(cell) and found >= 0
        at = found + len(named) if is_found else at
        spans.append((block.start + at - len(cell), block.start + at) if is_found else None)
    return spans


def _value(cell: str) -> list[Figure]:
    """The figures of a cell that is a value and no text with a figure in it."""
    figures = find_figures(cell) if len(cell) <= _MAX_VALUE_CHARS else []
    if not figures or any(c.isalpha() for c in cell[: figures[0].start].replace("up to", "")):
        return []
    return figures


def _claims_of_cell(row: _Row, at: int, labels: list[int], subject: Subject) -> list[Claim]:
    name, cell, span = row.names[at], row.block.cells[at], row.spans[at]
    first = row.spans[labels[0]]
    figures = _value(cell)
    attribute = _attribute(row, name, [row.block.cells[i] for i in labels], figures)
    if span is None or first is None or not attribute:
        return []
    entity, used = _entity(row, at, labels, subject)
    told = [row.block.cells[i] for i in labels if i not in used]
    told += [] if at in used else [name]
    label = ", ".join([*(row.block.cells[i] for i in labels if i not in used or entity), name])
    context = attribute if attribute != "other" else ""
    given = Labelled(label, cell, first[0], span[1], row.path, context, entity)
    return [
        replace(
            claim,
            attribute=attribute,
            period=_period(claim, row) if attribute == "pay" else None,
            flags=(),
            qualifiers=tuple(dict.fromkeys((*filter(None, told), *claim.qualifiers))),
        )
        for claim in read_claims(given, subject)
        if claim.high is not None
    ]


def _period(claim: Claim, row: _Row) -> str | None:
    """As the cell or its names say, else as the sentence over the table does."""
    return claim.period or period_of(claim.label) or period_of(row.lead)


def _attribute(row: _Row, name: str, labels: Sequence[str], figures: Sequence[Figure]) -> str:
    """What a cell measures; empty if it is no figure that can be a claim."""
    if not figures:
        return ""
    named = next((a for a in map(attribute_of, (name, *labels)) if a != "other"), "other")
    if not any(f.unit for f in figures):
        return named if named in COUNTS_PEOPLE else ""
    if not all(map(is_money, figures)):
        return named if named in ("growth", "pay") and figures[0].unit == "percent" else "other"
    if named == "pay":
        return named
    return (
        "pay" if _EARN.search(row.told) and not _NOT_PAY.search(f"{name} {row.told}") else "other"
    )


def _entity(row: _Row, at: int, labels: list[int], subject: Subject) -> tuple[str, set[int]]:
    """Whom a cell is about, and the cells and column that said so.

    A column of occupations, an occupation that heads the column of a measure, an occupation that
    names the row; else whom the page is about.
    """
    cells = row.block.cells
    is_named = _is_occupation(row.names[at]) or (
        not row.names[labels[0]] and is_somebody(row.names[at])
    )
    if is_named and attribute_of(cells[labels[0]]) != "other":
        return subject.own_name(row.names[at]) or row.names[at], {at}
    for i in labels:
        is_other = not _is_own(cells[i], subject)
        names_job = _JOB.fullmatch(row.names[i]) is not None
        names_role = i == 0 or names_job or NAMES_ENTITY.fullmatch(row.names[i]) is not None
        if is_other and (names_job or (names_role and _is_occupation(cells[i]))):
            return cells[i], {i}
    own = next((i for i in labels if subject.own_name(cells[i])), None)
    return subject.someone, set() if own is None else {own}


def _is_occupation(text: str) -> bool:
    """Whether a name is of an occupation and not of a level or of an employer alone."""
    words = [w.lower().rstrip("s") for w in subject_words(text)]
    last = next(iter(text.split()[::-1]), "")
    return is_role(last) and (last.lower().rstrip("s") not in _LEVELS or len(words) > 1)


def _is_own(name: str, subject: Subject) -> bool:
    """Whether a name is the page's own trade, at some level: "Trainee tram driver"."""
    own = [w.rstrip("s") for w in topic_key(subject.someone).split()]
    named = [w.rstrip("s") for w in topic_key(name).split()]
    return bool(own) and set(own) <= set(named)
