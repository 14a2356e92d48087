"""What opening a snapshot does to the garbage collector."""

from __future__ import annotations

import gc
import weakref
from collections.abc import Iterator

import pytest

from assistant.uncollected import uncollected


class _Node:
    """Something that can hold itself."""

    def __init__(self) -> None:
        self.own = self


@pytest.fixture(autouse=True)
def _as_before() -> Iterator[None]:
    yield
    gc.unfreeze()
    gc.enable()


def test_what_is_made_is_frozen_and_the_collector_is_on_again() -> None:
    with uncollected():
        assert not gc.isenabled()
        kept = [[n] for n in range(10_000)]
    assert gc.isenabled()
    assert gc.get_freeze_count() > len(kept)


def test_a_failure_leaves_the_collector_on() -> None:
    with pytest.raises(ValueError, match="broken"), uncollected():
        raise ValueError("broken")
    assert gc.isenabled()


# What other tests left in cycles, such as a socket, goes with it.
@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
def test_cycles_of_what_was_given_up_go_at_the_next_opening() -> None:
    with uncollected():
        node = _Node()
    seen = weakref.ref(node)
    del node
    gc.collect()
    assert seen() is not None
    with uncollected(again=True):
        pass
    assert seen() is None
