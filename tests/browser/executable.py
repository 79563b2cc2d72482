"""Which Chromium opens the pages: `CHROMIUM`, or the first of the usual names on the path."""

import os
import shutil

NAMES = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome", "chrome")
"""The shell is the same engine without a window's frame around it: a gate with it takes a third less."""


def chromium() -> str:
    """Its path. Raises LookupError with what to do."""
    found = os.environ.get("CHROMIUM") or next(filter(None, map(shutil.which, NAMES)), None)
    if found is None:
        raise LookupError(f"no Chromium: set CHROMIUM, or install one of {', '.join(NAMES)}")
    return found
