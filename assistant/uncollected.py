"""Work that makes many lasting objects, kept out of the garbage collector's rounds."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def uncollected(*, again: bool = False) -> Iterator[None]:
    """Make objects that stay, without the garbage collector going through them now and later.

    It would take a quarter of the time to open 25,000 rows and a tenth of that of the imports, and
    then halt single requests for half a second. `again`: afterwards, what an earlier call made and
    has been given up since is looked for, in cycles.
    """
    gc.unfreeze()
    gc.disable()
    try:
        yield
    finally:
        if again:
            gc.collect()
        gc.freeze()
        gc.enable()
