"""JavaScript without its comments and needless blanks, for the wire. Pure.

Reads strings, templates with what they hold, and regular expressions, so that `"//"` and `/[/*]/`
stay; a template behind `/* css */` is a style sheet, and is stripped as one. Where it cannot be
told whether a slash divides or begins a regular expression, or where the text ends inside of
something, the text is given back as it came. Line ends stay line ends where a statement may end
there without a semicolon. No name and no statement changes: what is served can be read, and
compared with the file it is of.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

_SPACE = re.compile(r"[\s\ufeff]+")
_LINE_END = re.compile(r"[\n\r\u2028\u2029]")
_NAME = re.compile(r"[#@]?(?:[\w$]|\\u[0-9a-fA-F]{4}|\\u\{[0-9a-fA-F]+\})+")
_LINE_COMMENT = re.compile(r"//[^\n\r\u2028\u2029]*")
_BLOCK_COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
_STRING = re.compile(r"'(?:[^'\\\n\r]|\\(?:\r\n|.))*'|\"(?:[^\"\\\n\r]|\\(?:\r\n|.))*\"", re.DOTALL)
_CHARS = re.compile(r"(?:[^`\\$]|\\.|\$(?!\{))*", re.DOTALL)
"""Of a template, up to its end or to what it holds."""
_REGEX = re.compile(
    r"/(?:[^/\\\[\n\r\u2028\u2029]|\\[^\n\r]|\[(?:[^\]\\\n\r]|\\[^\n\r])*\])+/[\w$]*"
)
_BEFORE_REGEX = frozenset("case delete do else in instanceof new return throw typeof void".split())
"""Words after which a value begins, so that a slash is no division."""
_PERHAPS_NAMES = frozenset("async await get let of set static yield".split())
"""Words of the language that can be names as well."""
_HEADS = frozenset("if while for with".split())
"""Words whose parenthesis stands before a statement."""
_BOUNDS = frozenset("(){}[];,:=&|\"'`")
"""Signs that need no blank beside them."""
_SIGNS = frozenset("+-*%<>?!^~")
"""Signs that need none beside a word, but may join with another sign. A slash is not among them: it
may end a regular expression, whose flags a word would be."""
_HTML_LIKE = ("<!--", "-->")
"""Comments of scripts that are no modules: whoever writes them gets the text as it is."""
_STYLED = "/* css */ "
"""What stands before a template that is a style sheet, as editors know it."""
_GAP = r"(?:\s|/\*.*?\*/)"
_CSS = re.compile(
    r"""(?P<kept>"[^"\n]*"|'[^'\n]*')"""
    rf"|(?:;|{_GAP})*(?P<end>\}})(?:{_GAP})*|{_GAP}*(?P<sign>[{{;,>!]){_GAP}*|(?P<colon>:){_GAP}+|{_GAP}+",
    re.DOTALL,
)
"""Strings of a style sheet, and its blanks and comments with the signs that need none. A blank
before a colon stays: it parts two elements."""


class _Doubt(Exception):
    """The text cannot be read for sure."""


@dataclass(slots=True)
class _Reader:
    """Where reading stands."""

    text: str
    at: int = 0
    value_before: bool | None = False
    """Whether what stands before is a value, after which a slash divides; None if unknown."""
    word_before: str = ""
    opened: list[tuple[str, str]] = field(default_factory=list)
    """Brackets that are open, each with the word before it; `${` for what a template holds."""


def stripped(text: str) -> str:
    r"""The text, shorter and of the same meaning; as it is where that is in doubt.

    >>> stripped("let a = 1 // one\n/* and */ let b = '//'")
    "let a=1\nlet b='//'"
    """
    try:
        return _joined(_pieces(_Reader(text)))
    except _Doubt:
        return text


def _joined(pieces: Iterator[str]) -> str:
    """Pieces of code; each run of blanks and comments between them as one blank or line end."""
    out: list[str] = []
    gap = ""
    for piece in pieces:
        if piece in (" ", "\n"):
            gap = "\n" if "\n" in (gap, piece) else " "
            continue
        if gap and out and not _is_needless(out[-1][-1], gap, piece[0]):
            out.append(gap)
        gap = ""
        out.append(piece)
    return "".join(out) + ("\n" if out and gap == "\n" else "")


def _is_needless(before: str, gap: str, after: str) -> bool:
    """Whether code means the same with nothing in the gap between these two characters."""
    if gap == "\n":
        return before in "{([,;" or after in "})],"
    if before in _BOUNDS or after in _BOUNDS or after == "#":
        return True
    return (before in _SIGNS and _is_word(after)) or (_is_word(before) and after in _SIGNS)


def _is_word(char: str) -> bool:
    return char.isalnum() or char in "_$"


def _pieces(reader: _Reader) -> Iterator[str]:
    while reader.at < len(reader.text):
        start = reader.at
        piece = _gap(reader) or _code(reader)
        assert reader.at > start, "reading goes on"
        yield piece
    if reader.opened:
        raise _Doubt


def _gap(reader: _Reader) -> str:
    """A blank or a line end for blanks or a comment here; empty for code."""
    for pattern in (_SPACE, _LINE_COMMENT, _BLOCK_COMMENT):
        found = pattern.match(reader.text, reader.at)
        if found:
            reader.at = found.end()
            return "\n" if pattern is not _LINE_COMMENT and _LINE_END.search(found[0]) else " "
    if reader.text.startswith("/*", reader.at):
        raise _Doubt
    return ""


def _code(reader: _Reader) -> str:
    """One token."""
    char = reader.text[reader.at]
    if char in "\"'":
        return _matched(reader, _STRING, value=True)
    if char == "`":
        return _template(reader, 1)
    if char == "/":
        return _slash(reader)
    if char == "}" and reader.opened and reader.opened[-1][0] == "${":
        reader.opened.pop()
        return _template(reader, 1)
    if _NAME.match(reader.text, reader.at):
        return _name(reader)
    return _sign(reader, char)


def _template(reader: _Reader, opening: int) -> str:
    """A template from its opening, or from the end of what it held, to its end or the next held."""
    start = reader.at
    found = _CHARS.match(reader.text, start + opening)
    assert found is not None, "may be empty"
    end = found.end()
    is_style = reader.text.endswith(_STYLED, 0, start)
    if reader.text.startswith("${", end):
        reader.opened.append(("${", ""))
        reader.at, reader.value_before = end + 2, False
    elif reader.text.startswith("`", end):
        reader.at, reader.value_before = end + 1, True
    else:
        raise _Doubt
    reader.word_before = ""
    taken = reader.text[start : reader.at]
    return f"`{_style(taken[1:-1])}`" if is_style and taken.endswith("`") else taken


def _style(text: str) -> str:
    """A style sheet without comments and needless blanks."""
    return _CSS.sub(lambda found: found[found.lastgroup] if found.lastgroup else " ", text).strip()


def _slash(reader: _Reader) -> str:
    if reader.value_before is None:
        raise _Doubt
    if reader.value_before:
        return _sign(reader, "/")
    return _matched(reader, _REGEX, value=True)


def _name(reader: _Reader) -> str:
    after_dot = reader.text[max(reader.at - 1, 0) : reader.at] == "."
    word = _matched(reader, _NAME, value=True)
    if not after_dot:
        reader.value_before = None if word in _PERHAPS_NAMES else word not in _BEFORE_REGEX
        reader.word_before = word
    return word


def _sign(reader: _Reader, char: str) -> str:
    if any(reader.text.startswith(mark, reader.at) for mark in _HTML_LIKE):
        raise _Doubt
    word, reader.word_before = reader.word_before, ""
    reader.at += 1
    reader.value_before = False
    if char in "([{":
        reader.opened.append((char, word))
    elif char in ")]}":
        opened, before = reader.opened.pop() if reader.opened else ("", "")
        if opened + char not in ("()", "[]", "{}"):
            raise _Doubt
        # What stands after a brace may be a statement or a division by an object.
        reader.value_before = {")": before not in _HEADS, "]": True, "}": None}[char]
    elif char in "+-" and reader.text[reader.at - 2 : reader.at - 1] == char:
        reader.value_before = None  # a++ / 2, or a + ++/x/.lastIndex
    return char


def _matched(reader: _Reader, pattern: re.Pattern[str], *, value: bool) -> str:
    found = pattern.match(reader.text, reader.at)
    if found is None:
        raise _Doubt
    reader.at = found.end()
    reader.value_before, reader.word_before = value, ""
    return found[0]
