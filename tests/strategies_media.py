"""Hypothesis strategies for the media floor: what probes may say, rendition rows, captions, decks."""

from hypothesis import strategies as st

from media.rules.captions import Cue
from media.rules.captions.editing import Line
from media.rules.captions.recognized import Word
from media.rules.lifecycle import RenditionFact, RenditionState
from media.rules.source import Decision, Finding, Picture, Sound, SourceFacts, Verdict

sides = st.integers(32, 8192)

pictures = st.builds(
    Picture,
    index=st.integers(0, 3),
    codec=st.sampled_from(["h264", "hevc", "vp9"]),
    width=sides,
    height=sides,
    fps=st.floats(0.1, 240, allow_nan=False),
    held_ms=st.integers(1_000, 28_800_000),
    rotation=st.sampled_from([0, 90, -90, 180, 270]),
    pixel_shape=st.sampled_from([(1, 1), (4, 3), (64, 45), (8, 9)]),
    interlaced=st.booleans(),
    high_dynamic_range=st.booleans(),
)

sounds = st.builds(
    Sound,
    index=st.integers(0, 3),
    codec=st.sampled_from(["aac", "mp3", "pcm_s16le"]),
    held_ms=st.integers(1_000, 28_800_000),
    tracks=st.integers(1, 3),
    loudness=st.none() | st.floats(-90, 0),
)


@st.composite
def source_facts(draw: st.DrawFn) -> SourceFacts:
    """A readable recording whose header tells the truth."""
    picture, sound = draw(st.tuples(pictures, sounds) | st.tuples(pictures, st.none()) | st.tuples(st.none(), sounds))
    held = max(part.held_ms for part in (picture, sound) if part)
    return SourceFacts(10_000, "mp4", container="mov", claimed_ms=held, picture=picture, sound=sound)


verdicts = st.none() | st.builds(
    lambda decision: Verdict(decision, (Finding("code", "Sentence."),)), st.sampled_from(Decision)
)

rendition_facts = st.builds(
    RenditionFact,
    purpose=st.sampled_from(["audio", "hls_1080", "hls_720", "hls_360", "poster", "sprite"]),
    state=st.sampled_from(RenditionState),
    failure=st.sampled_from(["", "Disk full."]),
    required=st.booleans(),
)

words = st.text(
    st.characters(categories=["L", "N", "P", "S"], exclude_characters="\ufeff"), min_size=1, max_size=12
).filter(lambda word: "-->" not in word and word == word.strip())
caption_texts = st.lists(st.lists(words, min_size=1, max_size=6).map(" ".join), min_size=1, max_size=2).map("\n".join)


@st.composite
def cue_lists(draw: st.DrawFn) -> tuple[Cue, ...]:
    """Captions one after the other, as a file in order of time has them."""
    at, cues = 0, []
    for gap, length, text in draw(
        st.lists(st.tuples(st.integers(0, 5_000), st.integers(1, 7_000), caption_texts), min_size=1, max_size=8)
    ):
        cues.append(Cue(at + gap, at + gap + length, text))
        at += gap + length
    return tuple(cues)


overlapping_cues = st.lists(
    st.builds(
        lambda start, length, text: Cue(start, start + length, text),
        st.integers(0, 20_000),
        st.integers(1, 9_000),
        caption_texts,
    ),
    max_size=12,
)
"""Captions as careless files have them: in any order, over each other."""


@st.composite
def review_lines(draw: st.DrawFn) -> tuple[Line, ...]:
    """Captions in review, some with doubtful words."""
    doubts = st.lists(words, max_size=2).map(tuple)
    return tuple(Line(cue.start_ms, cue.end_ms, cue.text, draw(doubts)) for cue in draw(cue_lists()))


@st.composite
def recognized_words(draw: st.DrawFn) -> tuple[Word, ...]:
    """Words as a recognizer gives them: mostly in order, some times odd, some doubtful, some long."""
    at, found = 0, []
    spoken = st.text(st.characters(categories=["L", "N"], max_codepoint=0x2FF), min_size=1, max_size=50)
    for gap, length, text, end, sure in draw(
        st.lists(
            st.tuples(
                st.integers(-200, 3_000), st.integers(-50, 9_000), spoken, st.sampled_from(["", ".", "?", ","]),
                st.floats(0, 1),
            ),
            max_size=40,
        )
    ):  # fmt: skip
        start = max(0, at + gap)
        found.append(Word(start, start + length, f" {text}{end}", sure))
        at = max(at, start + length)
    return tuple(found)
