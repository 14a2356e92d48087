"""What ingestion can fail with.

    IngestError
    |-- ReadError            one file or folder could not be read; carries its uri
    |   |-- SourceNotFound   not_found      nothing stands at the path
    |   |-- SourceUnreadable unreadable     no permission, or the disk failed
    |   |   |-- NotAllowed        not_allowed      an address that `--allow-url` does not name
    |   |   |-- PrivateAddress    private_address  a name that leads to no public address
    |   |   |-- SiteUnreachable   site_unreachable no such name, no connection, no valid certificate
    |   |   |-- TooSlow           too_slow         the answer was not whole in time
    |   |   |-- BadStatus         bad_status       an answer other than the page
    |   |   |-- BadResponse       bad_response     an answer that is damaged or cut off
    |   |   |-- RobotsUnknown     robots_unknown   robots.txt could not be read
    |   |   |-- BadSitemap        bad_sitemap      a sitemap that cannot be read
    |   |   `-- MappingMisfit     mapping_misfit   a mapping that does not fit the file's tables
    |   |-- RedirectedAway   redirected_away  the page leads to where nothing is fetched
    |   |-- RefusedByRobots  robots         robots.txt asks not to fetch it
    |   |-- NotToBeIndexed   noindex        the page asks not to be indexed
    |   |-- WrongType        wrong_type     a content type that no reader is for
    |   |-- SamePage         same_page      leads to a page of the source that was read already
    |   |-- TooManyPages     too_many_pages a sitemap lists more than the limit
    |   |-- EmptyFile        empty          no bytes, or nothing but white space
    |   |-- BinaryFile       binary         not text
    |   |-- EncryptedFile    encrypted      locked with a password
    |   |-- DamagedFile      damaged        not whole, or not what its first bytes say
    |   |-- ScannedFile      no_text        pictures of text, without the text
    |   |-- FileTooLarge     too_large      more bytes, pages or time than the limit
    |   |-- UnknownFormat    unknown_format an ending that no reader is for
    |   `-- UnreadablePage   unreadable_page  text from which no page could be made
    |-- NothingRead          nothing_read   none of the paths gave a page
    |-- HeldUnreadable       held_unreadable  sources not given stand only in a damaged snapshot
    |-- MappingInvalid       bad_mapping    a mapping file that is not there or cannot be used
    |-- SourceUnknown        unknown_source  no source, or more than one, is meant by a name
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


class NotAllowed(SourceUnreadable):
    """An address that `--allow-url` does not name, or that is not written as one may be."""

    code = "not_allowed"


class PrivateAddress(SourceUnreadable):
    """The name leads to an address that is not public."""

    code = "private_address"


class SiteUnreachable(SourceUnreadable):
    """No such name, no connection, or no valid certificate."""

    code = "site_unreachable"


class TooSlow(SourceUnreadable):
    """The answer was not whole in time."""

    code = "too_slow"


class BadStatus(SourceUnreadable):
    """The server answered, but not with the page."""

    code = "bad_status"


class BadResponse(SourceUnreadable):
    """The answer is damaged, cut off, or in an encoding that was not asked for."""

    code = "bad_response"


class RobotsUnknown(SourceUnreadable):
    """The site's robots.txt could not be read, so nothing may be fetched from it."""

    code = "robots_unknown"


class BadSitemap(SourceUnreadable):
    """A sitemap that cannot be read; what it listed before stays."""

    code = "bad_sitemap"


class MappingMisfit(SourceUnreadable):
    """A mapping names what the file's tables do not have; the last version of the file stays."""

    code = "mapping_misfit"


class RedirectedAway(ReadError):
    """The page leads to an address that is not fetched, or in circles."""

    code = "redirected_away"


class RefusedByRobots(ReadError):
    """The site's robots.txt asks not to fetch the page."""

    code = "robots"


class NotToBeIndexed(ReadError):
    """The page asks not to be indexed."""

    code = "noindex"


class WrongType(ReadError):
    """A content type that no reader is for."""

    code = "wrong_type"


class SamePage(ReadError):
    """The address leads to a page that was read under another address of the same source."""

    code = "same_page"


class TooManyPages(ReadError):
    """A sitemap lists more pages than the limit; the first ones were read."""

    code = "too_many_pages"


class EmptyFile(ReadError):
    """No bytes, or nothing but white space."""

    code = "empty"


class BinaryFile(ReadError):
    """The bytes are not text."""

    code = "binary"


class EncryptedFile(ReadError):
    """A document that is locked with a password."""

    code = "encrypted"


class DamagedFile(ReadError):
    """A document that is not whole, or not what its first bytes say."""

    code = "damaged"


class ScannedFile(ReadError):
    """Pages without text: pictures of it, or fonts that do not say what they show."""

    code = "no_text"


class FileTooLarge(ReadError):
    """More bytes than `Settings.max_file_bytes`, more pages or more time than a document may."""

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


class HeldUnreadable(IngestError):
    """Sources that were not given stand only in a damaged snapshot; the index is as it was."""

    code = "held_unreadable"


class MappingInvalid(IngestError):
    """A mapping file that is not there, is no YAML, or says what cannot be used."""

    code = "bad_mapping"


class SourceUnknown(IngestError):
    """No source, or more than one, is meant by a name."""

    code = "unknown_source"


class IngestBusy(IngestError):
    """Another run writes to the index."""

    code = "busy"
