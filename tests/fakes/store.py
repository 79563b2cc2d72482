"""An S3-compatible store as a process of its own: moto's server, which speaks the protocol and keeps it in memory."""

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx
import msgspec
import pytest

from academy import settings
from academy.settings import Settings

BUCKET = "academy-test"
_SIGNED = "AWS4-HMAC-SHA256 Credential=key/20260101/us-east-1/s3/aws4_request, SignedHeaders=host, Signature=none"
"""Enough for the server to see which of Amazon's services is meant; it does not check signatures."""
_LONGEST_START_SECONDS = 300


class Store(msgspec.Struct, frozen=True):
    """A running store, and the settings that lead to a part of its bucket."""

    endpoint: str

    def environ(self, prefix: str) -> dict[str, str]:
        """For a process that is to keep its files below `prefix`."""
        return {
            "ACADEMY_STORAGE": f"s3://{BUCKET}/{prefix}",
            "ACADEMY_STORAGE_ENDPOINT": self.endpoint,
            "ACADEMY_STORAGE_ACCESS_KEY": "key",
            "ACADEMY_STORAGE_SECRET_KEY": "secret",
        }

    def take(self, folder: Path, prefix: str) -> None:
        """Keep every file of a folder below `prefix`, as an academy would that used the store from its first day."""
        for path in (one for one in folder.rglob("*") if one.is_file()):
            address = f"{self.endpoint}/{BUCKET}/{prefix}/{path.relative_to(folder).as_posix()}"
            httpx.put(address, content=path.read_bytes(), headers={"authorization": _SIGNED}).raise_for_status()

    def used_by(self, config: Settings, prefix: str) -> Settings:
        """The same settings, keeping files below `prefix`."""
        return msgspec.structs.replace(
            config,
            storage_url=f"s3://{BUCKET}/{prefix}",
            storage_endpoint=self.endpoint,
            storage_access_key="key",
            storage_secret_key="secret",
        )


@contextmanager
def served_store(log: Path) -> Iterator[Store]:
    """A store with an empty bucket, as long as the block runs."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = int(free.getsockname()[1])
    with log.open("ab") as output:
        command = [sys.executable, "-m", "moto.server", "-H", "127.0.0.1", "-p", str(port)]
        process = subprocess.Popen(command, stdout=output, stderr=output, env={**os.environ, "MOTO_PORT": str(port)})
    store = Store(f"http://127.0.0.1:{port}")
    try:
        _make_bucket(store, process, log)
        yield store
    finally:
        process.kill()
        process.wait(30)


def _make_bucket(store: Store, process: subprocess.Popen[bytes], log: Path) -> None:
    until = time.monotonic() + _LONGEST_START_SECONDS
    while time.monotonic() < until:
        assert process.poll() is None, log.read_text()[-3000:]
        try:
            httpx.put(f"{store.endpoint}/{BUCKET}", headers={"authorization": _SIGNED}).raise_for_status()
        except httpx.TransportError:
            time.sleep(0.1)
        else:
            return
    raise AssertionError(f"no store yet:\n{log.read_text()[-3000:]}")


@pytest.fixture(scope="session")
def store_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    with served_store(tmp_path_factory.mktemp("store") / "store.log") as store:
        yield store


@pytest.fixture(params=["folder", "s3"])
def each_store(request: pytest.FixtureRequest, config: Settings) -> str:
    """The test runs once on a folder and once on a part of the store's bucket; gives which."""
    if request.param == "s3":
        store: Store = request.getfixturevalue("store_server")
        settings.use(store.used_by(config, prefix=f"tests/{config.data.name}"))
    return str(request.param)
