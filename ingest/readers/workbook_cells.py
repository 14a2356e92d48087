"""What an XLSX file says beside its values: how far its cells reach, which signs they show. Pure.

Read before the values: a workbook of a few kilobytes can claim two far corners of a sheet or unpack
to gigabytes, and the reader of values takes memory for all of it. Percent and currency stand in
number formats only: 0.05 shown as 5%, 12000 shown as $12,000.
"""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import lru_cache
from posixpath import basename, normpath
from xml.parsers import expat

from ingest.sheets import TooLarge

_MAX_UNPACKED_BYTES = 400_000_000
"""The register of 25,000 courses unpacks to 40 MB."""
_MAX_PARTS = 5_000
_MAX_CELLS = 20_000_000
"""Between the outermost filled cells of a sheet; 24 bytes each while it is read."""
_CHUNK_BYTES = 1 << 20
_REFERENCE = re.compile(r"([A-Z]{1,3})(\d{1,7})")
_PERCENT_FORMATS = frozenset({"9", "10"})
"""Built into the format; the built-in currency formats follow the reader's country: no sign."""
_SIGN = re.compile(
    r"\[\$(?P<named>[^\]-]+)(?:-(?P<place>[0-9A-Fa-f]+))?[^\]]*\]|(?P<plain>[\u20ac\u00a3\u20b9\u0e3f])"
)
_DOLLARS = {"409": "US$", "C09": "A$", "1009": "C$", "1409": "NZ$", "4809": "S$", "C04": "HK$"}
"""Whose dollar a format means, by the number of its language and country."""

Attributes = dict[str, str]


class Damaged(ValueError):
    """The parts of the file cannot be read."""


@dataclass(frozen=True, slots=True)
class Shown:
    """Cells of one sheet that show a sign."""

    signs: dict[tuple[int, int], str] = field(default_factory=dict)
    """By row and column, from 0: "%" or a currency's."""

    def sign(self, row: int, column: int) -> str:
        """What the cell shows beside its number; empty if nothing."""
        return self.signs.get((row, column), "")


def shown_cells(octets: bytes) -> dict[str, Shown]:
    """The signs that cells show, by the names of their sheets.

    Raises: TooLarge if the file unpacks to more, or its cells reach further, than is read; Damaged.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(octets)) as archive:
            parts = archive.infolist()
            unpacked = sum(part.file_size for part in parts)
            if unpacked > _MAX_UNPACKED_BYTES or len(parts) > _MAX_PARTS:
                raise TooLarge(
                    f"it unpacks to {unpacked:,} bytes in {len(parts):,} parts; at most "
                    f"{_MAX_UNPACKED_BYTES:,} bytes are read"
                )
            return _shown(archive)
    except (
        zipfile.BadZipFile, zlib.error, expat.ExpatError, EOFError, KeyError, NotImplementedError,
        RuntimeError, UnicodeError,
    ) as error:  # fmt: skip
        raise Damaged(str(error)) from error


def _shown(archive: zipfile.ZipFile) -> dict[str, Shown]:
    held = set(archive.namelist())
    named = _sheet_names(archive, held)
    signs = _signs(archive) if "xl/styles.xml" in held else {}
    found = {}
    for part in sorted(held):
        if part.startswith("xl/worksheets/") and part.endswith(".xml"):
            cells = _Cells(signs)
            _parse(archive, part, cells.start)
            cells.check(basename(part))
            found[named.get(part, part)] = Shown(cells.signs)
        elif part == "xl/sharedStrings.xml":
            _parse(archive, part, None)
    return found


def _sheet_names(archive: zipfile.ZipFile, held: set[str]) -> dict[str, str]:
    """The name of the sheet in each part."""
    targets: dict[str, str] = {}
    names: dict[str, str] = {}

    def relation(name: str, attributes: Attributes) -> None:
        if name == "Relationship":
            target = attributes.get("Target", "")
            path = target.lstrip("/") if target.startswith("/") else normpath(f"xl/{target}")
            targets[attributes.get("Id", "")] = path

    def sheet(name: str, attributes: Attributes) -> None:
        if name == "sheet":
            key = next((v for k, v in attributes.items() if k.split(":")[-1] == "id"), "")
            names[targets.get(key, "")] = attributes.get("name", "")

    if "xl/_rels/workbook.xml.rels" in held and "xl/workbook.xml" in held:
        _parse(archive, "xl/_rels/workbook.xml.rels", relation)
        _parse(archive, "xl/workbook.xml", sheet)
    return names


def _signs(archive: zipfile.ZipFile) -> dict[str, str]:
    """The sign that each cell style shows, by its number."""
    codes: dict[str, str] = {}
    signs: dict[str, str] = {}
    styles: list[str] = []
    is_open = [False]

    def element(name: str, attributes: Attributes) -> None:
        if name == "numFmt":
            codes[attributes.get("numFmtId", "")] = attributes.get("formatCode", "")
        elif name in ("cellXfs", "cellStyles", "dxfs"):
            is_open[0] = name == "cellXfs"
        elif name == "xf" and is_open[0]:
            styles.append(attributes.get("numFmtId", ""))

    _parse(archive, "xl/styles.xml", element)
    for number, kind in enumerate(styles):
        sign = "%" if kind in _PERCENT_FORMATS else _sign_of(codes.get(kind, ""))
        if sign:
            signs[str(number)] = sign
    return signs


def _sign_of(code: str) -> str:
    """The sign that a number format shows; empty if none or one that is no currency's."""
    positive = code.split(";", maxsplit=1)[0]
    if "%" in re.sub(r'"[^"]*"', "", positive):
        return "%"
    found = _SIGN.search(positive)
    if not found or not re.search(r"[0#]", positive):
        return ""
    sign = (found["named"] or found["plain"]).strip()
    if sign == "$":
        sign = _DOLLARS.get((found["place"] or "").upper().lstrip("0"), "")
    return f"{sign} " if sign.isalpha() else sign


class _Cells:
    """The cells of one sheet as they are met: their corners, and signs of those with a value."""

    def __init__(self, styles: dict[str, str]) -> None:
        self._styles = styles
        self._row = self._column = -1
        self._style = ""
        self._rows: list[int] = []
        self._columns: list[int] = []
        self.signs: dict[tuple[int, int], str] = {}

    def start(self, name: str, attributes: Attributes) -> None:
        """Take the start of an element."""
        if name == "c":
            self._column += 1
            self._style = attributes.get("s", "")
            if at := _REFERENCE.fullmatch(attributes.get("r", "")):
                self._row, self._column = int(at[2]) - 1, _column_number(at[1])
        elif name == "row":
            given = attributes.get("r", "")
            self._row = int(given) - 1 if given.isdecimal() else self._row + 1
            self._column = -1
        elif name in ("v", "is", "f"):
            self._fill()

    def check(self, part: str) -> None:
        """Raises: TooLarge if the cells reach further than is read."""
        if not self._rows:
            return
        height, width = (high - low + 1 for low, high in (self._rows, self._columns))
        if height * width > _MAX_CELLS:
            raise TooLarge(
                f"the filled cells of {part} reach over {height:,} rows and {width:,} columns; "
                f"at most {_MAX_CELLS:,} cells are read"
            )

    def _fill(self) -> None:
        row, column = self._row, self._column
        if not self._rows:
            self._rows, self._columns = [row, row], [column, column]
        # Comparisons, not min and max: this is done for every cell of a register.
        if row > self._rows[1]:
            self._rows[1] = row
        elif row < self._rows[0]:
            self._rows[0] = row
        if column > self._columns[1]:
            self._columns[1] = column
        elif column < self._columns[0]:
            self._columns[0] = column
        if self._style in self._styles:
            self.signs[row, column] = self._styles[self._style]


@lru_cache(maxsize=1 << 10)
def _column_number(letters: str) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - ord("A") + 1
    return number - 1


def _parse(
    archive: zipfile.ZipFile, part: str, start: Callable[[str, Attributes], None] | None
) -> None:
    """Tell each element of a part by its local name; without `start` only see that it is whole."""
    parser = expat.ParserCreate()
    if start:
        tell = start
        names: dict[str, str] = {}

        def element(name: str, attributes: Attributes) -> None:
            tell(names.get(name) or names.setdefault(name, name.rpartition(":")[2]), attributes)

        parser.StartElementHandler = element
    with archive.open(part) as stream:
        for chunk in iter(lambda: stream.read(_CHUNK_BYTES), b""):
            parser.Parse(chunk, False)
    parser.Parse(b"", True)
