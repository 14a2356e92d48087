"""An answer on a terminal: sentences, rows as a table, citations as footnotes, the trace."""

from __future__ import annotations

from rich.console import Console
from rich.table import Table
from rich.text import Text

from assistant.records import Answer, Citation, ConversationId, Kind, RowAsk, Trace
from vectorstore.describe import number
from vectorstore.query import RowResult
from vectorstore.records import PriceBasis, Program

MAX_ROWS = 50
MAX_QUOTE = 300
UNKNOWN = "-"


def show_answer(
    answer: Answer, conversation_id: ConversationId, console: Console, *, trace: bool = False
) -> None:
    """Print the answer. Text of sources is printed as it is: no markup is read in it."""
    console.print(Text(answer.text or answer.clarify or answer.status.value))
    for part in answer.evidence.found:
        if part.result is not None and part.result.rows:
            console.print()
            console.print(_rows(part.result, _numbers(answer)))
    if answer.citations:
        console.print()
    for citation in answer.citations:
        console.print(_footnote(citation))
    if trace:
        _show_trace(answer, console)
    console.print(Text(f"\nconversation {conversation_id}", style="dim"))


def _numbers(answer: Answer) -> dict[str, int]:
    rows = [c for c in answer.citations if c.item.kind is Kind.ROW and c.item.program]
    return {c.item.program.id: c.id for c in reversed(rows) if c.item.program}


def _rows(result: RowResult, numbers: dict[str, int]) -> Table:
    table = Table(title=Text(result.query.describe()), title_justify="left")
    for name in ("", "University", "Program", "Delivery", "Length"):
        table.add_column(name, overflow="fold")
    table.add_column("Price", justify="right")
    for program in result.rows[:MAX_ROWS]:
        cited = numbers.get(program.id)
        cells = (f"[{cited}]" if cited else "", *_cells(program))
        table.add_row(*(Text(cell) for cell in cells))
    left = len(result.rows) - MAX_ROWS
    if left > 0:
        table.caption = f"and {left} more"
    return table


def _cells(program: Program) -> tuple[str, ...]:
    delivery = ", ".join(sorted(d.value.replace("_", " ") for d in program.delivery))
    length = program.duration.raw if program.duration else UNKNOWN
    return program.university, program.title, delivery or UNKNOWN, length, _price(program)


def _price(program: Program) -> str:
    if program.price is None:
        return UNKNOWN
    figure = number(program.price)
    figure = f"{figure} {program.currency}" if program.currency else figure
    known = program.price_basis not in (PriceBasis.UNKNOWN, PriceBasis.TOTAL)
    return f"{figure} per {program.price_basis.value}" if known else figure


def _footnote(citation: Citation) -> Text:
    item = citation.item
    quote = " ".join(item.quote.split())
    quote = quote if len(quote) <= MAX_QUOTE else quote[:MAX_QUOTE] + "..."
    note = Text(f"[{citation.id}] ", style="bold")
    note.append(f'"{quote}"', style="not bold")
    where = f" {item.page.title}, {item.section}" if item.section != item.page.title else ""
    place = where or f" {item.page.title}"
    return note.append(f"{place} [{item.start}:{item.end}]", style="not bold dim")


def _show_trace(answer: Answer, console: Console) -> None:
    plan, trace = answer.plan, answer.trace
    lines = [f"status   {answer.status.value}, snapshot {answer.evidence.index_version}"]
    for ask in plan.asks:
        if isinstance(ask, RowAsk):
            told = ", ".join(w.value for w in ask.wanted)
            lines.append(f"rows     {ask.query.describe()}" + (f"; told: {told}" if told else ""))
        else:
            lines.append(f"guides   {ask.text!r}, content words {', '.join(ask.content)}")
    held = ", ".join(
        f"{c.field.value} {c.op.value} {list(c.values)} (turn {c.turn})" for c in plan.constraints
    )
    lines.append(f"holds    {held or 'no constraints'}")
    unread = ", ".join(repr(r.text) + (" (blocking)" if r.blocking else "") for r in plan.residue)
    lines.append(f"residue  {unread or 'none'}")
    console.print(Text("\n".join(["", *lines, *_noted(trace)])))


def _noted(trace: Trace) -> list[str]:
    lines = [f"note     {note}" for note in trace.notes]
    if trace.usage.calls or trace.degraded:
        used = trace.usage
        lines.append(
            f"model    reader {trace.reader}, composer {trace.composer}; "
            f"{used.input_tokens} tokens in, {used.output_tokens} out, ${used.cost_usd:.4f}"
        )
        lines += [f"prompt   {prompt}" for prompt in trace.prompts]
    if trace.degraded:
        lines.append(f"degraded {trace.degraded}")
    lines += [f"dropped  {d.text!r}: {d.reason}" for d in trace.dropped]
    lines.append("time     " + ", ".join(f"{s.stage} {s.ms:.1f} ms" for s in trace.stages))
    return lines
