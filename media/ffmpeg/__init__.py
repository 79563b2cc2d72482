"""The engine of the media floor: what a file is (`probe`), how loud (`listen`), and all learners play (`render`)."""

from media.ffmpeg.hearing import listen
from media.ffmpeg.jail import JailMissing
from media.ffmpeg.probe import probe
from media.ffmpeg.progress import OnProgress, Progress
from media.ffmpeg.render import MadeFile, Rendered, RenderFailed, render
from media.ffmpeg.runner import ProgramMissing, find_program

__all__ = [
    "JailMissing",
    "MadeFile",
    "OnProgress",
    "ProgramMissing",
    "Progress",
    "RenderFailed",
    "Rendered",
    "find_program",
    "listen",
    "probe",
    "render",
]
