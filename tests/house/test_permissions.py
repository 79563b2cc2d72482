"""Who may open what: the app's real routes, and its real answers to each of the cast, against `routes.TABLE`."""

from pathlib import Path

import httpx
import pytest
from litestar.types import ASGIApp

from academy import documents
from academy.settings import Settings
from academy.web.places import WORKSPACES
from tests.cast import Cast
from tests.conftest import Browser, Clock
from tests.house import routes
from tests.house.routes import PEOPLE, TABLE, UNSIGNED
from tests.house.world import World, make_world

Line = tuple[str, ...]
ANSWERS = {401: "401", 403: "403", 404: "404"}


def rows() -> list[Line]:
    """The table: method, address, permission, then one answer per person."""
    lines = [tuple(line.split()) for line in TABLE.splitlines()[1:] if line]
    return [line + routes.PUBLIC_ANSWERS if line[2:] == ("public",) else line for line in lines]


def app_routes(config: Settings) -> set[Line]:
    """Method, address and permission of everything the app answers."""
    from app import compose

    return {(one.method, one.address, one.permission) for one in documents.routes_of(compose(config))}


def test_every_route_stands_in_the_table_with_its_permission(config: Settings):
    found = {line for line in app_routes(config) if line[1] not in UNSIGNED}
    listed = {line[:3] for line in rows()}
    assert (sorted(found - listed), sorted(listed - found)) == ([], []), "(not listed, not there)"


def test_what_asks_nobody_to_sign_in_says_why(config: Settings):
    public = {path: needs for _, path, needs in app_routes(config) if path in UNSIGNED}
    assert public == dict.fromkeys(UNSIGNED, "public")


def test_navigation_leads_to_pages_by_what_they_need(config: Settings):
    """Which is why nobody is led to a page that says no."""
    places = [place for rooms in WORKSPACES.values() for room in rooms for place in room.places]
    wanted = {("GET", place.path, place.permission.value) for place in places}
    assert wanted - app_routes(config) == set()
    assert max(len(rooms) for rooms in WORKSPACES.values()) <= 6


@pytest.fixture
async def world(cast: Cast, the_clock: Clock) -> World:
    return await make_world(cast, the_clock)


@pytest.fixture
async def clients(cast: Cast, browser_as: Browser) -> dict[str, httpx.AsyncClient]:
    """Everybody's browser, asking for JSON so that "sign in first" is a plain 401."""
    found = {name: await browser_as(cast.people[name]) for name in PEOPLE}
    for client in found.values():
        client.headers["accept"] = "application/json"
    return found


@pytest.mark.one_engine  # two thousand requests, most refused before any engine is asked
async def test_everybody_gets_the_answer_of_the_table(
    application: ASGIApp, world: World, clients: dict[str, httpx.AsyncClient], tmp_path: Path
):
    known = {line[:3] for line in app_routes(Settings(data=tmp_path, database_url="", secret="s" * 48))}
    wanted = [line for line in rows() if line[:3] in known]
    found = [(*line[:3], *[await answer(clients[name], line, world) for name in PEOPLE]) for line in wanted]
    wrong = [f"{told} {PEOPLE}" for told, line in zip(found, wanted, strict=True) if told != line]
    assert "\n".join(wrong) == ""


async def answer(client: httpx.AsyncClient, line: Line, world: World) -> str:
    """How the app answers one person, as the table writes it."""
    method = "GET" if line[0] == "any" else line[0]
    response = await client.request(method, world.address(line[1]), json=routes.BODIES.get(line[1]))
    assert response.status_code < 500, f"{line[:2]}: {response.text}"
    return ANSWERS.get(response.status_code, "in")
