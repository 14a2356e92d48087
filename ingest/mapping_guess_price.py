"""The price of a suggested mapping: its column, currency and basis, each with its ground. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ingest.cells import read_basis, read_price
from ingest.figures import CURRENCY_CODES
from ingest.headers import shown_name
from ingest.mapping import BARE_DOLLAR, Column, Meaning
from ingest.mapping_profile import PRICE_NAME, Profile
from ingest.mapping_words import READABLE_SHARE, Guess, like, scalar
from vectorstore.payers import payer_of
from vectorstore.records import PriceBasis

_ANY_DOLLAR = "USD"
"""What a bare `$` is read as."""
_FREE = re.compile(r"\b0\s*(?:=|is|means|:)\s*(?:free|no (?:fee|charge|tuition))", re.IGNORECASE)
_LACKING = {"currency": "currency: AUD", "basis": "basis: total"}
_CREDIT = re.compile(r"\b(?:cr|crs|crd|cred|credits?|credit ?hours?|crhr)\b")
"""Words of a header by which a price is one for a credit."""
_CURRENCY_WORDS = {
    "australian dollar": "AUD", "new zealand dollar": "NZD", "canadian dollar": "CAD",
    "us dollar": "USD", "u.s. dollar": "USD", "american dollar": "USD", "singapore dollar": "SGD",
    "hong kong dollar": "HKD", "euro": "EUR", "pound": "GBP", "rupee": "INR", "yen": "JPY",
}  # fmt: skip


def price_lines(guess: Guess) -> Iterator[str]:
    """The lines of `price:`, or comments that say why there is none."""
    column = guess.column(Meaning.PRICE)
    known = guess.mapping.columns.get(Meaning.PRICE)
    if column is None or known is None:
        yield from _candidates(guess)
        return
    parts = [f"column: {scalar(column.name)}"]
    parts += [f"{key}: {{ column: {scalar(c.name)} }}" for key, c in _beside_price(guess).items()]
    parts += _of_all_rows(guess, known)
    yield f"price: {{ {', '.join(parts)} }} {like(column)}"
    yield from (f"  # {it}" for it in _price_doubts(guess, column, known))


def _candidates(guess: Guess) -> Iterator[str]:
    """The one column that may be the price; of several, each in a comment."""
    years = [tie.edition for tie in guess.joined]
    named = [c for c in guess.prices if c not in years]
    beside = [f"{key}: {{ column: {scalar(c.name)} }}" for key, c in _beside_price(guess).items()]
    if len(named) == 1:
        yield f"price: {_priced(named[0], guess.notes, beside)} {like(named[0])}"
        said = _priced(named[0], guess.notes, beside)
        if lacking := [text for key, text in _LACKING.items() if f"{key}:" not in said]:
            yield f"  # add what its cells do not say: {', '.join(lacking)}"
        return
    yield "# price: no column is sure to be it" + ("; one of these?" if named else "")
    if any(payer_of(c.name) for c in named):
        yield "# one for each kind of student: map one, the others can be asked for by name"
    yield from (f"# price: {_priced(c, guess.notes, beside)} {like(c)}" for c in named)
    if named and not any("currency" in _priced(c, guess.notes, beside) for c in named):
        dollars = any(cell.startswith("$") for c in named for cell in c.counts)
        sign = "some cells have $, which may be any dollar; " if dollars else ""
        yield f"# {sign}add what the cells do not say: currency: USD, basis: year"


def _priced(column: Profile, notes: tuple[str, ...], beside: list[str]) -> str:
    named = {part.split(":")[0] for part in beside}
    said = [part for part in _said_by(column.name, notes) if part.split(":")[0] not in named]
    signs = [sign for sign in _signs(column) if sign != _ANY_DOLLAR]
    if len(signs) == 1 and not any(p.startswith("currency") for p in (*said, *beside)):
        said.insert(0, f"currency: {signs[0]}")
    return f"{{ {', '.join((f'column: {scalar(column.name)}', *said, *beside))} }}"


def _said_by(header: str, notes: tuple[str, ...]) -> list[str]:
    """What a header says of its prices: currency, basis, and that 0 is free."""
    code = _currency_in((header,)) or _currency_in(notes)
    words = shown_name(header).casefold()
    basis = next((b.value for b in PriceBasis if re.search(rf"\b{b.value}\b", words)), None)
    basis = basis or ("credit" if _CREDIT.search(words) else None)
    parts = [f"currency: {code}"] if code else []
    parts += [f"basis: {basis}"] if basis and basis != PriceBasis.UNKNOWN.value else []
    return [*parts, "zero: free"] if _FREE.search(header) else parts


def _beside_price(guess: Guess) -> dict[str, Profile]:
    """Columns that say what the price of their row is in, and what it is for."""
    named = {"currency": Meaning.CURRENCY, "basis": Meaning.BASIS}
    found = {key: c for key, meaning in named.items() if (c := guess.anywhere(meaning))}
    bases = (c for c in guess.everywhere if c.is_few and _are_bases(c))
    if "basis" not in found and (column := next(bases, None)):
        found["basis"] = column
    return found


def _are_bases(column: Profile) -> bool:
    """Whether its header speaks of prices and its cells say what these are for."""
    known = sum(n for cell, n in column.counts.items() if read_basis(cell))
    is_named = PRICE_NAME.search(column.name) or "basis" in column.name.lower()
    return bool(is_named) and known > READABLE_SHARE * column.counts.total()


def _of_all_rows(guess: Guess, known: Column) -> list[str]:
    beside = _beside_price(guess)
    code = _code(guess, known)
    parts = [f"currency: {code}"] if code and "currency" not in beside else []
    is_known = known.basis is not PriceBasis.UNKNOWN and "basis" not in beside
    return [*parts, f"basis: {known.basis.value}"] if is_known else parts


def _code(guess: Guess, known: Column) -> str | None:
    """The currency by the header, else by the notes."""
    own = known.currency if known.currency != BARE_DOLLAR else None
    return own or _currency_in(guess.notes)


def _price_doubts(guess: Guess, column: Profile, known: Column) -> Iterator[str]:
    """What an operator should look at: a currency or basis that is guessed or not said."""
    beside = _beside_price(guess)
    code = _code(guess, known)
    if "currency" not in beside:
        signs = ", ".join(_signs(column))
        if code:
            yield f"{code} by {'the header' if known.currency == code else 'the notes'}"
        elif signs:
            yield f"currency: {signs} by its cells; `currency:` says it of those without a sign"
        else:
            yield "currency: none is named; add `currency: AUD`, or whichever it is"
    others = list(guess.main.of_prices)
    others = [c for c in others if c not in (column, *beside.values())]
    if others:
        yield f"or is it one of these? {', '.join(scalar(c.name) for c in others)}"
        yield from (f"price: {_priced(c, guess.notes, [])} {like(c)}" for c in others)
    if known.basis is PriceBasis.UNKNOWN and "basis" not in beside:
        yield "basis: total, year, semester or credit; none is named"
    zeros = sum(n for c, n in column.counts.items() if _is_zero(c))
    if zeros:
        yield f"{zeros:,} cells are 0: unknown as it stands; `zero: free` if they mean free"


def _signs(column: Profile) -> list[str]:
    """Currencies that the cells themselves name."""
    return sorted({p.currency for c in column.counts if (p := read_price(c)) and p.currency})


def _is_zero(cell: str) -> bool:
    return bool(re.fullmatch(r"0(?:[.,]0+)?", cell)) and read_price(cell) is not None


def _currency_in(notes: tuple[str, ...]) -> str | None:
    """The one currency that the notes name; None if they name none or several."""
    text = " ".join(notes)
    codes = {c for c in CURRENCY_CODES if re.search(rf"\b{c}\b", text)}
    codes |= {c for word, c in _CURRENCY_WORDS.items() if re.search(rf"\b{word}s?\b", text.lower())}
    return codes.pop() if len(codes) == 1 else None
