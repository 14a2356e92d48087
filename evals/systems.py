"""What is measured: the product, in this process or as a running server, and the controls.

A system opens an index and gives something that can be asked; a trial does not know which one it
asks. Controls (`controls/`) say what a score is worth.
"""

from __future__ import annotations

from pathlib import Path
from typing import Protocol

from assistant.settings import load_settings
from evals.askers import Asker, InProcess, NotOffered, OverHttp
from evals.trials import Trial

PRODUCT = "guidepost"


class System(Protocol):
    """Something that can be measured."""

    @property
    def name(self) -> str:
        """How reports call it."""

    def open(self, index: Path | None) -> Asker:
        """Itself over an altered index, or over that of the run (None).

        Raises: NotOffered, if it cannot be given one; StoreError.
        """

    def can_try(self, trial: Trial) -> bool:
        """Whether the trial means anything to it; the others are not recorded."""


class ProductInProcess:
    """Guidepost over an index folder, in this process."""

    name = PRODUCT

    def __init__(self, index: Path, scratch: Path) -> None:
        """`scratch` is a folder for conversations."""
        self._index = load_settings(index).index
        self._scratch = scratch

    def open(self, index: Path | None) -> Asker:
        """An assistant of its own. Raises: StoreError."""
        return InProcess(index or self._index, self._scratch)

    def can_try(self, trial: Trial) -> bool:  # noqa: ARG002 - the product tries everything
        """Always."""
        return True


class ProductOverHttp:
    """Guidepost as a running server, whose index is its own."""

    name = PRODUCT

    def __init__(self, url: str) -> None:
        """`url` is where it is, such as http://127.0.0.1:8000."""
        self._url = url

    def open(self, index: Path | None) -> Asker:
        """The server. Raises: NotOffered for an altered index."""
        if index is not None:
            raise NotOffered("a running server cannot be given an altered index; use --index")
        return OverHttp(self._url)

    def can_try(self, trial: Trial) -> bool:  # noqa: ARG002 - what it cannot be given is shown
        """Always: what it cannot be given is left unscored, with the reason."""
        return True
