"""Labelled figures whose parts have changed places: two parts' own, or who employs whom."""

from __future__ import annotations

import re
from collections.abc import Sequence

from assistant.stemming import stem
from assistant.verify.fact_reading import FactReading
from assistant.verify.facts import Fact, FactKind


def exchanged_labels(reading: FactReading, facts: Sequence[Fact]) -> str | None:
    """A figure of one of several parts stands beside words that only another of them has."""
    for figure in reading.figures:
        own = [f for f in facts if any(v.low == figure.low for v in f.figures)]
        others = [f for f in facts if f not in own and own and f.kind is own[0].kind]
        if len(own) != 1 or not others:
            continue
        start, end = reading.stretch(figure)
        beside = reading.text[start : figure.start], reading.text[figure.end : end]
        said = beside[0] + beside[1].partition(")")[0]  # a figure in brackets is of what is before
        near = {stem(w) for w in re.findall(r"[a-z]+", said)}
        mine = set(own[0].subject).difference(*(f.subject for f in others))
        if not mine & near and any(near & set(f.subject) - set(own[0].subject) for f in others):
            return "figures of two parts are exchanged"
    return None


_EMPLOYS = re.compile(r"\bemploy(?:s|ing)?\b|\bemployers?\b")


def wrong_shares(reading: FactReading, facts: Sequence[Fact]) -> str | None:
    """Who employs and who is employed have not changed places."""
    shares = [f for f in facts if f.kind is FactKind.SHARE]
    if not shares:
        return None
    wholes = [n for n in reading.names if n.said in {f.of for f in shares}]
    parts = [n for n in reading.names if n.said in {f.part for f in shares}]
    employs = _EMPLOYS.search(reading.masked)
    for whole in wholes:
        behind = bool(re.search(r"\bof (?:the |all )?$|\bpercent $", reading.masked[: whole.start]))
        if employs and whole.end <= employs.start():
            return "who employs and who is employed are exchanged"
        if not employs and parts and whole.start > parts[0].start and not behind:
            return "who employs and who is employed are exchanged"
    if employs and parts and "employer of" not in reading.masked:
        return None if parts[0].end <= employs.start() else "it is not said who employs"
    return None
