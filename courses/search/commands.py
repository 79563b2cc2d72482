"""`academy search rebuild`: the index of what lessons say, made anew."""

from argparse import ArgumentParser, Namespace

from courses.authoring import passages


def register(parser: ArgumentParser) -> None:
    """Add the commands to the parser of `academy search`; the namespace is as for `academy course`."""
    commands = parser.add_subparsers(required=True, metavar="rebuild")
    rebuilding = commands.add_parser("rebuild", help="fill the search from the published lessons and their captions")
    rebuilding.set_defaults(run=run_rebuild, needs_database=True)


async def run_rebuild(_: Namespace) -> int:
    """0: the index holds what is published now."""
    count = await passages.rebuild()
    print(f"{count} {'passage' if count == 1 else 'passages'} can be searched.")
    return 0
