"""Is a sentence about rows supported by what it cites? Every figure is computed again.

A figure is that of the row named with it, or is computed again from the rows and values that the
answer carries: a count, a limit of the query, a mean, a sum, a gap, a price per month. A count or a
limit needs a citation of every listing that the query was over. What the public answer does not
carry (a second question's result, the rows beyond fifty) is left undecided, never called right.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence, Set
from itertools import combinations

from assistant.api.wire import AskResponse, ResultOut
from assistant.records import Kind
from evals.metrics.expectation import plain
from evals.metrics.mentions import Figure, Parsed
from evals.metrics.recomputed import (
    NEAR,
    aggregate_of,
    counted,
    gives,
    has_operator,
    is_as_long,
    is_limit_of,
    is_near,
    left_out,
    measure_of,
)
from evals.metrics.shown import Shown, carried, words_of
from vectorstore.query import Aggregate, SortKey
from vectorstore.query import Field as RowField

_RANKED = (
    (r"cheapest per year", SortKey.PRICE_PER_YEAR, False),
    (r"most expensive per year", SortKey.PRICE_PER_YEAR, True),
    (r"cheapest|lowest listed price", SortKey.PRICE, False),
    (r"most expensive|highest listed price", SortKey.PRICE, True),
    (r"shortest", SortKey.DURATION, False),
    (r"longest", SortKey.DURATION, True),
)
_STATISTICS = {"mean": Aggregate.MEAN, "median": Aggregate.MEDIAN, "total": Aggregate.SUM}
_AHEAD = (
    ("cheaper", "price", -1),
    ("more expensive", "price", 1),
    ("shorter", "years", -1),
    ("longer", "years", 1),
)
_NEUTRAL = words_of(
    """i hold the a an of is are as at and or in on to by with without under over from for that this
    these those have has one none no not nor it its listed list price prices length lengths place
    delivery program programs course courses next tie tied among them more most less least
    expensive cheap cheaper cheapest short shorter shortest long longer longest first second third
    fourth fifth sixth seventh eighth ninth tenth nearest only both against between up run priced
    per divided comes so cannot be worked out compared side yes offered row rows mean median total
    lowest highest range than exactly titled name their universities page announces programs
    listing gives give which same currency basis within each other degree degrees heading any
    university doctoral all way teaching month year week day semester titles outside named before"""
)


class RowSentence:
    """One sentence, some citations, and the answer that it stands in."""

    def __init__(self, text: str, shown: Sequence[Shown], answer: AskResponse) -> None:
        self._text = text
        self._shown = shown
        self._answer = answer
        self._result = answer.result
        self._is_alone = asks_once(answer)
        self._parsed = Parsed(text, shown, carried(answer))

    def figures(self) -> Iterator[tuple[Figure, bool | None]]:
        """Each figure, and whether it is bound; None where the answer does not carry enough."""
        for figure in self._parsed.figures():
            yield figure, self._is_bound(figure)

    def problems(self) -> Iterator[str]:
        """What else keeps the sentence from being supported by the citations together."""
        for mention in self._parsed.mentions:
            if not mention.rows:
                yield f"it names {mention.name!r} and does not cite its row"
        yield from self._uncited_sets()
        yield from self._strange_words()
        yield from self._unsaid()
        yield from self._denied()
        yield from self._order()
        for heading in self._parsed.headings:
            if not any(plain(heading) in s.around for s in self._shown):
                yield f"no citation shows the heading {heading!r}"

    # -- figures -----------------------------------------------------------------------------------

    def _is_bound(self, figure: Figure) -> bool | None:
        for role in (self._of_heading, self._of_gap, self._of_limit, self._of_row):
            found = role(figure)
            if found is None or isinstance(found, bool):
                return found
        return self._of_result(figure)

    def _of_heading(self, figure: Figure) -> object:
        """What a page announces, and what is held of it."""
        if "announces" not in self._text or not self._parsed.headings:
            return NotImplemented
        heading = plain(self._parsed.headings[0])
        cited = [s for s in self._shown if s.kind is Kind.SET and heading in s.quote]
        listings = self._result.listings if self._result else []
        known = [x for x in listings if plain(x.title) == heading]
        if not cited or not known:
            return False
        wanted = known[0].held if "hold" in figure.before else known[0].announced
        return figure.of.value == wanted

    def _of_gap(self, figure: Figure) -> object:
        """By how much one is cheaper or longer than another."""
        if not re.search(r"(?<!divided )\bby\s*$", figure.before):
            return NotImplemented
        cited = [s for m in self._parsed.mentions for s in m.rows]
        if figure.of.is_length:
            ends = [s.row.duration.years for s in cited if s.row and s.row.duration]
            gaps = [abs(a - b) for a, b in combinations(ends, 2)]
            return any(abs(gap - figure.of.years) < NEAR for gap in gaps)
        pairs = combinations([s for s in cited if s.row and s.price is not None], 2)
        return any(
            abs(abs((a.price or 0) - (b.price or 0)) - figure.of.value) < NEAR
            and {figure.of.currency} == {a.row.currency or "", b.row.currency or ""}
            for a, b in pairs
            if a.row and b.row
        )

    def _of_limit(self, figure: Figure) -> object:
        """A limit of the query: with the operator, in words, and the value of a filter."""
        is_range = re.search(r"\b(?:between(?: \S+ and)?|of(?: \S+ to)?)\s*$", figure.before)
        is_limit = figure.of.hedge or re.search(r"\bnot\s*$", figure.before) or is_range
        filters = [f for f in self._answer.plan.filters if f.field in _NUMERIC]
        if not is_limit or not (figure.of.hedge or filters):
            return NotImplemented
        hedge = figure.of.hedge
        if figure.of.currency not in ("", self._currency()):
            return _undecided(False, self._is_alone)
        fits = [f for f in filters if is_limit_of(figure, f)]
        if fits or hedge:
            return _undecided(any(has_operator(hedge, f) for f in fits), self._is_alone)
        return NotImplemented

    def _of_row(self, figure: Figure) -> object:
        """A figure of the rows named with it."""
        if re.search(r"\b(?:tie|both)\b.*\bat\s*$", figure.before):
            return self._is_shared(figure)
        owner = figure.next or figure.owner or figure.earlier
        if owner is None:
            return NotImplemented
        return any(gives(row, figure) for row in owner.rows)

    def _is_shared(self, figure: Figure) -> bool:
        """One row is listed at it, and all others are as long or cost the same."""
        of_each = [mention.rows for mention in figure.near]
        said = figure.of
        alike = all(any(r.gives(said) or is_as_long(r, said) for r in rows) for rows in of_each)
        return alike and any(r.gives(said) for rows in of_each for r in rows)

    def _of_result(self, figure: Figure) -> bool | None:
        """A count or a value of the result."""
        result = self._result
        if result is None:
            return None
        wanted = list(self._expected(figure, result))
        if figure.of.currency != (self._currency() if self._is_money(figure) else ""):
            return False if self._is_alone else None
        if any(w is not None and is_near(figure, w) for w in wanted):
            return True
        return None if None in wanted or not self._is_alone else False

    def _expected(self, figure: Figure, result: ResultOut) -> Iterator[float | None]:
        """What the figure may be in its place; None if that is not carried."""
        before, after = figure.before, figure.after
        if self._text.startswith("Left out"):
            yield from left_out(result, after)
        elif re.search(r"\bNone of the\s*$", before) or "do not fit" in self._text:
            yield None
        elif re.match(r"\s*more\b", after):
            of_all = result.total_matched or len(result.rows)
            held = counted(result.rows) if re.search(r"\btie as\b", self._text) else of_all
            yield None if held is None else held - len(self._parsed.mentions)
        elif re.search(r"\btie of\s*$", before):
            yield counted(result.runner_up)
        elif re.match(r"[^;:]*\bof the\b", after) and "of the" not in before:
            yield counted(result.rows)
        elif result.groups and re.search(r"[\w)]\s*\(?$", before) and before.count(":") == 0:
            yield from (v for g in result.groups for v in (g.value, g.value_high, g.count))
            yield result.total_matched
        elif self._is_value(figure):
            yield from self._values(result)
        else:
            yield from self._counts(result, after)

    def _is_value(self, figure: Figure) -> bool:
        function = self._answer.plan.aggregate
        counted = function is None or function.function is Aggregate.COUNT
        return not counted and bool(re.search(r"\b(?:is|from|to)\s*$", figure.before))

    def _is_money(self, figure: Figure) -> bool:
        asked = self._answer.plan.aggregate
        return self._is_value(figure) and asked is not None and asked.of is not SortKey.DURATION

    def _values(self, result: ResultOut) -> Iterator[float | None]:
        again = aggregate_of(self._answer, result)
        yield result.value if again is None else again
        if result.value_high is not None:
            yield result.value_high

    def _counts(self, result: ResultOut, after: str) -> Iterator[float | None]:
        """The rows that match, or those of them that have the value that is computed."""
        asked = self._answer.plan.aggregate
        if "have one" not in after or asked is None:
            yield result.total_matched
            return
        left = result.left_out
        is_length = asked.of is SortKey.DURATION
        yield result.total_matched - (left.no_duration if is_length else left.no_price)

    def _currency(self) -> str:
        """The one currency of the rows carried; empty if there is none or several."""
        known = {row.currency or "" for row in carried(self._answer) if row.price is not None}
        return known.pop() if len(known) == 1 else ""

    # -- the rest of the sentence ------------------------------------------------------------------

    def _uncited_sets(self) -> Iterator[str]:
        """A statement about a set of rows cites every listing that the set is from."""
        about_set = re.search(r"\bI hold\b", self._text) and "announces" not in self._text
        if not about_set:
            return
        sets = [s for s in self._shown if s.kind is Kind.SET]
        listings = self._result.listings if self._result and self._is_alone else []
        if not sets:
            yield "it speaks of all rows held and cites no listing"
        for listing in listings:
            title = plain(listing.title)
            if not any(title in s.quote or s.quote in title for s in sets):
                yield f"it does not cite the listing {listing.title!r}"

    def _strange_words(self) -> Iterator[str]:
        plan = self._answer.plan
        values = [str(v).replace("_", " ") for f in plan.filters for v in f.value]
        short = ["".join(word[0] for word in value.split()) for value in values]
        known = _NEUTRAL | words_of(" ".join((plan.description, *values, *short)))
        for words, owner in self._parsed.words():
            rows = owner.rows if owner else self._shown
            strange = words - known - {word for s in rows for word in s.words}
            if strange:
                yield f"nothing cited shows {', '.join(sorted(strange))}"

    def _unsaid(self) -> Iterator[str]:
        """A sentence about the set of the query says each of its conditions."""
        about_set = re.search(r"\bI hold\b", self._text) and "None of the" not in self._text
        if not about_set or "announces" in self._text or not self._is_alone:
            return
        said = {word for words, owner in self._parsed.words() if not owner for word in words}
        for given in self._answer.plan.filters:
            values = [str(v).replace("_", " ") for v in given.value]
            worded = [words_of(value) for value in values if given.field in _WORDED]
            short = ["".join(word[0] for word in value.split()) for value in values]
            is_degrees = given.field is RowField.LEVEL and len(values) > 1
            if worded and not is_degrees and not _is_said(worded, said) and not said & {*short}:
                yield f"it leaves out the condition {', '.join(values)}"

    def _denied(self) -> Iterator[str]:
        """What is said not to be there is not there."""
        matched = self._result.total_matched if self._result and self._is_alone else 0
        if matched and "I hold no " in self._text:
            yield f"it denies {matched} rows that match"
        for at, mention in enumerate(self._parsed.mentions, 1):
            behind = self._parsed.mentions[at:]
            said = self._text[mention.end : behind[0].start if behind else None]
            rows = [s.row for s in mention.rows if s.row]
            has_price = "no price" in said and all(row.price for row in rows)
            has_length = "no length" in said and all(row.duration for row in rows)
            if rows and (has_price or has_length):
                yield f"it denies a value that each row named {mention.name!r} has"

    def _order(self) -> Iterator[str]:
        """Superlatives and comparatives hold of the rows named."""
        for words, measure, sign in _AHEAD:
            if re.search(rf"\bis {words} by\b", self._text):
                yield from self._compared(measure, sign)
        asked = self._answer.plan.aggregate
        for word, function in _STATISTICS.items():
            if re.match(rf"The {word} ", self._text) and asked and asked.function is not function:
                yield f"it gives the {word}, and the query computed the {asked.function.value}"
        sort = self._answer.plan.sort
        for words, key, descending in _RANKED:
            if not re.search(rf"\b(?:{words})\b", self._text) or not self._is_alone or not sort:
                continue
            if (sort[0].key, sort[0].descending) != (key, descending):
                yield "it names another order than that of the query"
            yield from self._ranked(key, descending)
            return

    def _compared(self, measure: str, sign: int) -> Iterator[str]:
        ends = [measure_of(m, measure) for m in self._parsed.mentions]
        if len(ends) != 2 or ends[0] is None or ends[1] is None or (ends[0] - ends[1]) * sign <= 0:
            yield "the rows cited do not stand in the order that it says"

    def _ranked(self, key: SortKey, descending: bool) -> Iterator[str]:
        if key not in (SortKey.PRICE, SortKey.DURATION) or "; next is" not in self._text:
            return
        measure = "price" if key is SortKey.PRICE else "years"
        ends = [measure_of(m, measure) for m in self._parsed.mentions]
        known = [end for end in ends if end is not None]
        if known != sorted(known, reverse=descending):
            yield "the rows cited do not stand in the order that it says"


def _is_said(values: Sequence[frozenset[str]], said: Set[str]) -> bool:
    """Whether every word of one value is said, or another of its family ("doctoral")."""
    begun = {word[:6] for word in said}
    return any({word[:6] for word in value} <= begun for value in values)


_WORDED = (RowField.DELIVERY, RowField.TOPIC, RowField.LEVEL, RowField.UNIVERSITY, RowField.PLACE)
"""Fields whose values stand in a sentence as they are."""
_NUMERIC = (RowField.PRICE, RowField.DURATION)


def asks_once(answer: AskResponse) -> bool:
    """Whether one question was about rows, so that the result is what sentences on rows are of."""
    parts = answer.plan.description.split("; ")
    return sum(not part.startswith("guides: ") for part in parts) == 1


def _undecided(holds: bool, is_alone: bool) -> bool | None:
    """What does not hold may be of another question's result, which the answer does not carry."""
    return holds or (False if is_alone else None)
