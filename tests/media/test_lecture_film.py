"""A small deck all the way: pictures, voice, captions, and the film through the same probe as an upload."""

import io
import json
import os
import subprocess
from itertools import pairwise
from pathlib import Path

import anyio
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from media.ffmpeg import listen, probe
from media.ffmpeg.stills import spans
from media.lecture.cutting import OnSlide
from media.lecture.deck import Deck, DeckInvalid, parse
from media.lecture.film import make_film
from media.lecture.making import Lecture, make
from media.lecture.markup import inline
from media.lecture.pieces import Pieces, clear
from media.lecture.slides import Printer
from media.lecture.speech import LABEL
from media.rules.captions import parse as parse_captions
from media.rules.source import Limits, judge

FRONT = '+++\nkey = "k"\ntitle = "T"\n+++\n'
BAND = (0xEE, 0xEA, 0xDE)
TWO_SLIDES = f"{FRONT}# S\n\nNote: Look. Write.\n\n---\n\n# T\n\nNote: Then ask."
SHOWN = {
    "title": "",
    "columns": "- Canvass\n- Collect\n- Submit\n",
    "statements": "- Leave no casing behind, and write down where each one lay\n" * 4,
    "table": "| Who | When |\n|---|---|\n| Patrol | The same shift |\n| Laboratory | Two business days |\n",
    "cycle": "```diagram cycle\n" + "Comprehensive collection\n" * 7 + "```\n",
    "flow": "```diagram flow\nCasing imaged\nImages reviewed\n**Lead**\n**Hit**, confirmed\n```\n",
    "rings": "```diagram rings\nWhere the casings lie\nHomes that could hear it\nCameras\nHospitals\n```\n",
    "steps": "```diagram steps\nCollect every casing\nSubmit it\nAsk what became of it\n```\n",
}


def deck(shown: str) -> Deck:
    return parse(f"{FRONT}# Every casing tells\n\n{shown}\nNote: Every casing tells where a gun has been. Pick it up.")


def picture(shown: str) -> Image.Image:
    return Image.open(io.BytesIO(next(Printer(None).pictures(deck(shown))))).convert("RGB")


@pytest.mark.parametrize("shown", SHOWN.values(), ids=SHOWN)
def test_the_lower_quarter_stays_free_for_captions(shown: str) -> None:
    drawn = picture(shown)
    assert drawn.size == (1920, 1080)
    assert drawn.crop((0, 0, 1920, 810)).getcolors(1) is None
    assert drawn.crop((0, 812, 1920, 1080)).getcolors(1) == [(1920 * 268, BAND)]


def test_a_slide_with_too_much_on_it_is_refused_by_line() -> None:
    with pytest.raises(DeckInvalid) as refusal:
        next(Printer(None).pictures(deck("A long paragraph that goes on. " * 80)))
    assert refusal.value.faults[0].line == 5


def test_words_on_slides_are_never_markup() -> None:
    said = inline('<img src=x> **every** casing\'s "mark" & *more*')
    assert said == ("&lt;img src=x&gt; <strong>every</strong> casing\u2019s \u201cmark\u201d &amp; <em>more</em>")


async def unheard(*_: object) -> None: ...


class Killed(Exception):
    """What a worker that is killed leaves is what this one leaves."""


async def killed_at_two(slide: int, of: int) -> None:
    if slide == 2:
        raise Killed


async def made(text: str, folder: Path, pieces: Pieces, on_slide: OnSlide = unheard) -> Lecture:
    await anyio.Path(folder).mkdir()
    return await make(parse(text), folder, pieces, fonts=None, on_slide=on_slide, on_progress=unheard)


async def test_only_what_is_missing_is_made(tmp_path: Path) -> None:
    cut_off, first, changed = (Pieces(tmp_path / "pieces") for _ in range(3))
    with pytest.raises(Killed):
        await made(TWO_SLIDES, tmp_path / "cut-off", cut_off, killed_at_two)
    assert cut_off.made == {"voices": 2, "pictures": 1, "clips": 4}
    before = await made(TWO_SLIDES, tmp_path / "first", first)
    assert first.made == {"voices": 1, "pictures": 1, "clips": 4}
    after = await made(TWO_SLIDES.replace("Then ask", "Then call"), tmp_path / "changed", changed)
    assert changed.made == {"voices": 1}
    assert after.words.cues[:2] == before.words.cues[:2]
    assert after.words.cues[2].text == "Then call."


async def test_a_deck_becomes_a_lecture_and_a_film_that_passes_as_an_upload(tmp_path: Path) -> None:
    text = f"{TWO_SLIDES}\n---\n# {'= # ;'}\nNote: {'Once more. ' * 6}"
    lecture = await made(text, tmp_path / "in", Pieces(tmp_path / "pieces"))
    assert {file.purpose for file in lecture.rendered.files} >= {"hls_1080", "hls_360", "audio", "poster", "sprite"}
    assert lecture.rendered.slide_changes == tuple(stay.start // 24 for stay in lecture.cut.stays[1:])
    keys = key_frames(tmp_path / "in/1080/s.m4s")
    assert set(lecture.rendered.slide_changes) < set(keys)
    assert max(after - before for before, after in pairwise(keys)) <= 4_000
    film = await make_film(parse(text), lecture.cut, tmp_path / "in")
    facts = await listen(film, await probe(film))
    assert judge(facts, Limits()).code == "fine"
    assert facts.held_ms == pytest.approx(lecture.rendered.duration_ms, abs=100)
    assert facts.sound is not None
    assert facts.sound.loudness == pytest.approx(-16, abs=1.5)
    assert parse_captions(lecture.words.captions).cues == lecture.words.cues
    assert LABEL in lecture.words.captions
    assert lecture.words.cues[-1].end_ms < lecture.rendered.duration_ms
    assert chapters_of(film) == ["S", "T", "= # ;"]


def key_frames(film: Path) -> list[int]:
    """When the key frames of a film come, in milliseconds; its sound begins 21 ms early, and moves all by that."""
    asked = ("-select_streams", "v", "-skip_frame", "nokey", "-show_entries", "frame=pts_time", "-of", "csv=p=0")
    return [round(float(line.strip(",")) * 1000, -2) for line in probed(film, *asked).split()]


def chapters_of(film: Path) -> list[str]:
    told = json.loads(probed(film, "-show_chapters", "-of", "json"))
    return [chapter["tags"]["title"] for chapter in told["chapters"]]


def probed(film: Path, *asked: str) -> str:
    command = ["ffprobe", "-v", "error", *asked, str(film)]
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout


@given(st.integers(2, 4_000), st.integers(8, 120))
def test_a_slide_is_shown_in_even_spans_that_are_never_a_single_frame(frames: int, most: int) -> None:
    found = list(spans(frames, most))
    assert sum(found) == frames
    assert max(found) <= most
    assert min(found) >= 2
    assert max(found) - min(found) <= 1


def test_the_pieces_used_longest_ago_go_first(tmp_path: Path) -> None:
    pieces = Pieces(tmp_path)
    for number in range(4):
        os.utime(pieces.keep(f"voices/{number}", lambda path: path.write_bytes(bytes(100))), (number, number))
    assert pieces.find("voices/0")
    assert clear(tmp_path, most=250) == 2
    assert sorted(path.name for path in (tmp_path / "voices").iterdir()) == ["0", "3"]
