"""XLSX and XLS workbooks -> Sheets, by python-calamine, the only import of it.

Values as the workbook holds them: results of formulas, dates as ISO, whole numbers without a
decimal; cells shown as percent or money as they are shown (`workbook_cells.py`). Error cells are
empty. Hidden sheets are left out and named. A vertically merged cell holds for all its rows.
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any

from python_calamine import (
    CalamineError,
    CalamineSheet,
    CalamineWorkbook,
    PasswordError,
    SheetTypeEnum,
    SheetVisibleEnum,
)

from ingest.errors import DamagedFile, EncryptedFile, FileTooLarge
from ingest.readers.numbers import number_text
from ingest.readers.workbook_cells import Damaged, Shown, shown_cells
from ingest.sheets import Grid, GridRow, HeaderRow, Sheet, TooLarge, check_size, sheet_of

_ZIP = b"PK"
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")


def read_workbook(
    uri: str, octets: bytes, header_row: HeaderRow = lambda _name: None
) -> tuple[Sheet, ...]:
    """The visible sheets that hold something, in order.

    Raises: EncryptedFile, FileTooLarge, DamagedFile if it is damaged.
    """
    if octets.startswith(_OLE) and _ENCRYPTED in octets:
        raise EncryptedFile(uri, "the workbook is protected by a password; save it without one")
    try:
        shown = shown_cells(octets) if octets.startswith(_ZIP) else {}
        with CalamineWorkbook.from_filelike(io.BytesIO(octets)) as workbook:
            return tuple(_sheets(workbook, shown, header_row))
    except PasswordError as error:
        raise EncryptedFile(
            uri, "the workbook is protected by a password; save it without one"
        ) from error
    except TooLarge as error:
        raise FileTooLarge(uri, str(error)) from error
    except (CalamineError, Damaged, OSError) as error:
        raise DamagedFile(uri, f"the workbook is damaged or none: {error}") from error


def _sheets(
    workbook: CalamineWorkbook, shown: dict[str, Shown], header_row: HeaderRow
) -> Iterator[Sheet]:
    for about in workbook.sheets_metadata:
        if about.typ is not SheetTypeEnum.WorkSheet:
            continue
        if about.visible is not SheetVisibleEnum.Visible:
            yield Sheet(about.name, (), (), is_hidden=True)
            continue
        sheet = workbook.get_sheet_by_name(about.name)
        check_size(sheet.height, sheet.width)
        grid = _grid(sheet, shown.get(about.name, Shown()))
        if grid.rows:
            yield sheet_of(grid, header_row(about.name))


def _grid(sheet: CalamineSheet, shown: Shown) -> Grid:
    top, left = sheet.start or (0, 0)
    rows = [
        [_text(value, shown.sign(top + r, left + c)) for c, value in enumerate(row)]
        for r, row in enumerate(sheet.to_python(skip_empty_area=True))
    ]
    for (first, column), (last, _) in sheet.merged_cell_ranges or ():
        for r in range(first + 1 - top, min(last + 1 - top, len(rows))):
            if 0 <= column - left < len(rows[r]) and first >= top:
                rows[r][column - left] = rows[first - top][column - left]
    numbered = (GridRow(n, tuple(row)) for n, row in enumerate(rows, top + 1))
    return Grid(sheet.name, tuple(row for row in numbered if any(row.cells)))


def _text(value: Any, sign: str) -> str:
    """A cell's value as text, in percent or with the sign of its currency where shown so."""
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float | int):
        number = Decimal(repr(value))
        if sign == "%":
            return f"{number_text(number * 100)}%"
        return f"{sign}{number_text(number)}" if sign else number_text(number)
    if isinstance(value, datetime) and value.time() == time():
        return value.date().isoformat()
    if isinstance(value, datetime):
        return value.isoformat(" ", "minutes")
    if isinstance(value, date | time):
        return value.isoformat()
    return str(value) if isinstance(value, timedelta) else ""
