"""The list of what we ask of ffmpeg, against the command lines we really write and the program that is here."""

import re
from itertools import pairwise
from pathlib import Path

import msgspec
import pytest
from hypothesis import given

from media.ffmpeg.graph import poster_arguments, render_arguments, sheets_arguments
from media.ffmpeg.needs import ENCODERS, FILTERS, HDR_FILTERS, inspect
from media.ffmpeg.runner import Bounds, Ended, Reach, find_program, run
from media.ffmpeg.stills import clip_arguments
from media.rules.ladder import plan
from media.rules.source import Picture, Sound, SourceFacts
from tests.strategies_media import source_facts

FILTER = re.compile(r"(?:^|[\];,])([a-z0-9_]+)(?==|\[|,|;|$)")


def graphs(facts: SourceFacts) -> list[tuple[str, list[str]]]:
    """Every filter graph that is written for a recording, with the outputs taken from it."""
    planned = plan(facts)
    commands = [render_arguments("ffmpeg", Path("/in"), "mp4", planned)]
    if planned.picture:
        commands += [sheets_arguments("ffmpeg", planned.picture), poster_arguments("ffmpeg", planned.picture)]
        commands += [clip_arguments("ffmpeg", "slide", planned.picture)]
    taken = [[pad for flag, pad in pairwise(words) if flag == "-map" and pad.startswith("[")] for words in commands]
    return [(words[words.index("-filter_complex") + 1], pads) for words, pads in zip(commands, taken, strict=True)]


@given(source_facts())
def test_no_command_line_asks_for_a_filter_that_is_not_listed(facts: SourceFacts) -> None:
    used = {name for graph, _ in graphs(facts) for name in FILTER.findall(re.sub(r"'[^']*'", "", graph))}
    assert "scale" in used or not facts.picture
    assert used - FILTERS - HDR_FILTERS == set()


def test_the_ffmpeg_of_this_machine_has_all_that_is_listed() -> None:
    build = inspect("ffmpeg")
    assert build.version.startswith("ffmpeg version")
    assert build.lacks == frozenset()
    assert inspect("ffprobe").version.startswith("ffprobe version")
    assert {"libx264", "aac"} <= ENCODERS


def test_a_build_that_is_not_there_is_said_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ACADEMY_FFMPEG", "/nowhere/ffmpeg")
    assert inspect("ffmpeg").path == ""


PICTURE = Picture(0, "h264", 320, 240, 10, 2_000)
SOURCES = {
    "plain": PICTURE,
    "interlaced": msgspec.structs.replace(PICTURE, interlaced=True, standard_definition_color=True),
    "hdr": msgspec.structs.replace(PICTURE, high_dynamic_range=True),
    "held": msgspec.structs.replace(PICTURE, held_ms=1_000),
    "large": msgspec.structs.replace(PICTURE, width=1920, height=1080, fps=59.94),
}


@pytest.mark.parametrize("picture", SOURCES.values(), ids=SOURCES)
async def test_every_filter_string_we_write_is_understood(tmp_path: Path, picture: Picture) -> None:
    """Each graph runs over made-up input, so that a build that reads one option otherwise is found here."""
    facts = SourceFacts(1, "mp4", picture=picture, sound=Sound(1, "aac", 2_000, loudness=-20))
    made = "testsrc2=s=320x240:r=10:d=1,format=yuv420p10le[out0];sine=d=1[out1]"
    hdr = "setparams=color_trc=smpte2084:colorspace=bt2020nc:color_primaries=bt2020:range=tv,"
    for graph, pads in graphs(facts):
        outputs = [part for pad in pads for part in ("-map", pad)]
        command = [find_program("ffmpeg"), "-v", "error", "-nostdin", "-f", "lavfi", "-i", made]
        told = graph.replace("[0:0]", f"[0:0]{hdr}") if picture.high_dynamic_range else graph
        command += ["-filter_complex", told, *outputs, "-t", "1", "-f", "null", "-"]
        done = await run(command, Bounds(wall_s=60, cpu_s=60), Reach(tmp_path, writes=(tmp_path,)))
        assert (done.ended, done.log_tail) == (Ended.DONE, "")
