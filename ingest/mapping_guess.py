"""The fields of a suggested mapping, line by line, each with its ground. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator
from statistics import median

from ingest.awards import find_level, is_level
from ingest.cells import read_delivery, read_flag
from ingest.mapping import Meaning
from ingest.mapping_guess_price import price_lines
from ingest.mapping_profile import Profile
from ingest.mapping_terms import NOTHING
from ingest.mapping_words import READABLE_SHARE, Guess, comment, like, scalar
from vectorstore.records import Delivery, Level

_NUMBERED = re.compile(r"[\d.]+\s+-\s+(.+)")
_TOPIC_NAME = re.compile(
    r"\b(?:fields?|disciplines?|subjects?|majors?|areas? of study|study areas?|speciali[sz]ations?|"
    r"categor(?:y|ies)|cip|broad|narrow|detailed)\b",
    re.IGNORECASE,
)
_TITLE_NAME = re.compile(
    r"\b(?:titles?|names?|courses?|program(?:me)?s?|qualifications?|degrees?)\b", re.IGNORECASE
)
_PLACE_NAME = re.compile(r"\b(?:city|town|suburb|loc|location|campus|site)\b", re.IGNORECASE)
_SCHOOL = re.compile(
    r".*\b(?:universit|college|institut|school|academy|polytechnic|hochschule|tafe).*",
    re.IGNORECASE,
)
_WORDY = re.compile(r"(?=.*[^\W\d_]{3}).*", re.DOTALL)
_LENGTH_NAME = re.compile(
    r".*\b(?:duration|length|period of study)\b.*|(?:years?|months?|weeks?|semesters?|days?)",
    re.IGNORECASE,
)
_UNIT_NAME = re.compile(r"\b(?P<unit>years?|months?|weeks?|semesters?|days?)\b", re.IGNORECASE)
_LETTER_WAYS = {"o": "online", "c": "on_campus", "h": "hybrid"}
"""What single letters of a column of ways most often stand for."""
_CODES_APART = re.compile(r"[\s/,;&+]+")
_CODE_CHARS = 2
"""Letters of a level that name no award: "M", "UG"."""
_NUMBER = re.compile(r"\d+(?:[.,]\d+)?")
_LETTERS = {
    "a": Level.OTHER, "b": Level.BACHELOR, "c": Level.CERTIFICATE, "d": Level.DOCTORATE,
    "m": Level.MASTER, "p": Level.DOCTORATE, "ug": Level.BACHELOR, "pg": Level.MASTER,
    "undergraduate": Level.BACHELOR, "postgraduate": Level.MASTER, "graduate": Level.MASTER,
}  # fmt: skip
_WAYS = (
    (Delivery.HYBRID, re.compile(r"hybrid|blend|mixed|multi", re.IGNORECASE)),
    (
        Delivery.ONLINE,
        re.compile(
            r"online|distance|remote|extern|extramural|virtual|e-?learn|\bo?dl\b", re.IGNORECASE
        ),
    ),
    (Delivery.ON_CAMPUS, re.compile(r"campus|person|face|intern|class|residen", re.IGNORECASE)),
)
_FLAGS = {
    Meaning.ONLINE: Delivery.ONLINE,
    Meaning.ON_CAMPUS: Delivery.ON_CAMPUS,
    Meaning.HYBRID: Delivery.HYBRID,
}
_OF_PLACE = (Meaning.PLACE, Meaning.CITY, Meaning.REGION, Meaning.COUNTRY)


def field_lines(guess: Guess) -> list[str]:
    """The `fields:` part, and a comment that names the columns left as attributes."""
    lines = ["fields:"]
    for part in (_names, _level, _topics, _delivery, _places, _length, price_lines, _url):
        lines += [f"  {line}" for line in part(guess)]
    named = "\n".join(lines)
    rest = [c for c in guess.main.columns if scalar(c.name) not in named]
    if rest:
        lines += ["# Not mapped, so kept with each program as attributes:"]
        lines += [f"#   {c.name}: {_looks(c)}" for c in rest]
    return lines


def _looks(column: Profile) -> str:
    kind = "a flag, " if column.is_flag else "a few values, " if column.is_few else ""
    return comment(f"{kind}{column.samples}")


def _names(guess: Guess) -> Iterator[str]:
    university, title = guess.column(Meaning.UNIVERSITY), guess.column(Meaning.TITLE)
    if university is None and (joined := guess.anywhere(Meaning.UNIVERSITY)):
        yield f"university: {scalar(joined.name)} {like(joined)}"
        university = joined
    elif university:
        yield f"university: {scalar(university.name)} {like(university)}"
    elif university := _likely_school(guess):
        yield "# no header is sure to name schools; the cells of this column do:"
        yield f"university: {scalar(university.name)} {like(university)}"
    else:
        yield "university: { constant: NAME OF THE UNIVERSITY } # no column names it: write it here"
    if title is None:
        title = _likely_title(guess, university)
        yield "# no header is sure to name programs; this column looks most like it:"
    yield f"title: {scalar(title.name)} {like(title)}"


def _likely_school(guess: Guess) -> Profile | None:
    """The column most of whose cells say that they are schools."""
    taken = {column.index for column in guess.mapping.columns.values()}
    free = [c for c in guess.main.columns if c.index not in taken]
    best = max(free, key=lambda c: c.share(_SCHOOL), default=None)
    return best if best and best.share(_SCHOOL) > READABLE_SHARE else None


def _likely_title(guess: Guess, university: Profile | None) -> Profile:
    """The column named for it, else the one of most different words."""
    taken = {column.index for column in guess.mapping.columns.values()}
    others = [c for c in guess.main.columns if c is not university and not c.is_code]
    free = [c for c in others if c.index not in taken] or others
    named = [c for c in free if _TITLE_NAME.search(c.name) and c.share(_WORDY) > READABLE_SHARE]
    return max(
        named or free or guess.main.columns,
        key=lambda c: (c.share(_WORDY) > READABLE_SHARE, len(c.counts)),
    )


def _stated_level(guess: Guess) -> Profile | None:
    """A column whose cells name levels, whatever its header says."""
    taken = {column.index for column in guess.mapping.columns.values()}
    for column in guess.main.columns:
        named = sum(find_level(None, "", cell) is not Level.OTHER for cell in column.counts)
        if column.is_few and column.index not in taken and 2 * named > len(column.counts):
            return column
    return None


def _level(guess: Guess) -> Iterator[str]:
    column = guess.codes(Meaning.LEVEL) or _stated_level(guess)
    if column is None:
        yield "# level: no column names it; it is told from titles"
        return
    name = scalar(column.name)
    cells = list(column.counts)[:40]
    if all(is_level(c) and len(c) > 1 and c.casefold() not in _LETTERS for c in cells):
        told = ", ".join(f"{c} = {find_level(None, '', c).value}" for c in cells[:4])
        yield f"level: {name} # told from its words: {comment(told)}"
        yield f"award: {name} # as written"
        return
    yield f"level: # codes such as {comment(column.samples)}: what do they stand for?"
    yield f"  column: {name}"
    yield "  values:"
    for cell in cells:
        known = find_level(None, "", cell)
        level = _LETTERS.get(cell.casefold(), known)
        sure = "" if known is not Level.OTHER else " # a guess"
        yield f"    {scalar(cell)}: {level.value}{sure}"
    if any(len(c) > _CODE_CHARS for c in cells):
        yield f"award: {name} # as written"


def _topics(guess: Guess) -> Iterator[str]:
    category = guess.column(Meaning.CATEGORY)
    taken = {c.index for c in guess.mapping.columns.values()}
    others = [
        c
        for c in guess.main.columns
        if _TOPIC_NAME.search(c.name) and c.index not in taken and not c.is_flag and c.counts
    ]
    if category is None and others:
        category = others.pop(0)
    if category:
        yield f"category: {_subject(category)} {like(category)}"
    if others:
        yield "topics: # what the program is about, beside title and category"
        yield from (f"  - {_subject(c)} {like(c)}" for c in others)


def _subject(column: Profile) -> str:
    if column.share(_NUMBERED) < 0.8:
        return scalar(column.name)
    return f"{{ column: {scalar(column.name)}, pattern: '^[\\d.]+ +- +(.+)$' }}"


def _delivery(guess: Guess) -> Iterator[str]:
    flags = [(m, c) for m in _FLAGS if (c := guess.column(m))]
    mode = guess.codes(Meaning.DELIVERY) or _stated_ways(guess)
    if not flags and mode is None:
        yield "# delivery: no column says whether a program is online or on campus"
        return
    yield "delivery:"
    for meaning, column in flags:
        pairs = ", ".join(f"{scalar(c)}: {_way(c, _FLAGS[meaning])}" for c in column.counts)
        yield f"  - {{ column: {scalar(column.name)}, values: {{ {pairs} }} }} # a flag"
    if mode:
        yield f"  - column: {scalar(mode.name)} {like(mode)}"
        if any(";" in c for c in mode.counts):
            yield '    split: ";"'
        unread = [c for c in mode.counts if not _names_ways(c)]
        if unread and mode.is_few:
            yield "    values:"
            yield from (f"      {scalar(c)}: {_ways(c)}" for c in mode.counts)


def _stated_ways(guess: Guess) -> Profile | None:
    """A column whose cells name ways of teaching, whatever its header says."""
    taken = {column.index for column in guess.mapping.columns.values()}
    free = (c for c in guess.main.columns if c.is_few and not c.is_flag and c.index not in taken)
    return next((c for c in free if all(map(_names_ways, c.counts))), None)


def _names_ways(cell: str) -> bool:
    return all(read_delivery(part) for part in cell.split(";"))


def _way(cell: str, way: Delivery) -> str:
    return way.value if read_flag(cell) else NOTHING


def _ways(cell: str) -> str:
    found = read_delivery(cell) or {way for way, words in _WAYS if words.search(cell)}
    named = [way.value for way, _ in _WAYS if way in found]
    if named:
        return f"[{', '.join(named)}]"
    letters = [_LETTER_WAYS.get(part) for part in _CODES_APART.split(cell.casefold())]
    if letters and all(letters):
        return f"[{', '.join(filter(None, letters))}] # a guess"
    return f"{NOTHING} # what does it stand for?"


def _places(guess: Guess) -> Iterator[str]:
    found = {m: c for m in _OF_PLACE if (c := guess.anywhere(m))}
    if Meaning.CITY in found:
        found.pop(Meaning.PLACE, None)
    named = [c for c in guess.main.columns if _PLACE_NAME.search(c.name) and not c.is_code]
    if not found and named:
        yield f"places: {{ city: {scalar(named[0].name)} }} {like(named[0])}"
        return
    if not found:
        yield "# places: no column says where a program is taught"
        return
    yield "places:"
    yield from (f"  {m.value}: {_placed(c)} {like(c)}" for m, c in found.items())
    if Meaning.COUNTRY not in found:
        yield "  # country: { constant: Australia } # where all are in one country"


def _placed(column: Profile) -> str:
    """A column of places; several in one cell are told apart by what stands between them."""
    mark = next((m for m in (";", "|") if any(m in c for c in column.counts)), None)
    name = scalar(column.name)
    return f'{{ column: {name}, split: "{mark}" }}' if mark else name


def _length(guess: Guess) -> Iterator[str]:
    column = guess.column(Meaning.LENGTH)
    known = guess.mapping.columns.get(Meaning.LENGTH)
    if column and known:
        unit = f", unit: {known.unit}" if known.unit else ""
        yield f"duration: {{ column: {scalar(column.name)}{unit} }} {like(column)}"
        return
    column = next((c for c in guess.main.columns if _LENGTH_NAME.fullmatch(c.name)), None)
    if column is None:
        yield "# duration: no column says how long a program is"
        return
    if column.share(_NUMBER) > READABLE_SHARE:
        said = _UNIT_NAME.search(column.name)
        unit = said["unit"].lower() if said else _likely_unit(column)
        yield f"duration: {{ column: {scalar(column.name)}, unit: {unit} }} {like(column)}"
        yield "  # the unit is a guess from the header or the size of the numbers"
        return
    yield f"# duration: {scalar(column.name)} # cannot be read as it is: {comment(column.samples)}"


def _likely_unit(column: Profile) -> str:
    middle = median(float(c.replace(",", ".")) for c in column.counts if _NUMBER.fullmatch(c))
    return "years" if middle <= 8 else "months" if middle <= 30 else "weeks"


def _url(guess: Guess) -> Iterator[str]:
    column = guess.column(Meaning.URL)
    if column:
        yield f"url: {scalar(column.name)} {like(column)}"
