"""The typefaces of the certificate, made once from the installed packages and kept between runs."""

from pathlib import Path

import pytest

from certificates.document import build_fonts

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="session")
def fonts() -> Path:
    folder = ROOT / "build" / "fonts"
    build_fonts(ROOT / "academy" / "web" / "ui" / "node_modules", folder)
    return folder
