"""The jobs of this floor, and its repairs."""

from academy.jobs import every_minute, every_minute_everywhere, watch_the_line
from media.actions.describing import describe
from media.actions.drafting import draft_captions, revive_quiet_drafts
from media.actions.narrating import narrate
from media.actions.preparing import check, render
from media.actions.sharpening import sharpen
from media.actions.steering import clear_scratch, note_the_line, remove_leftovers, revive_quiet_assets
from media.actions.tidying import clear_pieces_hourly, clear_staged, clear_store_hourly, finish_or_drop_uploads

__all__ = ["check", "describe", "draft_captions", "narrate", "render", "sharpen"]

for _repair in (revive_quiet_assets, revive_quiet_drafts, clear_scratch, remove_leftovers, clear_store_hourly):
    every_minute(_repair)
for _repair_here in (finish_or_drop_uploads, clear_staged, clear_pieces_hourly):
    every_minute_everywhere(_repair_here)
watch_the_line(note_the_line)
