"""Implementations that share nothing with ours read the log as it is handed out, and see what we see."""

import os
import shutil
import subprocess
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pymerkle import InmemoryTree

from academy.audit import AuditEvent
from academy.db.engine import DatabaseEngine
from academy.record_log import auditing, tree
from academy.record_log import writing as log_writing
from tests.academy.logged import fill_log, mirror, without_rules
from tests.academy.strangers.stranger import verified_size
from tests.academy.test_record_log_tree import entries, reader
from tests.conftest import Browser

SIZE = 300
ALTERATIONS = {
    "an entry": "UPDATE log_entry SET entry = replace(entry, 'key', 'kez') WHERE position = 7",
    "an entry of the last tile": "UPDATE log_entry SET entry = replace(entry, 'key', 'kez') WHERE position = 290",
    "a tile": "UPDATE log_tile SET hashes = (SELECT substr(t.hashes, 1, 1408) FROM log_tile t"
    " WHERE t.level = 0 AND t.number = 0) WHERE level = 0 AND number = 1",
    "the size of the checkpoint": "UPDATE log_checkpoint SET note = replace(note, '300', '299')",
    "the root of the checkpoint": "UPDATE log_checkpoint SET note = replace(note, '=', 'A=')",
}


@given(st.integers(1, 600), st.data())
def test_pymerkle_has_the_same_roots_and_proofs(size: int, data: st.DataObject) -> None:
    stranger = InmemoryTree(algorithm="sha256")
    stranger.append_entries(entries(size))
    index = data.draw(st.integers(0, size - 1))
    assert stranger.get_root() == tree.root(size, reader(size))
    # It counts from one, and begins a path with the leaf itself.
    assert stranger.prove_inclusion(index + 1, size).path[1:] == tree.inclusion_proof(index, size, reader(size))


async def test_a_stranger_sees_what_was_altered_and_so_do_we(
    database: DatabaseEngine, browser_as: Browser, tmp_path: Path
) -> None:
    await fill_log(1, SIZE - 1)
    anybody, verifier = await browser_as(None), await log_writing.verifier()

    async def get(address: str) -> bytes:
        return (await anybody.get(f"/log/{address}")).content

    assert await verified_size(get, str(verifier)) == SIZE
    assert (await auditing.audit(verifier)).faults == ()
    for what, sql in ALTERATIONS.items():
        async with without_rules():
            await AuditEvent.raw(sql)
            with pytest.raises((AssertionError, ValueError)):
                await verified_size(get, str(verifier))
            assert (await auditing.audit(verifier)).faults, what


@contextmanager
def served(folder: Path) -> Iterator[str]:
    """The files of a folder over HTTP; their address."""
    handler = partial(SimpleHTTPRequestHandler, directory=str(folder))
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_address[1]}/"
        server.shutdown()


@pytest.fixture(scope="session")
def auditlog(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str, str], subprocess.CompletedProcess[str]]:
    """Go's own implementation, built from the packages golang and golang-golang-x-mod-dev of Debian."""
    go = shutil.which("go")
    if go is None:
        pytest.skip("needs Go: apt-get install golang-go golang-golang-x-mod-dev")
    program = tmp_path_factory.mktemp("go") / "auditlog"
    source = Path(__file__).parent / "strangers" / "auditlog.go"
    environ = {"GOPATH": "/usr/share/gocode", **os.environ, "GO111MODULE": "off", "GOCACHE": f"{program.parent}/cache"}
    subprocess.run([go, "build", "-o", str(program), str(source)], check=True, env=environ)
    return lambda url, key: subprocess.run([str(program), url, key], capture_output=True, text=True, check=False)


@pytest.mark.nightly
async def test_go_sees_what_was_altered(
    database: DatabaseEngine, browser_as: Browser, tmp_path: Path, auditlog: Callable[[str, str], Any]
) -> None:
    await fill_log(1, SIZE - 1)
    anybody, key = await browser_as(None), str(await log_writing.verifier())
    await mirror(anybody, SIZE, tmp_path / "whole")
    with served(tmp_path / "whole") as url:
        assert auditlog(url, key).stdout == f"{SIZE}\n"
    for what, sql in ALTERATIONS.items():
        async with without_rules():
            await AuditEvent.raw(sql)
            await mirror(anybody, SIZE, tmp_path / what)
        with served(tmp_path / what) as url:
            assert auditlog(url, key).returncode == 1, what
