"""What the database knows about time, read for the rules: seven statements, however much happened."""

from datetime import datetime
from itertools import chain
from typing import Any

from courses.honesty.early import AskedEarly, asked_early
from courses.honesty.rules import (
    DEVICE_WITHIN,
    FEWEST_OTHERS,
    Exam,
    Finished,
    Found,
    Measured,
    Played,
    Sat,
    Sent,
    Whose,
    fast_exams,
    fast_questions,
    one_device,
    short_times,
    together,
    too_fast,
    two_papers,
)
from courses.learning.rules.operations import streams
from courses.learning.tables import Enrollment

_WHOSE = "e.person AS person, e.site AS site, e.id AS enrollment"
_LESSON = """c.code || CASE WHEN l.number = '' THEN '' ELSE ' ' || l.number END || ': ' || l.title AS lesson"""
_FINISHED = f"""
    SELECT {_WHOSE}, d.contact_minutes AS credit, d.completed_at AS until,
        coalesce(e.started_at, e.created_at) AS since,
        sum(coalesce(a.duration_ms, 0) / 1000) AS lectures, sum(coalesce(p.watched_seconds, 0)) AS watched
    FROM completion d JOIN enrollment e ON e.id = d.enrollment JOIN lesson l ON l.version = e.version
        JOIN media_asset a ON a.id = l.asset AND a.state = 'ready'
        LEFT JOIN lesson_progress p ON p.enrollment = e.id AND p.lesson = l.id
    WHERE d.completed_at >= {{}}
    GROUP BY e.person, e.site, e.id, d.contact_minutes, d.completed_at, e.started_at, e.created_at
"""
_PLAYED = f"""
    SELECT {_WHOSE}, l.id AS lesson_id, {_LESSON}, p.session_since AS since,
        p.heard_at AS until, p.session_seconds AS counted, p.refused_seconds AS refused,
        coalesce(a.duration_ms, 0) / 1000 AS length
    FROM lesson_progress p JOIN enrollment e ON e.id = p.enrollment JOIN lesson l ON l.id = p.lesson
        JOIN course c ON c.id = e.course LEFT JOIN media_asset a ON a.id = l.asset
    WHERE p.heard_at >= {{}} AND p.session_since IS NOT NULL ORDER BY p.id
"""
_SAT = f"""
    SELECT {_WHOSE}, t.id AS attempt, {_LESSON}, min(r.answered_at) AS since, max(r.answered_at) AS until
    FROM attempt t JOIN enrollment e ON e.id = t.enrollment JOIN quiz q ON q.id = t.quiz
        JOIN lesson l ON l.id = q.lesson JOIN course c ON c.id = e.course
        JOIN attempt_item i ON i.attempt = t.id JOIN response r ON r.item = i.id
    WHERE t.submitted_at >= {{}} AND t.state = 'graded' AND r.answered_at IS NOT NULL
    GROUP BY e.person, e.site, e.id, t.id, c.code, l.number, l.title ORDER BY t.id
"""
_EXAMS = f"""
    SELECT {_WHOSE}, t.id AS attempt, t.quiz, t.opened_at AS since, t.submitted_at AS until,
        (SELECT count(*) FROM attempt_item i WHERE i.attempt = t.id) AS questions
    FROM attempt t JOIN enrollment e ON e.id = t.enrollment JOIN quiz q ON q.id = t.quiz
    WHERE q.final AND t.state = 'graded' AND t.passed AND t.opened_at IS NOT NULL AND t.quiz IN (
        SELECT n.quiz FROM attempt n WHERE n.submitted_at >= {{}} AND n.state = 'graded')
    ORDER BY t.id
"""
# Of an attempt the first and the last word of its answers' numbers: two browsers are enough to tell who shares one.
_SENT = f"""
    SELECT {_WHOSE}, t.id AS attempt, t.submitted_at AS until, min(r.ops) AS one, max(r.ops) AS other
    FROM attempt t JOIN enrollment e ON e.id = t.enrollment JOIN quiz q ON q.id = t.quiz
        JOIN attempt_item i ON i.attempt = t.id JOIN response r ON r.item = i.id
    WHERE q.final AND t.state = 'graded' AND t.passed AND t.submitted_at >= {{}} AND r.ops <> ''
    GROUP BY e.person, e.site, e.id, t.id, t.submitted_at
"""
_NEWS = "q.final AND t.state = 'graded' AND t.passed AND t.submitted_at >= {}"
_USUAL = f"""
    SELECT f.quiz, f.question, f.measured, avg(f.spent_s) AS middle FROM (
        SELECT t.quiz, i.question, i.spent_s, count(*) OVER (PARTITION BY t.quiz, i.question) AS measured,
            row_number() OVER (PARTITION BY t.quiz, i.question ORDER BY i.spent_s) AS place
        FROM attempt t JOIN attempt_item i ON i.attempt = t.id
        WHERE t.state = 'graded' AND t.passed AND i.spent_s IS NOT NULL AND t.quiz IN (
            SELECT t.quiz FROM attempt t JOIN quiz q ON q.id = t.quiz WHERE {_NEWS})) AS f
    WHERE f.measured > {FEWEST_OTHERS} AND f.place IN ((f.measured + 1) / 2, (f.measured + 2) / 2)
    GROUP BY f.quiz, f.question, f.measured
"""
_MEASURED = f"""
    SELECT {_WHOSE}, t.id AS attempt, count(*) AS questions, sum(i.spent_s) AS spent, sum(u.middle) AS usual,
        min(u.measured) - 1 AS others
    FROM ({_USUAL}) AS u JOIN attempt t ON t.quiz = u.quiz JOIN quiz q ON q.id = t.quiz
        JOIN enrollment e ON e.id = t.enrollment JOIN attempt_item i ON i.attempt = t.id AND i.question = u.question
    WHERE {_NEWS} AND i.spent_s IS NOT NULL GROUP BY e.person, e.site, e.id, t.id
    HAVING count(*) = (SELECT count(*) FROM attempt_item n WHERE n.attempt = t.id)
"""

_EARLY = f"""
    SELECT {_WHOSE}, n.what, n.on_day, n.times FROM early_asking n JOIN enrollment e ON e.id = n.enrollment
    WHERE n.last_at >= {{}} ORDER BY n.id
"""


async def findings_since(since: datetime) -> tuple[Found, ...]:
    """All discrepancies of what happened since then."""
    played = [_played(row) for row in await Enrollment.raw(_PLAYED, since)]
    sat = [
        Sat(_whose(row), row["attempt"], row["lesson"], _moment(row["since"]), _moment(row["until"]))
        for row in await Enrollment.raw(_SAT, since)
    ]
    finished = [_finished(row) for row in await Enrollment.raw(_FINISHED, since)]
    rows = await Enrollment.raw(_EXAMS, since)
    exams = [Exam(_whose(row), row["attempt"], row["quiz"], row["questions"], _seconds(row)) for row in rows]
    news = frozenset(row["attempt"] for row in rows if _moment(row["until"]) >= since)
    sent = [_sent(row) for row in await Enrollment.raw(_SENT, since - DEVICE_WITHIN)]
    measured = [_measured(row) for row in await Enrollment.raw(_MEASURED, since, since)]
    about_lectures = (short_times(finished), too_fast(played), together(played))
    about_exams = (two_papers(sat), one_device(sent), fast_exams(exams, news), fast_questions(measured))
    asked = [_asked(row) for row in await Enrollment.raw(_EARLY, since)]
    found = (*about_lectures, *about_exams, asked_early(asked))
    return tuple(chain.from_iterable(found))


def _finished(row: dict[str, Any]) -> Finished:
    return Finished(_whose(row), int(row["lectures"]), int(row["watched"]), _seconds(row), row["credit"])


def _played(row: dict[str, Any]) -> Played:
    return Played(
        _whose(row),
        row["lesson_id"],
        row["lesson"],
        since=_moment(row["since"]),
        until=_moment(row["until"]),
        counted=row["counted"],
        refused=row["refused"],
        length=row["length"],
    )


def _sent(row: dict[str, Any]) -> Sent:
    devices = dict.fromkeys((*streams(row["one"]), *streams(row["other"])))
    return Sent(_whose(row), row["attempt"], tuple(devices), _moment(row["until"]))


def _measured(row: dict[str, Any]) -> Measured:
    numbers = {name: int(row[name]) for name in ("questions", "spent", "usual", "others")}
    return Measured(_whose(row), row["attempt"], **numbers)


def _asked(row: dict[str, Any]) -> AskedEarly:
    return AskedEarly(_whose(row), row["what"], str(row["on_day"]), row["times"])


def _whose(row: dict[str, Any]) -> Whose:
    return Whose(row["person"], row["site"], row["enrollment"])


def _seconds(row: dict[str, Any]) -> int:
    return int((_moment(row["until"]) - _moment(row["since"])).total_seconds())


def _moment(value: datetime | str) -> datetime:
    """Raw SQLite rows may carry times as text."""
    return datetime.fromisoformat(value) if isinstance(value, str) else value
