"""`academy certificate`: a certificate to look at, made without a database."""

import tempfile
from argparse import ArgumentParser, Namespace
from pathlib import Path
from zoneinfo import ZoneInfo

from academy import clock, settings
from academy.codes import new_serial
from academy.papers.process import in_print_process
from academy.signing import Registrar, authority, sign_pdf
from academy.signing.certificates import Place, Purpose
from certificates import press
from certificates.document import CannotPrint, CertificateFacts, render_in_process

HOME = "https://sample.invalid"
"""The sample's authority calls itself after this: nobody can take its signature for the academy's."""


def register(parser: ArgumentParser) -> None:
    """Add this floor's commands."""
    commands = parser.add_subparsers(required=True, metavar="what")
    sample = commands.add_parser("sample", help="print and sign a certificate that is on no record, to look at")
    sample.add_argument("--name", default="Maria Elena Castañeda-Okonkwo", help="of the holder")
    sample.add_argument("--course", default="Crime Guns: Tracing and NIBIN", help="its title")
    sample.add_argument("--root", type=Path, help="also write the root that this sample's signature leads to")
    sample.add_argument("into", type=Path, metavar="OUT.pdf")
    sample.set_defaults(run=run_sample, needs_database=False)


async def run_sample(arguments: Namespace) -> int:
    """0: it is written; 2: the name or title cannot be printed."""
    facts = _facts(arguments.name, arguments.course)
    try:
        paper = await render_in_process(facts, press.fonts())
    except CannotPrint as refusal:
        print(refusal)
        return 2
    with tempfile.TemporaryDirectory() as place:
        # An authority for this one sample: with the real one a sample would be a forgery.
        folder = Path(place) / "authority"
        root = authority.make(folder, Place(HOME, clock.now())).pem(Purpose.ROOT)
        signed = await in_print_process(sign_pdf, paper, by=Registrar(folder), at=clock.now())
    arguments.into.write_bytes(signed)
    if arguments.root:
        arguments.root.write_bytes(root)
    print(f"{arguments.into} is signed by an authority made for this sample and is on no record.")
    return 0


def _facts(name: str, course: str) -> CertificateFacts:
    now = settings.current()
    serial = new_serial()
    at = clock.now().astimezone(ZoneInfo("America/New_York"))
    return CertificateFacts(
        holder_name=name,
        rank_and_agency="Sergeant · Sample Police Department",
        course_title=course,
        course_code="sample",
        version="1",
        minutes=480,
        categories=("Crime guns",),
        completed_on=at.date(),
        issued_at=at,
        provider="PSP Academy",
        signatory_name=now.signatory_name,
        signatory_title=now.signatory_title,
        serial=serial,
        verify_url=f"{now.base_url}/V/{serial}",
        site_name="a sample, on no record",
    )
