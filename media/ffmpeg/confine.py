"""Starts one program inside limits: `python -I confine.py LIMITS -- PROGRAM ARGUMENTS...`.

A program of its own, because limits must be set between fork and exec, and running Python code there from a threaded
server can deadlock. LIMITS is `memory:cpu seconds:file bytes`. Uses the standard library only, so it starts in
milliseconds.
"""

import os
import resource
import sys

NICENESS = 10
OPEN_FILES = 256


def main(arguments: list[str]) -> None:
    memory, cpu, file_size = (int(part) for part in arguments[0].split(":"))
    for kind, most in (
        (resource.RLIMIT_AS, memory),
        (resource.RLIMIT_CPU, cpu),
        (resource.RLIMIT_FSIZE, file_size),
        (resource.RLIMIT_NOFILE, OPEN_FILES),
        (resource.RLIMIT_CORE, 0),
    ):
        resource.setrlimit(kind, (most, most))
    os.nice(NICENESS)
    program = arguments[2:]
    os.execv(program[0], program)  # noqa: S606 - no shell wanted


if __name__ == "__main__":
    main(sys.argv[1:])
