"""A deck as players get it: every size, the narration, captions and chapters, joined from its pieces."""

from pathlib import Path

import msgspec

from media.ffmpeg import OnProgress, Rendered
from media.ffmpeg.stills import join
from media.lecture.cutting import Cut, OnSlide, cut
from media.lecture.deck import Deck
from media.lecture.pieces import Pieces
from media.lecture.speech import LABEL, RATE
from media.lecture.timing import chapters, cues
from media.rules.captions import Cue, to_vtt
from media.rules.chapters import Chapter


class Words(msgspec.Struct, frozen=True):
    """What is said in a film, and where its parts begin. Captions are exact to the sample; a note in them names the
    voice, which must be shown wherever the film plays.
    """

    cues: tuple[Cue, ...]
    captions: str
    chapters: tuple[Chapter, ...]


class Lecture(msgspec.Struct, frozen=True):
    """A deck that is made; `rendered` lies in the folder it was made in."""

    cut: Cut
    words: Words
    rendered: Rendered


async def make(
    deck: Deck, into: Path, pieces: Pieces, *, fonts: Path | None, on_slide: OnSlide, on_progress: OnProgress
) -> Lecture:
    """Make all that players need in the folder `into`.

    Raises DeckInvalid when a slide does not fit, RenderFailed when ffmpeg gives no film.
    """
    made = await cut(deck, into, pieces, fonts=fonts, on_slide=on_slide)
    rendered = await join(into, made.stills, made.plan, on_progress)
    changes = tuple(stay.start * 1000 // RATE for stay in made.stays[1:])
    return Lecture(made, words_of(deck, made), msgspec.structs.replace(rendered, slide_changes=changes))


def words_of(deck: Deck, made: Cut) -> Words:
    """The words of a deck at their times."""
    said = cues(made.stays, RATE)
    return Words(said, to_vtt(said, note=LABEL), chapters(deck, made.stays, RATE))
