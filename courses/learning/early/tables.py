"""How often something was asked for before its time."""

from piccolo.columns import Date, ForeignKey, Integer, Timestamptz, Varchar
from piccolo.table import Table

from academy.columns import Dated
from courses.learning.tables import Enrollment


class EarlyAsking(Dated, Table, tablename="early_asking"):
    """One row for an enrollment, what was asked for (`rules.What`) and a day of its site, however many requests came.

    `times`: counted up to `rules.MOST`.
    """

    enrollment = ForeignKey(Enrollment, null=False)
    what = Varchar(length=20, null=False)
    on_day = Date(null=False)
    times = Integer(null=False, default=1)
    last_at = Timestamptz(null=False)
