"""A sentence cut into clauses, one a figure, with their labels and spans. Pure.

Used by `prose.py`, which decides what each figure measures and of whom.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from ingest.figures import Figure, find_figures, is_money

COUNTED = re.compile(
    r"\s*(?:new |additional |annual |total |job )?(?:jobs?|openings|positions|vacancies)\b",
    re.IGNORECASE,
)
"""What a bare count must be of to be a claim."""
_SHARE = re.compile(r"\b(?:lowest|highest|top|bottom)[- ](?:paid |earning )?$", re.IGNORECASE)
_LEAD_IN = re.compile(r"(?P<label>[A-Z][^:.!?$]{1,60}):\s+\S")
_TAIL_ENDS = re.compile(r",\s|;|\s\((?=[^)]*$)|\bwhile\b|\bwith\b|\band\b(?!\s+\d)|\.\s")
_LEADS_ON = re.compile(r"\b(?:the|an?|its|their)\s(?:[\w-]+\s){1,4}of\s*$", re.IGNORECASE)
"""Words before the next figure that are that one's: "15% of the full fee of" 9,500."""
_DASH = re.compile(r"\s*\u2014")
_OPENING = re.compile(r"\A(?:and|while|with|but|or|although|because)\s+", re.IGNORECASE)
_VERB = re.compile(
    r"""\s*\b(?:(?:can|could|may|might|will|would|should|often|typically|usually|generally|
        currently|to|also|about)\ )*
    (?:earn(?:s|ed|ing)?|start(?:s|ing)?|command(?:s|ing)?|averaged?|averages|rang(?:es?|ing)|
    mak(?:es?|ing)|made|pays?|paid|exceed(?:s|ing)?|reach(?:es)?|gets?|is|are|was|were|had|have|
    has|offers?|with|around|at|of|from|expect|grew|grow|rise|rose|projected|boosts?|report|
    reportedly|adds?|cost|held|between|over|about|up|probably|(?:more|less|fewer)\ than)\b.*$""",
    re.IGNORECASE | re.VERBOSE,
)
_SAYS_NOTHING = frozenset("the a an that it this no each then there which what".split())
"""What may be left of a label without its verb: then the verb belongs to it."""
_MAX_LABEL_CHARS = 80


@dataclass(frozen=True, slots=True)
class Clause:
    """One figure of a sentence and the words that belong to it and to no other figure."""

    figure: Figure
    before: str
    """From the last figure's words, or the sentence's start, to the figure."""
    after: str
    """What follows the figure and still belongs to it."""
    sentence: str

    @property
    def around(self) -> str:
        """The words on both sides."""
        return f"{self.before} {self.after}"

    def counted(self) -> str:
        """What a bare count is of ("openings"); empty if the figure is no such count."""
        m = None if self.figure.unit else COUNTED.match(self.after)
        return m.group().strip() if m else ""

    def lead_in(self) -> str:
        """The words before a colon that lead into the figure: "Startups: $100K" gives Startups."""
        m = _LEAD_IN.match(self.before.lstrip() + "x")
        return m["label"] if m else ""

    def label(self) -> str:
        """The words before the figure that name it, without the verb.

        The sentence's opening if there are none.
        """
        counted = self.counted()
        if counted:
            return counted
        for text in (self.before, self.sentence):
            opened = _OPENING.sub("", _DASH.split(text)[-1].lstrip(" ,;.("), count=1)
            lead = _LEAD_IN.match(opened + "x")
            if lead:
                return lead["label"].strip()
            cut = _VERB.sub("", opened).strip(" ,;:(\u2014-.")
            if cut.lower() in _SAYS_NOTHING:
                cut = opened.strip(" ,;:(\u2014-.")
            if any(c.isalpha() for c in cut):
                return cut[:_MAX_LABEL_CHARS].strip()
        return self.sentence[:_MAX_LABEL_CHARS].strip()

    def span(self, label: str) -> tuple[int, int]:
        """Offsets in the sentence, from the clause's first word to the end of the figure's words.

        From the sentence's first word if the label stands before the clause.
        """
        lead = _OPENING.sub("", self.before.lstrip(" ,;.\u2014"), count=1)
        is_within = label in lead + self.after
        begin = self.figure.start - len(lead) if is_within else 0
        tail = self.after.rstrip()
        stop = re.search(r"[.;](?:\s|$)", tail)
        return begin, self.figure.end + (stop.start() if stop else len(tail))


def clauses_of(sentence: str) -> Iterator[Clause]:
    """A clause for each figure that can be a claim: money, percentages, counts of jobs."""
    figures = [f for f in find_figures(sentence) if _is_telling(f, sentence)]
    begin = 0
    for number, figure in enumerate(figures):
        is_last = number + 1 == len(figures)
        stop = len(sentence) if is_last else figures[number + 1].start
        after = _tail(sentence[figure.end : stop], is_last)
        yield Clause(figure, sentence[begin : figure.start], after, sentence)
        begin = figure.end + len(after)


def _is_telling(figure: Figure, text: str) -> bool:
    if figure.unit == "percent":
        return not _SHARE.search(text[: figure.start])
    return is_money(figure) or bool(COUNTED.match(text[figure.end :]))


def _tail(text: str, is_last: bool) -> str:
    """Up to a dash; before another figure also up to the next comma, semicolon or joining word."""
    text = _DASH.split(text)[0]
    cut = None if is_last else _TAIL_ENDS.search(text) or _LEADS_ON.search(text)
    return text[: cut.start()] if cut else text
