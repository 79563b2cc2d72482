"""Programs that outlive their starter, so that their CPU time is counted too: bubblewrap leaves them behind."""

import ctypes
import os
import time

_SUBREAPER = 36
"""From <linux/prctl.h>."""
_LONGEST_SECONDS = 2


def adopt_orphans() -> None:
    """bubblewrap ends before the program behind it is counted; what it leaves comes to us and is counted here."""
    ctypes.CDLL(None).prctl(_SUBREAPER, 1, 0, 0, 0)


def bury_orphans() -> None:
    """Count those that ended. One that is still on its way out is waited for, a moment at most: some children stay."""
    until = time.monotonic() + _LONGEST_SECONDS
    while time.monotonic() < until:
        try:
            if os.waitpid(-1, os.WNOHANG) == (0, 0):
                time.sleep(0.01)
        except ChildProcessError:
            return
