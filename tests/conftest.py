"""What every test may ask for: settings, database, the cast, the app, and people with browsers or programs."""

from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import httpx
import pytest
from hypothesis import settings as hypothesis_settings
from litestar.types import ASGIApp

from academy import clock, settings
from academy.actor import Actor, Permission
from academy.settings import Settings
from academy.sign_in.actions import make_token
from academy.sign_in.sessions import COOKIE, open_session
from certificates import pace

pytest_plugins = ["tests.database", "tests.fakes.store"]

hypothesis_settings.register_profile("dev", max_examples=50, deadline=None)
hypothesis_settings.register_profile("ci", max_examples=300, deadline=None, derandomize=True)
hypothesis_settings.register_profile("nightly", max_examples=5000, deadline=None)
hypothesis_settings.load_profile("dev")

ORIGIN = "http://academy.test"
Browser = Callable[[Actor | None], Awaitable[httpx.AsyncClient]]


class Clock:
    """The academy's clock in a test: stands still until it is moved."""

    def __init__(self) -> None:
        self.now = datetime(2026, 11, 21, 8, 12, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.now

    def move(self, **by: float) -> None:
        self.now += timedelta(**by)


@pytest.fixture(autouse=True)
def config(tmp_path: Path) -> Settings:
    """Settings of this test, in force while it runs; data in a folder of its own."""
    made = _settings(tmp_path)
    settings.use(made)
    return made


def _settings(data: Path) -> Settings:
    return Settings(data=data, database_url="", base_url=ORIGIN, secret="s" * 48, worker="apart")


@pytest.fixture(autouse=True)
def unhurried() -> None:
    """All tests come from one network: what one of them tried is not counted in the next."""
    pace.forget()


@pytest.fixture
def the_clock() -> Iterator[Clock]:
    """A clock that the test moves; starts on Saturday, November 21, 2026, 03:12 EST."""
    standing = Clock()
    with clock.clock_set_to(standing):
        yield standing


@pytest.fixture(scope="session")
def composed() -> ASGIApp:
    """Everything behind the door, made once: what it is made of (routes, templates) no test changes."""
    from app import compose

    return compose(_settings(Path("unused")))


@pytest.fixture
def application(composed: ASGIApp, config: Settings, database: object) -> ASGIApp:
    """The app on the test's database and settings; its lifespan is not run, the fixture holds the database open."""
    from app import enter

    settings.use(config)
    return enter(composed, config)


@pytest.fixture
async def browser_as(application: ASGIApp) -> AsyncIterator[Browser]:
    """`await browser_as(cast.maria)`: a browser signed in as that person (None or visitor: nobody), with a form token.

    `client.form_token` is in the header `x-csrftoken` of every request, so that `client.post(path, data=...)` works.
    """
    open_clients: list[httpx.AsyncClient] = []

    async def sign_in(person: Actor | None) -> httpx.AsyncClient:
        transport = httpx.ASGITransport(app=application, raise_app_exceptions=False)
        client = httpx.AsyncClient(transport=transport, base_url=ORIGIN, headers={"accept": "text/html"})
        open_clients.append(client)
        if person and not person.is_visitor:
            client.cookies.set(COOKIE, await open_session(person.id, "test"))
        await client.get("/sign-in")
        client.headers["x-csrftoken"] = client.cookies.get("csrftoken") or ""
        return client

    yield sign_in
    for client in open_clients:
        await client.aclose()


@pytest.fixture
async def api_as(application: ASGIApp) -> AsyncIterator[Browser]:
    """`await api_as(cast.maria)`: a program with a token that carries all of the person's permissions."""
    open_clients: list[httpx.AsyncClient] = []

    async def with_token(person: Actor | None) -> httpx.AsyncClient:
        transport = httpx.ASGITransport(app=application, raise_app_exceptions=False)
        client = httpx.AsyncClient(transport=transport, base_url=ORIGIN, headers={"accept": "application/json"})
        open_clients.append(client)
        if person and not person.is_visitor:
            token = await make_token(person, name="test", scopes=frozenset(Permission))
            client.headers["authorization"] = f"Bearer {token}"
        return client

    yield with_token
    for client in open_clients:
        await client.aclose()
