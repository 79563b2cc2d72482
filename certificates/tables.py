"""Certificates: the paper about a completion, made once and kept for ever."""

from piccolo.columns import Date, ForeignKey, Text, Timestamptz, Varchar
from piccolo.table import Table

from academy.columns import Dated
from academy.people.tables import Person
from courses.learning.tables import Completion


class Certificate(Dated, Table, tablename="certificate"):
    """A frozen snapshot: `facts` (JSON of certificates.document.CertificateFacts) and the PDF are written once.

    `standing_class` of a revocation is a plain public class of reason; the full reason stays inside.
    """

    serial = Varchar(length=24, null=False)
    completion = ForeignKey(Completion, null=False)
    person = ForeignKey(Person, null=False)
    state = Varchar(length=20, null=False)
    holder_name = Varchar(length=120, null=False)
    facts = Text(null=False)
    design = Varchar(length=40, null=False)
    issued_at = Timestamptz(null=True, default=None)
    expires_on = Date(null=True, default=None)
    document_key = Varchar(length=200, null=True, default=None)
    document_sha256 = Varchar(length=64, null=True, default=None)
    failure_note = Text(null=True, default=None)
    revoked_at = Timestamptz(null=True, default=None)
    revoked_by = ForeignKey(Person, null=True, default=None)
    revoked_reason = Varchar(length=300, null=True, default=None)
    revoked_class = Varchar(length=40, null=True, default=None)
    replaces: ForeignKey = ForeignKey("self", null=True, default=None)
