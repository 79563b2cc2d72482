"""From the bytes of a text file to its text, in the encodings that caption editors write."""

from typing import Final

LOST: Final = "\ufffd"
"""Stands where bytes mean no character."""
_MARKS: Final = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))
_LOOKED_AT: Final = 4096


def decoded(data: bytes) -> str:
    """The text of a file: by its byte order mark, else UTF-16 by its zero bytes, else UTF-8, else Windows-1252."""
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return data.decode(encoding, "replace")
    if wide := _unmarked_utf16(data[:_LOOKED_AT]):
        return data.decode(wide, "replace")
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        return data.decode("cp1252", "replace")


def _unmarked_utf16(head: bytes) -> str:
    """Times, spaces and line ends are ASCII in every caption file: as UTF-16 each brings a zero byte at one side."""
    first, second = head[0::2].count(0), head[1::2].count(0)
    if max(first, second) * 8 < len(head):
        return ""
    return "utf-16-be" if first > second else "utf-16-le"
