"""A typed number of a workbook or JSON -> how it is written in a page's text. Pure."""

from __future__ import annotations

import re
from decimal import Decimal

_THOUSANDS = re.compile(r"-?\d{1,3}\.\d{3}")
_MAX_DIGITS = 40


def number_text(value: Decimal) -> str:
    """The number in plain digits, without an exponent and without trailing zeros.

    Three decimals get a zero more: what is typed as a number is no group of thousands.

    >>> number_text(Decimal("1.0")), number_text(Decimal("1.5e3")), number_text(Decimal("1.234"))
    ('1', '1500', '1.2340')
    """
    if not value.is_finite() or abs(value.adjusted()) > _MAX_DIGITS:
        return str(value) if value.is_finite() else ""
    plain = format(value, "f")
    if "." in plain:
        plain = plain.rstrip("0").rstrip(".")
    return f"{plain}0" if _THOUSANDS.fullmatch(plain) else plain
