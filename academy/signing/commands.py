"""`academy keys`: what the academy signs with, and taking the root key away from the machine."""

from argparse import ArgumentParser, Namespace
from pathlib import Path

from academy.errors import Conflict
from academy.key_files import KeyUnsafe
from academy.signing import actions
from academy.signing.public_keys import all_of_them


def register(parser: ArgumentParser) -> None:
    """Add this area's commands."""
    commands = parser.add_subparsers(required=True, metavar="what")
    show = commands.add_parser("show", help="list the keys: what each signs, its fingerprint, how long it is good")
    show.set_defaults(run=run_show, needs_database=True)
    offline = commands.add_parser("root-offline", help="move the root key to a recovery file on another medium")
    offline.add_argument("into", type=Path, help="a new file, on a stick that is then locked away")
    offline.set_defaults(run=run_root_offline, needs_database=True)


async def run_show(_: Namespace) -> int:
    """The keys, made first if this academy never started; 2 when one of them is missing or unsafe."""
    try:
        await actions.prepare()
    except KeyUnsafe as fault:
        print(fault)
        return 2
    for key in await all_of_them():
        until = f", good to {key.good_to:%Y-%m-%d}" if key.good_to else ""
        print(f"{key.name}{until}{', private key away' if key.away else ''}\n  signs: {key.signs}\n  {key.printed}")
    return 0


async def run_root_offline(arguments: Namespace) -> int:
    """0: the root key is in the file and nowhere else; 2: nothing was changed, and why."""
    try:
        fingerprint = await actions.take_root_offline(arguments.into)
    except (KeyUnsafe, Conflict, FileExistsError) as refusal:
        print(refusal)
        return 2
    print(f"The root key is in {arguments.into} and no longer on this machine.")
    print("Print that file too, lock both away apart from each other, and remove the file from any disk.")
    print(f"Fingerprint of its certificate: {fingerprint}")
    return 0
