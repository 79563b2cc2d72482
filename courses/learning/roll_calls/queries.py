"""Roll calls for the pages and papers that show them beside courses: what was attended, what is to be made up."""

from datetime import date, datetime
from typing import Literal
from zoneinfo import ZoneInfo

import msgspec

from courses.learning.roll_calls.tables import RollCallPart


class TakenPart(msgspec.Struct, frozen=True, kw_only=True):
    """Somebody's part in a roll call that was attested. `code` ends its address; `answers` were given in the room.

    attested_by: who said that they were there, `on` the day of it at the site. due_on, made_up_at: of who was not.
    """

    part_id: int
    person_id: int
    code: str
    title: str
    course: str
    course_id: int
    version: int
    pack_key: str
    minutes: int
    presence: Literal["present", "absent", "made_up"]
    opened_at: datetime
    attested_by: str
    attested_at: datetime
    answers: int
    due_on: date | None
    made_up_at: datetime | None
    site: str
    state_code: str
    zone: str

    @property
    def on(self) -> date:
        return self.opened_at.astimezone(ZoneInfo(self.zone)).date()

    @property
    def is_owed(self) -> bool:
        return self.presence == "absent" and self.due_on is not None

    @property
    def is_attended(self) -> bool:
        return self.presence == "present"

    def is_late(self, now: datetime) -> bool:
        """Whether it is still owed, and its date is over at the site."""
        today = now.astimezone(ZoneInfo(self.zone)).date()
        return self.is_owed and self.due_on is not None and self.due_on < today

    @property
    def place(self) -> str:
        return f"{self.site}, {self.state_code}"


_PARTS = """
    SELECT t.id AS part_id, t.person AS person_id, r.code, r.title, v.title AS course, v.course AS course_id,
        v.number AS version, r.pack_key, r.minutes, t.presence, r.opened_at, l.full_name AS attested_by, r.attested_at,
        (SELECT count(*) FROM roll_call_answer w WHERE w.part = t.id AND w.answered_at <= r.closed_at) AS answers,
        t.due_on, t.made_up_at, s.name AS site, s.state_code, s.time_zone AS zone
    FROM roll_call_part t JOIN roll_call r ON r.id = t.roll_call AND r.state = 'attested'
        JOIN course_version v ON v.id = r.version JOIN site s ON s.id = r.site JOIN person l ON l.id = r.led_by
    WHERE
"""
_ORDER = "ORDER BY r.opened_at, t.id"


async def parts_of_person(person_id: int, *, site_id: int = 0) -> tuple[TakenPart, ...]:
    """A person's attested roll calls, oldest first; who came by unseen has no part in them. Site 0: all sites."""
    mine = "t.person = {} AND ({} = 0 OR r.site = {}) AND (t.is_expected OR t.presence <> 'absent')"
    return _read(await RollCallPart.raw(f"{_PARTS} {mine} {_ORDER}", person_id, site_id, site_id))


def _read(rows: list[dict[str, object]]) -> tuple[TakenPart, ...]:
    return msgspec.convert(rows, tuple[TakenPart, ...], strict=False)
