"""A tus client in a few lines, for tests of uploads."""

import base64
import os
from collections.abc import Mapping
from pathlib import Path

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


def padded(film: Path, into: Path, *, size: int) -> Path:
    """The same film as a file of `size` bytes: random ones in a box at the end that players skip."""
    body = film.read_bytes()
    rest = size - len(body)
    into.write_bytes(body + rest.to_bytes(4) + b"free" + os.urandom(rest - 8))
    return into
