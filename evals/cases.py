"""A case: the turns of a conversation, and what must hold of the answer to the last of them.

Read from JSON Lines, strictly: an expectation that nobody checks is worse than none. The files of
`data/` and an operator's own have one form (README); this module does not score anything.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Annotated, Literal, TypeVar

from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from assistant.records import Status
from evals.errors import CaseInvalid
from vectorstore.records import PriceBasis

Text = Annotated[str, Field(min_length=1)]
Any_ = Text | Annotated[list[Text], Field(min_length=1)]
"""One text, or several of which one is enough."""


class Value(BaseModel):
    """A figure with what belongs to it: money as the source gives it, a length, or a count."""

    model_config = ConfigDict(extra="forbid", frozen=True, allow_inf_nan=False)

    number: float
    unit: Literal["money", "year", "month", "week", "semester", "day", "count"]
    currency: str | None = Field(None, pattern="^[A-Z]{3}$")
    """Of money; None: the source gives none, and no answer may add one."""
    basis: PriceBasis = PriceBasis.UNKNOWN
    """Of money; unknown: the source gives none, and no answer may add one."""

    @model_validator(mode="after")
    def _money_alone_has_a_currency(self) -> Value:
        is_plain = self.currency is None and self.basis is PriceBasis.UNKNOWN
        if self.unit != "money" and not is_plain:
            raise ValueError(f"a figure in {self.unit} has no currency and no basis")
        return self


class Expect(BaseModel):
    """What must hold of an answer, all of it; what is not named is not looked at."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    first: list[Text] = []
    """Each stands in "university | title" of the first row, and in the answer's text."""
    rows: list[Text] | None = None
    """The rows that answer, exactly, in any order; each stands in one row. Empty: no rows."""
    row_ids: list[Text] | None = None
    """The rows that answer, exactly, in any order, by their ids."""
    has_rows: list[Text] = []
    """Rows that must be among those that answer."""
    numbers: list[float] = []
    """Figures that the text states; 155,000 is met by $155K."""
    values: list[Value] = []
    """Figures that a sentence states with this unit, currency and basis and with no other."""
    text: list[Any_] = []
    """Each stands in the answer's text."""
    not_text: list[Text] = []
    """None stands in the answer's text."""
    evidence: list[Any_] = []
    """Each stands in the quote of a citation."""
    status: list[Status] = []
    """Statuses that are right."""

    @model_validator(mode="after")
    def _says_something(self) -> Expect:
        if not self.model_fields_set:
            raise ValueError("nothing is expected, so nothing can fail")
        return self


class Line(BaseModel):
    """One line of a file of questions; each suite that reads a file has its own form of it."""

    model_config = ConfigDict(extra="ignore", frozen=True)

    id: Text
    """Unique in its file."""


class Case(Line):
    """One conversation and its expected end."""

    kind: Text = "own"
    """The stratum in which it is counted."""
    turns: list[Text] = Field(min_length=1)
    """What the visitor says, in order; the answer to the last is scored."""
    expect: Expect
    family: str | None = None
    """What it shares with others, such as a page or a template: families are drawn together when an
    interval is estimated. None: a family of its own."""

    @model_validator(mode="before")
    @classmethod
    def _short_form(cls, given: object) -> object:
        """`question` and `expected` alone are a case: a figure, or words of the answer."""
        if not isinstance(given, dict) or "question" not in given:
            return given
        if "turns" in given or "expect" in given:
            raise ValueError("a case has either question and expected, or turns and expect")
        rest = {k: v for k, v in given.items() if k not in ("question", "expected")}
        return {**rest, "turns": [given["question"]], "expect": _expected(given.get("expected"))}

    @property
    def cluster(self) -> str:
        """The family, or the case itself."""
        return self.family or self.id


def _expected(value: object) -> dict[str, object]:
    if isinstance(value, bool) or not isinstance(value, int | float | str):
        # A ValueError, which pydantic makes a problem of this line.
        raise ValueError(f"expected is {value!r}; give a number or words")  # noqa: TRY004
    return {"text": [value]} if isinstance(value, str) else {"numbers": [value]}


L = TypeVar("L", bound=Line)


def read_cases(path: Path) -> tuple[Case, ...]:
    """The cases of a file, in its order; blank lines are passed over.

    Raises: CaseInvalid, with the number of the line.
    """
    return read_lines(path, Case)


def read_lines(path: Path, form: type[L]) -> tuple[L, ...]:
    """The lines of a file, each of this form, as `read_cases`. Raises: CaseInvalid."""
    try:
        lines = path.read_text(encoding="utf-8").split("\n")
    except (OSError, UnicodeDecodeError) as error:
        raise CaseInvalid(f"{str(path)!r} cannot be read as UTF-8 text: {error}") from error
    cases = tuple(_each(path, lines, form))
    if not cases:
        raise CaseInvalid(f"{str(path)!r} holds no cases; give one JSON object a line")
    refuse_repeats(cases)
    return cases


def refuse_repeats(cases: Sequence[Line]) -> None:
    """Fail if two cases have one id: the second would overwrite the first. Raises: CaseInvalid."""
    seen: set[str] = set()
    for case in cases:
        if case.id in seen:
            raise CaseInvalid(f"the id {case.id!r} is given to two cases; each needs its own")
        seen.add(case.id)


def _each(path: Path, lines: Sequence[str], form: type[L]) -> Iterator[L]:
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        try:
            yield form.model_validate_json(line)
        except ValidationError as error:
            first = error.errors()[0]
            where = ".".join(str(part) for part in first["loc"]) or "the line"
            raise CaseInvalid(
                f"{path.name}, line {number}: {where}: {first['msg'].lower()}"
            ) from error
