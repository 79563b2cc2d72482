"""The time line of a deck: whole frames, exact captions, chapters where they begin."""

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from media.lecture.deck import Deck, Slide
from media.lecture.timing import FRAME_RATE, caption_parts, chapters, cues, lay_out
from media.rules.captions import CUE_LINES, LINE_CHARACTERS, check
from tests.strategies_media import words

RATE = 24_000
sentences = st.lists(words, min_size=1, max_size=40).map(" ".join)


@st.composite
def spoken_decks(draw: st.DrawFn) -> tuple[Deck, list[list[int]]]:
    """A deck with the length of each sentence in samples: 20 to 60 ms a character, as voices speak."""
    said = draw(st.lists(st.lists(sentences, min_size=1, max_size=4), min_size=1, max_size=5))
    pace = draw(st.integers(500, 1_500))
    slides = tuple(Slide(1, "", f"Slide {number}", (), tuple(texts)) for number, texts in enumerate(said))
    return Deck("k", "Title", "", slides), [[RATE // 10 + len(text) * pace for text in texts] for texts in said]


@given(sentences)
def test_captions_keep_every_character_and_fit(sentence: str) -> None:
    parts = caption_parts(sentence)
    assert "".join("".join(parts).split()) == "".join(sentence.split())
    assert all(len(part.split("\n")) <= CUE_LINES for part in parts)
    assert all(len(line) <= LINE_CHARACTERS for part in parts for line in part.split("\n"))


@given(spoken_decks())
def test_slides_follow_without_gap_in_whole_frames(spoken: tuple[Deck, list[list[int]]]) -> None:
    stays = lay_out(*spoken, RATE)
    assert stays[0].start == 0
    assert all(stay.end == following.start for stay, following in pairwise(stays))
    assert all(stay.end % (RATE // FRAME_RATE) == 0 for stay in stays)


@given(spoken_decks())
def test_captions_stand_exactly_while_their_sentence_is_said(spoken: tuple[Deck, list[list[int]]]) -> None:
    stays = lay_out(*spoken, RATE)
    captions = cues(stays, RATE)
    spans = [span for stay in stays for span in stay.spans]
    starts, ends = {cue.start_ms for cue in captions}, {cue.end_ms for cue in captions}
    assert {span.start * 1000 // RATE for span in spans} <= starts
    assert {span.end * 1000 // RATE for span in spans} <= ends
    assert not [said for said in check(captions, stays[-1].end * 1000 // RATE) if "overlap" in said or "after" in said]


def deck(*chapter_names: str) -> Deck:
    return Deck(
        "k", "Title", "", tuple(Slide(1, name, f"S{at}", (), ("Hi.",)) for at, name in enumerate(chapter_names))
    )


def test_chapters_begin_with_their_first_slide() -> None:
    stays = lay_out(made := deck("", "One", "One", "Two"), [[RATE]] * 4, RATE)
    assert [(chapter.start_ms, chapter.title) for chapter in chapters(made, stays, RATE)] == [
        (0, "Title"),
        (2_000, "One"),
        (6_000, "Two"),
    ]


def test_without_chapters_every_slide_is_one() -> None:
    stays = lay_out(made := deck("", ""), [[RATE]] * 2, RATE)
    assert [chapter.title for chapter in chapters(made, stays, RATE)] == ["S0", "S1"]
