"""The ZIP: the same course, state and words make the same bytes."""

import hashlib
import io
import zipfile
from collections.abc import Callable, Mapping
from itertools import count

from msgspec.structs import replace

from academy import settings
from academy.codes import new_serial
from academy.papers.house import print_paper
from academy.papers.process import in_print_process
from academy.web import assets
from certificates import press, sample
from certificates.branding import Course, additions_for
from certificates.document import CertificateFacts
from certificates.document import render as print_certificate
from certificates.packets import rules
from certificates.packets.queries import Packet
from certificates.packets.readme import readme

Render = Callable[[str, object], str]
"""A template and what it shows, as HTML."""
_EPOCH = (1980, 1, 1, 0, 0, 0)
_PAPERS = {
    rules.HOURS: "hours",
    rules.INSTRUCTORS: "instructors",
    rules.BLUEPRINT: "blueprint",
    rules.EVALUATION: "evaluation",
    rules.CHECKLIST: "checklist",
}


async def make(packet: Packet, render: Render) -> bytes:
    """All papers, printed, in the order of `rules.FILES`. Raises CannotPrint."""
    fonts = assets.UI / "node_modules" / "@fontsource"
    made = {name: await print_paper(html, fonts) for name, html in pages(packet, render).items()}
    made |= {rules.README: readme(packet).encode(), rules.SAMPLE: await _sample(packet)}
    return zipped({name: made[name] for name in rules.FILES})


def pages(packet: Packet, render: Render) -> dict[str, str]:
    """Every paper but the certificate, as HTML for the press, by the name of its file."""
    plan = {rules.PLAN: render("teaching/plan.html", packet.plan)}
    return plan | {name: render(f"packets/{template}.html", packet) for name, template in _PAPERS.items()}


def zipped(files: Mapping[str, bytes]) -> bytes:
    """The files in their order, without dates."""
    room = io.BytesIO()
    with zipfile.ZipFile(room, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            entry = zipfile.ZipInfo(name, _EPOCH)
            entry.external_attr = 0o644 << 16
            entry.create_system = 3
            entry.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(entry, content)
    return room.getvalue()


async def _sample(packet: Packet) -> bytes:
    """A certificate of the course for nobody: not signed, on no record, its number is nobody's."""
    facts = sample_facts(packet)
    chosen = Course(
        code=facts.course_code, version=packet.plan.line.number, site=packet.place, completed_on=facts.completed_on
    )
    added = (await additions_for({packet.place})).on(facts, chosen)
    # Not stamped like the real ones: a stamped paper need not be the same bytes the next time.
    return await in_print_process(print_certificate, added, press.fonts())


def sample_facts(packet: Packet) -> CertificateFacts:
    """What the sample says: the course as it is, the holder made up."""
    content, line = packet.plan.content, packet.plan.line
    serial = _serial(f"{content.slug} {line.number}")
    at = line.published_at or line.created_at
    return replace(
        sample.facts_of("Sample, not issued", content.title, at),
        course_code=content.code,
        version=str(line.number),
        minutes=content.contact_minutes,
        categories=content.focus_areas,
        completed_on=packet.day,
        serial=serial,
        verify_url=f"{settings.current().base_url}/V/{serial}",
    )


def _serial(seed: str) -> str:
    """A number that is always the same for a course, and that no certificate has: those are drawn by chance."""
    numbers = count()
    return new_serial(lambda size: hashlib.sha256(f"sample {seed} {next(numbers)}".encode()).digest()[:size])
