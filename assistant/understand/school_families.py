"""Schools that share all of their name but the place in it: "TAFE Queensland", "TAFE SA".

What is so called with another place is a school of its own, held or not: "TAFE NSW" is no campus of
theirs. Part of `institutions.py`. Pure.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence

Key = tuple[str, ...]
PlaceOf = Callable[[Key], tuple[str, ...]]
"""What words write as the sources do, if they name a place; () if they name none."""

_LEGAL = frozenset("pty ltd limited inc incorporated llc co".split())


class Families:
    """The families among the schools of one snapshot."""

    def __init__(
        self, schools: Iterable[tuple[Key, str]], generic: frozenset[str], place_of: PlaceOf
    ) -> None:
        """`schools` are the words of each name, and the name; `generic` words tell none apart."""
        self._place_of = place_of
        found: dict[Key, dict[tuple[str, ...], list[str]]] = defaultdict(dict)
        for forms, name in schools:
            key = tuple(w for w in forms if w not in _LEGAL)
            for cut in range(1, len(key)):
                place = place_of(key[cut:])
                if place and not set(key[:cut]) <= generic:
                    found[key[:cut]].setdefault(place, []).append(name)
        self._held: Mapping[Key, Mapping[tuple[str, ...], list[str]]] = {
            head: own for head, own in found.items() if len(own) > 1
        }
        self._sizes = sorted({len(head) for head in self._held}, reverse=True)
        self._opening = {head[0] for head in self._held}

    def at(self, said: Sequence[str], at: int) -> tuple[int, tuple[str, ...]] | None:
        """Last word and names of the school of a family that stands here; () if it is not held."""
        if said[at] not in self._opening:
            return None
        for size in self._sizes:
            own = self._held.get(tuple(said[at : at + size]))
            if own is None:
                continue
            for last in range(min(len(said), at + size + _LONGEST) - 1, at + size - 1, -1):
                place = self._place_of(tuple(said[at + size : last + 1]))
                if place:
                    names = [n for p, named in own.items() if set(p) & set(place) for n in named]
                    return last, tuple(sorted(names))
        return None


_LONGEST = 4
"""Words of a place at most."""
