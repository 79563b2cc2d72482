"""Mail on its way out of the academy, and what became of it."""

from piccolo.columns import Bytea, Integer, Text, Timestamptz, Varchar
from piccolo.table import Table

from academy.columns import Dated


class OutgoingMessage(Dated, Table, tablename="outgoing_message"):
    """A letter to one address. `about`: which letter it is, such as "record_log/checkpoint".

    `key`, where there is one, is said to one recipient once: a second row with it is not made. `useful_until`: after
    that it is not sent any more. `attachment`: a text file, with its name; `enclosure`: a file of bytes beside it.
    `taken_at`: since when it is being sent.
    """

    recipient = Varchar(length=254, null=False)
    subject = Varchar(length=200, null=False)
    body = Text(null=False)
    about = Varchar(length=60, null=False)
    key = Varchar(length=200, null=True, default=None)
    attachment_name = Varchar(length=80, null=True, default=None)
    attachment = Text(null=True, default=None)
    enclosure_name = Varchar(length=80, null=True, default=None)
    enclosure = Bytea(null=True, default=None)
    state = Varchar(length=20, null=False)
    reason = Text(null=False, default="")
    tries = Integer(null=False, default=0)
    next_try_at = Timestamptz(null=True, default=None)
    taken_at = Timestamptz(null=True, default=None)
    sent_at = Timestamptz(null=True, default=None)
    useful_until = Timestamptz(null=True, default=None)
