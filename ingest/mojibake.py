"""UTF-8 that was read as a one-byte code page, undone sequence by sequence. Pure.

Each damaged character stands for a byte: by the code page, else by Windows-1252, else by its own
code point (that is how browsers and scrapers fill a page's holes). A sequence is repaired only if
its bytes are one whole UTF-8 character and that character is likelier than what stands there, so
that genuine Thai, French or Russian survives. Not for text that lost bytes for good.

Source: the Unicode standard, table 3-7 (well-formed UTF-8); the guards are ours, from the cases in
tests/unit/ingest/test_mojibake.py.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from dataclasses import dataclass
from functools import cache

from vectorstore.records import Repair

_PAGES = ("cp874", "cp1252", "cp1250", "cp1251", "cp1253", "cp1254", "mac_roman", "cp437")
"""Windows-874 and 1252 first: the others are asked only for dashes, quotes, arrows and emoji."""
_OPEN_PAGES = frozenset({"cp874", "cp1252"})
_SCRIPT_RUN = 3
"""Characters of one foreign script in a row that are no accident."""
_SIGN_CHARS = 3
"""Characters that a dash, quote or arrow becomes when it is misread."""
_PASSES = 3
"""Text that was damaged twice or three times over is undone as often."""


@dataclass(frozen=True, slots=True)
class _Char:
    """A character and what stood in its place before, if it was repaired."""

    now: str
    before: str | None = None


@dataclass(frozen=True, slots=True)
class _Context:
    """What is known of the text around a run of characters."""

    left: str
    """The character before the run, empty at the start."""
    right: str
    genuine_thai: bool
    """Some run of Thai letters in the text is no damage."""


def undo_mojibake(text: str) -> tuple[str, tuple[Repair, ...]]:
    """The text with every damaged sequence repaired, and one Repair for each kind of damage.

    >>> undo_mojibake("caf\u00c3\u00a9 na\u00efve")[0]
    'caf\u00e9 na\u00efve'
    """
    if text.isascii():
        return text, ()
    found: Counter[tuple[str, str]] = Counter()
    thai = _has_genuine_thai(text)
    parts: list[str] = []
    at = 0
    for run in _RUN.finditer(text):
        parts.append(text[at : run.start()])
        around = _Context(
            text[run.start() - 1 : run.start()], text[run.end() : run.end() + 1], thai
        )
        chars = _undo_run(run.group(), around)
        parts.extend(c.now for c in chars)
        found.update((c.before, c.now) for c in chars if c.before is not None)
        at = run.end()
    parts.append(text[at:])
    mended = _undo_rest("".join(parts), found)
    return mended, tuple(
        Repair("mojibake", before, after, count) for (before, after), count in sorted(found.items())
    )


_RUN = re.compile("[^\x00-\x7f]+")


def _undo_run(run: str, around: _Context) -> list[_Char]:
    """The characters of a run of non-ASCII text after as many passes as change something."""
    chars = [_Char(c) for c in run]
    for _ in range(_PASSES):
        mended = _pass(chars, around)
        if len(mended) == len(chars):
            break
        chars = mended
    return chars


def _pass(chars: list[_Char], around: _Context) -> list[_Char]:
    out: list[_Char] = []
    text = "".join(c.now for c in chars)
    at = 0
    while at < len(chars):
        size, good = _best_at(text, at, around)
        if not size:
            out.append(chars[at])
            at += 1
            continue
        before = "".join(c.before or c.now for c in chars[at : at + size])
        out.append(_Char(good, before))
        at += size
    return out


def _best_at(text: str, at: int, around: _Context) -> tuple[int, str]:
    """Length of the damaged sequence that starts here and the character meant; (0, "") if none."""
    for page in _PAGES:
        size, good = _decode_at(text, at, page)
        if size and _is_likelier(text, at, size, good, page, around):
            return size, good
        if size and _is_damage_again(text, at, page, around):
            return size, good
    return 0, ""


def _is_damage_again(text: str, at: int, page: str, around: _Context) -> bool:
    """Whether what is spelled here is the start of a typographic sign's own damage.

    So a dash that was misread twice is undone although its first half is a letter in between.
    """
    if page not in _OPEN_PAGES:
        return False
    spelled = ""
    while len(spelled) < _SIGN_CHARS and at < len(text):
        size, good = _decode_at(text, at, page)
        if not size:
            break
        spelled, at = spelled + good, at + size
    for before in ("cp874", "cp1252") if len(spelled) == _SIGN_CHARS else ():
        size, good = _decode_at(spelled, 0, before)
        if size == _SIGN_CHARS and _is_likelier(spelled, 0, size, good, before, around):
            return _is_typographic(good)
    return False


def _decode_at(text: str, at: int, page: str) -> tuple[int, str]:
    """The UTF-8 character whose bytes the text from `at` spells in a code page."""
    lead = _to_byte(text[at], page)
    size = (
        2
        if 0xC2 <= lead <= 0xDF
        else 3
        if 0xE0 <= lead <= 0xEF
        else 4
        if 0xF0 <= lead <= 0xF4
        else 0
    )
    if not size or at + size > len(text):
        return 0, ""
    octets = bytes(_to_byte(c, page) for c in text[at : at + size])
    try:
        good = octets.decode("utf-8")
    except UnicodeDecodeError:
        return 0, ""
    return size, good


@cache
def _to_byte(char: str, page: str) -> int:
    """The byte a damaged character stands for; 0 if none can be meant."""
    for codec in (page, "cp1252"):
        try:
            return char.encode(codec)[0]
        except UnicodeEncodeError:
            continue
    return ord(char) if ord(char) < 0x100 else 0


def _is_likelier(text: str, at: int, size: int, good: str, page: str, around: _Context) -> bool:
    bad = text[at : at + size]
    if _is_end_of_quote(text, at, bad, around):
        return False
    if page not in _OPEN_PAGES:
        return _is_typographic(good) if size >= 3 else _is_accent_of_word(text, at, good, around)
    if page == "cp874" and all(_is_thai(c) for c in bad):
        return _is_letter_of_word(text, at, size, good, around)
    if page == "cp874" and _is_thai(text[at - 1 : at] or around.left) and _is_thai_word(bad):
        return False
    if _is_typographic(good) or _is_latin(good):
        return True
    return _is_script_run(text, at, size, good, page)


def _is_accent_of_word(text: str, at: int, good: str, around: _Context) -> bool:
    """A foreign letter and a sign that spell an accented letter beside an ASCII one."""
    left = text[at - 1 : at] if at else around.left
    right = text[at + 2 : at + 3] or around.right
    beside = any(c.isascii() and c.isalpha() for c in (left, right))
    both_latin = all(_script(c) == "LATIN" for c in text[at : at + 2])
    return beside and good.isalpha() and _is_latin(good) and not both_latin


def _is_thai_word(bad: str) -> bool:
    """A Thai letter and a dash or quote: prose, if a Thai letter stands before it."""
    return len(bad) == 2 and bad[1] in _MARKS


_MARKS = "\u2018\u2019\u201c\u201d\u2013\u2014\u2022\u2026\u00a0"


def _is_letter_of_word(text: str, at: int, size: int, good: str, around: _Context) -> bool:
    """Two or three Thai letters that spell a Latin letter within a Latin word, or a lone sign.

    Genuine Thai syllables can spell UTF-8 too (the word for luck is U+2AA4), so the whole run has
    to be damage.
    """
    if not (_is_latin(good) or good in _SIGNS):
        return False
    left = text[at - 1 : at] if at else around.left
    right = text[at + size : at + size + 1] or around.right
    if _is_thai(left) or (_is_thai(right) and not _decode_at(text, at + size, "cp874")[0]):
        return False
    if good in _SIGNS:
        return not around.genuine_thai
    if left.isascii() and left.isalpha():
        return True
    starts_word = right.isascii() and right.isalpha() and not left.isalnum()
    return size == 2 and starts_word and not around.genuine_thai


_SIGNS = frozenset(
    "\u00a9\u00ae\u00b0\u00b7\u00bb\u00ab\u00bd\u00bc\u00be\u00a3\u00b1\u00a7\u00d7\u00b5\u00a5\u00b2\u00b3\u2122"
)


def _is_end_of_quote(text: str, at: int, bad: str, around: _Context) -> bool:
    """A capital with an accent before a closing quote, dash or trade mark, as brands have it."""
    if (
        len(bad) != 2
        or bad[1] not in _MARKS + "\u2122\u00ae"
        or unicodedata.category(bad[0]) != "Lu"
    ):
        return False
    left = text[at - 1 : at] if at else around.left
    right = text[at + 2 : at + 3] or around.right
    return (
        (left.isupper() or left in "\u201c\u201e\u00ab\"'") and not right.isalpha() and left != ""
    )


def _has_genuine_thai(text: str) -> bool:
    """Whether some run of Thai letters cannot be damaged UTF-8 as a whole."""
    for run in re.finditer("[\u0e01-\u0e5b]{2,}", text):
        at = 0
        whole = text[run.start() : run.end() + 3]
        while at < len(run.group()):
            size, _ = _decode_at(whole, at, "cp874")
            if not size:
                return True
            at += size
    return False


def _is_thai(char: str) -> bool:
    return "\u0e01" <= char <= "\u0e5b"


_TYPOGRAPHIC = (
    (0x2000, 0x206F), (0x20A0, 0x20CF), (0x2100, 0x218F), (0x2190, 0x21FF), (0x2200, 0x23FF),
    (0x2460, 0x27BF), (0x2900, 0x297F), (0x2B00, 0x2BFF), (0xFB00, 0xFB06), (0xFE0E, 0xFE0F),
    (0xFEFF, 0xFEFF), (0xFFFD, 0xFFFD), (0x1D400, 0x1D7FF), (0x1F000, 0x1FAFF),
    (0xE0020, 0xE007F),
)  # fmt: skip
"""Punctuation, currency, arrows, mathematics, dingbats, ligatures, emoji: common on pages."""


def _is_typographic(char: str) -> bool:
    return any(low <= ord(char) <= high for low, high in _TYPOGRAPHIC)


def _is_latin(char: str) -> bool:
    """Latin-1 (its controls too: bytes of a deeper damage), Latin Extended-A, Vietnamese."""
    code = ord(char)
    return 0x80 <= code <= 0x17F or code in (0x218, 0x219, 0x21A, 0x21B) or 0x1E00 <= code <= 0x1EFF


def _is_script_run(text: str, at: int, size: int, good: str, page: str) -> bool:
    """Whether two more characters of the same script are spelled next to this one.

    One such character is more often an accident (`touch\u00e9\u201d\u2014` spells a Chinese one).
    """
    script = _script(good)
    if not script or (page == "cp874" and script == "THAI"):
        return False
    here, count = at, _before(text, at, page, script)
    while here < len(text) and count < _SCRIPT_RUN:
        size, good = _decode_at(text, here, page)
        if not size or _script(good) != script:
            break
        here, count = here + size, count + 1
    return count >= _SCRIPT_RUN


def _before(text: str, at: int, page: str, script: str) -> int:
    """How many characters of the script are spelled just before `at`, at most `_SCRIPT_RUN`."""
    count = 0
    while at > 0 and count < _SCRIPT_RUN:
        spelled = ((size, *_decode_at(text, at - size, page)) for size in (3, 2, 4) if at >= size)
        found = next((n for n, got, good in spelled if got == n and _script(good) == script), 0)
        if not found:
            break
        at, count = at - found, count + 1
    return count


def _script(char: str) -> str:
    """First word of the character's name if it is a letter or mark: CJK, HIRAGANA, CYRILLIC."""
    if unicodedata.category(char)[0] not in "LM":
        return ""
    return unicodedata.name(char, "").partition(" ")[0]


_REST = (
    (re.compile('[\u00e2\u0e42]\u20ac"'), "\u2014"),
    (re.compile("[\u00e2\u0e42]\u20ac'"), "\u2019"),
    (re.compile("[\u00e2\u0e42]\u20ac(?![\u0080-\uffff])"), "\u201d"),
    (re.compile("(?<=[a-z])\u00c3 "), "\u00e0 "),
    (re.compile("(?<=[a-z0-9.,;:!?)])\u00c2(?= )"), ""),
)
"""Damage that lost its last byte on the way: quotes made straight, U+009D dropped, no-break space
made plain. None of these sequences is a word's ending in any language."""


def _undo_rest(text: str, found: Counter[tuple[str, str]]) -> str:
    for pattern, good in _REST:
        for hit in pattern.findall(text):
            found[hit, good] += 1
        text = pattern.sub(good, text)
    return text
