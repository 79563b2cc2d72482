"""The outbox: jobs promised by committed transactions, until the queue has them."""

from piccolo.columns import BigInt, Timestamptz, Varchar
from piccolo.table import Table

from academy.columns import Dated


class Outbox(Dated, Table, tablename="outbox"):
    """One promised job. `key` is unique among rows not taken yet: what is promised twice before that is done once."""

    job = Varchar(length=60, null=False)
    subject_id = BigInt(null=False)
    key = Varchar(length=120, null=False)
    taken_at = Timestamptz(null=True, default=None)
    handed_over_at = Timestamptz(null=True, default=None)
