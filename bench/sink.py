"""The least a Python server can do with a body: write it to disk as it comes. For comparison only."""

import os
from pathlib import Path
from typing import Any

FOLDER = Path(os.environ.get("SINK_FOLDER", "."))


async def app(scope: dict[str, Any], receive: Any, send: Any) -> None:
    """Append the body of every request to the file that the last part of its address names."""
    if scope["type"] != "http":
        return
    file = os.open(FOLDER / scope["path"].rpartition("/")[2], os.O_WRONLY | os.O_CREAT | os.O_APPEND)
    more = True
    while more:
        message = await receive()
        os.write(file, message.get("body", b""))
        more = message.get("more_body", False)
    os.close(file)
    await send({"type": "http.response.start", "status": 204, "headers": []})
    await send({"type": "http.response.body", "body": b""})
