"""Bytes -> text: which encoding they are in, or that they are not text at all. Pure."""

from __future__ import annotations

import codecs
import re

_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_MAGIC = (
    b"%PDF",
    b"PK\x03\x04",
    b"\x89PNG",
    b"\xff\xd8\xff",
    b"GIF8",
    b"\x1f\x8b",
    b"\x7fELF",
    b"BM",
)
_DECLARED = re.compile(rb"""(?:charset|encoding)\s*=\s*["']?([\w-]{3,20})""", re.IGNORECASE)
_WIDER = {"iso8859-1": "cp1252", "ascii": "cp1252", "iso8859-9": "cp1254", "gb2312": "gb18030",
          "gbk": "gb18030", "tis-620": "cp874", "iso8859-11": "cp874"}  # fmt: skip
"""Code pages that pages name and the ones they are in, as browsers read them."""
_CHARSET = re.compile(r"iso8859|cp\d|koi8|mac|tis|utf-(?:16|32)|shift_jis|euc|gb|hz|big5|johab")
"""How the codecs begin that pages are in; others in Python's list are no charsets."""
_CONTROL = re.compile("[\x00-\x08\x0e-\x1f\x7f]")
_HEAD_BYTES = 2048
_WIDE_SHARE = 0.7
_MAX_CONTROL_SHARE = 0.01
"""Text has hardly any control characters; compressed or compiled bytes have 10 % of them."""


def decode(octets: bytes) -> str | None:
    """The text, with line ends of one kind; None if the bytes are not text.

    In order: byte order mark, UTF-16 by its zero bytes, UTF-8, the encoding that an HTML head or an
    XML declaration names, Windows-1252 (whose holes are read as Latin-1, which never fails).
    """
    for bom, name in _BOMS:
        if octets.startswith(bom):
            return _as_text(octets.decode(name, errors="replace"))
    if octets.startswith(_MAGIC) and _has_control(octets.decode("latin-1")):
        return None
    if b"\x00" in octets[:65536]:
        return _decode_wide(octets)
    try:
        return _as_text(octets.decode("utf-8"))
    except UnicodeDecodeError:
        return _as_text(_decode_legacy(octets))


def _decode_wide(octets: bytes) -> str | None:
    """UTF-16 without a mark: every other byte of Latin text is 0, and none of the rest."""
    head = octets[:_HEAD_BYTES]
    zeros = head[0::2].count(0), head[1::2].count(0)
    name = "utf-16-le" if zeros[0] < zeros[1] else "utf-16-be"
    if min(zeros) or max(zeros) < _WIDE_SHARE * len(head) / 2:
        return None
    return _as_text(octets.decode(name, errors="replace"))


def _decode_legacy(octets: bytes) -> str:
    declared = _DECLARED.search(octets[:_HEAD_BYTES])
    named = declared.group(1).decode("ascii").lower() if declared else "cp1252"
    for name in (named.replace("windows-", "cp"), "cp1252"):
        try:
            codec = codecs.lookup(name).name
            if _CHARSET.match(codec):
                return octets.decode(_WIDER.get(codec, codec))
        except (UnicodeDecodeError, LookupError):
            continue
    return octets.decode("latin-1")


def _as_text(text: str) -> str | None:
    if _has_control(text):
        return None
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _has_control(text: str) -> bool:
    head = text[:65536]
    return len(_CONTROL.findall(head)) > _MAX_CONTROL_SHARE * len(head)
