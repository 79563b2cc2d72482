"""What was set for a person. Never why: there is no column for a reason, and none may come."""

from piccolo.columns import Boolean, ForeignKey, Integer, Timestamptz
from piccolo.table import Table

from academy.columns import Dated
from academy.people.tables import Person


class Accommodation(Dated, Table, tablename="accommodation"):
    """One row a person at most; a person without one has the standard."""

    person = ForeignKey(Person, null=False)
    extra_time_percent = Integer(null=False, default=0)
    captions_first = Boolean(null=False, default=False)
    reduced_motion = Boolean(null=False, default=False)
    set_by = ForeignKey(Person, null=True, default=None)
    set_at = Timestamptz(null=True, default=None)
