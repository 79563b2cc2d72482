"""Drafts from recognized words keep every word and can be read; languages have one spelling; a draft has one life."""

import re
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from academy.errors import Invalid
from media.rules.captions import CUE_LINES, LINE_CHARACTERS, check
from media.rules.captions.editing import cues_of
from media.rules.captions.recognized import LONGEST_MS, SURE, Word, drafted
from media.rules.drafting import MOVES, CannotDraft, DraftState, DraftVerb, move
from media.rules.languages import NAMES, default_of, label_of, language_tag
from tests.strategies_media import recognized_words


def bare(text: str) -> str:
    return re.sub(r"\s", "", text)


@given(recognized_words())
def test_no_word_is_lost_and_none_moves(words: tuple[Word, ...]) -> None:
    assert bare("".join(line.text for line in drafted(words))) == bare("".join(word.text for word in words))


@given(recognized_words())
def test_every_line_fits_and_follows_the_one_before(words: tuple[Word, ...]) -> None:
    lines = drafted(words)
    for line in lines:
        rows = line.text.split("\n")
        assert len(rows) <= CUE_LINES
        assert max(map(len, rows)) <= LINE_CHARACTERS
        assert 0 < line.end_ms - line.start_ms <= LONGEST_MS
    assert all(one.end_ms <= after.start_ms for one, after in pairwise(lines))


@given(recognized_words())
def test_doubtful_words_and_no_others_are_marked(words: tuple[Word, ...]) -> None:
    marked = "".join(word for line in drafted(words) for word in line.doubts)
    assert marked == bare("".join(word.text for word in words if word.probability < SURE))
    assert all(bare("".join(line.doubts)) == "" or line.doubts[0] in line.text for line in drafted(words))


def spoken(text: str, *, each_ms: int = 300, start_ms: int = 0) -> tuple[Word, ...]:
    """A text said at an even pace."""
    times = range(start_ms, start_ms + each_ms * len(text.split()), each_ms)
    return tuple(Word(at, at + each_ms, f" {word}") for at, word in zip(times, text.split(), strict=True))


def test_speech_becomes_sentences_people_can_read() -> None:
    words = spoken("The outer ring holds staff and the command post. Nobody enters without a good reason. " * 4)
    lines = drafted(words)
    assert {line.text.replace("\n", " ") for line in lines} == {
        "The outer ring holds staff and the command post.",
        "Nobody enters without a good reason.",
    }
    assert check(cues_of(lines), words[-1].end_ms) == ()


def test_a_long_sentence_is_shared_evenly() -> None:
    lines = drafted(spoken("one two three four five six seven eight nine ten " * 4))
    lengths = [len(line.text) for line in lines]
    assert max(lengths) - min(lengths) < 20


def test_a_short_word_joins_its_neighbor_but_not_over_a_pause() -> None:
    near = (*spoken("Yes.", each_ms=200), *spoken("We wait for the van.", start_ms=300))
    assert [line.text for line in drafted(near)] == ["Yes. We wait for the van."]
    far = (*spoken("Yes.", each_ms=200), *spoken("We wait for the van.", start_ms=5_000))
    assert next((line.text, line.end_ms) for line in drafted(far)) == ("Yes.", 1_000)


@pytest.mark.parametrize(
    ("typed", "tag"), [("es", "es"), ("EN_us", "en-US"), (" zh-hant-tw ", "zh-Hant-TW"), ("es-419", "es-419")]
)
def test_a_tag_has_one_spelling(typed: str, tag: str) -> None:
    assert language_tag(typed) == tag


@pytest.mark.parametrize("typed", ["", "Spanish", "e", "es-", "en-USA", "es;--", "ё"])
def test_what_is_no_tag_is_refused(typed: str) -> None:
    with pytest.raises(Invalid):
        language_tag(typed)


def test_listed_languages_have_tags_and_others_are_told_by_theirs() -> None:
    assert [language_tag(tag) for tag in NAMES] == list(NAMES)
    assert [label_of(tag) for tag in ("es", "es-MX", "pt-PT", "so")] == [
        "Español", "Español (es-MX)", "Português (pt-PT)", "so",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("tags", "default"), [(["es", "en-US", "en"], "en-US"), (["es", "en-GB"], "en-GB"), (["es"], ""), ([], "")]
)
def test_the_spoken_language_is_english(tags: list[str], default: str) -> None:
    assert default_of(tags) == default


@given(st.lists(st.sampled_from(DraftVerb), max_size=12))
def test_a_draft_is_done_or_can_be_asked_for_again(verbs: list[DraftVerb]) -> None:
    state = DraftState.WAITING
    for verb in verbs:
        try:
            state = move(state, verb)
        except CannotDraft:
            assert (state, verb) not in MOVES
    assert state in (DraftState.WAITING, DraftState.RUNNING) or (state, DraftVerb.ASK) in MOVES
