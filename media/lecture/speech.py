"""A synthetic voice for narration. The only importer of hibari, whose default voice is part of its package."""

import re
from importlib.metadata import version
from typing import Final

import numpy as np
from hibari import SAMPLE_RATE, Hibari

RATE: Final = int(SAMPLE_RATE)
"""Samples a second of everything said."""
VOICE: Final = "heart"
LABEL: Final = "Narrated by a synthetic voice"
SEED: Final = 7
"""The voice has a noise component; a fixed seed makes the same deck the same recording."""

PRONUNCIATIONS: Final = {"NIBIN": "nˈIbɪn", "IBIS": "ˈIbɪs", "eTrace": "ˈitɹˌAs"}
"""Names of the trade as people say them, in the phonemes of the voice; anything else it works out by itself."""
_NAMES: Final = re.compile(r"\b(" + "|".join(PRONUNCIATIONS) + r")\b")


def made_of(sentence: str) -> tuple[str, ...]:
    """All that decides how a sentence sounds."""
    return version("hibari-tts"), VOICE, str(SEED), _marked(sentence)


class Narrator:
    """The voice, loaded once (about a second)."""

    def __init__(self) -> None:
        self._voice = Hibari(voice=VOICE)

    def say(self, sentence: str) -> bytes:
        """One sentence as 16-bit mono samples at RATE."""
        samples = self._voice(_marked(sentence), seed=SEED)
        return bytes((np.clip(samples, -1.0, 1.0) * 32_767).astype("<i2").tobytes())


def _marked(sentence: str) -> str:
    return _NAMES.sub(lambda name: f"[{name[0]}](/{PRONUNCIATIONS[name[0]]}/)", sentence)
