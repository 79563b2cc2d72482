"""The authority in the database: what is known of its keys when their files are gone."""

from piccolo.columns import Text, Timestamptz, Varchar
from piccolo.table import Table

from academy.columns import Dated


class AuthorityCertificate(Dated, Table, tablename="authority_certificate"):
    """A certificate of the academy's authority. `purpose` is one of `signing.certificates.Purpose`.

    `fingerprint`: SHA-256 of the certificate, as `AB:CD:...`. `key_offline_at`: when its private key was taken away
    from this machine on purpose.
    """

    purpose = Varchar(length=20, null=False)
    pem = Text(null=False)
    fingerprint = Varchar(length=95, null=False)
    key_offline_at = Timestamptz(null=True, default=None)
