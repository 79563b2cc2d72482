"""Sites (jurisdictions), their agencies and units, and who belongs where since when."""

from datetime import date

from piccolo.columns import Date, ForeignKey, Varchar
from piccolo.table import Table

from academy.columns import Dated
from academy.people.tables import Person


class Site(Dated, Table, tablename="site"):
    """A jurisdiction in the program: a city or county, not a department. `time_zone` is an IANA name."""

    slug = Varchar(length=80, null=False)
    name = Varchar(length=120, null=False)
    state_code = Varchar(length=2, null=False)
    engagement = Varchar(length=20, null=False)
    engaged_from = Date(null=True, default=None)
    engaged_until = Date(null=True, default=None)
    time_zone = Varchar(length=60, null=False)


class Agency(Dated, Table, tablename="agency"):
    """An organization within a site. `kind`: police, sheriff, prosecutor, federal, mayor, laboratory,
    corrections, other.
    """

    site = ForeignKey(Site, null=False)
    name = Varchar(length=160, null=False)
    kind = Varchar(length=20, null=False)


class Unit(Dated, Table, tablename="unit"):
    """A part of an agency: a district, squad or shift."""

    agency = ForeignKey(Agency, null=False)
    name = Varchar(length=120, null=False)


class Membership(Dated, Table, tablename="membership"):
    """A person's time with an agency. Open while `ends_on` is empty; a transfer ends one row and starts another."""

    person = ForeignKey(Person, null=False)
    site = ForeignKey(Site, null=False)
    agency = ForeignKey(Agency, null=False)
    unit = ForeignKey(Unit, null=True, default=None)
    title = Varchar(length=80, null=True, default=None)
    starts_on = Date(null=False, default=date(1970, 1, 1))
    ends_on = Date(null=True, default=None)
