"""Numbers in other styles, by rules of their own: what the audit writes must not be the verifier's.

A style gives the same value: digits with and without separators, thousands as K, words, halves.
"""

from __future__ import annotations

from collections.abc import Sequence

_ONES = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen "
    "sixteen seventeen eighteen nineteen"
).split()
_TENS = "_ _ twenty thirty forty fifty sixty seventy eighty ninety".split()


def in_words(value: int) -> str:
    """A whole number below a million in words.

    >>> in_words(26310), in_words(101), in_words(40)
    ('twenty-six thousand three hundred and ten', 'one hundred and one', 'forty')
    """
    if value < 20:
        return _ONES[value]
    if value < 100:
        ten, one = divmod(value, 10)
        return _TENS[ten] + (f"-{_ONES[one]}" if one else "")
    if value < 1000:
        hundred, rest = divmod(value, 100)
        return f"{_ONES[hundred]} hundred" + (f" and {in_words(rest)}" if rest else "")
    thousand, rest = divmod(value, 1000)
    joined = f" and {in_words(rest)}" if 0 < rest < 100 else f" {in_words(rest)}" if rest else ""
    return f"{in_words(thousand)} thousand{joined}"


def digits(value: float) -> str:
    """The value with separators, decimals only where it has some."""
    return f"{value:,.0f}" if value == int(value) else f"{value:,.2f}".rstrip("0")


def sums(value: float, currency: str | None = None) -> Sequence[str]:
    """A sum of money in every style that states the same value and no other currency."""
    plain = [digits(value), digits(value).replace(",", "")]
    if value == int(value):
        plain += [digits(value).replace(",", "\u202f")]
        if value % 100 == 0 and value >= 1000:
            plain += [f"{value / 1000:g}K", f"{value / 1000:g} thousand"]
        if value < 1_000_000:
            plain += [in_words(int(value))]
    if currency is None:
        return plain
    named = {"USD": "US$", "AUD": "A$", "GBP": "£", "EUR": "€"}.get(currency)
    styled = [f"{currency} {p}" for p in plain[:2]] + [f"{p} {currency}" for p in plain[:2]]
    return styled + ([f"{named}{plain[0]}"] if named else [])


def lengths(value: float, unit: str) -> Sequence[str]:
    """A length in every style that states the same value; years in months where they are whole."""
    plural = unit if value == 1 else f"{unit}s"
    out = [f"{value:g} {plural}"]
    if value == int(value) and value <= 60:
        out.append(f"{in_words(int(value))} {plural}")
    if value == 1.5:
        out += [f"one and a half {unit}s", f"a {unit} and a half"]
    if value % 1 == 0.5 and value > 2:
        out.append(f"{in_words(int(value))} and a half {unit}s")
    if unit == "year" and (value * 12) % 1 == 0:
        out.append(f"{value * 12:g} months")
    if unit == "month" and value % 12 == 0:
        out.append("1 year" if value == 12 else f"{value / 12:g} years")
    return out


def counts(value: int) -> Sequence[str]:
    """A count in digits and in words."""
    return [digits(value), in_words(value)] if value < 100 else [digits(value)]
