"""Captions joined to sentences: every word once, in order, each sentence within its captions."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from media.rules.captions import Cue, Spoken, sentences
from media.rules.captions.sentences import MOST_CHARACTERS

LINES = st.text(st.sampled_from("ab. ?!”'U"), min_size=1, max_size=30)
CUES = st.lists(st.tuples(st.integers(0, 6_000), st.integers(1, 4_000), LINES), max_size=12).map(
    lambda parts: tuple(
        Cue(sum(a + b for a, b, _ in parts[:at]) + gap, sum(a + b for a, b, _ in parts[: at + 1]), text)
        for at, (gap, _, text) in enumerate(parts)
    )
)


@given(CUES)
def test_no_word_is_lost_or_said_twice_and_time_goes_forward(cues: tuple[Cue, ...]) -> None:
    found = sentences(cues)
    assert [word for one in found for word in one.text.split()] == [word for cue in cues for word in cue.text.split()]
    starts = [one.start_ms for one in found]
    assert starts == sorted(starts)
    assert all(any(cue.start_ms <= start < cue.end_ms for cue in cues) for start in starts)
    assert all(len(one.text) <= MOST_CHARACTERS for one in found)


@pytest.mark.parametrize(
    ("cues", "expected"),
    [
        (
            (Cue(0, 2_000, "The casing was\nfound by"), Cue(2_000, 4_000, "Sgt. Lee. It went")),
            (Spoken(0, "The casing was found by Sgt. Lee."), Spoken(3_176, "It went")),
        ),
        (
            (Cue(0, 1_000, "no stop"), Cue(6_000, 7_000, "after a pause")),
            (Spoken(0, "no stop"), Spoken(6_000, "after a pause")),
        ),
        ((), ()),
    ],
)
def test_where_sentences_end(cues: tuple[Cue, ...], expected: tuple[Spoken, ...]) -> None:
    assert sentences(cues) == expected
