"""The jobs of this floor, and its repairs."""

from academy.jobs import every_minute, watch_the_line
from media.actions.describing import describe
from media.actions.preparing import check, narrate, render
from media.actions.sharpening import sharpen
from media.actions.steering import (
    clear_scratch,
    finish_or_drop_uploads,
    note_the_line,
    remove_leftovers,
    revive_quiet_assets,
)

__all__ = ["check", "describe", "narrate", "render", "sharpen"]

for _repair in (revive_quiet_assets, finish_or_drop_uploads, clear_scratch, remove_leftovers):
    every_minute(_repair)
watch_the_line(note_the_line)
