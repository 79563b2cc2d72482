"""What a file is by its first bytes, before any parser touches it."""

from typing import Final

HEAD_BYTES: Final = 4096
TS_PACKETS: Final = ((0, 188), (4, 196))
"""Where the sync byte of the first two MPEG transport packets stands, plain and with a time code in front."""

DEMUXERS: Final[dict[str, str]] = {
    "mp4": "mov,mp4,m4a,3gp,3g2,mj2",
    "matroska": "matroska,webm",
    "mpegts": "mpegts",
    "mpeg": "mpeg",
    "avi": "avi",
    "flv": "flv",
    "asf": "asf",
    "mp3": "mp3",
    "aac": "aac",
    "wav": "wav",
    "flac": "flac",
    "ogg": "ogg",
}
"""Families we accept, each with the only parsers that may open it. Playlists, images and text have none: a bare ffmpeg
takes a text file for a video and follows a playlist to other people's recordings."""

_STARTS: Final[tuple[tuple[bytes, str], ...]] = (
    (b"\x1aE\xdf\xa3", "matroska"),
    (b"\x00\x00\x01\xba", "mpeg"),
    (b"FLV", "flv"),
    (b"\x30\x26\xb2\x75\x8e\x66\xcf\x11", "asf"),
    (b"ID3", "mp3"),
    (b"fLaC", "flac"),
    (b"OggS", "ogg"),
)
_MP4_BOXES: Final = frozenset({b"ftyp", b"moov", b"mdat", b"wide", b"free", b"skip", b"pnot"})
_FOREIGN: Final[tuple[tuple[bytes, str], ...]] = (
    (b"#EXTM3U", "playlist"),
    (b"ffconcat", "playlist"),
    (b"<MPD", "playlist"),
    (b"v=0", "playlist"),
    (b"PK\x03\x04", "archive"),
    (b"\x1f\x8b", "archive"),
    (b"7z\xbc\xaf", "archive"),
    (b"Rar!", "archive"),
    (b"\x89PNG", "picture"),
    (b"\xff\xd8\xff", "picture"),
    (b"GIF8", "picture"),
    (b"%PDF", "document"),
    (b"\xd0\xcf\x11\xe0", "document"),
    (b"<", "text"),
)


def family(head: bytes) -> str:
    """The family these first bytes belong to: a key of DEMUXERS, a foreign kind such as `playlist`, or '' for none."""
    return _container(head) or _foreign(head)


def _container(head: bytes) -> str:
    if head[4:8] in _MP4_BOXES:
        return "mp4"
    if head[:4] == b"RIFF":
        return {b"AVI ": "avi", b"WAVE": "wav"}.get(head[8:12], "")
    if any(len(head) > second and head[first] == head[second] == 0x47 for first, second in TS_PACKETS):
        return "mpegts"
    if head[:1] == b"\xff" and len(head) > 1:
        return _bare_audio(head[1])
    return next((name for start, name in _STARTS if head.startswith(start)), "")


def _bare_audio(second: int) -> str:
    """ADTS and MPEG audio share the sync word; the two layer bits are zero in ADTS only."""
    if second & 0xF6 == 0xF0:
        return "aac"
    return "mp3" if second & 0xE0 == 0xE0 and second & 0x06 else ""


def _foreign(head: bytes) -> str:
    text = head.removeprefix(b"\xef\xbb\xbf").lstrip()
    known = next((name for start, name in _FOREIGN if text.startswith(start)), "")
    if known == "text" and b"<MPD" in head:
        return "playlist"
    return known or ("text" if text and b"\x00" not in text else "")
