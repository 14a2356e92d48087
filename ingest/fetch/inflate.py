"""Gzip -> the octets in it, never more than a limit: a bomb is refused while it is unpacked. Pure.

Not in `zlib.decompress`: that unpacks first and counts afterwards.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterable, Iterator

_GZIP = 16 + zlib.MAX_WBITS
MAGIC = b"\x1f\x8b"
_STEP = 65536
"""Octets unpacked at a time, so that the limit is passed by no more than this."""


class Oversize(ValueError):
    """More octets come out than the limit."""


class Broken(ValueError):
    """The octets are no whole gzip file."""


def inflate(chunks: Iterable[bytes], limit: int) -> Iterator[bytes]:
    """The unpacked octets as they come, of all members. Raises: Oversize, Broken.

    >>> import gzip
    >>> b"".join(inflate([gzip.compress(b"a"), gzip.compress(b"b")], 10))
    b'ab'
    """
    unpacker = zlib.decompressobj(_GZIP)
    total = 0
    begun = False
    for chunk in chunks:
        packed = chunk
        while packed:
            if unpacker.eof:
                if not packed.startswith(MAGIC[:1]):
                    return  # zeros that pad the file to a block
                unpacker = zlib.decompressobj(_GZIP)
            begun = True
            try:
                octets = unpacker.decompress(packed, _STEP)
            except zlib.error as error:
                raise Broken("the gzip data are damaged") from error
            total += len(octets)
            if total > limit:
                raise Oversize(f"more than {limit:,} bytes when unpacked")
            if octets:
                yield octets
            packed = unpacker.unused_data if unpacker.eof else unpacker.unconsumed_tail
    if begun and not unpacker.eof:
        raise Broken("the gzip data end too early")
