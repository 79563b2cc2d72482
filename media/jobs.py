"""The jobs of this floor, and its repairs."""

from academy.jobs import every_minute
from media.actions.drafting import draft_captions, revive_quiet_drafts
from media.actions.preparing import check, narrate, render
from media.actions.steering import clear_scratch, finish_or_drop_uploads, revive_quiet_assets

__all__ = ["check", "draft_captions", "narrate", "render"]

for _repair in (revive_quiet_assets, revive_quiet_drafts, finish_or_drop_uploads, clear_scratch):
    every_minute(_repair)
