"""The second path: the rows of an index in DuckDB, asked in SQL of our own.

It shares no code with the product's queries, which is what it is for: where the two disagree, one
of them is wrong. A topic is in a row if its words stand together in the category, the title or a
field of study.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import duckdb

from vectorstore.records import Program

_YEARS = {"year": 1.0, "month": 1 / 12, "week": 1 / 52, "semester": 0.5}
"""52 weeks are 12 months are 2 semesters are 1 year."""
_COLUMNS = """id VARCHAR, university VARCHAR, title VARCHAR, level VARCHAR, category VARCHAR,
    delivery VARCHAR[], topic VARCHAR, price DOUBLE, currency VARCHAR, basis VARCHAR,
    years DOUBLE, length DOUBLE, unit VARCHAR, cities VARCHAR[]"""
_SHORT = {
    "ai": "artificial intelligence",
    "ml": "machine learning",
    "nlp": "natural language processing",
    "it": "information technology",
    "hr": "human resources",
    "ux": "user experience",
}
"""Short forms in titles, which stand for their topic too."""
_NEAR = 1e-9
"""Lengths in years come from divisions."""


@dataclass(frozen=True, slots=True)
class Subject:
    """A set of programs; what is None leaves all."""

    level: str | None = None
    delivery: str | None = None
    topic: str | None = None
    """Words that stand next to each other, in lower case."""
    school: str | None = None
    """A university's name as the source writes it."""
    city: str | None = None
    """In lower case."""


@dataclass(frozen=True, slots=True)
class Row:
    """A program as the second path gives it."""

    id: str
    university: str
    title: str
    price: float | None
    years: float | None
    """Length."""
    currency: str | None = None
    basis: str = "unknown"
    """What the price pays for."""
    length: float | None = None
    """As listed, in `unit`."""
    unit: str | None = None


class SecondPath:
    """The rows of one index. Not safe to share between threads."""

    def __init__(self, programs: Iterable[Program]) -> None:
        self._sets: dict[Subject, list[Row]] = {}
        self._kinds: dict[Subject, set[tuple[str | None, str]]] = {}
        self._db = duckdb.connect(":memory:")
        self._db.execute(f"CREATE TABLE programs ({_COLUMNS})")
        rows = [_values(program) for program in programs]
        if rows:
            # A column at a time: row by row, 25,000 programs take most of a minute.
            columns = [list(column) for column in zip(*rows, strict=True)]
            marks = ", ".join(["unnest(?)"] * len(columns))
            insert = f"INSERT INTO programs SELECT {marks}"
            self._db.execute(insert, columns)

    def rows(self, subject: Subject, where: str = "", *values: float) -> list[Row]:
        """The rows of a set, of those under a further condition in SQL, by id."""
        if not where:
            if subject not in self._sets:
                self._sets[subject] = self._fetched(subject, "TRUE", ())
            return self._sets[subject]
        return self._fetched(subject, where, values)

    def _fetched(self, subject: Subject, where: str, values: Sequence[float]) -> list[Row]:
        condition, given = _condition(subject)
        found = self._db.execute(
            "SELECT id, university, title, price, years, currency, basis, length, unit "  # noqa: S608
            f"FROM programs WHERE {condition} AND ({where}) ORDER BY id",
            [*given, *values],
        ).fetchall()
        return [Row(*row) for row in found]

    def number(self, subject: Subject, expression: str) -> float | None:
        """One value over the rows of a set, such as avg(price); None over nothing."""
        condition, given = _condition(subject)
        found = self._db.execute(
            f"SELECT {expression} FROM programs WHERE {condition}",  # noqa: S608 - our SQL
            given,
        ).fetchone()
        return None if found is None or found[0] is None else float(found[0])

    def currencies(self, subject: Subject) -> set[tuple[str | None, str]]:
        """Currency and basis of the prices in a set."""
        if subject not in self._kinds:
            condition, given = _condition(subject)
            found = self._db.execute(
                f"SELECT DISTINCT currency, basis FROM programs "  # noqa: S608 - our SQL
                f"WHERE {condition} AND price IS NOT NULL",
                given,
            ).fetchall()
            self._kinds[subject] = set(found)
        return self._kinds[subject]

    def distinct(self, column: str) -> list[str]:
        """The values of a column, in order."""
        found = self._db.execute(
            f"SELECT DISTINCT {column} FROM programs "  # noqa: S608 - a column of ours
            f"WHERE {column} IS NOT NULL ORDER BY 1"
        ).fetchall()
        return [value for (value,) in found]

    def texts(self) -> list[tuple[str, str]]:
        """Of each row the university, and the words of category, title and fields, with bars."""
        return self._db.execute("SELECT university, topic FROM programs").fetchall()

    def deliveries(self) -> list[str]:
        """The ways in which anything is offered, in order."""
        found = self._db.execute("SELECT DISTINCT unnest(delivery) FROM programs ORDER BY 1")
        return [value for (value,) in found.fetchall()]

    def cities(self) -> list[str]:
        """The cities where anything is taught, in lower case and in order."""
        found = self._db.execute("SELECT DISTINCT unnest(cities) FROM programs ORDER BY 1")
        return [value for (value,) in found.fetchall()]


def plain_words(text: str) -> str:
    """Words in lower case, short forms written out, each between blanks; marks are gone.

    >>> plain_words("Master's in Health-Care AI (MSc)")
    ' master in health care artificial intelligence msc '
    """
    bare = re.sub(r"['\u2019]s\b", "", text.lower())
    words = (_SHORT.get(word, word) for word in re.findall(r"[a-z0-9+#]+", bare))
    return f" {' '.join(words)} "


def _values(program: Program) -> Sequence[Any]:
    length = program.duration
    years = length.value * _YEARS[length.unit] if length and length.unit in _YEARS else None
    named = (program.category or "", program.title, *program.topics)
    topic = "|".join(dict.fromkeys(map(plain_words, named)))
    return (
        program.id,
        program.university,
        program.title,
        program.level.value,
        program.category,
        sorted(way.value for way in program.delivery),
        topic,
        program.price,
        program.currency,
        program.price_basis.value,
        None if years is None else round(years / _NEAR) * _NEAR,
        length.value if length else None,
        length.unit if length else None,
        sorted({place.city.lower() for place in program.places if place.city}),
    )


def _condition(subject: Subject) -> tuple[str, list[str]]:
    parts, values = ["TRUE"], []
    if subject.level:
        parts.append("level = ?")
        values.append(subject.level)
    if subject.delivery:
        parts.append("list_contains(delivery, ?)")
        values.append(subject.delivery)
    if subject.topic:
        parts.append("contains(topic, ?)")
        values.append(plain_words(subject.topic))
    if subject.school:
        parts.append("university = ?")
        values.append(subject.school)
    if subject.city:
        parts.append("list_contains(cities, ?)")
        values.append(subject.city)
    return " AND ".join(parts), values
