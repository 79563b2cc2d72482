"""`academy mail`: see whether mail leaves the academy."""

from argparse import ArgumentParser, Namespace

from academy import settings
from academy.messages import actions, sending


def register(parser: ArgumentParser) -> None:
    """Add this area's commands."""
    commands = parser.add_subparsers(required=True, metavar="what")
    test = commands.add_parser("test", help="send a test message and say what the mail server answered; 1 if not sent")
    test.add_argument("address")
    test.set_defaults(run=send_test, needs_database=True)


async def send_test(arguments: Namespace) -> int:
    """0: the server took the message; 1: it did not, and why."""
    row = await sending.send_one(await actions.post_test(None, arguments.address))
    if row.state == "sent":
        print(f"The mail server took the message to {row.recipient} from {settings.current().mail_sender}.")
        return 0
    print(f"Not sent ({row.state}): {row.reason}")
    return 1
