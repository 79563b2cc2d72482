"""What follows when a recording is ready."""

from academy.jobs import job
from courses.authoring.actions import replacing


@job("courses.recheck_drafts")
async def recheck_drafts(asset_id: int) -> None:
    """Let drafts change over to a recording that replaces one of theirs."""
    await replacing.recheck_drafts(asset_id)
