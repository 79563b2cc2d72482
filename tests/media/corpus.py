"""The inputs people really send, good, odd and hostile, each with the verdict it must get: made by the real ffmpeg.

Every file is small and made once, like `recordings.py`, whose samples are taken over where they fit.
"""

import random
import struct
from collections.abc import Callable
from pathlib import Path

import msgspec

from tests.media.recordings import H264, PICTURE, TONE, Recordings, ffmpeg, kept_folder, made_once
from tests.media.recordings import __file__ as made_by


class Wanted(msgspec.Struct, frozen=True):
    """What must be said about a file, and, if it is accepted, what the render must give: the smallest side's rung as
    width and height, its rate, and about how long it lasts. No size: an audio lecture."""

    code: str
    size: tuple[int, int] | None = None
    fps: int = 10
    seconds: float = 0.0


SLIDES = "testsrc2=s={size}:r={rate}"
X264 = ("-c:v", "libx264", "-preset", "ultrafast", "-pix_fmt", "yuv420p")
LOW = ("-b:v", "400k", "-maxrate", "400k", "-bufsize", "400k")


def slides(size: str = "320x240", rate: object = 10) -> tuple[str, ...]:
    return ("-f", "lavfi", "-i", SLIDES.format(size=size, rate=rate))


MADE: dict[str, tuple[str, ...]] = {
    "half-second.mp4": (*PICTURE, *TONE, "-t", "0.5", *H264),
    "fifty-hours.mkv": (*slides("64x64", "1/600"), "-t", "198000", *X264, "-g", "10"),
    "huge.mp4": ("-f", "lavfi", "-i", "color=gray:s=8208x8208:r=2", "-t", "2", "-c:v", "mjpeg", "-q:v", "31"),
    "wide.mkv": ("-f", "lavfi", "-i", "color=gray:s=16000x64:r=10", "-t", "2", "-c:v", "mjpeg"),
    "phone-vfr.mp4": (*slides("360x640", 30), *TONE, "-t", "6", "-vf", "select='not(mod(n,3))+lt(mod(n,40),20)'",
                      "-fps_mode", "vfr", *X264, "-g", "30"),
    "screen-vfr.mkv": (*slides("640x360", 30), *TONE, "-t", "6", "-vf", "select='lt(n,5)+eq(mod(n,37),0)'",
                       "-fps_mode", "vfr", *X264),
    "sar.mpg": (*slides("720x576", 25), *TONE, "-t", "2",
                "-vf", "setsar=64/45,tinterlace=interleave_top,fieldorder=tff",
                "-c:v", "mpeg2video", "-flags", "+ildct+ilme", "-b:v", "2M", "-c:a", "mp2"),
    "one-fps.mp4": (*slides(rate=1), *TONE, "-t", "8", *X264),
    "fast.mp4": (*slides(rate=240), *TONE, "-t", "2", *X264),
    "surround.mp4": (*PICTURE, "-f", "lavfi", "-i", "sine=440:r=48000,pan=5.1|c0=c0|c1=c0|c2=c0|c3=c0|c4=c0|c5=c0",
                     "-t", "3", *H264, "-c:a", "ac3"),
    "telephone.wav": ("-f", "lavfi", "-i", "sine=440:r=8000", "-t", "3", "-c:a", "pcm_mulaw"),
    "hlg.mov": (*slides("640x360", 25), *TONE, "-t", "2", "-c:v", "libx265", "-preset", "ultrafast", "-pix_fmt",
                "yuv420p10le", "-tag:v", "hvc1", "-x265-params",
                "log-level=none:colorprim=bt2020:transfer=arib-std-b67:colormatrix=bt2020nc"),
    "late.ts": (*PICTURE, *TONE, "-t", "4", *H264, "-output_ts_offset", "90000"),
    "camera.mts": (*slides("640x360", 25), *TONE, "-t", "3", *X264, "-c:a", "ac3", "-f", "mpegts", "-mpegts_m2ts_mode",
                   "1"),
    "old.avi": (*PICTURE, *TONE, "-t", "3", "-c:v", "mpeg4", "-c:a", "mp3"),
    "old.wmv": (*PICTURE, *TONE, "-t", "3", "-c:v", "wmv2", "-c:a", "wmav2", "-f", "asf"),
    "old.flv": (*PICTURE, *TONE, "-t", "3", "-c:v", "flv1", "-ar", "44100", "-c:a", "mp3"),
    "studio.mov": (*PICTURE, *TONE, "-t", "2", "-c:v", "prores_ks", "-c:a", "pcm_s16le"),
    "vp9.webm": (*PICTURE, *TONE, "-t", "2", "-c:v", "libvpx-vp9", "-deadline", "realtime", "-c:a", "libopus"),
    "av1.mp4": (*slides("128x96", 10), *TONE, "-t", "2", "-c:v", "libsvtav1", "-preset", "12"),
    "talk.m4a": (*TONE, "-t", "3", "-c:a", "aac"),
    "talk.flac": (*TONE, "-t", "3"),
    "talk.ogg": (*TONE, "-t", "3", "-c:a", "libvorbis"),
    "talk.aac": (*TONE, "-t", "3", "-c:a", "aac", "-f", "adts"),
    "jpeg2000.mkv": (*PICTURE, "-t", "2", "-c:v", "jpeg2000"),
    "subtitled.mp4": (*PICTURE, *TONE, "-f", "srt", "-i", "{srt}", "-t", "2", *H264, "-c:s", "mov_text"),
    "fine-bits.mp4": (*slides("640x360", 25), *TONE, "-t", "8", "-vf", "noise=alls=8:allf=t", *X264, "-g", "50", *LOW),
}  # fmt: skip

SRT = "1\n00:00:00,000 --> 00:00:01,000\nHello.\n"

WANTED: dict[str, Wanted] = {
    "empty.mp4": Wanted("empty"),
    "one-byte.mp4": Wanted("not_media"),
    "text.mp4": Wanted("not_media"),
    "page.mp4": Wanted("not_media"),
    "drawing.mp4": Wanted("not_media"),
    "bomb.mp4": Wanted("not_media"),
    "picture.mp4": Wanted("not_media"),
    "playlist.mp4": Wanted("not_media"),
    "theft.m3u8": Wanted("not_media"),
    "theft.ts": Wanted("not_media"),
    "theft.ffconcat": Wanted("not_media"),
    "theft.mpd": Wanted("not_media"),
    "theft.sdp": Wanted("not_media"),
    "random.mp4": Wanted("not_media"),
    "zeros.mp4": Wanted("not_media"),
    "noise.mkv": Wanted("unreadable"),
    "box-only.mp4": Wanted("index_missing"),
    "no-index.mp4": Wanted("index_missing"),
    "cut.mp4": Wanted("truncated"),
    "lying.mp4": Wanted("duration_lies"),
    "fifty-hours.mkv": Wanted("too_long"),
    "half-second.mp4": Wanted("too_short"),
    "huge.mp4": Wanted("too_large"),
    "wide.mkv": Wanted("too_large"),
    "tiny.mp4": Wanted("too_small"),
    "snow.mkv": Wanted("unknown_codec"),
    "jpeg2000.mkv": Wanted("unknown_codec"),
    "many-flips.mp4": Wanted("damaged"),
    "few-flips.mp4": Wanted("some_damage", (640, 360), 25, 8.0),
    "fine-bits.mp4": Wanted("fine", (640, 360), 25, 8.0),
    "track-lies.mp4": Wanted("fine", (320, 240), 10, 5.0),
    "no-sound.mp4": Wanted("no_sound", (320, 240), 10, 3.0),
    "silent.mp4": Wanted("silence", (320, 240), 10, 3.0),
    "cover.mp3": Wanted("no_picture", None, 0, 4.0),
    "talk.mp3": Wanted("no_picture", None, 0, 4.0),
    "talk.m4a": Wanted("no_picture", None, 0, 3.0),
    "talk.flac": Wanted("no_picture", None, 0, 3.0),
    "talk.ogg": Wanted("no_picture", None, 0, 3.0),
    "talk.aac": Wanted("no_picture", None, 0, 3.0),
    "bare.wav": Wanted("no_picture", None, 0, 3.0),
    "telephone.wav": Wanted("no_picture", None, 0, 3.0),
    "phone-vfr.mp4": Wanted("fine", (360, 640), 0, 6.0),
    "screen-vfr.mkv": Wanted("fine", (640, 360), 0, 6.0),
    "rotated.mp4": Wanted("fine", (360, 640), 10, 5.0),
    "hdr.mp4": Wanted("fine", (320, 240), 10, 2.0),
    "hlg.mov": Wanted("fine", (640, 360), 25, 2.0),
    "odd.mp4": Wanted("no_sound", (320, 240), 15, 2.0),
    "interlaced.ts": Wanted("no_sound", (320, 240), 0, 4.0),
    "sar.mpg": Wanted("fine", (640, 360), 0, 2.0),
    "one-fps.mp4": Wanted("fine", (320, 240), 10, 8.0),
    "fast.mp4": Wanted("fine", (320, 240), 30, 2.0),
    "surround.mp4": Wanted("fine", (320, 240), 10, 3.0),
    "two-tracks.mkv": Wanted("more_sound_tracks", (320, 240), 10, 2.0),
    "streamed.webm": Wanted("fine", (320, 240), 10, 3.0),
    "late.ts": Wanted("fine", (320, 240), 10, 4.0),
    "camera.mts": Wanted("fine", (640, 360), 25, 3.0),
    "old.avi": Wanted("fine", (320, 240), 10, 3.0),
    "old.wmv": Wanted("fine", (320, 240), 10, 3.0),
    "old.flv": Wanted("fine", (320, 240), 10, 3.0),
    "studio.mov": Wanted("fine", (320, 240), 10, 2.0),
    "vp9.webm": Wanted("fine", (320, 240), 10, 2.0),
    "av1.mp4": Wanted("fine", (128, 96), 10, 2.0),
    "subtitled.mp4": Wanted("fine", (320, 240), 10, 2.0),
    "-i --help.mp4": Wanted("fine", (320, 240), 10, 5.0),
    "%05d;$(x)\u202e4pm.mp4": Wanted("fine", (320, 240), 10, 5.0),
}  # fmt: skip
"""File -> verdict. The first refusal or warning is the one named."""

ACCEPTED = {name: wanted for name, wanted in WANTED.items() if wanted.seconds}


class Corpus:
    """All of it, each file made when first asked for. Playlists point at `canary` and `port` and lie beside it."""

    def __init__(self, recordings: Recordings, canary: Path, port: int) -> None:
        self.recordings = recordings
        self.folder = kept_folder([Path(__file__), Path(made_by)])
        self._beside = canary.parent
        self._baits: dict[str, Callable[[], bytes]] = {
            "theft.m3u8": lambda: playlist(canary, port),
            "theft.ts": lambda: playlist(canary, port),
            "theft.ffconcat": lambda: f"ffconcat version 1.0\nfile '{canary}'\n".encode(),
            "theft.mpd": lambda: manifest(port),
            "theft.sdp": lambda: session(port),
        }
        self._spoiled: dict[str, Callable[[Path], bytes]] = {
            "random.mp4": lambda _: random.Random(7).randbytes(60_000),
            "many-flips.mp4": lambda _: flipped(self.get("fine-bits.mp4").read_bytes(), 160),
            "few-flips.mp4": lambda _: flipped(self.get("fine-bits.mp4").read_bytes(), 6),
            "track-lies.mp4": lambda _: wider(self._lecture()),
            "rotated.mp4": upright,
            "-i --help.mp4": lambda _: self._lecture(),
            "%05d;$(x)\u202e4pm.mp4": lambda _: self._lecture(),
        }

    def get(self, name: str) -> Path:
        if name in self._baits:
            bait = self._beside / name
            bait.write_bytes(self._baits[name]())
            return bait
        if name not in MADE and name not in self._spoiled:
            return self.recordings.get(name)
        return made_once(self.folder / name, self._make)

    def _make(self, draft: Path) -> None:
        if draft.name in self._spoiled:
            draft.write_bytes(self._spoiled[draft.name](draft.parent))
            return
        subtitles = draft.with_name("words.srt")
        subtitles.write_text(SRT)
        ffmpeg(*(word.replace("{srt}", str(subtitles)) for word in MADE[draft.name]), str(draft))

    def _lecture(self) -> bytes:
        return self.recordings.get("lecture.mp4").read_bytes()


def upright(room: Path) -> bytes:
    """As a phone held upright records: 640 x 360 with the note to turn it."""
    flat, turned = room / "flat.mp4", room / "turned.mp4"
    ffmpeg(*slides("640x360"), *TONE, "-t", "5", *H264, str(flat))
    ffmpeg("-i", str(flat), "-c", "copy", "-metadata:s:v", "rotate=90", str(turned))
    return turned.read_bytes()


def playlist(canary: Path, port: int) -> bytes:
    entries = "".join(f"#EXTINF:4,\n{place}\n" for place in (f"file://{canary}", f"http://127.0.0.1:{port}/a.ts"))
    return f"#EXTM3U\n#EXT-X-TARGETDURATION:4\n{entries}#EXT-X-ENDLIST\n".encode()


def manifest(port: int) -> bytes:
    period = f"<Period><BaseURL>http://127.0.0.1:{port}/</BaseURL></Period>"
    return f"<?xml version='1.0'?><MPD xmlns='urn:mpeg:dash:schema:mpd:2011'>{period}</MPD>".encode()


def session(port: int) -> bytes:
    return f"v=0\no=- 0 0 IN IP4 127.0.0.1\ns=x\nc=IN IP4 127.0.0.1\nt=0 0\nm=video {port} RTP/AVP 96\n".encode()


def flipped(data: bytes, count: int) -> bytes:
    """Single bits turned over in the picture's bytes, always the same ones."""
    spoiled, dice = bytearray(data), random.Random(1)
    first, last = data.index(b"mdat") + 4, data.rindex(b"moov") - 4
    for _ in range(count):
        spoiled[dice.randrange(first, last)] ^= 1 << dice.randrange(8)
    return bytes(spoiled)


def wider(data: bytes) -> bytes:
    """A track header that claims 30000 x 30000 over a stream of 320 x 240."""
    at = data.index(b"tkhd") + 4 + 76
    claim = struct.pack(">II", 30_000 << 16, 30_000 << 16)
    return data[:at] + claim + data[at + 8 :]


def keep_all() -> None:
    """Make all that outlives a run, for a time when a core is idle."""
    whole = Corpus(Recordings(), Path("canary"), 0)
    for name in WANTED:
        if not name.startswith("theft."):
            whole.get(name)


if __name__ == "__main__":
    keep_all()
