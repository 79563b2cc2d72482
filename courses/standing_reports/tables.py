"""Reports that are made by themselves, who gets them, and each time they were made."""

from piccolo.columns import BigInt, ForeignKey, Integer, Text, Timestamptz, Varchar
from piccolo.table import Table

from academy.columns import Dated
from academy.people.tables import Person
from academy.sites.tables import Site


class StandingReport(Dated, Table, tablename="standing_report"):
    """What is made when (courses.standing_reports.rules.Rhythm, in the zone of the site).

    `unit`, `course`: a unit's code and a course's slug, "" = all. `next_at`: when it is due, also while it is paused.
    """

    code = Varchar(length=26, null=False)
    site = ForeignKey(Site, null=False)
    kind = Varchar(length=20, null=False)
    format = Varchar(length=10, null=False)
    unit = Varchar(length=120, null=False, default="")
    course = Varchar(length=80, null=False, default="")
    every = Varchar(length=10, null=False)
    day = Integer(null=False, default=0)
    hour = Integer(null=False)
    state = Varchar(length=20, null=False)
    next_at = Timestamptz(null=True, default=None)
    made_by = ForeignKey(Person, null=False)
    deleted_at = Timestamptz(null=True, default=None)


class ReportReader(Dated, Table, tablename="report_reader"):
    """Who gets a report."""

    report = ForeignKey(StandingReport, null=False)
    person = ForeignKey(Person, null=False)


class ReportRun(Dated, Table, tablename="report_run"):
    """A time at which a report was made. `due_at`: the time it was made for. `state`: waiting, done, failed."""

    report = ForeignKey(StandingReport, null=False)
    due_at = Timestamptz(null=True, default=None)
    state = Varchar(length=20, null=False)
    reason = Varchar(length=300, null=False, default="")
    done_at = Timestamptz(null=True, default=None)


class ReportCopy(Dated, Table, tablename="report_copy"):
    """What one reader got of a run, or why not. `state`: attached, linked, withheld, failed.

    `units`: JSON ids of the units it tells of, "" = the whole site. `lines`: rows without the head. `stored_as`: where
    the file lies, "" = there is none.
    """

    code = Varchar(length=26, null=False)
    run = ForeignKey(ReportRun, null=False)
    person = ForeignKey(Person, null=False)
    state = Varchar(length=20, null=False)
    reason = Varchar(length=300, null=False, default="")
    units = Text(null=False, default="")
    lines = Integer(null=False, default=0)
    size = BigInt(null=False, default=0)
    name = Varchar(length=160, null=False, default="")
    stored_as = Varchar(length=200, null=False, default="")
    computed_at = Timestamptz(null=True, default=None)
