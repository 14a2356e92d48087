"""The named steps of reading, building, publishing and pruning, each with a point where tests act.

A test kills the program or fails the disk at a step; README.md says what each leaves behind. In
production nobody listens, and a step costs an empty loop. Nothing here reads a setting.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from enum import StrEnum


class Step(StrEnum):
    """Where a run stands, in the order in which the steps are passed."""

    FILE_READ = "file read"
    """Once a file; nothing is written yet."""
    TABLE_FILLED = "table filled"
    """Inside the transaction of the snapshot's database, once a table."""
    DATABASE_COMMITTED = "database committed"
    VECTORS_MADE = "vectors made"
    """Once a batch: computed, and not in the cache yet."""
    CACHE_FILLED = "cache filled"
    """Inside the cache's transaction, once a batch."""
    CACHE_COMMITTED = "cache committed"
    """Once a batch."""
    MATRIX_WRITTEN = "matrix written"
    """Once a file of vectors."""
    CHROMA_COPIED = "chroma copied"
    """The files of the last snapshot's collections are copied, and still as they were there."""
    CHROMA_MADE = "chroma made"
    """Once a collection, before anything is added to it."""
    CHROMA_ADDED = "chroma added"
    """Once a batch."""
    BEFORE_MANIFEST = "before manifest"
    AFTER_MANIFEST = "after manifest"
    BEFORE_RENAME = "before rename"
    """Verified and flushed, under the name of a build."""
    BEFORE_SWITCH = "before switch"
    """A finished snapshot that is not live."""
    IN_SWITCH = "in switch"
    """The new CURRENT is written beside the old one."""
    AFTER_SWITCH = "after switch"
    PRUNE_RENAMED = "prune renamed"
    """Once a snapshot: no longer one by its name, still whole."""
    PRUNE_DELETING = "prune deleting"
    """Once an entry of a snapshot's folder that is gone."""


Hook = Callable[[Step], None]

_hooks: list[Hook] = []


def reached(step: Step) -> None:
    """Tell whoever listens that the step is reached."""
    for hook in _hooks:
        hook(step)


@contextmanager
def listening(hook: Hook) -> Iterator[None]:
    """Call the hook at every step until the end; what it raises is raised there. For tests."""
    _hooks.append(hook)
    try:
        yield
    finally:
        _hooks.remove(hook)
