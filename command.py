"""The `academy` command: start the academy, make the demo, work with course folders and recordings, print documents.

The pages and their libraries take three seconds to load, so each command imports what it needs when it is chosen.
"""

import asyncio
import os
import sys
from argparse import ArgumentParser, Namespace
from collections.abc import Sequence
from datetime import timedelta

import msgspec

from academy import settings
from academy.errors import Refusal
from academy.key_files import KeyUnsafe
from academy.settings import Settings, SettingsMissing


def main() -> int:
    """Entry point of the `academy` command; returns the exit code."""
    arguments = _parser(sys.argv[1:2]).parse_args()
    try:
        config = settings.from_env(os.environ)
    except (SettingsMissing, ValueError) as fault:
        say(str(fault))
        return 2
    settings.use(config)
    if getattr(arguments, "needs_database", True):  # what runs without one prints and writes no log
        from academy.web import logs

        logs.set_up(as_json=config.log_json)
    try:
        return int(arguments.start(arguments, config) or 0)
    except (KeyUnsafe, Refusal) as fault:
        say(str(fault))
        return 2
    except KeyboardInterrupt:
        say("\nStopped.")
        return 130


def _parser(chosen: Sequence[str]) -> ArgumentParser:
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
    for area, register, words in (
        ("course", _course_commands, "check, import and export course folders"),
        ("lecture", _lecture_commands, "make the films of lectures written as slides"),
        ("media", _media_commands, "judge recordings, and look after the media jobs"),
        ("log", _log_commands, "audit the record log, and prove what stands in it"),
        ("keys", _keys_commands, "show the keys that sign, and take the root key offline"),
        ("certificate", _certificate_commands, "check certificates offline, and print one to look at"),
        ("evidence", _evidence_commands, "make evidence files, and check one"),
        ("mail", _mail_commands, "see whether mail leaves the academy"),
        ("search", _search_commands, "look after the search over lessons and lectures"),
    ):
        area_parser = commands.add_parser(area, help=words)
        if area in chosen:
            register(area_parser)
        area_parser.set_defaults(start=_run)
    return parser


def _course_commands(parser: ArgumentParser) -> None:
    from courses import commands

    commands.register(parser)


def _lecture_commands(parser: ArgumentParser) -> None:
    from courses.lectures import commands

    commands.register(parser)


def _media_commands(parser: ArgumentParser) -> None:
    from media import commands

    commands.register(parser)


def _log_commands(parser: ArgumentParser) -> None:
    import app  # knows every kind of record that the log keeps
    from academy.record_log import commands

    app.wire()
    commands.register(parser)


def _keys_commands(parser: ArgumentParser) -> None:
    import app  # knows every area that has a key
    from academy.signing import commands

    app.wire()
    commands.register(parser)


def _certificate_commands(parser: ArgumentParser) -> None:
    from certificates import commands

    commands.register(parser)


def _evidence_commands(parser: ArgumentParser) -> None:
    from certificates.evidence import commands

    commands.register(parser)


def _mail_commands(parser: ArgumentParser) -> None:
    from academy.messages import commands

    commands.register(parser)


def _search_commands(parser: ArgumentParser) -> None:
    from courses.search import commands

    commands.register(parser)


def say(words: str) -> None:
    """One line for the person at the terminal."""
    print(words, file=sys.stderr, flush=True)


def _run(arguments: Namespace, config: Settings) -> int:
    """A command of an area: an async function, in an open database if it needs one."""

    async def body() -> int:
        if not arguments.needs_database:
            return int(await arguments.run(arguments))
        from academy.db.engine import make_engine, opened
        from academy.db.startup import migrate
        from academy.piccolo_conf import FLOORS

        config.data.mkdir(parents=True, exist_ok=True)
        async with opened(make_engine(config.database_url)):
            await migrate(FLOORS)
            return int(await arguments.run(arguments))

    return asyncio.run(body())


def serve(_: Namespace, config: Settings) -> None:
    """Serve until stopped."""
    import uvicorn

    import app

    asyncio.run(_prepare(config))
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
    import app

    async def body() -> None:
        async with app.living(msgspec.structs.replace(config, worker="inside")):
            await asyncio.Event().wait()

    asyncio.run(body())


def docs(_: Namespace, config: Settings) -> None:
    """Write the generated documents."""
    import app
    from academy import documents

    for path in documents.write(app.HERE / "docs", documents.routes_of(app.compose(config))):
        say(f"wrote {path.relative_to(app.HERE)}")


def demo_people(arguments: Namespace, _: Namespace) -> None:
    """Who can sign in, for people or programs."""
    from courses.demo import people

    accounts = people.accounts()
    if arguments.json:
        print(msgspec.json.encode(accounts).decode())
        return
    for one in accounts:
        print(f"  {one.email:<42} {one.says}")
    print(f"  Everybody's password: {people.PASSWORD}")


def up(arguments: Namespace, config: Settings) -> None:
    """What `make run` does after set-up: assets, fonts, database, demo, serve."""
    from academy.web import assets
    from certificates.document import build_fonts
    from courses.demo import cut_off

    assets.build(say)
    if cut_off.put_aside(config.data, config.database_url):
        say(f"The demo was cut off while it was made: that half lies in {config.data / cut_off.ASIDE} now.")
    asyncio.run(_prepare(config))
    asyncio.run(_demo(config))
    build_fonts(assets.UI / "node_modules", config.data / "fonts")
    say(f"\nPSP Academy is at {config.base_url}. Who can sign in:")
    arguments.json = False
    demo_people(arguments, arguments)
    serve(arguments, config)


async def _prepare(config: Settings) -> None:
    """Before anything is served: a key that is unsafe is said in one sentence, not in a traceback of the server."""
    import app
    from academy.db.engine import make_engine, opened
    from academy.db.startup import migrate
    from academy.piccolo_conf import FLOORS
    from academy.signing import actions
    from certificates import lookup

    config.data.mkdir(parents=True, exist_ok=True)
    app.wire()
    async with opened(make_engine(config.database_url)):
        await migrate(FLOORS)
        await actions.prepare()
        await lookup.prepare()


async def _demo(config: Settings) -> None:
    """The demo, unless it is there already or this is production."""
    import app
    from academy.db.engine import make_engine, opened
    from academy.db.startup import migrate
    from academy.piccolo_conf import FLOORS
    from courses.demo import cut_off, people
    from courses.paths import actions as path_actions
    from courses.paths import file as path_file

    config.data.mkdir(parents=True, exist_ok=True)
    if config.env == "production":
        return
    app.wire()
    # Thousands of small transactions need not wait for the disk one by one: a demo that a power cut hits is made anew.
    async with opened(make_engine(config.database_url, durability="NORMAL")):
        await migrate(FLOORS)
        await path_actions.take_in(None, path_file.read())
        if not await people.is_anybody_there():
            with cut_off.making(config.data, config.database_url):
                await _make_demo(config)
        elif not await people.are_there():
            await _make_demo(config)


async def _make_demo(config: Settings) -> None:
    from academy import clock, jobs
    from academy.papers.process import in_print_process
    from academy.web import assets
    from certificates.document import build_fonts
    from courses.demo import assignments, course, history, network, notices, people, roll_calls

    today = clock.now() - timedelta(minutes=5)
    say("Demo: sites and people ...")
    await people.make()
    say("Demo: three courses, with the lectures of their first lessons (about half a minute) ...")
    fonts = in_print_process(build_fonts, assets.UI / "node_modules", config.data / "fonts")
    await asyncio.gather(course.publish(today, *course.COURSES), fonts)
    say("Demo: what officers did so far, and their certificates ...")
    await history.make(today, *course.COURSES)
    await jobs.drain()
    say("Demo: the courses with all their lectures, each made when somebody first opens it ...")
    await course.publish_whole(today, *course.COURSES)
    await history.assign_newest(today, *course.COURSES)
    await assignments.make(today)
    await notices.make(today)
    await course.propose_next_version()
    await roll_calls.make(today)
    await network.make()


if __name__ == "__main__":
    sys.exit(main())
