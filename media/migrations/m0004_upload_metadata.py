"""What clients say about an upload, as the protocol asks us to repeat it."""

from academy.db.schema import add_columns
from media.tables import Upload


async def forwards() -> None:
    await add_columns(Upload.metadata)
