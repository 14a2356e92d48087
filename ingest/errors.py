"""What ingestion can fail with.

    IngestError
    |-- ReadError            one file or folder could not be read; carries its uri
    |   |-- SourceNotFound   not_found      nothing stands at the path
    |   |-- SourceUnreadable unreadable     no permission, or the disk failed
    |   |-- EmptyFile        empty          no bytes, or nothing but white space
    |   |-- BinaryFile       binary         not text
    |   |-- FileTooLarge     too_large      more bytes than the limit
    |   |-- UnknownFormat    unknown_format an ending that no reader is for
    |   `-- UnreadablePage   unreadable_page  text from which no page could be made
    |-- NothingRead          nothing_read   none of the paths gave a page
    `-- IngestBusy           busy           another run writes to the index

Every class has a stable `code` for `--json` and for scripts. Nothing of these is raised for a bad
row: that is a `Reject`.
"""

from __future__ import annotations


class IngestError(Exception):
    """Root of what this package raises."""

    code = "ingest"


class ReadError(IngestError):
    """One file or folder could not be read; the others go on."""

    code = "read"

    def __init__(self, uri: str, reason: str) -> None:
        super().__init__(f"{uri}: {reason}")
        self.uri = uri
        self.reason = reason


class SourceNotFound(ReadError):
    """Nothing stands at the path."""

    code = "not_found"


class SourceUnreadable(ReadError):
    """No permission, or the disk failed."""

    code = "unreadable"


class EmptyFile(ReadError):
    """No bytes, or nothing but white space."""

    code = "empty"


class BinaryFile(ReadError):
    """The bytes are not text."""

    code = "binary"


class FileTooLarge(ReadError):
    """More bytes than `Settings.max_file_bytes`."""

    code = "too_large"


class UnknownFormat(ReadError):
    """No reader is for files with this ending."""

    code = "unknown_format"


class UnreadablePage(ReadError):
    """Text from which no page could be made."""

    code = "unreadable_page"


class NothingRead(IngestError):
    """None of the paths gave a page; the index is as it was."""

    code = "nothing_read"


class IngestBusy(IngestError):
    """Another run writes to the index."""

    code = "busy"
