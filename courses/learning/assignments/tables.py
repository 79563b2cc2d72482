"""Assignments as rows: what is asked of whom at a site, and what it came to for each person."""

from piccolo.columns import Boolean, Date, ForeignKey, Integer, Text, Timestamptz, Varchar
from piccolo.table import Table

from academy.columns import Dated
from academy.people.tables import Person
from academy.sites.tables import Site, Unit
from courses.authoring.tables import Course
from courses.learning.tables import Enrollment


class Assignment(Dated, Table, tablename="assignment"):
    """A course or learning path that a site asks of people. Its courses are those of the path on the day it was made.

    target: course or path, `target_key` its slug. joiners: who comes under the scope later gets it too. made_on: the
    site's day. draft: the draft it was made of, so that one draft makes one assignment. looked_at: when people who came
    or are due again were last looked for; `trouble`: why that failed, if it did.
    """

    code = Varchar(length=26, null=False)
    site = ForeignKey(Site, null=False)
    target = Varchar(length=10, null=False)
    target_key = Varchar(length=80, null=False)
    title = Varchar(length=200, null=False)
    reason = Varchar(length=300, null=False)
    due_kind = Varchar(length=20, null=False, default="none")
    due_on = Date(null=True, default=None)
    due_days = Integer(null=False, default=0)
    cycle_months = Integer(null=False, default=0)
    grace_days = Integer(null=False, default=0)
    joiners = Boolean(null=False, default=False)
    again = Boolean(null=False, default=False)
    state = Varchar(length=20, null=False)
    made_by = ForeignKey(Person, null=False)
    made_at = Timestamptz(null=True, default=None)
    made_on = Date(null=True, default=None)
    draft = Varchar(length=26, null=True, default=None)
    withdrawn_at = Timestamptz(null=True, default=None)
    withdrawn_by = ForeignKey(Person, null=True, default=None)
    withdrawn_reason = Varchar(length=300, null=True, default=None)
    looked_at = Timestamptz(null=True, default=None)
    trouble = Varchar(length=300, null=True, default=None)


class AssignmentCourse(Dated, Table, tablename="assignment_course"):
    """A course of an assignment; several when it asks for a learning path."""

    assignment = ForeignKey(Assignment, null=False)
    course = ForeignKey(Course, null=False)
    position = Integer(null=False, default=0)


class AssignmentScope(Dated, Table, tablename="assignment_scope"):
    """Whom it asks: `kind` person, unit, rank, everyone, unitless (in no unit), or left_out, which wins over the rest.

    One that was taken out stays as `ended_at`.
    """

    assignment = ForeignKey(Assignment, null=False)
    kind = Varchar(length=20, null=False)
    person = ForeignKey(Person, null=True, default=None)
    unit = ForeignKey(Unit, null=True, default=None)
    rank = Varchar(length=60, null=False, default="")
    ended_at = Timestamptz(null=True, default=None)


class AssignmentLine(Dated, Table, tablename="assignment_line"):
    """What an assignment came to for one person, course and cycle (courses.learning.rules.assigned.Outcome).

    due_on: the date it set on the day `set_on`, before leave; by_hand: staff gave this person another one.
    """

    assignment = ForeignKey(Assignment, null=False)
    person = ForeignKey(Person, null=False)
    course = ForeignKey(Course, null=False)
    cycle = Integer(null=False, default=1)
    enrollment = ForeignKey(Enrollment, null=True, default=None)
    outcome = Varchar(length=20, null=False)
    due_on = Date(null=True, default=None)
    set_on = Date(null=True, default=None)
    by_hand = Boolean(null=False, default=False)


class AssignmentDraft(Dated, Table, tablename="assignment_draft"):
    """What somebody chose so far (JSON of courses.assigning.choice.Choice); done once an assignment was made of it."""

    code = Varchar(length=26, null=False)
    site = ForeignKey(Site, null=False)
    person = ForeignKey(Person, null=False)
    chosen = Text(null=False, default="{}")
    saved_at = Timestamptz(null=True, default=None)
    done_at = Timestamptz(null=True, default=None)


class AssignmentRun(Dated, Table, tablename="assignment_run"):
    """A look for people who came or are due again: the newest membership and place in a unit it knew of."""

    ran_at = Timestamptz(null=True, default=None)
    membership = Integer(null=False, default=0)
    unit_member = Integer(null=False, default=0)
    looked_at = Integer(null=False, default=0)
