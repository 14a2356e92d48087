"""Documents that are no text: PDF and Word, told by their first bytes, whatever they are called.

A PDF is read in a process of its own, with bounds on its time and memory: what its streams unpack
to cannot be known before, and a reader that is stopped must not stop the run. The other end of that
process is `serve` here.
"""

from __future__ import annotations

import json
import resource
import subprocess
import sys
from dataclasses import asdict, dataclass

from ingest import errors
from ingest.blocks import Block, BlockKind, Draft
from ingest.errors import DamagedFile, EncryptedFile, FileTooLarge, ReadError, UnknownFormat

ENDINGS = (".docx", ".pdf")
_PDF_HEAD_BYTES = 1024
"""Readers of PDF accept bytes before its mark, as mail programs put them there."""
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_SHOWN_PART = "word/document.xml"
_MAX_MEMORY_BYTES = 3 * 2**30
"""Address space of the process that reads a PDF; usual ones of 500 pages take 0.5 GB."""


@dataclass(frozen=True, slots=True)
class DocumentLimits:
    """What one document may take."""

    pages: int = 1000
    seconds: float = 300.0


def document_ending(octets: bytes) -> str | None:
    """The ending that the bytes call for, of those read here; None for anything else."""
    if b"%PDF-" in octets[:_PDF_HEAD_BYTES]:
        return ".pdf"
    if octets.startswith(_OLE):
        return ".doc"
    if octets.startswith(b"PK") and _SHOWN_PART.encode() in octets:
        return ".docx"
    return None


def read_document(uri: str, octets: bytes, ending: str | None, limits: DocumentLimits) -> Draft:
    """The blocks of a document whose bytes call for `ending`.

    Raises: DamagedFile, EncryptedFile, ScannedFile, FileTooLarge, or UnknownFormat for what old
    versions of Word wrote.
    """
    if ending == ".pdf":
        return _read_apart(uri, octets, limits)
    if ending == ".docx":
        from ingest.readers.docx import read_docx

        return read_docx(uri, octets)
    if ending == ".doc" and "EncryptedPackage".encode("utf-16-le") in octets:
        raise EncryptedFile(uri, "it is locked with a password; give an open version")
    if ending == ".doc":
        raise UnknownFormat(uri, "a file of an old Office version; save it as .docx or .xlsx")
    raise DamagedFile(uri, "it does not begin like a file of its ending; give it the right one")


def _read_apart(uri: str, octets: bytes, limits: DocumentLimits) -> Draft:
    """What `serve` makes of a PDF in a process of its own."""
    code = f"import sys; sys.path[:] = {sys.path!r}; from {__name__} import serve; serve()"
    given = [str(limits.pages), str(limits.seconds), uri]
    try:
        done = subprocess.run(
            [sys.executable, "-I", "-c", code, *given],
            input=octets, capture_output=True, timeout=limits.seconds, check=False,
        )  # fmt: skip
    except subprocess.TimeoutExpired as error:
        reason = f"it takes more than {limits.seconds:g} seconds to be read"
        raise FileTooLarge(uri, reason) from error
    try:
        told = json.loads(done.stdout)
    except ValueError as error:
        raise DamagedFile(uri, f"reading it broke off (exit {done.returncode})") from error
    if "error" in told:
        raise getattr(errors, told["error"])(uri, told["reason"])
    blocks = (Block(**{**b, "kind": BlockKind(b["kind"]), **_tuples(b)}) for b in told["blocks"])
    return Draft(tuple(blocks), told["title"])


def _tuples(block: dict[str, list[str]]) -> dict[str, tuple[str, ...]]:
    return {name: tuple(block[name]) for name in ("cells", "header", "links")}


def serve() -> None:
    """Read a PDF from standard input within limits; write its blocks or its fault as JSON."""
    pages, seconds, uri = int(sys.argv[1]), float(sys.argv[2]), sys.argv[3]
    resource.setrlimit(resource.RLIMIT_AS, (_MAX_MEMORY_BYTES, _MAX_MEMORY_BYTES))
    resource.setrlimit(resource.RLIMIT_CPU, (int(seconds) + 1, int(seconds) + 2))
    from ingest.readers.pdf import read_pdf

    try:
        draft = read_pdf(uri, sys.stdin.buffer.read(), pages)
        told: dict[str, object] = {
            "title": draft.title,
            "blocks": [asdict(b) for b in draft.blocks],
        }
    except ReadError as error:
        told = {"error": type(error).__name__, "reason": error.reason}
    except MemoryError:
        told = {"error": "FileTooLarge", "reason": "it unpacks to more than memory may hold"}
    sys.stdout.write(json.dumps(told))
