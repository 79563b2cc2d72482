"""What receiving a large file costs the server, beside nginx's PUT, or where there is no nginx, beside a bare sink."""

import asyncio
import http.client
import os
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from statistics import median

import msgspec

from academy import settings
from academy.access.actions import grant
from academy.actor import Permission, Role
from academy.db.engine import make_engine, opened
from academy.db.startup import migrate
from academy.people.actions import NewPerson, create_person
from academy.piccolo_conf import FLOORS
from academy.sign_in.actions import make_token
from academy.sign_in.identity import of_person
from academy.web import assets
from bench import load
from media.uploads.protocol import PIECE_TYPE

PIECE = os.urandom(8 * 1024 * 1024)
PIECES = 40
ROUNDS = 3
AT_ONCE = 32
"""Uploads side by side; few would hide in memory that the server has kept since its start."""
NGINX_FOLDERS = ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")


class Server(msgspec.Struct, frozen=True):
    """Where bytes go, and the processes whose CPU that takes."""

    port: int
    pids: tuple[int, ...]

    @property
    def cpu(self) -> float:
        return sum(load.cpu_seconds(pid) for pid in self.pids)


def figures(folder: Path) -> dict[str, float]:
    """CPU per byte over the baseline's, in pairs taken in turn; memory per open upload in MB. Prints what it ran."""
    (folder / "academy").mkdir()
    token = asyncio.run(_instructor(folder / "academy"))
    port = _free_port()
    nginx = shutil.which("nginx")
    baseline = _nginx(folder / "nginx", nginx) if nginx else _sink(folder / "sink")
    with load.served(folder / "academy", port) as pid, baseline as beside:
        ours = Server(port, (pid,))
        memory = _memory_per_upload(ours, token)
        pairs = [
            (_cpu(ours, lambda: _upload(port, token)), _cpu(beside, lambda: _put(beside.port))) for _ in range(ROUNDS)
        ]
    ratio = median(mine / theirs for mine, theirs in pairs)
    size = len(PIECE) * PIECES / 1e9
    name = "nginx_put" if nginx else "asgi_sink"
    print(f"upload of {size:.2f} GB, baseline {name}: " + ", ".join(f"{a:.2f} s / {b:.2f} s" for a, b in pairs))
    return {
        "upload_cpu_ratio": ratio,
        f"upload_cpu_over_{name}": ratio,
        "upload_cpu_s_per_gb": median(mine for mine, _ in pairs) / size,
        "upload_memory_mb": memory,
    }


async def _instructor(data: Path) -> str:
    """The key of somebody who may upload."""
    config = settings.from_env({"ACADEMY_DATA": str(data)})
    settings.use(config)
    assets.build()
    async with opened(make_engine(config.database_url)):
        await migrate(FLOORS)
        person = await create_person(None, NewPerson(email="upload@bench.example", full_name="Bench"))
        await grant(None, person_id=person, role=Role.INSTRUCTOR)
        return await make_token(await of_person(person), name="bench", scopes=frozenset(Permission))


def _cpu(server: Server, work: Callable[[], None]) -> float:
    before = server.cpu
    work()
    return server.cpu - before


def _announce(line: http.client.HTTPConnection, headers: dict[str, str]) -> str:
    # One byte more than ever comes: what follows the last one is not receiving.
    line.request("POST", "/uploads", headers={**headers, "upload-length": str(len(PIECE) * PIECES + 1)})
    answer = line.getresponse()
    answer.read()
    return str(answer.headers["location"])


def _upload(port: int, token: str, pieces: int = PIECES, piece: bytes = PIECE) -> None:
    line = http.client.HTTPConnection("127.0.0.1", port, timeout=120)
    headers = {"tus-resumable": "1.0.0", "authorization": f"Bearer {token}"}
    address = _announce(line, headers)
    for number in range(pieces):
        said = {**headers, "upload-offset": str(number * len(piece)), "content-type": PIECE_TYPE}
        _send(line, "PATCH", address, piece, said)
    line.request("DELETE", address, headers=headers)
    line.getresponse().read()


def _put(port: int) -> None:
    line = http.client.HTTPConnection("127.0.0.1", port, timeout=120)
    for number in range(PIECES):
        _send(line, "PUT", f"/piece-{number}", PIECE, {})


def _send(line: http.client.HTTPConnection, method: str, address: str, body: bytes, headers: dict[str, str]) -> None:
    line.request(method, address, body=body, headers=headers)
    answer = line.getresponse()
    answer.read()
    if answer.status not in (201, 204):
        raise RuntimeError(f"{method} {address} answered {answer.status}")


def _memory_per_upload(server: Server, token: str) -> float:
    """Growth of the server's memory at its highest, shared by uploads side by side; before it has seen larger ones."""
    _upload(server.port, token, pieces=1, piece=PIECE[:1000])
    pid = server.pids[0]
    before = highest = _memory_mb(pid)
    with ThreadPoolExecutor(AT_ONCE) as pool:
        uploads = [pool.submit(_upload, server.port, token, pieces=2) for _ in range(AT_ONCE)]
        while not all(upload.done() for upload in uploads):
            highest = max(highest, _memory_mb(pid))
            time.sleep(0.005)
    for upload in uploads:
        upload.result()
    return (highest - before) / AT_ONCE


def _memory_mb(pid: int) -> float:
    """What the process holds in memory now."""
    lines = Path(f"/proc/{pid}/status").read_text().splitlines()
    return int(next(line for line in lines if line.startswith("VmRSS")).split()[1]) / 1000


@contextmanager
def _sink(folder: Path) -> Iterator[Server]:
    folder.mkdir()
    port = _free_port()
    options = ("--port", str(port), "--log-level", "critical", "--loop", "uvloop", "--http", "httptools")
    command = [sys.executable, "-m", "uvicorn", "bench.sink:app", *options]
    with subprocess.Popen(command, env={**os.environ, "SINK_FOLDER": str(folder)}) as process:
        try:
            _wait_for(port)
            yield Server(port, (process.pid,))
        finally:
            process.terminate()


@contextmanager
def _nginx(folder: Path, program: str) -> Iterator[Server]:
    folder.mkdir()
    port = _free_port()
    apart = " ".join(f"{kind}_temp_path {folder}/{kind};" for kind in NGINX_FOLDERS)
    (folder / "nginx.conf").write_text(
        f"daemon off; master_process off; pid {folder}/pid; error_log {folder}/error.log; events {{}} "
        f"http {{ access_log off; {apart} client_max_body_size 0; "
        f"server {{ listen 127.0.0.1:{port}; root {folder}; location / {{ dav_methods PUT; }} }} }}"
    )
    with subprocess.Popen([program, "-c", str(folder / "nginx.conf"), "-p", str(folder)]) as process:
        try:
            _wait_for(port)
            yield Server(port, (process.pid,))
        finally:
            process.terminate()


def _wait_for(port: int) -> None:
    for _ in range(300):
        try:
            socket.create_connection(("127.0.0.1", port), 1).close()
        except OSError:
            time.sleep(0.1)
        else:
            return
    raise TimeoutError("the baseline did not start within half a minute")


def _free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])
