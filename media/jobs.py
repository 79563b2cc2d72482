"""The jobs of this floor, and its repairs."""

from academy.jobs import every_minute, every_minute_everywhere
from media.actions.preparing import check, narrate, render
from media.actions.steering import clear_scratch, revive_quiet_assets
from media.actions.tidying import clear_staged, clear_store_hourly, finish_or_drop_uploads

__all__ = ["check", "narrate", "render"]

for _repair in (revive_quiet_assets, clear_scratch, clear_store_hourly):
    every_minute(_repair)
for _repair_here in (finish_or_drop_uploads, clear_staged):
    every_minute_everywhere(_repair_here)
