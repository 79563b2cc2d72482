"""Numbers of devices: whatever is repeated, late or out of order, each is taken once and the newest stays."""

import string

import pytest
from hypothesis import given
from hypothesis import strategies as st

from courses.learning.rules.operations import STREAMS, FaultyOperation, is_known, with_taken

STREAM = st.text(string.ascii_lowercase + string.digits, min_size=4, max_size=26)
DEVICES = st.lists(STREAM, min_size=1, max_size=STREAMS, unique=True)


@given(DEVICES.flatmap(lambda names: st.lists(st.tuples(st.sampled_from(names), st.integers(1, 10**15)))))
def test_each_number_is_taken_once_and_a_device_only_goes_forward(arriving: list[tuple[str, int]]) -> None:
    taken, applied = "", []
    for stream, number in [*arriving, *arriving]:
        if not is_known(taken, f"{stream}.{number}"):
            taken = with_taken(taken, f"{stream}.{number}")
            applied.append((stream, number))
    assert len(applied) == len(set(applied))
    for name in {stream for stream, _ in arriving}:
        numbers = [number for stream, number in applied if stream == name]
        assert numbers == sorted(numbers)
        assert numbers[-1] == max(number for stream, number in arriving if stream == name)


@given(st.lists(STREAM, max_size=40))
def test_the_record_stays_small(streams: list[str]) -> None:
    taken = ""
    for stream in streams:
        taken = with_taken(taken, f"{stream}.{10**15}")
    assert len(taken) <= 200
    assert not streams or is_known(taken, f"{streams[-1]}.1")


@pytest.mark.parametrize(
    "op", ["", "abcd", "abcd.0", "abcd.-1", "abcd.1e5", "ABCD.1", "a.1", "abcd.1 abcd.2", "abcd.٣"]
)
def test_other_forms_are_refused(op: str) -> None:
    with pytest.raises(FaultyOperation):
        is_known("", op)
