"""A letter as somebody would read it, made of invented facts, for whoever writes the words."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import msgspec

from academy.messages import Letter
from courses.notices.composing import Facts, listed, people_listed, worded
from courses.notices.queries.desk import Desk, Words
from courses.notices.queries.owed import Open, Reader
from courses.notices.rules.wording import KINDS

OFFICER = Reader(id=0, code="sample", full_name="Jordan Avery", rank="Ofc.", email="jordan.avery@example.gov")
_DUE = {"assigned": 30, "before": 7, "overdue": -3, "reminder": -3, "escalation": -7, "copy": -7}


def sample(desk: Desk, kind: str, words: Words, now: datetime, *, code: str = OFFICER.code) -> Letter:
    """The letter of a kind in these words. `code`: whose letters its link would end."""
    reader = msgspec.structs.replace(OFFICER, code=code)
    return worded(desk, kind, reader, facts=_facts(desk, kind, now), words=words)


def _facts(desk: Desk, kind: str, now: datetime) -> Facts:
    zone = desk.site.time_zone
    today = now.astimezone(ZoneInfo(zone)).date()
    holds = KINDS[kind].holds
    if holds == "summary":
        summary = "  Overdue: 3 people, 4 courses\n  Due in the next 7 days: 12 courses\n  Completed: 9 courses"
        return Facts(holds=summary, count="3 people", path=f"/sites/{desk.site.slug}/completion")
    if holds == "certificates":
        ends = today + timedelta(days=60)
        return Facts(holds=f"  Recovered firearms\n    Ends {ends:%B} {ends.day}, {ends.year}", count="1 certificate")
    courses = [_course(now, _DUE[kind])]
    if holds == "people":
        return Facts(holds=people_listed(courses, zone, today), count="1 person", path="/")
    return Facts(holds=listed(courses, zone, today), count="1 course")


def _course(now: datetime, days: int) -> Open:
    return Open(
        enrollment=0,
        code="sample",
        course=0,
        title="Recovered firearms",
        minutes=45,
        source="assigned",
        giver="",
        reason="New policy on recovered firearms.",
        due_on=(now + timedelta(days=days)).date(),
        due_set_on=None,
        created_at=now,
        person=OFFICER,
    )
