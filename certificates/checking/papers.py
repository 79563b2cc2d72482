"""From a ZIP of PDFs, or one of them, to the number in each and the digest of the whole file.

Strangers send these files, so no PDF is interpreted: a number is looked for in the bytes as they stand, then in what
its compressed parts hold, which is where the attached credential and the page's links are. Every step has a limit.
"""

import hashlib
import re
import zlib
from collections.abc import Iterator
from typing import BinaryIO
from zipfile import ZIP_DEFLATED, ZIP_STORED, BadZipFile, ZipFile, ZipInfo

from academy.codes import read_serial
from certificates.checking.numbers import MOST, Asked, NotAList, limited

MOST_BYTES = 100_000_000
PAPER_BYTES = 5_000_000
UNPACKED_BYTES = 300_000_000
RATIO = 100
_DIRECTORY_BYTES = 1_000_000
_PART_BYTES = 500_000
_PARTS = 300
_NUMBER = re.compile(rb"(?<![0-9A-Z])[0-9A-Z]{4}(?:-[0-9A-Z]{4}){3}-[0-9A-Z]{2}(?![0-9A-Z])")
_PART = re.compile(rb"stream\r?\n")
_END = b"PK\x05\x06"
_END_OF_LARGE = b"PK\x06\x07"
_DAMAGED = "This ZIP cannot be opened. Make it again with your computer's own tool, without a password."


def is_zip(head: bytes) -> bool:
    return head.startswith((b"PK\x03\x04", _END))


def is_pdf(head: bytes) -> bool:
    return b"%PDF-" in head[:1024]


def in_pdf(content: bytes, name: str) -> Asked:
    """One PDF. What is no PDF, or has no number of ours in it, has the number ""."""
    return Asked(_number(content) if is_pdf(content) else "", name, hashlib.sha256(content).hexdigest())


def in_zip(file: BinaryIO) -> tuple[Asked, ...]:
    """Every file of a ZIP, one in memory at a time. Pure computing, seconds for a full one. Raises NotAList."""
    _require_small_directory(file)
    try:
        with ZipFile(file) as archive:
            return limited(tuple(in_pdf(archive.read(each), each.filename[-120:]) for each in _listed(archive)))
    except (BadZipFile, zlib.error, EOFError, NotImplementedError, UnicodeDecodeError, ValueError) as fault:
        raise NotAList(_DAMAGED) from fault


def _require_small_directory(file: BinaryIO) -> None:
    """Look at the end of the file before the library reads its table of contents, which it does without a limit."""
    size = file.seek(0, 2)
    file.seek(max(size - 66_000, 0))
    tail = file.read()
    end = tail.rfind(_END)
    if end < 0 or len(tail) < end + 22 or _END_OF_LARGE in tail[max(end - 20, 0) : end]:
        raise NotAList(_DAMAGED)
    if int.from_bytes(tail[end + 12 : end + 16], "little") > _DIRECTORY_BYTES:
        raise NotAList(f"This ZIP holds very many files. Send up to {MOST} certificates at a time.")


def _listed(archive: ZipFile) -> list[ZipInfo]:
    """The files, without what file managers add. Raises NotAList for what would unpack to too much."""
    files = [each for each in archive.infolist() if not each.is_dir() and not _is_litter(each.filename)]
    limited(tuple(Asked(each.filename) for each in files))
    for each in files:
        if each.flag_bits & 1 or each.compress_type not in {ZIP_STORED, ZIP_DEFLATED}:
            raise NotAList(_DAMAGED)
        if each.file_size > PAPER_BYTES or each.file_size > max(each.compress_size, 1000) * RATIO:
            raise NotAList(
                f"{each.filename[-120:]} is too large to be a certificate. Leave it out, then send the rest."
            )
    if sum(each.file_size for each in files) > UNPACKED_BYTES:
        raise NotAList("Unpacked, these files are too large together. Send them in parts.")
    return files


def _is_litter(name: str) -> bool:
    return name.startswith("__MACOSX/") or name.rpartition("/")[2].startswith(".")


def _number(content: bytes) -> str:
    found = (read_serial(match.decode()) for part in _parts(content) for match in _NUMBER.findall(part))
    return next(filter(None, found), "")


def _parts(content: bytes) -> Iterator[bytes]:
    yield content
    whole = memoryview(content)
    for count, match in enumerate(_PART.finditer(content)):
        if count == _PARTS:
            return
        try:
            yield zlib.decompressobj().decompress(whole[match.end() :], _PART_BYTES)
        except zlib.error:
            continue  # a picture, or the end of a stream: nothing to read
