"""`make bench`: what the pages cost, as ratios to an empty handler of the same app, in one run on one machine."""

import asyncio
import json
import sys
import tempfile
from argparse import ArgumentParser
from collections.abc import Mapping
from pathlib import Path

import httpx

from academy import settings
from academy.db.engine import make_engine, opened
from academy.db.startup import migrate
from academy.piccolo_conf import FLOORS
from academy.sign_in.sessions import COOKIE
from academy.web import assets
from bench import certificates, issuing, load, network, world
from bench.load import Call, Figure
from certificates.document import build_fonts

TARGETS = {"lesson_page": 16.0, "save_answer": 11.0, "matrix_2000x40": 60.0, "network_overview": 30.0}
REQUESTS = {
    "empty": 4000,
    "my_training": 400,
    "lesson_page": 400,
    "save_answer": 800,
    "matrix_500x3": 30,
    "matrix_2000x40": 60,
    "verify_page": 400,
    "network_overview": 200,
}
ROUNDS = 3
AT_ONCE = 16


def main() -> None:
    """Measure and print; with --json also write {name: ratio}; with --only nothing but one page."""
    parser = ArgumentParser(prog="bench")
    parser.add_argument("--json", type=Path)
    parser.add_argument("--only", choices=[name for name in REQUESTS if name != "empty"])
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        figures = asyncio.run(_measured(Path(folder), arguments.only))
        ratios = _ratios(figures)
        _print(figures, ratios)
        if arguments.only:
            return
        papers = certificates.figures(Path(folder) / "fonts", Path(folder)) | asyncio.run(_issued())
    certificates.show(papers, certificates.TARGETS | issuing.TARGETS)
    if arguments.json:
        arguments.json.write_text(json.dumps(ratios | papers, indent=2) + "\n")


async def _measured(data: Path, only: str | None) -> Mapping[str, list[Figure]]:
    config = settings.from_env({"ACADEMY_DATA": str(data)})
    settings.use(config)
    assets.build()
    build_fonts(assets.UI / "node_modules", data / "fonts")
    async with opened(make_engine(config.database_url)):
        await migrate(FLOORS)
        made = await world.make(people=world.PEOPLE if only in (None, "matrix_500x3") else 20)
        office = await network.make() if only in (None, "network_overview") else ""
    port = load.free_port()
    with load.served(data, port) as pid:
        token = _form_token(port)
        calls = _calls(made, token) | {"network_overview": _overview(office, token)}
        calls = {name: call for name, call in calls.items() if only in (None, name) or name == "empty"}
        figures: dict[str, list[Figure]] = {name: [] for name in calls}
        for _ in range(ROUNDS):
            for name, call in calls.items():
                figures[name].append(await load.measure(port, pid, call, requests=REQUESTS[name], at_once=AT_ONCE))
    return figures


async def _issued() -> dict[str, float]:
    async with opened(make_engine(settings.current().database_url)):
        return await issuing.figures()


def _calls(made: world.World, token: str) -> dict[str, Call]:
    # Everybody has the form token after the first page; without it the cheap pages would be charged for making one.
    visitor = {"csrftoken": token}
    learner, coordinator = visitor | {COOKIE: made.learner}, visitor | {COOKIE: made.coordinator}
    large = visitor | {COOKIE: made.large_coordinator}
    html = {"accept": "text/html"}
    answer = f"/attempts/{made.attempt}/items/{made.position}/response"
    lesson = f"/enrollments/{made.enrollment}/lessons/why-cgi"
    return {
        "empty": Call("/health/live", visitor),
        "my_training": Call("/my-training", learner, headers=html),
        "lesson_page": Call(lesson, learner, headers=html),
        "save_answer": Call(
            answer,
            learner,
            form={"chosen": made.choices[0]},
            headers={"accept": "application/json", "x-csrftoken": token},
        ),
        "matrix_500x3": Call(f"/sites/{made.site}/completion?page=all", coordinator, headers=html),
        "matrix_2000x40": Call(f"/sites/{made.large_site}/completion", large, headers=html),
        "verify_page": Call(f"/verify/{made.serial}", visitor, headers=html),
    }


def _overview(office: str, token: str) -> Call:
    return Call("/network", {"csrftoken": token, COOKIE: office}, headers={"accept": "text/html"})


def _form_token(port: int) -> str:
    answer = httpx.get(f"http://127.0.0.1:{port}/sign-in")
    return answer.cookies["csrftoken"]


def _ratios(figures: Mapping[str, list[Figure]]) -> dict[str, float]:
    """Best of the rounds each: CPU of the page over CPU of the empty handler, and rate of the page over its rate."""
    empty_cpu = min(one.cpu for one in figures["empty"])
    empty_rate = max(one.rate for one in figures["empty"])
    found: dict[str, float] = {}
    for name, rounds in figures.items():
        if name != "empty":
            found[name] = round(min(one.cpu for one in rounds) / empty_cpu, 2)
            found[f"{name}_rate"] = round(max(one.rate for one in rounds) / empty_rate, 4)
    return found


def _print(figures: Mapping[str, list[Figure]], ratios: Mapping[str, float]) -> None:
    empty = min(one.cpu for one in figures["empty"])
    out = sys.stdout.write
    out(f"empty handler: {empty * 1e6:.0f} us CPU, {max(one.rate for one in figures['empty']):.0f}/s\n")
    out(f"{'page':<14} {'x CPU':>8} {'x rate':>8}  target\n")
    for name in figures:
        if name != "empty":
            target = f"at most {TARGETS[name]:g}" if name in TARGETS else ""
            out(f"{name:<14} {ratios[name]:>8.1f} {ratios[f'{name}_rate']:>8.3f}  {target}\n")


if __name__ == "__main__":
    main()
