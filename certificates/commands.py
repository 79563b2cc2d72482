"""`academy certificate`: check certificates without the academy, write what that needs, print one to look at."""

import tempfile
from argparse import ArgumentParser, Namespace
from pathlib import Path

import msgspec
from anyio import to_thread

from academy import clock
from academy.key_files import KeyUnsafe


def register(parser: ArgumentParser) -> None:
    """Add this floor's commands."""
    commands = parser.add_subparsers(required=True, metavar="what")
    _verify_arguments(commands.add_parser("verify", help="check certificates offline, with a kit from before"))
    kit = commands.add_parser("kit", help="write what others need to check certificates without the academy")
    kit.add_argument("into", type=Path, metavar="FOLDER")
    kit.set_defaults(run=run_kit, needs_database=True)
    sample = commands.add_parser("sample", help="print and sign a certificate that is on no record, to look at")
    sample.add_argument("--name", default="Maria Elena Castañeda-Okonkwo", help="of the holder")
    sample.add_argument("--course", default="Crime Guns: Tracing and NIBIN", help="its title")
    sample.add_argument("--root", type=Path, help="also write the root that this sample's signature leads to")
    sample.add_argument("--kit", type=Path, metavar="FOLDER", help="also write the kit that checks this sample")
    sample.add_argument("into", type=Path, metavar="OUT.pdf", nargs="?", default=Path("SAMPLE-certificate.pdf"))
    sample.set_defaults(run=run_sample, needs_database=False)


def _verify_arguments(verify: ArgumentParser) -> None:
    verify.add_argument("files", type=Path, nargs="+", metavar="FILE")
    verify.add_argument("--kit", type=Path, metavar="FOLDER", help="what `academy certificate kit` wrote")
    verify.add_argument("--root", type=Path, help="the root certificate, instead of the kit's")
    verify.add_argument("--stamp-root", type=Path, action="append", help="whom else to believe about the time")
    verify.add_argument("--log-key", default="", help="the record log's key as printed: name+number+key")
    verify.add_argument("--keys", type=Path, metavar="did.json", help="the credential keys: a DID document")
    verify.add_argument("--status", type=Path, action="append", metavar="FILE", help="a signed status list")
    verify.add_argument("--json", action="store_true", help="for programs")
    verify.set_defaults(run=run_verify, needs_database=False)


async def run_verify(arguments: Namespace) -> int:
    """0: all are good; 1: one is altered, not the academy's, revoked or expired; 2: one could not be decided."""
    # Here, not at the top: the libraries that check take seconds to load.
    from certificates.offline import findings, judging, kit

    try:
        given = kit.in_folder(arguments.kit) if arguments.kit else kit.Sources()
        trusted = kit.read(kit.replaced(given, arguments))
    except kit.KitUnreadable as refusal:
        print(refusal)
        return 2
    check, now = judging.check_file, clock.now()
    reports = [await to_thread.run_sync(check, path, trusted, now) for path in arguments.files]
    if arguments.json:
        print(msgspec.json.encode([findings.as_plain(one) for one in reports]).decode())
    else:
        print("\n\n".join(findings.words(one) for one in reports))
    return findings.exit_code(reports)


async def run_kit(arguments: Namespace) -> int:
    """0: the folder is written; 2: it cannot be, and why."""
    from certificates.offline import folder
    from certificates.queries.kit import kit_files

    now = clock.now()
    try:
        files = await kit_files(now)
        if not files:
            print("This academy has no keys yet. They are made when it is first started.")
            return 2
        folder.write(arguments.into, files, title="How to check certificates of PSP Academy", at=now)
    except (KeyUnsafe, OSError) as refusal:
        print(refusal)
        return 2
    print(f"{arguments.into} holds what others need to check certificates without us; see its {folder.README}.")
    return 0


async def run_sample(arguments: Namespace) -> int:
    """0: it is written; 2: the name or title cannot be printed, or the folder of the kit is in use."""
    from certificates import press, sample
    from certificates.document import CannotPrint
    from certificates.offline import folder

    now = clock.now()
    facts = sample.facts_of(arguments.name, arguments.course, now)
    with tempfile.TemporaryDirectory() as place:
        try:
            made = await sample.sample(facts, press.fonts(), sample.workshop(Path(place), now))
            if arguments.kit:
                folder.write(
                    arguments.kit, made.kit, title="SAMPLE: this checks one sample, which proves nothing", at=now
                )
        except (CannotPrint, FileExistsError) as refusal:
            print(refusal)
            return 2
    arguments.into.write_bytes(made.paper)
    if arguments.root:
        arguments.root.write_bytes(made.kit["root.pem"])
    print(f"{arguments.into} is signed by an authority made for this sample and is on no record.")
    return 0
