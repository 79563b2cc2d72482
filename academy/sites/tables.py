"""Sites (jurisdictions), their agencies and units, and who belongs where since when."""

from datetime import date

from piccolo.columns import Date, ForeignKey, Integer, Timestamptz, Varchar
from piccolo.table import Table

from academy.columns import Dated
from academy.people.tables import Person


class Site(Dated, Table, tablename="site"):
    """A jurisdiction in the program: a city or county, not a department. `time_zone` is an IANA name.

    `sworn`: sworn officers of all its agencies together, None = nobody has said.
    """

    slug = Varchar(length=80, null=False)
    name = Varchar(length=120, null=False)
    state_code = Varchar(length=2, null=False)
    engagement = Varchar(length=20, null=False)
    engaged_from = Date(null=True, default=None)
    engaged_until = Date(null=True, default=None)
    time_zone = Varchar(length=60, null=False)
    sworn = Integer(null=True, default=None)


class Agency(Dated, Table, tablename="agency"):
    """An organization within a site. `kind`: police, sheriff, prosecutor, federal, mayor, laboratory,
    corrections, other.
    """

    site = ForeignKey(Site, null=False)
    name = Varchar(length=160, null=False)
    kind = Varchar(length=20, null=False)


class Unit(Dated, Table, tablename="unit"):
    """A part of an agency. `kind`: district, squad, shift, other. Closed at `closed_on`, never deleted: what was done
    there keeps its name. `code` is empty only in rows made before units had addresses, until the migration fills it.
    """

    agency = ForeignKey(Agency, null=False)
    name = Varchar(length=120, null=False)
    code = Varchar(length=26, null=True, default=None)
    kind = Varchar(length=20, null=False, default="other")
    closed_on = Date(null=True, default=None)


class Membership(Dated, Table, tablename="membership"):
    """A person's time with an agency. Open while `ends_on` is empty; a transfer ends one row and starts another.

    `unit`: the first of the units in `unit_member`, for readers that show one.
    """

    person = ForeignKey(Person, null=False)
    site = ForeignKey(Site, null=False)
    agency = ForeignKey(Agency, null=False)
    unit = ForeignKey(Unit, null=True, default=None)
    title = Varchar(length=80, null=True, default=None)
    starts_on = Date(null=False, default=date(1970, 1, 1))
    ends_on = Date(null=True, default=None)


class UnitMember(Dated, Table, tablename="unit_member"):
    """A member's time in a unit; somebody may be in several at once. Open while `ends_on` is empty."""

    membership = ForeignKey(Membership, null=False)
    unit = ForeignKey(Unit, null=False)
    starts_on = Date(null=False, default=date(1970, 1, 1))
    ends_on = Date(null=True, default=None)


class UnitSupervisor(Dated, Table, tablename="unit_supervisor"):
    """Who supervises a unit since when; several may. Open while `ends_on` is empty."""

    unit = ForeignKey(Unit, null=False)
    person = ForeignKey(Person, null=False)
    starts_on = Date(null=False, default=date(1970, 1, 1))
    ends_on = Date(null=True, default=None)


class RefusedVisit(Dated, Table, tablename="refused_visit"):
    """Somebody asked for a site that is not theirs, in the hour that begins at `hour`: one row however often."""

    person = ForeignKey(Person, null=False)
    site = ForeignKey(Site, null=False)
    hour = Timestamptz(null=False)
