"""Takes up changes of the file of sites while the server runs: another origin, limit or key.

A file that is wrong, or gone, changes nothing: the sites that were read last stay, and the log and
the operator's page say why. Whether a server is open to its own machine is decided at start alone.
"""

from __future__ import annotations

import logging
import threading
from pathlib import Path

from assistant.access import Access
from assistant.errors import SettingsInvalid
from assistant.sites import read_sites

EVERY_S = 1.0
"""Seconds between two looks: a change acts while whoever made it still looks at the page."""

_log = logging.getLogger(__name__)


class SiteWatch:
    """Looks at the file of an `Access` every second, in a thread of its own; without one, never."""

    def __init__(self, access: Access) -> None:
        self._access = access
        # Read again at the first look: it may have changed since the start.
        self._seen: tuple[int, int, int] | None = None
        self._stop = threading.Event()
        self._thread: threading.Thread | None = None

    def start(self) -> None:
        """Begin to look."""
        if self._access.file is not None:
            self._thread = threading.Thread(target=self._run, name="sites", daemon=True)
            self._thread.start()

    def stop(self) -> None:
        """End, after the look that is under way."""
        self._stop.set()
        if self._thread is not None:
            self._thread.join()

    def look(self) -> None:
        """Take up what the file says, if it changed since the last look."""
        now, file = _stamp(self._access.file), self._access.file
        if file is None or now == self._seen:
            return
        self._seen = now
        try:
            sites = read_sites(file)
        except SettingsInvalid as error:
            self._access.refused = str(error)
            _log.error("a change of the sites is refused, and those before it stay: %s", error)
            return
        self._access.renew(sites)
        _log.info("the file of sites was read again", extra={"sites": len(sites)})

    def _run(self) -> None:
        while not self._stop.wait(EVERY_S):
            self.look()


def _stamp(path: Path | None) -> tuple[int, int, int] | None:
    """What tells one state of a file from another; None where there is none."""
    try:
        found = path.stat() if path else None
    except OSError:
        return None
    return found and (found.st_mtime_ns, found.st_size, found.st_ino)
