"""The world of the browser tests: the demo, with a short course that can be taken to its end in a minute.

`python -m tests.browser.world FOLDER` makes it, by the real actions. It takes a minute or two, so that finished worlds
are kept under build/, named after all they are made from, and only copied for a run. Without FOLDER it makes the kept
one, which may go on while other tests run.
"""

import asyncio
import fcntl
import hashlib
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import app
from academy import clock, jobs, settings
from academy.db.engine import make_engine, opened
from academy.db.startup import migrate
from academy.piccolo_conf import FLOORS
from academy.web import assets
from certificates.document import build_fonts
from courses.authoring import actions
from courses.content.model import CourseContent
from courses.demo import course, history, network, people
from courses.paths import file as paths
from courses.paths.actions import take_in
from tests.courses import kinds_course
from tests.courses.small_course import small_course

ROOT = Path(__file__).parents[2]
KEPT = ROOT / "build" / "browser-worlds"
MADE_FROM = (
    *(
        "media",
        "courses/library",
        "courses/demo",
        "courses/migrations",
        "academy/migrations",
        "certificates/migrations",
    ),
    *("tests/browser/world.py", "tests/courses/small_course.py", "tests/courses/kinds_course.py"),
)
SHORT_COURSES = (("first-steps", "FS", "First Steps"), ("next-steps", "NS", "Next Steps"))
"""One is taken in a story, the other renewed, so that the stories can be told in any order."""


def copy_to(folder: Path) -> None:
    """A fresh copy of today's world, made first if there is none."""
    shutil.copytree(keep(), folder, symlinks=True)


def keep() -> Path:
    """Today's world, made by the first who asks; others wait for it."""
    kept = KEPT / _name()
    KEPT.mkdir(parents=True, exist_ok=True)
    with KEPT.with_suffix(".lock").open("w") as turn:
        fcntl.flock(turn, fcntl.LOCK_EX)
        if not kept.exists():
            shutil.rmtree(KEPT)
            half = KEPT / "half"
            subprocess.run([sys.executable, "-m", "tests.browser.world", str(half)], cwd=ROOT, check=True)
            half.rename(kept)
    return kept


def _name() -> str:
    """The demo's dates are counted from the day it is made, so that a world is good for a day."""
    total = hashlib.sha256(date.today().isoformat().encode())  # noqa: DTZ011 - the machine's day will do
    for path in sorted(_inputs()):
        total.update(path.relative_to(ROOT).as_posix().encode() + b"\0" + path.read_bytes())
    return total.hexdigest()[:16]


def _inputs() -> Iterator[Path]:
    for place in (ROOT / name for name in MADE_FROM):
        files = place.rglob("*") if place.is_dir() else (place,)
        yield from (path for path in files if path.suffix in {".py", ".md", ".toml", ".css"})


async def make(folder: Path) -> None:
    """People, Crime Guns with its first lecture, two short courses, and what officers did so far."""
    config = settings.from_env({**os.environ, "ACADEMY_DATA": str(folder)})
    settings.use(config)
    # Other tests print too: the faces are made once for all.
    build_fonts(assets.UI / "node_modules", ROOT / "build" / "fonts")
    shutil.copytree(ROOT / "build" / "fonts", config.data / "fonts")
    app.wire()
    today = clock.now()
    async with opened(make_engine(config.database_url, durability="OFF")):
        await migrate(FLOORS)
        await people.make()
        await course.publish(today, course.CRIME_GUNS)
        await _publish(kinds_course.short_course(slug="every-kind", code="EK", title="Every Kind"))
        for slug, code, title in SHORT_COURSES:
            await _publish(small_course(slug=slug, code=code, title=title))
        await take_in(None, paths.read())
        await jobs.drain()
        await history.make(today, course.CRIME_GUNS)
        await history.assign_newest(today, course.CRIME_GUNS)
        await jobs.drain()
        await network.make()


async def _publish(content: CourseContent) -> None:
    author, reviewer = await people.actor("instructor"), await people.actor("reviewer")
    await actions.import_course(author, content, source_ref=content.slug)
    await actions.submit(author, content.slug, 1)
    await actions.publish(reviewer, content.slug, 1)


if __name__ == "__main__":
    if sys.argv[1:]:
        asyncio.run(make(Path(sys.argv[1])))
    else:
        keep()
