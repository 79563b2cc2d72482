"""The `academy` command: start the academy, make the demo, work with course folders, print the documents."""

import asyncio
import os
import sys
from argparse import ArgumentParser, Namespace
from datetime import timedelta

import msgspec
import uvicorn

import app
from academy import clock, documents, jobs, settings
from academy.db.engine import make_engine, opened
from academy.db.startup import migrate
from academy.piccolo_conf import FLOORS
from academy.settings import Settings, SettingsMissing
from academy.web import assets, logs
from certificates.document import build_fonts
from courses import commands as course_commands
from courses.demo import course, history, people
from media import commands as media_commands


def main() -> int:
    """Entry point of the `academy` command; returns the exit code."""
    arguments = _parser().parse_args()
    try:
        config = settings.from_env(os.environ)
    except (SettingsMissing, ValueError) as fault:
        say(str(fault))
        return 2
    settings.use(config)
    logs.set_up(as_json=config.log_json)
    return int(arguments.start(arguments, config) or 0)


def _parser() -> ArgumentParser:
    parser = ArgumentParser(prog="academy", description="PSP Academy: courses, evidence of learning, certificates.")
    commands = parser.add_subparsers(required=True, metavar="command")
    for name, start, words in (
        ("up", up, "prepare everything, make the demo if there is none, and serve"),
        ("serve", serve, "serve the academy"),
        ("worker", worker, "run the jobs, beside web processes started with ACADEMY_WORKER=apart"),
        ("docs", docs, "print the generated pages of docs/ anew"),
    ):
        commands.add_parser(name, help=words).set_defaults(start=start)
    demo = commands.add_parser("demo", help="the demo's people")
    demo.add_argument("what", choices=["people"])
    demo.add_argument("--json", action="store_true", help="for programs")
    demo.set_defaults(start=demo_people)
    course_parser = commands.add_parser("course", help="check, import and export course folders")
    course_commands.register(course_parser)
    course_parser.set_defaults(start=_run)
    media_parser = commands.add_parser("media", help="recordings and what works on them")
    media_commands.register(media_parser)
    media_parser.set_defaults(start=_run)
    return parser


def say(words: str) -> None:
    """One line for the person at the terminal."""
    print(words, file=sys.stderr, flush=True)


def _run(arguments: Namespace, config: Settings) -> int:
    """A command of an area: an async function, in an open database if it needs one."""

    async def body() -> int:
        if not arguments.needs_database:
            return int(await arguments.run(arguments))
        config.data.mkdir(parents=True, exist_ok=True)
        async with opened(make_engine(config.database_url)):
            await migrate(FLOORS)
            return int(await arguments.run(arguments))

    return asyncio.run(body())


def serve(_: Namespace, config: Settings) -> None:
    """Serve until stopped."""
    uvicorn.run(
        app.create_app(config),
        host=config.host,
        port=config.port,
        log_config=None,
        access_log=False,
        proxy_headers=True,
        timeout_graceful_shutdown=10,
    )


def worker(_: Namespace, config: Settings) -> None:
    """Run jobs until stopped."""

    async def body() -> None:
        async with app.living(msgspec.structs.replace(config, worker="inside")):
            await asyncio.Event().wait()

    asyncio.run(body())


def docs(_: Namespace, config: Settings) -> None:
    """Write the generated documents."""
    for path in documents.write(app.HERE / "docs", documents.routes_of(app.compose(config))):
        say(f"wrote {path.relative_to(app.HERE)}")


def demo_people(arguments: Namespace, _: Namespace) -> None:
    """Who can sign in, for people or programs."""
    accounts = people.accounts()
    if arguments.json:
        print(msgspec.json.encode(accounts).decode())
        return
    for one in accounts:
        print(f"  {one.email:<42} {one.says}")
    print(f"  Everybody's password: {people.PASSWORD}")


def up(arguments: Namespace, config: Settings) -> None:
    """What `make run` does after set-up: assets, fonts, database, demo, serve."""
    assets.build(say)
    build_fonts(assets.UI / "node_modules", config.data / "fonts")
    asyncio.run(_demo(config))
    say(f"\nPSP Academy is at {config.base_url}. Who can sign in:")
    arguments.json = False
    demo_people(arguments, arguments)
    serve(arguments, config)


async def _demo(config: Settings) -> None:
    """The demo, unless it is there already or this is production."""
    config.data.mkdir(parents=True, exist_ok=True)
    if config.env == "production":
        return
    app.wire()
    async with opened(make_engine(config.database_url)):
        await migrate(FLOORS)
        if not await people.are_there():
            await _make_demo()


async def _make_demo() -> None:
    today = clock.now() - timedelta(minutes=5)
    say("Demo: sites and people ...")
    await people.make()
    say("Demo: the course Crime Guns; rendering the lecture of its first lesson (about half a minute) ...")
    await course.publish(today)
    say("Demo: what officers did so far, and their certificates ...")
    await history.make(today)
    await jobs.drain()
    await course.propose_second_version()


if __name__ == "__main__":
    sys.exit(main())
