"""What the record log keeps of learning: graded attempts with the paper and the answers, and completions."""

from collections import defaultdict
from collections.abc import Sequence
from typing import Any

from academy.record_log.records import Content, among, kind
from courses.learning.tables import Attempt, AttemptItem, Completion

COMPLETION = "completion.recorded"
ATTEMPT = "attempt.sealed"


async def _completions(after: int, limit: int) -> Sequence[int]:
    query = Completion.select(Completion.id).where(Completion.id > after).order_by(Completion.id).limit(limit)
    return [int(row["id"]) for row in await query]


@kind(COMPLETION, _completions)
async def completions(ids: Sequence[int]) -> dict[int, Content]:
    """Each completion with everything its certificate will rest on."""
    columns = (
        *(Completion.id, Completion.code, Completion.enrollment, Completion.person, Completion.course),
        *(Completion.version, Completion.site, Completion.completed_at, Completion.percent),
        *(Completion.contact_minutes, Completion.fingerprint, Completion.evidence, Completion.duplicate_of),
    )
    rows = await Completion.select(*columns).where(among(Completion.id, ids))
    return {row["id"]: _as_logged(row) for row in rows}


def _as_logged(row: dict[str, Any]) -> Content:
    """Records from before cycles say nothing of duplicates, and neither do those that are none."""
    return {name: value for name, value in row.items() if name != "duplicate_of" or value is not None}


async def _sealed(after: int, limit: int) -> Sequence[int]:
    query = Attempt.select(Attempt.id).where(Attempt.id > after, Attempt.submitted_at.is_not_null())
    return [int(row["id"]) for row in await query.order_by(Attempt.id).limit(limit)]


@kind(ATTEMPT, _sealed)
async def attempts(ids: Sequence[int]) -> dict[int, Content]:
    """Each graded attempt: times, result, and item by item what was asked in which order and what was answered.

    Its state is left out: voiding an attempt is no alteration, and its reason stands in the audit log.
    """
    columns = (
        *(Attempt.id, Attempt.enrollment, Attempt.quiz, Attempt.number, Attempt.seed, Attempt.opened_at),
        *(Attempt.deadline, Attempt.submitted_at, Attempt.points, Attempt.possible, Attempt.percent, Attempt.passed),
    )
    rows = await Attempt.select(*columns).where(among(Attempt.id, ids))
    items = await _items(ids)
    return {row["id"]: {**row, "items": items[row["id"]]} for row in rows}


async def _items(ids: Sequence[int]) -> dict[int, list[dict[str, Any]]]:
    found: dict[int, list[dict[str, Any]]] = defaultdict(list)
    marks = ", ".join(["{}"] * len(ids))
    for row in await AttemptItem.raw(_ITEMS.replace("{marks}", marks), *ids):
        found[row.pop("attempt")].append(row)
    return found


_ITEMS = """
    SELECT i.attempt, i.position, i.question, i.choice_order, r.chosen, r.revision, r.points
    FROM attempt_item i LEFT JOIN response r ON r.item = i.id WHERE i.attempt IN ({marks})
    ORDER BY i.attempt, i.position
"""
