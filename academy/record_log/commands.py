"""`academy log`: audit the record log, prove one record, print the key that others check it with."""

from argparse import ArgumentParser, Namespace
from collections.abc import Sequence
from pathlib import Path
from textwrap import dedent

import msgspec

from academy.record_log import reading, remembered, writing
from academy.record_log.notes import NoteInvalid, Verifier
from academy.record_log.stamps import audit_with_stamps


def register(parser: ArgumentParser) -> None:
    """Add this area's commands."""
    commands = parser.add_subparsers(required=True, metavar="what")
    audit = commands.add_parser("audit", help="compare every record, entry, tile and checkpoint; 1 if any was altered")
    audit.add_argument("--checkpoint", type=Path, action="append", default=[], help="an old checkpoint kept elsewhere")
    audit.add_argument("--key", help="the public key to trust, as `academy log key` printed it; else the one in use")
    audit.add_argument("--json", action="store_true", help="for programs")
    audit.set_defaults(run=run_audit, needs_database=True)
    commands.add_parser("key", help="print the public key").set_defaults(run=print_key, needs_database=True)
    catch_up = commands.add_parser("catch-up", help="log records that the log does not know")
    catch_up.set_defaults(run=run_catch_up, needs_database=True)
    prove = commands.add_parser("prove", help="write the entry about a record and the proof that it is in the log")
    prove.add_argument("kind", help="such as completion.recorded")
    prove.add_argument("id", type=int)
    prove.add_argument("into", type=Path, help="a folder")
    prove.set_defaults(run=write_proof, needs_database=True)


async def run_audit(arguments: Namespace) -> int:
    """0: everything is as it was; 1: something was altered; 2: the audit could not be made."""
    try:
        verifier = Verifier.read(arguments.key) if arguments.key else await writing.verifier()
    except NoteInvalid as refusal:
        print(refusal)
        return 2
    report, stamped = await audit_with_stamps(verifier, _kept(arguments.checkpoint))
    if arguments.json:
        print(msgspec.json.encode(report).decode())
    else:
        for fault in report.faults:
            print(f"{fault.what}: {fault.sentence}")
        stamps = f"{stamped} time stamps, " if stamped else ""
        print(f"{report.entries} entries, {report.checkpoints} checkpoints, {stamps}{len(report.faults)} faults.")
    return int(bool(report.faults))


def _kept(paths: Sequence[Path]) -> list[str]:
    """Old checkpoints, also copied from a message: indented, with other line breaks, without the last one."""
    remembered_note = remembered.note()
    kept = [f"{dedent(path.read_text()).strip()}\n" for path in paths]
    return [*kept, *([remembered_note] if remembered_note else [])]


async def print_key(_: Namespace) -> int:
    """The key in its printed form; give it away, on paper too."""
    print(await writing.verifier())
    return 0


async def run_catch_up(_: Namespace) -> int:
    """For the day the log begins, and after an audit that named unknown records that are genuine."""
    added = await writing.catch_up()
    await writing.extend(0)
    print(f"{added} records were added to the log.")
    return 0


async def write_proof(arguments: Namespace) -> int:
    """`entry.json` and `entry.tlog-proof`; 1 when the record is not in the log."""
    found = await reading.proof_of(arguments.kind, arguments.id)
    if found is None:
        print(f"The log has no {arguments.kind} {arguments.id}.")
        return 1
    arguments.into.mkdir(parents=True, exist_ok=True)
    for name, text in (("entry.json", found.entry), ("entry.tlog-proof", found.proof)):
        (arguments.into / name).write_text(text)
    return 0
