"""Timed text: what we print we can read, and what we cannot read we name by line."""

import pytest
from hypothesis import given

from media.rules.captions import Cue, check, parse, read, to_vtt
from tests.strategies_media import cue_lists

SRT = """1
00:00:01,000 --> 00:00:02,500
First <i>line</i>
second

2
00:00:03,000 --> 00:00:04,000
Next
"""
FIRST = Cue(1_000, 2_500, "First line\nsecond")


@given(cue_lists())
def test_printed_captions_read_back_the_same(cues: tuple[Cue, ...]) -> None:
    found = parse(to_vtt(cues, note="made here"))
    assert (found.cues, found.faults) == (cues, ())


@given(cue_lists())
def test_line_ends_and_marks_do_not_matter(cues: tuple[Cue, ...]) -> None:
    text = to_vtt(cues)
    assert read(text.replace("\n", "\r\n").encode("utf-16")).cues == cues
    assert read(b"\xef\xbb\xbf" + text.encode()).cues == cues


def test_subrip_is_accepted() -> None:
    assert parse(SRT.replace("\n", "\r\n")).cues == (FIRST, Cue(3_000, 4_000, "Next"))


def test_old_windows_files_keep_their_quotes() -> None:
    data = "WEBVTT\n\n00:01.000 --> 00:02.000\n\u201cHalt\u201d".encode("cp1252")
    assert read(data).cues == (Cue(1_000, 2_000, "\u201cHalt\u201d"),)


def test_speakers_stay_and_markup_goes() -> None:
    styled = "WEBVTT\n\nSTYLE\n::cue { color: red }\n\n00:01.000 --> 00:02.000 line:0\n"
    found = parse(styled + "<v Det. Ruiz>Stop <script>x</script>&amp; wait")
    assert found.cues == (Cue(1_000, 2_000, "Det. Ruiz: Stop x& wait"),)


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("WEBVTT\n\n00:01.000 --> 0:02\nHi", 3),
        ("WEBVTT\n\nintro\n00:02.000 --> 00:01.000\nHi", 4),
        ("WEBVTT\n\n00:01.000 --> 00:02.000\n\nlost text", 3),
        ("WEBVTT\n\n00:01.000 --> 00:02.000\nHi\n\nlost text", 6),
        ("", 0),
    ],
)
def test_faults_name_their_line(text: str, line: int) -> None:
    assert parse(text).faults[0].line == line


def test_too_large_files_are_not_read() -> None:
    assert read(b"x" * 2_000_001).faults[0].line == 0


def test_a_reviewer_is_shown_what_is_off() -> None:
    cues = [Cue(0, 2_000, "Fine."), Cue(1_500, 1_600, "Much too fast to read."), Cue(9_000, 12_000, "x" * 50)]
    said = " ".join(check(cues, 10_000))
    assert all(word in said for word in ("overlap", "too fast", "longer than 2 lines", "after the recording"))


def test_good_captions_have_no_findings() -> None:
    assert (
        check([Cue(0, 3_000, "Every casing tells\nwhere a gun has been."), Cue(3_000, 5_500, "Pick it up.")], 6_000)
        == ()
    )
