"""Journeys run with everything wired as in the real app, so that jobs follow what people do."""

from collections.abc import Awaitable, Callable

import pytest

import app
from academy.actor import Actor
from academy.db.engine import DatabaseEngine
from tests.certificates.conftest import fonts, press  # noqa: F401 - fixtures are found by name
from tests.conftest import Browser
from tests.journeys.window import Window

Opened = Callable[[Actor | None], Awaitable[Window]]


@pytest.fixture(autouse=True)
def wired(database: DatabaseEngine, press: None) -> None:  # noqa: F811
    """Facts lead to their jobs, and certificates can be printed."""
    app.wire()


@pytest.fixture
def window_of(browser_as: Browser) -> Opened:
    """`await window_of(cast.maria)`: a window of her signed-in browser."""

    async def opened(person: Actor | None) -> Window:
        return Window(await browser_as(person))

    return opened
