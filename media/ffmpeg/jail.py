"""The jail ffmpeg runs in: which walls this machine has, and the command line that puts a program behind them.

Landlock needs no root and no package. bubblewrap goes around it where it is installed and works: its own process, file
and network namespaces, so that even what Landlock's edition does not know (UDP, other processes) is out of reach.
"""

import functools
import os
import shutil
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Final

import msgspec

from media.ffmpeg.confine import SYSTEM, home_of, landlock_edition

_CONFINE: Final = str(Path(__file__).with_name("confine.py"))
_PYTHON: Final = os.path.realpath(sys.executable)
"""The interpreter itself: an environment's link would need the environment inside the jail."""
_TRIAL_SECONDS: Final = 20


class JailMissing(Exception):
    """No wall of this machine holds, so nothing that people upload is opened. An operator's matter, not the file's."""

    def __init__(self, reason: str = "") -> None:
        sentence = (
            "Recordings are not opened here, because ffmpeg cannot be locked in: this machine offers neither Landlock "
            "(Linux 5.13 or newer, listed in /sys/kernel/security/lsm) nor a bubblewrap that works. Provide one of the "
            "two, or accept limits without walls with ACADEMY_MEDIA_JAIL=limits-only."
        )
        super().__init__(f"{sentence} {reason}".strip())


class Jail(msgspec.Struct, frozen=True):
    """The walls of a machine: the kernel's edition of Landlock (0: none) and the path of a bubblewrap that works."""

    landlock: int
    bubblewrap: str = ""

    @property
    def holds(self) -> bool:
        return bool(self.landlock or self.bubblewrap)


class Confines(msgspec.Struct, frozen=True):
    """What one program may use and touch; `confine.py` reads it as JSON. Sizes in bytes, `cpu` in seconds."""

    memory: int
    cpu: int
    file: int
    read: list[str]
    write: list[str]
    landlock: bool = True


@functools.cache
def find_jail() -> Jail:
    """The walls of this machine, tried once per process by really starting a program behind them."""
    landlock = landlock_edition()
    bubblewrap = shutil.which("bwrap") or ""
    if bubblewrap and not _works(Jail(landlock, bubblewrap)):
        bubblewrap = ""
    return Jail(landlock, bubblewrap)


def _works(jail: Jail) -> bool:
    """Containers often have bubblewrap and forbid it the namespaces it needs."""
    confines = Confines(memory=1024**3, cpu=10, file=0, read=[], write=[])
    command = behind(jail, confines, Path("/"), [_PYTHON, "-I", "-S", "-c", ""])
    try:
        tried = subprocess.run(command, stdin=subprocess.DEVNULL, capture_output=True, timeout=_TRIAL_SECONDS)
    except (OSError, subprocess.TimeoutExpired):
        return False
    return tried.returncode == 0


def behind(jail: Jail, confines: Confines, folder: Path, command: Sequence[str]) -> list[str]:
    """The command line that starts `command` in `folder` inside its limits and behind all walls there are."""
    told = msgspec.json.encode(msgspec.structs.replace(confines, landlock=bool(jail.landlock))).decode()
    start = [_PYTHON, "-I", "-S", _CONFINE, told, *command]
    return [*_around(jail.bubblewrap, confines, folder, command[0]), *start] if jail.bubblewrap else start


def _around(bubblewrap: str, confines: Confines, folder: Path, program: str) -> list[str]:
    """bubblewrap's part. Paths keep their names inside, so nothing has to be rewritten.

    Not in a session of its own: the runner made one already, and ends all of it by its group.
    """
    system = [*SYSTEM, home_of(_PYTHON), home_of(program), _CONFINE]
    mounts = [part for path in system if path != "/dev/urandom" for part in ("--ro-bind-try", path, path)]
    mounts += ["--proc", "/proc", "--dev", "/dev", "--tmpfs", "/tmp", "--dir", str(folder.absolute())]  # noqa: S108
    for path in confines.read:
        mounts += ["--ro-bind", path, path]
    for path in confines.write:
        mounts += ["--bind", path, path]
    alone = ["--unshare-all", "--die-with-parent", "--cap-drop", "ALL"]
    return [bubblewrap, *alone, *mounts, "--chdir", str(folder.absolute()), "--"]
