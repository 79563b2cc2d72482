"""Speech recognition on the academy's own machine: an optional extra that drafts captions, and off without it."""

from media.recognition.hearing import RecognitionFailed, hear
from media.recognition.model import ModelMissing, Standing, model_folder, standing
from media.recognition.setting_up import KNOWN, ModelFaulty, set_up

__all__ = [
    "KNOWN",
    "ModelFaulty",
    "ModelMissing",
    "RecognitionFailed",
    "Standing",
    "hear",
    "model_folder",
    "set_up",
    "standing",
]
