"""The operator's pages as HTML. Pure: everything shown is given, and every text is escaped."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import quote

from assistant.api.html import Child, Html, joined, moment, page, table, tag
from assistant.feedback import KeptFeedback
from assistant.holdings import Holdings
from assistant.overview import ConversationLine, TurnLine, Unanswered
from assistant.sites import Site
from vectorstore.catalogue import Listed
from vectorstore.diff import Changes, Difference
from vectorstore.fields import name_of
from vectorstore.records import SnapshotId
from vectorstore.reports import KeptReport, Reports

MAX_SHOWN = 200
"""Rows of a table; exports are whole."""
PLACES = {
    "": "Overview",
    "/held": "What is held",
    "/runs": "Ingestion",
    "/changes": "Changes",
    "/conversations": "Conversations",
    "/feedback": "Feedback",
    "/unanswered": "Unanswered",
}
"""The pages by their addresses below /operator."""
STYLE = "/page/operator.css"


@dataclass(frozen=True, slots=True)
class SiteToday:
    """A site as the overview shows it."""

    site: Site
    answers: int
    """Of today, in UTC."""
    paused_since: datetime | None


def overview(
    holdings: Holdings | None,
    sites: Sequence[SiteToday],
    kept: dict[str, int],
    statuses: dict[str, int],
    asked: Sequence[Unanswered],
    form: str,
    refused: str | None = None,
) -> str:
    """The first page; `form` is the token of its forms, `refused` why the sites' file is not."""
    counts = table("Kept", ("What", "How many"), list(kept.items()))
    by_status = [(_words(status), turns) for status, turns in statuses.items()]
    ended = table("Turns by how they ended", ("Status", "Turns"), by_status)
    return _page(
        "Overview",
        "",
        _live(holdings),
        tag("h2", "Sites"),
        tag("p", f"A change is refused, and the sites before it stay: {refused}.", class_="bad")
        if refused
        else None,
        _sites(sites, form),
        tag("h2", "Asked"),
        counts,
        ended,
        _unanswered(asked[:10], "Asked most and not answered"),
    )


def held(holdings: Holdings | None, snapshots: Sequence[Listed]) -> str:
    """Sources, listings, rejects and snapshots."""
    body: list[Child] = [_live(holdings)]
    if holdings:
        body += [
            table(
                "Sources",
                ("Source", "Kind", "Speaks for", "Read", "Pages", "Programs"),
                [
                    (
                        *(s.uri, s.kind, s.as_of.isoformat() if s.as_of else "-"),
                        *(moment(s.fetched_at), f"{s.pages:,}", f"{s.programs:,}"),
                    )
                    for s in holdings.sources[:MAX_SHOWN]
                ],
                len(holdings.sources),
            ),
            table(
                "Listings",
                ("Heading", "Announced", "Held", "Off subject", "Page"),
                [
                    (
                        *(it.heading, "-" if it.announced is None else f"{it.announced:,}"),
                        *(f"{it.held:,}", f"{it.off_subject:,}"),
                        tag("a", it.page, href=f"/sources/{quote(it.page_id, safe='')}/view"),
                    )
                    for it in holdings.listings[:MAX_SHOWN]
                ],
                len(holdings.listings),
            ),
            table(
                "Rejects",
                ("Page", "Reason", "Text"),
                [(r.page_uri, r.reason, r.text) for r in holdings.rejects[:MAX_SHOWN]],
                len(holdings.rejects),
            ),
        ]
    return _page("What is held", "/held", *body, _snapshots(snapshots))


def runs(reports: Reports) -> str:
    """What the latest runs of ingestion told."""
    body: list[Child] = [_run(report, place) for place, report in enumerate(reports.kept, 1)]
    if not body:
        body.append(tag("p", "No report is kept yet; each run of guidepost ingest leaves one."))
    if reports.unreadable:
        body.append(tag("p", f"{reports.unreadable} reports cannot be read.", class_="bad"))
    return _page("Ingestion", "/runs", *body)


def changes(
    snapshots: Sequence[Listed], found: tuple[SnapshotId, SnapshotId, Difference] | None
) -> str:
    """What changed between two snapshots, and which can be chosen."""
    ids = [listed.id for listed in snapshots]
    first, second = (found[0], found[1]) if found else (None, None)
    choice = tag(
        "form",
        _choice("before", "From", ids, first),
        _choice("after", "to", ids, second),
        tag("button", "Compare"),
        action="/operator/changes",
    )
    if len(ids) < 2:
        return _page("Changes", "/changes", tag("p", "There is one snapshot: nothing to compare."))
    if not found:
        return _page("Changes", "/changes", choice)
    difference = found[2]
    if difference.is_empty():
        return _page("Changes", "/changes", choice, tag("p", "Nothing changed."))
    kinds: dict[str, Changes[Any]] = {
        "Sources": difference.sources,
        "Pages": difference.pages,
        "Programs": difference.programs,
        "Claims": difference.claims,
    }
    shown = (part for name, held in kinds.items() for part in _changes(name, held))
    return _page("Changes", "/changes", choice, *shown)


def conversations(found: Sequence[ConversationLine], at: int, size: int, total: int) -> str:
    """One page of the list of conversations, the latest first; `at` counts from 0."""
    rows = [
        (
            tag("a", c.first_question, href=f"/operator/conversations/{quote(c.id, safe='')}"),
            *(c.site or "-", c.turns, moment(c.last_at)),
        )
        for c in found
    ]
    links = []
    if at:
        links.append(tag("a", "Later ones", href=f"/operator/conversations?page={at}"))
    if (at + 1) * size < total:
        links.append(tag("a", "Earlier ones", href=f"/operator/conversations?page={at + 2}"))
    heads = ("First question", "Site", "Turns", "Last asked")
    return _page(
        "Conversations",
        "/conversations",
        _exports("turns"),
        table("Conversations", heads, rows),
        tag("p", *links, class_="pages") if links else None,
    )


def conversation(turns: Sequence[TurnLine]) -> str:
    """The turns of one conversation."""
    parts: list[Child] = []
    for turn in turns:
        told = (_words(turn.status.value), *(f"unread: {word}" for word in turn.unread))
        parts += [
            tag("h2", f"{turn.number}. {turn.question}"),
            tag("p", moment(turn.asked_at), f" · {', '.join(told)} · {turn.index_version}"),
            tag("p", turn.text or "The answer's text was not kept.", class_="answer"),
        ]
    return _page("Conversation", "/conversations", *parts)


def feedback(found: Sequence[KeptFeedback]) -> str:
    """What visitors thought, the latest first, each with the answer that it is about."""
    rows = [
        (
            _words(kept.feedback.judgement.value),
            kept.feedback.text or "-",
            _part_of(kept),
            tag(
                "a",
                kept.question,
                href=f"/operator/conversations/{quote(kept.conversation_id, safe='')}",
            ),
            *(kept.text or "-", moment(kept.given_at)),
        )
        for kept in found[:MAX_SHOWN]
    ]
    heads = ("Verdict", "In their words", "Of", "Question", "Answer", "Given")
    return _page(
        "Feedback", "/feedback", _exports("feedback"), table("Feedback", heads, rows, len(found))
    )


def unanswered(found: Sequence[Unanswered]) -> str:
    """What was asked and not, or not wholly, answered, by the words left unread."""
    return _page(
        "Unanswered",
        "/unanswered",
        tag(
            "p",
            "Questions that were not, or not wholly, answered, together with those that failed for "
            "the same words: words that were left unread or, where there are none, that no source "
            "speaks of.",
        ),
        _exports("unanswered"),
        _unanswered(found, "Unanswered"),
    )


def _page(title: str, at: str, *body: Child) -> str:
    links = (
        tag(
            "li",
            tag("a", name, href=f"/operator{place}", aria_current="page" if place == at else None),
        )
        for place, name in PLACES.items()
    )
    return page(
        f"{title} · Guidepost",
        tag("a", "Skip to the contents", href="#main", class_="skip"),
        tag(
            "header",
            tag("p", "Guidepost, for its operator", class_="kicker"),
            tag("nav", tag("ul", *links), aria_label="Pages"),
        ),
        tag("main", tag("h1", title), *body, id="main"),
        styles=(STYLE,),
    )


def _words(name: str) -> str:
    """A name of ours as people write it."""
    return name.replace("_", " ")


def _live(holdings: Holdings | None) -> Html:
    if holdings is None:
        return tag("p", "No index is in service; the server's log says why.", class_="bad")
    made = holdings.manifest
    counts = made.counts.model_dump()
    told = ", ".join(
        f"{number:,} {_words(name.removesuffix('s') if number == 1 else name)}"
        for name, number in counts.items()
    )
    return tag("p", f"In service: snapshot {made.id}, made ", moment(made.created_at), f": {told}.")


def _sites(sites: Sequence[SiteToday], form: str) -> Html:
    if not sites:
        return tag("p", "No site is configured; see GUIDEPOST_SITES.")
    rows = [
        (
            it.site.name,
            ", ".join(it.site.origins) or "none",
            len(it.site.keys),
            f"{it.answers:,}"
            + ("" if it.site.answers_per_day is None else f" of {it.site.answers_per_day:,} a day"),
            joined(["paused since ", moment(it.paused_since)]) if it.paused_since else "answered",
            _switch(it, form),
        )
        for it in sites
    ]
    return table("Sites", ("Site", "Origins", "Keys", "Answers today", "Now", "Switch"), rows)


def _switch(it: SiteToday, form: str) -> Html:
    to, word = ("no", "Go on") if it.paused_since else ("yes", "Pause")
    return tag(
        "form",
        tag("input", type="hidden", name="form", value=form),
        tag("input", type="hidden", name="paused", value=to),
        tag("button", word, tag("span", f" {it.site.name}", class_="unseen")),
        method="post",
        action=f"/operator/sites/{quote(it.site.name, safe='')}",
    )


def _snapshots(snapshots: Sequence[Listed]) -> Html:
    rows = [
        (
            it.id,
            "live" if it.is_live else "-",
            it.problem or it.state.value,
            *((m.counts.pages, m.counts.programs) if (m := it.manifest) else ("-", "-")),
            f"{it.bytes / 1e6:,.1f}",
        )
        for it in reversed(snapshots)
    ]
    return table("Snapshots", ("Id", "In service", "State", "Pages", "Programs", "MB"), rows)


def _run(report: KeptReport, place: int) -> Html:
    """A run's tables, told apart by its place from the latest: two may end in one second."""
    head = tag("summary", moment(report.ended_at), f", snapshot {report.snapshot}")
    of = f", run {place} of {report.ended_at.isoformat(' ', 'seconds')}"
    parts = (table(part.title, part.heads, part.rows, part.total, of) for part in report.parts)
    return tag("details", head, *parts, open=place == 1)


def _choice(name: str, label: str, ids: Sequence[SnapshotId], chosen: SnapshotId | None) -> Html:
    options = (tag("option", i, value=i, selected=i == chosen) for i in reversed(ids))
    return tag("label", f"{label} ", tag("select", *options, name=name))


def _changes(name: str, held: Changes[Any]) -> Iterable[Html]:
    """Tables of what came, went and changed; none of what did not."""
    for word, records in (("new", held.came), ("gone", held.went)):
        if records:
            rows = [(name_of(record),) for record in records[:MAX_SHOWN]]
            yield table(f"{name}: {word}", ("Name",), rows, len(records))
    if held.changed:
        cells = [
            (name_of(it.after), change.field, change.before or "-", change.after or "-")
            for it in held.changed
            for change in it.fields
        ]
        heads = ("Name", "What", "Before", "Now")
        yield table(f"{name}: changed", heads, cells[:MAX_SHOWN], len(cells))


def _unanswered(found: Sequence[Unanswered], caption: str) -> Html:
    rows = [
        (
            group.words or "(every word was read)",
            *(group.count, ", ".join(_words(status.value) for status in group.statuses)),
            tag("ul", *(tag("li", question) for question in group.questions)),
            moment(group.last_at),
        )
        for group in found[:MAX_SHOWN]
    ]
    return table(caption, ("Words", "Times", "Ended", "Questions", "Last asked"), rows, len(found))


def _part_of(kept: KeptFeedback) -> str:
    if kept.feedback.citation:
        return f"citation {kept.feedback.citation}"
    return f"sentence {kept.feedback.segment}" if kept.feedback.segment else "the answer"


def _exports(what: str) -> Html:
    links = (
        tag("a", f"{what}.{form}", href=f"/operator/export/{what}.{form}", download=True)
        for form in ("csv", "jsonl")
    )
    first, second = links
    return tag("p", "All of it: ", first, ", ", second, class_="pages")
