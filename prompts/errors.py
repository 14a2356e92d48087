"""What can go wrong with a prompt.

PromptError
    PromptInvalid     a file of a prompt is missing, malformed, or not the body that was released
    InputMismatch     a prompt was rendered with a missing or an unknown input
"""

from __future__ import annotations


class PromptError(Exception):
    """Root of all errors of this package."""


class PromptInvalid(PromptError):
    """A file of a prompt is missing, malformed, or not the body that was released."""


class InputMismatch(PromptError):
    """A prompt was rendered with a missing or an unknown input."""
