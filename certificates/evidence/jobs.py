"""Making a file that was asked for, beside everything else; and removing old ones."""

import logging
import tempfile
from pathlib import Path

from anyio import to_thread
from piccolo.columns import Column

from academy import clock, storage
from academy.db.work import move_row, writing
from academy.jobs import every_minute, job
from certificates.evidence import bundle
from certificates.evidence.access import FileRow, file_to_make
from certificates.evidence.bundle import Asked
from certificates.evidence.class_list import enrollments_in
from certificates.evidence.rules import KEPT
from certificates.evidence.tables import EvidenceFile

log = logging.getLogger(__name__)
CANNOT = "This file could not be made. The fault is ours and is in the log of the server; try again later."


async def _gave_up(file_id: int) -> None:
    """Say it where people look."""
    values: dict[Column | str, object] = {EvidenceFile.state: "failed", EvidenceFile.failure: CANNOT}
    await EvidenceFile.update(values).where(EvidenceFile.id == file_id, EvidenceFile.state == "making")


@job("evidence.make", retries=1, timeout=3600, lane="patient", gave_up=_gave_up)
async def make_file(file_id: int) -> None:
    """Make the ZIP and store it. A second run makes the same bytes, or finds the file ready."""
    file = await file_to_make(file_id)
    if file.state != "making":
        return
    asked = await _asked(file)
    with tempfile.TemporaryDirectory() as place:
        path = Path(place) / "evidence.zip"

        async def tell(number: int) -> None:
            await EvidenceFile.update({EvidenceFile.done: number}).where(EvidenceFile.id == file_id)

        await bundle.make(asked, path, tell)
        await _store(file, path)


async def _store(file: FileRow, path: Path) -> None:
    key, digest = f"evidence/{file.code}.zip", await to_thread.run_sync(storage.file_sha256, path)
    await storage.adopt(key, path)
    made = {"stored_as": key, "sha256": digest, "size": await storage.size(key), "ready_at": clock.now()}
    async with writing():
        await move_row(EvidenceFile.state, file.id, old="making", new="ready", **made)


async def _asked(file: FileRow) -> Asked:
    by = await EvidenceFile.select(EvidenceFile.made_by.full_name.as_alias("name")).where(EvidenceFile.id == file.id)
    days = (file.from_on, file.until_on) if file.from_on and file.until_on else None
    people = await enrollments_in(file.site_id, file.course_id, days, file.zone) if days else (file.enrollment_id,)
    return Asked(
        site=file.site,
        zone=file.zone,
        course=file.course,
        title=file.title,
        enrollments=people,
        days=days,
        reason=file.reason,
        made_by=by[0]["name"],
        made_at=file.created_at,
    )


@every_minute
async def remove_old() -> None:
    """Take files out of the store that were ready long enough: they hold what few should have."""
    old = EvidenceFile.ready_at < clock.now() - KEPT
    columns = (EvidenceFile.id, EvidenceFile.stored_as)
    for row in await EvidenceFile.select(*columns).where(EvidenceFile.state == "ready", old).limit(100):
        await storage.delete(row["stored_as"])
        async with writing():
            await move_row(EvidenceFile.state, row["id"], old="ready", new="removed")
