"""Starts one program inside limits and walls: `python -I -S confine.py CONFINES PROGRAM ARGUMENTS...`.

CONFINES is JSON: `memory`, `file` (bytes), `cpu` (seconds), `read` and `write` (paths), `landlock` (whether to demand
it). Behind Landlock the program sees the system's libraries, the paths to read and the paths to write, and opens no
connection. Whatever cannot be put up ends the start with the exit code NO_WALLS: the program itself never runs bare.

It is a program of its own, because limits must be set between fork and exec, and running Python there from a threaded
server can deadlock. Standard library only, so it starts in milliseconds.
"""

import ctypes
import json
import os
import resource
import signal
import struct
import sys

NO_WALLS = 97
"""Exit code of a start that was called off, of no program we run."""
NICENESS = 10
OPEN_FILES = 256
SYSTEM = ("/usr", "/lib", "/lib64", "/bin", "/etc/alternatives", "/etc/ld.so.cache", "/etc/ld.so.conf", "/dev/urandom")
"""What ffmpeg's libraries read at start. /etc itself, with accounts and keys, stays outside."""

_DIE_WITH_PARENT = 1
"""A worker that is killed cannot end its program any more: the kernel does, or it would render for nobody."""

_IOPRIO_SET = {"x86_64": 251, "aarch64": 30}
_WHO_PROCESS = 1
_LOWEST_BEST_EFFORT = 2 << 13 | 7

_CREATE, _ADD, _RESTRICT, _NO_NEW_PRIVILEGES = 444, 445, 446, 38
_EXECUTE, _WRITE, _READ, _READ_FOLDER, _TRUNCATE = 1, 2, 4, 8, 1 << 14
_ON_FILES = _EXECUTE | _WRITE | _READ | _TRUNCATE
_ALL_BY_ABI = {1: (1 << 13) - 1, 2: (1 << 14) - 1, 3: (1 << 15) - 1}
_CONNECTIONS = 3
"""TCP bind and connect, which the kernel's Landlock knows from its fourth edition on."""
_OTHER_PROCESSES = 3
"""Abstract sockets of others and signals to them, from the sixth edition on."""

_libc = ctypes.CDLL(None, use_errno=True)


def main(arguments: list[str]) -> None:
    confines = json.loads(arguments[0])
    program = arguments[1:]
    try:
        _demand(_libc.prctl(_DIE_WITH_PARENT, signal.SIGKILL, 0, 0, 0))
        limit(confines)
        os.nice(NICENESS)
        yield_the_disk()
        if confines["landlock"]:
            wall_in([*SYSTEM, home_of(program[0]), *confines["read"]], confines["write"])
    except OSError as fault:
        sys.stderr.write(f"{fault}\n")
        sys.exit(NO_WALLS)
    os.execv(program[0], program)  # noqa: S606 - no shell wanted


def yield_the_disk() -> None:
    """Read and write after everybody else, where the kernel knows how to be asked; elsewhere nothing is lost."""
    if number := _IOPRIO_SET.get(os.uname().machine):
        _libc.syscall(number, _WHO_PROCESS, 0, _LOWEST_BEST_EFFORT)


def limit(confines: dict[str, int]) -> None:
    for kind, most in (
        (resource.RLIMIT_AS, confines["memory"]),
        (resource.RLIMIT_CPU, confines["cpu"]),
        (resource.RLIMIT_FSIZE, confines["file"]),
        (resource.RLIMIT_NOFILE, OPEN_FILES),
        (resource.RLIMIT_CORE, 0),
    ):
        resource.setrlimit(kind, (most, most))


def home_of(program: str) -> str:
    """Where a program's own libraries lie: /usr for /usr/bin/ffmpeg."""
    return os.path.dirname(os.path.dirname(os.path.realpath(program)))


def landlock_edition() -> int:
    """The kernel's edition of Landlock; 0 where there is none or it is switched off."""
    return max(0, int(_libc.syscall(_CREATE, None, 0, 1)))


def wall_in(readable: list[str], writable: list[str]) -> None:
    """From here on only these paths exist for this process and all it starts. Raises OSError when a wall fails."""
    edition = landlock_edition()
    if not edition:
        raise OSError("this kernel has no Landlock")
    every = _ALL_BY_ABI[min(edition, 3)]
    known = 3 if edition >= 6 else 2 if edition >= 4 else 1
    rules = struct.pack("QQQ"[:known], *(every, _CONNECTIONS, _OTHER_PROCESSES)[:known])
    ruleset = _demand(_libc.syscall(_CREATE, rules, len(rules), 0))
    for path in readable:
        _allow(ruleset, path, _EXECUTE | _READ | _READ_FOLDER)
    for path in writable:
        _allow(ruleset, path, every)
    _demand(_libc.prctl(_NO_NEW_PRIVILEGES, 1, 0, 0, 0))
    _demand(_libc.syscall(_RESTRICT, ruleset, 0))
    os.close(ruleset)


def _allow(ruleset: int, path: str, rights: int) -> None:
    if not os.path.exists(path):
        return
    place = os.open(path, os.O_PATH)
    rights = rights if os.path.isdir(path) else rights & _ON_FILES
    _demand(_libc.syscall(_ADD, ruleset, 1, struct.pack("=Qi", rights, place), 0))
    os.close(place)


def _demand(answer: int) -> int:
    if answer < 0:
        number = ctypes.get_errno()
        raise OSError(number, os.strerror(number))
    return answer


if __name__ == "__main__":
    main(sys.argv[1:])
