"""A tus client in a few lines, for tests of uploads."""

import base64
from collections.abc import Mapping

import httpx

from media.uploads.protocol import PIECE_TYPE

TUS = {"tus-resumable": "1.0.0"}


def metadata(**facts: str) -> str:
    """Upload-Metadata as a client writes it."""
    return ",".join(f"{key} {base64.b64encode(value.encode()).decode()}" for key, value in facts.items())


async def announce(client: httpx.AsyncClient, size: int, **facts: str) -> str:
    """POST; returns the address of the upload."""
    said = {"upload-length": str(size), "upload-metadata": metadata(filename="lecture.mp4", **facts)}
    answer = await client.post("/uploads", headers={**TUS, **said})
    assert answer.status_code == 201, answer.text
    return answer.headers["location"]


async def send(
    client: httpx.AsyncClient, address: str, offset: int, piece: bytes, headers: Mapping[str, str] = TUS
) -> httpx.Response:
    """PATCH one piece."""
    said = {**headers, "upload-offset": str(offset), "content-type": PIECE_TYPE}
    return await client.patch(address, content=piece, headers=said)


async def upload(client: httpx.AsyncClient, data: bytes, **facts: str) -> str:
    """A whole file at once; returns the code of the asset."""
    address = await announce(client, len(data), **facts)
    answer = await send(client, address, 0, data)
    assert answer.status_code == 204, answer.text
    return answer.headers["upload-result"].removeprefix("/media/")
