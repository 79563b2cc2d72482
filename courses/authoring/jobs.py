"""What follows when a recording is ready, or its captions change."""

from academy.jobs import every_minute, job
from courses.authoring import passages
from courses.authoring.actions import replacing


@job("courses.recheck_drafts")
async def recheck_drafts(asset_id: int) -> None:
    """Let drafts change over to a recording that replaces one of theirs."""
    await replacing.recheck_drafts(asset_id)


@job("courses.index_recording")
async def index_recording(asset_id: int) -> None:
    """Let searches find what is said in a recording now."""
    await passages.index_recording(asset_id)


every_minute(passages.index_forgotten)
