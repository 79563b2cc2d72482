"""Invitations by mail."""

from piccolo.columns import ForeignKey, Timestamptz, Varchar
from piccolo.table import Table

from academy.columns import Dated
from academy.people.tables import Person
from academy.sites.tables import Site


class Invitation(Dated, Table, tablename="invitation"):
    """A link that lets one person choose a password, once. Only the SHA-256 of its token is kept."""

    person = ForeignKey(Person, null=False)
    site = ForeignKey(Site, null=False)
    invited_by = ForeignKey(Person, null=False)
    token_hash = Varchar(length=64, null=False)
    expires_at = Timestamptz(null=False)
    accepted_at = Timestamptz(null=True, default=None)
