"""What clients send, as pydantic models; `wire.py` has what they get.

Names and meanings are a contract: they change only by addition. The OpenAPI schemas say everything
that is checked here, so that a body that fits its schema is taken.
"""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, model_validator

from assistant.api.filters import CLOSED
from assistant.api.wire import Id
from assistant.errors import ConstraintInvalid
from assistant.feedback import Judgement
from assistant.question import MAX_CHARS, PLAIN, checked_question
from vectorstore.conditions import NUMERIC, check, ops_of
from vectorstore.errors import QueryInvalid
from vectorstore.query import Field as RowField
from vectorstore.query import Filter, Op, RowQuery
from vectorstore.records import Level

MAX_CONSTRAINTS = 32
MAX_VALUES = 200
MAX_SOURCES = 200
MAX_TURN = 1_000_000
MAX_PART = 1_000
MAX_VALUE_CHARS = 500


def _whole(value: object) -> object:
    """1.0 is an integer in JSON; text and truth values are none."""
    return int(value) if isinstance(value, float) and value.is_integer() else value


def _listed(value: object) -> object:
    """A single value stands for a list of one."""
    return value if isinstance(value, list) else [value]


def _constraint_schema(schema: dict[str, Any]) -> None:
    """Say which fields, operators and values go together, and that a value may stand alone."""
    value = schema["properties"]["value"]
    for said_below in ("type", "items", "minItems", "maxItems"):
        value.pop(said_below)
    schema["oneOf"] = [form for field in RowField for form in _forms(field)]


def _forms(field: RowField) -> list[dict[str, Any]]:
    ops = ops_of(field)
    if field in NUMERIC:
        number = {"type": "number"}
        two = {"type": "array", "items": number, "minItems": 2, "maxItems": 2}
        one = {"type": "array", "items": number, "minItems": 1, "maxItems": 1}
        return [
            _form(field, ops - {Op.BETWEEN}, {"oneOf": [number, one]}),
            _form(field, frozenset({Op.BETWEEN}), two),
        ]
    text: dict[str, Any] = {"type": "string", "maxLength": MAX_VALUE_CHARS}
    value = {"enum": list(CLOSED[field])} if field in CLOSED else text
    many = {"type": "array", "items": value, "minItems": 1, "maxItems": MAX_VALUES}
    return [_form(field, ops, {"oneOf": [value, many]})]


def _form(field: RowField, ops: frozenset[Op], value: dict[str, Any]) -> dict[str, Any]:
    return {
        "properties": {
            "field": {"const": field.value},
            "op": {"enum": sorted(op.value for op in ops)},
            "value": value,
        }
    }


Part = Annotated[int, Field(strict=True, ge=1, le=MAX_PART), BeforeValidator(_whole)]


class _Request(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class ConstraintIn(_Request):
    """One condition that the visitor set or edited."""

    model_config = ConfigDict(json_schema_extra=_constraint_schema)

    field: RowField = Field(description="What it speaks of.", examples=["delivery"])
    op: Op = Field(description="How it compares.", examples=["in"])
    value: Annotated[
        list[
            Annotated[float, Field(strict=True, allow_inf_nan=False)]
            | Annotated[str, Field(max_length=MAX_VALUE_CHARS)]
        ],
        BeforeValidator(_listed),
    ] = Field(
        min_length=1,
        max_length=MAX_VALUES,
        description="One value or more; numbers for price and duration (years), text for the rest.",
        examples=[["online"]],
    )
    turn: Annotated[int, Field(strict=True, ge=1, le=MAX_TURN), BeforeValidator(_whole)] | None = (
        Field(default=None, description="The turn that set it; default: this one.")
    )

    @model_validator(mode="after")
    def _goes_together(self) -> ConstraintIn:
        values = tuple(self.value)
        try:
            check(RowQuery((Filter(self.field, self.op, values),)))
        except QueryInvalid as error:
            raise ConstraintInvalid("field, op and value do not go together") from error
        known = {level.value for level in Level}
        if self.field is RowField.LEVEL and not known.issuperset(values):
            raise ConstraintInvalid(f"level is one of {', '.join(sorted(known))}")
        return self


class AskRequest(_Request):
    """One question of a conversation."""

    # Pydantic would count the blanks at both ends, and cannot see binary characters.
    question: Annotated[str, AfterValidator(checked_question)] = Field(
        description=f"1 to {MAX_CHARS} characters of plain text, not only blanks.",
        examples=["cheapest online AI master's"],
        json_schema_extra={"minLength": 1, "maxLength": MAX_CHARS, "pattern": PLAIN},
    )
    conversation_id: Id | None = Field(
        default=None, description="As an earlier answer gave it; without it a new one is started."
    )
    constraints: list[ConstraintIn] | None = Field(
        default=None,
        max_length=MAX_CONSTRAINTS,
        description="If given, these replace what the conversation holds.",
    )
    sources: list[Id] = Field(
        default=[], max_length=MAX_SOURCES, description="Answer from these sources only."
    )
    stream: bool | None = Field(
        default=None,
        strict=True,
        description="Answer as server-sent events; default: as the Accept header says.",
    )


class FeedbackRequest(_Request):
    """What a visitor thinks of an answer, or of a part of it."""

    answer_id: Id = Field(description="The answer's `id`.", examples=["8c1f0a52b94d4f0e"])
    conversation_id: Id | None = Field(
        default=None, description="If given, the answer must be one of this conversation."
    )
    verdict: Judgement = Field(description="What is thought of it.", examples=["answer_wrong"])
    text: str = Field(default="", max_length=MAX_CHARS, description="Why, in the visitor's words.")
    segment: Part | None = Field(default=None, description="The segment that is meant.")
    citation: Part | None = Field(default=None, description="The citation that is meant.")
