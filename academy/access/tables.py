"""Roles granted to people."""

from piccolo.columns import ForeignKey, Timestamptz, Varchar
from piccolo.table import Table

from academy.columns import Dated
from academy.people.tables import Person
from academy.sites.tables import Site


class RoleGrant(Dated, Table, tablename="role_grant"):
    """A role a person holds; coordinator and liaison name a site. Open while `revoked_at` is empty."""

    person = ForeignKey(Person, null=False)
    role = Varchar(length=20, null=False)
    site = ForeignKey(Site, null=True, default=None)
    granted_by = ForeignKey(Person, null=True, default=None)
    revoked_at = Timestamptz(null=True, default=None)
