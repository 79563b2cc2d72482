"""What was said of certificates that end."""

from piccolo.columns import ForeignKey, Integer
from piccolo.table import Table

from academy.columns import Dated
from academy.messages.tables import OutgoingMessage
from certificates.tables import Certificate


class ExpiryNotice(Dated, Table, tablename="expiry_notice"):
    """The notice so many days before a certificate ends was given, once, whichever site gave it."""

    certificate = ForeignKey(Certificate, null=False)
    days = Integer(null=False)
    message = ForeignKey(OutgoingMessage, null=True, default=None)
