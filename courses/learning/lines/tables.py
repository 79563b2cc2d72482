"""What is kept of the records so that a large site's page need not read them all."""

from piccolo.columns import BigInt, Date, ForeignKey, Integer, Serial, Text, Timestamptz, Varchar
from piccolo.table import Table

from academy.columns import Dated
from academy.people.tables import Person
from academy.sites.tables import Site
from courses.authoring.tables import Course


class TrainingMark(Table, tablename="training_mark"):
    """Somebody of whom something changed since their lines were counted; written by triggers, several times at will."""

    id: Serial
    person = Integer(null=False)


class TrainingLine(Dated, Table, tablename="training_line"):
    """A member of a site: what the matrix sorts by, and their courses.

    `taken`: JSON list of courses.learning.lines.rules.Taken. `given`, `done`, `started`, `open`: how many of them;
    `due_on`: the earliest due date of an open one. `counted_on`: the site's day on which exemptions were looked at;
    `look_again_on`: the next day on which one begins or is over. `folded`: name and number in lower case, to sort and
    to search by.
    """

    site = ForeignKey(Site, null=False)
    person = ForeignKey(Person, null=False)
    folded = Text(null=False)
    given = Integer(null=False, default=0)
    done = Integer(null=False, default=0)
    started = Integer(null=False, default=0)
    open = Integer(null=False, default=0)
    due_on = Date(null=True, default=None)
    counted_on = Date(null=False)
    look_again_on = Date(null=True, default=None)
    taken = Text(null=False, default="[]")


class TrainingCount(Dated, Table, tablename="training_count"):
    """How many people of a site. `kind`: given or done, `day` then the Monday of the week; or due, by the exact day."""

    site = ForeignKey(Site, null=False)
    course = ForeignKey(Course, null=False)
    kind = Varchar(length=10, null=False)
    day = Date(null=False)
    people = BigInt(null=False, default=0)


class TrainingCheck(Dated, Table, tablename="training_check"):
    """When the kept lines of a site were last compared with the records, and in how many places they differed."""

    site = ForeignKey(Site, null=False)
    checked_at = Timestamptz(null=True, default=None)
    differences = Integer(null=False, default=0)
