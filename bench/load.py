"""A served academy and the load on it: CPU seconds of the server process, and answers per second."""

import asyncio
import itertools
import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

import httpx
import msgspec

_TICK = os.sysconf("SC_CLK_TCK")


class Call(msgspec.Struct, frozen=True):
    """One request, repeated: `form` makes it a POST."""

    path: str
    cookies: Mapping[str, str] = {}
    form: Mapping[str, str] | None = None
    headers: Mapping[str, str] = {}


class Figure(msgspec.Struct, frozen=True):
    """CPU seconds of the server per request, and requests per second with several at once."""

    cpu: float
    rate: float


def free_port() -> int:
    """A port nobody listens on at this moment."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


@contextmanager
def served(data: Path, port: int) -> Iterator[int]:
    """The academy in a process of its own; gives its process id."""
    environment = os.environ | {"ACADEMY_DATA": str(data), "PORT": str(port), "ACADEMY_WORKER": "apart"}
    command = [sys.executable, "-m", "command", "serve"]
    with subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as process:
        try:
            _wait_until_up(port)
            yield process.pid
        finally:
            process.terminate()


def _wait_until_up(port: int) -> None:
    for _ in range(600):
        try:
            httpx.get(f"http://127.0.0.1:{port}/health/ready").raise_for_status()
        except httpx.HTTPError:
            time.sleep(0.2)
        else:
            return
    raise TimeoutError("the academy did not start within two minutes")


async def measure(port: int, pid: int, call: Call, *, requests: int, at_once: int) -> Figure:
    """Send `requests` of the call, `at_once` side by side, after a short warm-up."""
    limits = httpx.Limits(max_connections=at_once, max_keepalive_connections=at_once)
    async with httpx.AsyncClient(base_url=f"http://127.0.0.1:{port}", limits=limits, timeout=60) as client:
        await _send(client, call, max(requests // 10, 3), at_once)
        cpu, started = cpu_seconds(pid), time.perf_counter()
        await _send(client, call, requests, at_once)
        wall = time.perf_counter() - started
        return Figure((cpu_seconds(pid) - cpu) / requests, requests / wall)


async def _send(client: httpx.AsyncClient, call: Call, requests: int, at_once: int) -> None:
    left = iter(range(requests))

    async def lane() -> None:
        for _ in left:
            answer = await _once(client, call)
            if answer.status_code not in (200, 303):
                raise RuntimeError(f"{call.path} answered {answer.status_code}: {answer.text[:200]}")

    await asyncio.gather(*(lane() for _ in range(at_once)))


async def _once(client: httpx.AsyncClient, call: Call) -> httpx.Response:
    cookie = "; ".join(f"{name}={value}" for name, value in call.cookies.items())
    headers = {**call.headers, "x-forwarded-for": _someone()} | ({"cookie": cookie} if cookie else {})
    if call.form is None:
        return await client.get(call.path, headers=headers)
    return await client.post(call.path, data=dict(call.form), headers=headers)


_visitors = itertools.count()


def _someone() -> str:
    """A visitor of a network of their own: the public check answers each network only so often."""
    number = next(_visitors)
    return f"10.{number // 256 % 256}.{number % 256}.1"


def cpu_seconds(pid: int) -> float:
    """User and system time of a process so far."""
    fields = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / _TICK
