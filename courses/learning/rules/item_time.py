"""How long somebody was at a question: seconds with its page in sight and in use, each counted for one question only.

A page names the seconds since it was opened; the academy knows when that was, when the attempt was opened and what the
time is. What is kept is a union, so a report that waited on a device, came twice or overtook another adds nothing
twice, and the questions of an attempt together never have more time than the attempt.
"""

from courses.learning.rules.intervals import Ranges, union, without


def with_seen(known: Ranges, others: Ranges, reported: Ranges, *, opened: int, until: int) -> Ranges:
    """The seconds of a question, with those a page reports that was opened at `opened`; nothing after `until` counts.

    All in seconds since the attempt was opened, but `reported`, which counts from the page. others: the seconds that
    other questions of the attempt have already.
    """
    moments = tuple((max(opened + start, 0), min(opened + end, until)) for start, end in reported)
    return union(known, without(union(moments), others))
