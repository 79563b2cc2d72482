"""Requests for access."""

from piccolo.columns import ForeignKey, Text, Timestamptz, Varchar
from piccolo.table import Table

from academy.columns import Dated
from academy.people.tables import Person
from academy.sites.tables import Site


class AccessRequest(Dated, Table, tablename="access_request"):
    """Somebody without an account asks a site for one. `state`: academy.requests.rules. `network`: SHA-256 of where it
    came from, to slow down whoever asks in numbers. `person`: the account it became.
    """

    code = Varchar(length=26, null=False)
    site = ForeignKey(Site, null=False)
    agency = Varchar(length=160, null=False)
    email = Varchar(length=254, null=False)
    full_name = Varchar(length=120, null=False)
    number = Varchar(length=40, null=False, default="")
    note = Text(null=False, default="")
    network = Varchar(length=64, null=False)
    state = Varchar(length=20, null=False)
    person = ForeignKey(Person, null=True, default=None)
    decided_by = ForeignKey(Person, null=True, default=None)
    decided_at = Timestamptz(null=True, default=None)
    reason = Varchar(length=300, null=False, default="")
