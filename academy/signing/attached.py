"""The files that a PDF carries, read by the same library that checks its signature: both see the same file."""

import io
import zlib

import msgspec
from pyhanko.pdf_utils.generic import ArrayObject, DictionaryObject, StreamObject
from pyhanko.pdf_utils.misc import PdfError
from pyhanko.pdf_utils.reader import PdfFileReader

MOST_BYTES = 1_000_000
"""No file in a paper of ours is larger; of one that is, no more is unpacked."""
_UNREADABLE = (
    *(PdfError, ValueError, LookupError, TypeError, AttributeError, OSError),
    *(RecursionError, NotImplementedError, zlib.error),
)
"""What a file that was damaged on purpose can make a reader stumble over."""


class Attached(msgspec.Struct, frozen=True):
    """A file inside a PDF, under the name that readers show."""

    name: str
    content: bytes


class Unreadable(ValueError):
    """The files in a PDF cannot be read; `str()` says why."""


def attached(pdf: bytes) -> list[Attached]:
    """The associated files of a PDF, in its order. Raises Unreadable."""
    try:
        root = PdfFileReader(io.BytesIO(pdf)).root
        listed = root["/AF"] if "/AF" in root else ArrayObject()
        if not isinstance(listed, ArrayObject):
            raise Unreadable("The list of files in this PDF is damaged.")
        return [_file(listed[place]) for place in range(len(listed))]  # by place: else references come out
    except _UNREADABLE as fault:
        raise Unreadable(f"The files in this PDF cannot be read: {fault or type(fault).__name__}") from fault


def _file(listed: DictionaryObject) -> Attached:
    stream = listed["/EF"]["/F"]
    if not isinstance(stream, StreamObject) or stream.raw_get("/Filter") != "/FlateDecode":
        raise Unreadable("A file in this PDF is not packed as the academy packs them.")
    content = zlib.decompressobj().decompress(stream.encoded_data, MOST_BYTES)
    return Attached(str(listed["/UF"]), content)
