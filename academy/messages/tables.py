"""Mail on its way out of the academy, and what became of it."""

from piccolo.columns import BigInt, Bytea, ForeignKey, Integer, Text, Timestamptz, Varchar
from piccolo.table import Table

from academy.columns import Dated
from academy.people.tables import Person
from academy.sites.tables import Site


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
    person = ForeignKey(Person, null=True, default=None)
    site = ForeignKey(Site, null=True, default=None)
    subject_kind = Varchar(length=30, null=False, default="")
    subject_id = BigInt(null=True, default=None)
    not_before = Timestamptz(null=True, default=None)
    copied_to = Varchar(length=300, null=False, default="")
    reply_to = Varchar(length=254, null=False, default="")
    attachment_type = Varchar(length=60, null=False, default="")
    unsubscribe = Varchar(length=300, null=False, default="")


class RefusedAddress(Dated, Table, tablename="refused_address"):
    """An address that a mail server said does not exist, in small letters. Nobody writes there until somebody tries a
    refused message again; an address that was put right is another one.
    """

    address = Varchar(length=254, null=False)
    reason = Text(null=False)
