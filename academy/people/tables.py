"""People: anyone with an account."""

from piccolo.columns import Timestamptz, Varchar
from piccolo.table import Table

from academy.columns import Dated


class Person(Dated, Table, tablename="person"):
    """An account; never deleted, only deactivated. `email` is stored lower-cased and unique."""

    code = Varchar(length=26, null=False)
    email = Varchar(length=254, null=False)
    full_name = Varchar(length=120, null=False)
    certificate_name = Varchar(length=120, null=False)
    rank = Varchar(length=60, null=True, default=None)
    employee_number = Varchar(length=40, null=True, default=None)
    post_number = Varchar(length=40, null=True, default=None)
    deactivated_at = Timestamptz(null=True, default=None)
