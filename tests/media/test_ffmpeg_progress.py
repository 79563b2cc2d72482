"""Progress from ffmpeg's own lines: it never falls, and says honestly how long the rest takes."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from media.ffmpeg.progress import PASS_SHARE, Meter, Progress

printed = st.lists(
    st.one_of(
        st.integers(-10_000_000, 600_000_000).map("out_time_us={}".format),
        st.floats(0, 99).map("speed={:.3g}x".format),
        st.sampled_from(
            ["out_time_us=N/A", "speed=N/A", "speed=   0x", "bitrate=N/A", "progress=continue", "nonsense"]
        ),
    )
)


@given(printed, st.integers(0, 600_000))
def test_whatever_is_printed_the_percentage_only_grows(some: list[str], duration_ms: int) -> None:
    meter = Meter(duration_ms)
    shown = [standing for line in [*some, "progress=end"] if (standing := meter.read(line))]
    percents = [standing.percent for standing in shown]
    assert percents == sorted(percents)
    assert all(0 <= percent <= PASS_SHARE for percent in percents)
    assert all(standing.eta_s is None or standing.eta_s >= 0 for standing in shown)


def replayed(recorded: str, duration_ms: int) -> list[tuple[float, Progress]]:
    """What the meter said at each second of a real render, and how many seconds it still took."""
    rows = [
        line.split() for line in Path(__file__).with_name(recorded).read_text().splitlines() if not line.startswith("#")
    ]
    meter = Meter(duration_ms)
    end = float(rows[-1][0])
    said = []
    for at, out_time, speed in rows:
        meter.read(f"out_time_us={out_time}")
        meter.read(f"speed={speed}")
        standing = meter.read("progress=continue")
        assert standing is not None
        said.append((end - float(at), standing))
    return said


@pytest.mark.parametrize("machine", ["busy", "crowded"])
def test_after_a_fifth_the_rest_is_told_within_a_quarter(machine: str) -> None:
    shown = replayed(f"recorded_progress_{machine}.txt", 40_000)
    later = [(left, said) for left, said in shown if said.percent >= 20]
    assert len(later) > 10
    for left, said in later:
        assert said.eta_s is not None
        assert abs(said.eta_s - left) <= max(0.25 * left, 5), said


def test_before_there_is_a_speed_nothing_is_promised() -> None:
    meter = Meter(60_000)
    meter.read("speed=N/A")
    assert meter.read("progress=continue") == Progress(0, None)


def test_the_last_block_of_a_storyboard_is_not_believed() -> None:
    meter = Meter(10_000)
    lines = ["out_time_us=2000000", "speed=2.0x", "progress=continue", "out_time_us=500000000", "progress=end"]
    assert [standing.percent for line in lines if (standing := meter.read(line))] == [19, PASS_SHARE]
