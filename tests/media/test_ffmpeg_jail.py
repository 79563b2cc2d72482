"""The jail, each wall alone and both together: what a program behind it can reach, and that none runs without."""

import os
import resource
import socket
import sys
from pathlib import Path

import msgspec
import pytest

from academy import settings
from academy.settings import Settings
from media.ffmpeg.confine import NICENESS, landlock_edition
from media.ffmpeg.inputs import input_options
from media.ffmpeg.jail import Jail, JailMissing, find_jail
from media.ffmpeg.runner import Bounds, Ended, Reach, Run, find_program, local, run
from tests.media.recordings import Recordings

BOUNDS = Bounds(wall_s=30, cpu_s=20)
NO_WALLS = Jail(landlock=0)
"""As on a kernel without Landlock and a machine without bubblewrap."""
LANDLOCK = Jail(landlock_edition())
BUBBLEWRAP = Jail(0, find_jail().bubblewrap)

needs_landlock = pytest.mark.skipif(not LANDLOCK.holds, reason="this kernel has no Landlock")
needs_bubblewrap = pytest.mark.skipif(not BUBBLEWRAP.holds, reason="bubblewrap is not installed or does not work here")
behind_each_wall = pytest.mark.parametrize(
    "jail",
    [
        pytest.param(LANDLOCK, id="landlock", marks=needs_landlock),
        pytest.param(BUBBLEWRAP, id="bubblewrap", marks=needs_bubblewrap),
        pytest.param(find_jail(), id="all", marks=pytest.mark.skipif(not find_jail().holds, reason="no walls here")),
    ],
)


def python(code: str) -> list[str]:
    return [os.path.realpath(sys.executable), "-c", code]


@behind_each_wall
@pytest.mark.parametrize("forbidden", ["/etc/passwd", "/proc/{pid}/environ", "{folder}/other.mp4"])
async def test_no_file_outside_its_reach_can_be_read(tmp_path: Path, jail: Jail, forbidden: str) -> None:
    (tmp_path / "mine.mp4").write_text("mine")
    (tmp_path / "other.mp4").write_text("another person's recording")
    reach = Reach(tmp_path, reads=(tmp_path / "mine.mp4",))
    wanted = forbidden.format(folder=tmp_path, pid=os.getpid())
    done = await run(["/bin/cat", "mine.mp4", wanted], BOUNDS, reach, jail=jail)
    assert (done.ended, done.output) == (Ended.FAILED, b"mine")
    assert "Permission denied" in done.log_tail or "No such file" in done.log_tail


@behind_each_wall
async def test_nothing_is_written_where_only_reading_is_allowed(tmp_path: Path, jail: Jail) -> None:
    out = tmp_path / "out"
    out.mkdir()
    reach = Reach(tmp_path, reads=(tmp_path,), writes=(out,))
    done = await run(["/usr/bin/touch", "out/made", "stray"], BOUNDS, reach, jail=jail)
    assert done.ended is Ended.FAILED
    assert (os.listdir(tmp_path), os.listdir(out)) == (["out"], ["made"])


@behind_each_wall
async def test_no_connection_is_opened(tmp_path: Path, jail: Jail) -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        code = f"import socket; socket.create_connection({server.getsockname()!r})"
        done = await run(python(code), BOUNDS, Reach(tmp_path), jail=jail)
        server.settimeout(0)
        with pytest.raises(BlockingIOError):
            server.accept()
    assert "PermissionError" in done.log_tail or "ConnectionRefusedError" in done.log_tail


@behind_each_wall
async def test_a_playlist_steals_no_recording_even_from_a_careless_ffmpeg(
    recordings: Recordings, tmp_path: Path, jail: Jail
) -> None:
    """With ffmpeg's own whitelists left out, so that only the walls are in the way."""
    victim = tmp_path / "victim.ts"
    victim.write_bytes(recordings.get("interlaced.ts").read_bytes())
    thief = tmp_path / "sent" / "lecture.m3u8"
    thief.parent.mkdir()
    thief.write_text(f"#EXTM3U\n#EXT-X-TARGETDURATION:4\n#EXTINF:4,\nfile://{victim}\n#EXT-X-ENDLIST\n")
    command = [find_program("ffmpeg"), "-v", "error", "-nostdin", "-i", local(thief), "-c", "copy", "-f", "mpegts", "-"]
    done = await run(command, BOUNDS, Reach(thief.parent, reads=(thief,)), jail=jail)
    assert (done.ended, done.output) == (Ended.FAILED, b"")
    bare = await run(command, BOUNDS, Reach(thief.parent, reads=(thief, victim)), jail=jail)
    assert bare.output, "the theft works where the victim is in reach, so the walls are what stopped it"


@behind_each_wall
async def test_limits_hold_behind_every_wall(tmp_path: Path, jail: Jail) -> None:
    small = Bounds(wall_s=20, cpu_s=20, memory_bytes=2**28, file_bytes=1000)
    greedy = await run(python("bytearray(6 * 1024**3)"), small, Reach(tmp_path), jail=jail)
    assert "MemoryError" in greedy.log_tail
    await run(python("open('f', 'wb').write(bytes(5000))"), small, Reach(tmp_path, (), (tmp_path,)), jail=jail)
    assert (tmp_path / "f").stat().st_size == 1000
    busy = await run(python("while True: pass"), Bounds(wall_s=20, cpu_s=1), Reach(tmp_path), jail=jail)
    assert busy.ended is Ended.FAILED


@behind_each_wall
async def test_the_walls_cost_a_tenth_of_a_second_of_cpu_at_most(tmp_path: Path, jail: Jail) -> None:
    def used() -> float:
        spent = resource.getrusage(resource.RUSAGE_CHILDREN)
        return spent.ru_utime + spent.ru_stime

    async def cost() -> float:
        before = used()
        assert (await run(["/bin/true"], BOUNDS, Reach(tmp_path), jail=jail)).ended is Ended.DONE
        return used() - before

    assert min([await cost() for _ in range(5)]) < 0.1


async def test_without_walls_nothing_runs_and_the_operator_is_told_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(JailMissing, match="ACADEMY_MEDIA_JAIL=limits-only"):
        await run(["/usr/bin/touch", str(tmp_path / "ran")], BOUNDS, Reach(tmp_path), jail=NO_WALLS)
    assert not (tmp_path / "ran").exists()


async def test_limits_only_is_chosen_by_name_and_keeps_the_limits(tmp_path: Path, config: Settings) -> None:
    settings.use(msgspec.structs.replace(config, media_jail="limits-only"))
    code = "import os, resource as r; print(os.nice(0), r.getrlimit(r.RLIMIT_CPU)[0], r.getrlimit(r.RLIMIT_CORE)[0])"
    done = await run(python(code), BOUNDS, Reach(tmp_path), jail=NO_WALLS)
    assert done.output.split() == [b"%d" % (os.nice(0) + NICENESS), b"20", b"0"]


async def test_a_wall_that_breaks_is_no_verdict_on_the_file(tmp_path: Path) -> None:
    """A bubblewrap that stopped working after it was tried says so on its first line."""
    broken = tmp_path / "bwrap"
    broken.write_text("#!/bin/sh\necho 'bwrap: No permissions to create new namespace' >&2; exit 1\n")
    broken.chmod(0o755)
    with pytest.raises(JailMissing, match="No permissions"):
        await run(["/bin/true"], BOUNDS, Reach(tmp_path), jail=Jail(0, str(broken)))


@pytest.mark.parametrize("name", ["-i --help.mp4", "%05d;$(touch stolen)\u202e4pm.mp4", "concat:a|b.mp4", "a\nb.mp4"])
async def test_hostile_names_are_only_names(recordings: Recordings, tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    path.write_bytes(recordings.get("lecture.mp4").read_bytes())
    command = [find_program("ffprobe"), "-v", "error", *input_options("mp4"), "-show_entries", "format=nb_streams"]
    done: Run = await run([*command, local(path)], BOUNDS, Reach(tmp_path, reads=(path,)))
    assert (done.ended, b"nb_streams=2" in done.output) == (Ended.DONE, True)
    assert os.listdir(tmp_path) == [name]
