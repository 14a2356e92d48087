"""The fields of a suggested mapping, line by line, each with its ground. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator
from statistics import median

from ingest.awards import find_level, is_level
from ingest.cells import is_absent, read_flag, read_length
from ingest.mapping import Meaning
from ingest.mapping_guess_price import price_lines
from ingest.mapping_guess_ways import delivery_lines, place_lines
from ingest.mapping_profile import Profile
from ingest.mapping_terms import NOTHING, THE_UNIVERSITY, UNDECIDED
from ingest.mapping_words import (
    READABLE_SHARE,
    Guess,
    comment,
    like,
    read_from,
    scalar,
    several_in,
)
from ingest.table_cells import is_unit
from vectorstore.records import Level

_NUMBERED = re.compile(r"[\d.]+\s+-\s+(.+)")
_NUMBERED_SHARE = 0.8
_TOPIC_NAME = re.compile(
    r"\b(?:fields?|disciplines?|subjects?|majors?|areas? of study|study areas?|speciali[sz]ations?|"
    r"categor(?:y|ies)|cip|broad|narrow|detailed|cluster|pathway|sbj|subj|streams?)\b",
    re.IGNORECASE,
)
_TITLE_NAME = re.compile(
    r"\b(?:titles?|names?|courses?|program(?:me)?s?|qualifications?|degrees?)\b", re.IGNORECASE
)
_SCHOOL = re.compile(
    r".*\b(?:universit|college|institut|school|academy|polytechnic|hochschule|tafe).*",
    re.IGNORECASE,
)
_SCHOOL_NAME = re.compile(r"\b(?:trading|display|common|official)\b", re.IGNORECASE)
_ALIAS_NAME = re.compile(
    r"\b(?:(?:also )?known as|other names?|alternative names?|alias(?:es)?|acronyms?|"
    r"abbreviations?|short (?:name|form)|initials)\b",
    re.IGNORECASE,
)
_WORDY = re.compile(r"(?=.*[^\W\d_]{3}).*", re.DOTALL)
_LENGTH_NAME = re.compile(
    r".*\b(?:duration|length|period of study)\b.*|(?:years?|months?|weeks?|semesters?|days?)",
    re.IGNORECASE,
)
_STAGES = re.compile(
    r"(?:num(?:ber)?|no\.?|nr\.?)[\W_]*(?:of)?[\W_]*(?:stage|year|month|week|semester|term)s?",
    re.IGNORECASE,
)
_UNIT_NAME = re.compile(r"\b(?P<unit>years?|months?|weeks?|semesters?|days?)\b", re.IGNORECASE)
_CODE_CHARS = 2
"""Letters of a level that name no award: "M", "UG"."""
_MOST_LEVELS = 40
_LINK = re.compile(r"(?:https?://|www\.)\S+", re.IGNORECASE)
_NUMBER = re.compile(r"\d+(?:[.,]\d+)?")
_LETTERS = {
    "a": Level.OTHER, "b": Level.BACHELOR, "c": Level.CERTIFICATE, "d": Level.DOCTORATE,
    "m": Level.MASTER, "p": Level.DOCTORATE, "ug": Level.BACHELOR, "pg": Level.MASTER,
    "undergraduate": Level.BACHELOR, "postgraduate": Level.MASTER, "graduate": Level.MASTER,
}  # fmt: skip
_ASSOCIATE = re.compile(
    r"associate.*|a\.?a?\.?s\.?|a\.?a\.?|foundation degree.*|fd(?:a|sc|eng)", re.IGNORECASE
)
_FIRST_PROFESSIONAL = re.compile(r"first[- ]professional.*", re.IGNORECASE)
_MICRO = re.compile(r"micro-?\s?credential|badge|nano-?degree", re.IGNORECASE)
_SHORT_CODE = re.compile(r"[A-Z\d]{1,5}(?:[/ ,;-]+[A-Z\d]{1,5})*")
_ABBREVIATED = re.compile(r"(?:[A-Z][a-z]{0,5}\.?){2,6}|[A-Z\d]{2,6}")
_DATE = re.compile(r"\d{1,4}[-/.]\d.*")
_PACES = {"FT": "Full-time", "PT": "Part-time"}
_LABEL = "label: Features"
_MOST_WORDED = 8
"""Codes that are spelled out in a comment, at most."""


def field_lines(guess: Guess) -> list[str]:
    """The `fields:` part, and a comment that names the columns left as attributes."""
    lines = ["fields:"]
    parts = (
        _names, _aliases, _level, _topics, delivery_lines, place_lines, _length, price_lines, _url,
    )  # fmt: skip
    for part in parts:
        lines += [f"  {line}" for line in part(guess)]
    named = "\n".join(lines)
    rest = [c for c in guess.everywhere if scalar(c.name) not in named]
    spelled = {id(c) for c in guess.keys} | {id(tie.edition) for tie in guess.joined}
    lines += [f"  {line}" for line in _attributes([c for c in rest if id(c) not in spelled])]
    if own := [c for c in rest if c in guess.main.columns]:
        lines += ["# Not mapped, so kept with each program as attributes:"]
        lines += [f"#   {c.name}: {_looks(c)}" for c in own]
    return lines


def title_of(guess: Guess) -> str:
    """The column of titles, as it is guessed."""
    return (guess.column(Meaning.TITLE) or _likely_title(guess, None)).name


def _looks(column: Profile) -> str:
    kind = "a flag, " if column.is_flag else "a few values, " if column.is_few else ""
    return comment(f"{kind}{column.samples}")


def _names(guess: Guess) -> Iterator[str]:
    university, title = guess.anywhere(Meaning.UNIVERSITY), guess.column(Meaning.TITLE)
    if university:
        yield f"university: {scalar(university.name)} {like(university)}"
    elif university := _likely_school(guess):
        yield "# no header is sure to name schools; the cells of this column do:"
        yield f"university: {scalar(university.name)} {like(university)}"
    else:
        yield f"university: {{ constant: {THE_UNIVERSITY} }} # no column names it: write it here"
    if title is None:
        title = _likely_title(guess, university)
        yield "# no header is sure to name programs; this column looks most like it:"
    yield f"title: {scalar(title.name)} {like(title)}"


def _likely_school(guess: Guess) -> Profile | None:
    """The column most of whose cells say that they are schools; of equals what they trade as."""
    free = [c for c in guess.free if not _ALIAS_NAME.search(c.name)]
    best = max(
        free,
        key=lambda c: (
            round(c.share(_SCHOOL), 1),
            bool(_SCHOOL_NAME.search(c.name)),
        ),
        default=None,
    )
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


def _aliases(guess: Guess) -> Iterator[str]:
    named = (c for c in guess.free if _ALIAS_NAME.search(c.name))
    found = [c for c in named if c.counts and c.share(_NUMBER) < 1]
    if found:
        yield f"university_aliases: {read_from(found[0])} {like(found[0])}"


def _stated_level(guess: Guess) -> Profile | None:
    """A column whose cells name levels, whatever its header says."""
    for column in guess.free:
        named = sum(len(c) > _CODE_CHARS and is_level(c) for c in column.counts)
        is_few = column.is_few or (
            column not in guess.main.columns and 0 < len(column.counts) <= _MOST_LEVELS
        )
        if is_few and 2 * named > len(column.counts):
            return column
    return None


def _level(guess: Guess) -> Iterator[str]:
    column = guess.codes(Meaning.LEVEL) or _stated_level(guess)
    if column is None:
        yield "# level: no column names it; it is told from titles"
        return
    name = scalar(column.name)
    cells = column.spelled[:_MOST_LEVELS]
    if all(is_level(c) and len(c) > 1 and c.casefold() not in _LETTERS for c in cells):
        told = ", ".join(f"{c} = {find_level(None, '', c).value}" for c in cells[:4])
        yield f"level: {name} # told from its words: {comment(told)}"
        yield f"award: {name} # as written"
        return
    yield f"level: # codes such as {comment(column.samples)}: what do they stand for?"
    yield f"  column: {name}"
    yield "  values:"
    yield from (f"    {scalar(cell)}: {_level_of(cell)}" for cell in cells)
    if any(len(c) > _CODE_CHARS for c in cells):
        yield f"award: {name} # as written"


def _level_of(cell: str) -> str:
    known = find_level(None, "", cell)
    if _ASSOCIATE.fullmatch(cell):
        return f"{Level.OTHER.value} # has no level of its own; its award finds it"
    if _FIRST_PROFESSIONAL.fullmatch(cell):
        return f"{Level.DOCTORATE.value} # a guess: JD, MD and the like"
    if not any(map(str.isalpha, cell)):
        return f'"{UNDECIDED}" # what does it stand for?'
    if _MICRO.search(cell):
        return f"{known.value} # a guess: or is it other?"
    level = _LETTERS.get(cell.casefold(), known)
    if level is Level.OTHER and not is_level(cell) and _ABBREVIATED.fullmatch(cell):
        return f'"{UNDECIDED}" # what does it stand for? Its titles tell their level meanwhile'
    return level.value if known is not Level.OTHER else f"{level.value} # a guess"


def _topics(guess: Guess) -> Iterator[str]:
    """The category is the column that parts the programs most finely; the others are topics."""
    stated = guess.column(Meaning.CATEGORY)
    taken = {id(guess.column(m)) for m in guess.mapping.columns}
    found = [c for c in guess.everywhere if id(c) not in taken and _is_topic(guess, c)]
    found += [stated] if stated and not _is_number(stated) else []
    found.sort(key=lambda c: (c not in guess.main.columns, -len(c.counts)))
    if found and found[0] in guess.main.columns:
        category = found.pop(0)
        yield f"category: {_subject(category)} {like(category)}"
    if found:
        yield "topics: # what the program is about, beside title and category"
        yield from (f"  - {_subject(c)} {like(c)}" for c in found)


def _is_topic(guess: Guess, column: Profile) -> bool:
    """Whether it is named for fields of study, or numbers them, or spells such codes out."""
    if column.is_flag or not column.counts or _is_number(column) or column in guess.keys:
        return False
    if column in guess.main.columns and 2 * len(column.counts) > len(column.cells) > _MOST_LEVELS:
        return False
    tie = next((tie for tie in guess.joined if column in tie.taken), None)
    if tie is not None and (column is tie.edition or (tie.is_many and tie.table.of_prices)):
        return False  # kinds of students, by whom fees differ
    by_code = tie is not None and any(_TOPIC_NAME.search(here.name) for here, _ in tie.on)
    is_named = _TOPIC_NAME.search(column.name) or column.share(_NUMBERED) >= _NUMBERED_SHARE
    return bool(is_named or by_code)


def _is_number(column: Profile) -> bool:
    """Whether its cells are codes without words."""
    return column.share(_WORDY) <= READABLE_SHARE or (
        column.is_code and column.share(_NUMBERED) < _NUMBERED_SHARE and not _has_blanks(column)
    )


def _has_blanks(column: Profile) -> bool:
    return any(" " in cell for cell in column.counts)


def _subject(column: Profile) -> str:
    if column.share(_NUMBERED) < _NUMBERED_SHARE:
        return read_from(column)
    return read_from(column, "pattern: '^[\\d.]+ +- +(.+)$'")


def _length(guess: Guess) -> Iterator[str]:
    column = guess.column(Meaning.LENGTH)
    known = guess.mapping.columns.get(Meaning.LENGTH)
    if column and known:
        unit = f", unit: {known.unit}" if known.unit else ""
        yield f"duration: {{ column: {scalar(column.name)}{unit} }} {like(column)}"
        return
    units = next((c for c in guess.everywhere if c.is_few and _are_units(c)), None)
    named = [c for c in guess.everywhere if _LENGTH_NAME.fullmatch(c.name) and c is not units]
    if worded := next((c for c in named if _tells_lengths(c)), None):
        yield f"duration: {scalar(worded.name)} {like(worded)}"
        return
    column = next((c for c in named if c.share(_NUMBER) > READABLE_SHARE), None)
    if column is None:
        named += [c for c in guess.everywhere if _STAGES.fullmatch(c.name) and c.share(_NUMBER)]
        yield "# duration: no column is sure to say how long a program is"
        yield from (f"# duration: {scalar(c.name)} {like(c)}: how is it to be read?" for c in named)
        return
    if units:
        told = f"column: {scalar(column.name)}, unit: {{ column: {scalar(units.name)} }}"
        yield f"duration: {{ {told} }} {like(column)}"
        strange = [cell for cell in units.counts if not is_unit(cell)]
        yield from (f"  # {comment(repr(cell))} is no unit: unknown there" for cell in strange)
        return
    said = _UNIT_NAME.search(column.name)
    unit = said["unit"].lower() if said else _likely_unit(column)
    yield f"duration: {{ column: {scalar(column.name)}, unit: {unit} }} {like(column)}"
    yield "  # the unit is a guess from the header or the size of the numbers"


def _tells_lengths(column: Profile) -> bool:
    """Whether most of its cells are lengths with their units: "4 semesters", "9 months"."""
    told = {cell: n for cell, n in column.counts.items() if not is_absent(cell)}
    good = sum(n for cell, n in told.items() if read_length(cell))
    return good > READABLE_SHARE * max(1, sum(told.values()))


def _are_units(column: Profile) -> bool:
    known = sum(n for cell, n in column.counts.items() if is_unit(cell))
    return known > READABLE_SHARE * column.counts.total()


def _likely_unit(column: Profile) -> str:
    middle = median(float(c.replace(",", ".")) for c in column.counts if _NUMBER.fullmatch(c))
    return "years" if middle <= 8 else "months" if middle <= 30 else "weeks"


def _url(guess: Guess) -> Iterator[str]:
    links = (c for c in guess.free if c.share(_LINK) > READABLE_SHARE)
    if column := guess.anywhere(Meaning.URL) or next(links, None):
        yield f"url: {scalar(column.name)} {like(column)}"


def _attributes(rest: list[Profile]) -> Iterator[str]:
    """Columns to take apart, and codes that visitors could ask for if they had words."""
    apart = [c for c in rest if c.is_few and several_in(c) and not c.is_code]
    if apart:
        yield "attributes: # several values in one cell"
        yield from (f"  - {read_from(c)} {like(c)}" for c in apart)
    coded = [c for c in rest if c not in apart and _may_be_worded(c)]
    if coded:
        yield "# Codes, and yes and no, are asked for by the words that you write for them:"
        yield from ([] if apart else ["# attributes:"])
        for column in coded:
            label = f", {_LABEL}" if column.is_flag else ""  # a header that is the word asks for it
            told = f"column: {scalar(column.name)}{label}, values: {{ {_words(column)} }}"
            yield f"#   - {{ {told} }}"


def _may_be_worded(column: Profile) -> bool:
    return not column.is_code and (_is_short(column) or _parts_in_two(column))


def _is_short(column: Profile) -> bool:
    """Whether its cells are a few short codes, and no numbers that could be figures."""
    few = 1 < len(column.counts) <= _MOST_WORDED and column.share(_SHORT_CODE) == 1
    is_bare = column.share(_NUMBER) == 1
    is_code = column.is_few and (column.is_coded or not is_bare) and not column.share(_DATE)
    return few and is_code and not column.is_flag


def _parts_in_two(column: Profile) -> bool:
    """Whether its cells say yes and no, each of some rows."""
    return column.is_flag and len({read_flag(cell) for cell in column.counts}) > 1


def _words(column: Profile) -> str:
    """Words for the cells: a flag is called by its header, other codes nobody knows."""
    told = []
    for cell in column.spelled:
        word = f'"{UNDECIDED}"'
        paces = [_PACES.get(part) for part in cell.split("/")]
        if _parts_in_two(column):
            word = scalar(column.name) if read_flag(cell) else NOTHING
        elif all(paces):
            word = f"[{', '.join(filter(None, paces))}]"
        told.append(f"{scalar(cell)}: {word}")
    return ", ".join(told)
