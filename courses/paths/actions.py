"""Taking learning paths in: the file is the truth, and reading it a second time changes nothing."""

from enum import StrEnum
from typing import Any

import msgspec

from academy.actor import Actor
from academy.audit import Subject, record
from academy.db.work import writing
from courses.paths.rules import PathContent
from courses.paths.tables import LearningPath


class Audited(StrEnum):
    """What taking paths in writes into the audit log."""

    TAKEN_IN = "paths:path:take_in"
    REMOVED = "paths:path:remove"


async def take_in(actor: Actor | None, paths: tuple[PathContent, ...]) -> int:
    """Make these the academy's paths, in this order; gives how many were changed, made or removed."""
    async with writing():
        before = {row.slug: row for row in await LearningPath.objects()}
        changed = 0
        for position, path in enumerate(paths):
            changed += await _keep(actor, before.pop(path.slug, None), _values(path, position))
        for gone in before.values():
            await LearningPath.delete().where(LearningPath.id == gone.id)
            await record(actor, Audited.REMOVED, Subject("learning_path", gone.id), slug=gone.slug)
        return changed + len(before)


async def _keep(actor: Actor | None, row: LearningPath | None, values: dict[Any, Any]) -> int:
    """1 if something was written."""
    if row is not None and all(getattr(row, name) == value for name, value in values.items()):
        return 0
    if row is None:
        [made] = await LearningPath.insert(LearningPath(**values)).returning(LearningPath.id)
        path_id = int(made["id"])
    else:
        path_id = row.id
        await LearningPath.update(values).where(LearningPath.id == path_id)
    await record(actor, Audited.TAKEN_IN, Subject("learning_path", path_id), slug=values["slug"])
    return 1


def _values(path: PathContent, position: int) -> dict[Any, Any]:
    named = {name: getattr(path, name) for name in ("slug", "title", "audience", "summary")}
    return named | {"position": position, "entries": msgspec.json.encode(path.course).decode()}
