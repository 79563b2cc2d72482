"""Names of sound tracks: safe in a playlist, short, and never the same twice."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from media.rules.tracks import NAME_LENGTH, Label, named, plain, wrong_length

labels = st.lists(
    st.builds(
        Label,
        index=st.integers(0, 9),
        title=st.sampled_from(["", "English", "English (2)", 'a"b\nURI="x"', "SoundHandler"]) | st.text(max_size=80),
        language=st.sampled_from(["", "eng", "es", "spa", "und", "en-US", '"', "x" * 30]),
    ),
    min_size=1,
    max_size=6,
)


@given(labels)
def test_names_are_safe_short_and_told_apart(some: list[Label]) -> None:
    found = named(some)
    assert [one.index for one in found] == [one.index for one in some]
    assert len({one.name for one in found}) == len(found)
    for one in found:
        assert one.name.isprintable()
        assert '"' not in one.name
        assert 0 < len(one.name) <= NAME_LENGTH + 6 * len(found)
        assert one.language == "" or (one.language.isalpha() and one.language.isascii() and len(one.language) <= 3)


def test_tracks_are_called_by_title_language_or_number() -> None:
    found = named([Label(1), Label(2, "Interpreter", "spa"), Label(3, "SoundHandler", "fra"), Label(4, "", "und")])
    assert [(one.name, one.language) for one in found] == [
        ("English", "en"), ("Interpreter", "es"), ("French", "fr"), ("Track 4", "")
    ]  # fmt: skip


def test_a_title_cannot_end_its_quotes() -> None:
    assert plain('Live"\n#EXT-X-ENDLIST') == "Live' #EXT-X-ENDLIST"


@pytest.mark.parametrize(
    ("description", "lecture", "fits"), [(5_900, 5_000, True), (6_100, 5_000, False), (5, 0, True)]
)
def test_a_description_is_as_long_as_its_lecture(description: int, lecture: int, fits: bool) -> None:
    assert (wrong_length(description, lecture) == "") is fits


def test_a_wrong_length_says_both_lengths() -> None:
    assert "lasts 1 min 5.2 s, the lecture 4.0 s" in wrong_length(65_200, 4_000)
