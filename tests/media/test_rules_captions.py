"""Timed text: what we print we can read, what can be mended is mended, and what cannot be read we name by line."""

from itertools import pairwise

import pytest
from hypothesis import given

from media.rules.captions import MOST_BYTES, MOST_CUES, Cue, check, decoded, mend, parse, read, to_vtt
from tests.strategies_media import cue_lists, overlapping_cues

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
        ("WEBVTT\n\n00:01.000 --> 00:02.000\n\nlost text", 5),
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


SBV = """0:00:01.000,0:00:02.500
First [br]second

0:00:03.000,0:00:04.000
Next
"""


def test_sbv_is_accepted() -> None:
    assert parse(SBV).cues == (Cue(1_000, 2_500, "First\nsecond"), Cue(3_000, 4_000, "Next"))


QUOTED = "WEBVTT\n\n00:01.000 --> 00:02.000\n“Halt” – sí\n"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1252"])
def test_every_usual_encoding_is_read(encoding: str) -> None:
    found = read(QUOTED.encode(encoding))
    assert (found.cues, found.faults, found.repairs) == ((Cue(1_000, 2_000, "“Halt” – sí"),), (), ())


@given(cue_lists())
def test_wide_files_without_a_mark_are_known_by_their_zeros(cues: tuple[Cue, ...]) -> None:
    assert decoded(to_vtt(cues).encode("utf-16-le")) == decoded(to_vtt(cues).encode("utf-16-be")) == to_vtt(cues)


def test_a_byte_that_means_nothing_is_told() -> None:
    found = read(b"WEBVTT\n\n00:01.000 --> 00:02.000\nCaf\x81\xe9")
    assert [(one.line, "could not be read" in one.sentence) for one in found.repairs] == [(4, True)]


def test_something_that_is_no_text_is_refused() -> None:
    assert "not a text file" in read(b"MZ\x90\0" + b"abcdefgh" * 600).faults[0].sentence


@given(overlapping_cues)
def test_mending_leaves_no_overlap_and_loses_no_word(cues: list[Cue]) -> None:
    mended = mend(cues)
    assert all(one.end_ms <= after.start_ms for one, after in pairwise(mended))
    assert sorted("\n".join(cue.text for cue in mended).split()) == sorted("\n".join(c.text for c in cues).split())
    assert all(cue.start_ms < cue.end_ms for cue in mended)


@given(overlapping_cues)
def test_mending_twice_changes_nothing(cues: list[Cue]) -> None:
    assert mend(mend(cues)) == mend(cues)


@given(overlapping_cues)
def test_a_careless_file_becomes_one_clean_file(cues: list[Cue]) -> None:
    found = parse(to_vtt(cues))
    assert parse(to_vtt(found.cues)).repairs == ()
    assert bool(found.repairs) == (found.cues != tuple(cues))


@pytest.mark.parametrize(
    ("second", "told"),
    [
        ("00:01.500 --> 00:03.000\nNext", "Line 6: This caption began before the one before it ended"),
        ("00:00.100 --> 00:00.900\nNext", "Line 6: This caption stood after a later one"),
        ("00:02.500 --> 00:03.000\n<i></i>", "Line 6: This caption has no text and was left out."),
    ],
)
def test_what_was_mended_is_said_by_line(second: str, told: str) -> None:
    found = parse(f"WEBVTT\n\n00:01.000 --> 00:02.000\nFirst\n\n{second}\n")
    assert (found.faults, str(found.repairs[0]).startswith(told)) == ((), True)


def test_two_at_the_same_time_share_one_caption() -> None:
    found = parse("WEBVTT\n\n00:01.000 --> 00:02.000\n- Halt!\n\n00:01.000 --> 00:03.000\n- Me?\n")
    assert found.cues == (Cue(1_000, 3_000, "- Halt!\n- Me?"),)


def many(count: int) -> bytes:
    return to_vtt([Cue(n * 100, n * 100 + 100, "a") for n in range(count)]).encode()


def test_more_captions_than_any_lecture_has_are_refused() -> None:
    told = read(many(30_000)).faults
    assert [str(one) for one in told] == [
        "The file has 30,000 captions; more than 20,000 are not taken. Split the recording."
    ]
    assert (len(read(many(MOST_CUES)).cues), len(many(MOST_CUES)) < MOST_BYTES) == (MOST_CUES, True)


def test_captions_of_another_cut_are_told() -> None:
    said = check([Cue(0, 2_000, "Fine."), Cue(70_000, 72_000, "Too late.")], 60_000)
    assert [word in " ".join(said) for word in ("after the recording", "less than half")] == [True, True]
