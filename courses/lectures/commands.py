"""`academy lecture render`: make the films of lectures written as slides, without a server and beside a running one.

All of the work runs niced: drawing and speaking on a thread for it, encoding in programs of its own.
"""

import sys
from argparse import ArgumentParser, Namespace
from pathlib import Path

from academy.errors import Refusal
from courses.content.folder import FolderFaulty
from courses.lectures import wanted
from courses.lectures.terminal import Progress
from courses.lectures.wanted import Wanted
from media import places
from media.actions.decks import make_here
from media.actions.narrating import FONTS
from media.ffmpeg import RenderFailed
from media.lecture.deck import DeckInvalid
from media.lecture.film import write_film
from media.lecture.pieces import Pieces
from media.queries import standings
from media.rules.lifecycle import AssetState


def register(parser: ArgumentParser) -> None:
    """Add the command to the parser of `academy lecture`; the parsed namespace is as in `courses.commands`."""
    commands = parser.add_subparsers(required=True, metavar="render")
    rendering = commands.add_parser("render", help="make lectures now; what is made already is not made again")
    which = rendering.add_mutually_exclusive_group(required=True)
    which.add_argument("path", type=Path, nargs="?", help="a course folder, a lesson in one, or a deck")
    which.add_argument("--all", action="store_true", help="every lecture of the courses in the academy")
    into = "write films with captions and chapters into this folder, too"
    rendering.add_argument("--into", type=Path, metavar="FOLDER", help=into)
    rendering.set_defaults(run=run_render, needs_database=True)


async def run_render(arguments: Namespace) -> int:
    """0: all lectures play; 1: at least one could not be made, or the path leads to none."""
    try:
        found = await wanted.everywhere() if arguments.all else await wanted.at(arguments.path)
    except FolderFaulty as faulty:
        return _refused(*map(str, faulty.findings))
    except Refusal as refusal:
        return _refused(refusal.sentence)
    progress = Progress(found, sys.stderr)
    failed = 0
    for number, one in enumerate(found, start=1):
        progress.begin(number)
        ended, is_fine = await _made(one, arguments.into, progress)
        failed += not is_fine
        progress.end(f"{one.name}: {ended}")
    print(f"{len(found) - failed} of {len(found)} {'lecture' if len(found) == 1 else 'lectures'} made.")
    return int(failed > 0)


async def _made(one: Wanted, into: Path | None, progress: Progress) -> tuple[str, bool]:
    """What became of a lecture, in words, and whether it is well."""
    if one.asset_id is None:
        return await _film(one, into or places.films(), progress)
    await make_here(one.asset_id, progress.on_slide)
    standing = (await standings((one.asset_id,)))[one.asset_id]
    if standing.state != AssetState.READY:
        return standing.failure_note or "is being made by a server already", False
    return await _film(one, into, progress) if into else ("plays", True)


async def _film(one: Wanted, into: Path, progress: Progress) -> tuple[str, bool]:
    try:
        pieces = Pieces(places.pieces())
        film = await write_film(one.deck, into, pieces, fonts=FONTS, on_slide=progress.on_slide)
    except (DeckInvalid, RenderFailed) as fault:
        return fault.sentence, False
    return str(film), True


def _refused(*lines: str) -> int:
    print("\n".join(lines), file=sys.stderr)
    return 1
