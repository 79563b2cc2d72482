"""What others need to check certificates without us, as they are now."""

import json
from datetime import datetime

from academy.record_log import writing as log_writing
from academy.signing import queries as signing
from certificates.offline import kit
from certificates.queries.published import did, signed_list
from certificates.tables import Credential


async def kit_files(now: datetime) -> dict[str, bytes]:
    """The parts of the kit by file name, with the status lists as they are now; none before the first start.

    Raises KeyUnsafe.
    """
    root = await signing.root()
    if root is None:
        return {}
    numbers = await Credential.raw("SELECT DISTINCT status_list FROM credential ORDER BY status_list")
    lists = {row["status_list"]: await signed_list(row["status_list"], now) for row in numbers}
    return {
        kit.ROOT: root.encode(),
        kit.LOG_KEY: f"{await log_writing.verifier()}\n".encode(),
        kit.KEYS: json.dumps(await did(), indent=1).encode(),
        **{f"status-{number}.json": content for number, content in lists.items()},
    }
