"""Evidence files that were asked for."""

from piccolo.columns import Date, ForeignKey, Integer, Timestamptz, Varchar
from piccolo.table import Table

from academy.columns import Dated
from academy.people.tables import Person
from academy.sites.tables import Site
from courses.authoring.tables import Course
from courses.learning.tables import Enrollment


class EvidenceFile(Dated, Table, tablename="evidence_file"):
    """One request, and the ZIP made for it; only who asked may take it, and it is removed after a week.

    `enrollment` None: the whole class, of all who took the course at the site between the two days. `done` of `total`
    officers are gathered. `state`: see certificates.evidence.rules.
    """

    code = Varchar(length=26, null=False)
    site = ForeignKey(Site, null=False)
    course = ForeignKey(Course, null=False)
    enrollment = ForeignKey(Enrollment, null=True, default=None)
    from_on = Date(null=True, default=None)
    until_on = Date(null=True, default=None)
    reason = Varchar(length=300, null=False)
    made_by = ForeignKey(Person, null=False)
    state = Varchar(length=20, null=False)
    done = Integer(null=False, default=0)
    total = Integer(null=False, default=0)
    stored_as = Varchar(length=200, null=True, default=None)
    sha256 = Varchar(length=64, null=True, default=None)
    size = Integer(null=True, default=None)
    failure = Varchar(length=300, null=True, default=None)
    ready_at = Timestamptz(null=True, default=None)
