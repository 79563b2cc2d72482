"""What a site says to its people about training, what was said, and who wants what."""

from piccolo.columns import Boolean, Date, ForeignKey, Integer, Text, Varchar
from piccolo.table import Table

from academy.columns import Dated
from academy.messages.tables import OutgoingMessage
from academy.people.tables import Person
from academy.sites.tables import Site
from courses.learning.tables import Enrollment


class NoticePlan(Dated, Table, tablename="notice_plan"):
    """Which letters a site sends (courses.notices.rules.plan.Plan); a site without a row sends the standard ones."""

    site = ForeignKey(Site, null=False)
    assigned = Boolean(null=False, default=True)
    before = Varchar(length=60, null=False, default="")
    overdue = Boolean(null=False, default=True)
    weeks = Integer(null=False, default=0)
    escalate_after = Integer(null=False, default=0)
    digest = Boolean(null=False, default=True)
    expiring = Varchar(length=60, null=False, default="")
    quiet_from = Integer(null=False, default=0)
    quiet_until = Integer(null=False, default=0)


class NoticeWording(Dated, Table, tablename="notice_wording"):
    """A site's own words for one kind of letter; without a row the standard ones are used."""

    site = ForeignKey(Site, null=False)
    kind = Varchar(length=20, null=False)
    subject = Varchar(length=200, null=False)
    body = Text(null=False)


class NoticeGiven(Dated, Table, tablename="notice_given"):
    """A step of the plan, or a reminder by hand ("by hand:" with its code), that was said for an enrollment once.

    `about_on`: the day the step hangs on: the due date, or the day the course was assigned.
    """

    enrollment = ForeignKey(Enrollment, null=False)
    step = Varchar(length=40, null=False)
    about_on = Date(null=False)
    message = ForeignKey(OutgoingMessage, null=True, default=None)


class NoticeRun(Dated, Table, tablename="notice_run"):
    """One run of a site's plan. `slot`: the day, week or moment it was for, once each. `alarm`: what went wrong."""

    site = ForeignKey(Site, null=False)
    kind = Varchar(length=20, null=False)
    slot = Varchar(length=20, null=False)
    looked_at = Integer(null=False, default=0)
    posted = Integer(null=False, default=0)
    suppressed = Integer(null=False, default=0)
    alarm = Text(null=False, default="")


class Unsubscribed(Dated, Table, tablename="unsubscribed"):
    """Somebody ended a kind of letters; the row goes when they want them again."""

    person = ForeignKey(Person, null=False)
    what = Varchar(length=20, null=False)


class CalendarKey(Dated, Table, tablename="calendar_key"):
    """The address of somebody's calendar of due dates; only the SHA-256 of its key is kept. One for a person."""

    person = ForeignKey(Person, null=False)
    token_hash = Varchar(length=64, null=False)
