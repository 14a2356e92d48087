"""Topics, schools and cities of an index that visitors could name beyond dispute. Pure."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise

from evals.suites.second_path import SecondPath, plain_words

_NOT_TOPICS = frozenset(
    """advanced online master masters bachelor certificate certificates diploma graduate arts
    of in and for the program programs course degree entry professional applied executive
    foundations studies pre registration ms msc ma mba bs ba bsc phd college courses award
    awards dual double multiple honours upper lower level students purposes specialisations
    philosophy with first related years only exit undergraduate postgraduate programme
    programmes doctorate doctorates doctoral diplomas certificate residential other""".split()
)
_NOT_ALONE = frozenset("fine based higher study general".split())
"""Words of titles that visitors use to ask: "based in", "a fine one"."""
_SCIENCE = "science"
"""A topic only behind another word: "Master of Science" names none, "computer science" is one."""
_DEMONYM = 6
"""Letters that a country and its people's name share."""
_LONGEST = 3
"""Words of a topic."""
_ONE_IN = 5_000
"""A topic of a large index is offered by one university for so many programs: what fewer share is
a manner of writing titles more often than a topic."""


def shared_topics(path: SecondPath) -> list[str]:
    """Runs of one to three content words that stand in two or more titles or categories.

    In alphabetical order; none that is always part of the same longer run, none of which a word
    begins another, as it is open to dispute whether "cyber" means cybersecurity too, and none that
    is written in several ways: "cyber security", "properties" beside "property".
    """
    texts = [plain_words(t) for c in ("title", "category") for t in path.distinct(c)]
    counts = Counter(run for text in texts for run in set(_runs(text.split())))
    rows = path.texts()
    held = Counter(run for _, text in rows for run in _of_row(text))
    offered = Counter(run for _, run in {(by, run) for by, text in rows for run in _of_row(text)})
    least = len(rows) // _ONE_IN
    fragments = _fragments(counts)
    words = {word for text in texts for word in text.split()}
    begun = _beginnings(words)
    plurals = {word for word in words if _as_one(word) != word and _as_one(word) in words}
    spellings = Counter(_as_one(run) for run in counts)
    return sorted(
        run
        for run, n in counts.items()
        if n > 1
        and len(run.split()) <= _LONGEST
        and held[run] >= max(2, least)
        and offered[run] >= least
        and run not in fragments
        and (begun | plurals).isdisjoint(run.split())
        and spellings[_as_one(run)] == 1
    )


def _as_one(run: str) -> str:
    """A run without blanks and endings of plurals, so that spellings of one subject are alike.

    >>> _as_one("cyber securities") == _as_one("cybersecurity")
    True
    """
    singular = (re.sub(r"ies$", "y", word) for word in run.split())
    return "".join(re.sub(r"(?<!s)s$", "", word) for word in singular)


def _of_row(text: str) -> set[str]:
    """The runs of a row's category, title and fields of study."""
    return {run for part in text.split("|") for run in _of(part)}


def _of(text: str) -> Iterator[str]:
    return _runs(text.split())


def _runs(words: Sequence[str]) -> Iterator[str]:
    for start in range(len(words)):
        # One word more than a topic has, which shows what is only a part of that.
        for end in range(start + 1, min(start + _LONGEST + 1, len(words)) + 1):
            run = words[start:end]
            if run[0] in _NOT_ALONE and len(run) == 1:
                continue
            is_content = _NOT_TOPICS.isdisjoint(run) and run[0] != _SCIENCE
            if is_content and all(len(word) > 3 for word in run):
                yield " ".join(run)


def _fragments(counts: Counter[str]) -> set[str]:
    """Runs that never stand without the same neighbour: "learning" in "machine learning"."""
    return {
        part for run, n in counts.items() for part in _of(run) if part != run and counts[part] == n
    }


def _beginnings(words: Iterable[str]) -> set[str]:
    """Words that begin another: in order of letters, the next one begins with them."""
    return {one for one, other in pairwise(sorted(words)) if other.startswith(one)}


def no_places(topics: Iterable[str], places: Iterable[str]) -> list[str]:
    """Topics of which no word is a place, or who is from there: "australian", of Australia."""
    named = {plain_words(place).strip() for place in places}
    stems = tuple(name[:_DEMONYM] for name in named if len(name) > _DEMONYM)
    return [
        t for t in topics if not any(w in named or w.startswith(stems) for w in (t, *t.split()))
    ]


def told_apart(names: Sequence[str]) -> list[str]:
    """Names whose words are no part of another's: what else could be meant is open to dispute."""
    plain = {name: plain_words(name.split("(")[0]).strip() for name in names}
    said = list(plain.values())
    return [n for n in names if sum(f" {plain[n]} " in f" {other} " for other in said) == 1]


def no_schools(cities: Sequence[str], schools: Iterable[str]) -> list[str]:
    """Cities of letters alone that no school is named after."""
    named = {word for school in schools for word in plain_words(school).split()}
    return [c for c in cities if c.replace(" ", "").isalpha() and not named & {*c.split()}]
