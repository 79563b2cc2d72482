"""What the record log keeps of learning: graded attempts with the paper and the answers, and completions."""

from collections import defaultdict
from collections.abc import Sequence
from typing import Any

from academy.record_log.records import Content, among, kind
from courses.learning.tables import Attempt, AttemptItem, Completion, KeyFix, RegradeLine

COMPLETION = "completion.recorded"
ATTEMPT = "attempt.sealed"
KEY_FIX = "question.key.fixed"


_SAID = (
    *(Completion.id, Completion.code, Completion.enrollment, Completion.person, Completion.course),
    *(Completion.version, Completion.site, Completion.completed_at, Completion.percent),
    *(Completion.contact_minutes, Completion.fingerprint, Completion.evidence),
)


@kind(COMPLETION, "SELECT id FROM completion", _SAID, rarely=(Completion.duplicate_of,))
async def completions(ids: Sequence[int]) -> dict[int, Content]:
    """Each completion with everything its certificate will rest on."""
    rows = await Completion.select(*_SAID, Completion.duplicate_of).where(among(Completion.id, ids))
    return {row["id"]: _as_logged(row) for row in rows}


def _as_logged(row: dict[str, Any]) -> Content:
    """Records from before cycles say nothing of duplicates, and neither do those that are none."""
    return {name: value for name, value in row.items() if name != "duplicate_of" or value is not None}


@kind(ATTEMPT, "SELECT id FROM attempt WHERE submitted_at IS NOT NULL")
async def attempts(ids: Sequence[int]) -> dict[int, Content]:
    """Each graded attempt: times, result, and item by item what was asked in which order, what was answered, and
    how long somebody was at it.

    Its state is left out: voiding an attempt is no alteration, and its reason stands in the audit log. Time given back
    stands only where some was: attempts logged before there was such a thing read as they did.
    """
    columns = (
        *(Attempt.id, Attempt.enrollment, Attempt.quiz, Attempt.number, Attempt.seed, Attempt.opened_at),
        *(Attempt.deadline, Attempt.submitted_at, Attempt.points, Attempt.possible, Attempt.percent, Attempt.passed),
        Attempt.extended_s,
    )
    rows = await Attempt.select(*columns).where(among(Attempt.id, ids))
    items = await _items(ids)
    return {row["id"]: {**_without_default(row, "extended_s"), "items": items[row["id"]]} for row in rows}


def _without_default(row: dict[str, Any], name: str) -> dict[str, Any]:
    return {column: value for column, value in row.items() if column != name or value}


async def _items(ids: Sequence[int]) -> dict[int, list[dict[str, Any]]]:
    found: dict[int, list[dict[str, Any]]] = defaultdict(list)
    marks = ", ".join(["{}"] * len(ids))
    for row in await AttemptItem.raw(_ITEMS.replace("{marks}", marks), *ids):
        found[row.pop("attempt")].append({name: row[name] for name in row if not _is_silent(name, row[name])})
    return found


def _is_silent(name: str, value: object) -> bool:
    return name in _LATER and value in ("", None)


_LATER = ("layout", "given", "per_mille", "spent_s")
"""Columns younger than the log. Where they say nothing they are left out, as if they had never been: what was sealed
before them has to read the same for ever.
"""
_ITEMS = """
    SELECT i.attempt, i.position, i.question, i.choice_order, r.chosen, r.revision, r.points,
        i.layout, r.given, r.per_mille, i.spent_s
    FROM attempt_item i LEFT JOIN response r ON r.item = i.id WHERE i.attempt IN ({marks})
    ORDER BY i.attempt, i.position
"""


@kind(KEY_FIX, "SELECT id FROM key_fix")
async def key_fixes(ids: Sequence[int]) -> dict[int, Content]:
    """Each correction of a key, with every attempt it raised."""
    columns = (KeyFix.id, KeyFix.code, KeyFix.question, KeyFix.answer, KeyFix.reason, KeyFix.by)
    rows = await KeyFix.select(*columns).where(among(KeyFix.id, ids))
    lines: dict[int, list[dict[str, Any]]] = defaultdict(list)
    kept = (RegradeLine.fix, RegradeLine.attempt, RegradeLine.old_percent, RegradeLine.percent, RegradeLine.passed)
    for line in await RegradeLine.select(*kept).where(among(RegradeLine.fix, ids)).order_by(RegradeLine.id):
        lines[line.pop("fix")].append(line)
    return {row["id"]: {**row, "raised": lines[row["id"]]} for row in rows}
