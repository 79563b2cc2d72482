"""Making the ZIP: every file once, in a fixed order and without dates, so that the same state makes the same bytes."""

import hashlib
import tempfile
import zipfile
from collections.abc import Awaitable, Callable, Mapping
from datetime import date, datetime
from pathlib import Path

import msgspec
from anyio import to_thread
from msgspec.structs import replace

from academy import storage
from academy.errors import NotFound
from certificates.evidence import check
from certificates.evidence.class_list import Attendee, ClassList, attendee
from certificates.evidence.gathering import gather
from certificates.evidence.logged import key, logged, vouched
from certificates.evidence.papers import class_pdf, record_pdf
from certificates.evidence.record import Certified, Record
from certificates.evidence.rules import plain_name
from certificates.tables import Certificate
from courses.authoring.rows import load
from courses.content.folder import write
from courses.content.model import CourseContent
from courses.learning.queries.paper import Paper

README = """\
This is an evidence file of PSP Academy.

  record.pdf    what is on record, to read; in a class file one in the folder of each officer
  record.json   the same for programs, and each paper with the answers under papers/
  content/      the course as it was taught, with all its questions
  log/          proofs that the academy's record log promised this before anybody knew what for
  manifest.json every other file with its digest; manifest.note is the academy's signature under it
  check.py      says whether anything here was changed:  python3 check.py

The file holds names, answers and times of people, and questions of exams. Give it to nobody who does not need it.
"""
CHECKER = Path(check.__file__).read_bytes()
Tell = Callable[[int], Awaitable[None]]
_EPOCH = (1980, 1, 1, 0, 0, 0)


class Asked(msgspec.Struct, frozen=True, kw_only=True):
    """What an evidence file is to hold, for whom and why. `days` None = one officer."""

    site: str
    zone: str
    course: str
    title: str
    enrollments: tuple[int, ...]
    days: tuple[date, date] | None
    reason: str
    made_by: str
    made_at: datetime


class Bundle:
    """A ZIP that grows file by file, and its manifest."""

    def __init__(self, path: Path) -> None:
        self._zip = zipfile.ZipFile(path, "w", zipfile.ZIP_STORED)
        self._listed: dict[str, dict[str, object]] = {}

    def add(self, name: str, content: bytes) -> None:
        """Add a file; what several officers share is there once."""
        if name not in self._listed:
            digest = hashlib.sha256(content).hexdigest()
            self._listed[name] = {"path": name, "sha256": digest, "bytes": len(content)}
            self._write(name, content)

    async def close(self, said: Mapping[str, object]) -> None:
        """Write the manifest and the signature under it, the only files that it does not name, and end the ZIP."""
        files = sorted(self._listed.values(), key=lambda one: str(one["path"]))
        manifest = _json({"format": check.FORMAT, **said, "files": files})
        self._write(check.MANIFEST, manifest)
        self._write(check.SIGNED, await vouched(manifest))
        self._zip.close()

    def _write(self, name: str, content: bytes) -> None:
        entry = zipfile.ZipInfo(name, _EPOCH)
        entry.external_attr = 0o644 << 16
        entry.create_system = 3
        self._zip.writestr(entry, content)


async def make(asked: Asked, path: Path, tell: Tell) -> None:
    """Write the evidence file; `tell` hears how many officers are in it. Raises KeyUnsafe, and what printing raises."""
    bundle = Bundle(path)
    bundle.add("check.py", CHECKER)
    bundle.add("README.txt", README.encode())
    bundle.add(check.KEY, await key())
    lines = []
    for number, enrollment in enumerate(asked.enrollments, 1):
        record = await _add_officer(bundle, enrollment, asked, number if asked.days else 0)
        lines.append(record)
        await tell(number)
    if asked.days:
        found = _class(asked, asked.days, lines)
        bundle.add("class.json", _json(found))
        bundle.add("class.pdf", await class_pdf(found))
    scope = {"site": asked.site, "course": asked.course, "officers": len(lines), "days": asked.days}
    await bundle.close({"made_at": asked.made_at, "made_by": asked.made_by, "reason": asked.reason, "scope": scope})


async def _add_officer(bundle: Bundle, enrollment: int, asked: Asked, number: int) -> tuple[Attendee, Record]:
    """One officer's record with papers, proofs and certificates, and the content of the version if it is new."""
    found = await gather(enrollment, asked.made_at)
    folder = f"officers/{number:03}-{plain_name(found.record.officer.name)}/" if number else ""
    record, proofs = await logged(found)
    content = f"content/version-{record.taught.version}"
    await _add_content(bundle, content, found.version_id)
    sat = [replace(one, paper=f"{folder}papers/attempt-{one.code}.json") for one in record.attempts]
    certified = [await _certificate(bundle, one, folder, found.certificates) for one in record.certificates]
    taught = replace(record.taught, content=content)
    record = replace(record, taught=taught, attempts=tuple(sat), certificates=tuple(certified))
    _add_record(bundle, record, found.papers, proofs)
    bundle.add(f"{folder}record.json", _json(record))
    bundle.add(f"{folder}record.pdf", await record_pdf(record, found.papers))
    return attendee(record, folder), record


def _add_record(bundle: Bundle, record: Record, papers: Mapping[str, Paper], proofs: Mapping[str, bytes]) -> None:
    for one in record.attempts:
        bundle.add(one.paper, _json(papers[one.code]))
    for name in sorted(proofs):
        bundle.add(name, proofs[name])


async def _add_content(bundle: Bundle, folder: str, version_id: int) -> None:
    """The version as a course folder, in the form that `academy course import` reads."""
    for name, text in (await to_thread.run_sync(_written, await load(version_id))).items():
        bundle.add(f"{folder}/{name}", text)


def _written(content: CourseContent) -> dict[str, bytes]:
    with tempfile.TemporaryDirectory() as place:
        write(content, Path(place))
        files = sorted(one for one in Path(place).rglob("*") if one.is_file())
        return {one.relative_to(place).as_posix(): one.read_bytes() for one in files}


async def _certificate(bundle: Bundle, one: Certified, folder: str, ids: Mapping[str, int]) -> Certified:
    """The certificate with its file, as it lies in the store; a missing one is no reason to give no evidence."""
    row = await Certificate.select(Certificate.document_key).where(Certificate.id == ids[one.number]).first()
    try:
        content = await storage.read((row and row["document_key"]) or "certificates/none")
    except NotFound:
        return one
    name = f"{folder}certificate-{one.number}.pdf"
    bundle.add(name, content)
    return replace(one, file=name)


def _class(asked: Asked, days: tuple[date, date], lines: list[tuple[Attendee, Record]]) -> ClassList:
    taught = {record.taught.version: record.taught for _, record in lines}
    said = [
        f"Version {number}: written by {', '.join(one.authors) or 'nobody on record'}; "
        f"published by {one.published_by or 'nobody on record'}."
        for number, one in sorted(taught.items())
    ]
    return ClassList(
        site=asked.site,
        zone=asked.zone,
        course=asked.course,
        title=asked.title,
        from_on=days[0],
        until_on=days[1],
        taught_by=tuple(said),
        attendees=tuple(line for line, _ in lines),
    )


def _json(value: object) -> bytes:
    """Readable JSON; names of a struct in its own order, so that a reader finds the important ones first."""
    return msgspec.json.format(msgspec.json.encode(value), indent=1) + b"\n"
