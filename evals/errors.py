"""What can go wrong in an evaluation.

EvalError
    CaseInvalid       a line of a file of cases is no case
    RunInvalid        a folder holds no run, or one of another set of cases
    JudgeUnavailable  the model of `eval judge` cannot be asked
    NotComparable     two runs cannot be compared: other cases, or another corpus

Every message says what failed, the value, and what to do. A question that a server fails to answer
is no error of the run: it is scored as a failure.
"""

from __future__ import annotations


class EvalError(Exception):
    """Root of all errors of this package."""


class CaseInvalid(EvalError):
    """A line of a file of cases is no case."""


class RunInvalid(EvalError):
    """A folder holds no run, or one of another set of cases."""


class JudgeUnavailable(EvalError):
    """The model of `eval judge` cannot be asked."""


class NotComparable(EvalError):
    """Two runs cannot be compared."""
