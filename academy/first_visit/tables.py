"""What a coordinator said about the steps of the first visit."""

from piccolo.columns import ForeignKey, Varchar
from piccolo.table import Table

from academy.columns import Dated
from academy.people.tables import Person
from academy.sites.tables import Site


class FirstStep(Dated, Table, tablename="first_step"):
    """A step somebody skipped or opened at a site, or all of them put away: academy.first_visit.rules."""

    person = ForeignKey(Person, null=False)
    site = ForeignKey(Site, null=False)
    step = Varchar(length=20, null=False)
    outcome = Varchar(length=20, null=False)
