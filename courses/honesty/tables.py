"""What was found, and when it was looked for."""

from piccolo.columns import ForeignKey, Integer, Text, Timestamptz, Varchar
from piccolo.table import Table

from academy.columns import Dated
from academy.people.tables import Person
from academy.sites.tables import Site
from courses.learning.tables import Attempt, Enrollment


class Finding(Dated, Table, tablename="finding"):
    """One discrepancy of one enrollment. It changes no record: a person looks, and may dismiss it with a reason.

    `kind`: short_time, too_fast, two_places, one_device, fast_exam, fast_items, asked_early (courses.honesty.rules).
    `numbers`: JSON of what was found.
    `dedupe_key`: what it is about, so that the next night does not find it anew; `found_at`: when first.
    """

    kind = Varchar(length=20, null=False)
    person = ForeignKey(Person, null=False)
    site = ForeignKey(Site, null=False)
    enrollment = ForeignKey(Enrollment, null=False)
    attempt = ForeignKey(Attempt, null=True, default=None)
    numbers = Text(null=False, default="{}")
    dedupe_key = Varchar(length=120, null=False)
    found_at = Timestamptz(null=True, default=None)
    dismissed_at = Timestamptz(null=True, default=None)
    dismissed_by = ForeignKey(Person, null=True, default=None)
    dismissed_reason = Varchar(length=300, null=False, default="")


class DigestRun(Dated, Table, tablename="digest_run"):
    """One look at what happened since the look before; `found`: how many new findings it made."""

    looked_from = Timestamptz(null=True, default=None)
    found = Integer(null=False, default=0)
