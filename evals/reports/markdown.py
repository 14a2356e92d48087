"""`report.md`: the figures of every suite and its worst cases, for a terminal or a merge request.

Every text from a question, an answer or a page is escaped: it can neither end a table's row nor
become a link, an image or markup.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from evals.compare import Comparison
from evals.reports.rates import Rates
from evals.reports.summary import SuiteSummary, Summary
from evals.run import Key, Record
from evals.statistics import Estimate
from evals.systems import PRODUCT

_WORST = 20
"""Cases shown of a suite; the rest are in `report.html`."""
_QUOTES = 6
_NAMED = 50
"""Trials named of those that changed."""
_MARKS = re.compile(r"([\\`*_{}\[\]<>|~#$&@])|://|(?<=www)\.")
_RATES = ("", "trials", "right", "wrong or failed", "abstained", "points")


def to_markdown(
    summary: Summary, records: Sequence[Record], comparison: Comparison | None = None
) -> str:
    """The report as Markdown, of records as `in_order` gives them."""
    held = {record.key: record for record in records}
    parts = [f"# {plain(summary.run.name)}", "", *_headline(summary), *_made_of(summary)]
    if comparison is not None:
        parts += _changes(comparison)
    for suite in summary.suites:
        parts += [f"## {plain(suite.name)}", "", f"**{plain(suite.verdict)}**", ""]
        parts += [plain(suite.about), "", *_figures(suite), *_cases(suite, held)]
    return "\n".join(parts)


def plain(text: str) -> str:
    r"""A text on one line that no reader of Markdown takes for anything but text.

    >>> print(plain("[a](https://example.org) | <b>"))
    \[a\](https:&#47;/example.org) \| \<b\>
    """
    printable = "".join(c if c.isprintable() else " " for c in text)
    return _MARKS.sub(_escaped, " ".join(printable.split()))


def _escaped(found: re.Match[str]) -> str:
    kept = {"://": ":&#47;/", ".": "&#46;", "@": "&#64;", "&": "&amp;"}
    return kept.get(found[0], f"\\{found[0]}")


def _headline(summary: Summary) -> Iterator[str]:
    yield from _table(_RATES, (_rates(s.whole, s.name) for s in summary.suites))
    yield "Each value has its 95 % interval, families of trials drawn together."
    yield ""


def _changes(found: Comparison) -> Iterator[str]:
    yield "## What changed"
    yield ""
    head = ("", "trials", "points, now minus before", "p (Holm)", "better", "worse")
    yield from _table(
        head,
        (
            (
                plain(row.name),
                f"{row.points.estimate.n:,}",
                _value(row.points.estimate),
                f"{row.p_adjusted:.3f}",
                str(row.points.won),
                str(row.points.lost),
            )
            for row in found.suites
        ),
    )
    for title, ids in (("Better", found.improved), ("Worse", found.worsened)):
        more = f" and {len(ids) - _NAMED} more" if len(ids) > _NAMED else ""
        yield f"{title}: {', '.join(map(plain, ids[:_NAMED])) or 'none'}{more}."
        yield ""


def _made_of(summary: Summary) -> Iterator[str]:
    run, notes = summary.run, summary.notes
    commit = f"`{notes.commit[:12]}`" if notes.commit else "none"
    yield from _table(
        ("made of", ""),
        [
            ("corpus", f"`{run.corpus[:12]}`"),
            ("index", plain(run.index_version)),
            ("code", f"`{run.code[:12]}`"),
            ("prompts", f"`{run.prompts[:12]}`"),
            *((f"{role}", plain(name)) for role, name in run.models.items()),
            *((f"trials of {plain(name)}", f"`{of[:12]}`") for name, of in run.suites.items()),
            ("commit", commit + (" and changes to it" if notes.changed else "")),
        ],
    )


def _figures(suite: SuiteSummary) -> Iterator[str]:
    rows = [_rates(suite.whole, "all")]
    rows += [_rates(stratum, stratum.name) for stratum in suite.strata]
    rows += [_rates(c.rates, f"control: {c.rates.name}") for c in suite.controls]
    yield from _table(_RATES, rows)
    yield from _measures(suite)
    yield from _coverage(suite)
    yield from _costs(suite)
    for title, reasons in (("Failed", suite.errors), ("Not scored", suite.unscored)):
        for reason, count in reasons.items():
            yield f"{title}, {count:,}: {plain(reason)}"
            yield ""


def _measures(suite: SuiteSummary) -> Iterator[str]:
    beside = {control.rates.name: control.measures for control in suite.controls}
    if suite.measures:
        head = ("measure", PRODUCT, *map(plain, beside))
        yield from _table(
            head,
            (
                (plain(name), _value(at), *(_value(of.get(name)) for of in beside.values()))
                for name, at in suite.measures.items()
            ),
        )


def _coverage(suite: SuiteSummary) -> Iterator[str]:
    curve = suite.coverage
    if curve is None:
        return
    yield from _table(
        ("surest answers first", "answers", "failed", "coverage so far", "risk so far"),
        (
            (s.name, str(s.answers), str(s.failures), f"{s.coverage:.1%}", f"{s.risk:.1%}")
            for s in curve.steps
        ),
    )
    if len(curve.steps) == 1:
        yield f"Nothing orders these answers; the risk is {curve.area:.1%} at every coverage."
    else:
        yield (
            f"Area under risk against coverage {curve.area:.4f}; {curve.area_unordered:.4f} if "
            f"nothing ordered the answers, {curve.area_best:.4f} if every failure came last."
        )
    yield ""


def _costs(suite: SuiteSummary) -> Iterator[str]:
    if suite.latency_ms:
        yield from _table(
            ("milliseconds", "mean", "median", "95 %", "most"),
            (
                (plain(stage), *(f"{ms:.1f}" for ms in (at.mean, at.p50, at.p95, at.max)))
                for stage, at in suite.latency_ms.items()
            ),
        )
        slowest = (f"{plain(i)} {ms:,.0f} ms" for i, ms in suite.slowest.items())
        yield f"Slowest: {', '.join(slowest)}."
        yield ""
    if suite.usage.with_model:
        used = suite.usage
        yield (
            f"A model took part in {used.with_model} of {used.answers} answers: "
            f"{used.input_tokens:,} tokens in, {used.output_tokens:,} out, {used.cost_usd:.4f} USD."
        )
        yield ""


def _cases(suite: SuiteSummary, held: dict[Key, Record]) -> Iterator[str]:
    if not suite.worst:
        return
    yield "### Worst cases"
    yield ""
    for i in suite.worst[:_WORST]:
        yield from _case(held[suite.name, PRODUCT, i])
    if len(suite.worst) > _WORST:
        yield f"{len(suite.worst) - _WORST} more are in `report.html`."
        yield ""


def _case(record: Record) -> Iterator[str]:
    yield f"#### {plain(record.id)}: {record.outcome.value}"
    yield ""
    yield f"- Asked: {' / '.join(map(plain, record.turns))}"
    answer = record.answer
    if answer is not None:
        unread = ", ".join(map(plain, answer.plan.residue))
        yield f"- Understood ({answer.plan.route}): {plain(answer.plan.description)}"
        yield f"- Left unread: {unread or 'nothing'}"
        yield f"- Answer ({answer.status.value}): {plain(answer.text)}"
        for cited in answer.citations[:_QUOTES]:
            where = f"{plain(cited.source.title)}"
            yield f"- Evidence {cited.id}, {where}: {plain(cited.quote)}"
    yield f"- Right would be: {plain(record.gold)}"
    for reason in record.reasons:
        yield f"- **{plain(reason)}**"
    yield ""


def _table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> Iterator[str]:
    for cells in (head, ["---"] * len(head), *rows):
        yield f"| {' | '.join(cells)} |"
    yield ""


def _rates(rates: Rates, name: str) -> Sequence[str]:
    shares = (rates.accuracy, rates.wrong, rates.abstained)
    return plain(name), f"{rates.trials:,}", *map(_percent, shares), _value(rates.points)


def _percent(at: Estimate | None) -> str:
    return "" if at is None else f"{at.mean:.1%} [{at.low:.1%}, {at.high:.1%}]"


def _value(at: Estimate | None) -> str:
    return "" if at is None else f"{at.mean:.3f} [{at.low:.3f}, {at.high:.3f}]"
