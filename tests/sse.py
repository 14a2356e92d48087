"""Server-sent events as a client reads them, for tests: strict, so that nothing cut passes."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Sent:
    """One event."""

    id: str
    name: str
    data: Any


def read_events(text: str) -> list[Sent]:
    """The events of a whole stream, comments left out; what is not well-formed fails."""
    assert text.endswith("\n\n"), f"the stream was cut: {text[-80:]!r}"
    return list(events_of(text.removesuffix("\n\n").split("\n\n")))


def events_of(blocks: Iterable[str]) -> Iterator[Sent]:
    """The events of blocks that were parted at empty lines."""
    for block in blocks:
        fields = dict(line.split(": ", 1) for line in block.split("\n") if line[:1] != ":")
        if fields:
            assert set(fields) == {"id", "event", "data"}, block
            yield Sent(fields["id"], fields["event"], json.loads(fields["data"]))
