"""The academy's processes: started, killed without warning, started again; and a program that talks to them."""

import asyncio
import os
import signal
import socket
import sys
from collections.abc import Awaitable, Callable, Mapping
from pathlib import Path

import httpx

from academy.sign_in.sessions import COOKIE

ROOT = Path(__file__).parents[2]
PATIENCE = 480
"""Seconds for everything a test waits for, on a machine that does other things too."""


class Program:
    """One process of the academy on a data folder: `serve` or `worker`."""

    def __init__(self, what: str, data: Path, environ: Mapping[str, str]) -> None:
        self.what = what
        self.data = data
        self._environ = {**os.environ, "ACADEMY_DATA": str(data), **environ}
        self._process: asyncio.subprocess.Process | None = None

    @property
    def log(self) -> Path:
        return self.data / f"{self.what}.log"

    async def start(self) -> None:
        self.data.mkdir(exist_ok=True)
        call = "import sys, command; sys.exit(command.main())"
        with self.log.open("ab") as log:
            self._process = await asyncio.create_subprocess_exec(
                *(sys.executable, "-c", call, self.what),
                cwd=ROOT,
                env=self._environ,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )

    def runs(self) -> bool:
        return self._process is not None and self._process.returncode is None

    async def kill(self) -> None:
        if self._process is not None and self.runs():
            self._process.send_signal(signal.SIGKILL)
            await self._process.wait()

    def stop(self) -> None:
        """Ask the process to end in good order."""
        assert self._process is not None
        self._process.send_signal(signal.SIGTERM)

    async def ended(self) -> int:
        """What it ended with."""
        assert self._process is not None
        return await self._process.wait()

    def renders(self) -> list[int]:
        """Process ids that work in this folder's scratch."""
        scratch = str(self.data / "scratch")
        return [int(link.parent.name) for link in Path("/proc").glob("[0-9]*/cwd") if _target(link).startswith(scratch)]


def _target(link: Path) -> str:
    try:
        return str(link.readlink())
    except OSError:
        return ""


class Academy(Program):
    """A served academy, and an instructor's program talking to it."""

    def __init__(self, data: Path, environ: Mapping[str, str], session: str) -> None:
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            port = int(free.getsockname()[1])
        super().__init__("serve", data, {"PORT": str(port), **environ})
        origin = f"http://127.0.0.1:{port}"
        self.client = httpx.AsyncClient(base_url=origin, timeout=60, headers={"accept": "application/json"})
        self.client.cookies.set(COOKIE, session, domain="127.0.0.1")

    async def start(self) -> None:
        await super().start()
        await until(self._answers)
        await self.client.get("/help", headers={"accept": "text/html"})
        self.client.headers["x-csrftoken"] = self.client.cookies.get("csrftoken") or ""

    async def _answers(self) -> bool:
        assert self.runs(), self.log.read_text()[-2000:]
        try:
            return (await self.client.get("/health/live")).is_success
        except httpx.TransportError:
            return False

    async def close(self) -> None:
        await self.kill()
        await self.client.aclose()

    async def state(self, code: str) -> dict[str, object]:
        return dict((await self.client.get(f"/media/{code}/state")).json())


async def until(condition: Callable[[], Awaitable[bool]]) -> None:
    """Ask again until it holds: what is awaited happens in other processes."""
    async with asyncio.timeout(PATIENCE):
        while not await condition():  # noqa: ASYNC110 - no event reaches us from there
            await asyncio.sleep(0.1)
