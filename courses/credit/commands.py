"""`academy course approve`: what a state's letter says about a course, written down."""

import sys
from argparse import ArgumentParser, Namespace
from datetime import date

from academy.errors import Refusal
from courses.credit.actions import NewApproval, approve
from courses.credit.profile import profiles


def fill(parser: ArgumentParser) -> None:
    """What the command asks for."""
    parser.add_argument("course", metavar="SLUG")
    parser.add_argument("state", choices=sorted(profiles()))
    parser.add_argument("minutes", type=int, help="the credit, as in the letter")
    parser.add_argument("--by", required=True, help="who approved it, and where that is written")
    parser.add_argument("--since", required=True, type=date.fromisoformat, metavar="YYYY-MM-DD")
    parser.add_argument("--number", default="", help="the course's number with the state")
    parser.add_argument("--category", default="", help="as the state's profile calls it; none = any training")
    parser.set_defaults(run=run_approve, needs_database=True)


async def run_approve(arguments: Namespace) -> int:
    """0: the course counts from that day; 1: refused, and nothing was written."""
    new = NewApproval(
        course=arguments.course,
        state_code=arguments.state,
        minutes=arguments.minutes,
        approved_by=arguments.by,
        since=arguments.since,
        number=arguments.number,
        category=arguments.category,
    )
    try:
        await approve(None, new)
    except Refusal as refusal:
        print("\n".join([*getattr(refusal, "fields", {}).values(), refusal.sentence]), file=sys.stderr)
        return 1
    print(f"{new.course}: {new.minutes} minutes in {new.state_code} from {new.since}.")
    return 0
