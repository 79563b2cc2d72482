"""What states gave for our courses, and what was reported to them."""

from piccolo.columns import Date, ForeignKey, Integer, Timestamptz, Varchar
from piccolo.table import Table

from academy.columns import Dated
from academy.people.tables import Person
from academy.sites.tables import Site
from courses.authoring.tables import Course
from courses.learning.tables import Completion


class CourseCredit(Dated, Table, tablename="course_credit"):
    """What a state gives for a course from a day on. `approved_by`: who said so, as written in their letter."""

    course = ForeignKey(Course, null=False)
    state_code = Varchar(length=2, null=False)
    state_course_number = Varchar(length=40, null=False, default="")
    category = Varchar(length=80, null=False, default="")
    minutes = Integer(null=False)
    approved_by = Varchar(length=160, null=False)
    since = Date(null=False)


class CreditExport(Dated, Table, tablename="credit_export"):
    """One file of completions for a state's portal or form."""

    code = Varchar(length=26, null=False)
    site = ForeignKey(Site, null=False)
    state_code = Varchar(length=2, null=False)
    period_from = Date(null=False)
    period_to = Date(null=False)
    made_by = ForeignKey(Person, null=False)


class CreditRow(Dated, Table, tablename="credit_row"):
    """A completion as it was exported, and what became of it (courses.credit.rules.reporting).

    The credit is kept as the file said it. `note`: the state's reason for refusing.
    """

    code = Varchar(length=26, null=False)
    export = ForeignKey(CreditExport, null=False)
    completion = ForeignKey(Completion, null=False)
    minutes = Integer(null=False)
    category = Varchar(length=80, null=False, default="")
    state_course_number = Varchar(length=40, null=False, default="")
    state = Varchar(length=20, null=False)
    moved_at = Timestamptz(null=True, default=None)
    moved_by = ForeignKey(Person, null=True, default=None)
    note = Varchar(length=300, null=False, default="")


class CreditTraining(Dated, Table, tablename="credit_training"):
    """Training without a completion as it was exported, beside `CreditRow`: `kind` external or roll_call.

    subject_id: of the external training, or of the part in a roll call. Both stay for ever, so that no key is needed to
    hold them; a completion keeps its own table, which has rows of earlier releases.
    """

    code = Varchar(length=26, null=False)
    export = ForeignKey(CreditExport, null=False)
    kind = Varchar(length=20, null=False)
    subject_id = Integer(null=False)
    minutes = Integer(null=False)
    category = Varchar(length=80, null=False, default="")
    state = Varchar(length=20, null=False)
    moved_at = Timestamptz(null=True, default=None)
    moved_by = ForeignKey(Person, null=True, default=None)
    note = Varchar(length=300, null=False, default="")
