"""Damage to listing rows and figures, and listings as the tables that people export. Pure.

Rows are found by the lines that the clean reading says they stand in; a row that stands in one line
of a table is left alone. What nothing in a file can tell (which side of `A | B` is the school, once
the two have changed places) is not asked.
"""

from __future__ import annotations

import csv
import html
import io
import json
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

import openpyxl

from evals.metrics.expectation import plain
from evals.metrics.reading import Row, Truth, truth_of
from evals.suites.damage import Clean, Damage, Damaged, changed
from vectorstore.records import PageContent, Program

_HEADERS = (
    ("Study field", "Mode of study", "Institution", "Course name", "Campus city", "Course length",
     "Tuition fee", "Currency"),
    ("Category", "Delivery mode", "School", "Program title", "City", "Duration", "Price",
     "Currency code"),
)  # fmt: skip
_CITY = 4
"""Column of the city."""


@dataclass(frozen=True, slots=True)
class RowLines:
    """Where a row stands in its file."""

    program: Program
    at: tuple[int, ...]
    """Numbers of its lines that are not blank, in order."""


def row_lines(raw: str, content: PageContent) -> list[RowLines]:
    """The rows that stand in several lines of the file, in its order."""
    lines = raw.split("\n")
    here = 0
    found = []
    for program in content.programs:
        wanted = content.page.text[program.start : program.end].split("\n")
        at = _find(lines, wanted, here)
        if at and len(wanted) > 1:
            found.append(RowLines(program, at))
            here = at[-1] + 1
    return found


def row_damages(content: PageContent) -> dict[str, Damage]:
    """Name -> damage, of a file with this content."""
    figures = {
        "thin blanks in figures": _separators("\u202f"),
        "apostrophes in figures": _separators("'"),
    }
    priced = [p for p in content.programs if p.price is not None and p.duration and p.places]
    if not priced:
        return figures
    one = priced[len(priced) // 2]
    cuts = {
        f"row without its {what}": _without(content, one, what)
        for what in ("price", "length", "city")
    }
    exports: dict[str, Damage] = {
        f"exported as {kind}": _exported(content, kind, headers)
        for kind, headers in (
            ("CSV", 0), ("CSV with semicolons", 1), ("XLSX", 1), ("JSON", 0),
            ("a table of HTML", 1), ("a table of Markdown", 0),
        )
    }  # fmt: skip
    return {
        **cuts,
        "row cut in the middle": _cut(content, one),
        "rows twice": _lines(content, lambda lines: [*lines, *lines]),
        "length and price swapped": _lines(content, _swapped),
        "length and price on one line": _lines(content, _joined),
        "CSV row short of a cell": _short(content, one),
        **figures,
        **exports,
    }


def _find(lines: Sequence[str], wanted: Sequence[str], here: int) -> tuple[int, ...]:
    """Numbers of the lines that say the wanted ones, with nothing but blank lines between."""
    for start in range(here, len(lines)):
        at: list[int] = []
        for number in range(start, len(lines)):
            if len(at) == len(wanted):
                break
            if " ".join(lines[number].split()) == wanted[len(at)]:
                at.append(number)
            elif lines[number].strip() or not at:
                break
        if len(at) == len(wanted):
            return tuple(at)
    return ()


def _edited(clean: Clean, row: RowLines, lines: Sequence[str]) -> str:
    """The file with other lines in a row's place, blank lines above the first kept."""
    every = clean.file.raw.split("\n")
    return "\n".join([*every[: row.at[0]], *lines, *every[row.at[-1] + 1 :]])


def _whole(clean: Clean, row: RowLines) -> list[str]:
    return clean.file.raw.split("\n")[row.at[0] : row.at[-1] + 1]


def _is_price(line: str, program: Program) -> bool:
    return program.price_raw is not None and line.strip().endswith(program.price_raw)


def _is_length(line: str, program: Program) -> bool:
    return program.duration is not None and line.strip() == program.duration.raw


def _is_city(line: str, program: Program) -> bool:
    return any(line.strip() == place.city for place in program.places)


_IS: dict[str, Callable[[str, Program], bool]] = {
    "price": _is_price,
    "length": _is_length,
    "city": _is_city,
}


def _without(content: PageContent, program: Program, what: str) -> Damage:
    """One row loses the line of one field: it is unknown now, or the row is left out."""

    def damage(clean: Clean) -> Damaged | None:
        row = next((r for r in row_lines(clean.file.raw, content) if r.program is program), None)
        if row is None:
            return None
        lines = [line for line in _whole(clean, row) if not _IS[what](line, program)]
        name = f"{program.university} | {program.title}"
        rows = tuple(_less(r, what) if r.name == plain(name) else r for r in clean.truth.rows)
        return changed(clean, _edited(clean, row, lines), replace(clean.truth, rows=rows))

    return damage


def _less(row: Row, what: str) -> Row:
    if what == "price":
        return replace(row, price=None, currency=None)
    return replace(row, length=None) if what == "length" else replace(row, city=None)


def _cut(content: PageContent, program: Program) -> Damage:
    """One row ends within its name, as where a page was cut off and went on."""

    def damage(clean: Clean) -> Damaged | None:
        row = next((r for r in row_lines(clean.file.raw, content) if r.program is program), None)
        if row is None:
            return None
        lines = _whole(clean, row)
        at = next((i for i, line in enumerate(lines) if " | " in line), None)
        if at is None:
            return None
        kept = lines[at][: len(program.university) + 3 + len(program.title) // 2].rstrip()
        name = f"{program.university} | {program.title}"
        rows = tuple(r for r in clean.truth.rows if r.name != plain(name))
        truth = replace(clean.truth, rows=rows, cut=(kept,))
        return changed(clean, _edited(clean, row, [*lines[:at], kept]), truth)

    return damage


def _lines(content: PageContent, edit: Callable[[list[str]], list[str]]) -> Damage:
    """All rows with their lines edited; what they say stays the same."""

    def damage(clean: Clean) -> Damaged | None:
        every = clean.file.raw.split("\n")
        for row in reversed(row_lines(clean.file.raw, content)):
            every[row.at[0] : row.at[-1] + 1] = edit(_whole(clean, row))
        return changed(clean, "\n".join(every))

    return damage


def _swapped(lines: list[str]) -> list[str]:
    """The last two lines, which are length and price, change places."""
    return [*lines[:-2], lines[-1], lines[-2]] if lines[-2].strip() else lines


def _joined(lines: list[str]) -> list[str]:
    return [*lines[:-2], f"{lines[-2]} {lines[-1]}"] if lines[-2].strip() else lines


def _separators(mark: str) -> Damage:
    """Thousands set off by another mark, in rows and prose alike."""

    def spaced(text: str) -> str:
        return re.sub(r"(?<=\d),(?=\d{3}(?!\d))", mark, text)

    return lambda clean: changed(clean, spaced(clean.file.raw))


def _exported(content: PageContent, kind: str, headers: int) -> Damage:
    """The listing as a table that someone saved, under the names that they gave its columns."""

    def damage(clean: Clean) -> Damaged:
        table = [list(_HEADERS[headers]), *(_cells(p) for p in content.programs)]
        ending, octets = _WRITERS[kind](table)
        stem = clean.file.name.rsplit(".", 1)[0]
        return Damaged(f"{stem}{ending}", octets, Truth(truth_of([content]).rows))

    return damage


def _short(content: PageContent, program: Program) -> Damage:
    """A table in which one row lacks its city, so that the cells behind it moved up."""

    def damage(clean: Clean) -> Damaged:
        table = [list(_HEADERS[1]), *(_cells(p) for p in content.programs)]
        del table[1 + content.programs.index(program)][_CITY]
        rows = truth_of([content]).rows
        name = plain(f"{program.university} | {program.title}")
        truth = Truth(tuple(replace(r, city=None) if r.name == name else r for r in rows))
        stem = clean.file.name.rsplit(".", 1)[0]
        return Damaged(f"{stem}.csv", _csv(table)[1], truth)

    return damage


def _cells(program: Program) -> list[str]:
    city = next((p.city for p in program.places if p.city), "")
    price = "" if program.price is None else f"{program.price:.12g}"
    length = program.duration.raw if program.duration else ""
    return [
        program.category or "", program.delivery_raw or "", program.university, program.title,
        city or "", length, price, (program.currency or "") if price else "",
    ]  # fmt: skip


def _csv(table: list[list[str]], mark: str = ",") -> tuple[str, bytes]:
    out = io.StringIO()
    csv.writer(out, delimiter=mark).writerows(table)
    return ".csv", out.getvalue().encode("utf-8-sig")


def _xlsx(table: list[list[str]]) -> tuple[str, bytes]:
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    for cells in table:
        sheet.append([float(c) if c.replace(".", "", 1).isdigit() else c for c in cells])
    out = io.BytesIO()
    book.save(out)
    return ".xlsx", out.getvalue()


def _json(table: list[list[str]]) -> tuple[str, bytes]:
    rows = [dict(zip(table[0], cells, strict=True)) for cells in table[1:]]
    return ".json", json.dumps(rows, indent=1).encode()


def _html(table: list[list[str]]) -> tuple[str, bytes]:
    head, *rows = ([html.escape(cell) for cell in cells] for cells in table)
    lines = [f"<tr><th>{'</th><th>'.join(head)}</th></tr>"]
    lines += [f"<tr><td>{'</td><td>'.join(cells)}</td></tr>" for cells in rows]
    return ".html", "\n".join(["<h1>Programs</h1><table>", *lines, "</table>"]).encode()


def _markdown(table: list[list[str]]) -> tuple[str, bytes]:
    lines = [f"| {' | '.join(cells)} |" for cells in table]
    rule = "|---" * len(table[0]) + "|"
    return ".md", "\n".join(["# Programs", "", lines[0], rule, *lines[1:]]).encode()


_WRITERS: dict[str, Callable[[list[list[str]]], tuple[str, bytes]]] = {
    "CSV": _csv,
    "CSV with semicolons": lambda table: _csv(table, ";"),
    "XLSX": _xlsx,
    "JSON": _json,
    "a table of HTML": _html,
    "a table of Markdown": _markdown,
}
