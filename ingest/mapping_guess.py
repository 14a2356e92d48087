"""The fields of a suggested mapping, line by line, each with its ground. Pure."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from statistics import median

from ingest.awards import find_level, is_level
from ingest.cells import read_delivery, read_flag, read_price
from ingest.columns import recognise
from ingest.figures import CURRENCY_CODES
from ingest.mapping import BARE_DOLLAR, Mapping, Meaning
from ingest.mapping_file import NOTHING
from ingest.mapping_profile import Profile, TableProfile
from vectorstore.records import Delivery, Level, PriceBasis

_PLAIN = re.compile(r"[A-Za-z0-9_](?:[\w ()/.+&'-]*[\w)])?", re.ASCII)
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
_WORDY = re.compile(r"(?=.*[^\W\d_]{3}).*", re.DOTALL)
_AMOUNT = re.compile(r"\D{0,4}\d.*", re.DOTALL)
_LENGTH_NAME = re.compile(
    r".*\b(?:duration|length)\b.*|(?P<unit>years?|months?|weeks?|semesters?|days?)", re.IGNORECASE
)
_PRICE_NAME = re.compile(r"\b(?:tuition|fees?|costs?|price)\b", re.IGNORECASE)
_READABLE_SHARE = 0.5
_NUMBER = re.compile(r"\d+(?:[.,]\d+)?")
_CURRENCY_WORDS = {
    "australian dollar": "AUD", "new zealand dollar": "NZD", "canadian dollar": "CAD",
    "us dollar": "USD", "u.s. dollar": "USD", "american dollar": "USD", "singapore dollar": "SGD",
    "hong kong dollar": "HKD", "euro": "EUR", "pound": "GBP", "rupee": "INR", "yen": "JPY",
}  # fmt: skip
_LETTERS = {
    "a": Level.OTHER, "b": Level.BACHELOR, "c": Level.CERTIFICATE, "d": Level.DOCTORATE,
    "m": Level.MASTER, "p": Level.DOCTORATE, "ug": Level.BACHELOR, "pg": Level.MASTER,
    "undergraduate": Level.BACHELOR, "postgraduate": Level.MASTER, "graduate": Level.MASTER,
}  # fmt: skip
_WAYS = (
    (Delivery.HYBRID, re.compile(r"hybrid|blend|mixed|multi", re.IGNORECASE)),
    (
        Delivery.ONLINE,
        re.compile(r"online|distance|remote|extern|extramural|virtual|e-?learn", re.IGNORECASE),
    ),
    (Delivery.ON_CAMPUS, re.compile(r"campus|person|face|intern|class|residen", re.IGNORECASE)),
)
_FLAGS = {
    Meaning.ONLINE: Delivery.ONLINE,
    Meaning.ON_CAMPUS: Delivery.ON_CAMPUS,
    Meaning.HYBRID: Delivery.HYBRID,
}
_OF_PLACE = (Meaning.PLACE, Meaning.CITY, Meaning.REGION, Meaning.COUNTRY)


@dataclass(frozen=True)
class Guess:
    """What is known of a file when its fields are guessed."""

    main: TableProfile
    mapping: Mapping
    """Of the main table's headers, as far as its cells bear them out."""
    joined: tuple[TableProfile, ...]
    notes: tuple[str, ...]
    """Titles and notes of all sheets."""

    def column(self, meaning: Meaning) -> Profile | None:
        """The main table's column of a meaning."""
        column = self.mapping.columns.get(meaning)
        return self.main.columns[column.index] if column else None

    def codes(self, meaning: Meaning) -> Profile | None:
        """The column of a meaning by its header alone, its cells being a few values or codes."""
        own = self.column(meaning)
        column = recognise(self.main.sheet.header).columns.get(meaning)
        coded = self.main.columns[column.index] if column else None
        return own or (coded if coded and coded.is_few else None)

    def anywhere(self, meaning: Meaning) -> Profile | None:
        """The column of a meaning in the table or in a sheet joined to it."""
        own = self.column(meaning)
        if own:
            return own
        for table in self.joined:
            column = recognise(table.sheet.header).columns.get(meaning)
            if column and not self.main.named(table.columns[column.index].name):
                return table.columns[column.index]
        return None


def scalar(text: str) -> str:
    """A text as YAML: plain where that is safe, else in quotes."""
    return text if _PLAIN.fullmatch(text) else json.dumps(text, ensure_ascii=False)


def comment(text: str) -> str:
    """A text for a comment: on one line."""
    return " ".join(text.split())


def field_lines(guess: Guess) -> list[str]:
    """The `fields:` part, and a comment that names the columns left as attributes."""
    lines = ["fields:"]
    for part in (_names, _level, _topics, _delivery, _places, _length, _price, _url):
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


def _like(column: Profile) -> str:
    return f"# like {comment(column.samples)}"


def _names(guess: Guess) -> Iterator[str]:
    university, title = guess.column(Meaning.UNIVERSITY), guess.column(Meaning.TITLE)
    if university:
        yield f"university: {scalar(university.name)} {_like(university)}"
    else:
        yield "university: { constant: NAME OF THE UNIVERSITY } # no column names it: write it here"
    if title is None:
        title = _likely_title(guess, university)
        yield "# no header is sure to name programs; this column looks most like it:"
    yield f"title: {scalar(title.name)} {_like(title)}"


def _likely_title(guess: Guess, university: Profile | None) -> Profile:
    """The column named for it, else the one of most different words."""
    free = [c for c in guess.main.columns if c is not university and not c.is_code]
    named = [c for c in free if _TITLE_NAME.search(c.name) and c.share(_WORDY) > _READABLE_SHARE]
    return max(
        named or free or guess.main.columns,
        key=lambda c: (c.share(_WORDY) > _READABLE_SHARE, len(c.counts)),
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
        yield f"category: {_subject(category)} {_like(category)}"
    if others:
        yield "topics: # what the program is about, beside title and category"
        yield from (f"  - {_subject(c)} {_like(c)}" for c in others)


def _subject(column: Profile) -> str:
    if column.share(_NUMBERED) < 0.8:
        return scalar(column.name)
    return f"{{ column: {scalar(column.name)}, pattern: '^[\\d.]+ +- +(.+)$' }}"


def _delivery(guess: Guess) -> Iterator[str]:
    flags = [(m, c) for m in _FLAGS if (c := guess.column(m))]
    mode = guess.codes(Meaning.DELIVERY)
    if not flags and mode is None:
        yield "# delivery: no column says whether a program is online or on campus"
        return
    yield "delivery:"
    for meaning, column in flags:
        pairs = ", ".join(f"{scalar(c)}: {_way(c, _FLAGS[meaning])}" for c in column.counts)
        yield f"  - {{ column: {scalar(column.name)}, values: {{ {pairs} }} }} # a flag"
    if mode:
        yield f"  - column: {scalar(mode.name)} {_like(mode)}"
        unread = [c for c in mode.counts if not read_delivery(c)]
        if unread and mode.is_few:
            yield "    values:"
            yield from (f"      {scalar(c)}: {_ways(c)}" for c in mode.counts)


def _way(cell: str, way: Delivery) -> str:
    return way.value if read_flag(cell) else NOTHING


def _ways(cell: str) -> str:
    found = read_delivery(cell) or {way for way, words in _WAYS if words.search(cell)}
    named = [way.value for way, _ in _WAYS if way in found]
    return f"[{', '.join(named)}]" if named else f"{NOTHING} # what does it stand for?"


def _places(guess: Guess) -> Iterator[str]:
    found = {m: c for m in _OF_PLACE if (c := guess.anywhere(m))}
    if Meaning.CITY in found:
        found.pop(Meaning.PLACE, None)
    named = [c for c in guess.main.columns if _PLACE_NAME.search(c.name) and not c.is_code]
    if not found and named:
        yield f"places: {{ city: {scalar(named[0].name)} }} {_like(named[0])}"
        return
    if not found:
        yield "# places: no column says where a program is taught"
        return
    yield "places:"
    yield from (f"  {m.value}: {scalar(c.name)} {_like(c)}" for m, c in found.items())
    if Meaning.COUNTRY not in found:
        yield "  # country: { constant: Australia } # where all are in one country"


def _length(guess: Guess) -> Iterator[str]:
    column = guess.column(Meaning.LENGTH)
    known = guess.mapping.columns.get(Meaning.LENGTH)
    if column and known:
        unit = f", unit: {known.unit}" if known.unit else ""
        yield f"duration: {{ column: {scalar(column.name)}{unit} }} {_like(column)}"
        return
    named = [(c, m["unit"]) for c in guess.main.columns if (m := _LENGTH_NAME.fullmatch(c.name))]
    if not named:
        yield "# duration: no column says how long a program is"
        return
    column, unit = named[0]
    if column.share(_NUMBER) > _READABLE_SHARE:
        unit = unit.lower() if unit else _likely_unit(column)
        yield f"duration: {{ column: {scalar(column.name)}, unit: {unit} }} {_like(column)}"
        yield "  # the unit is a guess from the header or the size of the numbers"
        return
    yield f"# duration: {scalar(column.name)} # cannot be read as it is: {comment(column.samples)}"


def _likely_unit(column: Profile) -> str:
    middle = median(float(c.replace(",", ".")) for c in column.counts if _NUMBER.fullmatch(c))
    return "years" if middle <= 8 else "months" if middle <= 30 else "weeks"


def _price(guess: Guess) -> Iterator[str]:
    column = guess.column(Meaning.PRICE)
    known = guess.mapping.columns.get(Meaning.PRICE)
    if column is None or known is None:
        named = [c for c in guess.main.columns if _PRICE_NAME.search(c.name)]
        if len(named) == 1 and named[0].share(_AMOUNT) > _READABLE_SHARE:
            yield f"price: {{ column: {scalar(named[0].name)} }} {_like(named[0])}"
            yield "  # add what its cells do not say: currency: AUD, basis: total"
            return
        yield "# price: no column is sure to be it" + ("; one of these?" if named else "")
        yield from (f"# price: {{ column: {scalar(c.name)} }} {_like(c)}" for c in named)
        return
    parts = [f"column: {scalar(column.name)}"]
    code = known.currency if known.currency != BARE_DOLLAR else None
    ground = "the header" if code else "the notes"
    code = code or _currency_in(guess.notes)
    in_column = guess.column(Meaning.CURRENCY)
    if in_column:
        parts.append(f"currency: {{ column: {scalar(in_column.name)} }}")
    elif code:
        parts.append(f"currency: {code}")
    if known.basis is not PriceBasis.UNKNOWN:
        parts.append(f"basis: {known.basis.value}")
    zeros = sum(n for c, n in column.counts.items() if _is_zero(c))
    yield f"price: {{ {', '.join(parts)} }} {_like(column)}"
    if code and not in_column:
        yield f"  # {code} by {ground}"
    if not in_column and not code:
        yield "  # currency: none is named; add `currency: AUD`, or whichever it is"
    if known.basis is PriceBasis.UNKNOWN:
        yield "  # basis: total, year, semester or credit; none is named"
    if zeros:
        yield f"  # {zeros:,} cells are 0: unknown as it stands; `zero: free` if they mean free"


def _is_zero(cell: str) -> bool:
    return bool(re.fullmatch(r"0(?:[.,]0+)?", cell)) and read_price(cell) is not None


def _currency_in(notes: tuple[str, ...]) -> str | None:
    """The one currency that the notes name; None if they name none or several."""
    text = " ".join(notes)
    codes = {c for c in CURRENCY_CODES if re.search(rf"\b{c}\b", text)}
    codes |= {c for word, c in _CURRENCY_WORDS.items() if re.search(rf"\b{word}s?\b", text.lower())}
    return codes.pop() if len(codes) == 1 else None


def _url(guess: Guess) -> Iterator[str]:
    column = guess.column(Meaning.URL)
    if column:
        yield f"url: {scalar(column.name)} {_like(column)}"
