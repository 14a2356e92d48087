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
_DECLARED = re.compile(rb"""charset\s*=\s*["']?([\w-]{3,20})""", re.IGNORECASE)
_CONTROL = re.compile("[\x00-\x08\x0e-\x1f\x7f]")
_HEAD_BYTES = 2048
_MAX_CONTROL_SHARE = 0.01
"""Text has hardly any control characters; compressed or compiled bytes have 10 % of them."""


def decode(octets: bytes) -> str | None:
    """The text, with line ends of one kind; None if the bytes are not text.

    In order: byte order mark, UTF-8, the charset an HTML head declares, Windows-1252 (whose holes
    are read as Latin-1, which never fails).
    """
    for bom, name in _BOMS:
        if octets.startswith(bom):
            return _as_text(octets.decode(name, errors="replace"))
    if octets.startswith(_MAGIC) and _has_control(octets.decode("latin-1")):
        return None
    if b"\x00" in octets[:65536]:
        return None
    try:
        return _as_text(octets.decode("utf-8"))
    except UnicodeDecodeError:
        return _as_text(_decode_legacy(octets))


def _decode_legacy(octets: bytes) -> str:
    declared = _DECLARED.search(octets[:_HEAD_BYTES])
    names = [declared.group(1).decode("ascii")] if declared else []
    for name in (*names, "cp1252"):
        try:
            return octets.decode(name)
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
