"""Writes the words of a file of samples, stretch by stretch as JSON lines: `python -I listen.py REQUEST`.

REQUEST is JSON: `samples` (16 kHz, 16 bit, one channel), `model` (a folder), `glossary`. A program of its own: it
starts inside walls, opens no connection, and gives its memory back when it ends. One thread, and behind every render,
because pages come first and then lectures that somebody waits for.
"""

import json
import os
import sys
from collections.abc import Iterator
from typing import Any

import numpy as np
from faster_whisper import WhisperModel

RATE = 16_000
STRETCH = 600 * RATE
"""Samples heard at once: ten minutes, so that memory does not grow with the recording."""
LONGEST_REPETITION = 8
"""Words or parts of words that nobody says twice in the same way within half a minute."""
SILENCE = 0.3
"""How likely nobody speaks where words of which the model is unsure are left out: the breath after a last sentence
otherwise becomes a sentence of its own."""
FURTHER_BACK = 9
"""Niceness on top of what everything has that runs inside walls."""
BEAM = 2
"""Guesses followed at once: as right on clear speech as five, and a fifth faster."""
QUIET = RATE // 5
SEARCHED = 20 * RATE
"""A stretch ends at the quietest fifth of a second of its last twenty seconds, not inside a word."""


def main(request: dict[str, str]) -> None:
    os.nice(FURTHER_BACK)
    model = WhisperModel(request["model"], device="cpu", compute_type="int8", cpu_threads=1, local_files_only=True)
    samples = np.memmap(request["samples"], dtype="<i2", mode="r") if _holds_sound(request["samples"]) else np.zeros(0)
    for start, end in stretches(samples):
        sound = np.asarray(samples[start:end], dtype=np.float32) / 32_768
        said, _ = model.transcribe(
            sound,
            language="en",
            beam_size=BEAM,
            initial_prompt=request["glossary"] or None,
            word_timestamps=True,
            condition_on_previous_text=False,
            vad_filter=True,
            # Without chance: the same recording gives the same draft. Chance is what leads small models out of saying
            # one phrase for ever, so that is forbidden instead.
            temperature=0.0,
            no_repeat_ngram_size=LONGEST_REPETITION,
            no_speech_threshold=SILENCE,
        )
        for segment in said:
            tell(start, segment)


def _holds_sound(path: str) -> bool:
    with open(path, "rb") as file:
        return bool(file.read(2))


def stretches(samples: Any) -> Iterator[tuple[int, int]]:
    """Where to cut a long recording."""
    start = 0
    while len(samples) - start > STRETCH:
        tail = np.asarray(samples[start + STRETCH - SEARCHED : start + STRETCH], dtype=np.float32)
        loudness = np.square(tail[: len(tail) // QUIET * QUIET]).reshape(-1, QUIET).sum(axis=1)
        end = start + STRETCH - SEARCHED + int(loudness.argmin()) * QUIET + QUIET // 2
        yield start, end
        start = end
    if len(samples) > start:
        yield start, len(samples)


def tell(start: int, segment: Any) -> None:
    """One stretch of speech, its times in milliseconds counted from the start of the recording."""
    before = start * 1000 // RATE
    words: list[list[Any]] = []
    for word in segment.words or ():
        end = before + round(float(word.end) * 1000)
        if words and not word.word.startswith(" "):  # the second part of drop-off
            last = words[-1]
            words[-1] = [last[0], end, last[2] + word.word.strip(), min(last[3], float(word.probability))]
        else:
            words.append([before + round(float(word.start) * 1000), end, word.word.strip(), float(word.probability)])
    sys.stdout.write(json.dumps({"until_ms": before + round(float(segment.end) * 1000), "words": words}) + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main(json.loads(sys.argv[1]))
