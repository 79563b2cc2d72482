"""The typefaces of the certificate, made once; a finished course, and the certificate about it."""

from pathlib import Path

import pytest

from academy.db.engine import DatabaseEngine
from academy.settings import Settings
from certificates.actions import issue
from certificates.document import build_fonts
from tests.cast import Cast
from tests.certificates.court import Court, made_in
from tests.certificates.finished_course import Finished, finish, newest
from tests.conftest import Clock
from tests.courses import taken_course as taken

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="session")
def fonts() -> Path:
    folder = ROOT / "build" / "fonts"
    build_fonts(ROOT / "academy" / "web" / "ui" / "node_modules", folder)
    return folder


@pytest.fixture(scope="session")
def court(fonts: Path, tmp_path_factory: pytest.TempPathFactory) -> Court:
    """A certificate with all that is behind it, for tests that alter one thing; no test may change it."""
    return made_in(tmp_path_factory.mktemp("court"), fonts)


@pytest.fixture
def press(fonts: Path, config: Settings) -> None:
    """The typefaces where the academy looks for them."""
    (config.data / "fonts").symlink_to(fonts)


@pytest.fixture
async def finished(press: None, database: DatabaseEngine, cast: Cast, the_clock: Clock) -> Finished:
    """Maria has finished the course about rain; nobody has drawn up her certificate yet."""
    await taken.publish(taken.content())
    return await finish(cast.maria, the_clock)


@pytest.fixture
async def number(finished: Finished) -> str:
    """The number of Maria's issued certificate."""
    await issue(finished.completion_id)
    return (await newest(finished.completion_id)).serial
