"""Training taken elsewhere, and the files that show it."""

from piccolo.columns import Date, ForeignKey, Integer, Timestamptz, Varchar
from piccolo.table import Table

from academy.columns import Dated
from academy.people.tables import Person
from academy.sites.tables import Site


class TrainingEvidence(Dated, Table, tablename="training_evidence"):
    """A file that shows training: stored under its digest, never by the name it came with. `size` in bytes."""

    code = Varchar(length=26, null=False)
    person = ForeignKey(Person, null=False)
    sha256 = Varchar(length=64, null=False)
    media_type = Varchar(length=40, null=False)
    size = Integer(null=False)


class ExternalTraining(Dated, Table, tablename="external_training"):
    """Training elsewhere, as the officer entered it, and what the site decided (courses.external.rules).

    `category`: as the state calls it, "" = any training. `reason`: why it was returned. Once approved, what was
    entered is frozen.
    """

    code = Varchar(length=26, null=False)
    person = ForeignKey(Person, null=False)
    site = ForeignKey(Site, null=False)
    title = Varchar(length=160, null=False)
    provider = Varchar(length=160, null=False)
    instructor = Varchar(length=120, null=False, default="")
    minutes = Integer(null=False)
    began_on = Date(null=False)
    ended_on = Date(null=False)
    category = Varchar(length=80, null=False, default="")
    evidence = ForeignKey(TrainingEvidence, null=False)
    state = Varchar(length=20, null=False)
    sent_at = Timestamptz(null=False)
    decided_by = ForeignKey(Person, null=True, default=None)
    decided_at = Timestamptz(null=True, default=None)
    reason = Varchar(length=300, null=False, default="")
