"""Everything people may send, judged by the command itself in a process of its own, and rendered if it is accepted."""

import json
import os
import shutil
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from media.ffmpeg import Progress, listen, probe, render
from media.rules.ladder import plan
from tests.house.source import ROOT
from tests.media.corpus import ACCEPTED, WANTED, Corpus, Wanted
from tests.media.recordings import Recordings

SECRET = "the evidence room's key is under the mat"
MOST_MEMORY_KB = 1_500_000


class Sitting(NamedTuple):
    """One run of `academy media judge` over the whole corpus."""

    code: int
    verdicts: dict[str, dict[str, Any]]
    memory_kb: int
    printed: str


@pytest.fixture(scope="session")
def bait(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Path, socket.socket]]:
    """A file that nobody may read and a door that nobody may knock at."""
    canary = tmp_path_factory.mktemp("elsewhere") / "canary.ts"
    canary.write_text(SECRET)
    os.utime(canary, (0, os.stat(canary).st_mtime))
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.settimeout(0)
        yield canary, server


@pytest.fixture(scope="session")
def corpus(recordings: Recordings, bait: tuple[Path, socket.socket]) -> Corpus:
    return Corpus(recordings, bait[0], bait[1].getsockname()[1])


@pytest.fixture(scope="session")
def sitting(corpus: Corpus, tmp_path_factory: pytest.TempPathFactory) -> Sitting:
    """Without bubblewrap on the path: behind it the kernel counts a child's memory to nobody we could ask."""
    paths = [corpus.get(name) for name in WANTED]
    programs = {f"ACADEMY_{name.upper()}": str(shutil.which(name)) for name in ("ffmpeg", "ffprobe")}
    folder = tmp_path_factory.mktemp("sitting")
    environ = {"PATH": str(folder), "ACADEMY_DATA": str(folder), **programs}
    call = [sys.executable, "-c", "import sys, command; sys.exit(command.main())", "media", "judge", "--json"]
    with (folder / "out").open("wb") as out:
        process = subprocess.Popen([*call, "--", *map(str, paths)], cwd=ROOT, env=environ, stdout=out)
        _, status, used = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    printed = (folder / "out").read_text()
    verdicts = dict(zip(WANTED, json.loads(printed), strict=True))
    return Sitting(process.returncode, verdicts, used.ru_maxrss, printed)


def test_every_input_gets_its_verdict_and_a_sentence(sitting: Sitting, bait: tuple[Path, socket.socket]) -> None:
    """One test, so that one worker makes the one sitting: alive and small, at no door and with no foreign file read."""
    said = {name: (one["code"], one["decision"] != "refuse") for name, one in sitting.verdicts.items()}
    assert said == {name: (wanted.code, name in ACCEPTED) for name, wanted in WANTED.items()}
    assert [one["sentence"] for one in sitting.verdicts.values() if not one["sentence"].endswith((".", "?"))] == []
    assert len(sitting.verdicts) > 50
    assert (sitting.code, sitting.memory_kb < MOST_MEMORY_KB) == (1, True)
    canary, server = bait
    with pytest.raises(BlockingIOError):
        server.accept()
    assert os.stat(canary).st_atime == 0
    assert SECRET not in sitting.printed


@pytest.mark.nightly
@pytest.mark.parametrize("name", ACCEPTED)
async def test_whatever_is_accepted_becomes_a_lecture(corpus: Corpus, tmp_path: Path, name: str) -> None:
    async def hear(progress: Progress) -> None: ...

    source, wanted = corpus.get(name), ACCEPTED[name]
    planned = plan(await listen(source, await probe(source)))
    made = await render(source, planned, tmp_path, hear)
    assert made.duration_ms / 1000 == pytest.approx(wanted.seconds, abs=0.5)
    [sound] = streams(tmp_path / "audio" / "s.m4s")
    assert (sound["codec_name"], sound["channels"], sound["sample_rate"]) == ("aac", 2, "48000")
    # Two reordered frames push picture and sound alike: 0.2 s at ten frames a second, together.
    assert abs(float(sound["start_time"])) < 0.25
    assert (planned.picture is not None) == (wanted.size is not None)
    if planned.picture:
        [picture] = streams(tmp_path / planned.picture.rungs[-1].name / "s.m4s")
        looks_right(picture, wanted, planned.picture.fps)
        assert abs(float(picture["start_time"]) - float(sound["start_time"])) < 0.04


def looks_right(picture: dict[str, Any], wanted: Wanted, fps: int) -> None:
    """The size, in 8 bits and BT.709, at a constant rate."""
    assert (picture["width"], picture["height"]) == wanted.size
    assert (picture["pix_fmt"], picture["color_space"], picture["color_transfer"]) == ("yuv420p", "bt709", "bt709")
    assert picture["r_frame_rate"] == f"{wanted.fps or fps}/1"
    assert picture["sample_aspect_ratio"] == "1:1"


@pytest.mark.nightly
@pytest.mark.parametrize("name", ["phone-vfr.mp4", "screen-vfr.mkv", "streamed.webm", "late.ts"])
async def test_picture_and_sound_end_together(corpus: Corpus, tmp_path: Path, name: str) -> None:
    async def hear(progress: Progress) -> None: ...

    source = corpus.get(name)
    planned = plan(await probe(source))
    await render(source, planned, tmp_path, hear)
    assert planned.picture is not None
    ends = [length(tmp_path / folder / "s.m4s") for folder in (planned.picture.rungs[-1].name, "audio")]
    assert abs(ends[0] - ends[1]) < 0.04 + 1 / planned.picture.fps


def streams(path: Path) -> list[dict[str, Any]]:
    return list(shown(path, "-show_streams")["streams"])


def length(path: Path) -> float:
    return float(shown(path, "-show_format")["format"]["duration"])


def shown(path: Path, what: str) -> dict[str, Any]:
    command = ["ffprobe", "-v", "error", what, "-of", "json", str(path)]
    found: dict[str, Any] = json.loads(subprocess.run(command, check=True, capture_output=True).stdout)
    return found
