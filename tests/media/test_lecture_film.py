"""A small deck all the way: pictures, voice, captions, and the film through the same probe as an upload."""

import io
from pathlib import Path

import pytest
from PIL import Image

from media.ffmpeg import listen, probe
from media.lecture.deck import Deck, DeckInvalid, parse
from media.lecture.film import make_film
from media.lecture.markup import inline
from media.lecture.slides import Printer
from media.rules.captions import parse as parse_captions
from media.rules.source import Limits, judge

FRONT = '+++\nkey = "k"\ntitle = "T"\n+++\n'
BAND = (0xEE, 0xEA, 0xDE)
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


async def test_a_deck_becomes_a_film_that_passes_as_an_upload(tmp_path: Path) -> None:
    film = await make_film(deck("- Canvass\n- Collect\n"), tmp_path, fonts=None)
    facts = await listen(film.path, await probe(film.path))
    assert judge(facts, Limits()).code == "fine"
    assert facts.held_ms == pytest.approx(film.duration_ms, abs=100)
    assert facts.sound is not None
    assert facts.sound.loudness == pytest.approx(-16, abs=1.5)
    assert parse_captions(film.captions).cues == film.cues
    assert film.voice_label in film.captions
    assert film.cues[-1].end_ms < film.duration_ms


async def test_the_same_deck_is_said_the_same_way_twice(tmp_path: Path) -> None:
    films = [await make_film(deck(""), tmp_path / name, fonts=None) for name in ("one", "two")]
    assert films[0].cues == films[1].cues
    assert (tmp_path / "one/voice.wav").read_bytes() == (tmp_path / "two/voice.wav").read_bytes()
