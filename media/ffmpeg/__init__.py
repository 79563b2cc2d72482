"""The engine of the media floor: what a file is (`probe`), and everything learners play (`render`)."""

from media.ffmpeg.probe import probe
from media.ffmpeg.progress import OnProgress, Progress
from media.ffmpeg.render import MadeFile, Rendered, RenderFailed, render
from media.ffmpeg.runner import ProgramMissing, find_program

__all__ = [
    "MadeFile",
    "OnProgress",
    "ProgramMissing",
    "Progress",
    "RenderFailed",
    "Rendered",
    "find_program",
    "probe",
    "render",
]
