"""Small real recordings, made on demand by ffmpeg itself and spoiled by hand where a test needs them spoiled."""

import fcntl
import hashlib
import io
import struct
import subprocess
import wave
import zipfile
from collections.abc import Callable, Iterable
from pathlib import Path
from tempfile import TemporaryDirectory

ROOT = Path(__file__).parents[2]

PICTURE = ("-f", "lavfi", "-i", "testsrc2=s=320x240:r=10")
TONE = ("-f", "lavfi", "-i", "sine=440:r=44100")
H264 = ("-c:v", "libx264", "-preset", "ultrafast", "-pix_fmt", "yuv420p", "-g", "10")

MADE: dict[str, tuple[str, ...]] = {
    "lecture.mp4": (*PICTURE, *TONE, "-t", "5", *H264),
    "faststart.mp4": (*PICTURE, *TONE, "-t", "6", *H264, "-movflags", "+faststart"),
    "no-sound.mp4": (*PICTURE, "-t", "3", *H264),
    "silent.mp4": (*PICTURE, "-f", "lavfi", "-i", "anullsrc", "-t", "3", *H264),
    "odd.mp4": ("-f", "lavfi", "-i", "testsrc2=s=321x241:r=15", "-t", "2", "-c:v", "libx264", "-pix_fmt", "yuv444p"),
    "tiny.mp4": ("-f", "lavfi", "-i", "testsrc2=s=16x16:r=10", "-t", "2", *H264),
    "talk.mp3": (*TONE, "-t", "4"),
    "long-sound.mkv": (*PICTURE, *TONE, "-filter_complex", "[0:v]trim=duration=3[v]", "-map", "[v]", "-map", "1:a",
                       "-t", "5", *H264),
    "stretched.mp4": (*PICTURE, "-vf", "setsar=4/3", "-t", "2", *H264),
    "interlaced.ts": (*PICTURE, "-vf", "tinterlace=interleave_top,setfield=tff", "-t", "4", "-c:v", "mpeg2video",
                      "-flags", "+ildct+ilme", "-output_ts_offset", "90000"),
    "hdr.mp4": (*PICTURE, *TONE, "-t", "2", "-c:v", "libx265", "-preset", "ultrafast", "-pix_fmt", "yuv420p10le",
                "-x265-params", "log-level=none:colorprim=bt2020:transfer=smpte2084:colormatrix=bt2020nc"),
    "snow.mkv": (*PICTURE, "-t", "2", "-c:v", "snow", "-strict", "-2"),
    "two-tracks.mkv": (*PICTURE, *TONE, *TONE, "-map", "0", "-map", "1", "-map", "2", "-t", "2", *H264,
                       "-metadata:s:a:0", "language=eng", "-metadata:s:a:1", "language=spa",
                       "-metadata:s:a:1", 'title=The "floor"'),
    "slides.mp4": ("-f", "lavfi", "-i", "color=white:s=640x480:r=10:d=2", "-f", "lavfi", "-i",
                   "color=navy:s=640x480:r=10:d=2", *TONE, "-filter_complex", "[0:v][1:v]concat=n=2[v]", "-map", "[v]",
                   "-map", "2:a", "-t", "4", *H264),
    "red.mp4": ("-f", "lavfi", "-i", "color=0xc82828:s=1280x720:r=10,scale=out_color_matrix=bt709:out_range=tv",
                 "-t", "2", *H264, "-colorspace", "bt709", "-color_range", "tv"),
    "description.mp3": (*TONE, "-t", "4.2"),
    "long.mp3": (*TONE, "-t", "9"),
    "surround.mkv": (*PICTURE, "-f", "lavfi", "-i", "sine=300:r=48000,pan=5.1|c0=c0|c1=c0|c2=c0|c3=c0|c4=c0|c5=c0",
                     "-t", "2", *H264, "-c:a", "ac3"),
    "phone.mp4": ("-f", "lavfi", "-i", "testsrc2=s=720x1280:r=30", *TONE, "-t", "2", *H264),
    "fast.mp4": ("-f", "lavfi", "-i", "testsrc2=s=320x240:r=240", *TONE, "-t", "2", *H264),
    "slow.mp4": ("-f", "lavfi", "-i", "testsrc2=s=320x240:r=1", *TONE, "-t", "5", *H264),
    "uneven.mkv": ("-f", "lavfi", "-i", "testsrc2=s=320x240:r=30", *TONE, "-vf",
                   "select='lt(t,2)+not(mod(n,7))'", "-fps_mode", "vfr", "-t", "6", *H264),
}  # fmt: skip


def kept_folder(made_from: Iterable[Path]) -> Path:
    """A folder under build/ that stays from run to run, until one of the files that say what is in it changes."""
    total = hashlib.sha256(b"".join(path.read_bytes() for path in made_from)).hexdigest()[:16]
    folder = ROOT / "build" / "recordings" / total
    folder.mkdir(parents=True, exist_ok=True)
    return folder


class Recordings:
    """A folder of samples, each made once, also when several processes ask for it. Nobody may change them."""

    def __init__(self, folder: Path | None = None) -> None:
        self.folder = folder or kept_folder([Path(__file__)])

    def get(self, name: str) -> Path:
        """The sample of this name: a key of MADE, or one of the spoiled ones below."""
        return made_once(self.folder / name, self._make)

    def _make(self, draft: Path) -> None:
        if draft.name in MADE:
            ffmpeg(*MADE[draft.name], str(draft))
        else:
            draft.write_bytes(self._spoiled(draft.name, draft.parent))

    def _spoiled(self, name: str, room: Path) -> bytes:
        if name in TEXTS:
            return TEXTS[name]
        if name == "no-index.mp4":
            data = self.get("lecture.mp4").read_bytes()
            return data[: data.rindex(b"moov") - 4]
        if name == "cut.mp4":
            data = self.get("faststart.mp4").read_bytes()
            return data[: len(data) * 6 // 10]
        if name == "lying.mp4":
            return longer(self.get("lecture.mp4").read_bytes(), 200_000)
        if name == "rotated.mp4":
            path = room / "turned.mp4"
            ffmpeg("-i", str(self.get("lecture.mp4")), "-c", "copy", "-metadata:s:v", "rotate=90", str(path))
            return path.read_bytes()
        if name == "cover.mp3":
            return self._with_cover(room)
        assert name == "streamed.webm", name
        return self._streamed()

    def _with_cover(self, room: Path) -> bytes:
        art, song = room / "art.png", room / "song.mp3"
        ffmpeg("-f", "lavfi", "-i", "color=red:s=64x64", "-frames:v", "1", str(art))
        ffmpeg("-i", str(self.get("talk.mp3")), "-i", str(art), "-map", "0", "-map", "1", "-c", "copy", str(song))
        return song.read_bytes()

    def _streamed(self) -> bytes:
        """As a browser records it: no duration in the header."""
        made = (*PICTURE, *TONE, "-t", "3", "-c:v", "libvpx", "-deadline", "realtime", "-c:a", "libopus")
        command = ["ffmpeg", "-loglevel", "error", *made, "-live", "1", "-f", "webm", "pipe:1"]
        return subprocess.run(command, check=True, capture_output=True).stdout


def made_once(path: Path, make: Callable[[Path], None]) -> Path:
    """The file, made by the first who asks while others wait; what was cut off leaves nothing behind its name."""
    if not path.exists():
        with path.with_name(f"{path.name}.turn").open("w") as turn, TemporaryDirectory(dir=path.parent) as room:
            fcntl.flock(turn, fcntl.LOCK_EX)
            if not path.exists():
                make(draft := Path(room) / path.name)
                draft.replace(path)
    return path


def ffmpeg(*arguments: str) -> None:
    subprocess.run(["ffmpeg", "-loglevel", "error", "-y", *arguments], check=True, stdin=subprocess.DEVNULL)


def longer(data: bytes, times: int) -> bytes:
    """An MP4 whose headers claim a multiple of its length."""
    for box, skip in ((b"mvhd", 16), (b"tkhd", 24), (b"mdhd", 16)):
        place = -1
        while (place := data.find(box, place + 1)) >= 0:
            at = place + 4 + skip
            claimed = struct.unpack(">I", data[at : at + 4])[0]
            data = data[:at] + struct.pack(">I", min(0xFFFFFFFE, claimed * times)) + data[at + 4 :]
    return data


def _zip() -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("zeros", bytes(1_000_000))
    return target.getvalue()


def _bare_wav() -> bytes:
    """A WAV from Python, which names no channel layout."""
    target = io.BytesIO()
    with wave.open(target, "wb") as file:
        file.setparams((1, 2, 8_000, 0, "NONE", ""))
        file.writeframes(b"".join(struct.pack("<h", (number % 40 - 20) * 400) for number in range(24_000)))
    return target.getvalue()


TEXTS: dict[str, bytes] = {
    "empty.mp4": b"",
    "one-byte.mp4": b"x",
    "text.mp4": b"Dear all,\nplease find the lecture attached.\n" * 200,
    "page.mp4": b"<!doctype html><script>alert(1)</script>",
    "drawing.mp4": b"<svg xmlns='http://www.w3.org/2000/svg' width='99999' height='99999'/>",
    "bomb.mp4": _zip(),
    "picture.mp4": b"\x89PNG\r\n\x1a\n" + bytes(500),
    "playlist.mp4": b"#EXTM3U\n#EXTINF:1,\nfile:///etc/passwd\n",
    "concat.mp4": b"ffconcat version 1.0\nfile /etc/passwd\n",
    "zeros.mp4": bytes(5_000),
    "box-only.mp4": b"\x00\x00\x00\x18ftypisom\x00\x00\x02\x00isomiso2" + bytes(3_000),
    "noise.mkv": b"\x1aE\xdf\xa3" + bytes((number * 7919) % 251 for number in range(9_000)),
    "bare.wav": _bare_wav(),
}
