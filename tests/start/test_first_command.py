"""The README's first command in a fresh clone: it sets itself up, serves the demo, and a second start loses nothing."""

import json
import os
import signal
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx
import pytest

pytestmark = pytest.mark.start
ROOT = Path(__file__).parents[2]
LONGEST_START_SECONDS = 600


@pytest.fixture(scope="module")
def clone(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What a newcomer gets: the committed files and nothing else."""
    folder = tmp_path_factory.mktemp("newcomer") / "academy"
    subprocess.run(["git", "clone", "-q", str(ROOT), str(folder)], check=True)
    return folder


@contextmanager
def running(clone: Path, data: Path, port: int) -> Iterator[subprocess.Popen[bytes]]:
    """`make run` in the clone; everything it started is stopped at the end."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith(("ACADEMY", "PYTEST"))}
    environment |= {"ACADEMY_DATA": str(data), "PORT": str(port)}
    with (data.parent / "output.txt").open("a") as output:
        process = subprocess.Popen(
            ["make", "run"], cwd=clone, env=environment, stdout=output, stderr=output, start_new_session=True
        )
        try:
            yield process
        finally:
            if process.poll() is None:
                os.killpg(process.pid, signal.SIGTERM)
                process.wait(60)


def cut_off(clone: Path, data: Path, at: str) -> None:
    """Ctrl+C as soon as these words are said."""
    # Whatever a shell starts in the background is deaf to Ctrl+C, and so is all that it starts; a newcomer's is not.
    signal.signal(signal.SIGINT, signal.default_int_handler)
    said = data.parent / "output.txt"
    until = time.monotonic() + LONGEST_START_SECONDS
    with running(clone, data, free_port()) as process:
        while at not in said.read_text():
            assert process.poll() is None, said.read_text()[-3000:]
            assert time.monotonic() < until, f"never said: {at}"
            time.sleep(0.2)
        os.killpg(process.pid, signal.SIGINT)
        process.wait(LONGEST_START_SECONDS)  # a lecture that is being spoken is waited for


@contextmanager
def made_to_run(clone: Path, data: Path) -> Iterator[httpx.Client]:
    """The academy as a newcomer starts it, and a browser on it."""
    port = free_port()
    with running(clone, data, port) as process, httpx.Client(base_url=f"http://127.0.0.1:{port}", timeout=30) as client:
        wait_until_up(client, process, data.parent / "output.txt")
        yield client


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def wait_until_up(client: httpx.Client, process: subprocess.Popen[bytes], output: Path) -> None:
    until = time.monotonic() + LONGEST_START_SECONDS
    while time.monotonic() < until:
        assert process.poll() is None, output.read_text()[-3000:]
        try:
            client.get("/health/ready").raise_for_status()
        except httpx.HTTPError:
            time.sleep(1)
        else:
            return
    raise AssertionError(f"not up after {LONGEST_START_SECONDS} s:\n{output.read_text()[-3000:]}")


def test_a_newcomer_gets_a_working_academy(clone: Path, tmp_path: Path) -> None:
    data = tmp_path / "data"
    cut_off(clone, data, at="three courses")
    with made_to_run(clone, data) as client:
        assert "The demo was cut off while it was made" in (tmp_path / "output.txt").read_text()
        listed = client.get("/courses", headers={"accept": "text/html"}).text
        assert all(title in listed for title in ("Crime Guns", "Crime-Scene Management", "Leadership"))
        certificates = count(data, "certificate")
        assert certificates > 0
        assert {one["role"] for one in demo_people(clone)} >= {"learner", "coordinator", "instructor", "reviewer"}
    with made_to_run(clone, data) as client:
        assert client.get("/courses/crime-guns", headers={"accept": "application/json"}).status_code == 200
        assert count(data, "certificate") == certificates


def demo_people(clone: Path) -> list[dict[str, object]]:
    command = [clone / ".venv/bin/academy", "demo", "people", "--json"]
    printed = subprocess.run(command, cwd=clone, check=True, capture_output=True, text=True).stdout
    people: list[dict[str, object]] = json.loads(printed)
    return people


def count(data: Path, table: str) -> int:
    import sqlite3

    with sqlite3.connect(f"file:{data / 'academy.sqlite'}?mode=ro", uri=True) as connection:
        found: int = connection.execute(f"SELECT count(*) FROM {table}").fetchone()[0]
        return found
