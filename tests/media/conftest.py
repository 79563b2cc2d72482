"""Fixtures of the media floor's tests."""

import httpx
import pytest

from tests.cast import Cast
from tests.conftest import Browser
from tests.media.recordings import Recordings


@pytest.fixture(scope="session")
def recordings() -> Recordings:
    return Recordings()


@pytest.fixture
async def ines(cast: Cast, browser_as: Browser) -> httpx.AsyncClient:
    """An instructor's browser."""
    return await browser_as(cast.ines)
