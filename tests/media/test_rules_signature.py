"""First bytes: what may reach a parser at all."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from media.rules.signature import DEMUXERS, family

TS = b"\x47" + bytes(187)


@pytest.mark.parametrize(
    ("head", "kind"),
    [
        (b"\x00\x00\x00\x18ftypisom", "mp4"),
        (b"\x00\x00\x00\x08wide", "mp4"),
        (b"\x1aE\xdf\xa3rest", "matroska"),
        (TS * 3, "mpegts"),
        ((bytes(4) + TS) * 3, "mpegts"),
        (b"RIFF\x00\x00\x00\x00WAVEfmt ", "wav"),
        (b"RIFF\x00\x00\x00\x00AVI LIST", "avi"),
        (b"ID3\x04rest", "mp3"),
        (b"\xff\xfb\x90\x64", "mp3"),
        (b"\xff\xf1\x50\x80", "aac"),
        (b"#EXTM3U\n/etc/passwd", "playlist"),
        (b"\xef\xbb\xbf#EXTM3U", "playlist"),
        (b"ffconcat version 1.0", "playlist"),
        (b"<?xml version='1.0'?><MPD>", "playlist"),
        (b"<svg xmlns='x'>", "text"),
        (b"Dear all,", "text"),
        (b"PK\x03\x04", "archive"),
        (b"\x89PNG\r\n\x1a\n", "picture"),
        (b"\x00", ""),
        (b"", ""),
        (bytes(400), ""),
    ],
)
def test_kinds_by_first_bytes(head: bytes, kind: str) -> None:
    assert family(head) == kind


@given(st.text(st.characters(codec="ascii", min_codepoint=32), min_size=1).filter(lambda text: text[:1].isalpha()))
def test_no_plain_text_reaches_a_parser(text: str) -> None:
    known = ("FLV", "ID3", "fLaC", "OggS", "RIFF")
    boxes = ("ftyp", "moov", "mdat", "wide", "free", "skip", "pnot")
    if not text.startswith(known) and text[4:8] not in boxes and text[188:189] != "G" and text[4:5] != "G":
        assert family(text.encode()) not in DEMUXERS
