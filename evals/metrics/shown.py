"""What one citation of an answer shows: its quote as words, figures and, of a row, its names.

Read from the public answer alone, by code that shares nothing with the product's own proof. A row's
typed values count only where their digits stand in the quote: the page is what proves.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import permutations

from assistant.api.wire import AskResponse, CitationOut, RowOut
from assistant.records import Kind
from evals.metrics.expectation import plain
from evals.metrics.quantities import YEARS_IN, Quantity, quantities
from vectorstore.records import PriceBasis

_WORD = re.compile(r"[^\W\d_]+")
_HEADER = re.compile(r"[^:|\n]{1,60}:\s+")
_DOLLARS = frozenset({"$", "USD", "US$", "AUD", "A$", "AU$", "CAD", "NZD", "SGD", "HKD"})


@dataclass(frozen=True, slots=True)
class Shown:
    """One citation as evidence."""

    number: int
    kind: Kind
    quote: str
    """As compared: plain."""
    around: str
    """The quote, its section and the title of its page, each on a line of its own, plain."""
    words: frozenset[str]
    """Of the quote, its section and the page's title, folded; of a row also how it is taught, which
    a table may write as a letter in a column."""
    figures: tuple[Quantity, ...]
    names: tuple[tuple[str, str], ...]
    """Of a row: (university, title); read from the quote, it may be several guesses."""
    row: RowOut | None = None
    """The row that it shows, where the answer carries it."""

    def gives(self, figure: Quantity) -> bool:
        """Whether the figure stands in the quote with its unit, currency, period and hedge."""
        if self.row is None:
            return any(figure.same(own) for own in self.figures)
        if figure.is_length:
            return self._is_length(figure)
        return any(_same_money(figure, own) for own in self._prices())

    def is_long(self, figure: Quantity) -> bool:
        """Whether the row is as long as this, in whatever unit."""
        length = self.row.duration if self.row else None
        own = [length.years] if length else [f.years for f in self.figures if f.is_length]
        return any(abs(figure.years - years) < _ROUNDED for years in own)

    @property
    def price(self) -> float | None:
        """Of a row that the answer carries, if its digits stand in the quote."""
        price = self.row.price if self.row else None
        return price if any(f.value == price for f in self.figures) else None

    def _is_length(self, figure: Quantity) -> bool:
        if any(figure.same(own) for own in self.figures):
            return True
        length = self.row.duration if self.row else None
        return (
            length is not None
            and (figure.value, figure.unit) == (length.value, length.unit)
            and any(own.value == length.value for own in self.figures)
        )

    def _prices(self) -> Iterator[Quantity]:
        """Prices as the answer's row gives them; their digits stand in the quote."""
        row = self.row
        if row is None or self.price is None:
            return
        bases = (PriceBasis.UNKNOWN, PriceBasis.TOTAL)
        period = "" if row.price_basis in bases else row.price_basis.value
        yield Quantity(self.price, "", row.currency or "", period, "", 0, 0)


_ROUNDED = 0.0051
"""Lengths are worded with two decimals."""


def shown_by(answer: AskResponse) -> dict[int, Shown]:
    """What each citation of an answer shows, by its number."""
    rows = {row.id: row for row in carried(answer)}
    return {c.id: _shown(c, rows.get(c.row_id or "")) for c in answer.citations}


def carried(answer: AskResponse) -> tuple[RowOut, ...]:
    """The rows that an answer carries: what answers, what comes next, what is nearest."""
    result = answer.result
    return (*result.rows, *result.runner_up, *result.nearest) if result else ()


def words_of(text: str) -> frozenset[str]:
    """The words of a text, folded: lower case, without a plural's or a possessive's s.

    >>> sorted(words_of("Bachelor's programs, On-Campus"))
    ['bachelor', 'campu', 'on', 'program']
    """
    bare = re.sub(r"'s\b|s'(?=\s|$)", "", plain(text))
    return frozenset(map(_folded, _WORD.findall(bare)))


def _folded(word: str) -> str:
    if len(word) > 4 and word.endswith("ies"):
        return word[:-3] + "y"
    return word[:-1] if len(word) > 3 and word.endswith("s") and word[-2:] != "ss" else word


def _shown(citation: CitationOut, row: RowOut | None) -> Shown:
    around = (citation.quote, citation.section, citation.source.title)
    figures = tuple(_of_lines(citation.quote)) if citation.kind is Kind.ROW else ()
    return Shown(
        citation.id,
        citation.kind,
        plain(citation.quote),
        "\n".join(map(plain, around)),
        words_of("\n".join(around)) | (_typed(row) if row else frozenset()),
        figures or quantities(citation.quote),
        tuple(_names(citation, row)),
        row,
    )


def _typed(row: RowOut) -> frozenset[str]:
    return words_of(" ".join(way.value.replace("_", " ") for way in row.delivery))


def _names(citation: CitationOut, row: RowOut | None) -> Iterable[tuple[str, str]]:
    if citation.kind is not Kind.ROW:
        return ()
    if row is not None:
        held = all(plain(name) in plain(citation.quote) for name in (row.university, row.title))
        return ((row.university, row.title),) if held else ()
    lines = (_HEADER.sub("", line, count=1) for line in citation.quote.split("\n"))
    parts = [part.strip() for line in lines for part in line.split(" | ")]
    return permutations([part for part in parts if re.search(r"[A-Za-z]{2}", part)], 2)


def _of_lines(quote: str) -> Iterator[Quantity]:
    """Figures line by line; a bare one under a header such as "Duration (Weeks)" is of that unit.

    The unit is read from the header by writing it behind the figure.
    """
    for line in quote.split("\n"):
        header = _HEADER.match(line)
        yield from quantities(line)
        if header:
            unit = next((w for w in words_of(header[0]) if w in YEARS_IN), "")
            yield from quantities(f"{line[header.end() :].strip()} {unit}" if unit else "")


def _same_money(figure: Quantity, own: Quantity) -> bool:
    return (
        abs(figure.value - own.value) < _ROUNDED
        and (figure.unit, figure.period, figure.hedge) == (own.unit, own.period, own.hedge)
        and is_one_currency(figure.currency, own.currency)
    )


def is_one_currency(a: str, b: str) -> bool:
    """Whether two marks may be of one currency: "$" is that of any dollar.

    >>> is_one_currency("$", "AUD"), is_one_currency("", "$")
    (True, False)
    """
    return a == b or ("$" in (a, b) and {a, b} <= _DOLLARS)
