"""Sizes and breaks: whatever the text, it fits its room, and no larger setting would have."""

from hypothesis import given
from hypothesis import strategies as st

from certificates.document.fitting import balanced, one_line, title

SIZES = (36.0, 30.0, 24.0)
texts = st.text(st.sampled_from("abc WÑż"), min_size=1, max_size=200).filter(str.strip)


def measure(text: str, size: float) -> float:
    """A typeface in which W is three times as wide as the rest."""
    return sum(3 if letter == "W" else 1 for letter in text) * size / 2


@given(texts)
def test_a_line_fits_and_no_larger_size_would(text: str) -> None:
    setting = one_line(text, SIZES, 500, measure)
    assert measure(text, setting.size) <= 500
    assert all(measure(text, size) > 500 for size in SIZES if size > setting.size)


@given(texts)
def test_a_title_fits_and_keeps_its_words(text: str) -> None:
    setting = title(text, (21,), (17, 15), 540, measure=measure)
    assert max(measure(line, setting.size) for line in setting.lines) <= 540
    assert " ".join(setting.lines).split() == text.split()


@given(st.lists(st.text("abW", min_size=1, max_size=9), min_size=2, max_size=9))
def test_two_lines_are_as_even_as_the_words_allow(words: list[str]) -> None:
    longer = max(map(len, balanced(" ".join(words), len)))
    every = [max(len(" ".join(words[:at])), len(" ".join(words[at:]))) for at in range(1, len(words))]
    assert longer == min(every)


def test_a_single_word_is_never_broken() -> None:
    assert balanced("Donaudampfschifffahrt", len) == ("Donaudampfschifffahrt",)
