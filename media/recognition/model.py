"""Which model recognizes, where it lies, and whether recognition can be used here at all."""

import importlib.util
import re
from enum import StrEnum
from pathlib import Path
from typing import Final

from anyio import to_thread

from academy import settings

FILES: Final = ("config.json", "model.bin", "tokenizer.json")
"""What makes a folder a model."""
_HUB_NAME: Final = re.compile(r"[A-Za-z0-9][\w.-]*(?:/[A-Za-z0-9][\w.-]*)?")


class Standing(StrEnum):
    """Whether captions can be drafted, in words for operators."""

    OFF = "off: ACADEMY_CAPTION_MODEL is empty"
    NOT_INSTALLED = "not installed: bin/setup captions"
    MODEL_MISSING = "model missing: ACADEMY_CAPTION_MODEL names neither a model's folder nor a name on the hub"
    READY = "ready"


class ModelMissing(Exception):
    """The model of the setting cannot be had; an operator's matter, not the recording's."""


def standing() -> Standing:
    """What the setting and this installation allow. A hub's name is believed: it is fetched when first needed."""
    named = settings.current().caption_model
    if not named:
        return Standing.OFF
    if importlib.util.find_spec("faster_whisper") is None:
        return Standing.NOT_INSTALLED
    known = is_model(Path(named)) or is_model(kept(named)) or (not Path(named).exists() and _HUB_NAME.fullmatch(named))
    return Standing.READY if known else Standing.MODEL_MISSING


def is_model(folder: Path) -> bool:
    return all((folder / name).is_file() for name in FILES)


def kept(name: str) -> Path:
    """Where a model of this name lies in the data folder, set up by us or fetched."""
    return settings.current().data / "caption-models" / name.replace("/", "--")


async def model_folder() -> Path:
    """The folder of the model to use; one named on the hub is fetched the first time. Raises ModelMissing."""
    named = settings.current().caption_model
    for folder in (Path(named), kept(named)):
        if is_model(folder):
            return folder.absolute()
    if standing() is not Standing.READY:
        raise ModelMissing(standing())
    return await to_thread.run_sync(_fetched, named)


def _fetched(name: str) -> Path:
    from faster_whisper import download_model

    try:
        download_model(name, output_dir=str(kept(name)))
    except (OSError, ValueError) as reason:  # every fault of the hub's client and of the line is one of these
        raise ModelMissing(f"The model {name} could not be fetched: {reason}") from reason
    return kept(name)
