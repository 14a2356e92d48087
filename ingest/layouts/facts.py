"""Fact tables, definition lists and `Label: value` items -> Claims. Pure.

A table of more columns, one of which names occupations, gives a claim a cell, labelled by its
column. In a table of two (labels first: `two_columns.py`), a row's own label says what is
measured ("2024 Median Pay"), else the column's header, else the sentence that leads into the table
("the median annual wages for actors in the top industries were as follows"), which also says whom
it is about; the label is then a condition ("Theater companies").
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from ingest.blocks import Block, BlockKind
from ingest.figures import find_figures, is_money
from ingest.layouts.claims import Labelled, Subject, read_claims
from ingest.layouts.measures import attribute_of, is_measure, is_role, subject_words
from ingest.layouts.two_columns import LABEL_NAME, VALUE_NAME
from ingest.layouts.wide_facts import NAMES_ENTITY, OTHERS, claims_by_cell, spans_of
from vectorstore.records import Claim

_ITEM = re.compile(r"(?P<label>[^:]{2,120}):\s+(?P<value>\S.{0,120})")
_MAX_VALUE_CHARS = 60
"""An item with a longer value is prose after a lead-in, not a fact."""
_ABOUT = re.compile(
    r"""\b(?:wages?|salar(?:y|ies)|pay|earnings|employers|employment)\ (?:for|of)[ ]
    (?P<who>.+?)(?=,?\ (?:in|were|was|by|are|is)\b|[:.]|$)""",
    re.IGNORECASE | re.VERBOSE,
)
_EMPLOYERS = re.compile(r"\bemployers\b|\bemployed the most\b", re.IGNORECASE)
_BY_KIND = re.compile(
    r"\b(?:employers|industr(?:y|ies)|sectors?|states?|areas?|cities|regions?)\b", re.IGNORECASE
)
_TOTAL = re.compile(r"^total\b|all occupations", re.IGNORECASE)
_GROUP = re.compile(
    r"\b(?:occupations|workers|personnel|specialists|operators|practitioners|professionals)\b",
    re.IGNORECASE,
)
"""Names a group of occupations: the page's own is a part of it, or not even that."""
_NO_CLAIM = re.compile(
    r"\bcode\b|\bid\b|last (?:modified|updated|reviewed)|^(?:url|link|source|phone|email)\b",
    re.IGNORECASE,
)
_YEAR = re.compile(r"(?:19|20)\d\d(?:\s?[-/\u2013]\s?\d{2,4})?")
_STATISTIC = re.compile(
    r"(?:lowest|minimum|min|typical|average|median|mean|highest|maximum|max)", re.IGNORECASE
)
_LEVEL_NAME = re.compile(r"[^\W\d_][^|]{1,60}$")
"""What a row can be called: not a figure."""
_IN_WORDS = ("education", "training", "experience", "demand")
_NUMBER = re.compile(r"\A\d{1,3}\.\s")
"""Of an item in an ordered list."""
_MAX_CELLS = 2
_MAX_LABEL_CHARS = 40


@dataclass(frozen=True, slots=True)
class FactTable:
    """The table a row stands in: what leads into it and the unit its first row sets."""

    lead: str = ""
    sign: str = ""
    """"$" or "%" of the first figure: the rows below leave it out."""
    entity: str = ""
    """Whom the rows are about, where one of them says so: "Occupational Title: Actors"."""
    is_open: bool = False

    def next(self, block: Block, lead: str) -> FactTable:
        """The table as of a row: a new one where a gap stands before the row."""
        cells = _cells(block)
        value = cells[-1] if cells else ""
        table = self
        if not self.is_open or block.gap or lead != self.lead:
            sign = "$" if value.startswith("$") else "%" if value.endswith("%") else ""
            table = FactTable(lead, sign, is_open=True)
        named = len(cells) == _MAX_CELLS and NAMES_ENTITY.fullmatch(cells[0])
        return replace(table, entity=value) if named else table


def claims_of_row(
    block: Block, table: FactTable, subject: Subject, path: tuple[str, ...]
) -> list[Claim]:
    """The claims of a table row or a `Label: value` item; none if it states no value."""
    cells = _cells(block)
    if len(cells) > _MAX_CELLS:
        return (
            _claims_of_wide(block, subject, path)
            or claims_by_year(block, table, subject, path)
            or claims_by_column(block, table, subject, path)
            or claims_by_cell(block, table.lead, subject, path)
        )
    if len(cells) != _MAX_CELLS or not all(cells):
        return []
    label, value = (c.strip(" :") for c in cells)
    if NAMES_ENTITY.fullmatch(label) or _NO_CLAIM.search(label):
        return []
    given = Labelled(
        *(label, value, block.start, block.end, path),
        entity=_own(table, subject),
        is_value_last=block.text.endswith(value),
    )
    if is_measure(label) or _is_fact_header(block.header, path):
        return read_claims(given, subject)
    context = block.header[1] if block.header and any(block.header) else table.lead
    # The wages of special education teachers are no education.
    measure = re.sub(re.escape(subject.title), "", context, flags=re.IGNORECASE)
    if attribute_of(measure) == "other" and not _EMPLOYERS.search(context):
        is_told = attribute_of(label) != "other" or _is_labelled(block, label, value)
        return read_claims(given, subject) if is_told else []
    if not find_figures(value):
        return []
    measured = replace(given, value=_signed(value, table.sign), context=measure)
    return [_about_label(c, label, value, context, subject) for c in read_claims(measured, subject)]


def _claims_of_wide(block: Block, subject: Subject, path: tuple[str, ...]) -> list[Claim]:
    """A claim for each cell under a measure, of the occupation that one of the row's cells names.

    A claim's span runs from that cell to its own, so that equal cells differ.
    """
    names = block.header[: len(block.cells)]
    at = next((i for i, name in enumerate(names) if NAMES_ENTITY.fullmatch(name)), None)
    if at is None or len(names) != len(block.cells) or any(OTHERS.search(part) for part in path):
        return []
    spans = spans_of(block)
    own = spans[at]
    if not block.cells[at] or own is None:
        return []
    entity = subject.own_name(block.cells[at]) or block.cells[at]
    claims: list[Claim] = []
    for label, cell, span in zip(names, block.cells, spans, strict=True):
        if span is None or not _is_fact(label, cell):
            continue
        start, end = min(span[0], own[0]), max(span[1], own[1])
        claims += read_claims(Labelled(label, cell, start, end, path, entity=entity), subject)
    return claims


def claims_by_year(
    block: Block, table: FactTable, subject: Subject, path: tuple[str, ...]
) -> list[Claim]:
    """A claim for each cell of a row whose columns are years: the row's label is a condition.

    What is measured stands over the labels, before the table or in its heading.
    """
    names = block.header[: len(block.cells)]
    if len(names) != len(block.cells) or not all(map(_YEAR.fullmatch, names[1:])):
        return []
    said = (names[0], table.lead, *reversed(path[1:]))
    context = next((part for part in said if attribute_of(part) != "other"), "")
    spans, row = spans_of(block), block.cells[0]
    claims: list[Claim] = []
    for year, cell, span in zip(names[1:], block.cells[1:], spans[1:], strict=True):
        if not context or spans[0] is None or span is None or not find_figures(cell):
            continue
        label = f"{row}, {year}"
        given = Labelled(label, cell, spans[0][0], span[1], path, context, subject.title)
        claims += [
            replace(c, flags=(), qualifiers=(label, *c.qualifiers))
            for c in read_claims(given, subject)
        ]
    return claims


def claims_by_column(
    block: Block, table: FactTable, subject: Subject, path: tuple[str, ...]
) -> list[Claim]:
    """A claim for each sum of money in a row of levels: "Class 2 | 180 metres | 78,500 pounds".

    The column says that it is pay, or which of several figures of the pay that the heading or the
    lead announces ("Lowest | Typical | Highest").
    """
    names = block.header[: len(block.cells)]
    if len(names) != len(block.cells) or NAMES_ENTITY.fullmatch(names[0]):
        return []
    if any(OTHERS.search(part) for part in path) or not _LEVEL_NAME.match(block.cells[0]):
        return []
    announced = any(attribute_of(part) == "pay" for part in (table.lead, *path[1:]))
    spans = spans_of(block)
    claims: list[Claim] = []
    for name, cell, span in zip(names[1:], block.cells[1:], spans[1:], strict=True):
        measured = attribute_of(name) == "pay" and is_measure(name)
        if not measured and not (announced and _STATISTIC.fullmatch(name)):
            continue
        figures = find_figures(cell)
        if spans[0] is None or span is None or len(cell) > _MAX_VALUE_CHARS:
            continue
        if not figures or not all(map(is_money, figures)):
            continue
        label = f"{block.cells[0]}, {name}"
        given = Labelled(label, cell, spans[0][0], span[1], path, "pay", subject.title)
        claims += [
            replace(c, flags=(), qualifiers=(label, *c.qualifiers))
            for c in read_claims(given, subject)
        ]
    return claims


def _is_labelled(block: Block, label: str, value: str) -> bool:
    """Whether a pair that no header explains is a label and its value: "Typical hours: 39 to 45".

    Terms and what they mean are no such pairs: a value has no sentence's length or end. Nor are
    bare counts beside names, of which only the table's lead could say what they count.
    """
    if block.kind is BlockKind.ITEM or any(block.header) or find_figures(label):
        return False
    if block.kind is BlockKind.ROW and not re.search(r"[^\W\d_]|%|[$\u20ac\u00a3]", value):
        return False
    is_short = len(label) <= _MAX_LABEL_CHARS and len(value) <= _MAX_VALUE_CHARS
    return is_short and label[:1].isupper() and not value.endswith((".", "!", "?"))


def _is_fact(label: str, cell: str) -> bool:
    """Whether a column measures and its cell is a value: a figure, or words where words count."""
    attribute = attribute_of(label)
    if attribute == "other" or not is_measure(label) or len(cell) > _MAX_VALUE_CHARS:
        return False
    return bool(find_figures(cell)) or (attribute in _IN_WORDS and cell[:1].isalpha())


def _cells(block: Block) -> tuple[str, ...]:
    if block.kind in (BlockKind.ROW, BlockKind.PAIR):
        return block.cells
    m = _ITEM.fullmatch(_NUMBER.sub("", block.text)) if block.kind is BlockKind.ITEM else None
    is_short = m is not None and len(m["value"]) <= _MAX_VALUE_CHARS
    told = m and ((is_short and find_figures(m["value"])) or NAMES_ENTITY.fullmatch(m["label"]))
    return (m["label"], m["value"]) if m and told else ()


def _own(table: FactTable, subject: Subject) -> str:
    """The entity a table names; empty where it is the page's own, in its own spelling."""
    return "" if subject.own_name(table.entity) else table.entity


def _is_fact_header(header: tuple[str, ...], path: tuple[str, ...]) -> bool:
    """Whether a table pairs labels with values: `Field | Value`, or a section of quick facts."""
    names = (LABEL_NAME, VALUE_NAME)
    named = bool(header) and all(any(n.fullmatch(h) for n in names) for h in header if h)
    return named or any("quick facts" in p.lower() or "key facts" in p.lower() for p in path)


def _signed(value: str, sign: str) -> str:
    """The value with the sign its table's first row sets."""
    if sign == "$" and value[:1].isdigit():
        return f"${value}"
    return f"{value}%" if sign == "%" and value[-1:].isdigit() else value


def _about_label(claim: Claim, label: str, value: str, context: str, subject: Subject) -> Claim:
    """The claim with its label as whom it measures, if an occupation, else as a condition."""
    words = subject_words(label)
    flags = tuple(f for f in claim.flags if f != "label_names_other_subject")
    text = value if claim.text.strip("$%") == value else claim.text
    claim = replace(claim, text=text, flags=flags)
    about = _ABOUT.search(context)
    whom = about["who"] if about else claim.entity
    whom = subject.own_name(whom) or whom
    if _BY_KIND.search(context):
        is_share = _EMPLOYERS.search(context)
        return replace(
            claim,
            entity=whom,
            attribute="employers" if is_share else claim.attribute,
            qualifiers=(label, *claim.qualifiers),
        )
    someone = any(is_role(w) for w in words) or subject.has_part(label)
    if _TOTAL.search(label) or _GROUP.search(label) or someone:
        return replace(claim, entity=subject.own_name(label) or label)
    return replace(claim, entity=whom, qualifiers=(label, *claim.qualifiers))
