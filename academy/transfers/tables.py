"""What officers say about records of agencies they left."""

from piccolo.columns import ForeignKey, Timestamptz, Varchar
from piccolo.table import Table

from academy.columns import Dated
from academy.people.tables import Person
from academy.sites.tables import Site


class RecordConsent(Dated, Table, tablename="record_consent"):
    """Whether the staff of a site may read what the officer did for sites they left. `state`: academy.transfers.rules.

    `answered_at` is empty while the officer has not answered. Earlier answers stand in the audit log.
    """

    person = ForeignKey(Person, null=False)
    site = ForeignKey(Site, null=False)
    state = Varchar(length=20, null=False)
    answered_at = Timestamptz(null=True, default=None)
